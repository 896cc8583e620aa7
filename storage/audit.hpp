// The audit log of a company (A3): who did what, to what, when and from where,
// each row chained to the one before by a hash. Knows no rights and no HTTP.
#ifndef PARLEY_STORAGE_AUDIT_HPP
#define PARLEY_STORAGE_AUDIT_HPP

#include "storage/audit_entry.hpp"
#include "storage/contact_rows.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::storage {

/// An entry as it stands in the log.
struct audit_row {
  /// 1 is the first of the company; without gaps.
  std::uint64_t number = 0;
  audit_entry entry;
  /// SHA-256, hexadecimal, over the hash of the row before (the first: 64
  /// zeros) and the stored text of this one.
  std::string hash;
};

/// Writes `e` to the end of the log of `company`; durable on return. Call it
/// before the act, and do not act if it answers an error: `refused` if a bound
/// is broken, else what the store says. From any thread.
[[nodiscard]] result<audit_row, store_error>
record_audit(store& to, const company_id& company, const audit_entry& e);

/// The same for rows that are written by `contact_rows::update`: puts the row
/// into `with`, so that it is written in one piece with the act. May be called
/// more than once for the same `with`.
/// @pre called from within `rows.update`
[[nodiscard]] result<audit_row, store_error>
stage_audit(const contact_rows& rows,
            contact_rows::changes& with,
            const company_id& company,
            const audit_entry& e);

/// What a reader wants to see; what is empty or absent does not matter.
struct audit_filter {
  agent_id who;
  std::string act;
  std::string object_kind;
  std::string object;
  std::optional<timestamp> from;
  /// Not included.
  std::optional<timestamp> until;
};

struct audit_page {
  /// Newest first.
  std::vector<audit_row> rows;
  /// `before` of the next page; 0: that was all. A page may be short, even
  /// empty, and not be the last: at most `search_rows_max` rows are looked at.
  std::uint64_t next = 0;
};

/// @param before rows with lower numbers; 0: from the newest on
/// @param limit 1 to `page_objects_max`; what is outside is `refused`
[[nodiscard]] result<audit_page, store_error>
audit_page_of(const contact_rows& rows,
              const company_id& company,
              const audit_filter& wanted,
              std::uint64_t before,
              std::size_t limit);

/// The first place where the log is not what was written.
struct audit_fault {
  /// Of the row that should be there.
  std::uint64_t number = 0;
  /// A sentence for an operator.
  std::string what;
};

struct audit_verdict {
  /// How many rows are sound, counted from the first.
  std::uint64_t rows = 0;
  /// Hash of the last sound row. Kept elsewhere, it also betrays a log that
  /// somebody rewrote from some row to its end.
  std::string hash;
  std::optional<audit_fault> fault;
};

/// Reads the whole log and finds a row that was changed, taken out, put in or
/// swapped. An error means that the log could not be read.
[[nodiscard]] result<audit_verdict, store_error>
verify_audit(const contact_rows& rows, const company_id& company);

} // namespace parley::storage

#endif // PARLEY_STORAGE_AUDIT_HPP
