// Transcripts over HTTP (M5): for agents, for the customer by the page's own
// token, by e-mail; and dead mails for operators.
#include "gateway/secrets.hpp"
#include "tests/gateway/crm_fixture.hpp"
#include "tests/gateway/smtp_fixture.hpp"

namespace parley::testing {
namespace {

class transcripts_api : public crm_api {
protected:
  static void SetUpTestSuite() {
    mail_server = std::make_unique<smtp_process>();
    before_start = [](gateway::options& o) {
      o.smtp = mail_server->settings;
      fill(o);
      auto opened = storage::open_rocksdb(o.data);
      ASSERT_TRUE(opened);
      auto mine = story(
        "acme",
        {"mine", "sales", "ann", "Zo\u00EB", "zoe@example.com", long_ago});
      std::get<chat::chat_started>(std::get<chat::event>(mine.events.front()))
        .visitor_hash
        = gateway::sha256_hex("secret");
      ASSERT_TRUE(opened.value()->write({mine}).front());
    };
    api::SetUpTestSuite();
  }
  static void TearDownTestSuite() {
    api::TearDownTestSuite();
    mail_server.reset();
  }

  static tools::http_answer raw(const std::string& method,
                                const std::string& path,
                                const headers& with,
                                const std::string& body = {}) {
    tools::http_request r;
    r.method = method;
    r.path = path;
    r.headers = with;
    r.body = body;
    auto answered = tools::ask(address(), r);
    EXPECT_TRUE(answered) << (answered ? std::string{} : answered.error().why);
    return answered ? std::move(answered).value() : tools::http_answer{};
  }
  static tools::http_answer as(const std::string& who,
                               const std::string& path) {
    return raw("GET", path, {{"Cookie", cookies.at(who)}});
  }
  /// As the page of a customer asks.
  static tools::http_answer page(const std::string& method,
                                 const std::string& path,
                                 const std::string& bearer = "mine.secret",
                                 const std::string& body = {},
                                 const std::string& origin
                                 = "https://example.com") {
    return raw(method,
               path,
               {{"Authorization", "Bearer " + bearer}, {"Origin", origin}},
               body);
  }

  // NOLINTBEGIN: one server for all tests
  static inline std::unique_ptr<smtp_process> mail_server;
  // NOLINTEND
};

const std::string visitor_path
  = "/api/v1/visitor/transcript?token=token-web-acme";
const std::string visitor_mail_path
  = "/api/v1/visitor/transcript/mail?token=token-web-acme";

TEST_F(transcripts_api, M5_agents_get_text_and_page) {
  const std::string path = "/api/v1/chats/s1/transcript";
  const auto text = as("ann", path);
  ASSERT_EQ(text.status, 200U);
  EXPECT_TRUE(text.header("content-type").starts_with("text/plain"));
  EXPECT_TRUE(text.header("content-disposition").starts_with("attachment"));
  EXPECT_NE(text.body.find("[2023-11-14 22:13:21] Zo\u00EB Brown: question"),
            std::string::npos)
    << text.body;
  EXPECT_NE(text.body.find("Ann: answer of s1"), std::string::npos);
  EXPECT_EQ(text.body.find("whisper"), std::string::npos);
  EXPECT_EQ(text.body.find("note of"), std::string::npos);
  const auto all = as("ann", path + "?internal=true");
  EXPECT_NE(all.body.find("(whisper) whisper of s1"), std::string::npos);
  EXPECT_NE(all.body.find("(note) note of s1"), std::string::npos);
  const auto html = as("ann", path + "?format=html&zone=Europe/Berlin");
  EXPECT_TRUE(html.header("content-type").starts_with("text/html"));
  EXPECT_TRUE(
    html.header("content-security-policy").starts_with("default-src 'none'"));
  EXPECT_NE(html.body.find("2023-11-14 23:13:21"), std::string::npos);
  for (const auto* wrong :
       {"?format=pdf", "?zone=Mars/Olympus", "?internal=yes"}) {
    EXPECT_EQ(as("ann", path + wrong).status, 422U) << wrong;
  }
  EXPECT_EQ(as("rita", path).status, 403U);
  EXPECT_EQ(as("other", path).status, 404U);
  EXPECT_EQ(raw("GET", path, {}).status, 401U);
  EXPECT_EQ(as("ann", "/api/v1/chats/none/transcript").status, 404U);
}

TEST_F(transcripts_api, M5_customers_get_what_they_saw_by_their_token) {
  const auto mine = page("GET", visitor_path);
  ASSERT_EQ(mine.status, 200U) << mine.body;
  EXPECT_NE(mine.body.find("answer of mine"), std::string::npos);
  EXPECT_EQ(mine.body.find("whisper"), std::string::npos);
  EXPECT_EQ(mine.body.find("note of"), std::string::npos);
  EXPECT_EQ(mine.header("access-control-allow-origin"), "https://example.com");
  // Nothing more by asking.
  EXPECT_EQ(page("GET", visitor_path + "&internal=true").body.find("whisper"),
            std::string::npos);
  for (const auto* bearer : {"mine.wrong",
                             "mine.",
                             "s1.secret",
                             "secret",
                             "none.secret",
                             "../x.y"}) {
    EXPECT_EQ(page("GET", visitor_path, bearer).status, 401U) << bearer;
  }
  EXPECT_EQ(raw("GET", visitor_path, {}).status, 401U);
  EXPECT_EQ(
    page("GET", visitor_path, "mine.secret", {}, "https://evil.example").status,
    403U);
  // The service of another company has no such chat.
  EXPECT_EQ(
    page("GET", "/api/v1/visitor/transcript?token=token-web-other").status,
    401U);
  EXPECT_EQ(page("GET", "/api/v1/visitor/transcript?token=none").status, 400U);
  EXPECT_EQ(page("GET", "/api/v1/visitor/transcript").status, 400U);
  EXPECT_EQ(page("GET", visitor_path + "&format=pdf").status, 422U);
}

TEST_F(transcripts_api, M5_browsers_may_ask_from_the_sites_of_the_service) {
  const auto may = raw("OPTIONS",
                       visitor_path,
                       {{"Origin", "https://example.com"},
                        {"Access-Control-Request-Method", "GET"},
                        {"Access-Control-Request-Headers", "authorization"}});
  EXPECT_EQ(may.status, 204U);
  EXPECT_EQ(may.header("access-control-allow-origin"), "https://example.com");
  EXPECT_EQ(may.header("access-control-allow-methods"), "GET");
  EXPECT_NE(may.header("access-control-allow-headers").find("authorization"),
            std::string_view::npos);
  const auto not_here
    = raw("OPTIONS", visitor_mail_path, {{"Origin", "https://evil.example"}});
  EXPECT_EQ(not_here.status, 403U);
  EXPECT_EQ(not_here.header("access-control-allow-origin"), "");
}

TEST_F(transcripts_api, M5_agents_send_one_by_mail_and_only_once) {
  mail_server->set_mode("accept");
  const std::string path = "/api/v1/chats/s1/transcript/mail";
  const json to{{"to", "zoe@example.com"}};
  const auto before = mail_server->mails().size();
  const headers key{{"Idempotency-Key", "mail-once"}};
  EXPECT_EQ(post("ann", path, to, key).status, 202U);
  EXPECT_TRUE(eventually([&] { return mail_server->mails().size() > before; }));
  EXPECT_NE(mail_server->mails().back().find("Subject:"), std::string::npos);
  EXPECT_EQ(get("adam", "/api/v1/audit?limit=1").body["items"][0]["act"],
            "transcript.mail_asked");
  for (const json& wrong : {json::object(),
                            json{{"to", "nobody"}},
                            json{{"to", "a@b.c\r\nBcc: d@e.f"}},
                            json{{"to", "a@b.c"}, {"zone", "Nowhere"}},
                            json{{"to", 7}}}) {
    EXPECT_EQ(post("ann", path, wrong).status, 422U) << wrong;
  }
  EXPECT_EQ(send("ann", "POST", path, "[").status, 400U);
  EXPECT_EQ(post("rita", path, to).status, 403U);
  EXPECT_EQ(post("other", path, to).status, 404U);
}

TEST_F(transcripts_api, M5_customers_have_three_mails_of_a_chat) {
  mail_server->set_mode("accept");
  const std::string to = R"({"to":"zoe@example.com"})";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(page("POST", visitor_mail_path, "mine.secret", to).status, 202U);
  }
  EXPECT_EQ(page("POST", visitor_mail_path, "mine.secret", to).status, 429U);
  EXPECT_EQ(page("POST", visitor_mail_path, "mine.wrong", to).status, 401U);
}

TEST_F(transcripts_api, M5_operators_see_dead_mails_and_send_them_again) {
  mail_server->set_mode("never");
  ASSERT_EQ(
    post("ann", "/api/v1/chats/s3/transcript/mail", {{"to", "zoe@example.com"}})
      .status,
    202U);
  const auto dead = [&] {
    json found;
    const auto all = operate(*server, data, "GET", "/admin/v1/mails");
    for (const auto& m : all.body["items"]) {
      if (m["chat"] == "s3" && m["dead"] == true) {
        found = m;
      }
    }
    return found;
  };
  ASSERT_TRUE(eventually([&] { return dead().is_object(); }));
  const auto m = dead();
  EXPECT_EQ(m["company"], "acme");
  EXPECT_NE(m["trouble"].get<std::string>().find("550"), std::string::npos);
  mail_server->set_mode("accept");
  const auto before = mail_server->mails().size();
  const auto at = "/admin/v1/mails/acme/" + m["id"].get<std::string>();
  EXPECT_EQ(operate(*server, data, "POST", at + "/retry").status, 200U);
  EXPECT_TRUE(eventually([&] { return mail_server->mails().size() > before; }));
  EXPECT_TRUE(eventually(
    [&] { return operate(*server, data, "DELETE", at).status == 404U; }));
  EXPECT_EQ(operate(*server, data, "POST", at + "/retry").status, 404U);
}

} // namespace
} // namespace parley::testing
