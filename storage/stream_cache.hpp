// What the writer knows of the streams that it wrote lately, so that an append
// costs no read. Bounded: two generations, of which the older is forgotten.
#ifndef PARLEY_STORAGE_STREAM_CACHE_HPP
#define PARLEY_STORAGE_STREAM_CACHE_HPP

#include "storage/derived.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace parley::storage {

struct cached_stream {
  std::uint64_t revision = 0;
  /// Of a chat.
  chat_summary summary;
};

class stream_cache {
public:
  /// Streams of one generation: all that are open at the most sessions that
  /// one node holds, at some 250 bytes each.
  static constexpr std::size_t generation_max = 16'384;

  /// @returns what is known of the stream with this key, or null. Valid until
  /// `generation_max` others were entered.
  [[nodiscard]] cached_stream* find(std::string_view key) {
    if (const auto found = young_.find(key); found != young_.end()) {
      return &found->second;
    }
    const auto found = old_.find(key);
    if (found == old_.end()) {
      return nullptr;
    }
    cached_stream s = std::move(found->second);
    old_.erase(found);
    return &put(key, std::move(s));
  }

  cached_stream& put(std::string_view key, cached_stream s) {
    if (young_.size() >= generation_max) {
      old_ = std::exchange(young_, {});
    }
    return young_.insert_or_assign(std::string{key}, std::move(s))
      .first->second;
  }

  /// After a write that failed: what is on disk is not known.
  void clear() {
    young_.clear();
    old_.clear();
  }

private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept {
      return std::hash<std::string_view>{}(key);
    }
  };
  using generation
    = std::unordered_map<std::string, cached_stream, hash, std::equal_to<>>;

  generation young_;
  generation old_;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_STREAM_CACHE_HPP
