// The inside of an agent's actor, shared by its files only: what it holds, and
// what it does.
#ifndef PARLEY_ACTORS_AGENT_SHELL_HPP
#define PARLEY_ACTORS_AGENT_SHELL_HPP

#include "actors/actors.hpp"
#include "actors/append_refusal.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/eligibility.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "actors/views.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>

namespace parley::actors {

/// T2: how a request ended, for a retry with the same id.
struct remembered_answer {
  std::string ref;
  std::optional<refusal> refused;
  chat_id chat;
  chat::phase phase;
  std::uint64_t revision = 0;
};

/// A chat that left, with the revision at which it did: older news of it may
/// still be on their way.
struct left_chat {
  chat_id chat;
  std::uint64_t revision = 0;
};

struct agent_state {
  static constexpr const char* name = "agent";
  agent::state machine;
  /// The chats of the inbox and those that are offered, as last heard.
  std::map<chat_id, chat_snapshot_ptr> chats;
  std::deque<left_chat> left;
  /// The one live login (P8); null: none is connected.
  connection_actor desk;
  std::deque<remembered_answer> answers;
  /// News of a call that could not be stored yet.
  std::optional<call::state> call_not_taken_in;
  /// A call that was to be told that it does not ring here, and was not.
  std::optional<call_id> call_not_declined;
  /// I4, I5: what a call means for a chat and the chat could not store yet.
  std::map<chat_id, agent::order> undone;

  /// Grows over restarts of this actor as well: it begins with the time.
  std::uint64_t revision = 0;
  wire::status_changed told_status;
  std::optional<agent::state> told_company;

  /// When to try again what failed.
  std::optional<timestamp> retry_at;
  /// A deadline before it was tried, and could not be met.
  std::optional<timestamp> woken_at;
  deadline_timer timer;
  inspection_log log;
  timestamp born;
};

using self_pointer = agent_actor::stateful_pointer<agent_state>;
using finish = std::function<void(desk_answer)>;

/// What a desk said of its request beside what it wants (T2).
struct request_marks {
  std::optional<command_id> id;
  std::optional<std::uint64_t> seen;
};

/// A command on its way through store and chats.
struct activity {
  std::vector<agent::order> orders;
  std::size_t next = 0;
  request_marks marks;
  desk_answer answer;
  /// Follow-ups taken in; each must lead somewhere.
  int rounds = 0;
  /// What rang when it began.
  std::optional<call_id> rang;
  /// The call itself said that it stopped ringing.
  bool told_by_call = false;
  finish then;
};
using activity_ptr = std::shared_ptr<activity>;

constexpr int follow_ups_max = 4;

/// Is it news to the desk?
inline bool differs(const chat_snapshot& a, const chat_snapshot& b) {
  return a.state.revision != b.state.revision
         || a.customer_present != b.customer_present || a.unread != b.unread;
}

/// Outcomes that a retry may change are not remembered.
inline bool is_final(const refusal& why) {
  return why.code != refusal_code::unavailable
         && why.code != refusal_code::storage_full;
}
inline bool is_final(const desk_answer& a) {
  return !a.refused || is_final(*a.refused);
}

struct agent_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;
  /// Shared by the handlers; changes with the company's configuration.
  std::shared_ptr<agent_config> config;

  [[nodiscard]] timestamp now() const;
  [[nodiscard]] metrics& counters() const { return *ports.world->counters; }
  [[nodiscard]] const agent::state& machine() const {
    return self->state.machine;
  }
  [[nodiscard]] bool is_present() const {
    return std::holds_alternative<agent::present>(machine().presence);
  }

  // --- Decide, store, apply, order, tell. ----------------------------------

  static void ignore(const desk_answer& /*unused*/) {}

  [[nodiscard]] activity_ptr begin(finish then, request_marks marks) const;

  void run(const agent::command& c, const activity_ptr& a) const;

  void run(const agent::command& c, finish then) const {
    run(c, begin(std::move(then), {}));
  }

  void perform(agent::outcome o, const activity_ptr& a) const;

  void give_up(const activity_ptr& a, refusal why) const;

  void apply(const std::vector<agent::event>& events) const;

  /// The next order; each waits for the answer to the one before.
  void execute(const activity_ptr& a) const;

  void obeyed(const activity_ptr& a, const chat_answer& answer) const;

  /// What was to follow a refused order has no ground any more.
  static void skip_orders_of(const chat_id& chat, const activity_ptr& a) {
    auto& orders = a->orders;
    orders.erase(
      std::remove_if(orders.begin() + static_cast<std::ptrdiff_t>(a->next),
                     orders.end(),
                     [&](const agent::order& o) { return o.chat == chat; }),
      orders.end());
  }

  /// An order that only failed for lack of room.
  void was_not_done(const agent::order& order,
                    const refusal& why,
                    const activity_ptr& a) const;

  void do_undone() const;

  void follow_up(const activity_ptr& a) const;

  void complete(const activity_ptr& a) const;

  /// Tells all and sees to what is open.
  void settle() const;

  // --- Telling. ------------------------------------------------------------

  void tell() const;

  /// Z3: the agent's share of the invariants.
  void check() const;

  void broken(counter& which, std::string_view what) const;

  // --- The inbox as the chats tell it. -------------------------------------

  [[nodiscard]] bool is_mine(const chat_snapshot& c) const {
    return c.state.agent == config->id && chat::in_inbox(c.state);
  }
  [[nodiscard]] bool is_offered(const chat_snapshot& c) const {
    return c.state.offered && c.state.offered->to == config->id;
  }

  [[nodiscard]] chat_snapshot_ptr find(const chat_id& id) const;

  [[nodiscard]] bool is_outdated(const chat_snapshot& c) const;

  void observe(const chat_snapshot_ptr& c) const;

  void hear(const inbox_told& told) const;

  /// P6: the router gave it, and it came back when its alert was over.
  [[nodiscard]] bool alert_was_missed(const chat_snapshot& before,
                                      const chat_snapshot& after) const;

  // --- Requests of the desk. -----------------------------------------------

  /// The answer to an earlier request with this id (T2).
  [[nodiscard]] std::optional<desk_answer>
  remembered(const std::string& ref) const;

  void remember(const std::string& ref, const desk_answer& a) const;

  [[nodiscard]] caf::typed_response_promise<desk_answer>
  obey(const desk_request& request) const;

  static desk_answer no(refusal why) {
    return {std::move(why), std::nullopt, nullptr, {}};
  }

  void refuse(const finish& then, refusal why) const;

  /// Refs are the agent's own: others may use the same for the same chat. No
  /// id has a slash, so no customer's ref is like it.
  [[nodiscard]] command_id command_of(const std::string& ref) const {
    return command_id{config->id.value + "/" + ref};
  }

  template <class Message>
  [[nodiscard]] request_marks marks_of(const Message& m) const {
    return {command_of(m.ref), m.revision};
  }

  [[nodiscard]] bool sees_queue(const queue_id& q) const {
    return sees(*ports.config, *config, q);
  }

  template <class Then>
  void locate(const chat_id& chat, const finish& failed, Then then) const {
    self->request(company, limits::request_within, locate_chat{chat})
      .await([then](const chat_located& at) { then(at); },
             [me = *this, failed](const caf::error&) {
               me.refuse(failed, refusal{refusal_code::unavailable});
             });
  }

  /// A request that the session decides, of a chat that this agent may know.
  void pass_on(const chat_id& chat,
               chat::command what,
               request_marks marks,
               finish then) const;

  void obey(const wire::take_chat& m, finish then) const;

  /// Z3: looks at the inbox after something came in.
  [[nodiscard]] finish counting(const queue_id& queue, finish then) const;

  void obey(const wire::activate_chat& m, finish then) const;

  void obey(const wire::accept_transfer& m, finish then) const;

  void obey(const wire::park_chat& m, finish then) const {
    pass_on(m.chat, chat::park{config->id}, marks_of(m), std::move(then));
  }
  void obey(const wire::end_chat& m, finish then) const;
  void obey(const wire::put_back_chat& m, finish then) const {
    pass_on(m.chat, chat::put_back{config->id}, marks_of(m), std::move(then));
  }
  void obey(const wire::extend_wrapup& m, finish then) const;
  void obey(const wire::finish_wrapup& m, finish then) const;
  void obey(const wire::decline_transfer& m, finish then) const;

  void obey(const wire::classify_chat& m, finish then) const;
  void obey(const wire::answer_script& m, finish then) const;

  void obey(const wire::transfer_chat& m, finish then) const;

  void obey(const wire::set_status& m, finish then) const;

  void obey(const wire::log_out& /*unused*/, finish then) const {
    log_out(std::move(then));
  }

  void log_out(finish then, cause because = cause::logout) const;

  // --- Supervisors (A2, L3). -----------------------------------------------

  [[nodiscard]] caf::typed_response_promise<desk_answer>
  obey(const supervisor_order& order) const;

  /// As supervisor, of a chat that waits or that another agent has.
  void obey(const supervisor_order::take_over& m, finish then) const;

  void obey(const supervisor_order::log_out& /*unused*/, finish then) const {
    log_out(std::move(then), cause::supervisor);
  }

  /// In words, to the desk if there is one.
  void tell(const wire::supervisor_acted& notice) const;

  // --- Desks. --------------------------------------------------------------

  void release_desk(close_code why) const;

  [[nodiscard]] caf::typed_response_promise<attached>
  connect(const attach& a) const;

  void seat(const connection_actor& desk) const;

  [[nodiscard]] attached welcome() const;

  /// I5: after a restart in whose midst the call ended, nobody else says that
  /// it is over.
  void resume_orphan(finish then) const;

  void disconnect(const caf::actor_addr& who) const;

  void lose() const { run(agent::lose{ports.config->agent_grace}, ignore); }

  /// Of a chat of the inbox.
  [[nodiscard]] channel channel_of(const chat_id& chat) const {
    const auto known = find(chat);
    return known ? known->state.channel : channel::webchat;
  }

  // --- The router's offers. ------------------------------------------------

  /// I7, I8.
  [[nodiscard]] channel_rules rules() const {
    return rules_of(*ports.config, *config);
  }

  [[nodiscard]] caf::typed_response_promise<offer_answer>
  hear(const offer_chat& o) const;

  /// The agent agrees, then the call is asked: only one that waits says yes.
  [[nodiscard]] caf::typed_response_promise<offer_answer>
  hear(const offer_call& o) const;

  void ring(const agent::ring& r,
            caf::typed_response_promise<offer_answer> promise) const;

  // --- Calls. --------------------------------------------------------------

  /// Tries until the call knows that it does not ring here.
  void decline_call(const call_id& call) const;

  /// News of a call that could not be stored yet; until then no other.
  [[nodiscard]] bool owes_a_call() const;

  /// The agent stopped ringing by a command of its own (logout): the call has
  /// to know.
  void withdraw_if_dropped(const call_id& rang) const;

  void hear(const agents_call_told& told) const;

  [[nodiscard]] bool is_with_me(const call::state& c) const {
    return call::agent_of(c) == config->id;
  }

  void while_ringing(const call::state& c) const;

  void while_talking(const call::state& c) const;

  /// A call that the agent does not know of.
  void other_call(const call::state& c) const;

  void take_in(const agent::command& command, const call::state& c) const;

  // --- Time. ---------------------------------------------------------------

  /// A chat in the inbox of somebody who is gone, a lost desk or a call's news
  /// that could not be dealt with.
  [[nodiscard]] bool is_unsettled() const;

  void arm() const;

  void wake_up() const;

  /// L1: what could not be returned when the agent left.
  void return_all() const;

  // --- Configuration. ------------------------------------------------------

  void reconfigure(const company_ptr& next) const;

  // --- Restart. ------------------------------------------------------------

  /// Nobody is connected after a restart: a lease, then a logout
  /// (architecture 4.6).
  void recover(const std::vector<chat_snapshot_ptr>& inbox) const;

  /// Presence is not recovered; that it ended is a fact for figures (K1).
  void note_restart() const;

  void note_restart(const storage::stream_piece& facts) const;
  void restore_break(const agent::state& last, timestamp at) const;

  [[nodiscard]] inspection describe(std::uint64_t after) const;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_AGENT_SHELL_HPP
