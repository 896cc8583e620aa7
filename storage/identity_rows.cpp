// Keys beside those of contacts: `s` agent for a second factor, `t` hash for a
// token, `w` agent for a one-time password, `y` for the rules.
#include "storage/identity_rows.hpp"

#include "protocol/identity_limits.hpp"
#include "storage/contact_keys.hpp"
#include "storage/contact_rows.hpp"
#include "storage/json_row.hpp"

#include <algorithm>
#include <tuple>

namespace parley::storage {

template <>
struct description<second_factor> {
  static constexpr const char* name = "A second factor";
  static constexpr auto fields() {
    using t = second_factor;
    return std::tuple{field{"agent", &t::agent},
                      field{"secret", &t::secret},
                      field{"confirmed", &t::confirmed},
                      field{"since", &t::since},
                      field{"last_step", &t::last_step},
                      field{"recovery", &t::recovery}};
  }
};
template <>
struct description<api_token> {
  static constexpr const char* name = "An API token";
  static constexpr auto fields() {
    using t = api_token;
    return std::tuple{field{"id", &t::id},
                      field{"agent", &t::agent},
                      field{"name", &t::name},
                      field{"hash", &t::hash},
                      field{"scopes", &t::scopes},
                      field{"created", &t::created},
                      field{"expires", &t::expires},
                      field{"last_used", &t::last_used}};
  }
};
template <>
struct description<one_time_password> {
  static constexpr const char* name = "A one-time password";
  static constexpr auto fields() {
    using t = one_time_password;
    return std::tuple{field{"agent", &t::agent}, field{"digest", &t::digest}};
  }
};
template <>
struct description<sign_in_rules> {
  static constexpr const char* name = "The rules of signing in";
  static constexpr auto fields() {
    return std::tuple{
      field{"second_factor_for", &sign_in_rules::second_factor_for}};
  }
};

namespace {

std::string factor_key(const company_id& company, const agent_id& agent) {
  return key_of(company, 's', agent.value);
}
std::string token_key(const company_id& company, const std::string& hash) {
  return key_of(company, 't', hash);
}
std::string one_time_key(const company_id& company, const agent_id& agent) {
  return key_of(company, 'w', agent.value);
}

template <class Row>
result<std::optional<Row>, store_error> read(const contact_rows& rows,
                                             const std::string& key) {
  const auto text = rows.get(key);
  if (!text) {
    return text.error();
  }
  if (!text.value()) {
    return std::optional<Row>{};
  }
  auto row = decode_identity<Row>(*text.value());
  if (!row) {
    return std::move(row).error();
  }
  return std::optional<Row>{std::move(row).value()};
}

result<done, store_error> put(contact_rows& rows,
                              const std::string& key,
                              std::optional<std::string> text) {
  return rows.update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      to[key] = std::move(text);
      return std::nullopt;
    });
}

result<std::vector<api_token>, store_error> tokens(const contact_rows& rows,
                                                   const company_id& company,
                                                   const agent_id& agent) {
  std::vector<api_token> all;
  std::optional<store_error> broken;
  const auto prefix = token_key(company, {});
  auto error = rows.scan(prefix, prefix, [&](auto, std::string_view text) {
    auto t = decode_identity<api_token>(text);
    if (!t) {
      broken = std::move(t).error();
      return false;
    }
    if (t.value().agent == agent) {
      all.push_back(std::move(t).value());
    }
    return true;
  });
  if (error || broken) {
    return error ? *std::move(error) : *std::move(broken);
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.created, a.id) < std::tie(b.created, b.id);
  });
  return all;
}

} // namespace

result<std::optional<second_factor>, store_error>
identity_rows::factor_of(const company_id& company,
                         const agent_id& agent) const {
  return read<second_factor>(store_->contacts(), factor_key(company, agent));
}

result<done, store_error>
identity_rows::put_factor(const company_id& company,
                          const second_factor& f) const {
  return put(
    store_->contacts(), factor_key(company, f.agent), encode_identity(f));
}

result<bool, store_error> identity_rows::change_factor(
  const company_id& company,
  const agent_id& agent,
  const std::function<bool(second_factor&)>& c) const {
  auto& rows = store_->contacts();
  const auto key = factor_key(company, agent);
  bool changed = false;
  const auto written
    = rows.update([&](contact_rows::changes& to) -> std::optional<store_error> {
        auto there = read<second_factor>(rows, key);
        if (!there) {
          return std::move(there).error();
        }
        changed = there.value() && c(*there.value());
        if (changed) {
          to[key] = encode_identity(*there.value());
        }
        return std::nullopt;
      });
  if (!written) {
    return written.error();
  }
  return changed;
}

result<done, store_error>
identity_rows::remove_factor(const company_id& company,
                             const agent_id& agent) const {
  return put(store_->contacts(), factor_key(company, agent), std::nullopt);
}

result<done, store_error> identity_rows::add_token(const company_id& company,
                                                   const api_token& t) const {
  auto& rows = store_->contacts();
  const auto key = token_key(company, t.hash);
  return rows.update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      const auto all = tokens(rows, company, t.agent);
      const auto there = rows.get(key);
      if (!all || !there) {
        return all ? there.error() : all.error();
      }
      if (all.value().size() >= limits::api_tokens_max || there.value()) {
        return store_error{store_errc::refused,
                           "This user has as many tokens as one may have."};
      }
      to[key] = encode_identity(t);
      return std::nullopt;
    });
}

result<std::optional<api_token>, store_error>
identity_rows::token_of(const company_id& company,
                        const std::string& hash) const {
  return read<api_token>(store_->contacts(), token_key(company, hash));
}

result<std::vector<api_token>, store_error>
identity_rows::tokens_of(const company_id& company,
                         const agent_id& agent) const {
  return tokens(store_->contacts(), company, agent);
}

result<done, store_error> identity_rows::note_use(const company_id& company,
                                                  const std::string& hash,
                                                  timestamp at) const {
  auto& rows = store_->contacts();
  const auto key = token_key(company, hash);
  return rows.update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      auto there = read<api_token>(rows, key);
      if (!there) {
        return std::move(there).error();
      }
      if (there.value()) {
        there.value()->last_used = at;
        to[key] = encode_identity(*there.value());
      }
      return std::nullopt;
    });
}

result<done, store_error>
identity_rows::remove_token(const company_id& company,
                            const std::string& hash) const {
  return put(store_->contacts(), token_key(company, hash), std::nullopt);
}

result<std::optional<one_time_password>, store_error>
identity_rows::one_time_of(const company_id& company,
                           const agent_id& agent) const {
  return read<one_time_password>(store_->contacts(),
                                 one_time_key(company, agent));
}

result<done, store_error>
identity_rows::put_one_time(const company_id& company,
                            const one_time_password& p) const {
  return put(
    store_->contacts(), one_time_key(company, p.agent), encode_identity(p));
}

result<sign_in_rules, store_error>
identity_rows::rules_of(const company_id& company) const {
  auto there = read<sign_in_rules>(store_->contacts(), key_of(company, 'y'));
  if (!there) {
    return std::move(there).error();
  }
  return there.value().value_or(sign_in_rules{});
}

result<done, store_error>
identity_rows::put_rules(const company_id& company,
                         const sign_in_rules& seen,
                         const sign_in_rules& rules) const {
  return store_->contacts().update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      const auto there = rules_of(company);
      if (!there) {
        return there.error();
      }
      if (there.value() != seen) {
        return store_error{store_errc::stale_revision,
                           "The rules have changed meanwhile."};
      }
      to[key_of(company, 'y')] = encode_identity(rules);
      return std::nullopt;
    });
}

result<done, store_error> identity_rows::forget(const company_id& company,
                                                const agent_id& agent) const {
  auto& rows = store_->contacts();
  return rows.update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      const auto all = tokens(rows, company, agent);
      if (!all) {
        return all.error();
      }
      for (const auto& t : all.value()) {
        to[token_key(company, t.hash)] = std::nullopt;
      }
      to[factor_key(company, agent)] = std::nullopt;
      to[one_time_key(company, agent)] = std::nullopt;
      return std::nullopt;
    });
}

std::string encode_identity(const second_factor& row) {
  return encode_versioned(row);
}
std::string encode_identity(const api_token& row) {
  return encode_versioned(row);
}
std::string encode_identity(const one_time_password& row) {
  return encode_versioned(row);
}
std::string encode_identity(const sign_in_rules& row) {
  return encode_versioned(row);
}

template <class Row>
result<Row, store_error> decode_identity(std::string_view text) {
  return decode_versioned<Row>(text, description<Row>::name);
}
template result<second_factor, store_error> decode_identity(std::string_view);
template result<api_token, store_error> decode_identity(std::string_view);
template result<one_time_password, store_error>
  decode_identity(std::string_view);
template result<sign_in_rules, store_error> decode_identity(std::string_view);

} // namespace parley::storage
