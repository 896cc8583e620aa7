// An administrator who supervises without a desk (A2, L3): watches the board,
// observes, whispers, moves chats, sends agents on breaks and out; checks that
// what is shown is what is stored.
#ifndef PARLEY_TESTS_SIMULATION_OVERSEER_HPP
#define PARLEY_TESTS_SIMULATION_OVERSEER_HPP

#include "tests/simulation/lines.hpp"
#include "tests/simulation/stage.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace parley::simulation {

class overseer {
public:
  overseer(stage& s, const company& where, agent_id who);
  overseer(const overseer&) = delete;
  overseer& operator=(const overseer&) = delete;
  ~overseer();

  /// Does something, or nothing.
  void act();
  void crash();
  void leave();
  void check_at_rest();

  // From the socket.
  void hear(const wire::server_message& m);
  void hear_garbage(const std::string& text);
  void closed(close_code why);

private:
  using end = socket_end<overseer>;

  struct observed {
    known_lines lines;
    std::uint64_t last_whisper = 0;
  };

  void connect();
  void act_on_a_chat();
  void act_on_an_agent();
  void watch_the_board();
  template <class Command>
  void ask(Command c);
  [[nodiscard]] chat_id some_chat();
  [[nodiscard]] std::string name() const;
  void answered(const std::string& ref);

  void take_in(const wire::ok& m);
  void take_in(const wire::refused& m);
  void take_in(const wire::agent_welcome& m);
  void take_in(const wire::chat_observed& m);
  void take_in(const wire::chat_unobserved& m);
  void take_in(const wire::chat_entry& m);
  void take_in(const wire::chat_lines& m);
  void take_in(const wire::chat_whispers& m);
  void take_in(const wire::whispered& m);
  void take_in(const wire::chat_routed& m);
  void take_in(const wire::board_view& m);
  void take_in(const wire::board_changed& m);
  void take_in(const wire::chat_receipt& /*unused*/) {}
  void take_in(const wire::typing& /*unused*/) {}
  template <class Other>
  void take_in(const Other& m);
  template <class Frame>
  void put(const Frame& m);
  void hear_whisper(const chat_id& chat, std::uint64_t number);
  void check_observed() const;
  void check_board() const;

  stage* stage_;
  const company* company_;
  agent_id who_;
  std::shared_ptr<end> socket_;
  actors::connection_actor actor_;
  bool welcomed_ = false;
  /// What was asked and is not answered: which chat is observed then, or not
  /// any more.
  struct asked {
    chat_id observe;
    chat_id unobserve;
  };
  std::map<std::string, asked> pending_;
  std::map<chat_id, observed> observed_;
  bool has_board_ = false;
  bool wants_sessions_ = false;
  std::uint64_t board_revision_ = 0;
  std::map<chat_id, wire::board_session> sessions_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_OVERSEER_HPP
