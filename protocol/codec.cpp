// Typed message -> text of a frame, and what the wire says about texts. Names
// of fields become bytes of JSON while this is compiled.
#include "protocol/codec.hpp"

#include "protocol/json_writer.hpp"

#include <array>
#include <concepts>

namespace parley::wire {

namespace {

template <class T>
concept described = requires {
  T::fields();
};

/// `,"name":` of the I-th field, made at compile time; the leading comma is
/// left out for the first member of an object.
template <class Struct, std::size_t I>
struct member_name {
  static constexpr std::string_view name = std::get<I>(Struct::fields()).name;
  static constexpr auto bytes = [] {
    std::array<char, name.size() + 4> b{};
    b[0] = ',';
    b[1] = '"';
    for (std::size_t i = 0; i < name.size(); ++i) {
      b[i + 2] = name[i];
    }
    b[name.size() + 2] = '"';
    b[name.size() + 3] = ':';
    return b;
  }();

  [[nodiscard]] static constexpr std::string_view text(bool first) {
    const std::string_view all{bytes.data(), bytes.size()};
    return first ? all.substr(1) : all;
  }
};

void put(std::string& out, const std::string& s) {
  json::append_string(out, s);
}
void put(std::string& out, std::same_as<bool> auto b) {
  json::append_boolean(out, b);
}
void put(std::string& out, std::uint64_t n) {
  json::append_integer(out, n);
}
void put(std::string& out, std::int64_t n) {
  json::append_integer(out, n);
}
void put(std::string& out, timestamp t) {
  json::append_integer(out, to_unix_ms(t));
}
void put(std::string& out, duration d) {
  json::append_integer(out, d.count());
}
template <class Tag>
void put(std::string& out, const basic_id<Tag>& id) {
  json::append_string(out, id.value);
}
template <named_enum Enum>
void put(std::string& out, Enum e) {
  json::append_string(out, to_string(e));
}
template <class T>
void put(std::string& out, const std::vector<T>& list);
template <described Struct>
void put(std::string& out, const Struct& s);

/// Members that may be absent are not written then.
template <class T>
[[nodiscard]] bool is_absent(const T& /*member*/) {
  return false;
}
template <class T>
[[nodiscard]] bool is_absent(const std::optional<T>& member) {
  return !member.has_value();
}
template <class T>
void put(std::string& out, const std::optional<T>& member) {
  put(out, *member);
}

template <class Struct, std::size_t I>
void put_member(std::string& out, const Struct& s, bool& first) {
  constexpr auto described_by = std::get<I>(Struct::fields());
  const auto& member = s.*described_by.member;
  if (is_absent(member)) {
    return;
  }
  out += member_name<Struct, I>::text(first);
  first = false;
  put(out, member);
}

template <described Struct>
void put_members(std::string& out, const Struct& s, bool first) {
  constexpr auto count = std::tuple_size_v<decltype(Struct::fields())>;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (put_member<Struct, I>(out, s, first), ...);
  }
  (std::make_index_sequence<count>{});
}

template <class T>
void put(std::string& out, const std::vector<T>& list) {
  out += '[';
  bool first = true;
  for (const auto& item : list) {
    if (!first) {
      out += ',';
    }
    first = false;
    put(out, item);
  }
  out += ']';
}

template <described Struct>
void put(std::string& out, const Struct& s) {
  out += '{';
  put_members(out, s, true);
  out += '}';
}

/// Enough for most frames but lists; those grow.
std::size_t likely_size(const auto& message) {
  constexpr std::size_t names_and_numbers = 256;
  if constexpr (requires { message.line.text; }) {
    return names_and_numbers + message.line.text.size();
  } else if constexpr (requires { message.lines; }) {
    constexpr std::size_t line = 200;
    return names_and_numbers + (line * message.lines.size());
  } else {
    return names_and_numbers;
  }
}

template <class Variant>
std::string encode_any(const Variant& message) {
  std::string out;
  std::visit(
    [&out]<class Message>(const Message& m) {
      out.reserve(likely_size(m));
      out += R"({"type":")";
      out += Message::type;
      out += '"';
      put_members(out, m, false);
      out += '}';
    },
    message);
  return out;
}

/// Unicode's White_Space, and characters that have no width: a text of these
/// says nothing.
constexpr bool is_blank_point(char32_t c) {
  struct range {
    char32_t first;
    char32_t last;
  };
  constexpr auto ranges = std::to_array<range>({
    {0x0009, 0x000D},
    {0x0020, 0x0020},
    {0x0085, 0x0085},
    {0x00A0, 0x00A0},
    {0x00AD, 0x00AD}, // soft hyphen
    {0x061C, 0x061C}, // Arabic letter mark
    {0x1680, 0x1680},
    {0x180E, 0x180E}, // Mongolian vowel separator
    {0x2000, 0x200F}, // spaces; zero-width ones; direction marks
    {0x2028, 0x202F}, // separators, embeddings, narrow space
    {0x205F, 0x2064}, // mathematical space, word joiner, invisible operators
    {0x2066, 0x206F}, // isolates and deprecated controls
    {0x3000, 0x3000},
    {0xFEFF, 0xFEFF}, // byte order mark
  });
  for (const auto& r : ranges) {
    if (c >= r.first && c <= r.last) {
      return true;
    }
  }
  return false;
}

constexpr bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string encode(const server_message& message) {
  return encode_any(message);
}

std::string encode(const customer_message& message) {
  return encode_any(message);
}

std::string encode(const agent_message& message) {
  return encode_any(message);
}

refused to_refused(const refusal& why, std::optional<std::string> ref) {
  const auto& row = describe(why.code);
  refused answer;
  answer.ref = std::move(ref);
  answer.code = static_cast<std::int64_t>(row.code);
  answer.name = row.name;
  answer.text = row.sentence;
  if (!why.detail.empty()) {
    answer.detail = why.detail;
  }
  return answer;
}

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const utf8::step s = utf8::next(text, at);
    if (!s.valid || !is_blank_point(s.point)) {
      return false;
    }
    at += s.bytes;
  }
  return true;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += is_continuation(c) ? 0 : 1;
  }
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  // A text has no more characters than bytes.
  if (text.size() <= count) {
    return text;
  }
  std::size_t at = 0;
  for (std::size_t begun = 0; at < text.size(); ++at) {
    if (!is_continuation(text[at]) && begun++ == count) {
      break;
    }
  }
  return text.substr(0, at);
}

} // namespace parley::wire
