// Keys of the audit log: `a` `r` number for rows, `a` `h` for its end. The end
// is stored by itself, so that a last row that is taken out is missed.
#include "storage/audit.hpp"

#include "protocol/limits.hpp"
#include "storage/audit_codec.hpp"
#include "storage/contact_keys.hpp"

#include <sodium.h>

#include <algorithm>

namespace parley::storage {

namespace {

constexpr std::size_t hash_characters
  = std::size_t{2} * crypto_hash_sha256_BYTES;

std::string audit_key(const company_id& company, char part) {
  std::string key;
  append_company_key(key, company);
  key += 'a';
  key += part;
  return key;
}

std::string row_key(const company_id& company, std::uint64_t number) {
  auto key = audit_key(company, 'r');
  append_number(key, number);
  return key;
}

std::string hash_of(std::string_view before, std::string_view text) {
  std::string chained{before};
  chained += text;
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): C library.
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(chained.data()),
                     chained.size());
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  return hexadecimal(digest);
}

std::string first_hash() {
  std::string zeros(hash_characters, '0');
  return zeros;
}

/// The text of a row is its hash, a blank and what the hash is made of.
struct split_row {
  std::string_view hash;
  std::string_view text;
};

std::optional<split_row> split(std::string_view stored) {
  if (stored.size() <= hash_characters || stored[hash_characters] != ' ') {
    return std::nullopt;
  }
  return split_row{stored.substr(0, hash_characters),
                   stored.substr(hash_characters + 1)};
}

store_error not_an_audit_row(std::uint64_t number) {
  return {store_errc::corrupt_record,
          "Row " + std::to_string(number)
            + " of the audit log is not what Parley wrote: verify the log."};
}

std::optional<store_error> refusal_of(const audit_entry& e) {
  const auto fits = [](const std::string& text) {
    return text.size() <= limits::name_characters_max;
  };
  const bool good
    = !e.act.empty() && fits(e.act) && fits(e.who.value) && fits(e.address)
      && fits(e.object_kind) && fits(e.object)
      && e.details.size() <= limits::custom_fields_max
      && std::all_of(e.details.begin(), e.details.end(), [&](const auto& d) {
           return fits(d.first)
                  && d.second.size() <= limits::custom_value_characters_max;
         });
  if (good) {
    return std::nullopt;
  }
  return store_error{store_errc::refused,
                     "An entry of the audit log has no act or is too long."};
}

/// The end of the log, as `pending` would leave it.
result<audit_head, store_error> head_of(const contact_rows& rows,
                                        const contact_rows::changes& pending,
                                        const company_id& company) {
  const auto key = audit_key(company, 'h');
  if (const auto found = pending.find(key);
      found != pending.end() && found->second) {
    return decode_audit_head(*found->second);
  }
  const auto stored = rows.get(key);
  if (!stored) {
    return stored.error();
  }
  if (!stored.value()) {
    return audit_head{0, first_hash()};
  }
  return decode_audit_head(*stored.value());
}

bool matches(const audit_filter& f, const audit_entry& e) {
  const auto is = [](const auto& wanted, const auto& has) {
    return wanted.empty() || wanted == has;
  };
  return is(f.who, e.who) && is(f.act, e.act)
         && is(f.object_kind, e.object_kind) && is(f.object, e.object)
         && (!f.from || e.at >= *f.from) && (!f.until || e.at < *f.until);
}

} // namespace

result<audit_row, store_error> stage_audit(const contact_rows& rows,
                                           contact_rows::changes& with,
                                           const company_id& company,
                                           const audit_entry& e) {
  if (auto why = refusal_of(e)) {
    return *std::move(why);
  }
  const auto head = head_of(rows, with, company);
  if (!head) {
    return head.error();
  }
  const auto number = head.value().number + 1;
  const auto text = encode_audit(number, e);
  auto hash = hash_of(head.value().hash, text);
  with[row_key(company, number)] = hash + ' ' + text;
  with[audit_key(company, 'h')] = encode_audit_head({number, hash});
  return audit_row{number, e, std::move(hash)};
}

result<audit_row, store_error>
record_audit(store& to, const company_id& company, const audit_entry& e) {
  auto& rows = to.contacts();
  audit_row written;
  const auto updated = rows.update(
    [&](contact_rows::changes& with) -> std::optional<store_error> {
      auto staged = stage_audit(rows, with, company, e);
      if (!staged) {
        return staged.error();
      }
      written = std::move(staged).value();
      return std::nullopt;
    });
  if (!updated) {
    return updated.error();
  }
  return written;
}

result<audit_page, store_error> audit_page_of(const contact_rows& rows,
                                              const company_id& company,
                                              const audit_filter& wanted,
                                              std::uint64_t before,
                                              std::size_t limit) {
  if (limit < 1 || limit > limits::page_objects_max) {
    return store_error{store_errc::refused,
                       "A page of the audit log has 1 to "
                         + std::to_string(limits::page_objects_max) + " rows."};
  }
  const auto head = head_of(rows, {}, company);
  if (!head) {
    return head.error();
  }
  const auto last = head.value().number;
  auto number = before == 0 ? last : std::min(before - 1, last);
  audit_page page;
  for (std::size_t seen = 0;
       number > 0 && page.rows.size() < limit && seen < limits::search_rows_max;
       --number, ++seen) {
    const auto stored = rows.get(row_key(company, number));
    if (!stored) {
      return stored.error();
    }
    const auto parts = stored.value() ? split(*stored.value()) : std::nullopt;
    if (!parts) {
      return not_an_audit_row(number);
    }
    auto row = decode_audit(parts->text);
    if (!row) {
      return row.error();
    }
    if (matches(wanted, row.value().entry)) {
      row.value().hash = std::string{parts->hash};
      page.rows.push_back(std::move(row).value());
    }
  }
  page.next = number == 0 ? 0 : number + 1;
  return page;
}

result<audit_verdict, store_error> verify_audit(const contact_rows& rows,
                                                const company_id& company) {
  // The end first: rows that are written meanwhile are not missed by it.
  const auto head = head_of(rows, {}, company);
  if (!head) {
    return head.error();
  }
  audit_verdict verdict{0, first_hash(), std::nullopt};
  const auto found = [&](std::uint64_t number, std::string what) {
    verdict.fault = audit_fault{number, std::move(what)};
    return false;
  };
  const auto check = [&](std::string_view key, std::string_view stored) {
    const auto number = verdict.rows + 1;
    if (key != row_key(company, number)) {
      return found(number, "A row is missing, or one was put in.");
    }
    const auto parts = split(stored);
    if (!parts || parts->hash != hash_of(verdict.hash, parts->text)) {
      return found(number, "The row, or one before it, was changed.");
    }
    const auto row = decode_audit(parts->text);
    if (!row || row.value().number != number) {
      return found(number, "The row belongs to another place.");
    }
    verdict.rows = number;
    verdict.hash = std::string{parts->hash};
    if (number == head.value().number && verdict.hash != head.value().hash) {
      return found(number, "The log does not end as it was left.");
    }
    return true;
  };
  const auto prefix = audit_key(company, 'r');
  if (auto error = rows.scan(prefix, prefix, check)) {
    return *std::move(error);
  }
  if (!verdict.fault && verdict.rows < head.value().number) {
    found(verdict.rows + 1, "The last rows are missing.");
  }
  return verdict;
}

} // namespace parley::storage
