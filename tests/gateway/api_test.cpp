// The resources of /api/v1 over real HTTP: what they do, who may (A1), and
// what another company sees (O1).
#include "tests/gateway/api_fixture.hpp"

#include <thread>

namespace parley::testing {
namespace {

TEST_F(api, O5_every_kind_is_listed_read_copied_changed_and_deleted) {
  for (const auto& kind : storage::object_kinds()) {
    if (kind.rights == area::flows) {
      // A copy of what is published is a draft: flows_api_test.cpp.
      continue;
    }
    const auto path = path_of(kind);
    const auto all = get("adam", path);
    ASSERT_EQ(all.status, 200U) << path;
    ASSERT_FALSE(all.body["items"].empty()) << path;
    const auto id = all.body["items"][0]["id"].get<std::string>();
    auto at = path;
    at.append("/").append(id);
    const auto one = get("adam", at);
    EXPECT_EQ(one.status, 200U) << path;
    EXPECT_EQ(one.body, all.body["items"][0]) << path;

    json changes{{"id", "copy"}, {"name", "A copy"}};
    if (one.body.contains("login")) {
      changes["login"] = "copy";
    }
    if (one.body.contains("token")) {
      changes["token"] = "token-copy";
    }
    const auto copy = send("adam", "POST", at + "/copy", changes.dump());
    ASSERT_EQ(copy.status, 201U) << path << copy.body;
    EXPECT_EQ(copy.location, path + "/copy");
    auto expected = one.body;
    expected.merge_patch(changes);
    EXPECT_EQ(copy.body, expected);

    const auto renamed = patch("adam", path + "/copy", {{"name", "Renamed"}});
    EXPECT_EQ(renamed.status, 200U) << path << renamed.body;
    EXPECT_EQ(renamed.body["name"], "Renamed");
    EXPECT_EQ(get("adam", path + "?search=renAMED").body["items"].size(), 1U);

    expected["name"] = "Replaced";
    const auto replaced = send("adam",
                               "PUT",
                               path + "/copy",
                               expected.dump(),
                               {{"If-Match", renamed.etag}});
    EXPECT_EQ(replaced.status, 200U) << path << replaced.body;
    EXPECT_EQ(replaced.body, expected);

    EXPECT_EQ(remove("adam", path + "/copy").status, 204U) << path;
    EXPECT_EQ(get("adam", path + "/copy").status, 404U) << path;
  }
}

TEST_F(api, E2_a_version_that_was_not_seen_is_not_overwritten) {
  const std::string path = "/api/v1/queues/sales";
  const auto seen = get("adam", path);
  ASSERT_EQ(patch("adam", path, {{"weight", 6}}).status, 200U);
  const auto late
    = send("adam", "PATCH", path, R"({"weight":7})", {{"If-Match", seen.etag}});
  EXPECT_EQ(late.status, 412U);
  EXPECT_EQ(late.body["code"], "changed_meanwhile");
  const auto blind = send("adam", "PATCH", path, R"({"weight":7})");
  EXPECT_EQ(blind.status, 428U);
  EXPECT_EQ(send("adam", "DELETE", path).status, 428U);
  EXPECT_EQ(get("adam", path).body["weight"], 6);
  EXPECT_EQ(patch("adam", path, {{"weight", 5}}).status, 200U);
}

TEST_F(api, E2_of_two_edits_at_the_same_time_one_is_refused) {
  const std::string path = "/api/v1/queues/care";
  for (int i = 0; i < 5; ++i) {
    const auto seen = get("adam", path).etag;
    std::array<unsigned, 2> status{};
    const auto edit = [&](std::size_t n) {
      const json body{{"weight", 20 + i * 2 + static_cast<int>(n)}};
      status.at(n)
        = send("adam", "PATCH", path, body.dump(), {{"If-Match", seen}}).status;
    };
    std::thread other{[&] {
      edit(1);
    }};
    edit(0);
    other.join();
    std::sort(status.begin(), status.end());
    EXPECT_EQ(status, (std::array{200U, 412U}));
  }
}

TEST_F(api, E2_a_repeated_addition_adds_one_object) {
  const headers key{{"Idempotency-Key", "once"}};
  const std::string body = R"({"name":"Tea"})";
  const auto first = send("adam", "POST", "/api/v1/break-reasons", body, key);
  ASSERT_EQ(first.status, 201U) << first.body;
  const auto again = send("adam", "POST", "/api/v1/break-reasons", body, key);
  EXPECT_EQ(again.status, 201U);
  EXPECT_EQ(again.body, first.body);
  const auto other
    = send("adam", "POST", "/api/v1/break-reasons", R"({"name":"Nap"})", key);
  EXPECT_EQ(other.status, 422U);
  EXPECT_EQ(
    get("adam", "/api/v1/break-reasons?search=tea").body["items"].size(), 1U);
  EXPECT_EQ(remove("adam", first.location).status, 204U);
}

TEST_F(api, O4_what_is_wrong_is_said_with_its_path) {
  const auto low = patch("adam", "/api/v1/queues/sales", {{"weight", -1}});
  EXPECT_EQ(low.status, 422U);
  EXPECT_EQ(low.body["errors"],
            json::array({"queues.sales.weight: out of range"}));
  const auto unknown = patch("adam", "/api/v1/queues/sales", {{"wait", 1}});
  EXPECT_EQ(unknown.status, 422U);
  EXPECT_EQ(unknown.body["detail"], "queues.sales.wait: is not known");
  const auto twice = send(
    "adam", "POST", "/api/v1/groups", R"({"id":"all","name":"Another"})");
  EXPECT_EQ(twice.status, 422U);
  const auto name
    = send("adam", "POST", "/api/v1/groups", R"({"id":"g","name":"All"})");
  EXPECT_EQ(name.status, 422U) << name.body;
  EXPECT_EQ(
    send("adam", "POST", "/api/v1/groups", R"({"id":"a/b","name":"X"})").status,
    400U);
}

TEST_F(api, O5_what_is_in_use_is_not_deleted_and_says_by_what) {
  const auto group = remove("adam", "/api/v1/groups/all");
  EXPECT_EQ(group.status, 422U);
  EXPECT_NE(group.body["errors"].dump().find("queues.sales.groups"),
            std::string::npos);
  const auto self = remove("adam", "/api/v1/users/adam");
  EXPECT_EQ(self.status, 409U);
  EXPECT_EQ(self.body["code"], "in_use");
}

TEST_F(api, Z4_a_page_has_a_limit_and_a_cursor) {
  const auto first = get("adam", "/api/v1/users?limit=2");
  ASSERT_EQ(first.body["items"].size(), 2U);
  std::vector<std::string> seen;
  std::string after;
  for (int pages = 0; pages < 10; ++pages) {
    const auto page = get("adam", "/api/v1/users?limit=2&after=" + after);
    for (const auto& item : page.body["items"]) {
      seen.push_back(item["id"]);
    }
    if (!page.body.contains("next")) {
      break;
    }
    after = page.body["next"];
  }
  EXPECT_EQ(
    seen,
    (std::vector<std::string>{"adam", "ann", "bob", "eve", "rita", "sue"}));
  const auto most = std::to_string(limits::page_objects_max);
  const auto more = std::to_string(limits::page_objects_max + 1);
  EXPECT_EQ(get("adam", "/api/v1/users?limit=" + most).status, 200U);
  for (const auto& wrong : {more, std::string{"0"}, std::string{"x"}}) {
    EXPECT_EQ(get("adam", "/api/v1/users?limit=" + wrong).status, 400U);
  }
}

TEST_F(api, A1_each_role_reads_and_changes_what_it_may) {
  const auto config = sample_company();
  for (const auto& [who, role] : {std::pair{"ann", "agent"},
                                  {"sue", "supervisor"},
                                  {"adam", "administrator"}}) {
    const auto& allowed = built_in_roles().at(role_id{role}).privileges;
    for (const auto& kind : storage::object_kinds()) {
      const auto found = allowed.find(kind.rights);
      const auto has = found == allowed.end() ? privilege::none : found->second;
      const auto path = path_of(kind);
      // M2: who sees contacts sees by what they are told apart.
      const auto sees
        = has != privilege::none
          || ((kind.name == "tags" || kind.name == "custom_fields")
              && allowed.contains(area::contacts));
      EXPECT_EQ(get(who, path).status, sees ? 200U : 403U)
        << who << " " << path;
      // Nothing is there under this id: who may, learns just that.
      const auto change = send(who,
                               "PATCH",
                               path + "/no-such",
                               R"({"name":"x"})",
                               {{"If-Match", "*"}});
      const bool may_try
        = has == privilege::modify
          || (kind.rights == area::text_blocks && has == privilege::view);
      EXPECT_EQ(change.status, may_try ? 404U : 403U) << who << " " << path;
    }
    EXPECT_EQ(get(who, "/api/v1/company").status,
              who == std::string{"adam"} ? 200U : 403U);
  }
}

TEST_F(api, A1_nobody_gives_rights_who_may_not_change_roles) {
  const auto up
    = patch("rita", "/api/v1/users/rita", {{"roles", {"administrator"}}});
  EXPECT_EQ(up.status, 403U) << up.body;
  const auto made
    = send("rita",
           "POST",
           "/api/v1/users",
           R"({"id":"x","login":"x","name":"X","roles":["administrator"]})");
  EXPECT_EQ(made.status, 403U) << made.body;
  EXPECT_EQ(get("adam", "/api/v1/users/x").status, 404U);
  const auto plain = send(
    "rita", "POST", "/api/v1/users", R"({"id":"x","login":"x","name":"X"})");
  EXPECT_EQ(plain.status, 201U) << plain.body;
  EXPECT_EQ(remove("adam", "/api/v1/users/x").status, 204U);
}

TEST_F(api, A1_built_in_roles_are_shown_and_not_changed) {
  EXPECT_EQ(get("adam", "/api/v1/roles").body["items"].size(), 4U);
  EXPECT_EQ(get("adam", "/api/v1/roles/agent").body["name"], "Agent");
  const auto no = patch("adam", "/api/v1/roles/agent", {{"name", "Mine"}});
  EXPECT_EQ(no.status, 404U);
}

TEST_F(api, Q3_what_a_profile_does_not_show_does_not_exist) {
  ASSERT_EQ(patch("adam", "/api/v1/users/sue", {{"profiles", {"some"}}}).status,
            200U);
  EXPECT_EQ(get("sue", "/api/v1/queues").body["items"].size(), 1U);
  EXPECT_EQ(get("sue", "/api/v1/queues/care").status, 200U);
  EXPECT_EQ(get("sue", "/api/v1/queues/sales").status, 404U);
  ASSERT_EQ(
    patch("adam", "/api/v1/users/sue", {{"profiles", json::array()}}).status,
    200U);
  EXPECT_EQ(get("sue", "/api/v1/queues/sales").status, 200U);
}

TEST_F(api, X1_an_agent_has_personal_text_blocks_and_no_others) {
  const auto mine = send(
    "ann",
    "POST",
    "/api/v1/text-blocks",
    R"({"id":"mine","name":"bye","text":"Bye!","scope":"personal","owner":"ann"})");
  ASSERT_EQ(mine.status, 201U) << mine.body;
  EXPECT_EQ(get("ann", "/api/v1/text-blocks").body["items"].size(), 2U);
  EXPECT_EQ(
    patch("ann", "/api/v1/text-blocks/mine", {{"text", "Cheers!"}}).status,
    200U);
  // Not for everybody, not for somebody else.
  EXPECT_EQ(patch("ann", "/api/v1/text-blocks/mine", {{"owner", "bob"}}).status,
            403U);
  EXPECT_EQ(patch("ann", "/api/v1/text-blocks/hello", {{"text", "x"}}).status,
            403U);
  EXPECT_EQ(remove("ann", "/api/v1/text-blocks/hello").status, 403U);
  EXPECT_EQ(remove("ann", "/api/v1/text-blocks/mine").status, 204U);
}

TEST_F(api, O1_nobody_takes_the_website_of_another_company) {
  const auto theirs = get("other", "/api/v1/services").body["items"][0];
  const auto token = theirs["token"].get<std::string>();
  auto stolen = theirs;
  stolen["id"] = "stolen";
  const auto no = send("adam", "POST", "/api/v1/services", stolen.dump());
  EXPECT_EQ(no.status, 422U) << no.body;
  EXPECT_NE(no.body.dump().find("is that of another company"),
            std::string::npos);
  const auto mine = get("adam", "/api/v1/services").body["items"][0];
  const auto at = "/api/v1/services/" + mine["id"].get<std::string>();
  EXPECT_EQ(
    send(
      "adam", "PATCH", at, json{{"token", token}}.dump(), {{"If-Match", "*"}})
      .status,
    422U);
  EXPECT_EQ(get("adam", at).body["token"], mine["token"]);
}

TEST_F(api, O1_another_company_has_its_own_objects_only) {
  ASSERT_EQ(
    send("adam", "POST", "/api/v1/groups", R"({"id":"ours","name":"Ours"})")
      .status,
    201U);
  EXPECT_EQ(get("other", "/api/v1/groups/ours").status, 404U);
  EXPECT_EQ(get("other", "/api/v1/groups?search=ours").body["items"].size(),
            0U);
  EXPECT_EQ(
    send("other", "DELETE", "/api/v1/groups/ours", {}, {{"If-Match", "*"}})
      .status,
    404U);
  EXPECT_EQ(remove("adam", "/api/v1/groups/ours").status, 204U);
}

TEST_F(api, A1_nobody_without_a_login_and_no_foreign_page_gets_anything) {
  for (const auto& kind : storage::object_kinds()) {
    EXPECT_EQ(get("", path_of(kind)).status, 401U) << kind.name;
  }
  const auto foreign = send("adam",
                            "POST",
                            "/api/v1/groups",
                            R"({"name":"X"})",
                            {{"Origin", "https://evil.example"}});
  EXPECT_EQ(foreign.status, 403U);
}

TEST_F(api, L2_settings_change_one_by_one) {
  const std::string path = "/api/v1/company";
  const auto before = get("adam", path);
  EXPECT_FALSE(before.body.contains("telephony_secret"));
  const auto changed = patch("adam", path, {{"agent_grace", 90'000}});
  ASSERT_EQ(changed.status, 200U) << changed.body;
  auto expected = before.body;
  expected["agent_grace"] = 90'000;
  EXPECT_EQ(changed.body, expected);
  EXPECT_EQ(patch("adam", path, {{"agent_grace", -1}}).status, 422U);
  EXPECT_EQ(patch("adam", path, {{"queues", json::object()}}).status, 422U);
  EXPECT_EQ(patch("adam", path, {{"agent_grace", 60'000}}).status, 200U);
}

TEST_F(api, A1_a_new_user_gets_a_password_and_logs_in) {
  const std::string users = "/api/v1/users";
  ASSERT_EQ(
    send("adam", "POST", users, R"({"id":"n","login":"nora","name":"Nora"})")
      .status,
    201U);
  const auto give = [&](const std::string& who, const std::string& password) {
    return send(who,
                "POST",
                users + "/n/password",
                json{{"password", password}}.dump())
      .status;
  };
  const std::string shortest(limits::password_characters_min, 'x');
  const std::string longest(limits::password_characters_max, 'x');
  EXPECT_EQ(give("adam", shortest.substr(1)), 400U);
  EXPECT_EQ(give("adam", longest + "x"), 400U);
  EXPECT_EQ(give("ann", shortest), 403U);
  EXPECT_EQ(give("adam", longest), 200U);
  EXPECT_EQ(give("adam", "correct horse"), 200U);
  cookies["nora"] = logged_in("acme", "nora");
  EXPECT_EQ(get("nora", "/api/v1/me").body["agent"], "n");
  // Another password ends what the old one opened.
  EXPECT_EQ(give("adam", shortest), 200U);
  EXPECT_EQ(get("nora", "/api/v1/me").status, 401U);
  EXPECT_EQ(remove("adam", users + "/n").status, 204U);
}

TEST_F(api, A1_everybody_is_told_what_their_roles_give) {
  const auto agent = get("ann", "/api/v1/me").body;
  EXPECT_EQ(agent["privileges"]["desk"], "modify");
  EXPECT_EQ(agent["privileges"]["text_blocks"], "view");
  EXPECT_FALSE(agent["privileges"].contains("users"));
  const auto administrator = get("adam", "/api/v1/me").body;
  EXPECT_EQ(administrator["privileges"]["users"], "modify");
  EXPECT_FALSE(administrator["privileges"].contains("desk"));
  EXPECT_FALSE(administrator["company_name"].get<std::string>().empty());
}

TEST_F(api, A1_one_changes_the_own_password_who_knows_it) {
  cookies["second"] = logged_in("acme", "sue");
  const auto change = [](const char* present, const char* password) {
    return send("sue",
                "POST",
                "/api/v1/me/password",
                json{{"present", present}, {"password", password}}.dump())
      .status;
  };
  EXPECT_EQ(change("a wrong one", "battery staple"), 401U);
  EXPECT_EQ(change("correct horse", "battery staple"), 200U);
  EXPECT_EQ(get("sue", "/api/v1/me").status, 200U);
  EXPECT_EQ(get("second", "/api/v1/me").status, 401U);
  EXPECT_EQ(change("battery staple", "correct horse"), 200U);
}

TEST_F(api, A1_who_may_change_users_does_not_reach_those_who_may_more) {
  const auto taken = send("rita",
                          "POST",
                          "/api/v1/users/adam/password",
                          R"({"password":"mine from now"})");
  EXPECT_EQ(taken.status, 403U);
  EXPECT_EQ(patch("rita", "/api/v1/users/adam", {{"name", "X"}}).status, 403U);
  EXPECT_EQ(remove("rita", "/api/v1/users/adam").status, 403U);
  EXPECT_EQ(get("adam", "/api/v1/me").status, 200U);
}

TEST_F(api, A1_somebody_can_always_give_rights) {
  const auto no
    = patch("adam", "/api/v1/users/adam", {{"roles", json::array()}});
  EXPECT_EQ(no.status, 409U) << no.body;
  EXPECT_EQ(no.body["code"], "in_use");
  EXPECT_EQ(get("adam", "/api/v1/users/adam").status, 200U);
}

TEST_F(api, E2_a_company_is_exported_and_imported_as_one_document) {
  const std::string path = "/admin/v1/configuration/other";
  const auto out = operate(*server, data, "GET", path);
  ASSERT_EQ(out.status, 200U);
  auto document = out.body;
  document["groups"]["late"] = "Late shift";
  document["name"] = "Other & Sons";
  const auto in = operate(
    *server, data, "PUT", path, document.dump(), {{"If-Match", out.etag}});
  ASSERT_EQ(in.status, 200U) << in.body;
  EXPECT_EQ(in.body["version"], out.body["version"].get<int>() + 1);
  EXPECT_EQ(get("other", "/api/v1/groups/late").body["name"], "Late shift");
  // What was exported before the import is an old version now.
  const auto late = operate(
    *server, data, "PUT", path, document.dump(), {{"If-Match", out.etag}});
  EXPECT_EQ(late.status, 412U);
  document["queues"]["sales"]["weight"] = 1'000;
  const auto wrong
    = operate(*server, data, "PUT", path, document.dump(), {{"If-Match", "*"}});
  EXPECT_EQ(wrong.status, 422U);
  EXPECT_EQ(wrong.body["errors"],
            json::array({"queues.sales.weight: out of range"}));
  EXPECT_EQ(get("other", "/api/v1/company").body["name"], "Other & Sons");
}

TEST_F(api, Z4_a_document_of_something_else_changes_nothing) {
  const std::string path = "/admin/v1/configuration/other";
  for (const auto* body : {"", "[]", "{}", R"({"id":"acme","name":"X"})"}) {
    const auto no
      = operate(*server, data, "PUT", path, body, {{"If-Match", "*"}});
    EXPECT_EQ(no.status, 422U) << body;
  }
  EXPECT_EQ(
    operate(*server, data, "GET", "/admin/v1/configuration/nobody").status,
    404U);
}

TEST_F(api, F4_a_calendar_shows_its_coming_days) {
  const auto path = std::string{"/api/v1/calendars/office/preview"};
  // A Wednesday, a holiday, a day of work.
  const auto seen = get("adam", path + "?from=2026-12-31&days=3");
  ASSERT_EQ(seen.status, 200U);
  EXPECT_EQ(seen.body["zone"], "Europe/Berlin");
  ASSERT_EQ(seen.body["days"].size(), 3U);
  EXPECT_EQ(seen.body["days"][0]["open"],
            json::parse(R"([{"from":1798704000000,"until":1798732800000}])"));
  EXPECT_EQ(seen.body["days"][1],
            json::parse(R"({"date":"2027-01-01","rule":"holiday",)"
                        R"("name":"New Year","open":[]})"));
  EXPECT_EQ(seen.body["days"][2]["rule"], "weekly");
  const auto now = seen.body["now"].get<std::int64_t>();
  EXPECT_GT(seen.body["next_change"].get<std::int64_t>(), now);
  EXPECT_EQ(get("adam", path).body["days"].size(),
            limits::calendar_preview_default);
}

TEST_F(api, F4_a_preview_has_bounds) {
  const auto path = std::string{"/api/v1/calendars/office/preview?"};
  EXPECT_EQ(get("adam", path + "days=62").body["days"].size(),
            limits::calendar_preview_max);
  for (const auto* wrong : {"days=63",
                            "days=0",
                            "days=-1",
                            "days=x",
                            "from=2026-02-30",
                            "from=1999-12-31",
                            "from=2200-01-01",
                            "from=x"}) {
    EXPECT_EQ(get("adam", path + wrong).status, 400U) << wrong;
  }
  EXPECT_EQ(get("adam", path + "from=2199-12-31&days=1").status, 200U);
  EXPECT_EQ(get("adam", "/api/v1/calendars/nowhere/preview").status, 404U);
  EXPECT_EQ(get("ann", "/api/v1/calendars/office/preview").status, 403U);
  EXPECT_EQ(get("", "/api/v1/calendars/office/preview").status, 401U);
}

TEST_F(api, F4_a_calendar_takes_effect_and_bad_ones_lose_nothing) {
  const auto made = send(
    "adam",
    "POST",
    "/api/v1/calendars",
    R"({"id":"night","name":"Night","zone":"Australia/Lord_Howe",)"
    R"("weekly":[{"days":["friday"],"from":"22:00","until":"06:00"}],)"
    R"("dates":[{"name":"Fair","first":"2026-12-24","last":"2026-12-26"}],)"
    R"("holiday_lists":["feasts"]})");
  ASSERT_EQ(made.status, 201U);
  const auto before = get("adam", "/api/v1/calendars/night");
  for (const auto* wrong :
       {R"({"zone":"Europe/Bonn"})",
        R"({"zone":"../passwd"})",
        R"({"holiday_lists":["none"]})",
        R"({"weekly":[{"days":["friday"],"from":"22:60","until":"06:00"}]})",
        R"({"weekly":[{"days":["someday"],"from":"22:00","until":"06:00"}]})",
        R"({"weekly":[{"days":["friday"],"from":"24:00","until":"06:00"}]})",
        R"({"dates":[{"first":"2026-02-29","last":"2026-03-01"}]})"}) {
    const auto refused = send("adam",
                              "PATCH",
                              "/api/v1/calendars/night",
                              wrong,
                              {{"If-Match", before.etag}});
    EXPECT_EQ(refused.status, 422U) << wrong;
  }
  EXPECT_EQ(get("adam", "/api/v1/calendars/night").body, before.body);
  // A list that a calendar names cannot go.
  const auto list = get("adam", "/api/v1/holiday-lists/feasts");
  EXPECT_EQ(send("adam",
                 "DELETE",
                 "/api/v1/holiday-lists/feasts",
                 {},
                 {{"If-Match", list.etag}})
              .status,
            422U);
  EXPECT_EQ(send("adam",
                 "DELETE",
                 "/api/v1/calendars/night",
                 {},
                 {{"If-Match", before.etag}})
              .status,
            204U);
}

} // namespace
} // namespace parley::testing
