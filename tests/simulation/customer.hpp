// A customer with a page: comes, talks, goes, comes back with the token; checks
// all that the page is told.
#ifndef PARLEY_TESTS_SIMULATION_CUSTOMER_HPP
#define PARLEY_TESTS_SIMULATION_CUSTOMER_HPP

#include "tests/simulation/lines.hpp"
#include "tests/simulation/stage.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace parley::simulation {

class customer {
public:
  customer(stage& s, const company& where, service_id service);
  customer(const customer&) = delete;
  customer& operator=(const customer&) = delete;
  ~customer();

  /// Does something, or nothing.
  void act();
  /// Ends the chat, or comes back to end it; @returns true when it is over.
  bool finish();
  /// The server is gone.
  void crash();
  /// Its next life begins, and with it every grace.
  void restarted() { away_since_ = stage_->parley.now(); }
  /// The page is closed for good.
  void leave();
  /// All news are told and nothing is under way: compares with the store.
  void check_at_rest();

  // From the socket.
  void hear(const wire::server_message& m);
  void hear_garbage(const std::string& text);
  void closed(close_code why);

private:
  using end = socket_end<customer>;

  void connect();
  void disconnect();
  void begin();
  void talk();
  void say();
  void say_again();
  void end_chat();
  void send(wire::customer_message m, std::optional<std::string> secret = {});
  [[nodiscard]] bool is_over() const {
    return view_ && view_->phase == customer_phase::ended;
  }
  [[nodiscard]] std::string who() const;

  void take_in(const wire::ok& m);
  void take_in(const wire::refused& m);
  void take_in(const wire::visitor_welcome& m);
  void take_in(const wire::chat_started& m);
  void take_in(const wire::said& m);
  void take_in(const wire::chat_entry& m);
  void take_in(const wire::chat_lines& m);
  void take_in(const wire::chat_receipt& m);
  void take_in(const wire::typing& m);
  void take_in(const wire::customer_chat_changed& m);
  void take_in(const wire::queue_position& m);
  template <class Other>
  void take_in(const Other& m);
  void take_in_view(const wire::customer_chat_view& v);
  void forget_chat();

  struct asked {
    std::string what;
    std::string message; ///< the message id of a line
  };

  stage* stage_;
  const company* company_;
  service_id service_;
  std::string name_;
  std::shared_ptr<end> socket_;
  actors::connection_actor actor_;
  bool welcomed_ = false;
  std::string token_;
  chat_id chat_;
  /// Chats that went before it (T5); their last news may come late.
  std::set<chat_id> former_;
  std::optional<wire::customer_chat_view> view_;
  std::optional<std::uint64_t> position_;
  std::uint64_t delivered_ = 0;
  std::uint64_t seen_ = 0;
  known_lines lines_;
  std::map<std::string, asked> pending_;
  /// Since when no page is open.
  timestamp away_since_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_CUSTOMER_HPP
