// A small telephone system: callers ring in, wait, are answered where Parley
// lets them ring, talk and hang up.
#ifndef PARLEY_TOOLS_BUSY_PBX_HPP
#define PARLEY_TOOLS_BUSY_PBX_HPP

#include "tools/busy/stage.hpp"
#include "tools/parleyctl/telephony.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace parley::tools::busy {

class pbx {
public:
  /// @param per_minute calls at the speed of people; 0: none
  pbx(stage& on, telephony_access to, double per_minute);

  /// Does what is due; called again and again.
  void tick();
  /// Hangs up everywhere.
  void close();

private:
  struct call {
    std::string id;
    /// Where it rings, or who speaks; empty: it waits.
    std::string agent;
    bool is_answered = false;
    /// Of what comes next: answering, or the end.
    nanoseconds due{};
    nanoseconds gives_up{};
  };

  void hear_orders();
  void offer();
  /// @returns false: it is over.
  bool go_on(call& c);
  bool tell_parley(const call_event& what);

  stage& on_;
  telephony_access to_;
  double per_minute_;
  std::string run_;
  std::uint64_t after_ = 0;
  std::uint64_t count_ = 0;
  nanoseconds next_{};
  nanoseconds next_look_{};
  std::vector<call> calls_;
};

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_PBX_HPP
