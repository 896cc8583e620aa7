#include "gateway/http.hpp"

#include <algorithm>
#include <optional>

namespace parley::gateway {

namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return std::nullopt;
}

/// RFC 3986, 2.1.
std::optional<std::string> unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) {
      return std::nullopt;
    }
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low) {
      return std::nullopt;
    }
    plain.push_back(static_cast<char>(*high * 16 + *low));
    i += 2;
  }
  return plain;
}

/// A key or value of a query, as forms write it: there `+` is a space.
std::optional<std::string> unescape_form(std::string_view text) {
  std::string spaced{text};
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return unescape(spaced);
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(by);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

bool matches(std::string_view pattern,
             std::string_view path,
             std::map<std::string, std::string>& found) {
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) {
    return false;
  }
  std::map<std::string, std::string> parts;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto w = wanted[i];
    if (w.size() > 2 && w.front() == '{' && w.back() == '}') {
      if (given[i].empty()) {
        return false;
      }
      parts.emplace(w.substr(1, w.size() - 2), given[i]);
    } else if (w != given[i]) {
      return false;
    }
  }
  found = std::move(parts);
  return true;
}

} // namespace

std::string http_request::cookie(std::string_view name) const {
  const auto cookies = header("cookie");
  for (auto part : split(cookies, ';')) {
    while (!part.empty() && part.front() == ' ') {
      part.remove_prefix(1);
    }
    if (part.size() > name.size() && part.substr(0, name.size()) == name
        && part[name.size()] == '=') {
      return std::string{part.substr(name.size() + 1)};
    }
  }
  return {};
}

bool split_target(http_request& request) {
  const std::string_view target{request.target};
  if (target.empty() || target.front() != '/') {
    return false;
  }
  const auto mark = target.find('?');
  auto path = unescape(target.substr(0, mark));
  if (!path || path->find('\0') != std::string::npos) {
    return false;
  }
  request.path = *std::move(path);
  if (mark == std::string_view::npos) {
    return true;
  }
  for (const auto pair : split(target.substr(mark + 1), '&')) {
    const auto equals = pair.find('=');
    auto key = unescape_form(pair.substr(0, equals));
    auto value = equals == std::string_view::npos
                   ? std::optional<std::string>{""}
                   : unescape_form(pair.substr(equals + 1));
    if (!key || !value) {
      return false;
    }
    request.query[*std::move(key)] = *std::move(value);
  }
  return true;
}

const route* http_router::stream_of(http_request& request) const {
  for (const auto& r : routes_) {
    std::map<std::string, std::string> parts;
    if (r.open && r.method == request.method
        && matches(r.pattern, request.path, parts)) {
      request.parts = std::move(parts);
      return &r;
    }
  }
  return nullptr;
}

bool http_router::serve(http_request& request, const respond& answer) const {
  std::string allowed;
  for (const auto& r : routes_) {
    std::map<std::string, std::string> parts;
    if (!matches(r.pattern, request.path, parts)) {
      continue;
    }
    if (r.handle && r.method == request.method) {
      request.parts = std::move(parts);
      r.handle(request, answer);
      return true;
    }
    allowed += (allowed.empty() ? "" : ", ") + r.method;
  }
  if (!allowed.empty()) {
    http_response wrong;
    wrong.status = 405;
    wrong.headers.emplace_back("Allow", allowed);
    wrong.content_type = "application/problem+json";
    wrong.body = R"({"type":"about:blank","title":"Method Not Allowed",)"
                 R"("status":405,"code":"method_not_allowed"})";
    answer(std::move(wrong));
  }
  return !allowed.empty();
}

} // namespace parley::gateway
