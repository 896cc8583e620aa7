// What can be asked of a chat session beside what follows from a command.
#include "actors/domain/chat_session.hpp"
#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

#include <algorithm>

namespace parley::chat {

std::optional<refusal> refusal_of(const open_work_item& c) {
  const auto text = [](const std::string& value,
                       std::size_t maximum,
                       const char* name) -> std::optional<refusal> {
    if (wire::is_blank(value)) {
      return refusal{refusal_code::blank_text, name};
    }
    if (wire::characters(value) > maximum) {
      return refusal{refusal_code::too_long, name};
    }
    return std::nullopt;
  };
  if (auto wrong = text(c.title, limits::name_characters_max, "title")) {
    return wrong;
  }
  if (auto wrong = text(c.text, limits::text_characters_max, "text")) {
    return wrong;
  }
  if (c.priority < 0 || c.priority > limits::work_item_priority_max) {
    return refusal{refusal_code::out_of_range, "priority"};
  }
  return std::nullopt;
}

phase_name name_of(const phase& p) {
  return std::visit(
    overloaded{
      [](const in_flow&) { return phase_name::flow; },
      [](const queued&) { return phase_name::queued; },
      [](const allocated&) { return phase_name::allocated; },
      [](const active&) { return phase_name::active; },
      [](const parked&) { return phase_name::parked; },
      [](const wrapup&) { return phase_name::wrapup; },
      [](const wrapup_parked&) { return phase_name::wrapup_parked; },
      [](const closed&) { return phase_name::closed; },
    },
    p);
}

duration handled_until(const state& s, timestamp now) {
  const auto* a = std::get_if<active>(&s.phase);
  return s.handled
         + (a != nullptr ? std::max(duration{0}, now - a->since) : duration{0});
}

bool in_inbox(const state& s) {
  return !s.agent.empty();
}

bool is_active(phase_name p) {
  return p == phase_name::active || p == phase_name::wrapup;
}

void recent::add(remembered one) {
  if (all_.size() < limits::remembered_ids_max) {
    all_.push_back(std::move(one));
    return;
  }
  all_[oldest_] = std::move(one);
  oldest_ = (oldest_ + 1) % all_.size();
}

const remembered* recent::find(std::string_view id) const noexcept {
  const auto found
    = std::find_if(all_.begin(), all_.end(), [&](const remembered& one) {
        return one.id == id;
      });
  return found == all_.end() ? nullptr : &*found;
}

bool operator==(const recent& a, const recent& b) noexcept {
  if (a.size() != b.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(a.by_age(i) == b.by_age(i))) {
      return false;
    }
  }
  return true;
}

bool is_line(const event& e) {
  return std::holds_alternative<entry_written>(e)
         || std::holds_alternative<chat_whispered>(e);
}

transcript_entry to_entry(const entry_written& e) {
  return {e.entry,
          e.at,
          e.from,
          e.kind,
          e.author,
          e.author_name,
          e.text,
          e.id,
          e.file};
}

std::string_view type_of(const event& e) {
  return std::visit([](const auto& it) { return it.type; }, e);
}

timestamp time_of(const event& e) {
  return std::visit([](const auto& it) { return it.at; }, e);
}

} // namespace parley::chat
