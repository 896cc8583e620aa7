// Ids of things that this server makes: short, so that they do not allocate,
// and growing with time, so that they are near each other on disk.
#ifndef PARLEY_ACTORS_IDS_HPP
#define PARLEY_ACTORS_IDS_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::actors {

/// @returns `prefix` and `number` in 13 letters and digits (base 32).
[[nodiscard]] inline std::string make_id(char prefix, std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string id(14, prefix);
  for (std::size_t i = 13; i > 0; --i) {
    id[i] = digits[number & 31U];
    number >>= 5U;
  }
  return id;
}

} // namespace parley::actors

#endif // PARLEY_ACTORS_IDS_HPP
