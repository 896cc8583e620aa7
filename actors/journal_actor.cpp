// The only writer. All appends that are in the mailbox when a flush comes up
// form one synced write (C35): no timer, no waiting when nobody else writes.
#include "actors/actors.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "storage/audit.hpp"

#include <map>
#include <utility>

namespace parley::actors {

namespace {

struct journal_state {
  static constexpr const char* name = "journal";
  std::vector<storage::append> batch;
  std::vector<caf::typed_response_promise<append_answer>> askers;
  bool flush_scheduled = false;
  /// Who counts the events of a company.
  std::map<company_id, events_listener> listeners;
  std::uint64_t batches = 0;
  timestamp born;
};

using fatal_handler = std::function<void(const storage::store_error&)>;

struct journal_shell {
  journal_actor::stateful_pointer<journal_state> self;
  const surroundings* world;
  storage::store* store;
  fatal_handler on_fatal;

  void write() const {
    auto& st = self->state;
    st.flush_scheduled = false;
    if (st.batch.empty()) {
      return;
    }
    const auto start = world->time->micros();
    auto outcomes = store->write(st.batch);
    world->counters->commit_micros.observe(world->time->micros() - start);
    world->counters->commit_appends.observe(st.batch.size());
    increase(world->counters->commits);
    ++st.batches;
    const storage::store_error* fatal = nullptr;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      append_answer answer;
      if (outcomes[i]) {
        answer.revision = outcomes[i].value();
      } else {
        increase(world->counters->commit_failures);
        answer.error = outcomes[i].error();
        if (answer.error.code == storage::store_errc::failed
            || answer.error.code == storage::store_errc::corrupt_record) {
          fatal = &outcomes[i].error();
        }
      }
      st.askers[i].deliver(std::move(answer));
    }
    tell_listeners(outcomes);
    st.batch.clear();
    st.askers.clear();
    if (fatal != nullptr) {
      give_up(*fatal);
    }
  }

  /// What is durable now goes on to those who count it; one message a write,
  /// and nothing is copied.
  void
  tell_listeners(const std::vector<storage::append_outcome>& outcomes) const {
    auto& st = self->state;
    if (st.listeners.empty()) {
      return;
    }
    const events_listener* to = nullptr;
    company_id company;
    events_told news;
    const auto send = [&] {
      if (to != nullptr && !news.all.empty()) {
        self->send(*to, std::exchange(news, {}));
      }
    };
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      auto& append = st.batch[i];
      if (!outcomes[i] || append.events.empty()) {
        continue;
      }
      if (append.stream.company != company) {
        send();
        company = append.stream.company;
        const auto found = st.listeners.find(company);
        to = found == st.listeners.end() ? nullptr : &found->second;
      }
      if (to != nullptr) {
        news.all.push_back({std::move(append), outcomes[i].value()});
      }
    }
    send();
  }

  [[nodiscard]] configuration_stored write(const store_configuration& s) const {
    const auto stored = store->put_company(*s.config, s.by.get());
    if (stored) {
      return {};
    }
    const auto& why = stored.error();
    if (why.code == storage::store_errc::failed) {
      give_up(why);
    }
    return {why};
  }

  [[nodiscard]] act_recorded write(const record_act& r) const {
    const auto written = storage::record_audit(*store, r.company, r.act);
    if (written) {
      return {};
    }
    const auto& why = written.error();
    if (why.code == storage::store_errc::failed) {
      give_up(why);
    }
    return {why};
  }

  /// R10: what is on disk is unknown now; only a restart can tell.
  void give_up(const storage::store_error& why) const {
    world->log->write(
      log_level::error, "journal_failed", {{"error", why.text}});
    on_fatal(why);
    self->quit(caf::exit_reason::user_shutdown);
  }
};

journal_actor::behavior_type
journal(journal_actor::stateful_pointer<journal_state> self,
        const surroundings* world,
        storage::store* store,
        fatal_handler on_fatal) {
  guard(self, world, "journal");
  self->state.born = world->time->now();
  const journal_shell shell{self, world, store, std::move(on_fatal)};
  return {
    [self](storage::append& a) -> caf::typed_response_promise<append_answer> {
      auto& st = self->state;
      // Nobody else has this message: CAF copies only what is shared.
      st.batch.push_back(std::move(a));
      st.askers.push_back(self->make_response_promise<append_answer>());
      if (!st.flush_scheduled) {
        st.flush_scheduled = true;
        self->send(self, flush{});
      }
      return st.askers.back();
    },
    [shell](const flush&) { shell.write(); },
    [self](const listen& l) {
      self->state.listeners[l.company] = l.to;
      return listening{};
    },
    [shell](const store_configuration& s) { return shell.write(s); },
    [shell](const record_act& r) { return shell.write(r); },
    [self, world](const inspect&) {
      const auto& st = self->state;
      inspection i;
      i.kind = "journal";
      i.id = "journal";
      i.phase = st.batch.empty() ? "idle" : "collecting";
      i.mailbox = mailbox_length(self);
      i.born = st.born;
      i.detail = {
        {"batches", std::to_string(st.batches)},
        {"failures", std::to_string(world->counters->commit_failures.load())}};
      return i;
    },
  };
}

} // namespace

journal_actor spawn_journal(caf::actor_system& system,
                            const surroundings* world,
                            storage::store* store,
                            fatal_handler on_fatal) {
  return world->settings.detached
           ? system.spawn<caf::detached>(
             journal, world, store, std::move(on_fatal))
           : system.spawn(journal, world, store, std::move(on_fatal));
}

} // namespace parley::actors
