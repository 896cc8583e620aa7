// Contacts in and out: CSV (M3), and one person's data as JSON (M4).
#ifndef PARLEY_STORAGE_CONTACT_TRANSFER_HPP
#define PARLEY_STORAGE_CONTACT_TRANSFER_HPP

#include "storage/contacts.hpp"
#include "storage/csv.hpp"

#include <cstdint>
#include <functional>
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
  /// What it does with a row that is sound.
  enum class mode : std::uint8_t {
    write,
    /// Nothing is stored; the report is what it would be. Of rows with the same
    /// key, and no contact yet, each counts as a new one.
    preview,
  };

  contact_import(contacts crm,
                 const parley::company& c,
                 timestamp now,
                 std::function<contact_id()> new_id,
                 mode how = mode::write);
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

/// Gives all contacts as such a file, piece by piece.
class contact_export {
public:
  contact_export(contacts crm, const parley::company& c);
  ~contact_export();
  contact_export(const contact_export&) = delete;
  contact_export& operator=(const contact_export&) = delete;

  /// @returns the next piece; an empty one is the end.
  [[nodiscard]] result<std::string, store_error> next();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// M4: gives all that is stored of a person as one JSON object, piece by
/// piece: the contact, what was merged into it, each session with its events.
class person_export {
public:
  person_export(const store& from,
                contacts crm,
                company_id company,
                contact_id id);
  ~person_export();
  person_export(const person_export&) = delete;
  person_export& operator=(const person_export&) = delete;

  /// @returns the next piece; an empty one is the end.
  [[nodiscard]] result<std::string, store_error> next();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_TRANSFER_HPP
