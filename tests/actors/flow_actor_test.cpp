// Sessions that run flows: lines, menus, questions, delays, other servers and
// the form, each also over a restart (F1, F2, Z1).
#include "actors/web_requester.hpp"
#include "tests/support/actor_fixture.hpp"

#include <gmock/gmock.h>

#include <utility>

namespace parley::testing {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Keeps what is asked; answers when the test says so.
class recording_web final : public actors::web_requester {
public:
  void fetch(actors::web_request what,
             std::function<void(actors::web_answer)> then) override {
    asked.emplace_back(std::move(what), std::move(then));
  }
  std::vector<
    std::pair<actors::web_request, std::function<void(actors::web_answer)>>>
    asked;
};

/// greet -> menu -> 1 sales, 2 question -> HTTP -> note -> sales, 3 form
flow::graph helpful() {
  flow::graph g;
  g.first = "arrived";
  g.nodes["arrived"] = flow::arrived{"intent", "menu"};
  g.nodes["intent"] = flow::branch_on_chat{
    {{flow::comparison::contains, "order", 1, "question"}}, "menu"};
  g.nodes["menu"] = flow::menu{
    "How can we help?",
    {{"Sales", "whisper"}, {"My order", "question"}, {"Write to us", "form"}},
    1,
    "Please choose 1, 2 or 3.",
    "bye",
    60s,
    "late"};
  g.nodes["question"] = flow::ask{"Which order?",
                                  "order",
                                  flow::answer_kind::number,
                                  1,
                                  "A number, please.",
                                  "look-up",
                                  "bye",
                                  {},
                                  ""};
  flow::http_request look_up;
  look_up.url = "https://shop.example/orders/<order>";
  look_up.results = {{"state", "/state"}};
  look_up.next = "tell";
  look_up.failed = "whisper";
  g.nodes["look-up"] = look_up;
  g.nodes["tell"] = flow::say{"It is <state>.", "whisper", 2s};
  g.nodes["whisper"] = flow::whisper{"Order: <order>", "busy"};
  g.nodes["busy"]
    = flow::branch_on_queue{queue_id{"sales"}, {}, 1, {}, "patience", "queue"};
  g.nodes["patience"] = flow::say{"Many are waiting.", "queue"};
  g.nodes["queue"]
    = flow::enter_queue{queue_id{"<desk>"}, "form", "late", "", "hello"};
  g.nodes["hello"] = flow::say{"You talk with a person now.", "end"};
  g.nodes["form"] = flow::offline_form{
    "Please leave a message.", queue_id{"tasks"}, "thanks"};
  g.nodes["thanks"] = flow::say{"Thank you, <customer_name>.", "end"};
  g.nodes["late"] = flow::say{"Are you still there?", "menu"};
  g.nodes["bye"] = flow::say{"Goodbye.", "end"};
  g.nodes["end"] = flow::end{};
  g.values
    = {{"desk", "Queues", "Where to wait", flow::value_kind::queue, true}};
  return g;
}

company with_flow(flow::graph g) {
  auto c = sample_company();
  c.flows[flow_id{"greet"}]
    = published_flow(flow_id{"greet"}, "Greet", std::move(g));
  c.services.at(service_id{"web"}).values = {{"desk", "sales"}};
  queue_config tasks;
  tasks.id = queue_id{"tasks"};
  tasks.name = "Tasks";
  tasks.channel = channel::work_item;
  tasks.weight = 1;
  tasks.groups = {group_id{"all"}};
  tasks.waiting.wait_when_nobody = true;
  c.queues[tasks.id] = tasks;
  return c;
}

class flow_actor : public ::testing::Test, public whole_parley {
public:
  flow_actor() : whole_parley{{with_flow(helpful())}} {}
  void SetUp() override {
    world.web = &web;
    start();
  }

  /// The texts that the page was told since it was asked last.
  std::vector<std::string> told(client& c) const {
    std::vector<std::string> texts;
    for (const auto& m : c.sink->unread) {
      if (const auto* line = std::get_if<wire::chat_entry>(&m)) {
        if (line->line.from == speaker::flow) {
          texts.push_back(line->line.text);
        }
      }
    }
    c.forget();
    return texts;
  }
  /// What the page shows to choose.
  static std::vector<std::string> menu_of(client& c) {
    return c.last<wire::customer_chat_changed>().chat.menu;
  }
  void form(client& c, const std::string& email, const std::string& id) {
    wire::customer_form m;
    m.ref = next_ref();
    m.id = client_message_id{id};
    m.name = "Eve";
    m.email = email;
    m.text = "Call me back";
    c.forget();
    c.say_raw(wire::customer_message{m});
  }
  void answer(actors::web_answer a) {
    auto then = std::exchange(web.asked.back().second, nullptr);
    then(std::move(a));
    settle();
  }
  [[nodiscard]] std::string node_of(const client& c) const {
    return stored(c.chat).flow_node;
  }

  recording_web web;
};

constexpr auto asked
  = "How can we help?\n1. Sales\n2. My order\n3. Write to us";

TEST_F(flow_actor, F2_a_menu_is_chosen_from_by_number_or_label) {
  auto c = customer();
  EXPECT_EQ(phase(c.chat), phase_name::flow);
  EXPECT_EQ(node_of(c), "menu");
  c.forget();
  says(c, "hm");
  EXPECT_THAT(told(c), ElementsAre("Please choose 1, 2 or 3."));
  says(c, "SALES");
  EXPECT_EQ(phase(c.chat), phase_name::queued);
}

TEST_F(flow_actor, F2_the_page_is_told_what_can_be_chosen) {
  auto c = customer();
  auto again = page("token-web", c.token);
  const auto welcome = again.expect<wire::visitor_welcome>();
  ASSERT_TRUE(welcome.chat.has_value());
  EXPECT_THAT(welcome.chat->menu,
              ElementsAre("Sales", "My order", "Write to us"));
  again.forget();
  says(again, "2");
  EXPECT_THAT(menu_of(again), IsEmpty());
}

TEST_F(flow_actor, F2_who_comes_with_a_line_is_asked_by_it) {
  auto c = customer("token-web", "Where is my oder?");
  EXPECT_EQ(node_of(c), "question") << "one letter is missing";
  auto d = customer("token-web", "Good morning");
  EXPECT_EQ(node_of(d), "menu");
}

TEST_F(flow_actor, F2_a_menu_that_nobody_answers_goes_on_by_itself) {
  auto c = customer();
  c.forget();
  advance(59s);
  EXPECT_THAT(told(c), IsEmpty());
  advance(1s);
  EXPECT_THAT(told(c), ElementsAre("Are you still there?", asked));
}

TEST_F(flow_actor, Z1_the_time_of_a_menu_survives_a_restart) {
  auto c = customer();
  advance(50s);
  crash();
  start();
  auto back = page("token-web", c.token);
  back.forget();
  advance(9s);
  EXPECT_THAT(told(back), IsEmpty()) << "it is not asked again";
  advance(1s);
  EXPECT_THAT(told(back), ElementsAre("Are you still there?", asked));
}

TEST_F(flow_actor, F2_another_server_is_asked_and_its_answer_said) {
  auto c = customer();
  says(c, "2");
  says(c, "17");
  ASSERT_EQ(web.asked.size(), 1U);
  const auto& request = web.asked.front().first;
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, "https://shop.example/orders/17");
  EXPECT_EQ(request.company, company_id{"acme"});
  c.forget();
  answer({true, {{"state", "on its way"}}, {}});
  EXPECT_THAT(told(c), IsEmpty()) << "the line has a delay";
  advance(2s);
  EXPECT_THAT(told(c), ElementsAre("It is on its way."));
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_EQ(stored(c.chat).variables.at("order"), "17");
}

TEST_F(flow_actor, F1_a_server_that_fails_takes_its_branch) {
  auto c = customer();
  says(c, "2");
  says(c, "17");
  answer({false, {}, "timeout"});
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  EXPECT_TRUE(
    std::any_of(log.lines.begin(), log.lines.end(), [](const auto& line) {
      return line.find("flow_request_failed") != std::string::npos;
    }));
}

TEST_F(flow_actor, F1_lines_and_leaving_do_not_wait_for_a_server) {
  auto c = customer();
  says(c, "2");
  says(c, "17");
  says(c, "hurry");
  auto then = web.asked.back().second;
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  EXPECT_EQ(phase(c.chat), phase_name::closed);
  then({true, {{"state", "late"}}, {}});
  settle();
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(flow_actor, Z1_a_server_is_asked_again_after_a_restart) {
  auto c = customer();
  says(c, "2");
  says(c, "17");
  crash();
  start();
  auto back = page("token-web", c.token);
  ASSERT_EQ(web.asked.size(), 2U);
  // The answer to the question of the earlier life concerns nobody.
  answer({true, {{"state", "sent"}}, {}});
  back.forget();
  advance(2s);
  EXPECT_THAT(told(back), ElementsAre("It is sent."));
}

TEST_F(flow_actor, F2_a_branch_looks_at_the_queue) {
  auto first = customer();
  says(first, "1");
  auto second = customer();
  says(second, "1");
  auto third = customer();
  third.forget();
  says(third, "1");
  EXPECT_THAT(told(third), ElementsAre("Many are waiting."));
  EXPECT_EQ(phase(third.chat), phase_name::queued);
}

TEST_F(flow_actor, F2_a_whisper_reaches_agents_only) {
  auto c = customer();
  c.forget();
  says(c, "1");
  for (const auto& text : told(c)) {
    EXPECT_EQ(text.find("Order:"), std::string::npos);
  }
  auto again = page("token-web", c.token);
  settle();
  for (const auto& m : again.sink->unread) {
    if (const auto* lines = std::get_if<wire::chat_lines>(&m)) {
      for (const auto& line : lines->lines) {
        EXPECT_EQ(line.text.find("Order:"), std::string::npos);
      }
    }
  }
}

TEST_F(flow_actor, F2_who_is_connected_is_greeted_once) {
  auto c = customer();
  says(c, "1");
  c.forget();
  auto ann = desk("ann");
  does<wire::take_chat>(ann, c.chat);
  EXPECT_THAT(told(c), ElementsAre("You talk with a person now."));
  does<wire::park_chat>(ann, c.chat);
  does<wire::activate_chat>(ann, c.chat);
  EXPECT_THAT(told(c), IsEmpty());
}

TEST_F(flow_actor, F2_the_form_becomes_a_line_and_a_work_item) {
  auto c = customer();
  c.forget();
  says(c, "3");
  EXPECT_TRUE(c.last<wire::customer_chat_changed>().chat.form.value_or(false));
  form(c, "nonsense", "f1");
  EXPECT_EQ(c.expect<wire::refused>().name, "invalid_value");
  form(c, "eve@example.com", "f2");
  EXPECT_TRUE(c.has<wire::ok>());
  EXPECT_THAT(told(c), ElementsAre("Thank you, Eve."));
  EXPECT_EQ(phase(c.chat), phase_name::closed);
  EXPECT_EQ(stored(c.chat).customer_email, "eve@example.com");
  EXPECT_EQ(stored(c.chat).last_line, "Call me back");
  const auto open = store.open_chats(company_id{"acme"});
  ASSERT_TRUE(open);
  ASSERT_EQ(open.value().size(), 1U);
  EXPECT_EQ(open.value().front().channel, channel::work_item);
  EXPECT_EQ(open.value().front().queue, queue_id{"tasks"});
}

TEST_F(flow_actor, F2_a_form_that_nobody_asked_for_is_refused) {
  auto c = customer();
  form(c, "eve@example.com", "f1");
  EXPECT_EQ(c.expect<wire::refused>().name, "not_in_this_state");
}

TEST_F(flow_actor, F1_a_session_keeps_the_version_that_it_began_with) {
  auto c = customer();
  const auto published = ask<actors::configured>(
    company(), actors::configure{[](const parley::company& now) {
      auto next = now;
      auto& f = next.flows.at(flow_id{"greet"});
      auto g = f.versions.back().what;
      std::get<flow::menu>(g.nodes.at("menu")).retry_text = "New words.";
      f.versions.push_back({2, {}, {}, std::move(g)});
      return result<parley::company, refusal>{std::move(next)};
    }});
  ASSERT_FALSE(published.refused);
  c.forget();
  says(c, "hm");
  EXPECT_THAT(told(c), ElementsAre("Please choose 1, 2 or 3."));
  auto d = customer();
  d.forget();
  says(d, "hm");
  EXPECT_THAT(told(d), ElementsAre("New words."));
}

TEST_F(flow_actor, F1_a_version_in_which_chats_stand_does_not_go) {
  auto c = customer();
  const auto drop = [&] {
    return ask<actors::configured>(
      company(), actors::configure{[](const parley::company& now) {
        auto next = now;
        auto& f = next.flows.at(flow_id{"greet"});
        f.versions.front().version = 7;
        return result<parley::company, refusal>{std::move(next)};
      }});
  };
  const auto refused = drop();
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(refused.refused->code, refusal_code::in_use);
  EXPECT_THAT(refused.problems,
              ElementsAre("flows.greet.versions.1: has 1 open chats"));
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  advance(31s);
  EXPECT_FALSE(drop().refused);
}

TEST_F(flow_actor, F1_a_flow_that_talks_without_end_fails_in_words) {
  auto c = customer();
  for (std::uint64_t lines = 0; lines < limits::flow_lines_max; lines += 2) {
    if (phase(c.chat) != phase_name::flow) {
      break;
    }
    c.forget();
    advance(60s);
  }
  EXPECT_EQ(phase(c.chat), phase_name::closed);
  EXPECT_THAT(told(c), ElementsAre(std::string{flow::apology}));
}

} // namespace

} // namespace parley::testing
