// An agent's desk that works: takes chats, plays its side of them, parks and
// resumes, files, links contacts, has a break now and then. Chats of real
// people are left to real agents.
#ifndef PARLEY_TOOLS_BUSY_AGENT_HPP
#define PARLEY_TOOLS_BUSY_AGENT_HPP

#include "tools/busy/stage.hpp"
#include "tools/client/frame_client.hpp"
#include "tools/client/login.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace parley::tools::busy {

class agent {
public:
  agent(stage& on, agent_login who);

  void begin();
  /// Decides what to do next; called again and again.
  void tick();
  /// Everything back in its queue, as at the end of a day (L1).
  void log_out();

  [[nodiscard]] const std::string& login() const { return who_.login; }
  [[nodiscard]] bool is_there() const { return is_welcome_; }
  [[nodiscard]] std::size_t held() const { return held_.size(); }

private:
  /// A chat of the inbox.
  struct holding {
    wire::desk_chat_view view;
    part what = {};
    /// The next line of the plot.
    std::size_t next = 0;
    std::uint64_t last = 0;
    bool is_filed = false;
    std::uint64_t said = 0;
  };
  using holdings = std::map<chat_id, holding>;

  void connect();
  void lost();
  void hear(const wire::server_message& message);
  void hear_view(const wire::desk_chat_view& view);
  void hear_line(const chat_id& chat, const wire::entry_view& line);

  [[nodiscard]] holdings::iterator active();
  /// An allocated or parked chat in which something is to be said or done.
  [[nodiscard]] holdings::iterator next_of_inbox();
  void work_on(holding& h);
  void say_next(holding& h);
  void hand_over(holding& h);
  void wrap_up(holding& h);
  void file(holding& h);
  void link(const holding& h);
  void look_for_work();
  void rest(double from, double to);
  [[nodiscard]] std::string ref();

  stage& on_;
  agent_login who_;
  frame_client client_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
  std::string cookies_;
  bool is_welcome_ = false;
  bool is_connecting_ = false;
  bool is_leaving_ = false;
  bool is_on_call_ = false;
  bool is_on_break_ = false;
  bool is_available_ = false;
  nanoseconds not_before_{};
  std::uint64_t refs_ = 0;
  holdings held_;
  std::map<queue_id, std::vector<wire::waiting_item>> waiting_;
  std::set<queue_id> by_hand_;
  std::string break_reason_;
};

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_AGENT_HPP
