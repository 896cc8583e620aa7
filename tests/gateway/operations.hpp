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
};

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
      const auto right = method.second["x-right"];
      if (right && right.IsScalar()) {
        o.rights.insert(right.as<std::string>());
      } else if (right) {
        for (const auto& one : right) {
          o.rights.insert(one.as<std::string>());
        }
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
