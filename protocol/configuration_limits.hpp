// Bounds of a company's configuration as a document. Inclusive, like those of
// limits.hpp.
#ifndef PARLEY_PROTOCOL_CONFIGURATION_LIMITS_HPP
#define PARLEY_PROTOCOL_CONFIGURATION_LIMITS_HPP

#include <cstddef>

namespace parley::limits {

/// A company's whole configuration, as operators import it.
inline constexpr std::size_t configuration_bytes_max
  = std::size_t{16} * 1024 * 1024;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_CONFIGURATION_LIMITS_HPP
