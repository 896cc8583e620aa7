// parleyd.
#include "gateway/server.hpp"

#include <iostream>
#include <sched.h>
#include <sys/stat.h>

namespace {

/// A thread that is woken waits until the one that woke it has done its batch.
/// Taking its core away for each message costs a sixth of the throughput on a
/// full core (D-207). Fair shares and idle cores are given out as before.
void run_in_batches() {
  const sched_param none{};
  // Refused by a sandbox: slower, nothing else.
  ::sched_setscheduler(0, SCHED_BATCH, &none);
}

} // namespace

int main(int argc, char** argv) {
  const auto parsed = parley::gateway::parse_options(argc, argv);
  if (parsed.exit_code >= 0) {
    (parsed.exit_code == 0 ? std::cout : std::cerr) << parsed.text;
    return parsed.exit_code;
  }
  // What is stored and logged is for nobody else on this machine.
  ::umask(0077);
  run_in_batches();
  parley::gateway::server server{parsed.chosen};
  const auto trouble = server.start();
  if (!trouble.empty()) {
    std::cerr << "parleyd: " << trouble << '\n';
    return 1;
  }
  std::cout << server.greeting() << std::flush;
  return server.run();
}
