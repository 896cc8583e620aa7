// A company's configuration to JSON text and back. The descriptions below name
// each member once; a member without one is found by tests/storage.
#include "storage/event_codec.hpp"
#include "storage/json_fields.hpp"

namespace parley::storage {

template <>
struct description<queue::announcement> {
  static constexpr auto fields() {
    using t = queue::announcement;
    return std::tuple{field{"text", &t::text}, field{"every", &t::every}};
  }
};

template <>
struct description<queue::settings> {
  static constexpr auto fields() {
    using t = queue::settings;
    return std::tuple{field{"length_max", &t::length_max},
                      field{"wait_when_nobody", &t::wait_when_nobody},
                      field{"announcement", &t::announcement}};
  }
};

template <>
struct description<chat_policy> {
  static constexpr auto fields() {
    using t = chat_policy;
    return std::tuple{
      field{"wrapup_on", &t::wrapup_on},
      field{"mode", &t::mode},
      field{"wrapup_time", &t::wrapup_time},
      field{"extension_time", &t::extension_time},
      field{"extensions", &t::extensions},
      field{"classification_required", &t::classification_required},
      field{"classifications", &t::classifications},
      field{"alert_timeout", &t::alert_timeout},
      field{"queue_timeout", &t::queue_timeout},
      field{"interruption_notice", &t::interruption_notice}};
  }
};

template <>
struct description<queue_config> {
  static constexpr auto fields() {
    using t = queue_config;
    return std::tuple{
      field{"id", &t::id},
      field{"name", &t::name},
      field{"channel", &t::channel},
      field{"weight", &t::weight},
      field{"automatic", &t::automatic},
      field{"groups", &t::groups},
      field{"webchats_per_agent_max", &t::webchats_per_agent_max},
      field{"waiting", &t::waiting},
      field{"policy", &t::policy},
      field{"call_wrapup", &t::call_wrapup}};
  }
};

template <>
struct description<agent_config> {
  static constexpr auto fields() {
    using t = agent_config;
    return std::tuple{field{"id", &t::id},
                      field{"login", &t::login},
                      field{"name", &t::name},
                      field{"groups", &t::groups},
                      field{"webchats_max", &t::webchats_max},
                      field{"queues", &t::queues}};
  }
};

template <>
struct description<service_config> {
  static constexpr auto fields() {
    using t = service_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"token", &t::token},
                      field{"flow", &t::flow},
                      field{"origins", &t::origins},
                      field{"reopen_after_close", &t::reopen_after_close}};
  }
};

template <>
struct description<break_reason> {
  static constexpr auto fields() {
    using t = break_reason;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"productive", &t::productive},
                      field{"interruptible", &t::interruptible}};
  }
};

template <>
struct description<classification> {
  static constexpr auto fields() {
    using t = classification;
    return std::tuple{field{"id", &t::id}, field{"name", &t::name}};
  }
};

template <>
struct description<blending::weights> {
  static constexpr auto fields() {
    using t = blending::weights;
    return std::tuple{field{"priority", &t::priority},
                      field{"multiplier", &t::multiplier}};
  }
};

template <>
struct description<flow::say> {
  static constexpr std::string_view kind = "say";
  static constexpr auto fields() {
    using t = flow::say;
    return std::tuple{field{"text", &t::text}, field{"next", &t::next}};
  }
};

template <>
struct description<flow::enter_queue> {
  static constexpr std::string_view kind = "enter_queue";
  static constexpr auto fields() {
    using t = flow::enter_queue;
    return std::tuple{field{"queue", &t::queue},
                      field{"limit_reached", &t::limit_reached},
                      field{"timeout", &t::timeout}};
  }
};

template <>
struct description<flow::end> {
  static constexpr std::string_view kind = "end";
  static constexpr auto fields() { return std::tuple<>{}; }
};

/// A node is an object with one member, named after its kind.
template <class... Nodes>
struct json_value<std::variant<Nodes...>> {
  using node = std::variant<Nodes...>;

  static void write(std::string& out, const node& value) {
    std::visit(
      [&]<class T>(const T& n) {
        out += '{';
        json::append_name(out, description<T>::kind);
        append_json(out, n);
        out += '}';
      },
      value);
  }
  static bool read(const nlohmann::json& from, node& to) {
    return from.is_object() && (read_as<Nodes>(from, to) || ...);
  }

private:
  template <class T>
  static bool read_as(const nlohmann::json& from, node& to) {
    const auto found = from.find(description<T>::kind);
    return found != from.end() && read_json(*found, to.template emplace<T>());
  }
};

template <>
struct description<flow::graph> {
  static constexpr auto fields() {
    using t = flow::graph;
    return std::tuple{field{"id", &t::id},
                      field{"version", &t::version},
                      field{"first", &t::first},
                      field{"nodes", &t::nodes}};
  }
};

template <>
struct description<company> {
  static constexpr auto fields() {
    using t = company;
    return std::tuple{
      field{"id", &t::id},
      field{"name", &t::name},
      field{"version", &t::version},
      field{"groups", &t::groups},
      field{"queues", &t::queues},
      field{"agents", &t::agents},
      field{"services", &t::services},
      field{"flows", &t::flows},
      field{"break_reasons", &t::break_reasons},
      field{"classifications", &t::classifications},
      field{"weights", &t::weights},
      field{"webchats_per_agent_max", &t::webchats_per_agent_max},
      field{"agent_grace", &t::agent_grace},
      field{"customer_grace", &t::customer_grace},
      field{"resume_at_hang_up", &t::resume_at_hang_up},
      field{"telephony_secret", &t::telephony_secret}};
  }
};

std::string encode_company(const company& c) {
  std::string out;
  append_json(out, c);
  return out;
}

result<company, store_error> decode_company(std::string_view text) {
  const auto from = nlohmann::json::parse(text, nullptr, false);
  company c;
  if (!from.is_object() || !from.contains("id")) {
    return store_error{store_errc::corrupt_record,
                       "The stored configuration of a company is not what "
                       "Parley writes."};
  }
  const auto wrong = json_value<company>::wrong_member(from, c);
  if (!wrong.empty()) {
    return store_error{store_errc::corrupt_record,
                       "The stored configuration of company \"" + c.id.value
                         + "\" has a damaged field \"" + std::string{wrong}
                         + "\"."};
  }
  return c;
}

} // namespace parley::storage
