// What the tools compute by themselves: figures, checks of sequences, tables,
// signatures, the company of the benchmark. No server here.
#include "actors/domain/company.hpp"
#include "storage/event_codec.hpp"
#include "tools/bench/company.hpp"
#include "tools/bench/measure.hpp"
#include "tools/client/http_client.hpp"
#include "tools/client/process.hpp"
#include "tools/parleyctl/figures.hpp"
#include "tools/parleyctl/table.hpp"
#include "tools/parleyctl/telephony.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace parley::tools {
namespace {

using namespace std::chrono_literals;

TEST(measure, a_quantile_is_the_nearest_rank) {
  latencies measured;
  for (int us = 100; us >= 1; --us) {
    measured.add(std::chrono::microseconds{us});
  }
  EXPECT_DOUBLE_EQ(measured.quantile(0.5), 50);
  EXPECT_DOUBLE_EQ(measured.quantile(0.99), 99);
  EXPECT_DOUBLE_EQ(measured.quantile(0.999), 100);
  EXPECT_DOUBLE_EQ(measured.quantile(0), 1);
  EXPECT_DOUBLE_EQ(latencies{}.quantile(0.5), 0);
}

TEST(measure, a_median_is_the_middle_or_between_the_two_in_the_middle) {
  EXPECT_DOUBLE_EQ(median({3, 1, 2}), 2);
  EXPECT_DOUBLE_EQ(median({4, 1, 2, 3}), 2.5);
}

TEST(measure, a_sequence_in_order_has_nothing_wrong) {
  sequence_check check;
  for (std::uint64_t n = 1; n <= 5; ++n) {
    check.arrived(n);
  }
  EXPECT_EQ(check.last(), 5U);
  EXPECT_EQ(check.lost() + check.doubled_or_late(), 0U);
}

TEST(measure, what_is_missing_and_what_comes_twice_is_counted) {
  sequence_check check;
  for (const std::uint64_t n : {1U, 2U, 2U, 5U, 4U}) {
    check.arrived(n);
  }
  EXPECT_EQ(check.lost(), 2U);
  EXPECT_EQ(check.doubled_or_late(), 2U);
}

TEST(measure, a_run_that_lost_something_is_not_sound) {
  load_figures f;
  EXPECT_TRUE(f.is_sound());
  f.gaps = 1;
  EXPECT_FALSE(f.is_sound());
}

TEST(table, columns_are_as_wide_as_their_widest_cell_in_characters) {
  EXPECT_EQ(to_text({{"ID", "NAME"}, {"a", "Zo\xC3\xAB"}, {"long", "x"}}),
            "ID    NAME\na     Zo\xC3\xAB\nlong  x\n");
}

TEST(table, ages_and_times_read_as_people_write_them) {
  EXPECT_EQ(readable_age(3200), "3.2 s");
  EXPECT_EQ(readable_age(245'000), "4:05");
  EXPECT_EQ(readable_age(7'445'000), "2:04:05");
  EXPECT_EQ(readable_age(3LL * 86'400'000), "3 d");
  EXPECT_EQ(readable_time(1'767'603'900'250), "2026-01-05 09:05:00.250");
}

TEST(figures, K1_a_queue_is_a_line_with_its_kpis) {
  const auto words = figures_in_words(R"({"companies":[{"company":"acme",
    "complete":true,"queues":[{"id":"sales","window_ms":900000,"agents":3,
    "longest_waiting_ms":12000,"alerts":["service_level","agents"],
    "now":{"waiting":2},"counts":{"offered":50,"answered":44,"abandoned":4},
    "kpis":{"service_level":75,"availability":88,"abandon_rate":8,
    "queue_fill":5,"answer_speed_ms":9500,"first_response_ms":null,
    "response_ms":null,"average_handle_time_ms":245000}}],
    "agents":[{"id":"ann","is_there":true,"occupancy":40,"concurrency":1.5,
    "counts":{"activated":4,"completed":3},
    "times_ms":{"busy":30000,"available":45000,"resting":0}}]}]})");
  EXPECT_EQ(words,
            "acme\n"
            "QUEUE  WINDOW  AGENTS  WAITING  LONGEST  FILL  OFFERED  ANSWERED  "
            "ABANDONED  SERVICE  AVAILABLE  ABANDON  ASA    FIRST  RESPONSE  "
            "AHT   ALERTS\n"
            "sales  15:00   3       2        12.0 s   5%    50       44        "
            "4          75%      88%        8%       9.5 s  -      -         "
            "4:05  service_level agents\n"
            "\n"
            "AGENT  THERE  OCCUPANCY  AT ONCE  OPENED  COMPLETED  BUSY    "
            "AVAILABLE  BREAK\n"
            "ann    yes    40%        1.5      4       3          30.0 s  "
            "45.0 s     0.0 s\n");
}

TEST(figures, K1_what_is_not_complete_says_so_and_nonsense_is_nothing) {
  EXPECT_EQ(figures_in_words("no JSON"), "");
  const auto words = figures_in_words(
    R"({"companies":[{"company":"a","complete":false},{"company":"b"}]})");
  EXPECT_TRUE(words.starts_with("a (not complete")) << words;
}

TEST(telephony, a_request_is_signed_as_openssl_on_a_command_line_does) {
  // printf '1767603900\nPOST\n/api/v1/telephony/events\n{}' |
  //   openssl dgst -sha256 -hmac secret
  EXPECT_EQ(
    sign("secret", "1767603900", "POST", "/api/v1/telephony/events", "{}"),
    "428867591f3292b1d37872a0f83494e92f7ed974295a817f953a0953d299b14d");
}

TEST(http, an_address_needs_a_port) {
  const auto good = parse_endpoint("http://localhost:8080/");
  ASSERT_TRUE(good);
  EXPECT_EQ(good.value().address, "127.0.0.1");
  EXPECT_EQ(good.value().port, 8080);
  for (const auto* bad : {"127.0.0.1", "host:", "host:0", "host:70000", ""}) {
    EXPECT_FALSE(parse_endpoint(bad)) << bad;
  }
}

// Without it parleyd and its load were measured on one core, unnoticed.
TEST(process, a_server_on_a_core_of_its_own_shares_none_with_a_pinned_tool) {
  if (cores_available() < 2) {
    pin_to(0);
    EXPECT_EQ(cores_available(), 1);
    return;
  }
  std::thread pinned{[] {
    pin_to(1);
    process_options start;
    start.command = {"sleep", "60"};
    auto inherits = process::start(start);
    ASSERT_TRUE(inherits);
    EXPECT_TRUE(inherits.value().shares_a_core());
    start.core = 0;
    auto alone = process::start(start);
    ASSERT_TRUE(alone);
    // It moves itself after the fork.
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (alone.value().shares_a_core()
           && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(1ms);
    }
    EXPECT_FALSE(alone.value().shares_a_core());
  }};
  pinned.join();
}

TEST(bench_company, it_is_valid_and_its_file_is_what_parleyd_reads) {
  const auto made = bench_company(3);
  EXPECT_EQ(validate(made), std::vector<std::string>{});
  const auto text = company_file(made);
  EXPECT_NE(text.find("\"passwords\""), std::string::npos);
  const auto read = storage::decode_company(storage::encode_company(made));
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value(), made);
}

} // namespace
} // namespace parley::tools
