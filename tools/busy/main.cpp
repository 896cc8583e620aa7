// parley-busy: a visitor of the demo sees a contact centre that lives.
#include "tools/busy/theatre.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <iostream>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

namespace {

namespace busy = parley::tools::busy;

std::atomic<bool> stopping{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void stop(int /*signal*/) {
  stopping = true;
}

/// At the speed of the fill nobody waits for anybody.
constexpr double fill_speed = 120;

struct choice {
  busy::options how;
  std::string api = "127.0.0.1:8080";
  double speed = 1;
  double seconds = 0;
  double ready_within = 120;
  std::uint64_t fill = 0;
  bool only_fill = false;
  bool with_parent = false;
  bool quiet = false;
};

bool is_ready(const parley::tools::endpoint& server) {
  parley::tools::http_request request;
  request.path = "/readyz";
  request.within = std::chrono::seconds{2};
  const auto answer = parley::tools::ask(server, request);
  return answer && answer.value().status == 200;
}

void print(const busy::figures& f) {
  std::cout << f.started << " chats, " << f.answered << " answered, "
            << f.abandoned << " abandoned, " << f.ended << " ended, "
            << f.classified << " classified, " << f.linked << " linked; "
            << f.calls_answered << " calls answered, " << f.calls_lost
            << " lost; " << f.interrupted << " chats interrupted; "
            << f.returned << " connections made again";
  if (f.problems > 0) {
    std::cout << "; " << f.problems
              << " problems, the last: " << f.last_problem;
  }
  std::cout << std::endl;
}

int play(const choice& c) {
  using clock = std::chrono::steady_clock;
  const auto until = [](double seconds) {
    return clock::now()
           + std::chrono::duration_cast<clock::duration>(
             std::chrono::duration<double>{seconds});
  };
  const auto ready_by = until(c.ready_within);
  while (!stopping && !is_ready(c.how.server)) {
    if (clock::now() > ready_by) {
      std::cerr << "parley-busy: no parleyd answers at " << c.api << '\n';
      return 1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }
  parley::tools::event_loop loop;
  busy::theatre all{loop, c.how};
  if (!all.trouble().empty()) {
    std::cerr << "parley-busy: " << all.trouble() << '\n';
    return 1;
  }
  if (const auto why = all.fill_contacts(); !why.empty()) {
    std::cerr << "parley-busy: " << why << '\n';
    return 1;
  }
  if (c.fill > 0) {
    const auto limit = until(20);
    all.play(fill_speed, [&] {
      return stopping || all.seen().ended >= c.fill || clock::now() > limit;
    });
  }
  if (!c.only_fill) {
    const auto end = until(c.seconds);
    all.play(c.speed,
             [&] { return stopping || (c.seconds > 0 && clock::now() > end); });
  }
  all.close();
  if (!c.quiet) {
    print(all.seen());
  }
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  choice c;
  CLI::App app{"Plays customers, callers and the agents carl, dana and emil of "
               "the demo company, at a human pace, until it is stopped. Calls "
               "that ring at somebody real are answered after some seconds, as "
               "if the telephone had been picked up."};
  app.add_option("--api", c.api, "Address of parleyd")->capture_default_str();
  app.add_option("--data", c.how.data, "Folder of parleyd --demo")
    ->capture_default_str();
  app.add_option("--seed", c.how.seed, "Of all that is left to chance")
    ->capture_default_str();
  app.add_option("--chats", c.how.customers_per_minute, "New chats a minute")
    ->check(CLI::Range(0.0, 60.0))
    ->capture_default_str();
  app.add_option("--calls", c.how.calls_per_minute, "New calls a minute")
    ->check(CLI::Range(0.0, 60.0))
    ->capture_default_str();
  app.add_option("--at-once", c.how.customers_max, "Customers at most")
    ->check(CLI::Range(1, 100))
    ->capture_default_str();
  app.add_option("--speed", c.speed, "Times as fast as people")
    ->check(CLI::Range(0.1, 1000.0))
    ->capture_default_str();
  app.add_option("--for", c.seconds, "Seconds; 0: until it is stopped")
    ->capture_default_str();
  app.add_option("--fill", c.fill, "Conversations played at once, first");
  app.add_flag("--only-fill", c.only_fill, "Nothing more than that");
  app.add_flag("--with-parent", c.with_parent, "Ends when who started it does");
  app.add_flag("--quiet", c.quiet, "No figures at the end");
  c.how.data = "data";
  CLI11_PARSE(app, argc, argv);
  const auto server = parley::tools::parse_endpoint(c.api);
  if (!server) {
    std::cerr << "parley-busy: " << server.error().why << '\n';
    return 2;
  }
  c.how.server = server.value();
  if (c.with_parent) {
    const auto parent = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) {
      return 0;
    }
  }
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
  return play(c);
}
