// See agent.hpp.
#include "tools/busy/agent.hpp"

#include "tools/busy/requests.hpp"

namespace parley::tools::busy {
namespace {

/// Chats that one holds at once.
constexpr std::size_t held_max = 3;
/// Where chats of real people go.
constexpr const char* front_queue = "sales";
constexpr std::string_view apology
  = "Good day! I am only played by a program: this is the demo of Parley. I "
    "pass you on to the front; log in at the desk there and take this chat.";

bool is_in_wrapup(phase_name phase) {
  return phase == phase_name::wrapup || phase == phase_name::wrapup_parked;
}

} // namespace

agent::agent(stage& on, agent_login who)
    : on_{on}, who_{std::move(who)}, client_{on.loop} {
  client_.on_message = [this](const wire::server_message& m) {
    hear(m);
  };
  client_.on_closed = [this](std::uint16_t, const std::string&) {
    lost();
  };
}

void agent::begin() {
  connect();
}

void agent::connect() {
  is_connecting_ = true;
  held_.clear();
  waiting_.clear();
  auto ticket = fetch_ticket(on_.server, cookies_);
  if (!ticket) {
    auto in = log_in(on_.server, who_);
    if (in) {
      cookies_ = in.value();
      ticket = fetch_ticket(on_.server, cookies_);
    }
  }
  if (!ticket) {
    lost();
    return;
  }
  client_.on_open = [this, ticket = ticket.value()] {
    wire::agent_hello hello;
    hello.ref = "hello";
    hello.ticket = ticket;
    client_.send(hello);
  };
  client_.connect({on_.server, "/ws/v1/agent", "", who_.from});
}

void agent::lost() {
  is_welcome_ = false;
  if (is_leaving_) {
    return;
  }
  ++on_.seen.returned;
  on_.loop.after(on_.time.seconds(2, 5),
                 [this, alive = std::weak_ptr<int>{alive_}] {
                   if (!alive.expired() && !is_leaving_) {
                     connect();
                   }
                 });
}

void agent::log_out() {
  is_leaving_ = true;
  if (is_welcome_) {
    client_.send(wire::log_out{"out"});
  }
}

std::string agent::ref() {
  return who_.login + "-" + std::to_string(++refs_);
}

void agent::rest(double from, double to) {
  not_before_ = monotonic_now() + on_.time.seconds(from, to);
}

void agent::hear(const wire::server_message& message) {
  std::visit(
    overloaded{
      [&](const wire::agent_welcome& m) {
        is_welcome_ = true;
        is_connecting_ = false;
        by_hand_.clear();
        for (const auto& q : m.queues) {
          if (!q.automatic && q.channel == channel::webchat) {
            by_hand_.insert(q.queue);
          }
        }
        for (const auto& reason : m.break_reasons) {
          break_reason_ = reason.id;
        }
        client_.send(wire::set_status{ref(), true});
      },
      [&](const wire::status_changed& m) {
        is_on_call_ = m.status == agent_status::on_call
                      || m.status == agent_status::alerting
                      || m.status == agent_status::call_wrapup;
        is_on_break_ = m.status == agent_status::on_break;
        is_available_ = m.status == agent_status::available;
      },
      [&](const wire::desk_chat_changed& m) { hear_view(m.chat); },
      [&](const wire::chat_entry& m) { hear_line(m.chat, m.line); },
      [&](const wire::chat_lines& m) {
        for (const auto& line : m.lines) {
          hear_line(m.chat, line);
        }
      },
      [&](const wire::ok& m) {
        on_.seen.classified += m.ref.starts_with("file-") ? 1 : 0;
      },
      [&](const wire::queue_list& m) { waiting_[m.queue] = m.items; },
      [&](const wire::queue_changed& m) {
        auto& items = waiting_[m.queue];
        const auto is_in = [](const auto& names, const std::string& item) {
          return std::find(names.begin(), names.end(), item) != names.end();
        };
        std::erase_if(items, [&](const wire::waiting_item& each) {
          return is_in(m.removed, each.item)
                 || std::any_of(
                   m.put.begin(), m.put.end(), [&](const auto& other) {
                     return other.item == each.item;
                   });
        });
        items.insert(items.end(), m.put.begin(), m.put.end());
      },
      [&](const wire::refused& m) {
        // Somebody else was faster, or it was too fast.
        if (m.retry_after) {
          not_before_ = monotonic_now() + *m.retry_after;
        }
        if (m.name == "internal_error" || m.name == "malformed_message") {
          on_.problem(who_.login + ": " + m.name + " " + m.detail.value_or(""));
        }
      },
      [](const auto&) {},
    },
    message);
}

void agent::hear_view(const wire::desk_chat_view& view) {
  const bool is_mine = view.agent && view.agent->value == who_.login
                       && view.phase != phase_name::closed
                       && view.phase != phase_name::queued;
  if (!is_mine) {
    held_.erase(view.chat);
    return;
  }
  auto& h = held_[view.chat];
  h.view = view;
  const auto played = on_.parts.find(view.chat);
  if (played != on_.parts.end()) {
    h.what = played->second;
  }
}

void agent::hear_line(const chat_id& chat, const wire::entry_view& line) {
  const auto it = held_.find(chat);
  if (it == held_.end() || line.entry <= it->second.last) {
    return;
  }
  auto& h = it->second;
  h.last = line.entry;
  if (h.what.what == nullptr || line.kind != entry_kind::text) {
    return;
  }
  // Whoever said it: the plot goes on behind it.
  const auto lines = h.what.what->lines;
  for (auto i = h.next; i < lines.size(); ++i) {
    if (lines[i].text == line.text) {
      h.next = i + 1;
      break;
    }
  }
}

agent::holdings::iterator agent::active() {
  return std::find_if(held_.begin(), held_.end(), [](const auto& each) {
    const auto phase = each.second.view.phase;
    return phase == phase_name::active || phase == phase_name::wrapup;
  });
}

agent::holdings::iterator agent::next_of_inbox() {
  return std::find_if(held_.begin(), held_.end(), [](const auto& each) {
    const auto& h = each.second;
    if (h.view.resume_after_call) {
      return false;
    }
    if (h.view.phase == phase_name::allocated
        || h.view.phase == phase_name::wrapup_parked) {
      return true;
    }
    if (h.view.phase != phase_name::parked || h.what.what == nullptr) {
      return h.view.phase == phase_name::parked;
    }
    const auto lines = h.what.what->lines;
    return h.next < lines.size() && lines[h.next].by == role::agent;
  });
}

void agent::tick() {
  if (!is_welcome_ || is_leaving_ || is_on_call_
      || monotonic_now() < not_before_) {
    return;
  }
  if (is_on_break_) {
    client_.send(wire::set_status{ref(), true});
    rest(1, 2);
    return;
  }
  const auto now = active();
  if (now != held_.end()) {
    work_on(now->second);
    return;
  }
  const auto next = next_of_inbox();
  if (next != held_.end()) {
    client_.send(wire::activate_chat{ref(), next->first});
    rest(1, 3);
    return;
  }
  look_for_work();
}

void agent::work_on(holding& h) {
  if (is_in_wrapup(h.view.phase)) {
    wrap_up(h);
    return;
  }
  if (h.what.what == nullptr) {
    hand_over(h);
    return;
  }
  const auto lines = h.what.what->lines;
  if (h.next >= lines.size()) {
    // Goodbye was said; who does not go is helped on.
    if (on_.time.chance(0.1)) {
      client_.send(wire::end_chat{ref(), h.view.chat});
    }
    rest(2, 4);
  } else if (lines[h.next].by == role::agent) {
    say_next(h);
  } else {
    // While this customer writes another one gets a line.
    const auto next = next_of_inbox();
    if (next != held_.end() && on_.time.chance(0.3)) {
      client_.send(wire::activate_chat{ref(), next->first});
      rest(1, 2);
    } else if (on_.time.chance(0.04)) {
      look_for_work();
    } else {
      rest(1, 2);
    }
  }
}

void agent::say_next(holding& h) {
  const auto chat = h.view.chat;
  const auto text = h.what.what->lines[h.next].text;
  const auto at = h.next;
  client_.send(wire::agent_typing{chat, true});
  const auto writes = on_.time.writing(text);
  not_before_ = monotonic_now() + writes + on_.time.seconds(0.5, 2);
  on_.loop.after(
    writes, [this, chat, text, at, alive = std::weak_ptr<int>{alive_}] {
      if (alive.expired()) {
        return;
      }
      const auto it = held_.find(chat);
      if (it == held_.end() || it->second.next != at
          || it->second.view.phase != phase_name::active) {
        return;
      }
      // The same id for the same line: said once, whatever happens (W6).
      const auto id = who_.login + "-" + std::to_string(at);
      client_.send(
        wire::agent_say{ref(), chat, client_message_id{id}, std::string{text}});
      client_.send(wire::agent_seen{chat, it->second.last});
    });
}

void agent::hand_over(holding& h) {
  if (h.said == 0) {
    h.said = 1;
    client_.send(wire::agent_say{
      ref(), h.view.chat, client_message_id{ref()}, std::string{apology}});
    rest(1, 2);
    return;
  }
  wire::transfer_chat transfer;
  transfer.ref = ref();
  transfer.chat = h.view.chat;
  transfer.queue = queue_id{front_queue};
  client_.send(transfer);
  rest(2, 4);
}

void agent::wrap_up(holding& h) {
  if (!h.is_filed) {
    h.is_filed = true;
    file(h);
    rest(4, 12);
    return;
  }
  if (h.view.can_finish) {
    client_.send(wire::finish_wrapup{ref(), h.view.chat});
  }
  rest(1, 3);
}

void agent::file(holding& h) {
  if (h.what.what == nullptr) {
    return;
  }
  wire::classify_chat filing;
  filing.ref = "file-" + h.view.chat.value;
  filing.chat = h.view.chat;
  filing.note = std::string{h.what.what->note};
  filing.classifications
    = {classification_id{std::string{h.what.what->classification}}};
  client_.send(filing);
  link(h);
}

void agent::link(const holding& h) {
  if (link_contact(on_.server, cookies_, h.view.chat.value)) {
    ++on_.seen.linked;
  }
}

void agent::look_for_work() {
  if (held_.size() < held_max) {
    for (const auto& queue : by_hand_) {
      const auto& items = waiting_[queue];
      const auto it
        = std::find_if(items.begin(), items.end(), [&](const auto& each) {
            return on_.parts.contains(chat_id{each.item});
          });
      // Somebody real may be quicker: they are left to wait for a while.
      if (it != items.end() && on_.time.chance(0.15)) {
        client_.send(wire::take_chat{ref(), chat_id{it->item}});
        rest(2, 4);
        return;
      }
    }
  }
  if (held_.empty() && is_available_ && !break_reason_.empty()
      && on_.time.chance(0.004)) {
    wire::set_status pause{ref(), false};
    pause.reason = break_reason_id{break_reason_};
    client_.send(pause);
    rest(20, 60);
    return;
  }
  rest(0.5, 1.5);
}

} // namespace parley::tools::busy
