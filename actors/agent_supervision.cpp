// What supervisors do to an agent, and an agent does as a supervisor (A2, L3):
// with the effect of the agent's own hand. Whether they may was asked before.
#include "actors/agent_shell.hpp"

namespace parley::actors {

void agent_shell::tell(const wire::supervisor_acted& notice) const {
  auto& st = self->state;
  st.log.note(now(), wire::supervisor_acted::type);
  if (st.desk) {
    self->send(st.desk, frame_pushed{make_frame(notice)});
  }
}

caf::typed_response_promise<desk_answer>
agent_shell::obey(const supervisor_order& order) const {
  auto promise = self->make_response_promise<desk_answer>();
  const bool is_own
    = std::holds_alternative<supervisor_order::take_over>(order.what);
  // Before a logout closes the desk.
  const finish then = [me = *this, promise, is_own, notice = order.notice](
                        const desk_answer& a) mutable {
    if (!a.refused && !is_own) {
      me.tell(notice);
    }
    promise.deliver(a);
  };
  std::visit([&](const auto& m) { obey(m, then); }, order.what);
  return promise;
}

void agent_shell::obey(const supervisor_order::take_over& m,
                       finish then) const {
  if (auto before = remembered(m.ref)) {
    then(std::move(*before));
    return;
  }
  run(agent::take_over{m.chat,
                       m.queue,
                       capacity_for(*config, *ports.config, m.queue)},
      begin(counting(m.queue,
                     [me = *this, ref = m.ref, then = std::move(then)](
                       const desk_answer& a) {
                       me.remember(ref, a);
                       then(a);
                     }),
            {command_of(m.ref), m.revision}));
}

} // namespace parley::actors
