// Passwords tried one after another (A1), at a clock that the test moves.
#include "gateway/identity.hpp"
#include "gateway/secrets.hpp"
#include "protocol/limits.hpp"
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
                        const std::optional<agent_id>& agent) {
    time.at += std::chrono::minutes{1};
    std::promise<login_outcome> answer;
    who->log_in(acme,
                agent,
                "ann",
                password,
                "10.0.0." + std::to_string(++attempts),
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
  who->set_password(acme, ann, "another", {}, [&](const auto& done) {
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

} // namespace
} // namespace parley::gateway
