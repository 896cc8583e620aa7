#include "gateway/identity.hpp"

#include "gateway/second_factor.hpp"
#include "gateway/secrets.hpp"
#include "protocol/limits.hpp"
#include "protocol/sign_in_refusals.hpp"

#include <boost/asio/post.hpp>

namespace parley::gateway {

namespace {

constexpr auto login_life = std::chrono::hours{24};

std::string account_of(const company_id& company, const agent_id& agent) {
  return company.value + "/" + agent.value;
}

} // namespace

identity::identity(storage::store* store, const actors::clock* time)
    : store_{store}, time_{time}, per_address_{limits::logins_per_minute_max,
                                               std::chrono::minutes{1}},
      per_account_{limits::logins_per_minute_max, std::chrono::minutes{1}},
      passwords_{limits::password_checks_at_once_max},
      dummy_hash_{hash_password(random_token())} {}

void identity::log_in(const login_attempt& a,
                      std::function<void(login_outcome)> answer) {
  if (const auto wait
      = throttled(a.address, a.company.value + "/" + a.account)) {
    login_outcome o;
    o.refused = refusal{refusal_code::too_many_logins};
    o.retry_after = wait;
    answer(std::move(o));
    return;
  }
  boost::asio::post(passwords_, [this, a, answer] { check(a, answer); });
}

void identity::check(const login_attempt& a,
                     const std::function<void(login_outcome)>& answer) {
  auto o = try_both(a);
  // A whole centre may come from one address; who knows the password is none
  // of those that are held up, nor is who will be asked for a code now.
  if (!o.refused || o.refused->code == sign_in::code_needed) {
    per_address_.give_back(a.address);
  }
  if (o.refused) {
    answer(std::move(o));
    return;
  }
  o.token = random_token();
  storage::login_session login;
  login.token_hash = sha256_hex(o.token);
  o.who = {a.company, *a.agent, login.token_hash};
  login.company = a.company;
  login.agent = *a.agent;
  login.created = time_->now();
  login.expires = login.created + login_life;
  login.address = a.address;
  const auto stored = store_->put_login(login);
  if (!stored) {
    o.refused = refusal_of(stored.error());
  }
  answer(std::move(o));
}

std::optional<duration> identity::throttled(const std::string& address,
                                            const std::string& account) {
  const auto now = time_->now();
  auto wait = per_address_.take(address, now);
  return wait ? wait : per_account_.take(account, now);
}

bool identity::matches(const company_id& company,
                       const std::optional<agent_id>& agent,
                       const std::string& password) const {
  std::string hash = dummy_hash_;
  bool known = false;
  if (agent) {
    auto stored = store_->credential_of(company, *agent);
    if (stored && stored.value()) {
      hash = stored.value()->password_hash;
      known = true;
    }
  }
  return verify_password(hash, password) && known;
}

login_outcome identity::try_password(const company_id& company,
                                     const std::optional<agent_id>& agent,
                                     const std::string& password) {
  const auto now = time_->now();
  const auto account = agent ? account_of(company, *agent) : std::string{};
  login_outcome o;
  if (agent) {
    o.retry_after = locks_.remaining(account, now);
  }
  if (o.retry_after) {
    o.refused = refusal{refusal_code::too_many_logins};
  } else if (!matches(company, agent, password)) {
    o.refused = refusal{refusal_code::wrong_login};
    o.locked = agent && locks_.failed(account, now);
  }
  return o;
}

login_outcome identity::try_both(const login_attempt& a) {
  auto o = try_password(a.company, a.agent, a.password);
  if (o.refused) {
    return o;
  }
  const auto account = account_of(a.company, *a.agent);
  const auto has = has_second_factor(*store_, a.company, *a.agent);
  if (!has) {
    o.refused = has.error();
  } else if (has.value() && a.code.empty()) {
    o.refused = refusal{sign_in::code_needed, "code"};
  } else if (has.value()) {
    const auto now = time_->now();
    o.refused = use_code(*store_, a.company, *a.agent, a.code, now);
    o.locked = o.refused && o.refused->code == sign_in::wrong_code
               && locks_.failed(account, now);
  }
  if (!o.refused) {
    locks_.unlock(account);
  }
  return o;
}

void identity::confirm(const person& who,
                       const std::string& password,
                       const std::string& address,
                       confirmed answer) {
  if (const auto wait
      = throttled(address, account_of(who.company, who.agent))) {
    login_outcome o;
    o.refused = refusal{refusal_code::too_many_logins};
    o.retry_after = wait;
    answer(o);
    return;
  }
  boost::asio::post(passwords_,
                    [this, who, password, answer = std::move(answer)] {
                      answer(try_password(who.company, who.agent, password));
                    });
}

void identity::confirm_fully(const person& who,
                             const std::string& password,
                             const std::string& code,
                             const std::string& address,
                             confirmed answer) {
  const auto account = account_of(who.company, who.agent);
  if (const auto wait = throttled(address, account)) {
    login_outcome o;
    o.refused = refusal{refusal_code::too_many_logins};
    o.retry_after = wait;
    answer(o);
    return;
  }
  boost::asio::post(
    passwords_,
    [this,
     a
     = login_attempt{who.company, who.agent, account, password, code, address},
     answer = std::move(answer)] { answer(try_both(a)); });
}

void identity::set_password(const new_password& p, password_set answer) {
  boost::asio::post(passwords_, [this, p, answer = std::move(answer)] {
    answer(store_password(p));
  });
}

result<std::vector<std::string>, refusal>
identity::store_password(const new_password& p) {
  const storage::credential made{p.agent, hash_password(p.password)};
  if (p.once) {
    // First: a password without its mark would be good for ever, a mark
    // without its password is void.
    const auto marked = storage::identity_rows{*store_}.put_one_time(
      p.company, {p.agent, digest_of(made)});
    if (!marked) {
      return refusal_of(marked.error());
    }
  }
  const auto stored = store_->put_credential(p.company, made);
  if (!stored) {
    return refusal_of(stored.error());
  }
  locks_.unlock(account_of(p.company, p.agent));
  return end_logins(p.company, p.agent, p.kept);
}

result<std::vector<std::string>, refusal> identity::end_logins(
  const company_id& company, const agent_id& agent, const std::string& kept) {
  const auto logins = store_->logins(company);
  if (!logins) {
    return refusal_of(logins.error());
  }
  std::vector<std::string> ended;
  for (const auto& l : logins.value()) {
    if (l.agent != agent || l.token_hash == kept) {
      continue;
    }
    if (const auto removed = store_->remove_login(l.token_hash); !removed) {
      return refusal_of(removed.error());
    }
    forget_tickets(l.token_hash);
    ended.push_back(l.token_hash);
  }
  return ended;
}

void identity::forget(const company_id& company,
                      const agent_id& agent,
                      password_set answer) {
  boost::asio::post(
    passwords_, [this, company, agent, answer = std::move(answer)] {
      const auto gone = storage::identity_rows{*store_}.forget(company, agent);
      if (!gone) {
        answer(refusal_of(gone.error()));
        return;
      }
      locks_.unlock(account_of(company, agent));
      auto ended = end_logins(company, agent, {});
      // Last: whoever finds a password after a crash knows that the rest may
      // be there, too.
      const auto shut = store_->put_credential(company, {agent, no_password});
      if (ended && !shut) {
        ended = refusal_of(shut.error());
      }
      answer(std::move(ended));
    });
}

std::optional<person> identity::whois(const std::string& token) {
  if (token.empty()) {
    return std::nullopt;
  }
  auto login = store_->login_of(sha256_hex(token));
  if (!login || !login.value() || login.value()->expires <= time_->now()) {
    return std::nullopt;
  }
  const auto& l = *login.value();
  return person{l.company, l.agent, l.token_hash};
}

bool identity::in_force(const std::string& login) {
  const auto found = store_->login_of(login);
  return found && found.value() && found.value()->expires > time_->now();
}

void identity::forget_tickets(const std::string& login) {
  const std::lock_guard guard{mutex_};
  std::erase_if(tickets_,
                [&](const auto& t) { return t.second.who.login == login; });
}

void identity::log_out(const std::string& token) {
  if (!token.empty()) {
    const auto login = sha256_hex(token);
    const auto removed = store_->remove_login(login);
    (void)removed;
    forget_tickets(login);
  }
}

bool identity::has(const person& who, const std::string& token_hash) {
  const auto login = store_->login_of(token_hash);
  return login && login.value() && login.value()->company == who.company
         && login.value()->agent == who.agent;
}

bool identity::revoke(const person& who, const std::string& token_hash) {
  if (!has(who, token_hash) || !store_->remove_login(token_hash)) {
    return false;
  }
  forget_tickets(token_hash);
  return true;
}

std::string identity::make_ticket(const person& who) {
  const auto now = time_->now();
  auto text = random_token();
  const std::lock_guard guard{mutex_};
  std::erase_if(tickets_, [&](const auto& t) { return t.second.until <= now; });
  std::size_t open = 0;
  for (const auto& [hash, t] : tickets_) {
    open += t.who.agent == who.agent && t.who.company == who.company ? 1 : 0;
  }
  if (open >= limits::tickets_open_max) {
    return {};
  }
  tickets_.emplace(sha256_hex(text), ticket{who, now + limits::ticket_life});
  return text;
}

std::optional<person> identity::redeem(const std::string& text) {
  const std::lock_guard guard{mutex_};
  const auto found = tickets_.find(sha256_hex(text));
  if (found == tickets_.end()) {
    return std::nullopt;
  }
  const auto t = found->second;
  tickets_.erase(found);
  if (t.until <= time_->now()) {
    return std::nullopt;
  }
  return t.who;
}

void identity::stop() {
  passwords_.join();
}

} // namespace parley::gateway
