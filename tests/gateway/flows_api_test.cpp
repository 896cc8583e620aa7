// Flows over real HTTP: drafts, validation, versions, templates, a dry run
// (F1-F3), who may (A1) and what a profile shows (Q3).
#include "tests/gateway/api_fixture.hpp"

namespace parley::testing {
namespace {

const std::string flows = "/api/v1/flows";

json say_bye(const std::string& text) {
  return {{"first", "say"},
          {"nodes",
           {{"say", {{"say", {{"text", text}, {"next", "end"}}}}},
            {"end", {{"end", json::object()}}}}}};
}

class flows_api : public api {
protected:
  static std::string at(const std::string& id, const std::string& act = {}) {
    return flows + "/" + id + (act.empty() ? "" : "/" + act);
  }
  static reply add(const json& body, const std::string& who = "adam") {
    return send(who, "POST", flows, body.dump());
  }
  /// As the caller has just seen it.
  static reply acts(const std::string& id,
                    const std::string& act,
                    const json& body = json::object(),
                    const std::string& who = "adam") {
    return send(who,
                "POST",
                at(id, act),
                body.dump(),
                {{"If-Match", get("adam", at(id)).etag}});
  }
  static json verdict(const std::string& id) {
    const auto r = send("adam", "POST", at(id, "validate"));
    EXPECT_EQ(r.status, 200U) << r.body;
    return r.body;
  }
  static json simulated(const std::string& id, const json& script) {
    const auto r = send("adam", "POST", at(id, "simulate"), script.dump());
    EXPECT_EQ(r.status, 200U) << r.body;
    return r.body;
  }
  static std::vector<std::string> said(const json& rehearsal) {
    std::vector<std::string> lines;
    for (const auto& line : rehearsal["lines"]) {
      if (line["voice"] == "flow") {
        lines.push_back(line["text"]);
      }
    }
    return lines;
  }
};

TEST_F(flows_api, F1_a_draft_is_published_as_a_version_and_begun_anew) {
  const auto made = add(
    {{"id", "bye"}, {"name", "Bye"}, {"draft", say_bye("We are closed.")}});
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(made.body["version"], 0);
  EXPECT_EQ(made.location, at("bye"));
  const auto first = acts("bye", "publish");
  ASSERT_EQ(first.status, 200U) << first.body;
  EXPECT_EQ(first.body["version"], 1);
  EXPECT_EQ(first.body["published_by"], "adam");
  EXPECT_GT(first.body["published_at"], 1'700'000'000'000);
  EXPECT_FALSE(first.body.contains("draft"));
  EXPECT_EQ(first.etag, get("adam", at("bye")).etag);

  ASSERT_EQ(patch("adam", at("bye"), {{"draft", say_bye("Bye!")}}).status,
            200U);
  EXPECT_EQ(acts("bye", "publish").body["version"], 2);
  const auto versions = get("adam", at("bye", "versions"));
  ASSERT_EQ(versions.status, 200U);
  ASSERT_EQ(versions.body["items"].size(), 2U);
  EXPECT_EQ(versions.body["items"][0]["version"], 2);
  EXPECT_FALSE(versions.body["items"][0].contains("graph"));
  const auto old = get("adam", at("bye", "versions/1"));
  ASSERT_EQ(old.status, 200U);
  EXPECT_EQ(old.body["graph"]["nodes"]["say"]["say"]["text"], "We are closed.");

  const auto restored = acts("bye", "restore", {{"version", 1}});
  ASSERT_EQ(restored.status, 200U) << restored.body;
  EXPECT_EQ(restored.body["draft"], old.body["graph"]);
  EXPECT_EQ(restored.body["version"], 2);
  EXPECT_EQ(acts("bye", "publish").body["version"], 3);
  EXPECT_EQ(get("adam", at("bye", "versions/3")).body["graph"],
            old.body["graph"]);
  EXPECT_EQ(remove("adam", at("bye")).status, 204U);
}

TEST_F(flows_api, F1_E2_a_draft_is_replaced_as_a_whole) {
  const json two{{"first", "a"},
                 {"nodes",
                  {{"a", {{"say", {{"text", "Hello"}, {"next", "b"}}}}},
                   {"b", {{"end", json::object()}}}}}};
  const json one{{"first", "b"}, {"nodes", {{"b", {{"end", json::object()}}}}}};
  ASSERT_EQ(add({{"id", "whole"}, {"name", "Whole"}, {"draft", two}}).status,
            201U);
  const auto changed = patch("adam", at("whole"), {{"draft", one}});
  ASSERT_EQ(changed.status, 200U) << changed.body;
  EXPECT_EQ(changed.body["draft"]["first"], "b");
  EXPECT_EQ(changed.body["draft"]["nodes"].size(), 1U) << changed.body;
  // What is not named stays: the name, and the draft beside a new name.
  EXPECT_EQ(changed.body["name"], "Whole");
  const auto renamed = patch("adam", at("whole"), {{"name", "Other"}});
  EXPECT_EQ(renamed.body["draft"], changed.body["draft"]);
  EXPECT_EQ(remove("adam", at("whole")).status, 204U);
}

TEST_F(flows_api, F1_what_is_incomplete_is_kept_and_not_published) {
  const json draft{
    {"first", "ask"},
    {"nodes",
     {{"ask", {{"menu", {{"text", ""}, {"no_choice", "nowhere"}}}}},
      {"queue", {{"enter_queue", {{"queue", "moon"}}}}}}}};
  ASSERT_EQ(add({{"id", "half"}, {"name", "Half"}, {"draft", draft}}).status,
            201U);
  const auto v = verdict("half");
  EXPECT_EQ(v["publishable"], false);
  const std::vector<std::string> problems = v["problems"];
  for (const auto* wanted :
       {"node 'ask': text: is empty",
        "node 'ask': branch 'no_choice': leads to 'nowhere', which does not "
        "exist",
        "node 'queue': branch 'limit_reached': leads nowhere"}) {
    EXPECT_NE(std::find(problems.begin(), problems.end(), wanted),
              problems.end())
      << wanted << v;
  }
  EXPECT_NE(v.dump().find("there is no 'moon'"), std::string::npos) << v;
  const auto no = acts("half", "publish");
  EXPECT_EQ(no.status, 422U);
  EXPECT_EQ(no.body["errors"].size(), problems.size());
  EXPECT_EQ(get("adam", at("half")).body["version"], 0);
  // A draft is not there for good; without one there is nothing to publish.
  ASSERT_EQ(patch("adam", at("half"), {{"draft", nullptr}}).status, 200U);
  EXPECT_EQ(acts("half", "publish").status, 422U);
  EXPECT_EQ(verdict("half")["problems"], json::array({"there is no draft"}));
  EXPECT_EQ(remove("adam", at("half")).status, 204U);
}

TEST_F(flows_api, F1_a_good_draft_is_publishable) {
  ASSERT_EQ(
    add({{"id", "good"}, {"name", "Good"}, {"draft", say_bye("Hi")}}).status,
    201U);
  EXPECT_EQ(verdict("good"),
            (json{{"publishable", true}, {"problems", json::array()}}));
  EXPECT_EQ(verdict("greet"),
            (json{{"publishable", false}, {"problems", json::array()}}));
  EXPECT_EQ(remove("adam", at("good")).status, 204U);
}

TEST_F(flows_api, F1_so_many_versions_are_kept_and_the_oldest_go) {
  ASSERT_EQ(
    add({{"id", "many"}, {"name", "Many"}, {"draft", say_bye("0")}}).status,
    201U);
  constexpr auto most = limits::flow_versions_max;
  for (std::size_t i = 1; i <= most + 1; ++i) {
    ASSERT_EQ(acts("many", "publish").body["version"], i);
    ASSERT_EQ(
      patch("adam", at("many"), {{"draft", say_bye(std::to_string(i))}}).status,
      200U);
  }
  EXPECT_EQ(get("adam", at("many", "versions")).body["items"].size(), most);
  EXPECT_EQ(get("adam", at("many", "versions/1")).status, 404U);
  EXPECT_EQ(get("adam", at("many", "versions/2")).status, 200U);
  EXPECT_EQ(acts("many", "restore", {{"version", 1}}).status, 404U);
  EXPECT_EQ(remove("adam", at("many")).status, 204U);
}

TEST_F(flows_api, O5_a_flow_is_renamed_copied_and_found) {
  const auto copy = send("adam",
                         "POST",
                         at("greet", "copy"),
                         R"({"id":"second","name":"Second greeting"})");
  ASSERT_EQ(copy.status, 201U) << copy.body;
  EXPECT_EQ(copy.body["version"], 0);
  EXPECT_EQ(copy.body["draft"],
            get("adam", at("greet", "versions/1")).body["graph"]);
  EXPECT_EQ(get("adam", flows + "?search=SECOND").body["items"].size(), 1U);
  EXPECT_EQ(patch("adam", at("second"), {{"name", "Third"}}).body["name"],
            "Third");
  const auto forged = patch("adam", at("second"), {{"version", 7}});
  EXPECT_EQ(forged.status, 422U);
  EXPECT_EQ(remove("adam", at("second")).status, 204U);
}

TEST_F(flows_api, O5_a_flow_of_a_service_is_not_deleted_and_says_which) {
  const auto no = remove("adam", at("greet"));
  EXPECT_EQ(no.status, 422U);
  EXPECT_NE(no.body["errors"].dump().find("services.web.flow"),
            std::string::npos)
    << no.body;
}

TEST_F(flows_api, E2_a_version_that_was_not_seen_is_not_published) {
  ASSERT_EQ(
    add({{"id", "seen"}, {"name", "Seen"}, {"draft", say_bye("1")}}).status,
    201U);
  const auto old = get("adam", at("seen")).etag;
  ASSERT_EQ(patch("adam", at("seen"), {{"draft", say_bye("2")}}).status, 200U);
  const auto late
    = send("adam", "POST", at("seen", "publish"), "{}", {{"If-Match", old}});
  EXPECT_EQ(late.status, 412U);
  EXPECT_EQ(send("adam", "POST", at("seen", "publish"), "{}").status, 428U);
  EXPECT_EQ(
    send("adam", "POST", at("seen", "restore"), R"({"version":1})").status,
    428U);
  EXPECT_EQ(get("adam", at("seen")).body["version"], 0);
  EXPECT_EQ(remove("adam", at("seen")).status, 204U);
}

TEST_F(flows_api, A3_publishing_leaves_a_row_with_the_number) {
  ASSERT_EQ(
    add({{"id", "row"}, {"name", "Row"}, {"draft", say_bye("1")}}).status,
    201U);
  ASSERT_EQ(acts("row", "publish").status, 200U);
  auto row = get("adam", "/api/v1/audit?limit=1").body["items"][0];
  EXPECT_EQ(row["act"], "flow.published");
  EXPECT_EQ(row["kind"], "flows");
  EXPECT_EQ(row["object"], "row");
  EXPECT_EQ(row["details"]["published"], "1");
  ASSERT_EQ(acts("row", "restore", {{"version", 1}}).status, 200U);
  row = get("adam", "/api/v1/audit?limit=1").body["items"][0];
  EXPECT_EQ(row["act"], "flow.restored");
  EXPECT_EQ(remove("adam", at("row")).status, 204U);
}

TEST_F(flows_api, A1_agents_and_strangers_change_no_flow) {
  for (const auto* act : {"publish", "restore"}) {
    EXPECT_EQ(acts("greet", act, {{"version", 1}}, "ann").status, 403U) << act;
  }
  for (const auto* act : {"validate", "simulate"}) {
    EXPECT_EQ(send("ann", "POST", at("greet", act), "{}").status, 403U) << act;
    EXPECT_EQ(send("", "POST", at("greet", act), "{}").status, 401U) << act;
  }
  EXPECT_EQ(get("ann", at("greet", "versions")).status, 403U);
  EXPECT_EQ(get("ann", "/api/v1/flow-templates").status, 403U);
  // The schema is no secret.
  EXPECT_EQ(get("", "/api/v1/flow-schema").status, 200U);
}

TEST_F(flows_api, O1_another_company_sees_none_of_it) {
  ASSERT_EQ(
    add({{"id", "ours"}, {"name", "Ours"}, {"draft", say_bye("1")}}).status,
    201U);
  EXPECT_EQ(get("other", at("ours", "versions")).status, 404U);
  EXPECT_EQ(get("other", at("ours", "versions/1")).status, 404U);
  for (const auto* act : {"validate", "simulate"}) {
    EXPECT_EQ(send("other", "POST", at("ours", act), "{}").status, 404U);
  }
  for (const auto* act : {"publish", "restore"}) {
    EXPECT_EQ(send("other",
                   "POST",
                   at("ours", act),
                   R"({"version":1})",
                   {{"If-Match", "*"}})
                .status,
              404U);
  }
  EXPECT_EQ(remove("adam", at("ours")).status, 204U);
}

TEST_F(flows_api, Q3_what_a_profile_does_not_show_does_not_exist) {
  ASSERT_EQ(
    send("adam",
         "POST",
         "/api/v1/profiles",
         R"({"id":"cares","name":"Cares","kind":"flows","objects":["care"]})")
      .status,
    201U);
  ASSERT_EQ(
    patch("adam", "/api/v1/users/adam", {{"profiles", {"cares"}}}).status,
    200U);
  EXPECT_EQ(get("adam", flows).body["items"].size(), 1U);
  EXPECT_EQ(get("adam", at("greet", "versions")).status, 404U);
  EXPECT_EQ(get("adam", at("care", "versions")).status, 200U);
  EXPECT_EQ(
    send("adam", "POST", at("greet", "publish"), "{}", {{"If-Match", "*"}})
      .status,
    404U);
  ASSERT_EQ(
    patch("adam", "/api/v1/users/adam", {{"profiles", json::array()}}).status,
    200U);
  EXPECT_EQ(remove("adam", "/api/v1/profiles/cares").status, 204U);
}

// --- Templates and values (F3). --------------------------------------------

TEST_F(flows_api, F3_a_template_becomes_a_flow_that_a_service_fills_in) {
  const auto all = get("adam", "/api/v1/flow-templates");
  ASSERT_EQ(all.status, 200U);
  ASSERT_EQ(all.body["items"].size(), 4U);
  const headers key{{"Idempotency-Key", "hours"}};
  const json wish{{"template", "opening_hours"}, {"name", "Shop"}};
  const auto made = send("adam", "POST", flows, wish.dump(), key);
  ASSERT_EQ(made.status, 201U) << made.body;
  EXPECT_EQ(send("adam", "POST", flows, wish.dump(), key).body, made.body);
  EXPECT_EQ(made.body["name"], "Shop");
  EXPECT_EQ(made.body["description"], all.body["items"][1]["description"]);
  const std::string id = made.body["id"];
  const auto published = acts(id, "publish");
  ASSERT_EQ(published.status, 200U) << published.body;

  json service{
    {"id", "shop"}, {"name", "Shop"}, {"token", "shop-token"}, {"flow", id}};
  const auto add_service = [&] {
    return send("adam", "POST", "/api/v1/services", service.dump());
  };
  const auto empty = add_service();
  EXPECT_EQ(empty.status, 422U);
  EXPECT_NE(empty.body["errors"].dump().find("queue: is required"),
            std::string::npos)
    << empty.body;
  service["values"] = {{"queue", "moon"}, {"hours", "office"}};
  EXPECT_EQ(add_service().status, 422U);
  service["values"] = {{"queue", "sales"}, {"hours", "office"}};
  EXPECT_EQ(add_service().status, 201U);

  // A Thursday noon in Berlin, and the night before.
  const auto open = simulated(
    id, {{"service", "shop"}, {"first_line", "Hi"}, {"at", 1'774'522'800'000}});
  EXPECT_EQ(open["node"], "queue");
  EXPECT_EQ(said(open),
            (std::vector<std::string>{
              "Welcome! Somebody will be with you in a moment."}));
  const auto closed = simulated(
    id, {{"service", "shop"}, {"first_line", "Hi"}, {"at", 1'774'486'800'000}});
  EXPECT_EQ(closed["node"], "form");
  EXPECT_EQ(remove("adam", "/api/v1/services/shop").status, 204U);
  EXPECT_EQ(remove("adam", at(id)).status, 204U);
}

TEST_F(flows_api, F3_no_template_of_this_name_and_none_beside_a_draft) {
  EXPECT_EQ(add({{"template", "moon"}, {"name", "X"}}).status, 422U);
  EXPECT_EQ(add({{"template", 7}, {"name", "X"}}).status, 422U);
  EXPECT_EQ(add({{"template", "one_queue"}, {"draft", say_bye("x")}}).status,
            422U);
}

// --- A dry run. ------------------------------------------------------------

TEST_F(flows_api, F1_a_dry_run_answers_what_would_be_said) {
  const json draft{
    {"first", "ask"},
    {"nodes",
     {{"ask",
       {{"ask",
         {{"text", "Your name?"},
          {"variable", "customer_name"},
          {"next", "thanks"},
          {"no_answer", "end"}}}}},
      {"thanks",
       {{"say", {{"text", "Thank you, <customer_name>."}, {"next", "end"}}}}},
      {"end", {{"end", json::object()}}}}}};
  ASSERT_EQ(add({{"id", "dry"}, {"name", "Dry"}, {"draft", draft}}).status,
            201U);
  const auto r = simulated(
    "dry",
    {{"acts", json::array({{{"kind", "customer_writes"}, {"text", "Ada"}}})}});
  EXPECT_EQ(said(r),
            (std::vector<std::string>{"Your name?", "Thank you, Ada."}));
  EXPECT_EQ(r["node"], "");
  EXPECT_EQ(r["failed"], false);
  EXPECT_EQ(r["variables"]["customer_name"], "Ada");
  const auto published = simulated("greet", {{"version", 1}});
  EXPECT_EQ(published["node"], "queue");
  for (const auto& [script, status] :
       std::vector<std::pair<std::string, unsigned>>{
         {"", 400U},
         {"[]", 400U},
         {R"({"version":99})", 404U},
         {R"({"version":"1"})", 422U},
         {R"({"service":"moon"})", 422U},
         {R"({"acts":[{"kind":"dances"}]})", 422U},
         {R"({"actors":[]})", 422U}}) {
    EXPECT_EQ(send("adam", "POST", at("greet", "simulate"), script).status,
              status)
      << script;
  }
  EXPECT_EQ(remove("adam", at("dry")).status, 204U);
}

} // namespace
} // namespace parley::testing
