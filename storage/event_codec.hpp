// Event <-> stored JSON. JSON of the store lives in event_codec.cpp only. The
// types, versions and upcasters: storage/README.md.
#pragma once

#include "storage/store.hpp"

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

[[nodiscard]] std::string encode_company(const company& c);
[[nodiscard]] result<company, store_error>
decode_company(std::string_view json);

} // namespace parley::storage
