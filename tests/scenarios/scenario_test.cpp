// Plays every scenario of this folder on the machines and on all actors.
#include "tests/scenarios/scenario.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace parley::scenarios {
namespace {

std::vector<std::string> files() {
  std::vector<std::string> names;
  for (const auto& f : std::filesystem::directory_iterator{
         testing::source_path("tests/scenarios")}) {
    if (f.path().extension() == ".txt") {
      names.push_back(f.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string text_of(const std::string& name) {
  return testing::read_file(
           testing::source_path("tests/scenarios/" + name + ".txt"))
    .value_or("");
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& l : lines) {
    all += l + "\n";
  }
  return all;
}

class scenario : public ::testing::TestWithParam<std::string> {};

TEST_P(scenario, holds_for_the_machines) {
  EXPECT_EQ(joined(play(text_of(GetParam()), machines)), "");
}

TEST_P(scenario, holds_for_all_actors) {
  EXPECT_EQ(joined(play(text_of(GetParam()), all_actors)), "");
}

INSTANTIATE_TEST_SUITE_P(every,
                         scenario,
                         ::testing::ValuesIn(files()),
                         [](const auto& name) { return name.param; });

TEST(scenarios, quote_the_rules_that_they_show) {
  std::string all;
  for (const auto& name : files()) {
    all += text_of(name);
  }
  for (const auto* rule :
       {"T1", "T2", "T3", "T4", "T5", "P1", "P2", "P3", "P4", "P5", "P6",
        "P7", "P8", "L1", "L2", "I1", "I2", "I3", "I4", "I5", "A2", "L3"}) {
    EXPECT_NE(all.find(rule), std::string::npos) << rule;
  }
}

TEST(scenarios, fail_on_what_is_not_understood) {
  for (const auto* text : {"",
                           "09:00:00 ann dances",
                           "9 ann logs in",
                           "given sales colour red",
                           "09:00:00 ann logs in -> ann sings",
                           "09:00:00 ann logs in -> ann is on_call"}) {
    EXPECT_FALSE(play(text, machines).empty()) << text;
    EXPECT_FALSE(play(text, all_actors).empty()) << text;
  }
}

} // namespace
} // namespace parley::scenarios
