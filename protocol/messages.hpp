// Every wire message as a struct with its type name and its fields; one variant
// per speaker. The codec, the reference in README.md, asyncapi.yaml and the
// golden frames are derived from this file. Add, never change (4.10).
//
// Requests carry `ref`, chosen by the client, 1-64 characters, and are answered
// by exactly one `ok` or `refused` with the same `ref`. The `ref` of a command
// is also its command id: the same `ref` again has the first result and no
// second effect (T2), also over reconnects, so clients must not reuse one.
//
// Streams and their positions (W6, Z2):
//   lines of a chat      `entry`, gap-free from 1, durable: survives restarts
//   whispers of a chat   `whisper`, gap-free from 1, durable, of their own:
//                        what customers never see leaves no gap in their lines
//   state of a chat      `revision`, grows, durable; a view replaces older ones
//   a queue's list       `revision`, grows while `epoch` stays the same
//   an agent's status    as a queue's list
// `epoch` names this life of the server and its data. If it differs from the
// one the client had, positions that are not durable start anew, and full views
// follow the hello anyway.
#ifndef PARLEY_PROTOCOL_MESSAGES_HPP
#define PARLEY_PROTOCOL_MESSAGES_HPP

#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/refusal_code.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"
#include "protocol/widget_limits.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::wire {

/// The version of this protocol; part of both WebSocket paths (`/ws/v1/...`).
inline constexpr int version = 1;

// ---------------------------------------------------------------------------
// Parts of messages.

/// A file of a chat (W2).
struct file_view {
  static constexpr std::string_view about
    = "A file of a chat (W2); its bytes come over HTTP.";
  file_id file;
  std::string name;
  std::uint64_t bytes = 0;
  std::string media_type;
  static constexpr auto fields() {
    return std::tuple{
      field{"file",
            &file_view::file,
            "Its id: `GET /api/v1/widget/{token}/files/{file}` for the "
            "customer's page, `GET /api/v1/chats/{chat}/files/{file}` for the "
            "desk."},
      field{"name",
            &file_view::name,
            "What to show and save it as; safe for file systems.",
            limits::file_name_characters_max},
      field{"bytes", &file_view::bytes, "How long it is."},
      field{"media_type",
            &file_view::media_type,
            "What its first bytes are, `image/png` and so on."},
    };
  }
  friend bool operator==(const file_view&, const file_view&) = default;
};

/// A name with its value: an own field of the box, an answer to a question.
struct named_value {
  static constexpr std::string_view about
    = "A name with its value: an own field of the box, an answer to a "
      "question.";
  std::string name;
  std::string value;
  static constexpr auto fields() {
    return std::tuple{
      field{"name",
            &named_value::name,
            "Of the field; of a question `section/question`.",
            limits::name_characters_max * 2 + 1},
      field{"value",
            &named_value::value,
            "What was filled in.",
            limits::script_answer_characters_max},
    };
  }
  friend bool operator==(const named_value&, const named_value&) = default;
};

/// The answers to a script (X1).
struct script_view {
  static constexpr std::string_view about = "The answers to a script (X1).";
  script_id script;
  std::string name;
  timestamp at;
  agent_id agent;
  std::vector<named_value> answers = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"script", &script_view::script, "The script."},
      field{"name", &script_view::name, "Its name then."},
      field{"at", &script_view::at, "When they were stored."},
      field{"agent", &script_view::agent, "Who asked."},
      field{"answers", &script_view::answers, "All answers."},
    };
  }
  friend bool operator==(const script_view&, const script_view&) = default;
};

/// A line of a conversation.
struct entry_view {
  static constexpr std::string_view about = "A line of a conversation.";
  std::uint64_t entry = 0;
  timestamp at;
  speaker from = speaker::customer;
  entry_kind kind = entry_kind::text;
  std::optional<std::string> name = {};
  std::string text;
  std::optional<client_message_id> id = {};
  std::optional<file_view> file = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"entry",
            &entry_view::entry,
            "Number of the line in its chat, gap-free from 1."},
      field{"at", &entry_view::at, "When the server accepted it."},
      field{"from", &entry_view::from, "Who wrote it."},
      field{"kind", &entry_view::kind, "What it is."},
      field{"name", &entry_view::name, "Name of the agent who wrote it."},
      field{"text",
            &entry_view::text,
            "Raw text; escape it on output.",
            limits::text_characters_max},
      field{"id", &entry_view::id, "The id its sender's client gave it."},
      field{"file",
            &entry_view::file,
            "Of a line of the kind `file`; its text is the file's name."},
    };
  }
  friend bool operator==(const entry_view&, const entry_view&) = default;
};

/// A chat as its customer sees it.
struct customer_chat_view {
  static constexpr std::string_view about = "A chat as its customer sees it.";
  chat_id chat;
  std::uint64_t revision = 0;
  customer_phase phase = customer_phase::starting;
  std::uint64_t last_entry = 0;
  std::uint64_t delivered = 0;
  std::uint64_t seen = 0;
  std::optional<std::string> agent_name = {};
  std::optional<std::string> queue_name = {};
  std::optional<std::uint64_t> position = {};
  std::optional<bool> interrupted = {};
  std::vector<std::string> menu = {};
  std::optional<bool> form = {};
  std::optional<bool> surveyed = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &customer_chat_view::chat, "The chat."},
      field{"revision",
            &customer_chat_view::revision,
            "Ignore a view with a smaller one."},
      field{"phase", &customer_chat_view::phase, "What is going on."},
      field{"last_entry",
            &customer_chat_view::last_entry,
            "Number of the newest line."},
      field{"delivered",
            &customer_chat_view::delivered,
            "An agent's desk has all lines up to this one."},
      field{"seen",
            &customer_chat_view::seen,
            "An agent has looked at all lines up to this one."},
      field{"agent_name",
            &customer_chat_view::agent_name,
            "Who handles it, if somebody does."},
      field{"queue_name",
            &customer_chat_view::queue_name,
            "Where it waits, if it waits."},
      field{"position",
            &customer_chat_view::position,
            "Place in the queue, 1 is next (N1)."},
      field{"interrupted",
            &customer_chat_view::interrupted,
            "A call has interrupted the agent (I6)."},
      field{"menu",
            &customer_chat_view::menu,
            "What can be chosen now; a choice is said as a line (F2)."},
      field{"form",
            &customer_chat_view::form,
            "The flow waits for `chat.form` (F2)."},
      field{"surveyed",
            &customer_chat_view::surveyed,
            "The survey was answered already; absent: it was not."},
    };
  }
  friend bool operator==(const customer_chat_view&, const customer_chat_view&)
    = default;
};

/// A chat as an agent's desk sees it.
struct desk_chat_view {
  static constexpr std::string_view about
    = "A chat as an agent's desk sees it.";
  chat_id chat;
  parley::channel channel = parley::channel::webchat;
  std::uint64_t revision = 0;
  phase_name phase = phase_name::queued;
  queue_id queue;
  std::optional<agent_id> agent = {};
  std::string customer_name;
  std::optional<std::string> customer_email = {};
  std::optional<std::string> customer_page = {};
  timestamp started;
  timestamp enqueued;
  std::optional<timestamp> phase_since = {};
  duration handled{};
  std::optional<timestamp> deadline = {};
  std::optional<duration> time_left = {};
  std::optional<std::int64_t> extensions_left = {};
  bool can_finish = false;
  bool resume_after_call = false;
  bool resume_missed = false;
  bool customer_present = true;
  std::uint64_t last_entry = 0;
  std::uint64_t unread = 0;
  std::uint64_t seen = 0;
  std::optional<std::string> last_line = {};
  std::vector<classification_id> classifications = {};
  std::optional<std::string> note = {};
  bool abusive = false;
  std::optional<std::string> classification_text = {};
  std::vector<named_value> customer_fields = {};
  std::optional<std::string> customer_subject = {};
  std::optional<std::string> customer_locale = {};
  std::vector<script_view> scripts = {};
  std::optional<std::uint64_t> survey_score = {};
  std::optional<agent_id> transfer_to = {};
  std::uint64_t last_whisper = 0;
  // NOLINTNEXTLINE(readability-function-size): a line for each member.
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &desk_chat_view::chat, "The chat."},
      field{"channel", &desk_chat_view::channel, "What it is."},
      field{"revision",
            &desk_chat_view::revision,
            "Send it back with commands; ignore a view with a smaller one."},
      field{"phase", &desk_chat_view::phase, "What is going on."},
      field{"queue", &desk_chat_view::queue, "Its queue."},
      field{"agent", &desk_chat_view::agent, "Whose inbox holds it."},
      field{"customer_name",
            &desk_chat_view::customer_name,
            "A hint from the website, may be empty (W8)."},
      field{"customer_email",
            &desk_chat_view::customer_email,
            "A hint from the website.",
            limits::email_characters_max},
      field{"customer_page",
            &desk_chat_view::customer_page,
            "Address of the page it was started on.",
            limits::url_characters_max},
      field{"started", &desk_chat_view::started, "When it began."},
      field{"enqueued",
            &desk_chat_view::enqueued,
            "When it first waited in its queue (T4)."},
      field{"phase_since",
            &desk_chat_view::phase_since,
            "When the present phase began."},
      field{"handled",
            &desk_chat_view::handled,
            "Active time before the present phase (T1); while active add now - "
            "phase_since."},
      field{"deadline",
            &desk_chat_view::deadline,
            "When a running wrapup or alert ends by itself."},
      field{"time_left",
            &desk_chat_view::time_left,
            "What a parked wrapup has left."},
      field{"extensions_left",
            &desk_chat_view::extensions_left,
            "How often the wrapup may be extended."},
      field{"can_finish",
            &desk_chat_view::can_finish,
            "The agent may finish the wrapup now."},
      field{"resume_after_call",
            &desk_chat_view::resume_after_call,
            "It becomes active by itself after the call (I5)."},
      field{"resume_missed",
            &desk_chat_view::resume_missed,
            "The call is over but something else was active (I5)."},
      field{"customer_present",
            &desk_chat_view::customer_present,
            "The customer's page is connected."},
      field{"last_entry",
            &desk_chat_view::last_entry,
            "Number of the newest line."},
      field{"unread",
            &desk_chat_view::unread,
            "Lines of the customer that no agent has seen."},
      field{"seen",
            &desk_chat_view::seen,
            "The customer has seen all lines up to this one."},
      field{"last_line",
            &desk_chat_view::last_line,
            "The customer's newest line, shortened.",
            limits::preview_characters_max},
      field{"classifications",
            &desk_chat_view::classifications,
            "What is filed so far (C1)."},
      field{"note",
            &desk_chat_view::note,
            "The agent's note.",
            limits::note_characters_max},
      field{"abusive",
            &desk_chat_view::abusive,
            "An agent marked the customer as abusive."},
      field{"classification_text",
            &desk_chat_view::classification_text,
            "What fits no classification, in the agent's words (C1).",
            limits::classification_text_characters_max},
      field{"customer_fields",
            &desk_chat_view::customer_fields,
            "Own fields that were filled in before the chat (W1)."},
      field{"customer_subject",
            &desk_chat_view::customer_subject,
            "Whom the website has signed for (W8): name and email are "
            "verified, too.",
            limits::widget_field_characters_max},
      field{"customer_locale",
            &desk_chat_view::customer_locale,
            "Language of the customer's page (BCP 47)."},
      field{
        "scripts", &desk_chat_view::scripts, "Answers to scripts so far (X1)."},
      field{"survey_score",
            &desk_chat_view::survey_score,
            "What the customer gave in the survey, 1-5."},
      field{"transfer_to",
            &desk_chat_view::transfer_to,
            "The agent it is offered to."},
      field{"last_whisper",
            &desk_chat_view::last_whisper,
            "Number of the newest whisper; 0: there is none."},
    };
  }
  friend bool operator==(const desk_chat_view&, const desk_chat_view&)
    = default;
};

/// A waiting item as an agent's queue list shows it (Q4).
struct waiting_item {
  static constexpr std::string_view about
    = "A waiting item as an agent's queue list shows it (Q4).";
  std::string item;
  parley::channel channel = parley::channel::webchat;
  timestamp enqueued;
  std::uint64_t position = 0;
  std::string customer_name;
  std::optional<std::string> last_line = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"item", &waiting_item::item, "Id of the chat or call."},
      field{"channel", &waiting_item::channel, "What it is."},
      field{"enqueued", &waiting_item::enqueued, "Waits since."},
      field{"position",
            &waiting_item::position,
            "Place in its queue when this was sent."},
      field{"customer_name", &waiting_item::customer_name, "If known."},
      field{"last_line",
            &waiting_item::last_line,
            "The customer's newest line, shortened.",
            limits::preview_characters_max},
    };
  }
  friend bool operator==(const waiting_item&, const waiting_item&) = default;
};

/// A queue as an agent's desk sees it.
struct queue_view {
  static constexpr std::string_view about
    = "A queue as an agent's desk sees it.";
  queue_id queue;
  std::string name;
  parley::channel channel = parley::channel::webchat;
  bool automatic = false;
  std::int64_t webchats_per_agent_max = 0;
  bool classification_required = false;
  std::vector<classification_id> classifications = {};
  bool classification_several = true;
  bool classification_text = false;
  static constexpr auto fields() {
    return std::tuple{
      field{"queue", &queue_view::queue, "The queue."},
      field{"name", &queue_view::name, "Its name."},
      field{"channel", &queue_view::channel, "What waits in it."},
      field{"automatic",
            &queue_view::automatic,
            "Items are allocated; otherwise agents take them (P5)."},
      field{"webchats_per_agent_max",
            &queue_view::webchats_per_agent_max,
            "How many webchats an agent may hold to take one from here (P4)."},
      field{"classification_required",
            &queue_view::classification_required,
            "A wrapup cannot be finished without a classification (C1)."},
      field{"classifications",
            &queue_view::classifications,
            "What may be filed, ids in display order."},
      field{"classification_several",
            &queue_view::classification_several,
            "More than one may be filed (C1)."},
      field{"classification_text",
            &queue_view::classification_text,
            "The agent's own words may be filed instead, or as well (C1)."},
    };
  }
  friend bool operator==(const queue_view&, const queue_view&) = default;
};

/// An id with the name to show for it.
struct named_id {
  static constexpr std::string_view about
    = "An id with the name to show for it.";
  std::string id;
  std::string name;
  static constexpr auto fields() {
    return std::tuple{
      field{"id", &named_id::id, "The id."},
      field{"name", &named_id::name, "What to show."},
    };
  }
  friend bool operator==(const named_id&, const named_id&) = default;
};

/// A classification with its place in the tree (C1).
struct classification_view {
  static constexpr std::string_view about
    = "A classification with its place in the tree (C1).";
  std::string id;
  std::string name;
  std::optional<classification_id> parent = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"id", &classification_view::id, "The id."},
      field{"name", &classification_view::name, "What to show."},
      field{"parent",
            &classification_view::parent,
            "What it is a kind of; absent: it is at the top."},
    };
  }
  friend bool operator==(const classification_view&, const classification_view&)
    = default;
};

/// A reason of a break (P9).
struct break_reason_view {
  static constexpr std::string_view about = "A reason of a break (P9).";
  std::string id;
  std::string name;
  std::optional<std::string> description = {};
  bool productive = false;
  bool interruptible = false;
  std::optional<duration> alert_after = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"id", &break_reason_view::id, "The id."},
      field{"name", &break_reason_view::name, "What to show."},
      field{"description",
            &break_reason_view::description,
            "What it is for.",
            limits::description_characters_max},
      field{"productive", &break_reason_view::productive, "It counts as work."},
      field{"interruptible",
            &break_reason_view::interruptible,
            "Calls may come through."},
      field{"alert_after",
            &break_reason_view::alert_after,
            "After which the desk reminds the agent; absent: never."},
    };
  }
  friend bool operator==(const break_reason_view&, const break_reason_view&)
    = default;
};

/// How far a client got in a chat.
struct chat_position {
  static constexpr std::string_view about = "How far a client got in a chat.";
  chat_id chat;
  std::uint64_t after = 0;
  std::optional<std::uint64_t> after_whisper = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_position::chat, "The chat."},
      field{"after",
            &chat_position::after,
            "Number of the last line the client has."},
      field{"after_whisper",
            &chat_position::after_whisper,
            "Number of the last whisper the client has; default 0."},
    };
  }
  friend bool operator==(const chat_position&, const chat_position&) = default;
};

/// An agent's call as the desk sees it.
struct call_view {
  static constexpr std::string_view about
    = "An agent's call as the desk sees it.";
  call_id call;
  call_phase phase = call_phase::queued;
  queue_id queue;
  std::string caller;
  timestamp since;
  static constexpr auto fields() {
    return std::tuple{
      field{"call", &call_view::call, "The call."},
      field{"phase", &call_view::phase, "What it does."},
      field{"queue", &call_view::queue, "The queue it came through."},
      field{"caller", &call_view::caller, "Number or name of the caller."},
      field{"since", &call_view::since, "When the phase began."},
    };
  }
  friend bool operator==(const call_view&, const call_view&) = default;
};

/// A line that only agents and supervisors see. Whispers have numbers of their
/// own, so that the customer's lines stay gap-free (W6).
struct whisper_view {
  static constexpr std::string_view about
    = "A line that only agents and supervisors see.";
  std::uint64_t whisper = 0;
  std::uint64_t after = 0;
  timestamp at;
  speaker from = speaker::supervisor;
  std::optional<std::string> name = {};
  std::string text;
  std::optional<client_message_id> id = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"whisper",
            &whisper_view::whisper,
            "Number of the whisper in its chat, gap-free from 1; lines are "
            "counted by themselves."},
      field{"after",
            &whisper_view::after,
            "Number of the line after which it was written; show it there."},
      field{"at", &whisper_view::at, "When the server accepted it."},
      field{"from", &whisper_view::from, "Who wrote it."},
      field{"name", &whisper_view::name, "Name of who wrote it."},
      field{"text",
            &whisper_view::text,
            "Raw text; escape it on output.",
            limits::text_characters_max},
      field{"id", &whisper_view::id, "The id its sender's client gave it."},
    };
  }
  friend bool operator==(const whisper_view&, const whisper_view&) = default;
};

/// A queue on a supervisor's board (A2, K1).
struct board_queue {
  static constexpr std::string_view about
    = "A queue on a supervisor's board (A2, K1).";
  queue_id queue;
  std::string name;
  parley::channel channel = parley::channel::webchat;
  std::uint64_t waiting = 0;
  std::uint64_t length_max = 0;
  std::optional<timestamp> waiting_since = {};
  std::uint64_t agents = 0;
  std::uint64_t alerting = 0;
  std::uint64_t active = 0;
  std::uint64_t parked = 0;
  std::uint64_t wrapup = 0;
  duration window{};
  std::uint64_t offered = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;
  std::uint64_t service_level = 100;
  std::uint64_t availability = 100;
  std::uint64_t abandon_rate = 0;
  std::uint64_t queue_fill = 0;
  std::optional<duration> answer_speed = {};
  std::optional<duration> first_response = {};
  std::optional<duration> response = {};
  std::optional<duration> average_handle_time = {};
  std::vector<std::string> alerts = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"queue", &board_queue::queue, "The queue."},
      field{"name", &board_queue::name, "Its name."},
      field{"channel", &board_queue::channel, "What waits in it."},
      field{"waiting", &board_queue::waiting, "How many wait."},
      field{"length_max", &board_queue::length_max, "How many may wait."},
      field{"waiting_since",
            &board_queue::waiting_since,
            "Since when the one waits that waits longest; absent: nobody."},
      field{"agents",
            &board_queue::agents,
            "Agents who serve it, logged in and not on a break (Q2)."},
      field{"alerting", &board_queue::alerting, "Allocated, not opened."},
      field{"active", &board_queue::active, "Being handled."},
      field{"parked", &board_queue::parked, "Kept aside."},
      field{"wrapup", &board_queue::wrapup, "In wrapup, parked or not."},
      field{"window", &board_queue::window, "Of what follows: the last time."},
      field{"offered", &board_queue::offered, "Came in."},
      field{"answered", &board_queue::answered, "First opened."},
      field{"abandoned", &board_queue::abandoned, "Left unanswered."},
      field{"service_level",
            &board_queue::service_level,
            "Per cent answered within the target."},
      field{"availability",
            &board_queue::availability,
            "Per cent of those offered that were answered."},
      field{"abandon_rate",
            &board_queue::abandon_rate,
            "Per cent of those offered that were abandoned."},
      field{"queue_fill",
            &board_queue::queue_fill,
            "Per cent of the maximum length that wait now."},
      field{"answer_speed",
            &board_queue::answer_speed,
            "Average wait of those answered."},
      field{"first_response",
            &board_queue::first_response,
            "Average time from opening to the agent's first line."},
      field{"response",
            &board_queue::response,
            "Average time from a customer's line to the answer."},
      field{"average_handle_time",
            &board_queue::average_handle_time,
            "Active and active wrapup time per answered item."},
      field{"alerts",
            &board_queue::alerts,
            "Thresholds that are crossed now: service_level, availability, "
            "chat_time, response_time, agents, queue_fill."},
    };
  }
  friend bool operator==(const board_queue&, const board_queue&) = default;
};

/// An item of an agent's inbox on a supervisor's board.
struct board_item {
  static constexpr std::string_view about
    = "An item of an agent's inbox on a supervisor's board.";
  chat_id chat;
  parley::channel channel = parley::channel::webchat;
  queue_id queue;
  phase_name phase = phase_name::allocated;
  timestamp since;
  bool resume_after_call = false;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &board_item::chat, "The chat or work item."},
      field{"channel", &board_item::channel, "What it is."},
      field{"queue", &board_item::queue, "Its queue."},
      field{"phase", &board_item::phase, "What is going on."},
      field{"since", &board_item::since, "When the phase began."},
      field{"resume_after_call",
            &board_item::resume_after_call,
            "It becomes active by itself after the call (I5)."},
    };
  }
  friend bool operator==(const board_item&, const board_item&) = default;
};

/// An agent on a supervisor's board (A2).
struct board_agent {
  static constexpr std::string_view about
    = "An agent on a supervisor's board (A2).";
  agent_id agent;
  std::string name;
  agent_status status = agent_status::logged_out;
  std::optional<timestamp> since = {};
  std::optional<break_reason_id> reason = {};
  bool break_after_work = false;
  std::uint64_t held = 0;
  std::uint64_t maximum = 0;
  std::vector<channel> channels = {};
  std::vector<board_item> items = {};
  std::optional<call_view> call = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"agent", &board_agent::agent, "The agent."},
      field{"name", &board_agent::name, "Name of the agent."},
      field{"status", &board_agent::status, "What the agent is doing."},
      field{"since",
            &board_agent::since,
            "When this status began; absent: not since the server started."},
      field{"reason", &board_agent::reason, "Of the break."},
      field{"break_after_work",
            &board_agent::break_after_work,
            "A break begins after the current work."},
      field{"held", &board_agent::held, "Webchats held (P4)."},
      field{"maximum",
            &board_agent::maximum,
            "Company's or own maximum (P4); a queue may have less."},
      field{"channels",
            &board_agent::channels,
            "Limited to these channels (I7); empty: all."},
      field{"items",
            &board_agent::items,
            "The inbox, as far as the supervisor's profile shows the queues."},
      field{"call", &board_agent::call, "The call, if there is one."},
    };
  }
  friend bool operator==(const board_agent&, const board_agent&) = default;
};

/// An open chat or work item on a supervisor's board (A2).
struct board_session {
  static constexpr std::string_view about
    = "An open chat or work item on a supervisor's board (A2).";
  chat_id chat;
  parley::channel channel = parley::channel::webchat;
  std::uint64_t revision = 0;
  phase_name phase = phase_name::flow;
  std::optional<service_id> service = {};
  std::optional<queue_id> queue = {};
  std::optional<agent_id> agent = {};
  std::optional<agent_id> transfer_to = {};
  std::string customer_name;
  bool customer_present = true;
  timestamp started;
  std::optional<timestamp> enqueued = {};
  timestamp phase_since;
  duration handled{};
  std::uint64_t unread = 0;
  std::optional<std::string> last_line = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &board_session::chat, "The chat or work item."},
      field{"channel", &board_session::channel, "What it is."},
      field{"revision",
            &board_session::revision,
            "Send it back with commands (T2)."},
      field{"phase", &board_session::phase, "What is going on."},
      field{"service", &board_session::service, "Where it came in."},
      field{"queue",
            &board_session::queue,
            "Where it waits or came through; absent: still in its flow."},
      field{"agent",
            &board_session::agent,
            "Whose inbox holds it, if the profile shows that agent."},
      field{"transfer_to",
            &board_session::transfer_to,
            "The agent it is offered to."},
      field{"customer_name",
            &board_session::customer_name,
            "A hint from the website, may be empty (W8)."},
      field{"customer_present",
            &board_session::customer_present,
            "The customer's page is connected."},
      field{"started", &board_session::started, "When it began."},
      field{"enqueued",
            &board_session::enqueued,
            "When it first waited in its queue (T4)."},
      field{"phase_since",
            &board_session::phase_since,
            "When the present phase began."},
      field{"handled",
            &board_session::handled,
            "Active time before the present phase (T1); while active add now - "
            "phase_since."},
      field{"unread",
            &board_session::unread,
            "Lines of the customer that no agent had seen at the last change."},
      field{"last_line",
            &board_session::last_line,
            "The customer's newest line at the last change, shortened.",
            limits::preview_characters_max},
    };
  }
  friend bool operator==(const board_session&, const board_session&) = default;
};

/// An agent whom the router looked at for an item, and why it went there or
/// not.
struct routing_candidate {
  static constexpr std::string_view about
    = "An agent whom the router looked at for an item.";
  agent_id agent;
  std::string why;
  static constexpr auto fields() {
    return std::tuple{
      field{"agent", &routing_candidate::agent, "The agent."},
      field{"why",
            &routing_candidate::why,
            "`chosen`, or in words why another came first."},
    };
  }
  friend bool operator==(const routing_candidate&, const routing_candidate&)
    = default;
};

/// A decision of the router (B4).
struct routing_record {
  static constexpr std::string_view about = "A decision of the router (B4).";
  timestamp at;
  queue_id queue;
  parley::channel channel = parley::channel::webchat;
  std::uint64_t score = 0;
  std::uint64_t tier = 0;
  std::optional<agent_id> chosen = {};
  std::vector<routing_candidate> candidates = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"at", &routing_record::at, "When it was decided."},
      field{"queue", &routing_record::queue, "The queue it waited in."},
      field{"channel", &routing_record::channel, "What it is."},
      field{"score",
            &routing_record::score,
            "P * (K * W + t) in whole seconds (B1)."},
      field{"tier",
            &routing_record::tier,
            "1 nothing active, 2 interruptible, 3 on an interruptible break "
            "(B3)."},
      field{"chosen", &routing_record::chosen, "Who was offered it."},
      field{"candidates",
            &routing_record::candidates,
            "At most 16, the chosen one first, as far as the supervisor's "
            "profile shows them."},
    };
  }
  friend bool operator==(const routing_record&, const routing_record&)
    = default;
};

// ---------------------------------------------------------------------------
// A customer's page speaks (`/ws/v1/visitor`).

/// First frame of a customer's page. With `visitor` it goes on with the chat
/// of that token, without it is a new visitor.
struct visitor_hello {
  static constexpr std::string_view type = "visitor.hello";
  static constexpr std::string_view about
    = "First frame of a customer's page. With `visitor` it goes on with "
      "the chat of that token, without it is a new visitor.";
  std::string ref;
  std::string token;
  std::optional<std::string> visitor = {};
  std::optional<std::uint64_t> after = {};
  std::optional<std::string> epoch = {};
  std::optional<std::string> locale = {};
  std::optional<std::string> proof = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &visitor_hello::ref,
            "Answered with `visitor.welcome`.",
            limits::id_characters_max},
      field{"token",
            &visitor_hello::token,
            "Public token of the webchat service (O2)."},
      field{"visitor",
            &visitor_hello::visitor,
            "Secret token from an earlier `chat.started`: resume."},
      field{"after",
            &visitor_hello::after,
            "Number of the last line the page has; default 0."},
      field{"epoch", &visitor_hello::epoch, "From the last welcome."},
      field{"locale", &visitor_hello::locale, "Language of the page (BCP 47)."},
      field{"proof",
            &visitor_hello::proof,
            "What the website says of its customer: a JWT signed with HS256 by "
            "a key of the service, with `sub`, `aud` = the service's token, "
            "`exp` within 5 minutes, perhaps `name` and `email` (W8).",
            limits::site_token_characters_max},
    };
  }
  friend bool operator==(const visitor_hello&, const visitor_hello&) = default;
};

/// Begins a chat: by presence (no text) or with a first line.
struct start_chat {
  static constexpr std::string_view type = "chat.start";
  static constexpr std::string_view about
    = "Begins a chat: by presence (no text) or with a first line.";
  std::string ref;
  std::optional<std::string> name = {};
  std::optional<std::string> email = {};
  std::optional<std::string> page = {};
  std::optional<std::string> text = {};
  std::optional<client_message_id> id = {};
  std::vector<named_value> filled = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &start_chat::ref,
            "Answered with `chat.started`.",
            limits::id_characters_max},
      field{"name", &start_chat::name, "Name of the customer, a hint (W8)."},
      field{"email",
            &start_chat::email,
            "E-mail address, a hint.",
            limits::email_characters_max},
      field{"page",
            &start_chat::page,
            "Address of the page.",
            limits::url_characters_max},
      field{
        "text", &start_chat::text, "First line.", limits::text_characters_max},
      field{"id",
            &start_chat::id,
            "Client message id of the first line; needed with text."},
      field{"fields",
            &start_chat::filled,
            "Own fields that the service asks for (W1)."},
    };
  }
  friend bool operator==(const start_chat&, const start_chat&) = default;
};

/// A line from the customer.
struct customer_say {
  static constexpr std::string_view type = "chat.say";
  static constexpr std::string_view about = "A line from the customer.";
  std::string ref;
  client_message_id id;
  std::string text;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &customer_say::ref,
            "Answered with `said` once the line is durable (W6).",
            limits::id_characters_max},
      field{"id",
            &customer_say::id,
            "Client message id; the same again is a retry."},
      field{"text",
            &customer_say::text,
            "1-4000 characters, not blank (W7).",
            limits::text_characters_max},
    };
  }
  friend bool operator==(const customer_say&, const customer_say&) = default;
};

struct customer_typing {
  static constexpr std::string_view type = "chat.typing";
  static constexpr std::string_view about
    = "The customer types, or has stopped.";
  bool on = true;
  static constexpr auto fields() {
    return std::tuple{
      field{"on",
            &customer_typing::on,
            "Started or stopped. Never stored, not answered."},
    };
  }
  friend bool operator==(const customer_typing&, const customer_typing&)
    = default;
};

struct customer_seen {
  static constexpr std::string_view type = "chat.seen";
  static constexpr std::string_view about = "The customer has read lines.";
  std::uint64_t upto = 0;
  static constexpr auto fields() {
    return std::tuple{
      field{
        "upto",
        &customer_seen::upto,
        "The customer has looked at all lines up to this one. Not answered."},
    };
  }
  friend bool operator==(const customer_seen&, const customer_seen&) = default;
};

struct customer_end {
  static constexpr std::string_view type = "chat.end";
  static constexpr std::string_view about = "The customer ends the chat.";
  std::string ref;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &customer_end::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
    };
  }
  friend bool operator==(const customer_end&, const customer_end&) = default;
};

/// F2: what was filled in where an agent would have been.
struct customer_form {
  static constexpr std::string_view type = "chat.form";
  static constexpr std::string_view about
    = "The customer sends the form that the flow shows.";
  std::string ref;
  client_message_id id;
  std::string name;
  std::string email;
  std::string text;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &customer_form::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{"id",
            &customer_form::id,
            "Chosen by the client; a retry has the same (W6)."},
      field{"name",
            &customer_form::name,
            "0-100 characters.",
            limits::name_characters_max},
      field{"email",
            &customer_form::email,
            "0-254 characters; to be answered at.",
            limits::email_characters_max},
      field{"text",
            &customer_form::text,
            "1-4000 characters, not blank (W7).",
            limits::text_characters_max},
    };
  }
  friend bool operator==(const customer_form&, const customer_form&) = default;
};

struct customer_survey {
  static constexpr std::string_view type = "chat.survey";
  static constexpr std::string_view about
    = "What the customer thought of the chat, after its end and once.";
  std::string ref;
  std::uint64_t score = 0;
  std::optional<std::string> comment = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &customer_survey::ref,
            "Answered with `ok` once it is durable.",
            limits::id_characters_max},
      field{"score", &customer_survey::score, "1 (bad) to 5 (good)."},
      field{"comment",
            &customer_survey::comment,
            "In the customer's words.",
            limits::survey_comment_characters_max},
    };
  }
  friend bool operator==(const customer_survey&, const customer_survey&)
    = default;
};

/// Both kinds of client may ask for a sign of life; browsers cannot see the
/// pings of the WebSocket protocol.
struct ping {
  static constexpr std::string_view type = "ping";
  static constexpr std::string_view about
    = "Asks for a sign of life; pages in browsers cannot see the pings of "
      "the WebSocket protocol.";
  std::string ref;
  static constexpr auto fields() {
    return std::tuple{
      field{
        "ref", &ping::ref, "Answered with `ok`.", limits::id_characters_max},
    };
  }
  friend bool operator==(const ping&, const ping&) = default;
};

using customer_message = std::variant<visitor_hello,
                                      start_chat,
                                      customer_say,
                                      customer_typing,
                                      customer_seen,
                                      customer_end,
                                      customer_form,
                                      customer_survey,
                                      ping>;

// ---------------------------------------------------------------------------
// An agent's desk speaks (`/ws/v1/agent`).

/// First frame of a desk. The ticket comes from `POST /api/v1/tickets` over the
/// logged-in session and is good once, for 30 s.
struct agent_hello {
  static constexpr std::string_view type = "agent.hello";
  static constexpr std::string_view about = "First frame of a desk.";
  std::string ref;
  std::string ticket;
  std::optional<std::string> epoch = {};
  std::vector<chat_position> have = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &agent_hello::ref,
            "Answered with `agent.welcome`.",
            limits::id_characters_max},
      field{"ticket", &agent_hello::ticket, "One-time ticket."},
      field{"epoch", &agent_hello::epoch, "From the last welcome."},
      field{"have",
            &agent_hello::have,
            "How far the desk got; newer lines of chats in the inbox follow "
            "the welcome."},
    };
  }
  friend bool operator==(const agent_hello&, const agent_hello&) = default;
};

struct agent_say {
  static constexpr std::string_view type = "chat.say";
  static constexpr std::string_view about = "A line from the agent.";
  std::string ref;
  chat_id chat;
  client_message_id id;
  std::string text;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &agent_say::ref,
            "Answered with `said` once the line is durable.",
            limits::id_characters_max},
      field{"chat",
            &agent_say::chat,
            "A chat of the inbox that is active or parked."},
      field{
        "id", &agent_say::id, "Client message id; the same again is a retry."},
      field{"text",
            &agent_say::text,
            "1-4000 characters, not blank (W7).",
            limits::text_characters_max},
    };
  }
  friend bool operator==(const agent_say&, const agent_say&) = default;
};

struct agent_typing {
  static constexpr std::string_view type = "chat.typing";
  static constexpr std::string_view about = "The agent types, or has stopped.";
  chat_id chat;
  bool on = true;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &agent_typing::chat, "The chat."},
      field{"on",
            &agent_typing::on,
            "Started or stopped. Never stored, not answered."},
    };
  }
  friend bool operator==(const agent_typing&, const agent_typing&) = default;
};

/// The desk has received resp. the agent has looked at lines (ticks).
struct agent_seen {
  static constexpr std::string_view type = "chat.seen";
  static constexpr std::string_view about
    = "The desk has received, or the agent has read, lines.";
  chat_id chat;
  std::uint64_t delivered = 0;
  std::uint64_t seen = 0;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &agent_seen::chat, "The chat."},
      field{"delivered",
            &agent_seen::delivered,
            "The desk has all lines up to this one."},
      field{"seen",
            &agent_seen::seen,
            "The agent has looked at all lines up to this one. Not answered."},
    };
  }
  friend bool operator==(const agent_seen&, const agent_seen&) = default;
};

/// Asks for lines of a chat in the inbox.
struct read_chat {
  static constexpr std::string_view type = "chat.read";
  static constexpr std::string_view about
    = "Asks for older lines of a chat in the inbox.";
  std::string ref;
  chat_id chat;
  std::optional<std::uint64_t> before = {};
  std::optional<std::uint64_t> limit = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &read_chat::ref,
            "Answered with `chat.lines`.",
            limits::id_characters_max},
      field{"chat", &read_chat::chat, "The chat."},
      field{"before",
            &read_chat::before,
            "Only lines with a smaller number; default: the newest."},
      field{
        "limit", &read_chat::limit, "How many at the most, 1-200; default 50."},
    };
  }
  friend bool operator==(const read_chat&, const read_chat&) = default;
};

#define PARLEY_CHAT_COMMAND(NAME, TYPE, ABOUT)                                 \
  struct NAME {                                                                \
    static constexpr std::string_view type = TYPE;                             \
    static constexpr std::string_view about = ABOUT;                           \
    std::string ref;                                                           \
    chat_id chat;                                                              \
    std::optional<std::uint64_t> revision = {};                                \
    static constexpr auto fields() {                                           \
      return std::tuple{                                                       \
        field{"ref",                                                           \
              &NAME::ref,                                                      \
              "Answered with `ok`.",                                           \
              limits::id_characters_max},                                      \
        field{"chat", &NAME::chat, "The chat."},                               \
        field{"revision",                                                      \
              &NAME::revision,                                                 \
              "What the desk saw; stale ones are refused (T2)."},              \
      };                                                                       \
    }                                                                          \
    friend bool operator==(const NAME&, const NAME&) = default;                \
  }

/// P1: takes a waiting webchat into the inbox; activates it if nothing is
/// active.
PARLEY_CHAT_COMMAND(take_chat,
                    "chat.take",
                    "Takes it from its queue; activates it if nothing is "
                    "active (P1).");
/// P2: makes it the active one and parks what was active.
PARLEY_CHAT_COMMAND(activate_chat,
                    "chat.activate",
                    "Makes it the active one and parks what was active (P2).");
/// P3.
PARLEY_CHAT_COMMAND(park_chat, "chat.park", "Parks it: chat or wrapup (P3).");
PARLEY_CHAT_COMMAND(end_chat,
                    "chat.end",
                    "Ends the conversation; wrapup follows (C1).");
/// P7.
PARLEY_CHAT_COMMAND(put_back_chat,
                    "chat.put_back",
                    "Puts it back at its old place in the queue (P7).");
/// C1.
PARLEY_CHAT_COMMAND(extend_wrapup,
                    "wrapup.extend",
                    "Adds the queue's extension time (C1).");
PARLEY_CHAT_COMMAND(finish_wrapup, "wrapup.finish", "Ends the wrapup (C1).");
PARLEY_CHAT_COMMAND(accept_transfer,
                    "transfer.accept",
                    "Takes over a chat that a colleague offers.");
PARLEY_CHAT_COMMAND(decline_transfer,
                    "transfer.decline",
                    "Refuses, or withdraws, an offered transfer.");

#undef PARLEY_CHAT_COMMAND

struct classify_chat {
  static constexpr std::string_view type = "chat.classify";
  static constexpr std::string_view about = "Files classifications and a note.";
  std::string ref;
  chat_id chat;
  std::vector<classification_id> classifications = {};
  std::optional<std::string> note = {};
  std::optional<bool> abusive = {};
  std::optional<std::string> text = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &classify_chat::ref,
            "Answered with `ok`; replaces what was filed (C1).",
            limits::id_characters_max},
      field{
        "chat", &classify_chat::chat, "The chat, active, parked or in wrapup."},
      field{"classifications",
            &classify_chat::classifications,
            "All that apply, at most 25."},
      field{"note",
            &classify_chat::note,
            "Free text.",
            limits::note_characters_max},
      field{"abusive", &classify_chat::abusive, "The customer was abusive."},
      field{"text",
            &classify_chat::text,
            "What fits no classification, if the queue allows it (C1).",
            limits::classification_text_characters_max},
    };
  }
  friend bool operator==(const classify_chat&, const classify_chat&) = default;
};

struct answer_script {
  static constexpr std::string_view type = "chat.answer_script";
  static constexpr std::string_view about
    = "Stores the answers to a script with the chat (X1).";
  std::string ref;
  chat_id chat;
  script_id script;
  std::vector<named_value> answers = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &answer_script::ref,
            "Answered with `ok`; replaces earlier answers to this script.",
            limits::id_characters_max},
      field{
        "chat", &answer_script::chat, "The chat, active, parked or in wrapup."},
      field{"script", &answer_script::script, "The script."},
      field{"answers",
            &answer_script::answers,
            "By `section/question`; those that are required may not be "
            "missing. At most 200."},
    };
  }
  friend bool operator==(const answer_script&, const answer_script&) = default;
};

struct transfer_chat {
  static constexpr std::string_view type = "chat.transfer";
  static constexpr std::string_view about
    = "Hands the active chat to a queue or offers it to a colleague.";
  std::string ref;
  chat_id chat;
  std::optional<std::uint64_t> revision = {};
  std::optional<queue_id> queue = {};
  std::optional<agent_id> agent = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &transfer_chat::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{"chat", &transfer_chat::chat, "The active chat."},
      field{"revision", &transfer_chat::revision, "What the desk saw (T2)."},
      field{"queue",
            &transfer_chat::queue,
            "To this queue, at its end; either this or `agent`."},
      field{"agent", &transfer_chat::agent, "To this agent, who must accept."},
    };
  }
  friend bool operator==(const transfer_chat&, const transfer_chat&) = default;
};

/// Which status an agent may choose.
struct set_status {
  static constexpr std::string_view type = "status.set";
  static constexpr std::string_view about = "Goes on a break, or back to work.";
  std::string ref;
  bool available = true;
  std::optional<break_reason_id> reason = {};
  std::optional<bool> after_current_work = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &set_status::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{
        "available", &set_status::available, "Back to work, or on a break."},
      field{"reason",
            &set_status::reason,
            "Why, from the company's list; needed for a break (P9)."},
      field{"after_current_work",
            &set_status::after_current_work,
            "The break begins when nothing is active any more (P9)."},
    };
  }
  friend bool operator==(const set_status&, const set_status&) = default;
};

struct log_out {
  static constexpr std::string_view type = "agent.log_out";
  static constexpr std::string_view about
    = "Ends the agent's working day here.";
  std::string ref;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &log_out::ref,
            "Answered with `ok`, then the socket closes; webchats go back to "
            "their queues (L1).",
            limits::id_characters_max},
    };
  }
  friend bool operator==(const log_out&, const log_out&) = default;
};

/// What a supervisor's screen shows live (A2); replaces what was asked before.
struct watch_board {
  static constexpr std::string_view type = "board.watch";
  static constexpr std::string_view about
    = "Shows a supervisor queues, agents and sessions live (A2); replaces what "
      "was watched before, so that none of them ends it.";
  std::string ref;
  std::optional<bool> queues = {};
  std::optional<bool> agents = {};
  std::optional<bool> sessions = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &watch_board::ref,
            "Answered with `ok`; `board.view` follows, then `board.changed`.",
            limits::id_characters_max},
      field{"queues", &watch_board::queues, "With the queues."},
      field{"agents", &watch_board::agents, "With the agents."},
      field{"sessions", &watch_board::sessions, "With the open sessions."},
    };
  }
  friend bool operator==(const watch_board&, const watch_board&) = default;
};

/// A2: reads along, unseen by the customer and by the owner.
struct observe_chat {
  static constexpr std::string_view type = "chat.observe";
  static constexpr std::string_view about
    = "A supervisor reads along in an open chat, unseen by customer and agent "
      "(A2).";
  std::string ref;
  chat_id chat;
  std::optional<std::uint64_t> after = {};
  std::optional<std::uint64_t> after_whisper = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &observe_chat::ref,
            "Answered with `ok`; `chat.observed` and the lines follow.",
            limits::id_characters_max},
      field{"chat",
            &observe_chat::chat,
            "An open chat that the supervisor's profile shows."},
      field{"after",
            &observe_chat::after,
            "Number of the last line the desk has; default 0."},
      field{"after_whisper",
            &observe_chat::after_whisper,
            "Number of the last whisper the desk has; default 0."},
    };
  }
  friend bool operator==(const observe_chat&, const observe_chat&) = default;
};

struct unobserve_chat {
  static constexpr std::string_view type = "chat.unobserve";
  static constexpr std::string_view about = "The supervisor reads no more.";
  std::string ref;
  chat_id chat;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &unobserve_chat::ref,
            "Answered with `ok`, also if nothing was observed.",
            limits::id_characters_max},
      field{"chat", &unobserve_chat::chat, "The chat."},
    };
  }
  friend bool operator==(const unobserve_chat&, const unobserve_chat&)
    = default;
};

/// A2: never sent to the customer, in no transcript, no answer (K1).
struct whisper_to_chat {
  static constexpr std::string_view type = "chat.whisper";
  static constexpr std::string_view about
    = "A line that only agents and supervisors see: by who owns the chat, or "
      "by a supervisor who observes it (A2).";
  std::string ref;
  chat_id chat;
  client_message_id id;
  std::string text;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &whisper_to_chat::ref,
            "Answered with `whispered` once it is durable.",
            limits::id_characters_max},
      field{"chat",
            &whisper_to_chat::chat,
            "A chat of the inbox, or one that is observed; not closed."},
      field{"id",
            &whisper_to_chat::id,
            "Client message id; the same again is a retry."},
      field{"text",
            &whisper_to_chat::text,
            "1-4000 characters, not blank.",
            limits::text_characters_max},
    };
  }
  friend bool operator==(const whisper_to_chat&, const whisper_to_chat&)
    = default;
};

/// A2.
struct take_over_chat {
  static constexpr std::string_view type = "chat.take_over";
  static constexpr std::string_view about
    = "A supervisor with a desk becomes the owner of a waiting chat, or of one "
      "that another agent has not opened, handles or has parked; it is active "
      "at once, and what was active is parked (A2).";
  std::string ref;
  chat_id chat;
  std::optional<std::uint64_t> revision = {};
  std::optional<std::string> note = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &take_over_chat::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{"chat",
            &take_over_chat::chat,
            "A chat that the supervisor's profile shows."},
      field{"revision", &take_over_chat::revision, "What the desk saw (T2)."},
      field{"note",
            &take_over_chat::note,
            "Why, for whom it is taken from.",
            limits::description_characters_max},
    };
  }
  friend bool operator==(const take_over_chat&, const take_over_chat&)
    = default;
};

/// A2; the enqueue time stays (T4).
struct move_chat {
  static constexpr std::string_view type = "chat.move";
  static constexpr std::string_view about
    = "A supervisor moves a chat that waits, or that its agent has not opened, "
      "to another queue; it keeps its time (T4).";
  std::string ref;
  chat_id chat;
  std::optional<std::uint64_t> revision = {};
  queue_id queue;
  std::optional<std::string> note = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &move_chat::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{"chat",
            &move_chat::chat,
            "A chat that the supervisor's profile shows."},
      field{"revision", &move_chat::revision, "What the desk saw (T2)."},
      field{"queue",
            &move_chat::queue,
            "A queue of the same channel that the profile shows."},
      field{"note",
            &move_chat::note,
            "Why, for whom it was allocated to.",
            limits::description_characters_max},
    };
  }
  friend bool operator==(const move_chat&, const move_chat&) = default;
};

/// B4.
struct explain_routing {
  static constexpr std::string_view type = "chat.why";
  static constexpr std::string_view about
    = "Asks for a supervisor why a chat was routed as it was (B4).";
  std::string ref;
  chat_id chat;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &explain_routing::ref,
            "Answered with `chat.routed`.",
            limits::id_characters_max},
      field{"chat",
            &explain_routing::chat,
            "A chat that the supervisor's profile shows."},
    };
  }
  friend bool operator==(const explain_routing&, const explain_routing&)
    = default;
};

/// L3; needs `available`, `channels` or both.
struct force_status {
  static constexpr std::string_view type = "agent.force_status";
  static constexpr std::string_view about
    = "A supervisor sets an agent's status, channels or both, as by the "
      "agent's own hand (L3).";
  std::string ref;
  agent_id agent;
  std::optional<bool> available = {};
  std::optional<break_reason_id> reason = {};
  std::optional<bool> after_current_work = {};
  std::optional<std::vector<channel>> channels = {};
  std::optional<std::string> note = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &force_status::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{"agent",
            &force_status::agent,
            "An agent whom the supervisor's profile shows."},
      field{"available",
            &force_status::available,
            "Back to work, or on a break; absent: as it is."},
      field{"reason",
            &force_status::reason,
            "Of the break, from the company's list; needed for one (P9)."},
      field{"after_current_work",
            &force_status::after_current_work,
            "The break begins when nothing is active any more (P9)."},
      field{"channels",
            &force_status::channels,
            "The agent gets items of these only from now on (I7); empty: of "
            "all; absent: as it is. It stays so until it is changed."},
      field{"note",
            &force_status::note,
            "Why, for the agent.",
            limits::description_characters_max},
    };
  }
  friend bool operator==(const force_status&, const force_status&) = default;
};

/// L3, as L1.
struct force_log_out {
  static constexpr std::string_view type = "agent.force_log_out";
  static constexpr std::string_view about
    = "A supervisor logs an agent out, as by the agent's own hand (L1, L3).";
  std::string ref;
  agent_id agent;
  std::optional<std::string> note = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &force_log_out::ref,
            "Answered with `ok`.",
            limits::id_characters_max},
      field{"agent",
            &force_log_out::agent,
            "An agent whom the supervisor's profile shows."},
      field{"note",
            &force_log_out::note,
            "Why, for the agent.",
            limits::description_characters_max},
    };
  }
  friend bool operator==(const force_log_out&, const force_log_out&) = default;
};

using agent_message = std::variant<agent_hello,
                                   agent_say,
                                   agent_typing,
                                   agent_seen,
                                   read_chat,
                                   take_chat,
                                   activate_chat,
                                   park_chat,
                                   end_chat,
                                   put_back_chat,
                                   extend_wrapup,
                                   finish_wrapup,
                                   accept_transfer,
                                   decline_transfer,
                                   classify_chat,
                                   answer_script,
                                   transfer_chat,
                                   set_status,
                                   log_out,
                                   ping,
                                   watch_board,
                                   observe_chat,
                                   unobserve_chat,
                                   whisper_to_chat,
                                   take_over_chat,
                                   move_chat,
                                   explain_routing,
                                   force_status,
                                   force_log_out>;

// ---------------------------------------------------------------------------
// The server speaks.

struct ok {
  static constexpr std::string_view type = "ok";
  static constexpr std::string_view about
    = "The request is done; of a command: and durable.";
  std::string ref;
  std::optional<chat_id> chat = {};
  std::optional<std::uint64_t> revision = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &ok::ref, "The request's."},
      field{"chat", &ok::chat, "The chat it was about."},
      field{"revision", &ok::revision, "The chat's after it."},
    };
  }
  friend bool operator==(const ok&, const ok&) = default;
};

struct refused {
  static constexpr std::string_view type = "refused";
  static constexpr std::string_view about
    = "The request is not done. Nothing has changed.";
  std::optional<std::string> ref = {};
  std::int64_t code = 0;
  std::string name;
  std::string text;
  std::optional<std::string> detail = {};
  std::optional<duration> retry_after = {};
  std::optional<phase_name> phase = {};
  std::optional<std::uint64_t> revision = {};
  static constexpr auto fields() {
    return std::tuple{
      field{
        "ref", &refused::ref, "The request's; absent if it could not be read."},
      field{"code", &refused::code, "Number of the refusal."},
      field{"name", &refused::name, "Name of the refusal."},
      field{"text",
            &refused::text,
            "A sentence.",
            limits::description_characters_max},
      field{
        "detail", &refused::detail, "The field, limit or state it is about."},
      field{"retry_after",
            &refused::retry_after,
            "When the same request may succeed, if that is known."},
      field{"phase", &refused::phase, "The chat's present state (T2)."},
      field{
        "revision", &refused::revision, "The chat's present revision (T2)."},
    };
  }
  friend bool operator==(const refused&, const refused&) = default;
};

struct visitor_welcome {
  static constexpr std::string_view type = "visitor.welcome";
  static constexpr std::string_view about = "Answers a customer's hello.";
  std::string ref;
  std::string epoch;
  timestamp now;
  std::string service_name;
  std::optional<customer_chat_view> chat = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &visitor_welcome::ref, "The request's."},
      field{"epoch", &visitor_welcome::epoch, "Keep it for the next hello."},
      field{"now", &visitor_welcome::now, "The server's clock."},
      field{"service_name",
            &visitor_welcome::service_name,
            "What to put over the box."},
      field{"chat",
            &visitor_welcome::chat,
            "The chat of the visitor's token, if it has one; its lines after "
            "`after` follow."},
    };
  }
  friend bool operator==(const visitor_welcome&, const visitor_welcome&)
    = default;
};

struct chat_started {
  static constexpr std::string_view type = "chat.started";
  static constexpr std::string_view about = "The chat exists and is durable.";
  std::string ref;
  std::string visitor;
  customer_chat_view chat;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &chat_started::ref, "The request's."},
      field{"visitor",
            &chat_started::visitor,
            "Secret token of this chat and nothing else; keep it."},
      field{"chat", &chat_started::chat, "The chat."},
    };
  }
  friend bool operator==(const chat_started&, const chat_started&) = default;
};

/// The tick "stored": it leaves after the line is on disk (W6).
struct said {
  static constexpr std::string_view type = "said";
  static constexpr std::string_view about
    = "The tick \"stored\": the line is durable (W6).";
  std::string ref;
  chat_id chat;
  client_message_id id;
  std::uint64_t entry = 0;
  timestamp at;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &said::ref, "The request's."},
      field{"chat", &said::chat, "The chat."},
      field{"id", &said::id, "The client message id."},
      field{"entry",
            &said::entry,
            "Number of the line; it is not pushed to the socket that sent it."},
      field{"at", &said::at, "When it was accepted."},
    };
  }
  friend bool operator==(const said&, const said&) = default;
};

struct chat_entry {
  static constexpr std::string_view type = "chat.entry";
  static constexpr std::string_view about = "A new line.";
  chat_id chat;
  entry_view line;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_entry::chat, "The chat."},
      field{"line",
            &chat_entry::line,
            "A line that is durable. Lines arrive in order, without gaps."},
    };
  }
  friend bool operator==(const chat_entry&, const chat_entry&) = default;
};

struct chat_lines {
  static constexpr std::string_view type = "chat.lines";
  static constexpr std::string_view about
    = "Several lines: what a resumed client lacks, or older ones that were "
      "asked for.";
  std::optional<std::string> ref = {};
  chat_id chat;
  std::vector<entry_view> lines = {};
  bool more = false;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref",
            &chat_lines::ref,
            "The request's; absent when they follow a hello."},
      field{"chat", &chat_lines::chat, "The chat."},
      field{"lines", &chat_lines::lines, "In order, without gaps."},
      field{"more",
            &chat_lines::more,
            "There are older ones (after `chat.read`) or more follow at once "
            "(after a hello)."},
    };
  }
  friend bool operator==(const chat_lines&, const chat_lines&) = default;
};

struct chat_receipt {
  static constexpr std::string_view type = "chat.receipt";
  static constexpr std::string_view about
    = "Ticks: how far the other side got.";
  chat_id chat;
  speaker by = speaker::agent;
  std::uint64_t delivered = 0;
  std::uint64_t seen = 0;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_receipt::chat, "The chat."},
      field{"by", &chat_receipt::by, "Whose client or eyes."},
      field{
        "delivered", &chat_receipt::delivered, "Has all lines up to this one."},
      field{"seen",
            &chat_receipt::seen,
            "Has looked at all lines up to this one. Never goes back."},
    };
  }
  friend bool operator==(const chat_receipt&, const chat_receipt&) = default;
};

struct typing {
  static constexpr std::string_view type = "chat.typing";
  static constexpr std::string_view about
    = "The other side types, or has stopped.";
  chat_id chat;
  speaker by = speaker::customer;
  bool on = true;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &typing::chat, "The chat."},
      field{"by", &typing::by, "Who types."},
      field{"on",
            &typing::on,
            "Started or stopped; forget it after 6 s or with the next line."},
    };
  }
  friend bool operator==(const typing&, const typing&) = default;
};

/// To the customer's page, after each change that concerns it.
struct customer_chat_changed {
  static constexpr std::string_view type = "chat.changed";
  static constexpr std::string_view about
    = "To the customer's page, after each change that concerns it.";
  customer_chat_view chat;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &customer_chat_changed::chat, "The whole view."},
    };
  }
  friend bool operator==(const customer_chat_changed&,
                         const customer_chat_changed&)
    = default;
};

/// N1; at most every few seconds per chat.
struct queue_position {
  static constexpr std::string_view type = "queue.position";
  static constexpr std::string_view about
    = "Place in the queue, at most every few seconds (N1).";
  chat_id chat;
  std::uint64_t position = 0;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &queue_position::chat, "The chat."},
      field{"position", &queue_position::position, "1 is next."},
    };
  }
  friend bool operator==(const queue_position&, const queue_position&)
    = default;
};

struct agent_welcome {
  static constexpr std::string_view type = "agent.welcome";
  static constexpr std::string_view about = "Answers a desk's hello.";
  std::string ref;
  std::string epoch;
  timestamp now;
  agent_id agent;
  std::string name;
  std::string company_name;
  std::vector<queue_view> queues = {};
  std::vector<break_reason_view> break_reasons = {};
  std::vector<named_id> colleagues = {};
  std::vector<std::string> privileges = {};
  std::vector<classification_view> classifications = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &agent_welcome::ref, "The request's."},
      field{"epoch", &agent_welcome::epoch, "Keep it for the next hello."},
      field{"now", &agent_welcome::now, "The server's clock."},
      field{"agent", &agent_welcome::agent, "Who is logged in."},
      field{"name", &agent_welcome::name, "Name of the agent."},
      field{
        "company_name", &agent_welcome::company_name, "Name of the company."},
      field{"queues",
            &agent_welcome::queues,
            "What the agent's profile shows (Q3); their lists follow."},
      field{"break_reasons",
            &agent_welcome::break_reasons,
            "What may be given as the reason of a break (P9)."},
      field{"colleagues",
            &agent_welcome::colleagues,
            "Agents a chat may be offered to."},
      field{"classifications",
            &agent_welcome::classifications,
            "Names of the ids that queues list."},
      field{"privileges",
            &agent_welcome::privileges,
            "What the user may do, as `area:view` or `area:modify`; who has no "
            "`desk:modify` takes no chats here."},
    };
  }
  friend bool operator==(const agent_welcome&, const agent_welcome&) = default;
};

/// The lists of `agent.welcome` anew, after a change of the configuration.
struct desk_settings {
  static constexpr std::string_view type = "desk.settings";
  static constexpr std::string_view about
    = "The company's configuration has changed: what the desk shows of it.";
  std::string name;
  std::string company_name;
  std::vector<queue_view> queues = {};
  std::vector<break_reason_view> break_reasons = {};
  std::vector<named_id> colleagues = {};
  std::vector<std::string> privileges = {};
  std::vector<classification_view> classifications = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"name", &desk_settings::name, "Name of the agent."},
      field{
        "company_name", &desk_settings::company_name, "Name of the company."},
      field{"queues",
            &desk_settings::queues,
            "What the agent's profile shows now (Q3); the list of a new one "
            "follows."},
      field{"break_reasons",
            &desk_settings::break_reasons,
            "What may be given as the reason of a break (P9)."},
      field{"colleagues",
            &desk_settings::colleagues,
            "Agents a chat may be offered to."},
      field{"classifications",
            &desk_settings::classifications,
            "Names of the ids that queues list."},
      field{"privileges",
            &desk_settings::privileges,
            "What the user may do, as `area:view` or `area:modify`; who has no "
            "`desk:modify` takes no chats here."},
    };
  }
  friend bool operator==(const desk_settings&, const desk_settings&) = default;
};

/// The agent's own status; after a hello and after each change.
struct status_changed {
  static constexpr std::string_view type = "status.changed";
  static constexpr std::string_view about
    = "The agent's own status, after a hello and after each change.";
  std::uint64_t revision = 0;
  agent_status status = agent_status::logged_out;
  timestamp since;
  std::optional<break_reason_id> reason = {};
  bool break_after_work = false;
  std::optional<chat_id> active = {};
  std::uint64_t held = 0;
  std::uint64_t maximum = 0;
  std::optional<call_view> call = {};
  static constexpr auto fields() {
    return std::tuple{
      field{
        "revision", &status_changed::revision, "Grows while the epoch stays."},
      field{"status", &status_changed::status, "What the agent is doing."},
      field{"since", &status_changed::since, "When this status began."},
      field{"reason", &status_changed::reason, "Of the break."},
      field{"break_after_work",
            &status_changed::break_after_work,
            "A break begins after the current work."},
      field{"active", &status_changed::active, "The active chat or wrapup."},
      field{"held", &status_changed::held, "Webchats held (P4)."},
      field{"maximum",
            &status_changed::maximum,
            "Company's or own maximum (P4); a queue may have less."},
      field{"call", &status_changed::call, "The call, if there is one."},
    };
  }
  friend bool operator==(const status_changed&, const status_changed&)
    = default;
};

/// To the desk, for each chat of the inbox or offered, after a hello and after
/// each change. A chat that names another agent, no agent, or is closed has
/// left the inbox.
struct desk_chat_changed {
  static constexpr std::string_view type = "desk.chat";
  static constexpr std::string_view about
    = "A chat of the inbox or offered to the agent, after a hello and "
      "after each change. A chat that names another agent, or none, or is "
      "closed has left the inbox.";
  desk_chat_view chat;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &desk_chat_changed::chat, "The whole view."},
    };
  }
  friend bool operator==(const desk_chat_changed&, const desk_chat_changed&)
    = default;
};

/// The whole list of a queue, after a hello and when deltas were skipped.
struct queue_list {
  static constexpr std::string_view type = "queue.list";
  static constexpr std::string_view about
    = "The whole list of a queue, after a hello and when a delta cannot be "
      "built upon.";
  queue_id queue;
  std::uint64_t revision = 0;
  std::uint64_t length = 0;
  std::vector<waiting_item> items = {};
  std::optional<std::uint64_t> agents = {};
  std::optional<duration> estimate = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"queue", &queue_list::queue, "The queue."},
      field{"revision",
            &queue_list::revision,
            "Position of this list; grows while the epoch stays."},
      field{"length",
            &queue_list::length,
            "How many wait; the list names the first 500."},
      field{"items", &queue_list::items, "In order."},
      field{"agents",
            &queue_list::agents,
            "How many agents are there, if agents may see it (Q1)."},
      field{"estimate",
            &queue_list::estimate,
            "Expected wait of one that comes now, if known and shown (N2)."},
    };
  }
  friend bool operator==(const queue_list&, const queue_list&) = default;
};

struct queue_changed {
  static constexpr std::string_view type = "queue.changed";
  static constexpr std::string_view about
    = "What changed in the list of a queue.";
  queue_id queue;
  std::uint64_t previous = 0;
  std::uint64_t revision = 0;
  std::uint64_t length = 0;
  std::vector<waiting_item> put = {};
  std::vector<std::string> removed = {};
  std::optional<std::uint64_t> agents = {};
  std::optional<duration> estimate = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"queue", &queue_changed::queue, "The queue."},
      field{"previous",
            &queue_changed::previous,
            "The revision this builds upon; the client has it unless "
            "`queue.list` follows."},
      field{"revision", &queue_changed::revision, "The revision after it."},
      field{"length", &queue_changed::length, "How many wait."},
      field{"put",
            &queue_changed::put,
            "New or changed items; order is by enqueued, then item."},
      field{"removed", &queue_changed::removed, "Items that left."},
      field{"agents",
            &queue_changed::agents,
            "How many agents are there now, if agents may see it (Q1)."},
      field{"estimate",
            &queue_changed::estimate,
            "Expected wait of one that comes now, if known and shown (N2)."},
    };
  }
  friend bool operator==(const queue_changed&, const queue_changed&) = default;
};

struct whispered {
  static constexpr std::string_view type = "whispered";
  static constexpr std::string_view about
    = "The tick \"stored\" of a whisper: it is durable.";
  std::string ref;
  chat_id chat;
  client_message_id id;
  std::uint64_t whisper = 0;
  timestamp at;
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &whispered::ref, "The request's."},
      field{"chat", &whispered::chat, "The chat."},
      field{"id", &whispered::id, "The client message id."},
      field{"whisper",
            &whispered::whisper,
            "Number of the whisper; it is not pushed to the socket that sent "
            "it."},
      field{"at", &whispered::at, "When it was accepted."},
    };
  }
  friend bool operator==(const whispered&, const whispered&) = default;
};

struct chat_whispers {
  static constexpr std::string_view type = "chat.whispers";
  static constexpr std::string_view about
    = "New whispers, or those that a desk lacks when a chat is shown to it.";
  chat_id chat;
  std::vector<whisper_view> whispers = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_whispers::chat, "The chat."},
      field{"whispers",
            &chat_whispers::whispers,
            "In order, without gaps, durable."},
    };
  }
  friend bool operator==(const chat_whispers&, const chat_whispers&) = default;
};

/// A chat that is observed: at first, and after each change.
struct chat_observed {
  static constexpr std::string_view type = "chat.observed";
  static constexpr std::string_view about
    = "A chat that is observed, at first and after each change; lines, "
      "whispers, receipts and typing come as for a chat of the inbox.";
  desk_chat_view chat;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_observed::chat, "The whole view."},
    };
  }
  friend bool operator==(const chat_observed&, const chat_observed&) = default;
};

/// The server ends an observation.
struct chat_unobserved {
  static constexpr std::string_view type = "chat.unobserved";
  static constexpr std::string_view about
    = "A chat is not observed any more though nobody asked for that.";
  chat_id chat;
  std::string because;
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_unobserved::chat, "The chat."},
      field{
        "because",
        &chat_unobserved::because,
        "`closed`, `taken_over` (it is in the own inbox now), `hidden` (the "
        "profile or the privilege shows it no more)."},
    };
  }
  friend bool operator==(const chat_unobserved&, const chat_unobserved&)
    = default;
};

struct board_view {
  static constexpr std::string_view type = "board.view";
  static constexpr std::string_view about
    = "A supervisor's board anew, after `board.watch` and when the profile "
      "shows something else; forget the rows before.";
  std::uint64_t revision = 0;
  std::vector<board_queue> queues = {};
  std::vector<board_agent> agents = {};
  std::vector<board_session> sessions = {};
  std::uint64_t agents_total = 0;
  std::uint64_t sessions_total = 0;
  bool more = false;
  static constexpr auto fields() {
    return std::tuple{
      field{"revision", &board_view::revision, "Position of this view."},
      field{"queues", &board_view::queues, "Rows, by id."},
      field{"agents", &board_view::agents, "Rows, by id."},
      field{"sessions", &board_view::sessions, "Rows, by id."},
      field{"agents_total",
            &board_view::agents_total,
            "How many agents the profile shows; the board has the first 500."},
      field{"sessions_total",
            &board_view::sessions_total,
            "How many open sessions the profile shows; the board has 500."},
      field{"more",
            &board_view::more,
            "Not all rows yet: `board.changed` brings them."},
    };
  }
  friend bool operator==(const board_view&, const board_view&) = default;
};

struct board_changed {
  static constexpr std::string_view type = "board.changed";
  static constexpr std::string_view about
    = "What changed on a supervisor's board, several changes together.";
  std::uint64_t previous = 0;
  std::uint64_t revision = 0;
  std::vector<board_queue> queues = {};
  std::vector<board_agent> agents = {};
  std::vector<board_session> sessions = {};
  std::vector<queue_id> queues_gone = {};
  std::vector<agent_id> agents_gone = {};
  std::vector<chat_id> sessions_gone = {};
  std::uint64_t agents_total = 0;
  std::uint64_t sessions_total = 0;
  bool more = false;
  static constexpr auto fields() {
    return std::tuple{
      field{"previous",
            &board_changed::previous,
            "The revision this builds upon; the client has it."},
      field{"revision", &board_changed::revision, "The revision after it."},
      field{"queues", &board_changed::queues, "New or changed rows."},
      field{"agents", &board_changed::agents, "New or changed rows."},
      field{"sessions", &board_changed::sessions, "New or changed rows."},
      field{"queues_gone", &board_changed::queues_gone, "Rows that left."},
      field{"agents_gone", &board_changed::agents_gone, "Rows that left."},
      field{"sessions_gone", &board_changed::sessions_gone, "Rows that left."},
      field{"agents_total",
            &board_changed::agents_total,
            "How many agents the profile shows."},
      field{"sessions_total",
            &board_changed::sessions_total,
            "How many open sessions the profile shows."},
      field{"more", &board_changed::more, "More changes follow at once."},
    };
  }
  friend bool operator==(const board_changed&, const board_changed&) = default;
};

struct chat_routed {
  static constexpr std::string_view type = "chat.routed";
  static constexpr std::string_view about
    = "Why a chat was routed as it was (B4).";
  std::string ref;
  chat_id chat;
  std::vector<routing_record> records = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"ref", &chat_routed::ref, "The request's."},
      field{"chat", &chat_routed::chat, "The chat."},
      field{
        "records",
        &chat_routed::records,
        "The router's decisions that are kept, oldest first; none if it was "
        "taken by hand."},
    };
  }
  friend bool operator==(const chat_routed&, const chat_routed&) = default;
};

/// To the agent whom an act of a supervisor concerns (A2, L3).
struct supervisor_acted {
  static constexpr std::string_view type = "supervisor.acted";
  static constexpr std::string_view about
    = "To the agent whom an act of a supervisor concerns (A2, L3).";
  supervisor_act act = supervisor_act::take_over;
  timestamp at;
  std::string by;
  std::optional<chat_id> chat = {};
  std::string text;
  std::optional<std::string> note = {};
  static constexpr auto fields() {
    return std::tuple{
      field{"act", &supervisor_acted::act, "What was done."},
      field{"at", &supervisor_acted::at, "When it was done."},
      field{"by", &supervisor_acted::by, "Name of the supervisor."},
      field{"chat", &supervisor_acted::chat, "The chat it was about."},
      field{"text",
            &supervisor_acted::text,
            "A sentence.",
            limits::description_characters_max},
      field{"note",
            &supervisor_acted::note,
            "Why, in the supervisor's words.",
            limits::description_characters_max},
    };
  }
  friend bool operator==(const supervisor_acted&, const supervisor_acted&)
    = default;
};

using server_message = std::variant<ok,
                                    refused,
                                    visitor_welcome,
                                    chat_started,
                                    said,
                                    chat_entry,
                                    chat_lines,
                                    chat_receipt,
                                    typing,
                                    customer_chat_changed,
                                    queue_position,
                                    agent_welcome,
                                    desk_settings,
                                    status_changed,
                                    desk_chat_changed,
                                    queue_list,
                                    queue_changed,
                                    whispered,
                                    chat_whispers,
                                    chat_observed,
                                    chat_unobserved,
                                    board_view,
                                    board_changed,
                                    chat_routed,
                                    supervisor_acted>;

} // namespace parley::wire

#endif // PARLEY_PROTOCOL_MESSAGES_HPP
