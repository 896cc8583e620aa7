// What parley-bench found out, as tables for people and as JSON for programs.
#ifndef PARLEY_TOOLS_BENCH_REPORT_HPP
#define PARLEY_TOOLS_BENCH_REPORT_HPP

#include "tools/bench/load.hpp"

#include <memory>
#include <string>
#include <vector>

namespace parley::tools {

/// Rounds of the same load, product and floor in turn.
struct comparison {
  std::string title;
  int pairs = 0;
  int beside = 0;
  load_options load;
  std::vector<load_figures> product;
  std::vector<load_figures> floor;
};

struct idle_figures {
  int agents = 0;
  int customers = 0;
  int active = 0;
  memory_use empty;
  memory_use with_agents;
  memory_use with_customers;
  memory_use with_active;
  /// Of a core, while nobody says anything.
  double cpu_share = 0;
  load_figures load;
};

struct start_figures {
  int at_once = 0;
  double per_second = 0;
  double cpu_per_start = 0;
};

class report {
public:
  /// `tables`: print each result as soon as it is there.
  explicit report(bool tables);
  ~report();
  report(const report&) = delete;
  report& operator=(const report&) = delete;
  report(report&&) = delete;
  report& operator=(report&&) = delete;

  void add(const comparison& c, std::uint64_t broken);
  void add(const idle_figures& f, std::uint64_t broken);
  void add(const start_figures& f);

  /// @returns false if a message was lost, doubled, late, or refused.
  [[nodiscard]] bool is_sound() const noexcept { return is_sound_; }
  void write_json(const std::string& file) const;

private:
  struct document;
  std::unique_ptr<document> json_;
  bool tables_;
  bool is_sound_ = true;
};

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_REPORT_HPP
