// Z1 on bad disks: one that is full (R11) and one whose sync fails (R10). Needs
// the right to mount and strace; both are part of the set-up.
#include "tests/crash/server_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::crash {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class bad_disk : public server_fixture {
protected:
  /// Starts parleyd on a small disk of its own that only it sees.
  bool start_on_small_disk() {
    data_parent = folder() + "/disk";
    fs::create_directories(data_parent);
    std::vector<std::string> wrapper{"unshare", "--mount"};
    if (::geteuid() != 0) {
      // Root of a name space of its own may mount, too.
      wrapper.insert(wrapper.end(), {"--user", "--map-root-user"});
    }
    wrapper.insert(
      wrapper.end(),
      {"sh",
       "-c",
       "mount -t tmpfs -o size=48m tmpfs '" + data_parent + "' && exec \"$@\"",
       "sh"});
    return start(wrapper);
  }

  /// The same disk, as the rest of the world reaches it.
  [[nodiscard]] fs::path disk() const {
    return "/proc/" + std::to_string(server->server.id()) + "/root"
           + data_parent;
  }

  void fill_disk() {
    std::ofstream file{disk() / "filler", std::ios::binary};
    const std::string block(64UL * 1024, 'x');
    while (file.write(block.data(), std::ssize(block)).flush()) {
    }
    // What is left after the last whole block.
    std::ofstream rest{disk() / "rest", std::ios::binary};
    while (rest.put('x').flush()) {
    }
  }

  void free_disk() {
    fs::remove(disk() / "filler");
    fs::remove(disk() / "rest");
  }

  /// One line; @returns true if it was acknowledged, false if it was refused.
  bool say(customer& c) {
    const auto before = c.heard().ticks().size();
    c.say_one();
    EXPECT_TRUE(run_until([&] { return !c.is_waiting_for_tick(); }))
      << "neither stored nor refused";
    return c.heard().ticks().size() > before;
  }
};

TEST_F(bad_disk, Z1_a_full_disk_refuses_in_words_and_the_service_returns) {
  make_company(1);
  ASSERT_TRUE(start_on_small_disk());
  ASSERT_TRUE(open_chats(2, 1));
  auto& c = *customers.front();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(say(c));
  }

  fill_disk();
  // A log that was preallocated may take some more lines.
  for (int i = 0; i < 200'000 && say(c); ++i) {
  }
  ASSERT_TRUE(c.refusals().contains("storage_full"))
    << "refused with: "
    << (c.refusals().empty() ? "nothing" : *c.refusals().begin());
  EXPECT_TRUE(server->server.is_running());

  // What is stored stays readable.
  const auto lines = read_all(loop, server->address, c.visitor_token());
  ASSERT_TRUE(lines);
  EXPECT_GE(lines->size(), c.heard().ticks().size());
  expect_nothing_lost();

  free_disk();
  // By itself: nobody restarts or reconnects anything.
  const auto returned = [&] {
    for (int i = 0; i < 300; ++i) {
      if (say(c)) {
        return true;
      }
      loop.run_for(100ms);
    }
    return false;
  };
  EXPECT_TRUE(returned());
  EXPECT_TRUE(say(*customers.back()));
  expect_nothing_lost();
}

TEST_F(bad_disk, Z1_a_failed_sync_ends_the_process_and_loses_nothing) {
  make_company(1);
  ASSERT_TRUE(start());
  ASSERT_TRUE(open_chats(2, 1));
  kill();
  lose_connections();

  for (const auto* when : {"40", "150", "400"}) {
    SCOPED_TRACE(std::string{"sync number "} + when);
    ASSERT_TRUE(
      start({"strace",
             "-D",
             "-f",
             "-qq",
             "-o",
             folder() + "/strace",
             "-e",
             "trace=fdatasync,fsync,sync_file_range",
             "-e",
             std::string{"inject=fdatasync,fsync:error=EIO:when="} + when}));
    reconnect();
    ASSERT_TRUE(all_are_back());
    for (auto& c : customers) {
      c->talk(true);
    }
    // A failed sync is fatal (R10): no answer is better than a wrong one.
    ASSERT_TRUE(run_until([&] { return !server->server.is_running(); }, 60s))
      << "it goes on after a failed sync";
    const auto status = server->server.exit_status();
    ASSERT_TRUE(status);
    EXPECT_FALSE(WIFEXITED(*status) && WEXITSTATUS(*status) == 0)
      << "a failed disk is no success";
    for (auto& c : customers) {
      c->talk(false);
    }
    lose_connections();
    server.reset();
    // A sound disk again: everything acknowledged is there.
    ASSERT_TRUE(start());
    reconnect();
    ASSERT_TRUE(all_are_back());
    expect_nothing_lost();
    kill();
    lose_connections();
  }
}

} // namespace
} // namespace parley::crash
