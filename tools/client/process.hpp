// A server started by a tool or a test: pinned to a core, measured, ended.
// Knows no Parley.
#ifndef PARLEY_TOOLS_CLIENT_PROCESS_HPP
#define PARLEY_TOOLS_CLIENT_PROCESS_HPP

#include "protocol/result.hpp"
#include "tools/client/event_loop.hpp"

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace parley::tools {

struct process_options {
  std::vector<std::string> command;
  /// The core it may run on; absent: any.
  std::optional<int> core;
  /// Where its output goes, appended; empty: nowhere.
  std::string log;
};

/// Memory of a process in bytes.
struct memory_use {
  std::uint64_t resident = 0;
  /// Without what is mapped from files.
  std::uint64_t anonymous = 0;
};

struct process_failure {
  std::string why;
};

/// Ends the process, by force if need be, when it goes out of scope.
class process {
public:
  [[nodiscard]] static result<process, process_failure>
  start(const process_options& options);
  /// None yet.
  process() = default;
  process(process&& other) noexcept;
  process& operator=(process&& other) noexcept;
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process();

  [[nodiscard]] pid_t id() const noexcept { return id_; }
  /// False once it has ended; `exit_status` then says how.
  [[nodiscard]] bool is_running();
  /// As `waitpid` gives it.
  [[nodiscard]] std::optional<int> exit_status() const { return status_; }
  void signal(int number) const;
  /// Waits for the end that was asked for. @returns false if it did not come.
  bool wait(nanoseconds limit);

  /// May it run on a core that the calling thread may run on?
  [[nodiscard]] bool shares_a_core() const;
  /// CPU time of all its threads so far.
  [[nodiscard]] nanoseconds cpu_time() const;
  [[nodiscard]] memory_use memory() const;

private:
  explicit process(pid_t id) : id_{id} {}
  void end();

  pid_t id_ = -1;
  std::optional<int> status_;
};

/// Lets the calling thread and what it starts run on one core only.
void pin_to(int core);
/// @returns how many cores this process may use.
[[nodiscard]] int cores_available();
/// Lets this process have as many files open as the system allows.
void raise_file_limit();
/// @returns a TCP port of the loopback that was free a moment ago.
[[nodiscard]] std::uint16_t free_port();

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_PROCESS_HPP
