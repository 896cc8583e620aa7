// Every actor message as a struct, and their announcement to CAF at the end.
// The process is one node and JSON our only serialisation, so all are announced
// as unsafe to serialise (architecture 4.7).
#ifndef PARLEY_ACTORS_MESSAGES_HPP
#define PARLEY_ACTORS_MESSAGES_HPP

#include "actors/domain/agent.hpp"
#include "actors/domain/call.hpp"
#include "actors/domain/chat_queue.hpp"
#include "actors/domain/chat_session.hpp"
#include "actors/domain/company.hpp"
#include "actors/domain/routing.hpp"
#include "actors/frame_sink.hpp"
#include "actors/live_figures.hpp"
#include "actors/web_requester.hpp"
#include "protocol/codec.hpp"
#include "protocol/messages.hpp"
#include "storage/store.hpp"

#include <caf/all.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::actors {

struct wakeup;
struct say;
struct typing_signal;
struct seen_signal;
struct chat_request;
struct chat_answer;
struct watch;
struct watching;
struct unwatch;
struct queue_notice;
struct queue_sends_away;
struct web_answered;
struct submit_form;
struct open_chat;
struct file_work_item;
struct work_item_filed;
struct inspect;
struct reconfigured;
struct inspection;
struct say_result;
struct entry_pushed;
struct chat_pushed;
struct receipt_pushed;
struct typing_pushed;
struct position_pushed;
struct status_pushed;
struct frame_pushed;
struct whisper_pushed;
struct board_pushed;
struct board_read;
struct close_connection;
struct customer_frame;
struct agent_frame;
struct bad_frame;
struct socket_closed;

/// One WEBSOCKET, a customer's page or an agent's desk.
using connection_actor = caf::typed_actor<
  // A frame of a customer's page, decoded.
  caf::reacts_to<customer_frame>,
  // A frame of an agent's desk, decoded.
  caf::reacts_to<agent_frame>,
  // A frame that was not understood; answered, and counted.
  caf::reacts_to<bad_frame>,
  // The socket is gone.
  caf::reacts_to<socket_closed>,
  // The answer to a line.
  caf::reacts_to<say_result>,
  // A line that is durable.
  caf::reacts_to<entry_pushed>,
  // A chat has changed.
  caf::reacts_to<chat_pushed>,
  caf::reacts_to<receipt_pushed>,
  caf::reacts_to<typing_pushed>,
  // The customer's place in the queue.
  caf::reacts_to<position_pushed>,
  // The agent's own status has changed.
  caf::reacts_to<status_pushed>,
  // A frame encoded for many (queue lists).
  caf::reacts_to<frame_pushed>,
  // A whisper that is durable (A2).
  caf::reacts_to<whisper_pushed>,
  // What changed on the board; the next waits until this one is read.
  caf::reacts_to<board_pushed>,
  caf::reacts_to<close_connection>,
  caf::reacts_to<reconfigured>,
  // Private: the page may have read what it was sent.
  caf::reacts_to<wakeup>,
  caf::replies_to<inspect>::with<inspection>>;

/// One CHAT SESSION.
using chat_session_actor = caf::typed_actor<
  // A line; answered by `say_result` to the connection that sent it.
  caf::reacts_to<say>,
  caf::reacts_to<typing_signal>,
  caf::reacts_to<seen_signal>,
  // Asks for a change; answers with the chat after it, or why not.
  caf::replies_to<chat_request>::with<chat_answer>,
  // Begins: once, the first message of a new session.
  caf::replies_to<open_chat>::with<watching>,
  caf::replies_to<file_work_item>::with<work_item_filed>,
  // A connection wants to hear of it from now on.
  caf::replies_to<watch>::with<watching>,
  caf::reacts_to<unwatch>,
  // The queue tells a position or an announcement (N1).
  caf::reacts_to<queue_notice>,
  // The queue sends it away: nobody is there (Q2).
  caf::reacts_to<queue_sends_away>,
  // Another server has answered the flow.
  caf::reacts_to<web_answered>,
  // The customer has sent the flow's form.
  caf::replies_to<submit_form>::with<chat_answer>,
  caf::reacts_to<reconfigured>,
  // Private: a deadline has come.
  caf::reacts_to<wakeup>,
  caf::replies_to<inspect>::with<inspection>>;

// ---------------------------------------------------------------------------
// General.

/// A timer of the actor itself; older generations are dropped (C10).
struct wakeup {
  std::uint64_t generation = 0;
};

/// The company has a new configuration; sent to all its actors.
struct reconfigured {
  company_ptr config;
};

/// What an operator may see of an actor.
struct observed_event {
  std::uint64_t n = 0;
  timestamp at;
  std::string what;
};
struct inspect {
  /// Only events with a greater number.
  std::uint64_t after = 0;
};
struct inspection {
  std::string kind;
  std::string id;
  company_id company;
  std::string phase;
  std::string owner;
  std::size_t mailbox = 0;
  timestamp born;
  std::vector<std::pair<std::string, std::string>> detail;
  std::vector<observed_event> last;
};

// ---------------------------------------------------------------------------
// Chat sessions.

/// A chat as it is told to others: immutable, shared by all who hear of it.
struct chat_snapshot {
  chat::state state;
  std::uint64_t delivered_to_agent = 0;
  std::uint64_t seen_by_agent = 0;
  std::uint64_t seen_by_customer = 0;
  /// The customer's lines that no agent has seen.
  std::uint64_t unread = 0;
  bool customer_present = false;
  /// What the flow offers the customer to choose, and whether it shows its
  /// form (F2).
  std::vector<std::string> menu;
  bool form = false;
  /// Of the owner, for the customer's page.
  std::string agent_name;
  std::string queue_name;
};
using chat_snapshot_ptr = std::shared_ptr<const chat_snapshot>;

/// A line from a customer or the owner. Hot path: one message in, one out.
struct say {
  connection_actor from;
  std::string ref;
  chat::write_entry line;
};

struct typing_signal {
  speaker by = speaker::customer;
  agent_id agent;
  bool on = true;
};

struct seen_signal {
  speaker by = speaker::customer;
  agent_id agent;
  std::uint64_t delivered = 0;
  std::uint64_t seen = 0;
};

struct chat_request {
  chat_id chat;
  chat::request request;
};

struct chat_answer {
  /// The chat after the request, or as it is (null: it does not exist).
  chat_snapshot_ptr chat;
  /// Why not; absent: done.
  std::optional<refusal> refused;
  std::optional<duration> retry_after;
  /// T2: of a retry, the revision that its first time led to.
  std::optional<std::uint64_t> first_revision;
};

/// Who watches a chat and in which role.
struct watch {
  chat_id chat;
  connection_actor watcher;
  speaker role = speaker::customer;
  /// Of an agent or supervisor.
  agent_id agent;
  /// Of a customer: proof that the chat is theirs.
  std::string visitor_hash;
};

/// From now on the watcher hears of lines above `chat->state.last_entry`.
struct watching {
  chat_snapshot_ptr chat;
  /// Empty for a closed chat that is only on disk.
  chat_session_actor session;
  std::optional<refusal> refused;
};

struct unwatch {
  connection_actor watcher;
};

struct queue_notice {
  std::size_t position = 0;
  std::string announcement;
};

struct queue_sends_away {
  cause because = cause::nobody_there;
};

// ---------------------------------------------------------------------------
// To connections.

/// SHA-256 and text of a token that was just drawn.
struct fresh_secret {
  std::string text;
  std::string hash;
};

struct customer_frame {
  wire::customer_message message;
  /// With a `chat.start`: the secret for the visitor's token.
  std::optional<fresh_secret> secret;
};
struct agent_frame {
  wire::agent_message message;
};
struct bad_frame {
  wire::decode_error why;
  std::optional<duration> retry_after;
};
struct socket_closed {};

struct say_result {
  std::string ref;
  chat_id chat;
  client_message_id id;
  /// Number of the line, or of the whisper.
  std::uint64_t entry = 0;
  bool is_whisper = false;
  timestamp at;
  std::optional<refusal> refused;
  std::optional<duration> retry_after;
  phase_name phase = phase_name::flow;
  std::uint64_t revision = 0;
};

/// The line and its frame, encoded once for all who hear of it.
struct entry_pushed {
  chat_id chat;
  std::uint64_t entry = 0;
  entry_kind kind = entry_kind::text;
  actors::frame frame;
};
struct chat_pushed {
  chat_snapshot_ptr chat;
};
struct receipt_pushed {
  wire::chat_receipt receipt;
};
struct typing_pushed {
  wire::typing typing;
};
struct position_pushed {
  chat_id chat;
  std::uint64_t position = 0;
};
struct status_pushed {
  wire::status_changed status;
};
struct frame_pushed {
  actors::frame frame;
};
/// A whisper and its frame, as `entry_pushed`.
struct whisper_pushed {
  chat_id chat;
  std::uint64_t whisper = 0;
  actors::frame frame;
};
/// Hears which screens have read what they were sent.
using board_source = caf::typed_actor<caf::reacts_to<board_read>>;
struct board_pushed {
  board_source from;
  actors::frame frame;
};
struct board_read {
  connection_actor screen;
};
struct close_connection {
  close_code why = close_code::normal;
};

// ---------------------------------------------------------------------------
// Journal and history.

struct append_answer {
  /// Revision of the stream after it, or why not.
  std::optional<std::uint64_t> revision;
  storage::store_error error;
};
/// Private to the journal: write what has come together.
struct flush {};

/// Lines of a chat: above `after`, or, with `backwards`, the last ones below
/// `before` (0: the end).
struct read_lines {
  company_id company;
  chat_id chat;
  bool backwards = false;
  std::uint64_t after = 0;
  std::uint64_t before = 0;
  std::size_t limit = 50;
};
struct lines_read {
  std::vector<transcript_entry> lines;
  std::optional<storage::store_error> error;
};
/// A2: the whispers of a chat above `after`.
struct read_whispers {
  company_id company;
  chat_id chat;
  std::uint64_t after = 0;
};
struct whispers_read {
  std::vector<chat::chat_whispered> whispers;
  std::optional<storage::store_error> error;
};
struct load_chat {
  company_id company;
  chat_id chat;
};
struct chat_loaded {
  std::optional<chat::state> chat;
  std::optional<storage::store_error> error;
};
struct load_call {
  company_id company;
  call_id call;
};
struct call_loaded {
  std::optional<call::state> call;
  std::optional<storage::store_error> error;
};

// ---------------------------------------------------------------------------
// Company.

/// A customer begins a chat.
struct open_chat {
  service_id service;
  connection_actor watcher;
  std::string visitor_hash;
  std::string customer_name;
  std::string customer_email;
  std::string customer_page;
  /// First line, if there is one.
  std::optional<chat::write_entry> line;
  /// T5: the ended chat it goes on from.
  std::optional<chat_id> continues;
  std::vector<chat::named_value> customer_fields = {};
  std::string customer_subject = {};
  std::string customer_locale = {};
};

/// Files a work item, to the company and from it to the new session.
struct file_work_item {
  chat::open_work_item item;
};
struct work_item_filed {
  chat_id chat;
  std::optional<refusal> refused;
};

/// From a session, after each durable change that is more than a line, and for
/// each customer's line while it waits in a queue.
struct chat_told {
  chat_snapshot_ptr chat;
  chat_session_actor session;
};

/// From an agent, after each change.
struct agent_told {
  agent_id agent;
  agent::state state;
};

/// From a call, after each change.
struct call_told {
  call::state call;
};

/// Where is a chat? For an agent about to take it.
struct locate_chat {
  chat_id chat;
};
struct chat_located {
  bool found = false;
  phase_name phase = phase_name::closed;
  queue_id queue;
  agent_id agent;
  agent_id offered_to;
  /// As it was at its newest change that was more than a line.
  chat_snapshot_ptr chat;
};

/// A session asks for a place in a queue (Q2).
struct admit {
  queue_id queue;
  chat_id chat;
};
struct admitted {
  std::optional<refusal> refused;
};

/// A flow asks what a queue looks like (F2).
struct look_at_queue {
  queue_id queue;
};
struct queue_looked {
  std::size_t agents = 0;
  std::size_t length = 0;
  /// N2; absent: not known yet.
  std::optional<duration> expected_wait;
  std::optional<refusal> refused;
};

/// From the gateway: another server has answered the `n`th request of a flow.
struct web_answered {
  std::uint64_t n = 0;
  web_answer answer;
};

/// The customer has sent the form of the flow.
struct submit_form {
  std::string name;
  std::string email;
  chat::write_entry text;
};

/// A connection of this company opened or closed.
struct connection_opened {
  connection_id id;
  connection_actor connection;
  /// Of the configuration that it was let in with.
  std::uint64_t version = 0;
};
struct connection_gone {
  connection_id id;
};

/// A desk wants to hear of a queue; `queue.list` follows.
struct watch_queue {
  queue_id queue;
  connection_actor watcher;
};
struct unwatch_queue {
  connection_actor watcher;
  /// Empty: all.
  queue_id queue = {};
};

// Queues.
struct put_item {
  queue::entry entry;
};
struct remove_item {
  std::string item;
  /// N2: it left because it was answered.
  bool answered = false;
};
struct serving {
  std::size_t agents = 0;
};

// Router.
struct router_put_item {
  routing::item item;
};
struct router_remove_item {
  std::string item;
  /// N2: it left because it was answered.
  bool answered = false;
};
struct router_put_agent {
  routing::agent_info agent;
};
struct router_remove_agent {
  agent_id agent;
};
/// An agent refused or missed an item (P6).
struct router_cool_down {
  std::string item;
  agent_id agent;
};
struct why_routed {
  std::string item;
};
struct routed_because {
  std::vector<routing::decision_record> records;
};

// Agents.
/// A desk connected (P8).
struct attach {
  connection_actor desk;
};
struct attached {
  wire::status_changed status;
  std::vector<chat_snapshot_ptr> inbox;
};
struct detach {
  connection_actor desk;
};

/// What an agent asks for at the desk; the wire's requests but for lines,
/// typing and reading.
using desk_command = std::variant<wire::take_chat,
                                  wire::activate_chat,
                                  wire::park_chat,
                                  wire::end_chat,
                                  wire::put_back_chat,
                                  wire::extend_wrapup,
                                  wire::finish_wrapup,
                                  wire::accept_transfer,
                                  wire::decline_transfer,
                                  wire::classify_chat,
                                  wire::answer_script,
                                  wire::transfer_chat,
                                  wire::set_status,
                                  wire::log_out>;
struct desk_request {
  desk_command what;
};
struct desk_answer {
  std::optional<refusal> refused;
  std::optional<duration> retry_after;
  /// The chat it was about, after it.
  chat_snapshot_ptr chat;
  /// T2: of a retry, the revision that its first time led to.
  std::optional<std::uint64_t> first_revision;
};

/// The router offers an item.
struct offer_chat {
  chat_id chat;
  queue_id queue;
};
struct offer_call {
  call_id call;
  queue_id queue;
  std::string caller;
};
struct offer_answer {
  std::optional<refusal> refused;
};
/// A chat of the inbox, or one that was in it or is offered, has changed.
struct inbox_told {
  chat_snapshot_ptr chat;
};
/// A call that rings at, talks to, or has left this agent.
struct agents_call_told {
  call::state call;
};
/// After an HTTP logout.
struct force_log_out {};

// Calls and telephony.
struct call_request {
  call_id call;
  call::command command;
};
struct call_answer {
  call::state call;
  std::optional<refusal> refused;
};

/// What a PBX says (4.18); idempotent by call id.
struct telephony_event {
  enum class kind_t : std::uint8_t { offered, answered, refused, ended };
  kind_t kind = kind_t::offered;
  call_id call;
  queue_id queue;
  std::string caller;
  agent_id agent;
};
struct telephony_answer {
  std::optional<refusal> refused;
  call_phase phase = call_phase::closed;
  agent_id agent;
};
/// What the PBX is to do.
struct telephony_order {
  std::uint64_t n = 0;
  bool ring = true; ///< else withdraw
  call_id call;
  agent_id agent;
};
/// Waits until there is an order above `after`, or `wait` is over.
struct poll_orders {
  std::uint64_t after = 0;
  duration wait{};
};
struct orders_polled {
  std::vector<telephony_order> orders;
  std::uint64_t last = 0;
};

// Operators.
enum class actor_kind : std::uint8_t {
  company,
  queue,
  agent,
  session,
  call,
  connection,
  internal,
};
/// All actors of a kind, or the one with `id`.
struct inspect_all {
  actor_kind kind = actor_kind::session;
  std::string id;
  std::uint64_t after = 0;
};
struct inspections {
  std::vector<inspection> items;
};

// Configuration.

/// What a change makes of a configuration, or why it makes nothing.
using configuration_change
  = std::function<result<parley::company, refusal>(const parley::company&)>;
/// What the audit log keeps of a change (A3), now that both sides are known;
/// time and version are filled in by who makes it.
using configuration_record = std::function<storage::audit_entry(
  const parley::company& before, const parley::company& after)>;
/// Asks for a change. It is made between two others, on the newest version,
/// and may be made anew if another came first.
struct configure {
  configuration_change change;
  /// Empty: nobody's act, nothing is recorded.
  configuration_record record = nullptr;
};
/// `config` is the newest version, with the change unless it was refused.
struct configured {
  company_ptr config;
  std::optional<refusal> refused;
  /// `invalid_configuration`, `in_use`: what is wrong, a sentence each.
  std::vector<std::string> problems;
};
/// Asks the journal to write a version.
struct store_configuration {
  company_ptr config;
  /// Written in one piece with it; null: nothing.
  std::shared_ptr<const storage::audit_entry> by;
};
struct configuration_stored {
  std::optional<storage::store_error> error;
};

/// Asks the journal for a row of the audit log (A3), before the act.
struct record_act {
  company_id company;
  storage::audit_entry act;
};
struct act_recorded {
  std::optional<storage::store_error> error;
};

// Switchboard.
struct stop {};
struct stopped {};

} // namespace parley::actors

#define PARLEY_MESSAGE(NAME) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::actors::NAME)
PARLEY_MESSAGE(wakeup)
PARLEY_MESSAGE(inspect)
PARLEY_MESSAGE(inspection)
PARLEY_MESSAGE(reconfigured)
PARLEY_MESSAGE(configure)
PARLEY_MESSAGE(configured)
PARLEY_MESSAGE(store_configuration)
PARLEY_MESSAGE(configuration_stored)
PARLEY_MESSAGE(say)
PARLEY_MESSAGE(typing_signal)
PARLEY_MESSAGE(seen_signal)
PARLEY_MESSAGE(chat_request)
PARLEY_MESSAGE(chat_answer)
PARLEY_MESSAGE(watch)
PARLEY_MESSAGE(watching)
PARLEY_MESSAGE(unwatch)
PARLEY_MESSAGE(queue_notice)
PARLEY_MESSAGE(queue_sends_away)
PARLEY_MESSAGE(customer_frame)
PARLEY_MESSAGE(agent_frame)
PARLEY_MESSAGE(bad_frame)
PARLEY_MESSAGE(socket_closed)
PARLEY_MESSAGE(say_result)
PARLEY_MESSAGE(entry_pushed)
PARLEY_MESSAGE(chat_pushed)
PARLEY_MESSAGE(receipt_pushed)
PARLEY_MESSAGE(typing_pushed)
PARLEY_MESSAGE(position_pushed)
PARLEY_MESSAGE(status_pushed)
PARLEY_MESSAGE(frame_pushed)
PARLEY_MESSAGE(whisper_pushed)
PARLEY_MESSAGE(board_pushed)
PARLEY_MESSAGE(board_read)
PARLEY_MESSAGE(close_connection)
PARLEY_MESSAGE(append_answer)
PARLEY_MESSAGE(flush)
PARLEY_MESSAGE(read_lines)
PARLEY_MESSAGE(lines_read)
PARLEY_MESSAGE(read_whispers)
PARLEY_MESSAGE(whispers_read)
PARLEY_MESSAGE(record_act)
PARLEY_MESSAGE(act_recorded)
PARLEY_MESSAGE(load_chat)
PARLEY_MESSAGE(chat_loaded)
PARLEY_MESSAGE(load_call)
PARLEY_MESSAGE(call_loaded)
PARLEY_MESSAGE(open_chat)
PARLEY_MESSAGE(file_work_item)
PARLEY_MESSAGE(work_item_filed)
PARLEY_MESSAGE(chat_told)
PARLEY_MESSAGE(agent_told)
PARLEY_MESSAGE(call_told)
PARLEY_MESSAGE(locate_chat)
PARLEY_MESSAGE(chat_located)
PARLEY_MESSAGE(admit)
PARLEY_MESSAGE(admitted)
PARLEY_MESSAGE(look_at_queue)
PARLEY_MESSAGE(queue_looked)
PARLEY_MESSAGE(web_answered)
PARLEY_MESSAGE(submit_form)
PARLEY_MESSAGE(connection_opened)
PARLEY_MESSAGE(connection_gone)
PARLEY_MESSAGE(watch_queue)
PARLEY_MESSAGE(unwatch_queue)
PARLEY_MESSAGE(put_item)
PARLEY_MESSAGE(remove_item)
PARLEY_MESSAGE(serving)
PARLEY_MESSAGE(router_put_item)
PARLEY_MESSAGE(router_remove_item)
PARLEY_MESSAGE(router_put_agent)
PARLEY_MESSAGE(router_remove_agent)
PARLEY_MESSAGE(router_cool_down)
PARLEY_MESSAGE(why_routed)
PARLEY_MESSAGE(routed_because)
PARLEY_MESSAGE(attach)
PARLEY_MESSAGE(attached)
PARLEY_MESSAGE(detach)
PARLEY_MESSAGE(desk_request)
PARLEY_MESSAGE(desk_answer)
PARLEY_MESSAGE(offer_chat)
PARLEY_MESSAGE(offer_call)
PARLEY_MESSAGE(offer_answer)
PARLEY_MESSAGE(inbox_told)
PARLEY_MESSAGE(agents_call_told)
PARLEY_MESSAGE(force_log_out)
PARLEY_MESSAGE(call_request)
PARLEY_MESSAGE(call_answer)
PARLEY_MESSAGE(telephony_event)
PARLEY_MESSAGE(telephony_answer)
PARLEY_MESSAGE(poll_orders)
PARLEY_MESSAGE(orders_polled)
PARLEY_MESSAGE(inspect_all)
PARLEY_MESSAGE(inspections)
PARLEY_MESSAGE(events_told)
PARLEY_MESSAGE(listen)
PARLEY_MESSAGE(listening)
PARLEY_MESSAGE(list_streams)
PARLEY_MESSAGE(streams_listed)
PARLEY_MESSAGE(read_pieces)
PARLEY_MESSAGE(pieces_read)
PARLEY_MESSAGE(live_figures)
PARLEY_MESSAGE(ask_figures)
PARLEY_MESSAGE(watch_figures)
PARLEY_MESSAGE(unwatch_figures)
PARLEY_MESSAGE(figures_pushed)
PARLEY_MESSAGE(alert_pushed)
PARLEY_MESSAGE(stop)
PARLEY_MESSAGE(stopped)
#undef PARLEY_MESSAGE
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::storage::append)

#endif // PARLEY_ACTORS_MESSAGES_HPP
