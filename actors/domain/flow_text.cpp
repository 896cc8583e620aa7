#include "actors/domain/flow_text.hpp"

#include "actors/domain/calendar.hpp"
#include "actors/domain/contact.hpp"
#include "protocol/codec.hpp"
#include "protocol/json_writer.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace parley::flow {

namespace {

constexpr std::size_t name_characters_max = 32;

constexpr auto built_in = std::to_array<std::string_view>(
  {"customer_name", "customer_email", "page", "message"});

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::u32string points_of(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto step = utf8::next(text, at);
    points += step.point;
    at += step.bytes;
  }
  return points;
}

/// Levenshtein's rows, one above the other. `first` begins the row of no
/// character of `a`; the last row is the answer.
std::vector<std::size_t> last_row(const std::u32string& a,
                                  const std::u32string& b,
                                  std::vector<std::size_t> row) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row;
}

/// Without white space around it.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const auto point = text.find_first_of(".,");
  const auto whole = text.substr(0, point);
  const auto part = point == std::string_view::npos ? std::string_view{"0"}
                                                    : text.substr(point + 1);
  return !whole.empty() && !part.empty()
         && std::all_of(whole.begin(), whole.end(), is_digit)
         && std::all_of(part.begin(), part.end(), is_digit);
}

/// `2026-12-24` as it is, or `24.12.2026`, as people write it.
std::optional<std::string> date_of(std::string_view text) {
  if (const auto date = parse_date(text)) {
    return to_text(*date);
  }
  std::array<std::string, 3> parts;
  std::size_t n = 0;
  for (const char c : text) {
    if (c == '.' || c == '/') {
      if (++n == parts.size()) {
        return std::nullopt;
      }
    } else if (is_digit(c)) {
      parts.at(n) += c;
    } else {
      return std::nullopt;
    }
  }
  for (auto& part : parts) {
    if (part.size() == 1) {
      part.insert(part.begin(), '0');
    }
  }
  // A slash is ambiguous: some put the month first.
  if (n != 2 || text.find('/') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto date = parse_date(parts[2] + "-" + parts[1] + "-" + parts[0]);
  return date ? std::optional{to_text(*date)} : std::nullopt;
}

} // namespace

bool is_name(std::string_view text) {
  const auto letter = [](char c) {
    return c >= 'a' && c <= 'z';
  };
  return !text.empty() && text.size() <= name_characters_max
         && letter(text.front())
         && std::all_of(text.begin(), text.end(), [&](char c) {
              return letter(c) || is_digit(c) || c == '_';
            });
}

bool is_built_in(std::string_view name) {
  return std::find(built_in.begin(), built_in.end(), name) != built_in.end();
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  const auto unused = expanded(text, [&](const std::string& name) {
    names.push_back(name);
    return std::string{};
  });
  (void)unused;
  return names;
}

std::string
expanded(std::string_view text,
         const std::function<std::string(const std::string&)>& value_of) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('<');
    out += text.substr(0, open);
    if (open == std::string_view::npos) {
      break;
    }
    text.remove_prefix(open);
    const auto close = text.find('>');
    const auto name = close == std::string_view::npos
                        ? std::string_view{}
                        : text.substr(1, close - 1);
    if (is_name(name)) {
      out += value_of(std::string{name});
      text.remove_prefix(close + 1);
    } else {
      out += '<';
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain
      = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c)
        || std::string_view{"-._~"}.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 0x0FU];
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string quoted;
  json::append_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

std::size_t distance(std::string_view a, std::string_view b) {
  const auto to = points_of(b);
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  return last_row(points_of(a), to, std::move(row)).back();
}

std::size_t distance_inside(std::string_view part, std::string_view text) {
  const auto to = points_of(text);
  // It may begin anywhere for nothing, and end anywhere.
  const std::vector<std::size_t> row(to.size() + 1, 0);
  const auto last = last_row(points_of(part), to, row);
  return *std::min_element(last.begin(), last.end());
}

bool matches(const match& m, std::string_view wanted, std::string_view text) {
  wanted = trimmed(wanted);
  text = wire::first_characters(trimmed(text), limits::flow_looked_at_max);
  if (wanted.empty()) {
    return m.how == comparison::equals && text.empty();
  }
  const auto most = static_cast<std::size_t>(std::max(0, m.difference_max));
  if (m.how == comparison::equals) {
    return text == wanted || (most > 0 && distance(wanted, text) <= most);
  }
  return text.find(wanted) != std::string_view::npos
         || (most > 0 && distance_inside(wanted, text) <= most);
}

std::optional<std::string> accepted(answer_kind kind, std::string_view answer) {
  const auto text = trimmed(answer);
  if (text.empty() || wire::is_blank(text)
      || wire::characters(text) > limits::flow_variable_characters_max) {
    return std::nullopt;
  }
  const auto if_it = [&](bool sound) {
    return sound ? std::optional{std::string{text}} : std::nullopt;
  };
  switch (kind) {
  case answer_kind::text:
    return std::string{text};
  case answer_kind::email:
    return if_it(is_email(text));
  case answer_kind::phone:
    return if_it(is_phone(text));
  case answer_kind::number:
    return if_it(is_decimal(text));
  case answer_kind::date:
    return date_of(text);
  }
  return std::nullopt;
}

std::optional<std::size_t>
chosen(const menu& m,
       std::string_view answer,
       const std::function<std::string(std::string_view)>& fold) {
  auto text = trimmed(answer);
  const auto said = fold(text);
  for (std::size_t i = 0; i < m.options.size(); ++i) {
    if (fold(trimmed(m.options[i].label)) == said) {
      return i;
    }
  }
  // "2", "2." and "2)" are what people write.
  if (text.ends_with('.') || text.ends_with(')')) {
    text.remove_suffix(1);
  }
  constexpr std::size_t digits_max = 2;
  if (text.empty() || text.size() > digits_max
      || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::nullopt;
  }
  const auto number = std::stoul(std::string{text});
  if (number < 1 || number > m.options.size()) {
    return std::nullopt;
  }
  return number - 1;
}

} // namespace parley::flow
