// A company that is made while the server runs, by its document on the
// operators' address: its logins, tokens and sockets work at once, and nobody
// else notices (E2, O1).
#include "protocol/configuration_limits.hpp"
#include "tests/gateway/chat_fixture.hpp"
#include "tools/parleyctl/admin.hpp"

#include <sstream>

namespace parley::testing {

namespace {

class new_company : public chat_api {
protected:
  /// Like the companies of the server, under another name.
  [[nodiscard]] json document(const std::string& id) {
    std::ifstream in{write_company(id)};
    return json::parse(in);
  }

  [[nodiscard]] tools::http_answer operate(const std::string& method,
                                           const std::string& path,
                                           const std::string& body = {},
                                           headers more = {}) const {
    more.emplace_back("Authorization", "Bearer " + token());
    tools::http_request r;
    r.method = method;
    r.path = "/admin/v1/" + path;
    r.body = body;
    r.headers = std::move(more);
    r.within = std::chrono::seconds{60};
    auto answered = tools::ask({"127.0.0.1", server->admin_port()}, r);
    if (!answered) {
      ADD_FAILURE() << answered.error().why;
      return {};
    }
    return std::move(answered).value();
  }
  [[nodiscard]] std::string token() const {
    std::string token;
    std::ifstream{data / "store" / "admin-token"} >> token;
    return token;
  }
  [[nodiscard]] tools::http_answer make(const json& d) const {
    return operate("PUT",
                   "configuration/" + d.value("id", "none"),
                   d.dump(),
                   {{"If-None-Match", "*"}});
  }

  /// A customer of its website and an agent at its desk talk.
  void expect_that_it_works(const std::string& id,
                            const std::string& who = "ann") {
    auto p = page("token-web-" + id);
    begin(p);
    auto d = desk(who, id);
    take(d);
    p.send(wire::customer_message{
      wire::customer_say{"r", client_message_id{"m-1"}, "Hello!"}});
    p.expect<wire::said>();
    while (true) {
      const auto line = d.expect<wire::chat_entry>().line;
      if (line.text == "Hello!" || line.entry == 0) {
        EXPECT_EQ(line.text, "Hello!");
        break;
      }
    }
  }
};

TEST_F(new_company, E2_it_works_at_once_and_after_a_restart) {
  auto old = page();
  begin(old);
  EXPECT_EQ(cookie("ann", "late"), "");
  const auto made = make(document("late"));
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(json::parse(made.body)["version"], 1);
  EXPECT_EQ(json::parse(made.body).contains("passwords"), false);
  expect_that_it_works("late");
  // O1: what others have goes on, and is not seen.
  old.send(wire::customer_message{
    wire::customer_say{"r", client_message_id{"m-1"}, "Still here."}});
  old.expect<wire::said>();
  const auto seen = send(
    "GET", "/api/v1/live/sessions", {}, {{"Cookie", cookie("adam", "late")}});
  EXPECT_EQ(seen.body.find("token-web-acme"), std::string::npos);
  EXPECT_EQ(json::parse(seen.body)["items"].size(), 1U) << seen.body;
  // A3: who made it is the first row of its log.
  const auto log
    = send("GET", "/api/v1/audit", {}, {{"Cookie", cookie("adam", "late")}});
  EXPECT_EQ(json::parse(log.body)["items"].back()["act"], "company.founded");
  EXPECT_EQ(operate("GET", "audit/late/verdict").status, 200U);
  // Operators see it.
  EXPECT_NE(operate("GET", "companies").body.find("\"late\""),
            std::string::npos);
  start();
  // Ann's first chat has come back and is active.
  expect_that_it_works("late", "bob");
}

TEST_F(new_company, E2_it_is_changed_like_any_other) {
  ASSERT_EQ(make(document("late")).status, 201U);
  auto d = json::parse(operate("GET", "configuration/late").body);
  d["name"] = "Later";
  // Passwords of those who have one stay: an import is no way to take a login.
  d["passwords"] = {{"ann", "another password"}};
  const auto changed
    = operate("PUT", "configuration/late", d.dump(), {{"If-Match", "*"}});
  ASSERT_EQ(changed.status, 200U) << changed.body;
  EXPECT_EQ(json::parse(changed.body)["version"], 2);
  EXPECT_NE(cookie("ann", "late"), "");
  const auto patched
    = send("PATCH",
           "/api/v1/queues/sales",
           R"({"weight":9})",
           {{"Cookie", cookie("adam", "late")}, {"If-Match", "*"}});
  EXPECT_EQ(patched.status, 200U) << patched.body;
}

TEST_F(new_company, E2_what_is_wrong_is_said_and_makes_nothing) {
  const auto refused = [&](const json& d) {
    const auto no = make(d);
    EXPECT_EQ(no.status, 422U) << no.body;
    EXPECT_EQ(operate("GET", "configuration/late").status, 404U);
    return no.body;
  };
  auto d = document("late");
  d["queues"]["sales"]["weight"] = 1'000;
  EXPECT_NE(refused(d).find("queues.sales.weight: out of range"),
            std::string::npos);
  // A token leads to one company only (O2).
  d = document("late");
  d["services"]["web"]["token"] = "token-web-acme";
  EXPECT_NE(refused(d).find("services.web.token"), std::string::npos);
  d = document("late");
  d["passwords"]["nobody"] = "correct horse";
  EXPECT_NE(refused(d).find("passwords.nobody"), std::string::npos);
  d["passwords"] = 7;
  EXPECT_NE(refused(d).find("passwords"), std::string::npos);
  // Another id than the path says.
  const auto other = operate("PUT",
                             "configuration/late",
                             document("other").dump(),
                             {{"If-None-Match", "*"}});
  EXPECT_EQ(other.status, 422U);
  // Who does not say that it is new means one that is there.
  d = document("late");
  EXPECT_EQ(
    operate("PUT", "configuration/late", d.dump(), {{"If-Match", "*"}}).status,
    404U);
  EXPECT_EQ(make(document("acme")).status, 412U);
  // Nor does an import take another one's token later on.
  d = json::parse(operate("GET", "configuration/other").body);
  d["services"]["web"]["token"] = "token-web-acme";
  EXPECT_EQ(
    operate("PUT", "configuration/other", d.dump(), {{"If-Match", "*"}}).status,
    422U);
}

TEST_F(new_company, Z4_only_operators_make_companies) {
  tools::http_request r;
  r.method = "PUT";
  r.path = "/admin/v1/configuration/late";
  r.headers = {{"If-None-Match", "*"}, {"Authorization", "Bearer wrong"}};
  r.body = document("late").dump();
  const auto answered = tools::ask({"127.0.0.1", server->admin_port()}, r);
  ASSERT_TRUE(answered);
  EXPECT_EQ(answered.value().status, 401U);
  EXPECT_EQ(operate("GET", "configuration/late").status, 404U);
}

TEST_F(new_company, E2_a_document_of_megabytes_goes_in_and_comes_out) {
  auto d = document("late");
  // More than requests may have elsewhere.
  for (int i = 0; i < 400; ++i) {
    const auto id = "block-" + std::to_string(i);
    d["text_blocks"][id] = {{"id", id},
                            {"name", id},
                            {"text", std::string(2'000, 'x')},
                            {"scope", "company"}};
  }
  ASSERT_GT(d.dump().size(), limits::http_body_bytes_max * 2);
  const auto made = make(d);
  ASSERT_EQ(made.status, 201U) << made.body.substr(0, 500);
  auto out = operate("GET", "configuration/late");
  ASSERT_EQ(out.status, 200U);
  auto again = json::parse(out.body);
  EXPECT_EQ(again["text_blocks"].size(), 400U);
  again["name"] = "Large";
  const auto changed = operate("PUT",
                               "configuration/late",
                               again.dump(),
                               {{"If-Match", std::string{out.header("etag")}}});
  EXPECT_EQ(changed.status, 200U) << changed.body.substr(0, 500);
}

TEST_F(new_company, E2_a_document_has_a_limit) {
  // Whitespace is no part of what it says, and counts all the same.
  auto text = document("late").dump();
  text.resize(limits::configuration_bytes_max, ' ');
  const headers is_new{{"If-None-Match", "*"}};
  EXPECT_EQ(operate("PUT", "configuration/late", text + " ", is_new).status,
            413U);
  EXPECT_EQ(operate("PUT", "configuration/late", text, is_new).status, 201U);
}

TEST_F(new_company, E2_parleyctl_makes_what_is_not_there_and_replaces_it) {
  const tools::admin_access to{
    {"127.0.0.1", server->admin_port()}, token(), false, ""};
  auto d = document("late");
  std::ostringstream out;
  tools::import_company(to, d.dump(), out);
  EXPECT_EQ(out.str(), "late: version 1\n");
  d["name"] = "Later";
  tools::import_company(to, d.dump(), out);
  EXPECT_EQ(out.str(), "late: version 1\nlate: version 2\n");
  expect_that_it_works("late");
}

} // namespace

} // namespace parley::testing
