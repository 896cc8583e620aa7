// A contact of the CRM as a value: what is valid, what a merge joins and what
// its undo takes apart again (M2). Pure; knows no storage.
#ifndef PARLEY_ACTORS_DOMAIN_CONTACT_HPP
#define PARLEY_ACTORS_DOMAIN_CONTACT_HPP

#include "actors/domain/company.hpp"
#include "protocol/ids.hpp"
#include "protocol/time.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct contact_note {
  timestamp at;
  agent_id author;
  std::string text;
  friend bool operator==(const contact_note&, const contact_note&) = default;
};

struct contact {
  contact_id id;
  /// Counts the changes; 0: never stored.
  std::uint64_t revision = 0;
  /// Unique in the company, if there is one.
  std::string account;
  std::string first_name;
  std::string last_name;
  std::string company;
  std::vector<std::string> emails;
  std::vector<std::string> phones;
  std::string address;
  /// As text: a number in decimals, a date as 2024-12-31, yes or no, one of
  /// the choices.
  std::map<custom_field_id, std::string> fields;
  std::set<tag_id> tags;
  std::vector<contact_note> notes;
  timestamp created;
  timestamp changed;
  /// Contacts that were merged into this one; their sessions are its too.
  std::vector<contact_id> merged;
  friend bool operator==(const contact&, const contact&) = default;
};

/// @returns what is wrong, a sentence each, with the path of the value.
[[nodiscard]] std::vector<std::string> validate(const company& c,
                                                const contact& x);

/// @returns true if `text` may be the value of such a field.
[[nodiscard]] bool is_value_of(const custom_field& f, std::string_view text);
[[nodiscard]] bool is_email(std::string_view text);
[[nodiscard]] bool is_phone(std::string_view text);

/// @returns `into` with all that `from` has and it has not. What contradicts
/// stays as `into` has it. The id, the revision and the times are of `into`.
[[nodiscard]] contact merged(contact into, const contact& from);

/// @returns `now` without what the merge of `from` into `before` brought; what
/// was changed since stays.
[[nodiscard]] contact
unmerged(contact now, const contact& before, const contact& from);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_CONTACT_HPP
