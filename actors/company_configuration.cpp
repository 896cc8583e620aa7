// How a company's configuration changes while it works: one change at a time,
// checked, stored, then told to everybody.
#include "actors/company_shell.hpp"
#include "actors/domain/supervision.hpp"
#include "storage/time_zones.hpp"

namespace parley::actors {

namespace {

/// How many of `items` fulfil `is`, as a sentence with the path of a value.
template <class Items, class Is>
void count_holders(std::vector<std::string>& problems,
                   const std::string& path,
                   const Items& items,
                   const std::string& what,
                   Is is) {
  const auto count = std::count_if(items.begin(), items.end(), is);
  if (count > 0) {
    problems.push_back(path + ": has " + std::to_string(count) + " " + what);
  }
}

std::vector<std::string> all_problems(const parley::company& c) {
  auto problems = validate(c);
  for (auto& sentence : validate_zones(c, storage::system_time_zones())) {
    problems.push_back(std::move(sentence));
  }
  return problems;
}

/// What is wrong with `next` and was not wrong before: old data must not stand
/// in the way of a change elsewhere.
std::vector<std::string> new_problems(const parley::company& before,
                                      const parley::company& next) {
  auto problems = all_problems(next);
  if (!problems.empty()) {
    const auto old = all_problems(before);
    std::erase_if(problems, [&](const std::string& p) {
      return std::find(old.begin(), old.end(), p) != old.end();
    });
  }
  return problems;
}

/// May this version of a flow still say what comes next in the chat?
bool stands_in(const chat_snapshot_ptr& chat,
               const flow_id& flow,
               std::uint64_t version) {
  if (!chat || chat->state.flow != flow
      || chat->state.flow_version != version) {
    return false;
  }
  const auto& phase = chat->state.phase;
  return !std::holds_alternative<chat::wrapup>(phase)
         && !std::holds_alternative<chat::wrapup_parked>(phase)
         && !std::holds_alternative<chat::closed>(phase);
}

refusal_code code_of(const storage::store_error& why) {
  return why.code == storage::store_errc::full ? refusal_code::storage_full
                                               : refusal_code::unavailable;
}

} // namespace

caf::typed_response_promise<configured>
company_shell::change(const configure& c) const {
  auto& st = self->state;
  auto promise = self->make_response_promise<configured>();
  if (st.stopping) {
    promise.deliver(configured{
      ports.config.value(), refusal{refusal_code::shutting_down}, {}});
    return promise;
  }
  st.changes.push_back({c.change, c.record, promise});
  if (st.changes.size() == 1) {
    make_next_change();
  }
  return promise;
}

void company_shell::make_next_change() const {
  auto& st = self->state;
  if (st.changes.empty()) {
    return;
  }
  auto made = st.changes.front().what(config());
  if (!made) {
    end_change(made.error(), {});
    return;
  }
  auto next = std::make_shared<parley::company>(std::move(made).value());
  next->id = config().id;
  next->version = config().version;
  if (*next == config()) {
    end_change(std::nullopt, {});
    return;
  }
  next->version += 1;
  if (auto problems = new_problems(config(), *next); !problems.empty()) {
    end_change(refusal{refusal_code::invalid_value}, std::move(problems));
    return;
  }
  if (auto users = in_the_way(*next); !users.empty()) {
    end_change(refusal{refusal_code::in_use}, std::move(users));
    return;
  }
  const company_ptr written = std::move(next);
  // Without a limit: the journal answers or the process ends.
  self
    ->request(ports.journal,
              caf::infinite,
              store_configuration{written, record_of(*written)})
    .then(
      [me = *this, written](const configuration_stored& answer) {
        if (answer.error) {
          me.end_change(refusal{code_of(*answer.error)}, {});
          return;
        }
        me.adopt(written);
        me.end_change(std::nullopt, {});
      },
      [me = *this](const caf::error&) {
        me.end_change(refusal{refusal_code::unavailable}, {});
      });
}

std::shared_ptr<const storage::audit_entry>
company_shell::record_of(const parley::company& next) const {
  const auto& record = self->state.changes.front().record;
  if (!record) {
    return nullptr;
  }
  auto entry = record(config(), next);
  entry.at = now();
  entry.details["version"] = std::to_string(next.version);
  return std::make_shared<const storage::audit_entry>(std::move(entry));
}

void company_shell::end_change(std::optional<refusal> refused,
                               std::vector<std::string> problems) const {
  auto& st = self->state;
  auto done = std::move(st.changes.front());
  st.changes.pop_front();
  done.promise.deliver(
    configured{ports.config.value(), std::move(refused), std::move(problems)});
  make_next_change();
}

std::vector<std::string>
company_shell::in_the_way(const parley::company& next) const {
  const auto& st = self->state;
  std::vector<std::string> problems;
  // Clang 14 captures no structured bindings.
  for (const auto& entry : config().queues) {
    const auto& id = entry.first;
    if (next.queues.contains(id)
        && next.queues.at(id).channel == entry.second.channel) {
      continue;
    }
    const auto path = "queues." + id.value;
    count_holders(problems, path, st.chats, "open chats", [&](const auto& c) {
      return c.second.snapshot && c.second.snapshot->state.queue == id;
    });
    count_holders(problems, path, st.calls, "calls", [&](const auto& c) {
      return c.second.state.queue == id;
    });
  }
  for (const auto& entry : config().agents) {
    const auto& id = entry.first;
    if (next.agents.contains(id)) {
      continue;
    }
    const auto path = "agents." + id.value;
    count_holders(problems, path, st.chats, "open chats", [&](const auto& c) {
      return concerned(c.second.snapshot).contains(id);
    });
    count_holders(problems, path, st.calls, "calls", [&](const auto& c) {
      return call::agent_of(c.second.state) == id;
    });
  }
  for (const auto& [id, flow] : config().flows) {
    const auto kept = next.flows.find(id);
    for (const auto& v : flow.versions) {
      if (kept != next.flows.end()
          && kept->second.version(v.version) != nullptr) {
        continue;
      }
      count_holders(problems,
                    "flows." + id.value + ".versions."
                      + std::to_string(v.version),
                    st.chats,
                    "open chats",
                    [&id = flow.id, number = v.version](const auto& c) {
                      return stands_in(c.second.snapshot, id, number);
                    });
    }
  }
  return problems;
}

void company_shell::adopt(const company_ptr& next) const {
  auto& st = self->state;
  if (st.stopping) {
    // It is stored; the next start works by it.
    return;
  }
  ports.config.change(next);
  adopt_queues(*next);
  adopt_agents(*next);
  const reconfigured news{next};
  to_router(news);
  to_statistics(news);
  close_boards(*next);
  to_board(news);
  for (const auto& [id, queue] : st.queues) {
    self->send(queue, news);
  }
  for (const auto& [id, known] : st.chats) {
    if (known.session) {
      self->send(known.session, news);
    }
  }
  for (const auto& [id, known] : st.calls) {
    self->send(known.actor, news);
  }
  for (const auto& [id, agent] : st.agents) {
    self->send(agent, news);
  }
  for (const auto& [id, connection] : st.connections) {
    self->send(connection, news);
  }
  for (const auto& [id, state] : st.agent_states) {
    to_router(router_put_agent{
      to_agent_info(state, next->agents.at(id), *next, now())});
  }
  count_serving();
  ports.companies->publish(next, handle());
  ports.world->log->write(
    log_level::info,
    "configured",
    {{"company", next->id.value}, {"version", std::to_string(next->version)}});
}

void company_shell::close_boards(const parley::company& next) const {
  std::vector<connection_id> gone;
  for (const auto& [id, agent] : self->state.screens) {
    const auto who = next.agents.find(agent);
    if (who == next.agents.end() || !may_supervise(next, who->second)) {
      gone.push_back(id);
    }
  }
  for (const auto& id : gone) {
    close(close_board{id});
  }
}

void company_shell::adopt_queues(const parley::company& next) const {
  auto& st = self->state;
  std::erase_if(st.queues, [&](const auto& queue) {
    const bool gone = !next.queues.contains(queue.first);
    if (gone) {
      self->send_exit(queue.second, caf::exit_reason::user_shutdown);
      st.serving.erase(queue.first);
    }
    return gone;
  });
  for (const auto& [id, queue] : next.queues) {
    if (!st.queues.contains(id)) {
      st.queues[id] = spawn_chat_queue(*self, ports, handle(), id);
      st.serving[id] = 0;
    }
  }
}

void company_shell::adopt_agents(const parley::company& next) const {
  auto& st = self->state;
  // Nothing is in their inboxes; their desks see it themselves.
  std::erase_if(st.agents, [&](const auto& agent) {
    const bool gone = !next.agents.contains(agent.first);
    if (gone) {
      self->send_exit(agent.second, caf::exit_reason::user_shutdown);
      to_router(router_remove_agent{agent.first});
      st.agent_states.erase(agent.first);
      st.active.erase(agent.first);
    }
    return gone;
  });
  for (const auto& [id, agent] : next.agents) {
    if (!st.agents.contains(id)) {
      st.agents[id] = spawn_agent(*self, ports, handle(), id, {});
    }
  }
}

void company_shell::count_serving() const {
  auto& st = self->state;
  for (const auto& [id, queue] : config().queues) {
    std::size_t count = 0;
    for (const auto& [agent, state] : st.agent_states) {
      const auto known = config().agents.find(agent);
      if (known != config().agents.end() && agent::is_there(state)
          && serves(config(), known->second, queue)) {
        ++count;
      }
    }
    if (std::exchange(st.serving[id], count) != count) {
      const auto actor = st.queues.find(id);
      if (actor != st.queues.end()) {
        self->send(actor->second, serving{count});
      }
    }
  }
}

} // namespace parley::actors
