// Customers and agents who remember all that a server ever told them, over any
// number of its lives, and hold it against what it says later. For the tests
// that kill parleyd. Knows the wire protocol and nothing of the inside.
#ifndef PARLEY_TESTS_CRASH_CAST_HPP
#define PARLEY_TESTS_CRASH_CAST_HPP

#include "tools/client/frame_client.hpp"
#include "tools/client/login.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::crash {

/// What somebody was told about the lines of one chat. Complaints are collected
/// as sentences; there must be none.
class transcript {
public:
  struct line {
    std::string id;
    std::string text;
  };

  explicit transcript(std::string whose) : whose_{std::move(whose)} {}

  /// Lines arrive in order, without gaps, once (Z2).
  void pushed(const wire::entry_view& v);
  /// The server says that `id` is durable as number `entry`.
  void acknowledged(const wire::said& tick, const std::string& text);

  [[nodiscard]] std::uint64_t last() const noexcept { return last_; }
  [[nodiscard]] const std::map<std::uint64_t, line>& lines() const {
    return lines_;
  }
  /// Acknowledged ids with the number they got.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& ticks() const {
    return ticks_;
  }
  [[nodiscard]] const std::vector<std::string>& complaints() const {
    return complaints_;
  }
  void complain(const std::string& sentence);

private:
  void take(std::uint64_t entry, line l);

  std::string whose_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, line> lines_;
  std::map<std::string, std::uint64_t> ticks_;
  std::vector<std::string> complaints_;
};

/// A customer's page.
class customer {
public:
  customer(tools::event_loop& loop, std::string name);

  void connect(const tools::endpoint& server);
  void lose_connection();
  /// From now on: always a line under way, the next as soon as the last one is
  /// stored; a line whose fate is unknown is sent again with the same id.
  void talk(bool on);
  void say_one();
  void end_chat();

  /// Has a welcome, all lines it missed, and no line under way unknown.
  [[nodiscard]] bool is_back() const;
  [[nodiscard]] bool is_waiting_for_tick() const {
    return under_way_.has_value();
  }
  [[nodiscard]] const chat_id& chat() const { return chat_; }
  [[nodiscard]] customer_phase phase() const { return phase_; }
  [[nodiscard]] const std::string& visitor_token() const { return visitor_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::set<std::string>& refusals() const {
    return refusals_;
  }
  void forget_refusals() { refusals_.clear(); }
  transcript& heard() { return heard_; }

private:
  struct sent {
    std::string id;
    std::string text;
  };

  void hear(const wire::server_message& message);
  void hear_tick(const wire::said& tick);
  void hear_refusal(const wire::refused& no);
  void send_under_way();
  void retry_when_caught_up();

  std::string name_;
  tools::frame_client client_;
  transcript heard_;
  std::string visitor_;
  chat_id chat_;
  customer_phase phase_ = customer_phase::starting;
  std::optional<sent> under_way_;
  std::uint64_t said_ = 0;
  /// Number that the lines must reach after a welcome.
  std::optional<std::uint64_t> catch_up_;
  bool talking_ = false;
  bool is_retrying_ = false;
  std::set<std::string> refusals_;
};

/// An agent's desk.
class agent {
public:
  agent(tools::event_loop& loop, std::string login);

  /// @returns false if the login failed; `problem()` says why.
  bool connect(const tools::endpoint& server);
  void lose_connection();

  void take(const chat_id& chat);
  void activate(const chat_id& chat);
  void end(const chat_id& chat);
  /// Activates the next of the chats as soon as the last one is, for ever.
  void juggle(bool on);

  [[nodiscard]] bool is_idle() const { return !command_; }
  /// Has a view of every chat that it must hold.
  [[nodiscard]] bool is_back() const;
  [[nodiscard]] std::optional<wire::desk_chat_view>
  view(const chat_id& chat) const;
  /// Chats that it must hold and the phases that they may be in.
  [[nodiscard]] const std::map<chat_id, std::set<phase_name>>&
  expected() const {
    return expected_;
  }
  /// Holds what the server shows against what it must show.
  void compare();
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] const std::string& login() const { return login_; }
  /// Lines of a chat as this desk saw them.
  transcript& heard(const chat_id& chat);
  [[nodiscard]] std::vector<std::string> complaints() const;

private:
  struct command {
    std::string ref;
    std::map<chat_id, phase_name> outcome;
  };

  void hear(const wire::server_message& message);
  void hear_view(const wire::desk_chat_view& v);
  void hear_answer(const std::string& ref, bool yes);
  void await(std::string ref, std::map<chat_id, phase_name> outcome);
  void juggle_next();

  tools::event_loop& loop_;
  std::string login_;
  std::string cookies_;
  std::string ticket_;
  std::string problem_;
  tools::frame_client client_;
  std::map<chat_id, wire::desk_chat_view> views_;
  std::map<chat_id, std::set<phase_name>> expected_;
  std::map<chat_id, transcript> heard_;
  std::optional<command> command_;
  std::vector<std::string> complaints_;
  std::uint64_t refs_ = 0;
  bool is_welcome_ = false;
  bool juggling_ = false;
  std::size_t turn_ = 0;
};

/// Reads a chat from its first line, as a page that knows only the visitor's
/// token. @returns the lines by number, or nothing if it got no answer.
[[nodiscard]] std::optional<std::vector<wire::entry_view>>
read_all(tools::event_loop& loop,
         const tools::endpoint& server,
         const std::string& visitor_token);

} // namespace parley::crash

#endif // PARLEY_TESTS_CRASH_CAST_HPP
