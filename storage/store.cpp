// What both stores share of the port's vocabulary: shards and error names.
#include "storage/store.hpp"

namespace parley::storage {

shard shard_of(const company_id& company) noexcept {
  // FNV-1a, folded: stable for ever, because keys on disk begin with it.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : company.value) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  hash ^= hash >> 32U;
  hash ^= hash >> 16U;
  hash ^= hash >> 8U;
  return static_cast<shard>(hash & 0xffU);
}

std::string_view to_string(store_errc code) {
  switch (code) {
  case store_errc::stale_revision:
    return "stale_revision";
  case store_errc::lost:
    return "lost";
  case store_errc::corrupt_record:
    return "corrupt_record";
  case store_errc::full:
    return "full";
  case store_errc::failed:
    return "failed";
  case store_errc::unknown_format:
    return "unknown_format";
  case store_errc::locked:
    return "locked";
  case store_errc::not_found:
    return "not_found";
  case store_errc::refused:
    return "refused";
  case store_errc::unavailable:
    return "unavailable";
  }
  return "?";
}

} // namespace parley::storage
