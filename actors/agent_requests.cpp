// What an agent asks for at the desk (behaviour 3, P1-P9).
#include "actors/agent_shell.hpp"
#include "actors/domain/company_extras.hpp"

namespace parley::actors {

std::optional<desk_answer>
agent_shell::remembered(const std::string& ref) const {
  for (const auto& r : self->state.answers) {
    if (r.ref == ref) {
      desk_answer a;
      a.refused = r.refused;
      if (!r.chat.empty()) {
        auto s = std::make_shared<chat_snapshot>();
        s->state.id = r.chat;
        s->state.phase = r.phase;
        s->state.revision = r.revision;
        a.chat = std::move(s);
      }
      return a;
    }
  }
  return std::nullopt;
}

void agent_shell::remember(const std::string& ref, const desk_answer& a) const {
  if (!is_final(a)) {
    return;
  }
  remembered_answer r;
  r.ref = ref;
  r.refused = a.refused;
  if (a.chat) {
    r.chat = a.chat->state.id;
    r.phase = a.chat->state.phase;
    r.revision = a.first_revision.value_or(a.chat->state.revision);
  }
  auto& answers = self->state.answers;
  answers.push_back(std::move(r));
  if (answers.size() > limits::remembered_ids_max) {
    answers.pop_front();
  }
}

caf::typed_response_promise<desk_answer>
agent_shell::obey(const desk_request& request) const {
  auto promise = self->make_response_promise<desk_answer>();
  std::visit(
    [&](const auto& m) {
      if (auto before = remembered(m.ref)) {
        promise.deliver(std::move(*before));
        return;
      }
      self->state.log.note(now(), std::decay_t<decltype(m)>::type);
      obey(m, [me = *this, promise, ref = m.ref](desk_answer a) mutable {
        me.remember(ref, a);
        promise.deliver(std::move(a));
      });
    },
    request.what);
  return promise;
}

void agent_shell::refuse(const finish& then, refusal why) const {
  increase(counters().refusals);
  then(no(std::move(why)));
}

void agent_shell::pass_on(const chat_id& chat,
                          chat::command what,
                          request_marks marks,
                          finish then) const {
  agent::outcome o;
  o.orders.push_back({chat, std::move(what), true});
  if (find(chat)) {
    perform(std::move(o), begin(std::move(then), std::move(marks)));
    return;
  }
  locate(chat, then, [me = *this, o, marks, then](const chat_located& at) {
    // Q3: what is outside answers as not existing.
    if (!at.found || (at.agent != me.config->id && !me.sees_queue(at.queue))) {
      me.refuse(then, refusal{refusal_code::not_found});
      return;
    }
    me.perform(o, me.begin(then, marks));
  });
}

void agent_shell::obey(const wire::take_chat& m, finish then) const {
  locate(m.chat, then, [me = *this, m, then](const chat_located& at) {
    const auto queue = me.ports.config->queues.find(at.queue);
    if (!at.found || queue == me.ports.config->queues.end()
        || !me.sees_queue(at.queue)) {
      me.refuse(then, refusal{refusal_code::not_found});
    } else if (at.agent == me.config->id) {
      // It is here: a retry over a restart, or a mistake.
      me.pass_on(m.chat,
                 chat::allocate{me.config->id, cause::by_hand},
                 me.marks_of(m),
                 then);
    } else if (!serves(*me.ports.config, *me.config, queue->second)) {
      me.refuse(then, refusal{refusal_code::channel_not_served});
    } else {
      me.run(agent::take{m.chat,
                         at.queue,
                         capacity_for(*me.config, *me.ports.config, at.queue)},
             me.begin(me.counting(at.queue, then), me.marks_of(m)));
    }
  });
}

finish agent_shell::counting(const queue_id& queue, finish then) const {
  return [me = *this, queue, then = std::move(then)](desk_answer a) {
    const auto c = capacity_for(*me.config, *me.ports.config, queue);
    const auto limit = std::min(c.queue_maximum.value_or(c.company_maximum),
                                c.user_maximum.value_or(static_cast<int>(
                                  limits::webchats_per_agent_max)));
    if (!a.refused && agent::held_count(me.machine(), c.channel) > limit) {
      me.broken(me.counters().broken.capacity, "capacity");
    }
    then(std::move(a));
  };
}

void agent_shell::obey(const wire::activate_chat& m, finish then) const {
  const auto known = find(m.chat);
  if (!known || !is_mine(*known)) {
    pass_on(m.chat, chat::activate{config->id}, marks_of(m), std::move(then));
    return;
  }
  if (m.revision && *m.revision < known->state.revision
      && chat::find_command(known->state, command_of(m.ref)) == nullptr) {
    // Refused before the active one is parked for nothing.
    increase(counters().refusals);
    then({refusal{refusal_code::stale_revision}, std::nullopt, known, {}});
    return;
  }
  run(agent::activate{m.chat}, begin(std::move(then), marks_of(m)));
}

void agent_shell::obey(const wire::accept_transfer& m, finish then) const {
  locate(m.chat, then, [me = *this, m, then](const chat_located& at) {
    if (at.found && at.offered_to == me.config->id) {
      me.run(
        agent::accept{m.chat,
                      at.queue,
                      capacity_for(*me.config, *me.ports.config, at.queue)},
        me.begin(me.counting(at.queue, then), me.marks_of(m)));
    } else {
      me.pass_on(
        m.chat, chat::accept_transfer{me.config->id}, me.marks_of(m), then);
    }
  });
}

void agent_shell::obey(const wire::end_chat& m, finish then) const {
  pass_on(m.chat,
          chat::end_chat{cause::agent, config->id},
          marks_of(m),
          std::move(then));
}

void agent_shell::obey(const wire::extend_wrapup& m, finish then) const {
  pass_on(
    m.chat, chat::extend_wrapup{config->id}, marks_of(m), std::move(then));
}

void agent_shell::obey(const wire::finish_wrapup& m, finish then) const {
  pass_on(
    m.chat, chat::finish_wrapup{config->id}, marks_of(m), std::move(then));
}

void agent_shell::obey(const wire::decline_transfer& m, finish then) const {
  pass_on(
    m.chat, chat::decline_transfer{config->id}, marks_of(m), std::move(then));
}

void agent_shell::obey(const wire::classify_chat& m, finish then) const {
  const auto known = find(m.chat);
  chat::classify c;
  c.agent = config->id;
  c.classifications = m.classifications;
  // What the desk leaves out stays as it is.
  c.note = m.note.value_or(known ? known->state.note : "");
  c.abusive = m.abusive.value_or(known && known->state.abusive);
  c.text = m.text.value_or(known ? known->state.classification_text : "");
  pass_on(m.chat, std::move(c), {command_of(m.ref), {}}, std::move(then));
}

void agent_shell::obey(const wire::answer_script& m, finish then) const {
  const auto script = ports.config->scripts.find(m.script);
  if (script == ports.config->scripts.end()
      || !may_use(*ports.config, *config, script->second)) {
    refuse(then, {refusal_code::not_found, "script"});
    return;
  }
  chat::answer_script c;
  c.agent = config->id;
  c.script = m.script;
  c.name = script->second.name;
  c.answers.reserve(m.answers.size());
  for (const auto& one : m.answers) {
    c.answers.push_back({one.name, one.value});
  }
  if (auto wrong = refusal_of(script->second, c.answers)) {
    refuse(then, *std::move(wrong));
    return;
  }
  pass_on(m.chat, std::move(c), {command_of(m.ref), {}}, std::move(then));
}

void agent_shell::obey(const wire::transfer_chat& m, finish then) const {
  if (m.queue.has_value() == m.agent.has_value()) {
    refuse(then, {refusal_code::missing_field, "queue or agent"});
    return;
  }
  if (m.queue) {
    const auto queue = ports.config->queues.find(*m.queue);
    if (queue == ports.config->queues.end() || !sees_queue(*m.queue)) {
      refuse(then, {refusal_code::not_found, "queue"});
    } else if (queue->second.channel != channel_of(m.chat)) {
      refuse(then, {refusal_code::channel_not_served, "queue"});
    } else {
      pass_on(m.chat,
              chat::transfer_to_queue{config->id, *m.queue},
              marks_of(m),
              std::move(then));
    }
    return;
  }
  if (!ports.config->agents.contains(*m.agent)) {
    refuse(then, {refusal_code::not_found, "agent"});
  } else if (*m.agent == config->id) {
    refuse(then, {refusal_code::out_of_range, "agent"});
  } else {
    pass_on(m.chat,
            chat::offer_transfer{config->id, *m.agent},
            marks_of(m),
            std::move(then));
  }
}

void agent_shell::obey(const wire::set_status& m, finish then) const {
  if (m.available) {
    run(agent::end_break{}, std::move(then));
    return;
  }
  if (!m.reason) {
    refuse(then, {refusal_code::missing_field, "reason"});
    return;
  }
  const auto reason = ports.config->break_reasons.find(*m.reason);
  if (reason == ports.config->break_reasons.end()) {
    refuse(then, {refusal_code::not_found, "reason"});
    return;
  }
  run(agent::take_break{reason->first,
                        reason->second.interruptible,
                        m.after_current_work.value_or(false),
                        reason->second.productive},
      std::move(then));
}

void agent_shell::log_out(finish then, cause because) const {
  run(agent::log_out{because},
      [me = *this, then = std::move(then)](desk_answer a) {
        const bool out = !a.refused;
        then(std::move(a));
        if (out) {
          me.release_desk(close_code::logged_out);
        }
      });
}

} // namespace parley::actors
