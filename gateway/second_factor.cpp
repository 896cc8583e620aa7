#include "gateway/second_factor.hpp"

#include "gateway/secrets.hpp"
#include "gateway/totp.hpp"
#include "protocol/identity_limits.hpp"
#include "protocol/sign_in_refusals.hpp"

#include <algorithm>

namespace parley::gateway {

namespace {

using storage::identity_rows;
using storage::second_factor;

/// As people type codes: in groups, in small letters.
std::string without_groups(const std::string& code) {
  std::string out;
  for (const char c : code) {
    if (c >= 'a' && c <= 'z') {
      out += static_cast<char>(c & ~0x20);
    } else if (c != ' ' && c != '-') {
      out += c;
    }
  }
  return out;
}

std::string bytes_of_hex(const std::string& text) {
  const auto value = [](char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
  };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(value(text[i]) * 16 + value(text[i + 1]));
  }
  return bytes;
}

std::string in_groups(const std::string& letters) {
  constexpr std::size_t group = 4;
  std::string out;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    out += i > 0 && i % group == 0 ? "-" : "";
    out += letters[i];
  }
  return out;
}

/// Is it right? If so it is spent.
bool spend(second_factor& f, const std::string& typed, timestamp now) {
  if (typed.size() > limits::code_characters_max) {
    return false;
  }
  const auto code = without_groups(typed);
  if (const auto step
      = totp_match(bytes_of_hex(f.secret), code, now, f.last_step)) {
    f.last_step = *step;
    return true;
  }
  const auto hash = sha256_hex(code);
  return std::erase_if(
           f.recovery,
           [&](const std::string& one) { return same_secret(one, hash); })
         > 0;
}

} // namespace

result<begun_factor, refusal>
begin_second_factor(storage::store& store,
                    const parley::company& company,
                    const agent_config& user,
                    timestamp now) {
  const auto has = has_second_factor(store, company.id, user.id);
  if (!has) {
    return has.error();
  }
  if (has.value()) {
    return refusal{refusal_code::not_in_this_state, "remove the old one first"};
  }
  second_factor f;
  f.agent = user.id;
  f.secret = random_hex(limits::totp_secret_bytes);
  f.since = now;
  const auto stored = identity_rows{store}.put_factor(company.id, f);
  if (!stored) {
    return refusal_of(stored.error());
  }
  const auto bytes = bytes_of_hex(f.secret);
  return begun_factor{base32(bytes),
                      totp_uri("Parley " + company.name, user.login, bytes)};
}

result<std::vector<std::string>, refusal>
confirm_second_factor(storage::store& store,
                      const company_id& company,
                      const agent_id& user,
                      const std::string& code,
                      timestamp now) {
  std::vector<std::string> codes;
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < limits::recovery_codes; ++i) {
    const auto letters
      = base32(bytes_of_hex(random_hex(limits::recovery_code_bytes)));
    codes.push_back(in_groups(letters));
    hashes.push_back(sha256_hex(letters));
  }
  bool there = false;
  const auto changed
    = identity_rows{store}.change_factor(company, user, [&](second_factor& f) {
        there = !f.confirmed;
        if (!there || !spend(f, code, now)) {
          return false;
        }
        f.confirmed = true;
        f.since = now;
        f.recovery = hashes;
        return true;
      });
  if (!changed) {
    return refusal_of(changed.error());
  }
  if (!there) {
    return refusal{refusal_code::not_in_this_state, "begin first"};
  }
  if (!changed.value()) {
    return refusal{sign_in::wrong_code, "code"};
  }
  return codes;
}

result<bool, refusal> has_second_factor(storage::store& store,
                                        const company_id& company,
                                        const agent_id& user) {
  const auto found = identity_rows{store}.factor_of(company, user);
  if (!found) {
    return refusal_of(found.error());
  }
  return found.value() && found.value()->confirmed;
}

std::optional<refusal> use_code(storage::store& store,
                                const company_id& company,
                                const agent_id& user,
                                const std::string& code,
                                timestamp now) {
  const auto right
    = identity_rows{store}.change_factor(company, user, [&](second_factor& f) {
        return f.confirmed && spend(f, code, now);
      });
  if (!right) {
    return refusal_of(right.error());
  }
  return right.value() ? std::nullopt
                       : std::optional{refusal{sign_in::wrong_code, "code"}};
}

result<sign_in_step, refusal> step_of(storage::store& store,
                                      const parley::company& company,
                                      const agent_config& u) {
  const identity_rows rows{store};
  const auto once = rows.one_time_of(company.id, u.id);
  if (!once) {
    return refusal_of(once.error());
  }
  if (once.value()) {
    const auto credential = store.credential_of(company.id, u.id);
    if (!credential) {
      return refusal_of(credential.error());
    }
    if (credential.value()
        && digest_of(*credential.value()) == once.value()->digest) {
      return sign_in_step::password;
    }
  }
  const auto rules = rows.rules_of(company.id);
  if (!rules) {
    return refusal_of(rules.error());
  }
  if (is_wanted_of(rules.value(), u)) {
    const auto has = has_second_factor(store, company.id, u.id);
    if (!has) {
      return has.error();
    }
    return has.value() ? sign_in_step::none : sign_in_step::second_factor;
  }
  return sign_in_step::none;
}

bool is_wanted_of(const storage::sign_in_rules& rules, const agent_config& u) {
  // Users without a role, whom an older version wrote, are agents.
  const auto roles
    = u.roles.empty() ? std::set<role_id>{role_id{"agent"}} : u.roles;
  return std::any_of(roles.begin(), roles.end(), [&](const role_id& role) {
    return rules.second_factor_for.contains(role);
  });
}

std::string digest_of(const storage::credential& c) {
  return sha256_hex(c.password_hash);
}

refusal refusal_of(const storage::store_error& why) {
  return {why.code == storage::store_errc::full ? refusal_code::storage_full
                                                : refusal_code::unavailable};
}

} // namespace parley::gateway
