#include "gateway/web_address.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::gateway {

namespace {

namespace ip = boost::asio::ip;

constexpr std::uint16_t port_of_http = 80;
constexpr std::uint16_t port_of_https = 443;

struct block {
  std::uint32_t first;
  int bits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

/// IANA's registry of special addresses, and multicast.
constexpr auto special = std::to_array<block>({
  {v4(0, 0, 0, 0), 8},       // this network, unspecified
  {v4(10, 0, 0, 0), 8},      // private
  {v4(100, 64, 0, 0), 10},   // carriers
  {v4(127, 0, 0, 0), 8},     // loopback
  {v4(169, 254, 0, 0), 16},  // link, and the clouds' own services
  {v4(172, 16, 0, 0), 12},   // private
  {v4(192, 0, 0, 0), 24},    // protocols
  {v4(192, 0, 2, 0), 24},    // documents
  {v4(192, 88, 99, 0), 24},  // 6to4 relays
  {v4(192, 168, 0, 0), 16},  // private
  {v4(198, 18, 0, 0), 15},   // measuring
  {v4(198, 51, 100, 0), 24}, // documents
  {v4(203, 0, 113, 0), 24},  // documents
  {v4(224, 0, 0, 0), 4},     // multicast
  {v4(240, 0, 0, 0), 4},     // reserved, broadcast
});

bool is_public_v4(std::uint32_t address) {
  return std::none_of(special.begin(), special.end(), [&](const block& b) {
    const auto mask = ~std::uint32_t{0} << static_cast<unsigned>(32 - b.bits);
    return (address & mask) == b.first;
  });
}

using bytes = ip::address_v6::bytes_type;

std::uint32_t v4_at(const bytes& b, std::size_t at) {
  return v4(b.at(at), b.at(at + 1), b.at(at + 2), b.at(at + 3));
}

template <std::size_t Size>
bool begins(const bytes& b, const std::array<unsigned char, Size>& with) {
  return std::equal(with.begin(), with.end(), b.begin());
}

bool is_public_v6(const bytes& b) {
  constexpr std::array<unsigned char, 12> mapped{
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::array<unsigned char, 12> translated{0, 0x64, 0xff, 0x9b};
  constexpr std::array<unsigned char, 2> six_to_four{0x20, 0x02};
  constexpr std::array<unsigned char, 2> protocols{0x20, 0x01};
  constexpr std::array<unsigned char, 4> documents{0x20, 0x01, 0x0d, 0xb8};
  constexpr std::array<unsigned char, 2> more_documents{0x3f, 0xff};
  constexpr std::size_t embedded_at = 12;
  if (begins(b, mapped) || begins(b, translated)) {
    return is_public_v4(v4_at(b, embedded_at));
  }
  if (begins(b, six_to_four)) {
    return is_public_v4(v4_at(b, 2));
  }
  // 2001::/23 is for protocols, tunnels that hide an address among them.
  if ((begins(b, protocols) && b[2] < 2) || begins(b, documents)
      || (begins(b, more_documents) && b[2] < 0x10)) {
    return false;
  }
  // 2000::/3 is all that was ever given out.
  return (b[0] & 0xe0U) == 0x20U;
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return result;
}

std::optional<std::uint16_t> port_in(std::string_view text) {
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || at != end || port == 0) {
    return std::nullopt;
  }
  return port;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 253
         && std::all_of(text.begin(), text.end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                     || c == '-' || c == '.' || c == '_';
            });
}

/// What a URL may hold; all else is written as `%20`.
bool may_stand(char c) {
  constexpr std::string_view marks = "-._~:/?[]@!$&'()*+,;=%";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string all;
  for (const char c : text) {
    if (may_stand(c)) {
      all += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      all += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
    }
  }
  return all;
}

} // namespace

bool is_public(const ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint())
                         : is_public_v6(address.to_v6().to_bytes());
}

std::optional<web_host> parse_web_host(std::string_view text) {
  web_host made;
  auto rest = text;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    boost::system::error_code error;
    // Written in one way, so that it can be compared.
    const auto address
      = ip::make_address_v6(std::string{text.substr(1, end - 1)}, error);
    if (error || address.scope_id() != 0) {
      return std::nullopt;
    }
    made.host = address.to_string();
    rest = text.substr(end + 1);
  } else {
    const auto end = std::min(text.find(':'), text.size());
    made.host = lower(text.substr(0, end));
    rest = text.substr(end);
    if (!is_host(made.host)) {
      return std::nullopt;
    }
  }
  if (!rest.empty()) {
    made.port = rest.starts_with(':') ? port_in(rest.substr(1)) : std::nullopt;
    if (!made.port) {
      return std::nullopt;
    }
  }
  return made;
}

std::optional<web_url> parse_web_url(std::string_view text) {
  web_url url;
  const auto scheme_end = std::min(text.find("://"), text.size());
  const auto scheme = lower(text.substr(0, scheme_end));
  if (scheme_end == text.size() || (scheme != "http" && scheme != "https")) {
    return std::nullopt;
  }
  url.secure = scheme == "https";
  auto rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, std::min(rest.find('#'), rest.size()));
  const auto host_end = std::min(rest.find_first_of("/?"), rest.size());
  const auto host = parse_web_host(rest.substr(0, host_end));
  if (!host) {
    return std::nullopt;
  }
  url.host = host->host;
  url.port = host->port.value_or(url.secure ? port_of_https : port_of_http);
  url.target = encoded(rest.substr(host_end));
  if (!url.target.starts_with('/')) {
    url.target.insert(0, 1, '/');
  }
  return url;
}

std::string web_url::authority() const {
  auto text = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != (secure ? port_of_https : port_of_http)) {
    text += ":" + std::to_string(port);
  }
  return text;
}

bool web_url::is_address() const {
  boost::system::error_code error;
  (void)ip::make_address(host, error);
  return !error;
}

} // namespace parley::gateway
