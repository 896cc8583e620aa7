#include "storage/flow_objects.hpp"

#include "storage/company_fields.hpp"
#include "storage/json_objects.hpp"
#include "storage/json_schema.hpp"

namespace parley::storage {

using nlohmann::json;

namespace {

/// A flow as it is shown: of its versions only the newest one's number.
struct shown_flow {
  flow_id id;
  std::string name;
  std::string description;
  std::optional<flow::graph> draft;
  /// 0: never published.
  std::uint64_t version = 0;
  std::optional<timestamp> published_at;
  std::optional<agent_id> published_by;
};

struct shown_version {
  std::uint64_t version = 0;
  timestamp at;
  agent_id by;
  std::optional<flow::graph> graph;
};

shown_flow shown(const flow_config& f) {
  shown_flow s{f.id, f.name, f.description, f.draft, 0, {}, {}};
  if (const auto* newest = f.published()) {
    s.version = newest->version;
    s.published_at = newest->at;
    s.published_by = newest->by;
  }
  return s;
}

} // namespace

template <>
struct description<shown_flow> {
  static constexpr auto fields() {
    using t = shown_flow;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"description", &t::description},
                      field{"draft", &t::draft},
                      field{"version", &t::version},
                      field{"published_at", &t::published_at},
                      field{"published_by", &t::published_by}};
  }
};

template <>
struct description<shown_version> {
  static constexpr auto fields() {
    using t = shown_version;
    return std::tuple{field{"version", &t::version},
                      field{"at", &t::at},
                      field{"by", &t::by},
                      field{"graph", &t::graph}};
  }
};

template <>
struct description<flow::act> {
  static constexpr auto fields() {
    using t = flow::act;
    return std::tuple{field{"kind", &t::kind},
                      field{"text", &t::text},
                      field{"name", &t::name},
                      field{"email", &t::email},
                      field{"by", &t::by},
                      field{"word", &t::word},
                      field{"agents", &t::agents},
                      field{"length", &t::length},
                      field{"wait", &t::wait},
                      field{"good", &t::good},
                      field{"found", &t::found}};
  }
};

template <>
struct description<flow::rehearsal_script> {
  static constexpr auto fields() {
    using t = flow::rehearsal_script;
    return std::tuple{field{"first_line", &t::first_line},
                      field{"customer_name", &t::customer_name},
                      field{"customer_email", &t::customer_email},
                      field{"page", &t::page},
                      field{"at", &t::at},
                      field{"values", &t::values},
                      field{"acts", &t::acts}};
  }
};

template <>
struct description<flow::rehearsal_line> {
  static constexpr auto fields() {
    using t = flow::rehearsal_line;
    return std::tuple{field{"voice", &t::voice},
                      field{"text", &t::text},
                      field{"node", &t::node},
                      field{"after", &t::after}};
  }
};

template <>
struct description<flow::rehearsal> {
  static constexpr auto fields() {
    using t = flow::rehearsal;
    return std::tuple{field{"lines", &t::lines},
                      field{"node", &t::node},
                      field{"failed", &t::failed},
                      field{"variables", &t::known}};
  }
};

namespace {

// --- Where a graph is wrong. -----------------------------------------------

template <class Node>
bool names_member(const json& node, std::string& path) {
  const auto found = node.find(description<Node>::kind);
  if (found == node.end()) {
    return false;
  }
  path += '.';
  path += description<Node>::kind;
  Node read;
  if (found->is_object()) {
    const auto member = json_value<Node>::wrong_member(*found, read);
    path += member.empty() ? "" : "." + std::string{member};
  }
  return true;
}

template <class... Nodes>
void name_member(const std::variant<Nodes...>* /*type*/,
                 const json& node,
                 std::string& path) {
  (void)(names_member<Nodes>(node, path) || ...);
}

/// The node, and its member, that cannot be read.
object_error wrong_graph(const json& graph, std::string path) {
  if (graph.is_object()) {
    flow::graph read;
    const auto member = json_value<flow::graph>::wrong_member(graph, read);
    if (!member.empty()) {
      path += (path.empty() ? "" : ".") + std::string{member};
    }
    if (member == "nodes" && graph["nodes"].is_object()) {
      for (const auto& [id, node] : graph["nodes"].items()) {
        flow::node one;
        if (read_json(node, one)) {
          continue;
        }
        path += "." + id;
        if (node.is_object() && node.size() == 1) {
          name_member(static_cast<const flow::node*>(nullptr), node, path);
        }
        break;
      }
    }
  }
  return {std::move(path), "is not what it should be"};
}

/// What is published is changed by publishing.
std::optional<object_error> check_published(const json& given,
                                            const shown_flow& read,
                                            const shown_flow& is) {
  const auto same = [&](const char* name, bool equal) {
    return equal || !given.contains(name);
  };
  for (const auto& [name, equal] :
       {std::pair{"version", read.version == is.version},
        {"published_at", read.published_at == is.published_at},
        {"published_by", read.published_by == is.published_by}}) {
    if (!same(name, equal)) {
      return object_error{name, "is changed by publishing only"};
    }
  }
  return std::nullopt;
}

} // namespace

namespace flow_objects {

std::vector<listed_object> list(const company& c) {
  std::vector<listed_object> all;
  all.reserve(c.flows.size());
  for (const auto& [id, f] : c.flows) {
    all.push_back({id.value, f.name});
  }
  return all;
}

std::optional<std::string> find(const company& c, const std::string& id) {
  const auto found = c.flows.find(flow_id{id});
  if (found == c.flows.end()) {
    return std::nullopt;
  }
  return encode_object(shown(found->second));
}

std::optional<object_error>
put(company& c, const std::string& id, std::string_view text, write_mode how) {
  json given;
  if (auto wrong = parse_object(text, given)) {
    return wrong;
  }
  given["id"] = id;
  flow_config empty;
  empty.id = flow_id{id};
  const auto found = c.flows.find(empty.id);
  const auto was = shown(found == c.flows.end() ? empty : found->second);
  auto base = was;
  if (given.contains("draft")) {
    // A graph is one value: nodes that are left out are gone, as in the editor
    // that sends it.
    base.draft.reset();
  }
  shown_flow read;
  read.id = was.id;
  if (auto wrong = read_object(given, encode_object(base), how, read)) {
    return wrong->path == "draft" ? wrong_graph(given["draft"], "draft")
                                  : *std::move(wrong);
  }
  if (auto wrong = check_published(given, read, was)) {
    return wrong;
  }
  auto& flow = c.flows.try_emplace(was.id, std::move(empty)).first->second;
  flow.name = std::move(read.name);
  flow.description = std::move(read.description);
  flow.draft = std::move(read.draft);
  return std::nullopt;
}

bool erase(company& c, const std::string& id) {
  return c.flows.erase(flow_id{id}) > 0;
}

std::string schema() {
  return schema_of<shown_flow>().dump();
}

std::optional<std::string> to_copy(const company& c, const std::string& id) {
  const auto found = c.flows.find(flow_id{id});
  if (found == c.flows.end()) {
    return std::nullopt;
  }
  auto copy = shown(found->second);
  const auto* newest = found->second.published();
  if (!copy.draft && newest != nullptr) {
    copy.draft = newest->what;
  }
  copy.version = 0;
  copy.published_at.reset();
  copy.published_by.reset();
  return encode_object(copy);
}

} // namespace flow_objects

std::string flow_schema() {
  ordered_json whole{
    {"$schema", "https://json-schema.org/draft/2020-12/schema"},
    {"title", "A flow of Parley: the graph of its nodes"}};
  whole.update(schema_of<flow::graph>());
  return whole.dump(2) + "\n";
}

std::string rehearsal_script_schema() {
  return schema_of<flow::rehearsal_script>().dump();
}

std::string rehearsal_schema() {
  return schema_of<flow::rehearsal>().dump();
}

result<flow::graph, object_error> read_graph(std::string_view text) {
  json given;
  if (auto wrong = parse_object(text, given)) {
    return *std::move(wrong);
  }
  flow::graph g;
  if (auto wrong = read_object(given, {}, write_mode::replace, g)) {
    return wrong->what == "is not known" ? *std::move(wrong)
                                         : wrong_graph(given, {});
  }
  return g;
}

std::string write_graph(const flow::graph& g) {
  return encode_object(g);
}

std::string write_version(const flow::published_graph& v, bool with_graph) {
  shown_version shown{v.version, v.at, v.by, {}};
  if (with_graph) {
    shown.graph = v.what;
  }
  return encode_object(shown);
}

result<flow::rehearsal_script, object_error>
read_script(std::string_view text) {
  json given;
  if (auto wrong = parse_object(text, given)) {
    return *std::move(wrong);
  }
  flow::rehearsal_script script;
  if (auto wrong = read_object(given, {}, write_mode::replace, script)) {
    return *std::move(wrong);
  }
  if (script.acts.size() > limits::flow_rehearsal_steps_max) {
    return object_error{"acts",
                        "has more than "
                          + std::to_string(limits::flow_rehearsal_steps_max)};
  }
  return script;
}

std::string write_rehearsal(const flow::rehearsal& r) {
  return encode_object(r);
}

} // namespace parley::storage
