// Supervisors on real sockets, against a real server (A2, L3): WebSocket of the
// supervisor, of the agent and of the customer, REST, and the audit log.
#include "protocol/close_code.hpp"
#include "tests/gateway/chat_fixture.hpp"

#include <algorithm>

namespace parley::testing {

namespace {

class supervision_sockets : public chat_api {
protected:
  void tune(company& c) override {
    auto sue = c.agents.at(agent_id{"eve"});
    sue.id = agent_id{"sue"};
    sue.login = "sue";
    sue.name = "Sue";
    sue.roles = {role_id{"supervisor"}};
    sue.queues = {};
    c.agents[sue.id] = sue;
    auto other = c.queues.at(queue_id{"sales"});
    other.id = queue_id{"support"};
    other.name = "Support";
    c.queues[other.id] = other;
  }

  /// Sends, and waits for `ok`.
  template <class Act>
  void done(talker& who, Act act) {
    act.ref = "r" + std::to_string(++refs_);
    who.send(wire::agent_message{std::move(act)});
    const auto answer = who.expect<wire::ok>();
    EXPECT_EQ(answer.ref, "r" + std::to_string(refs_)) << Act::type;
  }
  template <class Act>
  std::string refused(talker& who, Act act) {
    act.ref = "r" + std::to_string(++refs_);
    who.send(wire::agent_message{std::move(act)});
    return who.expect<wire::refused>().name;
  }
  template <class Act>
  [[nodiscard]] Act about() const {
    Act m;
    m.chat = chat;
    return m;
  }
  template <class Act>
  [[nodiscard]] static Act at(const std::string& agent) {
    Act m;
    m.agent = agent_id{agent};
    return m;
  }

  [[nodiscard]] tools::http_answer act(const std::string& who,
                                       const std::string& path,
                                       const json& body,
                                       const std::string& key = {}) const {
    headers h{{"Cookie", cookie(who)}};
    if (!key.empty()) {
      h.emplace_back("Idempotency-Key", key);
    }
    return send("POST", "/api/v1/" + path, body.dump(), h);
  }

  /// Rows of supervisors' acts, newest first.
  [[nodiscard]] json audit(const std::string& act) const {
    const auto page = send("GET",
                           "/api/v1/audit?act=supervisor." + act,
                           {},
                           {{"Cookie", cookie("adam")}});
    EXPECT_EQ(page.status, 200U) << page.body;
    return json::parse(page.body)["items"];
  }

  [[nodiscard]] std::vector<std::string> live_sessions() const {
    const auto all = json::parse(
      send("GET", "/api/v1/live/sessions", {}, {{"Cookie", cookie("sue")}})
        .body);
    std::vector<std::string> found;
    for (const auto& s : all["items"]) {
      found.push_back(s["chat"].get<std::string>() + " "
                      + s["phase"].get<std::string>() + " "
                      + s.value("agent", ""));
    }
    return found;
  }

  static void says(talker& page, const std::string& id, const std::string& t) {
    page.send(
      wire::customer_message{wire::customer_say{id, client_message_id{id}, t}});
    page.expect<wire::said>();
  }
  /// The next line with this text reaches `who`.
  static void hears(talker& who, const std::string& text) {
    while (true) {
      const auto line = who.expect<wire::chat_entry>().line;
      if (line.text == text || line.entry == 0) {
        EXPECT_EQ(line.text, text);
        return;
      }
    }
  }

private:
  int refs_ = 0;
};

TEST_F(supervision_sockets, A2_a_supervisor_reads_along_and_whispers) {
  auto p = page();
  begin(p);
  auto ann = desk("ann");
  take(ann);
  auto sue = desk("sue");
  done(sue, about<wire::observe_chat>());
  EXPECT_EQ(sue.expect<wire::chat_observed>().chat.phase, phase_name::active);
  says(p, "m-1", "Where is my order?");
  hears(sue, "Where is my order?");

  auto whisper = about<wire::whisper_to_chat>();
  whisper.ref = "w";
  whisper.id = client_message_id{"w-1"};
  whisper.text = "Offer a rebate.";
  sue.send(wire::agent_message{whisper});
  EXPECT_EQ(sue.expect<wire::whispered>().whisper, 1U);
  const auto heard = ann.expect<wire::chat_whispers>();
  ASSERT_EQ(heard.whispers.size(), 1U);
  EXPECT_EQ(heard.whispers[0].text, "Offer a rebate.");
  EXPECT_EQ(heard.whispers[0].name, "Sue");

  // Everything that the customer is sent up to the agent's next line.
  wire::agent_say line;
  line.ref = "l";
  line.chat = chat;
  line.id = client_message_id{"a-1"};
  line.text = "It is on its way.";
  ann.send(wire::agent_message{line});
  hears(p, "It is on its way.");
  EXPECT_EQ(p.all_text().find("rebate"), std::string::npos);
  EXPECT_EQ(p.all_text().find("Sue"), std::string::npos);

  ASSERT_EQ(audit("observed_chat").size(), 1U);
  const auto row = audit("whispered").at(0);
  EXPECT_EQ(row["who"], "sue");
  EXPECT_EQ(row["object"], chat.value);
  EXPECT_EQ(row["address"], "127.0.0.1");
  EXPECT_EQ(row.dump().find("rebate"), std::string::npos);

  done(sue, about<wire::unobserve_chat>());
}

TEST_F(supervision_sockets, A2_a_chat_is_taken_over_from_the_desk) {
  auto p = page();
  begin(p);
  auto ann = desk("ann");
  take(ann);
  auto sue = desk("sue");
  auto m = about<wire::take_over_chat>();
  m.note = "He is my neighbour.";
  done(sue, m);
  const auto notice = ann.expect<wire::supervisor_acted>();
  EXPECT_EQ(notice.act, supervisor_act::take_over);
  EXPECT_EQ(notice.by, "Sue");
  EXPECT_EQ(notice.chat, chat);
  EXPECT_EQ(notice.note, "He is my neighbour.");
  // The customer goes on talking, to somebody else.
  says(p, "m-1", "Who is it?");
  hears(sue, "Who is it?");
  wire::agent_say line;
  line.chat = chat;
  line.id = client_message_id{"a-1"};
  line.text = "still me?";
  EXPECT_EQ(refused(ann, line), "not_your_chat");
  EXPECT_EQ(live_sessions(),
            std::vector<std::string>{chat.value + " active sue"});
  const auto row = audit("took_over_chat").at(0);
  EXPECT_EQ(row["object"], chat.value);
  EXPECT_EQ(row["details"]["from"], "ann");
}

TEST_F(supervision_sockets, A2_E2_the_same_acts_by_rest) {
  auto p = page();
  begin(p);
  auto ann = desk("ann");
  auto sue = desk("sue");
  const auto moved
    = act("sue", "chats/" + chat.value + "/move", {{"queue", "support"}});
  ASSERT_EQ(moved.status, 200U) << moved.body;
  EXPECT_EQ(json::parse(moved.body)["queue"], "support");
  EXPECT_EQ(audit("moved_chat").at(0)["details"]["to"], "support");

  // Twice with one key: one act, one row, one answer (T2).
  const auto path = "chats/" + chat.value + "/take-over";
  const auto taken = act("sue", path, json::object(), "key-1");
  ASSERT_EQ(taken.status, 200U) << taken.body;
  EXPECT_EQ(json::parse(taken.body)["agent"], "sue");
  const auto again = act("sue", path, json::object(), "key-1");
  EXPECT_EQ(again.status, 200U) << again.body;
  EXPECT_EQ(audit("took_over_chat").size(), 1U);
  const auto seen = shown(sue, [](const wire::desk_chat_view& v) {
    return v.phase == phase_name::active;
  });
  EXPECT_EQ(seen.queue, queue_id{"support"});

  // Who may not is told so, and changes nothing.
  EXPECT_EQ(act("ann", path, json::object()).status, 403U);
  EXPECT_EQ(
    act("ann", "chats/" + chat.value + "/move", {{"queue", "sales"}}).status,
    403U);
  EXPECT_EQ(act("ann", "agents/bob/logout", json::object()).status, 403U);
  EXPECT_EQ(live_sessions(),
            std::vector<std::string>{chat.value + " active sue"});
}

TEST_F(supervision_sockets, L3_a_status_is_forced_and_the_agent_is_told) {
  auto ann = desk("ann");
  auto sue = desk("sue");
  auto m = at<wire::force_status>("ann");
  m.available = false;
  m.reason = break_reason_id{"lunch"};
  m.note = "You have not had any.";
  done(sue, m);
  const auto notice = ann.expect<wire::supervisor_acted>();
  EXPECT_EQ(notice.act, supervisor_act::force_status);
  EXPECT_EQ(notice.note, "You have not had any.");
  const auto agents = [&] {
    return json::parse(
      send("GET", "/api/v1/live/agents", {}, {{"Cookie", cookie("sue")}})
        .body)["items"];
  };
  const auto ann_of = [&] {
    for (const auto& a : agents()) {
      if (a["agent"] == "ann") {
        return a;
      }
    }
    return json::object();
  };
  EXPECT_EQ(ann_of()["status"], "on_break");
  EXPECT_EQ(ann_of()["reason"], "lunch");
  // By REST back again.
  EXPECT_EQ(act("sue", "agents/ann/status", {{"available", true}}).status,
            200U);
  EXPECT_EQ(ann_of()["status"], "available");
  EXPECT_EQ(audit("set_status").size(), 2U);
  EXPECT_EQ(audit("set_status").at(0)["object"], "ann");
}

TEST_F(supervision_sockets, L1_L3_a_forced_logout_returns_chats_and_closes) {
  auto p = page();
  begin(p);
  auto ann = desk("ann");
  take(ann);
  auto sue = desk("sue");
  auto m = at<wire::force_log_out>("ann");
  m.note = "Your shift is over.";
  done(sue, m);
  EXPECT_EQ(ann.expect<wire::supervisor_acted>().act,
            supervisor_act::force_log_out);
  EXPECT_EQ(ann.expect_close(),
            static_cast<std::uint16_t>(close_code::logged_out));
  EXPECT_EQ(live_sessions(), std::vector<std::string>{chat.value + " queued "});
  EXPECT_EQ(audit("logged_out_agent").at(0)["object"], "ann");
  // The customer is still there, and is taken by the next one.
  auto bob = desk("bob");
  take(bob);
  says(p, "m-1", "Still me.");
  hears(bob, "Still me.");
}

} // namespace

} // namespace parley::testing
