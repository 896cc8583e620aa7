// What an operator can set: on the command line or in a file.
#ifndef PARLEY_GATEWAY_OPTIONS_HPP
#define PARLEY_GATEWAY_OPTIONS_HPP

#include "gateway/smtp.hpp"
#include "protocol/limits.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace parley::gateway {

struct options {
  std::string data = "data";
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string admin_address = "127.0.0.1";
  std::uint16_t admin_port = 8081;
  /// Where the built pages are.
  std::string web_root;
  int io_threads = 1;
  int workers = 1;
  std::string log_level = "info";
  std::string log_file;
  std::string certificate;
  std::string private_key;
  bool insecure_plain = false;
  bool demo = false;
  /// Companies to create at the first start.
  std::vector<std::string> companies;
  /// The company that the first start makes if there is no other.
  std::string first_company = "main";
  /// `HOST` or `HOST:PORT` that flows may ask though it is not of the open
  /// Internet.
  std::vector<std::string> allow_web;
  std::size_t sessions_per_address = limits::sessions_per_address_max;
  std::size_t messages_per_second = limits::messages_per_second_max;
  std::size_t connections_max = limits::connections_max;
  /// M5: where mails are handed to; without a host none is sent.
  smtp_settings smtp;
  /// The file whose first line is the password; read at the start.
  std::string smtp_password_file;
};

struct parsed {
  options chosen;
  /// Set: print `text` and end with this code.
  int exit_code = -1;
  std::string text;
};

[[nodiscard]] parsed parse_options(int argc, const char* const* argv);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_OPTIONS_HPP
