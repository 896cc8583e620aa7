// Beast's HTTP client, one request a connection; see http_client.hpp.
#include "tools/client/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <charconv>

namespace parley::tools {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

/// The body of an answer of ours is never larger.
constexpr std::uint64_t body_bytes_max = 64ULL * 1024 * 1024;

http::request<http::string_body> to_beast(const endpoint& server,
                                          const http_request& request) {
  http::request<http::string_body> message;
  message.method_string(request.method);
  message.target(request.path);
  message.version(11);
  message.set(http::field::host,
              server.address + ":" + std::to_string(server.port));
  message.set(http::field::user_agent, "parley-tools");
  message.set(http::field::connection, "close");
  for (const auto& [name, value] : request.headers) {
    message.set(name, value);
  }
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

/// The steps of one request, each started by the end of the one before.
class exchange {
public:
  exchange(const endpoint& server, const http_request& request)
      : message_{to_beast(server, request)} {
    parser_.body_limit(body_bytes_max);
    if (!request.from.empty()) {
      const asio::ip::tcp::endpoint local{asio::ip::make_address(request.from),
                                          0};
      stream_.socket().open(local.protocol());
      stream_.socket().bind(local);
    }
    stream_.expires_after(request.within);
  }

  error_code run(const endpoint& server) {
    error_code error;
    const auto address = asio::ip::make_address(server.address, error);
    if (error) {
      return error;
    }
    stream_.async_connect(
      asio::ip::tcp::endpoint{address, server.port}, [this](error_code failed) {
        if (step(failed)) {
          http::async_write(
            stream_, message_, [this](error_code unsent, std::size_t) {
              if (step(unsent)) {
                http::async_read(
                  stream_,
                  buffer_,
                  parser_,
                  [this](error_code unread, std::size_t) { step(unread); });
              }
            });
        }
      });
    io_.run();
    return error_;
  }

  http_answer answer() {
    http_answer result;
    const auto& message = parser_.get();
    result.status = message.result_int();
    for (const auto& field : message) {
      result.headers.emplace_back(field.name_string(), field.value());
    }
    result.body = message.body();
    return result;
  }

private:
  bool step(error_code error) {
    error_ = error;
    return !error;
  }

  asio::io_context io_{1};
  beast::tcp_stream stream_{io_};
  http::request<http::string_body> message_;
  http::response_parser<http::string_body> parser_;
  beast::flat_buffer buffer_;
  error_code error_;
};

} // namespace

std::string_view http_answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (beast::iequals(key, name)) {
      return value;
    }
  }
  return {};
}

result<http_answer, http_failure> ask(const endpoint& server,
                                      const http_request& request) {
  exchange talk{server, request};
  const auto error = talk.run(server);
  if (error) {
    return http_failure{server.address + ":" + std::to_string(server.port)
                        + ": " + error.message()};
  }
  return talk.answer();
}

result<endpoint, http_failure> parse_endpoint(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  const http_failure bad{"'" + std::string{text}
                         + "' is no address; expected is host:port"};
  if (text.starts_with(scheme)) {
    text.remove_prefix(scheme.size());
  }
  while (text.ends_with('/')) {
    text.remove_suffix(1);
  }
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return bad;
  }
  endpoint result;
  result.address = text.substr(0, colon);
  if (result.address == "localhost") {
    result.address = "127.0.0.1";
  }
  const auto digits = text.substr(colon + 1);
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, result.port);
  if (read.ec != std::errc{} || read.ptr != end || result.port == 0) {
    return bad;
  }
  return result;
}

} // namespace parley::tools
