// What supervisors may see and do, by rights and profiles (A2, L3, Q3).
#include "actors/domain/supervision.hpp"
#include "tests/support/chat_story.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley {
namespace {

using namespace parley::testing;

const agent_id sue{"sue"};

/// Ann in the group north, Bob in south, and Sue with these roles.
company with_sue(std::set<role_id> roles) {
  company c;
  c.groups = {{group_id{"north"}, "North"}, {group_id{"south"}, "South"}};
  for (const auto& id : {sales, support}) {
    c.queues[id].id = id;
  }
  for (const auto& id : {ann, bob, sue}) {
    c.agents[id].id = id;
  }
  c.agents[ann].groups = {{group_id{"north"}, 3}};
  c.agents[bob].groups = {{group_id{"south"}, 3}};
  c.agents[sue].roles = std::move(roles);
  return c;
}

void give_profile(company& c,
                  profile_kind kind,
                  const std::set<std::string>& objects) {
  const profile_id id{std::string{to_string(kind)}};
  c.profiles[id] = {id, id.value, {}, kind, false, objects};
  c.agents[sue].profiles.insert(id);
}

std::string refusal_text(const company& c, supervisor_act act) {
  const auto why = act_refusal(c, c.agents.at(sue), act);
  return why ? std::string{to_string(why->code)} + " " + why->detail : "";
}

TEST(supervision, A2_a_supervisor_may_do_every_act) {
  const auto c = with_sue({role_id{"supervisor"}});
  for (const auto& [act, name] : names_of<supervisor_act>) {
    EXPECT_EQ(refusal_text(c, act), "") << name;
  }
  EXPECT_TRUE(may_supervise(c, c.agents.at(sue)));
}

TEST(supervision, A2_an_agent_may_do_none) {
  const auto c = with_sue({role_id{"agent"}});
  for (const auto& [act, name] : names_of<supervisor_act>) {
    EXPECT_NE(refusal_text(c, act), "") << name;
  }
  EXPECT_FALSE(may_supervise(c, c.agents.at(sue)));
}

TEST(supervision, A2_each_act_is_a_privilege_of_its_own) {
  const std::map<supervisor_act, std::set<area>> needed{
    {supervisor_act::observe, {area::supervision}},
    {supervisor_act::whisper, {area::whisper}},
    {supervisor_act::take_over, {area::take_over, area::desk}},
    {supervisor_act::move, {area::move}},
    {supervisor_act::force_status, {area::force_status}},
    {supervisor_act::force_log_out, {area::force_status}},
  };
  ASSERT_EQ(needed.size(), names_of<supervisor_act>.size());
  for (const auto& [act, areas] : needed) {
    for (const auto& [what, name] : names_of<area>) {
      // All but one.
      auto c = with_sue({role_id{"some"}});
      auto& role = c.roles[role_id{"some"}];
      for (const auto& [other, unused] : names_of<area>) {
        if (other != what) {
          role.privileges[other] = privilege::modify;
        }
      }
      EXPECT_EQ(refusal_text(c, act),
                areas.contains(what) ? "not_permitted " + std::string{name}
                                     : "")
        << to_string(act);
    }
  }
}

TEST(supervision, A2_an_administrator_without_a_desk_takes_nothing_over) {
  const auto c = with_sue({role_id{"administrator"}});
  EXPECT_EQ(refusal_text(c, supervisor_act::take_over), "not_permitted desk");
  EXPECT_EQ(refusal_text(c, supervisor_act::move), "");
}

TEST(supervision,
     Q3_a_chat_is_shown_by_its_queue_and_before_it_by_its_service) {
  auto c = with_sue({role_id{"supervisor"}});
  const auto in_flow = chat_story{}.state();
  const auto waiting = chat_story{}.waits().state();
  const auto& me = c.agents[sue];
  EXPECT_TRUE(shows_chat(c, me, in_flow));
  EXPECT_TRUE(shows_chat(c, me, waiting));
  give_profile(c, profile_kind::queues, {"support"});
  EXPECT_TRUE(shows_chat(c, me, in_flow));
  EXPECT_FALSE(shows_chat(c, me, waiting));
  give_profile(c, profile_kind::services, {"other"});
  EXPECT_FALSE(shows_chat(c, me, in_flow));
  give_profile(c, profile_kind::services, {in_flow.service.value});
  EXPECT_TRUE(shows_chat(c, me, in_flow));
}

TEST(supervision, Q3_an_agent_is_shown_by_the_profiles_for_users_and_groups) {
  auto c = with_sue({role_id{"supervisor"}});
  const auto& me = c.agents[sue];
  EXPECT_TRUE(shows_agent(c, me, ann));
  EXPECT_FALSE(shows_agent(c, me, agent_id{"nobody"}));
  give_profile(c, profile_kind::groups, {"south"});
  EXPECT_FALSE(shows_agent(c, me, ann));
  EXPECT_TRUE(shows_agent(c, me, bob));
  give_profile(c, profile_kind::users, {"ann"});
  EXPECT_FALSE(shows_agent(c, me, ann));
  EXPECT_FALSE(shows_agent(c, me, bob));
}

TEST(supervision, A1_privileges_have_names_for_the_desk) {
  const auto c = with_sue({role_id{"supervisor"}});
  const auto names = privilege_names(c, c.agents.at(sue));
  const auto has = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  EXPECT_TRUE(has("desk:modify"));
  EXPECT_TRUE(has("supervision:modify"));
  EXPECT_TRUE(has("figures:view"));
  EXPECT_FALSE(has("audit:view"));
  EXPECT_FALSE(has("audit:none"));
}

} // namespace
} // namespace parley
