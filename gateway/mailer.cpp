#include "gateway/mailer.hpp"

#include "gateway/mime.hpp"
#include "gateway/transcripts.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <utility>

namespace parley::gateway {

namespace {

using storage::mail_outbox;
using storage::store_error;
using storage::waiting_mail;

/// When nothing is known to be due; also how late a clock's jump is noticed.
constexpr duration seldom = std::chrono::seconds{60};

std::string domain_of(const std::string& address) {
  return address.substr(address.find('@') + 1);
}

/// What a server said, without what would break a row of a table.
std::string cut(std::string text) {
  std::erase_if(text, [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  });
  if (text.size() > limits::custom_value_characters_max) {
    text.resize(limits::custom_value_characters_max);
  }
  return text;
}

} // namespace

mailer::mailer(mailer_world world) : world_{std::move(world)} {}

mailer::~mailer() {
  stop();
}

result<done, store_error> mailer::deliver(const company& c, waiting_mail m) {
  const mail_outbox box{*world_.store};
  const auto chat = world_.store->load_chat(c.id, m.chat);
  if (!chat) {
    return chat.error().code == storage::store_errc::not_found
             ? box.remove(c.id, m.id)
             : chat.error();
  }
  using form = transcript_text::form;
  const auto text = [&](form f) {
    return build_transcript(*world_.store, c, chat.value(), {f, false, m.zone});
  };
  const auto plain = text(form::plain);
  const auto page = text(form::page);
  if (!plain || !page) {
    return plain ? page.error() : plain.error();
  }
  if (plain.value().lines == 0) {
    // It was erased meanwhile.
    return box.remove(c.id, m.id);
  }
  mail_text mail;
  mail.from_name = c.mail_sender_name.empty() ? c.name : c.mail_sender_name;
  mail.from = world_.smtp.from;
  mail.to = m.to;
  mail.subject = mail.from_name + ": transcript";
  mail.message_id = m.id + "@" + domain_of(world_.smtp.from);
  mail.date = m.created;
  mail.plain = plain.value().text;
  mail.page = page.value().text;
  const auto outcome
    = send_mail(world_.smtp, m.to, to_mime(mail), world_.within, stopping_);
  if (outcome) {
    ++sent;
    return box.remove(c.id, m.id);
  }
  if (stopping_) {
    return done{};
  }
  ++failed;
  ++m.attempts;
  m.trouble = cut(outcome.error().why);
  const auto pause
    = outcome.error().is_final ? std::nullopt : storage::mail_pause(m.attempts);
  m.dead = !pause;
  m.due = world_.time->now() + pause.value_or(duration{});
  if (m.dead) {
    ++given_up;
  }
  world_.log->write(actors::log_level::warn,
                    m.dead ? "mail_given_up" : "mail_failed",
                    {{"company", c.id.value},
                     {"mail", m.id},
                     {"attempts", std::to_string(m.attempts)}});
  return box.put(c.id, m);
}

result<std::optional<timestamp>, store_error> mailer::serve(const company& c) {
  const mail_outbox box{*world_.store};
  const auto all = box.list(c.id);
  if (!all) {
    return all.error();
  }
  for (const auto& m : all.value()) {
    if (stopping_) {
      return std::optional<timestamp>{};
    }
    if (!m.dead && m.due <= world_.time->now()) {
      if (auto tried = deliver(c, m); !tried) {
        return std::move(tried).error();
      }
    }
  }
  const auto left = box.list(c.id);
  if (!left) {
    return left.error();
  }
  std::optional<timestamp> next;
  for (const auto& m : left.value()) {
    if (!m.dead) {
      next = std::min(next.value_or(m.due), m.due);
    }
  }
  return next;
}

std::optional<timestamp> mailer::run_once() {
  std::optional<timestamp> next;
  if (!is_configured()) {
    return next;
  }
  for (const auto& c : world_.companies()) {
    const auto served = serve(*c);
    if (!served) {
      world_.log->write(
        actors::log_level::error,
        "mails_unavailable",
        {{"company", c->id.value}, {"error", served.error().text}});
      continue;
    }
    if (const auto due = served.value()) {
      next = std::min(next.value_or(*due), *due);
    }
  }
  return next;
}

void mailer::start() {
  if (!is_configured()) {
    return;
  }
  thread_ = std::thread{[this] {
    while (!stopping_) {
      const auto next = run_once();
      const auto pause
        = next ? std::clamp(*next - world_.time->now(), duration{1}, seldom)
               : seldom;
      std::unique_lock lock{mutex_};
      something_.wait_for(lock, pause, [this] { return poked_ || stopping_; });
      poked_ = false;
    }
  }};
}

void mailer::poke() {
  {
    const std::lock_guard lock{mutex_};
    poked_ = true;
  }
  something_.notify_one();
}

void mailer::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  something_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

} // namespace parley::gateway
