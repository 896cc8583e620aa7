// Root: recovers from the store, watches over the companies, stops in order.
#include "actors/founding.hpp"
#include "actors/guard.hpp"
#include "storage/time_zones.hpp"

#include <deque>

namespace parley::actors {

namespace {

struct switchboard_state {
  static constexpr const char* name = "switchboard";
  std::map<company_id, company_actor> companies;
  /// A new company is being stored: another one might take its tokens.
  bool founding = false;
  std::vector<caf::typed_response_promise<stopped>> stoppers;
  bool stopping = false;
  int waiting_for = 0;
};

using self_pointer
  = founding_switchboard_actor::stateful_pointer<switchboard_state>;

struct switchboard_shell {
  self_pointer self;
  const surroundings* world;
  journal_actor journal;
  history_actor history;
  published_directory_ptr published;
  std::function<void(const storage::store_error&)> on_fatal;

  [[nodiscard]] caf::typed_response_promise<company_founded>
  found(const found_company& f) const {
    auto& st = self->state;
    auto promise = self->make_response_promise<company_founded>();
    if (st.stopping) {
      promise.deliver(
        company_founded{nullptr, refusal{refusal_code::shutting_down}, {}});
      return promise;
    }
    if (st.companies.contains(f.config->id)) {
      promise.deliver(
        company_founded{nullptr, refusal{refusal_code::changed_meanwhile}, {}});
      return promise;
    }
    if (st.founding) {
      promise.deliver(
        company_founded{nullptr, refusal{refusal_code::unavailable}, {}});
      return promise;
    }
    auto next = std::make_shared<parley::company>(*f.config);
    next->version = 1;
    if (auto problems = problems_of(*next); !problems.empty()) {
      promise.deliver(company_founded{
        nullptr, refusal{refusal_code::invalid_value}, std::move(problems)});
      return promise;
    }
    st.founding = true;
    const company_ptr config = std::move(next);
    // Without a limit: the journal answers or the process ends.
    self->request(journal, caf::infinite, store_configuration{config, f.by})
      .then(
        [me = *this, config, promise](const configuration_stored& s) mutable {
          me.self->state.founding = false;
          if (s.error) {
            promise.deliver(company_founded{nullptr, refusal_of(*s.error), {}});
            return;
          }
          me.begin(config);
          promise.deliver(company_founded{config, std::nullopt, {}});
        },
        [me = *this, promise](const caf::error&) mutable {
          me.self->state.founding = false;
          promise.deliver(
            company_founded{nullptr, refusal{refusal_code::unavailable}, {}});
        });
    return promise;
  }

  /// A stored company works from now on.
  void begin(const company_ptr& config) const {
    auto& st = self->state;
    if (st.stopping) {
      // It is there after the next start.
      return;
    }
    const company_ports ports{world, config, journal, history, published};
    auto actor = spawn_company(self->system(), ports, {}, {});
    self->monitor(actor);
    st.companies.emplace(config->id, actor);
    published->publish(config, actor);
  }

  [[nodiscard]] std::vector<std::string>
  problems_of(const parley::company& c) const {
    auto problems = validate(c);
    for (auto& sentence : validate_zones(c, storage::system_time_zones())) {
      problems.push_back(std::move(sentence));
    }
    for (auto& sentence : taken_tokens(*published->now(), c)) {
      problems.push_back(std::move(sentence));
    }
    return problems;
  }

  [[nodiscard]] static refusal refusal_of(const storage::store_error& why) {
    return refusal{why.code == storage::store_errc::full
                     ? refusal_code::storage_full
                     : refusal_code::unavailable};
  }

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

founding_switchboard_actor::behavior_type
switchboard(self_pointer self,
            const surroundings* world,
            journal_actor journal,
            history_actor history,
            published_directory_ptr published,
            std::map<company_id, company_actor> companies,
            std::function<void(const storage::store_error&)> on_fatal) {
  guard(self, world, "switchboard");
  const switchboard_shell shell{self,
                                world,
                                std::move(journal),
                                std::move(history),
                                std::move(published),
                                std::move(on_fatal)};
  self->state.companies = std::move(companies);
  for (const auto& [id, company] : self->state.companies) {
    self->monitor(company);
  }
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.gone(down); });
  return {
    [shell](const stop&) { return shell.stop(); },
    [shell](const inspect_all& q) { return shell.show(q); },
    [shell](const found_company& f) { return shell.found(f); },
  };
}

} // namespace

std::vector<std::string> taken_tokens(const directory& all,
                                      const parley::company& c) {
  std::vector<std::string> problems;
  for (const auto& [id, service] : c.services) {
    const auto known = all.services.find(service.token);
    if (known != all.services.end() && known->second.first != c.id) {
      problems.push_back("services." + id.value
                         + ".token: is that of another company");
    }
  }
  return problems;
}

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
                               r.companies,
                               std::move(actors),
                               std::move(on_fatal));
  return r;
}

} // namespace parley::actors
