// Parley over real sockets: admission, bounds, throttles, other companies,
// slow readers. The server runs in this process on ports that are free.
#include "gateway/options.hpp"
#include "gateway/server.hpp"
#include "storage/event_codec.hpp"
#include "tests/gateway/talker.hpp"
#include "tests/support/sample_company.hpp"
#include "tools/client/http_client.hpp"
#include "tools/client/login.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace parley::testing {

namespace {

using namespace std::chrono_literals;

constexpr const char* origin = "https://example.com";

using peer = talker;

class wire_test : public ::testing::Test {
public:
  void SetUp() override {
    data = std::filesystem::path{::testing::TempDir()}
           / ("parley-wire-" + std::to_string(::getpid()));
    std::filesystem::remove_all(data);
    std::filesystem::create_directories(data);
    start();
  }
  void TearDown() override {
    server.reset();
    std::filesystem::remove_all(data);
  }
  virtual void tune(gateway::options& /*unused*/) {}

  /// Again on the same data if one ran before; then on another port.
  void start() {
    server.reset();
    gateway::options o;
    o.data = (data / "store").string();
    o.port = 0;
    o.admin_port = 0;
    o.log_level = "error";
    o.messages_per_second = 10'000;
    o.companies = {write_company("acme"), write_company("other")};
    tune(o);
    server = std::make_unique<gateway::server>(o);
    ASSERT_EQ(server->start(), "");
  }

  [[nodiscard]] std::string write_company(const std::string& id) const {
    auto c = sample_company();
    c.id = company_id{id};
    for (auto& [key, service] : c.services) {
      service.token += "-" + id;
    }
    auto text = storage::encode_company(c);
    text.pop_back();
    text += R"(,"passwords":{"ann":"correct horse","bob":"battery staple"}})";
    auto file = (data / (id + ".json")).string();
    std::ofstream{file} << text;
    return file;
  }

  [[nodiscard]] tools::endpoint address() const {
    return {"127.0.0.1", server->port()};
  }

  /// What browsers send from pages that the server itself has served.
  [[nodiscard]] std::string own_origin() const {
    return "http://127.0.0.1:" + std::to_string(server->port());
  }

  peer page(const std::string& token = "token-web-acme",
            const std::string& from = origin) {
    peer p{loop};
    p.connect(server->port(), "/ws/v1/visitor", from);
    wire::visitor_hello hello;
    hello.ref = "h";
    hello.token = token;
    p.send(wire::customer_message{hello});
    return p;
  }

  [[nodiscard]] std::string ticket(const std::string& company,
                                   const std::string& login,
                                   const std::string& password) const {
    auto cookies
      = tools::log_in(address(), {company, login, password, "127.0.0.1"});
    if (!cookies) {
      ADD_FAILURE() << cookies.error().why;
      return {};
    }
    auto fetched = tools::fetch_ticket(address(), cookies.value());
    return fetched ? fetched.value() : "";
  }

  void say_hello(peer& p, const std::string& with) const {
    p.connect(server->port(), "/ws/v1/agent", "");
    wire::agent_hello hello;
    hello.ref = "h";
    hello.ticket = with;
    p.send(wire::agent_message{hello});
  }

  void start_chat(peer& p, chat_id& chat, std::string* visitor = nullptr) {
    p.expect<wire::visitor_welcome>();
    wire::start_chat start;
    start.ref = "s";
    p.send(wire::customer_message{start});
    const auto started = p.expect<wire::chat_started>();
    chat = started.chat.chat;
    if (visitor != nullptr) {
      *visitor = started.visitor;
    }
  }

  void take(peer& desk, const chat_id& chat) {
    wire::take_chat t;
    t.ref = "t" + chat.value;
    t.chat = chat;
    desk.send(wire::agent_message{t});
  }

  /// What the operators' address answers; empty unless it is 200.
  [[nodiscard]] std::string for_operators(const std::string& path) const {
    std::ifstream in{data / "store" / "admin-token"};
    std::string token;
    in >> token;
    tools::http_request r;
    r.path = path;
    r.headers = {{"Authorization", "Bearer " + token}};
    auto answer = tools::ask({"127.0.0.1", server->admin_port()}, r);
    return answer && answer.value().status == 200 ? answer.value().body : "";
  }

  std::filesystem::path data;
  std::unique_ptr<gateway::server> server;
  tools::event_loop loop;
};

TEST_F(wire_test, W5_an_unknown_token_is_refused_in_words_and_closed) {
  auto p = page("no-such-token");
  EXPECT_EQ(p.expect<wire::refused>().name, "unknown_token");
  EXPECT_EQ(p.expect_close(), 4501);
}

TEST_F(wire_test, W5_a_forbidden_origin_is_refused_in_words_and_closed) {
  auto p = page("token-web-acme", "https://evil.example");
  EXPECT_EQ(p.expect<wire::refused>().name, "forbidden_origin");
  EXPECT_EQ(p.expect_close(), 4501);
}

TEST_F(wire_test, W5_pages_of_the_servers_own_host_are_other_websites_too) {
  auto p = page("token-web-acme", own_origin());
  EXPECT_EQ(p.expect<wire::refused>().name, "forbidden_origin");
}

class demo_wire_test : public wire_test {
public:
  void tune(gateway::options& o) override {
    o.demo = true;
    o.companies = {write_company("shop")};
  }
};

TEST_F(demo_wire_test, W5_the_demos_own_pages_may_use_its_chats) {
  auto own = page("token-web-shop", own_origin());
  own.expect<wire::visitor_welcome>();
  auto listed = page("token-web-shop");
  listed.expect<wire::visitor_welcome>();
}

TEST_F(demo_wire_test, W5_pages_of_other_ports_and_of_no_site_may_not) {
  for (const auto& other :
       {own_origin() + "0", std::string{"http://127.0.0.1"}, std::string{}}) {
    auto p = page("token-web-shop", other);
    EXPECT_EQ(p.expect<wire::refused>().name, "forbidden_origin") << other;
  }
}

TEST_F(demo_wire_test, W5_its_pages_work_on_another_port_of_the_same_data) {
  std::ifstream in{data / "store" / "demo.json"};
  const auto demo = nlohmann::json::parse(in);
  const auto token = demo["companies"][0]["token"].get<std::string>();
  page(token, own_origin()).expect<wire::visitor_welcome>();
  start();
  page(token, own_origin()).expect<wire::visitor_welcome>();
}

TEST_F(wire_test, a_first_frame_that_is_no_hello_is_closed) {
  peer p{loop};
  p.connect(server->port(), "/ws/v1/visitor", origin);
  wire::ping ping;
  ping.ref = "p";
  p.send(wire::customer_message{ping});
  EXPECT_EQ(p.expect<wire::refused>().name, "not_authenticated");
  EXPECT_EQ(p.expect_close(), 4500);
}

TEST_F(wire_test, a_ticket_opens_one_desk_and_no_second) {
  const auto one = ticket("acme", "ann", "correct horse");
  peer first{loop};
  say_hello(first, one);
  EXPECT_EQ(first.expect<wire::agent_welcome>().agent, agent_id{"ann"});
  peer second{loop};
  say_hello(second, one);
  EXPECT_EQ(second.expect<wire::refused>().name, "ticket_invalid");
  EXPECT_EQ(second.expect_close(), 4501);
}

TEST_F(wire_test, P8_a_second_login_takes_over_and_the_first_is_told) {
  peer first{loop};
  say_hello(first, ticket("acme", "ann", "correct horse"));
  first.expect<wire::agent_welcome>();
  peer second{loop};
  say_hello(second, ticket("acme", "ann", "correct horse"));
  second.expect<wire::agent_welcome>();
  EXPECT_EQ(first.expect_close(), 4502);
}

TEST_F(wire_test, Z4_nothing_of_another_company_can_be_touched) {
  auto customer = page();
  chat_id chat;
  start_chat(customer, chat);
  peer stranger{loop};
  say_hello(stranger, ticket("other", "ann", "correct horse"));
  stranger.expect<wire::agent_welcome>();
  take(stranger, chat);
  EXPECT_EQ(stranger.expect<wire::refused>().name, "not_found");
  peer ann{loop};
  say_hello(ann, ticket("acme", "ann", "correct horse"));
  ann.expect<wire::agent_welcome>();
  take(ann, chat);
  EXPECT_EQ(ann.expect<wire::ok>().chat, chat);
}

TEST_F(wire_test, W6_a_line_goes_from_customer_to_agent_and_back) {
  auto customer = page();
  chat_id chat;
  start_chat(customer, chat);
  peer ann{loop};
  say_hello(ann, ticket("acme", "ann", "correct horse"));
  ann.expect<wire::agent_welcome>();
  take(ann, chat);
  ann.expect<wire::ok>();
  wire::customer_say say;
  say.ref = "m1";
  say.id = client_message_id{"m1"};
  say.text = "is anybody there?";
  customer.send(wire::customer_message{say});
  EXPECT_GT(customer.expect<wire::said>().entry, 0U);
  EXPECT_EQ(ann.expect<wire::chat_entry>().line.text, say.text);
  wire::agent_say answer;
  answer.ref = "a1";
  answer.chat = chat;
  answer.id = client_message_id{"a1"};
  answer.text = "I am.";
  ann.send(wire::agent_message{answer});
  ann.expect<wire::said>();
  wire::chat_entry heard;
  do {
    heard = customer.expect<wire::chat_entry>();
  } while (heard.line.from != speaker::agent);
  EXPECT_EQ(heard.line.text, answer.text);
}

class threads_wire_test : public wire_test {
public:
  void tune(gateway::options& o) override {
    o.io_threads = 3;
    o.workers = 2;
  }
};

TEST_F(threads_wire_test, R2_sockets_of_different_threads_talk_in_order) {
  // Sockets are given to the threads in turn: the ends of a chat differ.
  constexpr int chats = 4;
  constexpr int lines = 50;
  std::vector<peer> customers;
  customers.reserve(chats);
  std::vector<chat_id> ids(chats);
  for (auto& id : ids) {
    customers.push_back(page());
    start_chat(customers.back(), id);
  }
  peer ann{loop};
  say_hello(ann, ticket("acme", "ann", "correct horse"));
  ann.expect<wire::agent_welcome>();
  for (const auto& id : ids) {
    take(ann, id);
    ann.expect<wire::ok>();
  }
  for (int i = 0; i < lines; ++i) {
    for (auto& customer : customers) {
      wire::customer_say say;
      say.ref = "m" + std::to_string(i);
      say.id = client_message_id{say.ref};
      say.text = std::to_string(i);
      customer.send(wire::customer_message{say});
    }
  }
  std::map<chat_id, int> next;
  std::map<chat_id, std::uint64_t> newest;
  for (int heard = 0; heard < chats * lines;) {
    const auto entry = ann.expect<wire::chat_entry>();
    ASSERT_FALSE(entry.chat.empty());
    if (entry.line.from == speaker::customer) {
      ASSERT_EQ(entry.line.text, std::to_string(next[entry.chat]++));
      ASSERT_GT(entry.line.entry, newest[entry.chat]);
      newest[entry.chat] = entry.line.entry;
      ++heard;
    }
  }
  for (auto& customer : customers) {
    for (int i = 0; i < lines; ++i) {
      EXPECT_EQ(customer.expect<wire::said>().ref, "m" + std::to_string(i));
    }
  }
  // The sockets of all threads are told, and all threads end.
  std::thread told{[&] {
    EXPECT_EQ(ann.expect_close(), 1001);
    for (auto& customer : customers) {
      EXPECT_EQ(customer.expect_close(), 1001);
    }
  }};
  server->stop();
  told.join();
}

TEST_F(wire_test, W7_the_sixth_chat_of_an_address_in_ten_minutes_is_refused) {
  for (int i = 0; i < 5; ++i) {
    auto p = page();
    chat_id chat;
    start_chat(p, chat);
  }
  auto late = page();
  late.expect<wire::visitor_welcome>();
  wire::start_chat start;
  start.ref = "s";
  late.send(wire::customer_message{start});
  const auto refused = late.expect<wire::refused>();
  EXPECT_EQ(refused.name, "too_many_sessions");
  EXPECT_TRUE(refused.retry_after.has_value());
}

TEST_F(wire_test, a_wrong_password_is_refused_and_guessing_is_throttled) {
  tools::http_request r;
  r.method = "POST";
  r.path = "/api/v1/login";
  r.headers = {{"Content-Type", "application/json"}};
  r.body = R"({"company":"acme","login":"ann","password":"wrong"})";
  unsigned last = 0;
  for (std::size_t i = 0; i <= limits::logins_per_minute_max; ++i) {
    auto answer = tools::ask(address(), r);
    ASSERT_TRUE(answer) << answer.error().why;
    last = answer.value().status;
    if (i < limits::logins_per_minute_max) {
      EXPECT_EQ(last, 401U);
    } else {
      EXPECT_NE(answer.value().header("Retry-After"), "");
    }
  }
  EXPECT_EQ(last, 429U);
}

TEST_F(wire_test, a_login_by_another_sites_page_is_refused) {
  tools::http_request r;
  r.method = "POST";
  r.path = "/api/v1/login";
  r.headers = {{"Content-Type", "application/json"},
               {"Origin", "https://evil.example"}};
  r.body = R"({"company":"acme","login":"ann","password":"correct horse"})";
  auto answer = tools::ask(address(), r);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value().status, 403U);
}

TEST_F(wire_test, a_revoked_login_closes_its_desks_and_opens_none) {
  tools::agent_login ann{"acme", "ann", "correct horse", "127.0.0.1"};
  const auto kept = tools::log_in(address(), ann);
  ann.from = "127.0.0.2";
  const auto lost = tools::log_in(address(), ann);
  ASSERT_TRUE(lost && kept);
  const auto ask = [&](const std::string& method,
                       const std::string& path,
                       const std::string& cookie) {
    tools::http_request r;
    r.method = method;
    r.path = path;
    r.headers = {{"Cookie", cookie}};
    auto answer = tools::ask(address(), r);
    EXPECT_TRUE(answer);
    return answer ? answer.value() : tools::http_answer{};
  };
  peer desk{loop};
  say_hello(desk, tools::fetch_ticket(address(), lost.value()).value());
  desk.expect<wire::agent_welcome>();
  const auto unused = tools::fetch_ticket(address(), lost.value()).value();

  const auto list
    = nlohmann::json::parse(ask("GET", "/api/v1/logins", kept.value()).body);
  ASSERT_EQ(list.at("items").size(), 2U);
  for (const auto& item : list.at("items")) {
    if (item.at("address") == "127.0.0.2") {
      const auto path = "/api/v1/logins/" + item.at("login").get<std::string>();
      EXPECT_EQ(ask("DELETE", path, kept.value()).status, 200U);
    }
  }
  EXPECT_EQ(desk.expect_close(), 4503);
  EXPECT_EQ(ask("GET", "/api/v1/me", lost.value()).status, 401U);
  EXPECT_EQ(ask("GET", "/api/v1/me", kept.value()).status, 200U);
  peer late{loop};
  say_hello(late, unused);
  EXPECT_EQ(late.expect_close(), 4501);
}

TEST_F(wire_test, the_cookie_is_out_of_reach_of_scripts_and_other_sites) {
  tools::http_request r;
  r.method = "POST";
  r.path = "/api/v1/login";
  r.body = R"({"company":"acme","login":"bob","password":"battery staple"})";
  auto answer = tools::ask(address(), r);
  ASSERT_TRUE(answer);
  const std::string cookie{answer.value().header("Set-Cookie")};
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
}

class logged_wire_test : public wire_test {
public:
  void tune(gateway::options& o) override {
    o.log_level = "warn";
    o.log_file = (data / "log").string();
  }
  [[nodiscard]] std::size_t lines_of_log(const std::string& what) const {
    std::ifstream in{data / "log"};
    std::size_t count = 0;
    for (std::string line; std::getline(in, line);) {
      count += line.find("what=" + what + " ") == std::string::npos ? 0 : 1;
    }
    return count;
  }
};

TEST_F(logged_wire_test, an_unsigned_word_of_a_pbx_is_refused_and_logged) {
  tools::http_request r;
  r.method = "POST";
  r.path = "/api/v1/telephony/events";
  r.headers = {{"X-Parley-Company", "acme"},
               {"X-Parley-Timestamp", "1"},
               {"X-Parley-Signature", "00"}};
  r.body = R"({"event":"offered","call":"k1","queue":"phone"})";
  auto answer = tools::ask(address(), r);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value().status, 401U);
  EXPECT_EQ(lines_of_log("telephony_refused"), 1U);
  // A flood of them does not fill the disk.
  for (std::size_t i = 0; i < 2 * limits::logins_per_minute_max; ++i) {
    ASSERT_TRUE(tools::ask(address(), r));
  }
  EXPECT_EQ(lines_of_log("telephony_refused"), limits::logins_per_minute_max);
}

TEST_F(wire_test, operators_need_their_token) {
  tools::http_request r;
  r.path = "/admin/v1/sessions";
  auto answer = tools::ask({"127.0.0.1", server->admin_port()}, r);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer.value().status, 401U);
  EXPECT_NE(for_operators("/admin/v1/sessions"), "");
}

TEST_F(wire_test, K1_operators_see_live_figures) {
  const auto text = for_operators("/admin/v1/figures?company=acme");
  EXPECT_NE(text.find("\"service_level\":100"), std::string::npos) << text;
  EXPECT_NE(text.find("\"id\":\"sales\""), std::string::npos) << text;
  EXPECT_EQ(for_operators("/admin/v1/figures?company=nobody"), "");
  EXPECT_NE(for_operators("/admin/v1/figures"), "");
}

TEST_F(wire_test, a_path_outside_the_pages_is_not_found) {
  for (const auto* path :
       {"/desk/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/nope"}) {
    tools::http_request r;
    r.path = path;
    auto answer = tools::ask(address(), r);
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer.value().status, 404U) << path;
  }
}

TEST_F(wire_test, R17_a_stop_tells_clients_to_come_back) {
  auto p = page();
  p.expect<wire::visitor_welcome>();
  // CAF's system must end on the thread that it began on.
  std::thread client{[&p] {
    EXPECT_EQ(p.expect_close(), 1001);
  }};
  server->stop();
  client.join();
}

/// A socket that does just what it is told; it reads only when asked.
class raw_socket {
public:
  explicit raw_socket(std::uint16_t port)
      : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    const int small = 4096;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    ok_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  raw_socket(const raw_socket&) = delete;
  raw_socket& operator=(const raw_socket&) = delete;
  ~raw_socket() { ::close(socket_); }
  [[nodiscard]] bool ok() const { return ok_; }

  void write(const std::string& text) {
    ok_ = ok_
          && ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL)
               == static_cast<ssize_t>(text.size());
  }
  /// Up to and with `end`, or until the server closes.
  std::string read_until(std::string_view end) {
    std::string text;
    for (char c = 0; ok_ && (end.empty() || !text.ends_with(end));) {
      ok_ = ::recv(socket_, &c, 1, 0) == 1;
      if (ok_) {
        text.push_back(c);
      }
    }
    return text;
  }

private:
  int socket_ = -1;
  bool ok_ = false;
};

/// Becomes a page that said `first_frame` and never reads.
void say_and_go_silent(raw_socket& socket, const std::string& first_frame) {
  socket.write("GET /ws/v1/visitor HTTP/1.1\r\nHost: localhost\r\n"
               "Origin: https://example.com\r\nUpgrade: websocket\r\n"
               "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  // RFC 6455: frames only after the server has agreed.
  (void)socket.read_until("\r\n\r\n");
  std::string frame{"\x81"};
  const auto size = first_frame.size();
  constexpr std::size_t short_max = 125;
  frame.push_back(static_cast<char>(0x80 | (size > short_max ? 126 : size)));
  if (size > short_max) {
    frame.push_back(static_cast<char>(size >> 8U));
    frame.push_back(static_cast<char>(size & 0xFFU));
  }
  frame.append(4, '\0');
  socket.write(frame + first_frame);
}

TEST_F(wire_test, L2_a_page_that_answers_no_ping_is_cut_and_others_stay) {
  auto lively = page();
  lively.expect<wire::visitor_welcome>();
  raw_socket dead{server->port()};
  wire::visitor_hello hello;
  hello.ref = "h";
  hello.token = "token-web-acme";
  say_and_go_silent(dead, wire::encode(wire::customer_message{hello}));
  ASSERT_TRUE(dead.ok());
  auto heard
    = std::async(std::launch::async, [&dead] { return dead.read_until(""); });
  // Meanwhile the other's socket answers its pings.
  std::function<void()> look_again = [&] {
    loop.after(std::chrono::milliseconds{100}, look_again);
  };
  look_again();
  ASSERT_TRUE(loop.run_until(
    [&] {
      return heard.wait_for(std::chrono::seconds{0})
             == std::future_status::ready;
    },
    2 * limits::dead_after));
  const auto text = heard.get();
  const std::string ping{"\x89\0", 2};
  EXPECT_NE(text.find(ping), std::string::npos) << text;
  wire::ping ask;
  ask.ref = "still-here";
  lively.send(wire::customer_message{ask});
  EXPECT_EQ(lively.expect<wire::ok>().ref, "still-here");
}

TEST_F(wire_test, a_request_of_unknown_length_hides_no_other) {
  for (const std::string coding : {"gzip", "xchunked", "chunked, gzip"}) {
    raw_socket socket{server->port()};
    socket.write("POST /api/v1/logout HTTP/1.1\r\nHost: localhost\r\n"
                 "Transfer-Encoding: "
                 + coding + "\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answers = socket.read_until("");
    EXPECT_TRUE(answers.starts_with("HTTP/1.1 400 ")) << answers;
    EXPECT_EQ(answers.find("HTTP/1.1", 1), std::string::npos) << answers;
  }
}

class flood_wire_test : public wire_test {
public:
  void tune(gateway::options& o) override { o.messages_per_second = 10; }
};

TEST_F(flood_wire_test, W7_what_came_too_fast_is_answered_by_its_ref) {
  auto p = page();
  p.expect<wire::visitor_welcome>();
  constexpr std::size_t count = limits::frames_burst_max + 10;
  for (std::size_t i = 0; i < count; ++i) {
    wire::ping ping;
    ping.ref = "r" + std::to_string(i);
    p.send(wire::customer_message{ping});
  }
  std::set<std::string> answered;
  std::size_t refused = 0;
  while (answered.size() < count) {
    const auto m = p.next();
    ASSERT_TRUE(m) << answered.size() << " were answered";
    if (const auto* ok = std::get_if<wire::ok>(&*m)) {
      answered.insert(ok->ref);
    } else if (const auto* no = std::get_if<wire::refused>(&*m)) {
      EXPECT_EQ(no->name, "throttled");
      EXPECT_TRUE(no->retry_after);
      answered.insert(no->ref.value_or("none"));
      ++refused;
    }
  }
  EXPECT_GT(refused, 0U);
}

TEST_F(wire_test, Z5_a_page_that_does_not_read_is_cut_and_gets_all_later) {
  chat_id chat;
  std::string visitor;
  auto customer = page();
  start_chat(customer, chat, &visitor);
  peer ann{loop};
  say_hello(ann, ticket("acme", "ann", "correct horse"));
  ann.expect<wire::agent_welcome>();
  take(ann, chat);
  ann.expect<wire::ok>();
  customer.abort();

  wire::visitor_hello hello;
  hello.ref = "h";
  hello.token = "token-web-acme";
  hello.visitor = visitor;
  raw_socket mute{server->port()};
  say_and_go_silent(mute, wire::encode(wire::customer_message{hello}));
  ASSERT_TRUE(mute.ok());
  std::string big;
  for (int i = 0; i < 4000; ++i) {
    big += "\xE2\x82\xAC";
  }
  // The agent is never held up by the page that does not read.
  constexpr int lines = 600;
  std::uint64_t last = 0;
  for (int i = 0; i < lines; ++i) {
    wire::agent_say say;
    say.ref = "a" + std::to_string(i);
    say.chat = chat;
    say.id = client_message_id{say.ref};
    say.text = big;
    ann.send(wire::agent_message{say});
    last = ann.expect<wire::said>().entry;
  }
  const auto metrics = for_operators("/metrics");
  EXPECT_NE(metrics.find("parley_slow_closed_total 1"), std::string::npos)
    << metrics;
  // A page that reads gets every line, once and in order.
  peer back{loop};
  back.connect(server->port(), "/ws/v1/visitor", origin);
  back.send(wire::customer_message{hello});
  back.expect<wire::visitor_welcome>();
  std::uint64_t next = 1;
  while (next <= last) {
    const auto page = back.expect<wire::chat_lines>();
    ASSERT_FALSE(page.lines.empty());
    for (const auto& line : page.lines) {
      ASSERT_EQ(line.entry, next++);
    }
  }
}

} // namespace

} // namespace parley::testing
