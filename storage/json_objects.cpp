#include "storage/json_objects.hpp"

#include <algorithm>
#include <iterator>

namespace parley::storage {

using nlohmann::json;

namespace {

std::string inside(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

} // namespace

// NOLINTNEXTLINE(misc-no-recursion)
std::optional<std::string> unknown_member(const json& given,
                                          const json& written,
                                          const std::string& path) {
  if (given.is_object() && written.is_object()) {
    for (const auto& [name, value] : given.items()) {
      const auto here = inside(path, name);
      const auto found = written.find(name);
      if (found == written.end()) {
        return here;
      }
      if (auto deeper = unknown_member(value, *found, here)) {
        return deeper;
      }
    }
  }
  if (given.is_array() && written.is_array()) {
    const auto both = std::min(given.size(), written.size());
    for (std::size_t i = 0; i < both; ++i) {
      const auto here = inside(path, std::to_string(i));
      if (auto deeper = unknown_member(given[i], written[i], here)) {
        return deeper;
      }
    }
  }
  return std::nullopt;
}

void drop_nulls(json& object) {
  for (auto it = object.begin(); it != object.end();) {
    it = it->is_null() ? object.erase(it) : std::next(it);
  }
}

std::optional<object_error> parse_object(std::string_view text, json& to) {
  to = json::parse(text, nullptr, false);
  if (!to.is_object()) {
    return object_error{{}, "is not a JSON object"};
  }
  return std::nullopt;
}

} // namespace parley::storage
