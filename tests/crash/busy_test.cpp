// The demo that lives, against the real server: many times as fast as people,
// but all of it.
#include "tools/busy/theatre.hpp"
#include "tools/client/parleyd.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace parley::tools::busy {
namespace {

using nlohmann::json;

/// A parleyd with the demo on data of its own.
class busy_demo : public ::testing::Test {
protected:
  void SetUp() override {
    std::string name
      = std::filesystem::temp_directory_path() / "parley-busy-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    data_ = name;
    start();
  }
  void TearDown() override {
    running_ = {};
    std::filesystem::remove_all(data_);
  }

  void start() {
    parleyd_options o;
    o.program = PARLEYD_PATH;
    o.data = data_ / "store";
    o.extra = {"--demo"};
    o.log = data_ / "log";
    auto started = start_parleyd(o);
    ASSERT_TRUE(started) << started.error().why;
    running_ = std::move(started).value();
  }
  [[nodiscard]] options how() const {
    options o;
    o.server = running_.address;
    o.data = data_ / "store";
    o.seed = 7;
    o.customers_per_minute = 12;
    o.calls_per_minute = 6;
    return o;
  }

  /// Of those that were ever broken.
  [[nodiscard]] int broken() const {
    std::ifstream in{data_ / "store" / "admin-token"};
    std::string token;
    in >> token;
    http_request request;
    request.path = "/admin/v1/invariants";
    request.headers = {{"Authorization", "Bearer " + token}};
    const auto answer = ask(running_.admin, request);
    if (!answer || answer.value().status != 200) {
      ADD_FAILURE() << "no answer about the invariants";
      return -1;
    }
    int sum = 0;
    const auto all = json::parse(answer.value().body);
    EXPECT_FALSE(all["invariants"].empty());
    for (const auto& each : all["invariants"]) {
      sum += each["count"].get<int>();
    }
    return sum;
  }

  std::filesystem::path data_;
  parleyd running_;
};

TEST_F(busy_demo,
       Z3_customers_come_are_answered_and_go_and_calls_come_between) {
  event_loop loop;
  theatre all{loop, how()};
  ASSERT_EQ(all.trouble(), "");
  ASSERT_EQ(all.fill_contacts(), "");
  const auto& f = all.seen();
  const auto limit = monotonic_now() + std::chrono::seconds{60};
  all.play(40, [&] {
    return monotonic_now() > limit
           || (f.ended >= 6 && f.classified >= 3 && f.linked >= 3
               && f.calls_answered >= 2 && f.interrupted >= 1
               && f.surveyed >= 1);
  });
  EXPECT_GE(f.answered, 6U);
  EXPECT_GE(f.ended, 6U);
  EXPECT_GE(f.classified, 3U);
  EXPECT_GE(f.linked, 3U);
  EXPECT_GE(f.calls_answered, 2U);
  EXPECT_GE(f.interrupted, 1U) << "no call came between";
  EXPECT_GE(f.surveyed, 1U);
  EXPECT_EQ(f.problems, 0U) << f.last_problem;
  EXPECT_EQ(f.returned, 0U) << "a connection was lost";
  EXPECT_LE(all.customers(), how().customers_max);
  EXPECT_EQ(all.agents(), 3U);
  all.close();
  EXPECT_EQ(broken(), 0);
}

TEST_F(busy_demo, M3_contacts_are_there_at_the_first_start_and_once) {
  event_loop loop;
  theatre all{loop, how()};
  const auto began = monotonic_now();
  ASSERT_EQ(all.fill_contacts(), "");
  EXPECT_LT(monotonic_now() - began, std::chrono::seconds{2});
  EXPECT_EQ(all.fill_contacts(), "");
}

TEST_F(busy_demo, data_without_a_demo_is_said_so) {
  auto o = how();
  o.data = "/nowhere";
  event_loop loop;
  EXPECT_NE(theatre(loop, o).trouble(), "");
}

} // namespace
} // namespace parley::tools::busy
