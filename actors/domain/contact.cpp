// What is valid in a contact; merge and its undo.
#include "actors/domain/contact.hpp"

#include "protocol/codec.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace parley {

namespace {

struct checker {
  std::vector<std::string> wrong;

  void says(const std::string& path, const std::string& what) {
    wrong.push_back(path + ": " + what);
  }
  void
  at_most(const std::string& path, const std::string& text, std::size_t most) {
    if (wire::characters(text) > most) {
      says(path, "needs 0-" + std::to_string(most) + " characters");
    }
  }
  void count(const std::string& path, std::size_t is, std::size_t most) {
    if (is > most) {
      says(path, "needs 0-" + std::to_string(most));
    }
  }
  /// Each of `texts` is `sound`, and none is there twice.
  template <class Sound>
  void each(const std::string& path,
            const std::vector<std::string>& texts,
            Sound sound) {
    std::set<std::string_view> seen;
    for (const auto& text : texts) {
      if (!sound(text)) {
        says(path, "'" + text + "' is not one");
      } else if (!seen.insert(text).second) {
        says(path, "'" + text + "' is there twice");
      }
    }
  }
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number(std::string_view text) {
  const auto digits = [&] {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto n = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(n);
    return n;
  };
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  if (digits() == 0) {
    return false;
  }
  if (!text.starts_with('.')) {
    return text.empty();
  }
  text.remove_prefix(1);
  return digits() > 0 && text.empty();
}

/// @returns the number that `text` is, or -1.
int number_of(std::string_view text) {
  int number = -1;
  const bool all = std::all_of(text.begin(), text.end(), is_digit);
  if (all) {
    (void)std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return number;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return false;
  }
  const int year = number_of(text.substr(0, 4));
  const int month = number_of(text.substr(5, 2));
  const int day = number_of(text.substr(8, 2));
  if (year < 0 || month < 0 || day < 0) {
    return false;
  }
  return std::chrono::year_month_day{
    std::chrono::year{year},
    std::chrono::month{static_cast<unsigned>(month)},
    std::chrono::day{static_cast<unsigned>(day)}}
    .ok();
}

void check_fields(checker& c, const company& all, const contact& x) {
  for (const auto& [id, value] : x.fields) {
    const auto at = "fields." + id.value;
    const auto found = all.custom_fields.find(id);
    if (found == all.custom_fields.end()) {
      c.says(at, "there is no such field");
    } else if (!is_value_of(found->second, value)) {
      c.says(at,
             "'" + value + "' is not a value of its kind, "
               + std::string{to_string(found->second.kind)});
    }
  }
  c.count("tags", x.tags.size(), limits::contact_tags_max);
  for (const auto& tag : x.tags) {
    if (!all.tags.contains(tag)) {
      c.says("tags", "there is no '" + tag.value + "'");
    }
  }
}

void check_notes(checker& c, const contact& x) {
  c.count("notes", x.notes.size(), limits::contact_notes_max);
  for (const auto& note : x.notes) {
    if (wire::is_blank(note.text)
        || wire::characters(note.text) > limits::note_characters_max) {
      c.says("notes", "a note needs 1-4000 characters");
    }
  }
}

// What a merge adds to each kind of member, and its undo takes away.

void add(std::string& into, const std::string& from) {
  if (into.empty()) {
    into = from;
  }
}
template <class T>
void add(std::vector<T>& into, const std::vector<T>& from) {
  for (const auto& value : from) {
    if (std::find(into.begin(), into.end(), value) == into.end()) {
      into.push_back(value);
    }
  }
}
template <class Range>
void add(Range& into, const Range& from) {
  into.insert(from.begin(), from.end());
}

void take(std::string& now,
          const std::string& before,
          const std::string& from) {
  if (before.empty() && now == from) {
    now.clear();
  }
}
template <class T>
void take(std::vector<T>& now,
          const std::vector<T>& before,
          const std::vector<T>& from) {
  const auto has = [](const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  };
  std::erase_if(now, [&](const T& value) {
    return has(from, value) && !has(before, value);
  });
}
void take(std::set<tag_id>& now,
          const std::set<tag_id>& before,
          const std::set<tag_id>& from) {
  std::erase_if(now, [&](const tag_id& tag) {
    return from.contains(tag) && !before.contains(tag);
  });
}
void take(std::map<custom_field_id, std::string>& now,
          const std::map<custom_field_id, std::string>& before,
          const std::map<custom_field_id, std::string>& from) {
  std::erase_if(now, [&](const auto& field) {
    const auto found = from.find(field.first);
    return !before.contains(field.first) && found != from.end()
           && found->second == field.second;
  });
}

/// The members that a merge joins.
constexpr auto joined = std::tuple{&contact::account,
                                   &contact::first_name,
                                   &contact::last_name,
                                   &contact::company,
                                   &contact::emails,
                                   &contact::phones,
                                   &contact::address,
                                   &contact::fields,
                                   &contact::tags,
                                   &contact::notes,
                                   &contact::merged};

} // namespace

bool is_value_of(const custom_field& f, std::string_view text) {
  switch (f.kind) {
  case custom_field_kind::text:
    return !text.empty()
           && wire::characters(text) <= limits::custom_value_characters_max;
  case custom_field_kind::number:
    return text.size() <= limits::search_word_characters_max && is_number(text);
  case custom_field_kind::date:
    return is_date(text);
  case custom_field_kind::list:
    return std::find(f.choices.begin(), f.choices.end(), text)
           != f.choices.end();
  case custom_field_kind::yes_no:
    return text == "yes" || text == "no";
  }
  return false;
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size()
         && text.find('@', at + 1) == std::string_view::npos
         && wire::characters(text) <= limits::email_characters_max
         && std::none_of(text.begin(), text.end(), [](char c) {
              return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
            });
}

bool is_phone(std::string_view text) {
  constexpr std::string_view marks = "+ ()-/.";
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return text.size() <= limits::phone_characters_max
         && digits >= static_cast<std::ptrdiff_t>(limits::phone_digits_min)
         && digits <= static_cast<std::ptrdiff_t>(limits::phone_digits_max)
         && std::all_of(text.begin(), text.end(), [&](char c) {
              return is_digit(c) || marks.find(c) != std::string_view::npos;
            });
}

std::vector<std::string> validate(const company& all, const contact& x) {
  checker c;
  if (!is_valid_id(x.id.value)) {
    c.says("id", "'" + x.id.value + "' is not an id");
  }
  if (wire::is_blank(x.account + x.first_name + x.last_name + x.company)
      && x.emails.empty() && x.phones.empty()) {
    c.says("name",
           "a contact needs a name, a company, an account, an e-mail or a "
           "phone");
  }
  c.at_most("account", x.account, limits::account_characters_max);
  c.at_most("first_name", x.first_name, limits::name_characters_max);
  c.at_most("last_name", x.last_name, limits::name_characters_max);
  c.at_most("company", x.company, limits::name_characters_max);
  c.at_most("address", x.address, limits::address_characters_max);
  c.count("emails", x.emails.size(), limits::contact_emails_max);
  c.each("emails", x.emails, is_email);
  c.count("phones", x.phones.size(), limits::contact_phones_max);
  c.each("phones", x.phones, is_phone);
  c.count("merged", x.merged.size(), limits::contact_merges_max);
  check_fields(c, all, x);
  check_notes(c, x);
  return std::move(c.wrong);
}

contact merged(contact into, const contact& from) {
  std::apply([&](auto... member) { (add(into.*member, from.*member), ...); },
             joined);
  add(into.merged, std::vector{from.id});
  return into;
}

contact unmerged(contact now, const contact& before, const contact& from) {
  std::apply(
    [&](auto... member) {
      (take(now.*member, before.*member, from.*member), ...);
    },
    joined);
  std::erase(now.merged, from.id);
  return now;
}

} // namespace parley
