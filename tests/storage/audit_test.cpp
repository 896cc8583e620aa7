// The audit log on both stores (A3): what is written comes back, and whatever
// is done to its rows is found.
#include "protocol/limits.hpp"
#include "storage/audit.hpp"
#include "storage/audit_codec.hpp"
#include "storage/record.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley::storage::testing {

using parley::testing::matches_golden;

namespace {

const company_id here{"acme"};
const company_id elsewhere{"acme2"};

audit_entry entry(int n) {
  audit_entry e;
  e.at = at(n);
  e.who = agent_id{n % 2 == 0 ? "ann" : "bob"};
  e.address = "127.0.0.1";
  e.act = "configuration.changed";
  e.object_kind = "queues";
  e.object = "q" + std::to_string(n);
  e.details = {{"field", "name"}};
  return e;
}

std::string row_key(std::uint64_t number) {
  std::string key;
  append_company_key(key, here);
  key += "ar";
  append_number(key, number);
  return key;
}

class audit_log : public ::testing::TestWithParam<bool> {
protected:
  store& data() { return factory_->get(); }
  contact_rows& rows() { return data().contacts(); }
  void fill(int count) {
    for (int n = 1; n <= count; ++n) {
      const auto row = record_audit(data(), here, entry(n));
      ASSERT_TRUE(row) << row.error().text;
      ASSERT_EQ(row.value().number, static_cast<std::uint64_t>(n));
    }
  }
  audit_verdict verdict() {
    const auto v = verify_audit(rows(), here);
    EXPECT_TRUE(v) << v.error().text;
    return v ? v.value() : audit_verdict{};
  }
  std::string stored(std::uint64_t number) {
    return rows().get(row_key(number)).value().value();
  }
  void put(std::uint64_t number, std::optional<std::string> text) {
    ASSERT_TRUE(rows().update([&](contact_rows::changes& c) {
      c[row_key(number)] = std::move(text);
      return std::optional<store_error>{};
    }));
  }
  void expect_fault_at(std::uint64_t number) {
    const auto v = verdict();
    ASSERT_TRUE(v.fault) << "nothing was found";
    EXPECT_EQ(v.fault->number, number) << v.fault->what;
  }

  std::unique_ptr<store_factory> factory_
    = GetParam() ? std::unique_ptr<store_factory>{new rocksdb_factory}
                 : std::unique_ptr<store_factory>{new memory_factory};
};

TEST_P(audit_log, A3_rows_are_chained_and_survive_a_restart) {
  fill(5);
  factory_->reopen();
  const auto v = verdict();
  EXPECT_FALSE(v.fault);
  EXPECT_EQ(v.rows, 5U);
  const auto next = record_audit(data(), here, entry(6));
  ASSERT_TRUE(next);
  EXPECT_EQ(next.value().number, 6U);
  EXPECT_EQ(verdict().hash, next.value().hash);
}

TEST_P(audit_log, A3_an_empty_log_is_sound_and_companies_do_not_mix) {
  EXPECT_EQ(verdict().rows, 0U);
  fill(2);
  ASSERT_TRUE(record_audit(data(), elsewhere, entry(9)));
  EXPECT_EQ(verdict().rows, 2U);
  EXPECT_EQ(verify_audit(rows(), elsewhere).value().rows, 1U);
}

TEST_P(audit_log, A3_a_changed_row_is_found) {
  fill(4);
  auto text = stored(2);
  text.replace(text.find("bob") == std::string::npos ? text.find("ann")
                                                     : text.find("bob"),
               3,
               "eve");
  put(2, text);
  expect_fault_at(2);
}

TEST_P(audit_log, A3_a_changed_row_with_a_hash_of_its_own_is_found) {
  fill(4);
  // Somebody who can compute a hash over another history.
  auto& other = factory_->get();
  auto forged = entry(2);
  forged.who = agent_id{"eve"};
  ASSERT_TRUE(record_audit(other, elsewhere, entry(1)));
  ASSERT_TRUE(record_audit(other, elsewhere, forged));
  std::string key;
  append_company_key(key, elsewhere);
  key += "ar";
  append_number(key, 2);
  put(2, rows().get(key).value().value());
  // Row 2 fits row 1, but row 3 does not fit it.
  expect_fault_at(3);
}

TEST_P(audit_log, A3_missing_swapped_and_added_rows_are_found) {
  fill(5);
  const auto second = stored(2);
  const auto third = stored(3);
  put(3, std::nullopt);
  expect_fault_at(3);
  put(3, second);
  put(2, third);
  expect_fault_at(2);
  put(2, second);
  put(3, third);
  EXPECT_FALSE(verdict().fault);
  put(6, third);
  expect_fault_at(6);
  put(6, std::nullopt);
  put(1, std::nullopt);
  expect_fault_at(1);
}

TEST_P(audit_log, A3_a_last_row_that_was_taken_out_is_found) {
  fill(3);
  put(3, std::nullopt);
  expect_fault_at(3);
}

TEST_P(audit_log, A3_rows_of_one_write_stand_or_fall_together) {
  const auto wrote = rows().update([&](contact_rows::changes& c) {
    EXPECT_TRUE(stage_audit(rows(), c, here, entry(1)));
    EXPECT_TRUE(stage_audit(rows(), c, here, entry(2)));
    return std::optional<store_error>{};
  });
  ASSERT_TRUE(wrote);
  EXPECT_EQ(verdict().rows, 2U);
  const auto refused = rows().update([&](contact_rows::changes& c) {
    EXPECT_TRUE(stage_audit(rows(), c, here, entry(3)));
    return std::optional{store_error{store_errc::refused, "no"}};
  });
  EXPECT_FALSE(refused);
  EXPECT_EQ(verdict().rows, 2U);
}

TEST_P(audit_log, A3_writers_at_the_same_time_leave_one_chain) {
  constexpr int each = 20;
  std::vector<std::thread> writers;
  writers.reserve(4);
  for (int w = 0; w < 4; ++w) {
    writers.emplace_back([&] {
      for (int n = 0; n < each; ++n) {
        EXPECT_TRUE(record_audit(data(), here, entry(n)));
      }
    });
  }
  for (auto& w : writers) {
    w.join();
  }
  const auto v = verdict();
  EXPECT_FALSE(v.fault);
  EXPECT_EQ(v.rows, 80U);
}

TEST_P(audit_log, A3_pages_are_newest_first_and_filtered) {
  fill(7);
  auto page = audit_page_of(rows(), here, {}, 0, 3).value();
  ASSERT_EQ(page.rows.size(), 3U);
  EXPECT_EQ(page.rows.front().number, 7U);
  EXPECT_EQ(page.rows.front().entry, entry(7));
  page = audit_page_of(rows(), here, {}, page.next, 3).value();
  EXPECT_EQ(page.rows.front().number, 4U);
  page = audit_page_of(rows(), here, {}, page.next, 3).value();
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.next, 0U);

  audit_filter only;
  only.who = agent_id{"ann"};
  EXPECT_EQ(audit_page_of(rows(), here, only, 0, 9).value().rows.size(), 3U);
  only = {};
  only.object = "q5";
  EXPECT_EQ(audit_page_of(rows(), here, only, 0, 9).value().rows.size(), 1U);
  only = {};
  only.from = at(3);
  only.until = at(5);
  EXPECT_EQ(audit_page_of(rows(), here, only, 0, 9).value().rows.size(), 2U);
}

TEST_P(audit_log, A3_bounds_are_kept_at_them_and_refused_beyond) {
  auto e = entry(1);
  e.act = std::string(limits::name_characters_max, 'x');
  e.details = {{"a", std::string(limits::custom_value_characters_max, 'x')}};
  EXPECT_TRUE(record_audit(data(), here, e));
  const auto refused = [&](const audit_entry& bad) {
    const auto r = record_audit(data(), here, bad);
    return !r && r.error().code == store_errc::refused;
  };
  auto bad = e;
  bad.act += 'x';
  EXPECT_TRUE(refused(bad));
  bad = e;
  bad.act.clear();
  EXPECT_TRUE(refused(bad));
  bad = e;
  bad.details["a"] += 'x';
  EXPECT_TRUE(refused(bad));
  bad = e;
  for (std::size_t n = 0; bad.details.size() < limits::custom_fields_max; ++n) {
    bad.details["d" + std::to_string(n)] = "";
  }
  EXPECT_FALSE(refused(bad));
  bad.details["one more"] = "";
  EXPECT_TRUE(refused(bad));
  EXPECT_EQ(verdict().rows, 2U);

  EXPECT_TRUE(audit_page_of(rows(), here, {}, 0, limits::page_objects_max));
  EXPECT_FALSE(
    audit_page_of(rows(), here, {}, 0, limits::page_objects_max + 1));
  EXPECT_FALSE(audit_page_of(rows(), here, {}, 0, 0));
}

INSTANTIATE_TEST_SUITE_P(stores,
                         audit_log,
                         ::testing::Bool(),
                         [](const auto& p) {
                           return p.param ? "rocksdb" : "memory";
                         });

TEST(audit_codec, A3_rows_come_back_and_have_a_golden_sample) {
  memory_store data;
  const auto row = record_audit(data, here, entry(1)).value();
  const auto text = encode_audit(row.number, row.entry);
  const auto back = decode_audit(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back.value().entry, row.entry);
  EXPECT_TRUE(matches_golden("events/audit_rows.v1.txt",
                             row.hash + ' ' + text + "\n"
                               + encode_audit_head({1, row.hash}) + "\n"));
  const auto newer = decode_audit(R"({"version":2,"row":{}})");
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, store_errc::unknown_format);
  EXPECT_FALSE(decode_audit("{}"));
}

} // namespace

} // namespace parley::storage::testing
