// A customer's page that plays one conversation: answers the menu, waits or
// gives up, talks, ends, answers the survey. Comes back after a lost
// connection.
#ifndef PARLEY_TOOLS_BUSY_CUSTOMER_HPP
#define PARLEY_TOOLS_BUSY_CUSTOMER_HPP

#include "tools/busy/stage.hpp"
#include "tools/client/frame_client.hpp"

#include <memory>
#include <optional>
#include <string>

namespace parley::tools::busy {

class customer {
public:
  /// @param from the address that it comes from
  customer(stage& on, part what, std::string from);

  void begin();
  /// Nothing more will happen: it may be taken away.
  [[nodiscard]] bool is_done() const { return is_done_; }
  [[nodiscard]] const chat_id& chat() const { return chat_; }

private:
  void connect();
  void lost();
  void hear(const wire::server_message& message);
  void hear_view(const wire::customer_chat_view& view);
  void hear_line(const wire::entry_view& line);
  void hear_refusal(const wire::refused& no);
  /// Does what comes next, once, after a while.
  void go_on();
  void answer_flow();
  void wait_in_queue();
  void talk();
  void finish();
  void write(std::string_view text);
  void say(std::string_view text);
  void leave();
  void done();
  /// Calls `what` later, if this is still there and nothing else was planned.
  void plan(nanoseconds delay, std::function<void()> what);

  stage& on_;
  part what_;
  std::string from_;
  frame_client client_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
  std::uint64_t planned_ = 0;
  bool has_plan_ = false;

  std::string visitor_;
  chat_id chat_;
  std::uint64_t last_ = 0;
  std::optional<wire::customer_chat_view> view_;
  /// Its next line in the plot.
  std::size_t next_ = 0;
  std::uint64_t said_ = 0;
  std::uint64_t tries_ = 0;
  nanoseconds heard_at_{};
  std::optional<nanoseconds> gives_up_at_;
  bool has_chosen_ = false;
  bool has_told_order_ = false;
  bool was_answered_ = false;
  bool was_interrupted_ = false;
  bool has_asked_ = false;
  bool is_leaving_ = false;
  bool is_over_ = false;
  bool is_done_ = false;
};

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_CUSTOMER_HPP
