// API tokens over real HTTP (A1): made, used within their scopes, seen, ended.
#include "gateway/api_tokens.hpp"
#include "tests/gateway/sign_in_fixture.hpp"

namespace parley::testing {
namespace {

constexpr const char* own = "/api/v1/me/tokens";
constexpr long long hour = 3'600'000;

long long now_ms() {
  return to_unix_ms(std::chrono::time_point_cast<timestamp::duration>(
    std::chrono::system_clock::now()));
}

json wanted(const json& scopes) {
  return {
    {"name", "Nightly"}, {"expires", now_ms() + hour}, {"scopes", scopes}};
}

class api_tokens : public sign_in_api {
protected:
  void TearDown() override {
    const auto left = get("adam", own);
    for (const auto& t : left.body["items"]) {
      EXPECT_EQ(revoke(t["id"].get<std::string>()).status, 200U);
    }
  }
  static reply revoke(const std::string& id) {
    return send("adam", "DELETE", std::string{own} + "/" + id);
  }
  /// Adam's. The program is known as `name` then. @returns the token's id.
  static std::string make(const std::string& name, const json& scopes) {
    const auto made = post("adam", own, wanted(scopes));
    EXPECT_EQ(made.status, 201U) << made.body;
    cookies[name] = "Bearer " + made.body.value("token", "");
    return made.body.value("id", "");
  }
};

TEST_F(api_tokens, A1_a_program_acts_for_its_user_and_shows_when) {
  const auto id = make("bot", {{"queues", "modify"}});
  EXPECT_FALSE(get("adam", own).body["items"][0].contains("last_used"));
  const auto me = get("bot", "/api/v1/me");
  EXPECT_EQ(me.body["agent"], "adam");
  EXPECT_EQ(me.body["privileges"], (json{{"queues", "modify"}}));
  // No cookie goes with a page's request, so any page may have sent it.
  const auto copied = send("bot",
                           "POST",
                           "/api/v1/queues/sales/copy",
                           R"({"id":"by-bot","name":"By bot"})",
                           {{"Origin", "https://elsewhere.example"}});
  EXPECT_EQ(copied.status, 201U) << copied.body;
  EXPECT_EQ(send("adam",
                 "POST",
                 "/api/v1/queues/sales/copy",
                 R"({"id":"by-page","name":"By page"})",
                 {{"Origin", "https://elsewhere.example"}})
              .status,
            403U);
  const auto log = get("adam", "/api/v1/audit?kind=queues&object=by-bot");
  EXPECT_EQ(log.body["items"][0]["who"], "adam");
  json listed;
  for (int i = 0; i < 100 && !listed.contains("last_used"); ++i) {
    ::usleep(20'000);
    listed = get("adam", own).body["items"][0];
  }
  EXPECT_GT(listed.value("last_used", 0LL), now_ms() - hour);
  EXPECT_EQ(listed["id"], id);
  EXPECT_FALSE(listed.contains("token"));
  EXPECT_FALSE(listed.contains("hash"));
}

TEST_F(api_tokens, A1_the_secret_is_shown_once_and_stored_nowhere) {
  make("bot", {{"queues", "view"}});
  const auto token = cookies["bot"].substr(std::string{"Bearer "}.size());
  EXPECT_TRUE(token.starts_with("pat.acme."));
  const auto tail = token.substr(token.rfind('.') + 1);
  EXPECT_EQ(tail.size(), 43U);
  EXPECT_EQ(get("adam", own).body.dump().find(tail), std::string::npos);
  for (const auto& file :
       std::filesystem::recursive_directory_iterator{data / "store"}) {
    if (file.is_regular_file()) {
      std::ostringstream bytes;
      bytes << std::ifstream{file.path(), std::ios::binary}.rdbuf();
      EXPECT_EQ(bytes.str().find(tail), std::string::npos) << file.path();
    }
  }
}

TEST_F(api_tokens, A1_it_may_no_more_than_its_scopes) {
  make("bot", {{"queues", "view"}});
  EXPECT_EQ(get("bot", "/api/v1/queues").status, 200U);
  EXPECT_EQ(get("bot", "/api/v1/groups").status, 403U);
  const auto no = send("bot",
                       "POST",
                       "/api/v1/queues/sales/copy",
                       R"({"id":"never","name":"Never"})");
  EXPECT_EQ(no.status, 403U);
  EXPECT_EQ(no.body["code"], "not_permitted");
}

TEST_F(api_tokens, A1_it_may_no_more_than_its_user_at_that_moment) {
  add_user("kim", "administrator");
  ASSERT_EQ(log_in("kim").status, 200U);
  const auto made
    = post("kim", own, wanted({{"queues", "modify"}, {"users", "view"}}));
  ASSERT_EQ(made.status, 201U);
  cookies["kims"] = "Bearer " + made.body["token"].get<std::string>();
  EXPECT_EQ(get("kims", "/api/v1/users").status, 200U);
  EXPECT_EQ(patch("adam", "/api/v1/users/kim", {{"roles", {"agent"}}}).status,
            200U);
  EXPECT_EQ(get("kims", "/api/v1/users").status, 403U);
  EXPECT_EQ(get("kims", "/api/v1/queues").status, 403U);
  EXPECT_EQ(get("kims", "/api/v1/me").body["privileges"], json::object());
  // Whoever may make none any more can still end it.
  EXPECT_EQ(post("kim", own, wanted({{"desk", "view"}})).status, 403U);
  const auto path = std::string{own} + "/" + made.body["id"].get<std::string>();
  EXPECT_EQ(send("kim", "DELETE", path).status, 200U);
  EXPECT_EQ(get("kims", "/api/v1/me").status, 401U);
}

TEST_F(api_tokens, A1_it_takes_part_in_no_management_of_logins) {
  json all = json::object();
  for (const auto& [what, name] : names_of<area>) {
    if (what != area::desk) {
      all[std::string{name}] = "modify";
    }
  }
  make("bot", all);
  const std::vector<std::pair<std::string, std::string>> closed{
    {"POST", "/api/v1/me/password"},
    {"POST", "/api/v1/me/totp"},
    {"GET", own},
    {"POST", own},
    {"POST", "/api/v1/tickets"},
    {"GET", "/api/v1/logins"},
    {"POST", "/api/v1/users/ann/password"},
    {"DELETE", "/api/v1/users/ann/totp"},
    {"PUT", "/api/v1/sign-in-rules"}};
  for (const auto& [method, path] : closed) {
    const auto no = send("bot", method, path, method == "GET" ? "" : "{}");
    EXPECT_EQ(no.status, 403U) << method << " " << path;
  }
}

TEST_F(api_tokens, A1_who_may_change_a_user_ends_the_users_tokens) {
  const auto id = make("bot", {{"queues", "view"}});
  const std::string of_adam = "/api/v1/users/adam/tokens";
  EXPECT_EQ(get("rita", of_adam).body["items"][0]["id"], id);
  EXPECT_EQ(get("ann", of_adam).status, 403U);
  EXPECT_EQ(send("rita", "DELETE", of_adam + "/" + id).status, 403U);
  EXPECT_EQ(send("other", "DELETE", of_adam + "/" + id).status, 404U);
  EXPECT_EQ(get("bot", "/api/v1/queues").status, 200U);
  EXPECT_EQ(send("adam", "DELETE", of_adam + "/" + id).status, 200U);
  EXPECT_EQ(get("bot", "/api/v1/queues").status, 401U);
  EXPECT_EQ(send("adam", "DELETE", of_adam + "/" + id).status, 404U);
}

TEST_F(api_tokens, A1_what_is_no_token_opens_nothing) {
  make("bot", {{"queues", "view"}});
  const auto good = cookies["bot"];
  const std::vector<std::string> bad{"Bearer ",
                                     "Bearer x",
                                     "Bearer pat.",
                                     "Bearer pat.acme",
                                     "Bearer pat.acme.",
                                     "Bearer pat..." + std::string(43, 'A'),
                                     "Bearer pat.acme." + std::string(43, 'A'),
                                     "Bearer pat.other."
                                       + good.substr(good.rfind('.') + 1),
                                     good + "A",
                                     good.substr(0, good.size() - 1)};
  for (const auto& token : bad) {
    cookies["forged"] = token;
    EXPECT_EQ(get("forged", "/api/v1/queues").status, 401U) << token;
  }
  // A token that is wrong is not made up for by a cookie.
  EXPECT_EQ(send("adam",
                 "GET",
                 "/api/v1/queues",
                 {},
                 {{"Authorization", "Bearer pat.acme.x"}})
              .status,
            401U);
}

TEST_F(api_tokens, A1_it_ends_by_itself) {
  const auto made = post("adam",
                         own,
                         {{"name", "Short"},
                          {"expires", now_ms() + 1'500},
                          {"scopes", {{"queues", "view"}}}});
  ASSERT_EQ(made.status, 201U);
  cookies["short"] = "Bearer " + made.body["token"].get<std::string>();
  EXPECT_EQ(get("short", "/api/v1/queues").status, 200U);
  for (int i = 0; i < 100 && get("short", "/api/v1/queues").status == 200U;
       ++i) {
    ::usleep(50'000);
  }
  EXPECT_EQ(get("short", "/api/v1/queues").status, 401U);
}

TEST_F(api_tokens, A1_what_is_asked_for_is_checked) {
  const auto code = [](const char* member, const json& value) {
    auto body = wanted({{"queues", "view"}});
    if (value.is_null()) {
      body.erase(member);
    } else {
      body[member] = value;
    }
    const auto answered = post("adam", own, body);
    return answered.status == 201U ? "" : answered.body.value("code", "?");
  };
  EXPECT_EQ(code("name", nullptr), "missing_field");
  EXPECT_EQ(code("name", 1), "wrong_type");
  EXPECT_EQ(code("name", "  "), "blank_text");
  const auto most = limits::api_token_name_characters_max;
  EXPECT_EQ(code("name", std::string(most, 'n')), "");
  EXPECT_EQ(code("name", std::string(most + 1, 'n')), "too_long");
  EXPECT_EQ(code("expires", nullptr), "missing_field");
  EXPECT_EQ(code("expires", "soon"), "wrong_type");
  EXPECT_EQ(code("expires", now_ms() - 1), "out_of_range");
  const auto year = limits::api_token_life_max.count();
  EXPECT_EQ(code("expires", now_ms() + year), "");
  EXPECT_EQ(code("expires", now_ms() + year + 60'000), "out_of_range");
  EXPECT_EQ(code("scopes", nullptr), "missing_field");
  EXPECT_EQ(code("scopes", "all"), "wrong_type");
  EXPECT_EQ(code("scopes", json::object()), "invalid_value");
  EXPECT_EQ(code("scopes", {{"queues", "none"}}), "invalid_value");
  EXPECT_EQ(code("scopes", {{"cellars", "view"}}), "invalid_value");
  // An administrator has no desk.
  EXPECT_EQ(code("scopes", {{"desk", "view"}}), "not_permitted");
}

TEST_F(api_tokens, A1_a_user_has_20_of_them) {
  for (std::size_t i = 0; i < limits::api_tokens_max; ++i) {
    make("bot", {{"queues", "view"}});
  }
  const auto no = post("adam", own, wanted({{"queues", "view"}}));
  EXPECT_EQ(no.status, 409U);
  EXPECT_EQ(no.body["code"], "in_use");
}

TEST(api_token_use, A1_it_is_written_down_once_a_minute) {
  const auto now = from_unix_ms(1'700'000'000'000);
  storage::api_token t;
  EXPECT_TRUE(gateway::use_is_news(t, now));
  t.last_used = now;
  EXPECT_FALSE(gateway::use_is_news(
    t, now + limits::api_token_use_written_every - duration{1}));
  EXPECT_TRUE(
    gateway::use_is_news(t, now + limits::api_token_use_written_every));
}

} // namespace
} // namespace parley::testing
