// A company's children: how they begin, fail, are started again, and end.
#include "actors/company_shell.hpp"

namespace parley::actors {

void company_shell::begin(std::vector<chat::state> chats,
                          std::vector<call::state> calls) const {
  auto& st = self->state;
  st.born = now();
  // Numbers grow over restarts as well: a PBX that asks with one from before
  // must not miss the first orders after it.
  st.last_order = static_cast<std::uint64_t>(to_unix_ms(st.born));
  st.router = spawn_router(*self, ports, handle());
  st.statistics = spawn_statistics(*self, ports);
  st.board = spawn_board(*self, ports, handle());
  for (const auto& [id, queue] : config().queues) {
    st.queues[id] = spawn_chat_queue(*self, ports, handle(), id);
    st.serving[id] = 0;
  }
  std::map<agent_id, std::vector<chat_snapshot_ptr>> inboxes;
  for (auto& chat : chats) {
    auto snapshot = std::make_shared<chat_snapshot>();
    snapshot->state = chat;
    if (chat::in_inbox(chat)) {
      inboxes[chat.agent].push_back(snapshot);
    }
    // The snapshot that the session tells first is the one that counts.
    (void)spawn_session(std::move(chat));
  }
  for (const auto& [id, agent] : config().agents) {
    st.agents[id]
      = spawn_agent(*self, ports, handle(), id, std::move(inboxes[id]));
  }
  for (auto& call : calls) {
    const auto id = call.id;
    // Before a desk can connect: who is on a call gets no other one (I7).
    tell_agent(call::agent_of(call), agents_call_told{call});
    st.calls[id].actor = spawn_call(*self, ports, handle(), std::move(call));
  }
}

const chat_session_actor* company_shell::session(const chat_id& id) const {
  const auto found = self->state.chats.find(id);
  return found == self->state.chats.end() || !found->second.session
           ? nullptr
           : &found->second.session;
}

bool company_shell::may_restart(const std::string& what) const {
  auto& count = self->state.restarts[what];
  const auto at = now();
  if (at - count.since > std::chrono::minutes{1}) {
    count = {at, 0};
  }
  increase(counters().restarts);
  return ++count.times <= limits::restarts_per_minute_max;
}

void company_shell::child_gone(const caf::down_msg& down) const {
  auto& st = self->state;
  const bool failed
    = down.reason != caf::exit_reason::user_shutdown && !st.stopping;
  const auto is = [&](const auto& handle) {
    return handle && handle == down.source;
  };
  const auto session = st.sessions.find(down.source.id());
  if (session != st.sessions.end()) {
    const auto id = session->second;
    st.sessions.erase(session);
    if (failed) {
      st.chats[id].session = nullptr;
      restart_chat(id);
    } else {
      st.chats.erase(id);
    }
    finish_stop();
    return;
  }
  for (auto it = st.calls.begin(); it != st.calls.end(); ++it) {
    if (is(it->second.actor)) {
      if (failed) {
        restart_call(it->first);
      } else {
        st.calls.erase(it);
      }
      finish_stop();
      return;
    }
  }
  child_of(st.agents, down, failed, [this](const auto& id, auto& actor) {
    return restart_agent(id, actor);
  });
  child_of(st.queues, down, failed, [this](const auto& id, auto& actor) {
    return restart_queue(id, actor);
  });
  if (is(st.router)) {
    st.router = nullptr;
    if (failed) {
      restart_router();
    }
  }
  if (is(st.statistics)) {
    st.statistics = nullptr;
    if (failed) {
      restart_statistics();
    }
  }
  if (is(st.board)) {
    st.board = nullptr;
    if (failed) {
      restart_board();
    }
  }
  finish_stop();
}

chat_session_actor company_shell::spawn_session(chat::state s) const {
  auto& st = self->state;
  const auto id = s.id;
  auto session = spawn_chat_session(*self, ports, handle(), std::move(s));
  st.sessions[session.id()] = id;
  st.chats[id].session = session;
  return session;
}

void company_shell::restart_chat(const chat_id& id) const {
  const bool is_last = !may_restart(id.value);
  if (self->state.restarts[id.value].times
      > limits::restarts_per_minute_max + 1) {
    // Not even its end could be stored.
    self->state.chats.erase(id);
    give_up("session");
    return;
  }
  self
    ->request(ports.history, limits::request_within, load_chat{config().id, id})
    .then(
      [me = *this, id, is_last](const chat_loaded& loaded) {
        auto& st = me.self->state;
        if (!loaded.chat || st.stopping) {
          st.chats.erase(id);
          me.finish_stop();
          return;
        }
        const auto restarted = me.spawn_session(*loaded.chat);
        if (is_last) {
          me.self
            ->request(restarted,
                      limits::request_within,
                      chat_request{id, {chat::abort{}}})
            .then([](const chat_answer&) {}, [](const caf::error&) {});
        }
      },
      [me = *this, id](const caf::error&) {
        me.self->state.chats.erase(id);
        me.finish_stop();
      });
}

void company_shell::restart_call(const call_id& id) const {
  auto& known = self->state.calls[id];
  known.actor = nullptr;
  if (!may_restart(id.value)) {
    self->state.calls.erase(id);
    return;
  }
  self
    ->request(ports.history, limits::request_within, load_call{config().id, id})
    .then(
      [me = *this, id](const call_loaded& loaded) {
        auto& st = me.self->state;
        if (!loaded.call || st.stopping) {
          st.calls.erase(id);
          me.finish_stop();
          return;
        }
        st.calls[id].actor
          = spawn_call(*me.self, me.ports, me.handle(), *loaded.call);
      },
      [me = *this, id](const caf::error&) {
        me.self->state.calls.erase(id);
        me.finish_stop();
      });
}

void company_shell::close_desks() const {
  for (const auto& [id, connection] : self->state.connections) {
    self->send(connection, close_connection{close_code::unavailable});
  }
}

void company_shell::give_up(std::string_view what) const {
  ports.world->log->write(
    log_level::error, "restarted_too_often", {{"actor", what}});
  // The process ends; what is left of the company ends before it.
  self->state.failure
    = caf::make_error(caf::sec::runtime_error, "restarted too often");
  stop();
}

bool company_shell::restart_agent(const agent_id& id,
                                  agent_actor& actor) const {
  if (!may_restart("agent." + id.value)) {
    give_up("agent");
    return false;
  }
  auto& st = self->state;
  std::vector<chat_snapshot_ptr> inbox;
  for (const auto& [chat, known] : st.chats) {
    if (known.snapshot && known.snapshot->state.agent == id) {
      inbox.push_back(known.snapshot);
    }
  }
  actor = spawn_agent(*self, ports, handle(), id, std::move(inbox));
  for (const auto& [call, known] : st.calls) {
    if (call::agent_of(known.state) == id) {
      self->send(actor, agents_call_told{known.state});
    }
  }
  close_desks();
  return true;
}

bool company_shell::restart_queue(const queue_id& id,
                                  chat_queue_actor& actor) const {
  if (!may_restart("queue." + id.value)) {
    give_up("queue");
    return false;
  }
  auto& st = self->state;
  actor = spawn_chat_queue(*self, ports, handle(), id);
  self->send(actor, serving{st.serving[id]});
  for (const auto& [chat, known] : st.chats) {
    if (waits_in(known.snapshot) == id) {
      const auto& s = known.snapshot->state;
      self->send(
        actor,
        put_item{
          {s.id.value, s.channel, s.enqueued, s.customer_name, s.last_line}});
    }
  }
  for (const auto& [call, known] : st.calls) {
    if (waits_in(known.state) == id) {
      self->send(actor,
                 put_item{{call.value,
                           channel::call,
                           known.state.enqueued,
                           known.state.caller,
                           {}}});
    }
  }
  close_desks();
  return true;
}

void company_shell::restart_router() const {
  if (!may_restart("router")) {
    give_up("router");
    return;
  }
  auto& st = self->state;
  st.router = spawn_router(*self, ports, handle());
  for (const auto& [id, state] : st.agent_states) {
    const auto config_of = config().agents.find(id);
    if (config_of != config().agents.end()) {
      self->send(st.router,
                 router_put_agent{
                   to_agent_info(state, config_of->second, config(), now())});
    }
  }
  for (const auto& [id, known] : st.chats) {
    const auto queue = waits_in(known.snapshot);
    if (!queue.empty()) {
      self->send(
        st.router,
        router_put_item{{id.value, queue, known.snapshot->state.enqueued}});
    }
  }
  for (const auto& [id, known] : st.calls) {
    const auto queue = waits_in(known.state);
    if (!queue.empty()) {
      self->send(st.router,
                 router_put_item{{id.value, queue, known.state.enqueued}});
    }
  }
}

/// It reads again what is stored. Those who looked on look again.
void company_shell::restart_statistics() const {
  if (!may_restart("statistics")) {
    give_up("statistics");
    return;
  }
  self->state.statistics = spawn_statistics(*self, ports);
  self->state.screens.clear();
  if (self->state.board) {
    self->send(self->state.board, board_rest{});
  }
  close_desks();
}

void company_shell::stop() const {
  auto& st = self->state;
  if (st.stopping) {
    return;
  }
  st.stopping = true;
  for (auto& p : st.polls) {
    p.promise.deliver(orders_above(p.after));
  }
  st.polls.clear();
  const auto end = [this](const auto& handle) {
    if (handle) {
      self->send_exit(handle, caf::exit_reason::user_shutdown);
    }
  };
  for (const auto& [id, c] : st.connections) {
    self->send(c, close_connection{close_code::going_away});
    end(c);
  }
  end(st.router);
  end(st.statistics);
  end(st.board);
  for (const auto& [id, q] : st.queues) {
    end(q);
  }
  for (const auto& [id, a] : st.agents) {
    end(a);
  }
  for (const auto& [id, c] : st.calls) {
    end(c.actor);
  }
  for (const auto& [id, c] : st.chats) {
    end(c.session);
  }
  finish_stop();
}

void company_shell::finish_stop() const {
  const auto& st = self->state;
  const bool empty = st.chats.empty() && st.calls.empty() && st.agents.empty()
                     && st.queues.empty() && !st.router && !st.statistics
                     && !st.board;
  if (st.stopping && empty) {
    self->quit(st.failure ? st.failure
                          : caf::make_error(caf::exit_reason::user_shutdown));
  }
}

} // namespace parley::actors
