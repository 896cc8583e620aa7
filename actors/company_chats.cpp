// A company's chats and agents: who is where, and who is told.
#include "actors/company_shell.hpp"

namespace parley::actors {

caf::typed_response_promise<watching>
company_shell::open(const open_chat& o) const {
  auto promise = self->make_response_promise<watching>();
  auto& st = self->state;
  if (st.stopping) {
    promise.deliver(
      watching{nullptr, {}, refusal{refusal_code::shutting_down}});
    return promise;
  }
  chat::state fresh;
  fresh.id = chat_id{make_id('c', ports.world->time->unique())};
  fresh.company = config().id;
  promise.delegate(spawn_session(std::move(fresh)), o);
  return promise;
}

caf::typed_response_promise<work_item_filed>
company_shell::file(const file_work_item& f) const {
  auto promise = self->make_response_promise<work_item_filed>();
  auto refuse = [promise](refusal why) mutable {
    promise.deliver(work_item_filed{{}, std::move(why)});
  };
  auto& st = self->state;
  const auto known = config().queues.find(f.item.queue);
  const auto queue = st.queues.find(f.item.queue);
  if (st.stopping) {
    refuse(refusal_code::shutting_down);
  } else if (known == config().queues.end() || queue == st.queues.end()) {
    refuse({refusal_code::not_found, "queue"});
  } else if (known->second.channel != channel::work_item) {
    refuse({refusal_code::channel_not_served, "queue"});
  } else if (auto wrong = chat::refusal_of(f.item)) {
    refuse(*std::move(wrong));
  } else {
    const chat_id id{make_id('w', ports.world->time->unique())};
    self
      ->request(queue->second, limits::request_within, admit{f.item.queue, id})
      .then(
        [me = *this, promise, refuse, f, id](const admitted& a) mutable {
          if (a.refused) {
            refuse(*a.refused);
          } else {
            me.begin(f, id, promise);
          }
        },
        [refuse](const caf::error&) mutable {
          refuse(refusal_code::unavailable);
        });
  }
  return promise;
}

void company_shell::begin(
  const file_work_item& f,
  const chat_id& id,
  caf::typed_response_promise<work_item_filed> promise) const {
  chat::state fresh;
  fresh.id = id;
  fresh.company = config().id;
  auto gives_up
    = [me = *this, promise, id, queue = f.item.queue](refusal why) mutable {
        // The place that was promised.
        const auto found = me.self->state.queues.find(queue);
        if (found != me.self->state.queues.end()) {
          me.self->send(found->second, remove_item{id.value, false});
        }
        promise.deliver(work_item_filed{{}, std::move(why)});
      };
  self->request(spawn_session(std::move(fresh)), limits::request_within, f)
    .then(
      [promise, gives_up](work_item_filed& filed) mutable {
        if (filed.refused) {
          gives_up(*filed.refused);
        } else {
          promise.deliver(std::move(filed));
        }
      },
      [gives_up](const caf::error&) mutable {
        gives_up(refusal_code::unavailable);
      });
}

caf::typed_response_promise<watching>
company_shell::find(const watch& w) const {
  auto promise = self->make_response_promise<watching>();
  if (const auto* s = session(w.chat)) {
    promise.delegate(*s, w);
    return promise;
  }
  if (w.role != speaker::customer) {
    promise.deliver(watching{nullptr, {}, refusal{refusal_code::not_found}});
    return promise;
  }
  self
    ->request(
      ports.history, limits::request_within, load_chat{config().id, w.chat})
    .then(
      [promise, hash = w.visitor_hash](const chat_loaded& loaded) mutable {
        if (!loaded.chat || hash.empty() || loaded.chat->visitor_hash != hash) {
          promise.deliver(
            watching{nullptr, {}, refusal{refusal_code::not_found}});
          return;
        }
        auto snapshot = std::make_shared<chat_snapshot>();
        snapshot->state = *loaded.chat;
        promise.deliver(watching{std::move(snapshot), {}, std::nullopt});
      },
      [promise](const caf::error&) mutable {
        promise.deliver(
          watching{nullptr, {}, refusal{refusal_code::unavailable}});
      });
  return promise;
}

caf::typed_response_promise<chat_answer>
company_shell::ask(const chat_request& r) const {
  auto promise = self->make_response_promise<chat_answer>();
  if (const auto* s = session(r.chat)) {
    promise.delegate(*s, r);
  } else if (std::holds_alternative<chat::submit_survey>(r.request.what)) {
    wake(r, promise);
  } else {
    promise.deliver(
      chat_answer{nullptr, refusal{refusal_code::not_found}, {}, {}});
  }
  return promise;
}

void company_shell::wake(
  const chat_request& r,
  caf::typed_response_promise<chat_answer> promise) const {
  const auto refuse = [](refusal_code why) {
    return chat_answer{nullptr, refusal{why}, {}, {}};
  };
  self
    ->request(
      ports.history, limits::request_within, load_chat{config().id, r.chat})
    .then(
      [me = *this, r, promise, refuse](chat_loaded& loaded) mutable {
        if (const auto* s = me.session(r.chat)) {
          promise.delegate(*s, r);
        } else if (!loaded.chat || me.self->state.stopping) {
          promise.deliver(refuse(refusal_code::not_found));
        } else {
          promise.delegate(me.spawn_session(*std::move(loaded.chat)), r);
        }
      },
      [promise, refuse](const caf::error&) mutable {
        promise.deliver(refuse(refusal_code::unavailable));
      });
}

chat_located company_shell::locate(const chat_id& id) const {
  chat_located answer;
  const auto found = self->state.chats.find(id);
  if (found != self->state.chats.end() && found->second.snapshot) {
    const auto& s = found->second.snapshot->state;
    answer.found = true;
    answer.phase = chat::name_of(s.phase);
    answer.queue = s.queue;
    answer.agent = s.agent;
    answer.chat = found->second.snapshot;
    if (s.offered) {
      answer.offered_to = s.offered->to;
    }
  }
  return answer;
}

void company_shell::hear(const chat_told& told) const {
  auto& st = self->state;
  if (!st.sessions.contains(told.session.id())) {
    // News of a session that has ended; its end has overtaken them. If it
    // failed, the one that is started again tells what is on disk.
    return;
  }
  auto& known = st.chats[told.chat->state.id];
  if (known.snapshot
      && told.chat->state.revision < known.snapshot->state.revision) {
    return;
  }
  const auto before = std::exchange(known.snapshot, told.chat);
  known.session = told.session;
  const auto& s = told.chat->state;
  move_item(
    waits_in(before), waits_in(told.chat), s.id.value, chat::in_inbox(s), [&] {
      return queue::entry{
        s.id.value, s.channel, s.enqueued, s.customer_name, s.last_line};
    });
  if (before && std::holds_alternative<chat::in_flow>(before->state.phase)
      && std::holds_alternative<chat::closed>(s.phase)) {
    // A place that was promised and never taken.
    for (const auto& [id, queue] : st.queues) {
      self->send(queue, remove_item{s.id.value, false});
    }
  }
  auto who = concerned(before);
  who.merge(concerned(told.chat));
  for (const auto& agent : who) {
    const auto actor = st.agents.find(agent);
    if (actor != st.agents.end()) {
      self->send(actor->second, inbox_told{told.chat});
    }
  }
  to_board(told);
  check(before, told.chat);
}

void company_shell::check(const chat_snapshot_ptr& before,
                          const chat_snapshot_ptr& after) const {
  auto& st = self->state;
  const auto& s = after->state;
  const auto phase = chat::name_of(s.phase);
  if (before && !before->state.agent.empty()) {
    st.active[before->state.agent].erase(s.id);
  }
  if (chat::is_active(phase)) {
    auto& active = st.active[s.agent];
    active.insert(s.id);
    if (active.size() > 1) {
      broken(counters().broken.one_active, "one_active", s.agent.value);
    }
  }
  const bool inbox = phase != phase_name::flow && phase != phase_name::queued
                     && phase != phase_name::closed;
  if (inbox == s.agent.empty()) {
    broken(counters().broken.owner, "owner", s.id.value);
  }
}

void company_shell::broken(counter& which,
                           std::string_view name,
                           const std::string& id) const {
  increase(which);
  ports.world->log->write(
    log_level::error, "invariant_broken", {{"invariant", name}, {"id", id}});
}

void company_shell::hear(const agent_told& told) const {
  auto& st = self->state;
  const auto config_of = config().agents.find(told.agent);
  if (config_of == config().agents.end()) {
    return;
  }
  auto& known = st.agent_states[told.agent];
  const bool was_there = agent::is_there(known);
  known = told.state;
  const bool there = agent::is_there(known);
  if (was_there != there) {
    count_serving();
  }
  to_board(told);
  to_router(
    router_put_agent{to_agent_info(known, config_of->second, config(), now())});
}

} // namespace parley::actors
