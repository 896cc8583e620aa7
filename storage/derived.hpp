// What both stores derive from events while they write them: which streams are
// open, and the row of a contact's history. Pure.
#ifndef PARLEY_STORAGE_DERIVED_HPP
#define PARLEY_STORAGE_DERIVED_HPP

#include "storage/store.hpp"

#include <optional>
#include <span>

namespace parley::storage {

/// What a history row needs of a chat's events, folded one by one. The agent is
/// the last owner who did not give the chat back.
struct chat_summary {
  timestamp started;
  queue_id queue;
  agent_id agent;
  std::uint64_t entries = 0;

  void take(const chat::event& e);
};

/// @returns true if `e` is the last of its chat or call.
[[nodiscard]] bool closes(const event& e);

/// The row of a chat that `e` closes.
[[nodiscard]] history_row
row_of(const chat_id& chat, const chat_summary& s, const chat::chat_closed& e);

/// @returns why this append can never be written, whatever the store holds: a
/// bug of the caller.
[[nodiscard]] std::optional<store_error> flaw_of(const append& a);

/// @returns the events of a stream, folded.
[[nodiscard]] chat::state fold_chat(const stream_id& stream,
                                    std::span<const event> events);
[[nodiscard]] call::state fold_call(const stream_id& stream,
                                    std::span<const event> events);

/// @returns `e` without the texts of people, or nothing if it has none (M4).
[[nodiscard]] std::optional<event> without_texts(const event& e);

// Sentences that both stores say.
[[nodiscard]] store_error
stale(const stream_id& stream, std::uint64_t is, std::uint64_t believed);
[[nodiscard]] store_error stale_company(const company& c, std::uint64_t stored);
[[nodiscard]] store_error no_such_stream(const stream_id& stream);

} // namespace parley::storage

#endif // PARLEY_STORAGE_DERIVED_HPP
