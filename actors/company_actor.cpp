// One company: the directory of its actors, and the one place through which
// all news of phases go. Holds views only; it never decides for another.
#include "actors/company_shell.hpp"

namespace parley::actors {

std::vector<caf::actor> company_shell::of_kind(const inspect_all& q) const {
  const auto& st = self->state;
  std::vector<caf::actor> all;
  const auto itself = [](const auto& h) -> const auto& {
    return h;
  };
  switch (q.kind) {
  case actor_kind::queue:
    collect(st.queues, q.id, all, itself);
    break;
  case actor_kind::agent:
    collect(st.agents, q.id, all, itself);
    break;
  case actor_kind::session:
    collect(
      st.chats, q.id, all, [](const known_chat& c) -> const auto& {
        return c.session;
      });
    break;
  case actor_kind::call:
    collect(
      st.calls, q.id, all, [](const known_call& c) -> const auto& {
        return c.actor;
      });
    break;
  case actor_kind::connection:
    collect(st.connections, q.id, all, itself);
    break;
  case actor_kind::internal:
    all = {caf::actor_cast<caf::actor>(st.router),
           caf::actor_cast<caf::actor>(st.statistics),
           caf::actor_cast<caf::actor>(st.board),
           caf::actor_cast<caf::actor>(ports.journal),
           caf::actor_cast<caf::actor>(ports.history)};
    break;
  case actor_kind::company:
    break;
  }
  return all;
}

inspection company_shell::describe() const {
  const auto& st = self->state;
  inspection i;
  i.kind = "company";
  i.id = config().id.value;
  i.company = config().id;
  i.phase = st.stopping ? "stopping" : "open";
  i.mailbox = mailbox_length(self);
  i.born = st.born;
  i.detail = {{"name", config().name},
              {"version", std::to_string(config().version)},
              {"sessions", std::to_string(st.chats.size())},
              {"calls", std::to_string(st.calls.size())},
              {"queues", std::to_string(st.queues.size())},
              {"agents", std::to_string(st.agents.size())},
              {"connections", std::to_string(st.connections.size())}};
  return i;
}

caf::typed_response_promise<inspections>
company_shell::show(const inspect_all& q) const {
  auto promise = self->make_response_promise<inspections>();
  if (q.kind == actor_kind::company) {
    inspections one;
    if (q.id.empty() || q.id == config().id.value) {
      one.items.push_back(describe());
    }
    promise.deliver(std::move(one));
    return promise;
  }
  const auto all = of_kind(q);
  if (all.empty()) {
    promise.deliver(inspections{});
    return promise;
  }
  struct gathering {
    inspections found;
    std::size_t missing = 0;
  };
  auto gathered = std::make_shared<gathering>();
  gathered->missing = all.size();
  auto count = [gathered, promise]() mutable {
    if (--gathered->missing == 0) {
      promise.deliver(std::move(gathered->found));
    }
  };
  for (const auto& actor : all) {
    self
      ->request(inspectable(actor), limits::inspection_within, inspect{q.after})
      .then(
        [gathered, count](inspection& i) mutable {
          gathered->found.items.push_back(std::move(i));
          count();
        },
        [gathered, count](const caf::error&) mutable {
          inspection silent;
          silent.phase = "no answer";
          gathered->found.items.push_back(std::move(silent));
          count();
        });
  }
  return promise;
}

namespace {

caf::typed_response_promise<admitted> enqueue(const company_shell& shell,
                                              const admit& a) {
  auto promise = shell.self->make_response_promise<admitted>();
  const auto& queues = shell.self->state.queues;
  const auto queue = queues.find(a.queue);
  if (queue == queues.end()) {
    promise.deliver(admitted{refusal{refusal_code::not_found}});
  } else {
    promise.delegate(queue->second, a);
  }
  return promise;
}

caf::typed_response_promise<queue_looked> look(const company_shell& shell,
                                               const look_at_queue& l) {
  auto promise = shell.self->make_response_promise<queue_looked>();
  const auto& queues = shell.self->state.queues;
  const auto queue = queues.find(l.queue);
  if (queue == queues.end()) {
    promise.deliver(queue_looked{0, 0, {}, refusal{refusal_code::not_found}});
  } else {
    promise.delegate(queue->second, l);
  }
  return promise;
}

void begin_watching(const company_shell& shell, const watch_queue& w) {
  const auto& queues = shell.self->state.queues;
  const auto queue = queues.find(w.queue);
  if (queue != queues.end()) {
    shell.self->send(queue->second, w);
  }
}

void end_watching(const company_shell& shell, const unwatch_queue& u) {
  for (const auto& [id, queue] : shell.self->state.queues) {
    if (u.queue.empty() || u.queue == id) {
      shell.self->send(queue, u);
    }
  }
}

caf::typed_response_promise<routed_because> explain(const company_shell& shell,
                                                    const why_routed& w) {
  auto promise = shell.self->make_response_promise<routed_because>();
  if (shell.self->state.router) {
    promise.delegate(shell.self->state.router, w);
  } else {
    promise.deliver(routed_because{});
  }
  return promise;
}

caf::typed_response_promise<live_figures>
show_figures(const company_shell& shell, const ask_figures& q) {
  auto promise = shell.self->make_response_promise<live_figures>();
  if (shell.self->state.statistics) {
    promise.delegate(shell.self->state.statistics, q);
  } else {
    promise.deliver(live_figures{});
  }
  return promise;
}

template <class Told>
void tell_chat(const company_shell& shell, const chat_id& id, const Told& t) {
  if (const auto* s = shell.session(id)) {
    shell.self->send(*s, t);
  }
}

void let_in(const company_shell& shell, const connection_opened& c) {
  shell.self->state.connections[c.id] = c.connection;
  // It was let in while the configuration changed.
  if (c.version != shell.config().version) {
    shell.self->send(c.connection, reconfigured{shell.ports.config.value()});
  }
}

company_actor::behavior_type company(self_pointer self,
                                     const company_ports& ports,
                                     std::vector<chat::state> chats,
                                     std::vector<call::state> calls) {
  guard(self, ports.world, "company");
  const company_shell shell{self, ports.own()};
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.child_gone(down); });
  self->set_exit_handler([shell](const caf::exit_msg& exit) {
    if (exit.reason == caf::exit_reason::user_shutdown) {
      shell.stop();
    } else {
      shell.self->quit(exit.reason);
    }
  });
  shell.begin(std::move(chats), std::move(calls));
  return {
    [shell](const open_chat& o) { return shell.open(o); },
    [shell](const file_work_item& f) { return shell.file(f); },
    [shell](const watch& w) { return shell.find(w); },
    [shell](const chat_request& r) { return shell.ask(r); },
    [shell](const locate_chat& l) { return shell.locate(l.chat); },
    [shell](const admit& a) { return enqueue(shell, a); },
    [shell](const look_at_queue& l) { return look(shell, l); },
    [shell](const watch_queue& w) { begin_watching(shell, w); },
    [shell](const unwatch_queue& u) { end_watching(shell, u); },
    [shell](const chat_id& id, const queue_notice& n) {
      tell_chat(shell, id, n);
    },
    [shell](const chat_id& id, const queue_sends_away& q) {
      tell_chat(shell, id, q);
    },
    [shell](const agent_id& id, const attach& a) {
      return shell.pass_on<attached>(id, a, {});
    },
    [shell](const agent_id& id, const desk_request& r) {
      return shell.pass_on<desk_answer>(
        id, r, {refusal{refusal_code::not_found}, std::nullopt, nullptr, {}});
    },
    [shell](const agent_id& id, const detach& d) { shell.tell_agent(id, d); },
    [shell](const agent_id& id, const force_log_out& f) {
      shell.tell_agent(id, f);
    },
    [shell](const agent_id& id, const offer_chat& o) {
      return shell.pass_on<offer_answer>(
        id, o, {refusal{refusal_code::not_found}});
    },
    [shell](const agent_id& id, const offer_call& o) {
      return shell.pass_on<offer_answer>(
        id, o, {refusal{refusal_code::not_found}});
    },
    [shell](const router_cool_down& c) { shell.to_router(c); },
    [shell](const chat_told& t) { shell.hear(t); },
    [shell](const agent_told& t) { shell.hear(t); },
    [shell](const call_told& t) { shell.hear(t); },
    [shell](const connection_opened& c) { let_in(shell, c); },
    [shell](const connection_gone& c) {
      shell.self->state.connections.erase(c.id);
      shell.close(close_board{c.id});
    },
    [shell](const telephony_event& e) { return shell.hear(e); },
    [shell](const call_request& r) { return shell.ask(r); },
    [shell](const poll_orders& p) { return shell.poll(p); },
    [shell](const why_routed& w) { return explain(shell, w); },
    [shell](const ask_figures& q) { return show_figures(shell, q); },
    [shell](const watch_figures& w) { shell.to_statistics(w); },
    [shell](const unwatch_figures& u) { shell.to_statistics(u); },
    [shell](const supervisor_request& r) { return shell.obey(r); },
    [shell](const observe_request& r) { return shell.observe(r); },
    [shell](const whisper_request& r) { shell.whisper(r); },
    [shell](const explain_chat& e) { return shell.explain(e); },
    [shell](const ask_live& q) { return shell.show(q); },
    [shell](const open_board& b) { return shell.open(b); },
    [shell](const close_board& b) { shell.close(b); },
    [shell](const configure& c) { return shell.change(c); },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.wake_up();
      }
    },
    [shell](const inspect_all& q) { return shell.show(q); },
  };
}

} // namespace

company_actor spawn_company(caf::actor_system& system,
                            const company_ports& ports,
                            std::vector<chat::state> chats,
                            std::vector<call::state> calls) {
  return system.spawn(company, ports, std::move(chats), std::move(calls));
}

} // namespace parley::actors
