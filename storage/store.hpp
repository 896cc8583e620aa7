// The port to durable storage: the journal of events and the reads from it.
// Knows events, never CAF. The cluster's journal will be a third implementation
// (architecture 4.19): hence shards, epochs and "lost".
#ifndef PARLEY_STORAGE_STORE_HPP
#define PARLEY_STORAGE_STORE_HPP

#include "actors/domain/agent.hpp"
#include "actors/domain/call.hpp"
#include "actors/domain/chat_session.hpp"
#include "actors/domain/company.hpp"
#include "protocol/ids.hpp"
#include "protocol/result.hpp"
#include "protocol/time.hpp"
#include "storage/audit_entry.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::storage {

class contact_rows;

/// 256 shards for ever; all data of a company are in one.
using shard = std::uint8_t;
[[nodiscard]] shard shard_of(const company_id& company) noexcept;

enum class stream_kind : std::uint8_t { chat = 1, call = 2, agent = 3 };

/// Names the events of one chat, call or agent.
struct stream_id {
  company_id company;
  stream_kind kind = stream_kind::chat;
  std::string id;
  friend bool operator==(const stream_id&, const stream_id&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads it.
  friend auto operator<=>(const stream_id&, const stream_id&) = default;
};

using event = std::variant<chat::event, call::event, agent::event>;

/// Events that follow each other in one stream.
struct append {
  stream_id stream;
  /// Number of events that the writer believes to be there; absent: at the end
  /// (agents' facts, which nobody folds).
  std::optional<std::uint64_t> after;
  std::vector<event> events;
};

enum class store_errc : std::uint8_t {
  /// Another writer was there: `after` is not the number of events.
  stale_revision,
  /// A newer owner claimed the shard (cluster).
  lost,
  /// Damaged bytes were found; nothing of them is served.
  corrupt_record,
  /// No space; nothing was written; reads go on; a later append may succeed.
  full,
  /// The disk failed. Nothing more may be acknowledged: the process must end
  /// (R10); whether the batch is there is only known after a restart.
  failed,
  /// The data has a format that this version does not know.
  unknown_format,
  /// Another process has it open.
  locked,
  not_found,
  /// It contradicts what is stored, or is not valid; the text says how.
  refused,
  /// Directory missing, not writable, ...
  unavailable,
};

struct store_error {
  store_errc code = store_errc::failed;
  /// A sentence for an operator that says what to do.
  std::string text;
};

[[nodiscard]] std::string_view to_string(store_errc code);

/// What became of one append of a batch: its stream's revision after it.
using append_outcome = result<std::uint64_t, store_error>;

/// One row of a contact's history (M1): a closed session.
struct history_row {
  chat_id chat;
  timestamp started;
  timestamp closed;
  queue_id queue;
  agent_id agent;
  outcome how = outcome::handled;
  std::uint64_t entries = 0;
};

/// The credentials of an agent; never part of the company's configuration.
struct credential {
  agent_id agent;
  /// Argon2id in the PHC string format.
  std::string password_hash;
};

/// A login that has not been revoked.
struct login_session {
  /// SHA-256 of the token, hexadecimal.
  std::string token_hash;
  company_id company;
  agent_id agent;
  timestamp created;
  timestamp expires;
  std::string address;
};

class store {
public:
  virtual ~store() = default;

  /// Identity of this data; changes when a directory is created anew. Part of
  /// the wire's epoch.
  [[nodiscard]] virtual std::string identity() const = 0;

  /// Writes all appends of a batch in one atomic, synced write; durable on
  /// return. Each append is judged by itself, in order: one with a stale
  /// revision is left out and says so, the others are written. With each chat
  /// event the rows derived from it are written (open index, history), so views
  /// on disk are never older or newer than the events. If the write fails, all
  /// outcomes are `full` or `failed`. Only one thread may append.
  [[nodiscard]] virtual std::vector<append_outcome>
  write(const std::vector<append>& batch) = 0;

  // Reads: safe from any thread, beside the writer; they see what is durable.

  /// Number of events of a stream; 0 if there is none.
  [[nodiscard]] virtual result<std::uint64_t, store_error>
  revision(const stream_id& stream) const = 0;

  /// The events of a stream from revision `from` (1 is the first) on, at most
  /// `limit`.
  [[nodiscard]] virtual result<std::vector<event>, store_error> read(
    const stream_id& stream, std::uint64_t from, std::size_t limit) const = 0;

  /// The lines of a chat with numbers above `after`, in order, at most `limit`.
  [[nodiscard]] virtual result<std::vector<transcript_entry>, store_error>
  entries_after(const company_id& company,
                const chat_id& chat,
                std::uint64_t after,
                std::size_t limit) const = 0;

  /// The last `limit` lines with numbers below `before` (0: from the end), in
  /// order.
  [[nodiscard]] virtual result<std::vector<transcript_entry>, store_error>
  entries_before(const company_id& company,
                 const chat_id& chat,
                 std::uint64_t before,
                 std::size_t limit) const = 0;

  /// The chats of a company that are not closed, folded; order by id.
  [[nodiscard]] virtual result<std::vector<chat::state>, store_error>
  open_chats(const company_id& company) const = 0;
  [[nodiscard]] virtual result<std::vector<call::state>, store_error>
  open_calls(const company_id& company) const = 0;
  /// The chats and calls of a company that are open, and those that were
  /// closed at `since` or later: all that may have had events since then. In
  /// the order of kind, then id.
  [[nodiscard]] virtual result<std::vector<stream_id>, store_error>
  streams_since(const company_id& company, timestamp since) const = 0;
  /// One chat, folded, open or closed; `not_found` if it has no event.
  [[nodiscard]] virtual result<chat::state, store_error>
  load_chat(const company_id& company, const chat_id& chat) const = 0;
  [[nodiscard]] virtual result<call::state, store_error>
  load_call(const company_id& company, const call_id& call) const = 0;

  /// The newest `limit` closed sessions of a company that ended before
  /// `before`, newest first.
  [[nodiscard]] virtual result<std::vector<history_row>, store_error> history(
    const company_id& company, timestamp before, std::size_t limit) const = 0;

  // Configuration and people. Each write is atomic and durable on return.

  [[nodiscard]] virtual result<std::vector<company>, store_error>
  companies() const = 0;
  /// Writes a new version; `stale_revision` unless `c.version` is one more than
  /// the stored one (0 stored: none).
  [[nodiscard]] result<done, store_error> put_company(const company& c) {
    return put_company(c, nullptr);
  }
  /// As above, in one piece with a row of the audit log (A3) unless `by` is
  /// null; `refused` if the row breaks a bound.
  [[nodiscard]] virtual result<done, store_error>
  put_company(const company& c, const audit_entry* by) = 0;
  [[nodiscard]] virtual result<done, store_error>
  put_credential(const company_id& company, const credential& c) = 0;
  [[nodiscard]] virtual result<std::optional<credential>, store_error>
  credential_of(const company_id& company, const agent_id& agent) const = 0;
  [[nodiscard]] virtual result<done, store_error>
  put_login(const login_session& s) = 0;
  [[nodiscard]] virtual result<done, store_error>
  remove_login(const std::string& token_hash) = 0;
  [[nodiscard]] virtual result<std::optional<login_session>, store_error>
  login_of(const std::string& token_hash) const = 0;
  /// The logins of a company (all agents).
  [[nodiscard]] virtual result<std::vector<login_session>, store_error>
  logins(const company_id& company) const = 0;

  /// The rows of contacts; what they mean: contacts.hpp.
  [[nodiscard]] virtual contact_rows& contacts() = 0;
  /// M4: takes every text of closed chats out of their events: what was
  /// written, notes, name, email and page of the customer. Revisions, times
  /// and counters stay. Chats that are not there or are not closed are passed
  /// over. One atomic, durable write.
  /// @returns how many chats were changed.
  [[nodiscard]] virtual result<std::uint64_t, store_error>
  erase_texts(const company_id& company, const std::vector<chat_id>& chats) = 0;
  /// M4: rewrites what is on disk of a company, so that no byte of what was
  /// erased or deleted before is left. May take minutes.
  [[nodiscard]] virtual result<done, store_error>
  scrub(const company_id& company) = 0;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_STORE_HPP
