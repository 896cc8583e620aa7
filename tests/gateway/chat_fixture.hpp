// A server with two companies, customers' pages and desks over real WebSockets,
// requests over real HTTP.
#ifndef PARLEY_TESTS_GATEWAY_CHAT_FIXTURE_HPP
#define PARLEY_TESTS_GATEWAY_CHAT_FIXTURE_HPP

#include "gateway/server.hpp"
#include "storage/event_codec.hpp"
#include "tests/gateway/talker.hpp"
#include "tests/support/sample_company.hpp"
#include "tools/client/http_client.hpp"
#include "tools/client/login.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

namespace parley::testing {

using nlohmann::json;
using headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr const char* website = "https://example.com";

class chat_api : public ::testing::Test {
protected:
  void SetUp() override {
    data = std::filesystem::path{::testing::TempDir()}
           / ("parley-chats-" + std::to_string(::getpid()));
    std::filesystem::remove_all(data);
    std::filesystem::create_directories(data);
    start();
  }
  void TearDown() override {
    server.reset();
    std::filesystem::remove_all(data);
  }

  /// What this test needs of a company.
  virtual void tune(company& /*unused*/) {}
  virtual void choose(gateway::options& /*unused*/) {}

  /// Again on the same data if one ran before.
  void start() {
    server.reset();
    gateway::options o;
    o.data = (data / "store").string();
    o.port = 0;
    o.admin_port = 0;
    o.log_level = "error";
    o.sessions_per_address = 1'000;
    o.companies = {write_company("acme"), write_company("other")};
    choose(o);
    server = std::make_unique<gateway::server>(o);
    ASSERT_EQ(server->start(), "");
  }

  std::string write_company(const std::string& id) {
    auto c = sample_company();
    c.id = company_id{id};
    for (auto& [key, service] : c.services) {
      service.token += "-" + id;
    }
    auto adam = c.agents.at(agent_id{"ann"});
    adam.id = agent_id{"adam"};
    adam.login = "adam";
    adam.roles = {role_id{"administrator"}};
    c.agents[adam.id] = adam;
    tune(c);
    auto text = json::parse(storage::encode_company(c));
    for (const auto& [agent, user] : c.agents) {
      text["passwords"][agent.value] = "correct horse";
    }
    auto file = (data / (id + ".json")).string();
    std::ofstream{file} << text.dump();
    return file;
  }

  [[nodiscard]] tools::endpoint address() const {
    return {"127.0.0.1", server->port()};
  }

  /// Of one login each: many would be throttled. Empty: it was refused.
  [[nodiscard]] std::string cookie(const std::string& who,
                                   const std::string& company = "acme") const {
    auto& known = cookies_[{company, who}];
    if (known.empty()) {
      auto made = tools::log_in(address(),
                                {company, who, "correct horse", "127.0.0.1"});
      known = made ? made.value() : "";
    }
    return known;
  }

  [[nodiscard]] tools::http_answer send(const std::string& method,
                                        const std::string& path,
                                        const std::string& body,
                                        const headers& more) const {
    tools::http_request r;
    r.method = method;
    r.path = path;
    r.body = body;
    r.headers = more;
    auto answered = tools::ask(address(), r);
    if (!answered) {
      ADD_FAILURE() << answered.error().why;
      return {};
    }
    return std::move(answered).value();
  }

  talker page(const std::string& token = "token-web-acme",
              const std::optional<std::string>& visitor = {},
              const std::optional<std::string>& proof = {}) {
    talker p{loop};
    p.connect(server->port(), "/ws/v1/visitor", website);
    wire::visitor_hello hello;
    hello.ref = "h";
    hello.token = token;
    hello.visitor = visitor;
    hello.proof = proof;
    p.send(wire::customer_message{hello});
    return p;
  }

  /// Begins a chat. @returns the visitor's token.
  std::string begin(talker& p, wire::start_chat what = {}) {
    p.expect<wire::visitor_welcome>();
    what.ref = "s";
    p.send(wire::customer_message{what});
    const auto started = p.expect<wire::chat_started>();
    chat = started.chat.chat;
    return started.visitor;
  }

  talker desk(const std::string& who, const std::string& company = "acme") {
    talker d{loop};
    auto ticket = tools::fetch_ticket(address(), cookie(who, company));
    EXPECT_TRUE(ticket);
    d.connect(server->port(), "/ws/v1/agent", "");
    wire::agent_hello hello;
    hello.ref = "h";
    hello.ticket = ticket ? ticket.value() : "";
    d.send(wire::agent_message{hello});
    d.expect<wire::agent_welcome>();
    return d;
  }

  /// The desk takes the chat that was begun last. @returns it as the desk sees
  /// it then.
  /// @param is_first false: another chat may be active, and stay so
  wire::desk_chat_view take(talker& d, bool is_first = true) const {
    wire::take_chat t;
    t.ref = "t" + chat.value;
    t.chat = chat;
    d.send(wire::agent_message{t});
    return shown(d, [is_first](const wire::desk_chat_view& v) {
      return !is_first || v.phase == phase_name::active;
    });
  }
  /// The first view of the chat that `fits`.
  template <class Fits>
  wire::desk_chat_view shown(talker& d, Fits fits) const {
    while (true) {
      auto view = d.expect<wire::desk_chat_changed>().chat;
      if (view.chat.empty() || (view.chat == chat && fits(view))) {
        return view;
      }
    }
  }
  /// Waits until the server has done what nobody is told of.
  template <class Holds>
  void eventually(Holds holds) {
    for (int i = 0; i < 4'000 && !holds(); ++i) {
      loop.run_for(std::chrono::milliseconds{5});
    }
    EXPECT_TRUE(holds());
  }

  std::filesystem::path data;
  std::unique_ptr<gateway::server> server;
  tools::event_loop loop;
  chat_id chat;

private:
  /// By company and user.
  mutable std::map<std::pair<std::string, std::string>, std::string> cookies_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_CHAT_FIXTURE_HPP
