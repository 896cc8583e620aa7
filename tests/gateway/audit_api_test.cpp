// The audit log as administrators and operators see it (A3), and the logins of
// users (A1).
#include "tests/gateway/api_fixture.hpp"

namespace parley::testing {
namespace {

class audit_api : public api {
protected:
  static json newest(const std::string& query = {}) {
    const auto page = get("adam", "/api/v1/audit?limit=1" + query);
    EXPECT_EQ(page.status, 200U);
    return page.body["items"].empty() ? json{{"number", 0}}
                                      : page.body["items"][0];
  }
  static std::size_t rows() { return newest()["number"].get<std::size_t>(); }
  static reply verdict() {
    return operate(*server, data, "GET", "/admin/v1/audit/acme/verdict");
  }
};

TEST_F(audit_api, A3_a_change_leaves_one_row_that_names_fields_not_values) {
  const std::string path = "/api/v1/groups";
  ASSERT_EQ(send("adam", "POST", path, R"({"id":"moon","name":"Moon"})").status,
            201U);
  auto row = newest();
  EXPECT_EQ(row["who"], "adam");
  EXPECT_EQ(row["act"], "configuration.added");
  EXPECT_EQ(row["kind"], "groups");
  EXPECT_EQ(row["object"], "moon");
  EXPECT_EQ(row["address"], "127.0.0.1");
  EXPECT_NE(row["details"]["version"], json());
  const auto before = rows();
  ASSERT_EQ(patch("adam", path + "/moon", {{"name", "Secret plan"}}).status,
            200U);
  row = newest();
  EXPECT_EQ(row["number"], before + 1);
  EXPECT_EQ(row["act"], "configuration.changed");
  EXPECT_EQ(row["details"]["fields"], "name");
  EXPECT_EQ(row.dump().find("Secret plan"), std::string::npos);
  ASSERT_EQ(remove("adam", path + "/moon").status, 204U);
  EXPECT_EQ(newest()["act"], "configuration.removed");
  EXPECT_EQ(rows(), before + 2);
}

TEST_F(audit_api, A3_what_is_refused_or_changes_nothing_leaves_no_row) {
  const auto before = rows();
  EXPECT_EQ(send("ann", "POST", "/api/v1/groups", R"({"name":"x"})").status,
            403U);
  EXPECT_EQ(send("adam",
                 "PATCH",
                 "/api/v1/queues/sales",
                 R"({"name":"x"})",
                 {{"If-Match", "\"old\""}})
              .status,
            412U);
  EXPECT_EQ(patch("adam", "/api/v1/queues/sales", {{"weight", 100'000}}).status,
            422U);
  EXPECT_EQ(patch("adam", "/api/v1/queues/sales", json::object()).status, 200U);
  EXPECT_EQ(rows(), before);
}

TEST_F(audit_api, A3_settings_and_imports_are_recorded) {
  const auto at = get("adam", "/api/v1/company");
  ASSERT_EQ(patch("adam", "/api/v1/company", {{"name", "Acme & Co"}}).status,
            200U);
  EXPECT_EQ(newest()["kind"], "company");
  EXPECT_EQ(newest()["details"]["fields"], "name");
  const std::string path = "/admin/v1/configuration/acme";
  auto document = operate(*server, data, "GET", path).body;
  document["name"] = at.body["name"];
  ASSERT_EQ(
    operate(*server, data, "PUT", path, document.dump(), {{"If-Match", "*"}})
      .status,
    200U);
  EXPECT_EQ(newest()["act"], "configuration.imported");
  EXPECT_EQ(newest()["who"], "");
  EXPECT_EQ(newest()["details"]["fields"], "name");
}

TEST_F(audit_api, A3_only_those_with_the_privilege_see_their_companys_log) {
  EXPECT_EQ(get("", "/api/v1/audit").status, 401U);
  EXPECT_EQ(get("ann", "/api/v1/audit").status, 403U);
  EXPECT_EQ(get("rita", "/api/v1/audit").status, 403U);
  ASSERT_EQ(send("adam",
                 "POST",
                 "/api/v1/tags",
                 R"({"id":"ours","name":"Ours","colour":"#00aa00"})")
              .status,
            201U);
  const auto theirs = get("other", "/api/v1/audit?object=ours");
  EXPECT_EQ(theirs.status, 200U);
  EXPECT_TRUE(theirs.body["items"].empty());
  EXPECT_EQ(get("adam", "/api/v1/audit?object=ours").body["items"].size(), 1U);
  EXPECT_EQ(remove("adam", "/api/v1/tags/ours").status, 204U);
}

TEST_F(audit_api, A3_pages_and_filters) {
  for (const auto* id : {"one", "two"}) {
    const json tag{{"id", id}, {"name", id}, {"colour", "#00aa00"}};
    ASSERT_EQ(send("adam", "POST", "/api/v1/tags", tag.dump()).status, 201U);
  }
  for (const auto* id : {"one", "two"}) {
    EXPECT_EQ(remove("adam", std::string{"/api/v1/tags/"} + id).status, 204U);
  }
  const std::string path = "/api/v1/audit";
  const auto first = get("adam", path + "?kind=tags&limit=1");
  ASSERT_EQ(first.body["items"].size(), 1U);
  EXPECT_EQ(first.body["items"][0]["object"], "two");
  const auto next = first.body["next"].get<std::string>();
  const auto second = get("adam", path + "?kind=tags&limit=1&after=" + next);
  ASSERT_EQ(second.body["items"].size(), 1U);
  EXPECT_EQ(second.body["items"][0]["object"], "one");
  EXPECT_EQ(second.body["items"][0]["act"], "configuration.removed");
  const auto at = first.body["items"][0]["at"].get<long long>();
  EXPECT_TRUE(get("adam", path + "?from=" + std::to_string(at + 60'000))
                .body["items"]
                .empty());
  EXPECT_FALSE(get("adam", path + "?until=" + std::to_string(at + 1))
                 .body["items"]
                 .empty());
  EXPECT_TRUE(get("adam", path + "?until=0").body["items"].empty());
  EXPECT_TRUE(get("adam", path + "?who=nobody").body["items"].empty());
  EXPECT_EQ(get("adam", path + "?limit=200").status, 200U);
  for (const auto* wrong : {"limit=201",
                            "limit=0",
                            "after=x",
                            "after=-1",
                            "after=99999999999999999999",
                            "from=x",
                            "from=-1",
                            "until=1.5"}) {
    EXPECT_EQ(get("adam", path + "?" + wrong).status, 400U) << wrong;
  }
}

TEST_F(audit_api, A3_operators_see_the_log_and_that_it_is_whole) {
  const auto all = operate(*server, data, "GET", "/admin/v1/audit/acme");
  ASSERT_EQ(all.status, 200U);
  EXPECT_EQ(all.body["items"][0]["number"], rows());
  const auto whole = verdict();
  ASSERT_EQ(whole.status, 200U);
  EXPECT_EQ(whole.body["sound"], true);
  EXPECT_EQ(whole.body["rows"], rows());
  EXPECT_EQ(whole.body["hash"], newest()["hash"]);
  EXPECT_EQ(operate(*server, data, "GET", "/admin/v1/audit/nobody").status,
            404U);
  EXPECT_EQ(
    operate(*server, data, "GET", "/admin/v1/audit/nobody/verdict").status,
    404U);
}

TEST_F(audit_api, A3_logins_are_recorded_and_never_what_was_typed) {
  const auto sent
    = send("",
           "POST",
           "/api/v1/login",
           R"({"company":"acme","login":"rita","password":"opensesame"})");
  EXPECT_EQ(sent.status, 401U);
  auto row = newest();
  EXPECT_EQ(row["act"], "login.failed");
  EXPECT_EQ(row["who"], "");
  EXPECT_EQ(row["object"], "rita");
  EXPECT_EQ(row.dump().find("opensesame"), std::string::npos);
  // Nobody has this login: it may be a password in the wrong field.
  const auto before = rows();
  EXPECT_EQ(send("",
                 "POST",
                 "/api/v1/login",
                 R"({"company":"acme","login":"hunter2","password":"x"})")
              .status,
            401U);
  EXPECT_EQ(rows(), before);
}

TEST_F(audit_api, A1_the_logins_of_others_are_listed_and_revoked) {
  const std::string path = "/api/v1/users/rita/logins";
  EXPECT_EQ(get("ann", path).status, 403U);
  EXPECT_EQ(get("other", path).status, 200U);
  const auto listed = get("adam", path);
  ASSERT_EQ(listed.status, 200U);
  ASSERT_EQ(listed.body["items"].size(), 1U);
  EXPECT_EQ(get("adam", "/api/v1/users/nobody/logins").status, 404U);
  auto one = path;
  one.append("/").append(listed.body["items"][0]["login"].get<std::string>());
  // Another company has a Rita too, who has no such login.
  EXPECT_EQ(send("other", "DELETE", one).status, 404U);
  EXPECT_EQ(send("ann", "DELETE", one).status, 403U);
  // Rita may change users, but not one who may more than she.
  const auto adams = get("adam", "/api/v1/users/adam/logins");
  EXPECT_EQ(send("rita",
                 "DELETE",
                 "/api/v1/users/adam/logins/"
                   + adams.body["items"][0]["login"].get<std::string>())
              .status,
            403U);
  EXPECT_EQ(get("rita", "/api/v1/me").status, 200U);
  EXPECT_EQ(send("adam", "DELETE", one).status, 200U);
  EXPECT_EQ(get("rita", "/api/v1/me").status, 401U);
  EXPECT_EQ(newest()["act"], "login.revoked");
  EXPECT_EQ(newest()["object"], "rita");
  EXPECT_EQ(newest()["who"], "adam");
  EXPECT_EQ(send("adam", "DELETE", one).status, 404U);
  cookies["rita"] = logged_in("acme", "rita");
  EXPECT_EQ(newest()["act"], "login.succeeded");
  EXPECT_EQ(newest()["who"], "rita");
}

} // namespace
} // namespace parley::testing
