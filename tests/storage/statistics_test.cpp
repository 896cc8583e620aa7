// K1: figures of what both stores give back are those that were live.
#include "storage/event_codec.hpp"
#include "storage/stream_piece.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"
#include "tests/support/history_story.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace parley::storage::testing {

namespace {

using namespace std::chrono_literals;
using parley::testing::history_story;
using parley::testing::told;

stream_id stream_of(const told& t) {
  return {acme, kind_of(t.what), t.id};
}

/// Writes a history as it happened, and folds it at the same time.
void live(store& to, statistics::fold& figures, const history_story& h) {
  std::vector<append> batch;
  for (const auto& t : h.all()) {
    parley::testing::give(figures, t);
    batch.push_back({stream_of(t), std::nullopt, {t.what}});
    if (batch.size() == 20) {
      (void)to.write(batch);
      batch.clear();
    }
  }
  for (const auto& outcome : to.write(batch)) {
    EXPECT_TRUE(outcome);
  }
}

/// What a start of the server makes of it.
statistics::fold read_back(const store& from, timestamp since) {
  statistics::fold figures{{}};
  figures.hold(true);
  auto streams = from.streams_since(acme, since).value();
  for (const auto& agent : {"ann", "bob"}) {
    streams.push_back(agent_stream(agent));
  }
  for (const auto& s : streams) {
    const auto piece = read_for_figures(from, s, since);
    EXPECT_TRUE(piece) << piece.error().text;
    EXPECT_GE(piece.value().first, 1U);
    give(figures, s, piece.value().events);
  }
  figures.hold(false);
  return figures;
}

/// Live figures of all there is, in words that a failure can show.
std::map<std::string, std::string>
in_words(const statistics::fold& f, duration window, timestamp now) {
  std::map<std::string, std::string> words;
  const auto add = [&](const std::string& name, const auto& counts) {
    std::apply(
      [&](const auto&... each) {
        const auto text = [](const auto& value) {
          if constexpr (requires { value.ms; }) {
            return std::to_string(value.ms);
          } else {
            return std::to_string(value);
          }
        };
        ((words[name + "." + std::string{each.name}]
          = text(counts.*each.member)),
         ...);
      },
      std::decay_t<decltype(counts)>::fields());
  };
  const auto queue
    = [&](const std::string& name, const statistics::queue_figures& q) {
        add(name, q.counts);
        add(name + ".ms", q.times);
        words[name + ".peak"] = std::to_string(q.peak_waiting);
        words[name + ".waiting now"] = std::to_string(q.waiting);
        words[name + ".active now"] = std::to_string(q.active);
      };
  queue("company", f.live_company(window, now));
  for (const auto& id : {"sales", "support", "hotline"}) {
    queue(id, f.live_queue(queue_id{id}, window, now));
  }
  for (const auto& id : {"ann", "bob"}) {
    const auto a = f.live_agent(agent_id{id}, window, now);
    add(id, a.counts);
    add(std::string{id} + ".ms", a.times);
    words[std::string{id} + ".there"] = f.is_there(agent_id{id}) ? "yes" : "no";
  }
  for (const auto& id : {"main", "other"}) {
    add(id, f.live_flow(flow_id{id}, window, now).counts);
  }
  return words;
}

/// What is stored, cut at some buckets, adds up to what was live.
template <class Figures, class Peak>
void compare_splits(const Figures& live, const Figures& of, Peak peak) {
  const timestamp from
    = std::chrono::floor<std::chrono::hours>(parley::testing::noon);
  const auto until = from + 6h;
  const auto sum = live({from, until});
  for (int i = 0; i < 25; ++i) {
    // Everywhere, closer together where things happen.
    const auto split = from + 14min + i * i * limits::statistics_bucket;
    auto first = of({from, split});
    const auto second = of({split, until});
    EXPECT_EQ(std::max(peak(first), peak(second)), peak(sum));
    EXPECT_EQ(first.counts += second.counts, sum.counts);
    EXPECT_EQ(first.times += second.times, sum.times);
  }
}

void compare_splits(const statistics::fold& stored,
                    const statistics::fold& live) {
  using statistics::range;
  for (const auto& id : live.queues()) {
    using look = std::function<statistics::queue_figures(const range&)>;
    compare_splits<look>([&](const range& r) { return live.of_queue(id, r); },
                         [&](const range& r) { return stored.of_queue(id, r); },
                         [](const auto& f) { return f.peak_waiting; });
  }
  for (const auto& id : live.agents()) {
    using look = std::function<statistics::agent_figures(const range&)>;
    compare_splits<look>([&](const range& r) { return live.of_agent(id, r); },
                         [&](const range& r) { return stored.of_agent(id, r); },
                         [](const auto&) { return 0; });
  }
}

/// The same history in a store, live and read back after a restart.
void compare(store_factory& stores, std::uint64_t seed) {
  SCOPED_TRACE(seed);
  const auto h = history_story{seed}.goes_on(1200);
  statistics::fold figures{{}};
  live(stores.get(), figures, h);
  stores.reopen();
  for (const duration window : {1min, 15min, 60min}) {
    const auto stored = read_back(stores.get(), h.now() - window - 30s);
    EXPECT_EQ(stored.late(), 0U);
    EXPECT_EQ(in_words(stored, window, h.now()),
              in_words(figures, window, h.now()));
  }
  compare_splits(read_back(stores.get(), parley::testing::noon - 1h), figures);
}

TEST(store_figures, K1_what_is_in_memory_gives_the_figures_that_were_live) {
  for (std::uint64_t seed = 300; seed < 308; ++seed) {
    memory_factory stores;
    compare(stores, seed);
  }
}

TEST(store_figures, K1_what_is_on_disk_gives_the_figures_that_were_live) {
  for (std::uint64_t seed = 320; seed < 324; ++seed) {
    rocksdb_factory stores;
    compare(stores, seed);
  }
}

TEST(store_figures, K1_an_agents_stream_is_read_from_its_end_only) {
  memory_store db;
  std::vector<event> facts;
  const auto shift = [&](long long ms) {
    facts.push_back(agent::event{agent::agent_logged_in{at(ms)}});
    for (int i = 1; i < 300; ++i) {
      facts.push_back(agent::event{agent::agent_lost{at(ms + i), at(ms + 1)}});
      facts.push_back(agent::event{agent::agent_returned{at(ms + i)}});
    }
  };
  for (long long day = 0; day < 10; ++day) {
    shift(day * 10'000);
  }
  ASSERT_TRUE(db.write({{agent_stream("a1"), std::nullopt, facts}}).front());
  const auto some = read_for_figures(db, agent_stream("a1"), at(90'001));
  ASSERT_TRUE(some);
  EXPECT_GT(some.value().first, 4000U);
  const auto& events = some.value().events;
  EXPECT_EQ(some.value().first + events.size() - 1, facts.size());
  EXPECT_EQ(events.back(), facts.back());
  const auto all = read_for_figures(db, agent_stream("a1"), at(0));
  ASSERT_TRUE(all);
  EXPECT_EQ(all.value().first, 1U);
  EXPECT_EQ(all.value().events, facts);
  EXPECT_TRUE(
    read_for_figures(db, agent_stream("a2"), at(0)).value().events.empty());
}

} // namespace

} // namespace parley::storage::testing
