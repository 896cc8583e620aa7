// Passwords tried one after another (A1), at a clock that the test moves.
#include "gateway/identity.hpp"
#include "gateway/second_factor.hpp"
#include "gateway/secrets.hpp"
#include "gateway/totp.hpp"
#include "protocol/identity_limits.hpp"
#include "protocol/sign_in_refusals.hpp"
#include "storage/memory_store.hpp"

#include <gtest/gtest.h>

#include <future>

namespace parley::gateway {
namespace {

class hand_clock final : public actors::clock {
public:
  [[nodiscard]] timestamp now() const override { return at; }
  [[nodiscard]] std::uint64_t micros() const override { return 0; }
  [[nodiscard]] std::uint64_t unique() const override { return 1; }

  timestamp at = from_unix_ms(1'700'000'000'000);
};

class lock_out_test : public ::testing::Test {
protected:
  lock_out_test() {
    EXPECT_TRUE(prepare_secrets());
    EXPECT_TRUE(store.put_credential(acme, {ann, hash_password("right")}));
    who = std::make_unique<identity>(&store, &time);
  }
  ~lock_out_test() override { who->stop(); }

  /// Each try is a minute later and from elsewhere: no throttle is in the way.
  login_outcome attempt(const std::string& password,
                        const std::optional<agent_id>& agent,
                        const std::string& code = {}) {
    time.at += std::chrono::minutes{1};
    std::promise<login_outcome> answer;
    who->log_in({acme,
                 agent,
                 "ann",
                 password,
                 code,
                 "10.0.0." + std::to_string(++attempts)},
                [&](const login_outcome& o) { answer.set_value(o); });
    return answer.get_future().get();
  }
  login_outcome attempt(const std::string& password) {
    return attempt(password, ann);
  }

  const company_id acme{"acme"};
  const agent_id ann{"ann"};
  hand_clock time;
  storage::memory_store store;
  std::unique_ptr<identity> who;
  int attempts = 0;
};

TEST_F(lock_out_test, A1_the_last_of_wrong_passwords_locks_the_account) {
  for (std::size_t i = 1; i < limits::wrong_passwords_max; ++i) {
    const auto o = attempt("wrong");
    EXPECT_EQ(o.refused->code, refusal_code::wrong_login);
    EXPECT_FALSE(o.locked);
  }
  EXPECT_TRUE(attempt("wrong").locked);
  const auto locked = attempt("right");
  ASSERT_TRUE(locked.refused);
  EXPECT_EQ(locked.refused->code, refusal_code::too_many_logins);
  EXPECT_EQ(locked.retry_after,
            limits::locked_out_for - std::chrono::minutes{1});
  time.at += limits::locked_out_for - std::chrono::minutes{3};
  EXPECT_TRUE(attempt("right").refused);
  EXPECT_FALSE(attempt("right").refused);
}

TEST_F(lock_out_test, A1_a_right_password_before_the_last_begins_anew) {
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 1; i < limits::wrong_passwords_max; ++i) {
      EXPECT_FALSE(attempt("wrong").locked);
    }
    EXPECT_FALSE(attempt("right").refused);
  }
}

TEST_F(lock_out_test, A1_a_password_from_an_administrator_unlocks) {
  for (std::size_t i = 0; i < limits::wrong_passwords_max; ++i) {
    EXPECT_EQ(attempt("wrong").refused->code, refusal_code::wrong_login);
  }
  EXPECT_TRUE(attempt("right").refused);
  std::promise<bool> given;
  who->set_password({acme, ann, "another"}, [&](const auto& done) {
    given.set_value(static_cast<bool>(done));
  });
  ASSERT_TRUE(given.get_future().get());
  EXPECT_FALSE(attempt("another").refused);
}

TEST_F(lock_out_test, A1_nobody_is_locked_by_a_login_that_does_not_exist) {
  for (std::size_t i = 0; i <= limits::wrong_passwords_max; ++i) {
    const auto o = attempt("right", std::nullopt);
    EXPECT_EQ(o.refused->code, refusal_code::wrong_login);
    EXPECT_FALSE(o.locked);
  }
  EXPECT_FALSE(attempt("right").refused);
}

class second_factor_test : public lock_out_test {
protected:
  second_factor_test() {
    storage::second_factor f;
    f.agent = ann;
    f.secret = "3132333435363738393031323334353637383930";
    f.confirmed = true;
    f.recovery = {sha256_hex("ABCDEFGHIJKLMNOP")};
    EXPECT_TRUE(storage::identity_rows{store}.put_factor(acme, f));
  }
  /// A minute after the last try: of a step that no other code had.
  [[nodiscard]] std::string code() const {
    return totp_code("12345678901234567890",
                     totp_step_of(time.at + std::chrono::minutes{1}),
                     limits::totp_digits);
  }
  refusal_code refused(const std::string& password, const std::string& c) {
    const auto o = attempt(password, ann, c);
    return o.refused ? o.refused->code : refusal_code{};
  }
};

TEST_F(second_factor_test, A1_a_right_password_is_not_enough) {
  EXPECT_EQ(refused("right", ""), sign_in::code_needed);
  EXPECT_EQ(refused("wrong", code()), refusal_code::wrong_login);
  EXPECT_EQ(refused("right", "000000"), sign_in::wrong_code);
  EXPECT_FALSE(attempt("right", ann, code()).refused);
}

TEST_F(second_factor_test, A1_a_code_is_good_for_once) {
  const auto used = code();
  EXPECT_FALSE(attempt("right", ann, used).refused);
  // Within its time still.
  time.at -= std::chrono::minutes{1};
  EXPECT_EQ(refused("right", used), sign_in::wrong_code);
  EXPECT_FALSE(attempt("right", ann, code()).refused);
}

TEST_F(second_factor_test, A1_a_recovery_code_is_good_for_once_as_it_is_typed) {
  EXPECT_FALSE(attempt("right", ann, "abcd-EFGH ijkl-MNOP").refused);
  EXPECT_EQ(refused("right", "ABCD-EFGH-IJKL-MNOP"), sign_in::wrong_code);
}

TEST_F(second_factor_test, A1_wrong_codes_lock_the_account) {
  for (std::size_t i = 1; i < limits::wrong_passwords_max; ++i) {
    EXPECT_EQ(refused("right", "000000"), sign_in::wrong_code);
    // The password alone does not begin the count anew.
    EXPECT_EQ(refused("right", ""), sign_in::code_needed);
  }
  EXPECT_TRUE(attempt("right", ann, "000000").locked);
  EXPECT_EQ(refused("right", code()), refusal_code::too_many_logins);
  time.at += limits::locked_out_for;
  EXPECT_FALSE(attempt("right", ann, code()).refused);
}

TEST_F(second_factor_test, A1_wrong_codes_count_where_both_are_asked_for) {
  const person me{acme, ann, {}};
  for (std::size_t i = 1; i <= limits::wrong_passwords_max; ++i) {
    time.at += std::chrono::minutes{1};
    std::promise<login_outcome> answer;
    who->confirm_fully(me, "right", "000000", "10.1.0.1", [&](const auto& o) {
      answer.set_value(o);
    });
    EXPECT_EQ(answer.get_future().get().locked,
              i == limits::wrong_passwords_max);
  }
}

TEST_F(second_factor_test, A1_a_code_that_is_too_long_is_not_read) {
  // 16 letters in as many groups as fit, and one more.
  const std::string most
    = "ABCDEFGHIJKLMNOP" + std::string(limits::code_characters_max - 16, ' ');
  EXPECT_EQ(refused("right", most + " "), sign_in::wrong_code);
  EXPECT_FALSE(attempt("right", ann, most).refused);
}

} // namespace
} // namespace parley::gateway
