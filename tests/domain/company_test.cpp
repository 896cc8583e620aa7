// The configuration of a company: what is valid, and who sees what (O2-O4, Q1,
// Q3, W5).
#include "actors/domain/company.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const group_id team{"team"};
const queue_id sales{"sales"};
const queue_id hotline{"hotline"};
const agent_id ann{"ann"};
const service_id web{"web"};
const flow_id main_flow{"main"};
const classification_id sale{"sale"};

company example() {
  company c;
  c.id = company_id{"acme"};
  c.name = "Acme";
  c.groups[team] = "Team";
  c.classifications[sale] = {sale, "Sale"};
  c.break_reasons[break_reason_id{"lunch"}]
    = {break_reason_id{"lunch"}, "Lunch", false, true};
  auto& q = c.queues[sales];
  q.id = sales;
  q.name = "Sales";
  q.groups = {team};
  q.policy.classifications = {sale};
  auto& calls = c.queues[hotline];
  calls.id = hotline;
  calls.name = "Hotline";
  calls.channel = channel::call;
  calls.groups = {team};
  auto& a = c.agents[ann];
  a.id = ann;
  a.login = "ann";
  a.name = "Ann Archer";
  a.groups = {{team, 3}};
  flow::graph g;
  g.first = "queue";
  g.nodes["queue"] = flow::enter_queue{sales, "end", "end"};
  g.nodes["end"] = flow::end{};
  c.flows[main_flow] = published_flow(main_flow, "Main", std::move(g));
  auto& s = c.services[web];
  s.id = web;
  s.name = "Website";
  s.token = "tok-1";
  s.flow = main_flow;
  s.origins = {"https://www.example.com", "http://localhost:8080"};
  return c;
}

/// What `validate` says after a change.
template <class Change>
std::vector<std::string> after(Change change) {
  auto c = example();
  change(c);
  return validate(c);
}

flow::graph& graph_of(company& c) {
  return c.flows[main_flow].versions.back().what;
}

TEST(company, a_sound_one_is_valid) {
  EXPECT_THAT(validate(example()), IsEmpty());
}

TEST(company, O4_names_have_1_to_100_characters) {
  const auto named = [](const std::string& name) {
    return after([&](company& c) { c.queues[sales].name = name; });
  };
  EXPECT_THAT(named("\u00E9"), IsEmpty());
  EXPECT_THAT(named(std::string(100, 'n')), IsEmpty());
  EXPECT_THAT(named(std::string(101, 'n')),
              ElementsAre(HasSubstr("queues.sales.name")));
  EXPECT_THAT(named(""), ElementsAre(HasSubstr("queues.sales.name")));
  EXPECT_THAT(named(" "), ElementsAre(HasSubstr("queues.sales.name")));
}

TEST(company, O4_names_are_unique_per_type) {
  EXPECT_THAT(after([](company& c) { c.queues[hotline].name = "Sales"; }),
              ElementsAre(HasSubstr("used twice")));
  EXPECT_THAT(after([](company& c) {
                auto other = c.agents[ann];
                other.id = agent_id{"bob"};
                c.agents[other.id] = other;
              }),
              ElementsAre(HasSubstr("used twice")));
  EXPECT_THAT(after([](company& c) { c.agents[ann].name = "Sales"; }),
              IsEmpty());
}

TEST(company, O2_a_token_names_one_service) {
  auto c = example();
  auto other = c.services[web];
  other.id = service_id{"other"};
  other.name = "Other";
  c.services[other.id] = other;
  EXPECT_THAT(validate(c), ElementsAre(HasSubstr("used twice")));
  c.services[other.id].token = "tok-2";
  EXPECT_THAT(validate(c), IsEmpty());
  EXPECT_EQ(service_of(c, "tok-2")->id, other.id);
  EXPECT_EQ(service_of(c, "tok-1")->id, web);
  EXPECT_EQ(service_of(c, "tok-3"), nullptr);
  EXPECT_EQ(service_of(c, ""), nullptr);
}

TEST(company, W5_an_origin_is_written_as_browsers_send_it) {
  for (const auto* wrong : {"www.example.com",
                            "https://www.example.com/",
                            "https://",
                            "https://Example.com",
                            "ftp://example.com",
                            "https://*.example.com"}) {
    EXPECT_THAT(after([&](company& c) { c.services[web].origins = {wrong}; }),
                ElementsAre(HasSubstr("services.web.origins")))
      << wrong;
  }
}

TEST(company, O3_a_queue_is_served_by_one_to_five_known_groups) {
  const auto groups = [](std::size_t n) {
    return after([n](company& c) {
      c.queues[sales].groups.clear();
      for (std::size_t i = 0; i < n; ++i) {
        const group_id g{"g" + std::to_string(i)};
        c.groups[g] = g.value;
        c.queues[sales].groups.push_back(g);
      }
    });
  };
  EXPECT_THAT(groups(0), ElementsAre(HasSubstr("groups")));
  EXPECT_THAT(groups(5), IsEmpty());
  EXPECT_THAT(groups(6), ElementsAre(HasSubstr("groups")));
  EXPECT_THAT(after([](company& c) {
                c.queues[sales].groups = {team, team};
              }),
              ElementsAre(HasSubstr("twice")));
  EXPECT_THAT(
    after([](company& c) { c.queues[sales].groups = {group_id{"gone"}}; }),
    ElementsAre(HasSubstr("there is no 'gone'")));
}

/// The condition under which a second group serves the sales queue.
overflow& overflow_of(company& c) {
  const group_id extra{"extra"};
  c.groups[extra] = "Extra";
  c.queues[sales].groups = {team, extra};
  return c.queues[sales].overflows[extra];
}

/// A number of the company, its bounds, and where it stands.
struct bound {
  std::string path;
  long long low;
  long long high;
  void (*set)(company&, long long);
};

TEST(company, Q1_P4_every_number_is_refused_beyond_its_bounds) {
  const std::vector<bound> bounds{
    {"webchats_per_agent_max",
     1,
     25,
     [](company& c, long long v) {
       c.webchats_per_agent_max = static_cast<int>(v);
     }},
    {"queues.sales.webchats_per_agent_max",
     1,
     25,
     [](company& c, long long v) {
       c.queues[sales].webchats_per_agent_max = static_cast<int>(v);
     }},
    {"agents.ann.webchats_max",
     1,
     25,
     [](company& c, long long v) {
       c.agents[ann].webchats_max = static_cast<int>(v);
     }},
    {"agents.ann.groups.team",
     1,
     5,
     [](company& c, long long v) {
       c.agents[ann].groups[team] = static_cast<int>(v);
     }},
    {"queues.sales.weight",
     0,
     100,
     [](company& c, long long v) {
       c.queues[sales].weight = static_cast<int>(v);
     }},
    {"queues.sales.keep_conversations_days",
     1,
     36'500,
     [](company& c, long long v) {
       c.queues[sales].keep_conversations_days = static_cast<int>(v);
     }},
    {"queues.sales.waiting.length_max",
     1,
     10'000,
     [](company& c, long long v) {
       c.queues[sales].waiting.length_max = static_cast<std::size_t>(v);
     }},
    {"queues.sales.waiting.announcement.every",
     10'000,
     3'600'000,
     [](company& c, long long v) {
       c.queues[sales].waiting.announcement
         = queue::announcement{"<position>", duration{v}};
     }},
    {"queues.sales.policy.wrapup_time",
     1'000,
     3'600'000,
     [](company& c, long long v) {
       c.queues[sales].policy.wrapup_time = duration{v};
     }},
    {"queues.sales.policy.extension_time",
     1'000,
     3'600'000,
     [](company& c, long long v) {
       c.queues[sales].policy.extension_time = duration{v};
     }},
    {"queues.sales.policy.extensions",
     0,
     99,
     [](company& c, long long v) {
       c.queues[sales].policy.extensions = static_cast<int>(v);
     }},
    {"queues.sales.policy.alert_timeout",
     5'000,
     600'000,
     [](company& c, long long v) {
       c.queues[sales].policy.alert_timeout = duration{v};
     }},
    {"queues.sales.policy.queue_timeout",
     1'000,
     86'400'000,
     [](company& c, long long v) {
       c.queues[sales].policy.queue_timeout = duration{v};
     }},
    {"queues.hotline.call_wrapup",
     0,
     3'600'000,
     [](company& c, long long v) {
       c.queues[hotline].call_wrapup = duration{v};
     }},
    {"queues.sales.policy.inactivity_timeout",
     30'000,
     86'400'000,
     [](company& c, long long v) {
       c.queues[sales].policy.inactivity_timeout = duration{v};
     }},
    {"queues.sales.overflows.extra.length_over",
     0,
     10'000,
     [](company& c, long long v) {
       overflow_of(c).length_over = static_cast<int>(v);
     }},
    {"queues.sales.overflows.extra.longest_wait_over",
     0,
     86'400'000,
     [](company& c, long long v) {
       overflow_of(c).longest_wait_over = duration{v};
     }},
    {"queues.sales.overflows.extra.expected_wait_over",
     0,
     86'400'000,
     [](company& c, long long v) {
       overflow_of(c).expected_wait_over = duration{v};
     }},
    {"cool_down",
     0,
     3'600'000,
     [](company& c, long long v) {
       c.cool_down = duration{v};
     }},
    {"agent_grace",
     0,
     3'600'000,
     [](company& c, long long v) {
       c.agent_grace = duration{v};
     }},
    {"customer_grace",
     0,
     600'000,
     [](company& c, long long v) {
       c.customer_grace = duration{v};
     }},
    {"weights.multiplier",
     0,
     86'400'000,
     [](company& c, long long v) {
       c.weights.multiplier = duration{v};
     }},
    {"weights.priority",
     0,
     100,
     [](company& c, long long v) {
       c.weights.priority[0] = static_cast<int>(v);
     }},
  };
  for (const auto& b : bounds) {
    const auto at = [&](long long value) {
      return after([&](company& c) { b.set(c, value); });
    };
    EXPECT_THAT(at(b.low), IsEmpty()) << b.path;
    EXPECT_THAT(at(b.high), IsEmpty()) << b.path;
    EXPECT_THAT(at(b.low - 1), ElementsAre(HasSubstr(b.path)));
    EXPECT_THAT(at(b.high + 1), ElementsAre(HasSubstr(b.path)));
  }
}

TEST(company, N1_an_announcement_tells_position_or_time_not_both) {
  const auto text = [](const std::string& t) {
    return after([&](company& c) {
      c.queues[sales].waiting.announcement = queue::announcement{t, {}};
    });
  };
  EXPECT_THAT(text("Number <position>."), IsEmpty());
  EXPECT_THAT(text("About <time> minutes."), IsEmpty());
  EXPECT_THAT(text("<position>, <time>"), ElementsAre(HasSubstr("not both")));
  EXPECT_THAT(text(""), ElementsAre(HasSubstr("1-4000")));
}

TEST(company, N1_a_condition_is_in_range_and_can_be_fulfilled) {
  const auto wanted = [](std::optional<int> low, std::optional<int> high) {
    return after([&](company& c) {
      c.queues[sales].waiting.announcement = queue::announcement{
        "<position>", {}, queue::announcement::bounds{low, high}};
    });
  };
  EXPECT_THAT(wanted(0, 10'000), IsEmpty());
  EXPECT_THAT(wanted({}, {}), IsEmpty());
  EXPECT_THAT(wanted(7, 7), IsEmpty());
  EXPECT_THAT(wanted(-1, {}), ElementsAre(HasSubstr("condition.at_least")));
  EXPECT_THAT(wanted({}, 10'001), ElementsAre(HasSubstr("condition.at_most")));
  EXPECT_THAT(wanted(8, 7), ElementsAre(HasSubstr("never fulfilled")));
}

TEST(company, O3_only_a_further_group_has_conditions_and_at_least_one) {
  EXPECT_THAT(after([](company& c) { overflow_of(c).length_over = 3; }),
              IsEmpty());
  EXPECT_THAT(after([](company& c) { overflow_of(c); }),
              ElementsAre(HasSubstr("needs a condition")));
  EXPECT_THAT(
    after([](company& c) { c.queues[sales].overflows[team].length_over = 3; }),
    ElementsAre(HasSubstr("the first group always serves")));
  EXPECT_THAT(after([](company& c) {
                c.queues[sales].overflows[group_id{"other"}].length_over = 3;
              }),
              ElementsAre(HasSubstr("is no group of the queue")));
}

TEST(company, Q1_a_description_has_0_to_250_characters) {
  const auto described = [](std::size_t n) {
    return after(
      [n](company& c) { c.queues[sales].description = std::string(n, 'd'); });
  };
  EXPECT_THAT(described(0), IsEmpty());
  EXPECT_THAT(described(250), IsEmpty());
  EXPECT_THAT(described(251),
              ElementsAre(HasSubstr("queues.sales.description")));
}

TEST(company, Q1_I6_lines_of_a_queue_may_be_empty_and_have_a_limit) {
  EXPECT_THAT(after([](company& c) {
                auto& p = c.queues[sales].policy;
                p.inactivity_warning = std::string(4000, 'w');
                p.interruption_notice = std::string(4000, 'n');
              }),
              IsEmpty());
  EXPECT_THAT(after([](company& c) {
                c.queues[sales].policy.inactivity_warning.clear();
              }),
              IsEmpty());
  EXPECT_THAT(after([](company& c) {
                c.queues[sales].policy.inactivity_warning
                  = std::string(4001, 'w');
              }),
              ElementsAre(HasSubstr("inactivity_warning")));
  EXPECT_THAT(after([](company& c) {
                c.queues[sales].policy.interruption_notice
                  = std::string(4001, 'n');
              }),
              ElementsAre(HasSubstr("interruption_notice")));
}

TEST(company, Q1_all_five_modes_of_wrapup_are_valid) {
  for (const auto& [mode, name] : names_of<wrapup_mode>) {
    EXPECT_THAT(
      after([m = mode](company& c) { c.queues[sales].policy.mode = m; }),
      IsEmpty())
      << name;
  }
  EXPECT_EQ(names_of<wrapup_mode>.size(), 5U);
}

TEST(company, P5_calls_are_always_allocated) {
  EXPECT_THAT(after([](company& c) {
                c.channels[channel::webchat] = {true, false};
                c.channels[channel::call].exclusive = true;
              }),
              IsEmpty());
  EXPECT_THAT(
    after([](company& c) { c.channels[channel::call].automatic = false; }),
    ElementsAre(HasSubstr("calls are always allocated")));
}

TEST(company, I8_a_matrix_has_each_pair_once_and_spares_calls) {
  const auto matrix = [](std::vector<interruption> all) {
    return after([&](company& c) { c.interruptions = std::move(all); });
  };
  using enum channel;
  const auto park = interrupted_item::park;
  EXPECT_THAT(matrix({}), IsEmpty());
  EXPECT_THAT(matrix({{call, webchat, park}, {webchat, work_item, park}}),
              IsEmpty());
  EXPECT_THAT(matrix({{webchat, call, park}}),
              ElementsAre(HasSubstr("never interrupted")));
  EXPECT_THAT(matrix({{email, email, park}}),
              ElementsAre(HasSubstr("does not interrupt itself")));
  EXPECT_THAT(
    matrix({{call, webchat, park}, {call, webchat, interrupted_item::requeue}}),
    ElementsAre(HasSubstr("used twice")));
}

TEST(company, I7_I8_the_rules_of_an_agent_are_the_companys_and_its_own) {
  auto c = example();
  c.channels[channel::webchat].exclusive = true;
  c.channels[channel::email].automatic = false;
  c.interruptions = {};
  c.agents[ann].channels = std::set{channel::webchat};
  const auto rules = rules_of(c, c.agents[ann]);
  EXPECT_EQ(rules.exclusive, std::set{channel::webchat});
  EXPECT_TRUE(rules.serves(channel::webchat));
  EXPECT_FALSE(rules.serves(channel::call));
  EXPECT_FALSE(rules.interrupts(channel::call, channel::webchat));
  EXPECT_FALSE(settings_of(c, channel::email).automatic);
  EXPECT_TRUE(settings_of(c, channel::work_item).automatic);
}

TEST(company, B2_the_overtaking_times_are_those_of_its_queues) {
  auto c = example();
  c.queues[hotline].weight = 10;
  const auto table = overtaking_times(c);
  ASSERT_EQ(table.size(), 2U);
  EXPECT_EQ(table[0].upper, duration{0});
  EXPECT_EQ(table[1].a, channel::webchat);
  EXPECT_EQ(table[1].lower, duration{300s});
  EXPECT_EQ(table[1].upper, duration{300s});
}

TEST(company, everything_that_is_named_must_exist) {
  EXPECT_THAT(after([](company& c) {
                c.agents[ann].groups = {{group_id{"gone"}, 1}};
              }),
              ElementsAre(HasSubstr("there is no 'gone'")));
  EXPECT_THAT(
    after([](company& c) { c.agents[ann].queues = {queue_id{"gone"}}; }),
    ElementsAre(HasSubstr("there is no 'gone'")));
  EXPECT_THAT(after([](company& c) { c.classifications.clear(); }),
              ElementsAre(HasSubstr("there is no 'sale'")));
  EXPECT_THAT(after([](company& c) { c.services[web].flow = flow_id{"gone"}; }),
              ElementsAre(HasSubstr("there is no 'gone'")));
  EXPECT_THAT(after([](company& c) {
                graph_of(c).nodes["queue"]
                  = flow::enter_queue{queue_id{"gone"}, "end", "end"};
              }),
              ElementsAre(HasSubstr("there is no 'gone'")));
}

/// A company whose flow asks its services for a queue and a greeting.
void asks_services(company& c) {
  auto& g = graph_of(c);
  g.values
    = {{"desk", "Queues", "Where to wait", flow::value_kind::queue, true},
       {"greeting", "Texts", "", flow::value_kind::text, false, {"Hi"}}};
  g.nodes["queue"] = flow::enter_queue{queue_id{"<desk>"}, "end", "end"};
}

TEST(company, F3_a_service_fills_in_what_its_flow_asks_for) {
  EXPECT_THAT(after([](company& c) { asks_services(c); }),
              Contains("services.web.values: desk: is required"));
  const auto with = [](flow::variables values) {
    return after([&](company& c) {
      asks_services(c);
      c.services[web].values = std::move(values);
    });
  };
  EXPECT_THAT(with({{"desk", "sales"}}), IsEmpty());
  EXPECT_THAT(with({{"desk", "gone"}}),
              ElementsAre("services.web.values.desk: there is no 'gone'"));
  EXPECT_THAT(with({{"desk", "hotline"}}),
              ElementsAre(HasSubstr("not a queue of channel webchat")));
  EXPECT_THAT(with({{"desk", "sales"}, {"greeting", "Hello"}}),
              ElementsAre(HasSubstr("'Hello' is not one of the choices")));
}

TEST(company, F1_a_draft_may_have_faults_but_not_be_too_large) {
  EXPECT_THAT(after([](company& c) {
                c.flows[main_flow].draft.emplace().first = "gone";
              }),
              IsEmpty());
  EXPECT_THAT(after([](company& c) {
                auto& draft = c.flows[main_flow].draft.emplace();
                for (std::size_t i = 0; i <= limits::flow_nodes_max; ++i) {
                  draft.nodes["n" + std::to_string(i)] = flow::end{};
                }
              }),
              ElementsAre(HasSubstr("flows.main.draft: nodes: has more")));
}

TEST(company, F1_F3_flows_versions_and_values_have_bounds) {
  const auto versions = [](std::size_t n) {
    return after([n](company& c) {
      auto& all = c.flows[main_flow].versions;
      const auto sound = all.back();
      all.assign(n, sound);
      for (std::size_t i = 0; i < n; ++i) {
        all[i].version = i + 1;
      }
    });
  };
  EXPECT_THAT(versions(limits::flow_versions_max), IsEmpty());
  EXPECT_THAT(versions(limits::flow_versions_max + 1),
              ElementsAre("flows.main.versions: has too many"));
  const auto flows = [](std::size_t n) {
    return after([n](company& c) {
      const auto sound = c.flows[main_flow];
      for (std::size_t i = c.flows.size(); i < n; ++i) {
        const flow_id id{"f" + std::to_string(i)};
        c.flows[id] = sound;
        c.flows[id].id = id;
        c.flows[id].name = id.value;
      }
    });
  };
  EXPECT_THAT(flows(limits::flows_max), IsEmpty());
  EXPECT_THAT(flows(limits::flows_max + 1),
              ElementsAre("flows: has more than 500"));
  const auto values = [](std::size_t n) {
    return after([n](company& c) {
      for (std::size_t i = 0; i < n; ++i) {
        c.services[web].values["v" + std::to_string(i)] = "x";
      }
    });
  };
  EXPECT_THAT(values(limits::flow_values_max), IsEmpty());
  EXPECT_THAT(values(limits::flow_values_max + 1),
              ElementsAre("services.web.values: has too many"));
}

TEST(company, F1_a_flow_leads_to_queues_for_webchats_and_is_sound) {
  EXPECT_THAT(
    after([](company& c) {
      graph_of(c).nodes["queue"] = flow::enter_queue{hotline, "end", "end"};
    }),
    ElementsAre(HasSubstr("not a queue of channel webchat")));
  EXPECT_THAT(after([](company& c) { graph_of(c).first = "gone"; }),
              ElementsAre(HasSubstr("flows.main")));
}

TEST(company, keys_are_ids_and_the_same_inside) {
  EXPECT_THAT(after([](company& c) { c.queues[sales].id = queue_id{"x"}; }),
              ElementsAre(HasSubstr("has the id 'x'")));
  EXPECT_THAT(after([](company& c) { c.id = company_id{"a/b"}; }),
              ElementsAre(HasSubstr("is not an id")));
  EXPECT_THAT(after([](company& c) { c.services[web].token = ""; }),
              ElementsAre(HasSubstr("token")));
}

TEST(company, Q3_a_profile_says_which_queues_an_agent_sees) {
  const auto c = example();
  auto a = c.agents.at(ann);
  EXPECT_TRUE(sees(c, a, sales));
  EXPECT_TRUE(serves(c, a, c.queues.at(sales)));
  a.queues = {hotline};
  EXPECT_FALSE(sees(c, a, sales));
  EXPECT_FALSE(serves(c, a, c.queues.at(sales)));
  EXPECT_TRUE(serves(c, a, c.queues.at(hotline)));
  a.groups.clear();
  EXPECT_TRUE(sees(c, a, hotline));
  EXPECT_FALSE(serves(c, a, c.queues.at(hotline)));
}

const profile_id shown{"shown"};

company with_profile(profile_kind kind, std::set<std::string> objects) {
  auto c = example();
  c.profiles[shown] = {shown, "Shown", {}, kind, false, std::move(objects)};
  c.agents.at(ann).profiles = {shown};
  return c;
}

TEST(company, Q3_a_named_profile_narrows_what_a_user_sees) {
  auto c = with_profile(profile_kind::queues, {"hotline"});
  EXPECT_THAT(validate(c), IsEmpty());
  const auto& a = c.agents.at(ann);
  EXPECT_FALSE(sees(c, a, sales));
  EXPECT_TRUE(sees(c, a, hotline));
  EXPECT_EQ(visible_queues(c, a), std::set{hotline});
  c.profiles.at(shown).all = true;
  EXPECT_TRUE(sees(c, a, sales));
  EXPECT_EQ(visible_queues(c, a), std::nullopt);
  // A profile of another kind says nothing about queues.
  c = with_profile(profile_kind::groups, {"team"});
  EXPECT_TRUE(sees(c, c.agents.at(ann), sales));
}

TEST(company, A1_roles_and_profiles_of_a_user_exist) {
  EXPECT_THAT(
    after([](company& c) { c.agents.at(ann).roles = {role_id{"supervisor"}}; }),
    IsEmpty());
  EXPECT_THAT(
    after([](company& c) { c.agents.at(ann).roles = {role_id{"king"}}; }),
    ElementsAre(HasSubstr("agents.ann.roles: there is no 'king'")));
  EXPECT_THAT(
    after([](company& c) { c.agents.at(ann).profiles = {profile_id{"x"}}; }),
    ElementsAre(HasSubstr("agents.ann.profiles: there is no 'x'")));
}

TEST(company, A1_a_user_has_one_profile_of_a_kind) {
  auto c = with_profile(profile_kind::queues, {});
  const profile_id second{"second"};
  c.profiles[second] = {second, "Second", {}, profile_kind::queues, true, {}};
  c.agents.at(ann).profiles.insert(second);
  EXPECT_THAT(validate(c), ElementsAre(HasSubstr("names two of a kind")));
}

TEST(company, A1_built_in_roles_are_not_replaced) {
  EXPECT_THAT(after([](company& c) {
                const role_id agent{"agent"};
                c.roles[agent] = {agent, "Mine", {}, {}};
              }),
              ElementsAre(HasSubstr("roles.agent: is built in")));
}

TEST(company, Q3_a_profile_lists_what_exists) {
  EXPECT_THAT(validate(with_profile(profile_kind::users, {"ann", "gone"})),
              ElementsAre(HasSubstr("there is no 'gone'")));
}

company with_block(text_block_scope scope, const std::string& owner) {
  auto c = example();
  const text_block_id hello{"hello"};
  c.text_blocks[hello] = {hello, "hello", "Hello <customer>!", scope, owner};
  return c;
}

TEST(company, X1_a_text_block_belongs_to_what_its_scope_says) {
  EXPECT_THAT(validate(with_block(text_block_scope::company, "")), IsEmpty());
  EXPECT_THAT(validate(with_block(text_block_scope::group, "team")), IsEmpty());
  EXPECT_THAT(validate(with_block(text_block_scope::queue, "sales")),
              IsEmpty());
  EXPECT_THAT(validate(with_block(text_block_scope::personal, "ann")),
              IsEmpty());
  EXPECT_THAT(validate(with_block(text_block_scope::personal, "gone")),
              ElementsAre(HasSubstr("there is no 'gone'")));
  EXPECT_THAT(validate(with_block(text_block_scope::company, "ann")),
              ElementsAre(HasSubstr("belongs to nobody")));
}

TEST(company, X1_a_text_block_has_at_most_4000_characters) {
  auto c = with_block(text_block_scope::company, "");
  auto& text = c.text_blocks.begin()->second.text;
  text = std::string(limits::text_characters_max, 'x');
  EXPECT_THAT(validate(c), IsEmpty());
  text += 'x';
  EXPECT_THAT(validate(c), ElementsAre(HasSubstr("1-4000")));
}

company with_script(std::size_t sections, std::size_t questions) {
  auto c = example();
  script_config s;
  s.id = script_id{"order"};
  s.name = "Order";
  script_config::section one{"Section", "", {}};
  one.questions.assign(questions, {"Number", "Which order?", false, {}});
  s.sections.assign(sections, one);
  c.scripts[s.id] = s;
  return c;
}

TEST(company, X1_a_script_is_bounded) {
  EXPECT_THAT(validate(with_script(limits::script_sections_max, 1)), IsEmpty());
  EXPECT_THAT(validate(with_script(limits::script_sections_max + 1, 1)),
              ElementsAre(HasSubstr("1-50 sections")));
  EXPECT_THAT(validate(with_script(0, 0)),
              ElementsAre(HasSubstr("1-50 sections")));
  EXPECT_THAT(validate(with_script(1, limits::script_questions_max)),
              IsEmpty());
  EXPECT_THAT(validate(with_script(1, limits::script_questions_max + 1)),
              ElementsAre(HasSubstr("0-50 questions")));
  auto c = with_script(1, 1);
  auto& q = c.scripts.begin()->second.sections.front().questions.front();
  q.choices.assign(limits::script_choices_max, "yes");
  EXPECT_THAT(validate(c), IsEmpty());
  q.choices.emplace_back("no");
  EXPECT_THAT(validate(c), ElementsAre(HasSubstr("0-50 choices")));
}

TEST(company, O4_a_description_has_at_most_250_characters) {
  auto c = with_profile(profile_kind::queues, {});
  auto& text = c.profiles.at(shown).description;
  text = std::string(limits::description_characters_max, 'x');
  EXPECT_THAT(validate(c), IsEmpty());
  text += 'x';
  EXPECT_THAT(validate(c), ElementsAre(HasSubstr("0-250")));
}

// --- K1. ---------------------------------------------------------------------

/// What is wrong with the KPIs of a queue after a change.
template <class Change>
std::vector<std::string> with_kpis(Change change) {
  return after([&](company& c) { change(c.queues[sales].kpis); });
}

TEST(company, K1_a_window_has_1_to_180_whole_minutes) {
  const auto window = [](duration d) {
    return with_kpis([d](kpi_settings& k) { k.window = d; });
  };
  EXPECT_THAT(window(1min), IsEmpty());
  EXPECT_THAT(window(180min), IsEmpty());
  for (const duration wrong : {duration{0min}, {181min}, {90s}}) {
    EXPECT_THAT(window(wrong), ElementsAre(HasSubstr("kpis.window")))
      << wrong.count();
  }
}

TEST(company, K1_targets_are_times_from_a_second_to_a_day) {
  const auto targets = [](duration d) {
    return with_kpis([d](kpi_settings& k) {
      k.answer_target = d;
      k.chat_time_target = d;
      k.response_target = d;
    });
  };
  EXPECT_THAT(targets(1s), IsEmpty());
  EXPECT_THAT(targets(24h), IsEmpty());
  const auto all = ElementsAre(HasSubstr("answer_target"),
                               HasSubstr("chat_time_target"),
                               HasSubstr("response_target"));
  EXPECT_THAT(targets(999ms), all);
  EXPECT_THAT(targets(24h + 1ms), all);
}

TEST(company, K1_thresholds_are_percentages) {
  const auto thresholds = [](int percent) {
    return with_kpis([percent](kpi_settings& k) {
      k.service_level_min = percent;
      k.availability_min = percent;
      k.queue_fill_max = percent;
    });
  };
  EXPECT_THAT(thresholds(0), IsEmpty());
  EXPECT_THAT(thresholds(100), IsEmpty());
  const auto all = ElementsAre(HasSubstr("service_level_min"),
                               HasSubstr("availability_min"),
                               HasSubstr("queue_fill_max"));
  EXPECT_THAT(thresholds(-1), all);
  EXPECT_THAT(thresholds(101), all);
}

TEST(company, K1_minimum_agents_and_alert_period_have_bounds) {
  const auto agents = [](int n) {
    return with_kpis([n](kpi_settings& k) { k.agents_min = n; });
  };
  EXPECT_THAT(agents(0), IsEmpty());
  EXPECT_THAT(agents(1000), IsEmpty());
  EXPECT_THAT(agents(-1), ElementsAre(HasSubstr("kpis.agents_min")));
  EXPECT_THAT(agents(1001), ElementsAre(HasSubstr("kpis.agents_min")));
  const auto period = [](duration d) {
    return with_kpis([d](kpi_settings& k) { k.alert_period = d; });
  };
  EXPECT_THAT(period(1min), IsEmpty());
  EXPECT_THAT(period(24h), IsEmpty());
  EXPECT_THAT(period(1min - 1ms), ElementsAre(HasSubstr("alert_period")));
  EXPECT_THAT(period(24h + 1ms), ElementsAre(HasSubstr("alert_period")));
}

} // namespace
} // namespace parley
