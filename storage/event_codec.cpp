// Events to JSON text and back, derived from each event's own description.
#include "storage/event_codec.hpp"

#include "storage/json_fields.hpp"

#include <array>
#include <utility>

namespace parley::storage {

namespace {

using nlohmann::json;

store_error corrupt(std::string text) {
  return {store_errc::corrupt_record, std::move(text)};
}

/// How one type of event is read.
struct reader {
  std::string_view type;
  int version;
  result<event, store_error> (*read)(const json& from);
};

template <class Family, class Event>
result<event, store_error> read_event(const json& from) {
  Event e;
  if (!from.contains("at")) {
    return corrupt("The stored event " + std::string{Event::type}
                   + " has no time.");
  }
  const auto wrong = json_value<Event>::wrong_member(from, e);
  if (!wrong.empty()) {
    return corrupt("The stored event " + std::string{Event::type}
                   + " has a damaged field \"" + std::string{wrong} + "\".");
  }
  return event{Family{std::move(e)}};
}

template <class Variant>
struct family;

template <class... Events>
struct family<std::variant<Events...>> {
  static constexpr auto readers = std::to_array<reader>(
    {{Events::type,
      Events::version,
      &read_event<std::variant<Events...>, Events>}...});
};

std::span<const reader> readers_of(stream_kind kind) {
  switch (kind) {
  case stream_kind::chat:
    return family<chat::event>::readers;
  case stream_kind::call:
    return family<call::event>::readers;
  case stream_kind::agent:
    return family<agent::event>::readers;
  }
  return {};
}

const reader* find_reader(stream_kind kind, std::string_view type) {
  for (const reader& r : readers_of(kind)) {
    if (r.type == type) {
      return &r;
    }
  }
  return nullptr;
}

/// Raises `text` in place up to `wanted`.
/// @returns what is missing or broken, or nothing.
std::optional<store_error> raise(std::string_view type,
                                 int version,
                                 int wanted,
                                 std::string& text,
                                 std::span<const upcaster> table) {
  for (; version < wanted; ++version) {
    const upcaster* found = nullptr;
    for (const upcaster& u : table) {
      if (u.type == type && u.version == version) {
        found = &u;
      }
    }
    if (found == nullptr) {
      return store_error{store_errc::unknown_format,
                         "There is no way to read version "
                           + std::to_string(version) + " of the stored event "
                           + std::string{type}
                           + "; use the version of Parley that wrote it."};
    }
    text = found->raise(text);
    if (text.empty()) {
      return corrupt("The stored event " + std::string{type}
                     + " is damaged: version " + std::to_string(version)
                     + " of it cannot be raised to the next one.");
    }
  }
  return std::nullopt;
}

result<event, store_error> parse(const reader& r, std::string_view text) {
  // Checksums keep out damage; so this is a matter of versions, not of trust.
  const json from = json::parse(text, nullptr, false);
  if (!from.is_object()) {
    return corrupt("The stored event " + std::string{r.type}
                   + " is not a JSON object.");
  }
  return r.read(from);
}

} // namespace

std::span<const upcaster> upcasters() {
  // All events have version 1: nothing to raise.
  return {};
}

void encode_event_to(const event& e, std::string& out) {
  std::visit(
    [&](const auto& family_event) {
      std::visit([&](const auto& x) { append_json(out, x); }, family_event);
    },
    e);
}

encoded_event encode_event(const event& e) {
  encoded_event encoded{type_of(e), version_of(e), {}};
  encode_event_to(e, encoded.json);
  return encoded;
}

std::string_view type_of(const event& e) {
  return std::visit(
    [](const auto& family_event) {
      return std::visit([](const auto& x) { return x.type; }, family_event);
    },
    e);
}

int version_of(const event& e) {
  return std::visit(
    [](const auto& family_event) {
      return std::visit([](const auto& x) { return x.version; }, family_event);
    },
    e);
}

stream_kind kind_of(const event& e) {
  return std::visit(
    overloaded{[](const chat::event&) { return stream_kind::chat; },
               [](const call::event&) { return stream_kind::call; },
               [](const agent::event&) {
                 return stream_kind::agent;
               }},
    e);
}

result<event, store_error> decode_event(stream_kind kind,
                                        std::string_view type,
                                        int version,
                                        std::string_view json) {
  return decode_event(kind, type, version, json, upcasters());
}

result<event, store_error> decode_event(stream_kind kind,
                                        std::string_view type,
                                        int version,
                                        std::string_view json,
                                        std::span<const upcaster> table) {
  const reader* r = find_reader(kind, type);
  if (r == nullptr) {
    return store_error{store_errc::unknown_format,
                       "The stored event type \"" + std::string{type}
                         + "\" is unknown; a newer version of Parley wrote it: "
                           "use that version."};
  }
  if (version > r->version) {
    return store_error{store_errc::unknown_format,
                       "The stored event " + std::string{type} + " has version "
                         + std::to_string(version)
                         + ", which a newer version of Parley wrote: use that "
                           "version."};
  }
  if (version == r->version) {
    return parse(*r, json);
  }
  std::string raised{json};
  if (auto error = raise(type, version, r->version, raised, table)) {
    return *std::move(error);
  }
  return parse(*r, raised);
}

} // namespace parley::storage
