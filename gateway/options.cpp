#include "gateway/options.hpp"

#include "gateway/mime.hpp"
#include "gateway/web_address.hpp"
#include "protocol/ids.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

namespace parley::gateway {

namespace {

void declare_mail(CLI::App& app, options& o) {
  app.add_option("--smtp-host",
                 o.smtp.host,
                 "Mail server that sends transcripts; empty: none are sent");
  app.add_option("--smtp-port", o.smtp.port, "Its port");
  app.add_option("--smtp-from", o.smtp.from, "Address that mails come from");
  app.add_option("--smtp-user", o.smtp.user, "Login at the mail server");
  app.add_option("--smtp-password-file",
                 o.smtp_password_file,
                 "File with the password of that login, alone in a line");
  const std::map<std::string, smtp_security> kinds{
    {"starttls", smtp_security::starttls},
    {"tls", smtp_security::tls},
    {"off", smtp_security::off}};
  app
    .add_option("--smtp-security",
                o.smtp.security,
                "starttls, tls (from the first byte) or off (this machine "
                "only)")
    ->transform(CLI::CheckedTransformer(kinds));
  app.add_option("--smtp-authorities",
                 o.smtp.authorities,
                 "Certificates (PEM) to trust in the place of the system's");
}

/// @returns what is wrong with the mail server, a sentence, or nothing.
std::string check_mail(options& o) {
  auto& s = o.smtp;
  if (s.host.empty()) {
    return s.from.empty() && s.user.empty() && o.smtp_password_file.empty()
             ? ""
             : "Without --smtp-host no mail is sent: give it too.\n";
  }
  if (!is_mail_address(s.from)) {
    return "--smtp-from needs the address that mails come from.\n";
  }
  if (s.user.empty() != o.smtp_password_file.empty()) {
    return "--smtp-user and --smtp-password-file go together.\n";
  }
  if (!o.smtp_password_file.empty()) {
    std::ifstream in{o.smtp_password_file};
    if (!std::getline(in, s.password) || s.password.empty()) {
      return "Cannot read the password of the mail server from "
             + o.smtp_password_file + ".\n";
    }
  }
  return {};
}

void declare(CLI::App& app, options& o) {
  app.option_defaults()->always_capture_default();
  app.set_config("--config", "", "File with the same options, as key = value");
  // A misspelt option must not be a silent one.
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.add_option("--data", o.data, "Directory of the data");
  app.add_option("--address", o.address, "Address for customers and agents");
  app.add_option("--port", o.port, "Port for customers and agents; 0: any");
  app.add_option("--admin-address",
                 o.admin_address,
                 "Address for operators (parleyctl, /metrics)");
  app.add_option("--admin-port", o.admin_port, "Port for operators; 0: any");
  app.add_option("--web-root", o.web_root, "Directory of the built web pages");
  app.add_option("--io-threads", o.io_threads, "Threads for sockets")
    ->check(CLI::Range(1, 64));
  app.add_option("--workers", o.workers, "Threads for actors")
    ->check(CLI::Range(1, 64));
  app.add_option("--log-level", o.log_level, "debug, info, warn or error")
    ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  app.add_option("--log-file", o.log_file, "Log to this file, not to stderr");
  app.add_option("--certificate",
                 o.certificate,
                 "TLS certificate chain (PEM); reloaded when it changes");
  app.add_option("--private-key", o.private_key, "TLS private key (PEM)");
  app.add_flag("--insecure-plain",
               o.insecure_plain,
               "Listen without TLS beyond loopback (behind a TLS proxy)");
  app.add_flag("--demo", o.demo, "Create two demo companies at first start");
  app.add_option("--company",
                 o.companies,
                 "JSON file of a company to create at first start");
  app
    .add_option("--first-company",
                o.first_company,
                "Id of the company that a start without any makes, with the "
                "user admin, whose password it prints once")
    ->check([](const std::string& text) {
      return is_valid_id(text) ? std::string{} : text + " is not an id";
    });
  app
    .add_option("--allow-web",
                o.allow_web,
                "HOST[:PORT] that flows may ask though it is a private "
                "address; may be repeated")
    ->check([](const std::string& text) {
      return parse_web_host(text) ? std::string{}
                                  : text + " is not HOST or HOST:PORT";
    });
  app
    .add_option("--sessions-per-address",
                o.sessions_per_address,
                "New chats per address in 10 minutes")
    ->check(CLI::Range(1, 1'000'000'000));
  app
    .add_option("--messages-per-second",
                o.messages_per_second,
                "Messages of one chat per second; twice as many at once")
    ->check(CLI::Range(1, 1'000'000));
  app.add_option("--connections-max", o.connections_max, "Sockets at once")
    ->check(CLI::Range(1, 1'000'000));
  declare_mail(app, o);
}

} // namespace

parsed parse_options(int argc, const char* const* argv) {
  parsed result;
  auto& o = result.chosen;
  o.workers
    = std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
  CLI::App app{"parleyd - the Parley webchat server"};
  app.set_version_flag("--version", "parleyd 0.1.0");
  declare(app, o);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    std::ostringstream out;
    result.exit_code = app.exit(e, out, out) == 0 ? 0 : 1;
    result.text = out.str();
    return result;
  }
  if (o.certificate.empty() != o.private_key.empty()) {
    result.exit_code = 1;
    result.text = "--certificate and --private-key go together.\n";
  } else if (auto wrong = check_mail(o); !wrong.empty()) {
    result.exit_code = 1;
    result.text = std::move(wrong);
  }
  return result;
}

} // namespace parley::gateway
