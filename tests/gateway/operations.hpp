// The operations of protocol/openapi.yaml, for tests that walk all of them.
#ifndef PARLEY_TESTS_GATEWAY_OPERATIONS_HPP
#define PARLEY_TESTS_GATEWAY_OPERATIONS_HPP

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace parley::testing {

struct operation {
  std::string id;
  /// In capitals.
  std::string method;
  /// With `{name}` for one part.
  std::string path;
  /// `x-right`: any of them is enough; of one with `+` all parts are needed.
  std::set<std::string> rights;
  /// `security`: an API token is enough.
  bool by_token = false;
  /// `x-audit`: the acts that the log has of it; `none` for what is none.
  std::vector<std::string> audits;

  [[nodiscard]] bool changes() const {
    return method != "GET" && method != "OPTIONS";
  }
};

/// A text, or several.
inline std::vector<std::string> texts_of(const YAML::Node& node) {
  std::vector<std::string> all;
  if (node && node.IsScalar()) {
    all.push_back(node.as<std::string>());
  } else if (node) {
    for (const auto& one : node) {
      all.push_back(one.as<std::string>());
    }
  }
  return all;
}

inline std::vector<operation> read_operations() {
  const auto document
    = YAML::LoadFile(std::string{PARLEY_SOURCE_DIR} + "/protocol/openapi.yaml");
  std::vector<operation> all;
  for (const auto& path : document["paths"]) {
    for (const auto& method : path.second) {
      operation o;
      o.path = path.first.as<std::string>();
      o.method = method.first.as<std::string>();
      std::transform(o.method.begin(),
                     o.method.end(),
                     o.method.begin(),
                     [](char c) { return static_cast<char>(std::toupper(c)); });
      o.id = method.second["operationId"].as<std::string>();
      const auto rights = texts_of(method.second["x-right"]);
      o.rights = {rights.begin(), rights.end()};
      o.audits = texts_of(method.second["x-audit"]);
      for (const auto& way : method.second["security"]) {
        o.by_token = o.by_token || way["token"];
      }
      all.push_back(std::move(o));
    }
  }
  return all;
}

/// The path with `by` for each part that has a name.
inline std::string with_parts(std::string path, const std::string& by) {
  for (auto from = path.find('{'); from != std::string::npos;
       from = path.find('{', from)) {
    path.replace(from, path.find('}', from) + 1 - from, by);
  }
  return path;
}

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_OPERATIONS_HPP
