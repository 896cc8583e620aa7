// A request and a response as the resources see them; no Beast here.
#ifndef PARLEY_GATEWAY_HTTP_HPP
#define PARLEY_GATEWAY_HTTP_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::gateway {

class body_sink;
class body_source;

struct http_request {
  std::string method;
  /// Without the query.
  std::string path;
  /// Path with query, as it came.
  std::string target;
  std::map<std::string, std::string> query;
  /// Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;
  std::string address;
  bool secure = false;
  /// What the route's `{name}` parts matched.
  std::map<std::string, std::string> parts;

  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
  }
  [[nodiscard]] std::string cookie(std::string_view name) const;
};

struct http_response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// Instead of `body`: one that is given piece by piece (http_body.hpp).
  std::shared_ptr<body_source> source = {};
  /// How long that one will be, if it is known.
  std::optional<std::uint64_t> length = {};
};

/// May be called from any thread, once.
using respond = std::function<void(http_response)>;
using http_handler = std::function<void(const http_request&, const respond&)>;

/// Lets the body of a request in. May be called from any thread, once, instead
/// of an answer.
using accept_body = std::function<void(std::shared_ptr<body_sink>)>;
/// Knows a request without its body, and either answers or accepts.
using stream_handler = std::function<void(
  const http_request&, const respond&, const accept_body&)>;

struct route {
  std::string method;
  /// With `{name}` for one part.
  std::string pattern;
  http_handler handle;
  /// Instead of `handle`: takes the body piece by piece.
  stream_handler open = {};
};

class http_router {
public:
  void add(std::string method, std::string pattern, http_handler handle) {
    routes_.push_back(
      {std::move(method), std::move(pattern), std::move(handle)});
  }
  /// A route whose requests may have a body without the common limit.
  void
  add_stream(std::string method, std::string pattern, stream_handler open) {
    routes_.push_back(
      {std::move(method), std::move(pattern), {}, std::move(open)});
  }
  /// @returns the route that takes this request's body piece by piece, or null.
  [[nodiscard]] const route* stream_of(http_request& request) const;
  /// For all other routes. Answers 405 itself. @returns false if no route has
  /// this path, and then nothing was answered.
  bool serve(http_request& request, const respond& answer) const;
  [[nodiscard]] const std::vector<route>& routes() const { return routes_; }

private:
  std::vector<route> routes_;
};

/// Fills path and query from the target. @returns false: malformed.
[[nodiscard]] bool split_target(http_request& request);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_HTTP_HPP
