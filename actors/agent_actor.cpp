// Runs one agent: decides, stores, applies, orders its chats about one after
// the other, tells. While an order is under way every other message waits
// (`await`), so no two activations interleave (P2) and no slot is given twice
// (P4). Must not know frames or how a PBX speaks.
#include "actors/agent_shell.hpp"

namespace parley::actors {

timestamp agent_shell::now() const {
  return std::max(ports.world->time->now(), self->state.machine.last_at);
}

activity_ptr agent_shell::begin(finish then, request_marks marks) const {
  auto a = std::make_shared<activity>();
  a->then = std::move(then);
  a->marks = std::move(marks);
  if (const auto* c = std::get_if<agent::call_alerting>(&machine().call)) {
    a->rang = c->call;
  }
  return a;
}

void agent_shell::run(const agent::command& c, const activity_ptr& a) const {
  auto decided = agent::decide(machine(), c, now());
  if (!decided) {
    increase(counters().refusals);
    a->answer.refused = decided.error();
    complete(a);
    return;
  }
  perform(std::move(decided).value(), a);
}

void agent_shell::perform(agent::outcome o, const activity_ptr& a) const {
  std::move(o.orders.begin(), o.orders.end(), std::back_inserter(a->orders));
  if (o.events.empty()) {
    execute(a);
    return;
  }
  storage::append append;
  append.stream
    = {ports.config->id, storage::stream_kind::agent, config->id.value};
  append.events.assign(o.events.begin(), o.events.end());
  // Without a limit: the journal answers or the process ends.
  self->request(ports.journal, caf::infinite, std::move(append))
    .await(
      [me = *this, events = std::move(o.events), a](
        const append_answer& answer) {
        if (answer.revision) {
          me.apply(events);
          me.execute(a);
        } else {
          me.give_up(a, append_refusal(answer.error));
        }
      },
      [me = *this, a](const caf::error&) {
        me.give_up(a, refusal{refusal_code::unavailable});
      });
}

void agent_shell::give_up(const activity_ptr& a, refusal why) const {
  increase(counters().refusals);
  a->answer.refused = std::move(why);
  self->state.retry_at = now() + limits::retry_after_failure;
  complete(a);
}

void agent_shell::apply(const std::vector<agent::event>& events) const {
  auto& st = self->state;
  for (const auto& e : events) {
    st.machine = agent::apply(std::move(st.machine), e);
    st.log.note(agent::time_of(e), agent::type_of(e));
  }
}

void agent_shell::execute(const activity_ptr& a) const {
  if (a->next == a->orders.size()) {
    follow_up(a);
    return;
  }
  const auto& order = a->orders[a->next];
  chat_request r;
  r.chat = order.chat;
  r.request.what = order.what;
  if (order.decisive) {
    r.request.id = a->marks.id;
    r.request.seen_revision = a->marks.seen;
  }
  self->request(company, limits::request_within, std::move(r))
    .await(
      [me = *this, a](const chat_answer& answer) { me.obeyed(a, answer); },
      [me = *this, a](const caf::error&) {
        me.obeyed(
          a, chat_answer{nullptr, refusal{refusal_code::unavailable}, {}, {}});
      });
}

namespace {
bool is_about_call(const agent::order& o) {
  return std::holds_alternative<chat::interrupt>(o.what)
         || std::holds_alternative<chat::call_finished>(o.what);
}
} // namespace

void agent_shell::obeyed(const activity_ptr& a,
                         const chat_answer& answer) const {
  const auto order = a->orders[a->next++];
  if (answer.chat) {
    observe(answer.chat);
  }
  if (is_about_call(order)) {
    self->state.undone.erase(order.chat);
  }
  if (answer.refused && !is_final(*answer.refused) && !order.decisive) {
    was_not_done(order, *answer.refused, a);
  }
  if (order.decisive) {
    a->answer.refused = answer.refused;
    a->answer.retry_after = answer.retry_after;
    a->answer.chat = answer.chat;
    a->answer.first_revision = answer.first_revision;
    if (answer.refused) {
      increase(counters().refusals);
      skip_orders_of(order.chat, a);
    }
  } else if (a->answer.chat && answer.chat
             && answer.chat->state.id == a->answer.chat->state.id) {
    a->answer.chat = answer.chat;
  }
  execute(a);
}

void agent_shell::was_not_done(const agent::order& order,
                               const refusal& why,
                               const activity_ptr& a) const {
  auto& rest = a->orders;
  const auto from = rest.begin() + static_cast<std::ptrdiff_t>(a->next);
  if (std::any_of(
        from, rest.end(), [](const agent::order& o) { return o.decisive; })) {
    // P2: what had to come first is not done, so the rest must not be.
    increase(counters().refusals);
    a->answer.refused = why;
    rest.erase(from, rest.end());
  } else if (is_about_call(order)) {
    self->state.undone[order.chat] = order;
  }
}

void agent_shell::do_undone() const {
  agent::outcome o;
  for (auto [id, order] : self->state.undone) {
    if (auto* over = std::get_if<chat::call_finished>(&order.what)) {
      // I5: what is active now counts.
      const auto active = agent::active_chat(machine());
      over->busy = active && *active != id;
    }
    o.orders.push_back(std::move(order));
  }
  perform(std::move(o), begin(ignore, {}));
}

void agent_shell::follow_up(const activity_ptr& a) const {
  auto more = agent::follow_up(machine(), now());
  const bool nothing = more.events.empty() && more.orders.empty();
  if (nothing || a->rounds == follow_ups_max) {
    complete(a);
    return;
  }
  ++a->rounds;
  perform(std::move(more), a);
}

void agent_shell::complete(const activity_ptr& a) const {
  if (a->rang && !a->told_by_call) {
    withdraw_if_dropped(*a->rang);
  }
  settle();
  if (a->then) {
    a->then(std::move(a->answer));
  }
}

void agent_shell::settle() const {
  check();
  tell();
  arm();
}

void agent_shell::tell() const {
  auto& st = self->state;
  auto status = status_view(
    machine(), st.revision, shown_maximum(*config, *ports.config));
  if (status != st.told_status) {
    status.revision = ++st.revision;
    st.told_status = status;
    if (st.desk) {
      self->send(st.desk, status_pushed{std::move(status)});
    }
  }
  if (st.told_company != machine()) {
    st.told_company = machine();
    self->send(company, agent_told{config->id, machine()});
  }
}

void agent_shell::check() const {
  const auto& inbox = machine().inbox;
  const auto active
    = std::count_if(inbox.begin(), inbox.end(), [](const auto& held) {
        return chat::is_active(held.second.phase);
      });
  if (active > 1) {
    broken(counters().broken.one_active, "one_active");
  }
}

void agent_shell::broken(counter& which, std::string_view what) const {
  increase(which);
  ports.world->log->write(log_level::error,
                          "invariant_broken",
                          {{"invariant", what}, {"id", config->id.value}});
}

chat_snapshot_ptr agent_shell::find(const chat_id& id) const {
  const auto found = self->state.chats.find(id);
  return found == self->state.chats.end() ? nullptr : found->second;
}

bool agent_shell::is_outdated(const chat_snapshot& c) const {
  const auto& st = self->state;
  if (const auto known = find(c.state.id)) {
    return c.state.revision < known->state.revision;
  }
  return std::any_of(st.left.begin(), st.left.end(), [&](const left_chat& l) {
    return l.chat == c.state.id && l.revision >= c.state.revision;
  });
}

void agent_shell::observe(const chat_snapshot_ptr& c) const {
  auto& st = self->state;
  if (is_outdated(*c)) {
    return;
  }
  st.machine = agent::observe(std::move(st.machine), digest(*c), now());
  const auto known = find(c->state.id);
  const bool keep = is_mine(*c) || is_offered(*c);
  if (st.desk && (keep || known) && (!known || differs(*known, *c))) {
    self->send(st.desk, chat_pushed{c});
  }
  if (keep) {
    st.chats[c->state.id] = c;
  } else if (known) {
    st.chats.erase(c->state.id);
    st.left.push_back({c->state.id, c->state.revision});
    if (st.left.size() > limits::remembered_ids_max) {
      st.left.pop_front();
    }
  }
}

void agent_shell::hear(const inbox_told& told) const {
  if (is_outdated(*told.chat)) {
    return;
  }
  const auto before = find(told.chat->state.id);
  observe(told.chat);
  if (before && alert_was_missed(*before, *told.chat)) {
    self->send(company,
               router_cool_down{told.chat->state.id.value, config->id});
    // No fact of the agent: the chat's stream has the return.
    self->state.machine.cooling_until = now() + ports.config->cool_down;
    run(agent::alert_missed{}, ignore);
    return;
  }
  follow_up(begin(ignore, {}));
}

bool agent_shell::alert_was_missed(const chat_snapshot& before,
                                   const chat_snapshot& after) const {
  const auto* was = std::get_if<chat::allocated>(&before.state.phase);
  return was != nullptr && is_mine(before) && was->how == cause::automatic
         && was->alert_until && now() >= *was->alert_until
         && std::holds_alternative<chat::queued>(after.state.phase);
}

void agent_shell::reconfigure(const company_ptr& next) const {
  ports.config.change(next);
  const auto found = next->agents.find(config->id);
  if (found != next->agents.end()) {
    *config = found->second;
  }
  tell();
}

namespace {
agent_actor::behavior_type
run_agent(self_pointer self,
          const company_ports& ports,
          company_actor company,
          const agent_id& id,
          const std::vector<chat_snapshot_ptr>& inbox) {
  guard(self, ports.world, "agent");
  auto config = std::make_shared<agent_config>();
  const auto found = ports.config->agents.find(id);
  if (found != ports.config->agents.end()) {
    *config = found->second;
  }
  config->id = id;
  const agent_shell shell{
    self, ports.own(), std::move(company), std::move(config)};
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.disconnect(down.source); });
  shell.recover(inbox);
  shell.note_restart();
  return {
    [shell](const attach& a) { return shell.connect(a); },
    [shell](const detach& d) { shell.disconnect(d.desk.address()); },
    [shell](const desk_request& r) { return shell.obey(r); },
    [shell](const offer_chat& o) { return shell.hear(o); },
    [shell](const offer_call& o) { return shell.hear(o); },
    [shell](const inbox_told& t) { shell.hear(t); },
    [shell](const agents_call_told& t) { shell.hear(t); },
    [shell](const force_log_out&) { shell.log_out(agent_shell::ignore); },
    [shell](const supervisor_order& o) { return shell.obey(o); },
    [shell](const supervisor_notice& n) { shell.tell(n.notice); },
    [shell](const reconfigured& r) { shell.reconfigure(r.config); },
    [shell](const wakeup& w) {
      if (shell.self->state.timer.accept(w)) {
        shell.wake_up();
      }
    },
    [shell](const inspect& i) { return shell.describe(i.after); },
  };
}

} // namespace

agent_actor spawn_agent(caf::local_actor& parent,
                        const company_ports& ports,
                        company_actor owner,
                        const agent_id& id,
                        std::vector<chat_snapshot_ptr> inbox) {
  return parent.spawn<caf::monitored>(
    run_agent, ports, std::move(owner), id, std::move(inbox));
}

} // namespace parley::actors
