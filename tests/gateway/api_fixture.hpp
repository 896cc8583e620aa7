// A server with two companies and their users, asked over real HTTP. One server
// for all tests of the suite, because it takes time to start.
#ifndef PARLEY_TESTS_GATEWAY_API_FIXTURE_HPP
#define PARLEY_TESTS_GATEWAY_API_FIXTURE_HPP

#include "gateway/server.hpp"
#include "storage/configuration_objects.hpp"
#include "storage/event_codec.hpp"
#include "tests/support/sample_company.hpp"
#include "tools/client/http_client.hpp"
#include "tools/client/login.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <unistd.h>

namespace parley::testing {

using nlohmann::json;

/// What a request led to.
struct reply {
  unsigned status = 0;
  json body;
  std::string etag;
  std::string location;
};

using headers = std::vector<std::pair<std::string, std::string>>;

class api : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    data = std::filesystem::path{::testing::TempDir()}
           / ("parley-api-" + std::to_string(::getpid()));
    std::filesystem::remove_all(data);
    std::filesystem::create_directories(data);
    gateway::options o;
    o.data = (data / "store").string();
    o.port = 0;
    o.admin_port = 0;
    o.log_level = "error";
    o.companies = {write_company("acme"), write_company("other")};
    if (before_start) {
      before_start(o);
    }
    server = std::make_unique<gateway::server>(o);
    ASSERT_EQ(server->start(), "");
    for (const auto* who : {"ann", "sue", "adam", "rita"}) {
      cookies[who] = logged_in("acme", who);
    }
    cookies["other"] = logged_in("other", "adam");
  }
  static void TearDownTestSuite() {
    server.reset();
    before_start = {};
    std::filesystem::remove_all(data);
  }

  /// Ann is an agent, Sue a supervisor, Adam an administrator; Rita may change
  /// users and nothing else.
  static std::string write_company(const std::string& id) {
    auto c = sample_company();
    c.id = company_id{id};
    for (auto& [key, service] : c.services) {
      service.token += "-" + id;
    }
    const role_id recruiter{"recruiter"};
    c.roles[recruiter]
      = {recruiter, "Recruiter", {}, {{area::users, privilege::modify}}};
    const profile_id some{"some"};
    c.profiles[some]
      = {some, "Some", {}, profile_kind::queues, false, {"care"}};
    const text_block_id hello{"hello"};
    c.text_blocks[hello]
      = {hello, "hello", "Hello <customer>", text_block_scope::company, {}};
    const custom_field_id size{"size"};
    c.custom_fields[size] = {size, "Size", custom_field_kind::number, {}};
    const tag_id vip{"vip"};
    c.tags[vip] = {vip, "VIP", "#aa0000"};
    const holiday_list_id feasts{"feasts"};
    c.holiday_lists[feasts]
      = {feasts, "Feasts", {}, {{"New Year", {2026, 1, 1}, true}}};
    const calendar_id office{"office"};
    c.calendars[office]
      = {office,
         "Office",
         {},
         "Europe/Berlin",
         {{{weekday::thursday, weekday::friday}, {540}, {1020}}},
         {},
         {feasts}};
    const script_id order{"order"};
    c.scripts[order] = {order, "Order", {{"First", "", {}}}, {}};
    for (const auto& [who, role] : {std::pair{"sue", "supervisor"},
                                    {"adam", "administrator"},
                                    {"rita", "recruiter"}}) {
      auto a = c.agents.at(agent_id{"ann"});
      a.id = agent_id{who};
      a.login = who;
      a.name = who;
      a.roles = {role_id{role}};
      c.agents[a.id] = a;
    }
    auto text = storage::encode_company(c);
    text.pop_back();
    text += R"(,"passwords":{"ann":"correct horse","sue":"correct horse",)"
            R"("adam":"correct horse","rita":"correct horse"}})";
    auto file = (data / (id + ".json")).string();
    std::ofstream{file} << text;
    return file;
  }

  static tools::endpoint address() { return {"127.0.0.1", server->port()}; }

  static std::string logged_in(const std::string& company,
                               const std::string& who) {
    auto cookie
      = tools::log_in(address(), {company, who, "correct horse", "127.0.0.1"});
    if (!cookie) {
      ADD_FAILURE() << cookie.error().why;
      return {};
    }
    return cookie.value();
  }

  static reply send(const std::string& who,
                    const std::string& method,
                    const std::string& path,
                    const std::string& body = {},
                    const headers& more = {}) {
    tools::http_request r;
    r.method = method;
    r.path = path;
    r.headers = more;
    r.from = from;
    if (!who.empty()) {
      // A program has a token in the place of a cookie.
      const auto& with = cookies.at(who);
      r.headers.emplace_back(
        with.starts_with("Bearer ") ? "Authorization" : "Cookie", with);
    }
    r.body = body;
    auto answered = tools::ask(address(), r);
    if (!answered) {
      ADD_FAILURE() << answered.error().why;
      return {};
    }
    const auto& a = answered.value();
    return {a.status,
            json::parse(a.body, nullptr, false),
            std::string{a.header("etag")},
            std::string{a.header("location")}};
  }
  static reply get(const std::string& who, const std::string& path) {
    return send(who, "GET", path);
  }
  static reply
  patch(const std::string& who, const std::string& path, const json& body) {
    return send(
      who, "PATCH", path, body.dump(), {{"If-Match", get(who, path).etag}});
  }
  static reply remove(const std::string& who, const std::string& path) {
    return send(who, "DELETE", path, {}, {{"If-Match", get(who, path).etag}});
  }

  static std::string path_of(const storage::object_kind& kind) {
    std::string name{kind.name};
    std::replace(name.begin(), name.end(), '_', '-');
    return "/api/v1/" + name;
  }

  // NOLINTBEGIN: one server for all tests, because it takes time to start
  static inline std::filesystem::path data;
  /// May fill the store, or change an option.
  static inline std::function<void(gateway::options&)> before_start;
  static inline std::unique_ptr<gateway::server> server;
  static inline std::map<std::string, std::string> cookies;
  /// The address that requests come from; empty: any.
  static inline std::string from;
  // NOLINTEND
};

/// Asks as an operator.
inline reply operate(const gateway::server& server,
                     const std::filesystem::path& data,
                     const std::string& method,
                     const std::string& path,
                     const std::string& body = {},
                     headers more = {}) {
  std::string token;
  std::ifstream{data / "store" / "admin-token"} >> token;
  more.emplace_back("Authorization", "Bearer " + token);
  tools::http_request r;
  r.method = method;
  r.path = path;
  r.headers = std::move(more);
  r.body = body;
  auto answered = tools::ask({"127.0.0.1", server.admin_port()}, r);
  if (!answered) {
    ADD_FAILURE() << answered.error().why;
    return {};
  }
  const auto& a = answered.value();
  return {a.status,
          json::parse(a.body, nullptr, false),
          std::string{a.header("etag")},
          {}};
}

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_API_FIXTURE_HPP
