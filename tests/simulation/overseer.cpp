#include "tests/simulation/overseer.hpp"

namespace parley::simulation {

overseer::overseer(stage& s, const company& where, agent_id who)
    : stage_{&s}, company_{&where}, who_{std::move(who)} {}

overseer::~overseer() {
  leave();
}

std::string overseer::name() const {
  return "overseer " + who_.value + " (" + company_->id.value + ")";
}

// --- Coming and going. -------------------------------------------------------

void overseer::connect() {
  auto& p = stage_->parley;
  stage_->notes.note(name() + " connects");
  socket_ = std::make_shared<end>(*this);
  actor_ = p.connect(socket_, p.agent(company_->id, who_, {}));
}

void overseer::crash() {
  if (socket_) {
    socket_->cut();
    socket_.reset();
  }
  actor_ = nullptr;
  welcomed_ = false;
  pending_.clear();
  observed_.clear();
  has_board_ = false;
  sessions_.clear();
}

void overseer::leave() {
  if (socket_) {
    caf::anon_send(actor_, actors::socket_closed{});
  }
  crash();
}

void overseer::closed(close_code why) {
  stage_->notes.note(name()
                     + " is closed: " + std::to_string(static_cast<int>(why)));
  leave();
}

// --- Acts. -------------------------------------------------------------------

void overseer::act() {
  auto& luck = stage_->luck;
  if (!socket_) {
    connect();
    return;
  }
  if (luck.one_in(60)) {
    stage_->notes.note(name() + " loses the connection");
    leave();
    return;
  }
  if (!welcomed_ || pending_.size() >= 4) {
    return;
  }
  switch (luck.weighted({8, 3, 2})) {
  case 0:
    act_on_a_chat();
    break;
  case 1:
    act_on_an_agent();
    break;
  default:
    watch_the_board();
    break;
  }
}

chat_id overseer::some_chat() {
  auto& luck = stage_->luck;
  if (!sessions_.empty() && !luck.one_in(15)) {
    return luck.pick(sessions_).first;
  }
  // Anybody's: also another company's, or one that is over.
  const auto& all = stage_->books.chats();
  return all.empty() ? chat_id{"nobodys"} : luck.pick(all).first;
}

template <class Command>
void overseer::ask(Command c) {
  c.ref = stage_->fresh("r");
  auto& about = pending_[c.ref];
  if constexpr (std::is_same_v<Command, wire::observe_chat>) {
    about.observe = c.chat;
  } else if constexpr (std::is_same_v<Command, wire::unobserve_chat>) {
    about.unobserve = c.chat;
  }
  stage_->notes.note(name() + " asks: " + std::string{Command::type} + " ("
                     + c.ref + ")");
  caf::anon_send(actor_, actors::agent_frame{std::move(c)});
}

void overseer::act_on_a_chat() {
  auto& luck = stage_->luck;
  const auto chat = some_chat();
  switch (luck.weighted({5, 1, 5, 4, 1, 1})) {
  case 0: {
    wire::observe_chat m;
    m.chat = chat;
    ask(m);
    break;
  }
  case 1: {
    wire::unobserve_chat m;
    m.chat = chat;
    ask(m);
    break;
  }
  case 2: {
    wire::whisper_to_chat m;
    m.chat = observed_.empty() ? chat : luck.pick(observed_).first;
    m.id = client_message_id{stage_->fresh("w")};
    m.text = "Whisper " + m.id.value;
    ask(m);
    break;
  }
  case 3: {
    wire::move_chat m;
    m.chat = chat;
    m.queue = luck.pick(company_->queues).first;
    ask(m);
    break;
  }
  case 4: {
    // Who has no desk takes nothing over.
    wire::take_over_chat m;
    m.chat = chat;
    ask(m);
    break;
  }
  default: {
    wire::explain_routing m;
    m.chat = chat;
    ask(m);
    break;
  }
  }
}

void overseer::act_on_an_agent() {
  auto& luck = stage_->luck;
  const auto agent = luck.pick(company_->agents).first;
  if (luck.one_in(4)) {
    wire::force_log_out m;
    m.agent = agent;
    ask(m);
    return;
  }
  wire::force_status m;
  m.agent = agent;
  m.available = !luck.one_in(3);
  m.after_current_work = luck.one_in(2);
  m.reason = luck.pick(company_->break_reasons).first;
  ask(m);
}

void overseer::watch_the_board() {
  wire::watch_board m;
  m.queues = stage_->luck.one_in(2);
  m.agents = stage_->luck.one_in(2);
  m.sessions = !stage_->luck.one_in(8);
  wants_sessions_ = *m.sessions;
  if (!wants_sessions_) {
    has_board_ = false;
    sessions_.clear();
  }
  ask(m);
}

// --- What is told. -----------------------------------------------------------

void overseer::hear(const wire::server_message& m) {
  if (!welcomed_ && !std::holds_alternative<wire::agent_welcome>(m)) {
    stage_->notes.wrong(name() + ": a frame before the welcome");
  }
  std::visit([this](const auto& it) { take_in(it); }, m);
}

void overseer::hear_garbage(const std::string& text) {
  stage_->notes.wrong(name()
                      + ": a frame that is not in the protocol: " + text);
}

void overseer::answered(const std::string& ref) {
  if (pending_.erase(ref) == 0) {
    stage_->notes.wrong(name() + ": an answer that nobody waits for: " + ref);
  }
}

void overseer::take_in(const wire::ok& m) {
  const auto found = pending_.find(m.ref);
  if (found != pending_.end() && !found->second.observe.empty()) {
    // New, or observed already.
    observed_.try_emplace(found->second.observe);
  }
  if (found != pending_.end()) {
    observed_.erase(found->second.unobserve);
  }
  answered(m.ref);
}

void overseer::take_in(const wire::refused& m) {
  if (m.name == to_string(refusal_code::internal_error)) {
    stage_->notes.wrong(name() + ": an internal error");
  }
  answered(m.ref.value_or(""));
}

void overseer::take_in(const wire::agent_welcome& m) {
  welcomed_ = true;
  if (m.agent != who_ || m.company_name != company_->name) {
    stage_->notes.wrong(name() + ": welcomed as somebody else");
  }
}

void overseer::take_in(const wire::chat_observed& m) {
  const auto* c = stage_->books.find(m.chat.chat);
  if (c == nullptr || c->now.company != company_->id) {
    stage_->notes.wrong(name() + ": O1: observes another company's chat");
  } else if (c->now.revision < m.chat.revision) {
    stage_->notes.wrong(name() + ": told implies durable: an observed view");
  }
}

void overseer::take_in(const wire::chat_unobserved& m) {
  observed_.erase(m.chat);
}

void overseer::take_in(const wire::chat_entry& m) {
  const auto found = observed_.find(m.chat);
  if (found != observed_.end()) {
    found->second.lines.hear(*stage_, m.chat, m.line);
  }
}

void overseer::take_in(const wire::chat_lines& m) {
  const auto found = observed_.find(m.chat);
  if (found != observed_.end()) {
    for (const auto& line : m.lines) {
      found->second.lines.hear(*stage_, m.chat, line);
    }
  }
}

void overseer::hear_whisper(const chat_id& chat, std::uint64_t number) {
  const auto found = observed_.find(chat);
  if (found == observed_.end()) {
    return;
  }
  auto& last = found->second.last_whisper;
  const auto* c = stage_->books.find(chat);
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

void overseer::take_in(const wire::chat_whispers& m) {
  for (const auto& w : m.whispers) {
    hear_whisper(m.chat, w.whisper);
  }
}

void overseer::take_in(const wire::whispered& m) {
  answered(m.ref);
  hear_whisper(m.chat, m.whisper);
}

void overseer::take_in(const wire::chat_routed& m) {
  answered(m.ref);
}

template <class Frame>
void overseer::put(const Frame& m) {
  board_revision_ = m.revision;
  for (const auto& s : m.sessions) {
    const auto* c = stage_->books.find(s.chat);
    if (c == nullptr || c->now.company != company_->id) {
      stage_->notes.wrong(name() + ": O1: another company's chat on the board");
    } else if (c->now.revision < s.revision) {
      stage_->notes.wrong(name() + ": told implies durable: the board");
    }
    sessions_.insert_or_assign(s.chat, s);
  }
}

void overseer::take_in(const wire::board_view& m) {
  // One of queues and agents alone says nothing of sessions.
  has_board_ = wants_sessions_;
  sessions_.clear();
  put(m);
}

void overseer::take_in(const wire::board_changed& m) {
  if (m.previous != board_revision_) {
    stage_->notes.wrong(name() + ": a change of a board that it does not have");
  }
  for (const auto& id : m.sessions_gone) {
    sessions_.erase(id);
  }
  put(m);
}

template <class Other>
void overseer::take_in(const Other& /*unused*/) {
  stage_->notes.wrong(
    name() + ": a frame for somebody else: " + std::string{Other::type});
}

// --- At rest. ----------------------------------------------------------------

void overseer::check_at_rest() {
  if (!socket_) {
    return;
  }
  if (!welcomed_ || !pending_.empty()) {
    stage_->notes.wrong(
      name() + ": no answer to "
      + (pending_.empty() ? "the hello" : pending_.begin()->first));
    return;
  }
  check_observed();
  check_board();
}

void overseer::check_observed() const {
  for (const auto& [id, o] : observed_) {
    const auto* c = stage_->books.find(id);
    if (c == nullptr || o.lines.last() != c->lines.size()
        || o.last_whisper != c->now.last_whisper) {
      stage_->notes.wrong(name() + ": A2: observes " + id.value + " and has "
                          + std::to_string(o.lines.last()) + " lines, "
                          + std::to_string(o.last_whisper) + " whispers");
    }
  }
}

/// A2: the board shows every open chat as it is.
void overseer::check_board() const {
  if (!has_board_) {
    return;
  }
  std::size_t open = 0;
  for (const auto& [id, c] : stage_->books.chats()) {
    if (c.now.company != company_->id
        || std::holds_alternative<chat::closed>(c.now.phase)) {
      continue;
    }
    ++open;
    const auto shown = sessions_.find(id);
    if (shown == sessions_.end()
        || shown->second.phase != chat::name_of(c.now.phase)
        || shown->second.agent.value_or(agent_id{}) != c.now.agent
        || shown->second.queue.value_or(queue_id{}) != c.now.queue) {
      stage_->notes.wrong(name() + ": A2: the board does not show "
                          + stage_->books.describe(c));
    }
  }
  if (open != sessions_.size()) {
    stage_->notes.wrong(name() + ": A2: the board shows "
                        + std::to_string(sessions_.size()) + " sessions, "
                        + std::to_string(open) + " are open");
  }
}

} // namespace parley::simulation
