// See cast.hpp.
#include "tests/crash/cast.hpp"

#include "tools/bench/company.hpp"

#include <algorithm>

namespace parley::crash {
namespace {

constexpr auto patience = std::chrono::seconds{30};

tools::web_socket_options page_of(const tools::endpoint& server) {
  return {server, "/ws/v1/visitor", std::string{tools::bench_origin}, ""};
}

} // namespace

void transcript::complain(const std::string& sentence) {
  complaints_.push_back(whose_ + ": " + sentence);
}

void transcript::take(std::uint64_t entry, line l) {
  if (entry != last_ + 1) {
    complain("line " + std::to_string(entry) + " came after line "
             + std::to_string(last_));
  }
  last_ = std::max(last_, entry);
  lines_.insert_or_assign(entry, std::move(l));
}

void transcript::pushed(const wire::entry_view& v) {
  const auto it = lines_.find(v.entry);
  if (it != lines_.end() && it->second.text == v.text) {
    complain("line " + std::to_string(v.entry) + " came twice");
    return;
  }
  take(v.entry, {v.id ? v.id->value : "", v.text});
}

void transcript::acknowledged(const wire::said& tick, const std::string& text) {
  const auto& id = tick.id.value;
  const auto known = lines_.find(tick.entry);
  if (known == lines_.end()) {
    take(tick.entry, {id, text});
  } else if (known->second.id != id) {
    // A retry is answered with the number of the first attempt.
    complain(id + " was acknowledged as line " + std::to_string(tick.entry)
             + ", which is " + known->second.id);
  }
  const auto [it, is_new] = ticks_.emplace(id, tick.entry);
  if (!is_new && it->second != tick.entry) {
    complain(id + " was acknowledged as two lines");
  }
}

// ---------------------------------------------------------------------------

customer::customer(tools::event_loop& loop, std::string name)
    : name_{std::move(name)}, client_{loop}, heard_{name_} {
  client_.on_message = [this](const wire::server_message& m) {
    hear(m);
  };
}

void customer::connect(const tools::endpoint& server) {
  catch_up_.reset();
  is_retrying_ = true;
  client_.on_open = [this] {
    wire::visitor_hello hello;
    hello.ref = "hello";
    hello.token = tools::pairs_token;
    if (!visitor_.empty()) {
      hello.visitor = visitor_;
      hello.after = heard_.last();
    }
    client_.send(hello);
  };
  client_.connect(page_of(server));
}

void customer::lose_connection() {
  client_.abort();
  catch_up_.reset();
}

void customer::talk(bool on) {
  talking_ = on;
  if (on && !under_way_ && catch_up_) {
    say_one();
  }
}

void customer::say_one() {
  const auto id = name_ + "-" + std::to_string(++said_);
  under_way_ = sent{id, "line " + std::to_string(said_) + " of " + name_};
  send_under_way();
}

void customer::end_chat() {
  client_.send(wire::customer_end{name_ + "-end"});
}

void customer::send_under_way() {
  if (under_way_) {
    client_.send(wire::customer_say{
      under_way_->id, client_message_id{under_way_->id}, under_way_->text});
  }
}

void customer::retry_when_caught_up() {
  // Sooner, the tick of the retry could overtake the lines that were missed.
  if (is_retrying_ && catch_up_ && heard_.last() >= *catch_up_) {
    is_retrying_ = false;
    send_under_way();
  }
}

bool customer::is_back() const {
  return catch_up_ && heard_.last() >= *catch_up_ && !under_way_;
}

void customer::hear(const wire::server_message& message) {
  std::visit(
    overloaded{
      [&](const wire::visitor_welcome& m) {
        if (m.chat) {
          phase_ = m.chat->phase;
          catch_up_ = m.chat->last_entry;
          retry_when_caught_up();
        } else if (visitor_.empty()) {
          client_.send(wire::start_chat{.ref = name_ + "-s", .name = name_});
        } else {
          heard_.complain("the server has forgotten the chat");
        }
      },
      [&](const wire::chat_started& m) {
        visitor_ = m.visitor;
        chat_ = m.chat.chat;
        phase_ = m.chat.phase;
        catch_up_ = 0;
      },
      [&](const wire::customer_chat_changed& m) { phase_ = m.chat.phase; },
      [&](const wire::said& m) { hear_tick(m); },
      [&](const wire::chat_entry& m) { heard_.pushed(m.line); },
      [&](const wire::chat_lines& m) {
        for (const auto& line : m.lines) {
          heard_.pushed(line);
        }
        retry_when_caught_up();
      },
      [&](const wire::refused& m) { hear_refusal(m); },
      [](const auto&) {},
    },
    message);
}

void customer::hear_tick(const wire::said& tick) {
  if (!under_way_ || under_way_->id != tick.id.value) {
    // Only what was sent can be acknowledged, and only once a connection.
    heard_.complain("an acknowledgement of " + tick.id.value
                    + " out of the blue");
    return;
  }
  heard_.acknowledged(tick, under_way_->text);
  under_way_.reset();
  if (talking_) {
    say_one();
  }
}

void customer::hear_refusal(const wire::refused& no) {
  refusals_.insert(no.name);
  if (under_way_ && no.ref == under_way_->id) {
    under_way_.reset();
  }
}

// ---------------------------------------------------------------------------

agent::agent(tools::event_loop& loop, std::string login)
    : loop_{loop}, login_{std::move(login)}, client_{loop} {
  client_.on_message = [this](const wire::server_message& m) {
    hear(m);
  };
}

bool agent::connect(const tools::endpoint& server) {
  is_welcome_ = false;
  views_.clear();
  std::optional<std::string> ticket;
  if (!cookies_.empty()) {
    if (auto fetched = tools::fetch_ticket(server, cookies_); fetched) {
      ticket = fetched.value();
    }
  }
  if (!ticket) {
    auto in = tools::log_in(server,
                            {std::string{tools::bench_company_id},
                             login_,
                             std::string{tools::bench_password},
                             ""});
    if (!in) {
      problem_ = in.error().why;
      return false;
    }
    cookies_ = in.value();
    auto fetched = tools::fetch_ticket(server, cookies_);
    if (!fetched) {
      problem_ = fetched.error().why;
      return false;
    }
    ticket = fetched.value();
  }
  client_.on_open = [this, ticket = *ticket] {
    wire::agent_hello hello;
    hello.ref = "hello";
    hello.ticket = ticket;
    for (const auto& [chat, lines] : heard_) {
      hello.have.push_back({chat, lines.last()});
    }
    client_.send(hello);
  };
  client_.connect({server, "/ws/v1/agent", "", ""});
  return true;
}

void agent::lose_connection() {
  client_.abort();
  // Its command may or may not have been done; `expected_` allows both.
  command_.reset();
}

transcript& agent::heard(const chat_id& chat) {
  return heard_.try_emplace(chat, login_ + " on " + chat.value).first->second;
}

void agent::await(std::string ref, std::map<chat_id, phase_name> outcome) {
  for (const auto& [chat, phase] : outcome) {
    expected_[chat].insert(phase);
  }
  command_ = command{std::move(ref), std::move(outcome)};
}

void agent::take(const chat_id& chat) {
  // The one that is active stays so; the first one taken becomes it.
  const bool is_first = expected_.empty();
  const auto ref = login_ + "-" + std::to_string(++refs_);
  command_ = command{
    ref, {{chat, is_first ? phase_name::active : phase_name::allocated}}};
  client_.send(wire::take_chat{ref, chat});
}

void agent::activate(const chat_id& chat) {
  std::map<chat_id, phase_name> outcome{{chat, phase_name::active}};
  for (const auto& [other, phases] : expected_) {
    if (other != chat && phases.contains(phase_name::active)) {
      outcome[other] = phase_name::parked;
    }
  }
  const auto ref = login_ + "-" + std::to_string(++refs_);
  await(ref, std::move(outcome));
  client_.send(wire::activate_chat{ref, chat});
}

void agent::end(const chat_id& chat) {
  const auto ref = login_ + "-" + std::to_string(++refs_);
  await(ref, {{chat, phase_name::wrapup}});
  client_.send(wire::end_chat{ref, chat});
}

void agent::juggle(bool on) {
  juggling_ = on;
  if (on && !command_) {
    juggle_next();
  }
}

void agent::juggle_next() {
  if (expected_.size() < 2) {
    return;
  }
  turn_ = (turn_ + 1) % expected_.size();
  auto it = expected_.begin();
  std::advance(it, turn_);
  const auto chat = it->first;
  activate(chat);
}

bool agent::is_back() const {
  return is_welcome_
         && std::all_of(expected_.begin(), expected_.end(), [&](auto& each) {
              return views_.contains(each.first);
            });
}

std::optional<wire::desk_chat_view> agent::view(const chat_id& chat) const {
  const auto it = views_.find(chat);
  return it == views_.end() ? std::nullopt : std::optional{it->second};
}

void agent::compare() {
  int active = 0;
  for (auto& [chat, phases] : expected_) {
    const auto seen = view(chat);
    if (!seen) {
      complaints_.push_back(login_ + " has lost chat " + chat.value);
      continue;
    }
    if (!phases.contains(seen->phase) || !seen->agent
        || seen->agent->value != login_) {
      complaints_.push_back(login_ + ": chat " + chat.value + " is "
                            + std::string{to_string(seen->phase)}
                            + ", which it cannot be");
    }
    active += seen->phase == phase_name::active ? 1 : 0;
    phases = {seen->phase};
  }
  if (active > 1) {
    complaints_.push_back(login_ + " has " + std::to_string(active)
                          + " active chats");
  }
}

std::vector<std::string> agent::complaints() const {
  auto all = complaints_;
  for (const auto& [chat, lines] : heard_) {
    const auto& some = lines.complaints();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

void agent::hear(const wire::server_message& message) {
  std::visit(overloaded{
               [&](const wire::agent_welcome&) { is_welcome_ = true; },
               [&](const wire::desk_chat_changed& m) { hear_view(m.chat); },
               [&](const wire::ok& m) { hear_answer(m.ref, true); },
               [&](const wire::refused& m) {
                 problem_ = m.name + " " + m.detail.value_or("");
                 hear_answer(m.ref.value_or(""), false);
               },
               [&](const wire::chat_entry& m) { heard(m.chat).pushed(m.line); },
               [&](const wire::chat_lines& m) {
                 for (const auto& line : m.lines) {
                   heard(m.chat).pushed(line);
                 }
               },
               [](const auto&) {},
             },
             message);
}

void agent::hear_view(const wire::desk_chat_view& v) {
  const auto it = views_.find(v.chat);
  if (it == views_.end() || it->second.revision <= v.revision) {
    views_.insert_or_assign(v.chat, v);
  }
}

void agent::hear_answer(const std::string& ref, bool yes) {
  if (!command_ || command_->ref != ref) {
    return;
  }
  const auto outcome = std::exchange(command_, std::nullopt)->outcome;
  if (yes) {
    for (const auto& [chat, phase] : outcome) {
      expected_[chat] = {phase};
    }
  }
  if (juggling_) {
    // Not from inside of the answer: the views of it come first.
    loop_.after(std::chrono::milliseconds{1}, [this] {
      if (juggling_ && !command_) {
        juggle_next();
      }
    });
  }
}

// ---------------------------------------------------------------------------

std::optional<std::vector<wire::entry_view>>
read_all(tools::event_loop& loop,
         const tools::endpoint& server,
         const std::string& visitor_token) {
  tools::frame_client page{loop};
  std::vector<wire::entry_view> lines;
  std::optional<std::uint64_t> wanted;
  page.on_open = [&] {
    wire::visitor_hello hello;
    hello.ref = "read";
    hello.token = tools::pairs_token;
    hello.visitor = visitor_token;
    hello.after = 0;
    page.send(hello);
  };
  page.on_message = [&](const wire::server_message& message) {
    if (const auto* m = std::get_if<wire::visitor_welcome>(&message)) {
      if (m->chat) {
        wanted = m->chat->last_entry;
      }
    } else if (const auto* some = std::get_if<wire::chat_lines>(&message)) {
      lines.insert(lines.end(), some->lines.begin(), some->lines.end());
    } else if (const auto* one = std::get_if<wire::chat_entry>(&message)) {
      lines.push_back(one->line);
    }
  };
  page.connect(page_of(server));
  const auto complete = [&] {
    return wanted
           && (*wanted == 0
               || (!lines.empty() && lines.back().entry >= *wanted));
  };
  if (!loop.run_until(complete, patience)) {
    return std::nullopt;
  }
  return lines;
}

} // namespace parley::crash
