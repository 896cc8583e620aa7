// What the server does by itself about conversations that must go (M4). Time is
// the test's.
#include "gateway/upkeep.hpp"
#include "storage/audit.hpp"
#include "storage/memory_store.hpp"
#include "tests/gateway/gateway_world.hpp"
#include "tests/storage/samples.hpp"

#include <gtest/gtest.h>

namespace parley::gateway {
namespace {

using namespace std::chrono_literals;
using storage::testing::acme;
using storage::testing::at;
using storage::testing::chat_events;
using storage::testing::chat_stream;

class upkeep_test : public ::testing::Test {
protected:
  void SetUp() override {
    clock_.set(at(0));
    company_.id = acme;
    queue_config sales;
    sales.id = queue_id{"sales"};
    company_.queues[sales.id] = sales;
  }

  void write_chat(const std::string& id, timestamp when) {
    const auto ms = (when - at(0)).count();
    ASSERT_TRUE(db_
                  .write({{chat_stream(id),
                           0,
                           chat_events(storage::testing::started(ms),
                                       storage::testing::queued(ms, "sales"),
                                       storage::testing::line(ms, 1, "text"),
                                       storage::testing::closed(ms))}})
                  .front());
  }
  bool has_text(const std::string& id) {
    return !db_.entries_after(acme, chat_id{id}, 0, 9)
              .value()
              .front()
              .text.empty();
  }
  upkeep make() {
    upkeep_world w;
    w.store = &db_;
    w.time = &clock_;
    w.log = &log_;
    w.companies = [this] {
      return std::vector<company_ptr>{std::make_shared<company>(company_)};
    };
    return upkeep{w};
  }
  std::vector<std::string> acts() {
    std::vector<std::string> all;
    const auto page = storage::audit_page_of(db_.contacts(), acme, {}, 0, 99);
    for (const auto& row : page.value().rows) {
      all.push_back(row.entry.act);
    }
    return all;
  }

  storage::memory_store db_;
  testing::moved_clock clock_;
  testing::kept_log log_;
  company company_;
};

TEST_F(upkeep_test, M4_rules_are_applied_once_a_night) {
  EXPECT_EQ(last_night(at(0)),
            std::chrono::floor<std::chrono::days>(at(0)) + 2h);
  const auto night = last_night(at(0)) + 24h;
  EXPECT_EQ(last_night(night - 1ms), night - 24h);
  EXPECT_EQ(last_night(night), night);

  company_.queues.begin()->second.keep_conversations_days = 2;
  write_chat("old", at(0) - 49h);
  write_chat("next", at(0) - 24h);
  auto u = make();
  u.run_once();
  EXPECT_FALSE(has_text("old"));
  EXPECT_TRUE(has_text("next"));
  // Not again before the next night, also not by another start.
  clock_.set(night - 1ms);
  write_chat("late", at(0) - 72h);
  make().run_once();
  EXPECT_TRUE(has_text("next"));
  clock_.set(night + 24h);
  make().run_once();
  EXPECT_FALSE(has_text("next"));
  EXPECT_EQ(acts(),
            (std::vector<std::string>{"conversations.expired",
                                      "conversations.expired"}));
}

TEST_F(upkeep_test, M4_without_a_rule_nothing_goes_and_nothing_is_written) {
  write_chat("old", at(0) - 24h * 10'000);
  make().run_once();
  EXPECT_TRUE(has_text("old"));
  EXPECT_EQ(storage::erasures{db_}.retention_of(acme).value(),
            storage::retention{});
}

TEST_F(upkeep_test, M4_a_deletion_is_done_when_nobody_holds_the_chat) {
  contact x;
  x.id = contact_id{"k1"};
  x.last_name = "Archer";
  ASSERT_TRUE(storage::contacts{db_}.create(acme, x));
  write_chat("c1", at(0));
  ASSERT_TRUE(
    storage::contacts{db_}.link(acme, chat_id{"c1"}, x.id, at(0), {}));
  const storage::erasures all{db_};
  ASSERT_TRUE(all.ask(acme, {"e1", x.id, agent_id{"adam"}, at(0)}));
  // It was closed a moment ago.
  clock_.set(at(0) + limits::closed_chat_lingers);
  EXPECT_TRUE(make().run_once());
  EXPECT_TRUE(has_text("c1"));
  clock_.advance(1ms);
  EXPECT_FALSE(make().run_once());
  EXPECT_FALSE(has_text("c1"));
  const auto e = all.read(acme, "e1").value();
  EXPECT_EQ(e.phase, erasure_phase::finished);
  EXPECT_EQ(e.finished, clock_.now());
  EXPECT_EQ(acts(), std::vector<std::string>{"conversations.deleted"});
}

TEST_F(upkeep_test, M4_what_fails_is_logged_and_tried_again) {
  company_.queues.begin()->second.keep_conversations_days = 1;
  write_chat("old", at(0) - 48h);
  db_.fail_next(1, storage::store_errc::full);
  auto u = make();
  EXPECT_TRUE(u.run_once());
  ASSERT_EQ(log_.lines().size(), 1U);
  EXPECT_TRUE(log_.lines().front().starts_with("upkeep_failed company=acme"));
  u.run_once();
  EXPECT_FALSE(has_text("old"));
}

TEST_F(upkeep_test, M4_it_ends_when_it_is_told_to) {
  auto u = make();
  u.start();
  u.poke();
  u.stop();
  u.stop();
}

} // namespace
} // namespace parley::gateway
