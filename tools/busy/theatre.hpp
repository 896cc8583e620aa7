// A contact centre that lives: customers and callers come at a human pace,
// agents work. On a running parleyd with the demo company.
#ifndef PARLEY_TOOLS_BUSY_THEATRE_HPP
#define PARLEY_TOOLS_BUSY_THEATRE_HPP

#include "tools/busy/agent.hpp"
#include "tools/busy/customer.hpp"
#include "tools/busy/pbx.hpp"
#include "tools/busy/stage.hpp"

#include <functional>
#include <list>
#include <optional>
#include <string>
#include <vector>

namespace parley::tools::busy {

struct options {
  endpoint server;
  /// Folder of `parleyd --demo`, where the logins are.
  std::string data;
  std::uint64_t seed = 1;
  double customers_per_minute = 5;
  double calls_per_minute = 0.8;
  std::size_t customers_max = 8;
};

class theatre {
public:
  theatre(event_loop& loop, const options& how);

  /// What is wrong with the demo's data; empty: nothing.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

  /// Contacts, if there are none yet. @returns what went wrong, or nothing.
  [[nodiscard]] std::string fill_contacts();
  /// Plays on at `speed` (1: that of people) until `done` says so.
  void play(double speed, const std::function<bool()>& done);
  /// Hangs up, and agents go home. Customers just leave.
  void close();

  [[nodiscard]] const figures& seen() const { return stage_.seen; }
  [[nodiscard]] std::size_t customers() const { return customers_.size(); }
  /// Agents who are there.
  [[nodiscard]] std::size_t agents() const;

private:
  void tick();
  void let_in();

  options how_;
  stage stage_;
  std::string trouble_;
  agent_login administrator_;
  std::list<customer> customers_;
  std::list<agent> agents_;
  std::optional<pbx> telephone_;
  nanoseconds next_customer_{};
  bool has_begun_ = false;
};

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_THEATRE_HPP
