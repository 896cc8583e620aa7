// Runs the router of a company: whenever something changes it offers what can
// go to whom, and takes back what was refused. The domain proposes; the agent
// reserves or says no; nobody decides for another (architecture 4.18).
#include "actors/actors.hpp"
#include "actors/deadline_timer.hpp"
#include "actors/eligibility.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace parley::actors {

namespace {

struct router_state {
  static constexpr const char* name = "router";
  routing::allocator allocator;
  /// What waits or is on offer; what was removed while on offer is not here.
  std::map<std::string, routing::item> items;
  /// The newest news of each agent.
  std::map<agent_id, routing::agent_info> agents;
  /// Offers that are not answered, for operators.
  std::size_t offered = 0;
  /// B4: the newest decisions, oldest first.
  std::deque<routing::decision_record> records;
  /// Z3: when to look again whether somebody is neglected.
  std::optional<timestamp> check_at;
  deadline_timer timer;
  inspection_log log;
  timestamp born;
};

using self_pointer = router_actor::stateful_pointer<router_state>;

/// B3: nobody waits for longer beside a free agent.
constexpr duration neglect_after = std::chrono::seconds{1};

struct router_shell {
  self_pointer self;
  company_ports ports;
  company_actor company;

  [[nodiscard]] timestamp now() const { return ports.world->time->now(); }

  // --- Offers. -------------------------------------------------------------

  void route() const {
    auto& st = self->state;
    for (auto& p : st.allocator.propose(now())) {
      st.records.push_back(std::move(p.why));
      if (st.records.size() > limits::decision_records_max) {
        st.records.pop_front();
      }
      offer(p);
    }
    arm();
  }

  void offer(const routing::proposal& p) const {
    auto& st = self->state;
    st.log.note(now(), "offered");
    ++st.offered;
    const auto on_answer =
      [me = *this, item = p.what, agent = p.agent](const offer_answer& answer) {
        me.settle_offer(item, agent, answer.refused.has_value());
      };
    const auto on_failure
      = [me = *this, item = p.what, agent = p.agent](const caf::error&) {
          me.settle_offer(item, agent, true);
        };
    if (p.channel == channel::call) {
      self
        ->request(company,
                  limits::request_within,
                  p.agent,
                  offer_call{call_id{p.what.id}, p.what.queue, {}})
        .then(on_answer, on_failure);
    } else {
      self
        ->request(company,
                  limits::request_within,
                  p.agent,
                  offer_chat{chat_id{p.what.id}, p.what.queue})
        .then(on_answer, on_failure);
    }
  }

  void settle_offer(const routing::item& item,
                    const agent_id& agent,
                    bool refused) const {
    auto& st = self->state;
    --st.offered;
    st.log.note(now(), refused ? "refused" : "accepted");
    if (!refused) {
      // The item's owner and the agent's news come through the company.
      return;
    }
    st.allocator.cool_down(item.id, agent, now() + limits::offer_refused_pause);
    const auto waiting = st.items.find(item.id);
    if (waiting != st.items.end()) {
      st.allocator.put_item(waiting->second);
    }
    const auto known = st.agents.find(agent);
    if (known != st.agents.end()) {
      st.allocator.put_agent(known->second);
    }
    route();
  }

  // --- Time. ---------------------------------------------------------------

  void arm() const {
    auto& st = self->state;
    if (st.allocator.waiting() == 0) {
      st.check_at.reset();
    } else if (!st.check_at) {
      st.check_at = now() + neglect_after;
    }
    auto next = st.allocator.next_deadline();
    if (next) {
      // What was possible by now has been proposed.
      next = std::max(*next, now() + limits::queue_changes_together);
    }
    if (st.check_at && (!next || *st.check_at < *next)) {
      next = st.check_at;
    }
    st.timer.arm(self, next, now());
  }

  void wake_up() const {
    auto& st = self->state;
    const bool check = st.check_at && now() >= *st.check_at;
    if (check) {
      st.check_at.reset();
    }
    route();
    if (!check) {
      return;
    }
    // All that can go is on offer by now; what is left has nobody.
    const auto neglected = st.allocator.neglected(now(), neglect_after);
    if (neglected > 0) {
      increase(ports.world->counters->broken.neglected, neglected);
      ports.world->log->write(
        log_level::error,
        "invariant_broken",
        {{"invariant", "neglected"}, {"id", ports.config->id.value}});
    }
  }

  // --- News. ---------------------------------------------------------------

  void put_item(const routing::item& i) const {
    auto& st = self->state;
    st.items.insert_or_assign(i.id, i);
    st.allocator.put_item(i);
    route();
  }

  void remove_item(const router_remove_item& r) const {
    auto& st = self->state;
    const auto found = st.items.find(r.item);
    const bool answered = r.answered && found != st.items.end();
    if (answered) {
      const auto& i = found->second;
      st.allocator.answered(i.queue, std::max(now() - i.enqueued, duration{0}));
    }
    st.items.erase(r.item);
    st.allocator.remove_item(r.item);
    if (answered) {
      // O3: a longer estimate can call another group.
      route();
    } else {
      arm();
    }
  }

  void put_agent(const routing::agent_info& a) const {
    auto& st = self->state;
    st.agents.insert_or_assign(a.id, a);
    st.allocator.put_agent(a);
    route();
  }

  void remove_agent(const agent_id& id) const {
    auto& st = self->state;
    st.agents.erase(id);
    st.allocator.remove_agent(id);
    arm();
  }

  void cool_down(const router_cool_down& c) const {
    auto& st = self->state;
    st.log.note(now(), "cool_down");
    st.allocator.cool_down(c.item, c.agent, now() + ports.config->cool_down);
    route();
  }

  [[nodiscard]] routed_because explain(const std::string& item) const {
    routed_because answer;
    for (const auto& r : self->state.records) {
      if (item.empty() || r.item == item) {
        answer.records.push_back(r);
      }
    }
    return answer;
  }

  void take_settings() const {
    auto& allocator = self->state.allocator;
    allocator.set_formula(blending::make_formula(ports.config->weights));
    for (const auto& [id, queue] : ports.config->queues) {
      allocator.put_queue(to_queue_info(queue, *ports.config),
                          queue.webchats_per_agent_max);
    }
  }

  void reconfigure(const company_ptr& config) const {
    for (const auto& [id, queue] : ports.config->queues) {
      if (!config->queues.contains(id)) {
        self->state.allocator.remove_queue(id);
      }
    }
    ports.config.change(config);
    take_settings();
    route();
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    inspection i;
    i.kind = "router";
    i.id = "router";
    i.company = ports.config->id;
    i.phase = st.allocator.waiting() == 0 ? "idle" : "waiting";
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"waiting", std::to_string(st.allocator.waiting())},
                {"offered", std::to_string(st.offered)},
                {"agents", std::to_string(st.agents.size())},
                {"decisions", std::to_string(st.records.size())}};
    i.last = st.log.since(after);
    return i;
  }
};

router_actor::behavior_type
router(self_pointer self, const company_ports& ports, company_actor company) {
  guard(self, ports.world, "router");
  const router_shell shell{self, ports.own(), std::move(company)};
  auto& st = self->state;
  st.born = shell.now();
  shell.take_settings();
  return {
    [shell](const router_put_item& p) { shell.put_item(p.item); },
    [shell](const router_remove_item& r) { shell.remove_item(r); },
    [shell](const router_put_agent& p) { shell.put_agent(p.agent); },
    [shell](const router_remove_agent& r) { shell.remove_agent(r.agent); },
    [shell](const router_cool_down& c) { shell.cool_down(c); },
    [shell](const why_routed& w) { return shell.explain(w.item); },
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

router_actor spawn_router(caf::local_actor& parent,
                          const company_ports& ports,
                          company_actor company) {
  return parent.spawn<caf::monitored>(router, ports, std::move(company));
}

} // namespace parley::actors
