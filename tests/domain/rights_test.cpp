// Roles and privileges: who may do what (A1, A2, M4).
#include "actors/domain/company.hpp"
#include "actors/domain/rights.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

const agent_id ann{"ann"};

company with_roles(std::set<role_id> roles) {
  company c;
  auto& a = c.agents[ann];
  a.id = ann;
  a.roles = std::move(roles);
  return c;
}

privilege of(const company& c, area what) {
  return privilege_of(c, c.agents.at(ann), what);
}

TEST(rights, A1_a_user_without_a_role_is_an_agent) {
  const auto bare = with_roles({});
  const auto agent = with_roles({role_id{"agent"}});
  for (const auto& [what, name] : names_of<area>) {
    EXPECT_EQ(of(bare, what), of(agent, what)) << name;
  }
  EXPECT_EQ(of(agent, area::desk), privilege::modify);
  EXPECT_EQ(of(agent, area::queues), privilege::none);
  EXPECT_EQ(of(agent, area::supervision), privilege::none);
}

TEST(rights, A1_an_administrator_may_all_but_handle_chats) {
  const auto c = with_roles({role_id{"administrator"}});
  for (const auto& [what, name] : names_of<area>) {
    EXPECT_EQ(of(c, what),
              what == area::desk ? privilege::none : privilege::modify)
      << name;
  }
}

TEST(rights, A2_a_supervisor_acts_but_configures_nothing) {
  const auto c = with_roles({role_id{"supervisor"}});
  for (const auto what : {area::supervision,
                          area::whisper,
                          area::take_over,
                          area::move,
                          area::force_status}) {
    EXPECT_EQ(of(c, what), privilege::modify);
  }
  for (const auto what :
       {area::queues, area::users, area::services, area::flows}) {
    EXPECT_EQ(of(c, what), privilege::view);
  }
  EXPECT_EQ(of(c, area::roles), privilege::none);
  EXPECT_EQ(of(c, area::audit), privilege::none);
}

TEST(rights, M4_deleting_conversations_needs_a_privilege_of_its_own) {
  EXPECT_EQ(of(with_roles({role_id{"agent"}}), area::contacts),
            privilege::modify);
  EXPECT_EQ(of(with_roles({role_id{"agent"}}), area::conversations),
            privilege::none);
  EXPECT_EQ(of(with_roles({role_id{"supervisor"}}), area::conversations),
            privilege::none);
}

TEST(rights, A1_of_several_roles_the_highest_privilege_counts) {
  auto c = with_roles({role_id{"agent"}, role_id{"auditor"}});
  c.roles[role_id{"auditor"}]
    = {role_id{"auditor"},
       "Auditor",
       {},
       {{area::audit, privilege::view}, {area::desk, privilege::view}}};
  EXPECT_EQ(of(c, area::audit), privilege::view);
  EXPECT_EQ(of(c, area::desk), privilege::modify);
  const auto& a = c.agents.at(ann);
  EXPECT_TRUE(may(c, a, privilege::view, area::audit));
  EXPECT_FALSE(may(c, a, privilege::modify, area::audit));
}

TEST(rights, A1_a_role_that_is_gone_gives_nothing) {
  const auto c = with_roles({role_id{"gone"}});
  for (const auto& [what, name] : names_of<area>) {
    EXPECT_EQ(of(c, what), privilege::none) << name;
  }
}

} // namespace
} // namespace parley
