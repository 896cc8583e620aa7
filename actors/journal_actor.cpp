// The only writer. All appends that are in the mailbox when a flush comes up
// form one synced write (C35): no timer, no waiting when nobody else writes.
#include "actors/actors.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"

namespace parley::actors {

namespace {

struct journal_state {
  static constexpr const char* name = "journal";
  std::vector<storage::append> batch;
  std::vector<caf::typed_response_promise<append_answer>> askers;
  bool flush_scheduled = false;
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
    st.batch.clear();
    st.askers.clear();
    if (fatal != nullptr) {
      // R10: what is on disk is unknown now; only a restart can tell.
      world->log->write(
        log_level::error, "journal_failed", {{"error", fatal->text}});
      on_fatal(*fatal);
      self->quit(caf::exit_reason::user_shutdown);
    }
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
