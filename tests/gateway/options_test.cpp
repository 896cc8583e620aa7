// The options of parleyd: the command line and the file say the same, all of
// them are explained, bad ones are refused in words.
#include "gateway/options.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

namespace parley::gateway {
namespace {

parsed parse(const std::vector<std::string>& arguments) {
  std::vector<const char*> all{"parleyd"};
  for (const auto& a : arguments) {
    all.push_back(a.c_str());
  }
  return parse_options(static_cast<int>(all.size()), all.data());
}

class options_test : public ::testing::Test {
protected:
  void TearDown() override { std::filesystem::remove(file_); }

  parsed parse_file(const std::string& text) {
    std::ofstream{file_} << text;
    return parse({"--config", file_});
  }

  std::string file_ = (std::filesystem::path{::testing::TempDir()}
                       / ("parley-options-" + std::to_string(::getpid())))
                        .string();
};

TEST_F(options_test, without_any_it_stays_on_loopback_and_makes_no_company) {
  const auto p = parse({});
  EXPECT_EQ(p.exit_code, -1);
  EXPECT_EQ(p.chosen.address, "127.0.0.1");
  EXPECT_EQ(p.chosen.admin_address, "127.0.0.1");
  EXPECT_FALSE(p.chosen.insecure_plain);
  EXPECT_FALSE(p.chosen.demo);
  EXPECT_EQ(p.chosen.messages_per_second, limits::messages_per_second_max);
}

TEST_F(options_test, a_file_says_what_the_command_line_says) {
  const auto p = parse_file("# a comment\n"
                            "data = \"/srv/parley\"\n"
                            "address = \"::1\"\n"
                            "port = 9090\n"
                            "admin-address = \"127.0.0.2\"\n"
                            "admin-port = 9091\n"
                            "web-root = \"/srv/web\"\n"
                            "io-threads = 3\n"
                            "workers = 5\n"
                            "log-level = \"warn\"\n"
                            "log-file = \"/srv/log\"\n"
                            "certificate = \"c.pem\"\n"
                            "private-key = \"k.pem\"\n"
                            "insecure-plain = true\n"
                            "demo = true\n"
                            "company = [\"a.json\", \"b.json\"]\n"
                            "allow-web = [\"crm.local:8443\", \"crm.local\"]\n"
                            "sessions-per-address = 6\n"
                            "messages-per-second = 7\n"
                            "connections-max = 8\n");
  ASSERT_EQ(p.exit_code, -1) << p.text;
  const auto& o = p.chosen;
  EXPECT_EQ(o.data, "/srv/parley");
  EXPECT_EQ(o.address, "::1");
  EXPECT_EQ(o.port, 9090);
  EXPECT_EQ(o.admin_address, "127.0.0.2");
  EXPECT_EQ(o.admin_port, 9091);
  EXPECT_EQ(o.web_root, "/srv/web");
  EXPECT_EQ(o.io_threads, 3);
  EXPECT_EQ(o.workers, 5);
  EXPECT_EQ(o.log_level, "warn");
  EXPECT_EQ(o.log_file, "/srv/log");
  EXPECT_EQ(o.certificate, "c.pem");
  EXPECT_EQ(o.private_key, "k.pem");
  EXPECT_TRUE(o.insecure_plain);
  EXPECT_TRUE(o.demo);
  EXPECT_EQ(o.companies, (std::vector<std::string>{"a.json", "b.json"}));
  EXPECT_EQ(o.allow_web,
            (std::vector<std::string>{"crm.local:8443", "crm.local"}));
  EXPECT_EQ(o.sessions_per_address, 6U);
  EXPECT_EQ(o.messages_per_second, 7U);
  EXPECT_EQ(o.connections_max, 8U);
}

TEST_F(options_test, M5_a_mail_server_is_named_whole_or_not_at_all) {
  const auto password = file_ + "-password";
  std::ofstream{password} << "secret word\nmore\n";
  const std::string host = "smtp-host = \"mail.example\"\n";
  const std::string from = "smtp-from = \"chat@acme.example\"\n";
  const std::string login
    = "smtp-user = \"chat\"\nsmtp-password-file = \"" + password + "\"\n";
  const auto p = parse_file(host + from + login
                            + "smtp-port = 465\nsmtp-security = \"tls\"\n"
                              "smtp-authorities = \"ca.pem\"\n");
  ASSERT_EQ(p.exit_code, -1) << p.text;
  EXPECT_EQ(p.chosen.smtp.host, "mail.example");
  EXPECT_EQ(p.chosen.smtp.port, 465);
  EXPECT_EQ(p.chosen.smtp.from, "chat@acme.example");
  EXPECT_EQ(p.chosen.smtp.user, "chat");
  EXPECT_EQ(p.chosen.smtp.password, "secret word");
  EXPECT_EQ(p.chosen.smtp.security, smtp_security::tls);
  EXPECT_EQ(p.chosen.smtp.authorities, "ca.pem");
  // Safe unless somebody says otherwise.
  EXPECT_EQ(parse_file(host + from).chosen.smtp.security,
            smtp_security::starttls);
  for (const auto& wrong :
       {host,
        from,
        login,
        host + "smtp-from = \"nobody\"\n",
        host + "smtp-from = \"a@b.c\\r\\nX: y\"\n",
        host + from + "smtp-user = \"chat\"\n",
        host + from + "smtp-user = \"chat\"\nsmtp-password-file = \"" + password
          + "-none\"\n",
        host + from + "smtp-security = \"maybe\"\n"}) {
    const auto refused = parse_file(wrong);
    EXPECT_EQ(refused.exit_code, 1) << wrong;
    EXPECT_FALSE(refused.text.empty()) << wrong;
  }
  std::filesystem::remove(password);
}

TEST_F(options_test, help_explains_every_option) {
  const auto p = parse({"--help"});
  EXPECT_EQ(p.exit_code, 0);
  const std::regex option{R"((--[a-z-]+)(\s+\S.*)?)"};
  std::set<std::string> named;
  for (std::sregex_iterator at{p.text.begin(), p.text.end(), option}, end;
       at != end;
       ++at) {
    named.insert((*at)[1]);
    EXPECT_GT((*at)[2].length(), 10) << (*at)[1] << " is not explained";
  }
  // All that the tests of the file set, the company of the first start, and
  // the three that ask.
  EXPECT_EQ(named.size(), 19U + 7U + 1U + 3U) << p.text;
}

TEST_F(options_test, unknown_and_impossible_ones_are_refused_in_words) {
  for (const auto& wrong : {std::vector<std::string>{"--no-such-option"},
                            {"--port", "70000"},
                            {"--port", "-1"},
                            {"--workers", "0"},
                            {"--workers", "65"},
                            {"--log-level", "loud"},
                            {"--certificate", "c.pem"},
                            {"--private-key", "k.pem"},
                            {"--messages-per-second", "0"},
                            {"--allow-web", "http://crm.local/"},
                            {"--allow-web", "crm.local:0"},
                            {"--config", "/no/such/file"}}) {
    const auto p = parse(wrong);
    EXPECT_EQ(p.exit_code, 1) << wrong.front();
    EXPECT_FALSE(p.text.empty()) << wrong.front();
  }
  EXPECT_EQ(parse_file("no-such-option = 1\n").exit_code, 1);
}

} // namespace
} // namespace parley::gateway
