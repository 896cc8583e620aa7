// Rows derived from events.
#include "storage/derived.hpp"

#include "storage/event_codec.hpp"
#include "storage/record.hpp"

namespace parley::storage {

void chat_summary::take(const chat::event& e) {
  std::visit(overloaded{
               [&](const chat::chat_started& x) { started = x.at; },
               [&](const chat::entry_written& x) { entries = x.entry; },
               [&](const chat::chat_queued& x) { queue = x.queue; },
               [&](const chat::chat_allocated& x) { agent = x.agent; },
               [&](const chat::chat_returned&) { agent = {}; },
               [&](const chat::chat_requeued& x) {
                 queue = x.queue;
                 agent = {};
               },
               [](const auto&) {},
             },
             e);
}

bool closes(const event& e) {
  if (const auto* chat = std::get_if<chat::event>(&e)) {
    return std::holds_alternative<chat::chat_closed>(*chat);
  }
  if (const auto* call = std::get_if<call::event>(&e)) {
    const auto* ended = std::get_if<call::call_ended>(call);
    return std::holds_alternative<call::call_closed>(*call)
           || (ended != nullptr && !ended->wrapup_until);
  }
  return false;
}

history_row
row_of(const chat_id& chat, const chat_summary& s, const chat::chat_closed& e) {
  return {chat, s.started, e.at, s.queue, s.agent, e.how, s.entries};
}

std::optional<store_error> flaw_of(const append& a) {
  const auto flaw = [&](const char* what) {
    return store_error{store_errc::unavailable,
                       std::string{"An append to the stream \""} + a.stream.id
                         + "\" was refused, because " + what
                         + ". This is a bug of Parley: please report it."};
  };
  if (!is_valid_key_part(a.stream.company.value)
      || !is_valid_key_part(a.stream.id)) {
    return flaw("its name is not an id");
  }
  for (const event& e : a.events) {
    if (kind_of(e) != a.stream.kind) {
      return flaw("its events are of another kind");
    }
  }
  return std::nullopt;
}

chat::state fold_chat(const stream_id& stream, std::span<const event> events) {
  chat::state s;
  s.id = chat_id{stream.id};
  s.company = stream.company;
  for (const event& e : events) {
    s = chat::apply(std::move(s), std::get<chat::event>(e));
  }
  return s;
}

call::state fold_call(const stream_id& stream, std::span<const event> events) {
  call::state s;
  s.id = call_id{stream.id};
  s.company = stream.company;
  for (const event& e : events) {
    s = call::apply(std::move(s), std::get<call::event>(e));
  }
  return s;
}

std::optional<event> without_texts(const event& e) {
  const auto* chat = std::get_if<chat::event>(&e);
  if (chat == nullptr) {
    return std::nullopt;
  }
  chat::event blank = *chat;
  std::visit(overloaded{
               [](chat::chat_started& x) {
                 x.customer_name.clear();
                 x.customer_email.clear();
                 x.customer_page.clear();
                 x.visitor_hash.clear();
                 x.customer_fields.clear();
                 x.customer_subject.clear();
               },
               [](chat::entry_written& x) {
                 x.text.clear();
                 if (x.file) {
                   x.file->name.clear();
                   x.file->sha256.clear();
                 }
                 // The name beside a line of the customer is the customer's.
                 if (x.from == speaker::customer) {
                   x.author_name.reset();
                 }
               },
               [](chat::chat_whispered& x) { x.text.clear(); },
               [](chat::flow_variable_set& x) { x.text.clear(); },
               [](chat::chat_classified& x) {
                 x.note.clear();
                 x.text.clear();
               },
               [](chat::survey_submitted& x) { x.comment.clear(); },
               [](chat::script_answered& x) { x.answers.clear(); },
               [](const auto&) {},
             },
             blank);
  if (blank == *chat) {
    return std::nullopt;
  }
  return event{std::move(blank)};
}

store_error
stale(const stream_id& stream, std::uint64_t is, std::uint64_t believed) {
  return {store_errc::stale_revision,
          "The stream \"" + stream.id + "\" has " + std::to_string(is)
            + " events, not " + std::to_string(believed)
            + ": another writer was there."};
}

store_error stale_company(const company& c, std::uint64_t stored) {
  return {store_errc::stale_revision,
          "The configuration of company \"" + c.id.value + "\" has version "
            + std::to_string(stored) + "; version " + std::to_string(c.version)
            + " does not follow it. Load it again and repeat the change."};
}

store_error no_such_stream(const stream_id& stream) {
  return {store_errc::not_found,
          "There is nothing stored under \"" + stream.id + "\"."};
}

} // namespace parley::storage
