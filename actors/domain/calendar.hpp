// When a company is open: weekly hours, dates with hours of their own, lists of
// holidays, in the local time of a zone (F4). Pure: what a zone's clock shows
// comes through a port, because the rules of zones change by law.
#ifndef PARLEY_ACTORS_DOMAIN_CALENDAR_HPP
#define PARLEY_ACTORS_DOMAIN_CALENDAR_HPP

#include "protocol/ids.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

// ---------------------------------------------------------------------------
// The port to the time zone database.

/// The clock on the wall of one zone. Safe from any thread.
class time_zone {
public:
  virtual ~time_zone() = default;
  /// What the wall shows minus UTC.
  [[nodiscard]] virtual duration offset_at(timestamp t) const = 0;
  /// The first instant after `t` at which the offset may be another one.
  [[nodiscard]] virtual std::optional<timestamp>
  next_offset_change(timestamp t) const = 0;
};

/// Zones by their IANA names. Safe from any thread.
class time_zones {
public:
  virtual ~time_zones() = default;
  /// @returns the zone, or null if the database has none of this name.
  [[nodiscard]] virtual std::shared_ptr<const time_zone>
  find(std::string_view name) const = 0;
};

// ---------------------------------------------------------------------------
// Local dates and times.

enum class weekday : std::uint8_t {
  monday,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday
};
template <>
inline constexpr auto
  names_of<weekday> = std::to_array<std::pair<weekday, std::string_view>>({
    {weekday::monday, "monday"},
    {weekday::tuesday, "tuesday"},
    {weekday::wednesday, "wednesday"},
    {weekday::thursday, "thursday"},
    {weekday::friday, "friday"},
    {weekday::saturday, "saturday"},
    {weekday::sunday, "sunday"},
  });

/// A day of the Gregorian calendar, wherever it is.
struct local_date {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  friend bool operator==(const local_date&, const local_date&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads it.
  friend auto operator<=>(const local_date&, const local_date&) = default;
};

/// A time of day in minutes since midnight; 1440 is the midnight that ends it.
struct local_time {
  int minutes = 0;
  friend bool operator==(const local_time&, const local_time&) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads it.
  friend auto operator<=>(const local_time&, const local_time&) = default;
};

/// `2026-12-24`; nothing if there is no such day.
[[nodiscard]] std::optional<local_date> parse_date(std::string_view text);
[[nodiscard]] std::string to_text(const local_date& d);
/// `00:00` to `24:00`.
[[nodiscard]] std::optional<local_time> parse_time(std::string_view text);
[[nodiscard]] std::string to_text(local_time t);
[[nodiscard]] weekday weekday_of(const local_date& d);
[[nodiscard]] local_date plus_days(const local_date& d, int days);
/// The date on the wall.
[[nodiscard]] local_date date_at(const time_zone& zone, timestamp t);

// ---------------------------------------------------------------------------
// Configuration.

/// From a time of day to another. One that is not later is on the next day:
/// 22:00 to 06:00 goes over midnight.
struct local_range {
  local_time from;
  local_time until;
  friend bool operator==(const local_range&, const local_range&) = default;
};

/// A relative range: on these weekdays. It belongs to the day it begins on.
struct weekly_hours {
  std::set<weekday> days;
  local_time from;
  local_time until;
  friend bool operator==(const weekly_hours&, const weekly_hours&) = default;
};

/// An absolute range: from a date to a date, both included, these hours and no
/// others hold, also on holidays.
struct date_hours {
  std::string name;
  local_date first;
  local_date last;
  /// Empty: closed.
  std::vector<local_range> open;
  friend bool operator==(const date_hours&, const date_hours&) = default;
};

struct holiday {
  std::string name;
  local_date date;
  /// Each year from `date` on; the 29th of February in leap years only.
  bool yearly = false;
  friend bool operator==(const holiday&, const holiday&) = default;
};

/// Days on which calendars that name the list are closed.
struct holiday_list {
  holiday_list_id id;
  std::string name;
  std::string description;
  std::vector<holiday> holidays;
  friend bool operator==(const holiday_list&, const holiday_list&) = default;
};

struct calendar_config {
  calendar_id id;
  std::string name;
  std::string description;
  /// IANA name, `Europe/Berlin`.
  std::string zone = "UTC";
  std::vector<weekly_hours> weekly;
  /// The first one that names a date holds.
  std::vector<date_hours> dates;
  std::set<holiday_list_id> holiday_lists;
  friend bool operator==(const calendar_config&, const calendar_config&)
    = default;
};

struct company;

/// What is wrong with the calendars and holiday lists of a company, a sentence
/// each, with the path of the value; but for the names of zones.
[[nodiscard]] std::vector<std::string> validate_calendars(const company& c);
/// What is wrong with the names of zones: not in the database.
[[nodiscard]] std::vector<std::string> validate_zones(const company& c,
                                                      const time_zones& zones);

// ---------------------------------------------------------------------------
// Answers.

/// From an instant up to another, which is not part of it.
struct opening {
  timestamp from;
  timestamp until;
  friend bool operator==(const opening&, const opening&) = default;
};

/// Why a day has the hours that it has; each one outweighs those before.
enum class day_rule : std::uint8_t { weekly, holiday, dates };
template <>
inline constexpr auto
  names_of<day_rule> = std::to_array<std::pair<day_rule, std::string_view>>({
    {day_rule::weekly, "weekly"},
    {day_rule::holiday, "holiday"},
    {day_rule::dates, "dates"},
  });

struct calendar_day {
  local_date date;
  day_rule rule = day_rule::weekly;
  /// Of the holiday or the date.
  std::string name;
  /// What begins on this day, in order, without overlaps; may end on the next.
  std::vector<opening> open;
  friend bool operator==(const calendar_day&, const calendar_day&) = default;
};

/// A calendar with the lists that it names and the clock that it goes by. Looks
/// into the company, which must outlive it.
class schedule {
public:
  /// @returns nothing if there is no such calendar or its zone is not known.
  [[nodiscard]] static std::optional<schedule>
  make(const company& c, const calendar_id& id, const time_zones& zones);

  /// F4. A range begins at the first instant at which the wall shows its
  /// beginning or later, and ends when the wall shows less than its end for
  /// the last time. So in a spring night a range shrinks by the hour that is
  /// not there, in an autumn night it has the doubled hour twice and no hole.
  [[nodiscard]] bool is_open(timestamp t) const;
  /// When `is_open` changes next, strictly after `t`; absent: not within
  /// `limits::calendar_horizon_days`.
  [[nodiscard]] std::optional<timestamp> next_change(timestamp t) const;
  /// The days from `first` on.
  [[nodiscard]] std::vector<calendar_day> preview(const local_date& first,
                                                  std::size_t days) const;
  [[nodiscard]] const time_zone& zone() const { return *zone_; }

private:
  struct rule {
    day_rule kind = day_rule::weekly;
    const date_hours* dates = nullptr;
    std::string_view name;
  };
  [[nodiscard]] rule rule_of(const local_date& d) const;
  [[nodiscard]] bool ends_at_midnight(const local_date& today,
                                      const rule& r) const;
  /// What begins on a day, in order and joined.
  [[nodiscard]] std::vector<opening> openings_of(const local_date& d,
                                                 const rule& r) const;
  [[nodiscard]] std::vector<opening> openings_of(const local_date& d) const {
    return openings_of(d, rule_of(d));
  }
  [[nodiscard]] std::optional<timestamp> next_end(timestamp t) const;
  [[nodiscard]] std::optional<timestamp> next_begin(timestamp t) const;

  const calendar_config* calendar_ = nullptr;
  std::vector<const holiday_list*> lists_;
  std::shared_ptr<const time_zone> zone_;
};

/// F4: is a calendar of the company open? Absent: there is none of this id, or
/// its zone is not known (any more).
[[nodiscard]] std::optional<bool> is_open(const company& c,
                                          const calendar_id& id,
                                          timestamp t,
                                          const time_zones& zones);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_CALENDAR_HPP
