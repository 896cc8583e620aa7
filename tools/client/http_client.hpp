// One HTTP request and its answer, blocking, with a deadline. Hides Beast.
#ifndef PARLEY_TOOLS_CLIENT_HTTP_CLIENT_HPP
#define PARLEY_TOOLS_CLIENT_HTTP_CLIENT_HPP

#include "protocol/result.hpp"
#include "protocol/time.hpp"
#include "tools/client/web_socket.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::tools {

struct http_request {
  std::string method = "GET";
  /// With its query.
  std::string path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// Where to connect from; empty: the system chooses.
  std::string from;
  duration within = std::chrono::seconds{10};
};

struct http_answer {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// @returns the first header of that name, case-insensitive, or nothing.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Why there is no answer, a sentence.
struct http_failure {
  std::string why;
};

/// Connects, asks, reads the whole answer and disconnects.
[[nodiscard]] result<http_answer, http_failure>
ask(const endpoint& server, const http_request& request);

/// @returns `http://host:port` or `host:port` as an endpoint; the port may not
/// be missing.
[[nodiscard]] result<endpoint, http_failure>
parse_endpoint(std::string_view text);

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_HTTP_CLIENT_HPP
