// The parser is nlohmann's, used through its events, so that no tree is built.
#include "protocol/json_reader.hpp"

#include "protocol/utf8.hpp"

#include <nlohmann/json.hpp>

namespace parley::json {

/// Receives the parser's events and appends values to a document.
class builder {
public:
  // The names of these types and functions are the parser's.
  using string_t = std::string;

  builder(document& target, std::size_t depth_max)
      : target_{target}, depth_max_{depth_max} {
    open_.reserve(depth_max);
  }

  bool null() { return add(kind::null, 0); }
  bool boolean(bool b) { return add(kind::boolean, b ? 1 : 0); }
  bool number_unsigned(std::uint64_t n) { return add(kind::integer, n); }
  bool number_integer(std::int64_t n) {
    // "-0" is the only one of these that is not below 0.
    return add(n < 0 ? kind::negative : kind::integer, 0);
  }
  bool number_float(double /*n*/, const string_t& written) {
    const bool whole = written.find_first_of(".eE") == string_t::npos;
    return add(!whole                   ? kind::real
               : written.front() == '-' ? kind::negative
                                        : kind::huge,
               0);
  }
  bool string(const string_t& s) {
    const auto at = static_cast<std::uint32_t>(target_.text_.size());
    target_.text_ += s;
    add(kind::string, 0);
    target_.values_.back().text_at = at;
    target_.values_.back().text_size = static_cast<std::uint32_t>(s.size());
    return true;
  }
  template <class Binary>
  bool binary(const Binary& /*data*/) {
    return false; // JSON text has none.
  }
  bool start_object(std::size_t /*elements*/) { return open(kind::object); }
  bool key(const string_t& s) {
    name_at_ = static_cast<std::uint32_t>(target_.text_.size());
    name_size_ = static_cast<std::uint32_t>(s.size());
    target_.text_ += s;
    return true;
  }
  bool end_object() { return close(); }
  bool start_array(std::size_t /*elements*/) { return open(kind::list); }
  bool end_array() { return close(); }
  template <class Exception>
  bool parse_error(std::size_t position,
                   const std::string& /*token*/,
                   const Exception& why) {
    // 406: a number that no double can hold.
    constexpr int number_overflow = 406;
    target_.why_ = why.id == number_overflow ? fault::huge : fault::malformed;
    target_.position_ = position;
    return false;
  }

  /// Gives containers that were never closed an end, so that what was read
  /// before a fault can be looked at.
  void finish() {
    while (!open_.empty()) {
      close();
    }
  }

private:
  bool add(kind what, std::uint64_t number) {
    auto& values = target_.values_;
    values.push_back({.what = what,
                      .end = static_cast<std::uint32_t>(values.size() + 1),
                      .name_at = name_at_,
                      .name_size = name_size_,
                      .number = number});
    name_size_ = 0;
    return true;
  }

  bool open(kind what) {
    if (open_.size() == depth_max_) {
      target_.why_ = fault::too_deep;
      return false;
    }
    open_.push_back(target_.values_.size());
    return add(what, 0);
  }

  bool close() {
    auto& values = target_.values_;
    values[open_.back()].end = static_cast<std::uint32_t>(values.size());
    open_.pop_back();
    return true;
  }

  document& target_;
  std::size_t depth_max_;
  std::vector<std::size_t> open_;
  std::uint32_t name_at_ = 0;
  std::uint32_t name_size_ = 0;
};

document::document(std::string_view text, std::size_t depth_max) {
  // Positions are kept in 32 bits.
  if (text.size() > UINT32_MAX) {
    why_ = fault::malformed;
    return;
  }
  // What a string means is never longer than how it is written.
  text_.reserve(text.size());
  values_.reserve(16);
  builder b{*this, depth_max};
  nlohmann::json::sax_parse(text.begin(), text.end(), &b);
  b.finish();
  // The parser does not tell broken UTF-8 from broken JSON.
  if (why_ == fault::malformed && !utf8::is_valid(text)) {
    why_ = fault::not_utf8;
  }
}

} // namespace parley::json
