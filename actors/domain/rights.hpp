// Who may do what: roles are privileges per area, one pure function decides
// (A1). Knows nothing of how somebody logged in.
#ifndef PARLEY_ACTORS_DOMAIN_RIGHTS_HPP
#define PARLEY_ACTORS_DOMAIN_RIGHTS_HPP

#include "protocol/ids.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace parley {

/// What privileges are given for, each by itself.
enum class area : std::uint8_t {
  /// To have a desk: take chats, calls and work items.
  desk,
  /// Settings of the whole company.
  company,
  queues,
  groups,
  users,
  roles,
  services,
  flows,
  calendars,
  classifications,
  break_reasons,
  text_blocks,
  scripts,
  contacts,
  /// To delete conversations; never part of `contacts` (M4).
  conversations,
  /// To take all contacts in or out, or one person's data; no part of
  /// `contacts` either, because who answers chats need not (M3, M4).
  contact_transfer,
  work_items,
  /// Live queues, agents and sessions; view also lets observe chats.
  supervision,
  /// Each act of a supervisor by itself (A2).
  whisper,
  take_over,
  move,
  force_status,
  figures,
  audit,
  tokens,
};
template <>
inline constexpr auto
  names_of<area> = std::to_array<std::pair<area, std::string_view>>({
    {area::desk, "desk"},
    {area::company, "company"},
    {area::queues, "queues"},
    {area::groups, "groups"},
    {area::users, "users"},
    {area::roles, "roles"},
    {area::services, "services"},
    {area::flows, "flows"},
    {area::calendars, "calendars"},
    {area::classifications, "classifications"},
    {area::break_reasons, "break_reasons"},
    {area::text_blocks, "text_blocks"},
    {area::scripts, "scripts"},
    {area::contacts, "contacts"},
    {area::conversations, "conversations"},
    {area::contact_transfer, "contact_transfer"},
    {area::work_items, "work_items"},
    {area::supervision, "supervision"},
    {area::whisper, "whisper"},
    {area::take_over, "take_over"},
    {area::move, "move"},
    {area::force_status, "force_status"},
    {area::figures, "figures"},
    {area::audit, "audit"},
    {area::tokens, "tokens"},
  });

enum class privilege : std::uint8_t { none, view, modify };
template <>
inline constexpr auto
  names_of<privilege> = std::to_array<std::pair<privilege, std::string_view>>({
    {privilege::none, "none"},
    {privilege::view, "view"},
    {privilege::modify, "modify"},
  });

using privileges = std::map<area, privilege>;

struct role_config {
  role_id id;
  std::string name;
  std::string description;
  /// What is not named is `none`.
  parley::privileges privileges;
  friend bool operator==(const role_config&, const role_config&) = default;
};

/// Agent, supervisor, administrator: in every company, not to be changed (A1).
[[nodiscard]] const std::map<role_id, role_config>& built_in_roles();

struct company;
struct agent_config;

/// The highest privilege that one of the roles of `who` gives. Users without a
/// role, whom an older version wrote, are agents.
[[nodiscard]] privilege
privilege_of(const company& c, const agent_config& who, area what);

/// May `who` do this? The one answer of Parley (architecture 4.18).
[[nodiscard]] bool
may(const company& c, const agent_config& who, privilege wanted, area what);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_RIGHTS_HPP
