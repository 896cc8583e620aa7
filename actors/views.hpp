// Snapshots of chats and agents as wire messages: what each kind of reader may
// see. Pure.
#ifndef PARLEY_ACTORS_VIEWS_HPP
#define PARLEY_ACTORS_VIEWS_HPP

#include "actors/messages.hpp"

namespace parley::actors {

[[nodiscard]] wire::customer_chat_view customer_view(const chat_snapshot& c);

[[nodiscard]] wire::desk_chat_view desk_view(const chat_snapshot& c,
                                             const chat_policy* policy);

[[nodiscard]] wire::entry_view entry_view(const transcript_entry& e);

[[nodiscard]] wire::whisper_view whisper_view(const chat::chat_whispered& e);

/// @param maximum the company's or the user's (P4).
[[nodiscard]] wire::status_changed
status_view(const agent::state& a, std::uint64_t revision, int maximum);

[[nodiscard]] agent::chat_digest digest(const chat_snapshot& c);

[[nodiscard]] frame make_frame(const wire::server_message& m);

/// A refusal of a request, with the chat's present state if there is one (T2).
[[nodiscard]] wire::refused refused_view(const refusal& why,
                                         const std::string& ref,
                                         std::optional<duration> retry_after,
                                         const chat_snapshot* chat);

} // namespace parley::actors

#endif // PARLEY_ACTORS_VIEWS_HPP
