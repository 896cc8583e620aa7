// Keys beside those of contacts: `o` id for a mail, `q` chat for how many of
// its customer there were.
#include "storage/mail_outbox.hpp"

#include "protocol/crm_limits.hpp"
#include "storage/contact_keys.hpp"
#include "storage/contact_rows.hpp"
#include "storage/json_row.hpp"

#include <algorithm>

namespace parley::storage {

namespace {

/// How many mails the customer of a chat has asked for.
struct asked_mails {
  std::size_t count = 0;
};

} // namespace

template <>
struct description<waiting_mail> {
  static constexpr auto fields() {
    using t = waiting_mail;
    return std::tuple{field{"id", &t::id},
                      field{"chat", &t::chat},
                      field{"to", &t::to},
                      field{"by", &t::by},
                      field{"zone", &t::zone},
                      field{"created", &t::created},
                      field{"attempts", &t::attempts},
                      field{"due", &t::due},
                      field{"trouble", &t::trouble},
                      field{"dead", &t::dead}};
  }
};
template <>
struct description<asked_mails> {
  static constexpr auto fields() {
    return std::tuple{field{"count", &asked_mails::count}};
  }
};

namespace {

std::string row_key(const company_id& company, const waiting_mail& m) {
  return key_of(company, 'o', m.id);
}

result<std::vector<waiting_mail>, store_error>
all_of(const contact_rows& rows, const company_id& company) {
  std::vector<waiting_mail> all;
  std::optional<store_error> broken;
  const auto prefix = key_of(company, 'o');
  auto error = rows.scan(prefix, prefix, [&](auto, std::string_view text) {
    auto m = decode_mail(text);
    if (!m) {
      broken = std::move(m).error();
      return false;
    }
    all.push_back(std::move(m).value());
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

/// Counts one more of a customer. @returns why not.
std::optional<store_error> count_one(contact_rows::changes& to,
                                     const contact_rows& rows,
                                     const company_id& company,
                                     const chat_id& chat) {
  const auto key = key_of(company, 'q', chat.value);
  const auto text = rows.get(key);
  if (!text) {
    return text.error();
  }
  asked_mails asked;
  if (text.value()) {
    auto stored = decode_versioned<asked_mails>(*text.value(),
                                                "The count of mails of a chat");
    if (!stored) {
      return std::move(stored).error();
    }
    asked = stored.value();
  }
  if (asked.count >= limits::mails_per_chat_max) {
    return store_error{store_errc::refused,
                       "This chat was sent as often as it may be."};
  }
  ++asked.count;
  to[key] = encode_versioned(asked);
  return std::nullopt;
}

} // namespace

std::string encode_mail(const waiting_mail& m) {
  return encode_versioned(m);
}
result<waiting_mail, store_error> decode_mail(std::string_view text) {
  return decode_versioned<waiting_mail>(text, "A mail that waits");
}

result<done, store_error> mail_outbox::add(const company_id& company,
                                           const waiting_mail& m) const {
  auto& rows = store_->contacts();
  return rows.update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      const auto all = all_of(rows, company);
      if (!all) {
        return all.error();
      }
      const auto& mails = all.value();
      const auto waiting = std::count_if(
        mails.begin(), mails.end(), [](const auto& x) { return !x.dead; });
      if (static_cast<std::size_t>(waiting) >= limits::mails_waiting_max) {
        return store_error{store_errc::unavailable, "Too many mails wait."};
      }
      if (std::any_of(mails.begin(), mails.end(), [&](const auto& x) {
            return x.id == m.id;
          })) {
        return store_error{store_errc::refused, "This mail is there."};
      }
      if (m.by.empty()) {
        if (auto no = count_one(to, rows, company, m.chat)) {
          return no;
        }
      }
      to[row_key(company, m)] = encode_mail(m);
      return std::nullopt;
    });
}

result<std::vector<waiting_mail>, store_error>
mail_outbox::list(const company_id& company) const {
  return all_of(store_->contacts(), company);
}

result<waiting_mail, store_error>
mail_outbox::read(const company_id& company, const std::string& id) const {
  auto text = store_->contacts().get(key_of(company, 'o', id));
  if (!text) {
    return std::move(text).error();
  }
  if (!text.value()) {
    return store_error{store_errc::not_found,
                       "There is no mail \"" + id + "\"."};
  }
  return decode_mail(*text.value());
}

result<done, store_error> mail_outbox::remove(const company_id& company,
                                              const std::string& id) const {
  return store_->contacts().update([&](contact_rows::changes& to) {
    to[key_of(company, 'o', id)] = std::nullopt;
    return std::nullopt;
  });
}

result<done, store_error> mail_outbox::put(const company_id& company,
                                           const waiting_mail& m) const {
  auto& rows = store_->contacts();
  return rows.update(
    [&](contact_rows::changes& to) -> std::optional<store_error> {
      to[row_key(company, m)] = encode_mail(m);
      if (!m.dead) {
        return std::nullopt;
      }
      auto all = all_of(rows, company);
      if (!all) {
        return std::move(all).error();
      }
      auto dead = std::move(all).value();
      std::erase_if(dead,
                    [&](const auto& x) { return !x.dead || x.id == m.id; });
      if (dead.size() >= limits::mails_dead_max) {
        to[row_key(company, dead.front())] = std::nullopt;
      }
      return std::nullopt;
    });
}

std::optional<duration> mail_pause(int attempts) {
  if (attempts >= limits::mail_attempts_max) {
    return std::nullopt;
  }
  auto pause = limits::mail_pause_first;
  for (int i = 1; i < attempts && pause < limits::mail_pause_max; ++i) {
    pause *= 2;
  }
  return std::min(pause, limits::mail_pause_max);
}

} // namespace parley::storage
