// What happened in a chat, in the past tense. Each event carries `at` and all
// that `apply` needs; `command` is the id of the command that caused it (T2).
// They are stored for ever: names and fields are never changed or reused.
#ifndef PARLEY_ACTORS_DOMAIN_CHAT_EVENTS_HPP
#define PARLEY_ACTORS_DOMAIN_CHAT_EVENTS_HPP

#include "actors/domain/chat_extras.hpp"
#include "actors/domain/shared_file.hpp"
#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::chat {

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

/// A line that the customer never sees, of an agent, a supervisor or the flow.
/// No line of the conversation: it has a number of its own, one more than the
/// last whisper's, so that the customer's lines stay gap-free (W6, A2).
struct chat_whispered {
  static constexpr std::string_view type = "chat_whispered";
  static constexpr int version = 1;
  timestamp at;
  std::uint64_t whisper = 0;
  /// The newest line then.
  std::uint64_t after = 0;
  speaker from = speaker::supervisor;
  std::optional<agent_id> author;
  std::optional<std::string> author_name;
  std::string text;
  std::optional<client_message_id> id;
  static constexpr auto fields() {
    using e = chat_whispered;
    return std::tuple{field{"at", &e::at},
                      field{"whisper", &e::whisper},
                      field{"after", &e::after},
                      field{"from", &e::from},
                      field{"author", &e::author},
                      field{"author_name", &e::author_name},
                      field{"text", &e::text},
                      field{"id", &e::id}};
  }
  PARLEY_EVENT_EQ(chat_whispered);
};

/// The flow stands at another node.
struct flow_advanced {
  static constexpr std::string_view type = "flow_advanced";
  static constexpr int version = 1;
  timestamp at;
  std::string node;
  int tries = 0;
  /// Of a menu, question or delay.
  std::optional<timestamp> time_is_up = {};
  /// The customer's line is for a later node.
  bool keeps_line = false;
  static constexpr auto fields() {
    using e = flow_advanced;
    return std::tuple{field{"at", &e::at},
                      field{"node", &e::node},
                      field{"tries", &e::tries},
                      field{"time_is_up", &e::time_is_up},
                      field{"keeps_line", &e::keeps_line}};
  }
  PARLEY_EVENT_EQ(flow_advanced);
};

/// F2: the flow keeps a value.
struct flow_variable_set {
  static constexpr std::string_view type = "flow_variable_set";
  static constexpr int version = 1;
  timestamp at;
  std::string name;
  std::string text;
  static constexpr auto fields() {
    using e = flow_variable_set;
    return std::tuple{
      field{"at", &e::at}, field{"name", &e::name}, field{"text", &e::text}};
  }
  PARLEY_EVENT_EQ(flow_variable_set);
};

/// What was chosen at a node: a fact for figures. Empty: nothing fitted.
struct flow_chose {
  static constexpr std::string_view type = "flow_chose";
  static constexpr int version = 1;
  timestamp at;
  std::string node;
  std::string what;
  static constexpr auto fields() {
    using e = flow_chose;
    return std::tuple{
      field{"at", &e::at}, field{"node", &e::node}, field{"what", &e::what}};
  }
  PARLEY_EVENT_EQ(flow_chose);
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
                           customer_warned,
                           flow_variable_set,
                           flow_chose,
                           chat_whispered>;
using events = std::vector<event>;

#undef PARLEY_EVENT_EQ

} // namespace parley::chat

#endif // PARLEY_ACTORS_DOMAIN_CHAT_EVENTS_HPP
