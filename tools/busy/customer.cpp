// See customer.hpp.
#include "tools/busy/customer.hpp"

#include "protocol/result.hpp"

namespace parley::tools::busy {
namespace {

/// A site of the demo company.
constexpr const char* site = "https://www.acme.example";
/// Connections after losses before it gives up.
constexpr std::uint64_t tries_max = 40;

} // namespace

customer::customer(stage& on, part what, std::string from)
    : on_{on}, what_{what}, from_{std::move(from)}, client_{on.loop} {
  client_.on_message = [this](const wire::server_message& m) {
    hear(m);
  };
  client_.on_open = [this] {
    wire::visitor_hello hello;
    hello.ref = "hello";
    hello.token = on_.token;
    hello.locale = std::string{what_.what->language};
    if (!visitor_.empty()) {
      hello.visitor = visitor_;
      hello.after = last_;
    }
    client_.send(hello);
  };
  client_.on_closed = [this](std::uint16_t, const std::string&) {
    lost();
  };
}

void customer::begin() {
  connect();
}

void customer::connect() {
  client_.connect({on_.server, "/ws/v1/visitor", site, from_});
}

void customer::lost() {
  if (is_done_) {
    return;
  }
  if (is_over_ || ++tries_ > tries_max) {
    done();
    return;
  }
  // A plan of before is no more: the view decides anew.
  has_plan_ = false;
  plan(on_.time.seconds(1, 4), [this] {
    ++on_.seen.returned;
    connect();
  });
}

void customer::plan(nanoseconds delay, std::function<void()> what) {
  if (has_plan_) {
    return;
  }
  has_plan_ = true;
  const auto number = ++planned_;
  on_.loop.after(
    delay,
    [this, number, what = std::move(what), alive = std::weak_ptr<int>{alive_}] {
      if (alive.expired() || number != planned_ || is_done_) {
        return;
      }
      has_plan_ = false;
      what();
    });
}

void customer::hear(const wire::server_message& message) {
  std::visit(overloaded{
               [&](const wire::visitor_welcome& m) {
                 if (m.chat) {
                   hear_view(*m.chat);
                 } else if (visitor_.empty()) {
                   wire::start_chat start;
                   start.ref = "start";
                   start.name = what_.whom->name();
                   start.email = std::string{what_.whom->email};
                   start.page = std::string{site} + "/tools.html";
                   client_.send(start);
                 } else {
                   // Away for too long: the chat is over.
                   done();
                 }
               },
               [&](const wire::chat_started& m) {
                 visitor_ = m.visitor;
                 chat_ = m.chat.chat;
                 on_.parts.insert_or_assign(chat_, what_);
                 ++on_.seen.started;
                 hear_view(m.chat);
               },
               [&](const wire::customer_chat_changed& m) { hear_view(m.chat); },
               [&](const wire::chat_entry& m) { hear_line(m.line); },
               [&](const wire::chat_lines& m) {
                 for (const auto& line : m.lines) {
                   hear_line(line);
                 }
               },
               [&](const wire::said& m) { last_ = std::max(last_, m.entry); },
               [&](const wire::ok& m) {
                 if (m.ref == "survey") {
                   ++on_.seen.surveyed;
                   done();
                 }
               },
               [&](const wire::refused& m) { hear_refusal(m); },
               [](const auto&) {},
             },
             message);
}

void customer::hear_refusal(const wire::refused& no) {
  if (is_over_) {
    done();
    return;
  }
  on_.problem("customer: " + no.name + " " + no.detail.value_or(""));
  if (visitor_.empty()) {
    done();
  }
}

void customer::hear_view(const wire::customer_chat_view& view) {
  view_ = view;
  if (view.interrupted.value_or(false) && !was_interrupted_) {
    was_interrupted_ = true;
    ++on_.seen.interrupted;
  }
  if (view.phase == customer_phase::ended && !is_over_) {
    is_over_ = true;
    ++(was_answered_ ? on_.seen.ended : on_.seen.abandoned);
    // What was planned was for a chat that is no more.
    has_plan_ = false;
    finish();
    return;
  }
  go_on();
}

void customer::hear_line(const wire::entry_view& line) {
  if (line.entry <= last_) {
    return;
  }
  last_ = line.entry;
  heard_at_ = monotonic_now();
  if (line.from != speaker::agent || line.kind != entry_kind::text) {
    go_on();
    return;
  }
  if (!was_answered_) {
    was_answered_ = true;
    ++on_.seen.answered;
  }
  has_asked_ = false;
  // Real agents say other things than the plot: any line is an answer.
  const auto lines = what_.what->lines;
  if (next_ < lines.size() && lines[next_].by == role::agent) {
    ++next_;
  }
  go_on();
}

void customer::go_on() {
  if (!view_ || is_over_ || is_leaving_) {
    return;
  }
  switch (view_->phase) {
  case customer_phase::starting:
    answer_flow();
    break;
  case customer_phase::waiting:
    wait_in_queue();
    break;
  case customer_phase::open:
    talk();
    break;
  case customer_phase::ended:
    break;
  }
}

void customer::answer_flow() {
  if (view_->form.value_or(false)) {
    plan(on_.time.seconds(8, 20), [this] {
      wire::customer_form form;
      form.ref = "form";
      form.id = client_message_id{"form"};
      form.name = what_.whom->name();
      form.email = std::string{what_.whom->email};
      form.text = std::string{what_.what->lines.front().text};
      client_.send(form);
    });
  } else if (!has_chosen_ && !view_->menu.empty()) {
    plan(on_.time.seconds(2, 6), [this] {
      has_chosen_ = true;
      say(what_.what->choice);
    });
  } else if (has_chosen_ && !has_told_order_ && view_->menu.empty()
             && !what_.what->order.empty()) {
    plan(on_.time.seconds(3, 8), [this] {
      has_told_order_ = true;
      say(what_.what->order);
    });
  }
}

void customer::wait_in_queue() {
  if (!gives_up_at_) {
    // Every eighth has little time.
    gives_up_at_ = monotonic_now()
                   + (on_.time.chance(0.12) ? on_.time.seconds(12, 30)
                                            : on_.time.seconds(120, 240));
  }
  if (monotonic_now() >= *gives_up_at_) {
    leave();
    return;
  }
  const auto lines = what_.what->lines;
  if (next_ < lines.size() && lines[next_].by == role::customer) {
    write(lines[next_].text);
    return;
  }
  plan(on_.time.seconds(2, 3), [this] { go_on(); });
}

void customer::talk() {
  const auto lines = what_.what->lines;
  if (next_ < lines.size() && lines[next_].by == role::customer) {
    write(lines[next_].text);
    return;
  }
  if (next_ >= lines.size()) {
    // Who has said goodbye goes; some leave that to the agent.
    const auto rest = on_.time.chance(0.5) ? on_.time.seconds(2, 6)
                                           : on_.time.seconds(20, 40);
    plan(rest, [this] { leave(); });
    return;
  }
  const auto waited = monotonic_now() - heard_at_;
  const auto patience = on_.time.seconds(100, 160);
  if (view_->interrupted.value_or(false)) {
    if (!has_asked_ && on_.time.chance(0.4)) {
      has_asked_ = true;
      write("OK, I can wait.");
      return;
    }
  } else if (waited > 2 * patience) {
    leave();
    return;
  } else if (waited > patience && !has_asked_) {
    has_asked_ = true;
    write("Are you still there?");
    return;
  }
  plan(on_.time.seconds(2, 4), [this] { go_on(); });
}

void customer::write(std::string_view text) {
  if (has_plan_) {
    return;
  }
  const auto think = on_.time.seconds(1, 4);
  plan(think, [this, text] {
    client_.send(wire::customer_typing{true});
    plan(on_.time.writing(text), [this, text] {
      const auto lines = what_.what->lines;
      if (next_ < lines.size() && lines[next_].text == text) {
        ++next_;
      }
      say(text);
      go_on();
    });
  });
}

void customer::say(std::string_view text) {
  const auto id = chat_.value + "-" + std::to_string(++said_);
  heard_at_ = monotonic_now();
  client_.send(
    wire::customer_say{id, client_message_id{id}, std::string{text}});
}

void customer::leave() {
  is_leaving_ = true;
  client_.send(wire::customer_end{"end"});
}

void customer::finish() {
  on_.parts.erase(chat_);
  if (was_answered_ && on_.time.chance(0.6)) {
    plan(on_.time.seconds(2, 6), [this] {
      wire::customer_survey survey;
      survey.ref = "survey";
      survey.score = on_.time.chance(0.7) ? 5 : 3;
      client_.send(survey);
    });
    return;
  }
  plan(on_.time.seconds(1, 3), [this] { done(); });
}

void customer::done() {
  if (is_done_) {
    return;
  }
  is_done_ = true;
  on_.parts.erase(chat_);
  client_.abort();
}

} // namespace parley::tools::busy
