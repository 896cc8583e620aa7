#include "tests/simulation/desk.hpp"

#include <algorithm>
#include <tuple>

namespace parley::simulation {

desk::desk(stage& s, const company& where, agent_id who)
    : stage_{&s}, company_{&where}, who_{std::move(who)}, away_since_{
                                                            s.parley.now()} {}

desk::~desk() {
  leave();
}

std::string desk::name() const {
  return "desk of " + who_.value + " (" + company_->id.value + ")";
}

// --- Coming and going. -------------------------------------------------------

void desk::connect() {
  auto& p = stage_->parley;
  std::vector<wire::chat_position> have;
  for (const auto& [chat, lines] : lines_) {
    have.push_back({chat, lines.last(), whispers_[chat]});
  }
  stage_->notes.note(name() + " connects");
  shown_.clear();
  queues_.clear();
  status_.reset();
  socket_ = std::make_shared<end>(*this);
  actor_ = p.connect(socket_, p.agent(company_->id, who_, std::move(have)));
}

void desk::disconnect() {
  if (!socket_) {
    return;
  }
  stage_->notes.note(name() + " loses the connection");
  socket_->cut();
  caf::anon_send(actor_, actors::socket_closed{});
  crash();
}

void desk::crash() {
  if (socket_) {
    socket_->cut();
    socket_.reset();
  }
  away_since_ = stage_->parley.now();
  actor_ = nullptr;
  welcomed_ = false;
  unanswered_.clear();
  for (const auto& [ref, m] : asked_) {
    unanswered_.push_back(m);
  }
  asked_.clear();
  pending_.clear();
}

void desk::leave() {
  disconnect();
}

void desk::closed(close_code why) {
  stage_->notes.note(name()
                     + " is closed: " + std::to_string(static_cast<int>(why)));
  disconnect();
}

/// P8: a second login; the first one must be told and closed.
void desk::take_over() {
  const auto first = actor_;
  auto socket = socket_;
  socket->cut();
  crash();
  connect();
  // The old socket's end comes whenever it comes.
  caf::anon_send(first, actors::socket_closed{});
}

// --- Acts. -------------------------------------------------------------------

void desk::act() {
  auto& luck = stage_->luck;
  if (!socket_) {
    connect();
    return;
  }
  if (luck.one_in(60)) {
    disconnect();
    return;
  }
  if (!welcomed_ || !may_ask()) {
    return;
  }
  if (!unanswered_.empty() && luck.one_in(2)) {
    repeat();
    return;
  }
  switch (luck.weighted({6, 10, 8, 2, 1})) {
  case 0:
    act_on_the_queue();
    break;
  case 1:
    act_on_a_chat();
    break;
  case 2:
    act_on_lines();
    break;
  case 3:
    change_status();
    break;
  default:
    if (luck.one_in(6)) {
      take_over();
    } else if (luck.one_in(2)) {
      ask(wire::log_out{}, {});
    }
    break;
  }
}

/// T2: with the same ref, as a desk that does not know what became of it.
void desk::repeat() {
  auto m = unanswered_.back();
  unanswered_.pop_back();
  std::visit(
    [&](auto& it) {
      if constexpr (requires {
                      it.ref;
                      it.chat;
                    }) {
        pending_[it.ref] = {"again " + std::string{it.type}, it.chat, {}};
      } else if constexpr (requires { it.ref; }) {
        pending_[it.ref] = {"again " + std::string{it.type}, {}, {}};
      }
      if constexpr (requires { it.ref; }) {
        asked_[it.ref] = m;
        stage_->notes.note(name() + " asks again: " + std::string{it.type});
      }
    },
    m);
  send(std::move(m));
}

chat_id desk::some_chat() {
  auto& luck = stage_->luck;
  const auto& all = stage_->books.chats();
  if (shown_.empty() || luck.one_in(20)) {
    // Anybody's: also another company's, or one that is over.
    return all.empty() ? chat_id{"nobodys"} : luck.pick(all).first;
  }
  return luck.pick(shown_).first;
}

void desk::act_on_the_queue() {
  auto& luck = stage_->luck;
  std::vector<chat_id> waiting;
  for (const auto& [id, queue] : queues_) {
    if (company_->queues.at(id).channel == channel::webchat) {
      for (const auto& [item, view] : queue.items) {
        waiting.emplace_back(item);
      }
    }
  }
  ask_about<wire::take_chat>(
    waiting.empty() || luck.one_in(15) ? some_chat() : luck.pick(waiting));
}

void desk::act_on_a_chat() {
  const auto chat = some_chat();
  switch (stage_->luck.weighted({8, 5, 4, 2, 2, 3, 3, 3, 2, 1, 2})) {
  case 10:
    take_over_a_chat();
    break;
  case 0:
    ask_about<wire::activate_chat>(chat);
    break;
  case 1:
    ask_about<wire::park_chat>(chat);
    break;
  case 2:
    ask_about<wire::end_chat>(chat);
    break;
  case 3:
    ask_about<wire::put_back_chat>(chat);
    break;
  case 4:
    ask_about<wire::extend_wrapup>(chat);
    break;
  case 5:
    ask_about<wire::finish_wrapup>(chat);
    break;
  case 6:
    transfer(chat);
    break;
  case 7:
    ask_about<wire::accept_transfer>(chat);
    break;
  case 8:
    classify(chat);
    break;
  default:
    ask_about<wire::decline_transfer>(chat);
    break;
  }
}

void desk::transfer(const chat_id& chat) {
  auto& luck = stage_->luck;
  wire::transfer_chat m;
  if (luck.one_in(2)) {
    m.queue = luck.pick(company_->queues).first;
  } else {
    m.agent = luck.pick(company_->agents).first;
  }
  ask(m, chat);
}

void desk::classify(const chat_id& chat) {
  wire::classify_chat m;
  m.classifications = {classification_id{"sale"}};
  m.note = "A note";
  ask(m, chat);
}

void desk::change_status() {
  auto& luck = stage_->luck;
  wire::set_status m;
  m.available = luck.one_in(2);
  if (!m.available) {
    m.reason = luck.pick(company_->break_reasons).first;
    m.after_current_work = luck.one_in(2);
  }
  ask(m, {});
}

void desk::act_on_lines() {
  const auto chat = some_chat();
  auto& luck = stage_->luck;
  switch (luck.weighted({6, 1, 3, 1, 1})) {
  case 0:
    say();
    break;
  case 4:
    whisper();
    break;
  case 1:
    send(wire::agent_typing{chat, luck.one_in(2)});
    break;
  case 2: {
    wire::agent_seen m;
    m.chat = chat;
    m.delivered = luck.below(lines_[chat].last() + 2);
    m.seen = luck.below(m.delivered + 1);
    send(m);
    break;
  }
  default: {
    wire::read_chat m;
    m.limit = 1 + luck.below(20);
    ask(m, chat);
    break;
  }
  }
}

/// A2: agents may try as well.
void desk::take_over_a_chat() {
  std::vector<chat_id> open;
  for (const auto& [id, c] : stage_->books.chats()) {
    if (!std::holds_alternative<chat::closed>(c.now.phase)) {
      open.push_back(id);
    }
  }
  if (!open.empty()) {
    ask_about<wire::take_over_chat>(stage_->luck.pick(open));
  }
}

void desk::whisper() {
  wire::whisper_to_chat m;
  m.id = client_message_id{stage_->fresh("w")};
  m.text = "Whisper " + m.id.value + " of " + who_.value;
  ask(m, some_chat());
}

void desk::hear_whisper(const chat_id& chat, std::uint64_t number) {
  const auto* c = stage_->books.find(chat);
  auto& last = whispers_[chat];
  if (c == nullptr || c->now.last_whisper < number) {
    stage_->notes.wrong(name() + ": told implies durable: a whisper");
  }
  if (number > last + 1) {
    stage_->notes.wrong(name() + ": Z2: whisper " + std::to_string(number)
                        + " of " + chat.value + " after "
                        + std::to_string(last));
  }
  last = std::max(last, number);
}

void desk::take_in(const wire::whispered& m) {
  if (pending_.erase(m.ref) == 0) {
    stage_->notes.wrong(name() + ": a whisper's tick that nobody waits for");
  }
  asked_.erase(m.ref);
  hear_whisper(m.chat, m.whisper);
}

void desk::take_in(const wire::chat_whispers& m) {
  for (const auto& w : m.whispers) {
    hear_whisper(m.chat, w.whisper);
  }
}

void desk::take_in(const wire::supervisor_acted& m) {
  stage_->notes.note(name() + " is told: " + m.text);
}

void desk::say() {
  const auto chat = some_chat();
  wire::agent_say m;
  m.id = client_message_id{stage_->fresh("m")};
  m.text = "Line " + m.id.value + " of " + who_.value;
  m.ref = stage_->fresh("r");
  m.chat = chat;
  pending_[m.ref] = {"say", chat, m.id.value};
  asked_[m.ref] = m;
  stage_->notes.note(name() + " says " + m.id.value + " in " + chat.value);
  send(m);
}

template <class Command>
void desk::ask(Command c, const chat_id& chat) {
  c.ref = stage_->fresh("r");
  if constexpr (requires { c.chat; }) {
    c.chat = chat;
  }
  if constexpr (requires { c.revision; }) {
    const auto seen = shown_.find(chat);
    if (seen != shown_.end() && stage_->luck.one_in(3)) {
      c.revision = seen->second.revision;
    }
  }
  pending_[c.ref] = {std::string{Command::type}, chat, {}};
  asked_[c.ref] = c;
  stage_->notes.note(name() + " asks: " + std::string{Command::type} + " "
                     + chat.value + " (" + c.ref + ")");
  send(c);
}

template <class Command>
void desk::ask_about(const chat_id& chat) {
  ask(Command{}, chat);
}

void desk::send(wire::agent_message m) {
  caf::anon_send(actor_, actors::agent_frame{std::move(m)});
}

// --- Work until nothing is left. ---------------------------------------------

void desk::work() {
  if (!socket_) {
    connect();
    return;
  }
  if (!welcomed_ || !status_ || !pending_.empty()) {
    return;
  }
  if (status_->status == agent_status::on_break || status_->break_after_work) {
    ask(wire::set_status{}, {});
    return;
  }
  for (const auto& [chat, view] : shown_) {
    if (view.agent == who_ && chat::is_active(view.phase)) {
      work_on(view);
      return;
    }
  }
  for (const auto& [chat, view] : shown_) {
    if (view.agent == who_) {
      ask_about<wire::activate_chat>(chat);
      return;
    }
  }
  act_on_the_queue();
}

void desk::work_on(const wire::desk_chat_view& c) {
  if (c.phase == phase_name::active) {
    ask_about<wire::end_chat>(c.chat);
  } else if (c.classifications.empty() && c.queue == queue_id{"desk"}) {
    classify(c.chat);
  } else {
    ask_about<wire::finish_wrapup>(c.chat);
  }
}

// --- What the desk is told. --------------------------------------------------

void desk::hear(const wire::server_message& m) {
  if (!welcomed_ && !std::holds_alternative<wire::agent_welcome>(m)) {
    stage_->notes.wrong(name() + ": a frame before the welcome");
  }
  std::visit([this](const auto& it) { take_in(it); }, m);
}

void desk::hear_garbage(const std::string& text) {
  stage_->notes.wrong(name()
                      + ": a frame that is not in the protocol: " + text);
}

void desk::take_in(const wire::ok& m) {
  const auto found = pending_.find(m.ref);
  if (found == pending_.end()) {
    stage_->notes.wrong(name() + ": an answer that nobody waits for: " + m.ref);
    return;
  }
  if (m.chat && m.revision) {
    const auto* c = stage_->books.find(*m.chat);
    if (c == nullptr || c->now.revision < *m.revision
        || c->now.company != company_->id) {
      stage_->notes.wrong(name()
                          + ": told implies durable: " + found->second.what);
    }
  }
  stage_->notes.note(name() + " is answered: " + found->second.what + " "
                     + m.ref);
  asked_.erase(m.ref);
  pending_.erase(found);
}

void desk::take_in(const wire::refused& m) {
  const auto found = m.ref ? pending_.find(*m.ref) : pending_.end();
  if (found == pending_.end()) {
    stage_->notes.wrong(name()
                        + ": a refusal that nobody waits for: " + m.name);
    return;
  }
  const auto& what = found->second;
  stage_->notes.note(name() + " is refused: " + what.what + " "
                     + what.chat.value + ", " + m.name);
  const auto* c = stage_->books.find(what.chat);
  if (m.name == to_string(refusal_code::internal_error)) {
    stage_->notes.wrong(name() + ": an internal error");
  }
  if (c != nullptr && c->now.company != company_->id
      && (m.phase || m.revision)) {
    stage_->notes.wrong(name() + ": O1: a refusal shows another company's "
                        + stage_->books.describe(*c));
  }
  if (m.revision && c != nullptr && c->now.revision < *m.revision) {
    stage_->notes.wrong(name() + ": told implies durable: a refusal's view");
  }
  if (!what.message.empty()) {
    known_lines::check_refused(*stage_, what.chat, what.message, m.name);
  }
  asked_.erase(*m.ref);
  pending_.erase(found);
}

void desk::take_in(const wire::said& m) {
  if (pending_.erase(m.ref) == 0) {
    stage_->notes.wrong(name() + ": a tick that nobody waits for");
  }
  asked_.erase(m.ref);
  lines_[m.chat].hear(*stage_, m, speaker::agent);
}

void desk::take_in(const wire::chat_entry& m) {
  lines_[m.chat].hear(*stage_, m.chat, m.line);
}

void desk::take_in(const wire::chat_lines& m) {
  if (m.ref) {
    // Older ones that were asked for.
    if (pending_.erase(*m.ref) == 0) {
      stage_->notes.wrong(name() + ": lines that nobody asked for");
    }
    asked_.erase(*m.ref);
    return;
  }
  for (const auto& line : m.lines) {
    lines_[m.chat].hear(*stage_, m.chat, line);
  }
}

void desk::take_in(const wire::chat_receipt& m) {
  const auto* c = stage_->books.find(m.chat);
  if (c == nullptr || m.seen > c->lines.size()) {
    stage_->notes.wrong(name() + ": a receipt for what is not there");
  }
}

void desk::take_in(const wire::typing& m) {
  if (m.by != speaker::customer) {
    stage_->notes.wrong(name() + ": typing of somebody else");
  }
}

void desk::take_in(const wire::agent_welcome& m) {
  welcomed_ = true;
  if (m.agent != who_ || m.company_name != company_->name) {
    stage_->notes.wrong(name() + ": welcomed as somebody else");
  }
}

void desk::take_in(const wire::status_changed& m) {
  if (status_ && m.revision <= status_->revision) {
    stage_->notes.wrong(name() + ": a status older than the one before");
  }
  stage_->notes.note(name() + " shows " + std::string{to_string(m.status)});
  status_ = m;
}

void desk::take_in(const wire::desk_chat_changed& m) {
  const auto& v = m.chat;
  const auto* c = stage_->books.find(v.chat);
  if (c == nullptr || c->now.company != company_->id) {
    stage_->notes.wrong(name() + ": O1: another company's chat");
    return;
  }
  if (c->now.revision < v.revision) {
    stage_->notes.wrong(name() + ": told implies durable: revision "
                        + std::to_string(v.revision) + " of "
                        + stage_->books.describe(*c));
    return;
  }
  const auto& g = c->at[v.revision];
  if (g.phase != v.phase || g.queue != v.queue
      || g.agent != v.agent.value_or(agent_id{})
      || g.marked != v.resume_after_call || g.last_entry != v.last_entry) {
    stage_->notes.wrong(name() + ": told implies durable: "
                        + std::string{to_string(v.phase)} + " at revision "
                        + std::to_string(v.revision) + " of "
                        + stage_->books.describe(*c));
  }
  const auto before = shown_.find(v.chat);
  if (before != shown_.end() && v.revision < before->second.revision) {
    stage_->notes.wrong(name() + ": a view older than the one before");
  }
  if (v.agent == who_ || v.transfer_to == who_) {
    shown_.insert_or_assign(v.chat, v);
  } else {
    shown_.erase(v.chat);
  }
  const auto active
    = std::count_if(shown_.begin(), shown_.end(), [&](const auto& s) {
        return s.second.agent == who_ && chat::is_active(s.second.phase);
      });
  if (active > 1) {
    stage_->notes.wrong(name() + ": P2: two active chats are shown");
  }
}

void desk::take_in(const wire::queue_list& m) {
  auto& q = queues_[m.queue];
  if (m.revision < q.revision) {
    stage_->notes.wrong(name() + ": a list older than the one before");
  }
  q = {m.revision, m.length, {}};
  for (const auto& item : m.items) {
    q.items.emplace(item.item, item);
  }
}

void desk::take_in(const wire::queue_changed& m) {
  auto& q = queues_[m.queue];
  if (q.revision != m.previous) {
    stage_->notes.wrong(
      name() + ": a change of a list that it does not have: " + m.queue.value);
  }
  q.revision = m.revision;
  q.length = m.length;
  for (const auto& item : m.removed) {
    q.items.erase(item);
  }
  for (const auto& item : m.put) {
    q.items.insert_or_assign(item.item, item);
  }
}

template <class Other>
void desk::take_in(const Other& /*unused*/) {
  stage_->notes.wrong(name()
                      + ": a frame for a page: " + std::string{Other::type});
}

// --- At rest. ----------------------------------------------------------------

void desk::check_at_rest() {
  const agent_key me{company_->id, who_};
  if (!socket_) {
    const auto grace = company_->agent_grace + std::chrono::seconds{3};
    const auto held = stage_->books.inbox(me);
    if (stage_->parley.now() - away_since_ > grace && !held.empty()
        && !stage_->books.has_call(me)) {
      stage_->notes.wrong("L2: " + name() + " is away and still holds "
                          + stage_->books.describe(*held.front()));
    }
    return;
  }
  if (!welcomed_) {
    stage_->notes.wrong(name() + ": no welcome");
    return;
  }
  if (!pending_.empty()) {
    stage_->notes.wrong(name() + ": no answer to " + pending_.begin()->first
                        + " (" + pending_.begin()->second.what + ")");
  }
  check_inbox();
  check_queues();
  if (status_->held != stage_->books.inbox({company_->id, who_}).size()) {
    stage_->notes.wrong(name() + ": P4: the status shows "
                        + std::to_string(status_->held) + " held chats");
  }
}

void desk::check_inbox() {
  const agent_key me{company_->id, who_};
  std::size_t mine = 0;
  for (const auto& [chat, view] : shown_) {
    mine += view.agent == who_ ? 1U : 0U;
  }
  const auto held = stage_->books.inbox(me);
  if (held.size() != mine) {
    stage_->notes.wrong(name() + ": P2: shows " + std::to_string(mine)
                        + " chats, has " + std::to_string(held.size()));
  }
  for (const auto* c : held) {
    const auto found = shown_.find(c->now.id);
    if (found == shown_.end()
        || found->second.phase != chat::name_of(c->now.phase)) {
      stage_->notes.wrong(name() + ": does not show "
                          + stage_->books.describe(*c));
    }
    if (lines_[c->now.id].last() != c->lines.size()) {
      stage_->notes.wrong(
        name() + ": has " + std::to_string(lines_[c->now.id].last()) + " of "
        + std::to_string(c->lines.size()) + " lines of " + c->now.id.value);
    }
    if (whispers_[c->now.id] != c->now.last_whisper) {
      stage_->notes.wrong(name() + ": A2: has "
                          + std::to_string(whispers_[c->now.id]) + " of "
                          + std::to_string(c->now.last_whisper)
                          + " whispers of " + c->now.id.value);
    }
    if (c->at.back().marked && !stage_->books.has_call(me)) {
      stage_->notes.wrong("I5: no call, and still to resume: "
                          + stage_->books.describe(*c));
    }
  }
}

void desk::check_queues() {
  for (const auto& [id, config] : company_->queues) {
    if (!sees(*company_, company_->agents.at(who_), id)) {
      if (queues_.contains(id)) {
        stage_->notes.wrong(name() + ": Q3: sees queue " + id.value);
      }
      continue;
    }
    const auto& q = queues_[id];
    std::vector<std::pair<timestamp, std::string>> order;
    order.reserve(q.items.size());
    for (const auto& [item, view] : q.items) {
      order.emplace_back(view.enqueued, item);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::string> items;
    items.reserve(order.size());
    for (const auto& [at, item] : order) {
      items.push_back(item);
    }
    const auto real = stage_->books.waiting(company_->id, id);
    if (items != real || q.length != real.size()) {
      stage_->notes.wrong(name() + ": Q4: queue " + id.value + " shows "
                          + std::to_string(items.size()) + " items, "
                          + std::to_string(real.size()) + " wait");
    }
  }
}

} // namespace parley::simulation
