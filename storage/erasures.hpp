// Conversations that must go (M4): all of one contact because somebody asked,
// or all that are older than the rule of their queue. Both are work in small
// steps whose place is a row, so that a restart goes on where it stopped.
#ifndef PARLEY_STORAGE_ERASURES_HPP
#define PARLEY_STORAGE_ERASURES_HPP

#include "storage/contacts.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace parley {

enum class erasure_phase : std::uint8_t {
  erasing,
  /// The texts are out of all that is read; the files are being rewritten.
  rewriting,
  finished,
};
template <>
inline constexpr auto names_of<erasure_phase> = std::to_array<
  std::pair<erasure_phase, std::string_view>>({
  {erasure_phase::erasing, "erasing"},
  {erasure_phase::rewriting, "rewriting"},
  {erasure_phase::finished, "finished"},
});

} // namespace parley

namespace parley::storage {

/// The deletion of a contact's conversations.
struct erasure {
  std::string id;
  contact_id contact;
  agent_id by;
  timestamp asked;
  erasure_phase phase = erasure_phase::erasing;
  /// Where the history of the contact goes on; empty: at its beginning.
  std::string next = {};
  /// Sessions looked at, those whose texts are gone, and those that were open
  /// and are left as they are.
  std::uint64_t sessions = 0;
  std::uint64_t erased = 0;
  std::uint64_t open = 0;
  std::optional<timestamp> finished = {};
  friend bool operator==(const erasure&, const erasure&) = default;
};

/// How far the rules of the queues have been applied.
struct retention {
  /// Of a queue: all that was closed before is erased.
  std::map<queue_id, timestamp> done;
  /// The rules of the run under way; empty: none is.
  std::map<queue_id, timestamp> rules;
  /// Sessions closed before it are still to be looked at.
  timestamp position;
  erasure_phase phase = erasure_phase::finished;
  /// Of the run under way, or of the last one.
  timestamp begun;
  std::uint64_t erased = 0;
  /// The last rule of each queue that had one, in days: it outlives the queue,
  /// because its conversations do.
  std::map<queue_id, int> kept_days = {};
  friend bool operator==(const retention&, const retention&) = default;
};

/// @returns after how many days the conversations of each queue go: the rules
/// of those that are there, and the last ones of those that are deleted.
[[nodiscard]] std::map<queue_id, int> rules_of(const retention& so_far,
                                               const company& c);

/// Takes away what else belongs to a conversation (its files). Called before
/// its texts go, and again if that was interrupted.
using erase_more = std::function<result<done, store_error>(const chat_id&)>;

enum class erasure_step : std::uint8_t {
  /// Call again.
  more,
  /// Not now: a session was closed a moment ago and is still in memory.
  later,
  /// The texts are gone; `store::scrub`, then `finish`.
  rewrite,
  /// Nothing is left to be done.
  over,
};

class erasures {
public:
  explicit erasures(store& of) : store_{&of} {}

  // Of contacts.

  /// Files a deletion; durable on return. @returns it, or the unfinished one
  /// that the contact has already. Old finished ones make room.
  [[nodiscard]] result<erasure, store_error> ask(const company_id& company,
                                                 erasure wanted) const;
  [[nodiscard]] result<erasure, store_error> read(const company_id& company,
                                                  const std::string& id) const;
  /// The newest first.
  [[nodiscard]] result<std::vector<erasure>, store_error>
  list(const company_id& company) const;
  /// @returns the unfinished one of a contact, if there is one.
  [[nodiscard]] result<std::optional<erasure>, store_error>
  unfinished(const company_id& company, const contact_id& of) const;
  /// Erases at most `erased_per_write_max` conversations.
  /// @param settled what was closed before is in nobody's memory any more
  [[nodiscard]] result<erasure_step, store_error>
  go_on(const company_id& company,
        const std::string& id,
        timestamp settled,
        const erase_more& also) const;
  [[nodiscard]] result<erasure, store_error>
  finish(const company_id& company, const std::string& id, timestamp now) const;

  // By rule.

  [[nodiscard]] result<retention, store_error>
  retention_of(const company_id& company) const;
  /// Begins a run with the rules of the queues as they are now, unless one is
  /// under way. @returns false: no queue has a rule.
  [[nodiscard]] result<bool, store_error> begin_retention(const company& c,
                                                          timestamp now) const;
  /// As `go_on`. Only what no run before has looked at is looked at.
  [[nodiscard]] result<erasure_step, store_error>
  go_on_retention(const company_id& company, const erase_more& also) const;
  [[nodiscard]] result<done, store_error>
  finish_retention(const company_id& company) const;

private:
  [[nodiscard]] result<std::uint64_t, store_error>
  erase(const company_id& company,
        const std::vector<chat_id>& chats,
        const erase_more& also) const;

  store* store_;
};

[[nodiscard]] std::string encode_erasure(const erasure& x);
[[nodiscard]] std::string encode_retention(const retention& x);
[[nodiscard]] result<erasure, store_error>
decode_erasure(std::string_view text);
[[nodiscard]] result<retention, store_error>
decode_retention(std::string_view text);

} // namespace parley::storage

#endif // PARLEY_STORAGE_ERASURES_HPP
