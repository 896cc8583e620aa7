// Live figures for the operators' address (K1).
#include "gateway/core.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

namespace {

using nlohmann::json;

std::int64_t number_of(std::int64_t value) {
  return value;
}
std::int64_t number_of(const statistics::longest& value) {
  return value.ms;
}

/// Facts, member by member.
template <statistics::adds_up T>
json facts(const T& all) {
  json o = json::object();
  std::apply(
    [&](const auto&... f) {
      ((o[std::string{f.name}] = number_of(all.*f.member)), ...);
    },
    T::fields());
  return o;
}

json milliseconds(const std::optional<duration>& d) {
  return d ? json(d->count()) : json(nullptr);
}

/// K1's table: percentages whole, times in milliseconds or null.
json kpis(const statistics::queue_figures& f) {
  return {
    {"service_level", percent(service_level(f.counts), 100)},
    {"availability", percent(availability(f.counts), 100)},
    {"abandon_rate", percent(abandon_rate(f.counts), 0)},
    {"answer_speed_ms", milliseconds(answer_speed(f.counts))},
    {"first_response_ms", milliseconds(first_response(f.counts))},
    {"response_ms", milliseconds(response(f.counts))},
    {"handle_time_ms", handle_time(f.times).count()},
    {"average_handle_time_ms", milliseconds(average_handle_time(f))},
  };
}

json describe(const statistics::queue_figures& f) {
  return {{"kpis", kpis(f)},
          {"counts", facts(f.counts)},
          {"times_ms", facts(f.times)},
          {"peak_waiting", f.peak_waiting},
          {"now",
           {{"waiting", f.waiting},
            {"alerting", f.alerting},
            {"active", f.active},
            {"wrapup", f.wrapup},
            {"parked", f.parked}}}};
}

json describe(const actors::live_queue& q, timestamp now) {
  auto o = describe(q.figures);
  o["id"] = q.id.value;
  o["name"] = q.name;
  o["window_ms"] = q.window.count();
  o["agents"] = q.agents;
  o["length_max"] = q.length_max;
  const auto length = static_cast<std::int64_t>(q.length_max);
  o["kpis"]["queue_fill"]
    = percent(statistics::queue_fill(q.figures.waiting, length), 0);
  o["longest_waiting_ms"]
    = q.waiting_since ? json((now - *q.waiting_since).count()) : json(nullptr);
  o["alerts"] = json::array();
  for (const auto alert : q.alerts) {
    o["alerts"].push_back(to_string(alert));
  }
  return o;
}

json describe(const actors::live_agent& a) {
  const auto& t = a.figures.times;
  const auto items = concurrency(t);
  return {{"id", a.id.value},
          {"is_there", a.is_there},
          {"occupancy", percent(occupancy(t), 0)},
          {"concurrency",
           items.whole == 0 ? 0.0
                            : static_cast<double>(items.part)
                                / static_cast<double>(items.whole)},
          {"counts", facts(a.figures.counts)},
          {"times_ms", facts(t)}};
}

json describe(const company_id& company, const actors::live_figures& f) {
  json o{{"company", company.value},
         {"at", to_unix_ms(f.at)},
         {"complete", f.is_complete},
         {"all", describe(f.company)},
         {"queues", json::array()},
         {"agents", json::array()},
         {"flows", json::array()}};
  for (const auto& q : f.queues) {
    o["queues"].push_back(describe(q, f.at));
  }
  for (const auto& a : f.agents) {
    o["agents"].push_back(describe(a));
  }
  for (const auto& w : f.flows) {
    o["flows"].push_back({{"id", w.id.value},
                          {"in_flow", w.figures.in_flow},
                          {"time_ms", w.figures.time},
                          {"counts", facts(w.figures.counts)}});
  }
  return o;
}

struct gathering {
  std::map<company_id, json> found;
  std::size_t missing = 0;
};

/// Asks one company after the other has been asked, on one actor: no two
/// answers are handled at once.
void gather(caf::event_based_actor* self,
            const std::vector<actors::directory_entry>& companies,
            const respond& answer) {
  auto all = std::make_shared<gathering>();
  all->missing = companies.size();
  const auto finish = [all, answer] {
    if (--all->missing > 0) {
      return;
    }
    json list = json::array();
    for (auto& [id, figures] : all->found) {
      list.push_back(std::move(figures));
    }
    http_response r;
    r.body = json{{"companies", list}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
    answer(std::move(r));
  };
  for (const auto& c : companies) {
    const auto id = c.config->id;
    self->request(c.company, limits::request_within, actors::ask_figures{})
      .then(
        [all, finish, id](const actors::live_figures& f) {
          all->found[id] = describe(id, f);
          finish();
        },
        [finish](const caf::error&) { finish(); });
  }
}

} // namespace

void show_figures(const core& c, const http_request& r, const respond& answer) {
  const auto wanted = r.query.find("company");
  std::vector<actors::directory_entry> companies;
  for (const auto& [id, entry] : c.running.companies->now()->companies) {
    if (wanted == r.query.end() || wanted->second.empty()
        || wanted->second == id.value) {
      companies.push_back(entry);
    }
  }
  if (companies.empty()) {
    answer(problem({refusal_code::not_found, "company"}));
    return;
  }
  c.system->spawn([companies, answer](caf::event_based_actor* self) {
    gather(self, companies, answer);
  });
}

} // namespace parley::gateway
