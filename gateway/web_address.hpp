// Where a flow may ask (F2): URLs, and which addresses are of the open
// Internet. Pure.
#ifndef PARLEY_GATEWAY_WEB_ADDRESS_HPP
#define PARLEY_GATEWAY_WEB_ADDRESS_HPP

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::gateway {

/// Is it an address of the open Internet? Not: this machine, networks of one's
/// own, links, groups, what is reserved, and what leads there in disguise.
[[nodiscard]] bool is_public(const boost::asio::ip::address& address);

struct web_url {
  bool secure = false;
  /// In lower case, IPv6 without brackets.
  std::string host;
  std::uint16_t port = 0;
  /// Path and query, what no URL may hold written as `%20`.
  std::string target;

  /// As a request names it: without the usual port.
  [[nodiscard]] std::string authority() const;
  /// Is the host an address?
  [[nodiscard]] bool is_address() const;
};

/// @returns the parts of an http(s) URL, or nothing; names and passwords in it
/// are refused.
[[nodiscard]] std::optional<web_url> parse_web_url(std::string_view text);

/// A host that may be asked wherever it is.
struct web_host {
  std::string host;
  /// Absent: any.
  std::optional<std::uint16_t> port;

  [[nodiscard]] bool covers(const web_url& url) const {
    return host == url.host && (!port || *port == url.port);
  }
};

/// `HOST`, `HOST:PORT` or `[IPV6]:PORT`.
[[nodiscard]] std::optional<web_host> parse_web_host(std::string_view text);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_WEB_ADDRESS_HPP
