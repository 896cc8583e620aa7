// What reads cost, counted in bytes that RocksDB hands out, not in time:
// finding the open chats must not depend on how many are closed.
#include "tests/storage/stores.hpp"
#include "tests/storage/workload.hpp"

#include <gtest/gtest.h>
#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

namespace parley::storage::testing {

namespace {

/// Bytes of keys and values that RocksDB's iterators and lookups handed out in
/// this thread while `read` ran, and what they skipped on the way.
template <class Read>
std::uint64_t cost_of(Read read) {
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
  auto& counted = *rocksdb::get_perf_context();
  counted.Reset();
  read();
  const auto cost = counted.iter_read_bytes + counted.get_read_bytes
                    + 100 * counted.internal_key_skipped_count
                    + 100 * counted.internal_delete_skipped_count;
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  return cost;
}

TEST(store_growth, G11_a_page_of_lines_costs_the_same_in_a_long_chat) {
  const temporary_directory directory;
  const auto db = open_or_fail(directory.path());
  const auto write = [&](std::uint64_t from, std::uint64_t to) {
    std::vector<event> events;
    if (from == 1) {
      events = chat_events(started(0));
    }
    for (auto n = from; n <= to; ++n) {
      events.emplace_back(chat::event{line(1, n)});
    }
    ASSERT_TRUE(
      db->write({{chat_stream("c1"), from == 1 ? 0 : from, events}}).front());
  };
  const auto cost = [&](std::uint64_t last) {
    return cost_of([&] {
      const chat_id c1{"c1"};
      EXPECT_EQ(db->entries_before(acme, c1, 0, 20).value().size(), 20U);
      EXPECT_EQ(db->entries_before(acme, c1, last, 20).value().size(), 20U);
      EXPECT_EQ(db->entries_after(acme, c1, last - 20, 20).value().size(), 20U);
    });
  };
  write(1, 50);
  const auto few = cost(50);
  write(51, 5'000);
  const auto many = cost(5'000);
  EXPECT_GE(few, 60U * 100U);
  EXPECT_LE(many, few + few / 5);
}

TEST(store_growth, an_append_to_a_known_stream_reads_nothing) {
  const temporary_directory directory;
  const auto db = open_or_fail(directory.path());
  ASSERT_TRUE(
    db->write({{chat_stream("c1"), 0, chat_events(started(0))}}).front());
  const auto cost = cost_of([&] {
    for (std::uint64_t n = 1; n <= 50; ++n) {
      ASSERT_TRUE(
        db->write({{chat_stream("c1"), n, chat_events(line(1, n))}}).front());
    }
  });
  EXPECT_EQ(cost, 0U);
}

} // namespace

} // namespace parley::storage::testing
