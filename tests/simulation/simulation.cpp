#include "tests/simulation/simulation.hpp"

#include <algorithm>

namespace parley::simulation {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t customers_at_once = 9;

bool is_journal(caf::resumable* job) {
  const auto* actor = dynamic_cast<caf::scheduled_actor*>(job);
  return actor != nullptr && std::string_view{actor->name()} == "journal";
}

} // namespace

simulation::simulation(std::uint64_t seed)
    : parley_{two_companies()}, stage_{parley_, seed, two_companies()},
      disk_{parley_.store,
            [this](const auto& a) {
              stage_.books.take(a);
            }},
      stalled_until_{parley_.now()}, full_until_{parley_.now()} {
  parley_.disk = &disk_;
  for (const auto& [id, c] : stage_.books.companies()) {
    for (const auto& [agent, config] : c.agents) {
      if (may(c, config, privilege::modify, area::desk)) {
        desks_.push_back(std::make_unique<desk>(stage_, c, agent));
      } else {
        overseers_.push_back(std::make_unique<overseer>(stage_, c, agent));
      }
    }
    exchanges_.push_back(std::make_unique<pbx>(stage_, c));
  }
  begin_life();
}

simulation::~simulation() {
  disk_.gone = true;
  end_life();
  parley_.stop();
}

// --- Lives of the server. ----------------------------------------------------

void simulation::begin_life() {
  disk_.gone = false;
  check_log();
  disk_failed_ = false;
  disk_.full = false;
  disk_.fails = false;
  parley_.fatal.reset();
  parley_.boot();
  aide_
    = parley_.system->spawn([](caf::event_based_actor* self) -> caf::behavior {
        return {[self](const errand& e) {
          e.run(self);
        }};
      });
  for (const auto& c : customers_) {
    c->restarted();
  }
  for (const auto& d : desks_) {
    d->restarted();
  }
  for (const auto& x : exchanges_) {
    x->attach(aide_);
  }
}

/// Nobody hears or is heard any more.
void simulation::end_life() {
  for (const auto& c : customers_) {
    c->crash();
  }
  for (const auto& d : desks_) {
    d->crash();
  }
  for (const auto& o : overseers_) {
    o->crash();
  }
  for (const auto& x : exchanges_) {
    x->crash();
  }
  if (aide_) {
    caf::anon_send_exit(aide_, caf::exit_reason::kill);
    aide_ = nullptr;
  }
}

void simulation::crash(const std::string& why) {
  stage_.notes.note("--- crash: " + why);
  ++tally_.crashes;
  disk_.gone = true;
  end_life();
  parley_.crash();
  begin_life();
}

void simulation::stop_in_order() {
  stage_.notes.note("--- ordered stop");
  disk_.full = false;
  caf::anon_send(parley_.parley->switchboard, actors::stop{});
  for (std::size_t n = stage_.luck.below(300);
       n > 0 && parley_.scheduler->has_job();
       --n) {
    run_job();
  }
  end_life();
  parley_.stop();
  begin_life();
}

// --- Steps. ------------------------------------------------------------------

void simulation::run(std::uint64_t steps) {
  std::uint64_t until_rest = 200;
  while (tally_.steps < steps && !stage_.notes.is_wrong()) {
    step();
    ++tally_.steps;
    if (--until_rest == 0) {
      rest();
      until_rest = 100 + stage_.luck.below(400);
    }
  }
  if (!stage_.notes.is_wrong()) {
    finish();
  }
}

void simulation::step() {
  auto& luck = stage_.luck;
  auto& jobs = parley_.scheduler->jobs;
  if (jobs.empty() && !is_stalled()) {
    stage_.books.quiet();
  }
  if (!jobs.empty() && !luck.one_in(5)) {
    run_job();
  } else {
    switch (luck.weighted({200, 300, 10})) {
    case 0:
      pass_time();
      break;
    case 1:
      somebody_acts();
      break;
    default:
      something_fails();
      break;
    }
  }
  if (parley_.fatal) {
    crash("the disk has failed");
  }
  check_log();
  check_counters();
}

bool simulation::is_stalled() const {
  return parley_.now() < stalled_until_;
}

/// Any actor that has mail may be next; each handles one message.
void simulation::run_job() {
  auto& jobs = parley_.scheduler->jobs;
  if (jobs.empty()) {
    return;
  }
  const auto chosen
    = jobs.begin()
      + static_cast<std::ptrdiff_t>(stage_.luck.below(jobs.size()));
  if (is_stalled() && is_journal(*chosen)) {
    return;
  }
  std::rotate(jobs.begin(), chosen, chosen + 1);
  parley_.scheduler->run_once();
}

void simulation::pass_time() {
  auto& luck = stage_.luck;
  // Who has mail is not kept waiting for long: it is the disk that is slow.
  const bool busy = parley_.scheduler->has_job() && !is_stalled();
  duration d{};
  switch (busy ? 0 : luck.weighted({60, 25, 10, 2})) {
  case 0:
    d = luck.between(0ms, 20ms);
    break;
  case 1:
    d = luck.between(20ms, 1s);
    break;
  case 2:
    d = luck.between(1s, 6s);
    break;
  default:
    d = luck.between(6s, 70s);
    break;
  }
  if (is_stalled()) {
    d = std::min(d, stalled_until_ - parley_.now());
  }
  stage_.notes.note("time passes: " + std::to_string(d.count()) + " ms");
  parley_.scheduler->advance_time(d);
  disk_.full = parley_.now() < full_until_;
}

void simulation::somebody_acts() {
  auto& luck = stage_.luck;
  switch (luck.weighted({5, 5, 2})) {
  case 0: {
    if (customers_.size() < customers_at_once) {
      auto& c = luck.pick(stage_.books.companies()).second;
      auto& service = luck.pick(c.services).first;
      customers_.push_back(std::make_unique<customer>(stage_, c, service));
    }
    const auto who = luck.below(customers_.size());
    if (luck.one_in(150)) {
      customers_.erase(customers_.begin() + static_cast<std::ptrdiff_t>(who));
    } else {
      customers_[who]->act();
    }
    break;
  }
  case 1:
    if (luck.one_in(6)) {
      luck.pick(overseers_)->act();
    } else {
      luck.pick(desks_)->act();
    }
    break;
  default:
    luck.pick(exchanges_)->act();
    break;
  }
}

void simulation::something_fails() {
  auto& luck = stage_.luck;
  switch (luck.weighted({8, 6, 2, 1, 1})) {
  case 0:
    stalled_until_ = parley_.now() + luck.between(1ms, 2s);
    excused_until_ = stalled_until_ + 2s;
    stage_.notes.note("--- the disk is slow");
    break;
  case 1:
    full_until_ = parley_.now() + luck.between(1ms, 3s);
    disk_.full = true;
    stage_.notes.note("--- the disk is full");
    break;
  case 2:
    crash("kill -9");
    break;
  case 3:
    stop_in_order();
    break;
  default:
    disk_.fails = true;
    disk_failed_ = true;
    disk_.is_there_all_the_same = luck.one_in(2);
    stage_.notes.note("--- the next write fails");
    break;
  }
}

void simulation::check_log() {
  const auto& lines = parley_.log.lines;
  for (; log_read_ < lines.size(); ++log_read_) {
    const auto& l = lines[log_read_];
    stage_.notes.note("log: " + l);
    if (l.starts_with("actor_failed") || l.starts_with("invariant_broken")
        || l.starts_with("unexpected_error_message")
        || l.starts_with("restarted_too_often")) {
      // The process ends when the disk has failed, however it is noticed.
      const bool ends = l.starts_with("restarted_too_often") && disk_failed_;
      const bool slow
        = is_excused() && l.find("neglected") != std::string::npos;
      if (!ends && !slow) {
        stage_.notes.wrong("log: " + l);
      }
    }
  }
}

/// While the disk is slow nobody can be served within a second.
bool simulation::is_excused() const {
  return parley_.now() < excused_until_;
}

void simulation::check_counters() {
  auto& neglected = parley_.counters->broken.neglected;
  if (is_excused()) {
    neglected = 0;
  }
  if (parley_.broken_invariants() != 0) {
    stage_.notes.wrong("Z3: a broken invariant was counted");
  }
}

// --- At rest. ----------------------------------------------------------------

/// The disk works and all news are told; then clients, actors and store must
/// agree.
void simulation::rest() {
  stage_.notes.note("--- rest");
  disk_.full = false;
  stalled_until_ = parley_.now();
  full_until_ = parley_.now();
  parley_.settle();
  // Long enough for what waits for a moment, and until nothing is written.
  int calm = 0;
  for (int i = 0; i < 200 && (i < 25 || calm < 4); ++i) {
    const auto written = parley_.store.batches();
    parley_.advance(100ms);
    if (parley_.fatal) {
      crash("the disk has failed");
      i = 0;
    }
    calm = parley_.store.batches() == written ? calm + 1 : 0;
    check_log();
    check_counters();
  }
  stage_.books.quiet();
  if (!stage_.notes.is_wrong()) {
    check_at_rest();
  }
}

void simulation::check_at_rest() {
  for (const auto& c : customers_) {
    c->check_at_rest();
  }
  for (const auto& d : desks_) {
    d->check_at_rest();
  }
  for (const auto& o : overseers_) {
    o->check_at_rest();
  }
  for (const auto& x : exchanges_) {
    x->check_at_rest();
  }
  check_timers();
  for (const auto& [id, c] : stage_.books.companies()) {
    check_actors(c);
    check_neglect(c);
    check_figures(c);
  }
}

/// The actors show what the stored events say.
void simulation::check_actors(const company& c) {
  const auto of = [&](actors::actor_kind kind) {
    return parley_
      .ask<actors::inspections>(
        parley_.parley->companies->now()->companies.at(c.id).company,
        actors::inspect_all{kind, {}, 0})
      .items;
  };
  std::size_t open = 0;
  for (const auto& i : of(actors::actor_kind::session)) {
    const auto* known = stage_.books.find(chat_id{i.id});
    const auto phase
      = known == nullptr
          ? std::string{"unknown"}
          : std::string{to_string(chat::name_of(known->now.phase))};
    if (i.phase != phase) {
      stage_.notes.wrong("fold: session " + i.id + " is " + i.phase
                         + ", the store says " + phase);
    }
    open += i.phase == "closed" ? 0U : 1U;
  }
  const auto& chats = stage_.books.chats();
  const auto real
    = std::count_if(chats.begin(), chats.end(), [&](const auto& chat) {
        return chat.second.now.company == c.id
               && !std::holds_alternative<chat::closed>(chat.second.now.phase);
      });
  if (open != static_cast<std::size_t>(real)) {
    stage_.notes.wrong("fold: " + std::to_string(open) + " sessions for "
                       + std::to_string(real) + " open chats");
  }
  for (const auto& i : of(actors::actor_kind::queue)) {
    const auto waiting = stage_.books.waiting(c.id, queue_id{i.id}).size();
    if (i.detail.front().second != std::to_string(waiting)) {
      stage_.notes.wrong("fold: queue " + i.id + " has "
                         + i.detail.front().second + " items, "
                         + std::to_string(waiting) + " wait");
    }
  }
  for (const auto& i : of(actors::actor_kind::agent)) {
    const auto held = stage_.books.inbox({c.id, agent_id{i.id}}).size();
    if (i.detail.front().second != std::to_string(held)) {
      stage_.notes.wrong("fold: agent " + i.id + " holds "
                         + i.detail.front().second + " chats, the store says "
                         + std::to_string(held));
    }
  }
  for (const auto& i : of(actors::actor_kind::call)) {
    const auto known = stage_.books.calls().find({c.id, call_id{i.id}});
    if (known == stage_.books.calls().end()
        || i.phase != to_string(call::name_of(known->second.phase))) {
      stage_.notes.wrong("fold: call " + i.id + " is " + i.phase);
    }
  }
}

/// K1: figures that are live are those of what is stored.
void simulation::check_figures(const company& c) {
  const auto live = parley_.ask<actors::live_figures>(
    parley_.parley->companies->now()->companies.at(c.id).company,
    actors::ask_figures{});
  if (!live.is_complete) {
    stage_.notes.wrong("K1: figures are not complete");
    return;
  }
  const auto window = limits::kpi_window_default;
  const auto since = live.at - window - limits::statistics_bucket;
  statistics::fold stored{{}};
  stored.hold(true);
  auto streams = parley_.store.streams_since(c.id, since).value();
  for (const auto& [id, agent] : c.agents) {
    streams.push_back({c.id, storage::stream_kind::agent, id.value});
  }
  for (const auto& s : streams) {
    const auto piece = storage::read_for_figures(parley_.store, s, since);
    storage::give(stored, s, piece.value().events);
  }
  stored.hold(false);
  const auto differ = [&](const std::string& what) {
    stage_.notes.wrong("K1: live figures are not those of what is stored: "
                       + what);
  };
  if (stored.live_company(window, live.at) != live.company) {
    differ("company " + c.id.value);
  }
  for (const auto& q : live.queues) {
    if (stored.live_queue(q.id, q.window, live.at) != q.figures
        || stored.longest_waiting(q.id) != q.waiting_since) {
      differ("queue " + q.id.value);
    }
  }
  for (const auto& a : live.agents) {
    if (stored.live_agent(a.id, window, live.at) != a.figures
        || stored.is_there(a.id) != a.is_there) {
      differ("agent " + a.id.value);
    }
  }
  for (const auto& f : live.flows) {
    if (stored.live_flow(f.id, window, live.at) != f.figures) {
      differ("flow " + f.id.value);
    }
  }
}

/// No deadline has passed unseen.
void simulation::check_timers() {
  const auto late = parley_.now() - 1500ms;
  for (const auto& [id, c] : stage_.books.chats()) {
    const auto due = chat::next_deadline(c.now);
    if (due && *due < late) {
      stage_.notes.wrong("T1: a deadline has passed unseen: "
                         + stage_.books.describe(c));
    }
  }
  for (const auto& [key, c] : stage_.books.calls()) {
    const auto due = call::next_deadline(c);
    if (due && *due < late) {
      stage_.notes.wrong("a call's deadline has passed unseen: " + c.id.value);
    }
  }
}

/// B3, Z3: who could be served is served within a second.
void simulation::check_neglect(const company& c) {
  for (const auto& [id, chat] : stage_.books.chats()) {
    if (chat.now.company == c.id
        && std::holds_alternative<chat::queued>(chat.now.phase)) {
      const auto& queue = c.queues.at(chat.now.queue);
      if (queue.automatic) {
        check_offer(c, queue, id.value, chat.now.phase_since);
      }
    }
  }
  for (const auto& [key, call] : stage_.books.calls()) {
    if (key.first == c.id && std::holds_alternative<call::queued>(call.phase)) {
      check_offer(c, c.queues.at(call.queue), call.id.value, call.phase_since);
    }
  }
}

void simulation::check_offer(const company& c,
                             const queue_config& queue,
                             const std::string& item,
                             timestamp since) {
  if (parley_.now() - since < 2s) {
    return;
  }
  for (const auto& d : desks_) {
    if (could_get(*d, c, queue)) {
      stage_.notes.wrong("B3: " + item + " waits in " + queue.id.value
                         + " beside " + d->id().value);
    }
  }
}

bool simulation::could_get(const desk& d,
                           const company& c,
                           const queue_config& queue) const {
  if (!d.is_connected() || !d.status() || &d.where() != &c) {
    return false;
  }
  const auto& s = *d.status();
  const agent_key who{c.id, d.id()};
  const bool call = queue.channel == channel::call;
  const bool idle = s.status == agent_status::available
                    || (call && s.status == agent_status::handling_webchat);
  if (!idle || s.break_after_work || s.reason || s.call
      || !serves(c, c.agents.at(d.id()), queue)
      || parley_.now() - stage_.books.last_miss(who) < 32s
      || parley_.now() - s.since < 2s) {
    return false;
  }
  return call
         || static_cast<int>(stage_.books.inbox(who).size())
              < limit_of(c, d.id(), queue.id);
}

// --- The end. ----------------------------------------------------------------

void simulation::finish() {
  stage_.notes.note("--- the end begins");
  disk_.fails = false;
  rest();
  for (const auto& o : overseers_) {
    o->leave();
  }
  const bool all_leave = stage_.luck.one_in(3);
  if (all_leave) {
    customers_.clear();
    for (const auto& d : desks_) {
      d->leave();
    }
  }
  bool done = false;
  for (int i = 0; i < 800 && !done && !stage_.notes.is_wrong(); ++i) {
    parley_.advance(i % 20 == 0 ? 5s : 300ms);
    check_log();
    done = everybody_finishes();
    if (!all_leave) {
      for (const auto& d : desks_) {
        d->work();
      }
    }
  }
  if (!done && !stage_.notes.is_wrong()) {
    stage_.notes.wrong("everybody finishes, but something stays open");
  }
  if (!stage_.notes.is_wrong()) {
    check_end();
  }
}

bool simulation::everybody_finishes() {
  bool done = true;
  for (const auto& x : exchanges_) {
    done = x->finish() && done;
  }
  for (const auto& c : customers_) {
    done = c->finish() && done;
  }
  const auto& chats = stage_.books.chats();
  return done && std::all_of(chats.begin(), chats.end(), [](const auto& c) {
           return std::holds_alternative<chat::closed>(c.second.now.phase);
         });
}

/// Nothing is left: no session, no call, and one row of history per chat.
void simulation::check_end() {
  customers_.clear();
  for (const auto& d : desks_) {
    d->leave();
  }
  for (int i = 0; i < 10; ++i) {
    parley_.advance(10s);
  }
  std::size_t chats = 0;
  for (const auto& [id, c] : stage_.books.companies()) {
    const auto at = parley_.parley->companies->now()->companies.at(id).company;
    for (const auto kind : {actors::actor_kind::session,
                            actors::actor_kind::call,
                            actors::actor_kind::connection}) {
      const auto left = parley_.ask<actors::inspections>(
        at, actors::inspect_all{kind, {}, 0});
      for (const auto& i : left.items) {
        stage_.notes.wrong("left at the end: " + i.kind + " " + i.id + " "
                           + i.phase);
      }
    }
    const auto rows = parley_.store.history(id, parley_.now() + 1h, 100'000);
    chats += rows ? rows.value().size() : 0;
  }
  if (chats != stage_.books.chats().size()) {
    stage_.notes.wrong("M1: " + std::to_string(chats) + " rows of history for "
                       + std::to_string(stage_.books.chats().size())
                       + " chats");
  }
  for (const auto& [id, c] : stage_.books.chats()) {
    ++tally_.chats;
    tally_.lines += c.lines.size();
    for (const auto& g : c.at) {
      tally_.interruptions += g.marked ? 1U : 0U;
    }
  }
  tally_.calls = stage_.books.calls().size();
}

} // namespace parley::simulation
