// One random run on both stores, compared step by step. A failure prints the
// seed; the same seed gives the same run.
#include "storage/rows_codec.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/stores.hpp"

#include <gtest/gtest.h>

#include <random>

namespace parley::storage::testing {

namespace {

template <class T>
void expect_same(const result<T, store_error>& a,
                 const result<T, store_error>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (a) {
    EXPECT_EQ(a.value(), b.value());
  } else {
    EXPECT_EQ(a.error().code, b.error().code);
    EXPECT_EQ(a.error().text, b.error().text);
  }
}

template <class Row>
std::vector<std::string>
texts_of(const result<std::vector<Row>, store_error>& rows) {
  std::vector<std::string> all;
  EXPECT_TRUE(rows);
  for (const Row& row : rows.value()) {
    all.push_back(encode_row(row));
  }
  return all;
}

template <class Row>
std::string text_of(const result<std::optional<Row>, store_error>& row) {
  EXPECT_TRUE(row);
  return row.value() ? encode_row(*row.value()) : std::string{};
}

class differential_run {
public:
  explicit differential_run(std::uint64_t seed) : random_{seed} {}

  void run(int steps) {
    for (int step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      switch (below(12)) {
      case 0:
        durable_.reopen();
        break;
      case 1:
        put_company();
        break;
      case 2:
        put_people();
        break;
      case 3:
      case 4:
      case 5:
        compare();
        break;
      default:
        write();
      }
    }
    compare();
  }

private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  store& memory() { return memory_.get(); }
  store& durable() { return durable_.get(); }

  company_id any_company() {
    return company_id{below(4) == 0 ? "other" : "acme"};
  }

  stream_id any_stream() {
    const std::string id = "s" + std::to_string(below(12));
    const auto kind = static_cast<stream_kind>(1 + below(3));
    return {any_company(), kind, id};
  }

  long long next_ms() { return static_cast<long long>(++now_); }

  /// What may come next in the stream; `n` events are there.
  event next_event(const stream_id& stream, std::uint64_t n) {
    const auto ms = next_ms();
    if (stream.kind == stream_kind::agent) {
      return agent::event{agent::break_ended{at(ms)}};
    }
    if (stream.kind == stream_kind::call) {
      if (n == 0) {
        return call::event{offered(ms)};
      }
      return below(3) == 0 ? call::event{call::call_closed{at(ms)}}
                           : call::event{call::call_answered{
                             at(ms), agent_id{"a" + std::to_string(n)}}};
    }
    return next_chat_event(stream, n, ms);
  }

  event
  next_chat_event(const stream_id& stream, std::uint64_t n, long long ms) {
    if (n == 0) {
      lines_[stream] = 0;
      return chat::event{started(ms)};
    }
    switch (below(8)) {
    case 0:
      return chat::event{queued(ms, below(2) == 0 ? "sales" : "support")};
    case 1:
      return chat::event{allocated(ms, below(2) == 0 ? "a1" : "a2")};
    case 2:
      return chat::event{returned(ms)};
    case 3:
      return chat::event{closed(ms)};
    default:
      return chat::event{
        line(ms, ++lines_[stream], std::string(below(200), 'x'))};
    }
  }

  void write() {
    std::vector<append> batch;
    // What the streams hold in the middle of this batch.
    std::map<stream_id, std::uint64_t> revisions;
    for (auto count = below(8); count > 0; --count) {
      append a{any_stream(), {}, {}};
      auto& n
        = revisions.try_emplace(a.stream, memory().revision(a.stream).value())
            .first->second;
      if (below(6) == 0) {
        // Stale; it must change nothing.
        a.after = n + 1 + below(2);
        a.events = samples_of(a.stream.kind);
      } else if (const auto state = last_of(a.stream, n); !state) {
        if (a.stream.kind != stream_kind::agent || below(2) == 0) {
          a.after = n;
        }
        for (auto events = below(4); events > 0; --events) {
          a.events.push_back(next_event(a.stream, n++));
          if (is_last(a.events.back())) {
            ended_.insert(a.stream);
            break;
          }
        }
      } else {
        a.after = n;
      }
      batch.push_back(std::move(a));
    }
    const auto in_memory = memory().write(batch);
    const auto on_disk = durable().write(batch);
    ASSERT_EQ(in_memory.size(), on_disk.size());
    for (std::size_t i = 0; i < in_memory.size(); ++i) {
      expect_same(in_memory[i], on_disk[i]);
    }
  }

  /// @returns true if the stream has ended: nothing comes after.
  [[nodiscard]] bool last_of(const stream_id& stream, std::uint64_t) const {
    return ended_.contains(stream);
  }

  static bool is_last(const event& e) {
    const auto* chat = std::get_if<chat::event>(&e);
    const auto* call = std::get_if<call::event>(&e);
    return (chat != nullptr && std::holds_alternative<chat::chat_closed>(*chat))
           || (call != nullptr
               && std::holds_alternative<call::call_closed>(*call));
  }

  static std::vector<event> samples_of(stream_kind kind) {
    return kind == stream_kind::chat ? chat_events(closed(1))
           : kind == stream_kind::call
             ? call_events(offered(1))
             : agent_events(agent::break_ended{at(1)});
  }

  void put_company() {
    company c = sample_company();
    c.id = any_company();
    c.version = below(5);
    c.name = "v" + std::to_string(++now_);
    expect_same(memory().put_company(c), durable().put_company(c));
  }

  void put_people() {
    const auto company = any_company();
    const agent_id agent{"a" + std::to_string(below(3))};
    const std::string token = company.value + std::to_string(below(5));
    switch (below(3)) {
    case 0: {
      const credential c{agent, "hash" + std::to_string(++now_)};
      expect_same(memory().put_credential(company, c),
                  durable().put_credential(company, c));
      break;
    }
    case 1: {
      const login_session s{token, company, agent, at(next_ms()), at(0), "::1"};
      expect_same(memory().put_login(s), durable().put_login(s));
      break;
    }
    default:
      expect_same(memory().remove_login(token), durable().remove_login(token));
    }
    EXPECT_EQ(text_of(memory().credential_of(company, agent)),
              text_of(durable().credential_of(company, agent)));
    EXPECT_EQ(text_of(memory().login_of(token)),
              text_of(durable().login_of(token)));
    EXPECT_EQ(texts_of(memory().logins(company)),
              texts_of(durable().logins(company)));
  }

  void compare() {
    const auto company = any_company();
    expect_same(memory().open_chats(company), durable().open_chats(company));
    expect_same(memory().open_calls(company), durable().open_calls(company));
    expect_same(memory().companies(), durable().companies());
    const auto since = at(static_cast<long long>(below(now_ + 2)));
    expect_same(memory().streams_since(company, since),
                durable().streams_since(company, since));
    const auto before = at(static_cast<long long>(below(now_ + 2)));
    const auto limit = below(6);
    EXPECT_EQ(texts_of(memory().history(company, before, limit)),
              texts_of(durable().history(company, before, limit)));
    for (int i = 0; i < 5; ++i) {
      compare_stream(any_stream());
    }
  }

  void compare_stream(const stream_id& stream) {
    expect_same(memory().revision(stream), durable().revision(stream));
    const auto number = below(12);
    const auto limit = below(8);
    expect_same(memory().read(stream, number, limit),
                durable().read(stream, number, limit));
    const chat_id chat{stream.id};
    const call_id call{stream.id};
    expect_same(memory().load_chat(stream.company, chat),
                durable().load_chat(stream.company, chat));
    expect_same(memory().load_call(stream.company, call),
                durable().load_call(stream.company, call));
    expect_same(memory().entries_after(stream.company, chat, number, limit),
                durable().entries_after(stream.company, chat, number, limit));
    expect_same(memory().entries_before(stream.company, chat, number, limit),
                durable().entries_before(stream.company, chat, number, limit));
  }

  std::mt19937_64 random_;
  std::uint64_t now_ = 0;
  std::map<stream_id, std::uint64_t> lines_;
  std::set<stream_id> ended_;
  memory_factory memory_;
  rocksdb_factory durable_;
};

class store_difference : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(seeds,
                         store_difference,
                         ::testing::Range<std::uint64_t>(1, 13));

TEST_P(store_difference, both_stores_answer_alike_at_each_step) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  differential_run{GetParam()}.run(250);
}

} // namespace

} // namespace parley::storage::testing
