// The interpreter of flows (F1) and what may not be published.
#include "actors/domain/flow.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley::flow {
namespace {

/// greet -> queue -> (full: sorry, late: patience -> queue) -> end
graph example() {
  graph g;
  g.id = flow_id{"main"};
  g.first = "greet";
  g.nodes["greet"] = say{"Welcome!", "queue"};
  g.nodes["queue"] = enter_queue{queue_id{"sales"}, "sorry", "patience"};
  g.nodes["sorry"] = say{"Nobody is there.", "end"};
  g.nodes["patience"] = say{"Please wait a little longer.", "queue"};
  g.nodes["end"] = end{};
  return g;
}

/// The effects as one line.
std::string told(const std::vector<effect>& effects) {
  std::string text;
  for (const auto& e : effects) {
    if (const auto* line = std::get_if<send_line>(&e)) {
      text += "say(" + line->text + ") ";
    } else if (const auto* ask = std::get_if<ask_queue>(&e)) {
      text += "ask(" + ask->queue.value + " at " + ask->node + ")";
    } else {
      text += "finish";
    }
  }
  return text;
}

TEST(flow, F1_goes_on_until_something_must_be_waited_for) {
  EXPECT_EQ(told(step(example(), "greet", begun{})),
            "say(Welcome!) ask(sales at queue)");
}

TEST(flow, Q2_a_queue_that_refuses_takes_its_branch) {
  EXPECT_EQ(told(step(example(), "queue", refused_by_queue{})),
            "say(Nobody is there.) finish");
}

TEST(flow, Q1_a_queue_timeout_takes_its_branch) {
  EXPECT_EQ(told(step(example(), "queue", timed_out{})),
            "say(Please wait a little longer.) ask(sales at queue)");
}

TEST(flow, F1_a_failure_at_run_time_apologises_and_ends) {
  auto g = example();
  const auto sorry = "say(" + std::string{apology} + ") finish";
  EXPECT_EQ(told(step(g, "nowhere", begun{})), sorry);
  g.nodes["greet"] = say{"Welcome!", "nowhere"};
  EXPECT_EQ(told(step(g, "greet", begun{})), "say(Welcome!) " + sorry);
  EXPECT_EQ(told(step(g, "greet", timed_out{})), sorry);
}

TEST(flow, F1_can_never_spin) {
  graph g;
  g.nodes["a"] = say{"x", "b"};
  g.nodes["b"] = say{"y", "a"};
  const auto effects = step(g, "a", begun{});
  EXPECT_EQ(effects.size(), steps_max + 2U);
  EXPECT_TRUE(std::holds_alternative<finish>(effects.back()));
}

TEST(flow, F1_a_chain_of_the_greatest_length_is_walked_whole) {
  graph g;
  for (int i = 0; i < steps_max - 1; ++i) {
    g.nodes[std::to_string(i)] = say{"x", std::to_string(i + 1)};
  }
  g.nodes[std::to_string(steps_max - 1)] = end{};
  EXPECT_EQ(step(g, "0", begun{}).size(), static_cast<std::size_t>(steps_max));
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

} // namespace
} // namespace parley::flow
