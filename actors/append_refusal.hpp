// What an asker is told when events could not be stored.
#ifndef PARLEY_ACTORS_APPEND_REFUSAL_HPP
#define PARLEY_ACTORS_APPEND_REFUSAL_HPP

#include "protocol/refusal_code.hpp"
#include "storage/store.hpp"

namespace parley::actors {

[[nodiscard]] inline refusal append_refusal(const storage::store_error& why) {
  return why.code == storage::store_errc::full
           ? refusal{refusal_code::storage_full}
           : refusal{refusal_code::unavailable};
}

} // namespace parley::actors

#endif // PARLEY_ACTORS_APPEND_REFUSAL_HPP
