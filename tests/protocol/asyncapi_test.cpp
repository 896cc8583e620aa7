// protocol/asyncapi.yaml is written from the code (PARLEY_UPDATE_GOLDEN=1) and
// checked: its references lead somewhere and every golden frame is valid under
// the schema of its message.
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "tests/protocol/wire_model.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <sstream>

namespace parley::testing {
namespace {

using json_value = nlohmann::ordered_json;

// ---------------------------------------------------------------------------
// The document as a value.

json_value reference_to(const std::string& path) {
  return {{"$ref", "#/" + path}};
}

json_value schema_of_one(const field_model& f) {
  switch (f.kind) {
  case field_kind::boolean:
    return {{"type", "boolean"}};
  case field_kind::integer:
    return reference_to("components/schemas/integer");
  case field_kind::time:
    return reference_to("components/schemas/time");
  case field_kind::duration:
    return reference_to("components/schemas/duration");
  case field_kind::id:
    return reference_to("components/schemas/id");
  case field_kind::name:
  case field_kind::part:
    return reference_to("components/schemas/" + f.of);
  case field_kind::text:
    break;
  }
  json_value s{{"type", "string"}};
  if (f.characters_max != 0) {
    s["maxLength"] = f.characters_max;
  }
  return s;
}

json_value schema_of(const field_model& f, bool client) {
  auto s = schema_of_one(f);
  if (f.list) {
    s = {{"type", "array"}, {"items", s}};
    if (client) {
      s["maxItems"] = f.name == "classifications"
                        ? limits::classifications_per_chat_max
                        : limits::list_items_max;
    }
  }
  // Since JSON Schema 2019-09 a description may stand beside a reference.
  s["description"] = f.about;
  return s;
}

json_value schema_of(const struct_model& m, bool message, bool client) {
  json_value s{{"type", "object"}, {"description", m.about}};
  auto required = json_value::array();
  auto properties = json_value::object();
  if (message) {
    required.push_back("type");
    properties["type"] = {{"type", "string"}, {"const", m.name}};
  }
  for (const auto& f : m.fields) {
    if (!f.optional && !(client && f.list)) {
      required.push_back(f.name);
    }
    properties[f.name] = schema_of(f, client);
  }
  s["required"] = required;
  s["properties"] = properties;
  return s;
}

void add_messages(json_value& components,
                  const std::string& speaker,
                  const std::vector<struct_model>& all) {
  for (const auto& m : all) {
    components[speaker + "." + m.name]
      = {{"name", m.name},
         {"summary", m.about},
         {"contentType", "application/json"},
         {"payload", schema_of(m, true, speaker != "server")},
         {"examples",
          json_value::array({{{"payload", json_value::parse(m.sample)}}})}};
  }
}

json_value schemas(const wire_model& wire) {
  const auto number = [](const char* about) {
    return json_value{{"type", "integer"},
                      {"minimum", 0},
                      {"maximum", limits::integer_max},
                      {"description", about}};
  };
  json_value all{{"id",
                  {{"type", "string"},
                   {"pattern", "^[A-Za-z0-9_.-]{1,64}$"},
                   {"description", "An opaque name."}}},
                 {"integer", number("A number that JavaScript holds exactly.")},
                 {"time", number("Milliseconds since 1970-01-01 00:00 UTC.")},
                 {"duration", number("Milliseconds.")}};
  for (const auto& e : wire.enums) {
    all[e.name] = {{"type", "string"}, {"enum", e.names}};
  }
  for (const auto& p : wire.parts) {
    all[p.name] = schema_of(p, false, false);
  }
  return all;
}

/// A client of the server: its channel, and what is said there.
struct channel_model {
  std::string name;
  std::string address;
  std::string about;
  std::string speaker;
  const std::vector<struct_model>* says;
};

json_value channel_of(const channel_model& c, const wire_model& wire) {
  auto messages = json_value::object();
  const auto add = [&](const std::string& name) {
    messages[name] = reference_to("components/messages/" + name);
  };
  for (const auto& m : *c.says) {
    add(c.speaker + "." + m.name);
  }
  for (const auto& m : wire.server) {
    const auto to = audience_of(m.name);
    if (c.speaker == "customer" ? to.customer : to.agent) {
      add("server." + m.name);
    }
  }
  return {{"address", c.address},
          {"description", c.about},
          {"messages", messages},
          {"bindings", {{"ws", {{"method", "GET"}}}}}};
}

/// Requests with their answers, signals, and what the server says unasked.
void add_operations(json_value& operations,
                    const channel_model& c,
                    const wire_model& wire) {
  const auto channel = reference_to("channels/" + c.name);
  const auto message = [&](const std::string& name) {
    return reference_to("channels/" + c.name + "/messages/" + name);
  };
  std::set<std::string> answers{"refused"};
  for (const auto& m : *c.says) {
    json_value o{
      {"action", "receive"},
      {"channel", channel},
      {"summary", m.about},
      {"messages", json_value::array({message(c.speaker + "." + m.name)})}};
    const auto answer = answer_to(m);
    if (!answer.empty()) {
      answers.insert(answer);
      o["reply"] = {{"channel", channel},
                    {"messages",
                     json_value::array({message("server." + answer),
                                        message("server.refused")})}};
    }
    operations[c.speaker + "." + m.name] = o;
  }
  // `chat.lines` also follows a hello.
  answers.erase("chat.lines");
  auto pushed = json_value::array();
  for (const auto& m : wire.server) {
    const auto to = audience_of(m.name);
    const bool here = c.speaker == "customer" ? to.customer : to.agent;
    if (here && !answers.contains(m.name)) {
      pushed.push_back(message("server." + m.name));
    }
  }
  operations[c.speaker + ".pushes"]
    = {{"action", "send"},
       {"channel", channel},
       {"summary", "What the server says unasked."},
       {"messages", pushed}};
}

json_value document(const wire_model& wire) {
  const std::vector<channel_model> channels{
    {"visitor",
     "/ws/v1/visitor",
     "A customer's page. First frame: visitor.hello, within 10 s.",
     "customer",
     &wire.customer},
    {"agent",
     "/ws/v1/agent",
     "An agent's desk. First frame: agent.hello with a ticket from POST "
     "/api/v1/tickets, within 10 s.",
     "agent",
     &wire.agent}};
  json_value d{
    {"asyncapi", "3.0.0"},
    {"info",
     {{"title", "Parley over WebSocket"},
      {"version", "1.0.0"},
      {"description",
       "Frames are JSON objects in text messages. Rules that a schema cannot "
       "say (hello first, answers by ref, resuming, closing) are in "
       "protocol/README.md. Members that are not described are ignored by "
       "both sides."},
      {"license", {{"name", "MIT"}}}}},
    {"defaultContentType", "application/json"}};
  d["servers"]["local"] = {{"host", "{host}"},
                           {"protocol", "wss"},
                           {"description", "ws without TLS on loopback only."},
                           {"variables",
                            {{"host",
                              {{"default", "localhost:8080"},
                               {"description", "Where it listens."}}}}}};
  for (const auto& c : channels) {
    d["channels"][c.name] = channel_of(c, wire);
  }
  for (const auto& c : channels) {
    add_operations(d["operations"], c, wire);
  }
  auto& messages = d["components"]["messages"];
  add_messages(messages, "customer", wire.customer);
  add_messages(messages, "agent", wire.agent);
  add_messages(messages, "server", wire.server);
  d["components"]["schemas"] = schemas(wire);
  return d;
}

// ---------------------------------------------------------------------------
// As YAML. A string in JSON's quotes is a string in YAML as well.

void write_yaml(std::ostream& out, const json_value& v, std::size_t indent);

void write_nested(std::ostream& out, const json_value& v, std::size_t indent) {
  if (v.is_structured() && !v.empty()) {
    out << "\n";
    write_yaml(out, v, indent);
  } else {
    out << " " << v.dump() << "\n";
  }
}

std::string key_text(const std::string& key) {
  // `on` and `y` mean true to some readers, so short words are quoted.
  const bool plain = key.size() > 3
                     && key.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ_.")
                          == std::string::npos;
  return plain ? key : "\"" + key + "\"";
}

void write_yaml(std::ostream& out, const json_value& v, std::size_t indent) {
  const std::string space(indent, ' ');
  if (v.is_object()) {
    for (const auto& [key, item] : v.items()) {
      out << space << key_text(key) << ":";
      write_nested(out, item, indent + 2);
    }
    return;
  }
  for (const auto& item : v) {
    out << space << "-";
    write_nested(out, item, indent + 2);
  }
}

// ---------------------------------------------------------------------------
// A validator for the part of JSON Schema that is used above.

class validator {
public:
  explicit validator(const json_value& root) : root_{root} {}

  /// @returns where and why `v` is invalid, or nothing.
  [[nodiscard]] std::string check(const json_value& schema,
                                  const json_value& v) const {
    if (schema.contains("$ref")) {
      return check(follow(schema), v);
    }
    if (schema.contains("const") && v != schema["const"]) {
      return " is not " + schema["const"].dump();
    }
    if (schema.contains("enum")
        && std::find(schema["enum"].begin(), schema["enum"].end(), v)
             == schema["enum"].end()) {
      return " is none of " + schema["enum"].dump();
    }
    const auto type = schema.at("type").get<std::string>();
    if (type == "object") {
      return check_object(schema, v);
    }
    if (type == "array") {
      return check_list(schema, v);
    }
    if (type == "integer") {
      return check_integer(schema, v);
    }
    if (type == "string") {
      return check_string(schema, v);
    }
    return v.is_boolean() ? "" : " is no boolean";
  }

  [[nodiscard]] const json_value& follow(const json_value& reference) const {
    const auto path = reference.at("$ref").get<std::string>();
    return root_.at(json_value::json_pointer{path.substr(1)});
  }

private:
  [[nodiscard]] std::string check_object(const json_value& schema,
                                         const json_value& v) const {
    if (!v.is_object()) {
      return " is no object";
    }
    for (const auto& name : schema["required"]) {
      if (!v.contains(name.get<std::string>())) {
        return "." + name.get<std::string>() + " is missing";
      }
    }
    for (const auto& [name, item] : v.items()) {
      // A sample has nothing that is not described.
      if (!schema["properties"].contains(name)) {
        return "." + name + " is not described";
      }
      const auto wrong = check(schema["properties"][name], item);
      if (!wrong.empty()) {
        return "." + name + wrong;
      }
    }
    return "";
  }

  [[nodiscard]] std::string check_list(const json_value& schema,
                                       const json_value& v) const {
    if (!v.is_array()) {
      return " is no array";
    }
    if (schema.contains("maxItems")
        && v.size() > schema["maxItems"].get<std::size_t>()) {
      return " has too many items";
    }
    for (const auto& item : v) {
      const auto wrong = check(schema["items"], item);
      if (!wrong.empty()) {
        return "[]" + wrong;
      }
    }
    return "";
  }

  [[nodiscard]] static std::string check_integer(const json_value& schema,
                                                 const json_value& v) {
    if (!v.is_number_unsigned()) {
      return " is no integer from 0";
    }
    const auto number = v.get<std::uint64_t>();
    return number >= schema["minimum"].get<std::uint64_t>()
               && number <= schema["maximum"].get<std::uint64_t>()
             ? ""
             : " is out of range";
  }

  [[nodiscard]] static std::string check_string(const json_value& schema,
                                                const json_value& v) {
    if (!v.is_string()) {
      return " is no string";
    }
    const auto text = v.get<std::string>();
    if (schema.contains("maxLength")
        && wire_characters(text) > schema["maxLength"].get<std::size_t>()) {
      return " is too long";
    }
    // The only pattern is that of ids.
    if (schema.contains("pattern") && !is_valid_id(text)) {
      return " is no id";
    }
    return "";
  }

  [[nodiscard]] static std::size_t wire_characters(std::string_view text) {
    return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      }));
  }

  const json_value& root_;
};

void collect_references(const json_value& v, std::set<std::string>& all) {
  if (v.is_object() && v.contains("$ref")) {
    all.insert(v["$ref"].get<std::string>());
  }
  if (v.is_structured()) {
    for (const auto& item : v) {
      collect_references(item, all);
    }
  }
}

TEST(asyncapi, the_document_is_what_the_code_says) {
  std::ostringstream out;
  out << "# Written from protocol/messages.hpp by the tests; do not edit.\n";
  write_yaml(out, document(describe_wire()), 0);
  EXPECT_TRUE(matches_file(source_path("protocol/asyncapi.yaml"), out.str()));
}

TEST(asyncapi, every_reference_leads_somewhere) {
  const auto d = document(describe_wire());
  std::set<std::string> references;
  collect_references(d, references);
  EXPECT_GT(references.size(), 80U);
  for (const auto& r : references) {
    ASSERT_TRUE(r.starts_with("#/")) << r;
    EXPECT_TRUE(d.contains(json_value::json_pointer{r.substr(1)})) << r;
  }
}

TEST(asyncapi, every_message_is_said_in_a_channel_and_by_an_operation) {
  const auto d = document(describe_wire());
  std::set<std::string> in_channels;
  std::set<std::string> in_operations;
  collect_references(d["channels"], in_channels);
  collect_references(d["operations"], in_operations);
  for (const auto& [name, message] : d["components"]["messages"].items()) {
    EXPECT_TRUE(in_channels.contains("#/components/messages/" + name)) << name;
    EXPECT_TRUE(in_operations.contains("#/channels/visitor/messages/" + name)
                || in_operations.contains("#/channels/agent/messages/" + name))
      << name;
  }
}

TEST(asyncapi, every_golden_frame_is_valid_under_its_schema) {
  const auto d = document(describe_wire());
  const validator check{d};
  std::size_t frames = 0;
  for (const auto& file :
       std::filesystem::directory_iterator{golden_path("frames")}) {
    const auto name = file.path().stem().string();
    ASSERT_TRUE(d["components"]["messages"].contains(name)) << name;
    const auto& schema = d["components"]["messages"][name]["payload"];
    const auto frame = json_value::parse(read_file(file.path()).value());
    EXPECT_EQ(check.check(schema, frame), "") << name;
    ++frames;
    // And it can fail: nothing required may be missing or of another type.
    for (const auto& required : schema["required"]) {
      const auto member = required.get<std::string>();
      auto without = frame;
      without.erase(member);
      EXPECT_NE(check.check(schema, without), "") << name << "." << member;
      auto other = frame;
      other[member] = 1.5;
      EXPECT_NE(check.check(schema, other), "") << name << "." << member;
    }
  }
  EXPECT_EQ(frames, d["components"]["messages"].size());
}

} // namespace
} // namespace parley::testing
