// Text of a frame -> typed message. One reader for all messages, driven by
// their fields(); rules between fields stand in `check`.
#include "protocol/codec.hpp"
#include "protocol/json_reader.hpp"

#include <algorithm>
#include <array>
#include <concepts>

namespace parley::wire {

namespace {

using json::kind;

template <class T>
concept described = requires {
  T::fields();
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// What holds for a field besides its type.
struct bounds {
  /// 0: the limit of names.
  std::size_t characters_max = 0;
  /// A `ref` is an id, though it is a plain string in the structs.
  bool is_ref = false;
};

/// Whose frame it is. What the server writes is bounded where it is made, and
/// may be bounded less tightly in a newer server: only types are checked.
enum class origin : std::uint8_t { client, server };

class reader {
public:
  reader(const json::document& doc, origin from) : doc_{doc}, from_{from} {}

  /// Reads the members of the object at `at` into `out`.
  template <described Struct>
  [[nodiscard]] bool members(std::size_t at, Struct& out) {
    constexpr auto count = std::tuple_size_v<decltype(Struct::fields())>;
    return read_all(at, out, std::make_index_sequence<count>{});
  }

  [[nodiscard]] refusal why() && { return {code_, std::move(path_)}; }

private:
  bool fail(refusal_code code) {
    code_ = code;
    return false;
  }

  /// Puts `part` before the path of what has failed.
  bool failed_in(std::string_view part) {
    const bool dot = !path_.empty() && path_.front() != '[';
    path_.insert(0, dot ? "." : "").insert(0, part);
    return false;
  }

  [[nodiscard]] const json::value& value(std::size_t at) const {
    return doc_.values()[at];
  }

  /// Where the value of each field stands; 0, the root, means nowhere. The last
  /// of equal names counts.
  template <class Struct, std::size_t... I>
  [[nodiscard]] auto find_all(std::size_t at,
                              std::index_sequence<I...> /*all*/) const {
    std::array<std::size_t, sizeof...(I)> found{};
    const std::size_t end = value(at).end;
    for (std::size_t i = at + 1; i < end; i = value(i).end) {
      const auto name = doc_.name(value(i));
      static_cast<void>(
        ((name == std::get<I>(Struct::fields()).name && (found[I] = i, true))
         || ...));
    }
    return found;
  }

  template <class Struct, std::size_t... I>
  bool read_all(std::size_t at, Struct& out, std::index_sequence<I...> all) {
    const auto found = find_all<Struct>(at, all);
    return (member<I>(found[I], out) && ...);
  }

  template <std::size_t I, class Struct>
  bool member(std::size_t at, Struct& out) {
    constexpr auto described_by = std::get<I>(Struct::fields());
    auto& target = out.*described_by.member;
    using type = std::remove_reference_t<decltype(target)>;
    constexpr bounds limit{described_by.characters_max,
                           described_by.name == "ref"};
    if constexpr (is_optional<type>) {
      if (at == 0 || value(at).what == kind::null) {
        return true;
      }
      return read(at, target.emplace(), limit) || failed_in(described_by.name);
    } else {
      if (at == 0 && is_list<type>) {
        // Lists are added to messages later: without one it is empty.
        return true;
      }
      if (at == 0) {
        fail(refusal_code::missing_field);
        return failed_in(described_by.name);
      }
      return read(at, target, limit) || failed_in(described_by.name);
    }
  }

  bool read(std::size_t at, std::string& out, bounds limit) {
    const auto& v = value(at);
    if (v.what != kind::string) {
      return fail(refusal_code::wrong_type);
    }
    const auto text = doc_.text(v);
    if (limit.is_ref && !is_valid_id(text)) {
      return fail(refusal_code::invalid_id);
    }
    if (from_ == origin::client && !within(text, limit.characters_max)) {
      return false;
    }
    out = text;
    return true;
  }

  bool within(std::string_view text, std::size_t characters_max) {
    const std::size_t most
      = characters_max == 0 ? limits::name_characters_max : characters_max;
    if (text.size() > most && characters(text) > most) {
      return fail(refusal_code::too_long);
    }
    if (text.find('\0') != std::string_view::npos) {
      return fail(refusal_code::out_of_range);
    }
    return true;
  }

  template <class Tag>
  bool read(std::size_t at, basic_id<Tag>& out, bounds /*limit*/) {
    const auto& v = value(at);
    if (v.what != kind::string) {
      return fail(refusal_code::wrong_type);
    }
    const auto text = doc_.text(v);
    if (!is_valid_id(text)) {
      return fail(refusal_code::invalid_id);
    }
    out.value = text;
    return true;
  }

  bool read(std::size_t at, std::same_as<bool> auto& out, bounds /*limit*/) {
    const auto& v = value(at);
    if (v.what != kind::boolean) {
      return fail(refusal_code::wrong_type);
    }
    out = v.number != 0;
    return true;
  }

  bool read(std::size_t at, std::uint64_t& out, bounds /*limit*/) {
    const auto& v = value(at);
    switch (v.what) {
    case kind::integer:
      if (v.number > limits::integer_max) {
        return fail(refusal_code::out_of_range);
      }
      out = v.number;
      return true;
    case kind::negative:
    case kind::huge:
      return fail(refusal_code::out_of_range);
    default:
      return fail(refusal_code::wrong_type);
    }
  }

  bool read(std::size_t at, std::int64_t& out, bounds limit) {
    std::uint64_t number = 0;
    if (!read(at, number, limit)) {
      return false;
    }
    out = static_cast<std::int64_t>(number);
    return true;
  }

  bool read(std::size_t at, duration& out, bounds limit) {
    std::int64_t number = 0;
    if (!read(at, number, limit)) {
      return false;
    }
    out = duration{number};
    return true;
  }

  bool read(std::size_t at, timestamp& out, bounds limit) {
    std::int64_t number = 0;
    if (!read(at, number, limit)) {
      return false;
    }
    out = from_unix_ms(number);
    return true;
  }

  template <named_enum Enum>
  bool read(std::size_t at, Enum& out, bounds /*limit*/) {
    const auto& v = value(at);
    if (v.what != kind::string) {
      return fail(refusal_code::wrong_type);
    }
    const auto known = from_name<Enum>(doc_.text(v));
    if (!known) {
      return fail(refusal_code::out_of_range);
    }
    out = *known;
    return true;
  }

  template <class T>
  bool read(std::size_t at, std::vector<T>& out, bounds limit) {
    if (value(at).what != kind::list) {
      return fail(refusal_code::wrong_type);
    }
    const std::size_t end = value(at).end;
    for (std::size_t i = at + 1; i < end; i = value(i).end) {
      if (from_ == origin::client && out.size() == limits::list_items_max) {
        return fail(refusal_code::out_of_range);
      }
      if (!read(i, out.emplace_back(), limit)) {
        return failed_in("[" + std::to_string(out.size() - 1) + "]");
      }
    }
    return true;
  }

  template <described Struct>
  bool read(std::size_t at, Struct& out, bounds /*limit*/) {
    if (value(at).what != kind::object) {
      return fail(refusal_code::wrong_type);
    }
    return members(at, out);
  }

  const json::document& doc_;
  origin from_;
  refusal_code code_ = refusal_code::malformed;
  std::string path_;
};

// Rules that a type alone cannot say. Nothing means: nothing is wrong.
using verdict = std::optional<refusal>;

verdict check(const auto& /*message*/) {
  return {};
}

verdict check_text(std::string_view text) {
  if (is_blank(text)) {
    return refusal{refusal_code::blank_text, "text"};
  }
  return {};
}

verdict check(const customer_say& m) {
  return check_text(m.text);
}

verdict check(const customer_form& m) {
  return check_text(m.text);
}

verdict check(const agent_say& m) {
  return check_text(m.text);
}

verdict check(const start_chat& m) {
  if (m.filled.size() > limits::widget_fields_max) {
    return refusal{refusal_code::out_of_range, "fields"};
  }
  if (!m.text) {
    return {};
  }
  if (!m.id) {
    return refusal{refusal_code::missing_field, "id"};
  }
  return check_text(*m.text);
}

verdict check(const read_chat& m) {
  if (m.limit && (*m.limit < 1 || *m.limit > limits::history_page_max)) {
    return refusal{refusal_code::out_of_range, "limit"};
  }
  return {};
}

verdict check(const classify_chat& m) {
  if (m.classifications.size() > limits::classifications_per_chat_max) {
    return refusal{refusal_code::out_of_range, "classifications"};
  }
  return {};
}

verdict check(const answer_script& m) {
  if (m.answers.size() > limits::script_answers_max) {
    return refusal{refusal_code::out_of_range, "answers"};
  }
  return {};
}

verdict check(const transfer_chat& m) {
  if (!m.queue && !m.agent) {
    return refusal{refusal_code::missing_field, "queue"};
  }
  if (m.queue && m.agent) {
    return refusal{refusal_code::out_of_range, "agent"};
  }
  return {};
}

verdict check(const set_status& m) {
  if (!m.available && !m.reason) {
    return refusal{refusal_code::missing_field, "reason"};
  }
  return {};
}

verdict check(const whisper_to_chat& m) {
  return check_text(m.text);
}

verdict check(const force_status& m) {
  if (!m.available && !m.channels) {
    return refusal{refusal_code::missing_field, "available"};
  }
  if (m.available && !*m.available && !m.reason) {
    return refusal{refusal_code::missing_field, "reason"};
  }
  return {};
}

/// The last member of the root with this name, or 0.
std::size_t find_member(const json::document& doc, std::string_view name) {
  std::size_t found = 0;
  const auto& values = doc.values();
  for (std::size_t i = 1; i < values.front().end; i = values[i].end) {
    if (doc.name(values[i]) == name) {
      found = i;
    }
  }
  return found;
}

std::optional<std::string> find_ref(const json::document& doc) {
  if (doc.values().empty() || doc.values().front().what != kind::object) {
    return {};
  }
  const std::size_t at = find_member(doc, "ref");
  if (at == 0 || doc.values()[at].what != kind::string) {
    return {};
  }
  const auto text = doc.text(doc.values()[at]);
  if (!is_valid_id(text)) {
    return {};
  }
  return std::string{text};
}

verdict check_frame(const json::document& doc) {
  const auto place = [&doc] {
    return "byte " + std::to_string(doc.position());
  };
  switch (doc.why()) {
  case json::fault::malformed:
    return refusal{refusal_code::malformed, place()};
  case json::fault::not_utf8:
    return refusal{refusal_code::not_utf8, place()};
  case json::fault::too_deep:
    return refusal{refusal_code::too_deep};
  case json::fault::huge:
    return refusal{refusal_code::out_of_range, place()};
  case json::fault::none:
    break;
  }
  if (doc.values().empty() || doc.values().front().what != kind::object) {
    return refusal{refusal_code::malformed};
  }
  return {};
}

template <class Message, class Variant>
result<Variant, decode_error> decode_as(const json::document& doc,
                                        origin from) {
  Message m;
  reader r{doc, from};
  if (!r.members(0, m)) {
    return decode_error{std::move(r).why(), find_ref(doc)};
  }
  if (from == origin::client) {
    if (auto wrong = check(m)) {
      return decode_error{std::move(*wrong), find_ref(doc)};
    }
  }
  return Variant{std::move(m)};
}

template <class Variant, std::size_t I = 0>
result<Variant, decode_error>
decode_type(const json::document& doc, origin from, std::string_view type) {
  if constexpr (I == std::variant_size_v<Variant>) {
    // Only what looks like a type is echoed.
    return decode_error{
      {refusal_code::unknown_type, is_valid_id(type) ? std::string{type} : ""},
      find_ref(doc)};
  } else {
    using message = std::variant_alternative_t<I, Variant>;
    if (type == message::type) {
      return decode_as<message, Variant>(doc, from);
    }
    return decode_type<Variant, I + 1>(doc, from, type);
  }
}

template <class Variant>
result<Variant, decode_error> decode_any(std::string_view frame, origin from) {
  if (from == origin::client && frame.size() > limits::frame_bytes_max) {
    return decode_error{{refusal_code::too_long, "frame"}, {}};
  }
  const json::document doc{frame};
  if (auto wrong = check_frame(doc)) {
    return decode_error{std::move(*wrong), find_ref(doc)};
  }
  const std::size_t type = find_member(doc, "type");
  if (type == 0) {
    return decode_error{{refusal_code::missing_field, "type"}, find_ref(doc)};
  }
  if (doc.values()[type].what != kind::string) {
    return decode_error{{refusal_code::wrong_type, "type"}, find_ref(doc)};
  }
  return decode_type<Variant>(doc, from, doc.text(doc.values()[type]));
}

} // namespace

result<customer_message, decode_error> decode_customer(std::string_view frame) {
  return decode_any<customer_message>(frame, origin::client);
}

result<agent_message, decode_error> decode_agent(std::string_view frame) {
  return decode_any<agent_message>(frame, origin::client);
}

result<server_message, decode_error> decode_server(std::string_view frame) {
  return decode_any<server_message>(frame, origin::server);
}

} // namespace parley::wire
