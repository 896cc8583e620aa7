// A request and a response as the resources see them; no Beast here.
#ifndef PARLEY_GATEWAY_HTTP_HPP
#define PARLEY_GATEWAY_HTTP_HPP

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::gateway {

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

/// The body of an answer that is made while it leaves, so that it is never
/// whole in memory. It is gone when the socket is, or when it has ended.
class body_source {
public:
  body_source() = default;
  virtual ~body_source() = default;
  body_source(const body_source&) = delete;
  body_source& operator=(const body_source&) = delete;

  /// A piece; an empty one is the end; none: it cannot go on, and the socket is
  /// cut so that nobody takes what is there for the whole.
  using give = std::function<void(std::optional<std::string>)>;
  /// Asks for the next piece; `to` is called once, from any thread.
  virtual void next(give to) = 0;
};

struct http_response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// In the place of `body`.
  std::shared_ptr<body_source> stream;
};

/// May be called from any thread, once.
using respond = std::function<void(http_response)>;
using http_handler = std::function<void(const http_request&, const respond&)>;

/// Takes the body of a request while it comes. All calls come one after the
/// other from the thread of the socket.
class body_taker {
public:
  body_taker() = default;
  virtual ~body_taker() = default;
  body_taker(const body_taker&) = delete;
  body_taker& operator=(const body_taker&) = delete;

  /// A piece of at most `file_piece_bytes`. The socket is not read before
  /// `go_on` is called, once, from any thread; who answers instead ends the
  /// request, and its socket.
  virtual void take(std::string piece, std::function<void()> go_on) = 0;
  /// It was all; time to answer.
  virtual void finish() = 0;
  /// The socket is lost, or the body was longer than it may be.
  virtual void abandon() = 0;
};

/// Looks at the head of a request, and answers itself or takes the body.
using body_handler = std::function<std::shared_ptr<body_taker>(
  const http_request& head, const respond& answer)>;

struct route {
  std::string method;
  /// With `{name}` for one part.
  std::string pattern;
  http_handler handle;
  /// Set: the body comes piece by piece, up to `body_bytes_max` bytes, and
  /// `handle` is not called.
  body_handler take_body = {};
  std::size_t body_bytes_max = 0;
};

class http_router {
public:
  void add(std::string method, std::string pattern, http_handler handle) {
    routes_.push_back(
      {std::move(method), std::move(pattern), std::move(handle)});
  }
  void add_streamed(std::string method,
                    std::string pattern,
                    std::size_t body_bytes_max,
                    body_handler take_body) {
    routes_.push_back({std::move(method),
                       std::move(pattern),
                       {},
                       std::move(take_body),
                       body_bytes_max});
  }
  /// @returns the route that takes the body of this request piece by piece, or
  /// null; fills in the parts of the path.
  [[nodiscard]] const route* streamed(http_request& request) const;
  /// Answers 404 or 405 itself. @returns false if no route has this path, and
  /// then nothing was answered.
  bool serve(http_request& request, const respond& answer) const;
  [[nodiscard]] const std::vector<route>& routes() const { return routes_; }

private:
  std::vector<route> routes_;
};

/// Fills path and query from the target. @returns false: malformed.
[[nodiscard]] bool split_target(http_request& request);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_HTTP_HPP
