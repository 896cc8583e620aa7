// A whole Parley in one thread: deterministic scheduler, virtual time, store in
// memory, recorded frames. Time moves only by `advance`.
#ifndef PARLEY_TESTS_SUPPORT_ACTOR_FIXTURE_HPP
#define PARLEY_TESTS_SUPPORT_ACTOR_FIXTURE_HPP

#include "actors/actors.hpp"
#include "protocol/codec.hpp"
#include "storage/memory_store.hpp"
#include "tests/support/sample_company.hpp"

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::testing {

using namespace std::chrono_literals;

/// Wall time that follows the scheduler's virtual clock.
class manual_clock final : public actors::clock {
public:
  void follow(caf::scheduler::test_coordinator* scheduler);
  [[nodiscard]] timestamp now() const override;
  [[nodiscard]] std::uint64_t micros() const override;
  [[nodiscard]] std::uint64_t unique() const override { return ++unique_; }
  /// Where the next scheduler's clock starts: time goes on over a restart.
  void pause();

private:
  caf::scheduler::test_coordinator* scheduler_ = nullptr;
  caf::actor_clock::time_point anchor_;
  timestamp base_ = from_unix_ms(1'700'000'000'000);
  mutable std::uint64_t unique_ = 1000;
};

/// Collects log lines; tests look into it.
class recording_log final : public actors::log_port {
public:
  void write(actors::log_level level,
             std::string_view what,
             std::initializer_list<actors::log_field> fields) override;
  std::vector<std::string> lines;
};

/// A browser that only remembers.
class recording_sink final : public actors::frame_sink {
public:
  void send(actors::frame f) override;
  [[nodiscard]] std::size_t backlog() const override { return 0; }
  void close(close_code why) override;
  void handled() override { ++credits; }

  std::deque<wire::server_message> unread;
  std::optional<close_code> closed;
  int credits = 0;
};

class whole_parley;

/// What a customer's page or a desk sees.
class client {
public:
  client(whole_parley& world, std::shared_ptr<recording_sink> sink);

  /// Takes the next unread message of type T out, skipping others before it;
  /// fails the test if there is none.
  template <class T>
  T expect();
  /// Takes the newest unread message of type T; fails if there is none.
  template <class T>
  T last();
  template <class T>
  [[nodiscard]] std::size_t count() const;
  template <class T>
  [[nodiscard]] bool has() const {
    return count<T>() > 0;
  }
  void forget() { sink->unread.clear(); }
  [[nodiscard]] std::optional<close_code> closed() const {
    return sink->closed;
  }

  void say_raw(wire::customer_message m) const;
  void say_raw(wire::agent_message m) const;
  /// The socket is gone.
  void drop();

  whole_parley* world;
  std::shared_ptr<recording_sink> sink;
  actors::connection_actor actor;
  std::string token; ///< of the visitor, after chat.started
  chat_id chat;
};

/// Store, clock, log and all actors; `start` it before use.
class whole_parley {
public:
  explicit whole_parley(const std::vector<parley::company>& companies
                        = {sample_company()});
  whole_parley(const whole_parley&) = delete;
  whole_parley& operator=(const whole_parley&) = delete;
  virtual ~whole_parley();

  /// Starts (or, after `crash` or `stop`, restarts) everything on the store.
  void start();
  /// As `start`, but nothing has run yet.
  void boot();
  /// kill -9: what is not on disk by now never comes there, however the actors
  /// are brought to an end.
  void crash();
  /// An ordered stop; expects that no actor is left.
  void stop();
  void settle() const;
  void advance(duration d) const;
  [[nodiscard]] timestamp now() const { return clock.now(); }

  template <class Answer, class Handle, class... Message>
  Answer ask(const Handle& to, Message... m);

  /// A page that said hello. @param visitor the token to resume with.
  client page(const std::string& service_token = "token-web",
              const std::string& visitor = {},
              std::uint64_t after = 0);
  /// A page whose chat has started (by presence unless `text`).
  client customer(const std::string& service_token = "token-web",
                  const std::string& text = {});
  /// A desk that said hello.
  client desk(const std::string& agent,
              std::vector<wire::chat_position> have = {});

  /// A request of a desk about a chat; its answer is awaited.
  template <class Command>
  void act(client& who, const chat_id& chat);
  /// As `act`, expecting `ok`.
  template <class Command>
  void does(client& who, const chat_id& chat);
  /// As `act`, expecting a refusal with this code.
  template <class Command>
  void refused(client& who, const chat_id& chat, refusal_code why);

  std::uint64_t says(client& who, const std::string& text);

  actors::telephony_answer phone(actors::telephony_event::kind_t kind,
                                 const std::string& call,
                                 const std::string& agent = {});

  /// The chat as the store has it.
  [[nodiscard]] chat::state stored(const chat_id& chat) const;
  [[nodiscard]] phase_name phase(const chat_id& chat) const;
  [[nodiscard]] actors::company_actor company() const;
  [[nodiscard]] std::uint64_t broken_invariants() const;
  [[nodiscard]] std::string next_ref();
  /// What a new connection is let in with.
  [[nodiscard]] actors::admitted_visitor visitor(const std::string& token,
                                                 const std::string& resume,
                                                 std::uint64_t after);
  [[nodiscard]] actors::admitted_agent
  agent(const company_id& company,
        const agent_id& agent,
        std::vector<wire::chat_position> have);
  actors::connection_actor connect(actors::frame_sink_ptr sink,
                                   actors::admitted_visitor who);
  actors::connection_actor connect(actors::frame_sink_ptr sink,
                                   actors::admitted_agent who);

  manual_clock clock;
  recording_log log;
  std::unique_ptr<actors::metrics> counters;
  actors::surroundings world;
  storage::memory_store store;
  /// What the actors are given; `store` unless a test puts something before it.
  storage::store* disk = &store;
  std::optional<storage::store_error> fatal;
  std::unique_ptr<caf::actor_system_config> config;
  std::unique_ptr<caf::actor_system> system;
  caf::scheduler::test_coordinator* scheduler = nullptr;
  std::optional<actors::running> parley;

private:
  void end_system();
  int refs_ = 0;
  int lives_ = 0;
  std::vector<actors::connection_actor> connections_;
};

class actor_fixture : public ::testing::Test, public whole_parley {};

// ---------------------------------------------------------------------------

template <class T>
T client::expect() {
  auto& unread = sink->unread;
  while (!unread.empty()) {
    auto m = std::move(unread.front());
    unread.pop_front();
    if (auto* wanted = std::get_if<T>(&m)) {
      return std::move(*wanted);
    }
  }
  ADD_FAILURE() << "no frame of type " << T::type;
  return T{};
}

template <class T>
T client::last() {
  std::optional<T> found;
  for (const auto& m : sink->unread) {
    if (const auto* wanted = std::get_if<T>(&m)) {
      found = *wanted;
    }
  }
  sink->unread.clear();
  if (!found) {
    ADD_FAILURE() << "no frame of type " << T::type;
    return T{};
  }
  return *found;
}

template <class T>
std::size_t client::count() const {
  std::size_t n = 0;
  for (const auto& m : sink->unread) {
    n += std::holds_alternative<T>(m) ? 1 : 0;
  }
  return n;
}

template <class Answer, class Handle, class... Message>
Answer whole_parley::ask(const Handle& to, Message... m) {
  caf::scoped_actor self{*system};
  auto pending = self->request(to, caf::infinite, std::move(m)...);
  settle();
  Answer answer{};
  pending.receive([&](Answer& a) { answer = std::move(a); },
                  [&](caf::error& why) {
                    ADD_FAILURE() << "no answer: " << caf::to_string(why);
                  });
  return answer;
}

template <class Command>
void whole_parley::act(client& who, const chat_id& chat) {
  Command c;
  c.ref = next_ref();
  c.chat = chat;
  who.forget();
  who.say_raw(wire::agent_message{std::move(c)});
}

template <class Command>
void whole_parley::does(client& who, const chat_id& chat) {
  act<Command>(who, chat);
  if (who.has<wire::refused>()) {
    const auto why = who.expect<wire::refused>();
    ADD_FAILURE() << Command::type << " was refused: " << why.name << " "
                  << why.detail.value_or("");
  } else {
    EXPECT_TRUE(who.has<wire::ok>()) << Command::type;
  }
}

template <class Command>
void whole_parley::refused(client& who, const chat_id& chat, refusal_code why) {
  act<Command>(who, chat);
  const auto answer = who.expect<wire::refused>();
  EXPECT_EQ(answer.name, to_string(why)) << Command::type;
}

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_ACTOR_FIXTURE_HPP
