// What is kept of users beside their passwords, on both stores (A1).
#include "protocol/identity_limits.hpp"
#include "storage/identity_rows.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

namespace parley::storage::testing {

namespace {

using parley::testing::matches_golden;

const agent_id ann{"a1"};
const agent_id bob{"a2"};

second_factor factor() {
  second_factor f;
  f.agent = ann;
  f.secret = "3132333435363738393031323334353637383930";
  f.confirmed = true;
  f.since = at(1);
  f.last_step = 37'037'036;
  f.recovery = {"aa", "bb"};
  return f;
}

api_token token(const std::string& id, const agent_id& of = ann) {
  api_token t;
  t.id = id;
  t.agent = of;
  t.name = "Nightly";
  t.hash = "hash-" + id;
  t.scopes
    = {{area::contacts, privilege::view}, {area::queues, privilege::modify}};
  t.created = at(1);
  t.expires = at(2);
  return t;
}

template <class Factory>
class identity_contract : public ::testing::Test {
protected:
  [[nodiscard]] identity_rows rows() { return identity_rows{factory_.get()}; }
  // NOLINTNEXTLINE(misc-non-private-member-variables-in-classes): a fixture's.
  Factory factory_;
};

using factories = ::testing::Types<memory_factory, rocksdb_factory>;
TYPED_TEST_SUITE(identity_contract, factories);

TYPED_TEST(identity_contract, A1_a_second_factor_survives_a_restart) {
  EXPECT_FALSE(this->rows().factor_of(acme, ann).value());
  ASSERT_TRUE(this->rows().put_factor(acme, factor()));
  this->factory_.reopen();
  EXPECT_EQ(this->rows().factor_of(acme, ann).value(), factor());
  EXPECT_FALSE(this->rows().factor_of(acme, bob).value());
  EXPECT_FALSE(this->rows().factor_of(company_id{"other"}, ann).value());

  const auto spend = [](second_factor& f) {
    const bool left = !f.recovery.empty();
    f.recovery.clear();
    return left;
  };
  EXPECT_TRUE(this->rows().change_factor(acme, ann, spend).value());
  this->factory_.reopen();
  EXPECT_FALSE(this->rows().change_factor(acme, ann, spend).value());
  EXPECT_FALSE(this->rows().change_factor(acme, bob, spend).value());
  ASSERT_TRUE(this->rows().remove_factor(acme, ann));
  this->factory_.reopen();
  EXPECT_FALSE(this->rows().factor_of(acme, ann).value());
}

TYPED_TEST(identity_contract, A1_a_user_has_20_tokens_and_no_more) {
  for (std::size_t i = 0; i < limits::api_tokens_max; ++i) {
    ASSERT_TRUE(this->rows().add_token(acme, token("t" + std::to_string(i))));
  }
  EXPECT_EQ(this->rows().add_token(acme, token("more")).error().code,
            store_errc::refused);
  EXPECT_TRUE(this->rows().add_token(acme, token("his", bob)));
  ASSERT_TRUE(this->rows().remove_token(acme, "hash-t0"));
  EXPECT_TRUE(this->rows().add_token(acme, token("more")));
  EXPECT_EQ(this->rows().tokens_of(acme, ann).value().size(),
            limits::api_tokens_max);
  EXPECT_EQ(this->rows().tokens_of(acme, bob).value().size(), 1U);
}

TYPED_TEST(identity_contract, A1_tokens_are_found_by_their_hash_and_note_use) {
  ASSERT_TRUE(this->rows().add_token(acme, token("t1")));
  EXPECT_EQ(this->rows().add_token(acme, token("t1")).error().code,
            store_errc::refused);
  this->factory_.reopen();
  EXPECT_EQ(this->rows().token_of(acme, "hash-t1").value(), token("t1"));
  EXPECT_FALSE(this->rows().token_of(acme, "hash-t").value());
  EXPECT_FALSE(this->rows().token_of(company_id{"other"}, "hash-t1").value());
  ASSERT_TRUE(this->rows().note_use(acme, "hash-t1", at(5)));
  // One that was revoked meanwhile does not come back.
  ASSERT_TRUE(this->rows().note_use(acme, "hash-t2", at(5)));
  this->factory_.reopen();
  EXPECT_EQ(this->rows().token_of(acme, "hash-t1").value()->last_used, at(5));
  EXPECT_FALSE(this->rows().token_of(acme, "hash-t2").value());
}

TYPED_TEST(identity_contract, A1_nothing_of_a_user_is_left) {
  ASSERT_TRUE(this->rows().put_factor(acme, factor()));
  ASSERT_TRUE(this->rows().add_token(acme, token("t1")));
  ASSERT_TRUE(this->rows().add_token(acme, token("his", bob)));
  ASSERT_TRUE(this->rows().put_one_time(acme, {ann, "digest"}));
  EXPECT_EQ(this->rows().one_time_of(acme, ann).value()->digest, "digest");
  ASSERT_TRUE(this->rows().forget(acme, ann));
  this->factory_.reopen();
  EXPECT_FALSE(this->rows().factor_of(acme, ann).value());
  EXPECT_FALSE(this->rows().one_time_of(acme, ann).value());
  EXPECT_TRUE(this->rows().tokens_of(acme, ann).value().empty());
  EXPECT_EQ(this->rows().tokens_of(acme, bob).value().size(), 1U);
}

TYPED_TEST(identity_contract, A1_rules_that_changed_meanwhile_are_kept) {
  const sign_in_rules none;
  EXPECT_EQ(this->rows().rules_of(acme).value(), none);
  const sign_in_rules some{{role_id{"administrator"}}};
  ASSERT_TRUE(this->rows().put_rules(acme, none, some));
  this->factory_.reopen();
  EXPECT_EQ(this->rows().rules_of(acme).value(), some);
  EXPECT_EQ(this->rows().put_rules(acme, none, none).error().code,
            store_errc::stale_revision);
  EXPECT_EQ(this->rows().rules_of(acme).value(), some);
}

TEST(identity_codec, A1_rows_come_back_and_have_a_golden_sample) {
  auto used = token("t1");
  used.last_used = at(5);
  const one_time_password once{ann, "digest"};
  const sign_in_rules rules{{role_id{"administrator"}}};
  EXPECT_EQ(decode_identity<second_factor>(encode_identity(factor())).value(),
            factor());
  EXPECT_EQ(decode_identity<api_token>(encode_identity(used)).value(), used);
  EXPECT_EQ(decode_identity<one_time_password>(encode_identity(once)).value(),
            once);
  EXPECT_EQ(decode_identity<sign_in_rules>(encode_identity(rules)).value(),
            rules);
  EXPECT_TRUE(matches_golden(
    "events/identity_rows.v1.txt",
    encode_identity(factor()) + "\n" + encode_identity(used) + "\n"
      + encode_identity(once) + "\n" + encode_identity(rules) + "\n"));
  EXPECT_EQ(decode_identity<api_token>("{}").error().code,
            store_errc::corrupt_record);
  EXPECT_EQ(
    decode_identity<api_token>(R"({"version":2,"row":{}})").error().code,
    store_errc::unknown_format);
}

} // namespace

} // namespace parley::storage::testing
