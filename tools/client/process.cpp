// fork, exec, wait and /proc; see process.hpp.
#include "tools/client/process.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace parley::tools {
namespace {

/// Runs in the child between fork and exec; only what is allowed there.
[[noreturn]] void become(const process_options& options,
                         std::vector<char*>& arguments) {
  if (options.core) {
    pin_to(*options.core);
  }
  // Ctrl-C at a terminal is for the one who started us.
  ::setpgid(0, 0);
  // Whatever becomes of us, no server stays behind.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const char* log = options.log.empty() ? "/dev/null" : options.log.c_str();
  const int in = ::open("/dev/null", O_RDONLY);
  const int out = ::open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  ::execvp(arguments.front(), arguments.data());
  std::_Exit(127);
}

} // namespace

result<process, process_failure>
process::start(const process_options& options) {
  std::vector<std::string> words = options.command;
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const pid_t id = ::fork();
  if (id < 0) {
    return process_failure{std::string{"fork: "} + std::strerror(errno)};
  }
  if (id == 0) {
    become(options, arguments);
  }
  return process{id};
}

process::process(process&& other) noexcept
    : id_{std::exchange(other.id_, -1)}, status_{other.status_} {}

process& process::operator=(process&& other) noexcept {
  if (this != &other) {
    end();
    id_ = std::exchange(other.id_, -1);
    status_ = other.status_;
  }
  return *this;
}

process::~process() {
  end();
}

void process::end() {
  if (id_ > 0 && is_running()) {
    signal(SIGTERM);
    if (!wait(std::chrono::seconds{10})) {
      signal(SIGKILL);
      wait(std::chrono::seconds{10});
    }
  }
}

bool process::is_running() {
  if (id_ <= 0 || status_) {
    return false;
  }
  int status = 0;
  if (::waitpid(id_, &status, WNOHANG) == id_) {
    status_ = status;
    return false;
  }
  return true;
}

void process::signal(int number) const {
  if (id_ > 0 && !status_) {
    ::kill(id_, number);
  }
}

bool process::wait(nanoseconds limit) {
  const auto end = monotonic_now() + limit;
  while (is_running()) {
    if (monotonic_now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

bool process::shares_a_core() const {
  cpu_set_t its;
  cpu_set_t ours;
  CPU_ZERO(&its);
  CPU_ZERO(&ours);
  if (::sched_getaffinity(id_, sizeof its, &its) != 0
      || ::sched_getaffinity(0, sizeof ours, &ours) != 0) {
    return true;
  }
  cpu_set_t both;
  CPU_AND(&both, &its, &ours);
  return CPU_COUNT(&both) > 0;
}

nanoseconds process::cpu_time() const {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(id_, &clock) != 0
      || ::clock_gettime(clock, &time) != 0) {
    return {};
  }
  return std::chrono::seconds{time.tv_sec} + nanoseconds{time.tv_nsec};
}

memory_use process::memory() const {
  memory_use use;
  std::ifstream file{"/proc/" + std::to_string(id_) + "/status"};
  std::string word;
  while (file >> word) {
    std::uint64_t kibibytes = 0;
    if (word == "VmRSS:" && file >> kibibytes) {
      use.resident = kibibytes * 1024;
    } else if (word == "RssAnon:" && file >> kibibytes) {
      use.anonymous = kibibytes * 1024;
    }
  }
  return use;
}

void pin_to(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(core), &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

int cores_available() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  // The socket calls take the generic address; this is their way to say so.
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(socket, generic, size) == 0
                     && ::getsockname(socket, generic, &size) == 0;
  ::close(socket);
  return bound ? ::ntohs(address.sin_port) : std::uint16_t{0};
}

} // namespace parley::tools
