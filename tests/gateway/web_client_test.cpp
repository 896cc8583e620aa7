// Asking other servers (F2) on real sockets: what is taken from answers, what
// is refused, and how much, how long and how many at most.
#include "gateway/web_client.hpp"
#include "gateway/web_json.hpp"
#include "protocol/limits.hpp"
#include "tests/gateway/web_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <sstream>

namespace parley::gateway {
namespace {

using namespace std::chrono_literals;
using actors::web_answer;
using actors::web_request;
using parley::testing::peer;
using parley::testing::test_certificate;
using parley::testing::web_server;

constexpr auto patience = 20s;

std::string response(const std::string& body,
                     const std::string& status = "200 OK",
                     const std::string& more = {}) {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + more
         + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

web_server::act answers(const std::string& text) {
  return [text](peer& p) {
    p.read();
    p.write(text);
  };
}

void holds(peer& p) {
  p.read();
  p.hold();
}

web_request get(const std::string& url) {
  web_request r;
  r.company = company_id{"acme"};
  r.method = "GET";
  r.url = url;
  r.within = patience;
  return r;
}

web_request wanting(const std::string& url, const std::string& pointer) {
  auto r = get(url);
  r.results = {{"found", pointer}};
  return r;
}

web_client_settings here(const std::string& authorities = {}) {
  return {{{"127.0.0.1", std::nullopt}, {"localhost", std::nullopt}},
          authorities};
}

std::future<web_answer> ask(web_client& client, web_request what) {
  auto promise = std::make_shared<std::promise<web_answer>>();
  auto answer = promise->get_future();
  client.fetch(std::move(what),
               [promise](web_answer a) { promise->set_value(std::move(a)); });
  return answer;
}

web_answer answer_to(web_client& client, web_request what) {
  auto answer = ask(client, std::move(what));
  if (answer.wait_for(patience) != std::future_status::ready) {
    ADD_FAILURE() << "no answer";
    return {};
  }
  return answer.get();
}

// --- Pure parts. -----------------------------------------------------------

TEST(web_address, F2_only_addresses_of_the_open_internet_are_public) {
  const auto is = [](const char* text) {
    return is_public(boost::asio::ip::make_address(text));
  };
  for (const auto* open : {"1.1.1.1",
                           "8.8.8.8",
                           "100.63.255.255",
                           "100.128.0.0",
                           "172.15.255.255",
                           "172.32.0.0",
                           "192.167.255.255",
                           "192.169.0.0",
                           "198.17.255.255",
                           "198.20.0.0",
                           "223.255.255.255",
                           "2606:4700::1111",
                           "2a00:1450::1",
                           "2001:4860:4860::8888",
                           "2001:200::1",
                           "::ffff:8.8.8.8",
                           "64:ff9b::8.8.8.8",
                           "2002:808:808::1"}) {
    EXPECT_TRUE(is(open)) << open;
  }
  for (const auto* closed : {"0.0.0.0",
                             "0.1.2.3",
                             "10.0.0.0",
                             "10.255.255.255",
                             "100.64.0.0",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.0.1",
                             "169.254.169.254",
                             "172.16.0.0",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.88.99.1",
                             "192.168.0.0",
                             "192.168.255.255",
                             "198.18.0.0",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.7",
                             "224.0.0.1",
                             "239.255.255.255",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::8.8.8.8",
                             "::127.0.0.1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "::ffff:169.254.169.254",
                             "64:ff9b::10.0.0.1",
                             "64:ff9b::127.0.0.1",
                             "64:ff9b:1::8.8.8.8",
                             "100::1",
                             "2001::1",
                             "2001:1ff::1",
                             "2001:db8::1",
                             "2002:7f00:1::1",
                             "2002:a00:1::1",
                             "3fff::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1",
                             "4000::1"}) {
    EXPECT_FALSE(is(closed)) << closed;
  }
}

TEST(web_address, F2_a_url_has_a_host_a_port_and_a_target) {
  const auto url = parse_web_url("https://Api.Example.com/v1/x?name=a b#there");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->secure);
  EXPECT_EQ(url->host, "api.example.com");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->target, "/v1/x?name=a%20b");
  EXPECT_EQ(url->authority(), "api.example.com");
  EXPECT_FALSE(url->is_address());
  const auto address = parse_web_url("http://[::1]:8080?q");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->target, "/?q");
  EXPECT_EQ(address->authority(), "[::1]:8080");
  EXPECT_TRUE(address->is_address());
  const auto injected = parse_web_url("http://a/x HTTP/1.1\r\nEvil: 1");
  ASSERT_TRUE(injected);
  EXPECT_EQ(injected->target, "/x%20HTTP/1.1%0D%0AEvil:%201");
  for (const auto* wrong : {"",
                            "a",
                            "ftp://a/",
                            "file:///etc/passwd",
                            "http://",
                            "http:///x",
                            "http://user@host/",
                            "http://user:word@host/",
                            "http://a:0/",
                            "http://a:65536/",
                            "http://a:x/",
                            "http://a:/",
                            "http://[::1/",
                            "http://[1.2.3.4]/",
                            "http://[fe80::1%25lo]/",
                            "http://a b/",
                            "http://a\r\nb/",
                            "http://a\\b/"}) {
    EXPECT_FALSE(parse_web_url(wrong)) << wrong;
  }
}

TEST(web_address, an_allowed_host_covers_its_port_or_all) {
  const auto any = parse_web_host("Crm.Local");
  const auto one = parse_web_host("crm.local:8443");
  ASSERT_TRUE(any && one);
  EXPECT_TRUE(any->covers(*parse_web_url("http://crm.local/")));
  EXPECT_TRUE(one->covers(*parse_web_url("https://CRM.local:8443/")));
  EXPECT_FALSE(one->covers(*parse_web_url("https://crm.local/")));
  EXPECT_FALSE(any->covers(*parse_web_url("http://a.crm.local/")));
  const auto v6 = parse_web_host("[0:0::1]:81");
  ASSERT_TRUE(v6);
  EXPECT_TRUE(v6->covers(*parse_web_url("http://[::1]:81/")));
  for (const auto* wrong : {"", ":80", "a:", "a:0", "a/b", "http://a", "a b"}) {
    EXPECT_FALSE(parse_web_host(wrong)) << wrong;
  }
}

TEST(web_json, F2_variables_come_from_where_their_pointers_lead) {
  const std::string body
    = R"({"a":{"b":[{"c":"text"},7]},"x/y":true,"m~n":1.5,"":"empty","no":null,)"
      R"("list":[1],"bell":"a\u0007b"})";
  const auto at = [&](const std::string& pointer) {
    const auto found = found_in(body, {{"v", pointer}});
    return found ? found->at("v") : "not JSON";
  };
  EXPECT_EQ(at("/a/b/0/c"), "text");
  EXPECT_EQ(at("/a/b/1"), "7");
  EXPECT_EQ(at("/x~1y"), "true");
  EXPECT_EQ(at("/m~0n"), "1.5");
  EXPECT_EQ(at("/"), "empty");
  EXPECT_EQ(at("/bell"), "a b");
  for (const auto* nothing : {"",
                              "/no",
                              "/list",
                              "/missing",
                              "/a/b/2",
                              "/a/b/-",
                              "/a/b/01",
                              "/a/b/x",
                              "/a/b/0/c/d",
                              "/m~2n",
                              "/m~"}) {
    EXPECT_EQ(at(nothing), "") << nothing;
  }
  EXPECT_EQ(found_in(R"("text")", {{"v", ""}})->at("v"), "text");
}

TEST(web_json, F2_what_is_no_json_is_told_and_depth_has_a_limit) {
  EXPECT_FALSE(found_in("", {}));
  EXPECT_FALSE(found_in("<html>", {}));
  EXPECT_FALSE(found_in("{\"a\":\"\xff\"}", {}));
  EXPECT_TRUE(found_in(std::string(60, '[') + std::string(60, ']'), {}));
  EXPECT_FALSE(
    found_in(std::string(100'000, '[') + std::string(100'000, ']'), {}));
  EXPECT_FALSE(found_in(std::string(100'000, '['), {}));
}

TEST(web_json, F2_a_variable_takes_its_characters_and_no_more) {
  constexpr auto most = limits::flow_variable_characters_max;
  const auto length_of = [](std::size_t length) {
    const auto found
      = found_in('"' + std::string(length, 'x') + '"', {{"v", ""}});
    return found->at("v").size();
  };
  EXPECT_EQ(length_of(most), most);
  EXPECT_EQ(length_of(most + 1), most);
}

// --- Answers. --------------------------------------------------------------

TEST(web_client, F2_it_asks_and_takes_what_is_wanted) {
  std::promise<std::string> asked;
  web_server server{[&](peer& p) {
    asked.set_value(p.read());
    p.write(response(R"({"customer":{"name":"Ada","vip":true}})"));
  }};
  web_client client{here()};
  auto r = get(server.url("/find?mail=a%40b"));
  r.method = "POST";
  r.headers = {{"X-Key", "secret"}, {"Content-Type", "text/plain"}};
  r.body = "hello";
  r.results = {{"name", "/customer/name"},
               {"vip", "/customer/vip"},
               {"age", "/customer/age"}};
  const auto a = answer_to(client, r);
  EXPECT_TRUE(a.good) << a.failure;
  EXPECT_EQ(a.failure, "");
  EXPECT_EQ(a.found,
            (std::map<std::string, std::string>{
              {"name", "Ada"}, {"vip", "true"}, {"age", ""}}));
  const auto text = asked.get_future().get();
  EXPECT_TRUE(text.starts_with("POST /find?mail=a%40b HTTP/1.1\r\n")) << text;
  for (const auto& part :
       {"Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n",
        std::string{"X-Key: secret\r\n"},
        std::string{"Content-Type: text/plain\r\n"},
        std::string{"Content-Length: 5\r\n"},
        std::string{"Connection: close\r\n"},
        std::string{"\r\n\r\nhello"}}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << text;
  }
}

TEST(web_client, F2_any_success_is_good_if_nothing_is_wanted) {
  const web_server server{answers(response("no json", "204 No Content"))};
  web_client client{here()};
  EXPECT_TRUE(answer_to(client, get(server.url())).good);
  EXPECT_EQ(answer_to(client, wanting(server.url(), "/a")).failure, "not_json");
}

TEST(web_client, F2_every_other_status_has_failed_and_is_asked_once) {
  for (const auto* status : {"199 Early", "300 Many", "404 None", "499 Gone"}) {
    const web_server server{answers(response("{}", status))};
    web_client client{here()};
    auto r = get(server.url());
    r.retries = 3;
    const auto a = answer_to(client, r);
    EXPECT_FALSE(a.good) << status;
    EXPECT_EQ(a.failure, "status") << status;
    EXPECT_EQ(server.asked(), 1) << status;
  }
}

TEST(web_client, F2_redirects_are_not_followed) {
  const web_server target{answers(response("{}"))};
  const web_server server{
    answers(response("", "302 Found", "Location: " + target.url() + "\r\n"))};
  web_client client{here()};
  EXPECT_EQ(answer_to(client, get(server.url())).failure, "status");
  EXPECT_EQ(target.asked(), 0);
}

TEST(web_client, F2_a_server_in_trouble_is_asked_again_as_often_as_said) {
  for (const int retries : {2, 1, 0}) {
    std::atomic<int> count{0};
    const web_server server{[&](peer& p) {
      p.read();
      p.write(++count < 3 ? response("{}", "503 Busy") : response("{}"));
    }};
    web_client client{here()};
    auto r = get(server.url());
    r.retries = retries;
    const auto a = answer_to(client, r);
    EXPECT_EQ(a.good, retries == 2) << retries;
    EXPECT_EQ(a.failure, retries == 2 ? "" : "status");
    EXPECT_EQ(server.asked(), retries + 1);
  }
}

TEST(web_client, F2_what_was_sent_once_is_not_sent_again) {
  const web_server server{[](peer& p) {
    p.read();
    p.reset();
  }};
  web_client client{here()};
  auto r = get(server.url());
  r.retries = 3;
  EXPECT_EQ(answer_to(client, r).failure, "unreachable");
  EXPECT_EQ(server.asked(), 1);
}

TEST(web_client, F2_half_an_answer_is_none) {
  const web_server server{
    answers("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"a\":\"b\"}")};
  web_client client{here()};
  EXPECT_EQ(answer_to(client, wanting(server.url(), "/a")).failure,
            "unreachable");
}

TEST(web_client, F2_where_nobody_listens_nobody_is_reached) {
  std::uint16_t port = 0;
  {
    const web_server gone{holds};
    port = gone.port();
  }
  web_client client{here()};
  auto r = get("http://127.0.0.1:" + std::to_string(port) + "/");
  r.retries = 1;
  EXPECT_EQ(answer_to(client, r).failure, "unreachable");
  EXPECT_EQ(answer_to(client, get("http://no-such-host.invalid/")).failure,
            "unreachable");
}

// --- Too long, too much. ---------------------------------------------------

TEST(web_client, F2_time_runs_over_the_whole_of_it) {
  const std::vector<web_server::act> slow{
    holds,
    [](peer& p) {
      p.read();
      p.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
      p.hold();
    },
    // Something all the time, and never an end.
    [](peer& p) {
      p.read();
      p.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      while (p.write("1\r\n \r\n")) {
        std::this_thread::sleep_for(5ms);
      }
    },
    answers(response("{}", "503 Busy"))};
  for (std::size_t i = 0; i < slow.size(); ++i) {
    const web_server server{slow.at(i)};
    web_client client{here()};
    auto r = wanting(server.url(), "/a");
    r.within = 300ms;
    r.retries = 3;
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(answer_to(client, r).failure, "timeout") << i;
    EXPECT_LT(std::chrono::steady_clock::now() - began, 10s) << i;
  }
}

TEST(web_client, F2_an_answer_has_its_bytes_and_no_more) {
  const auto ask_for = [](std::size_t bytes, bool chunked) {
    const auto body = "\"" + std::string(bytes - 2, 'x') + "\"";
    std::ostringstream size;
    size << std::hex << bytes;
    const web_server server{
      answers(chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                          + size.str() + "\r\n" + body + "\r\n0\r\n\r\n"
                      : response(body))};
    web_client client{here()};
    return answer_to(client, wanting(server.url(), "")).failure;
  };
  for (const bool chunked : {false, true}) {
    EXPECT_EQ(ask_for(limits::web_answer_bytes_max, chunked), "");
    EXPECT_EQ(ask_for(limits::web_answer_bytes_max + 1, chunked), "too_large");
  }
}

TEST(web_client, F2_endless_answers_end) {
  const std::string some(8'192, 'x');
  const std::vector<std::string> begun{
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nX: ",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"};
  for (const auto& beginning : begun) {
    const web_server server{[&](peer& p) {
      p.read();
      p.write(beginning);
      while (p.write(some)) {
      }
    }};
    web_client client{here()};
    EXPECT_EQ(answer_to(client, wanting(server.url(), "/a")).failure,
              "too_large")
      << beginning;
  }
}

// --- Where it must not go, what it must not say. ---------------------------

TEST(web_client, F2_addresses_of_ones_own_are_refused) {
  const web_server server{answers(response("{}"))};
  web_client client{{}};
  const auto port = ":" + std::to_string(server.port()) + "/";
  for (const auto* host : {"127.0.0.1",
                           "localhost",
                           "127.1",
                           "2130706433",
                           "0x7f000001",
                           "0.0.0.0",
                           "[::1]",
                           "[::ffff:127.0.0.1]",
                           "10.0.0.1",
                           "169.254.169.254",
                           "192.168.1.1",
                           "[fd00::1]",
                           "[fe80::1]"}) {
    EXPECT_EQ(
      answer_to(client, get("http://" + std::string{host} + port)).failure,
      "refused_address")
      << host;
  }
  EXPECT_EQ(server.asked(), 0);
}

TEST(web_client, F2_only_the_host_and_port_that_are_allowed_are_asked) {
  const web_server server{answers(response("{}"))};
  const web_server other{answers(response("{}"))};
  web_client client{{{{"127.0.0.1", server.port()}}, {}}};
  EXPECT_TRUE(answer_to(client, get(server.url())).good);
  EXPECT_EQ(answer_to(client, get(other.url())).failure, "refused_address");
  const auto by_name = "http://localhost:" + std::to_string(server.port());
  EXPECT_EQ(answer_to(client, get(by_name)).failure, "refused_address");
  EXPECT_EQ(other.asked(), 0);
}

TEST(web_client, F2_what_cannot_be_asked_is_refused_before_it_is_sent) {
  const web_server server{answers(response("{}"))};
  web_client client{here()};
  const auto with = [&](const std::string& name, const std::string& value) {
    auto r = get(server.url());
    r.headers = {{name, value}};
    return answer_to(client, r).failure;
  };
  EXPECT_EQ(with("X", "a\r\nEvil: 1"), "bad_header");
  EXPECT_EQ(with("X", "a\nb"), "bad_header");
  EXPECT_EQ(with("X", std::string("a\0b", 3)), "bad_header");
  EXPECT_EQ(with("X: a\r\nEvil", "1"), "bad_header");
  EXPECT_EQ(with("", "1"), "bad_header");
  for (const auto* ours : {"Host",
                           "host",
                           "Content-Length",
                           "Connection",
                           "Transfer-Encoding",
                           "Upgrade",
                           "TE",
                           "Expect"}) {
    EXPECT_EQ(with(ours, "1"), "bad_header") << ours;
  }
  EXPECT_EQ(with("X", std::string(limits::web_header_value_bytes_max + 1, 'x')),
            "bad_header");
  for (const auto* method : {"CONNECT", "TRACE", "get", "", "GET / HTTP/1.1"}) {
    auto r = get(server.url());
    r.method = method;
    EXPECT_EQ(answer_to(client, r).failure, "bad_method") << method;
  }
  EXPECT_EQ(answer_to(client, get("gopher://127.0.0.1/")).failure, "bad_url");
  EXPECT_EQ(answer_to(client,
                      get(server.url(
                        "/" + std::string(limits::web_url_bytes_max, 'x'))))
              .failure,
            "bad_url");
  auto large = get(server.url());
  large.method = "POST";
  large.body.assign(limits::web_body_bytes_max + 1, 'x');
  EXPECT_EQ(answer_to(client, large).failure, "too_large");
  EXPECT_EQ(server.asked(), 0);
  large.body.pop_back();
  EXPECT_TRUE(answer_to(client, large).good);
  EXPECT_EQ(with("X", std::string(limits::web_header_value_bytes_max, 'x')),
            "");
  EXPECT_EQ(server.asked(), 2);
}

// --- TLS. ------------------------------------------------------------------

TEST(web_client, F2_a_server_with_a_trusted_certificate_is_asked) {
  const test_certificate certificate{"localhost"};
  const auto context = certificate.context();
  std::promise<std::string> name;
  const web_server server{[&](peer& p) {
                            name.set_value(p.asked_name());
                            p.read();
                            p.write(response(R"({"a":"b"})"));
                          },
                          context.get()};
  web_client client{here(certificate.file())};
  const auto a = answer_to(client, wanting(server.url(), "/a"));
  EXPECT_TRUE(a.good) << a.failure;
  EXPECT_EQ(a.found.at("found"), "b");
  EXPECT_EQ(name.get_future().get(), "localhost");
}

TEST(web_client, F2_a_certificate_of_nobody_we_trust_is_refused) {
  const test_certificate certificate{"localhost"};
  const auto context = certificate.context();
  std::atomic<bool> read{false};
  const web_server server{[&](peer& p) { read = !p.read().empty(); },
                          context.get()};
  web_client client{here()};
  EXPECT_EQ(answer_to(client, get(server.url())).failure, "tls");
  EXPECT_FALSE(read);
}

TEST(web_client, F2_a_certificate_of_another_name_is_refused) {
  const test_certificate certificate{"example.com"};
  const auto context = certificate.context();
  const web_server server{holds, context.get()};
  web_client client{here(certificate.file())};
  EXPECT_EQ(answer_to(client, get(server.url())).failure, "tls");
}

TEST(web_client, F2_a_server_without_tls_is_refused_where_it_is_wanted) {
  const web_server server{[](peer& p) {
    p.write("HTTP/1.1 200 OK\r\n\r\n");
  }};
  web_client client{here()};
  const auto url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  EXPECT_EQ(answer_to(client, get(url)).failure, "tls");
}

// --- Many at once. ---------------------------------------------------------

/// Counts how many are served at the same time, until it opens.
struct gate {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t inside = 0;
  std::size_t most = 0;
  bool open = false;

  void pass() {
    std::unique_lock lock{mutex};
    most = std::max(most, ++inside);
    changed.notify_all();
    changed.wait(lock, [&] { return open; });
    --inside;
  }
  [[nodiscard]] bool fills(std::size_t count) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, patience, [&] { return inside >= count; });
  }
  void let_go() {
    const std::lock_guard lock{mutex};
    open = true;
    changed.notify_all();
  }
};

TEST(web_client, F2_a_company_waits_for_its_own_requests_only) {
  gate g;
  const web_server server{[&](peer& p) {
    const auto text = p.read();
    if (!text.starts_with("GET /other")) {
      g.pass();
    }
    p.write(response("{}"));
  }};
  web_client client{here()};
  constexpr auto most = limits::web_requests_per_company_max
                        + limits::web_requests_waiting_per_company_max;
  std::vector<std::future<web_answer>> all;
  for (std::size_t i = 0; i < most; ++i) {
    all.push_back(ask(client, get(server.url())));
  }
  ASSERT_TRUE(g.fills(limits::web_requests_per_company_max));
  EXPECT_EQ(answer_to(client, get(server.url())).failure, "busy");
  auto other = get(server.url("/other"));
  other.company = company_id{"other"};
  EXPECT_TRUE(answer_to(client, other).good);
  g.let_go();
  for (auto& a : all) {
    EXPECT_TRUE(a.get().good);
  }
  EXPECT_EQ(g.most, limits::web_requests_per_company_max);
}

TEST(web_client, F2_the_server_has_so_many_at_once_and_no_more) {
  gate g;
  const web_server server{[&](peer& p) {
    p.read();
    g.pass();
    p.write(response("{}"));
  }};
  web_client client{here()};
  constexpr auto companies
    = limits::web_requests_max / limits::web_requests_per_company_max + 1;
  std::vector<std::future<web_answer>> all;
  for (std::size_t c = 0; c < companies; ++c) {
    for (std::size_t i = 0; i < limits::web_requests_per_company_max; ++i) {
      auto r = get(server.url());
      r.company = company_id{"c" + std::to_string(c)};
      all.push_back(ask(client, r));
    }
  }
  EXPECT_TRUE(g.fills(limits::web_requests_max));
  g.let_go();
  for (auto& a : all) {
    EXPECT_TRUE(a.get().good);
  }
  EXPECT_EQ(g.most, limits::web_requests_max);
}

TEST(web_client, F2_who_waits_too_long_in_the_line_is_told) {
  gate g;
  const web_server server{[&](peer& p) {
    p.read();
    g.pass();
    p.write(response("{}"));
  }};
  web_client client{here()};
  std::vector<std::future<web_answer>> all;
  for (std::size_t i = 0; i < limits::web_requests_per_company_max; ++i) {
    all.push_back(ask(client, get(server.url())));
  }
  ASSERT_TRUE(g.fills(limits::web_requests_per_company_max));
  auto late = get(server.url());
  late.within = 50ms;
  EXPECT_EQ(answer_to(client, late).failure, "timeout");
  g.let_go();
  for (auto& a : all) {
    EXPECT_TRUE(a.get().good);
  }
  // Its place in the line is nobody's: the next one is served.
  EXPECT_TRUE(answer_to(client, get(server.url())).good);
}

TEST(web_client, F2_at_the_end_everybody_has_an_answer) {
  const web_server server{holds};
  web_client client{here()};
  std::vector<std::future<web_answer>> all;
  for (std::size_t i = 0; i < 3 * limits::web_requests_per_company_max; ++i) {
    all.push_back(ask(client, get(server.url())));
  }
  client.stop();
  for (auto& a : all) {
    ASSERT_EQ(a.wait_for(0s), std::future_status::ready);
    EXPECT_EQ(a.get().failure, "stopped");
  }
}

} // namespace
} // namespace parley::gateway
