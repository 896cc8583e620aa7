// A parleyd with a company and a data directory of its own, that a test may
// kill and start again. Everything is gone afterwards.
#ifndef PARLEY_TESTS_CRASH_SERVER_FIXTURE_HPP
#define PARLEY_TESTS_CRASH_SERVER_FIXTURE_HPP

#include "tests/crash/cast.hpp"
#include "tools/client/parleyd.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace parley::crash {

class server_fixture : public testing::Test {
public:
  server_fixture(const server_fixture&) = delete;
  server_fixture& operator=(const server_fixture&) = delete;
  server_fixture(server_fixture&&) = delete;
  server_fixture& operator=(server_fixture&&) = delete;

protected:
  server_fixture();
  ~server_fixture() override;

  /// Writes the company; to be called before the first start.
  void make_company(int agents);
  /// Starts parleyd and waits until it is ready. @returns false and fails the
  /// test if it is not.
  bool start(const std::vector<std::string>& wrapper = {});
  /// kill -9, and waits until it is gone.
  void kill();
  /// Starts it and kills it that long afterwards, ready or not.
  void start_and_kill(tools::nanoseconds after);

  /// Everybody connects again.
  void reconnect();
  /// Waits until everybody has what they missed.
  bool all_are_back();
  void lose_connections();
  /// Brings customers and agents together: customer i to agent i modulo their
  /// number.
  bool open_chats(std::size_t customers, std::size_t agents);
  /// Reads every chat anew and compares it with all that was ever told.
  void expect_nothing_lost();

  [[nodiscard]] std::string log() const;
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] std::string data() const;
  bool run_until(const std::function<bool()>& done,
                 tools::nanoseconds limit = std::chrono::seconds{30}) {
    return loop.run_until(done, limit);
  }

  tools::event_loop loop;
  std::unique_ptr<tools::parleyd> server;
  std::vector<std::unique_ptr<customer>> customers;
  std::vector<std::unique_ptr<agent>> agents;
  std::uint64_t seed = 0;
  std::mt19937_64 chance;
  /// Where the data directory is; the folder of the test unless set.
  std::string data_parent;

private:
  [[nodiscard]] tools::parleyd_options options() const;

  std::string folder_;
};

} // namespace parley::crash

#endif // PARLEY_TESTS_CRASH_SERVER_FIXTURE_HPP
