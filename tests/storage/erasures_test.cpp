// Conversations that must go, on both stores (M4): of a contact, by the rules
// of the queues; in steps that a restart does not lose.
#include "protocol/crm_limits.hpp"
#include "storage/erasures.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley::storage::testing {

namespace {

using namespace std::chrono_literals;
using parley::testing::matches_golden;

constexpr timestamp the_end = from_unix_ms(1LL << 52U);

template <class Factory>
class erasures_contract : public ::testing::Test {
protected:
  [[nodiscard]] store& db() { return factory_.get(); }
  [[nodiscard]] erasures go() { return erasures{db()}; }
  [[nodiscard]] class contacts crm() { return storage::contacts{db()}; }

  template <class T>
  T good(result<T, store_error> r) {
    EXPECT_TRUE(r) << (r ? std::string{} : r.error().text);
    return r ? std::move(r).value() : T{};
  }

  void write_chat(const std::string& id,
                  timestamp when,
                  const char* queue,
                  bool is_closed = true) {
    const auto ms = (when - at(0)).count();
    auto events = chat_events(started(ms), queued(ms, queue), line(ms, 1, "x"));
    if (is_closed) {
      events.emplace_back(chat::event{closed(ms)});
    }
    ASSERT_TRUE(db().write({{chat_stream(id), 0, events}}).front());
  }
  void add_contact(const char* id) {
    contact x;
    x.id = contact_id{id};
    x.last_name = id;
    good(crm().create(acme, x));
  }
  void link(const std::string& chat, const char* to) {
    good(crm().link(acme, chat_id{chat}, contact_id{to}, at(9), {}));
  }
  bool has_text(const std::string& id) {
    const auto lines = good(db().entries_after(acme, chat_id{id}, 0, 9));
    return !lines.front().text.empty();
  }
  erasure asked(const std::string& id, const char* contact, timestamp when) {
    return good(
      go().ask(acme, {id, contact_id{contact}, agent_id{"a1"}, when}));
  }
  /// Steps until something else is said, with a restart after each.
  erasure_step run(const std::string& id, timestamp settled = the_end) {
    auto said = erasure_step::more;
    while (said == erasure_step::more) {
      factory_.reopen();
      said = good(go().go_on(acme, id, settled, {}));
    }
    return said;
  }
  /// A whole run by rule; @returns how many steps it took.
  int apply_rules(const company& c, timestamp now) {
    if (!good(go().begin_retention(c, now))) {
      return 0;
    }
    int steps = 0;
    auto said = erasure_step::more;
    while (said == erasure_step::more) {
      factory_.reopen();
      said = good(go().go_on_retention(acme, {}));
      ++steps;
    }
    if (said == erasure_step::rewrite) {
      good(db().scrub(acme));
      good(go().finish_retention(acme));
    }
    return steps;
  }

  // NOLINTNEXTLINE(misc-non-private-member-variables-in-classes): a fixture's.
  Factory factory_;
};

using factories = ::testing::Types<memory_factory, rocksdb_factory>;
TYPED_TEST_SUITE(erasures_contract, factories);

TYPED_TEST(erasures_contract, M4_all_conversations_of_a_contact_and_no_others) {
  this->add_contact("k1");
  for (int i = 0; i < 120; ++i) {
    const auto id = "c" + std::to_string(i);
    this->write_chat(id, at(i), "sales", i != 7);
    if (i < 110) {
      this->link(id, "k1");
    }
  }
  const auto filed = this->asked("e1", "k1", at(500));
  EXPECT_EQ(filed.phase, erasure_phase::erasing);
  EXPECT_EQ(this->run("e1"), erasure_step::rewrite);
  auto x = this->good(this->go().read(acme, "e1"));
  EXPECT_EQ(x.phase, erasure_phase::rewriting);
  EXPECT_EQ(x.sessions, 110U);
  EXPECT_EQ(x.erased, 109U);
  EXPECT_EQ(x.open, 1U);
  for (const auto* gone : {"c0", "c6", "c8", "c60", "c109"}) {
    EXPECT_FALSE(this->has_text(gone)) << gone;
  }
  for (const auto* there : {"c7", "c110", "c119"}) {
    EXPECT_TRUE(this->has_text(there)) << there;
  }
  EXPECT_EQ(this->run("e1"), erasure_step::rewrite);
  x = this->good(this->go().finish(acme, "e1", at(900)));
  EXPECT_EQ(x.finished, at(900));
  EXPECT_EQ(this->run("e1"), erasure_step::over);
}

TYPED_TEST(erasures_contract, M4_what_is_still_in_memory_waits) {
  this->add_contact("k1");
  this->write_chat("c1", at(1'000), "sales");
  this->link("c1", "k1");
  this->asked("e1", "k1", at(2'000));
  EXPECT_EQ(this->run("e1", at(1'000)), erasure_step::later);
  EXPECT_TRUE(this->has_text("c1"));
  EXPECT_EQ(this->run("e1", at(1'001)), erasure_step::rewrite);
  EXPECT_FALSE(this->has_text("c1"));
}

TYPED_TEST(erasures_contract, M4_a_contact_has_one_unfinished_deletion) {
  this->add_contact("k1");
  const auto first = this->asked("e1", "k1", at(1));
  EXPECT_EQ(this->asked("e2", "k1", at(2)), first);
  EXPECT_EQ(this->good(this->go().unfinished(acme, contact_id{"k1"})), first);
  EXPECT_FALSE(this->good(this->go().unfinished(acme, contact_id{"k2"})));
  this->good(this->go().finish(acme, "e1", at(3)));
  EXPECT_EQ(this->asked("e2", "k1", at(4)).id, "e2");
  const auto all = this->good(this->go().list(acme));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.front().id, "e2");
  EXPECT_EQ(this->go().read(acme, "e9").error().code, store_errc::not_found);
  EXPECT_TRUE(this->good(this->go().list(company_id{"other"})).empty());
}

TYPED_TEST(erasures_contract, M4_100_deletions_are_kept_and_the_oldest_goes) {
  const auto name = [](std::size_t i) {
    return "e" + std::to_string(i);
  };
  for (std::size_t i = 0; i < limits::erasures_kept_max; ++i) {
    const auto contact = "k" + std::to_string(i);
    this->asked(name(i), contact.c_str(), at(static_cast<long long>(i)));
  }
  // None is finished: none can go.
  EXPECT_EQ(
    this->go().ask(acme, {"one", contact_id{"more"}, {}, at(999)}).error().code,
    store_errc::unavailable);
  this->good(this->go().finish(acme, name(4), at(999)));
  this->good(this->go().finish(acme, name(3), at(999)));
  this->asked("one", "more", at(999));
  EXPECT_EQ(this->go().read(acme, name(3)).error().code, store_errc::not_found);
  EXPECT_EQ(this->good(this->go().list(acme)).size(),
            limits::erasures_kept_max);
}

TYPED_TEST(erasures_contract, M4_what_else_belongs_to_a_chat_goes_first) {
  this->add_contact("k1");
  this->write_chat("c1", at(1), "sales");
  this->link("c1", "k1");
  this->asked("e1", "k1", at(2));
  std::set<std::string> gone;
  const auto refuse = [](const chat_id&) -> result<done, store_error> {
    return store_error{store_errc::unavailable, "The files cannot go."};
  };
  EXPECT_FALSE(this->go().go_on(acme, "e1", the_end, refuse));
  EXPECT_TRUE(this->has_text("c1"));
  const auto take = [&](const chat_id& chat) -> result<done, store_error> {
    gone.insert(chat.value);
    return done{};
  };
  this->good(this->go().go_on(acme, "e1", the_end, take));
  EXPECT_EQ(gone, std::set<std::string>{"c1"});
  EXPECT_FALSE(this->has_text("c1"));
}

TYPED_TEST(erasures_contract, M4_retention_goes_by_the_rule_of_each_queue) {
  auto c = sample_company();
  c.queues.clear();
  for (const auto& [name, days] :
       {std::pair{"sales", 1}, {"support", 2}, {"free", 0}}) {
    queue_config q;
    q.id = queue_id{name};
    if (days > 0) {
      q.keep_conversations_days = days;
    }
    c.queues[q.id] = q;
  }
  // Many end in the same millisecond.
  for (int i = 0; i < 130; ++i) {
    this->write_chat("c" + std::to_string(i), at(i / 120), "sales");
  }
  this->write_chat("support", at(0), "support");
  this->write_chat("free", at(0), "free");
  this->write_chat("young", at(0) + 24h, "sales");
  // A moment too early nothing goes.
  this->apply_rules(c, at(0) + 24h);
  EXPECT_TRUE(this->has_text("c0"));
  // A step takes all of one millisecond.
  EXPECT_EQ(this->apply_rules(c, at(1) + 24h), 1);
  EXPECT_FALSE(this->has_text("c0"));
  EXPECT_FALSE(this->has_text("c119"));
  EXPECT_TRUE(this->has_text("c120"));
  EXPECT_TRUE(this->has_text("support"));
  EXPECT_EQ(this->good(this->go().retention_of(acme)).erased, 120U);

  this->apply_rules(c, at(1) + 48h);
  EXPECT_FALSE(this->has_text("c129"));
  EXPECT_FALSE(this->has_text("support"));
  EXPECT_FALSE(this->has_text("young"));
  EXPECT_TRUE(this->has_text("free"));
  // What was looked at is not looked at again.
  EXPECT_EQ(this->apply_rules(c, at(2) + 48h), 1);
  EXPECT_EQ(this->good(this->go().retention_of(acme)).erased, 0U);
}

TYPED_TEST(erasures_contract, M4_a_rule_that_comes_later_reaches_back) {
  auto c = sample_company();
  auto& sales = c.queues.at(queue_id{"sales"});
  sales.keep_conversations_days = 10;
  this->write_chat("c1", at(0), "sales");
  this->write_chat("c2", at(0), "support");
  this->apply_rules(c, at(1) + 9 * 24h);
  EXPECT_TRUE(this->has_text("c1"));
  // Shortened.
  sales.keep_conversations_days = 5;
  this->apply_rules(c, at(2) + 9 * 24h);
  EXPECT_FALSE(this->has_text("c1"));
  // A queue that had none.
  queue_config support;
  support.id = queue_id{"support"};
  support.keep_conversations_days = 1;
  c.queues[support.id] = support;
  this->apply_rules(c, at(3) + 9 * 24h);
  EXPECT_FALSE(this->has_text("c2"));
  // None at all.
  for (auto& [id, queue] : c.queues) {
    queue.keep_conversations_days.reset();
  }
  EXPECT_EQ(this->apply_rules(c, at(4) + 9 * 24h), 0);
}

TYPED_TEST(erasures_contract, M4_a_run_of_many_steps_forgets_nobody) {
  auto c = sample_company();
  c.queues.at(queue_id{"sales"}).keep_conversations_days = 1;
  auto support = c.queues.at(queue_id{"sales"});
  support.id = queue_id{"support"};
  support.keep_conversations_days = 2;
  c.queues[support.id] = support;
  // Three pages and a rest; of every third the rule comes a day later.
  constexpr int chats = 170;
  for (int i = 0; i < chats; ++i) {
    this->write_chat(
      "c" + std::to_string(i), at(i), i % 3 == 0 ? "support" : "sales");
  }
  EXPECT_GE(this->apply_rules(c, at(130) + 24h), 3);
  std::uint64_t gone = 0;
  for (int i = 0; i < chats; ++i) {
    const bool is_due = i < 130 && i % 3 != 0;
    EXPECT_EQ(this->has_text("c" + std::to_string(i)), !is_due) << i;
    gone += is_due ? 1U : 0U;
  }
  EXPECT_EQ(this->good(this->go().retention_of(acme)).erased, gone);
  EXPECT_GE(this->apply_rules(c, at(130) + 48h), 3);
  for (int i = 0; i < chats; ++i) {
    const bool is_due = i % 3 != 0 || i < 130;
    EXPECT_EQ(this->has_text("c" + std::to_string(i)), !is_due) << i;
  }
}

TYPED_TEST(erasures_contract, M4_the_rule_of_a_deleted_queue_outlives_it) {
  auto c = sample_company();
  const queue_id sales{"sales"};
  c.queues.at(sales).keep_conversations_days = 10;
  this->write_chat("c1", at(0), "sales");
  this->write_chat("free", at(0), "care");
  this->apply_rules(c, at(1) + 24h);
  const auto queue = c.queues.at(sales);
  c.queues.erase(sales);
  this->apply_rules(c, at(0) + 9 * 24h);
  EXPECT_TRUE(this->has_text("c1"));
  this->apply_rules(c, at(1) + 10 * 24h);
  EXPECT_FALSE(this->has_text("c1"));
  EXPECT_TRUE(this->has_text("free"));
  // A queue that comes again under the name has its own rule, or none.
  this->write_chat("c2", at(2) + 10 * 24h, "sales");
  c.queues[sales] = queue;
  c.queues[sales].keep_conversations_days.reset();
  EXPECT_EQ(this->apply_rules(c, at(3) + 30 * 24h), 0);
  EXPECT_TRUE(this->has_text("c2"));
}

TYPED_TEST(erasures_contract, M4_a_run_that_was_interrupted_keeps_its_rules) {
  auto c = sample_company();
  c.queues.at(queue_id{"sales"}).keep_conversations_days = 1;
  for (int i = 0; i < 60; ++i) {
    this->write_chat("c" + std::to_string(i), at(i), "sales");
  }
  EXPECT_TRUE(this->good(this->go().begin_retention(c, at(30) + 24h)));
  EXPECT_TRUE(this->good(this->go().begin_retention(c, at(60) + 24h)));
  const auto x = this->good(this->go().retention_of(acme));
  EXPECT_EQ(x.rules.at(queue_id{"sales"}), at(30));
  this->apply_rules(c, at(60) + 24h);
  EXPECT_FALSE(this->has_text("c29"));
  EXPECT_TRUE(this->has_text("c30"));
}

TEST(erasure_codec, M4_rows_come_back_and_have_a_golden_sample) {
  const erasure x{"e1",
                  contact_id{"k1"},
                  agent_id{"a1"},
                  at(1),
                  erasure_phase::rewriting,
                  "00ff",
                  3,
                  2,
                  1,
                  at(2)};
  const retention r{{{queue_id{"sales"}, at(3)}},
                    {{queue_id{"support"}, at(4)}},
                    at(5),
                    erasure_phase::erasing,
                    at(6),
                    7,
                    {{queue_id{"gone"}, 8}}};
  EXPECT_EQ(decode_erasure(encode_erasure(x)).value(), x);
  EXPECT_EQ(decode_retention(encode_retention(r)).value(), r);
  EXPECT_TRUE(
    matches_golden("events/erasure_rows.v1.txt",
                   encode_erasure(x) + "\n" + encode_retention(r) + "\n"));
  EXPECT_EQ(decode_erasure("{}").error().code, store_errc::corrupt_record);
  EXPECT_EQ(decode_retention(R"({"version":2,"row":{}})").error().code,
            store_errc::unknown_format);
}

} // namespace

} // namespace parley::storage::testing
