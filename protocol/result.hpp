// A value or the reason why there is none. Our own few lines, because
// std::expected exists in g++ 12 only as C++23 (architecture 4.12).
#ifndef PARLEY_PROTOCOL_RESULT_HPP
#define PARLEY_PROTOCOL_RESULT_HPP

#include <utility>
#include <variant>

namespace parley {

template <class T, class E>
class [[nodiscard]] result {
public:
  // Implicit on purpose: `return value;` and `return error;` read best.
  result(T value) // NOLINT(google-explicit-constructor)
      : content_{std::in_place_index<0>, std::move(value)} {}
  result(E error) // NOLINT(google-explicit-constructor)
      : content_{std::in_place_index<1>, std::move(error)} {}

  [[nodiscard]] bool has_value() const noexcept {
    return content_.index() == 0;
  }
  explicit operator bool() const noexcept { return has_value(); }

  /// @pre has_value()
  [[nodiscard]] T& value() & { return std::get<0>(content_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(content_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(content_)); }

  /// @pre !has_value()
  [[nodiscard]] E& error() & { return std::get<1>(content_); }
  [[nodiscard]] const E& error() const& { return std::get<1>(content_); }
  [[nodiscard]] E&& error() && { return std::get<1>(std::move(content_)); }

private:
  std::variant<T, E> content_;
};

/// The value of an operation that only can fail.
struct done {
  friend bool operator==(const done&, const done&) = default;
};

/// Joins lambdas into one visitor.
template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;

} // namespace parley

#endif // PARLEY_PROTOCOL_RESULT_HPP
