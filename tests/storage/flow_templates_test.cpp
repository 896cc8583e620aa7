// The flows to begin with (F3): each can be published as it is, and says what
// it should.
#include "storage/contact_words.hpp"
#include "storage/flow_objects.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

namespace parley::storage {
namespace {

using nlohmann::json;

/// What is said with each of these lines of the customer, in order.
std::string told(const flow::rehearsal& r) {
  std::string text;
  for (const auto& line : r.lines) {
    if (line.voice == flow::rehearsal_voice::flow) {
      text += line.text + "|";
    }
  }
  return text + (r.failed ? "failed" : r.node.empty() ? "over" : r.node);
}

flow::act writes(const std::string& text) {
  flow::act a;
  a.text = text;
  return a;
}
flow::act says(flow::queue_word word) {
  flow::act a;
  a.kind = flow::act_kind::queue_says;
  a.word = word;
  return a;
}
flow::act shows(int agents) {
  flow::act a;
  a.kind = flow::act_kind::queue_shows;
  a.agents = agents;
  return a;
}

TEST(flow_templates, F3_each_is_complete_and_says_what_it_should) {
  struct sample {
    std::string id;
    bool open;
    std::vector<flow::act> acts;
    std::string told;
  };
  const std::vector<sample> samples{
    {"one_queue",
     true,
     {},
     "Welcome! Somebody will be with you in a moment.|queue"},
    {"one_queue",
     true,
     {says(flow::queue_word::refuses)},
     "Welcome! Somebody will be with you in a moment.|We are sorry, nobody can "
     "help right now. Please try again later.|over"},
    {"opening_hours",
     true,
     {},
     "Welcome! Somebody will be with you in a moment.|queue"},
    {"opening_hours",
     false,
     {},
     "We are closed at the moment. Leave us your e-mail address and your "
     "question, and we will write to you.|form"},
    {"departments",
     true,
     {writes("sales")},
     "Welcome!|What can we help you with?\n1. Sales\n2. Service\n3. Something "
     "else|sales"},
    {"departments",
     true,
     {writes("2"), says(flow::queue_word::refuses)},
     "Welcome!|What can we help you with?\n1. Sales\n2. Service\n3. Something "
     "else|general"},
    {"department_hours",
     true,
     {writes("1"), shows(2)},
     "Welcome!|What can we help you with?\n1. Sales\n2. Service|sales_queue"},
    {"department_hours",
     true,
     {writes("1"), shows(0)},
     "Welcome!|What can we help you with?\n1. Sales\n2. Service|overflow"},
    {"department_hours",
     false,
     {writes("2")},
     "Welcome!|What can we help you with?\n1. Sales\n2. Service|We are closed "
     "at the moment. Leave us your e-mail address and your question, and we "
     "will write to you.|form"}};
  std::set<std::string> seen;
  std::size_t documents = 0;
  for (const auto& file : std::filesystem::directory_iterator{
         parley::testing::source_path("gateway/flow_templates")}) {
    ++documents;
    const auto t = json::parse(*parley::testing::read_file(file.path()));
    EXPECT_EQ(t["id"], file.path().stem().string());
    const auto graph = read_graph(t["graph"].dump());
    ASSERT_TRUE(graph) << t["id"] << graph.error().path;
    EXPECT_EQ(flow::validate(graph.value()), std::vector<std::string>{})
      << t["id"];
    for (const auto& v : graph.value().values) {
      EXPECT_TRUE(v.required && !v.section.empty() && !v.description.empty());
    }
    for (const auto& s : samples) {
      if (s.id != t["id"]) {
        continue;
      }
      seen.insert(s.id);
      flow::rehearsal_script script;
      script.acts = s.acts;
      flow::rehearsal_world world;
      world.is_open = [&](const auto&, auto) {
        return std::optional{s.open};
      };
      world.fold = [](std::string_view line) {
        return folded(line);
      };
      EXPECT_EQ(told(flow::rehearse(graph.value(), script, world)), s.told);
    }
  }
  EXPECT_EQ(seen.size(), documents);
}

} // namespace
} // namespace parley::storage
