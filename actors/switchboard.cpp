// Root: recovers from the store, watches over the companies, stops in order.
#include "actors/actors.hpp"
#include "actors/guard.hpp"

#include <deque>

namespace parley::actors {

namespace {

struct switchboard_state {
  static constexpr const char* name = "switchboard";
  std::map<company_id, company_actor> companies;
  std::vector<caf::typed_response_promise<stopped>> stoppers;
  bool stopping = false;
  int waiting_for = 0;
};

using self_pointer = switchboard_actor::stateful_pointer<switchboard_state>;

struct switchboard_shell {
  self_pointer self;
  const surroundings* world;
  journal_actor journal;
  history_actor history;
  std::function<void(const storage::store_error&)> on_fatal;

  [[nodiscard]] caf::typed_response_promise<stopped> stop() const {
    auto& st = self->state;
    st.stoppers.push_back(self->make_response_promise<stopped>());
    auto promise = st.stoppers.back();
    if (!st.stopping) {
      st.stopping = true;
      for (const auto& [id, company] : st.companies) {
        self->send_exit(company, caf::exit_reason::user_shutdown);
      }
      go_on();
    }
    return promise;
  }

  /// Companies first, then the journal with what they still had to write.
  void go_on() const {
    auto& st = self->state;
    if (!st.stopping || !st.companies.empty()) {
      return;
    }
    if (st.waiting_for == 0) {
      st.waiting_for = 2;
      self->monitor(journal);
      self->monitor(history);
      self->send_exit(journal, caf::exit_reason::user_shutdown);
      self->send_exit(history, caf::exit_reason::user_shutdown);
    }
  }

  void gone(const caf::down_msg& down) const {
    auto& st = self->state;
    if (st.waiting_for > 0
        && (journal == down.source || history == down.source)) {
      if (--st.waiting_for == 0) {
        for (auto& s : st.stoppers) {
          s.deliver(stopped{});
        }
        self->quit(caf::exit_reason::user_shutdown);
      }
      return;
    }
    const auto erased = std::erase_if(
      st.companies, [&](const auto& c) { return c.second == down.source; });
    if (erased > 0 && !st.stopping) {
      // Its actors hold the only view of who waits where: start again from
      // disk, which a new process does best.
      on_fatal({storage::store_errc::failed,
                "a company's actor failed: " + caf::to_string(down.reason)});
    }
    go_on();
  }

  [[nodiscard]] caf::typed_response_promise<inspections>
  show(const inspect_all& q) const {
    auto promise = self->make_response_promise<inspections>();
    struct gathering {
      inspections found;
      std::size_t missing = 0;
    };
    auto gathered = std::make_shared<gathering>();
    gathered->missing = self->state.companies.size();
    if (gathered->missing == 0) {
      promise.deliver(inspections{});
      return promise;
    }
    auto count = [gathered, promise]() mutable {
      if (--gathered->missing == 0) {
        promise.deliver(std::move(gathered->found));
      }
    };
    for (const auto& [id, company] : self->state.companies) {
      self->request(company, limits::inspection_within * 2, q)
        .then(
          [gathered, count](inspections& some) mutable {
            auto& all = gathered->found.items;
            std::move(
              some.items.begin(), some.items.end(), std::back_inserter(all));
            count();
          },
          [count](const caf::error&) mutable { count(); });
    }
    return promise;
  }
};

switchboard_actor::behavior_type
switchboard(self_pointer self,
            const surroundings* world,
            journal_actor journal,
            history_actor history,
            std::map<company_id, company_actor> companies,
            std::function<void(const storage::store_error&)> on_fatal) {
  guard(self, world, "switchboard");
  const switchboard_shell shell{
    self, world, std::move(journal), std::move(history), std::move(on_fatal)};
  self->state.companies = std::move(companies);
  for (const auto& [id, company] : self->state.companies) {
    self->monitor(company);
  }
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.gone(down); });
  return {
    [shell](const stop&) { return shell.stop(); },
    [shell](const inspect_all& q) { return shell.show(q); },
  };
}

} // namespace

directory_ptr published_directory::now() const {
  const std::lock_guard lock{mutex_};
  return newest_;
}

void published_directory::publish(const company_ptr& config,
                                  const company_actor& company) {
  const std::lock_guard lock{mutex_};
  auto next = std::make_shared<directory>(*newest_);
  std::erase_if(next->services, [&](const auto& service) {
    return service.second.first == config->id;
  });
  for (const auto& [id, service] : config->services) {
    next->services.emplace(service.token, std::pair{config->id, id});
  }
  next->companies.insert_or_assign(config->id,
                                   directory_entry{config, company});
  newest_ = std::move(next);
}

result<running, storage::store_error>
start(caf::actor_system& system,
      const surroundings* world,
      storage::store* store,
      std::function<void(const storage::store_error&)> on_fatal) {
  auto companies = store->companies();
  if (!companies) {
    return companies.error();
  }
  struct recovered {
    company_ptr config;
    std::vector<chat::state> chats;
    std::vector<call::state> calls;
  };
  std::vector<recovered> all;
  for (auto& company : companies.value()) {
    auto chats = store->open_chats(company.id);
    if (!chats) {
      return chats.error();
    }
    auto calls = store->open_calls(company.id);
    if (!calls) {
      return calls.error();
    }
    all.push_back({std::make_shared<const parley::company>(std::move(company)),
                   std::move(chats).value(),
                   std::move(calls).value()});
  }
  running r;
  const auto journal = spawn_journal(system, world, store, on_fatal);
  r.history = spawn_history(system, world, store);
  r.companies = std::make_shared<published_directory>();
  std::map<company_id, company_actor> actors;
  for (auto& c : all) {
    const company_ports ports{world, c.config, journal, r.history, r.companies};
    auto actor
      = spawn_company(system, ports, std::move(c.chats), std::move(c.calls));
    actors.emplace(c.config->id, actor);
    r.companies->publish(c.config, actor);
  }
  r.switchboard = system.spawn(switchboard,
                               world,
                               journal,
                               r.history,
                               std::move(actors),
                               std::move(on_fatal));
  return r;
}

} // namespace parley::actors
