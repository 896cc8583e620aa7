// Contacts and their sessions in bulk, and what search and history cost.
#ifndef PARLEY_TOOLS_GENERATE_CONTACTS_HPP
#define PARLEY_TOOLS_GENERATE_CONTACTS_HPP

#include "storage/store.hpp"

#include <string>

namespace parley::tools {

struct contact_settings {
  std::string company;
  int contacts = 0;
  /// Spread evenly over the contacts; each with a few events.
  int sessions = 0;
  bool measure = false;
};

/// The ids of number `i`, from 0, of those that are made.
[[nodiscard]] contact_id generated_contact(int i);
[[nodiscard]] chat_id generated_chat(int i);

/// @returns what went wrong, if something did.
[[nodiscard]] result<done, storage::store_error>
generate_contacts(storage::store& db, const contact_settings& s);
/// Prints how long searches and histories take.
[[nodiscard]] result<done, storage::store_error>
measure_contacts(storage::store& db, const contact_settings& s);

} // namespace parley::tools

#endif // PARLEY_TOOLS_GENERATE_CONTACTS_HPP
