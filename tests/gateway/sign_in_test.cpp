// Log-ins with a second factor, with a password for once, and the rules of a
// company, over real HTTP (A1, A3).
#include "tests/gateway/sign_in_fixture.hpp"

namespace parley::testing {
namespace {

constexpr const char* own = "/api/v1/me/totp";
constexpr const char* rules = "/api/v1/sign-in-rules";

class sign_in : public sign_in_api {
protected:
  /// A user who has an authenticator app.
  static authenticator add_user_with_app(const std::string& id) {
    add_user(id, "supervisor");
    EXPECT_EQ(log_in(id).status, 200U);
    const auto begun = post(id, own, {{"password", secret}});
    EXPECT_EQ(begun.status, 200U) << begun.body;
    authenticator app{begun.body.value("secret", "")};
    const auto added
      = post(id, std::string{own} + "/confirm", {{"code", app.next()}});
    EXPECT_EQ(added.status, 200U) << added.body;
    recovery = added.body["recovery_codes"];
    return app;
  }
  static void set_rules(const json& roles) {
    const auto done = send("adam",
                           "PUT",
                           rules,
                           json{{"second_factor_for", roles}}.dump(),
                           {{"If-Match", get("adam", rules).etag}});
    ASSERT_EQ(done.status, 200U) << done.body;
    ASSERT_EQ(done.body["second_factor_for"], roles);
  }
  // NOLINTNEXTLINE: of the user who was added last
  static inline json recovery;
};

TEST_F(sign_in, A1_an_app_is_asked_for_once_it_has_shown_a_code) {
  add_user("tom", "supervisor");
  ASSERT_EQ(log_in("tom").status, 200U);
  EXPECT_EQ(get("tom", own).body, (json{{"on", false}, {"required", false}}));
  const auto wrong = post("tom", own, {{"password", "no horse"}});
  EXPECT_EQ(wrong.status, 401U);
  EXPECT_EQ(wrong.body["code"], "wrong_login");
  const auto confirm = std::string{own} + "/confirm";
  EXPECT_EQ(post("tom", confirm, {{"code", "000000"}}).status, 409U);
  const auto begun = post("tom", own, {{"password", secret}});
  ASSERT_EQ(begun.status, 200U);
  EXPECT_EQ(begun.body["secret"].get<std::string>().size(), 32U);
  EXPECT_TRUE(begun.body["uri"].get<std::string>().starts_with(
    "otpauth://totp/Parley%20"));
  authenticator app{begun.body["secret"].get<std::string>()};
  const auto not_yet = post("tom", confirm, {{"code", "000000"}});
  EXPECT_EQ(not_yet.status, 401U);
  EXPECT_EQ(not_yet.body["code"], "wrong_code");
  EXPECT_EQ(log_in("tom").status, 200U);
  const auto added = post("tom", confirm, {{"code", app.next()}});
  ASSERT_EQ(added.status, 200U);
  EXPECT_EQ(added.body["recovery_codes"].size(), limits::recovery_codes);
  const auto is = get("tom", own).body;
  EXPECT_EQ(is["on"], true);
  EXPECT_EQ(is["recovery_codes_left"], limits::recovery_codes);
  EXPECT_EQ(post("tom", own, {{"password", secret}}).status, 409U);
  EXPECT_EQ(post("tom", confirm, {{"code", app.next()}}).status, 409U);
  const auto asked = log_in("tom");
  EXPECT_EQ(asked.status, 401U);
  EXPECT_EQ(asked.body["code"], "code_needed");
  EXPECT_EQ(acts_on("tom"),
            (std::vector<std::string>{"second_factor.added",
                                      "login.succeeded",
                                      "second_factor.begun",
                                      "login.failed",
                                      "login.succeeded",
                                      "password.given",
                                      "configuration.added"}));
}

TEST_F(sign_in, A1_each_code_lets_in_once) {
  auto app = add_user_with_app("uma");
  const auto code = app.next();
  EXPECT_EQ(log_in("uma", secret, code).status, 200U);
  const auto again = log_in("uma", secret, code);
  EXPECT_EQ(again.status, 401U);
  EXPECT_EQ(again.body["code"], "wrong_code");
  EXPECT_EQ(acts_on("uma").front(), "login.failed");
  const auto spare = recovery[0].get<std::string>();
  EXPECT_EQ(log_in("uma", secret, spare).status, 200U);
  EXPECT_EQ(log_in("uma", secret, spare).status, 401U);
  EXPECT_EQ(
    log_in("uma", "no horse", recovery[1].get<std::string>()).body["code"],
    "wrong_login");
  EXPECT_EQ(get("uma", own).body["recovery_codes_left"],
            limits::recovery_codes - 1);
}

TEST_F(sign_in, A1_it_is_removed_with_password_and_code) {
  add_user_with_app("vic");
  const auto remove = std::string{own} + "/remove";
  EXPECT_EQ(post("vic", remove, {{"password", secret}}).status, 400U);
  EXPECT_EQ(
    post("vic", remove, {{"password", "no horse"}, {"code", recovery[0]}})
      .status,
    401U);
  EXPECT_EQ(
    post("vic", remove, {{"password", secret}, {"code", "000000"}}).status,
    401U);
  EXPECT_EQ(log_in("vic").status, 401U);
  EXPECT_EQ(
    post("vic", remove, {{"password", secret}, {"code", recovery[0]}}).status,
    200U);
  EXPECT_EQ(acts_on("vic").front(), "second_factor.removed");
  EXPECT_EQ(log_in("vic").status, 200U);
}

TEST_F(sign_in, A1_who_may_change_a_user_removes_it_for_who_lost_it) {
  add_user_with_app("wes");
  const std::string path = "/api/v1/users/wes/totp";
  EXPECT_EQ(get("rita", path).body["on"], true);
  // A supervisor may more than who only changes users.
  EXPECT_EQ(send("rita", "DELETE", path).status, 403U);
  EXPECT_EQ(send("ann", "DELETE", path).status, 403U);
  EXPECT_EQ(send("adam", "DELETE", path).status, 200U);
  EXPECT_EQ(send("adam", "DELETE", path).status, 404U);
  EXPECT_EQ(acts_on("wes").front(), "second_factor.removed");
  EXPECT_EQ(log_in("wes").status, 200U);
}

TEST_F(sign_in, A1_an_operator_removes_it_and_gives_a_password_for_once) {
  add_user_with_app("xen");
  const auto operator_asks = [](const std::string& path, const json& body) {
    return operate(*server, data, "POST", path, body.dump());
  };
  const json who{{"login", "xen"}};
  const std::string factors = "/admin/v1/second-factors/acme/removal";
  const std::string passwords = "/admin/v1/passwords/acme";
  EXPECT_EQ(operator_asks(passwords, {{"login", "nobody"}}).status, 404U);
  EXPECT_EQ(operator_asks("/admin/v1/passwords/none", who).status, 404U);
  EXPECT_EQ(operator_asks(passwords, json::object()).status, 400U);
  EXPECT_EQ(operator_asks(factors, who).status, 200U);
  const auto given = operator_asks(passwords, who);
  ASSERT_EQ(given.status, 200U);
  const auto password = given.body["password"].get<std::string>();
  EXPECT_EQ(password.size(), limits::one_time_password_characters);
  EXPECT_EQ(get("xen", "/api/v1/me").status, 401U);
  EXPECT_EQ(log_in("xen").status, 401U);
  EXPECT_EQ(log_in("xen", password).body["next_step"], "change_password");
  const auto acts = acts_on("xen");
  EXPECT_EQ(acts[2], "password.given");
  EXPECT_EQ(acts[3], "second_factor.removed");
}

TEST_F(sign_in, A1_a_password_for_once_opens_nothing_but_another_password) {
  add_user("yan", "administrator");
  const std::string path = "/api/v1/users/yan/password";
  EXPECT_EQ(
    post("adam", path, {{"password", "for once only"}, {"once", 1}}).status,
    400U);
  ASSERT_EQ(
    post("adam", path, {{"password", "for once only"}, {"once", true}}).status,
    200U);
  ASSERT_EQ(log_in("yan", "for once only").status, 200U);
  EXPECT_EQ(get("yan", "/api/v1/me").body["next_step"], "change_password");
  for (const auto* closed :
       {"/api/v1/queues", "/api/v1/logins", "/api/v1/me/tokens"}) {
    const auto no = get("yan", closed);
    EXPECT_EQ(no.status, 403U) << closed;
    EXPECT_EQ(no.body["code"], "password_change_needed") << closed;
  }
  EXPECT_EQ(send("yan", "POST", "/api/v1/tickets").status, 403U);
  const auto change = [](const char* to) {
    return post("yan",
                "/api/v1/me/password",
                {{"present", "for once only"}, {"password", to}});
  };
  EXPECT_EQ(change("for once only").status, 422U);
  EXPECT_EQ(change("a horse of my own").status, 200U);
  EXPECT_FALSE(get("yan", "/api/v1/me").body.contains("next_step"));
  EXPECT_EQ(get("yan", "/api/v1/queues").status, 200U);
  EXPECT_FALSE(log_in("yan", "a horse of my own").body.contains("next_step"));
}

TEST_F(sign_in, A1_a_company_can_want_an_app_for_a_role) {
  add_user("zoe", "supervisor");
  ASSERT_EQ(log_in("zoe").status, 200U);
  set_rules({"supervisor"});
  EXPECT_EQ(get("zoe", "/api/v1/me").body["next_step"], "set_up_second_factor");
  const auto no = get("zoe", "/api/v1/queues");
  EXPECT_EQ(no.status, 403U);
  EXPECT_EQ(no.body["code"], "second_factor_setup_needed");
  EXPECT_EQ(send("zoe", "POST", "/api/v1/tickets").status, 403U);
  EXPECT_EQ(get("zoe", own).body["required"], true);
  EXPECT_EQ(get("ann", "/api/v1/roles").body["code"], "not_permitted");
  const auto begun = post("zoe", own, {{"password", secret}});
  ASSERT_EQ(begun.status, 200U);
  authenticator app{begun.body["secret"].get<std::string>()};
  EXPECT_EQ(get("zoe", "/api/v1/queues").status, 403U);
  ASSERT_EQ(
    post("zoe", std::string{own} + "/confirm", {{"code", app.next()}}).status,
    200U);
  EXPECT_EQ(get("zoe", "/api/v1/queues").status, 200U);
  set_rules(json::array());
}

TEST_F(sign_in, A1_rules_are_changed_as_objects_are) {
  const auto put = [](const char* who, const json& body, const headers& h) {
    return send(who, "PUT", rules, body.dump(), h).status;
  };
  const json some{{"second_factor_for", {"agent"}}};
  EXPECT_EQ(put("adam", some, {}), 428U);
  EXPECT_EQ(put("adam", some, {{"If-Match", "\"other\""}}), 412U);
  EXPECT_EQ(put("rita", some, {{"If-Match", "*"}}), 403U);
  EXPECT_EQ(put("adam", json::object(), {{"If-Match", "*"}}), 400U);
  EXPECT_EQ(put("adam",
                {{"second_factor_for", {"nobody-has-it"}}},
                {{"If-Match", "*"}}),
            422U);
  EXPECT_EQ(get("adam", rules).body["second_factor_for"], json::array());
}

TEST_F(sign_in, A1_who_gets_the_id_of_a_removed_user_gets_nothing_else) {
  add_user_with_app("eli");
  ASSERT_EQ(log_in("eli", secret, recovery[0].get<std::string>()).status, 200U);
  ASSERT_EQ(remove("adam", "/api/v1/users/eli").status, 204U);
  EXPECT_EQ(get("eli", "/api/v1/me").status, 401U);
  const json again{
    {"id", "eli"}, {"login", "eli"}, {"name", "Eli"}, {"roles", {"agent"}}};
  ASSERT_EQ(send("adam", "POST", "/api/v1/users", again.dump()).status, 201U);
  EXPECT_EQ(get("adam", "/api/v1/users/eli/totp").body["on"], false);
  EXPECT_EQ(get("eli", "/api/v1/me").status, 401U);
  EXPECT_EQ(log_in("eli").body["code"], "wrong_login");
  EXPECT_EQ(log_in("eli", secret, recovery[1].get<std::string>()).body["code"],
            "wrong_login");
}

TEST_F(sign_in, A1_who_knows_the_password_holds_up_nobody_at_the_address) {
  const std::string centre = "127.4.0.1";
  const auto half = limits::logins_per_minute_max / 2 + 1;
  add_user("quentin", "agent");
  for (std::size_t i = 0; i < half; ++i) {
    ASSERT_EQ(log_in("ann", secret, {}, centre).status, 200U);
    ASSERT_EQ(log_in("quentin", secret, {}, centre).status, 200U);
  }
  // Nor is who will be asked for a code.
  add_user_with_app("rhea");
  for (std::size_t i = 0; i < half; ++i) {
    EXPECT_EQ(log_in("rhea", secret, {}, centre).body["code"], "code_needed");
  }
  for (std::size_t i = 0; i < limits::logins_per_minute_max; ++i) {
    const auto nobody = "nobody" + std::to_string(i);
    EXPECT_EQ(log_in(nobody, "guess", {}, centre).status, 401U);
  }
  EXPECT_EQ(log_in("quentin", secret, {}, centre).status, 429U);
}

TEST_F(sign_in, A1_codes_that_are_too_long_are_refused_unread) {
  const std::string most(limits::code_characters_max, '1');
  EXPECT_EQ(log_in("ann", "no horse", most).status, 401U);
  const auto no = log_in("ann", "no horse", most + "1");
  EXPECT_EQ(no.status, 400U);
  EXPECT_EQ(no.body["code"], "too_long");
}

} // namespace
} // namespace parley::testing
