// Every rule of a field, at its limit and one beyond, for every message of a
// client; and that each refusal names the field and the request.
#include "protocol/codec.hpp"
#include "protocol/json_reader.hpp"
#include "tests/support/wire_values.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace parley::wire {
namespace {

using namespace parley::testing;
using json_value = nlohmann::ordered_json;

/// What a decoder said: "" if it understood, else name and detail.
template <class Result>
std::string verdict(const Result& r) {
  if (r.has_value()) {
    return "";
  }
  const auto& why = r.error().why;
  const std::string name{to_string(why.code)};
  return why.detail.empty() ? name : name + " " + why.detail;
}

template <class Speaker>
std::string verdict_on(const std::string& frame) {
  if constexpr (std::same_as<Speaker, customer_message>) {
    return verdict(decode_customer(frame));
  } else if constexpr (std::same_as<Speaker, agent_message>) {
    return verdict(decode_agent(frame));
  } else {
    return verdict(decode_server(frame));
  }
}

/// Says what happens to the sample of a message when one member is set.
template <class Speaker, class Message>
class changed_sample {
public:
  explicit changed_sample(std::string_view member)
      : member_{member},
        frame_(json_value::parse(encode(Speaker{sample<Message>()}))) {}

  [[nodiscard]] std::string with(const json_value& value) const {
    auto changed = frame_;
    changed[member_] = value;
    return verdict_on<Speaker>(changed.dump());
  }
  [[nodiscard]] std::string with_written(const std::string& value) const {
    auto changed = frame_;
    changed[member_] = "<here>";
    auto text = changed.dump();
    text.replace(text.find("\"<here>\""), 8, value);
    return verdict_on<Speaker>(text);
  }
  [[nodiscard]] std::string without() const {
    auto changed = frame_;
    changed.erase(member_);
    return verdict_on<Speaker>(changed.dump());
  }

private:
  std::string member_;
  json_value frame_;
};

/// Calls `f(field, changed_sample)` for each field of each message.
template <class Speaker, class F>
void for_each_member(F&& f) {
  for_each_message<Speaker>([&]<class Message>(const Message& /*kind*/) {
    for_each_field<Message>([&](const auto& field) {
      SCOPED_TRACE(std::string{Message::type} + "." + std::string{field.name});
      f(field, changed_sample<Speaker, Message>{field.name});
    });
  });
}

template <class Struct, class Member>
std::type_identity<Member> type_of(const field<Struct, Member>&);
template <class T>
std::type_identity<T> bare(std::type_identity<T>);
template <class T>
std::type_identity<T> bare(std::type_identity<std::optional<T>>);

/// The type of a field, without its optional.
template <class Field>
using bare_type = typename decltype(bare(type_of(std::declval<Field>())))::type;

template <class T>
concept id_type = requires(T t) {
  t.value;
}
&&!described<T> && !requires(T t) {
  t.has_value();
};

template <class F>
void for_each_client_member(F&& f) {
  for_each_member<customer_message>(f);
  for_each_member<agent_message>(f);
}

std::string named(std::string_view refusal, std::string_view field) {
  return std::string{refusal} + " " + std::string{field};
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  for (; times > 0; --times) {
    all += piece;
  }
  return all;
}

template <class Field>
constexpr bool is_optional_field
  = !std::same_as<typename decltype(type_of(std::declval<Field>()))::type,
                  bare_type<Field>>;

TEST(codec_bounds, a_missing_member_is_refused_by_name_unless_optional) {
  const auto check = [](const auto& field, const auto& sample) {
    using field_type = std::remove_cvref_t<decltype(field)>;
    if (!is_optional_field<field_type>) {
      EXPECT_EQ(sample.without(), named("missing_field", field.name));
      EXPECT_EQ(sample.with(nullptr), named("wrong_type", field.name));
    }
  };
  for_each_client_member(check);
  for_each_member<server_message>(check);
}

TEST(codec_bounds, a_member_of_the_wrong_type_is_refused_by_name) {
  const auto check = [](const auto& field, const auto& sample) {
    using type = bare_type<std::remove_cvref_t<decltype(field)>>;
    const auto wrong = named("wrong_type", field.name);
    constexpr bool is_boolean = std::same_as<type, bool>;
    constexpr bool is_text
      = std::same_as<type, std::string> || id_type<type> || named_enum<type>;
    constexpr bool is_list = requires(type t) {
      t.emplace_back();
    }
    &&!is_text;
    if (!is_boolean) {
      EXPECT_EQ(sample.with(true), wrong);
    }
    if (!is_text) {
      EXPECT_EQ(sample.with("1"), wrong);
    }
    if (!is_list) {
      EXPECT_EQ(sample.with(json_value::array()), wrong);
    }
    if (!described<type>) {
      EXPECT_EQ(sample.with(json_value::object()), wrong);
    }
    EXPECT_EQ(sample.with(1.5), wrong);
  };
  for_each_client_member(check);
  for_each_member<server_message>(check);
}

TEST(codec_bounds, W7_a_text_may_have_its_characters_max_and_no_more) {
  int texts = 0;
  for_each_client_member([&](const auto& field, const auto& sample) {
    using type = bare_type<std::remove_cvref_t<decltype(field)>>;
    if constexpr (std::same_as<type, std::string>) {
      if (field.name == "ref") {
        return;
      }
      const auto most = field.characters_max == 0 ? limits::name_characters_max
                                                  : field.characters_max;
      ++texts;
      EXPECT_EQ(sample.with(repeated("x", most)), "");
      EXPECT_EQ(sample.with(repeated("😀", most)), "");
      EXPECT_EQ(sample.with(repeated("x", most + 1)),
                named("too_long", field.name));
      EXPECT_EQ(sample.with(repeated("😀", most + 1)),
                named("too_long", field.name));
      EXPECT_EQ(sample.with_written(R"("a\u0000b")"),
                named("out_of_range", field.name));
    }
  });
  EXPECT_GE(texts, 12);
}

TEST(codec_bounds, an_id_or_ref_has_1_to_64_plain_characters) {
  int ids = 0;
  for_each_client_member([&](const auto& field, const auto& sample) {
    using type = bare_type<std::remove_cvref_t<decltype(field)>>;
    if constexpr (std::same_as<type, std::string> || id_type<type>) {
      if (!id_type<type> && field.name != "ref") {
        return;
      }
      ++ids;
      const auto wrong = named("invalid_id", field.name);
      if (field.name != "agent") { // A transfer has either this or a queue.
        EXPECT_EQ(sample.with("a"), "");
        EXPECT_EQ(sample.with(std::string(limits::id_characters_max, '-')), "");
      }
      EXPECT_EQ(sample.with(std::string(limits::id_characters_max + 1, 'a')),
                wrong);
      for (const auto* bad :
           {"", " ", "a b", "a\"", "a\\", "a/b", "ä", "a\n"}) {
        EXPECT_EQ(sample.with(bad), wrong);
      }
    }
  });
  EXPECT_GE(ids, 40);
}

TEST(codec_bounds, a_number_is_an_integer_that_javascript_holds_exactly) {
  int numbers = 0;
  const auto check = [&](const auto& field, const auto& sample) {
    using type = bare_type<std::remove_cvref_t<decltype(field)>>;
    if constexpr (
      !std::same_as<
        type,
        bool> && (std::integral<type> || std::same_as<type, timestamp> || std::same_as<type, duration>)) {
      ++numbers;
      const auto beyond = named("out_of_range", field.name);
      const auto wrong = named("wrong_type", field.name);
      if (field.name != "limit") {
        EXPECT_EQ(sample.with_written("0"), "");
        EXPECT_EQ(sample.with_written("-0"), "");
        EXPECT_EQ(sample.with(limits::integer_max), "");
      }
      EXPECT_EQ(sample.with(limits::integer_max + 1), beyond);
      EXPECT_EQ(sample.with_written("18446744073709551616"), beyond);
      EXPECT_EQ(sample.with_written("-1"), beyond);
      EXPECT_EQ(sample.with_written("-99999999999999999999"), beyond);
      EXPECT_EQ(sample.with_written("1.0"), wrong);
      EXPECT_EQ(sample.with_written("1e3"), wrong);
      EXPECT_EQ(sample.with_written("1e400").substr(0, 17),
                "out_of_range byte");
    }
  };
  for_each_client_member(check);
  for_each_member<server_message>(check);
  EXPECT_GE(numbers, 30);
}

TEST(codec_bounds, an_unknown_name_of_an_enumeration_is_refused_with_its_path) {
  EXPECT_EQ(verdict_on<server_message>(
              R"({"type":"chat.typing","chat":"c","by":"nobody","on":true})"),
            "out_of_range by");
  EXPECT_EQ(verdict_on<server_message>(
              R"({"type":"chat.entry","chat":"c","line":{"entry":1,"at":1,)"
              R"("from":"Agent","kind":"text","text":""}})"),
            "out_of_range line.from");
}

std::string hello_with(std::size_t positions) {
  std::string have;
  for (std::size_t i = 0; i < positions; ++i) {
    have += i == 0 ? "" : ",";
    have += R"({"chat":"c","after":1})";
  }
  return R"({"type":"agent.hello","ref":"r","ticket":"t","have":[)" + have
         + "]}";
}

TEST(codec_bounds, a_list_may_have_its_items_max_and_no_more) {
  EXPECT_EQ(verdict_on<agent_message>(hello_with(0)), "");
  EXPECT_EQ(verdict_on<agent_message>(hello_with(limits::list_items_max)), "");
  EXPECT_EQ(verdict_on<agent_message>(hello_with(limits::list_items_max + 1)),
            "out_of_range have");
}

TEST(codec_bounds, what_is_wrong_in_a_list_is_refused_with_its_path) {
  auto frame = json_value::parse(hello_with(4));
  frame["have"][3].erase("after");
  EXPECT_EQ(verdict_on<agent_message>(frame.dump()),
            "missing_field have[3].after");
  frame["have"][2] = 7;
  EXPECT_EQ(verdict_on<agent_message>(frame.dump()), "wrong_type have[2]");
}

TEST(codec_bounds, C1_at_most_25_classifications_are_filed) {
  const changed_sample<agent_message, classify_chat> sample{"classifications"};
  const auto list = [](std::size_t n) {
    return json_value(std::vector<std::string>(n, "x"));
  };
  EXPECT_EQ(sample.with(list(0)), "");
  EXPECT_EQ(sample.with(list(limits::classifications_per_chat_max)), "");
  EXPECT_EQ(sample.with(list(limits::classifications_per_chat_max + 1)),
            "out_of_range classifications");
}

TEST(codec_bounds, a_page_has_1_to_200_lines) {
  const changed_sample<agent_message, read_chat> sample{"limit"};
  EXPECT_EQ(sample.with(0), "out_of_range limit");
  EXPECT_EQ(sample.with(1), "");
  EXPECT_EQ(sample.with(limits::history_page_max), "");
  EXPECT_EQ(sample.with(limits::history_page_max + 1), "out_of_range limit");
}

TEST(codec_bounds, W7_a_blank_line_is_refused_from_everybody) {
  for (const auto* blank : {"", " ", "\u2003\u200b\n", "\ufeff"}) {
    EXPECT_EQ(
      (changed_sample<customer_message, customer_say>{"text"}.with(blank)),
      "blank_text text");
    EXPECT_EQ((changed_sample<agent_message, agent_say>{"text"}.with(blank)),
              "blank_text text");
    EXPECT_EQ(
      (changed_sample<customer_message, start_chat>{"text"}.with(blank)),
      "blank_text text");
  }
}

TEST(codec_bounds, a_first_line_needs_an_id) {
  EXPECT_EQ((changed_sample<customer_message, start_chat>{"id"}.without()),
            "missing_field id");
  EXPECT_EQ(verdict_on<customer_message>(R"({"type":"chat.start","ref":"r"})"),
            "");
}

TEST(codec_bounds, a_transfer_goes_to_a_queue_or_an_agent) {
  EXPECT_EQ((changed_sample<agent_message, transfer_chat>{"queue"}.without()),
            "missing_field queue");
  EXPECT_EQ((changed_sample<agent_message, transfer_chat>{"agent"}.with("a")),
            "out_of_range agent");
  EXPECT_EQ(verdict_on<agent_message>(
              R"({"type":"chat.transfer","ref":"r","chat":"c","agent":"a"})"),
            "");
}

TEST(codec_bounds, P9_a_break_needs_a_reason) {
  EXPECT_EQ((changed_sample<agent_message, set_status>{"reason"}.without()),
            "missing_field reason");
  EXPECT_EQ(verdict_on<agent_message>(
              R"({"type":"status.set","ref":"r","available":true})"),
            "");
}

/// A ping with a member that makes it `depth` deep in all.
std::string nested(std::size_t depth) {
  return R"({"type":"ping","ref":"r1","x":)" + std::string(depth - 1, '[')
         + std::string(depth - 1, ']') + "}";
}

TEST(codec_bounds, nesting_is_read_to_its_limit) {
  EXPECT_EQ(verdict_on<customer_message>(nested(limits::json_depth_max)), "");
  EXPECT_EQ(verdict_on<customer_message>(nested(limits::json_depth_max + 1)),
            "too_deep");
}

TEST(codec_bounds, Z4_two_hundred_thousand_brackets_are_survived) {
  constexpr std::size_t many = 200'000;
  for (const char* open : {"[", R"({"a":)"}) {
    const auto brackets = repeated(open, many);
    EXPECT_EQ(verdict_on<server_message>(brackets), "too_deep");
    EXPECT_EQ(verdict_on<agent_message>(brackets), "too_long frame");
    EXPECT_EQ((json::document{brackets, many}.why()), json::fault::malformed);
  }
}

TEST(codec_bounds, a_frame_of_a_client_has_64_kib_at_the_most) {
  std::string frame = R"({"type":"ping","ref":"r1"})";
  frame.resize(limits::frame_bytes_max, ' ');
  EXPECT_EQ(verdict_on<customer_message>(frame), "");
  EXPECT_EQ(verdict_on<agent_message>(frame), "");
  frame += ' ';
  EXPECT_EQ(verdict_on<customer_message>(frame), "too_long frame");
  EXPECT_EQ(verdict_on<agent_message>(frame), "too_long frame");
}

TEST(codec_bounds, W7_the_longest_line_fits_into_a_frame_however_written) {
  std::string text;
  for (std::size_t i = 0; i < limits::text_characters_max; ++i) {
    text += R"(\ud83d\ude00)";
  }
  const auto frame
    = R"({"type":"chat.say","ref":"r","id":"m","text":")" + text + "\"}";
  EXPECT_EQ(verdict_on<customer_message>(frame), "");
}

TEST(codec_bounds, Z4_what_is_no_json_object_is_refused) {
  for (const std::string frame : {"",
                                  " ",
                                  "x",
                                  "[]",
                                  "7",
                                  "null",
                                  "\"ping\"",
                                  "{",
                                  "{}x",
                                  "{\"type\"}",
                                  "{\"type\":\"ping\",}",
                                  "{'type':'ping'}",
                                  "/**/{}",
                                  "{\"a\":01}",
                                  "{\"a\":+1}",
                                  "{\"a\":NaN}",
                                  "{\"a\":\"\t\"}",
                                  "{\"a\":\"\\x\"}",
                                  "{\"a\":\"\\ud800\"}",
                                  "{\"a\":\"\\udc00\\ud800\"}"}) {
    EXPECT_EQ(verdict_on<customer_message>(frame).substr(0, 9), "malformed")
      << frame;
  }
}

TEST(codec_bounds, Z4_a_frame_that_is_not_utf8_is_refused_as_such) {
  for (const std::string bytes : {"\x80",
                                  "\xc0\x80",
                                  "\xc1\xbf",
                                  "\xe0\x80\x80",
                                  "\xed\xa0\x80",
                                  "\xf0\x80\x80\x80",
                                  "\xf4\x90\x80\x80",
                                  "\xf5\x80\x80\x80",
                                  "\xff",
                                  "\xe2\x82",
                                  "\xf0\x9f\x98"}) {
    EXPECT_EQ(
      verdict_on<customer_message>(
        R"({"type":"chat.say","ref":"r","id":"m","text":")" + bytes + "\"}")
        .substr(0, 8),
      "not_utf8");
    EXPECT_EQ(verdict_on<customer_message>(bytes).substr(0, 8), "not_utf8");
  }
}

TEST(codec_bounds, a_type_that_this_speaker_does_not_have_is_unknown) {
  EXPECT_EQ(verdict_on<customer_message>(R"({"type":"chat.take","ref":"r"})"),
            "unknown_type chat.take");
  EXPECT_EQ(verdict_on<agent_message>(R"({"type":"visitor.hello"})"),
            "unknown_type visitor.hello");
  EXPECT_EQ(verdict_on<agent_message>(R"({"type":"no <b>type</b>"})"),
            "unknown_type");
  EXPECT_EQ(verdict_on<agent_message>(R"({"type":7})"), "wrong_type type");
  EXPECT_EQ(verdict_on<agent_message>(R"({"Type":"ping"})"),
            "missing_field type");
}

std::optional<std::string> ref_of(std::string_view frame) {
  const auto r = decode_customer(frame);
  EXPECT_FALSE(r.has_value()) << frame;
  return r.has_value() ? std::nullopt : r.error().ref;
}

TEST(codec_bounds, a_refusal_carries_the_ref_whenever_it_could_be_read) {
  using namespace std::string_literals;
  EXPECT_EQ(ref_of(R"({"type":"nonsense","ref":"r1"})"), "r1"s);
  EXPECT_EQ(ref_of(R"({"ref":"r1"})"), "r1"s);
  EXPECT_EQ(ref_of(R"({"type":"chat.say","ref":"r1","id":7})"), "r1"s);
  EXPECT_EQ(ref_of(R"({"type":"chat.say","id":"m","text":" ","ref":"r1"})"),
            "r1"s);
  EXPECT_EQ(ref_of(R"({"ref":"r1","type":"ping")"), "r1"s);
  EXPECT_EQ(ref_of("{\"ref\":\"r1\",\"x\":" + std::string(99, '[')), "r1"s);
  EXPECT_EQ(ref_of(R"({"ref":"r0","ref":"r1","type":"x"})"), "r1"s);
  EXPECT_EQ(ref_of(R"({"ref":"no id","type":"ping"})"), std::nullopt);
  EXPECT_EQ(ref_of(R"({"ref":7,"type":"ping"})"), std::nullopt);
  EXPECT_EQ(ref_of(R"({"x":{"ref":"r1"},"type":"ping"})"), std::nullopt);
  EXPECT_EQ(ref_of(R"([{"ref":"r1"}])"), std::nullopt);
  EXPECT_EQ(ref_of(""), std::nullopt);
}

TEST(codec_bounds, what_the_server_writes_is_not_measured_again) {
  const auto text = repeated("x", limits::text_characters_max + 1);
  chat_entry e;
  e.chat = chat_id{"c"};
  e.line.text = text;
  const auto r = decode_server(encode(server_message{e}));
  ASSERT_TRUE(r.has_value());
  EXPECT_EQ(std::get<chat_entry>(r.value()).line.text, text);
}

} // namespace
} // namespace parley::wire
