#include "actors/domain/transcript_text.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace parley {

namespace {

constexpr std::string_view rest_is_missing = "The rest is left out.";

std::string two_digits(std::int64_t n) {
  std::array<char, 24> text{};
  const int count = std::snprintf(
    text.data(), text.size(), "%02lld", static_cast<long long>(n));
  return {text.data(), static_cast<std::size_t>(count)};
}

/// A line feed of the text begins a line that looks like none of anybody.
std::string indented(std::string_view text) {
  std::string all;
  for (const char c : text) {
    if (c == '\r') {
      continue;
    }
    all += c;
    if (c == '\n') {
      all += "    ";
    }
  }
  return all;
}

} // namespace

bool is_for_customer(entry_kind k) {
  switch (k) {
  case entry_kind::text:
  case entry_kind::automated:
  case entry_kind::announcement:
  case entry_kind::notice:
  case entry_kind::file:
    return true;
  default:
    return false;
  }
}

std::string html_escaped(std::string_view text) {
  std::string all;
  for (const char c : text) {
    switch (c) {
    case '&':
      all += "&amp;";
      break;
    case '<':
      all += "&lt;";
      break;
    case '>':
      all += "&gt;";
      break;
    case '"':
      all += "&quot;";
      break;
    case '\'':
      all += "&#39;";
      break;
    default:
      all += c;
    }
  }
  return all;
}

transcript_text::transcript_text(form f,
                                 transcript_head head,
                                 std::size_t bytes_max)
    : form_{f}, head_{std::move(head)}, bytes_max_{bytes_max} {
  const auto began
    = when(head_.started)
      + (head_.zone_name.empty() ? "" : " (" + head_.zone_name + ")");
  if (form_ == form::plain) {
    text_
      = indented(head_.title) + "\n" + began + "\n" + head_.chat.value + "\n\n";
    return;
  }
  const auto title = html_escaped(head_.title);
  text_ = "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>" + title
          + "</title></head><body>\n<h1>" + title + "</h1>\n<p>"
          + html_escaped(began) + "<br>" + html_escaped(head_.chat.value)
          + "</p>\n<dl>\n";
}

std::string transcript_text::when(timestamp t) const {
  const auto offset
    = head_.zone == nullptr ? duration{} : head_.zone->offset_at(t);
  const auto local = t + offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const auto second
    = std::chrono::floor<std::chrono::seconds>(local - day).count();
  return to_text(local_date{static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day())})
         + " " + two_digits(second / 3600) + ":" + two_digits(second / 60 % 60)
         + ":" + two_digits(second % 60);
}

std::string transcript_text::name_of(speaker from,
                                     const std::string& name) const {
  if (from == speaker::customer) {
    return head_.customer.empty() ? "Customer" : head_.customer;
  }
  if (from == speaker::flow) {
    return head_.title;
  }
  return name.empty() ? head_.title : name;
}

bool transcript_text::add(timestamp at,
                          speaker from,
                          const std::string& name,
                          std::string_view text) {
  if (is_cut_) {
    return false;
  }
  const auto who = name_of(from, name);
  auto line
    = form_ == form::plain
        ? "[" + when(at) + "] " + indented(who) + ": " + indented(text) + "\n"
        : "<dt>" + html_escaped(when(at)) + " <b>" + html_escaped(who)
            + "</b></dt><dd style=\"white-space:pre-wrap\">"
            + html_escaped(text) + "</dd>\n";
  if (text_.size() + line.size() > bytes_max_) {
    cut();
    return false;
  }
  text_ += line;
  return true;
}

bool transcript_text::add(const transcript_entry& e) {
  return add(e.at, e.from, e.author_name.value_or(""), e.text);
}

void transcript_text::cut() {
  is_cut_ = true;
}

std::string transcript_text::finish() && {
  if (is_cut_) {
    text_ += form_ == form::plain
               ? std::string{rest_is_missing} + "\n"
               : "<dd>" + std::string{rest_is_missing} + "</dd>\n";
  }
  if (form_ == form::page) {
    text_ += "</dl>\n</body></html>\n";
  }
  return std::move(text_);
}

} // namespace parley
