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
  static constexpr auto fields() {
    return std::tuple{
      field{"chat", &chat_position::chat, "The chat."},
      field{"after",
            &chat_position::after,
            "Number of the last line the client has."},
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
                                   ping>;

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
      field{"lines",
            &chat_lines::lines,
            "In order. Numbers missing between two lines are whispers the "
            "reader may not see."},
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
                                    queue_changed>;

} // namespace parley::wire

#endif // PARLEY_PROTOCOL_MESSAGES_HPP
