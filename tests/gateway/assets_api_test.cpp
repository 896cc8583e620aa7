// What agents are given to work with (X1): text blocks of four scopes over
// REST, and what was filled in by scripts, box and survey, with the session.
#include "tests/gateway/chat_fixture.hpp"

#include <gmock/gmock.h>

namespace parley::testing {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class text_blocks : public chat_api {
protected:
  /// Ann is in the group `night`, Bob is not; Eve sees the queue `care` only.
  void tune(company& c) override {
    c.groups[group_id{"night"}] = "Night shift";
    c.agents.at(agent_id{"ann"}).groups[group_id{"night"}] = 1;
    const auto add = [&](const char* id,
                         const char* text,
                         text_block_scope scope,
                         const char* owner) {
      const text_block_id key{id};
      c.text_blocks[key] = {key, id, text, scope, owner};
    };
    add("all", "Hello <customer>", text_block_scope::company, "");
    add("night", "We are open all night.", text_block_scope::group, "night");
    add("sold", "Thank you for the order.", text_block_scope::queue, "sales");
    add("anns", "Yours, <agent>", text_block_scope::personal, "ann");
    add("bobs", "Cheers, <agent>", text_block_scope::personal, "bob");
  }

  [[nodiscard]] std::vector<std::string>
  found(const std::string& who, const std::string& query = {}) const {
    const auto page = send("GET",
                           "/api/v1/text-blocks?limit=200" + query,
                           {},
                           {{"Cookie", cookie(who)}});
    EXPECT_EQ(page.status, 200U) << page.body;
    std::vector<std::string> ids;
    const auto body = json::parse(page.body);
    for (const auto& block : body["items"]) {
      ids.push_back(block["id"]);
    }
    return ids;
  }
  [[nodiscard]] unsigned status(const std::string& who,
                                const std::string& id) const {
    return send(
             "GET", "/api/v1/text-blocks/" + id, {}, {{"Cookie", cookie(who)}})
      .status;
  }
};

TEST_F(text_blocks, X1_each_sees_those_of_company_groups_queues_and_own) {
  EXPECT_THAT(found("ann"),
              UnorderedElementsAre("all", "night", "sold", "anns"));
  EXPECT_THAT(found("bob"), UnorderedElementsAre("all", "sold", "bobs"));
  EXPECT_THAT(found("eve"), UnorderedElementsAre("all"));
  // Who may change all sees all.
  EXPECT_THAT(found("adam"),
              UnorderedElementsAre("all", "night", "sold", "anns", "bobs"));
  // One by one it is the same.
  EXPECT_EQ(status("ann", "night"), 200U);
  EXPECT_EQ(status("bob", "night"), 404U);
  EXPECT_EQ(status("eve", "sold"), 404U);
  EXPECT_EQ(status("ann", "bobs"), 404U);
}

TEST_F(text_blocks, X1_a_search_is_by_name_and_by_what_the_block_says) {
  EXPECT_THAT(found("ann", "&search=NIGHT"), ElementsAre("night"));
  EXPECT_THAT(found("ann", "&search=the%20order"), ElementsAre("sold"));
  EXPECT_THAT(found("ann", "&search=anns"), ElementsAre("anns"));
  // What is not shown is not found.
  EXPECT_THAT(found("ann", "&search=cheers"), IsEmpty());
  EXPECT_THAT(found("eve", "&search=order"), IsEmpty());
}

TEST_F(text_blocks, X1_a_block_follows_its_group_and_its_queue_at_once) {
  const headers adam{{"Cookie", cookie("adam")}, {"If-Match", "*"}};
  EXPECT_EQ(send("PATCH",
                 "/api/v1/text-blocks/night",
                 R"({"scope":"queue","owner":"care"})",
                 adam)
              .status,
            200U);
  EXPECT_THAT(found("eve"), UnorderedElementsAre("all", "night"));
  // What is not there owns nothing.
  EXPECT_EQ(send("PATCH",
                 "/api/v1/text-blocks/night",
                 R"({"scope":"group","owner":"gone"})",
                 adam)
              .status,
            422U);
}

class session_extras : public chat_api {
protected:
  void tune(company& c) override {
    const script_id order{"order"};
    c.scripts[order]
      = {order, "Order", {{"First", "", {{"number", "Which?", true, {}}}}}, {}};
    auto& s = c.services.at(service_id{"web"});
    s.survey = {true, "How was it?"};
    s.widget.fields = {{"Order", true}};
  }
};

TEST_F(session_extras, X1_W1_a_session_shows_all_that_was_filled_in) {
  auto p = page();
  wire::start_chat start;
  start.name = "Zoë";
  start.email = "zoe@example.com";
  start.filled = {{"Order", "4711"}};
  begin(p, start);
  auto d = desk("ann");
  take(d);
  d.expect<wire::ok>();
  wire::answer_script answers;
  answers.ref = "a";
  answers.chat = chat;
  answers.script = script_id{"order"};
  answers.answers = {{"First/number", "4711-B"}};
  d.send(wire::agent_message{answers});
  EXPECT_EQ(d.expect<wire::ok>().ref, "a");
  const auto session = [&] {
    const auto shown = send(
      "GET", "/api/v1/chats/" + chat.value, {}, {{"Cookie", cookie("ann")}});
    EXPECT_EQ(shown.status, 200U) << shown.body;
    return json::parse(shown.body);
  };
  auto now = session();
  EXPECT_FALSE(now.contains("survey"));
  EXPECT_EQ(now["customer"]["fields"],
            json::parse(R"([{"name":"Order","value":"4711"}])"));
  EXPECT_EQ(now["customer"]["subject"], "");
  ASSERT_EQ(now["scripts"].size(), 1U);
  EXPECT_EQ(now["scripts"][0]["name"], "Order");
  EXPECT_EQ(now["scripts"][0]["agent"], "ann");
  EXPECT_EQ(now["scripts"][0]["answers"],
            json::parse(R"([{"name":"First/number","value":"4711-B"}])"));
  p.send(wire::customer_message{wire::customer_end{"e"}});
  p.expect<wire::ok>();
  p.send(wire::customer_message{wire::customer_survey{"v", 4, "good"}});
  EXPECT_EQ(p.expect<wire::ok>().ref, "v");
  now = session();
  EXPECT_EQ(now["survey"], json::parse(R"({"score":4,"comment":"good"})"));
}

} // namespace

} // namespace parley::testing
