// Bounds of bodies that go piece by piece. Inclusive, like those of
// limits.hpp.
#ifndef PARLEY_PROTOCOL_HTTP_LIMITS_HPP
#define PARLEY_PROTOCOL_HTTP_LIMITS_HPP

#include <cstddef>

namespace parley::limits {

/// What is still taken of a body that nobody wants: browsers read an answer
/// only after they have sent all.
inline constexpr std::size_t discarded_bytes_max
  = std::size_t{128} * 1024 * 1024;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_HTTP_LIMITS_HPP
