// See stage.hpp. Everybody connects from an address of their own in
// 127.0.0.0/8: one address has too few ports, and limits count per address.
#include "tools/bench/stage.hpp"

#include "tools/bench/company.hpp"

#include <charconv>
#include <optional>

namespace parley::tools {
namespace {

constexpr auto patience = std::chrono::seconds{60};
/// Handshakes under way at the same time, few enough for a listener's queue.
constexpr int opening_max = 64;

} // namespace

/// A customer's page that says hello and starts a chat.
struct stage::visitor {
  visitor(stage& s, std::string_view service_token)
      : client{s.loop_}, owner{s} {
    client.on_open = [this, token = std::string{service_token}] {
      client.send(wire::visitor_hello{.ref = "hello", .token = token});
    };
    client.on_message = [this](const wire::server_message& m) {
      hear(m);
    };
    client.on_closed = [this](std::uint16_t code, const std::string& why) {
      problem = "a customer's connection was closed: " + std::to_string(code)
                + " " + why;
      ++owner.broken_;
    };
  }

  void connect() {
    client.connect({owner.server_,
                    "/ws/v1/visitor",
                    std::string{bench_origin},
                    owner.next_address()});
  }

  void hear(const wire::server_message& message) {
    if (std::holds_alternative<wire::visitor_welcome>(message)) {
      client.send(wire::start_chat{.ref = "start", .name = "Customer"});
    } else if (const auto* it = std::get_if<wire::chat_started>(&message)) {
      chat = it->chat.chat;
      phase = it->chat.phase;
    } else if (const auto* changed
               = std::get_if<wire::customer_chat_changed>(&message)) {
      phase = changed->chat.phase;
    } else if (const auto* no = std::get_if<wire::refused>(&message)) {
      problem
        = "a customer was refused: " + no->name + " " + no->detail.value_or("");
    }
    if (on_message) {
      on_message(message);
    }
  }

  frame_client client;
  stage& owner;
  chat_id chat;
  customer_phase phase = customer_phase::starting;
  std::string problem;
  std::function<void(const wire::server_message&)> on_message;
};

/// An agent's desk.
struct stage::desk {
  explicit desk(stage& s) : client{s.loop_}, owner{s} {
    client.on_message = [this](const wire::server_message& m) {
      if (std::holds_alternative<wire::agent_welcome>(m)) {
        is_welcome = true;
      }
      if (on_message) {
        on_message(m);
      }
    };
    client.on_closed = [this](std::uint16_t code, const std::string& why) {
      problem = "an agent's connection was closed: " + std::to_string(code)
                + " " + why;
      ++owner.broken_;
    };
  }

  frame_client client;
  stage& owner;
  bool is_welcome = false;
  std::string problem;
  std::function<void(const wire::server_message&)> on_message;
};

/// A customer and the agent who has the chat.
class parley_pair final : public talking_pair {
public:
  parley_pair(stage& s, std::shared_ptr<stage::desk> agent)
      : stage_{s}, customer_{s, pairs_token}, agent_{std::move(agent)} {
    customer_.on_message = [this](const wire::server_message& m) {
      customer_hears(m);
    };
    agent_->on_message = [this](const wire::server_message& m) {
      agent_hears(m);
    };
    customer_.connect();
  }

  ~parley_pair() override { agent_->on_message = nullptr; }

  parley_pair(const parley_pair&) = delete;
  parley_pair& operator=(const parley_pair&) = delete;
  parley_pair(parley_pair&&) = delete;
  parley_pair& operator=(parley_pair&&) = delete;

  void begin() override { run_ = "m" + std::to_string(++runs_) + "-"; }

  void send(std::uint64_t number, std::string text) override {
    auto id = run_ + std::to_string(number);
    customer_.client.send(
      wire::customer_say{id, client_message_id{id}, std::move(text)});
  }

  [[nodiscard]] std::uint64_t gaps() const override { return gaps_; }
  [[nodiscard]] std::uint64_t errors() const override {
    return refusals_ + customer_.client.errors() + agent_->client.errors();
  }
  [[nodiscard]] bool is_ready() const { return has_taken_; }
  [[nodiscard]] std::string problem() const {
    return !customer_.problem.empty() ? customer_.problem : agent_->problem;
  }

private:
  void customer_hears(const wire::server_message& message) {
    if (const auto* tick = std::get_if<wire::said>(&message)) {
      const auto& id = tick->id.value;
      if (id.starts_with(run_) && on_tick) {
        std::uint64_t number = 0;
        std::from_chars(id.data() + run_.size(), id.data() + id.size(), number);
        on_tick(number);
      }
    } else if (std::holds_alternative<wire::refused>(message)) {
      ++refusals_;
    } else if (!asked_ && customer_.phase == customer_phase::waiting) {
      asked_ = true;
      take();
    }
  }

  void take() {
    agent_->client.send(
      wire::take_chat{"take" + std::to_string(++takes_), customer_.chat});
  }

  void agent_hears(const wire::server_message& message) {
    if (const auto* line = std::get_if<wire::chat_entry>(&message)) {
      if (line->chat == customer_.chat) {
        arrived(line->line);
      }
    } else if (const auto* lines = std::get_if<wire::chat_lines>(&message)) {
      if (lines->chat == customer_.chat) {
        for (const auto& each : lines->lines) {
          arrived(each);
        }
      }
    } else if (const auto* yes = std::get_if<wire::ok>(&message)) {
      has_taken_ = has_taken_ || yes->ref.starts_with("take");
    } else if (const auto* no = std::get_if<wire::refused>(&message)) {
      refused(*no);
    }
  }

  void refused(const wire::refused& no) {
    // The queue may not have heard of the chat yet.
    if (!has_taken_ && takes_ < 100) {
      stage_.loop().after(std::chrono::milliseconds{10}, [this] { take(); });
      return;
    }
    agent_->problem = "an agent was refused: " + no.name;
    ++refusals_;
  }

  void arrived(const wire::entry_view& line) {
    if (last_entry_ != 0 && line.entry != last_entry_ + 1) {
      ++gaps_;
    }
    last_entry_ = line.entry;
    if (line.from == speaker::customer && on_delivery) {
      on_delivery(line.text);
    }
  }

  stage& stage_;
  stage::visitor customer_;
  std::shared_ptr<stage::desk> agent_;
  std::string run_ = "m0-";
  int runs_ = 0;
  bool asked_ = false;
  bool has_taken_ = false;
  int takes_ = 0;
  std::uint64_t last_entry_ = 0;
  std::uint64_t gaps_ = 0;
  std::uint64_t refusals_ = 0;
};

std::string stage::next_address() {
  const int i = addresses_used_++;
  return "127." + std::to_string(1 + i / 50'000 % 250) + "."
         + std::to_string(i / 200 % 250) + "." + std::to_string(1 + i % 200);
}

result<done, stage_failure> stage::add_agents(int count) {
  for (int i = 0; i < count; ++i) {
    agent_login who;
    who.company = bench_company_id;
    who.login = bench_agent(static_cast<int>(agents_.size()) + 1);
    who.password = bench_password;
    who.from = next_address();
    const auto cookies = log_in(server_, who);
    if (!cookies) {
      return stage_failure{cookies.error().why};
    }
    auto ticket = fetch_ticket(server_, cookies.value());
    if (!ticket) {
      return stage_failure{ticket.error().why};
    }
    auto agent = std::make_shared<desk>(*this);
    agent->client.on_open = [&client = agent->client, ticket = ticket.value()] {
      client.send(wire::agent_hello{.ref = "hello", .ticket = ticket});
    };
    agent->client.connect({server_, "/ws/v1/agent", "", who.from});
    const auto settled = [&] {
      return agent->is_welcome || !agent->problem.empty();
    };
    if (!loop_.run_until(settled, patience) || !agent->is_welcome) {
      return stage_failure{agent->problem.empty() ? "no welcome for an agent"
                                                  : agent->problem};
    }
    agents_.push_back(std::move(agent));
  }
  return done{};
}

result<done, stage_failure> stage::add_crowd(int count) {
  const auto first = crowd_.size();
  std::size_t in = first;
  const auto wanted = first + static_cast<std::size_t>(count);
  std::optional<std::string> problem;
  const auto advance = [&] {
    while (in < crowd_.size() && crowd_[in]->phase == customer_phase::waiting) {
      ++in;
    }
    while (crowd_.size() < wanted && crowd_.size() < in + opening_max) {
      crowd_.push_back(std::make_shared<visitor>(*this, crowd_token));
      crowd_.back()->connect();
    }
    if (in < crowd_.size() && !crowd_[in]->problem.empty()) {
      problem = crowd_[in]->problem;
    }
    return in == wanted || problem;
  };
  if (!loop_.run_until(advance, patience * 5) || problem) {
    return stage_failure{problem.value_or("only " + std::to_string(in - first)
                                          + " of " + std::to_string(count)
                                          + " customers got in")};
  }
  return done{};
}

result<talking_pairs, stage_failure> stage::make_pairs(int count) {
  if (agents_.size() < static_cast<std::size_t>(count)) {
    const int missing = count - static_cast<int>(agents_.size());
    if (auto added = add_agents(missing); !added) {
      return added.error();
    }
  }
  talking_pairs pairs;
  for (int i = 0; i < count; ++i) {
    const auto& agent = agents_[static_cast<std::size_t>(i)];
    auto pair = std::make_unique<parley_pair>(*this, agent);
    const auto settled = [&] {
      return pair->is_ready() || !pair->problem().empty();
    };
    if (!loop_.run_until(settled, patience) || !pair->is_ready()) {
      return stage_failure{pair->problem().empty()
                             ? "an agent could not take a chat"
                             : pair->problem()};
    }
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

result<double, stage_failure> stage::start_chats(int at_once,
                                                 nanoseconds time,
                                                 const process& server,
                                                 double& cpu_per_start) {
  struct runner {
    std::shared_ptr<visitor> who;
  };
  std::vector<runner> runners(static_cast<std::size_t>(at_once));
  std::uint64_t started = 0;
  bool going = true;
  std::optional<std::string> problem;
  std::function<void(runner&)> next = [&](runner& r) {
    if (r.who && !r.who->problem.empty()) {
      problem = r.who->problem;
    }
    if (!going || problem) {
      return;
    }
    r.who = std::make_shared<visitor>(*this, crowd_token);
    r.who->on_message = [&](const wire::server_message& message) {
      if (std::holds_alternative<wire::chat_started>(message)) {
        ++started;
        r.who->client.send(wire::customer_end{"end"});
      } else if (std::holds_alternative<wire::ok>(message)
                 || std::holds_alternative<wire::refused>(message)) {
        r.who->client.abort();
        // Not from inside of the one who goes.
        loop_.after(nanoseconds{0}, [&] { next(r); });
      }
    };
    r.who->connect();
  };
  for (auto& r : runners) {
    next(r);
  }
  loop_.run_for(std::chrono::seconds{1});
  const auto before = started;
  const auto cpu = server.cpu_time();
  const auto begun = monotonic_now();
  loop_.run_for(time);
  const std::chrono::duration<double> took = monotonic_now() - begun;
  const std::chrono::duration<double, std::micro> used
    = server.cpu_time() - cpu;
  const auto count = static_cast<double>(started - before);
  going = false;
  // Those under way finish, so that nothing refers to this frame later.
  loop_.run_for(std::chrono::milliseconds{500});
  for (const auto& r : runners) {
    if (r.who && !r.who->problem.empty()) {
      problem = r.who->problem;
    }
  }
  runners.clear();
  if (problem) {
    return stage_failure{*problem};
  }
  cpu_per_start = count > 0 ? used.count() / count : 0;
  return count / took.count();
}

} // namespace parley::tools
