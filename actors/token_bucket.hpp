// How often something may happen: `rate` a second, `burst` at once. Pure.
#ifndef PARLEY_ACTORS_TOKEN_BUCKET_HPP
#define PARLEY_ACTORS_TOKEN_BUCKET_HPP

#include "protocol/time.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace parley::actors {

class token_bucket {
public:
  /// Takes one token. @returns absent: taken; else when to try again.
  [[nodiscard]] std::optional<duration>
  take(std::size_t rate, std::size_t burst, timestamp now) {
    const auto gap = duration{1000} / static_cast<long long>(rate);
    // `full_at_` is when the bucket would be full again (GCRA).
    const auto since = std::max(full_at_, now);
    const auto depth = gap * static_cast<long long>(burst - 1);
    if (since - now > depth) {
      return since - now - depth;
    }
    full_at_ = since + gap;
    return std::nullopt;
  }

private:
  timestamp full_at_;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_TOKEN_BUCKET_HPP
