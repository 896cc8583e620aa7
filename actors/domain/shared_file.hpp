// What is known of a file that was sent in a chat (W2). Its bytes are kept
// elsewhere; here are only facts.
#ifndef PARLEY_ACTORS_DOMAIN_SHARED_FILE_HPP
#define PARLEY_ACTORS_DOMAIN_SHARED_FILE_HPP

#include "protocol/field.hpp"
#include "protocol/ids.hpp"

#include <cstdint>
#include <string>
#include <tuple>

namespace parley {

struct shared_file {
  file_id id;
  /// Safe for headers and file systems.
  std::string name;
  std::uint64_t bytes = 0;
  /// What its first bytes are, `image/png` and so on.
  std::string media_type;
  /// Of its bytes, hexadecimal.
  std::string sha256;
  static constexpr auto fields() {
    using t = shared_file;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"bytes", &t::bytes},
                      field{"media_type", &t::media_type},
                      field{"sha256", &t::sha256}};
  }
  friend bool operator==(const shared_file&, const shared_file&) = default;
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_SHARED_FILE_HPP
