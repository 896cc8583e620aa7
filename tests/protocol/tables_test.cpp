// The tables of codes and names are complete, and what the outside relies on
// changes only together with golden/formats.txt.
#include "protocol/close_code.hpp"
#include "protocol/messages.hpp"
#include "protocol/sign_in_refusals.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace parley {
namespace {

using testing::matches_golden;

/// The name of an enumerator as the compiler prints it; empty if `Value` has
/// none. There is no reflection in C++20, but both compilers tell it here.
template <auto Value>
constexpr std::string_view enumerator_name() {
  const std::string_view text = __PRETTY_FUNCTION__;
  // g++: "... [with auto Value = parley::x::name; ...]" or "(parley::x)7";
  // clang: "... [Value = parley::x::name]".
  const auto start = text.find("Value = ") + 8;
  const auto value
    = text.substr(start, text.find_first_of(";]", start) - start);
  if (value.starts_with('(')) {
    return {};
  }
  return value.substr(value.rfind(':') + 1);
}

/// The names of all enumerators with numbers from First to Last.
template <class Enum, unsigned First, unsigned Last>
std::set<std::string_view> enumerators() {
  std::set<std::string_view> names;
  [&]<unsigned... I>(std::integer_sequence<unsigned, I...>) {
    (names.insert(enumerator_name<static_cast<Enum>(First + I)>()), ...);
  }
  (std::make_integer_sequence<unsigned, Last - First + 1>{});
  names.erase("");
  return names;
}

/// Every row has a number and a name of its own; @returns the names.
template <class Table>
std::set<std::string_view> unique_names(const Table& table) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const auto& row : table) {
    EXPECT_TRUE(numbers.insert(static_cast<int>(row.code)).second) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.name;
    EXPECT_EQ(describe(row.code).name, row.name);
  }
  return names;
}

TEST(tables, every_refusal_has_one_row_and_its_own_number_and_name) {
  auto all = enumerators<refusal_code, 0, 250>();
  all.merge(enumerators<refusal_code, 251, 500>());
  all.merge(enumerators<refusal_code, 501, 699>());
  EXPECT_EQ(unique_names(refusal_table), all);
  EXPECT_EQ(all.size(), refusal_table.size());
}

TEST(tables, refusals_of_log_ins_have_numbers_and_names_of_their_own) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const auto& row : refusal_table) {
    numbers.insert(static_cast<int>(row.code));
    names.insert(row.name);
    EXPECT_EQ(sign_in::describe(row.code).name, row.name);
  }
  for (const auto& row : sign_in::refusal_table) {
    EXPECT_TRUE(numbers.insert(static_cast<int>(row.code)).second) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(row.sentence.ends_with('.')) << row.name;
    EXPECT_EQ(sign_in::describe(row.code).name, row.name);
  }
}

TEST(tables, every_close_code_has_one_row_and_its_own_number_and_name) {
  auto all = enumerators<close_code, 1000, 1015>();
  all.merge(enumerators<close_code, 4000, 4099>());
  all.merge(enumerators<close_code, 4500, 4599>());
  EXPECT_EQ(unique_names(close_table), all);
  EXPECT_EQ(all.size(), close_table.size());
}

TEST(tables, close_codes_advise_to_reconnect_by_their_range) {
  for (const auto& row : close_table) {
    const auto number = static_cast<int>(row.code);
    if (number >= 4000) {
      EXPECT_EQ(row.reconnect, number < 4500) << row.name;
    }
  }
}

template <class Enum>
void expect_complete_names() {
  std::set<std::string_view> names;
  std::set<Enum> values;
  for (const auto& [value, name] : names_of<Enum>) {
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_TRUE(values.insert(value).second) << name;
    EXPECT_TRUE(to_string(value) == name && from_name<Enum>(name) == value)
      << name;
  }
  EXPECT_EQ(names, (enumerators<Enum, 0, 63>()));
}

TEST(tables, every_enumeration_has_a_name_for_each_value) {
  expect_complete_names<channel>();
  expect_complete_names<speaker>();
  expect_complete_names<entry_kind>();
  expect_complete_names<phase_name>();
  expect_complete_names<customer_phase>();
  expect_complete_names<cause>();
  expect_complete_names<outcome>();
  expect_complete_names<agent_status>();
  expect_complete_names<call_phase>();
  expect_complete_names<wrapup_mode>();
  expect_complete_names<supervisor_act>();
}

template <class Enum>
void list_names(std::ostream& out, std::string_view title) {
  out << "\n" << title << "\n";
  for (const auto& [value, name] : names_of<Enum>) {
    out << "  " << name << "\n";
  }
}

/// @returns `text` with each run of white space as one blank, and the size_t
/// that only keeps compilers calm left out.
std::string tidy_expression(std::string_view text) {
  std::istringstream words{std::string{text}};
  std::string all;
  for (std::string word; words >> word;) {
    constexpr std::string_view wrapped = "std::size_t{";
    if (word.starts_with(wrapped)) {
      word = word.substr(wrapped.size(), word.find('}') - wrapped.size());
    }
    all += all.empty() ? word : " " + word;
  }
  return all;
}

/// Each constant of a header of limits as it is written there.
void list_limits(std::ostream& out, const char* header) {
  const auto source = testing::read_file(testing::source_path(header));
  ASSERT_TRUE(source.has_value());
  const std::string_view text{*source};
  constexpr std::string_view start = "inline constexpr ";
  for (auto at = text.find(start); at != std::string_view::npos;
       at = text.find(start, at + 1)) {
    const auto line = text.substr(at, text.find(';', at) - at);
    const auto equals = line.find(" = ");
    ASSERT_NE(equals, std::string_view::npos) << line;
    const auto head = line.substr(0, equals);
    out << "  " << head.substr(head.find_last_of(" \n") + 1) << " = "
        << tidy_expression(line.substr(equals + 3)) << "\n";
  }
}

TEST(tables, limits_codes_and_names_are_what_formats_txt_says) {
  std::ostringstream out;
  out << "What clients, stored data and operators rely on. A change of this "
         "file needs a\nsecond reviewer; names and numbers are never reused.\n"
      << "\nwire version " << wire::version << "\n\nlimits\n";
  list_limits(out, "protocol/limits.hpp");
  list_limits(out, "protocol/configuration_limits.hpp");
  list_limits(out, "protocol/crm_limits.hpp");
  list_limits(out, "protocol/http_limits.hpp");
  list_limits(out, "protocol/widget_limits.hpp");
  list_limits(out, "protocol/identity_limits.hpp");
  out << "\nrefusals: number, name, retry\n";
  for (const auto& row : refusal_table) {
    out << "  " << static_cast<int>(row.code) << " " << row.name
        << (row.retry ? " retry" : "") << "\n";
  }
  for (const auto& row : sign_in::refusal_table) {
    out << "  " << static_cast<int>(row.code) << " " << row.name
        << (row.retry ? " retry" : "") << "\n";
  }
  out << "\nclose codes: number, name, reconnect\n";
  for (const auto& row : close_table) {
    out << "  " << static_cast<int>(row.code) << " " << row.name
        << (row.reconnect ? " reconnect" : "") << "\n";
  }
  list_names<channel>(out, "channel");
  list_names<speaker>(out, "speaker");
  list_names<entry_kind>(out, "entry_kind");
  list_names<phase_name>(out, "phase_name");
  list_names<customer_phase>(out, "customer_phase");
  list_names<cause>(out, "cause");
  list_names<outcome>(out, "outcome");
  list_names<agent_status>(out, "agent_status");
  list_names<call_phase>(out, "call_phase");
  list_names<wrapup_mode>(out, "wrapup_mode");
  list_names<supervisor_act>(out, "supervisor_act");
  EXPECT_TRUE(matches_golden("formats.txt", out.str()));
}

} // namespace
} // namespace parley
