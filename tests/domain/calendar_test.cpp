// Hours of a calendar (F4) on clocks of a test's own: rules of days, ranges
// over midnight, holidays, what is wrong with a calendar. Real zones:
// tests/storage/time_zones_test.cpp.
#include "actors/domain/calendar.hpp"
#include "actors/domain/company.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A zone that changes its clock once.
class one_change final : public time_zone {
public:
  one_change(timestamp when, duration before, duration after)
      : when_{when}, before_{before}, after_{after} {}
  [[nodiscard]] duration offset_at(timestamp t) const override {
    return t < when_ ? before_ : after_;
  }
  [[nodiscard]] std::optional<timestamp>
  next_offset_change(timestamp t) const override {
    return t < when_ ? std::optional{when_} : std::nullopt;
  }

private:
  timestamp when_;
  duration before_;
  duration after_;
};

timestamp utc(int year, unsigned month, unsigned day, duration time = 0s) {
  return timestamp{std::chrono::sys_days{std::chrono::year{year}
                                         / std::chrono::month{month}
                                         / std::chrono::day{day}}}
         + time;
}

/// 2026-03-08 is a Sunday.
class test_zones final : public time_zones {
public:
  [[nodiscard]] std::shared_ptr<const time_zone>
  find(std::string_view name) const override {
    if (name == "UTC") {
      return std::make_shared<one_change>(utc(2000, 1, 1), 0h, 0h);
    }
    // At midnight an hour back: 23:00 to 24:00 is there twice.
    if (name == "Test/Back") {
      return std::make_shared<one_change>(utc(2026, 3, 9), 0h, -1h);
    }
    // At midnight an hour on: the day begins at 1:00.
    if (name == "Test/On") {
      return std::make_shared<one_change>(utc(2026, 3, 9), 0h, 1h);
    }
    return nullptr;
  }
};

const test_zones zones;
const calendar_id office{"office"};
const holiday_list_id feasts{"feasts"};
const std::set<weekday> working{weekday::monday,
                                weekday::tuesday,
                                weekday::wednesday,
                                weekday::thursday,
                                weekday::friday};

constexpr int clock(int hours, int minutes = 0) {
  return hours * 60 + minutes;
}

company with(calendar_config calendar, std::vector<holiday> holidays = {}) {
  company c;
  calendar.id = office;
  calendar.name = "Office";
  calendar.holiday_lists = {feasts};
  c.calendars[office] = std::move(calendar);
  c.holiday_lists[feasts] = {feasts, "Feasts", "", std::move(holidays)};
  return c;
}

company weekly(std::vector<weekly_hours> hours,
               const std::string& zone = "UTC") {
  return with({office, "", "", zone, std::move(hours), {}, {}});
}

bool open(const company& c, timestamp t) {
  const auto is = is_open(c, office, t, zones);
  EXPECT_TRUE(is);
  return is.value_or(false);
}

std::optional<timestamp> next(const company& c, timestamp t) {
  return schedule::make(c, office, zones)->next_change(t);
}

calendar_day day_of(const company& c, const local_date& d) {
  return schedule::make(c, office, zones)->preview(d, 1).front();
}

TEST(calendar, F4_weekly_hours_hold_on_their_weekdays) {
  const auto c = weekly({{working, {clock(9)}, {clock(17)}}});
  // A Friday.
  EXPECT_FALSE(open(c, utc(2026, 3, 6, 9h - 1ms)));
  EXPECT_TRUE(open(c, utc(2026, 3, 6, 9h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 6, 17h - 1ms)));
  EXPECT_FALSE(open(c, utc(2026, 3, 6, 17h)));
  EXPECT_FALSE(open(c, utc(2026, 3, 7, 12h)));
  EXPECT_FALSE(open(c, utc(2026, 3, 8, 12h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 9, 12h)));
  EXPECT_EQ(next(c, utc(2026, 3, 6, 12h)), utc(2026, 3, 6, 17h));
  EXPECT_EQ(next(c, utc(2026, 3, 6, 17h)), utc(2026, 3, 9, 9h));
}

TEST(calendar, F4_a_range_over_midnight_belongs_to_the_day_it_begins_on) {
  const auto c = weekly({{{weekday::friday}, {clock(22)}, {clock(6)}}});
  EXPECT_FALSE(open(c, utc(2026, 3, 6, 5h)));
  EXPECT_FALSE(open(c, utc(2026, 3, 6, 21h + 59min)));
  EXPECT_TRUE(open(c, utc(2026, 3, 6, 22h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 7, 0h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 7, 6h - 1ms)));
  EXPECT_FALSE(open(c, utc(2026, 3, 7, 6h)));
  EXPECT_FALSE(open(c, utc(2026, 3, 7, 23h)));
  EXPECT_EQ(next(c, utc(2026, 3, 7, 1h)), utc(2026, 3, 7, 6h));
}

TEST(calendar, F4_ranges_that_touch_are_one) {
  const auto c = weekly({{working, {clock(8)}, {clock(12)}},
                         {working, {clock(11)}, {clock(24)}},
                         {working, {clock(0)}, {clock(8)}}});
  const auto monday = day_of(c, {2026, 3, 9});
  EXPECT_THAT(monday.open,
              ElementsAre(opening{utc(2026, 3, 9), utc(2026, 3, 10)}));
  // All week without a gap.
  EXPECT_EQ(next(c, utc(2026, 3, 9, 3h)), utc(2026, 3, 14));
}

TEST(calendar, F4_the_same_beginning_and_end_are_a_whole_day) {
  const auto c = weekly({{{weekday::friday}, {clock(8)}, {clock(8)}}});
  EXPECT_TRUE(open(c, utc(2026, 3, 7, 8h - 1ms)));
  EXPECT_FALSE(open(c, utc(2026, 3, 7, 8h)));
}

TEST(calendar, F4_holidays_are_closed_also_for_the_night_before) {
  calendar_config cfg;
  cfg.weekly
    = {{working, {clock(22)}, {clock(6)}}, {working, {clock(9)}, {clock(17)}}};
  const auto c = with(cfg, {{"Feast", {2026, 3, 10}, false}});
  const auto day = day_of(c, {2026, 3, 10});
  EXPECT_EQ(day.rule, day_rule::holiday);
  EXPECT_EQ(day.name, "Feast");
  EXPECT_THAT(day.open, IsEmpty());
  EXPECT_TRUE(open(c, utc(2026, 3, 10) - 1ms));
  EXPECT_FALSE(open(c, utc(2026, 3, 10)));
  EXPECT_FALSE(open(c, utc(2026, 3, 10, 23h)));
  EXPECT_FALSE(open(c, utc(2026, 3, 11, 5h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 11, 9h)));
  EXPECT_EQ(next(c, utc(2026, 3, 9, 23h)), utc(2026, 3, 10));
}

TEST(calendar, F4_a_yearly_holiday_comes_again_and_not_before) {
  calendar_config cfg;
  cfg.weekly = {{working, {clock(0)}, {clock(24)}}};
  const auto c
    = with(cfg, {{"May", {2026, 5, 1}, true}, {"Leap", {2024, 2, 29}, true}});
  EXPECT_EQ(day_of(c, {2025, 5, 1}).rule, day_rule::weekly);
  EXPECT_EQ(day_of(c, {2026, 5, 1}).rule, day_rule::holiday);
  EXPECT_EQ(day_of(c, {2035, 5, 1}).rule, day_rule::holiday);
  EXPECT_EQ(day_of(c, {2028, 2, 29}).rule, day_rule::holiday);
  EXPECT_EQ(day_of(c, {2027, 3, 1}).rule, day_rule::weekly);
  EXPECT_EQ(day_of(c, {2027, 2, 28}).rule, day_rule::weekly);
}

TEST(calendar, F4_dates_outweigh_holidays_and_weekdays) {
  calendar_config cfg;
  cfg.weekly = {{working, {clock(9)}, {clock(17)}}};
  cfg.dates
    = {{"Fair", {2026, 3, 9}, {2026, 3, 10}, {{{clock(20)}, {clock(2)}}}},
       {"Closed", {2026, 3, 10}, {2026, 3, 12}, {}}};
  const auto c = with(cfg, {{"Feast", {2026, 3, 9}, false}});
  EXPECT_FALSE(open(c, utc(2026, 3, 9, 12h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 9, 20h)));
  // The same dates go on after midnight.
  EXPECT_TRUE(open(c, utc(2026, 3, 10, 1h)));
  EXPECT_FALSE(open(c, utc(2026, 3, 10, 12h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 10, 21h)));
  // The next day has others.
  EXPECT_FALSE(open(c, utc(2026, 3, 11, 1h)));
  EXPECT_EQ(day_of(c, {2026, 3, 10}).name, "Fair");
  EXPECT_EQ(day_of(c, {2026, 3, 11}).name, "Closed");
  EXPECT_FALSE(open(c, utc(2026, 3, 12, 12h)));
  EXPECT_TRUE(open(c, utc(2026, 3, 13, 12h)));
}

TEST(calendar, F4_special_hours_go_over_midnight_into_a_holiday) {
  calendar_config cfg;
  cfg.dates = {
    {"New Year", {2026, 12, 31}, {2026, 12, 31}, {{{clock(18)}, {clock(2)}}}}};
  const auto c = with(cfg, {{"First", {2027, 1, 1}, true}});
  EXPECT_TRUE(open(c, utc(2027, 1, 1, 2h - 1ms)));
  EXPECT_FALSE(open(c, utc(2027, 1, 1, 2h)));
}

TEST(calendar, F4_a_midnight_that_comes_twice_ends_the_day_the_second_time) {
  const auto c
    = weekly({{{weekday::sunday}, {clock(20)}, {clock(24)}}}, "Test/Back");
  // The wall shows 23:00 again when it should show midnight.
  EXPECT_TRUE(open(c, utc(2026, 3, 9, 30min)));
  EXPECT_FALSE(open(c, utc(2026, 3, 9, 1h)));
  EXPECT_EQ(next(c, utc(2026, 3, 8, 21h)), utc(2026, 3, 9, 1h));
}

TEST(calendar, F4_a_midnight_that_is_left_out_ends_and_begins_days_there) {
  const auto c = weekly({{{weekday::sunday}, {clock(20)}, {clock(24)}},
                         {{weekday::monday}, {clock(0, 30)}, {clock(0, 50)}},
                         {{weekday::monday}, {clock(0, 30)}, {clock(2)}}},
                        "Test/On");
  EXPECT_EQ(day_of(c, {2026, 3, 8}).open.front().until, utc(2026, 3, 9));
  EXPECT_THAT(day_of(c, {2026, 3, 9}).open,
              ElementsAre(opening{utc(2026, 3, 9), utc(2026, 3, 9, 1h)}));
}

TEST(calendar, F4_what_never_changes_has_no_next_change) {
  EXPECT_EQ(next(weekly({}), utc(2026, 3, 6)), std::nullopt);
  std::set<weekday> all = working;
  all.insert({weekday::saturday, weekday::sunday});
  EXPECT_EQ(next(weekly({{all, {0}, {clock(24)}}}), utc(2026, 3, 6)),
            std::nullopt);
}

TEST(calendar, F4_a_change_is_found_at_the_horizon_and_not_beyond) {
  const local_date today{2026, 3, 6};
  for (const int beyond : {0, 1}) {
    calendar_config cfg;
    const auto day = plus_days(today, limits::calendar_horizon_days + beyond);
    cfg.dates = {{"Fair", day, day, {{{clock(9)}, {clock(17)}}}}};
    EXPECT_EQ(next(with(cfg), utc(2026, 3, 6)).has_value(), beyond == 0);
  }
}

TEST(calendar, F4_a_calendar_or_zone_that_is_not_there_gives_no_answer) {
  const auto c = weekly({}, "Test/Nowhere");
  EXPECT_EQ(is_open(c, office, utc(2026, 3, 6), zones), std::nullopt);
  EXPECT_EQ(is_open(c, calendar_id{"x"}, utc(2026, 3, 6), zones), std::nullopt);
}

TEST(calendar, F4_dates_and_times_are_read_strictly) {
  EXPECT_EQ(parse_date("2024-02-29"), (local_date{2024, 2, 29}));
  for (const auto* text : {"2026-02-29",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-1-01",
                           "26-01-01",
                           "2026-01-01 ",
                           "2026/01/01",
                           "-026-01-01",
                           ""}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_time("00:00"), local_time{0});
  EXPECT_EQ(parse_time("24:00"), local_time{1440});
  for (const auto* text :
       {"24:01", "25:00", "8:00", "08:60", "08-00", "08:0x", "", "08:000"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
  EXPECT_EQ(to_text(local_time{510}), "08:30");
  EXPECT_EQ(to_text(local_date{2026, 3, 6}), "2026-03-06");
  EXPECT_EQ(weekday_of({2026, 3, 6}), weekday::friday);
  EXPECT_EQ(plus_days({2026, 12, 31}, 1), (local_date{2027, 1, 1}));
}

/// What is wrong with the sample after a change.
template <class Change>
std::vector<std::string> wrong(Change change) {
  auto c = weekly({{working, {clock(9)}, {clock(17)}}});
  change(c, c.calendars.at(office), c.holiday_lists.at(feasts));
  return validate_calendars(c);
}

TEST(calendar, F4_a_sound_calendar_is_valid) {
  EXPECT_THAT(wrong([](auto&, auto&, auto&) {}), IsEmpty());
}

TEST(calendar, Z4_what_is_wrong_with_a_calendar_is_said_with_its_path) {
  EXPECT_THAT(wrong([](auto&, auto& c, auto&) { c.weekly[0].days.clear(); }),
              ElementsAre("calendars.office.weekly.0.days: needs a weekday"));
  EXPECT_THAT(wrong([](auto&, auto& c, auto&) { c.weekly[0].from = {1440}; }),
              ElementsAre("calendars.office.weekly.0.from: needs 00:00-23:59"));
  EXPECT_THAT(
    wrong([](auto&, auto& c, auto&) {
      c.dates = {{"", {2026, 1, 2}, {2026, 1, 1}, {{{1440}, {60}}}}};
    }),
    ElementsAre("calendars.office.dates.0.last: is before the first",
                "calendars.office.dates.0.open.0.from: needs 00:00-23:59"));
  EXPECT_THAT(
    wrong([](auto& all, auto&, auto&) { all.holiday_lists.clear(); }),
    ElementsAre("calendars.office.holiday_lists: there is no 'feasts'"));
  EXPECT_THAT(wrong([](auto&, auto& c, auto&) { c.name = " "; }),
              ElementsAre("calendars.office.name: needs 1-100 characters"));
  EXPECT_THAT(wrong([](auto&, auto&, auto& l) {
                l.holidays = {{"", {2200, 1, 1}, false}};
              }),
              ElementsAre("holiday_lists.feasts.holidays.0.date: needs a year "
                          "from 2000 to 2199"));
  EXPECT_THAT(
    wrong(
      [](auto& all, auto& c, auto&) { all.calendars[calendar_id{"x"}] = c; }),
    ElementsAre("calendars.x: has the id 'office'", "calendars.x: used twice"));
}

TEST(calendar, F4_each_bound_holds_at_it_and_not_one_beyond) {
  const auto at_bound_only = [](std::size_t bound, auto grow) {
    EXPECT_THAT(
      wrong([&](auto& all, auto& c, auto& l) { grow(all, c, l, bound); }),
      IsEmpty());
    EXPECT_EQ(wrong([&](auto& all, auto& c, auto& l) {
                grow(all, c, l, bound + 1);
              }).size(),
              1U);
  };
  at_bound_only(limits::calendar_weekly_max,
                [](auto&, auto& c, auto&, std::size_t n) {
                  c.weekly.resize(n, c.weekly.front());
                });
  at_bound_only(limits::calendar_dates_max,
                [](auto&, auto& c, auto&, std::size_t n) {
                  c.dates.resize(n, {"", {2026, 1, 1}, {2026, 1, 1}, {}});
                });
  at_bound_only(limits::calendar_date_ranges_max,
                [](auto&, auto& c, auto&, std::size_t n) {
                  c.dates = {{"", {2026, 1, 1}, {2026, 1, 1}, {}}};
                  c.dates[0].open.resize(n, {{0}, {60}});
                });
  at_bound_only(limits::holidays_max, [](auto&, auto&, auto& l, std::size_t n) {
    l.holidays.resize(n, {"", {2026, 1, 1}, false});
  });
  at_bound_only(limits::calendar_holiday_lists_max,
                [](auto& all, auto& c, auto&, std::size_t n) {
                  for (std::size_t i = 1; i < n; ++i) {
                    const holiday_list_id id{"l" + std::to_string(i)};
                    all.holiday_lists[id] = {id, id.value, "", {}};
                    c.holiday_lists.insert(id);
                  }
                });
  at_bound_only(limits::calendars_max,
                [](auto& all, auto&, auto&, std::size_t n) {
                  for (std::size_t i = 1; i < n; ++i) {
                    const calendar_id id{"c" + std::to_string(i)};
                    all.calendars[id] = {id, id.value, "", "UTC", {}, {}, {}};
                  }
                });
  at_bound_only(limits::holiday_lists_max,
                [](auto& all, auto&, auto&, std::size_t n) {
                  for (std::size_t i = 1; i < n; ++i) {
                    const holiday_list_id id{"l" + std::to_string(i)};
                    all.holiday_lists[id] = {id, id.value, "", {}};
                  }
                });
}

} // namespace
} // namespace parley
