// A company with supervisors: Sue sees all, Mo only the queue `care`, Adam is
// an administrator without a desk. Ann and Bob are agents.
#ifndef PARLEY_TESTS_SUPPORT_SUPERVISION_FIXTURE_HPP
#define PARLEY_TESTS_SUPPORT_SUPERVISION_FIXTURE_HPP

#include "storage/audit.hpp"
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

[[nodiscard]] inline parley::company supervised_company() {
  auto c = sample_company();
  for (const auto& [who, role] : {std::pair{"sue", "supervisor"},
                                  {"mo", "supervisor"},
                                  {"adam", "administrator"}}) {
    auto a = c.agents.at(agent_id{"ann"});
    a.id = agent_id{who};
    a.login = who;
    a.name = who;
    a.roles = {role_id{role}};
    c.agents[a.id] = a;
  }
  const profile_id care{"care"};
  c.profiles[care] = {care, "Care", {}, profile_kind::queues, false, {"care"}};
  c.agents[agent_id{"mo"}].profiles = {care};
  auto other = c.queues.at(queue_id{"sales"});
  other.id = queue_id{"support"};
  other.name = "Support";
  c.queues[other.id] = other;
  return c;
}

class supervision_fixture : public desk_fixture {
public:
  void SetUp() override {
    const auto stored = store.put_company(supervised_company_again());
    ASSERT_TRUE(stored) << stored.error().text;
    start();
  }

  /// Rows of the audit log, newest first.
  std::vector<storage::audit_row> audit(const std::string& act = {}) {
    storage::audit_filter wanted;
    wanted.act = act;
    auto page = storage::audit_page_of(
      store.contacts(), company_id{"acme"}, wanted, 0, 100);
    if (!page) {
      ADD_FAILURE() << page.error().text;
      return {};
    }
    return page.value().rows;
  }
  std::string last_act() {
    const auto rows = audit();
    return rows.empty() ? "" : rows.front().entry.act;
  }

  wire::whisper_to_chat whisper(const chat_id& chat, const std::string& text) {
    auto w = about<wire::whisper_to_chat>(chat);
    w.id = client_message_id{"w" + w.ref};
    w.text = text;
    return w;
  }

  wire::move_chat move(const chat_id& chat, const std::string& queue) {
    auto m = about<wire::move_chat>(chat);
    m.queue = queue_id{queue};
    return m;
  }

  wire::watch_board board(bool queues, bool agents, bool sessions) {
    wire::watch_board b;
    b.ref = next_ref();
    b.queues = queues;
    b.agents = agents;
    b.sessions = sessions;
    return b;
  }

  template <class Act>
  Act at(const std::string& agent) {
    Act m;
    m.ref = next_ref();
    m.agent = agent_id{agent};
    return m;
  }

  /// Sends, and expects `ok`.
  template <class Act>
  void done(client& who, const Act& m) {
    send(who, m);
    if (who.has<wire::refused>()) {
      ADD_FAILURE() << Act::type << ": " << who.expect<wire::refused>().name;
    } else {
      EXPECT_TRUE(who.has<wire::ok>()) << Act::type;
    }
  }
  /// Sends, and expects this "no".
  template <class Act>
  void refused_as(client& who, const Act& m, refusal_code why) {
    send(who, m);
    EXPECT_EQ(who.expect<wire::refused>().name, to_string(why)) << Act::type;
  }

private:
  static parley::company supervised_company_again() {
    auto c = supervised_company();
    c.version = 2;
    return c;
  }
};

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_SUPERVISION_FIXTURE_HPP
