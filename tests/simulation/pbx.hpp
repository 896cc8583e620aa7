// The telephone exchange of one company: offers calls, does what it is ordered,
// says everything twice now and then; keeps its place in the list of orders
// over restarts of the server.
#ifndef PARLEY_TESTS_SIMULATION_PBX_HPP
#define PARLEY_TESTS_SIMULATION_PBX_HPP

#include "tests/simulation/stage.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace parley::simulation {

/// Something to be done inside of the actor system.
struct errand {
  std::function<void(caf::event_based_actor*)> run;
};

class pbx {
public:
  pbx(stage& s, const company& where);

  /// A new life of the server begins.
  void attach(caf::actor aide);
  void act();
  /// Ends all calls; @returns true when none is left.
  bool finish();
  void crash();
  void check_at_rest();

private:
  struct line {
    queue_id queue;
    /// Where it rings by the server's order.
    agent_id rings_at;
    bool over = false;
  };
  /// What callbacks find alive or not.
  struct life {
    pbx* owner = nullptr;
  };

  void poll();
  void obey(const actors::telephony_order& o);
  void tell(actors::telephony_event::kind_t kind,
            const call_id& call,
            const agent_id& agent);
  void offer();
  [[nodiscard]] std::size_t open_calls() const;
  [[nodiscard]] actors::company_actor company() const;

  stage* stage_;
  const parley::company* company_;
  caf::actor aide_;
  std::shared_ptr<life> life_;
  std::map<call_id, line> lines_;
  std::uint64_t last_order_ = 0;
};

} // namespace parley::simulation

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::simulation::errand)

#endif // PARLEY_TESTS_SIMULATION_PBX_HPP
