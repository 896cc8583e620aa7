// Mails that wait, on both stores (M5).
#include "protocol/crm_limits.hpp"
#include "storage/mail_outbox.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace parley::storage::testing {

namespace {

using namespace std::chrono_literals;
using parley::testing::matches_golden;

waiting_mail mail(const std::string& id, long long ms = 0) {
  waiting_mail m;
  m.id = id;
  m.chat = chat_id{"c1"};
  m.to = "zoe@example.com";
  m.by = agent_id{"a1"};
  m.created = at(ms);
  m.due = at(ms);
  return m;
}

template <class Factory>
class mails_contract : public ::testing::Test {
protected:
  [[nodiscard]] mail_outbox box() { return mail_outbox{factory_.get()}; }
  [[nodiscard]] std::vector<std::string> ids() {
    std::vector<std::string> all;
    const auto listed = box().list(acme);
    for (const auto& m : listed.value()) {
      all.push_back(m.id);
    }
    return all;
  }
  // NOLINTNEXTLINE(misc-non-private-member-variables-in-classes): a fixture's.
  Factory factory_;
};

using factories = ::testing::Types<memory_factory, rocksdb_factory>;
TYPED_TEST_SUITE(mails_contract, factories);

TYPED_TEST(mails_contract, M5_mails_survive_a_restart_and_are_of_a_company) {
  ASSERT_TRUE(this->box().add(acme, mail("m2", 2)));
  ASSERT_TRUE(this->box().add(acme, mail("m1", 1)));
  EXPECT_EQ(this->box().add(acme, mail("m1")).error().code,
            store_errc::refused);
  this->factory_.reopen();
  EXPECT_EQ(this->ids(), (std::vector<std::string>{"m1", "m2"}));
  EXPECT_TRUE(this->box().list(company_id{"other"}).value().empty());
  auto tried = this->box().read(acme, "m1").value();
  tried.attempts = 1;
  tried.trouble = "451 later";
  ASSERT_TRUE(this->box().put(acme, tried));
  this->factory_.reopen();
  EXPECT_EQ(this->box().read(acme, "m1").value(), tried);
  ASSERT_TRUE(this->box().remove(acme, "m1"));
  ASSERT_TRUE(this->box().remove(acme, "m1"));
  EXPECT_EQ(this->box().read(acme, "m1").error().code, store_errc::not_found);
}

TYPED_TEST(mails_contract, M5_a_customer_gets_3_mails_of_a_chat_and_no_more) {
  auto m = mail("x");
  m.by = {};
  for (std::size_t i = 0; i < limits::mails_per_chat_max; ++i) {
    m.id = "m" + std::to_string(i);
    ASSERT_TRUE(this->box().add(acme, m));
    // That it was sent does not make room.
    ASSERT_TRUE(this->box().remove(acme, m.id));
  }
  m.id = "more";
  EXPECT_EQ(this->box().add(acme, m).error().code, store_errc::refused);
  m.chat = chat_id{"c2"};
  EXPECT_TRUE(this->box().add(acme, m));
  m.id = "agent";
  m.chat = chat_id{"c1"};
  m.by = agent_id{"a1"};
  EXPECT_TRUE(this->box().add(acme, m));
}

TYPED_TEST(mails_contract, M5_mails_that_wait_and_dead_ones_are_bounded) {
  for (std::size_t i = 0; i < limits::mails_waiting_max; ++i) {
    auto m = mail("w" + std::to_string(i), static_cast<long long>(i));
    // As `add` would, but not one write after the other.
    m.dead = false;
    ASSERT_TRUE(this->box().put(acme, m));
  }
  EXPECT_EQ(this->box().add(acme, mail("more")).error().code,
            store_errc::unavailable);
  auto one = this->box().read(acme, "w0").value();
  one.dead = true;
  ASSERT_TRUE(this->box().put(acme, one));
  EXPECT_TRUE(this->box().add(acme, mail("more")));
}

TEST(mails, M5_the_oldest_dead_mail_makes_room) {
  memory_store db;
  const mail_outbox box{db};
  for (std::size_t i = 0; i <= limits::mails_dead_max; ++i) {
    auto m = mail("d" + std::to_string(i), static_cast<long long>(i));
    m.dead = true;
    ASSERT_TRUE(box.put(acme, m));
  }
  const auto all = box.list(acme).value();
  EXPECT_EQ(all.size(), limits::mails_dead_max);
  EXPECT_EQ(all.front().id, "d1");
}

TEST(mails, M5_pauses_grow_and_end) {
  EXPECT_EQ(mail_pause(1), 30s);
  EXPECT_EQ(mail_pause(2), 60s);
  EXPECT_EQ(mail_pause(9), 7'680s);
  EXPECT_EQ(mail_pause(10), 4h);
  EXPECT_EQ(mail_pause(11), 4h);
  EXPECT_EQ(mail_pause(12), std::nullopt);
}

TEST(mails, M5_rows_come_back_and_have_a_golden_sample) {
  auto m = mail("m1", 1);
  m.zone = "Europe/Berlin";
  m.attempts = 2;
  m.due = at(3);
  m.trouble = "451 later";
  m.dead = true;
  EXPECT_EQ(decode_mail(encode_mail(m)).value(), m);
  EXPECT_TRUE(matches_golden("events/mail_rows.v1.txt", encode_mail(m) + "\n"));
  EXPECT_EQ(decode_mail("{}").error().code, store_errc::corrupt_record);
}

} // namespace

} // namespace parley::storage::testing
