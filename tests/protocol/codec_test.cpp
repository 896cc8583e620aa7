// Frames there and back: every message, golden frames, and what a frame may
// leave out, repeat or add.
#include "protocol/codec.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/wire_values.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley::wire {
namespace {

using namespace parley::testing;

auto decode(std::string_view frame, const customer_message& /*speaker*/) {
  return decode_customer(frame);
}
auto decode(std::string_view frame, const agent_message& /*speaker*/) {
  return decode_agent(frame);
}
auto decode(std::string_view frame, const server_message& /*speaker*/) {
  return decode_server(frame);
}

template <class Speaker>
void expect_same_after_round_trip(const Speaker& message) {
  const auto frame = encode(message);
  const auto again = decode(frame, message);
  ASSERT_TRUE(again.has_value())
    << frame << "\n"
    << to_string(again.error().why.code) << " " << again.error().why.detail;
  EXPECT_EQ(again.value(), message) << frame;
}

template <class Speaker>
void expect_golden_frames(const std::string& speaker) {
  for_each_message<Speaker>([&]<class Message>(const Message& /*kind*/) {
    const Speaker message = sample<Message>();
    const auto name
      = "frames/" + speaker + "." + std::string{Message::type} + ".json";
    EXPECT_TRUE(matches_golden(name, encode(message) + "\n"));
    expect_same_after_round_trip(message);
  });
}

template <class Speaker>
void expect_random_round_trips(std::uint64_t seed) {
  random_source random{seed};
  for_each_message<Speaker>([&]<class Message>(const Message& /*kind*/) {
    constexpr int rounds = 300;
    for (int i = 0; i < rounds; ++i) {
      expect_same_after_round_trip<Speaker>(random_message<Message>(random));
      if (::testing::Test::HasFatalFailure()) {
        return;
      }
    }
  });
}

TEST(codec, every_sample_of_a_customer_is_its_golden_frame) {
  expect_golden_frames<customer_message>("customer");
}

TEST(codec, every_sample_of_an_agent_is_its_golden_frame) {
  expect_golden_frames<agent_message>("agent");
}

TEST(codec, every_sample_of_the_server_is_its_golden_frame) {
  expect_golden_frames<server_message>("server");
}

TEST(codec, random_messages_of_a_customer_survive_the_round_trip) {
  expect_random_round_trips<customer_message>(1);
}

TEST(codec, random_messages_of_an_agent_survive_the_round_trip) {
  expect_random_round_trips<agent_message>(2);
}

TEST(codec, random_messages_of_the_server_survive_the_round_trip) {
  expect_random_round_trips<server_message>(3);
}

template <class Speaker>
void expect_unique_types() {
  std::set<std::string_view> types;
  for_each_message<Speaker>([&]<class Message>(const Message& /*kind*/) {
    EXPECT_TRUE(types.insert(Message::type).second) << Message::type;
  });
}

TEST(codec, no_two_messages_of_one_speaker_have_the_same_type) {
  expect_unique_types<customer_message>();
  expect_unique_types<agent_message>();
  expect_unique_types<server_message>();
}

TEST(codec, the_order_of_members_does_not_matter) {
  const auto m = decode_customer(
    R"({"text":"hi","id":"m1","ref":"r1","type":"chat.say"})");
  ASSERT_TRUE(m.has_value());
  EXPECT_EQ(
    m.value(),
    (customer_message{customer_say{"r1", client_message_id{"m1"}, "hi"}}));
}

TEST(codec, unknown_members_are_ignored_whatever_they_hold) {
  const auto m = decode_customer(
    R"({"type":"ping","ref":"r1","x":1.5,"y":[{"ref":"r2","type":"no"}],)"
    R"("z":{"ref":7},"":null,"n":-3})");
  ASSERT_TRUE(m.has_value());
  EXPECT_EQ(m.value(), (customer_message{ping{"r1"}}));
}

TEST(codec, of_equal_names_the_last_one_counts) {
  const auto m = decode_customer(
    R"({"type":"chat.end","ref":7,"ref":"r1","type":"ping","ref":"r2"})");
  ASSERT_TRUE(m.has_value());
  EXPECT_EQ(m.value(), (customer_message{ping{"r2"}}));
}

TEST(codec, null_stands_for_an_optional_member_that_is_absent) {
  const auto m = decode_customer(
    R"({"type":"chat.start","ref":"r1","name":null,"text":null})");
  ASSERT_TRUE(m.has_value());
  EXPECT_EQ(m.value(), (customer_message{start_chat{.ref = "r1"}}));
}

TEST(codec, absent_members_are_not_written) {
  EXPECT_EQ(encode(server_message{ok{.ref = "r1"}}),
            R"({"type":"ok","ref":"r1"})");
}

TEST(codec, Z4_texts_are_escaped_and_broken_utf8_is_replaced) {
  const auto text = std::string{"\"\\\b\f\n\r\t\x01\x1f\x7f</ä😀"} + "\xff"
                    + "\xe2\x82" + "x" + "\xed\xa0\x80";
  const auto frame = encode(customer_message{customer_say{"r", {}, text}});
  EXPECT_EQ(frame,
            R"({"type":"chat.say","ref":"r","id":"","text":")"
            R"(\"\\\b\f\n\r\t\u0001\u001f)"
            "\x7f</ä😀�"
            "�x���\"}");
}

TEST(codec, escapes_are_read) {
  const auto m = decode_customer(R"({"type":"chat.say","ref":"r","id":"m",)"
                                 R"("text":"\u00e4\ud83d\ude00\/\u2028\n"})");
  ASSERT_TRUE(m.has_value());
  EXPECT_EQ(std::get<customer_say>(m.value()).text, "ä😀/\u2028\n");
}

TEST(codec, a_refusal_becomes_a_frame_with_number_sentence_and_detail) {
  EXPECT_EQ(encode(to_refused({refusal_code::too_long, "text"}, "r9")),
            R"({"type":"refused","ref":"r9","code":105,"name":"too_long",)"
            R"("text":"A text is too long.","detail":"text"})");
  EXPECT_EQ(encode(to_refused({refusal_code::malformed}, {})),
            R"({"type":"refused","code":100,"name":"malformed",)"
            R"("text":"This is not a JSON object."})");
}

TEST(text, W7_white_space_of_all_kinds_is_blank) {
  for (const std::string_view blank : {"",
                                       " ",
                                       "\t\r\n\v\f",
                                       "\u0085",
                                       "\u00a0",
                                       "\u1680",
                                       "\u2003\u200b",
                                       "\u2028\u2029",
                                       "\u202f\u205f",
                                       "\u3000",
                                       "\ufeff",
                                       "\u2060\u200d"}) {
    EXPECT_TRUE(is_blank(blank)) << blank;
  }
  for (const std::string_view said :
       {"x", " . ", "\u200bä", "\u2800", "😀", "\xff", " \xe2\x80"}) {
    EXPECT_FALSE(is_blank(said)) << said;
  }
}

TEST(text, characters_are_code_points) {
  EXPECT_EQ(characters(""), 0U);
  EXPECT_EQ(characters("aä€😀"), 4U);
  EXPECT_EQ(first_characters("aä€😀", 3), "aä€");
  EXPECT_EQ(first_characters("aä€😀", 4), "aä€😀");
  EXPECT_EQ(first_characters("aä€😀", 99), "aä€😀");
  EXPECT_EQ(first_characters("ä", 0), "");
}

} // namespace
} // namespace parley::wire
