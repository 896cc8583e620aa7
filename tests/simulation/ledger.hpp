// What is durable, event by event, as an auditor keeps it: judges each event as
// it is written, and knows for each revision of a chat what may be told of it.
#ifndef PARLEY_TESTS_SIMULATION_LEDGER_HPP
#define PARLEY_TESTS_SIMULATION_LEDGER_HPP

#include "actors/domain/company.hpp"
#include "storage/store.hpp"
#include "tests/simulation/diary.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace parley::simulation {

/// A chat at one of its revisions.
struct glance {
  phase_name phase = phase_name::flow;
  agent_id agent;
  queue_id queue;
  std::uint64_t last_entry = 0;
  bool marked = false;
};

struct chat_account {
  chat::state now;
  /// Index: the revision.
  std::vector<glance> at{1};
  std::vector<transcript_entry> lines;
  std::set<std::string> message_ids;
  std::set<std::string> whisper_ids;
  std::set<std::string> command_ids;
  timestamp closed_at;
};

using agent_key = std::pair<company_id, agent_id>;

class ledger {
public:
  ledger(std::vector<company> companies, diary& notes);

  /// From the disk: this is durable now.
  void take(const storage::append& a);

  /// All actors have heard all news by now.
  void quiet();

  [[nodiscard]] const chat_account* find(const chat_id& id) const;
  [[nodiscard]] const std::map<chat_id, chat_account>& chats() const {
    return chats_;
  }
  [[nodiscard]] const std::map<std::pair<company_id, call_id>, call::state>&
  calls() const {
    return calls_;
  }
  [[nodiscard]] const company& config(const company_id& id) const {
    return companies_.at(id);
  }
  [[nodiscard]] const std::map<company_id, company>& companies() const {
    return companies_;
  }
  /// When an item last came back from this agent unanswered (P6).
  [[nodiscard]] timestamp last_miss(const agent_key& who) const;
  /// Open chats in the agent's inbox.
  [[nodiscard]] std::vector<const chat_account*>
  inbox(const agent_key& who) const;
  /// Webchats and calls that wait in a queue, in order.
  [[nodiscard]] std::vector<std::string> waiting(const company_id& company,
                                                 const queue_id& queue) const;
  /// A connected call or its wrapup.
  [[nodiscard]] bool has_call(const agent_key& who) const;
  [[nodiscard]] std::string describe(const chat_account& c) const;

private:
  void take(const company_id& company, const std::string& id, chat::event e);
  void
  take(const company_id& company, const std::string& id, const call::event& e);
  void check_line(chat_account& c, const chat::entry_written& e);
  void check_whisper(chat_account& c, const chat::chat_whispered& e);
  void check_command(chat_account& c, const chat::event& e);
  void check_owner(const chat_account& c);
  void check_inbox(const chat_account& c, const chat::event& e);
  void check_ring(const agent_key& who, const call_id& call);

  std::map<company_id, company> companies_;
  diary* notes_;
  std::map<chat_id, chat_account> chats_;
  std::map<std::pair<company_id, call_id>, call::state> calls_;
  std::map<agent_key, timestamp> misses_;
  /// Wrapups that were active when all had heard all news, with their revision.
  std::map<agent_key, std::pair<chat_id, std::uint64_t>> known_wrapups_;
  /// The same of calls that ring or are connected.
  std::map<std::pair<company_id, call_id>, std::uint64_t> known_calls_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_LEDGER_HPP
