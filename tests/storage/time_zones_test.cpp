// The time zone database behind the port, and calendars on it: each change of
// clocks from 2020 to 2035 against the laws that order it, written down here
// once more and not taken from any database (F4).
#include "actors/domain/company.hpp"
#include "storage/time_zones.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <vector>

namespace parley::storage {
namespace {

using namespace std::chrono_literals;
namespace chrono = std::chrono;

constexpr int first_year = 2020;
constexpr int last_year = 2035;

timestamp utc(int year, unsigned month, unsigned day, duration time = 0s) {
  return timestamp{chrono::sys_days{chrono::year{year} / chrono::month{month}
                                    / chrono::day{day}}}
         + time;
}

timestamp sunday(int year, unsigned month, chrono::weekday_indexed which) {
  return timestamp{
    chrono::sys_days{chrono::year{year} / chrono::month{month} / which}};
}
timestamp last_sunday(int year, unsigned month) {
  return timestamp{chrono::sys_days{chrono::year{year} / chrono::month{month}
                                    / chrono::Sunday[chrono::last]}};
}

/// What a law says: when summer time begins and ends in a year.
struct law {
  const char* zone;
  duration standard;
  duration summer;
  timestamp (*begins)(int year);
  timestamp (*ends)(int year);
};

const std::vector<law> laws{
  // Directive 2000/84/EC: the last Sundays of March and October, 1:00 UTC.
  {"Europe/Berlin",
   1h,
   2h,
   [](int y) { return last_sunday(y, 3) + 1h; },
   [](int y) {
     return last_sunday(y, 10) + 1h;
   }},
  {"Europe/London",
   0h,
   1h,
   [](int y) { return last_sunday(y, 3) + 1h; },
   [](int y) {
     return last_sunday(y, 10) + 1h;
   }},
  // Energy Policy Act of 2005: second Sunday of March, first of November, at
  // 2:00 of the time that holds until then.
  {"America/New_York",
   -5h,
   -4h,
   [](int y) { return sunday(y, 3, chrono::Sunday[2]) + 2h + 5h; },
   [](int y) {
     return sunday(y, 11, chrono::Sunday[1]) + 2h + 4h;
   }},
  // New Zealand Daylight Time Order 2007: last Sunday of September 2:00 to the
  // first of April 3:00.
  {"Pacific/Auckland",
   12h,
   13h,
   [](int y) { return last_sunday(y, 9) + 2h - 12h; },
   [](int y) {
     return sunday(y, 4, chrono::Sunday[1]) + 3h - 13h;
   }},
  // New South Wales' dates, but half an hour: first Sundays of October and
  // April at 2:00 of the clock on the wall.
  {"Australia/Lord_Howe",
   10h + 30min,
   11h,
   [](int y) { return sunday(y, 10, chrono::Sunday[1]) + 2h - 10h - 30min; },
   [](int y) {
     return sunday(y, 4, chrono::Sunday[1]) + 2h - 11h;
   }},
};

duration offset_by(const law& l, timestamp t) {
  const auto year = static_cast<int>(
    chrono::year_month_day{chrono::floor<chrono::days>(t + l.standard)}.year());
  const auto begin = l.begins(year);
  const auto end = l.ends(year);
  const bool summer
    = begin < end ? t >= begin && t < end : t >= begin || t < end;
  return summer ? l.summer : l.standard;
}

const time_zone& zone_of(const char* name) {
  static std::vector<std::shared_ptr<const time_zone>> kept;
  kept.push_back(system_time_zones().find(name));
  EXPECT_NE(kept.back(), nullptr) << name;
  return *kept.back();
}

struct five_zones : ::testing::TestWithParam<law> {};

TEST_P(five_zones, F4_each_change_of_clocks_is_where_the_law_puts_it) {
  const auto& l = GetParam();
  const auto& zone = zone_of(l.zone);
  auto t = utc(first_year, 1, 1);
  int changes = 0;
  while (const auto next = zone.next_offset_change(t)) {
    if (*next >= utc(last_year + 1, 1, 1)) {
      break;
    }
    const auto year = static_cast<int>(
      chrono::year_month_day{chrono::floor<chrono::days>(*next + l.standard)}
        .year());
    EXPECT_TRUE(*next == l.begins(year) || *next == l.ends(year))
      << to_unix_ms(*next);
    EXPECT_EQ(zone.offset_at(*next - 1ms), offset_by(l, *next - 1ms));
    EXPECT_EQ(zone.offset_at(*next), offset_by(l, *next));
    EXPECT_NE(zone.offset_at(*next - 1ms), zone.offset_at(*next));
    t = *next;
    ++changes;
  }
  EXPECT_EQ(changes, 2 * (last_year - first_year + 1));
}

company with_calendar(const std::string& zone,
                      std::vector<weekly_hours> weekly) {
  company c;
  const calendar_id id{"c"};
  c.calendars[id] = {id, "C", "", zone, std::move(weekly), {}, {}};
  return c;
}

const std::set<weekday> daily{weekday::monday,
                              weekday::tuesday,
                              weekday::wednesday,
                              weekday::thursday,
                              weekday::friday,
                              weekday::saturday,
                              weekday::sunday};

schedule made(const company& c) {
  auto s = schedule::make(c, calendar_id{"c"}, system_time_zones());
  EXPECT_TRUE(s);
  return *s;
}

/// What the wall shows within an hour of t, on one side of it.
struct side {
  bool open = false;          ///< Somewhere there.
  bool over_a_change = false; ///< Somewhere there, the clock put in between.
};

side near_by(const law& l,
             timestamp t,
             duration step,
             const std::function<bool(timestamp)>& inside) {
  // No clock of the five is put by more.
  constexpr int put_back = 60;
  side found;
  for (int m = 1; m <= put_back; ++m) {
    const auto there = t + step * m;
    if (inside(there)) {
      found.open = true;
      found.over_a_change |= offset_by(l, there) != offset_by(l, t);
    }
  }
  return found;
}

/// The law's answer, by looking at the wall: open if a wall between the first
/// and the last showing of the range's times is there now.
bool open_by(const law& l, timestamp t, int from, int until) {
  const auto minute_of = [&](timestamp at) {
    const auto shown = at + offset_by(l, at);
    return (shown - chrono::floor<chrono::days>(shown)) / 1min;
  };
  const auto inside = [&](timestamp at) {
    const auto m = minute_of(at);
    return from < until ? m >= from && m < until : m >= from || m < until;
  };
  if (inside(t)) {
    return true;
  }
  // The hour that is there twice has no hole: open if it was open within the
  // hour before and will be within the hour after, over a clock put back.
  const auto before = near_by(l, t, -1min, inside);
  const auto after = near_by(l, t, 1min, inside);
  return (before.over_a_change && after.open)
         || (before.open && after.over_a_change);
}

TEST_P(five_zones, F4_hours_are_right_around_each_change_of_clocks) {
  const auto& l = GetParam();
  struct hours {
    int from;
    int until;
  };
  // By day, over midnight, beginning or ending in the hour that is missing or
  // doubled, and wholly inside of it.
  for (const auto& [from, until] : {hours{9 * 60, 17 * 60},
                                    {22 * 60, 6 * 60},
                                    {0, 2 * 60 + 15},
                                    {2 * 60 + 15, 8 * 60},
                                    {60 + 45, 3 * 60 + 10}}) {
    const auto c = with_calendar(l.zone, {{daily, {from}, {until}}});
    const auto s = made(c);
    for (int year = first_year; year <= last_year; ++year) {
      for (const auto change : {l.begins(year), l.ends(year)}) {
        for (auto t = change - 26h; t <= change + 26h;
             t += abs(t - change) < 3h ? 5min : 1h) {
          ASSERT_EQ(s.is_open(t), open_by(l, t, from, until))
            << l.zone << " " << year << " " << from << "-" << until << " at "
            << (t - change) / 1min << " min";
        }
      }
    }
  }
}

TEST_P(five_zones, F4_the_next_change_is_the_first_instant_that_differs) {
  const auto& l = GetParam();
  const auto c = with_calendar(
    l.zone, {{daily, {8 * 60}, {12 * 60}}, {daily, {12 * 60}, {150}}});
  const auto s = made(c);
  for (int year = first_year; year <= last_year; ++year) {
    for (const auto change : {l.begins(year), l.ends(year)}) {
      auto t = change - 26h;
      for (int i = 0; i < 5; ++i) {
        const auto next = s.next_change(t);
        ASSERT_TRUE(next);
        ASSERT_GT(*next, t);
        ASSERT_NE(s.is_open(*next - 1ms), s.is_open(*next)) << l.zone;
        for (auto between = t; between < *next; between += 10min) {
          ASSERT_EQ(s.is_open(between), s.is_open(t)) << l.zone;
        }
        t = *next;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(laws, five_zones, ::testing::ValuesIn(laws));

TEST(time_zones, F4_a_day_is_as_long_as_the_law_makes_it) {
  const auto whole = with_calendar("Europe/Berlin", {{daily, {0}, {1440}}});
  const auto length = [&](const local_date& d) {
    const auto day = made(whole).preview(d, 1).front();
    return day.open.front().until - day.open.front().from;
  };
  EXPECT_EQ(length({2026, 3, 29}), 23h);
  EXPECT_EQ(length({2026, 6, 1}), 24h);
  EXPECT_EQ(length({2026, 10, 25}), 25h);
}

TEST(time_zones, F4_a_zone_that_gave_up_summer_time_follows_its_law) {
  // Brazil, decree 9.772 of 2019: no summer time any more. The state of Samoa
  // gave it up in 2021.
  const auto& brazil = zone_of("America/Sao_Paulo");
  EXPECT_EQ(brazil.offset_at(utc(2018, 12, 1)), -2h);
  EXPECT_EQ(brazil.offset_at(utc(2019, 12, 1)), -3h);
  EXPECT_EQ(brazil.next_offset_change(utc(2019, 3, 1)), std::nullopt);
  const auto& samoa = zone_of("Pacific/Apia");
  EXPECT_EQ(samoa.offset_at(utc(2021, 1, 1)), 14h);
  EXPECT_EQ(samoa.offset_at(utc(2022, 1, 1)), 13h);
  const auto c = with_calendar("America/Sao_Paulo", {{daily, {540}, {1080}}});
  const auto s = made(c);
  EXPECT_EQ(s.preview({2018, 12, 3}, 1).front().open.front(),
            (opening{utc(2018, 12, 3, 11h), utc(2018, 12, 3, 20h)}));
  EXPECT_EQ(s.preview({2026, 12, 3}, 1).front().open.front(),
            (opening{utc(2026, 12, 3, 12h), utc(2026, 12, 3, 21h)}));
}

TEST(time_zones, F4_a_day_that_a_country_left_out_has_no_hours) {
  // Samoa went over the date line: after the 29th came the 31st.
  const auto c = with_calendar("Pacific/Apia", {{daily, {540}, {1020}}});
  const auto days = made(c).preview({2011, 12, 29}, 3);
  EXPECT_EQ(days.at(0).open.front(),
            (opening{utc(2011, 12, 29, 19h), utc(2011, 12, 30, 3h)}));
  EXPECT_TRUE(days.at(1).open.empty());
  EXPECT_EQ(days.at(2).open.front(),
            (opening{utc(2011, 12, 30, 19h), utc(2011, 12, 31, 3h)}));
}

TEST(time_zones, F4_old_names_stay_and_others_are_refused) {
  for (const auto* name : {"UTC",
                           "Europe/Berlin",
                           "Asia/Calcutta",
                           "Asia/Kolkata",
                           "America/Argentina/Buenos_Aires",
                           "Etc/GMT+5"}) {
    EXPECT_NE(system_time_zones().find(name), nullptr) << name;
  }
  for (const auto& name : {std::string{},
                           std::string{"Berlin"},
                           std::string{"europe/berlin"},
                           std::string{"Europe/Berlin "},
                           std::string{"Europe/Bonn"},
                           std::string{"GMT+5"},
                           std::string{"Etc/Unknown"},
                           std::string{"PST"},
                           std::string{"SystemV/PST8"},
                           std::string{"../../etc/passwd"},
                           std::string{"Europe/Berlin\0x", 15},
                           std::string(65, '/'),
                           std::string{"\xff/\xfe"}}) {
    EXPECT_EQ(system_time_zones().find(name), nullptr) << name;
  }
}

TEST(time_zones, F4_the_configuration_names_zones_of_the_database) {
  const auto good = with_calendar("Europe/Berlin", {});
  EXPECT_TRUE(validate_zones(good, system_time_zones()).empty());
  const auto bad = with_calendar("Europe/Bonn", {});
  EXPECT_EQ(validate_zones(bad, system_time_zones()),
            std::vector<std::string>{
              "calendars.c.zone: is not the name of a time zone"});
  EXPECT_EQ(
    is_open(bad, calendar_id{"c"}, utc(2026, 1, 1), system_time_zones()),
    std::nullopt);
}

TEST(time_zones, F4_many_threads_may_ask_at_once) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (const auto* name : {"Asia/Tokyo", "Asia/Tehran", "Africa/Cairo"}) {
        const auto zone = system_time_zones().find(name);
        ASSERT_NE(zone, nullptr);
        for (int year = first_year; year <= last_year; ++year) {
          (void)zone->offset_at(utc(year, 6, 1));
          (void)zone->next_offset_change(utc(year, 6, 1));
        }
      }
    });
  }
  for (auto& t : threads) {
    t.join();
  }
}

TEST(time_zones, F4_the_database_says_its_edition) {
  EXPECT_GE(time_zones_version(), "2020a");
}

} // namespace
} // namespace parley::storage
