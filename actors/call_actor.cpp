// Runs one call: decides, stores, applies, tells - in this order, as a chat
// session does. Must not know how a PBX speaks.
#include "actors/actors.hpp"
#include "actors/append_refusal.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"

#include <algorithm>

namespace parley::actors {

namespace {

struct call_shell_state {
  static constexpr const char* name = "call";
  call::state machine;
  deadline_timer timer;
  inspection_log log;
  timestamp born;
};

using self_pointer = call_actor::stateful_pointer<call_shell_state>;
using answer_promise = caf::typed_response_promise<call_answer>;

struct call_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;

  [[nodiscard]] timestamp now() const {
    return std::max(ports.world->time->now(), self->state.machine.last_at);
  }

  [[nodiscard]] metrics& counters() const { return *ports.world->counters; }

  [[nodiscard]] bool is_closed() const {
    return std::holds_alternative<call::closed>(self->state.machine.phase);
  }

  /// @param promise who waits for the answer; invalid if nobody does.
  void run(const call::command& c, answer_promise promise) const {
    auto& st = self->state;
    auto decided = call::decide(st.machine, c, now());
    if (!decided) {
      increase(counters().refusals);
      promise.deliver(call_answer{st.machine, decided.error()});
      give_up_if_unborn();
      return;
    }
    if (decided.value().empty()) {
      promise.deliver(call_answer{st.machine, std::nullopt});
      arm();
      return;
    }
    store(std::move(decided).value(), std::move(promise));
  }

  void store(std::vector<call::event> events, answer_promise promise) const {
    auto& st = self->state;
    storage::append append;
    append.stream
      = {ports.config->id, storage::stream_kind::call, st.machine.id.value};
    append.after = st.machine.revision;
    append.events.assign(events.begin(), events.end());
    // Without a limit: the journal answers or the process ends.
    self->request(ports.journal, caf::infinite, std::move(append))
      .await(
        [me = *this, events = std::move(events), promise](
          const append_answer& answer) mutable {
          if (!answer.revision) {
            me.refuse_unstored(answer.error, promise);
            return;
          }
          me.commit(events);
          promise.deliver(call_answer{me.self->state.machine, std::nullopt});
        },
        [me = *this, promise](const caf::error& why) mutable {
          promise.deliver(call_answer{me.self->state.machine,
                                      refusal{refusal_code::unavailable}});
          me.self->quit(why);
        });
  }

  void refuse_unstored(const storage::store_error& why,
                       answer_promise& promise) const {
    auto& st = self->state;
    increase(counters().refusals);
    promise.deliver(call_answer{st.machine, append_refusal(why)});
    if (why.code == storage::store_errc::full) {
      // A deadline that is over must not be tried again without a pause.
      st.timer.arm(self, now() + limits::retry_after_failure, now());
      give_up_if_unborn();
      return;
    }
    // Memory and disk disagree: the company restarts the call from disk.
    self->quit(caf::make_error(caf::sec::runtime_error, why.text));
  }

  /// A call that never was: its first command was refused.
  void give_up_if_unborn() const {
    if (self->state.machine.revision == 0) {
      self->quit(caf::exit_reason::user_shutdown);
    }
  }

  void commit(const std::vector<call::event>& events) const {
    auto& st = self->state;
    for (const auto& e : events) {
      st.machine = call::apply(std::move(st.machine), e);
      st.log.note(call::time_of(e), call::type_of(e));
    }
    self->send(company, call_told{st.machine});
    arm();
  }

  void arm() const {
    auto& st = self->state;
    if (is_closed()) {
      st.timer.arm(self, lingers_until(), now());
    } else {
      st.timer.arm(self, call::next_deadline(st.machine), now());
    }
  }

  /// The PBX may repeat itself; a closed call answers for a while.
  [[nodiscard]] timestamp lingers_until() const {
    return self->state.machine.phase_since
           + ports.world->settings.closed_chat_lingers;
  }

  void wake_up() const {
    if (!is_closed()) {
      run(call::deadline_reached{}, {});
    } else if (now() >= lingers_until()) {
      self->quit(caf::exit_reason::user_shutdown);
    } else {
      arm();
    }
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    const auto agent = call::agent_of(st.machine);
    inspection i;
    i.kind = "call";
    i.id = st.machine.id.value;
    i.company = ports.config->id;
    i.phase = std::string{to_string(call::name_of(st.machine.phase))};
    if (!agent.empty()) {
      i.owner = "agent " + agent.value;
    } else if (!is_closed()) {
      i.owner = "queue " + st.machine.queue.value;
    }
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {
      {"revision", std::to_string(st.machine.revision)},
      {"queue", st.machine.queue.value},
      {"enqueued_ms", std::to_string(to_unix_ms(st.machine.enqueued))},
    };
    if (const auto deadline = call::next_deadline(st.machine)) {
      i.detail.emplace_back("deadline_ms",
                            std::to_string(to_unix_ms(*deadline)));
    }
    i.last = st.log.since(after);
    return i;
  }
};

call_actor::behavior_type run_call(self_pointer self,
                                   const company_ports& ports,
                                   company_actor company,
                                   call::state recovered) {
  guard(self, ports.world, "call");
  const call_shell shell{self, ports.own(), std::move(company)};
  auto& st = self->state;
  st.machine = std::move(recovered);
  st.born = ports.world->time->now();
  if (st.machine.revision > 0) {
    // It may have died between storing and telling (architecture 4.8).
    self->send(shell.company, call_told{st.machine});
    shell.arm();
  }
  return {
    [shell](const call_request& r) {
      auto promise = shell.self->make_response_promise<call_answer>();
      shell.run(r.command, promise);
      return promise;
    },
    [shell](const reconfigured& r) { shell.ports.config.change(r.config); },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.wake_up();
      }
    },
    [shell](const inspect& i) { return shell.describe(i.after); },
  };
}

} // namespace

call_actor spawn_call(caf::local_actor& parent,
                      const company_ports& ports,
                      company_actor company,
                      call::state recovered) {
  return parent.spawn<caf::monitored>(
    run_call, ports, std::move(company), std::move(recovered));
}

} // namespace parley::actors
