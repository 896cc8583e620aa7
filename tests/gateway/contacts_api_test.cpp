// Contacts and sessions over real HTTP (M1, M2): what they do, who may (A1),
// what a profile and another company hide (Q3, O1).
#include "tests/gateway/crm_fixture.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <set>

namespace parley::testing {
namespace {

const std::string contacts_path = "/api/v1/contacts";

class contacts_api : public crm_api {};

TEST_F(contacts_api, M2_a_contact_is_added_read_changed_and_deleted) {
  const json given{{"first_name", "Zo\u00EB"},
                   {"last_name", "Brown"},
                   {"account", "A-1"},
                   {"emails", {"zoe@one.example"}},
                   {"phones", {"+49 30 111111"}},
                   {"fields", {{"size", "42"}}},
                   {"tags", {"vip"}},
                   {"notes", {{{"text", "Prefers mornings"}}}}};
  const auto made = post("ann", contacts_path, given);
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(made.etag, "\"1\"");
  EXPECT_EQ(made.body["notes"][0]["author"], "ann");
  EXPECT_GT(made.body["notes"][0]["at"], 0);
  const auto at = made.location;
  EXPECT_EQ(get("sue", at).body, made.body);

  const auto changed = patch(
    "sue", at, {{"notes", {made.body["notes"][0], {{"text", "Second"}}}}});
  ASSERT_EQ(changed.status, 200U) << changed.body;
  EXPECT_EQ(changed.body["revision"], 2);
  EXPECT_EQ(changed.body["notes"][0], made.body["notes"][0]);
  EXPECT_EQ(changed.body["notes"][1]["author"], "sue");
  // Nobody writes a note in the name of another.
  auto forged = made.body["notes"][0];
  forged["text"] = "forged";
  EXPECT_EQ(patch("sue", at, {{"notes", {forged}}}).body["notes"][0]["author"],
            "sue");

  const auto replaced = send("ann",
                             "PUT",
                             at,
                             json{{"last_name", "Green"}}.dump(),
                             {{"If-Match", get("ann", at).etag}});
  ASSERT_EQ(replaced.status, 200U) << replaced.body;
  EXPECT_EQ(replaced.body["last_name"], "Green");
  EXPECT_EQ(replaced.body["account"], "");
  EXPECT_EQ(replaced.body["created"], made.body["created"]);

  EXPECT_EQ(remove("ann", at).status, 204U);
  EXPECT_EQ(get("ann", at).status, 404U);
}

TEST_F(contacts_api,
       M2_a_tag_that_is_gone_keeps_nobody_from_changing_the_rest) {
  const json tag{{"id", "passing"}, {"name", "P"}, {"colour", "#112233"}};
  ASSERT_EQ(send("adam", "POST", "/api/v1/tags", tag.dump()).status, 201U);
  const auto at = made({{"last_name", "Tagged"}, {"tags", {"passing"}}});
  ASSERT_EQ(remove("adam", "/api/v1/tags/passing").status, 204U);
  const auto changed = patch("ann", at, {{"first_name", "Still"}});
  EXPECT_EQ(changed.status, 200U) << changed.body;
  EXPECT_EQ(patch("ann", at, {{"tags", {"passing", "other"}}}).status, 422U);
  EXPECT_EQ(patch("ann", at, {{"tags", json::array()}}).status, 200U);
  EXPECT_EQ(patch("ann", at, {{"tags", {"passing"}}}).status, 422U);
}

TEST_F(contacts_api, M2_search_is_by_the_beginnings_of_any_word) {
  const auto at = made({{"first_name", "Chlo\u00E9"},
                        {"last_name", "Dupont-Searched"},
                        {"emails", {"chloe.searched@example.org"}},
                        {"phones", {"+33 1 4455667788"}},
                        {"address", "Rue Lafayette"},
                        {"fields", {{"size", "4711"}}},
                        {"tags", {"vip"}},
                        {"account", "K-0815"}});
  for (const auto* question : {"chlo",
                               "CHLOE%20search",
                               "chloe+search",
                               "chloe.sear",
                               "445566",
                               "lafay",
                               "4711",
                               "vip%20chlo",
                               "k-08"}) {
    const auto found = get("ann", contacts_path + "?search=" + question);
    ASSERT_EQ(found.status, 200U) << question;
    EXPECT_THAT(ids(found.body), ::testing::Contains(id_of(at))) << question;
  }
  EXPECT_TRUE(
    get("ann", contacts_path + "?search=nobodyhasthis").body["items"].empty());
  EXPECT_EQ(remove("ann", at).status, 204U);
  EXPECT_TRUE(get("ann", contacts_path + "?search=4711").body["items"].empty());
}

TEST_F(contacts_api, E2_pages_of_contacts_have_bounds_and_cursors) {
  std::vector<std::string> all;
  all.reserve(5);
  for (int i = 0; i < 5; ++i) {
    all.push_back(made({{"last_name", "Paged" + std::to_string(i)}}));
  }
  std::set<std::string> seen;
  std::string after;
  do {
    const auto page = get("ann",
                          contacts_path + "?search=paged&limit=2"
                            + (after.empty() ? "" : "&after=" + after));
    ASSERT_EQ(page.status, 200U);
    EXPECT_LE(page.body["items"].size(), 2U);
    for (const auto& id : ids(page.body)) {
      EXPECT_TRUE(seen.insert(id).second);
    }
    after = page.body.value("next", "");
  } while (!after.empty());
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_EQ(get("ann", contacts_path + "?limit=100").status, 200U);
  for (const auto* wrong : {"limit=0",
                            "limit=101",
                            "limit=x",
                            "after=x",
                            "after=zz",
                            "search=paged&after=zz",
                            "search=paged&after=ff"}) {
    EXPECT_EQ(get("ann", contacts_path + "?" + wrong).status, 400U) << wrong;
  }
  const std::string longest(400, 'a');
  EXPECT_EQ(get("ann", contacts_path + "?search=" + longest).status, 200U);
  EXPECT_EQ(get("ann", contacts_path + "?search=" + longest + "a").status,
            400U);
  for (const auto& at : all) {
    EXPECT_EQ(remove("ann", at).status, 204U);
  }
}

TEST_F(contacts_api, E2_a_repeated_addition_adds_one_contact) {
  const headers key{{"Idempotency-Key", "once"}};
  const json given{{"last_name", "Once"}, {"notes", {{{"text", "x"}}}}};
  const auto first = post("ann", contacts_path, given, key);
  ASSERT_EQ(first.status, 201U) << first.body;
  const auto again = post("ann", contacts_path, given, key);
  EXPECT_EQ(again.status, 201U) << again.body;
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(post("ann", contacts_path, {{"last_name", "Two"}}, key).status,
            422U);
  // Another user's key is another key.
  const auto hers = post("sue", contacts_path, given, key);
  EXPECT_EQ(hers.status, 201U);
  EXPECT_NE(hers.location, first.location);
  EXPECT_EQ(remove("ann", first.location).status, 204U);
  EXPECT_EQ(remove("ann", hers.location).status, 204U);
}

TEST_F(contacts_api, E2_a_version_that_was_not_seen_is_not_overwritten) {
  const auto at = made({{"last_name", "Seen"}});
  const auto seen = get("ann", at).etag;
  ASSERT_EQ(patch("sue", at, {{"first_name", "Sue"}}).status, 200U);
  const headers stale{{"If-Match", seen}};
  const std::string body = R"({"last_name":"Lost"})";
  EXPECT_EQ(send("ann", "PATCH", at, body, stale).status, 412U);
  EXPECT_EQ(send("ann", "PUT", at, body, stale).status, 412U);
  EXPECT_EQ(send("ann", "DELETE", at, {}, stale).status, 412U);
  EXPECT_EQ(send("ann", "PATCH", at, body).status, 428U);
  EXPECT_EQ(send("ann", "PUT", at, body).status, 428U);
  EXPECT_EQ(send("ann", "DELETE", at).status, 428U);
  EXPECT_EQ(get("ann", at).body["last_name"], "Seen");
  EXPECT_EQ(send("ann", "DELETE", at, {}, {{"If-Match", "*"}}).status, 204U);
}

TEST_F(contacts_api, Z4_what_is_wrong_is_said_and_nothing_is_changed) {
  EXPECT_EQ(send("ann", "POST", contacts_path, "{").status, 400U);
  EXPECT_EQ(send("ann", "POST", contacts_path, "[]").status, 400U);
  EXPECT_EQ(post("ann", contacts_path, {{"id", "a/b"}}).status, 400U);
  EXPECT_EQ(post("ann", contacts_path, {{"id", 7}}).status, 400U);
  const auto unknown = post("ann", contacts_path, {{"surname", "x"}});
  EXPECT_EQ(unknown.status, 422U);
  EXPECT_EQ(unknown.body["detail"], "surname: is not known");
  EXPECT_EQ(post("ann", contacts_path, {{"emails", "x"}}).status, 422U);
  const auto wrong = post("ann",
                          contacts_path,
                          {{"last_name", std::string(101, 'x')},
                           {"emails", {"no mail"}},
                           {"fields", {{"size", "big"}}},
                           {"tags", {"none"}}});
  EXPECT_EQ(wrong.status, 422U);
  EXPECT_EQ(wrong.body["errors"].size(), 4U) << wrong.body;
  const auto longest
    = made({{"last_name", std::string(100, 'x')}, {"account", "twice"}});
  EXPECT_EQ(
    post("ann", contacts_path, {{"last_name", "b"}, {"account", "TWICE"}})
      .status,
    422U);
  EXPECT_EQ(remove("ann", longest).status, 204U);
}

TEST_F(contacts_api, A1_contacts_take_the_privilege_and_are_of_one_company) {
  const auto at = made({{"last_name", "Ours"}});
  for (const auto& path : {contacts_path,
                           at,
                           at + "/sessions",
                           std::string{"/api/v1/chats"},
                           std::string{"/api/v1/chats/s1"},
                           std::string{"/api/v1/chats/s1/lines"},
                           std::string{"/api/v1/chats/s1/contact"}}) {
    EXPECT_EQ(get("", path).status, 401U) << path;
    EXPECT_EQ(get("rita", path).status, 403U) << path;
    EXPECT_EQ(get("ann", path).status, 200U) << path;
    const bool one = path != contacts_path && path != "/api/v1/chats";
    EXPECT_EQ(get("other", path).status, one ? 404U : 200U) << path;
  }
  const headers any{{"If-Match", "*"}};
  struct write {
    const char* method;
    std::string path;
    std::string body;
  };
  for (const auto& w : {write{"PUT", at, R"({"last_name":"x"})"},
                        write{"PATCH", at, R"({"last_name":"x"})"},
                        write{"DELETE", at, {}},
                        write{"POST", at + "/merge", R"({"from":"x"})"},
                        write{"POST", at + "/undo-merge", R"({"from":"x"})"},
                        write{"PUT",
                              "/api/v1/chats/s1/contact",
                              R"({"contact":")" + id_of(at) + "\"}"},
                        write{"POST", "/api/v1/chats/s1/contact", {}},
                        write{"DELETE", "/api/v1/chats/s1/contact", {}}}) {
    EXPECT_EQ(send("", w.method, w.path, w.body, any).status, 401U) << w.path;
    EXPECT_EQ(send("rita", w.method, w.path, w.body, any).status, 403U)
      << w.path;
    EXPECT_EQ(send("other", w.method, w.path, w.body, any).status, 404U)
      << w.path;
  }
  EXPECT_EQ(post("rita", contacts_path, {{"last_name", "x"}}).status, 403U);
  EXPECT_TRUE(
    get("other", contacts_path + "?search=ours").body["items"].empty());
  EXPECT_EQ(ids(get("other", "/api/v1/chats").body),
            std::vector<std::string>{"foreign"});
  EXPECT_EQ(remove("ann", at).status, 204U);
}

TEST_F(contacts_api, M2_a_merge_joins_and_its_undo_takes_apart) {
  const auto one = made({{"last_name", "Brown"}, {"account", "B1"}});
  const auto two
    = made({{"last_name", "Brown"}, {"emails", {"b2@example.com"}}});
  ASSERT_EQ(send("ann",
                 "PUT",
                 "/api/v1/chats/s2/contact",
                 json{{"contact", id_of(two)}}.dump())
              .status,
            200U);
  const json from{{"from", id_of(two)}};
  EXPECT_EQ(post("ann", one + "/merge", from).status, 428U);
  EXPECT_EQ(post("ann", one + "/merge", from, {{"If-Match", "\"9\""}}).status,
            412U);
  EXPECT_EQ(
    post("ann", one + "/merge", {{"from", "nobody"}}, {{"If-Match", "*"}})
      .status,
    404U);
  EXPECT_EQ(
    post("ann", one + "/merge", json::object(), {{"If-Match", "*"}}).status,
    400U);
  EXPECT_EQ(
    post("ann", one + "/merge", {{"from", id_of(one)}}, {{"If-Match", "*"}})
      .status,
    422U);
  const auto joined
    = post("ann", one + "/merge", from, {{"If-Match", get("ann", one).etag}});
  ASSERT_EQ(joined.status, 200U) << joined.body;
  EXPECT_EQ(joined.body["emails"], json::array({"b2@example.com"}));
  EXPECT_EQ(get("ann", two).body["id"], id_of(one));
  EXPECT_EQ(ids(get("ann", one + "/sessions").body),
            std::vector<std::string>{"s2"});
  EXPECT_EQ(get("adam", "/api/v1/audit?limit=1").body["items"][0]["act"],
            "contact.merged");

  EXPECT_EQ(
    post("ann", one + "/undo-merge", {{"from", "nobody"}}, {{"If-Match", "*"}})
      .status,
    404U);
  const auto back = post("ann", one + "/undo-merge", from, {{"If-Match", "*"}});
  ASSERT_EQ(back.status, 200U) << back.body;
  EXPECT_EQ(back.body["id"], id_of(two));
  EXPECT_TRUE(get("ann", one).body["emails"].empty());
  EXPECT_EQ(ids(get("ann", two + "/sessions").body),
            std::vector<std::string>{"s2"});
  EXPECT_EQ(send("ann", "DELETE", "/api/v1/chats/s2/contact").status, 204U);
  EXPECT_EQ(remove("ann", one).status, 204U);
  EXPECT_EQ(remove("ann", two).status, 204U);
}

TEST_F(contacts_api, M1_a_chat_finds_its_contact_and_history_at_once) {
  const auto at
    = made({{"last_name", "Brown"}, {"emails", {"zoe@example.com"}}});
  // The customer of s7 waits; nobody has linked it.
  auto found = get("ann", "/api/v1/chats/s7/contact");
  ASSERT_EQ(found.status, 200U);
  EXPECT_FALSE(found.body.contains("contact"));
  ASSERT_EQ(found.body["candidates"].size(), 1U);
  EXPECT_EQ(found.body["candidates"][0]["contact"]["id"], id_of(at));

  const auto link = [&](const std::string& chat) {
    return send("ann",
                "PUT",
                "/api/v1/chats/" + chat + "/contact",
                json{{"contact", id_of(at)}}.dump());
  };
  for (const auto* chat : {"s1", "s2", "s3", "s7"}) {
    EXPECT_EQ(link(chat).status, 200U) << chat;
  }
  found = get("ann", "/api/v1/chats/s7/contact");
  EXPECT_EQ(found.body["contact"]["id"], id_of(at));
  EXPECT_EQ(ids({{"items", found.body["sessions"]}}),
            (std::vector<std::string>{"s7", "s3", "s2", "s1"}));
  EXPECT_TRUE(found.body["candidates"].empty());
  EXPECT_EQ(get("ann", "/api/v1/chats/s3").body["contact"], id_of(at));

  EXPECT_EQ(send("ann", "DELETE", "/api/v1/chats/s2/contact").status, 204U);
  EXPECT_EQ(send("ann", "DELETE", "/api/v1/chats/s2/contact").status, 204U);
  EXPECT_EQ(ids(get("ann", at + "/sessions?limit=2").body),
            (std::vector<std::string>{"s7", "s3"}));
  const auto next
    = get("ann", at + "/sessions?limit=2").body["next"].get<std::string>();
  EXPECT_EQ(ids(get("ann", at + "/sessions?limit=2&after=" + next).body),
            std::vector<std::string>{"s1"});
  for (const auto* wrong : {"limit=51", "limit=0", "after=x"}) {
    EXPECT_EQ(get("ann", at + "/sessions?" + wrong).status, 400U) << wrong;
  }
  EXPECT_EQ(link("nothing").status, 404U);
  EXPECT_EQ(
    send("ann", "PUT", "/api/v1/chats/s1/contact", R"({"contact":"nobody"})")
      .status,
    404U);
  EXPECT_EQ(send("ann", "PUT", "/api/v1/chats/s1/contact", "{}").status, 400U);
  EXPECT_EQ(
    send("ann", "PUT", "/api/v1/chats/s1/contact", R"({"contact":"a b"})")
      .status,
    400U);
  // Its sessions stay when it goes.
  EXPECT_EQ(remove("ann", at).status, 204U);
  EXPECT_FALSE(get("ann", "/api/v1/chats/s1").body.contains("contact"));
}

TEST_F(contacts_api, M2_a_contact_is_made_of_what_the_customer_said) {
  const headers key{{"Idempotency-Key", "from-s5"}};
  const auto made = send("ann", "POST", "/api/v1/chats/s5/contact", {}, key);
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(made.body["first_name"], "Zo\u00EB");
  EXPECT_EQ(made.body["last_name"], "Brown");
  EXPECT_EQ(made.body["emails"], json::array({"zoe@example.com"}));
  EXPECT_EQ(send("ann", "POST", "/api/v1/chats/s5/contact", {}, key).location,
            made.location);
  EXPECT_EQ(ids(get("ann", made.location + "/sessions").body),
            std::vector<std::string>{"s5"});
  EXPECT_EQ(remove("ann", made.location).status, 204U);
}

TEST_F(contacts_api, M1_a_session_shows_who_when_where_and_all_that_happened) {
  const auto one = get("ann", "/api/v1/chats/s1");
  ASSERT_EQ(one.status, 200U);
  EXPECT_EQ(one.body["phase"], "closed");
  EXPECT_EQ(one.body["outcome"], "handled");
  EXPECT_EQ(one.body["queue"], "sales");
  EXPECT_EQ(one.body["agent"], "ann");
  EXPECT_EQ(one.body["note"], "note of s1");
  EXPECT_EQ(one.body["classifications"], json::array({"sale"}));
  EXPECT_EQ(one.body["customer"]["email"], "zoe@example.com");
  EXPECT_EQ(one.body["entries"]["all"], 3);
  EXPECT_EQ(get("ann", "/api/v1/chats/s7").body["phase"], "queued");

  const auto all = get("ann", "/api/v1/chats/s1/lines?limit=200");
  ASSERT_EQ(all.status, 200U);
  std::vector<std::string> types;
  std::vector<std::string> texts;
  for (const auto& e : all.body["items"]) {
    types.push_back(e["type"]);
    if (e["type"] == "entry_written") {
      texts.push_back(e["text"]);
    }
    EXPECT_EQ(e["number"], types.size());
  }
  EXPECT_EQ(types,
            (std::vector<std::string>{"chat_started",
                                      "entry_written",
                                      "chat_queued",
                                      "chat_allocated",
                                      "chat_activated",
                                      "entry_written",
                                      "entry_written",
                                      "chat_ended",
                                      "chat_classified",
                                      "chat_closed"}));
  EXPECT_EQ(texts,
            (std::vector<std::string>{
              "question of s1", "whisper of s1", "answer of s1"}));
  // What opens the customer's page is for nobody else.
  EXPECT_EQ(all.body.dump().find("visitor_hash"), std::string::npos);
  EXPECT_FALSE(all.body.contains("next"));

  std::vector<std::string> paged;
  std::string after;
  do {
    const auto page
      = get("ann",
            "/api/v1/chats/s1/lines?limit=3"
              + (after.empty() ? std::string{} : "&after=" + after));
    ASSERT_EQ(page.status, 200U);
    for (const auto& e : page.body["items"]) {
      paged.push_back(e["type"]);
    }
    after = page.body.value("next", "");
  } while (!after.empty());
  EXPECT_EQ(paged, types);
  for (const auto* wrong : {"limit=0",
                            "limit=201",
                            "after=x",
                            "after=-1",
                            "after=99999999999999999"}) {
    EXPECT_EQ(get("ann", std::string{"/api/v1/chats/s1/lines?"} + wrong).status,
              400U)
      << wrong;
  }
}

TEST_F(contacts_api, M1_closed_sessions_are_listed_newest_first_and_filtered) {
  const std::string path = "/api/v1/chats";
  EXPECT_EQ(
    ids(get("ann", path).body),
    (std::vector<std::string>{"s8", "s6", "s5", "s4", "s3", "s2", "s1"}));
  EXPECT_EQ(ids(get("ann", path + "?queue=care").body),
            (std::vector<std::string>{"s6", "s4", "s2"}));
  EXPECT_EQ(ids(get("ann", path + "?agent=ann").body),
            (std::vector<std::string>{"s5", "s3", "s1"}));
  const auto at = [](int hours) {
    return std::to_string(to_unix_ms(long_ago + std::chrono::hours{hours}
                                     + std::chrono::minutes{1}));
  };
  EXPECT_EQ(ids(get("ann", path + "?from=" + at(1) + "&until=" + at(3)).body),
            (std::vector<std::string>{"s3", "s2"}));
  std::vector<std::string> paged;
  std::string after;
  do {
    const auto page = get(
      "ann", path + "?limit=2" + (after.empty() ? "" : "&after=" + after));
    ASSERT_EQ(page.status, 200U);
    EXPECT_LE(page.body["items"].size(), 2U);
    for (const auto& id : ids(page.body)) {
      paged.push_back(id);
    }
    after = page.body.value("next", "");
  } while (!after.empty());
  EXPECT_EQ(
    paged,
    (std::vector<std::string>{"s8", "s6", "s5", "s4", "s3", "s2", "s1"}));
  for (const auto* wrong : {"limit=51",
                            "after=x",
                            "after=-",
                            "after=-1-x",
                            "from=x",
                            "from=-1",
                            "until=1.5"}) {
    EXPECT_EQ(get("ann", path + "?" + wrong).status, 400U) << wrong;
  }
}

TEST_F(contacts_api, Q3_sessions_of_queues_that_a_profile_hides_are_not_there) {
  const auto at = made({{"last_name", "Hidden"}});
  for (const auto* chat : {"s1", "s2"}) {
    ASSERT_EQ(send("ann",
                   "PUT",
                   std::string{"/api/v1/chats/"} + chat + "/contact",
                   json{{"contact", id_of(at)}}.dump())
                .status,
              200U);
  }
  // Sue sees care only.
  ASSERT_EQ(patch("adam", "/api/v1/users/sue", {{"profiles", {"some"}}}).status,
            200U);
  EXPECT_EQ(ids(get("sue", "/api/v1/chats").body),
            (std::vector<std::string>{"s8", "s6", "s4", "s2"}));
  EXPECT_EQ(ids(get("sue", at + "/sessions").body),
            std::vector<std::string>{"s2"});
  for (const auto* path : {"", "/lines", "/contact"}) {
    EXPECT_EQ(get("sue", std::string{"/api/v1/chats/s1"} + path).status, 404U);
    EXPECT_EQ(get("sue", std::string{"/api/v1/chats/s2"} + path).status, 200U);
  }
  for (const auto* method : {"PUT", "POST", "DELETE"}) {
    EXPECT_EQ(send("sue",
                   method,
                   "/api/v1/chats/s1/contact",
                   json{{"contact", id_of(at)}}.dump())
                .status,
              404U)
      << method;
  }
  ASSERT_EQ(
    patch("adam", "/api/v1/users/sue", {{"profiles", json::array()}}).status,
    200U);
  EXPECT_EQ(remove("ann", at).status, 204U);
}

} // namespace
} // namespace parley::testing
