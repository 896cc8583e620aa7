// A child process whose standard output is read line by line.
#ifndef PARLEY_TESTS_STORAGE_CHILD_PROCESS_HPP
#define PARLEY_TESTS_STORAGE_CHILD_PROCESS_HPP

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace parley::storage::testing {

class child_process {
public:
  explicit child_process(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
      std::abort();
    }
    std::vector<char*> arguments;
    for (const auto& part : command) {
      arguments.push_back(const_cast<char*>(part.c_str())); // NOLINT
    }
    arguments.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execvp(arguments.front(), arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
  }

  ~child_process() {
    if (pid_ > 0) {
      kill();
      (void)wait();
    }
    ::close(output_);
  }
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  /// @returns the next whole line; nothing at the end.
  std::optional<std::string> line() {
    for (;;) {
      if (const auto end = text_.find('\n'); end != std::string::npos) {
        auto found = text_.substr(0, end);
        text_.erase(0, end + 1);
        return found;
      }
      std::array<char, 4096> part{};
      const auto bytes = ::read(output_, part.data(), part.size());
      if (bytes < 0 && errno == EINTR) {
        continue;
      }
      if (bytes <= 0) {
        return std::nullopt;
      }
      text_.append(part.data(), static_cast<std::size_t>(bytes));
    }
  }

  void kill() const { ::kill(pid_, SIGKILL); }

  /// @returns the exit code; 128 and the signal if it was killed.
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string text_;
};

} // namespace parley::storage::testing

#endif // PARLEY_TESTS_STORAGE_CHILD_PROCESS_HPP
