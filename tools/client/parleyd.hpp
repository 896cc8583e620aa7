// A parleyd of one's own: started on a data directory, waited for, stopped.
#ifndef PARLEY_TOOLS_CLIENT_PARLEYD_HPP
#define PARLEY_TOOLS_CLIENT_PARLEYD_HPP

#include "tools/client/http_client.hpp"
#include "tools/client/process.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley::tools {

struct parleyd_options {
  /// Path of the program.
  std::string program;
  std::string data;
  /// Files for `--company`.
  std::vector<std::string> companies;
  /// What else is on its command line.
  std::vector<std::string> extra;
  std::optional<int> core;
  /// What stands before the program, such as `strace` and its options.
  std::vector<std::string> wrapper;
  std::string log;
  nanoseconds ready_within = std::chrono::seconds{60};
};

struct parleyd {
  process server;
  endpoint address;
  endpoint admin;
  /// From start to ready.
  nanoseconds start_time{};
};

/// Starts one on ports that are free and waits until it says it is ready.
[[nodiscard]] result<parleyd, process_failure>
start_parleyd(const parleyd_options& options);

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_PARLEYD_HPP
