// Scenarios on the machines alone: decide, apply, and the orders of agents
// carried out at once. The clock is a number.
#include "actors/domain/supervision.hpp"
#include "actors/eligibility.hpp"
#include "actors/views.hpp"
#include "tests/scenarios/scenario.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace parley::scenarios {

namespace {

class machine_world final : public world {
public:
  explicit machine_world(const company& c) : config_{c} {
    for (const auto& [id, a] : c.agents) {
      agents_[id.value].id = id;
      agents_[id.value].status_since = now_;
    }
    for (const auto& [id, q] : c.queues) {
      router_.put_queue(actors::to_queue_info(q, c), q.webchats_per_agent_max);
    }
    router_.set_formula(blending::make_formula(c.weights));
  }

  std::string play(const act& a) override {
    std::string result = "unknown";
    if (a.who == "server") {
      result = a.verb == "restarts" ? restart() : result;
    } else if (a.who.front() == 'k') {
      result = play_call(a);
    } else if (agents_.contains(a.who)) {
      result = play_agent(a);
    } else {
      result = play_customer(a);
    }
    route();
    return result;
  }

  /// From deadline to deadline.
  void pass(duration d) override {
    const auto until = now_ + d;
    while (const auto next = next_deadline(until)) {
      now_ = std::max(now_, *next);
      for (auto& [id, c] : chats_) {
        wake_chat(id, c);
      }
      for (auto& [id, a] : agents_) {
        run(id, agent::deadline_reached{}, {});
      }
      for (auto& [id, c] : calls_) {
        ask_call(id, call::deadline_reached{});
      }
      route();
    }
    now_ = until;
  }
  [[nodiscard]] timestamp now() const override { return now_; }
  [[nodiscard]] chat::state chat(const std::string& name) override {
    return chats_[name].state;
  }
  [[nodiscard]] call::state call(const std::string& name) override {
    return calls_[name];
  }
  [[nodiscard]] agent_status status(const std::string& agent) override {
    return agent::status_of(agents_[agent]);
  }

private:
  struct known_chat {
    chat::state state;
    chat::events log;
    std::optional<timestamp> customer_lost_at;
  };
  struct marks {
    std::optional<command_id> id;
    std::optional<std::uint64_t> seen;
  };

  // --- Chats. --------------------------------------------------------------

  [[nodiscard]] const chat_policy& policy_of(const queue_id& q) const {
    static const chat_policy none;
    const auto found = config_.queues.find(q);
    return found == config_.queues.end() ? none : found->second.policy;
  }

  std::string ask(const std::string& name, const chat::request& r) {
    auto& c = chats_[name];
    auto queue = c.state.queue;
    if (const auto* enter = std::get_if<chat::enter_queue>(&r.what)) {
      queue = enter->queue;
    } else if (const auto* to = std::get_if<chat::transfer_to_queue>(&r.what)) {
      queue = to->queue;
    }
    const auto decided = chat::decide(c.state, r, policy_of(queue), now_);
    if (!decided) {
      return std::string{to_string(decided.error().code)};
    }
    for (const auto& e : decided.value()) {
      c.state = chat::apply(std::move(c.state), e);
      c.log.push_back(e);
    }
    if (!decided.value().empty()) {
      tell(c.state);
    }
    return "done";
  }

  /// All agents hear of it; who is not concerned takes no notice.
  void tell(const chat::state& s) {
    actors::chat_snapshot snapshot;
    snapshot.state = s;
    for (auto& [id, a] : agents_) {
      a = agent::observe(std::move(a), actors::digest(snapshot), now_);
      for (const auto& e : agent::follow_up(a, now_).events) {
        a = agent::apply(std::move(a), e);
      }
    }
  }

  void wake_chat(const std::string& id, known_chat& c) {
    if (c.customer_lost_at && now_ >= *c.customer_lost_at) {
      c.customer_lost_at.reset();
      static_cast<void>(ask(id, {chat::end_chat{cause::customer_lost, {}}}));
    }
    const auto before = c.state;
    static_cast<void>(ask(id, {chat::deadline_reached{}}));
    if (std::holds_alternative<chat::allocated>(before.phase)
        && std::holds_alternative<chat::queued>(c.state.phase)) {
      // P6: who missed it cools down.
      auto& a = agents_[before.agent.value];
      a.cooling_until = now_ + limits::decline_cool_down;
      missed_[id] = {before.agent, *a.cooling_until};
    }
  }

  std::string play_customer(const act& a) {
    if (a.verb == "asks for") {
      auto& c = chats_[a.who];
      c.state.id = chat_id{a.who};
      c.state.company = config_.id;
      static_cast<void>(ask(a.who, {chat::start{}}));
      return ask(a.who, {chat::enter_queue{queue_id{a.what}}});
    }
    const auto found = chats_.find(a.who);
    if (found == chats_.end()) {
      return "unknown";
    }
    auto& c = found->second;
    if (a.verb == "says something") {
      chat::write_entry line;
      line.text = "Hello";
      return ask(a.who, {line});
    }
    if (a.verb == "leaves") {
      return ask(a.who, {chat::end_chat{cause::customer, {}}});
    }
    if (a.verb == "loses the connection") {
      c.customer_lost_at = now_ + config_.customer_grace;
      return "done";
    }
    if (a.verb == "comes back") {
      c.customer_lost_at.reset();
      return "done";
    }
    if (a.verb == "starts anew") {
      return start_anew(a.who);
    }
    return "unknown";
  }

  /// T5.
  std::string start_anew(const std::string& who) {
    const auto before = chats_[who].state;
    const bool reopens = config_.services.begin()->second.reopen_after_close;
    if (!reopens) {
      return std::string{to_string(refusal_code::chat_closed)};
    }
    chat::start again;
    again.continues = before.id;
    chats_[who] = {};
    chats_[who].state.id = chat_id{who + "-again"};
    chats_[who].state.company = config_.id;
    static_cast<void>(ask(who, {again}));
    return ask(who, {chat::enter_queue{before.queue}});
  }

  // --- Agents. -------------------------------------------------------------

  std::string
  run(const std::string& who, const agent::command& c, const marks& m) {
    auto& a = agents_[who];
    const auto rang = a.call;
    const auto decided = agent::decide(a, c, now_);
    if (!decided) {
      return std::string{to_string(decided.error().code)};
    }
    for (const auto& e : decided.value().events) {
      a = agent::apply(std::move(a), e);
    }
    std::string result = "done";
    for (const auto& o : decided.value().orders) {
      chat::request r{o.what, std::nullopt, std::nullopt};
      if (o.decisive) {
        r.id = m.id;
        r.seen_revision = m.seen;
      }
      const auto answer = ask(name_of(o.chat), r);
      if (o.decisive && answer != "done") {
        result = answer;
        break;
      }
    }
    const auto* ringing = std::get_if<agent::call_alerting>(&rang);
    if (ringing != nullptr
        && std::holds_alternative<std::monostate>(agents_[who].call)) {
      static_cast<void>(ask_call(ringing->call.value,
                                 call::refuse{cause::agent, agent_id{who}}));
    }
    return result;
  }

  [[nodiscard]] std::string name_of(const chat_id& id) const {
    for (const auto& [name, c] : chats_) {
      if (c.state.id == id) {
        return name;
      }
    }
    return id.value;
  }

  /// A command that the chat decides by itself.
  template <class Command>
  std::string pass_on(const act& a, const marks& m) {
    Command c;
    c.agent = agent_id{a.who};
    if constexpr (std::is_same_v<Command, chat::end_chat>) {
      c.because = cause::agent;
    }
    return ask(a.what, {c, m.seen, m.id});
  }

  [[nodiscard]] agent::capacity capacity(const act& a) {
    return actors::capacity_for(
      config_.agents.at(agent_id{a.who}), config_, chats_[a.what].state.queue);
  }

  // NOLINTNEXTLINE(readability-function-cognitive-complexity): a table.
  std::string play_agent(const act& a) {
    auto& last = ids_[a.who];
    last = a.again ? last : "r" + std::to_string(++commands_);
    const marks m{command_id{last},
                  a.stale ? std::optional<std::uint64_t>{1} : std::nullopt};
    const chat_id chat{chats_.contains(a.what) ? chats_[a.what].state.id
                                               : chat_id{a.what}};
    if (a.verb == "logs in" || a.verb == "comes back") {
      return run(a.who, agent::log_in{}, m);
    }
    if (a.verb == "logs out") {
      return run(a.who, agent::log_out{}, m);
    }
    if (a.verb == "loses the connection") {
      return run(a.who, agent::lose{config_.agent_grace}, m);
    }
    if (a.verb == "goes on break") {
      return run(
        a.who, agent::take_break{break_reason_id{"lunch"}, false, false}, m);
    }
    if (a.verb == "works") {
      return run(a.who, agent::end_break{}, m);
    }
    if (a.verb == "takes") {
      return run(
        a.who, agent::take{chat, chats_[a.what].state.queue, capacity(a)}, m);
    }
    if (a.verb == "activates") {
      return run(a.who, agent::activate{chat}, m);
    }
    if (a.verb == "accepts") {
      return run(
        a.who, agent::accept{chat, chats_[a.what].state.queue, capacity(a)}, m);
    }
    if (a.verb == "transfers") {
      return transfer(a, m);
    }
    if (const auto done = supervise(a, m); done != "unknown") {
      return done;
    }
    using passer = std::string (machine_world::*)(const act&, const marks&);
    static const std::map<std::string, passer> passers{
      {"parks", &machine_world::pass_on<chat::park>},
      {"ends", &machine_world::pass_on<chat::end_chat>},
      {"puts back", &machine_world::pass_on<chat::put_back>},
      {"extends", &machine_world::pass_on<chat::extend_wrapup>},
      {"finishes", &machine_world::pass_on<chat::finish_wrapup>},
      {"declines", &machine_world::pass_on<chat::decline_transfer>}};
    const auto pass = passers.find(a.verb);
    return pass == passers.end() ? "unknown" : (this->*pass->second)(a, m);
  }

  /// A2, L3: what the company asks for first is asked for here, too.
  std::string supervise(const act& a, const marks& m) {
    static const std::map<std::string, supervisor_act> acts{
      {"takes over", supervisor_act::take_over},
      {"moves", supervisor_act::move},
      {"sends", supervisor_act::force_status},
      {"sets", supervisor_act::force_status},
      {"logs off", supervisor_act::force_log_out}};
    const auto found = acts.find(a.verb);
    if (found == acts.end()) {
      return "unknown";
    }
    if (const auto no = act_refusal(
          config_, config_.agents.at(agent_id{a.who}), found->second)) {
      return std::string{to_string(no->code)};
    }
    const auto object = a.what.substr(0, a.what.find(' '));
    if (a.verb == "takes over") {
      const auto& c = chats_[a.what].state;
      return run(a.who, agent::take_over{c.id, c.queue, capacity(a)}, m);
    }
    if (a.verb == "moves") {
      const queue_id to{a.what.substr(a.what.find(" to ") + 4)};
      return ask(object, {chat::move{to}, m.seen, m.id});
    }
    if (a.verb == "logs off") {
      return run(object, agent::log_out{cause::supervisor}, {});
    }
    if (a.verb == "sets") {
      return run(object, agent::end_break{}, {});
    }
    return run(
      object, agent::take_break{break_reason_id{"lunch"}, false, false}, {});
  }

  std::string transfer(const act& a, const marks& m) {
    const auto to = a.what.find(" to ");
    if (to == std::string::npos) {
      return "unknown";
    }
    const auto target = a.what.substr(to + 4);
    const agent_id me{a.who};
    chat::request r{chat::offer_transfer{me, agent_id{target}}, m.seen, m.id};
    if (config_.queues.contains(queue_id{target})) {
      r.what = chat::transfer_to_queue{me, queue_id{target}};
    }
    return ask(a.what.substr(0, to), r);
  }

  // --- Calls. --------------------------------------------------------------

  std::string ask_call(const std::string& name, const call::command& what) {
    auto& c = calls_[name];
    const auto before = call::agent_of(c);
    const auto decided = call::decide(c, what, now_);
    if (!decided) {
      return std::string{to_string(decided.error().code)};
    }
    for (const auto& e : decided.value()) {
      c = call::apply(std::move(c), e);
    }
    if (!decided.value().empty()) {
      tell_call(before, c);
    }
    return "done";
  }

  /// What its agent makes of a call's change.
  void tell_call(const agent_id& before, const call::state& c) {
    const auto agent = call::agent_of(c);
    if (std::holds_alternative<call::connected>(c.phase)) {
      run(agent.value, agent::answer_call{c.id, c.queue, c.caller}, {});
      return;
    }
    if (before.empty()) {
      return;
    }
    if (std::holds_alternative<call::queued>(c.phase)) {
      missed_[c.id.value] = {before, now_ + limits::decline_cool_down};
    }
    run(
      before.value,
      agent::stop_ringing{c.id, std::holds_alternative<call::queued>(c.phase)},
      {});
    agent::finish_call over;
    over.call = c.id;
    if (const auto* w = std::get_if<call::wrapup>(&c.phase)) {
      over.wrapup = w->until - now_;
    }
    run(before.value, over, {});
  }

  std::string play_call(const act& a) {
    auto& c = calls_[a.who];
    if (a.verb == "is offered") {
      c.id = call_id{a.who};
      return ask_call(a.who, call::offer{queue_id{"phone"}, "+44 1"});
    }
    if (a.verb == "is answered by") {
      return ask_call(a.who, call::answer{agent_id{a.what}});
    }
    if (a.verb == "is refused") {
      return ask_call(a.who, call::refuse{cause::agent, {}});
    }
    if (a.verb == "is over") {
      return ask_call(
        a.who, call::hang_up{config_.queues.at(queue_id{"phone"}).call_wrapup});
    }
    return "unknown";
  }

  // --- Routing and time. ---------------------------------------------------

  void route() {
    for (bool more = true; more;) {
      more = false;
      bring_up_to_date();
      for (const auto& p : router_.propose(now_)) {
        more = offer(p) || more;
      }
    }
  }

  void bring_up_to_date() {
    for (const auto& [id, c] : chats_) {
      enter(id,
            std::holds_alternative<chat::queued>(c.state.phase),
            {id, c.state.queue, c.state.enqueued});
    }
    for (const auto& [id, c] : calls_) {
      enter(id,
            c.revision > 0 && std::holds_alternative<call::queued>(c.phase),
            {id, c.queue, c.enqueued});
    }
    for (const auto& [id, a] : agents_) {
      router_.put_agent(actors::to_agent_info(
        a, config_.agents.at(agent_id{id}), config_, now_));
    }
  }

  void enter(const std::string& id, bool waits, routing::item item) {
    if (!waits) {
      router_.remove_item(id);
      missed_.erase(id);
      return;
    }
    router_.put_item(std::move(item));
    const auto missed = missed_.find(id);
    if (missed != missed_.end()) {
      router_.cool_down(id, missed->second.first, missed->second.second);
    }
  }

  bool offer(const routing::proposal& p) {
    const auto& who = p.agent.value;
    if (p.channel == channel::call) {
      const call_id id{p.what.id};
      if (run(who, agent::ring{id, p.what.queue, {}}, {}) != "done") {
        return false;
      }
      return ask_call(p.what.id, call::alert{p.agent}) == "done";
    }
    return run(who,
               agent::receive{chats_[p.what.id].state.id,
                              p.what.queue,
                              actors::capacity_for(config_.agents.at(p.agent),
                                                   config_,
                                                   p.what.queue)},
               {})
           == "done";
  }

  [[nodiscard]] std::optional<timestamp> next_deadline(timestamp until) const {
    std::optional<timestamp> next;
    const auto sooner = [&](std::optional<timestamp> t) {
      if (t && *t <= until && *t > woken_ && (!next || *t < *next)) {
        next = t;
      }
    };
    for (const auto& [id, c] : chats_) {
      sooner(chat::next_deadline(c.state));
      sooner(c.customer_lost_at);
    }
    for (const auto& [id, a] : agents_) {
      sooner(agent::next_deadline(a));
      sooner(a.cooling_until);
    }
    for (const auto& [id, c] : calls_) {
      sooner(call::next_deadline(c));
    }
    if (next) {
      woken_ = *next;
    }
    return next;
  }

  /// Only what is stored survives: chats and calls by their events.
  std::string restart() {
    for (auto& [name, c] : chats_) {
      chat::state folded;
      folded.id = c.state.id;
      folded.company = c.state.company;
      for (const auto& e : c.log) {
        folded = chat::apply(std::move(folded), e);
      }
      c.state = folded;
    }
    for (auto& [name, a] : agents_) {
      const auto id = a.id;
      a = {};
      a.id = id;
      a.status_since = now_;
    }
    for (const auto& [name, c] : chats_) {
      if (chat::in_inbox(c.state)) {
        auto& a = agents_[c.state.agent.value];
        a.presence = agent::away{now_ + config_.agent_grace};
        tell(c.state);
      }
    }
    for (const auto& [name, c] : calls_) {
      if (std::holds_alternative<call::connected>(c.phase)) {
        tell_call({}, c);
      }
    }
    return "done";
  }

  company config_;
  timestamp now_ = from_unix_ms(1'700'000'000'000);
  mutable timestamp woken_;
  std::map<std::string, known_chat> chats_;
  std::map<std::string, agent::state> agents_;
  std::map<std::string, call::state> calls_;
  routing::allocator router_;
  std::map<std::string, std::pair<agent_id, timestamp>> missed_;
  std::map<std::string, std::string> ids_;
  int commands_ = 0;
};

} // namespace

std::unique_ptr<world> machines(const company& c) {
  return std::make_unique<machine_world>(c);
}

} // namespace parley::scenarios
