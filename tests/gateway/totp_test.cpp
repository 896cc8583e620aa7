// Codes of authenticator apps against the vectors of RFC 6238 and RFC 4648.
#include "gateway/totp.hpp"
#include "protocol/identity_limits.hpp"

#include <gtest/gtest.h>

namespace parley::gateway {
namespace {

const std::string secret = "12345678901234567890";

timestamp seconds(long long s) {
  return from_unix_ms(s * 1000);
}

TEST(totp, A1_codes_are_those_of_RFC_6238) {
  const std::vector<std::pair<long long, std::string>> vectors{
    {59, "94287082"},
    {1'111'111'109, "07081804"},
    {1'111'111'111, "14050471"},
    {1'234'567'890, "89005924"},
    {2'000'000'000, "69279037"},
    {20'000'000'000, "65353130"}};
  for (const auto& [at, code] : vectors) {
    const auto step = totp_step_of(seconds(at));
    EXPECT_EQ(totp_code(secret, step, 8), code) << at;
    // Six digits are the last six.
    EXPECT_EQ(totp_code(secret, step, limits::totp_digits), code.substr(2));
  }
}

TEST(totp, A1_a_clock_may_be_wrong_by_one_step_and_no_more) {
  const auto now = seconds(1'234'567'890);
  const auto step = totp_step_of(now);
  const auto match = [&](std::uint64_t of) {
    return totp_match(
      secret, totp_code(secret, of, limits::totp_digits), now, 0);
  };
  EXPECT_EQ(match(step - 2), std::nullopt);
  EXPECT_EQ(match(step - 1), step - 1);
  EXPECT_EQ(match(step), step);
  EXPECT_EQ(match(step + 1), step + 1);
  EXPECT_EQ(match(step + 2), std::nullopt);
}

TEST(totp, A1_a_code_is_spent_with_all_before_it) {
  const auto now = seconds(1'234'567'890);
  const auto step = totp_step_of(now);
  const auto match = [&](std::uint64_t of, std::uint64_t used) {
    return totp_match(
      secret, totp_code(secret, of, limits::totp_digits), now, used);
  };
  EXPECT_EQ(match(step, step), std::nullopt);
  EXPECT_EQ(match(step - 1, step), std::nullopt);
  EXPECT_EQ(match(step + 1, step), step + 1);
}

TEST(totp, A1_what_is_no_code_matches_nothing) {
  const auto now = seconds(59);
  for (const auto* wrong : {"", "28708", "2870820", "94287082", "abcdef"}) {
    EXPECT_FALSE(totp_match(secret, wrong, now, 0)) << wrong;
  }
  EXPECT_TRUE(totp_match(secret, "287082", now, 0));
}

TEST(totp, A1_secrets_are_written_as_RFC_4648_has_it) {
  const std::vector<std::pair<std::string, std::string>> vectors{
    {"", ""},
    {"f", "MY"},
    {"fo", "MZXQ"},
    {"foo", "MZXW6"},
    {"foob", "MZXW6YQ"},
    {"fooba", "MZXW6YTB"},
    {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base32(bytes), text);
  }
}

TEST(totp, A1_the_uri_says_all_that_an_app_needs) {
  EXPECT_EQ(totp_uri("Parley M\xC3\xBCller & Co", "ann@a:b", secret),
            "otpauth://totp/Parley%20M%C3%BCller%20%26%20Co:ann%40a%3Ab"
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=Parley%20M%C3%BCller%20%26%20Co"
            "&algorithm=SHA1&digits=6&period=30");
}

} // namespace
} // namespace parley::gateway
