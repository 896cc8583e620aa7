// The configuration of a company: what is valid, and who sees what (O2-O4, Q1,
// Q3, W5).
#include "actors/domain/company.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

using namespace std::chrono_literals;
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
  auto& f = c.flows[main_flow];
  f.id = main_flow;
  f.first = "queue";
  f.nodes["queue"] = flow::enter_queue{sales, "end", "end"};
  f.nodes["end"] = flow::end{};
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
    {"queues.sales.length_max",
     1,
     10'000,
     [](company& c, long long v) {
       c.queues[sales].waiting.length_max = static_cast<std::size_t>(v);
     }},
    {"queues.sales.announcement.every",
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
                c.flows[main_flow].nodes["queue"]
                  = flow::enter_queue{queue_id{"gone"}, "end", "end"};
              }),
              ElementsAre(HasSubstr("there is no 'gone'")));
}

TEST(company, F1_a_flow_leads_to_queues_for_webchats_and_is_sound) {
  EXPECT_THAT(after([](company& c) {
                c.flows[main_flow].nodes["queue"]
                  = flow::enter_queue{hotline, "end", "end"};
              }),
              ElementsAre(HasSubstr("not a queue for webchats")));
  EXPECT_THAT(after([](company& c) { c.flows[main_flow].first = "gone"; }),
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
  EXPECT_TRUE(sees(a, sales));
  EXPECT_TRUE(serves(a, c.queues.at(sales)));
  a.queues = {hotline};
  EXPECT_FALSE(sees(a, sales));
  EXPECT_FALSE(serves(a, c.queues.at(sales)));
  EXPECT_TRUE(serves(a, c.queues.at(hotline)));
  a.groups.clear();
  EXPECT_TRUE(sees(a, hotline));
  EXPECT_FALSE(serves(a, c.queues.at(hotline)));
}

} // namespace
} // namespace parley
