// Event <-> stored JSON. JSON of the store lives in event_codec.cpp only. The
// types, versions and upcasters: storage/README.md.
#ifndef PARLEY_STORAGE_EVENT_CODEC_HPP
#define PARLEY_STORAGE_EVENT_CODEC_HPP

#include "storage/store.hpp"

#include <span>
#include <string>
#include <string_view>

namespace parley::storage {

/// The type name and version under which an event is stored, and its JSON.
struct encoded_event {
  std::string_view type;
  int version = 1;
  std::string json;
};

[[nodiscard]] encoded_event encode_event(const event& e);
/// Appends the JSON of `e` to `out`; the hot path.
void encode_event_to(const event& e, std::string& out);

/// Reads a stored event of any version ever written.
[[nodiscard]] result<event, store_error> decode_event(stream_kind kind,
                                                      std::string_view type,
                                                      int version,
                                                      std::string_view json);

/// Raises the JSON of a type from `version` to `version + 1`. Entries are never
/// removed: what was written once can be read for ever.
struct upcaster {
  std::string_view type;
  int version = 0;
  /// @returns the newer JSON; empty if the old one is not what it should be.
  std::string (*raise)(std::string_view json) = nullptr;
};

/// All upcasters of this version of Parley.
[[nodiscard]] std::span<const upcaster> upcasters();

/// As above, with a table of its own; for tests of the mechanism.
[[nodiscard]] result<event, store_error>
decode_event(stream_kind kind,
             std::string_view type,
             int version,
             std::string_view json,
             std::span<const upcaster> table);

[[nodiscard]] std::string_view type_of(const event& e);
[[nodiscard]] int version_of(const event& e);
[[nodiscard]] stream_kind kind_of(const event& e);

[[nodiscard]] std::string encode_company(const company& c);
[[nodiscard]] result<company, store_error>
decode_company(std::string_view json);

} // namespace parley::storage

#endif // PARLEY_STORAGE_EVENT_CODEC_HPP
