// The contract of store.hpp, the same suite for both stores. What is read is
// read twice: at once, and after the store was closed and opened again.
#include "storage/audit.hpp"
#include "storage/store.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

namespace parley::storage::testing {

namespace {

using factory_maker = std::function<std::unique_ptr<store_factory>()>;

struct kind_of_store {
  const char* name;
  factory_maker make;
};

class store_contract : public ::testing::TestWithParam<kind_of_store> {
protected:
  void SetUp() override { factory_ = GetParam().make(); }

  [[nodiscard]] store& db() { return factory_->get(); }

  /// Runs checks now and after a restart.
  void twice(const std::function<void()>& check) {
    check();
    factory_->reopen();
    check();
  }

  /// Appends and expects success.
  std::uint64_t append_to(const stream_id& stream,
                          std::vector<event> events,
                          std::optional<std::uint64_t> after = {}) {
    const auto outcomes = db().write({{stream, after, std::move(events)}});
    EXPECT_EQ(outcomes.size(), 1U);
    EXPECT_TRUE(outcomes.front()) << outcomes.front().error().text;
    return outcomes.front() ? outcomes.front().value() : 0;
  }

  store_errc error_of_append(const append& a) {
    const auto outcomes = db().write({a});
    EXPECT_FALSE(outcomes.front());
    return outcomes.front() ? store_errc::not_found
                            : outcomes.front().error().code;
  }

  std::vector<event> all_of(const stream_id& stream) {
    auto events = db().read(stream, 1, 1'000'000);
    EXPECT_TRUE(events);
    return events ? std::move(events).value() : std::vector<event>{};
  }

  /// A chat with lines 1 to `lines` and another event before each.
  void write_talk(const stream_id& stream, std::uint64_t lines) {
    auto events = chat_events(started(0));
    for (std::uint64_t n = 1; n <= lines; ++n) {
      const auto ms = static_cast<long long>(n);
      events.emplace_back(chat::event{chat::flow_advanced{at(ms), "n"}});
      events.emplace_back(chat::event{line(ms, n)});
    }
    append_to(stream, std::move(events), 0);
  }

  std::vector<std::uint64_t>
  numbers(const result<std::vector<transcript_entry>, store_error>& entries) {
    EXPECT_TRUE(entries);
    std::vector<std::uint64_t> all;
    for (const auto& e : entries.value()) {
      all.push_back(e.entry);
    }
    return all;
  }

  std::vector<std::string> open_chat_ids(const company_id& company = acme) {
    const auto chats = db().open_chats(company);
    EXPECT_TRUE(chats);
    std::vector<std::string> ids;
    for (const auto& c : chats.value()) {
      ids.push_back(c.id.value);
    }
    return ids;
  }

  std::vector<std::string> history_ids(long long before,
                                       std::size_t limit = 100) {
    const auto rows = db().history(acme, at(before), limit);
    EXPECT_TRUE(rows);
    std::vector<std::string> ids;
    for (const auto& row : rows.value()) {
      ids.push_back(row.chat.value);
    }
    return ids;
  }

private:
  std::unique_ptr<store_factory> factory_;
};

using ids = std::vector<std::string>;
using lines = std::vector<std::uint64_t>;

INSTANTIATE_TEST_SUITE_P(
  stores,
  store_contract,
  ::testing::Values(kind_of_store{"memory",
                                  [] {
                                    return std::make_unique<memory_factory>();
                                  }},
                    kind_of_store{"rocksdb",
                                  [] {
                                    return std::make_unique<rocksdb_factory>();
                                  }}),
  [](const auto& kind) { return std::string{kind.param.name}; });

TEST_P(store_contract, a_stream_without_events_has_revision_zero) {
  twice([&] {
    const auto revision = db().revision(chat_stream("c1"));
    ASSERT_TRUE(revision);
    EXPECT_EQ(revision.value(), 0U);
    EXPECT_TRUE(all_of(chat_stream("c1")).empty());
    const auto chat = db().load_chat(acme, chat_id{"c1"});
    ASSERT_FALSE(chat);
    EXPECT_EQ(chat.error().code, store_errc::not_found);
    const auto call = db().load_call(acme, call_id{"c1"});
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().code, store_errc::not_found);
  });
}

TEST_P(store_contract, every_type_of_event_comes_back_as_it_was_written) {
  std::vector<event> chats;
  std::vector<event> calls;
  std::vector<event> agents;
  for (const event& e : samples()) {
    (e.index() == 0 ? chats : e.index() == 1 ? calls : agents).push_back(e);
  }
  EXPECT_EQ(append_to(chat_stream("x"), chats, 0), chats.size());
  EXPECT_EQ(append_to(call_stream("x"), calls, 0), calls.size());
  EXPECT_EQ(append_to(agent_stream("x"), agents), agents.size());
  twice([&] {
    EXPECT_EQ(all_of(chat_stream("x")), chats);
    EXPECT_EQ(all_of(call_stream("x")), calls);
    EXPECT_EQ(all_of(agent_stream("x")), agents);
  });
}

TEST_P(store_contract, revisions_count_the_events_of_each_stream) {
  EXPECT_EQ(append_to(chat_stream("c1"), chat_events(started(0)), 0), 1U);
  EXPECT_EQ(
    append_to(chat_stream("c1"), chat_events(line(1, 1), line(2, 2)), 1), 3U);
  EXPECT_EQ(append_to(chat_stream("c2"), chat_events(started(0)), 0), 1U);
  EXPECT_EQ(append_to(chat_stream("c1"), {}, 3), 3U);
  twice([&] {
    EXPECT_EQ(db().revision(chat_stream("c1")).value(), 3U);
    EXPECT_EQ(db().revision(chat_stream("c2")).value(), 1U);
  });
  EXPECT_EQ(append_to(chat_stream("c1"), chat_events(line(3, 3)), 3), 4U);
}

TEST_P(store_contract, a_stale_append_is_left_out_and_the_others_are_written) {
  append_to(chat_stream("c1"), chat_events(started(0)), 0);
  const auto outcomes
    = db().write({{chat_stream("c1"), 1, chat_events(line(1, 1))},
                  {chat_stream("c1"), 1, chat_events(line(1, 7))},
                  {chat_stream("c2"), 5, chat_events(started(0))},
                  {chat_stream("c3"), 0, chat_events(started(0))},
                  {chat_stream("c1"), 2, chat_events(line(2, 2))}});
  ASSERT_EQ(outcomes.size(), 5U);
  EXPECT_EQ(outcomes[0].value(), 2U);
  ASSERT_FALSE(outcomes[1]);
  EXPECT_EQ(outcomes[1].error().code, store_errc::stale_revision);
  ASSERT_FALSE(outcomes[2]);
  EXPECT_EQ(outcomes[2].error().code, store_errc::stale_revision);
  EXPECT_EQ(outcomes[3].value(), 1U);
  EXPECT_EQ(outcomes[4].value(), 3U);
  twice([&] {
    EXPECT_EQ(all_of(chat_stream("c1")),
              chat_events(started(0), line(1, 1), line(2, 2)));
    EXPECT_TRUE(all_of(chat_stream("c2")).empty());
    EXPECT_EQ(open_chat_ids(), (ids{"c1", "c3"}));
  });
}

TEST_P(store_contract, facts_of_agents_go_to_the_end_without_a_revision) {
  append_to(agent_stream("a1"), agent_events(agent::agent_logged_in{at(0)}));
  append_to(agent_stream("a1"), agent_events(agent::break_ended{at(1)}));
  twice([&] {
    EXPECT_EQ(
      all_of(agent_stream("a1")),
      agent_events(agent::agent_logged_in{at(0)}, agent::break_ended{at(1)}));
  });
}

TEST_P(store_contract, streams_with_similar_names_do_not_touch) {
  const std::vector<stream_id> streams{chat_stream("a"),
                                       chat_stream("ab"),
                                       chat_stream("b"),
                                       chat_stream("a.b"),
                                       chat_stream("a", company_id{"acm"}),
                                       chat_stream("a", company_id{"acmea"})};
  for (std::size_t i = 0; i < streams.size(); ++i) {
    append_to(streams[i], chat_events(started(static_cast<long long>(i))), 0);
  }
  append_to(call_stream("a"), call_events(offered(9)), 0);
  append_to(agent_stream("a"), agent_events(agent::break_ended{at(8)}));
  twice([&] {
    for (std::size_t i = 0; i < streams.size(); ++i) {
      EXPECT_EQ(all_of(streams[i]),
                chat_events(started(static_cast<long long>(i))));
      EXPECT_EQ(db().revision(streams[i]).value(), 1U);
    }
    EXPECT_EQ(all_of(call_stream("a")), call_events(offered(9)));
  });
}

TEST_P(store_contract, O1_nothing_is_visible_across_companies) {
  const company_id other{"other"};
  append_to(chat_stream("c1", other), chat_events(started(0)), 0);
  append_to(chat_stream("c2", other), chat_events(started(0), closed(9)), 0);
  append_to(call_stream("k1", other), call_events(offered(0)), 0);
  ASSERT_TRUE(db().put_credential(other, {agent_id{"a1"}, "hash"}));
  ASSERT_TRUE(db().put_login({"t1", other, agent_id{"a1"}, at(0), at(9), ""}));
  twice([&] {
    EXPECT_TRUE(open_chat_ids().empty());
    EXPECT_EQ(open_chat_ids(other), ids{"c1"});
    EXPECT_TRUE(db().open_calls(acme).value().empty());
    EXPECT_TRUE(history_ids(1000).empty());
    EXPECT_FALSE(db().load_chat(acme, chat_id{"c1"}));
    EXPECT_TRUE(all_of(chat_stream("c1")).empty());
    EXPECT_FALSE(db().credential_of(acme, agent_id{"a1"}).value());
    EXPECT_TRUE(db().logins(acme).value().empty());
  });
}

TEST_P(store_contract, a_part_of_a_stream_is_read_from_a_revision_on) {
  write_talk(chat_stream("c1"), 5);
  const auto all = all_of(chat_stream("c1"));
  ASSERT_EQ(all.size(), 11U);
  twice([&] {
    const auto part = db().read(chat_stream("c1"), 3, 4);
    ASSERT_TRUE(part);
    EXPECT_EQ(part.value(),
              (std::vector<event>(all.begin() + 2, all.begin() + 6)));
    EXPECT_EQ(db().read(chat_stream("c1"), 0, 100).value(), all);
    EXPECT_EQ(db().read(chat_stream("c1"), 11, 100).value().size(), 1U);
    EXPECT_TRUE(db().read(chat_stream("c1"), 12, 100).value().empty());
    EXPECT_TRUE(db().read(chat_stream("c1"), 1, 0).value().empty());
  });
}

TEST_P(store_contract, W6_lines_after_a_number_are_exactly_the_rest) {
  write_talk(chat_stream("c1"), 10);
  const chat_id c1{"c1"};
  twice([&] {
    EXPECT_EQ(numbers(db().entries_after(acme, c1, 0, 100)),
              (lines{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(numbers(db().entries_after(acme, c1, 7, 100)), (lines{8, 9, 10}));
    EXPECT_EQ(numbers(db().entries_after(acme, c1, 3, 2)), (lines{4, 5}));
    EXPECT_EQ(numbers(db().entries_after(acme, c1, 3, 0)), lines{});
    EXPECT_EQ(numbers(db().entries_after(acme, c1, 10, 5)), lines{});
    EXPECT_EQ(numbers(db().entries_after(acme, c1, 99, 5)), lines{});
    EXPECT_EQ(numbers(db().entries_after(acme, c1, ~std::uint64_t{0}, 5)),
              lines{});
    EXPECT_EQ(numbers(db().entries_after(acme, chat_id{"c2"}, 0, 5)), lines{});
    const auto one = db().entries_after(acme, c1, 4, 1);
    EXPECT_EQ(one.value().front(), to_entry(line(5, 5)));
  });
}

TEST_P(store_contract, M1_lines_before_a_number_are_the_nearest_in_order) {
  write_talk(chat_stream("c1"), 10);
  const chat_id c1{"c1"};
  twice([&] {
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 0, 3)), (lines{8, 9, 10}));
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 11, 3)), (lines{8, 9, 10}));
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 8, 3)), (lines{5, 6, 7}));
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 3, 9)), (lines{1, 2}));
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 1, 9)), lines{});
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 15, 3)), (lines{8, 9, 10}));
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 999, 2)), (lines{9, 10}));
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 0, 0)), lines{});
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 5, 0)), lines{});
    EXPECT_EQ(numbers(db().entries_before(acme, c1, 0, 100)).size(), 10U);
    EXPECT_EQ(numbers(db().entries_before(acme, chat_id{"c2"}, 0, 5)), lines{});
  });
}

TEST_P(store_contract, Z1_open_chats_are_folded_and_ordered_by_id) {
  append_to(chat_stream("b"), chat_events(started(1), line(2, 1)), 0);
  append_to(chat_stream("a"), chat_events(started(3), queued(4)), 0);
  append_to(chat_stream("c"), chat_events(started(5), closed(6)), 0);
  append_to(chat_stream("d"), chat_events(started(5)), 0);
  append_to(chat_stream("d"), chat_events(closed(7)), 1);
  twice([&] {
    const auto chats = db().open_chats(acme);
    ASSERT_TRUE(chats);
    ASSERT_EQ(chats.value().size(), 2U);
    const auto& a = chats.value()[0];
    EXPECT_EQ(a.id, chat_id{"a"});
    EXPECT_EQ(a.company, acme);
    EXPECT_EQ(a.revision, 2U);
    EXPECT_EQ(a.queue, queue_id{"sales"});
    EXPECT_EQ(a.enqueued, at(4));
    EXPECT_TRUE(std::holds_alternative<chat::queued>(a.phase));
    EXPECT_EQ(chats.value()[1].last_entry, 1U);
    EXPECT_EQ(db().load_chat(acme, chat_id{"a"}).value(), a);
    const auto gone = db().load_chat(acme, chat_id{"d"});
    ASSERT_TRUE(gone);
    EXPECT_TRUE(std::holds_alternative<chat::closed>(gone.value().phase));
  });
}

TEST_P(store_contract, Z1_open_calls_are_folded_until_they_are_closed) {
  append_to(call_stream("k1"), call_events(offered(1)), 0);
  append_to(call_stream("k2"), call_events(offered(1)), 0);
  append_to(call_stream("k3"), call_events(offered(1)), 0);
  append_to(call_stream("k2"),
            call_events(call::call_ended{at(2), cause::customer, {}}),
            1);
  append_to(call_stream("k3"),
            call_events(call::call_answered{at(2), agent_id{"a1"}},
                        call::call_ended{at(3), cause::customer, at(9'000)}),
            1);
  twice([&] {
    const auto calls = db().open_calls(acme);
    ASSERT_TRUE(calls);
    ASSERT_EQ(calls.value().size(), 2U);
    EXPECT_EQ(calls.value()[0].id, call_id{"k1"});
    EXPECT_EQ(calls.value()[1].id, call_id{"k3"});
    EXPECT_TRUE(std::holds_alternative<call::wrapup>(calls.value()[1].phase));
    EXPECT_EQ(db().load_call(acme, call_id{"k3"}).value(), calls.value()[1]);
  });
  append_to(call_stream("k3"), call_events(call::call_closed{at(4)}), 3);
  twice([&] { EXPECT_EQ(db().open_calls(acme).value().size(), 1U); });
}

TEST_P(store_contract, K1_what_is_open_or_was_closed_lately_can_be_listed) {
  const company_id other{"globex"};
  append_to(chat_stream("open"), chat_events(started(1)), 0);
  append_to(chat_stream("early"), chat_events(started(1), closed(9)), 0);
  append_to(chat_stream("late"), chat_events(started(1), closed(10)), 0);
  append_to(call_stream("open"), call_events(offered(1)), 0);
  append_to(call_stream("early"),
            call_events(offered(1), call::call_ended{at(9), {}, {}}),
            0);
  append_to(call_stream("late"),
            call_events(offered(1),
                        call::call_ended{at(2), cause::agent, at(50)},
                        call::call_closed{at(11)}),
            0);
  append_to(agent_stream("a1"), agent_events(agent::break_ended{at(20)}));
  append_to(
    chat_stream("other", other), chat_events(started(1), closed(20)), 0);
  append_to(call_stream("other", other), call_events(offered(1)), 0);
  const auto since = [this](long long ms) {
    return db().streams_since(acme, at(ms)).value();
  };
  twice([&] {
    EXPECT_EQ(since(10),
              (std::vector{chat_stream("late"),
                           chat_stream("open"),
                           call_stream("late"),
                           call_stream("open")}));
    EXPECT_EQ(since(9).size(), 6U);
    EXPECT_EQ(since(12),
              (std::vector{chat_stream("open"), call_stream("open")}));
    EXPECT_EQ(db().streams_since(other, at(0)).value().size(), 2U);
    EXPECT_TRUE(
      db().streams_since(company_id{"nobody"}, at(0)).value().empty());
    // Rows of calls are none of chats.
    EXPECT_EQ(history_ids(1000), (ids{"late", "early"}));
  });
}

TEST_P(store_contract, M1_a_closed_chat_has_one_row_of_history) {
  append_to(chat_stream("c1"),
            chat_events(started(1),
                        line(2, 1),
                        queued(3),
                        allocated(4, "a1"),
                        returned(5),
                        allocated(6, "a2"),
                        line(7, 2)),
            0);
  // The row must also be right if the writer knows nothing of the chat yet.
  twice([&] { EXPECT_TRUE(history_ids(1000).empty()); });
  append_to(chat_stream("c1"), chat_events(line(8, 3), closed(9)), 7);
  twice([&] {
    const auto rows = db().history(acme, at(10), 10);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows.value().size(), 1U);
    const auto& row = rows.value().front();
    EXPECT_EQ(row.chat, chat_id{"c1"});
    EXPECT_EQ(row.started, at(1));
    EXPECT_EQ(row.closed, at(9));
    EXPECT_EQ(row.queue, queue_id{"sales"});
    EXPECT_EQ(row.agent, agent_id{"a2"});
    EXPECT_EQ(row.how, outcome::handled);
    EXPECT_EQ(row.entries, 3U);
  });
}

TEST_P(store_contract, M1_history_is_newest_first_and_paged_by_time) {
  for (const long long ms : {30, 10, 20, 40}) {
    append_to(chat_stream("c" + std::to_string(ms)),
              chat_events(started(1), closed(ms)),
              0);
  }
  append_to(chat_stream("b20"), chat_events(started(1), closed(20)), 0);
  twice([&] {
    EXPECT_EQ(history_ids(1000), (ids{"c40", "c30", "b20", "c20", "c10"}));
    EXPECT_EQ(history_ids(1000, 2), (ids{"c40", "c30"}));
    EXPECT_EQ(history_ids(30), (ids{"b20", "c20", "c10"}));
    EXPECT_EQ(history_ids(31), (ids{"c30", "b20", "c20", "c10"}));
    EXPECT_EQ(history_ids(10), ids{});
    EXPECT_EQ(history_ids(1000, 0), ids{});
  });
}

TEST_P(store_contract, events_of_a_wrong_kind_or_name_are_refused) {
  EXPECT_EQ(error_of_append({call_stream("c1"), 0, chat_events(started(0))}),
            store_errc::unavailable);
  EXPECT_EQ(error_of_append({chat_stream(""), 0, chat_events(started(0))}),
            store_errc::unavailable);
  EXPECT_EQ(
    error_of_append(
      {chat_stream(std::string("a\0b", 3)), 0, chat_events(started(0))}),
    store_errc::unavailable);
  EXPECT_EQ(db().revision(call_stream("c1")).value(), 0U);
}

TEST_P(store_contract, W7_the_longest_line_is_stored_whole) {
  std::string text;
  for (std::size_t i = 0; i < limits::text_characters_max; ++i) {
    text += "\U0001F600";
  }
  append_to(chat_stream("c1"), chat_events(started(0), line(1, 1, text)), 0);
  twice([&] {
    EXPECT_EQ(
      db().entries_after(acme, chat_id{"c1"}, 0, 1).value().front().text, text);
  });
}

TEST_P(store_contract, companies_are_kept_by_version_and_ordered_by_id) {
  company c = sample_company();
  ASSERT_TRUE(db().put_company(c));
  company first;
  first.id = company_id{"aaa"};
  first.version = 1;
  ASSERT_TRUE(db().put_company(first));
  const auto refused = db().put_company(c);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, store_errc::stale_revision);
  c.version = 3;
  EXPECT_FALSE(db().put_company(c));
  c.version = 2;
  c.name = "Acme 2";
  ASSERT_TRUE(db().put_company(c));
  twice([&] {
    const auto all = db().companies();
    ASSERT_TRUE(all);
    EXPECT_EQ(all.value(), (std::vector<company>{first, c}));
  });
}

TEST_P(store_contract, a_company_begins_with_version_one) {
  company c = sample_company();
  c.version = 2;
  EXPECT_FALSE(db().put_company(c));
  c.version = 0;
  EXPECT_FALSE(db().put_company(c));
  twice([&] { EXPECT_TRUE(db().companies().value().empty()); });
}

TEST_P(store_contract, A3_a_version_and_its_row_of_the_log_are_one_write) {
  company c = sample_company();
  audit_entry by;
  by.who = agent_id{"adam"};
  by.act = "configuration.changed";
  ASSERT_TRUE(db().put_company(c, &by));
  // Neither: the version is stale, or the row breaks a bound.
  EXPECT_FALSE(db().put_company(c, &by));
  c.version = 2;
  auto too_long = by;
  too_long.act = std::string(limits::name_characters_max + 1, 'x');
  const auto refused = db().put_company(c, &too_long);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, store_errc::refused);
  by.act = std::string(limits::name_characters_max, 'x');
  ASSERT_TRUE(db().put_company(c, &by));
  twice([&] {
    EXPECT_EQ(db().companies().value(), std::vector<company>{c});
    const auto page = audit_page_of(db().contacts(), c.id, {}, 0, 10);
    ASSERT_TRUE(page);
    ASSERT_EQ(page.value().rows.size(), 2U);
    EXPECT_EQ(page.value().rows[0].entry, by);
    EXPECT_EQ(page.value().rows[1].entry.act, "configuration.changed");
    const auto verdict = verify_audit(db().contacts(), c.id);
    ASSERT_TRUE(verdict);
    EXPECT_FALSE(verdict.value().fault);
    EXPECT_EQ(verdict.value().rows, 2U);
  });
}

TEST_P(store_contract, A1_credentials_are_replaced) {
  const agent_id a1{"a1"};
  EXPECT_FALSE(db().credential_of(acme, a1).value());
  ASSERT_TRUE(db().put_credential(acme, {a1, "one"}));
  ASSERT_TRUE(db().put_credential(acme, {a1, "two"}));
  twice([&] {
    const auto found = db().credential_of(acme, a1);
    ASSERT_TRUE(found);
    ASSERT_TRUE(found.value());
    EXPECT_EQ(found.value()->agent, a1);
    EXPECT_EQ(found.value()->password_hash, "two");
    EXPECT_FALSE(db().credential_of(acme, agent_id{"a"}).value());
  });
}

TEST_P(store_contract, A1_logins_are_found_by_their_hash_and_revoked) {
  ASSERT_TRUE(
    db().put_login({"ff00", acme, agent_id{"a1"}, at(1), at(2), "::1"}));
  ASSERT_TRUE(db().put_login({"aa00", acme, agent_id{"a2"}, at(3), at(4), ""}));
  ASSERT_TRUE(db().put_login(
    {"bb00", company_id{"other"}, agent_id{"a1"}, at(3), at(4), ""}));
  twice([&] {
    const auto found = db().login_of("ff00");
    ASSERT_TRUE(found);
    ASSERT_TRUE(found.value());
    EXPECT_EQ(found.value()->company, acme);
    EXPECT_EQ(found.value()->agent, agent_id{"a1"});
    EXPECT_EQ(found.value()->created, at(1));
    EXPECT_EQ(found.value()->expires, at(2));
    EXPECT_EQ(found.value()->address, "::1");
    const auto all = db().logins(acme);
    ASSERT_EQ(all.value().size(), 2U);
    EXPECT_EQ(all.value()[0].token_hash, "aa00");
    EXPECT_EQ(all.value()[1].token_hash, "ff00");
  });
  ASSERT_TRUE(db().remove_login("ff00"));
  ASSERT_TRUE(db().remove_login("ff00"));
  twice([&] {
    EXPECT_FALSE(db().login_of("ff00").value());
    EXPECT_EQ(db().logins(acme).value().size(), 1U);
  });
}

TEST_P(store_contract, the_identity_of_data_stays) {
  const auto identity = db().identity();
  EXPECT_FALSE(identity.empty());
  twice([&] { EXPECT_EQ(db().identity(), identity); });
  EXPECT_NE(GetParam().make()->get().identity(), identity);
}

TEST_P(store_contract, an_empty_batch_has_no_outcomes) {
  EXPECT_TRUE(db().write({}).empty());
}

TEST_P(store_contract, Z2_readers_beside_the_writer_see_whole_prefixes) {
  append_to(chat_stream("c1"), chat_events(started(0)), 0);
  constexpr std::uint64_t count = 400;
  std::thread reader{[&] {
    for (std::uint64_t seen = 0; seen < count;) {
      const auto found
        = numbers(db().entries_after(acme, chat_id{"c1"}, 0, 999));
      EXPECT_GE(found.size(), seen);
      for (std::size_t i = 0; i < found.size(); ++i) {
        ASSERT_EQ(found[i], i + 1);
      }
      // Two lines of an append appear together.
      ASSERT_EQ(found.size() % 2, 0U);
      seen = found.size();
    }
  }};
  for (std::uint64_t n = 1; n < count; n += 2) {
    append_to(chat_stream("c1"), chat_events(line(1, n), line(1, n + 1)), n);
  }
  reader.join();
}

} // namespace

} // namespace parley::storage::testing
