// A whole Parley in one thread, driven by a seed: which actor runs next, how
// much time passes, who does what, when the disk fails and when all is lost.
// Everything that clients are told and everything that is stored is checked.
#ifndef PARLEY_TESTS_SIMULATION_SIMULATION_HPP
#define PARLEY_TESTS_SIMULATION_SIMULATION_HPP

#include "tests/simulation/companies.hpp"
#include "tests/simulation/customer.hpp"
#include "tests/simulation/desk.hpp"
#include "tests/simulation/overseer.hpp"
#include "tests/simulation/pbx.hpp"
#include "tests/support/faulty_disk.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley::simulation {

/// What a run was like, to see that it did something.
struct tally {
  std::uint64_t steps = 0;
  std::uint64_t crashes = 0;
  std::uint64_t chats = 0;
  std::uint64_t lines = 0;
  std::uint64_t calls = 0;
  std::uint64_t interruptions = 0;
  std::uint64_t refusals = 0;
};

class simulation {
public:
  explicit simulation(std::uint64_t seed);
  simulation(const simulation&) = delete;
  simulation& operator=(const simulation&) = delete;
  ~simulation();

  void run(std::uint64_t steps);

  [[nodiscard]] const diary& notes() const { return stage_.notes; }
  [[nodiscard]] const tally& count() const { return tally_; }

private:
  void begin_life();
  void end_life();
  void step();
  void run_job();
  void pass_time();
  void somebody_acts();
  void something_fails();
  void crash(const std::string& why);
  void stop_in_order();
  void rest();
  void check_log();
  void check_counters();
  void check_at_rest();
  void check_actors(const company& c);
  void check_figures(const company& c);
  void check_timers();
  void check_neglect(const company& c);
  void check_offer(const company& c,
                   const queue_config& queue,
                   const std::string& item,
                   timestamp since);
  [[nodiscard]] bool
  could_get(const desk& d, const company& c, const queue_config& queue) const;
  void finish();
  [[nodiscard]] bool everybody_finishes();
  void check_end();
  [[nodiscard]] bool is_stalled() const;
  [[nodiscard]] bool is_excused() const;

  testing::whole_parley parley_;
  stage stage_;
  testing::faulty_disk disk_;
  std::vector<std::unique_ptr<customer>> customers_;
  std::vector<std::unique_ptr<desk>> desks_;
  std::vector<std::unique_ptr<overseer>> overseers_;
  std::vector<std::unique_ptr<pbx>> exchanges_;
  caf::actor aide_;
  bool disk_failed_ = false;
  timestamp stalled_until_;
  timestamp excused_until_;
  timestamp full_until_;
  std::size_t log_read_ = 0;
  tally tally_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_SIMULATION_HPP
