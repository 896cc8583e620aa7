// The parser is Boost.JSON's, used through its events, so that no tree is
// built.
#include "protocol/json_reader.hpp"

#include "protocol/limits.hpp"
#include "protocol/utf8.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <cmath>
#include <limits>

namespace parley::json {

namespace parser = boost::json;

/// Receives the parser's events and appends values to a document.
class builder {
public:
  // The names of these constants and functions are the parser's.
  static constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = unlimited;
  static constexpr std::size_t max_array_size = unlimited;
  static constexpr std::size_t max_key_size = unlimited;
  static constexpr std::size_t max_string_size = unlimited;
  using error_code = parser::error_code;
  using string_view = parser::string_view;

  explicit builder(document& target) : target_{target} {
    open_.reserve(limits::json_depth_max);
  }

  bool on_document_begin(error_code& /*error*/) { return true; }
  bool on_document_end(error_code& /*error*/) { return true; }
  bool on_null(error_code& /*error*/) { return add(kind::null, 0); }
  bool on_bool(bool b, error_code& /*error*/) {
    return add(kind::boolean, b ? 1 : 0);
  }
  bool on_number_part(string_view /*part*/, error_code& /*error*/) {
    return true;
  }
  bool
  on_int64(std::int64_t n, string_view /*written*/, error_code& /*error*/) {
    // "-0" is the only one of these that is not below 0.
    return n < 0 ? add(kind::negative, 0)
                 : add(kind::integer, static_cast<std::uint64_t>(n));
  }
  bool
  on_uint64(std::uint64_t n, string_view /*written*/, error_code& /*error*/) {
    return add(kind::integer, n);
  }
  bool on_double(double n, string_view written, error_code& error) {
    if (!std::isfinite(n)) {
      return stop(fault::huge, error);
    }
    const bool whole = written.find_first_of(".eE") == string_view::npos;
    return add(!whole                   ? kind::real
               : n == 0                 ? kind::integer
               : written.front() == '-' ? kind::negative
                                        : kind::huge,
               0);
  }
  bool on_string_part(string_view part,
                      std::size_t /*so_far*/,
                      error_code& /*error*/) {
    target_.text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(string_view part, std::size_t size, error_code& /*error*/) {
    target_.text_.append(part.data(), part.size());
    add(kind::string, 0);
    target_.values_.back().text_at = start_of(size);
    target_.values_.back().text_size = static_cast<std::uint32_t>(size);
    return true;
  }
  bool
  on_key_part(string_view part, std::size_t /*so_far*/, error_code& /*error*/) {
    target_.text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(string_view part, std::size_t size, error_code& /*error*/) {
    target_.text_.append(part.data(), part.size());
    name_at_ = start_of(size);
    name_size_ = static_cast<std::uint32_t>(size);
    return true;
  }
  bool on_object_begin(error_code& error) { return open(kind::object, error); }
  bool on_object_end(std::size_t /*size*/, error_code& /*error*/) {
    return close();
  }
  bool on_array_begin(error_code& error) { return open(kind::list, error); }
  bool on_array_end(std::size_t /*size*/, error_code& /*error*/) {
    return close();
  }
  // Comments are not allowed, and so never come.
  bool on_comment_part(string_view /*part*/, error_code& /*error*/) {
    return true;
  }
  bool on_comment(string_view /*part*/, error_code& /*error*/) { return true; }

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

  /// Where what has just been appended begins.
  [[nodiscard]] std::uint32_t start_of(std::size_t size) const {
    return static_cast<std::uint32_t>(target_.text_.size() - size);
  }

  bool stop(fault why, error_code& error) {
    target_.why_ = why;
    error = parser::error::exception;
    return false;
  }

  bool open(kind what, error_code& error) {
    if (open_.size() == limits::json_depth_max) {
      return stop(fault::too_deep, error);
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
  std::vector<std::size_t> open_;
  std::uint32_t name_at_ = 0;
  std::uint32_t name_size_ = 0;
};

document::document(std::string_view text) {
  // Positions are kept in 32 bits.
  if (text.size() > UINT32_MAX) {
    why_ = fault::malformed;
    return;
  }
  // What a string means is never longer than how it is written.
  text_.reserve(text.size());
  values_.reserve(16);
  parser::parse_options options;
  // The builder counts; the parser would not say what is wrong.
  options.max_depth = limits::json_depth_max + 1;
  parser::basic_parser<builder> reader{options, *this};
  parser::error_code error;
  const auto read = reader.write_some(false, text.data(), text.size(), error);
  reader.handler().finish();
  if (error || read < text.size()) {
    position_ = read + 1;
    if (why_ == fault::none) {
      why_ = fault::malformed;
    }
  }
  // The parser does not tell broken UTF-8 from broken JSON.
  if (why_ == fault::malformed && !utf8::is_valid(text)) {
    why_ = fault::not_utf8;
  }
}

} // namespace parley::json
