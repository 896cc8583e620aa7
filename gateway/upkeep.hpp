// Work that nobody waits for: deletions that were asked for, the rules that say
// how long queues keep conversations (M4). One thread, in small steps; all of
// its places are rows, so that a restart goes on.
#ifndef PARLEY_GATEWAY_UPKEEP_HPP
#define PARLEY_GATEWAY_UPKEEP_HPP

#include "actors/surroundings.hpp"
#include "storage/erasures.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace parley::gateway {

struct upkeep_world {
  storage::store* store = nullptr;
  const actors::clock* time = nullptr;
  actors::log_port* log = nullptr;
  /// As they are at this moment.
  std::function<std::vector<company_ptr>()> companies;
  /// What else of a chat must go, its files.
  std::function<result<done, storage::store_error>(const company_id&,
                                                   const chat_id&)>
    erase_more = {};
  /// How long a closed chat stays in memory.
  duration lingers = limits::closed_chat_lingers;
};

class upkeep {
public:
  explicit upkeep(upkeep_world world);
  ~upkeep();
  upkeep(const upkeep&) = delete;
  upkeep& operator=(const upkeep&) = delete;

  /// Does all that is due. @returns true: something is to be tried again soon.
  bool run_once();

  void start();
  /// There is something to do. Safe from any thread.
  void poke();
  /// Ends after the step under way.
  void stop();

private:
  struct due_rewrite;
  bool look_after(const company_ptr& c);
  [[nodiscard]] result<bool, storage::store_error>
  erase_asked(const company& c, due_rewrite& rewrite);
  [[nodiscard]] result<done, storage::store_error>
  apply_rules(const company& c, due_rewrite& rewrite);
  [[nodiscard]] result<done, storage::store_error>
  finish(const company& c, const due_rewrite& rewrite);
  [[nodiscard]] storage::erase_more also_of(const company_id& company) const;

  upkeep_world world_;
  std::mutex mutex_;
  std::condition_variable something_;
  bool poked_ = false;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// The newest time at which rules are to be applied, of those until `now`.
[[nodiscard]] timestamp last_night(timestamp now);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_UPKEEP_HPP
