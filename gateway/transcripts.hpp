// The transcript of a stored chat (M5): for downloads and mails alike.
#ifndef PARLEY_GATEWAY_TRANSCRIPTS_HPP
#define PARLEY_GATEWAY_TRANSCRIPTS_HPP

#include "actors/domain/transcript_text.hpp"
#include "storage/store.hpp"

#include <optional>
#include <string>

namespace parley::gateway {

struct transcript_wish {
  transcript_text::form form = transcript_text::form::plain;
  /// With whispers and the note: for agents only.
  bool internal = false;
  /// An IANA name; empty: UTC.
  std::string zone;
};

struct built_transcript {
  std::string text;
  /// Of lines that say something; none: the chat was erased, or is empty.
  std::size_t lines = 0;
};

/// @returns the transcript of a chat, bounded in lines and bytes.
[[nodiscard]] result<built_transcript, storage::store_error>
build_transcript(const storage::store& from,
                 const company& c,
                 const chat::state& chat,
                 const transcript_wish& wish);

/// @returns true if it is empty or names a zone.
[[nodiscard]] bool is_zone(const std::string& name);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_TRANSCRIPTS_HPP
