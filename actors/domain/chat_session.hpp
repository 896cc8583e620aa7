// The state machine of one chat session: behaviour 2, T1-T5. Pure: it must not
// know CAF, I/O, clocks, threads or JSON (architecture 4.5).
#ifndef PARLEY_ACTORS_DOMAIN_CHAT_SESSION_HPP
#define PARLEY_ACTORS_DOMAIN_CHAT_SESSION_HPP

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
// Events: what happened, in the past tense. Each carries `at` and all that
// `apply` needs; `command` is the id of the command that caused it (T2). They
// are stored for ever: names and fields are never changed or reused.

#define PARLEY_EVENT_EQ(NAME)                                                  \
  friend bool operator==(const NAME&, const NAME&) = default

struct chat_started {
  static constexpr std::string_view type = "chat_started";
  static constexpr int version = 1;
  timestamp at;
  service_id service;
  flow_id flow;
  std::uint64_t flow_version = 0;
  std::string node;
  std::string visitor_hash;
  std::string customer_name;
  std::string customer_email;
  std::string customer_page;
  /// T5: the closed chat that this one goes on from.
  std::optional<chat_id> continues;
  /// The customer wrote; else opening the box was enough (K1).
  bool by_message = false;
  /// W1.
  std::vector<named_value> customer_fields = {};
  /// W8: of a signed token; empty: there was none.
  std::string customer_subject = {};
  std::string customer_locale = {};
  static constexpr auto fields() {
    using e = chat_started;
    return std::tuple{field{"at", &e::at},
                      field{"service", &e::service},
                      field{"flow", &e::flow},
                      field{"flow_version", &e::flow_version},
                      field{"node", &e::node},
                      field{"visitor_hash", &e::visitor_hash},
                      field{"customer_name", &e::customer_name},
                      field{"customer_email", &e::customer_email},
                      field{"customer_page", &e::customer_page},
                      field{"continues", &e::continues},
                      field{"by_message", &e::by_message},
                      field{"customer_fields", &e::customer_fields},
                      field{"customer_subject", &e::customer_subject},
                      field{"customer_locale", &e::customer_locale}};
  }
  PARLEY_EVENT_EQ(chat_started);
};

/// A work item comes into being; `chat_queued` follows. It has no customer.
struct work_item_opened {
  static constexpr std::string_view type = "work_item_opened";
  static constexpr int version = 1;
  timestamp at;
  std::string title;
  std::optional<timestamp> due;
  int priority = 0;
  std::optional<contact_id> contact;
  static constexpr auto fields() {
    using e = work_item_opened;
    return std::tuple{field{"at", &e::at},
                      field{"title", &e::title},
                      field{"due", &e::due},
                      field{"priority", &e::priority},
                      field{"contact", &e::contact}};
  }
  PARLEY_EVENT_EQ(work_item_opened);
};

/// Q1: the customer has been silent and was told what will come of it.
struct customer_warned {
  static constexpr std::string_view type = "customer_warned";
  static constexpr int version = 1;
  timestamp at;
  static constexpr auto fields() {
    using e = customer_warned;
    return std::tuple{field{"at", &e::at}};
  }
  PARLEY_EVENT_EQ(customer_warned);
};

/// A line of the conversation. Its number is one more than the last entry's.
struct entry_written {
  static constexpr std::string_view type = "entry_written";
  static constexpr int version = 1;
  timestamp at;
  std::uint64_t entry = 0;
  speaker from = speaker::customer;
  entry_kind kind = entry_kind::text;
  std::optional<agent_id> author;
  std::optional<std::string> author_name;
  std::string text;
  std::optional<client_message_id> id;
  /// Of kind `file` (W2).
  std::optional<shared_file> file = {};
  static constexpr auto fields() {
    using e = entry_written;
    return std::tuple{field{"at", &e::at},
                      field{"entry", &e::entry},
                      field{"from", &e::from},
                      field{"kind", &e::kind},
                      field{"author", &e::author},
                      field{"author_name", &e::author_name},
                      field{"text", &e::text},
                      field{"id", &e::id},
                      field{"file", &e::file}};
  }
  PARLEY_EVENT_EQ(entry_written);
};

/// The flow stands at another node.
struct flow_advanced {
  static constexpr std::string_view type = "flow_advanced";
  static constexpr int version = 1;
  timestamp at;
  std::string node;
  static constexpr auto fields() {
    using e = flow_advanced;
    return std::tuple{field{"at", &e::at}, field{"node", &e::node}};
  }
  PARLEY_EVENT_EQ(flow_advanced);
};

/// The queue did not let it in (Q2): a fact for figures, the flow goes on.
struct queue_refused {
  static constexpr std::string_view type = "queue_refused";
  static constexpr int version = 1;
  timestamp at;
  queue_id queue;
  cause because = cause::queue_full;
  static constexpr auto fields() {
    using e = queue_refused;
    return std::tuple{field{"at", &e::at},
                      field{"queue", &e::queue},
                      field{"because", &e::because}};
  }
  PARLEY_EVENT_EQ(queue_refused);
};

struct chat_queued {
  static constexpr std::string_view type = "chat_queued";
  static constexpr int version = 1;
  timestamp at;
  queue_id queue;
  std::optional<timestamp> timeout_at;
  static constexpr auto fields() {
    using e = chat_queued;
    return std::tuple{field{"at", &e::at},
                      field{"queue", &e::queue},
                      field{"timeout_at", &e::timeout_at}};
  }
  PARLEY_EVENT_EQ(chat_queued);
};

/// queued -> flow: the queue's timeout, its limit or the last agent's leaving
/// (Q2) sends it to the flow's branch.
struct chat_left_queue {
  static constexpr std::string_view type = "chat_left_queue";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::queue_timeout;
  std::string node;
  static constexpr auto fields() {
    using e = chat_left_queue;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"node", &e::node}};
  }
  PARLEY_EVENT_EQ(chat_left_queue);
};

struct chat_allocated {
  static constexpr std::string_view type = "chat_allocated";
  static constexpr int version = 1;
  timestamp at;
  agent_id agent;
  cause because = cause::by_hand;
  std::optional<timestamp> alert_until;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = chat_allocated;
    return std::tuple{field{"at", &e::at},
                      field{"agent", &e::agent},
                      field{"because", &e::because},
                      field{"alert_until", &e::alert_until},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(chat_allocated);
};

/// allocated or parked -> active; wrapup_parked -> wrapup with `deadline`.
struct chat_activated {
  static constexpr std::string_view type = "chat_activated";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::agent;
  /// Of the wrapup that goes on (T1); absent if it is a chat, or has no timer.
  std::optional<timestamp> deadline;
  std::optional<command_id> command;
  /// Q1: how long the customer may be silent.
  std::optional<duration> idle_limit = {};
  static constexpr auto fields() {
    using e = chat_activated;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"deadline", &e::deadline},
                      field{"command", &e::command},
                      field{"idle_limit", &e::idle_limit}};
  }
  PARLEY_EVENT_EQ(chat_activated);
};

/// active -> parked; wrapup -> wrapup_parked. `because` is `call` if it is to
/// resume after the call (I4).
struct chat_parked {
  static constexpr std::string_view type = "chat_parked";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::agent;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = chat_parked;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(chat_parked);
};

/// I5: the call is over, something else is active: it stays parked, flagged.
struct resume_missed {
  static constexpr std::string_view type = "resume_missed";
  static constexpr int version = 1;
  timestamp at;
  static constexpr auto fields() {
    using e = resume_missed;
    return std::tuple{field{"at", &e::at}};
  }
  PARLEY_EVENT_EQ(resume_missed);
};

/// inbox -> queued at its original place (T4).
struct chat_returned {
  static constexpr std::string_view type = "chat_returned";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::put_back;
  std::optional<timestamp> timeout_at;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = chat_returned;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"timeout_at", &e::timeout_at},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(chat_returned);
};

/// To another queue: by transfer (a new enqueue time) or by a supervisor's move
/// (the old one, T4).
struct chat_requeued {
  static constexpr std::string_view type = "chat_requeued";
  static constexpr int version = 1;
  timestamp at;
  queue_id queue;
  cause because = cause::transfer;
  timestamp enqueued;
  std::optional<timestamp> timeout_at;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = chat_requeued;
    return std::tuple{field{"at", &e::at},
                      field{"queue", &e::queue},
                      field{"because", &e::because},
                      field{"enqueued", &e::enqueued},
                      field{"timeout_at", &e::timeout_at},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(chat_requeued);
};

struct transfer_offered {
  static constexpr std::string_view type = "transfer_offered";
  static constexpr int version = 1;
  timestamp at;
  agent_id to;
  timestamp until;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = transfer_offered;
    return std::tuple{field{"at", &e::at},
                      field{"to", &e::to},
                      field{"until", &e::until},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(transfer_offered);
};

/// Declined, withdrawn, or too old; the chat stays where it is.
struct transfer_ended {
  static constexpr std::string_view type = "transfer_ended";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::agent;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = transfer_ended;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(transfer_ended);
};

/// active -> wrapup; parked -> wrapup_parked (marked if it was). The grant is
/// here, so a later change of policy does not rewrite history.
struct chat_ended {
  static constexpr std::string_view type = "chat_ended";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::customer;
  /// Wrapup time; absent: no timer.
  std::optional<duration> granted;
  int extensions = 0;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = chat_ended;
    return std::tuple{field{"at", &e::at},
                      field{"because", &e::because},
                      field{"granted", &e::granted},
                      field{"extensions", &e::extensions},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(chat_ended);
};

struct wrapup_extended {
  static constexpr std::string_view type = "wrapup_extended";
  static constexpr int version = 1;
  timestamp at;
  duration by{};
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = wrapup_extended;
    return std::tuple{
      field{"at", &e::at}, field{"by", &e::by}, field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(wrapup_extended);
};

/// C1; replaces what was filed.
struct chat_classified {
  static constexpr std::string_view type = "chat_classified";
  static constexpr int version = 1;
  timestamp at;
  std::vector<classification_id> classifications;
  std::string note;
  bool abusive = false;
  std::optional<command_id> command;
  /// What fits none of them.
  std::string text = {};
  static constexpr auto fields() {
    using e = chat_classified;
    return std::tuple{field{"at", &e::at},
                      field{"classifications", &e::classifications},
                      field{"note", &e::note},
                      field{"abusive", &e::abusive},
                      field{"command", &e::command},
                      field{"text", &e::text}};
  }
  PARLEY_EVENT_EQ(chat_classified);
};

struct chat_closed {
  static constexpr std::string_view type = "chat_closed";
  static constexpr int version = 1;
  timestamp at;
  outcome how = outcome::handled;
  cause because = cause::agent;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = chat_closed;
    return std::tuple{field{"at", &e::at},
                      field{"how", &e::how},
                      field{"because", &e::because},
                      field{"command", &e::command}};
  }
  PARLEY_EVENT_EQ(chat_closed);
};

using event = std::variant<chat_started,
                           entry_written,
                           flow_advanced,
                           queue_refused,
                           chat_queued,
                           chat_left_queue,
                           chat_allocated,
                           chat_activated,
                           chat_parked,
                           resume_missed,
                           chat_returned,
                           chat_requeued,
                           transfer_offered,
                           transfer_ended,
                           chat_ended,
                           wrapup_extended,
                           chat_classified,
                           survey_submitted,
                           script_answered,
                           chat_closed,
                           work_item_opened,
                           customer_warned>;
using events = std::vector<event>;

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
/// A line. A retry with the same `id` has no second effect (W6).
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
/// The flow says goodbye.
struct end_flow {};
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
/// A supervisor's move of a waiting chat (T4 keeps its time).
struct move {
  queue_id queue;
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
                             open_work_item>;

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
/// The line that `e` writes.
[[nodiscard]] transcript_entry to_entry(const entry_written& e);
/// Type, version and time of an event.
[[nodiscard]] std::string_view type_of(const event& e);
[[nodiscard]] timestamp time_of(const event& e);

} // namespace parley::chat

#endif // PARLEY_ACTORS_DOMAIN_CHAT_SESSION_HPP
