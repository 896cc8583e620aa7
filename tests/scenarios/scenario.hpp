// Scenarios: text files that read like the manual, played on the machines and
// on all actors. A line that is not understood fails the test.
#ifndef PARLEY_TESTS_SCENARIOS_SCENARIO_HPP
#define PARLEY_TESTS_SCENARIOS_SCENARIO_HPP

#include "actors/domain/agent.hpp"
#include "actors/domain/call.hpp"
#include "actors/domain/chat_session.hpp"
#include "actors/domain/company.hpp"

#include <memory>
#include <string>
#include <vector>

namespace parley::scenarios {

/// What somebody does: `ann takes c1`, `c1 asks for sales`, `k1 is offered`.
struct act {
  std::string who;
  std::string verb;
  std::string what;
  /// `again`: with the id of the agent's last command (T2).
  bool again = false;
  /// `with an old view`: with a revision that is not the newest (T2).
  bool stale = false;
};

/// A world in which a scenario is played.
class world {
public:
  virtual ~world() = default;
  /// Plays an act; @returns the name of the refusal, `done`, or `unknown` for a
  /// verb that this world does not know.
  virtual std::string play(const act& a) = 0;
  virtual void pass(duration d) = 0;
  [[nodiscard]] virtual timestamp now() const = 0;
  [[nodiscard]] virtual chat::state chat(const std::string& name) = 0;
  [[nodiscard]] virtual call::state call(const std::string& name) = 0;
  [[nodiscard]] virtual agent_status status(const std::string& agent) = 0;
};

using make_world = std::unique_ptr<world> (*)(const company& c);

/// The machines alone, with a clock that is a number.
[[nodiscard]] std::unique_ptr<world> machines(const company& c);
/// All actors on the deterministic scheduler.
[[nodiscard]] std::unique_ptr<world> all_actors(const company& c);

/// @returns what went wrong, a sentence with the line's number each.
[[nodiscard]] std::vector<std::string> play(const std::string& text,
                                            make_world make);

} // namespace parley::scenarios

#endif // PARLEY_TESTS_SCENARIOS_SCENARIO_HPP
