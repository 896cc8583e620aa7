// CSV, character by character.
#include "storage/csv.hpp"

#include "protocol/limits.hpp"
#include "protocol/utf8.hpp"

#include <utility>

namespace parley::storage::csv {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

void reader::feed(std::string_view piece) {
  for (const char c : piece) {
    if (mark_ < byte_order_mark.size()) {
      if (c == byte_order_mark[mark_]) {
        ++mark_;
        continue;
      }
      // It was none: what was taken for it is text.
      for (const char lost : byte_order_mark.substr(0, mark_)) {
        step(lost);
      }
      mark_ = byte_order_mark.size();
    }
    step(c);
  }
}

void reader::finish() {
  if (mark_ < byte_order_mark.size()) {
    const auto begun = std::exchange(mark_, byte_order_mark.size());
    for (const char lost : byte_order_mark.substr(0, begun)) {
      step(lost);
    }
  }
  if (place_ == place::quoted) {
    flawed("a quote is not closed");
  }
  const bool something = !now_.fields.empty() || !field_.empty()
                         || place_ != place::start || !now_.flaw.empty();
  if (something) {
    end_record();
  }
}

void reader::step(char c) {
  if (now_.line == 0) {
    now_.line = line_;
  }
  if (c == '\n') {
    ++line_;
  }
  if (++bytes_ > limits::csv_record_bytes_max && place_ != place::skipping) {
    flawed("it is too long");
  }
  if (place_ == place::quoted) {
    in_quotes(c);
  } else {
    outside(c);
  }
}

void reader::in_quotes(char c) {
  if (c == '"') {
    place_ = place::closing;
  } else {
    field_ += c;
  }
}

void reader::outside(char c) {
  if (std::exchange(after_return_, false) && c != '\n') {
    flawed("a carriage return is not at the end of a line");
  }
  if (c == '\n') {
    end_record();
    return;
  }
  if (c == '\r') {
    after_return_ = true;
    return;
  }
  if (place_ == place::skipping) {
    return;
  }
  if (c == ',') {
    end_field();
    return;
  }
  put(c);
}

void reader::put(char c) {
  if (place_ == place::closing) {
    if (c == '"') {
      field_ += c;
      place_ = place::quoted;
    } else {
      flawed("something follows a closing quote");
    }
    return;
  }
  if (c != '"') {
    field_ += c;
    place_ = place::plain;
  } else if (place_ == place::start) {
    place_ = place::quoted;
  } else {
    flawed("a quote is inside a field without quotes");
  }
}

void reader::end_field() {
  if (now_.fields.size() >= limits::csv_columns_max) {
    flawed("it has too many columns");
    return;
  }
  if (!utf8::is_valid(field_)) {
    flawed("it is not UTF-8");
    return;
  }
  now_.fields.push_back(std::exchange(field_, {}));
  place_ = place::start;
}

void reader::end_record() {
  const bool blank
    = place_ == place::start && now_.fields.empty() && field_.empty();
  if (!blank && place_ != place::skipping) {
    end_field();
  }
  if (!blank || !now_.flaw.empty()) {
    to_(std::exchange(now_, {}));
  }
  now_ = {};
  field_.clear();
  place_ = place::start;
  bytes_ = 0;
  after_return_ = false;
}

void reader::flawed(const char* why) {
  if (now_.flaw.empty()) {
    now_.flaw = why;
  }
  now_.fields.clear();
  field_.clear();
  place_ = place::skipping;
}

void append_field(std::string& line, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) {
    line += c;
    if (c == '"') {
      line += c;
    }
  }
  line += '"';
}

} // namespace parley::storage::csv
