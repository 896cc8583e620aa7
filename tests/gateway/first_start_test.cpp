// The first start without companies (A1): one administrator, whose password is
// printed once and must be changed.
#include "tests/gateway/sign_in_fixture.hpp"

#include <regex>
#include <sstream>

namespace parley::testing {
namespace {

class first_start : public ::testing::Test {
protected:
  void SetUp() override {
    data = std::filesystem::path{::testing::TempDir()}
           / ("parley-first-" + std::to_string(::getpid()));
    std::filesystem::remove_all(data);
    std::filesystem::create_directories(data);
  }
  void TearDown() override {
    server.reset();
    std::filesystem::remove_all(data);
  }
  void start(const std::function<void(gateway::options&)>& tune = {}) {
    server.reset();
    gateway::options o;
    o.data = (data / "store").string();
    o.port = 0;
    o.admin_port = 0;
    o.log_level = "debug";
    o.log_file = (data / "log").string();
    if (tune) {
      tune(o);
    }
    server = std::make_unique<gateway::server>(o);
    ASSERT_EQ(server->start(), "");
  }
  [[nodiscard]] std::string printed() const {
    std::smatch found;
    const auto text = server->greeting();
    const std::regex line{"company (\\S+)   login (\\S+)   password (\\S+)"};
    if (!std::regex_search(text, found, line)) {
      return {};
    }
    EXPECT_EQ(found[1], company);
    EXPECT_EQ(found[2], "admin");
    return found[3];
  }
  [[nodiscard]] reply log_in(const std::string& password) const {
    tools::http_request r;
    r.method = "POST";
    r.path = "/api/v1/login";
    r.body
      = json{{"company", company}, {"login", "admin"}, {"password", password}}
          .dump();
    const auto a = tools::ask({"127.0.0.1", server->port()}, r).value();
    return {a.status, json::parse(a.body, nullptr, false), {}, {}};
  }
  std::string company = "main";
  std::filesystem::path data;
  std::unique_ptr<gateway::server> server;
};

TEST_F(first_start, A1_prints_a_password_that_must_be_changed) {
  start();
  const auto password = printed();
  ASSERT_EQ(password.size(), limits::one_time_password_characters);
  const auto in = log_in(password);
  EXPECT_EQ(in.status, 200U);
  EXPECT_EQ(in.body["next_step"], "change_password");
  EXPECT_EQ(in.body["privileges"]["users"], "modify");
  // Once: not at the next start, which makes no other.
  start();
  EXPECT_EQ(printed(), "");
  EXPECT_EQ(log_in(password).status, 200U);
  server.reset();
  std::ostringstream log;
  log << std::ifstream{data / "log"}.rdbuf();
  EXPECT_NE(log.str().find("started"), std::string::npos);
  EXPECT_EQ(log.str().find(password), std::string::npos);
}

TEST_F(first_start, A1_makes_the_company_that_the_operator_names) {
  company = "garden";
  start([](auto& o) { o.first_company = "garden"; });
  EXPECT_EQ(log_in(printed()).body["company"], "garden");
}

TEST_F(first_start, A1_makes_nothing_beside_the_demo) {
  start([](auto& o) { o.demo = true; });
  EXPECT_EQ(server->greeting().find("First login"), std::string::npos);
}

} // namespace
} // namespace parley::testing
