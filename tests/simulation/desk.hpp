// An agent with a desk: logs in, works, takes breaks, loses the connection,
// comes back; checks all that the desk is told.
#ifndef PARLEY_TESTS_SIMULATION_DESK_HPP
#define PARLEY_TESTS_SIMULATION_DESK_HPP

#include "tests/simulation/lines.hpp"
#include "tests/simulation/stage.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::simulation {

class desk {
public:
  desk(stage& s, const company& where, agent_id who);
  desk(const desk&) = delete;
  desk& operator=(const desk&) = delete;
  ~desk();

  /// Does something, or nothing.
  void act();
  /// One step towards an empty inbox and empty queues.
  void work();
  void crash();
  /// Its next life begins, and with it every grace.
  void restarted() { away_since_ = stage_->parley.now(); }
  void leave();
  void check_at_rest();
  [[nodiscard]] bool is_connected() const {
    return socket_ != nullptr && welcomed_;
  }
  [[nodiscard]] const std::optional<wire::status_changed>& status() const {
    return status_;
  }
  [[nodiscard]] const agent_id& id() const { return who_; }
  [[nodiscard]] const company& where() const { return *company_; }
  [[nodiscard]] timestamp away_since() const { return away_since_; }

  // From the socket.
  void hear(const wire::server_message& m);
  void hear_garbage(const std::string& text);
  void closed(close_code why);

private:
  using end = socket_end<desk>;

  struct shown_queue {
    std::uint64_t revision = 0;
    std::uint64_t length = 0;
    std::map<std::string, wire::waiting_item> items;
  };
  struct asked {
    std::string what;
    chat_id chat;
    std::string message;
  };

  void connect();
  void disconnect();
  void take_over();
  void take_over_a_chat();
  void act_on_a_chat();
  void act_on_the_queue();
  void act_on_lines();
  void change_status();
  void say();
  void whisper();
  void repeat();
  void work_on(const wire::desk_chat_view& c);
  void transfer(const chat_id& chat);
  void classify(const chat_id& chat);
  [[nodiscard]] chat_id some_chat();
  void send(wire::agent_message m);
  template <class Command>
  void ask(Command c, const chat_id& chat);
  template <class Command>
  void ask_about(const chat_id& chat);
  [[nodiscard]] bool may_ask() const { return pending_.size() < 4; }
  [[nodiscard]] std::string name() const;

  void take_in(const wire::ok& m);
  void take_in(const wire::refused& m);
  void take_in(const wire::said& m);
  void take_in(const wire::chat_entry& m);
  void take_in(const wire::chat_lines& m);
  void take_in(const wire::chat_receipt& m);
  void take_in(const wire::typing& m);
  void take_in(const wire::agent_welcome& m);
  void take_in(const wire::status_changed& m);
  void take_in(const wire::desk_chat_changed& m);
  void take_in(const wire::queue_list& m);
  void take_in(const wire::queue_changed& m);
  void take_in(const wire::whispered& m);
  void take_in(const wire::chat_whispers& m);
  void take_in(const wire::supervisor_acted& m);
  void hear_whisper(const chat_id& chat, std::uint64_t number);
  template <class Other>
  void take_in(const Other& m);
  void check_queues();
  void check_inbox();

  stage* stage_;
  const company* company_;
  agent_id who_;
  std::shared_ptr<end> socket_;
  actors::connection_actor actor_;
  bool welcomed_ = false;
  std::optional<wire::status_changed> status_;
  /// The inbox and what is offered, as shown.
  std::map<chat_id, wire::desk_chat_view> shown_;
  std::map<chat_id, known_lines> lines_;
  std::map<chat_id, std::uint64_t> whispers_;
  std::map<queue_id, shown_queue> queues_;
  std::map<std::string, asked> pending_;
  /// What was asked and not answered when the connection was lost.
  std::vector<wire::agent_message> unanswered_;
  std::map<std::string, wire::agent_message> asked_;
  timestamp away_since_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_DESK_HPP
