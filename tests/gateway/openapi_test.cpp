// protocol/openapi.yaml is true: its paths are the routes, its references lead
// somewhere, its examples are what its schemas say (E2).
#include "gateway/core.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <yaml-cpp/yaml.h>

namespace parley::gateway {
namespace {

const std::string file
  = std::string{PARLEY_SOURCE_DIR} + "/protocol/openapi.yaml";

class openapi : public ::testing::Test {
protected:
  YAML::Node document = YAML::LoadFile(file);

  /// Follows a reference.
  [[nodiscard]] YAML::Node resolve(const YAML::Node& node) const {
    if (!node.IsMap() || !node["$ref"]) {
      return node;
    }
    const auto reference = node["$ref"].as<std::string>();
    const auto known = resolved_.find(reference);
    if (known != resolved_.end()) {
      return known->second;
    }
    return resolved_.emplace(reference, find(reference)).first->second;
  }

  [[nodiscard]] YAML::Node find(std::string path) const {
    if (!path.starts_with("#/")) {
      return {};
    }
    path.erase(0, 2);
    YAML::Node at = document;
    for (std::size_t from = 0; from <= path.size();) {
      const auto to = std::min(path.find('/', from), path.size());
      // Without entering a name that is not there into the document.
      const YAML::Node& look = at;
      const auto next = look[path.substr(from, to - from)];
      if (!next) {
        return {};
      }
      at.reset(next);
      from = to + 1;
    }
    return at;
  }

  void each(const YAML::Node& node,
            const std::function<void(const YAML::Node&)>& look) const {
    look(node);
    if (node.IsMap()) {
      for (const auto& [key, value] : pairs(node)) {
        each(value, look);
      }
    } else if (node.IsSequence()) {
      for (const auto& item : node) {
        each(item, look);
      }
    }
  }

  [[nodiscard]] static std::vector<std::pair<std::string, YAML::Node>>
  pairs(const YAML::Node& map) {
    std::vector<std::pair<std::string, YAML::Node>> all;
    for (const auto& entry : map) {
      all.emplace_back(entry.first.as<std::string>(), entry.second);
    }
    return all;
  }

  [[nodiscard]] static bool is_integer(const YAML::Node& value) {
    long long number = 0;
    return value.IsScalar() && value.Tag() != "!"
           && YAML::convert<long long>::decode(value, number);
  }

  /// @returns what is wrong with `value`, or nothing.
  // NOLINTNEXTLINE(misc-no-recursion)
  [[nodiscard]] std::string wrong(const YAML::Node& unresolved,
                                  const YAML::Node& value) const {
    const auto schema = resolve(unresolved);
    const auto type = schema["type"].as<std::string>();
    if (type == "object") {
      return wrong_object(schema, value);
    }
    if (type == "array") {
      for (const auto& item : value) {
        if (auto why = wrong(schema["items"], item); !why.empty()) {
          return why;
        }
      }
      return value.IsSequence() ? "" : "no array";
    }
    if (type == "integer") {
      return is_integer(value) ? "" : "no integer";
    }
    if (!value.IsScalar()) {
      return "no text";
    }
    const auto text = value.as<std::string>();
    if (schema["pattern"]
        && !std::regex_match(text,
                             std::regex{schema["pattern"].as<std::string>()})) {
      return text + " does not match";
    }
    if (schema["enum"]) {
      for (const auto& one : schema["enum"]) {
        if (one.as<std::string>() == text) {
          return {};
        }
      }
      return text + " is none of the values";
    }
    return {};
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  [[nodiscard]] std::string wrong_object(const YAML::Node& schema,
                                         const YAML::Node& value) const {
    if (!value.IsMap()) {
      return "no object";
    }
    for (const auto& name : schema["required"]) {
      if (!value[name.as<std::string>()]) {
        return name.as<std::string>() + " is missing";
      }
    }
    for (const auto& [name, member] : pairs(value)) {
      const auto all = schema["properties"];
      if (!all) {
        continue;
      }
      const auto known = all[name];
      if (!known) {
        return name + " is not described";
      }
      if (auto why = wrong(known, member); !why.empty()) {
        return std::string{name}.append(": ").append(why);
      }
    }
    return {};
  }

private:
  /// A document of this size is not searched for each reference anew.
  mutable std::map<std::string, YAML::Node> resolved_;
};

TEST_F(openapi, E2_its_paths_are_the_routes) {
  core c;
  add_login_routes(c);
  add_configuration_routes(c);
  add_calendar_routes(c);
  add_flow_routes(c);
  add_audit_routes(c);
  add_supervision_routes(c);
  add_user_login_routes(c);
  add_password_routes(c);
  add_second_factor_routes(c);
  add_api_token_routes(c);
  add_contact_transfer_routes(c);
  add_contact_routes(c);
  add_erasure_routes(c);
  add_transcript_routes(c);
  add_chat_routes(c);
  add_widget_routes(c);
  add_site_key_routes(c);
  add_telephony_routes(c);
  add_document_routes(c);
  add_admin_routes(c);
  add_health_routes(c);
  std::set<std::string> served;
  for (const auto* router : {&c.public_routes, &c.admin_routes}) {
    for (const auto& route : router->routes()) {
      served.insert(route.method + " " + route.pattern);
    }
  }
  std::set<std::string> written;
  for (const auto& [path, methods] : pairs(document["paths"])) {
    for (const auto& [method, operation] : pairs(methods)) {
      auto name = method;
      std::transform(name.begin(), name.end(), name.begin(), ::toupper);
      written.insert(name.append(" ").append(path));
    }
  }
  EXPECT_EQ(written, served);
}

TEST_F(openapi, E2_every_operation_says_who_may_and_what_comes_back) {
  std::set<std::string> ids;
  for (const auto& [path, methods] : pairs(document["paths"])) {
    for (const auto& [method, operation] : pairs(methods)) {
      const auto name = std::string{method}.append(" ").append(path);
      EXPECT_TRUE(operation["summary"]) << name;
      EXPECT_TRUE(operation["security"].IsSequence()) << name;
      const auto answers = pairs(operation["responses"]);
      EXPECT_TRUE(answers.front().first.starts_with('2')) << name;
      EXPECT_TRUE(ids.insert(operation["operationId"].as<std::string>()).second)
        << name;
      // Every part of the path is a parameter.
      std::set<std::string> parts;
      for (const auto& parameter : operation["parameters"]) {
        const auto p = resolve(parameter);
        if (p["in"].as<std::string>() == "path") {
          parts.insert("{" + p["name"].as<std::string>() + "}");
        }
      }
      const std::regex part{R"(\{\w+\})"};
      const std::set<std::string> in_path{
        std::sregex_token_iterator{path.begin(), path.end(), part},
        std::sregex_token_iterator{}};
      EXPECT_EQ(parts, in_path) << name;
    }
  }
}

TEST_F(openapi, E2_every_reference_leads_somewhere) {
  int references = 0;
  each(document, [&](const YAML::Node& node) {
    if (node.IsMap() && node["$ref"]) {
      ++references;
      EXPECT_TRUE(resolve(node).IsMap()) << node["$ref"].as<std::string>();
    }
  });
  EXPECT_GT(references, 20);
}

TEST_F(openapi, E2_every_example_is_what_its_schema_says) {
  int examples = 0;
  each(document, [&](const YAML::Node& node) {
    if (node.IsMap() && node["schema"] && node["example"]) {
      ++examples;
      EXPECT_EQ(wrong(node["schema"], node["example"]), "")
        << YAML::Dump(node["example"]);
    }
  });
  EXPECT_GT(examples, 10);
}

} // namespace
} // namespace parley::gateway
