// Each setting of a queue (Q1, N1, K1) through the REST API: what is at its
// bounds is taken and shown again, what is one beyond is refused by name and
// changes nothing.
#include "tests/gateway/api_fixture.hpp"

namespace parley::testing {

namespace {

class settings_api : public api {
protected:
  static constexpr const char* queue = "/api/v1/queues/sales";

  /// A change of one member, which stands as deep as `where` says; arrays are
  /// not walked.
  static json change(const json::json_pointer& where, const json& value) {
    json body = json::object();
    body[where] = value;
    return body;
  }
  static void SetUpTestSuite() {
    api::SetUpTestSuite();
    // Overflow is of further groups.
    ASSERT_EQ(
      send("adam", "POST", "/api/v1/groups", R"({"id":"extra","name":"Extra"})")
        .status,
      201U);
    ASSERT_EQ(patch("adam", queue, {{"groups", {"all", "extra"}}}).status,
              200U);
  }

  static void expect_taken(const std::string& where, const json& value) {
    const json::json_pointer at{where};
    const auto taken = patch("adam", queue, change(at, value));
    EXPECT_EQ(taken.status, 200U) << where << " " << taken.body;
    const auto shown = get("adam", queue).body;
    // What is as if nobody had set it may be left out.
    const bool is_default = value == "" || value == false;
    EXPECT_EQ(shown.contains(at) ? shown[at]
              : is_default       ? value
                                 : json{},
              value)
      << where;
  }
  static void expect_refused(const std::string& where, const json& value) {
    const json::json_pointer at{where};
    const auto before = get("adam", queue);
    const auto no = patch("adam", queue, change(at, value));
    EXPECT_EQ(no.status, 422U) << where << " = " << value << " " << no.body;
    // The name that the client gave it, with dots; of a member that is of
    // another type at least what it is in, of an object what is wrong in it.
    auto named = "queues.sales" + where;
    std::replace(named.begin(), named.end(), '/', '.');
    const auto said
      = no.body.value("errors", json::array({no.body.value("detail", "")}));
    const auto sentence = said.at(0).get<std::string>();
    const auto path = sentence.substr(0, sentence.find(": "));
    if (value.is_number() && value >= 0) {
      EXPECT_EQ(path, named) << no.body;
    } else {
      EXPECT_TRUE(named.starts_with(path) || path.starts_with(named))
        << no.body;
      EXPECT_GT(path.size(), std::string{"queues.sales."}.size()) << no.body;
    }
    EXPECT_EQ(get("adam", queue).etag, before.etag) << where;
  }
};

struct number {
  const char* where;
  long long low;
  long long high;
};

TEST_F(settings_api, Q1_N1_K1_every_number_has_its_bounds) {
  constexpr long long day = 86'400'000;
  const std::vector<number> all{{"/weight", 0, 100},
                                {"/webchats_per_agent_max", 1, 25},
                                {"/keep_conversations_days", 1, 36'500},
                                {"/call_wrapup", 0, 3'600'000},
                                {"/waiting/length_max", 1, 10'000},
                                {"/policy/wrapup_time", 1'000, 3'600'000},
                                {"/policy/extension_time", 1'000, 3'600'000},
                                {"/policy/extensions", 0, 99},
                                {"/policy/alert_timeout", 5'000, 600'000},
                                {"/policy/queue_timeout", 1'000, day},
                                {"/policy/inactivity_timeout", 30'000, day},
                                {"/overflows/extra/length_over", 0, 10'000},
                                {"/overflows/extra/longest_wait_over", 0, day},
                                {"/overflows/extra/expected_wait_over", 0, day},
                                {"/kpis/answer_target", 1'000, day},
                                {"/kpis/chat_time_target", 1'000, day},
                                {"/kpis/response_target", 1'000, day},
                                {"/kpis/service_level_min", 0, 100},
                                {"/kpis/availability_min", 0, 100},
                                {"/kpis/queue_fill_max", 0, 100},
                                {"/kpis/agents_min", 0, 1'000},
                                {"/kpis/alert_period", 60'000, day}};
  for (const auto& n : all) {
    SCOPED_TRACE(n.where);
    expect_taken(n.where, n.low);
    expect_taken(n.where, n.high);
    expect_refused(n.where, n.low - 1);
    expect_refused(n.where, n.high + 1);
    expect_refused(n.where, "many");
  }
  // In whole minutes.
  expect_taken("/kpis/window", 60'000);
  expect_taken("/kpis/window", 180 * 60'000);
  expect_refused("/kpis/window", 0);
  expect_refused("/kpis/window", 181 * 60'000);
  expect_refused("/kpis/window", 90'000);
}

TEST_F(settings_api, N1_an_announcement_has_a_text_a_pace_and_a_condition) {
  const auto announcement = [](const json& more) {
    json a{{"text", "You are number <position>."}};
    a.update(more);
    return a;
  };
  const char* where = "/waiting/announcement";
  // A change is merged into what there is: nothing, each time.
  const auto taken = [&](const json& more) {
    EXPECT_EQ(
      patch("adam", queue, {{"waiting", {{"announcement", nullptr}}}}).status,
      200U);
    expect_taken(where, announcement(more));
  };
  for (const auto every : {10'000, 3'600'000}) {
    taken({{"every", every}});
  }
  for (const auto every : {9'999, 3'600'001}) {
    expect_refused(where, announcement({{"every", every}}));
  }
  for (const auto value : {0, 10'000}) {
    taken({{"condition", {{"at_least", value}}}});
    taken({{"condition", {{"at_most", value}}}});
  }
  for (const auto value : {-1, 10'001}) {
    expect_refused(where, announcement({{"condition", {{"at_least", value}}}}));
    expect_refused(where, announcement({{"condition", {{"at_most", value}}}}));
  }
  expect_refused(
    where, announcement({{"condition", {{"at_least", 5}, {"at_most", 4}}}}));
  expect_taken("/waiting/announcement/text", std::string(4'000, 'x'));
  expect_refused("/waiting/announcement/text", std::string(4'001, 'x'));
  expect_refused("/waiting/announcement/text", " ");
  // Position or estimate, not both.
  expect_refused("/waiting/announcement/text", "<position> <time>");
  EXPECT_EQ(
    patch("adam", queue, {{"waiting", {{"announcement", nullptr}}}}).status,
    200U);
}

TEST_F(settings_api, Q1_O4_texts_have_their_lengths) {
  struct text {
    const char* where;
    std::size_t most;
  };
  for (const auto& [where, most] :
       {text{"/name", 100},
        {"/description", 250},
        {"/policy/interruption_notice", 4'000},
        {"/policy/inactivity_warning", 4'000},
        {"/policy/interruption_notices/de-AT", 4'000},
        {"/policy/inactivity_warnings/cy", 4'000}}) {
    // Characters, not bytes.
    std::string longest;
    for (std::size_t i = 0; i < most; ++i) {
      longest += "\u00FC";
    }
    expect_taken(where, longest);
    expect_refused(where, longest + "x");
  }
  expect_refused("/name", "");
  expect_refused("/name", " ");
  expect_taken("/name", "Sales");
  expect_taken("/description", "");
}

TEST_F(settings_api, Q1_choices_are_taken_by_name_and_no_others) {
  for (const auto* mode : {"optional",
                           "until_done",
                           "timed",
                           "timed_no_early_exit",
                           "on_request"}) {
    expect_taken("/policy/mode", mode);
  }
  expect_refused("/policy/mode", "sometimes");
  for (const auto* where : {"/automatic",
                            "/agents_see_status",
                            "/waiting/wait_when_nobody",
                            "/policy/wrapup_on",
                            "/policy/classification_required",
                            "/policy/classification_several",
                            "/policy/classification_text"}) {
    expect_taken(where, true);
    expect_taken(where, false);
    expect_refused(where, "perhaps");
  }
  expect_taken("/policy/classifications", json::array({"sale"}));
  expect_refused("/policy/classifications", json::array({"gone"}));
}

TEST_F(settings_api, Q1_O3_a_queue_has_one_to_five_groups) {
  json five = json::array();
  for (int i = 1; i <= 6; ++i) {
    const auto id = "g" + std::to_string(i);
    ASSERT_EQ(
      send(
        "adam", "POST", "/api/v1/groups", json{{"id", id}, {"name", id}}.dump())
        .status,
      201U);
    if (i <= 5) {
      five.push_back(id);
    }
  }
  ASSERT_EQ(patch("adam", queue, {{"overflows", nullptr}}).status, 200U);
  expect_taken("/groups", five);
  auto six = five;
  six.push_back("g6");
  expect_refused("/groups", six);
  expect_refused("/groups", json::array());
  expect_refused("/groups", json::array({"g1", "g1"}));
  expect_refused("/groups", json::array({"nobody"}));
  // A condition of a group that does not serve it.
  expect_refused("/overflows/all", {{"length_over", 1}});
  expect_refused("/overflows/g2", json::object());
  expect_taken("/groups", json::array({"all", "extra"}));
}

} // namespace

} // namespace parley::testing
