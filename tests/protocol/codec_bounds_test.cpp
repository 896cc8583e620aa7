// Every rule of a field, at its limit and one beyond, for every message of a
// client; and that each refusal names the field and the request.
#include "protocol/codec.hpp"
#include "protocol/json_reader.hpp"
#include "tests/support/wire_values.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::wire {
namespace {

using namespace parley::testing;
using json_value = nlohmann::ordered_json;

/// What a decoder said: "" if it understood, else name and detail.
using judge = std::string (*)(std::string_view frame);

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

std::string as_customer(std::string_view frame) {
  return verdict(decode_customer(frame));
}
std::string as_agent(std::string_view frame) {
  return verdict(decode_agent(frame));
}
std::string as_server(std::string_view frame) {
  return verdict(decode_server(frame));
}

/// What a member may hold, known at run time so that the rules below are
/// written once and not compiled for every member.
enum class holds : std::uint8_t {
  boolean,
  number,
  text,
  id,
  name, ///< of an enumeration
  list,
  object,
};

/// A member of the sample of a message, and what happens when it is changed.
struct member {
  judge judged_as;
  std::string frame;
  std::string type;
  std::string name;
  holds what;
  bool optional;
  std::size_t characters_max;

  /// @returns the verdict if the member is written as `written`.
  [[nodiscard]] std::string with_written(const std::string& written) const {
    auto changed = json_value::parse(frame);
    changed[name] = "<here>";
    auto text = changed.dump();
    text.replace(text.find("\"<here>\""), 8, written);
    return judged_as(text);
  }
  [[nodiscard]] std::string with(const json_value& value) const {
    return with_written(value.dump());
  }
  [[nodiscard]] std::string without() const {
    auto changed = json_value::parse(frame);
    changed.erase(name);
    return judged_as(changed.dump());
  }
  [[nodiscard]] std::string refused(std::string_view why) const {
    return std::string{why} + " " + name;
  }
};

std::ostream& operator<<(std::ostream& out, const member& m) {
  return out << m.type << "." << m.name;
}

template <class T>
constexpr holds what_holds(std::string_view name) {
  if constexpr (std::same_as<T, bool>) {
    return holds::boolean;
  } else if constexpr (
    std::integral<
      T> || std::same_as<T, timestamp> || std::same_as<T, duration>) {
    return holds::number;
  } else if constexpr (std::same_as<T, std::string>) {
    return name == "ref" ? holds::id : holds::text;
  } else if constexpr (named_enum<T>) {
    return holds::name;
  } else if constexpr (requires(T t) { t.emplace_back(); }) {
    return holds::list;
  } else if constexpr (described<T>) {
    return holds::object;
  } else {
    return holds::id;
  }
}

template <class Struct, class T>
holds what_holds(const field<Struct, T>& f) {
  return what_holds<T>(f.name);
}
template <class Struct, class T>
holds what_holds(const field<Struct, std::optional<T>>& f) {
  return what_holds<T>(f.name);
}
template <class Struct, class T>
bool may_be_absent(const field<Struct, T>& /*f*/) {
  return false;
}
template <class Struct, class T>
bool may_be_absent(const field<Struct, std::optional<T>>& /*f*/) {
  return true;
}

template <class Speaker>
void add_members(std::vector<member>& all, judge judged_as) {
  for_each_message<Speaker>([&]<class Message>(const Message& /*kind*/) {
    const auto frame = encode(Speaker{sample<Message>()});
    for_each_field<Message>([&](const auto& f) {
      all.push_back({judged_as,
                     frame,
                     std::string{Message::type},
                     std::string{f.name},
                     what_holds(f),
                     may_be_absent(f),
                     f.characters_max == 0 ? limits::name_characters_max
                                           : f.characters_max});
    });
  });
}

/// All members of all messages of the clients.
const std::vector<member>& client_members() {
  static const auto all = [] {
    std::vector<member> made;
    add_members<customer_message>(made, as_customer);
    add_members<agent_message>(made, as_agent);
    return made;
  }();
  return all;
}

/// All members of all messages.
const std::vector<member>& all_members() {
  static const auto all = [] {
    auto made = client_members();
    add_members<server_message>(made, as_server);
    return made;
  }();
  return all;
}

const member&
member_of(judge judged_as, std::string_view type, std::string_view name) {
  const auto& all = all_members();
  const auto found = std::find_if(all.begin(), all.end(), [&](const member& m) {
    return m.judged_as == judged_as && m.type == type && m.name == name;
  });
  EXPECT_NE(found, all.end()) << type << "." << name;
  return *found;
}

/// One expectation as a function, because a macro counts as branches.
void expect(const std::string& got,
            const std::string& wanted,
            const member& m) {
  EXPECT_EQ(got, wanted) << m;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  for (; times > 0; --times) {
    all += piece;
  }
  return all;
}

TEST(codec_bounds, a_missing_member_is_refused_by_name_unless_optional) {
  for (const auto& m : all_members()) {
    if (!m.optional) {
      // A list may be missing: then it is empty.
      expect(m.without(),
             m.what == holds::list ? "" : m.refused("missing_field"),
             m);
      expect(m.with(nullptr), m.refused("wrong_type"), m);
    }
  }
}

TEST(codec_bounds, a_member_of_the_wrong_type_is_refused_by_name) {
  for (const auto& m : all_members()) {
    const auto wrong = m.refused("wrong_type");
    expect(m.with(1.5), wrong, m);
    if (m.what != holds::boolean) {
      expect(m.with(true), wrong, m);
    }
    if (m.what != holds::number) {
      expect(m.with(1), wrong, m);
    }
    if (m.what != holds::text && m.what != holds::id && m.what != holds::name) {
      expect(m.with("1"), wrong, m);
    }
    if (m.what != holds::list) {
      expect(m.with(json_value::array()), wrong, m);
    }
    if (m.what != holds::object) {
      expect(m.with(json_value::object()), wrong, m);
    }
  }
}

TEST(codec_bounds, W7_a_text_may_have_its_characters_max_and_no_more) {
  int texts = 0;
  for (const auto& m : client_members()) {
    if (m.what != holds::text) {
      continue;
    }
    ++texts;
    expect(m.with(repeated("x", m.characters_max)), "", m);
    expect(m.with(repeated("😀", m.characters_max)), "", m);
    const auto beyond = m.refused("too_long");
    expect(m.with(repeated("x", m.characters_max + 1)), beyond, m);
    expect(m.with(repeated("😀", m.characters_max + 1)), beyond, m);
    expect(m.with_written(R"("a\u0000b")"), m.refused("out_of_range"), m);
  }
  EXPECT_GE(texts, 12);
}

TEST(codec_bounds, an_id_or_ref_has_1_to_64_plain_characters) {
  int ids = 0;
  for (const auto& m : client_members()) {
    if (m.what != holds::id) {
      continue;
    }
    ++ids;
    if (m.name != "agent") { // A transfer has either this or a queue.
      expect(m.with("a"), "", m);
      expect(m.with(std::string(limits::id_characters_max, '-')), "", m);
    }
    const auto wrong = m.refused("invalid_id");
    expect(m.with(std::string(limits::id_characters_max + 1, 'a')), wrong, m);
    for (const auto* bad : {"", " ", "a b", "a\"", "a\\", "a/b", "ä", "a\n"}) {
      expect(m.with(bad), wrong, m);
    }
  }
  EXPECT_GE(ids, 40);
}

TEST(codec_bounds, a_number_is_an_integer_that_javascript_holds_exactly) {
  int numbers = 0;
  for (const auto& m : all_members()) {
    if (m.what != holds::number) {
      continue;
    }
    ++numbers;
    if (m.name != "limit") { // It has closer bounds.
      expect(m.with_written("0"), "", m);
      expect(m.with_written("-0"), "", m);
      expect(m.with(limits::integer_max), "", m);
    }
    const auto beyond = m.refused("out_of_range");
    expect(m.with(limits::integer_max + 1), beyond, m);
    expect(m.with_written("18446744073709551616"), beyond, m);
    expect(m.with_written("-1"), beyond, m);
    expect(m.with_written("-99999999999999999999"), beyond, m);
    expect(m.with_written("1.0"), m.refused("wrong_type"), m);
    expect(m.with_written("1e3"), m.refused("wrong_type"), m);
    expect(m.with_written("1e400").substr(0, 17), "out_of_range byte", m);
  }
  EXPECT_GE(numbers, 30);
}

TEST(codec_bounds, an_unknown_name_of_an_enumeration_is_refused_with_its_path) {
  EXPECT_EQ(
    as_server(R"({"type":"chat.typing","chat":"c","by":"nobody","on":true})"),
    "out_of_range by");
  EXPECT_EQ(
    as_server(R"({"type":"chat.entry","chat":"c","line":{"entry":1,"at":1,)"
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
  EXPECT_EQ(as_agent(hello_with(0)), "");
  EXPECT_EQ(as_agent(hello_with(limits::list_items_max)), "");
  EXPECT_EQ(as_agent(hello_with(limits::list_items_max + 1)),
            "out_of_range have");
}

TEST(codec_bounds, what_is_wrong_in_a_list_is_refused_with_its_path) {
  auto frame = json_value::parse(hello_with(4));
  frame["have"][3].erase("after");
  EXPECT_EQ(as_agent(frame.dump()), "missing_field have[3].after");
  frame["have"][2] = 7;
  EXPECT_EQ(as_agent(frame.dump()), "wrong_type have[2]");
}

TEST(codec_bounds, C1_at_most_25_classifications_are_filed) {
  const auto& sample = member_of(as_agent, "chat.classify", "classifications");
  const auto list = [](std::size_t n) {
    return json_value(std::vector<std::string>(n, "x"));
  };
  EXPECT_EQ(sample.with(list(0)), "");
  EXPECT_EQ(sample.with(list(limits::classifications_per_chat_max)), "");
  EXPECT_EQ(sample.with(list(limits::classifications_per_chat_max + 1)),
            "out_of_range classifications");
}

TEST(codec_bounds, a_page_has_1_to_200_lines) {
  const auto& sample = member_of(as_agent, "chat.read", "limit");
  EXPECT_EQ(sample.with(0), "out_of_range limit");
  EXPECT_EQ(sample.with(1), "");
  EXPECT_EQ(sample.with(limits::history_page_max), "");
  EXPECT_EQ(sample.with(limits::history_page_max + 1), "out_of_range limit");
}

TEST(codec_bounds, W7_a_blank_line_is_refused_from_everybody) {
  for (const auto* blank : {"", " ", "\u2003\u200b\n", "\ufeff"}) {
    EXPECT_EQ((member_of(as_customer, "chat.say", "text").with(blank)),
              "blank_text text");
    EXPECT_EQ((member_of(as_agent, "chat.say", "text").with(blank)),
              "blank_text text");
    EXPECT_EQ((member_of(as_customer, "chat.start", "text").with(blank)),
              "blank_text text");
    EXPECT_EQ((member_of(as_agent, "chat.whisper", "text").with(blank)),
              "blank_text text");
  }
}

TEST(codec_bounds, a_first_line_needs_an_id) {
  EXPECT_EQ((member_of(as_customer, "chat.start", "id").without()),
            "missing_field id");
  EXPECT_EQ(as_customer(R"({"type":"chat.start","ref":"r"})"), "");
}

TEST(codec_bounds, a_transfer_goes_to_a_queue_or_an_agent) {
  EXPECT_EQ((member_of(as_agent, "chat.transfer", "queue").without()),
            "missing_field queue");
  EXPECT_EQ((member_of(as_agent, "chat.transfer", "agent").with("a")),
            "out_of_range agent");
  EXPECT_EQ(
    as_agent(R"({"type":"chat.transfer","ref":"r","chat":"c","agent":"a"})"),
    "");
}

TEST(codec_bounds, P9_a_break_needs_a_reason) {
  EXPECT_EQ((member_of(as_agent, "status.set", "reason").without()),
            "missing_field reason");
  EXPECT_EQ(as_agent(R"({"type":"status.set","ref":"r","available":true})"),
            "");
}

TEST(codec_bounds, L3_a_forced_status_says_what_it_is) {
  const auto frame = [](const std::string& more) {
    return as_agent(R"({"type":"agent.force_status","ref":"r","agent":"a")"
                    + more + "}");
  };
  EXPECT_EQ(frame(""), "missing_field available");
  EXPECT_EQ(frame(R"(,"available":true)"), "");
  EXPECT_EQ(frame(R"(,"available":false)"), "missing_field reason");
  EXPECT_EQ(frame(R"(,"available":false,"reason":"lunch")"), "");
  EXPECT_EQ(frame(R"(,"channels":[])"), "");
  EXPECT_EQ(frame(R"(,"channels":["call","webchat"])"), "");
  EXPECT_EQ(frame(R"(,"channels":["call","fax"])"), "out_of_range channels[1]");
}

/// A ping with a member that makes it `depth` deep in all.
std::string nested(std::size_t depth) {
  return R"({"type":"ping","ref":"r1","x":)" + std::string(depth - 1, '[')
         + std::string(depth - 1, ']') + "}";
}

TEST(codec_bounds, nesting_is_read_to_its_limit) {
  EXPECT_EQ(as_customer(nested(limits::json_depth_max)), "");
  EXPECT_EQ(as_customer(nested(limits::json_depth_max + 1)), "too_deep");
}

TEST(codec_bounds, Z4_two_hundred_thousand_brackets_are_survived) {
  constexpr std::size_t many = 200'000;
  for (const char* open : {"[", R"({"a":)"}) {
    const auto brackets = repeated(open, many);
    EXPECT_EQ(as_server(brackets), "too_deep");
    EXPECT_EQ(as_agent(brackets), "too_long frame");
    EXPECT_EQ(json::document{brackets}.why(), json::fault::too_deep);
  }
}

TEST(codec_bounds, a_frame_of_a_client_has_64_kib_at_the_most) {
  std::string frame = R"({"type":"ping","ref":"r1"})";
  frame.resize(limits::frame_bytes_max, ' ');
  EXPECT_EQ(as_customer(frame), "");
  EXPECT_EQ(as_agent(frame), "");
  frame += ' ';
  EXPECT_EQ(as_customer(frame), "too_long frame");
  EXPECT_EQ(as_agent(frame), "too_long frame");
}

TEST(codec_bounds, W7_the_longest_line_fits_into_a_frame_however_written) {
  std::string text;
  for (std::size_t i = 0; i < limits::text_characters_max; ++i) {
    text += R"(\ud83d\ude00)";
  }
  const auto frame
    = R"({"type":"chat.say","ref":"r","id":"m","text":")" + text + "\"}";
  EXPECT_EQ(as_customer(frame), "");
}

TEST(codec_bounds, Z4_what_is_no_json_object_is_refused) {
  for (const std::string frame : {"",
                                  " ",
                                  "x",
                                  "[]",
                                  "7",
                                  "null",
                                  R"("ping")",
                                  "{",
                                  "{}x",
                                  R"({"type"})",
                                  R"({"type":"ping",})",
                                  "{'type':'ping'}",
                                  "/**/{}",
                                  R"({"a":01})",
                                  R"({"a":+1})",
                                  R"({"a":NaN})",
                                  "{\"a\":\"\t\"}",
                                  R"({"a":"\x"})",
                                  R"({"a":"\ud800"})",
                                  R"({"a":"\udc00\ud800"})"}) {
    EXPECT_EQ(as_customer(frame).substr(0, 9), "malformed") << frame;
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
    EXPECT_EQ(as_customer(R"({"type":"chat.say","ref":"r","id":"m","text":")"
                          + bytes + "\"}")
                .substr(0, 8),
              "not_utf8");
    EXPECT_EQ(as_customer(bytes).substr(0, 8), "not_utf8");
  }
}

TEST(codec_bounds, a_type_that_this_speaker_does_not_have_is_unknown) {
  EXPECT_EQ(as_customer(R"({"type":"chat.take","ref":"r"})"),
            "unknown_type chat.take");
  EXPECT_EQ(as_agent(R"({"type":"visitor.hello"})"),
            "unknown_type visitor.hello");
  EXPECT_EQ(as_agent(R"({"type":"no <b>type</b>"})"), "unknown_type");
  EXPECT_EQ(as_agent(R"({"type":7})"), "wrong_type type");
  EXPECT_EQ(as_agent(R"({"Type":"ping"})"), "missing_field type");
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
