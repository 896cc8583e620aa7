// What a calendar comes to: open or closed now, when that changes, the hours
// of the coming days (F4). The calendars themselves: configuration.cpp.
#include "gateway/api/resource.hpp"
#include "storage/time_zones.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace parley::gateway {

namespace {

using nlohmann::json;

std::string value_of(const http_request& r, const char* name) {
  const auto found = r.query.find(name);
  return found == r.query.end() ? std::string{} : found->second;
}

struct asked_days {
  local_date first;
  std::size_t count = limits::calendar_preview_default;
};

std::variant<asked_days, refusal>
days_of(const http_request& r, const schedule& s, timestamp now) {
  asked_days days;
  days.first = date_at(s.zone(), now);
  if (const auto text = value_of(r, "from"); !text.empty()) {
    const auto date = parse_date(text);
    if (!date || date->year < limits::calendar_year_min
        || date->year > limits::calendar_year_max) {
      return refusal{refusal_code::out_of_range, "from"};
    }
    days.first = *date;
  }
  if (const auto text = value_of(r, "days"); !text.empty()) {
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, days.count);
    if (error != std::errc{} || at != end || days.count == 0
        || days.count > limits::calendar_preview_max) {
      return refusal{refusal_code::out_of_range, "days"};
    }
  }
  return days;
}

json describe(const calendar_day& day) {
  auto open = json::array();
  for (const auto& o : day.open) {
    open.push_back(
      {{"from", to_unix_ms(o.from)}, {"until", to_unix_ms(o.until)}});
  }
  return {{"date", to_text(day.date)},
          {"rule", to_string(day.rule)},
          {"name", day.name},
          {"open", std::move(open)}};
}

void preview(const core& c,
             const caller& who,
             const http_request& r,
             const respond& answer) {
  const calendar_id id{r.parts.at("id")};
  const auto found = who.config().calendars.find(id);
  const auto s = schedule::make(who.config(), id, storage::system_time_zones());
  if (found == who.config().calendars.end() || !s) {
    answer(problem({refusal_code::not_found}));
    return;
  }
  const auto now = c.world->time->now();
  const auto days = days_of(r, *s, now);
  if (const auto* wrong = std::get_if<refusal>(&days)) {
    answer(problem(*wrong));
    return;
  }
  const auto& asked = std::get<asked_days>(days);
  json body{{"zone", found->second.zone},
            {"zones", storage::time_zones_version()},
            {"now", to_unix_ms(now)},
            {"open", s->is_open(now)},
            {"days", json::array()}};
  if (const auto next = s->next_change(now)) {
    body["next_change"] = to_unix_ms(*next);
  }
  for (const auto& day : s->preview(asked.first, asked.count)) {
    body["days"].push_back(describe(day));
  }
  answer(json_response(body.dump()));
}

} // namespace

void add_calendar_routes(core& c) {
  c.public_routes.add("GET",
                      "/api/v1/calendars/{id}/preview",
                      [&c](const auto& r, const auto& answer) {
                        const auto who = identify(
                          c, r, answer, privilege::view, area::calendars);
                        if (who) {
                          preview(c, *who, r, answer);
                        }
                      });
}

} // namespace parley::gateway
