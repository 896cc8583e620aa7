// The stored form of events and configurations: golden samples for every type
// and version ever written, defaults, damage, versions.
#include "storage/event_codec.hpp"
#include "tests/storage/samples.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley::storage::testing {

namespace {

using parley::testing::matches_golden;

std::string golden_name(const event& e) {
  return "events/" + std::string{type_of(e)} + ".v"
         + std::to_string(version_of(e)) + ".json";
}

template <class... Families>
constexpr std::size_t count_types(const std::variant<Families...>*) {
  return (std::variant_size_v<Families> + ...);
}

TEST(event_codec, there_is_a_sample_of_every_type_of_event) {
  std::set<std::string> types;
  for (const event& e : samples()) {
    types.emplace(type_of(e));
  }
  EXPECT_EQ(types.size(), count_types(static_cast<event*>(nullptr)));
}

TEST(event_codec, every_event_is_stored_as_its_golden_sample_shows) {
  for (const event& e : samples()) {
    EXPECT_TRUE(matches_golden(golden_name(e), encode_event(e).json + "\n"));
  }
}

TEST(event_codec, R16_every_golden_sample_ever_written_is_read) {
  for (const event& e : samples()) {
    const auto text = parley::testing::read_file(
      parley::testing::golden_path(golden_name(e)));
    ASSERT_TRUE(text) << golden_name(e);
    const auto read = decode_event(kind_of(e), type_of(e), 1, *text);
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(read.value(), e) << *text;
  }
}

TEST(event_codec, an_absent_optional_is_left_out_and_comes_back_absent) {
  const event e = chat::event{queued(5)};
  const auto encoded = encode_event(e);
  EXPECT_EQ(encoded.json.find("timeout_at"), std::string::npos);
  const auto read
    = decode_event(stream_kind::chat, encoded.type, 1, encoded.json);
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value(), e);
}

TEST(event_codec, a_field_that_was_added_later_has_its_default) {
  const auto read = decode_event(
    stream_kind::chat, "chat_classified", 1, R"({"at":7,"note":"n"})");
  ASSERT_TRUE(read);
  chat::chat_classified expected;
  expected.at = from_unix_ms(7);
  expected.note = "n";
  EXPECT_EQ(read.value(), event{chat::event{expected}});
}

TEST(event_codec, fields_of_a_later_version_are_passed_over) {
  EXPECT_TRUE(decode_event(
    stream_kind::chat, "resume_missed", 1, R"({"at":7,"colour":{"a":[1]}})"));
}

store_errc failure(stream_kind kind,
                   std::string_view type,
                   int version,
                   std::string_view json) {
  const auto read = decode_event(kind, type, version, json);
  EXPECT_FALSE(read) << json;
  if (read) {
    return store_errc::failed;
  }
  EXPECT_GT(read.error().text.size(), 20U);
  return read.error().code;
}

TEST(event_codec, R12_what_is_not_an_event_is_corrupt_and_says_so) {
  const auto corrupt = [](std::string_view json) {
    return failure(stream_kind::chat, "chat_ended", 1, json);
  };
  for (const std::string_view json : {"",
                                      "{",
                                      "[]",
                                      "7",
                                      "{}",
                                      R"({"at":"7"})",
                                      R"({"at":7.5})",
                                      R"({"at":7,"because":"moon"})",
                                      R"({"at":7,"because":3})",
                                      R"({"at":7,"extensions":99999999999})",
                                      R"({"at":7,"extensions":true})",
                                      R"({"at":7,"command":{}})",
                                      R"({"at":18446744073709551615})",
                                      "{\"at\":7,\"command\":\"\xff\"}"}) {
    EXPECT_EQ(corrupt(json), store_errc::corrupt_record) << json;
  }
}

TEST(event_codec, R16_a_type_or_version_of_the_future_is_an_unknown_format) {
  EXPECT_EQ(failure(stream_kind::chat, "chat_exploded", 1, R"({"at":1})"),
            store_errc::unknown_format);
  EXPECT_EQ(failure(stream_kind::call, "chat_closed", 1, R"({"at":1})"),
            store_errc::unknown_format);
  EXPECT_EQ(failure(stream_kind::chat, "chat_closed", 2, R"({"at":1})"),
            store_errc::unknown_format);
  EXPECT_EQ(failure(stream_kind::chat, "chat_closed", 0, R"({"at":1})"),
            store_errc::unknown_format);
}

TEST(event_codec, R16_old_versions_are_raised_step_by_step) {
  const std::vector<upcaster> table{
    {"flow_advanced",
     0,
     [](std::string_view json) {
       std::string text{json};
       text.replace(text.find("\"place\""), 7, "\"node\"");
       return text;
     }},
    {"flow_advanced",
     -1,
     [](std::string_view json) {
       std::string text{json};
       text.replace(text.find("\"time\""), 6, "\"at\"");
       return text;
     }},
    {"resume_missed", 0, [](std::string_view) {
       return std::string{};
     }}};
  const auto read = decode_event(stream_kind::chat,
                                 "flow_advanced",
                                 -1,
                                 R"({"time":9,"place":"menu"})",
                                 table);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read.value(),
            (event{chat::event{chat::flow_advanced{from_unix_ms(9), "menu"}}}));
  const auto broken
    = decode_event(stream_kind::chat, "resume_missed", 0, "{}", table);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, store_errc::corrupt_record);
}

TEST(event_codec, Z4_broken_utf8_is_stored_as_replacement_characters) {
  const event e = chat::event{line(1,
                                   1,
                                   "a\xff\xc3(\xed\xa0\x80"
                                   "b\xf0\x9f\x98")};
  const auto encoded = encode_event(e);
  const auto read
    = decode_event(stream_kind::chat, encoded.type, 1, encoded.json);
  ASSERT_TRUE(read) << encoded.json;
  const auto& text
    = std::get<chat::entry_written>(std::get<chat::event>(read.value())).text;
  EXPECT_EQ(text,
            "a\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFD"
            "b\uFFFD");
}

TEST(event_codec, every_character_survives) {
  std::string text;
  for (int c = 0; c < 0x80; ++c) {
    text += static_cast<char>(c);
  }
  text += "\u0080\u07ff\u0800\uffff\U00010000\U0010ffff";
  const event e = chat::event{line(1, 1, text)};
  const auto encoded = encode_event(e);
  const auto read
    = decode_event(stream_kind::chat, encoded.type, 1, encoded.json);
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value(), e);
}

TEST(company_codec, a_company_comes_back_with_all_its_fields) {
  const company c = sample_company();
  const auto read = decode_company(encode_company(c));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read.value(), c);
  EXPECT_TRUE(matches_golden("events/company.json", encode_company(c) + "\n"));
}

TEST(company_codec, R16_a_flow_that_was_its_only_graph_is_its_version) {
  const auto read = decode_company(R"({"id":"acme","flows":{"greet":{
    "id":"greet","version":3,"first":"hello","nodes":{
      "hello":{"say":{"text":"Hello","next":"queue"}},
      "queue":{"enter_queue":{"queue":"sales","limit_reached":"end",
                              "timeout":"end"}},
      "end":{"end":{}}}}}})");
  ASSERT_TRUE(read) << read.error().text;
  const auto& f = read.value().flows.at(flow_id{"greet"});
  EXPECT_EQ(f.name, "greet");
  ASSERT_EQ(f.versions.size(), 1U);
  const auto* graph = f.version(3);
  ASSERT_NE(graph, nullptr);
  EXPECT_EQ(graph->first, "hello");
  EXPECT_EQ(graph->nodes.at("hello"),
            (flow::node{flow::say{"Hello", "queue"}}));
  EXPECT_EQ(graph->nodes.size(), 3U);
}

TEST(company_codec, a_company_with_nothing_set_comes_back) {
  company c;
  c.id = acme;
  const auto read = decode_company(encode_company(c));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read.value(), c);
}

TEST(company_codec, R12_damage_is_corrupt_and_names_the_field) {
  for (const std::string_view json :
       {"", "{}", "[]", R"({"id":"acme","weights":{"priority":[1,2,3]}})"}) {
    const auto read = decode_company(json);
    ASSERT_FALSE(read) << json;
    EXPECT_EQ(read.error().code, store_errc::corrupt_record);
  }
  const auto read
    = decode_company(R"({"id":"acme","flows":{"f":{"nodes":7}}})");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().text.find("flows"), std::string::npos);
}

} // namespace

} // namespace parley::storage::testing
