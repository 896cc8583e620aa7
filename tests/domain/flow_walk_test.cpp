// Random graphs and random inputs: a flow never spins, hangs or throws, and
// what may be published never fails for want of a branch (F1).
#include "actors/domain/flow_rehearsal.hpp"
#include "tests/domain/flow_told.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

namespace parley::flow {
namespace {

using namespace std::chrono_literals;

struct maker {
  std::mt19937 random;
  int nodes;

  int below(int n) { return std::uniform_int_distribution{0, n - 1}(random); }
  /// Now and then nowhere, or to a node that is not there.
  std::string somewhere() {
    const auto n = below(nodes + 2);
    return n == nodes ? "" : "n" + std::to_string(n);
  }
  std::string text() {
    static const std::vector<std::string> texts{
      "Hello", "", "<customer_name>", "1", "sales", "\xFF\xFE", "<v>", "<<<<"};
    return texts.at(static_cast<std::size_t>(below(8)));
  }
  std::vector<match> matches() {
    std::vector<match> all;
    for (int i = below(4); i > 0; --i) {
      all.push_back({below(2) == 0 ? comparison::equals : comparison::contains,
                     text(),
                     below(3) - 1,
                     somewhere()});
    }
    return all;
  }
  std::optional<duration> wait() {
    return below(2) == 0 ? std::nullopt : std::optional<duration>{5s};
  }
  // NOLINTNEXTLINE(readability-function-size): a row for each kind.
  node any() {
    switch (below(14)) {
    case 0:
      return say{text(), somewhere(), below(3) == 0 ? duration{1s} : 0s};
    case 1:
      return whisper{text(), somewhere()};
    case 2:
      return arrived{somewhere(), somewhere()};
    case 3:
      return branch_on_chat{matches(), somewhere()};
    case 4:
      return menu{text(),
                  {{text(), somewhere()}, {text(), somewhere()}},
                  below(3),
                  text(),
                  somewhere(),
                  wait(),
                  somewhere()};
    case 5:
      return ask{text(),
                 "v",
                 static_cast<answer_kind>(below(5)),
                 below(3),
                 text(),
                 somewhere(),
                 somewhere(),
                 wait(),
                 somewhere()};
    case 6:
      return set_variable{"v", text(), somewhere()};
    case 7:
      return branch_on_variable{"v", matches(), somewhere()};
    case 8:
      return branch_on_time{calendar_id{"c"}, somewhere(), somewhere()};
    case 9:
      return branch_on_queue{
        queue_id{"q"}, 1, {}, {}, somewhere(), somewhere()};
    case 10:
      return enter_queue{
        queue_id{"q"}, somewhere(), somewhere(), somewhere(), somewhere()};
    case 11: {
      http_request n;
      n.url = "https://example.com/" + text();
      n.next = somewhere();
      n.failed = somewhere();
      return n;
    }
    case 12:
      return offline_form{text(), {}, somewhere()};
    default:
      return end{};
    }
  }
  graph make() {
    graph g;
    g.first = "n0";
    for (int i = 0; i < nodes; ++i) {
      g.nodes["n" + std::to_string(i)] = any();
    }
    return g;
  }
  input anything() {
    switch (below(11)) {
    case 0:
      return begun{below(2) == 0};
    case 1:
      return time_is_up{};
    case 2:
      return refused_by_queue{};
    case 3:
      return queue_failed{};
    case 4:
      return timed_out{};
    case 5:
      return queue_seen{static_cast<std::size_t>(below(3)), 2, 3s};
    case 6:
      return answered{below(2) == 0, {{"v", text()}}};
    case 7:
      return form_sent{};
    case 8:
      return connected{};
    case 9:
      return resumed{};
    default:
      return heard{};
    }
  }
  act anything_to_play() {
    act a;
    a.kind = static_cast<act_kind>(below(6));
    a.text = text();
    a.by = duration{below(20'000)};
    a.word = static_cast<queue_word>(below(5));
    a.good = below(2) == 0;
    return a;
  }
};

/// Goes through `inputs` and checks what must hold after each.
void walk(maker& m, const graph& g, int inputs) {
  place at{g.first, 0};
  for (int i = 0; i < inputs; ++i) {
    const auto in = i == 0 ? input{begun{}} : m.anything();
    auto around = m.below(2) == 0 ? nothing_known() : with_line(m.text());
    const auto effects = step(g, at, in, around);
    ASSERT_LE(effects.size(), 3U * limits::flow_steps_max);
    if (std::holds_alternative<connected>(in)) {
      for (const auto& e : effects) {
        ASSERT_FALSE(stands_at(e)) << "it goes nowhere";
      }
      continue;
    }
    // It always says where it stands, or that it is over, and that last.
    ASSERT_FALSE(effects.empty());
    const auto over = std::holds_alternative<finish>(effects.back());
    const auto stands = stands_at(effects.back());
    ASSERT_TRUE(over || stands) << told(effects);
    if (over) {
      return;
    }
    at = *stands;
    ASSERT_TRUE(g.nodes.contains(at.node));
  }
}

TEST(flow_walk, F1_no_graph_and_no_input_can_hang_it) {
  for (unsigned seed = 1; seed <= 1500; ++seed) {
    maker m{std::mt19937{seed}, 1 + static_cast<int>(seed % 12)};
    const auto g = m.make();
    walk(m, g, 20);
    if (::testing::Test::HasFatalFailure()) {
      FAIL() << "seed " << seed;
    }
  }
}

TEST(flow_walk, F1_what_may_be_published_fails_for_no_want_of_a_branch) {
  unsigned published = 0;
  for (unsigned seed = 1; seed <= 6000; ++seed) {
    maker m{std::mt19937{seed}, 1 + static_cast<int>(seed % 4)};
    const auto g = m.make();
    if (!validate(g).empty()) {
      continue;
    }
    ++published;
    // Nothing at once goes round, so no step is longer than the graph.
    for (const auto& [name, n] : g.nodes) {
      const auto effects = step(g, {name, 0}, begun{}, with_line("x"));
      const auto* over = std::get_if<finish>(&effects.back());
      EXPECT_FALSE(over != nullptr && over->failed) << "seed " << seed;
    }
  }
  EXPECT_GT(published, 30U);
}

TEST(flow_walk, F3_a_rehearsal_ends_whatever_is_played) {
  for (unsigned seed = 1; seed <= 500; ++seed) {
    maker m{std::mt19937{seed}, 1 + static_cast<int>(seed % 8)};
    const auto g = m.make();
    rehearsal_script script;
    if (m.below(2) == 0) {
      script.first_line = m.text();
    }
    for (int i = 0; i < 40; ++i) {
      script.acts.push_back(m.anything_to_play());
    }
    const auto seen = rehearse(g, script, {{}, nothing_known().fold});
    EXPECT_LE(seen.lines.size(), limits::flow_rehearsal_lines_max);
    EXPECT_EQ(seen.lines, rehearse(g, script, {{}, nothing_known().fold}).lines)
      << "the same again";
  }
}

TEST(flow_walk, F3_a_rehearsal_is_a_transcript) {
  graph g;
  g.first = "menu";
  g.nodes["menu"] = menu{"Where to?",
                         {{"Sales", "queue"}, {"Nobody", "bye"}},
                         1,
                         "1 or 2, please.",
                         "bye",
                         30s,
                         "bye"};
  g.nodes["queue"] = enter_queue{queue_id{"sales"}, "bye", "bye"};
  g.nodes["bye"] = say{"Goodbye.", "end"};
  g.nodes["end"] = end{};
  rehearsal_script script;
  act hm;
  hm.text = "hm";
  act one;
  one.text = "1";
  act full;
  full.kind = act_kind::queue_says;
  full.word = queue_word::refuses;
  script.acts = {hm, one, full};
  const auto seen = rehearse(g, script, {{}, nothing_known().fold});
  std::string text;
  for (const auto& line : seen.lines) {
    text += std::string{to_string(line.voice)} + ": " + line.text + "\n";
  }
  EXPECT_EQ(text,
            "flow: Where to?\n1. Sales\n2. Nobody\n"
            "note: waits for the customer\n"
            "customer: hm\n"
            "flow: 1 or 2, please.\n"
            "note: waits for the customer\n"
            "customer: 1\n"
            "note: menu: Sales\n"
            "note: asks queue sales\n"
            "flow: Goodbye.\n"
            "note: ends\n");
  EXPECT_TRUE(seen.node.empty());
  EXPECT_FALSE(seen.failed);
  act late;
  late.kind = act_kind::time_passes;
  late.by = 29'999ms;
  script.acts = {late};
  EXPECT_EQ(rehearse(g, script, {{}, nothing_known().fold}).node, "menu");
  script.acts.front().by = 30s;
  EXPECT_EQ(rehearse(g, script, {{}, nothing_known().fold}).node, "");
}

} // namespace
} // namespace parley::flow
