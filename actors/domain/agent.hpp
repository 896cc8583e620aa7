// The state machine of one agent: presence, inbox, capacity, call eligibility
// (behaviour 3 and 4). Pure. It alone answers: may this agent take one more
// (P4); what must be parked first (P2); may a call ring here (I2, I3).
//
// The agent's inbox is a view: chat sessions own the fact whose they are; what
// they say enters by `observe`. What happens to the agent itself is an event.
// What other actors must do is an order; the shell executes orders one after
// the other and waits for each answer, so that at no time two are active.
#ifndef PARLEY_ACTORS_DOMAIN_AGENT_HPP
#define PARLEY_ACTORS_DOMAIN_AGENT_HPP

#include "actors/domain/allocation.hpp"
#include "actors/domain/chat_session.hpp"
#include "protocol/ids.hpp"
#include "protocol/refusal_code.hpp"
#include "protocol/result.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace parley::agent {

// Presence: is the person there?
struct logged_out {
  friend bool operator==(const logged_out&, const logged_out&) = default;
};
/// The connection is lost; at `lease_until` it counts as a logout (L2).
struct away {
  timestamp lease_until;
  /// What was shown before, and since when: it is shown again after a return
  /// (P8). Absent after a restart.
  std::optional<agent_status> before = {};
  timestamp before_since = {};
  friend bool operator==(const away&, const away&) = default;
};
struct present {
  friend bool operator==(const present&, const present&) = default;
};
using presence = std::variant<logged_out, away, present>;

/// P9.
struct on_break {
  break_reason_id reason;
  bool interruptible = false;
  timestamp since;
  bool productive = false;
  friend bool operator==(const on_break&, const on_break&) = default;
};

// The one call (I7).
struct call_alerting {
  call_id call;
  queue_id queue;
  std::string caller;
  timestamp since;
  friend bool operator==(const call_alerting&, const call_alerting&) = default;
};
struct call_connected {
  call_id call;
  queue_id queue;
  std::string caller;
  timestamp since;
  friend bool operator==(const call_connected&, const call_connected&)
    = default;
};
struct call_wrapup {
  call_id call;
  queue_id queue;
  std::string caller;
  timestamp since;
  timestamp until;
  friend bool operator==(const call_wrapup&, const call_wrapup&) = default;
};
using call_state
  = std::variant<std::monostate, call_alerting, call_connected, call_wrapup>;

/// A webchat of the inbox as the agent knows it.
struct held {
  queue_id queue;
  phase_name phase = phase_name::allocated;
  std::uint64_t revision = 0;
  timestamp since;
  bool resume_after_call = false;
  parley::channel channel = parley::channel::webchat;
  friend bool operator==(const held&, const held&) = default;
};

struct state {
  agent_id id;
  agent::presence presence = logged_out{};
  std::optional<on_break> rest;
  /// P9 "after current work": the break that is to come.
  std::optional<on_break> rest_after_work;
  call_state call;
  std::map<chat_id, held> inbox;
  /// The chat that the call interrupted and that is to resume (I5).
  std::optional<chat_id> interrupted;
  /// P6: no offers before this time.
  std::optional<timestamp> cooling_until;
  std::optional<timestamp> last_allocated;
  /// When the shown status began.
  timestamp status_since;
  /// Of the newest event or view.
  timestamp last_at;
  friend bool operator==(const state&, const state&) = default;
};

// Events: facts for reports and audit, in the agent's own stream. Presence is
// not recovered from them (architecture 4.6).

#define PARLEY_AGENT_EVENT(NAME)                                               \
  struct NAME {                                                                \
    static constexpr std::string_view type = #NAME;                            \
    static constexpr int version = 1;                                          \
    timestamp at;                                                              \
    static constexpr auto fields() {                                           \
      return std::tuple{field{"at", &NAME::at}};                               \
    }                                                                          \
    friend bool operator==(const NAME&, const NAME&) = default;                \
  }
PARLEY_AGENT_EVENT(agent_logged_in);
/// The connection came back within the grace: nothing changed.
PARLEY_AGENT_EVENT(agent_returned);
PARLEY_AGENT_EVENT(break_ended);
PARLEY_AGENT_EVENT(call_wrapup_ended);
#undef PARLEY_AGENT_EVENT

struct agent_lost {
  static constexpr std::string_view type = "agent_lost";
  static constexpr int version = 1;
  timestamp at;
  timestamp lease_until;
  static constexpr auto fields() {
    using e = agent_lost;
    return std::tuple{field{"at", &e::at},
                      field{"lease_until", &e::lease_until}};
  }
  friend bool operator==(const agent_lost&, const agent_lost&) = default;
};

struct agent_logged_out {
  static constexpr std::string_view type = "agent_logged_out";
  static constexpr int version = 1;
  timestamp at;
  cause because = cause::logout;
  static constexpr auto fields() {
    using e = agent_logged_out;
    return std::tuple{field{"at", &e::at}, field{"because", &e::because}};
  }
  friend bool operator==(const agent_logged_out&, const agent_logged_out&)
    = default;
};

struct break_started {
  static constexpr std::string_view type = "break_started";
  static constexpr int version = 1;
  timestamp at;
  break_reason_id reason;
  bool interruptible = false;
  bool productive = false;
  static constexpr auto fields() {
    using e = break_started;
    return std::tuple{field{"at", &e::at},
                      field{"reason", &e::reason},
                      field{"interruptible", &e::interruptible},
                      field{"productive", &e::productive}};
  }
  friend bool operator==(const break_started&, const break_started&) = default;
};

/// The break begins when nothing is active any more; without reason: the wish
/// is withdrawn.
struct break_planned {
  static constexpr std::string_view type = "break_planned";
  static constexpr int version = 1;
  timestamp at;
  std::optional<break_reason_id> reason;
  bool interruptible = false;
  bool productive = false;
  static constexpr auto fields() {
    using e = break_planned;
    return std::tuple{field{"at", &e::at},
                      field{"reason", &e::reason},
                      field{"interruptible", &e::interruptible},
                      field{"productive", &e::productive}};
  }
  friend bool operator==(const break_planned&, const break_planned&) = default;
};

struct call_rang {
  static constexpr std::string_view type = "call_rang";
  static constexpr int version = 1;
  timestamp at;
  call_id call;
  queue_id queue;
  std::string caller;
  static constexpr auto fields() {
    using e = call_rang;
    return std::tuple{field{"at", &e::at},
                      field{"call", &e::call},
                      field{"queue", &e::queue},
                      field{"caller", &e::caller}};
  }
  friend bool operator==(const call_rang&, const call_rang&) = default;
};

/// The call connected; `interrupted` is the chat that resumes after it (I4).
struct call_taken {
  static constexpr std::string_view type = "call_taken";
  static constexpr int version = 1;
  timestamp at;
  call_id call;
  queue_id queue;
  std::string caller;
  std::optional<chat_id> interrupted;
  static constexpr auto fields() {
    using e = call_taken;
    return std::tuple{field{"at", &e::at},
                      field{"call", &e::call},
                      field{"queue", &e::queue},
                      field{"caller", &e::caller},
                      field{"interrupted", &e::interrupted}};
  }
  friend bool operator==(const call_taken&, const call_taken&) = default;
};

/// It rang here and stopped: refused, missed or withdrawn (I4: nothing else
/// changes). `cooling_until` is set for the first two (P6).
struct call_not_taken {
  static constexpr std::string_view type = "call_not_taken";
  static constexpr int version = 1;
  timestamp at;
  call_id call;
  std::optional<timestamp> cooling_until;
  static constexpr auto fields() {
    using e = call_not_taken;
    return std::tuple{field{"at", &e::at},
                      field{"call", &e::call},
                      field{"cooling_until", &e::cooling_until}};
  }
  friend bool operator==(const call_not_taken&, const call_not_taken&)
    = default;
};

/// Hung up; with `wrapup_until` the call's own wrapup follows.
struct call_left {
  static constexpr std::string_view type = "call_left";
  static constexpr int version = 1;
  timestamp at;
  call_id call;
  std::optional<timestamp> wrapup_until;
  static constexpr auto fields() {
    using e = call_left;
    return std::tuple{field{"at", &e::at},
                      field{"call", &e::call},
                      field{"wrapup_until", &e::wrapup_until}};
  }
  friend bool operator==(const call_left&, const call_left&) = default;
};

using event = std::variant<agent_logged_in,
                           agent_lost,
                           agent_returned,
                           agent_logged_out,
                           break_started,
                           break_planned,
                           break_ended,
                           call_rang,
                           call_taken,
                           call_not_taken,
                           call_left,
                           call_wrapup_ended>;

/// Something a chat session is to be asked, in this order, each after the
/// answer to the one before. Refusals of all but a `decisive` one are no news.
struct order {
  chat_id chat;
  chat::command what;
  /// The asker of the command gets this one's answer.
  bool decisive = false;
};

struct outcome {
  std::vector<event> events;
  std::vector<order> orders;
};

/// The limits that hold for one item (P4): those of its channel count against
/// each, of whatever queues they are; and what its channel may (I7, I8).
struct capacity {
  /// The queue's own maximum, if it has one; else the company's counts.
  std::optional<int> queue_maximum;
  int company_maximum = limits::webchats_per_agent_default;
  std::optional<int> user_maximum;
  parley::channel channel = parley::channel::webchat;
  channel_rules rules = {};
};

// Commands.
/// A desk connected: login, reload, or a second one that takes over (P8).
struct log_in {};
/// The connection is lost (L2).
struct lose {
  duration grace = limits::agent_grace_default;
};
struct log_out {
  cause because = cause::logout;
};
struct take_break {
  break_reason_id reason;
  bool interruptible = false;
  bool after_current_work = false;
  bool productive = false;
};
struct end_break {};
/// P1: by hand; activates at once if nothing is active.
struct take {
  chat_id chat;
  queue_id queue;
  agent::capacity capacity;
};
/// By the router (P5).
struct receive {
  chat_id chat;
  queue_id queue;
  agent::capacity capacity;
};
/// By the agent, of a chat a colleague offers.
struct accept {
  chat_id chat;
  queue_id queue;
  agent::capacity capacity;
};
/// A2: by a supervisor, of a chat that waits or that another agent has; what is
/// active is parked first (P2). Counts against the maxima like `take`.
struct take_over {
  chat_id chat;
  queue_id queue;
  agent::capacity capacity;
};
/// P2.
struct activate {
  chat_id chat;
};
/// A chat came back because its alert timed out (P6). It is no fact of the
/// agent's own: the chat's stream has the return, the shell the cool-down.
struct alert_missed {};
struct ring {
  call_id call;
  queue_id queue;
  std::string caller;
  channel_rules rules = {};
};
struct answer_call {
  call_id call;
  queue_id queue;
  std::string caller;
  /// Since when it is connected, if that is news of the past: a chat that the
  /// agent activated since then stays active.
  std::optional<timestamp> since = {};
  /// I8: what becomes of what is active.
  channel_rules rules = {};
};
/// Refused or missed by the agent, or withdrawn by the caller.
struct stop_ringing {
  call_id call;
  bool by_agent = false;
  /// P6.
  duration cool_down = limits::decline_cool_down;
};
struct finish_call {
  call_id call;
  duration wrapup{};
  /// I5's setting: the interrupted chat resumes at hang-up already.
  bool resume_now = false;
};
/// The agent ends the call's wrapup early.
struct finish_call_wrapup {};
struct deadline_reached {};

using command = std::variant<log_in,
                             lose,
                             log_out,
                             take_break,
                             end_break,
                             take,
                             receive,
                             accept,
                             take_over,
                             activate,
                             alert_missed,
                             ring,
                             answer_call,
                             stop_ringing,
                             finish_call,
                             finish_call_wrapup,
                             deadline_reached>;

using decision = result<outcome, refusal>;

/// What follows from `c` in `s`; total, changes nothing.
[[nodiscard]] decision decide(const state& s, const command& c, timestamp now);

/// The state after `e`.
[[nodiscard]] state apply(state s, const event& e);

/// What a chat session says of itself; a view with a revision that is not newer
/// changes nothing.
struct chat_digest {
  chat_id chat;
  std::uint64_t revision = 0;
  phase_name phase = phase_name::queued;
  queue_id queue;
  /// Owner now, or empty.
  agent_id agent;
  timestamp since;
  bool resume_after_call = false;
  parley::channel channel = parley::channel::webchat;
};

/// The state after a chat has told its own; takes it in, changes it, lets it
/// go.
[[nodiscard]] state observe(state s, const chat_digest& d, timestamp now);

/// What an observation makes due: the planned break, for instance.
[[nodiscard]] outcome follow_up(const state& s, timestamp now);

[[nodiscard]] std::optional<timestamp> next_deadline(const state& s);

/// May a call ring here? (I2, I3, B3)
enum class call_eligibility : std::uint8_t {
  free,          ///< tier 1: nothing active
  interruptible, ///< tier 2: an active item that a call interrupts (I8)
  resting,       ///< tier 3: on an interruptible break
  not_now,
};
[[nodiscard]] call_eligibility call_eligibility_of(const state& s,
                                                   timestamp now,
                                                   const channel_rules& rules
                                                   = {});

/// May an item of `c.channel` that is no call come here, by the agent's hand or
/// by the router? `refusal_code` says why not; absent: yes.
[[nodiscard]] std::optional<refusal>
item_refusal(const state& s, const capacity& c, bool by_hand, timestamp now);

/// The status that is shown (behaviour 3).
[[nodiscard]] agent_status status_of(const state& s);
/// The active chat or wrapup, if there is one (P2).
[[nodiscard]] std::optional<chat_id> active_chat(const state& s);
/// Items that count against the maximum (P4).
[[nodiscard]] int held_count(const state& s, channel of = channel::webchat);
/// Present, or lost and still within the grace.
[[nodiscard]] bool is_logged_in(const state& s);
/// Counts as "there" for Q2: logged in and not on a break. A lost connection
/// counts until its grace is over: a page reload must not empty a queue.
[[nodiscard]] bool is_there(const state& s);
[[nodiscard]] std::string_view type_of(const event& e);
[[nodiscard]] timestamp time_of(const event& e);

} // namespace parley::agent

#endif // PARLEY_ACTORS_DOMAIN_AGENT_HPP
