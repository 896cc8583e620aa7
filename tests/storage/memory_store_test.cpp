// What the store in memory can do beyond the contract: fail and crash on
// demand.
#include "storage/memory_store.hpp"
#include "tests/storage/samples.hpp"

#include <gtest/gtest.h>

namespace parley::storage::testing {

namespace {

append start_of(std::string id) {
  return {chat_stream(std::move(id)), 0, chat_events(started(0))};
}

TEST(memory_store, the_ordered_number_of_writes_fails_and_writes_nothing) {
  memory_store db;
  db.fail_next(2, store_errc::full);
  for (int i = 0; i < 2; ++i) {
    const auto outcomes = db.write({start_of("c1"), start_of("c2")});
    ASSERT_EQ(outcomes.size(), 2U);
    for (const auto& outcome : outcomes) {
      ASSERT_FALSE(outcome);
      EXPECT_EQ(outcome.error().code, store_errc::full);
    }
  }
  EXPECT_EQ(db.revision(chat_stream("c1")).value(), 0U);
  EXPECT_TRUE(db.open_chats(acme).value().empty());
  EXPECT_EQ(db.batches(), 0U);
  EXPECT_TRUE(db.write({start_of("c1")}).front());
  EXPECT_EQ(db.batches(), 1U);
}

TEST(memory_store, rows_fail_on_demand_as_well) {
  memory_store db;
  db.fail_next(4, store_errc::failed);
  EXPECT_FALSE(db.put_company(sample_company()));
  EXPECT_FALSE(db.put_credential(acme, {agent_id{"a1"}, "h"}));
  EXPECT_FALSE(db.put_login({"t", acme, agent_id{"a1"}, at(0), at(1), ""}));
  EXPECT_FALSE(db.remove_login("t"));
  EXPECT_TRUE(db.put_company(sample_company()));
}

TEST(memory_store, R1_a_crash_loses_exactly_what_was_not_synced) {
  memory_store db;
  EXPECT_TRUE(db.write({start_of("before")}).front());
  db.hold_syncs(true);
  EXPECT_TRUE(db.write({start_of("synced")}).front());
  db.sync_now();
  EXPECT_TRUE(db.write({start_of("lost")}).front());
  EXPECT_TRUE(
    db.write({{chat_stream("before"), 1, chat_events(closed(9))}}).front());
  EXPECT_TRUE(db.put_company(sample_company()));
  EXPECT_EQ(db.open_chats(acme).value().size(), 2U);
  db.drop_unsynced();
  EXPECT_EQ(db.revision(chat_stream("lost")).value(), 0U);
  EXPECT_EQ(db.revision(chat_stream("before")).value(), 1U);
  EXPECT_EQ(db.open_chats(acme).value().size(), 2U);
  EXPECT_TRUE(db.history(acme, at(100), 10).value().empty());
  EXPECT_TRUE(db.companies().value().empty());
}

TEST(memory_store, a_crash_loses_nothing_while_every_write_is_synced) {
  memory_store db;
  EXPECT_TRUE(db.write({start_of("c1")}).front());
  db.drop_unsynced();
  db.hold_syncs(true);
  db.hold_syncs(false);
  EXPECT_TRUE(db.write({start_of("c2")}).front());
  db.drop_unsynced();
  EXPECT_EQ(db.open_chats(acme).value().size(), 2U);
}

TEST(shards, the_shard_of_a_company_never_changes) {
  // These stand in the keys of data on disk.
  EXPECT_EQ(shard_of(company_id{""}), 225);
  EXPECT_EQ(shard_of(company_id{"acme"}), 160);
  EXPECT_EQ(shard_of(company_id{"demo"}), 76);
  EXPECT_EQ(shard_of(company_id{"c-000001"}), 158);
}

} // namespace

} // namespace parley::storage::testing
