// See parleyd.hpp.
#include "tools/client/parleyd.hpp"

#include <fstream>
#include <thread>

namespace parley::tools {
namespace {

/// @returns the last lines of a log, for whoever must find out what went wrong.
std::string end_of(const std::string& log) {
  constexpr std::streamoff shown = 2000;
  std::ifstream file{log, std::ios::ate};
  const auto size = static_cast<std::streamoff>(file.tellg());
  if (size <= 0) {
    return {};
  }
  file.seekg(std::max<std::streamoff>(0, size - shown));
  return "\n" + std::string{std::istreambuf_iterator<char>{file}, {}};
}

bool is_ready(const endpoint& server) {
  http_request request;
  request.path = "/readyz";
  request.within = std::chrono::seconds{2};
  const auto answer = ask(server, request);
  return answer && answer.value().status == 200;
}

} // namespace

result<parleyd, process_failure> start_parleyd(const parleyd_options& options) {
  parleyd it{process{}, {}, {}, {}};
  it.address.port = free_port();
  it.admin.port = free_port();
  process_options start;
  start.command = options.wrapper;
  start.command.insert(start.command.end(),
                       {options.program,
                        "--data",
                        options.data,
                        "--port",
                        std::to_string(it.address.port),
                        "--admin-port",
                        std::to_string(it.admin.port)});
  for (const auto& file : options.companies) {
    start.command.insert(start.command.end(), {"--company", file});
  }
  start.command.insert(
    start.command.end(), options.extra.begin(), options.extra.end());
  start.core = options.core;
  start.log = options.log;

  const auto begun = monotonic_now();
  auto started = process::start(start);
  if (!started) {
    return started.error();
  }
  it.server = std::move(started.value());
  while (!is_ready(it.address)) {
    if (!it.server.is_running()) {
      return process_failure{options.program + " ended at once."
                             + end_of(options.log)};
    }
    if (monotonic_now() - begun > options.ready_within) {
      return process_failure{options.program + " is not ready in time."
                             + end_of(options.log)};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  it.start_time = monotonic_now() - begun;
  return it;
}

} // namespace parley::tools
