// Reads JSON text into a flat list of values: two allocations, bounded nesting,
// no exception. The parser itself hides in json_reader.cpp. Knows no message.
#ifndef PARLEY_PROTOCOL_JSON_READER_HPP
#define PARLEY_PROTOCOL_JSON_READER_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::json {

enum class kind : std::uint8_t {
  null,
  boolean,
  integer,  ///< 0 to 2^64-1
  negative, ///< an integer below 0
  huge,     ///< an integer above 2^64-1
  real,     ///< written with a fraction or an exponent
  string,
  list,
  object,
};

/// A value in document order: what a container holds stands right behind it.
struct value {
  kind what = kind::null;
  /// Where the next value that is not inside of this one stands.
  std::uint32_t end = 0;
  std::uint32_t name_at = 0;
  std::uint32_t name_size = 0;
  /// Of a string.
  std::uint32_t text_at = 0;
  std::uint32_t text_size = 0;
  /// Of an integer or a boolean.
  std::uint64_t number = 0;
};

enum class fault : std::uint8_t { none, malformed, too_deep, not_utf8, huge };

/// What was read; if there is a fault, all that stood before it.
class document {
public:
  /// Reads `text`; lists and objects may be nested `json_depth_max` times.
  explicit document(std::string_view text);

  [[nodiscard]] fault why() const noexcept { return why_; }
  /// @returns the byte at which reading stopped, from 1, or 0.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }
  /// The values; the first is the root. Empty if nothing could be read.
  [[nodiscard]] const std::vector<value>& values() const noexcept {
    return values_;
  }
  /// @returns the name of a member of an object.
  [[nodiscard]] std::string_view name(const value& v) const noexcept {
    return std::string_view{text_}.substr(v.name_at, v.name_size);
  }
  /// @returns the text of a string. @pre v.what == kind::string
  [[nodiscard]] std::string_view text(const value& v) const noexcept {
    return std::string_view{text_}.substr(v.text_at, v.text_size);
  }

private:
  friend class builder;

  std::vector<value> values_;
  std::string text_;
  std::size_t position_ = 0;
  fault why_ = fault::none;
};

} // namespace parley::json

#endif // PARLEY_PROTOCOL_JSON_READER_HPP
