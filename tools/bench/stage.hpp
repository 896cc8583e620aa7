// Customers and agents of Parley, connected and brought together, ready to be
// put under load.
#ifndef PARLEY_TOOLS_BENCH_STAGE_HPP
#define PARLEY_TOOLS_BENCH_STAGE_HPP

#include "protocol/result.hpp"
#include "tools/bench/load.hpp"
#include "tools/client/frame_client.hpp"
#include "tools/client/login.hpp"

#include <string>
#include <utility>
#include <vector>

namespace parley::tools {

/// Why people could not be brought on the stage, a sentence.
struct stage_failure {
  std::string why;
};

class stage {
public:
  stage(event_loop& loop, endpoint server)
      : loop_{loop}, server_{std::move(server)} {}

  /// Logs agents in, the next ones in number, and connects their desks.
  [[nodiscard]] result<done, stage_failure> add_agents(int count);
  /// Connects customers who start a chat in the queue that nobody serves and
  /// then say nothing more.
  [[nodiscard]] result<done, stage_failure> add_crowd(int count);
  /// Connects a customer per agent, whose chat the agent takes. @pre agents
  [[nodiscard]] result<talking_pairs, stage_failure> make_pairs(int count);
  /// Customers connect, start a chat, end it and leave, `at_once` of them at
  /// any time. @returns starts a second.
  [[nodiscard]] result<double, stage_failure>
  start_chats(int at_once,
              nanoseconds time,
              const process& server,
              double& cpu_per_start);

  [[nodiscard]] std::size_t agents() const { return agents_.size(); }
  /// Connections that broke since they were made; must stay 0.
  [[nodiscard]] std::uint64_t broken() const { return broken_; }
  [[nodiscard]] event_loop& loop() { return loop_; }

private:
  friend class parley_pair;
  struct desk;
  struct visitor;

  event_loop& loop_;
  endpoint server_;
  std::vector<std::shared_ptr<desk>> agents_;
  std::vector<std::shared_ptr<visitor>> crowd_;
  std::uint64_t broken_ = 0;
  int addresses_used_ = 0;

  [[nodiscard]] std::string next_address();
};

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_STAGE_HPP
