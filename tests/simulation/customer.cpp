#include "tests/simulation/customer.hpp"

#include <algorithm>

namespace parley::simulation {

namespace {

/// What the page is told of a phase.
customer_phase shown(phase_name p) {
  switch (p) {
  case phase_name::flow:
    return customer_phase::starting;
  case phase_name::queued:
  case phase_name::allocated:
    return customer_phase::waiting;
  case phase_name::active:
  case phase_name::parked:
    return customer_phase::open;
  case phase_name::wrapup:
  case phase_name::wrapup_parked:
  case phase_name::closed:
    break;
  }
  return customer_phase::ended;
}

} // namespace

customer::customer(stage& s, const company& where, service_id service)
    : stage_{&s}, company_{&where}, service_{std::move(service)},
      name_{s.fresh("customer-")}, away_since_{s.parley.now()} {}

customer::~customer() {
  leave();
}

std::string customer::who() const {
  return name_ + " (" + company_->id.value + "/" + service_.value + " "
         + chat_.value + ")";
}

// --- Acts. -------------------------------------------------------------------

void customer::act() {
  auto& luck = stage_->luck;
  if (!socket_) {
    if (chat_.empty() || !luck.one_in(4)) {
      connect();
    }
    return;
  }
  if (luck.one_in(12)) {
    disconnect();
    return;
  }
  if (!welcomed_) {
    return;
  }
  if (chat_.empty() || (is_over() && luck.one_in(3))) {
    begin();
    return;
  }
  talk();
}

void customer::talk() {
  auto& luck = stage_->luck;
  switch (luck.weighted({10, 3, 3, 2, 3, 1})) {
  case 0:
    say();
    break;
  case 1:
    say_again();
    break;
  case 2:
    send(wire::customer_typing{luck.one_in(2)});
    break;
  case 3: {
    wire::customer_seen seen;
    seen.upto = luck.below(lines_.last() + 3);
    send(seen);
    break;
  }
  case 4:
    if (luck.one_in(2)) {
      end_chat();
    }
    break;
  default: {
    wire::ping p;
    p.ref = stage_->fresh("r");
    pending_[p.ref] = {"ping", {}};
    send(p);
    break;
  }
  }
}

void customer::connect() {
  stage_->notes.note(who() + " comes, has " + std::to_string(lines_.last()));
  auto& p = stage_->parley;
  const auto& token = company_->services.at(service_).token;
  socket_ = std::make_shared<end>(*this);
  actor_ = p.connect(socket_, p.visitor(token, token_, lines_.last()));
}

void customer::disconnect() {
  if (!socket_) {
    return;
  }
  stage_->notes.note(who() + " loses the connection");
  socket_->cut();
  socket_.reset();
  caf::anon_send(actor_, actors::socket_closed{});
  actor_ = nullptr;
  welcomed_ = false;
  position_.reset();
  pending_.clear();
  away_since_ = stage_->parley.now();
}

void customer::crash() {
  if (socket_) {
    socket_->cut();
    socket_.reset();
  }
  actor_ = nullptr;
  welcomed_ = false;
  position_.reset();
  pending_.clear();
}

void customer::leave() {
  disconnect();
}

void customer::closed(close_code why) {
  stage_->notes.note(who()
                     + " is closed: " + std::to_string(static_cast<int>(why)));
  socket_->cut();
  disconnect();
}

void customer::begin() {
  auto& luck = stage_->luck;
  wire::start_chat m;
  m.ref = stage_->fresh("r");
  m.name = name_;
  if (luck.one_in(2)) {
    m.text = "First line of " + name_;
    m.id = client_message_id{stage_->fresh("m")};
  }
  stage_->notes.note(who() + " starts a chat");
  pending_[m.ref] = {"start", {}};
  send(m, stage_->fresh("secret"));
}

void customer::say() {
  wire::customer_say m;
  m.ref = stage_->fresh("r");
  m.id = client_message_id{stage_->fresh("m")};
  m.text = "Line " + m.id.value + " of " + name_;
  stage_->notes.note(who() + " says " + m.id.value);
  lines_.say(m.id.value, m.text);
  pending_[m.ref] = {"say", m.id.value};
  send(m);
}

void customer::say_again() {
  wire::customer_say m;
  m.ref = stage_->fresh("r");
  const auto& waiting = lines_.unanswered();
  const auto& ticked = lines_.ticked();
  // A page that was away says again what was not ticked; then all is in order.
  if (!waiting.empty() && pending_.empty() && view_
      && lines_.last() >= view_->last_entry) {
    m.id = client_message_id{waiting.begin()->first};
    m.text = waiting.begin()->second;
  } else if (!ticked.empty()) {
    const auto& [id, entry] = stage_->luck.pick(ticked);
    const auto* c = stage_->books.find(chat_);
    if (c == nullptr || c->closed_at != timestamp{}
        || c->lines.at(entry - 1).text.empty()) {
      return;
    }
    m.id = client_message_id{id};
    m.text = c->lines.at(entry - 1).text;
  } else {
    return;
  }
  stage_->notes.note(who() + " says again " + m.id.value);
  pending_[m.ref] = {"say", m.id.value};
  send(m);
}

void customer::end_chat() {
  wire::customer_end m;
  m.ref = stage_->fresh("r");
  stage_->notes.note(who() + " ends the chat");
  pending_[m.ref] = {"end", {}};
  send(m);
}

void customer::send(wire::customer_message m,
                    std::optional<std::string> secret) {
  actors::customer_frame f;
  f.message = std::move(m);
  if (secret) {
    f.secret = actors::fresh_secret{*secret, "hash-" + *secret};
  }
  caf::anon_send(actor_, std::move(f));
}

bool customer::finish() {
  const auto* c = stage_->books.find(chat_);
  if (c == nullptr
      || shown(chat::name_of(c->now.phase)) == customer_phase::ended) {
    leave();
    return true;
  }
  if (!socket_) {
    connect();
  } else if (welcomed_ && pending_.empty()) {
    end_chat();
  }
  return false;
}

// --- What the page is told. --------------------------------------------------

void customer::hear(const wire::server_message& m) {
  if (!welcomed_ && !std::holds_alternative<wire::visitor_welcome>(m)
      && !std::holds_alternative<wire::refused>(m)) {
    stage_->notes.wrong(who() + ": a frame before the welcome");
  }
  std::visit([this](const auto& it) { take_in(it); }, m);
}

void customer::hear_garbage(const std::string& text) {
  stage_->notes.wrong(who() + ": a frame that is not in the protocol: " + text);
}

void customer::take_in(const wire::ok& m) {
  const auto found = pending_.find(m.ref);
  if (found == pending_.end()) {
    stage_->notes.wrong(who() + ": an answer that nobody waits for: " + m.ref);
    return;
  }
  const auto* c = stage_->books.find(chat_);
  if (found->second.what == "end"
      && (c == nullptr
          || shown(chat::name_of(c->now.phase)) != customer_phase::ended)) {
    stage_->notes.wrong(who() + ": told implies durable: the end");
  }
  pending_.erase(found);
}

void customer::take_in(const wire::refused& m) {
  const auto found = m.ref ? pending_.find(*m.ref) : pending_.end();
  if (found == pending_.end()) {
    if (welcomed_) {
      stage_->notes.wrong(who()
                          + ": a refusal that nobody waits for: " + m.name);
    }
    return;
  }
  stage_->notes.note(who() + " is refused: " + found->second.what + ", "
                     + m.name);
  if (!found->second.message.empty()) {
    if (!lines_.ticked().contains(found->second.message)) {
      known_lines::check_refused(*stage_, chat_, found->second.message, m.name);
    }
    if (m.name != to_string(refusal_code::unavailable)) {
      lines_.drop(found->second.message);
    }
  }
  pending_.erase(found);
}

void customer::take_in(const wire::visitor_welcome& m) {
  welcomed_ = true;
  if (m.chat) {
    take_in_view(*m.chat);
    return;
  }
  if (!chat_.empty()) {
    stage_->notes.wrong(who() + ": the server does not know the chat");
  }
}

void customer::take_in(const wire::chat_started& m) {
  if (pending_.erase(m.ref) == 0) {
    stage_->notes.wrong(who() + ": a chat that nobody started");
  }
  forget_chat();
  token_ = m.visitor;
  chat_ = m.chat.chat;
  take_in_view(m.chat);
}

void customer::forget_chat() {
  former_.insert(chat_);
  token_.clear();
  chat_ = {};
  view_.reset();
  position_.reset();
  delivered_ = 0;
  seen_ = 0;
  lines_ = {};
}

void customer::take_in(const wire::said& m) {
  if (pending_.erase(m.ref) == 0) {
    stage_->notes.wrong(who() + ": a tick that nobody waits for");
  }
  if (m.chat == chat_) {
    lines_.hear(*stage_, m, speaker::customer);
  } else if (!former_.contains(m.chat)) {
    stage_->notes.wrong(who() + ": a tick in another's chat");
  }
}

void customer::take_in(const wire::chat_entry& m) {
  lines_.hear(*stage_, m.chat, m.line);
}

void customer::take_in(const wire::chat_lines& m) {
  for (const auto& line : m.lines) {
    lines_.hear(*stage_, m.chat, line);
  }
}

void customer::take_in(const wire::chat_receipt& m) {
  const auto* c = stage_->books.find(m.chat);
  if (c == nullptr || m.delivered > c->lines.size() || m.seen > m.delivered) {
    stage_->notes.wrong(who() + ": a receipt for what is not there");
  }
}

void customer::take_in(const wire::typing& m) {
  const bool mine = m.chat == chat_ || former_.contains(m.chat);
  if (!mine || m.by != speaker::agent) {
    stage_->notes.wrong(who() + ": typing of somebody else");
  }
}

void customer::take_in(const wire::customer_chat_changed& m) {
  take_in_view(m.chat);
}

void customer::take_in(const wire::queue_position& m) {
  if (m.chat != chat_ || m.position == 0) {
    stage_->notes.wrong(who() + ": a place in no queue");
  }
  position_ = m.position;
}

template <class Other>
void customer::take_in(const Other& /*unused*/) {
  stage_->notes.wrong(who()
                      + ": a frame for a desk: " + std::string{Other::type});
}

void customer::take_in_view(const wire::customer_chat_view& v) {
  const auto* c = stage_->books.find(v.chat);
  if (v.chat != chat_) {
    stage_->notes.wrong(who() + ": another's chat: " + v.chat.value);
  } else if (c == nullptr || c->now.revision < v.revision) {
    stage_->notes.wrong(who() + ": told implies durable: revision "
                        + std::to_string(v.revision));
  } else if (shown(c->at[v.revision].phase) != v.phase
             || c->at[v.revision].last_entry != v.last_entry) {
    stage_->notes.wrong(who() + ": told implies durable: phase "
                        + std::string{to_string(v.phase)});
  } else if (view_ && v.revision < view_->revision) {
    stage_->notes.wrong(who() + ": a view older than the one before");
  }
  view_ = v;
  if (v.phase != customer_phase::waiting) {
    position_.reset();
  }
}

// --- At rest. ----------------------------------------------------------------

void customer::check_at_rest() {
  const auto* c = stage_->books.find(chat_);
  if (c == nullptr) {
    return;
  }
  const auto phase = chat::name_of(c->now.phase);
  if (!socket_) {
    const bool over = shown(phase) == customer_phase::ended;
    const auto grace = company_->customer_grace + std::chrono::seconds{2};
    if (!over && stage_->parley.now() - away_since_ > grace) {
      stage_->notes.wrong("W6: the customer is away for longer than the grace: "
                          + stage_->books.describe(*c));
    }
    return;
  }
  if (!pending_.empty()) {
    stage_->notes.wrong(who() + ": no answer to " + pending_.begin()->first
                        + " (" + pending_.begin()->second.what + ")");
  }
  if (!view_ || shown(phase) != view_->phase) {
    stage_->notes.wrong(who() + ": the page shows another phase than "
                        + stage_->books.describe(*c));
  }
  if (lines_.last() != c->lines.size()) {
    stage_->notes.wrong(who() + ": the page has "
                        + std::to_string(lines_.last()) + " of "
                        + std::to_string(c->lines.size()) + " lines");
  }
  if (phase == phase_name::queued && position_) {
    const auto all = stage_->books.waiting(company_->id, c->now.queue);
    const auto place = std::find(all.begin(), all.end(), chat_.value);
    const auto position = static_cast<std::uint64_t>(place - all.begin()) + 1;
    if (*position_ != position) {
      stage_->notes.wrong(who() + ": N1: shown place "
                          + std::to_string(*position_) + ", real place "
                          + std::to_string(position));
    }
  }
}

} // namespace parley::simulation
