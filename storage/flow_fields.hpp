// The members of flows, each named once (F1). For .cpp files of storage only.
#ifndef PARLEY_STORAGE_FLOW_FIELDS_HPP
#define PARLEY_STORAGE_FLOW_FIELDS_HPP

#include "actors/domain/flow.hpp"
#include "storage/json_fields.hpp"

#include <variant>

namespace parley::storage {

template <>
struct description<flow::say> {
  static constexpr std::string_view kind = "say";
  static constexpr auto fields() {
    using t = flow::say;
    return std::tuple{field{"text", &t::text},
                      field{"next", &t::next},
                      field{"delay", &t::delay}};
  }
};

template <>
struct description<flow::whisper> {
  static constexpr std::string_view kind = "whisper";
  static constexpr auto fields() {
    using t = flow::whisper;
    return std::tuple{field{"text", &t::text}, field{"next", &t::next}};
  }
};

template <>
struct description<flow::arrived> {
  static constexpr std::string_view kind = "arrived";
  static constexpr auto fields() {
    using t = flow::arrived;
    return std::tuple{field{"by_message", &t::by_message},
                      field{"by_presence", &t::by_presence}};
  }
};

template <>
struct description<flow::match> {
  static constexpr auto fields() {
    using t = flow::match;
    return std::tuple{field{"how", &t::how},
                      field{"text", &t::text},
                      field{"difference_max", &t::difference_max},
                      field{"next", &t::next}};
  }
};

template <>
struct description<flow::branch_on_chat> {
  static constexpr std::string_view kind = "branch_on_chat";
  static constexpr auto fields() {
    using t = flow::branch_on_chat;
    return std::tuple{field{"matches", &t::matches},
                      field{"no_match", &t::no_match}};
  }
};

template <>
struct description<flow::option> {
  static constexpr auto fields() {
    using t = flow::option;
    return std::tuple{field{"label", &t::label}, field{"next", &t::next}};
  }
};

template <>
struct description<flow::menu> {
  static constexpr std::string_view kind = "menu";
  static constexpr auto fields() {
    using t = flow::menu;
    return std::tuple{field{"text", &t::text},
                      field{"options", &t::options},
                      field{"retries", &t::retries},
                      field{"retry_text", &t::retry_text},
                      field{"no_choice", &t::no_choice},
                      field{"wait", &t::wait},
                      field{"timeout", &t::timeout}};
  }
};

template <>
struct description<flow::ask> {
  static constexpr std::string_view kind = "ask";
  static constexpr auto fields() {
    using t = flow::ask;
    return std::tuple{field{"text", &t::text},
                      field{"variable", &t::variable},
                      field{"answer", &t::answer},
                      field{"retries", &t::retries},
                      field{"retry_text", &t::retry_text},
                      field{"next", &t::next},
                      field{"no_answer", &t::no_answer},
                      field{"wait", &t::wait},
                      field{"timeout", &t::timeout}};
  }
};

template <>
struct description<flow::set_variable> {
  static constexpr std::string_view kind = "set_variable";
  static constexpr auto fields() {
    using t = flow::set_variable;
    return std::tuple{field{"variable", &t::variable},
                      field{"value", &t::value},
                      field{"next", &t::next}};
  }
};

template <>
struct description<flow::branch_on_variable> {
  static constexpr std::string_view kind = "branch_on_variable";
  static constexpr auto fields() {
    using t = flow::branch_on_variable;
    return std::tuple{field{"variable", &t::variable},
                      field{"matches", &t::matches},
                      field{"no_match", &t::no_match}};
  }
};

template <>
struct description<flow::branch_on_time> {
  static constexpr std::string_view kind = "branch_on_time";
  static constexpr auto fields() {
    using t = flow::branch_on_time;
    return std::tuple{field{"calendar", &t::calendar},
                      field{"open", &t::open},
                      field{"closed", &t::closed}};
  }
};

template <>
struct description<flow::branch_on_queue> {
  static constexpr std::string_view kind = "branch_on_queue";
  static constexpr auto fields() {
    using t = flow::branch_on_queue;
    return std::tuple{field{"queue", &t::queue},
                      field{"agents_below", &t::agents_below},
                      field{"length_over", &t::length_over},
                      field{"wait_over", &t::wait_over},
                      field{"holds", &t::holds},
                      field{"otherwise", &t::otherwise}};
  }
};

template <>
struct description<flow::enter_queue> {
  static constexpr std::string_view kind = "enter_queue";
  static constexpr auto fields() {
    using t = flow::enter_queue;
    return std::tuple{field{"queue", &t::queue},
                      field{"limit_reached", &t::limit_reached},
                      field{"timeout", &t::timeout},
                      field{"error", &t::error},
                      field{"connected", &t::connected}};
  }
};

template <>
struct description<flow::http_request> {
  static constexpr std::string_view kind = "http_request";
  static constexpr auto fields() {
    using t = flow::http_request;
    return std::tuple{field{"method", &t::method},
                      field{"url", &t::url},
                      field{"headers", &t::headers},
                      field{"body", &t::body},
                      field{"within", &t::within},
                      field{"retries", &t::retries},
                      field{"results", &t::results},
                      field{"next", &t::next},
                      field{"failed", &t::failed}};
  }
};

template <>
struct description<flow::offline_form> {
  static constexpr std::string_view kind = "offline_form";
  static constexpr auto fields() {
    using t = flow::offline_form;
    return std::tuple{field{"text", &t::text},
                      field{"queue", &t::queue},
                      field{"sent", &t::sent}};
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
    return from.is_object() && from.size() == 1
           && (read_as<Nodes>(from, to) || ...);
  }

private:
  template <class T>
  static bool read_as(const nlohmann::json& from, node& to) {
    const auto found = from.find(description<T>::kind);
    return found != from.end() && read_json(*found, to.template emplace<T>());
  }
};

template <>
struct description<flow::value_declaration> {
  static constexpr auto fields() {
    using t = flow::value_declaration;
    return std::tuple{field{"name", &t::name},
                      field{"section", &t::section},
                      field{"description", &t::description},
                      field{"kind", &t::kind},
                      field{"required", &t::required},
                      field{"choices", &t::choices},
                      field{"initial", &t::initial}};
  }
};

template <>
struct description<flow::graph> {
  static constexpr auto fields() {
    using t = flow::graph;
    return std::tuple{field{"first", &t::first},
                      field{"nodes", &t::nodes},
                      field{"values", &t::values}};
  }
};

template <>
struct description<flow::published_graph> {
  static constexpr auto fields() {
    using t = flow::published_graph;
    return std::tuple{field{"version", &t::version},
                      field{"at", &t::at},
                      field{"by", &t::by},
                      field{"what", &t::what}};
  }
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_FLOW_FIELDS_HPP
