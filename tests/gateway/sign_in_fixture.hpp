// Log-ins as a browser makes them, authenticator apps, and users of a test's
// own, because attempts of one account are counted.
#ifndef PARLEY_TESTS_GATEWAY_SIGN_IN_FIXTURE_HPP
#define PARLEY_TESTS_GATEWAY_SIGN_IN_FIXTURE_HPP

#include "gateway/totp.hpp"
#include "protocol/identity_limits.hpp"
#include "tests/gateway/api_fixture.hpp"

#include <chrono>

namespace parley::testing {

/// The bytes of a secret as an app is given it.
inline std::string from_base32(const std::string& text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char c : text) {
    buffer = (buffer << 5U) | static_cast<std::uint32_t>(letters.find(c));
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((buffer >> bits) & 0xFFU);
    }
  }
  return bytes;
}

/// Shows codes; each is asked for once, the first is of now, the next of the
/// step after it.
class authenticator {
public:
  explicit authenticator(const std::string& secret)
      : secret_{from_base32(secret)} {}
  std::string next() {
    const auto now
      = gateway::totp_step_of(std::chrono::time_point_cast<timestamp::duration>(
        std::chrono::system_clock::now()));
    step_ = std::max(now, step_ + 1);
    return gateway::totp_code(secret_, step_, limits::totp_digits);
  }

private:
  std::string secret_;
  std::uint64_t step_ = 0;
};

class sign_in_api : public api {
protected:
  static constexpr const char* secret = "correct horse";

  /// A user with a password, who is not logged in.
  static void add_user(const std::string& id, const std::string& role) {
    const json user{{"id", id}, {"login", id}, {"name", id}, {"roles", {role}}};
    ASSERT_EQ(send("adam", "POST", "/api/v1/users", user.dump()).status, 201U);
    ASSERT_EQ(send("adam",
                   "POST",
                   "/api/v1/users/" + id + "/password",
                   json{{"password", secret}}.dump())
                .status,
              200U);
  }

  /// From an address of its own each. The cookie is that of `login` then.
  static reply log_in(const std::string& login,
                      const std::string& password = secret,
                      const std::string& code = {},
                      const std::string& sender = next_address()) {
    tools::http_request r;
    r.method = "POST";
    r.path = "/api/v1/login";
    r.from = sender;
    json body{{"company", "acme"}, {"login", login}, {"password", password}};
    if (!code.empty()) {
      body["code"] = code;
    }
    r.body = body.dump();
    const auto answered = tools::ask(address(), r);
    if (!answered) {
      ADD_FAILURE() << answered.error().why;
      return {};
    }
    const auto& a = answered.value();
    const std::string cookie{a.header("set-cookie")};
    if (a.status == 200) {
      cookies[login] = cookie.substr(0, cookie.find(';'));
    }
    return {a.status, json::parse(a.body, nullptr, false), {}, {}};
  }

  /// From an address of its own each: passwords in it are attempts.
  static reply
  post(const std::string& who, const std::string& path, const json& body) {
    from = next_address();
    auto answered = send(who, "POST", path, body.dump());
    from.clear();
    return answered;
  }

  static std::string next_address() {
    static int n = 0;
    ++n;
    return "127.3." + std::to_string(n / 200) + "."
           + std::to_string(n % 200 + 1);
  }

  /// What the audit log has of a user, the newest first.
  static std::vector<std::string> acts_on(const std::string& user) {
    std::vector<std::string> acts;
    const auto page
      = get("adam", "/api/v1/audit?limit=200&kind=users&object=" + user);
    for (const auto& row : page.body["items"]) {
      acts.push_back(row["act"].get<std::string>());
    }
    return acts;
  }
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_SIGN_IN_FIXTURE_HPP
