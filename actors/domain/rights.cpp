#include "actors/domain/rights.hpp"

#include "actors/domain/company.hpp"

#include <algorithm>

namespace parley {

namespace {

role_config make_role(const char* id, const char* name, privileges what) {
  return {role_id{id}, name, {}, std::move(what)};
}

privileges of_agent() {
  using enum privilege;
  return {{area::desk, modify},
          {area::contacts, modify},
          {area::text_blocks, view},
          {area::scripts, view},
          {area::work_items, modify}};
}

privileges of_supervisor() {
  using enum privilege;
  auto all = of_agent();
  for (const auto what : {area::queues,
                          area::groups,
                          area::users,
                          area::services,
                          area::flows,
                          area::calendars,
                          area::classifications,
                          area::break_reasons,
                          area::figures}) {
    all[what] = view;
  }
  for (const auto what : {area::text_blocks,
                          area::supervision,
                          area::whisper,
                          area::take_over,
                          area::move,
                          area::force_status}) {
    all[what] = modify;
  }
  return all;
}

privileges of_administrator() {
  privileges all;
  for (const auto& [what, name] : names_of<area>) {
    all[what] = privilege::modify;
  }
  // Whoever runs the centre handles chats only when given a role for it.
  all[area::desk] = privilege::none;
  return all;
}

privilege given_by(const role_config& role, area what) {
  const auto found = role.privileges.find(what);
  return found == role.privileges.end() ? privilege::none : found->second;
}

} // namespace

const std::map<role_id, role_config>& built_in_roles() {
  static const std::map<role_id, role_config> roles{
    {role_id{"agent"}, make_role("agent", "Agent", of_agent())},
    {role_id{"supervisor"},
     make_role("supervisor", "Supervisor", of_supervisor())},
    {role_id{"administrator"},
     make_role("administrator", "Administrator", of_administrator())}};
  return roles;
}

privilege privilege_of(const company& c, const agent_config& who, area what) {
  const auto& built_in = built_in_roles();
  if (who.roles.empty()) {
    return given_by(built_in.at(role_id{"agent"}), what);
  }
  auto highest = privilege::none;
  for (const auto& id : who.roles) {
    const auto own = c.roles.find(id);
    const auto known = built_in.find(id);
    if (known != built_in.end()) {
      highest = std::max(highest, given_by(known->second, what));
    } else if (own != c.roles.end()) {
      highest = std::max(highest, given_by(own->second, what));
    }
  }
  return highest;
}

bool may(const company& c,
         const agent_config& who,
         privilege wanted,
         area what) {
  return privilege_of(c, who, what) >= wanted;
}

} // namespace parley
