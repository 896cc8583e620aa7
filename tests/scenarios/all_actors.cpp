// Scenarios on all actors: pages, desks and a PBX speak the wire's messages.
#include "tests/scenarios/scenario.hpp"
#include "tests/support/desk_acts.hpp"

#include <map>

namespace parley::scenarios {

namespace {

using namespace std::chrono_literals;
using testing::client;

class actor_world final : public world {
public:
  explicit actor_world(const company& c) : parley_{{c}} { parley_.start(); }

  std::string play(const act& a) override {
    if (a.who == "server") {
      return a.verb == "restarts" ? restart() : "unknown";
    }
    if (a.who.front() == 'k') {
      return play_call(a);
    }
    if (a.verb == "asks for") {
      pages_.insert_or_assign(
        a.who, parley_.customer(a.what == "care" ? "token-auto" : "token-web"));
      return "done";
    }
    const auto page = pages_.find(a.who);
    return page != pages_.end() ? play_customer(page->second, a)
                                : play_agent(a);
  }

  /// In steps, so that timers are on time.
  void pass(duration d) override {
    for (duration step = 250ms; d > 0ms; d -= step) {
      step = std::min(step, d);
      parley_.advance(step);
    }
  }
  [[nodiscard]] timestamp now() const override { return parley_.now(); }
  [[nodiscard]] chat::state chat(const std::string& name) override {
    return parley_.stored(id_of(name));
  }
  [[nodiscard]] call::state call(const std::string& name) override {
    const auto c = parley_.store.load_call(company_id{"acme"}, call_id{name});
    return c ? c.value() : call::state{};
  }
  [[nodiscard]] agent_status status(const std::string& agent) override {
    const auto all = parley_.ask<actors::inspections>(
      parley_.company(),
      actors::inspect_all{actors::actor_kind::agent, agent, 0});
    const auto phase
      = all.items.empty() ? std::string{} : all.items.front().phase;
    return from_name<agent_status>(phase).value_or(agent_status::logged_out);
  }

private:
  [[nodiscard]] chat_id id_of(const std::string& name) const {
    const auto page = pages_.find(name);
    return page == pages_.end() ? chat_id{name} : page->second.chat;
  }

  std::string restart() {
    parley_.crash();
    parley_.start();
    desks_.clear();
    // Pages come back by themselves.
    for (auto& [name, page] : pages_) {
      page = parley_.page("token-web", page.token);
    }
    return "done";
  }

  std::string play_call(const act& a) {
    using kind = actors::telephony_event::kind_t;
    static const std::map<std::string, kind> kinds{
      {"is offered", kind::offered},
      {"is answered by", kind::answered},
      {"is refused", kind::refused},
      {"is over", kind::ended}};
    const auto k = kinds.find(a.verb);
    if (k == kinds.end()) {
      return "unknown";
    }
    const auto answer = parley_.phone(k->second, a.who, a.what);
    return answer.refused ? std::string{to_string(answer.refused->code)}
                          : "done";
  }

  static std::string answer_of(client& who) {
    return who.has<wire::refused>() ? who.expect<wire::refused>().name : "done";
  }

  std::string play_customer(client& page, const act& a) {
    page.forget();
    if (a.verb == "says something") {
      wire::customer_say m;
      m.ref = parley_.next_ref();
      m.id = client_message_id{"m" + m.ref};
      m.text = "Hello";
      page.say_raw(wire::customer_message{m});
    } else if (a.verb == "starts anew") {
      wire::start_chat m;
      m.ref = parley_.next_ref();
      page.say_raw(wire::customer_message{m});
      if (page.has<wire::chat_started>()) {
        const auto started = page.expect<wire::chat_started>();
        page.chat = started.chat.chat;
        page.token = started.visitor;
      }
    } else if (a.verb == "leaves") {
      wire::customer_end m;
      m.ref = parley_.next_ref();
      page.say_raw(wire::customer_message{m});
    } else if (a.verb == "loses the connection") {
      page.drop();
    } else if (a.verb == "comes back") {
      page = parley_.page("token-web", page.token);
    } else {
      return "unknown";
    }
    return answer_of(page);
  }

  std::string play_agent(const act& a) {
    if (a.verb == "logs in" || a.verb == "comes back") {
      desks_.insert_or_assign(a.who, parley_.desk(a.who));
      return "done";
    }
    const auto found = desks_.find(a.who);
    if (found == desks_.end()) {
      return "unknown";
    }
    auto& desk = found->second;
    if (a.verb == "loses the connection") {
      desk.drop();
      return "done";
    }
    auto m = message_of(a);
    if (!m) {
      return "unknown";
    }
    auto& last = refs_[a.who];
    last = a.again ? last : parley_.next_ref();
    std::visit(
      [&](auto& it) {
        if constexpr (requires { it.ref; }) {
          it.ref = last;
        }
        if constexpr (requires { it.revision; }) {
          if (a.stale) {
            it.revision = 1;
          }
        }
      },
      *m);
    desk.forget();
    desk.say_raw(*m);
    return answer_of(desk);
  }

  template <class Command>
  [[nodiscard]] wire::agent_message about(const std::string& chat) const {
    Command c;
    c.chat = id_of(chat);
    return c;
  }

  /// A2, L3.
  [[nodiscard]] std::optional<wire::agent_message>
  act_of_supervisor(const act& a) const {
    const auto object = a.what.substr(0, a.what.find(' '));
    if (a.verb == "takes over") {
      return about<wire::take_over_chat>(a.what);
    }
    if (a.verb == "moves") {
      wire::move_chat m;
      m.chat = id_of(object);
      m.queue = queue_id{a.what.substr(a.what.find(" to ") + 4)};
      return wire::agent_message{m};
    }
    if (a.verb == "logs off") {
      wire::force_log_out m;
      m.agent = agent_id{object};
      return wire::agent_message{m};
    }
    if (a.verb == "sends" || a.verb == "sets") {
      wire::force_status m;
      m.agent = agent_id{object};
      m.available = a.verb == "sets";
      m.reason = break_reason_id{"lunch"};
      return wire::agent_message{m};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<wire::agent_message>
  message_of(const act& a) const {
    if (a.verb == "logs out") {
      return wire::agent_message{wire::log_out{}};
    }
    if (a.verb == "goes on break" || a.verb == "works") {
      wire::set_status s;
      s.available = a.verb == "works";
      if (!s.available) {
        s.reason = break_reason_id{"lunch"};
      }
      return wire::agent_message{s};
    }
    if (a.verb == "transfers") {
      const auto to = a.what.find(" to ");
      if (to == std::string::npos) {
        return std::nullopt;
      }
      wire::transfer_chat t;
      t.chat = id_of(a.what.substr(0, to));
      const auto target = a.what.substr(to + 4);
      if (testing::sample_company().queues.contains(queue_id{target})) {
        t.queue = queue_id{target};
      } else {
        t.agent = agent_id{target};
      }
      return wire::agent_message{t};
    }
    if (auto supervises = act_of_supervisor(a)) {
      return supervises;
    }
    using maker
      = wire::agent_message (actor_world::*)(const std::string&) const;
    static const std::map<std::string, maker> makers{
      {"takes", &actor_world::about<wire::take_chat>},
      {"activates", &actor_world::about<wire::activate_chat>},
      {"parks", &actor_world::about<wire::park_chat>},
      {"ends", &actor_world::about<wire::end_chat>},
      {"puts back", &actor_world::about<wire::put_back_chat>},
      {"extends", &actor_world::about<wire::extend_wrapup>},
      {"finishes", &actor_world::about<wire::finish_wrapup>},
      {"accepts", &actor_world::about<wire::accept_transfer>},
      {"declines", &actor_world::about<wire::decline_transfer>}};
    const auto make = makers.find(a.verb);
    if (make == makers.end()) {
      return std::nullopt;
    }
    return (this->*make->second)(a.what);
  }

  testing::whole_parley parley_;
  std::map<std::string, client> pages_;
  std::map<std::string, client> desks_;
  std::map<std::string, std::string> refs_;
};

} // namespace

std::unique_ptr<world> all_actors(const company& c) {
  return std::make_unique<actor_world>(c);
}

} // namespace parley::scenarios
