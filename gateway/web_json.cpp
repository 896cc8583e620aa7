#include "gateway/web_json.hpp"

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace parley::gateway {

namespace {

using nlohmann::json;

/// Deeper, and nobody wrote it for us.
constexpr int depth_max = 64;

/// `~1` is a slash, `~0` a tilde.
std::optional<std::string> unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      text += token[i];
      continue;
    }
    if (++i == token.size() || (token[i] != '0' && token[i] != '1')) {
      return std::nullopt;
    }
    text += token[i] == '1' ? '/' : '~';
  }
  return text;
}

const json* element_of(const json& list, std::string_view token) {
  std::size_t index = 0;
  const auto* end = token.data() + token.size();
  const auto [at, error] = std::from_chars(token.data(), end, index);
  const bool leading_zero = token.size() > 1 && token.front() == '0';
  if (error != std::errc{} || at != end || leading_zero
      || index >= list.size()) {
    return nullptr;
  }
  return &list[index];
}

const json* member_of(const json& object, std::string_view token) {
  const auto name = unescaped(token);
  if (!name) {
    return nullptr;
  }
  const auto found = object.find(*name);
  return found == object.end() ? nullptr : &*found;
}

/// @returns what `pointer` leads to, or null.
const json* at(const json& whole, std::string_view pointer) {
  if (!pointer.empty() && pointer.front() != '/') {
    return nullptr;
  }
  const auto* here = &whole;
  while (!pointer.empty() && here != nullptr) {
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    const auto token = pointer.substr(0, end);
    here = here->is_object()  ? member_of(*here, token)
           : here->is_array() ? element_of(*here, token)
                              : nullptr;
    pointer.remove_prefix(end);
  }
  return here;
}

/// Customers may read it: no control characters.
std::string shown(std::string text) {
  std::replace_if(
    text.begin(),
    text.end(),
    [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
    },
    ' ');
  return std::string{
    wire::first_characters(text, limits::flow_variable_characters_max)};
}

std::string text_of(const json* value) {
  if (value == nullptr) {
    return {};
  }
  if (value->is_string()) {
    return shown(value->get<std::string>());
  }
  return value->is_number() || value->is_boolean() ? value->dump()
                                                   : std::string{};
}

} // namespace

std::optional<std::map<std::string, std::string>>
found_in(std::string_view body,
         const std::map<std::string, std::string>& wanted) {
  bool too_deep = false;
  const auto whole = json::parse(
    body,
    [&](int depth, json::parse_event_t, const json&) {
      too_deep = too_deep || depth > depth_max;
      return !too_deep;
    },
    false);
  if (whole.is_discarded() || too_deep) {
    return std::nullopt;
  }
  std::map<std::string, std::string> found;
  for (const auto& [variable, pointer] : wanted) {
    found.emplace(variable, text_of(at(whole, pointer)));
  }
  return found;
}

} // namespace parley::gateway
