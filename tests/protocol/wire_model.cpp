#include "tests/protocol/wire_model.hpp"

#include "protocol/codec.hpp"
#include "tests/support/wire_values.hpp"

#include <algorithm>
#include <map>

namespace parley::testing {

namespace {

template <class T>
inline constexpr std::string_view title_of = "";
template <>
inline constexpr std::string_view title_of<channel> = "channel";
template <>
inline constexpr std::string_view title_of<speaker> = "speaker";
template <>
inline constexpr std::string_view title_of<entry_kind> = "entry_kind";
template <>
inline constexpr std::string_view title_of<phase_name> = "phase";
template <>
inline constexpr std::string_view title_of<customer_phase> = "customer_phase";
template <>
inline constexpr std::string_view title_of<agent_status> = "agent_status";
template <>
inline constexpr std::string_view title_of<call_phase> = "call_phase";
template <>
inline constexpr std::string_view title_of<wire::entry_view> = "entry";
template <>
inline constexpr std::string_view
  title_of<wire::customer_chat_view> = "customer_chat";
template <>
inline constexpr std::string_view title_of<wire::desk_chat_view> = "desk_chat";
template <>
inline constexpr std::string_view title_of<wire::waiting_item> = "waiting_item";
template <>
inline constexpr std::string_view title_of<wire::queue_view> = "queue";
template <>
inline constexpr std::string_view title_of<wire::named_id> = "named_id";
template <>
inline constexpr std::string_view title_of<wire::file_view> = "file";
template <>
inline constexpr std::string_view title_of<wire::named_value> = "named_value";
template <>
inline constexpr std::string_view title_of<wire::script_view> = "script";
template <>
inline constexpr std::string_view
  title_of<wire::classification_view> = "classification";
template <>
inline constexpr std::string_view
  title_of<wire::break_reason_view> = "break_reason";
template <>
inline constexpr std::string_view
  title_of<wire::chat_position> = "chat_position";
template <>
inline constexpr std::string_view title_of<wire::call_view> = "call";
template <>
inline constexpr std::string_view title_of<supervisor_act> = "supervisor_act";
template <>
inline constexpr std::string_view title_of<wire::whisper_view> = "whisper";
template <>
inline constexpr std::string_view title_of<wire::board_queue> = "board_queue";
template <>
inline constexpr std::string_view title_of<wire::board_item> = "board_item";
template <>
inline constexpr std::string_view title_of<wire::board_agent> = "board_agent";
template <>
inline constexpr std::string_view
  title_of<wire::board_session> = "board_session";
template <>
inline constexpr std::string_view
  title_of<wire::routing_candidate> = "routing_candidate";
template <>
inline constexpr std::string_view
  title_of<wire::routing_record> = "routing_record";

/// Fills a model; `client` says whose texts are bounded.
class builder {
public:
  template <class Speaker>
  std::vector<struct_model> messages(bool client) {
    std::vector<struct_model> all;
    for_each_message<Speaker>([&]<class Message>(const Message& /*kind*/) {
      auto m = describe_struct<Message>(Message::type, client);
      m.sample = wire::encode(Speaker{sample<Message>()});
      all.push_back(std::move(m));
    });
    return all;
  }

  wire_model model;

private:
  template <class Struct>
  struct_model describe_struct(std::string_view name, bool client) {
    struct_model s;
    s.name = name;
    s.about = without_statements(std::string{Struct::about});
    for_each_field<Struct>([&](const auto& f) {
      field_model m{.name = std::string{f.name},
                    .kind = field_kind::text,
                    .optional = false,
                    .list = false,
                    .of = {},
                    .characters_max = f.characters_max,
                    .about = without_statements(std::string{f.about})};
      add_type(f, m, client);
      if (client && m.kind == field_kind::text && m.characters_max == 0) {
        m.characters_max = limits::name_characters_max;
      }
      s.fields.push_back(std::move(m));
    });
    return s;
  }

  template <class Struct, class T>
  void add_type(const field<Struct, T>& /*f*/, field_model& m, bool client) {
    add_type_of<T>(m, client);
  }

  template <class T>
  void add_type_of(field_model& m, bool client) {
    if constexpr (std::same_as<T, bool>) {
      m.kind = field_kind::boolean;
    } else if constexpr (std::integral<T>) {
      m.kind = field_kind::integer;
    } else if constexpr (std::same_as<T, timestamp>) {
      m.kind = field_kind::time;
    } else if constexpr (std::same_as<T, duration>) {
      m.kind = field_kind::duration;
    } else if constexpr (std::same_as<T, std::string>) {
      m.kind = m.name == "ref" ? field_kind::id : field_kind::text;
    } else if constexpr (named_enum<T>) {
      m.kind = field_kind::name;
      m.of = title_of<T>;
      add_enum<T>();
    } else if constexpr (described<T>) {
      m.kind = field_kind::part;
      m.of = title_of<T>;
      add_part<T>(client);
    } else if constexpr (requires(T t) { t.has_value(); }) {
      m.optional = true;
      add_type_of<typename T::value_type>(m, client);
    } else if constexpr (requires(T t) { t.emplace_back(); }) {
      m.list = true;
      add_type_of<typename T::value_type>(m, client);
    } else {
      m.kind = field_kind::id;
    }
  }

  template <class Enum>
  void add_enum() {
    enum_model e;
    e.name = title_of<Enum>;
    for (const auto& [value, name] : names_of<Enum>) {
      e.names.emplace_back(name);
    }
    add_once(model.enums, std::move(e));
  }

  template <class Part>
  void add_part(bool client) {
    add_once(model.parts, describe_struct<Part>(title_of<Part>, client));
  }

  template <class T>
  static void add_once(std::vector<T>& all, T one) {
    if (std::none_of(all.begin(), all.end(), [&](const T& there) {
          return there.name == one.name;
        })) {
      all.push_back(std::move(one));
    }
  }
};

} // namespace

wire_model describe_wire() {
  builder b;
  b.model.customer = b.messages<wire::customer_message>(true);
  b.model.agent = b.messages<wire::agent_message>(true);
  b.model.server = b.messages<wire::server_message>(false);
  return b.model;
}

std::string answer_to(const struct_model& request) {
  static const std::map<std::string, std::string> special{
    {"visitor.hello", "visitor.welcome"},
    {"agent.hello", "agent.welcome"},
    {"chat.start", "chat.started"},
    {"chat.say", "said"},
    {"chat.read", "chat.lines"},
    {"chat.whisper", "whispered"},
    {"chat.why", "chat.routed"},
  };
  const bool has_ref
    = !request.fields.empty() && request.fields.front().name == "ref";
  if (!has_ref) {
    return "";
  }
  const auto found = special.find(request.name);
  return found == special.end() ? "ok" : found->second;
}

audience audience_of(const std::string& server_type) {
  static const std::map<std::string, audience> some{
    {"visitor.welcome", {true, false}},
    {"chat.started", {true, false}},
    {"chat.changed", {true, false}},
    {"queue.position", {true, false}},
    {"agent.welcome", {false, true}},
    {"status.changed", {false, true}},
    {"desk.chat", {false, true}},
    {"queue.list", {false, true}},
    {"queue.changed", {false, true}},
    {"desk.settings", {false, true}},
    {"whispered", {false, true}},
    {"chat.whispers", {false, true}},
    {"chat.observed", {false, true}},
    {"chat.unobserved", {false, true}},
    {"board.view", {false, true}},
    {"board.changed", {false, true}},
    {"chat.routed", {false, true}},
    {"supervisor.acted", {false, true}},
  };
  const auto found = some.find(server_type);
  return found == some.end() ? audience{true, true} : found->second;
}

std::string without_statements(std::string text) {
  // "(W6)", "(T1, T2)": a capital and digits.
  for (auto open = text.find(" ("); open != std::string::npos;
       open = text.find(" (", open + 1)) {
    const auto close = text.find(')', open);
    const auto inside = text.substr(open + 2, close - open - 2);
    const bool statement
      = !inside.empty() && inside.front() >= 'A' && inside.front() <= 'Z'
        && inside.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789, ")
             == std::string::npos
        && inside.find_first_of("0123456789") != std::string::npos;
    if (statement) {
      text.erase(open, close - open + 1);
    }
  }
  return text;
}

} // namespace parley::testing
