// The interpreter of flows (F1) and what may not be published.
#include "actors/domain/flow_text.hpp"
#include "tests/domain/flow_told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace parley::flow {
namespace {

using namespace std::chrono_literals;

/// greet -> queue -> (full: sorry, late: patience -> queue) -> end
graph example() {
  graph g;
  g.first = "greet";
  g.nodes["greet"] = say{"Welcome!", "queue"};
  g.nodes["queue"] = enter_queue{queue_id{"sales"}, "sorry", "patience"};
  g.nodes["sorry"] = say{"Nobody is there.", "end"};
  g.nodes["patience"] = say{"Please wait a little longer.", "queue"};
  g.nodes["end"] = end{};
  return g;
}

TEST(flow, F1_goes_on_until_something_must_be_waited_for) {
  EXPECT_EQ(told(step(example(), {"greet"}, begun{}, nothing_known())),
            "say(Welcome!) ask(sales at queue)");
}

TEST(flow, Q2_a_queue_that_refuses_takes_its_branch) {
  EXPECT_EQ(
    told(step(example(), {"queue"}, refused_by_queue{}, nothing_known())),
    "say(Nobody is there.) finish");
}

TEST(flow, Q1_a_queue_timeout_takes_its_branch) {
  EXPECT_EQ(told(step(example(), {"queue"}, timed_out{}, nothing_known())),
            "say(Please wait a little longer.) ask(sales at queue)");
}

TEST(flow, F1_a_failure_at_run_time_apologises_and_ends) {
  auto g = example();
  const auto sorry = "say(" + std::string{apology} + ") fail";
  EXPECT_EQ(told(step(g, {"nowhere"}, begun{}, nothing_known())), sorry);
  g.nodes["greet"] = say{"Welcome!", "nowhere"};
  EXPECT_EQ(told(step(g, {"greet"}, begun{}, nothing_known())),
            "say(Welcome!) " + sorry);
  EXPECT_EQ(told(step(g, {"greet"}, timed_out{}, nothing_known())), sorry);
}

TEST(flow, F1_can_never_spin) {
  graph g;
  g.nodes["a"] = say{"x", "b"};
  g.nodes["b"] = say{"y", "a"};
  const auto effects = step(g, {"a"}, begun{}, nothing_known());
  EXPECT_EQ(effects.size(), limits::flow_steps_max + 2U);
  EXPECT_TRUE(std::holds_alternative<finish>(effects.back()));
}

TEST(flow, F1_a_chain_of_the_greatest_length_is_walked_whole) {
  graph g;
  for (int i = 0; i < limits::flow_steps_max - 1; ++i) {
    g.nodes[std::to_string(i)] = say{"x", std::to_string(i + 1)};
  }
  g.nodes[std::to_string(limits::flow_steps_max - 1)] = end{};
  EXPECT_EQ(step(g, {"0"}, begun{}, nothing_known()).size(),
            static_cast<std::size_t>(limits::flow_steps_max));
}

TEST(flow, F1_a_sound_flow_may_be_published) {
  EXPECT_TRUE(validate(example()).empty());
}

/// How many sentences the change makes `validate` say.
template <class Change>
std::size_t faults(Change change) {
  auto g = example();
  change(g);
  return validate(g).size();
}

TEST(flow, F1_what_is_incomplete_cannot_be_published) {
  EXPECT_EQ(faults([](graph& g) { g.first = "nowhere"; }), 1U);
  EXPECT_EQ(faults([](graph& g) { g.nodes["greet"] = say{"", "queue"}; }), 1U);
  EXPECT_EQ(faults([](graph& g) {
              g.nodes["greet"] = say{" \n", "queue"};
            }),
            1U);
  EXPECT_EQ(faults([](graph& g) { g.nodes["greet"] = say{"x", ""}; }), 1U);
  EXPECT_EQ(faults([](graph& g) {
              g.nodes["queue"] = enter_queue{queue_id{}, "end", "end"};
            }),
            1U);
  EXPECT_EQ(faults([](graph& g) {
              g.nodes["queue"] = enter_queue{queue_id{"sales"}, "", "gone"};
            }),
            2U);
}

TEST(flow, W7_a_line_has_at_most_4000_characters) {
  const auto with = [](std::size_t characters) {
    return faults([&](graph& g) {
      g.nodes["greet"] = say{std::string(characters, 'x'), "queue"};
    });
  };
  EXPECT_EQ(with(4000), 0U);
  EXPECT_EQ(with(4001), 1U);
}

TEST(flow, F1_a_circle_without_waiting_cannot_be_published) {
  // sorry -> queue -> (full) -> sorry: a full queue would be asked for ever.
  EXPECT_EQ(faults([](graph& g) {
              g.nodes["sorry"] = say{"Full.", "queue"};
            }),
            2U);
  EXPECT_EQ(faults([](graph& g) { g.nodes["greet"] = say{"x", "greet"}; }), 1U);
}

// ---------------------------------------------------------------------------
// F2: each node and each of its branches.

/// A graph with `n` as its first node and an end for each of its branches.
graph around_node(node n) {
  graph g;
  g.first = "it";
  g.nodes["it"] = std::move(n);
  for (const auto* name : {"a", "b", "c", "d", "e"}) {
    g.nodes[name] = say{std::string{"at "} + name, "end"};
  }
  g.nodes["end"] = end{};
  return g;
}

std::string played(const node& n, const input& in, const surroundings& around) {
  return told(step(around_node(n), {"it"}, in, around));
}

TEST(flow, F2_a_chat_arrives_by_message_or_by_presence) {
  const arrived n{"a", "b"};
  EXPECT_EQ(played(n, begun{true}, with_line("Hi")), "say(at a) finish");
  EXPECT_EQ(played(n, begun{}, nothing_known()), "say(at b) finish");
}

TEST(flow, F2_a_message_waits_for_its_delay_and_fills_in_names) {
  auto around = nothing_known();
  around.known["customer_name"] = "Eve";
  around.values["company"] = "Acme";
  const say n{"Hi <customer_name>, <company> <nobody>< b <B>", "a", 2s};
  EXPECT_EQ(played(n, begun{}, around), "pause(it 2000)");
  EXPECT_EQ(played(n, time_is_up{}, around),
            "say(Hi Eve, Acme < b <B>) say(at a) finish");
}

TEST(flow, F2_a_whisper_is_for_agents) {
  EXPECT_EQ(played(whisper{"VIP", "a"}, begun{}, nothing_known()),
            "whisper(VIP) say(at a) finish");
}

TEST(flow, F2_a_branch_on_chat_takes_the_first_match_or_none) {
  const branch_on_chat n{{{comparison::equals, "Sales", 0, "a"},
                          {comparison::contains, "refund", 0, "b"},
                          {comparison::contains, "invoice", 2, "c"}},
                         "d"};
  const auto on = [&](const char* line) {
    return played(n, begun{}, with_line(line));
  };
  EXPECT_EQ(on(" sales "), "it:Sales say(at a) finish");
  EXPECT_EQ(on("sales please"), "it: say(at d) finish");
  EXPECT_EQ(on("I want a REFUND now"), "it:refund say(at b) finish");
  EXPECT_EQ(on("where is my invoyse?"), "it:invoice say(at c) finish");
  EXPECT_EQ(on("where is my voice"), "it:invoice say(at c) finish");
  EXPECT_EQ(on("where is my vase"), "it: say(at d) finish");
  EXPECT_EQ(played(n, begun{}, nothing_known()), "wait(it 0)");
  EXPECT_EQ(played(n, heard{}, with_line("refund")),
            "it:refund say(at b) finish");
}

TEST(flow, F2_a_line_is_looked_at_by_one_branch_only) {
  auto g = around_node(
    branch_on_chat{{{comparison::contains, "x", 0, "a"}}, "again"});
  g.nodes["again"] = branch_on_chat{{{comparison::contains, "y", 0, "b"}}, "c"};
  EXPECT_EQ(told(step(g, {"it"}, begun{}, with_line("y"))),
            "it: wait(again 0)");
}

menu departments() {
  return {"Where to?",
          {{"Sales", "a"}, {"Support", "b"}},
          1,
          "Please choose 1 or 2.",
          "c",
          30s,
          "d"};
}

TEST(flow, F2_a_menu_is_answered_by_number_or_label) {
  const auto asked = "say(Where to?\n1. Sales\n2. Support) wait(it 0 30000)";
  EXPECT_EQ(played(departments(), begun{}, with_line("2")), asked)
    << "what was written before is no answer";
  const auto on = [&](const char* line) {
    return played(departments(), heard{}, with_line(line));
  };
  EXPECT_EQ(on("2"), "it:Support say(at b) finish");
  EXPECT_EQ(on(" 1. "), "it:Sales say(at a) finish");
  EXPECT_EQ(on("2)"), "it:Support say(at b) finish");
  EXPECT_EQ(on("sales"), "it:Sales say(at a) finish");
  for (const auto* wrong : {"0", "3", "-1", "1x", "99999999999999999999", ""}) {
    EXPECT_EQ(on(wrong), "say(Please choose 1 or 2.) wait(it 1 30000)");
  }
}

TEST(flow, F2_a_menu_asks_again_as_often_as_it_says) {
  const auto g = around_node(departments());
  EXPECT_EQ(told(step(g, {"it", 1}, heard{}, with_line("what?"))),
            "it: say(at c) finish");
  EXPECT_EQ(told(step(g, {"it", 0}, time_is_up{}, nothing_known())),
            "say(at d) finish");
}

TEST(flow, F2_a_question_keeps_the_answer_that_looks_like_one) {
  ask n{"Your e-mail?",
        "mail",
        answer_kind::email,
        1,
        "That is none.",
        "a",
        "b",
        {},
        ""};
  const auto on = [&](const char* line, int tries) {
    return told(step(around_node(n), {"it", tries}, heard{}, with_line(line)));
  };
  EXPECT_EQ(played(n, begun{}, nothing_known()),
            "say(Your e-mail?) wait(it 0)");
  EXPECT_EQ(on(" eve@example.com ", 0),
            "mail=eve@example.com say(at a) finish");
  EXPECT_EQ(on("eve", 0), "say(That is none.) wait(it 1)");
  EXPECT_EQ(on("eve", 1), "it: say(at b) finish");
  n.answer = answer_kind::date;
  EXPECT_EQ(on("24.12.2026", 0), "mail=2026-12-24 say(at a) finish");
  EXPECT_EQ(on("2026-02-30", 1), "it: say(at b) finish");
  EXPECT_EQ(on("1/2/2026", 1), "it: say(at b) finish") << "which is the month?";
  n.answer = answer_kind::number;
  EXPECT_EQ(on("-3,5", 0), "mail=-3,5 say(at a) finish");
  EXPECT_EQ(on("3.", 1), "it: say(at b) finish");
  n.answer = answer_kind::phone;
  EXPECT_EQ(on("+44 20 7946 0000", 0),
            "mail=+44 20 7946 0000 say(at a) finish");
  n.answer = answer_kind::text;
  EXPECT_EQ(on(std::string(1000, 'x').c_str(), 1).substr(0, 6), "mail=x");
  EXPECT_EQ(on(std::string(1001, 'x').c_str(), 1), "it: say(at b) finish");
}

TEST(flow, F2_a_variable_is_set_and_branched_on) {
  auto g = around_node(set_variable{"kind", "<message> please", "check"});
  g.nodes["check"] = branch_on_variable{
    "kind", {{comparison::equals, "tea please", 0, "a"}}, "b"};
  auto around = nothing_known();
  around.known["message"] = "Tea";
  EXPECT_EQ(told(step(g, {"it"}, begun{}, around)),
            "kind=Tea please check:tea please say(at a) finish");
  around.known["message"] = "Coffee";
  EXPECT_EQ(told(step(g, {"it"}, begun{}, around)),
            "kind=Coffee please check: say(at b) finish");
}

TEST(flow, F2_F4_a_time_range_is_open_or_closed) {
  auto around = nothing_known();
  around.values["hours"] = "shop";
  const branch_on_time n{calendar_id{"<hours>"}, "a", "b"};
  EXPECT_EQ(played(n, begun{}, around), "it:closed say(at b) finish")
    << "a calendar that cannot be asked is closed";
  around.is_open = [](const calendar_id& id) {
    return std::optional{id == calendar_id{"shop"}};
  };
  EXPECT_EQ(played(n, begun{}, around), "it:open say(at a) finish");
}

TEST(flow, F2_a_branch_on_a_queue_looks_at_agents_length_and_wait) {
  branch_on_queue n{queue_id{"sales"}, 1, 5, 60s, "a", "b"};
  EXPECT_EQ(played(n, begun{}, nothing_known()), "look(sales)");
  const auto on = [&](const queue_seen& q) {
    return played(n, q, nothing_known());
  };
  const auto holds = "it:holds say(at a) finish";
  const auto not_so = "it:otherwise say(at b) finish";
  EXPECT_EQ(on({0, 0, {}}), holds);
  EXPECT_EQ(on({1, 5, 60s}), not_so);
  EXPECT_EQ(on({1, 6, {}}), holds);
  EXPECT_EQ(on({1, 0, 60'001ms}), holds);
  EXPECT_EQ(played(n, queue_failed{}, nothing_known()), "say(at b) finish");
}

TEST(flow, F2_a_queue_has_four_ways_out) {
  const enter_queue n{queue_id{"sales"}, "a", "b", "c", "d"};
  EXPECT_EQ(played(n, begun{}, nothing_known()), "ask(sales at it)");
  EXPECT_EQ(played(n, refused_by_queue{}, nothing_known()), "say(at a) finish");
  EXPECT_EQ(played(n, timed_out{}, nothing_known()), "say(at b) finish");
  EXPECT_EQ(played(n, queue_failed{}, nothing_known()), "say(at c) finish");
  EXPECT_EQ(played(n, connected{}, nothing_known()), "say(at d)")
    << "the flow is over, only its lines are sent";
  const enter_queue plain{queue_id{"sales"}, "a", "b"};
  EXPECT_EQ(played(plain, queue_failed{}, nothing_known()), "say(at a) finish");
  EXPECT_EQ(played(plain, connected{}, nothing_known()), "");
}

TEST(flow, F2_another_server_is_asked_and_its_answer_kept) {
  http_request n;
  n.method = http_method::post;
  n.url = "https://crm.example/orders/<order>";
  n.next = "a";
  n.failed = "b";
  auto around = nothing_known();
  around.known["order"] = "A-1";
  EXPECT_EQ(played(n, begun{}, around),
            "fetch(POST https://crm.example/orders/A-1)");
  EXPECT_EQ(played(n, answered{true, {{"state", "sent"}}}, around),
            "state=sent it:next say(at a) finish");
  EXPECT_EQ(played(n, answered{}, around), "it:failed say(at b) finish");
}

TEST(flow, Z4_what_customers_write_stays_one_value_of_a_request) {
  http_request n;
  n.url = "https://crm.example/find?q=<message>&page=1";
  n.body = "{\"q\": \"<message>\"}";
  n.next = n.failed = "a";
  auto around = nothing_known();
  around.known["message"] = "a&b=\"1\" \u00E9#/..";
  const auto asked = [&] {
    return std::get<fetch>(step(around_node(n), {"it"}, begun{}, around).back())
      .what;
  };
  EXPECT_EQ(
    asked().url,
    "https://crm.example/find?q=a%26b%3D%221%22%20%C3%A9%23%2F..&page=1");
  EXPECT_EQ(asked().body, "{\"q\": \"a&b=\\\"1\\\" \u00E9#/..\"}");
  n.body = "q=<message>";
  n.headers["Content-Type"] = "application/x-www-form-urlencoded";
  EXPECT_EQ(asked().body, "q=a%26b%3D%221%22%20%C3%A9%23%2F..");
}

TEST(flow, F2_an_offline_form_is_shown_until_it_is_sent) {
  const offline_form n{"We are closed.", {}, "a"};
  EXPECT_EQ(played(n, begun{}, nothing_known()), "say(We are closed.) form");
  EXPECT_EQ(played(n, resumed{}, nothing_known()), "form");
  EXPECT_EQ(played(n, form_sent{}, nothing_known()), "say(at a) finish");
}

TEST(flow, Z1_after_a_restart_nothing_is_asked_twice) {
  EXPECT_EQ(
    told(
      step(around_node(departments()), {"it", 1}, resumed{}, nothing_known())),
    "wait(it 1 30000)");
  EXPECT_EQ(played(enter_queue{queue_id{"sales"}, "a", "b"},
                   resumed{},
                   nothing_known()),
            "ask(sales at it)");
}

// ---------------------------------------------------------------------------
// What may not be published.

std::vector<std::string> said_of(node n) {
  return validate(around_node(std::move(n)));
}

TEST(flow, F1_each_fault_is_named_with_node_and_member) {
  using ::testing::Contains;
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  EXPECT_THAT(said_of(departments()), IsEmpty());
  auto m = departments();
  m.options[1].next = "";
  EXPECT_THAT(said_of(m),
              ElementsAre("node 'it': branch 'options.1': leads nowhere"));
  m = departments();
  m.wait.reset();
  m.timeout = "";
  EXPECT_THAT(said_of(m), IsEmpty()) << "without a wait there is no timeout";
  m = departments();
  m.options[0].label = "<customer_name>";
  EXPECT_THAT(said_of(m),
              ElementsAre("node 'it': options.0.label: takes no names"));
  EXPECT_THAT(said_of(say{"Hello <nmae>", "a"}),
              ElementsAre("node 'it': text: names <nmae>, which nothing sets"));
  EXPECT_THAT(said_of(branch_on_chat{{}, "a"}),
              ElementsAre("node 'it': matches: is empty"));
  EXPECT_THAT(said_of(branch_on_queue{queue_id{"q"}, {}, {}, {}, "a", "b"}),
              ElementsAre("node 'it': has no condition"));
  EXPECT_THAT(
    said_of(
      branch_on_variable{"nothing", {{comparison::equals, "x", 0, "a"}}, "b"}),
    ElementsAre("node 'it': variable: 'nothing', which nothing sets"));
  EXPECT_THAT(said_of(set_variable{"Big", "x", "a"}),
              Contains("node 'it': variable: 'Big' is not a name: a letter, "
                       "then letters, digits and _"));
  EXPECT_THAT(said_of(set_variable{"page", "x", "a"}),
              ElementsAre("node 'it': variable: 'page' is set by the chat "
                          "itself"));
  EXPECT_THAT(said_of(branch_on_time{calendar_id{"<hours>"}, "a", "b"}),
              ElementsAre("node 'it': calendar: '<hours>' is no id and no "
                          "value of kind calendar"));
  EXPECT_THAT(
    said_of(enter_queue{queue_id{"q"}, "a", "b", "", "menu"}),
    ElementsAre("node 'it': branch 'connected': leads to 'menu', which does "
                "not exist"));
  auto g = around_node(enter_queue{queue_id{"q"}, "a", "b", "", "menu"});
  g.nodes["menu"] = departments();
  EXPECT_THAT(validate(g),
              ElementsAre("node 'it': connected: leads to 'menu': an agent is "
                          "there, only lines may follow"));
}

TEST(flow, F1_a_request_goes_to_a_host_that_is_written_there) {
  const auto with = [](const std::string& url) {
    http_request n;
    n.url = url;
    n.next = n.failed = "a";
    return said_of(n).size();
  };
  EXPECT_EQ(with("https://crm.example/orders?id=<message>"), 0U);
  EXPECT_EQ(with("https://crm.example"), 0U);
  EXPECT_EQ(with("https://<message>/orders"), 1U);
  EXPECT_EQ(with("https://a<message>.example"), 1U);
  EXPECT_EQ(with("ftp://crm.example/"), 1U);
  EXPECT_EQ(with("<message>"), 1U);
}

TEST(flow, F2_every_bound_holds_at_it_and_not_one_beyond) {
  const auto options = [](std::size_t n) {
    auto m = departments();
    m.options.assign(n, {"x", "a"});
    return said_of(m).size();
  };
  EXPECT_EQ(options(30), 0U);
  EXPECT_EQ(options(31), 1U);
  const auto matching = [](std::size_t n, int difference) {
    return said_of(
             branch_on_chat{std::vector<match>(
                              n, {comparison::contains, "x", difference, "a"}),
                            "b"})
      .size();
  };
  EXPECT_EQ(matching(30, limits::flow_difference_max), 0U);
  EXPECT_EQ(matching(31, 0), 1U);
  EXPECT_EQ(matching(1, limits::flow_difference_max + 1), 1U);
  EXPECT_EQ(matching(1, -1), 1U);
  const auto waiting = [](duration wait) {
    auto m = departments();
    m.wait = wait;
    return said_of(m).size();
  };
  EXPECT_EQ(waiting(limits::flow_wait_min), 0U);
  EXPECT_EQ(waiting(limits::flow_wait_min - 1ms), 1U);
  EXPECT_EQ(waiting(limits::flow_wait_max), 0U);
  EXPECT_EQ(waiting(limits::flow_wait_max + 1ms), 1U);
  const auto delayed = [](duration d) {
    return said_of(say{"x", "a", d}).size();
  };
  EXPECT_EQ(delayed(limits::flow_delay_max), 0U);
  EXPECT_EQ(delayed(limits::flow_delay_max + 1ms), 1U);
  const auto sized = [](std::size_t nodes) {
    auto g = example();
    while (g.nodes.size() < nodes) {
      g.nodes["n" + std::to_string(g.nodes.size())] = end{};
    }
    return validate(g).size();
  };
  EXPECT_EQ(sized(limits::flow_nodes_max), 0U);
  EXPECT_EQ(sized(limits::flow_nodes_max + 1), 1U);
  const auto label = [](std::size_t characters) {
    auto m = departments();
    m.options[0].label.assign(characters, 'x');
    return said_of(m).size();
  };
  EXPECT_EQ(label(limits::flow_label_characters_max), 0U);
  EXPECT_EQ(label(limits::flow_label_characters_max + 1), 1U);
}

/// A flow that sets so many variables, one after the other.
graph with_variables(std::size_t count, std::size_t values) {
  graph g;
  g.first = "n0";
  for (std::size_t i = 0; i < count; ++i) {
    set_variable it;
    it.variable = "v" + std::to_string(i);
    it.value = "x";
    it.next = i + 1 == count ? "end" : "n" + std::to_string(i + 1);
    g.nodes["n" + std::to_string(i)] = it;
  }
  g.nodes["end"] = end{};
  for (std::size_t i = 0; i < values; ++i) {
    value_declaration v;
    v.name = "given" + std::to_string(i);
    g.values.push_back(v);
  }
  return g;
}

TEST(flow, F2_F3_a_flow_keeps_64_variables_and_has_64_values) {
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  // Values of the service and what a chat always has take no variable's place,
  // and give none.
  for (const std::size_t values : {0U, 1U, 64U}) {
    EXPECT_THAT(validate(with_variables(limits::flow_variables_max, values)),
                IsEmpty());
    EXPECT_THAT(
      validate(with_variables(limits::flow_variables_max + 1, values)),
      ElementsAre("has more than 64 variables"));
  }
  EXPECT_THAT(validate_draft(with_variables(1, limits::flow_values_max + 1)),
              ElementsAre("values: has more than 64"));
  // A variable that is set twice is one.
  auto g = with_variables(limits::flow_variables_max, 0);
  std::get<set_variable>(g.nodes["n1"]).variable = "v0";
  g.nodes["end"] = set_variable{"last", "x", "over"};
  g.nodes["over"] = end{};
  EXPECT_THAT(validate(g), IsEmpty());
}

TEST(flow, F1_circles_that_wait_for_the_customer_may_be_published) {
  auto m = departments();
  m.no_choice = "it";
  m.timeout = "it";
  EXPECT_TRUE(said_of(m).empty());
  EXPECT_EQ(said_of(say{"x", "it", 10s}).size(), 1U)
    << "a delay waits for nobody";
  http_request n;
  n.url = "https://crm.example/";
  n.next = "a";
  n.failed = "it";
  EXPECT_EQ(said_of(n).size(), 1U);
}

// ---------------------------------------------------------------------------
// Texts.

TEST(flow_text, F2_the_distance_is_levenshteins) {
  EXPECT_EQ(distance("kitten", "sitting"), 3U);
  EXPECT_EQ(distance("", "abc"), 3U);
  EXPECT_EQ(distance("gr\u00FC\u00DFe", "gr\u00FCse"), 1U) << "of characters";
  EXPECT_EQ(distance_inside("lost", "I have lsot it"), 2U);
  EXPECT_EQ(distance_inside("lost", "the lost one"), 0U);
  EXPECT_EQ(distance_inside("lost", ""), 4U);
}

TEST(flow_text, F2_names_are_found_and_all_else_stays) {
  EXPECT_EQ(names_in("<a> < b> <B> <c_1><<d>> <e"),
            (std::vector<std::string>{"a", "c_1", "d"}));
  const auto upper = [](const std::string& name) {
    return "[" + name + "]";
  };
  EXPECT_EQ(expanded("x<a>y<", upper), "x[a]y<");
  EXPECT_EQ(expanded("<<a>>", upper), "<[a]>");
  EXPECT_TRUE(is_name(std::string(32, 'a')));
  EXPECT_FALSE(is_name(std::string(33, 'a')));
  EXPECT_FALSE(is_name("1a"));
}

} // namespace
} // namespace parley::flow
