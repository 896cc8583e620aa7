#include "tests/simulation/ledger.hpp"

#include "tests/simulation/companies.hpp"

#include <algorithm>
#include <tuple>

namespace parley::simulation {

namespace {

glance glance_at(const chat::state& s) {
  glance g;
  g.phase = chat::name_of(s.phase);
  g.agent = s.agent;
  g.queue = s.queue;
  g.last_entry = s.last_entry;
  if (const auto* p = std::get_if<chat::parked>(&s.phase)) {
    g.marked = p->resume_after_call;
  } else if (const auto* w = std::get_if<chat::wrapup_parked>(&s.phase)) {
    g.marked = w->resume_after_call;
  }
  return g;
}

bool belongs_to_agent(phase_name p) {
  return p != phase_name::flow && p != phase_name::queued
         && p != phase_name::closed;
}

} // namespace

ledger::ledger(std::vector<company> companies, diary& notes) : notes_{&notes} {
  for (auto& c : companies) {
    const auto id = c.id;
    companies_.emplace(id, std::move(c));
  }
}

void ledger::take(const storage::append& a) {
  for (const auto& e : a.events) {
    std::visit(
      overloaded{
        [&](const chat::event& it) { take(a.stream.company, a.stream.id, it); },
        [&](const call::event& it) { take(a.stream.company, a.stream.id, it); },
        [&](const agent::event& it) {
          notes_->note(a.stream.company.value + " " + a.stream.id + ": "
                       + std::string{agent::type_of(it)});
        },
      },
      e);
  }
}

// --- Chats. ------------------------------------------------------------------

void ledger::take(const company_id& company,
                  const std::string& id,
                  chat::event e) {
  auto& c = chats_[chat_id{id}];
  if (c.now.revision == 0) {
    c.now.id = chat_id{id};
    c.now.company = company;
  }
  if (c.now.company != company) {
    notes_->wrong("O1: a chat has events in two companies: " + id);
  }
  if (std::holds_alternative<chat::closed>(c.now.phase)) {
    notes_->wrong("behaviour 2: an event after closed: " + describe(c));
  }
  if (const auto* line = std::get_if<chat::entry_written>(&e)) {
    check_line(c, *line);
  }
  if (const auto* whisper = std::get_if<chat::chat_whispered>(&e)) {
    check_whisper(c, *whisper);
  }
  check_command(c, e);
  const auto before = c.now.agent;
  const auto handled = c.now.handled;
  const auto enqueued = c.now.enqueued;
  c.now = chat::apply(std::move(c.now), e);
  c.at.push_back(glance_at(c.now));
  if (std::holds_alternative<chat::chat_closed>(e)) {
    c.closed_at = chat::time_of(e);
  }
  if (c.now.handled < handled) {
    notes_->wrong("T1: handled time shrank: " + describe(c));
  }
  if (const auto* back = std::get_if<chat::chat_returned>(&e)) {
    if (c.now.enqueued != enqueued) {
      notes_->wrong("T4: a returned chat lost its place: " + describe(c));
    }
    if (back->because == cause::alert_timeout) {
      misses_[{company, before}] = back->at;
    }
  }
  if (const auto* parked = std::get_if<chat::chat_parked>(&e);
      parked != nullptr && parked->because == cause::call
      && !c.at.back().marked) {
    notes_->wrong("I4: interrupted and not marked: " + describe(c));
  }
  notes_->note(company.value + " " + std::string{chat::type_of(e)} + " -> "
               + describe(c));
  check_owner(c);
  check_inbox(c, e);
}

void ledger::check_line(chat_account& c, const chat::entry_written& e) {
  if (e.entry != c.lines.size() + 1) {
    notes_->wrong("W6: lines have a gap: " + describe(c));
  }
  if (e.id && !c.message_ids.insert(e.id->value).second) {
    notes_->wrong("W6: a line is stored twice, " + e.id->value + ": "
                  + describe(c));
  }
  if (e.kind == entry_kind::whisper) {
    notes_->wrong("A2: a whisper among the lines: " + describe(c));
  }
  if (e.from == speaker::agent && (!e.author || *e.author != c.now.agent)) {
    notes_->wrong("behaviour 2: a line of somebody who is not the owner: "
                  + describe(c));
  }
  c.lines.push_back(chat::to_entry(e));
}

void ledger::check_whisper(chat_account& c, const chat::chat_whispered& e) {
  if (e.whisper != c.now.last_whisper + 1 || e.after != c.lines.size()) {
    notes_->wrong("A2: whispers have a gap: " + describe(c));
  }
  if (e.id && !c.whisper_ids.insert(e.id->value).second) {
    notes_->wrong("W6: a whisper is stored twice, " + e.id->value + ": "
                  + describe(c));
  }
}

void ledger::check_command(chat_account& c, const chat::event& e) {
  std::visit(
    [&](const auto& it) {
      if constexpr (requires { it.command; }) {
        if (it.command && !c.command_ids.insert(it.command->value).second) {
          notes_->wrong("T2: a command had its effect twice, "
                        + it.command->value + ": " + describe(c));
        }
      }
    },
    e);
}

void ledger::check_owner(const chat_account& c) {
  const auto phase = chat::name_of(c.now.phase);
  if (belongs_to_agent(phase) == c.now.agent.empty()
      || (phase == phase_name::queued && c.now.queue.empty())) {
    notes_->wrong("behaviour 2: not exactly one owner: " + describe(c));
  }
  const auto& config = companies_.at(c.now.company);
  if (!c.now.agent.empty() && !config.agents.contains(c.now.agent)) {
    notes_->wrong("O1: an agent of another company: " + describe(c));
  }
}

void ledger::check_inbox(const chat_account& c, const chat::event& e) {
  if (c.now.agent.empty()) {
    return;
  }
  const agent_key who{c.now.company, c.now.agent};
  const auto held = inbox(who);
  const auto active
    = std::count_if(held.begin(), held.end(), [](const auto* other) {
        return chat::is_active(chat::name_of(other->now.phase));
      });
  if (active > 1) {
    notes_->wrong("P2: two active chats of " + who.second.value + ": "
                  + describe(c));
  }
  if (std::holds_alternative<chat::chat_allocated>(e)) {
    const auto limit
      = limit_of(companies_.at(who.first), who.second, c.now.queue);
    if (held.size() > static_cast<std::size_t>(limit)) {
      notes_->wrong("P4: " + std::to_string(held.size()) + " of at most "
                    + std::to_string(limit) + " chats: " + describe(c));
    }
  }
}

// --- Calls. ------------------------------------------------------------------

void ledger::take(const company_id& company,
                  const std::string& id,
                  const call::event& e) {
  auto& c = calls_[{company, call_id{id}}];
  c.id = call_id{id};
  c.company = company;
  const auto before = call::agent_of(c);
  if (const auto* rang = std::get_if<call::call_alerted>(&e)) {
    check_ring({company, rang->agent}, c.id);
  }
  if (const auto* back = std::get_if<call::call_returned>(&e)) {
    misses_[{company, before}] = back->at;
  }
  c = call::apply(std::move(c), e);
  notes_->note(company.value + " " + std::string{call::type_of(e)} + " -> " + id
               + " " + std::string{to_string(call::name_of(c.phase))} + " "
               + call::agent_of(c).value);
}

void ledger::check_ring(const agent_key& who, const call_id& call) {
  for (const auto& [key, revision] : known_calls_) {
    const auto& other = calls_.at(key);
    if (key.first == who.first && other.id != call && other.revision == revision
        && call::agent_of(other) == who.second) {
      notes_->wrong("I7: a second call for " + who.second.value + ": "
                    + call.value + " beside " + other.id.value);
    }
  }
  const auto known = known_wrapups_.find(who);
  if (known == known_wrapups_.end()) {
    return;
  }
  const auto& c = chats_.at(known->second.first);
  if (c.now.state_revision == known->second.second) {
    notes_->wrong("I3: a call for " + who.second.value
                  + " in active wrapup: " + describe(c));
  }
}

void ledger::quiet() {
  known_wrapups_.clear();
  known_calls_.clear();
  for (const auto& [key, c] : calls_) {
    if (std::holds_alternative<call::alerting>(c.phase)
        || std::holds_alternative<call::connected>(c.phase)) {
      known_calls_[key] = c.revision;
    }
  }
  for (const auto& [id, c] : chats_) {
    if (chat::name_of(c.now.phase) == phase_name::wrapup) {
      known_wrapups_[{c.now.company, c.now.agent}] = {id, c.now.state_revision};
    }
  }
}

// --- Questions. --------------------------------------------------------------

const chat_account* ledger::find(const chat_id& id) const {
  const auto found = chats_.find(id);
  return found == chats_.end() ? nullptr : &found->second;
}

timestamp ledger::last_miss(const agent_key& who) const {
  const auto found = misses_.find(who);
  return found == misses_.end() ? timestamp{} : found->second;
}

std::vector<const chat_account*> ledger::inbox(const agent_key& who) const {
  std::vector<const chat_account*> held;
  for (const auto& [id, c] : chats_) {
    if (c.now.company == who.first && c.now.agent == who.second) {
      held.push_back(&c);
    }
  }
  return held;
}

std::vector<std::string> ledger::waiting(const company_id& company,
                                         const queue_id& queue) const {
  std::vector<std::pair<timestamp, std::string>> all;
  for (const auto& [id, c] : chats_) {
    if (c.now.company == company && c.now.queue == queue
        && std::holds_alternative<chat::queued>(c.now.phase)) {
      all.emplace_back(c.now.enqueued, id.value);
    }
  }
  for (const auto& [key, c] : calls_) {
    if (key.first == company && c.queue == queue
        && std::holds_alternative<call::queued>(c.phase)) {
      all.emplace_back(c.enqueued, c.id.value);
    }
  }
  std::sort(all.begin(), all.end());
  std::vector<std::string> items;
  items.reserve(all.size());
  for (auto& [at, item] : all) {
    items.push_back(std::move(item));
  }
  return items;
}

bool ledger::has_call(const agent_key& who) const {
  return std::any_of(calls_.begin(), calls_.end(), [&](const auto& c) {
    const bool goes_on
      = std::holds_alternative<call::connected>(c.second.phase)
        || std::holds_alternative<call::wrapup>(c.second.phase);
    return c.first.first == who.first && goes_on
           && call::agent_of(c.second) == who.second;
  });
}

std::string ledger::describe(const chat_account& c) const {
  const auto g = glance_at(c.now);
  return c.now.id.value + " " + std::string{to_string(g.phase)}
         + (g.marked ? "*" : "") + " queue " + g.queue.value + " agent "
         + g.agent.value + " revision " + std::to_string(c.now.revision);
}

} // namespace parley::simulation
