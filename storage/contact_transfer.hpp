// Contacts in and out: CSV (M3), one person's data as JSON, and conversations
// that must go (M4).
#ifndef PARLEY_STORAGE_CONTACT_TRANSFER_HPP
#define PARLEY_STORAGE_CONTACT_TRANSFER_HPP

#include "storage/contacts.hpp"
#include "storage/csv.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parley::storage {

/// A row of a file that was not taken.
struct refused_row {
  std::uint64_t line = 0;
  std::string reason;
};

struct import_report {
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t refused = 0;
  /// The first `csv_refusals_max` of them.
  std::vector<refused_row> rows;
};

/// Takes a CSV file piece by piece. The first row names the columns: account,
/// first_name, last_name, company, emails, phones, address, tags and
/// fields.<id>; several values of a cell are separated by `;`. A row changes
/// the contact with its account, else its first e-mail, else its first phone,
/// or makes a new one; a cell that is empty changes nothing. Each row is
/// durable by itself.
class contact_import {
public:
  contact_import(contacts crm,
                 const parley::company& c,
                 timestamp now,
                 std::function<contact_id()> new_id);
  ~contact_import();
  contact_import(const contact_import&) = delete;
  contact_import& operator=(const contact_import&) = delete;

  /// @returns why nothing more can be taken: the store failed, or the first
  /// row is not a header. What was taken before stays.
  [[nodiscard]] result<done, store_error> feed(std::string_view piece);
  /// The file is over.
  [[nodiscard]] result<import_report, store_error> finish();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

using take_text = std::function<void(std::string_view)>;

/// Gives all contacts as such a file, piece by piece.
[[nodiscard]] result<done, store_error> export_contacts(
  const contacts& crm, const parley::company& c, const take_text& to);

/// M4: gives all that is stored of a person as one JSON object, piece by
/// piece: the contact, what was merged into it, each session with its lines.
[[nodiscard]] result<done, store_error> export_person(const store& from,
                                                      const contacts& crm,
                                                      const company_id& company,
                                                      const contact_id& id,
                                                      const take_text& to);

/// M4: takes the texts out of all closed conversations of a contact. `scrub`
/// afterwards.
/// @returns how many conversations were changed.
[[nodiscard]] result<std::uint64_t, store_error>
erase_conversations(store& of,
                    const contacts& crm,
                    const company_id& company,
                    const contact_id& id);

/// M4: takes the texts out of all conversations that were closed before the
/// time of their queue; queues without one are left alone. `scrub` afterwards.
/// @returns how many conversations were changed.
[[nodiscard]] result<std::uint64_t, store_error>
erase_expired(store& of,
              const company_id& company,
              const std::map<queue_id, timestamp>& closed_before);

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_TRANSFER_HPP
