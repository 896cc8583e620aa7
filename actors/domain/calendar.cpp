#include "actors/domain/calendar.hpp"

#include "actors/domain/company.hpp"
#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

#include <algorithm>

namespace parley {

namespace {

using namespace std::chrono_literals;

constexpr int day_minutes = 24 * 60;
/// No clock is further from UTC, and none is put by more at once.
constexpr duration clocks_apart = 48h;

std::chrono::sys_days days_of(const local_date& d) {
  return std::chrono::sys_days{std::chrono::year{d.year}
                               / std::chrono::month{d.month}
                               / std::chrono::day{d.day}};
}

local_date date_of(std::chrono::sys_days days) {
  const std::chrono::year_month_day date{days};
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

/// What the wall shows, as if it were UTC.
timestamp wall(const local_date& d, int minutes) {
  return timestamp{days_of(d)} + std::chrono::minutes{minutes};
}

/// Calls `use(begin, end, offset)` for the stretches of constant offset around
/// a wall time, in order, until it answers true.
template <class Use>
void for_stretches(const time_zone& zone, timestamp shown, Use use) {
  auto begin = shown - clocks_apart;
  while (begin <= shown + clocks_apart) {
    const auto next = zone.next_offset_change(begin);
    const auto end = next.value_or(timestamp::max());
    if (use(begin, end, zone.offset_at(begin)) || !next) {
      return;
    }
    begin = end;
  }
}

/// The first instant at which the wall shows `shown` or more.
timestamp first_from(const time_zone& zone, timestamp shown) {
  auto found = shown;
  for_stretches(
    zone, shown, [&](timestamp begin, timestamp end, duration offset) {
      found = std::max(begin, shown - offset);
      return found < end;
    });
  return found;
}

/// The end of the last instant at which the wall shows less than `shown`.
timestamp last_before(const time_zone& zone, timestamp shown) {
  auto found = shown;
  for_stretches(
    zone, shown, [&](timestamp begin, timestamp end, duration offset) {
      if (begin + offset < shown) {
        found = std::min(end, shown - offset);
      }
      return false;
    });
  return found;
}

/// Sorts and joins what touches or overlaps.
std::vector<opening> joined(std::vector<opening> all) {
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.from < b.from;
  });
  std::vector<opening> whole;
  whole.reserve(all.size());
  for (const auto& o : all) {
    if (o.from >= o.until) {
      continue;
    }
    if (!whole.empty() && o.from <= whole.back().until) {
      whole.back().until = std::max(whole.back().until, o.until);
    } else {
      whole.push_back(o);
    }
  }
  return whole;
}

bool is_on(const holiday& h, const local_date& d) {
  if (h.yearly) {
    return d >= h.date && d.month == h.date.month && d.day == h.date.day;
  }
  return d == h.date;
}

std::optional<int> number_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string two_digits(unsigned value) {
  auto text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

// --- What is wrong. ----------------------------------------------------------

using sentences = std::vector<std::string>;

void check_count(sentences& wrong,
                 const std::string& at,
                 std::size_t count,
                 std::size_t most,
                 const char* what) {
  if (count > most) {
    wrong.push_back(at + ": needs 0-" + std::to_string(most) + " " + what);
  }
}

void check_texts(sentences& wrong,
                 const std::string& at,
                 const std::string& name,
                 const std::string& description) {
  if (wire::is_blank(name)
      || wire::characters(name) > limits::name_characters_max) {
    wrong.push_back(at + ".name: needs 1-100 characters");
  }
  if (wire::characters(description) > limits::description_characters_max) {
    wrong.push_back(at + ".description: needs 0-250 characters");
  }
}

void check_date(sentences& wrong, const std::string& at, const local_date& d) {
  if (d.year < limits::calendar_year_min
      || d.year > limits::calendar_year_max) {
    wrong.push_back(at + ": needs a year from 2000 to 2199");
  }
}

void check_range(sentences& wrong, const std::string& at, local_time from) {
  if (from.minutes >= day_minutes) {
    wrong.push_back(at + ".from: needs 00:00-23:59");
  }
}

void check_dates(sentences& wrong,
                 const std::string& at,
                 const date_hours& hours) {
  if (wire::characters(hours.name) > limits::name_characters_max) {
    wrong.push_back(at + ".name: needs 0-100 characters");
  }
  check_date(wrong, at + ".first", hours.first);
  check_date(wrong, at + ".last", hours.last);
  if (hours.last < hours.first) {
    wrong.push_back(at + ".last: is before the first");
  }
  check_count(wrong,
              at + ".open",
              hours.open.size(),
              limits::calendar_date_ranges_max,
              "ranges");
  for (std::size_t i = 0; i < hours.open.size(); ++i) {
    check_range(wrong, at + ".open." + std::to_string(i), hours.open[i].from);
  }
}

void check_calendar(sentences& wrong,
                    const company& all,
                    const calendar_config& c) {
  const auto at = "calendars." + c.id.value;
  check_texts(wrong, at, c.name, c.description);
  check_count(wrong,
              at + ".weekly",
              c.weekly.size(),
              limits::calendar_weekly_max,
              "ranges");
  check_count(
    wrong, at + ".dates", c.dates.size(), limits::calendar_dates_max, "dates");
  check_count(wrong,
              at + ".holiday_lists",
              c.holiday_lists.size(),
              limits::calendar_holiday_lists_max,
              "lists");
  for (std::size_t i = 0; i < c.weekly.size(); ++i) {
    const auto here = at + ".weekly." + std::to_string(i);
    check_range(wrong, here, c.weekly[i].from);
    if (c.weekly[i].days.empty()) {
      wrong.push_back(here + ".days: needs a weekday");
    }
  }
  for (std::size_t i = 0; i < c.dates.size(); ++i) {
    check_dates(wrong, at + ".dates." + std::to_string(i), c.dates[i]);
  }
  for (const auto& list : c.holiday_lists) {
    if (!all.holiday_lists.contains(list)) {
      wrong.push_back(at + ".holiday_lists: there is no '" + list.value + "'");
    }
  }
}

void check_list(sentences& wrong, const holiday_list& list) {
  const auto at = "holiday_lists." + list.id.value;
  check_texts(wrong, at, list.name, list.description);
  check_count(wrong,
              at + ".holidays",
              list.holidays.size(),
              limits::holidays_max,
              "holidays");
  for (std::size_t i = 0; i < list.holidays.size(); ++i) {
    const auto here = at + ".holidays." + std::to_string(i);
    check_date(wrong, here + ".date", list.holidays[i].date);
    if (wire::characters(list.holidays[i].name) > limits::name_characters_max) {
      wrong.push_back(here + ".name: needs 0-100 characters");
    }
  }
}

/// Names are unique (O4), keys are ids and those of what they lead to.
template <class Things>
void check_keys(sentences& wrong, const std::string& path, const Things& all) {
  std::set<std::string> names;
  for (const auto& [id, thing] : all) {
    const auto at = path + "." + id.value;
    if (!is_valid_id(id.value)) {
      wrong.push_back(at + ": '" + id.value + "' is not an id");
    }
    if (id != thing.id) {
      wrong.push_back(at + ": has the id '" + thing.id.value + "'");
    }
    if (!names.insert(thing.name).second) {
      wrong.push_back(at + ": used twice");
    }
  }
}

} // namespace

// --- Local dates and times. --------------------------------------------------

std::optional<local_date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const auto date = std::chrono::year{*year}
                    / std::chrono::month{static_cast<unsigned>(*month)}
                    / std::chrono::day{static_cast<unsigned>(*day)};
  if (!date.ok()) {
    return std::nullopt;
  }
  return local_date{
    *year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)};
}

std::string to_text(const local_date& d) {
  auto year = std::to_string(d.year);
  if (year.size() < 4) {
    year.insert(0, 4 - year.size(), '0');
  }
  return year + "-" + two_digits(d.month) + "-" + two_digits(d.day);
}

std::optional<local_time> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hours = number_of(text.substr(0, 2));
  const auto minutes = number_of(text.substr(3, 2));
  if (!hours || !minutes || *minutes > 59) {
    return std::nullopt;
  }
  const int all = *hours * 60 + *minutes;
  return all <= day_minutes ? std::optional{local_time{all}} : std::nullopt;
}

std::string to_text(local_time t) {
  return two_digits(static_cast<unsigned>(t.minutes / 60)) + ":"
         + two_digits(static_cast<unsigned>(t.minutes % 60));
}

weekday weekday_of(const local_date& d) {
  const std::chrono::weekday day{days_of(d)};
  return static_cast<weekday>(day.iso_encoding() - 1);
}

local_date plus_days(const local_date& d, int days) {
  return date_of(days_of(d) + std::chrono::days{days});
}

local_date date_at(const time_zone& zone, timestamp t) {
  return date_of(std::chrono::floor<std::chrono::days>(t + zone.offset_at(t)));
}

// --- Validation. -------------------------------------------------------------

std::vector<std::string> validate_calendars(const company& c) {
  sentences wrong;
  check_count(
    wrong, "calendars", c.calendars.size(), limits::calendars_max, "calendars");
  check_count(wrong,
              "holiday_lists",
              c.holiday_lists.size(),
              limits::holiday_lists_max,
              "lists");
  check_keys(wrong, "calendars", c.calendars);
  check_keys(wrong, "holiday_lists", c.holiday_lists);
  for (const auto& [id, calendar] : c.calendars) {
    check_calendar(wrong, c, calendar);
  }
  for (const auto& [id, list] : c.holiday_lists) {
    check_list(wrong, list);
  }
  return wrong;
}

std::vector<std::string> validate_zones(const company& c,
                                        const time_zones& zones) {
  sentences wrong;
  for (const auto& [id, calendar] : c.calendars) {
    if (zones.find(calendar.zone) == nullptr) {
      auto sentence = "calendars." + id.value + ".zone: ";
      sentence += "is not the name of a time zone";
      wrong.push_back(std::move(sentence));
    }
  }
  return wrong;
}

// --- Answers. ----------------------------------------------------------------

std::optional<schedule> schedule::make(const company& c,
                                       const calendar_id& id,
                                       const time_zones& zones) {
  const auto found = c.calendars.find(id);
  if (found == c.calendars.end()) {
    return std::nullopt;
  }
  schedule s;
  s.calendar_ = &found->second;
  s.zone_ = zones.find(found->second.zone);
  if (!s.zone_) {
    return std::nullopt;
  }
  for (const auto& list : found->second.holiday_lists) {
    const auto there = c.holiday_lists.find(list);
    if (there != c.holiday_lists.end()) {
      s.lists_.push_back(&there->second);
    }
  }
  return s;
}

schedule::rule schedule::rule_of(const local_date& d) const {
  for (const auto& dates : calendar_->dates) {
    if (d >= dates.first && d <= dates.last) {
      return {day_rule::dates, &dates, dates.name};
    }
  }
  for (const auto* list : lists_) {
    for (const auto& h : list->holidays) {
      if (is_on(h, d)) {
        return {day_rule::holiday, nullptr, h.name};
      }
    }
  }
  return {};
}

/// A night that goes over midnight into a day with stronger rules ends there.
bool schedule::ends_at_midnight(const local_date& today, const rule& r) const {
  const auto next = rule_of(plus_days(today, 1));
  return next.kind > r.kind
         || (next.kind == day_rule::dates && next.dates != r.dates);
}

std::vector<opening> schedule::openings_of(const local_date& d,
                                           const rule& r) const {
  std::vector<opening> all;
  const auto add = [&](local_time from, local_time until) {
    const bool over_midnight = until <= from;
    auto end = wall(d, until.minutes + (over_midnight ? day_minutes : 0));
    if (over_midnight && ends_at_midnight(d, r)) {
      end = wall(d, day_minutes);
    }
    all.push_back(
      {first_from(*zone_, wall(d, from.minutes)), last_before(*zone_, end)});
  };
  if (r.dates != nullptr) {
    for (const auto& range : r.dates->open) {
      add(range.from, range.until);
    }
  } else if (r.kind == day_rule::weekly) {
    const auto day = weekday_of(d);
    for (const auto& hours : calendar_->weekly) {
      if (hours.days.contains(day)) {
        add(hours.from, hours.until);
      }
    }
  }
  return joined(std::move(all));
}

bool schedule::is_open(timestamp t) const {
  const auto today = date_at(*zone_, t);
  // Yesterday may go over midnight; a clock that is put back over midnight
  // shows yesterday when today has begun.
  for (const int day : {-1, 0, 1}) {
    const auto all = openings_of(plus_days(today, day));
    if (std::any_of(all.begin(), all.end(), [&](const opening& o) {
          return o.from <= t && t < o.until;
        })) {
      return true;
    }
  }
  return false;
}

std::optional<timestamp> schedule::next_end(timestamp t) const {
  const auto today = date_at(*zone_, t);
  auto end = t;
  for (int day = -1; day <= limits::calendar_horizon_days; ++day) {
    const auto date = plus_days(today, day);
    for (const auto& o : openings_of(date)) {
      if (o.from <= end) {
        end = std::max(end, o.until);
      }
    }
    // What begins on a later day cannot touch it any more.
    if (day > 0 && end < first_from(*zone_, wall(date, 0))) {
      return end;
    }
  }
  return std::nullopt;
}

std::optional<timestamp> schedule::next_begin(timestamp t) const {
  const auto today = date_at(*zone_, t);
  for (int day = -1; day <= limits::calendar_horizon_days; ++day) {
    for (const auto& o : openings_of(plus_days(today, day))) {
      if (o.from > t) {
        return o.from;
      }
    }
  }
  return std::nullopt;
}

std::optional<timestamp> schedule::next_change(timestamp t) const {
  return is_open(t) ? next_end(t) : next_begin(t);
}

std::vector<calendar_day> schedule::preview(const local_date& first,
                                            std::size_t days) const {
  std::vector<calendar_day> all;
  all.reserve(days);
  for (std::size_t i = 0; i < days; ++i) {
    const auto date = plus_days(first, static_cast<int>(i));
    const auto r = rule_of(date);
    all.push_back({date, r.kind, std::string{r.name}, openings_of(date, r)});
  }
  return all;
}

std::optional<bool> is_open(const company& c,
                            const calendar_id& id,
                            timestamp t,
                            const time_zones& zones) {
  const auto s = schedule::make(c, id, zones);
  return s ? std::optional{s->is_open(t)} : std::nullopt;
}

} // namespace parley
