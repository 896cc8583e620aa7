// The state machine of one chat session: behaviour 2, T1-T5. Pure: it must not
// know CAF, I/O, clocks, threads or JSON (architecture 4.5).
#ifndef PARLEY_ACTORS_DOMAIN_CHAT_SESSION_HPP
#define PARLEY_ACTORS_DOMAIN_CHAT_SESSION_HPP

#include "actors/domain/chat_events.hpp"
#include "actors/domain/chat_extras.hpp"
#include "actors/domain/policy.hpp"
#include "actors/domain/transcript.hpp"
#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/refusal_code.hpp"
#include "protocol/result.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::chat {

// ---------------------------------------------------------------------------
// Phases. Data that exists only in a phase lives in it.

/// Nobody is asked yet; the flow talks. `node` is where it stands.
struct in_flow {
  std::string node;
  /// How often it has asked there already.
  int tries = 0;
  /// A menu or question has waited long enough then, or a delay is over.
  std::optional<timestamp> time_is_up = {};
  friend bool operator==(const in_flow&, const in_flow&) = default;
};

/// Waits in `state::queue`.
struct queued {
  /// Q1 queue timeout; off if absent.
  std::optional<timestamp> timeout_at;
  friend bool operator==(const queued&, const queued&) = default;
};

/// In an inbox, never opened.
struct allocated {
  cause how = cause::by_hand;
  std::optional<timestamp> alert_until;
  friend bool operator==(const allocated&, const allocated&) = default;
};

/// Agent and customer talk; handling time runs.
struct active {
  timestamp since;
  /// Q1: how long the conversation may be silent; off if absent.
  std::optional<duration> idle_limit = {};
  /// Of the newest line, or of the activation.
  timestamp silent_since = {};
  bool warned = false;
  friend bool operator==(const active&, const active&) = default;
};

/// Kept aside by its agent or by a call; handling time stands.
struct parked {
  bool resume_after_call = false;
  /// I5: the call is over, but the agent had something else active.
  bool resume_missed = false;
  friend bool operator==(const parked&, const parked&) = default;
};

/// The customer is gone; the agent writes up. Without `deadline` it lasts until
/// the agent finishes (`wrapup_mode::until_done`).
struct wrapup {
  std::optional<timestamp> deadline;
  int extensions_left = 0;
  friend bool operator==(const wrapup&, const wrapup&) = default;
};

/// A wrapup whose timer stands still.
struct wrapup_parked {
  std::optional<duration> time_left;
  int extensions_left = 0;
  bool resume_after_call = false;
  bool resume_missed = false;
  friend bool operator==(const wrapup_parked&, const wrapup_parked&) = default;
};

struct closed {
  timestamp at;
  outcome how = outcome::handled;
  friend bool operator==(const closed&, const closed&) = default;
};

using phase = std::variant<in_flow,
                           queued,
                           allocated,
                           active,
                           parked,
                           wrapup,
                           wrapup_parked,
                           closed>;

// ---------------------------------------------------------------------------
// State: the fold of the events.

/// A command or message that had its effect, for retries (T2, W6).
struct remembered {
  std::string id;
  /// Revision after it; for a message the number of its entry.
  std::uint64_t outcome = 0;
  timestamp at;
  friend bool operator==(const remembered&, const remembered&) = default;
};

/// The newest `remembered_ids_max` of them; the oldest makes room.
class recent {
public:
  void add(remembered one);
  /// @returns the one with this id, or null. Valid until the next `add`.
  [[nodiscard]] const remembered* find(std::string_view id) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }

  /// The same, in the same order of age.
  friend bool operator==(const recent& a, const recent& b) noexcept;

private:
  [[nodiscard]] const remembered& by_age(std::size_t i) const noexcept {
    return all_[(oldest_ + i) % all_.size()];
  }

  /// A ring once it is full: moving 63 of them up for each line shows in the
  /// profile of a busy server.
  std::vector<remembered> all_;
  std::size_t oldest_ = 0;
};

/// An offer to another agent that is not answered yet.
struct offer {
  agent_id to;
  timestamp until;
  friend bool operator==(const offer&, const offer&) = default;
};

/// What a work item is about, besides its title (the customer's name) and its
/// text (the first line).
struct task {
  std::optional<timestamp> due;
  /// 0-100, as the one who filed it says; no part of the order (B1).
  int priority = 0;
  std::optional<contact_id> contact;
  friend bool operator==(const task&, const task&) = default;
};

struct state {
  chat_id id;
  company_id company;
  /// A webchat, or a work item: the same machine without a customer's side.
  parley::channel channel = parley::channel::webchat;
  service_id service;
  flow_id flow;
  std::uint64_t flow_version = 0;
  /// SHA-256 of the visitor's token, hexadecimal (figures.md 4).
  std::string visitor_hash;
  std::string customer_name;
  std::string customer_email;
  std::string customer_page;
  /// Of a work item.
  std::optional<chat::task> task;

  /// Number of events (architecture 4.6).
  std::uint64_t revision = 0;
  /// Of the newest event that is more than a line; older views are stale (T2).
  std::uint64_t state_revision = 0;
  chat::phase phase = in_flow{};
  /// Where the flow stands, also after it has handed the chat on: the branches
  /// of a queue node are found by it.
  std::string flow_node;
  /// What the flow has asked or set (F2).
  std::map<std::string, std::string> variables;
  /// The customer's newest line that no node has looked at.
  std::optional<std::string> unheard;
  std::uint64_t flow_entries = 0;
  timestamp started;
  timestamp phase_since;
  /// Of the newest event; commands never happen before it.
  timestamp last_at;

  /// The queue it waits in, or came through; empty while in its flow.
  queue_id queue;
  /// T4: when it began to wait in `queue`.
  timestamp enqueued;
  /// The owner while it is in an inbox, else empty.
  agent_id agent;
  std::optional<offer> offered;
  /// Whose it was when it was closed.
  agent_id closed_by;

  /// T1: time in earlier active phases.
  duration handled{};
  std::optional<timestamp> first_activated;
  /// Active wrapup time so far (K1).
  duration wrapped_up{};

  std::uint64_t last_entry = 0;
  /// A2: whispers are numbered by themselves.
  std::uint64_t last_whisper = 0;
  /// The customer's newest line, shortened to `preview_characters_max`.
  std::string last_line;
  std::uint64_t customer_entries = 0;
  std::uint64_t agent_entries = 0;

  std::vector<classification_id> classifications;
  std::string note;
  bool abusive = false;
  /// C1: what fits no classification, in the agent's words.
  std::string classification_text;
  std::optional<chat::survey> survey;
  /// X1: the answers to each script, at most `chat_scripts_max`.
  std::vector<script_answered> scripts;
  /// W2: lines that are files.
  std::uint64_t files = 0;
  /// W1: own fields that were asked for before the chat.
  std::vector<named_value> customer_fields;
  /// W8: whom the website says it is, signed; empty: it does not say.
  std::string customer_subject;
  /// Language of the page (BCP 47), may be empty.
  std::string customer_locale;

  recent commands;
  recent messages;

  friend bool operator==(const state&, const state&) = default;
};

// ---------------------------------------------------------------------------
// Commands: what is asked for, in the imperative.

struct start {
  service_id service;
  flow_id flow;
  std::uint64_t flow_version = 0;
  std::string node;
  std::string visitor_hash;
  std::string customer_name;
  std::string customer_email;
  std::string customer_page;
  std::optional<chat_id> continues;
  bool by_message = false;
  std::vector<named_value> customer_fields = {};
  std::string customer_subject = {};
  std::string customer_locale = {};
};
/// Files a work item in a queue; it has no flow.
struct open_work_item {
  queue_id queue;
  std::string title;
  std::string text;
  std::optional<timestamp> due;
  int priority = 0;
  std::optional<contact_id> contact;
};
/// A line; of kind `whisper`: a whisper. A retry with the same `id` has no
/// second effect (W6).
struct write_entry {
  speaker from = speaker::customer;
  entry_kind kind = entry_kind::text;
  std::optional<agent_id> author;
  std::optional<std::string> author_name;
  std::string text;
  std::optional<client_message_id> id;
  /// W2: of kind `file`, and only of it.
  std::optional<shared_file> file = {};
};
/// The flow goes on at `node` (in_flow only).
struct advance_flow {
  std::string node;
  int tries = 0;
  /// After which it goes on by itself.
  std::optional<duration> within = {};
  bool keeps_line = false;
};
/// The flow keeps a value (not once it is closed).
struct set_variable {
  std::string name;
  std::string text;
};
/// The flow came by a branch (in_flow only).
struct note_choice {
  std::string node;
  std::string what;
};
/// The queue refused the flow's queue node (Q2).
struct note_refusal {
  queue_id queue;
  cause because = cause::queue_full;
};
/// The flow's queue node was accepted by the queue.
struct enter_queue {
  queue_id queue;
};
/// Q2 or timeout: back to the flow, at `node`.
struct leave_queue {
  cause because = cause::queue_timeout;
  std::string node;
};
/// The flow says goodbye, or failed (F1).
struct end_flow {
  bool failed = false;
};
struct allocate {
  agent_id agent;
  cause because = cause::by_hand;
};
struct activate {
  agent_id agent;
};
struct park {
  agent_id agent;
};
/// I4: the agent answered a call.
struct interrupt {
  agent_id agent;
};
/// I5: the agent's call is over. `busy`: something else is active by now.
struct call_finished {
  agent_id agent;
  bool busy = false;
};
/// By the customer (`because` customer or customer_lost) or the owner (agent).
struct end_chat {
  cause because = cause::customer;
  agent_id agent;
};
/// By the owner, or because a call interrupts it (I8).
struct put_back {
  agent_id agent;
  cause because = cause::put_back;
};
/// The owner's logout (L1) or loss (L2).
struct log_agent_out {
  agent_id agent;
  cause because = cause::logout;
};
struct transfer_to_queue {
  agent_id agent;
  queue_id queue;
};
struct offer_transfer {
  agent_id agent;
  agent_id to;
};
/// By the agent it was offered to.
struct accept_transfer {
  agent_id agent;
};
/// By the agent it was offered to, or by the owner (withdrawn).
struct decline_transfer {
  agent_id agent;
};
/// A supervisor's move of a chat that waits or was not opened (T4 keeps its
/// time).
struct move {
  queue_id queue;
};
/// By a supervisor, who handles it from now on (A2): allocated and activated in
/// one, so that the customer sees another name and no waiting in between.
struct take_over {
  agent_id agent;
};
struct extend_wrapup {
  agent_id agent;
};
struct finish_wrapup {
  agent_id agent;
};
struct classify {
  agent_id agent;
  std::vector<classification_id> classifications;
  std::string note;
  bool abusive = false;
  std::string text = {};
};
/// The time of `next_deadline` has come, perhaps; early, late and doubled ones
/// are harmless.
struct deadline_reached {};
/// Gives a session up after repeated failures (architecture 4.8).
struct abort {};

using command = std::variant<start,
                             write_entry,
                             advance_flow,
                             note_refusal,
                             enter_queue,
                             leave_queue,
                             end_flow,
                             allocate,
                             activate,
                             park,
                             interrupt,
                             call_finished,
                             end_chat,
                             put_back,
                             log_agent_out,
                             transfer_to_queue,
                             offer_transfer,
                             accept_transfer,
                             decline_transfer,
                             move,
                             extend_wrapup,
                             finish_wrapup,
                             classify,
                             submit_survey,
                             answer_script,
                             deadline_reached,
                             abort,
                             open_work_item,
                             set_variable,
                             note_choice,
                             take_over>;

/// A command with what T2 needs to know of its sender.
struct request {
  command what;
  /// What the sender saw; stale ones are refused.
  std::optional<std::uint64_t> seen_revision = {};
  /// A retry with the same id has the first result and no second effect.
  std::optional<command_id> id = {};
};

/// No events means: nothing to do, and that is fine.
using decision = result<events, refusal>;

/// What follows from `r` in `s`. Total: every command has an answer in every
/// phase. Changes nothing.
/// @param p the policy of the queue that the chat is in, or is to enter.
/// @param now not before `s.last_at`; earlier times are read as `s.last_at`.
[[nodiscard]] decision
decide(const state& s, const request& r, const chat_policy& p, timestamp now);

// Parts of the two, in chat_extras.cpp.
[[nodiscard]] std::optional<refusal> line_refusal(const state& s,
                                                  const write_entry& c);
[[nodiscard]] decision
decide_classification(const classify& c,
                      const chat_policy& p,
                      const std::optional<command_id>& id,
                      timestamp now);
[[nodiscard]] decision decide_survey(const state& s,
                                     const submit_survey& c,
                                     const std::optional<command_id>& id,
                                     timestamp now);
[[nodiscard]] decision decide_script(const state& s,
                                     const answer_script& c,
                                     const std::optional<command_id>& id,
                                     timestamp now);
void keep(state& s, const survey_submitted& e);
void keep(state& s, const script_answered& e);

/// The state after `e`. Decides nothing and cannot fail.
[[nodiscard]] state apply(state s, const event& e);

/// When `deadline_reached` should come, if nothing happens before.
[[nodiscard]] std::optional<timestamp> next_deadline(const state& s);

/// What is wrong with a work item that is to be filed; absent: nothing.
[[nodiscard]] std::optional<refusal> refusal_of(const open_work_item& c);

[[nodiscard]] phase_name name_of(const phase& p);
/// Handling time at `now` (T1), the running phase included.
[[nodiscard]] duration handled_until(const state& s, timestamp now);
/// The inbox that holds it, or empty.
[[nodiscard]] bool in_inbox(const state& s);
/// Active or in active wrapup: what an agent has at most one of (P2).
[[nodiscard]] bool is_active(phase_name p);
/// The result of an earlier command resp. message with this id, if remembered.
[[nodiscard]] const remembered* find_command(const state& s,
                                             const command_id& id);
/// Ids of messages are their author's: two people may use the same.
[[nodiscard]] const remembered*
find_message(const state& s,
             speaker from,
             const std::optional<agent_id>& author,
             const client_message_id& id);
/// As above, of a whisper.
[[nodiscard]] const remembered*
find_whisper(const state& s,
             const std::optional<agent_id>& author,
             const client_message_id& id);
/// Only a line: no view of the chat is older for it (T2).
[[nodiscard]] bool is_line(const event& e);
/// The line that `e` writes.
[[nodiscard]] transcript_entry to_entry(const entry_written& e);
/// Type, version and time of an event.
[[nodiscard]] std::string_view type_of(const event& e);
[[nodiscard]] timestamp time_of(const event& e);

} // namespace parley::chat

#endif // PARLEY_ACTORS_DOMAIN_CHAT_SESSION_HPP
