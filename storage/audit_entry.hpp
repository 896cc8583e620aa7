// One act of the audit log (A3), as whoever records it describes it.
#ifndef PARLEY_STORAGE_AUDIT_ENTRY_HPP
#define PARLEY_STORAGE_AUDIT_ENTRY_HPP

#include "protocol/ids.hpp"
#include "protocol/time.hpp"

#include <map>
#include <string>

namespace parley::storage {

/// One act, as whoever records it describes it. Never holds secrets or texts of
/// chats (A3): name fields, or give a digest of what was before and after.
struct audit_entry {
  timestamp at;
  /// Who did it; empty: nobody is known (a login that failed).
  agent_id who;
  /// Where from, as the gateway saw it; at most `name_characters_max` bytes.
  std::string address;
  /// Noun and past tense: `configuration.changed`, `login.failed`,
  /// `supervisor.moved_chat`; 1 to `name_characters_max` bytes.
  std::string act;
  /// Kind and id of what it was done to: `queues`, `chats`, ...; may be empty;
  /// each at most `name_characters_max` bytes.
  std::string object_kind;
  std::string object;
  /// What else is known, by name; at most `custom_fields_max` of them, names up
  /// to `name_characters_max` bytes, values to `custom_value_characters_max`.
  std::map<std::string, std::string> details;
  friend bool operator==(const audit_entry&, const audit_entry&) = default;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_AUDIT_ENTRY_HPP
