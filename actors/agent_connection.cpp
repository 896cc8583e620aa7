// An agent's desk: wire messages <-> the agent and the chats of the inbox; and
// a supervisor's, who may have no desk of an agent and then has no presence.
// Holds what the desk has been told, so that lines come in order, without gaps
// and once (Z2). While lines are fetched for the desk all else waits (`await`),
// live lines included; the chat's own throttle bounds how many those are.
#include "actors/actors.hpp"
#include "actors/domain/supervision.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "actors/supervisor_desk.hpp"
#include "actors/views.hpp"

#include <algorithm>
#include <concepts>
#include <functional>
#include <map>

namespace parley::actors {

namespace {

/// A supervisor's act on a chat or an agent.
template <class Message>
concept act_of_supervisor = std::same_as<Message, wire::take_over_chat> || std::
  same_as<Message, wire::move_chat> || std::same_as<
    Message,
    wire::force_status> || std::same_as<Message, wire::force_log_out>;

/// A chat of the inbox, or one that is observed, whose lines the desk hears.
struct heard_chat {
  chat_session_actor session;
  /// The number of the last line that the desk was sent, or has sent.
  std::uint64_t told = 0;
  /// The same of whispers.
  std::uint64_t told_whisper = 0;
  /// A2: as last seen by who observes it; null: it is in the inbox.
  chat_snapshot_ptr observed = nullptr;
};

struct desk_state {
  static constexpr const char* name = "agent_connection";
  std::map<chat_id, heard_chat> chats;
  /// Sent to the desk before this connection (`agent.hello`).
  std::map<chat_id, std::uint64_t> have;
  std::map<chat_id, std::uint64_t> have_whispers;
  bool welcomed = false;
  /// May the user work as an agent?
  bool has_desk = true;
  /// Whose frame the socket has not taken yet.
  board_source board;
  /// Of the newest status that the desk was sent.
  std::uint64_t status_revision = 0;
  std::uint64_t frames = 0;
  inspection_log log;
  timestamp born;
};

using self_pointer = connection_actor::stateful_pointer<desk_state>;
using next_step = std::function<void()>;

struct desk_shell {
  self_pointer self;
  const surroundings* world;
  history_actor history;
  frame_sink_ptr sink;
  std::shared_ptr<const admitted_agent> who;
  company_view view;

  [[nodiscard]] const company_actor& company() const {
    return who->company.company;
  }
  [[nodiscard]] const parley::company& config() const { return *view; }
  [[nodiscard]] connection_actor handle() const {
    return caf::actor_cast<connection_actor>(self);
  }

  void send(const wire::server_message& m) const { send_frame(make_frame(m)); }
  void send_frame(frame f) const {
    increase(world->counters->frames_out);
    sink->send(std::move(f));
  }

  void refuse(const refusal& why,
              const std::string& ref,
              std::optional<duration> retry_after = {},
              const chat_snapshot* chat = nullptr) const {
    send(refused_view(why, ref, retry_after, chat));
  }

  /// Something failed that only a new connection mends.
  void give_up(std::string_view what) const {
    world->log->write(log_level::warn,
                      "desk_unavailable",
                      {{"agent", who->agent.value}, {"what", what}});
    sink->close(close_code::unavailable);
  }

  // --- Hello. --------------------------------------------------------------

  void begin() const {
    auto& st = self->state;
    st.born = world->time->now();
    for (const auto& p : who->hello.have) {
      st.have[p.chat] = p.after;
      st.have_whispers[p.chat] = p.after_whisper.value_or(0);
    }
    self->send(company(),
               connection_opened{who->id, handle(), config().version});
    st.has_desk = may_work();
    if (!st.has_desk) {
      // A supervisor only: no presence, no inbox, no queues to serve.
      st.welcomed = true;
      send(welcome());
      return;
    }
    self
      ->request(company(), limits::request_within, who->agent, attach{handle()})
      .await([me = *this](const attached& a) { me.greet(a); },
             [me = *this](const caf::error&) { me.give_up("agent"); });
  }

  void greet(const attached& a) const {
    self->state.welcomed = true;
    send(welcome());
    show(a.status);
    for (const auto& [id, queue] : config().queues) {
      if (is_visible(id)) {
        self->send(company(), watch_queue{id, handle()});
      }
    }
    adopt_all(std::make_shared<const std::vector<chat_snapshot_ptr>>(a.inbox),
              0);
  }

  [[nodiscard]] bool is_visible(const queue_id& id) const {
    const auto me = config().agents.find(who->agent);
    return me != config().agents.end() && sees(config(), me->second, id);
  }

  [[nodiscard]] bool may_work() const {
    const auto me = config().agents.find(who->agent);
    return me != config().agents.end()
           && may(config(), me->second, privilege::modify, area::desk);
  }

  [[nodiscard]] wire::agent_welcome welcome() const {
    wire::agent_welcome w;
    w.ref = who->hello.ref;
    w.epoch = world->epoch;
    w.now = world->time->now();
    w.agent = who->agent;
    w.company_name = config().name;
    fill(w);
    return w;
  }

  /// What both the welcome and later news of the configuration show.
  template <class View>
  void fill(View& to) const {
    for (const auto& [id, agent] : config().agents) {
      if (id == who->agent) {
        to.name = agent.name;
      } else {
        to.colleagues.push_back({id.value, agent.name});
      }
    }
    for (const auto& [id, queue] : config().queues) {
      if (is_visible(id)) {
        to.queues.push_back(queue_view_of(queue));
      }
    }
    for (const auto& [id, reason] : config().break_reasons) {
      wire::break_reason_view v;
      v.id = id.value;
      v.name = reason.name;
      if (!reason.description.empty()) {
        v.description = reason.description;
      }
      v.productive = reason.productive;
      v.interruptible = reason.interruptible;
      v.alert_after = reason.alert_after;
      to.break_reasons.push_back(std::move(v));
    }
    for (const auto& [id, classification] : config().classifications) {
      to.classifications.push_back(
        {id.value, classification.name, classification.parent});
    }
    const auto me = config().agents.find(who->agent);
    if (me != config().agents.end()) {
      to.privileges = privilege_names(config(), me->second);
    }
  }

  void reconfigure(const company_ptr& next) const {
    std::set<queue_id> shown;
    for (const auto& [id, queue] : config().queues) {
      if (is_visible(id)) {
        shown.insert(id);
      }
    }
    view.change(next);
    if (!config().agents.contains(who->agent)) {
      sink->close(close_code::logged_out);
      return;
    }
    if (!self->state.welcomed) {
      return;
    }
    if (may_work() != self->state.has_desk) {
      // Another kind of desk: say hello again.
      sink->close(close_code::unavailable);
      return;
    }
    hide_observed();
    wire::desk_settings settings;
    settings.company_name = config().name;
    fill(settings);
    send(settings);
    if (!self->state.has_desk) {
      return;
    }
    for (const auto& queue : settings.queues) {
      if (shown.erase(queue.queue) == 0) {
        self->send(company(), watch_queue{queue.queue, handle()});
      }
    }
    for (const auto& gone : shown) {
      self->send(company(), unwatch_queue{handle(), gone});
    }
  }

  [[nodiscard]] wire::queue_view
  queue_view_of(const queue_config& queue) const {
    wire::queue_view v;
    v.queue = queue.id;
    v.name = queue.name;
    v.channel = queue.channel;
    v.automatic = queue.automatic;
    v.webchats_per_agent_max
      = queue.webchats_per_agent_max.value_or(config().webchats_per_agent_max);
    v.classification_required = queue.policy.classification_required;
    v.classifications = queue.policy.classifications;
    v.classification_several = queue.policy.classification_several;
    v.classification_text = queue.policy.classification_text;
    return v;
  }

  using inbox_ptr = std::shared_ptr<const std::vector<chat_snapshot_ptr>>;

  /// The chats of the inbox, one after the other.
  void adopt_all(const inbox_ptr& inbox, std::size_t next) const {
    if (next == inbox->size()) {
      return;
    }
    show((*inbox)[next],
         [me = *this, inbox, next]() { me.adopt_all(inbox, next + 1); });
  }

  /// One that was pushed while the hello was answered may come after a newer
  /// one.
  void show(const wire::status_changed& status) const {
    auto& st = self->state;
    if (status.revision > st.status_revision) {
      st.status_revision = status.revision;
      send(status);
    }
  }

  // --- The inbox. ----------------------------------------------------------

  [[nodiscard]] bool is_mine(const chat_snapshot& c) const {
    return c.state.agent == who->agent && chat::in_inbox(c.state);
  }

  /// Shows a chat as it is now; begins or ends to hear its lines.
  void show(const chat_snapshot_ptr& c, const next_step& then) const {
    auto heard = self->state.chats.find(c->state.id);
    if (heard != self->state.chats.end() && heard->second.observed) {
      if (!is_mine(*c)) {
        show_observed(heard, c);
        then();
        return;
      }
      end_observation(heard, "taken_over");
      heard = self->state.chats.end();
    }
    send(wire::desk_chat_changed{view_of(*c)});
    const bool hears = heard != self->state.chats.end();
    // One that came anew may have left in between, unseen by the agent; then
    // its session does not tell us any more.
    const bool anew = std::holds_alternative<chat::allocated>(c->state.phase);
    if (is_mine(*c) && (!hears || anew)) {
      if (hears) {
        self->state.have[c->state.id] = heard->second.told;
        self->state.have_whispers[c->state.id] = heard->second.told_whisper;
        self->demonitor(heard->second.session.address());
      }
      hear_lines(c->state.id, then);
      return;
    }
    if (!is_mine(*c) && hears) {
      leave(heard);
    }
    then();
  }

  [[nodiscard]] wire::desk_chat_view view_of(const chat_snapshot& c) const {
    const auto queue = config().queues.find(c.state.queue);
    return desk_view(
      c, queue == config().queues.end() ? nullptr : &queue->second.policy);
  }

  // --- What a supervisor observes (A2). ------------------------------------

  using heard_iterator = std::map<chat_id, heard_chat>::iterator;

  /// The agent's own news of an offer come here, too.
  void show_observed(heard_iterator heard, const chat_snapshot_ptr& c) const {
    auto& before = heard->second.observed;
    if (c->state.revision < before->state.revision) {
      return;
    }
    const auto is_offered = [&](const chat_snapshot& s) {
      return s.state.offered && s.state.offered->to == who->agent;
    };
    if (is_offered(*c) || is_offered(*before)) {
      send(wire::desk_chat_changed{view_of(*c)});
    }
    before = c;
    send(wire::chat_observed{view_of(*c)});
    if (std::holds_alternative<chat::closed>(c->state.phase)) {
      end_observation(heard, "closed");
    } else if (!may_observe(*c)) {
      // It has gone to a queue that the profile does not show.
      end_observation(heard, "hidden");
    }
  }

  [[nodiscard]] bool may_observe(const chat_snapshot& c) const {
    const auto me = config().agents.find(who->agent);
    return me != config().agents.end() && may_supervise(config(), me->second)
           && shows_chat(config(), me->second, c.state);
  }

  void end_observation(heard_iterator heard, std::string because) const {
    send(wire::chat_unobserved{heard->first, std::move(because)});
    leave(heard);
  }

  /// After a change of rights or profiles.
  void hide_observed() const {
    auto& chats = self->state.chats;
    for (auto it = chats.begin(); it != chats.end();) {
      const auto heard = it++;
      if (heard->second.observed && !may_observe(*heard->second.observed)) {
        end_observation(heard, "hidden");
      }
    }
  }

  void leave(std::map<chat_id, heard_chat>::iterator heard) const {
    auto& st = self->state;
    self->demonitor(heard->second.session.address());
    self->send(heard->second.session, unwatch{handle()});
    st.have[heard->first] = heard->second.told;
    st.have_whispers[heard->first] = heard->second.told_whisper;
    st.chats.erase(heard);
  }

  void hear_lines(const chat_id& id, const next_step& then) const {
    watch w;
    w.chat = id;
    w.watcher = handle();
    w.role = speaker::agent;
    w.agent = who->agent;
    self->request(company(), limits::request_within, std::move(w))
      .await(
        [me = *this, id, then](const watching& found) {
          if (found.refused || !found.session) {
            // It has moved on; the agent hears so and tells us.
            then();
            return;
          }
          me.adopt(id, found, nullptr, then);
        },
        [me = *this](const caf::error&) { me.give_up("watch"); });
  }

  void adopt(const chat_id& id,
             const watching& found,
             chat_snapshot_ptr observed,
             const next_step& then) const {
    auto& st = self->state;
    const auto last = found.chat->state.last_entry;
    const auto last_whisper = found.chat->state.last_whisper;
    heard_chat heard;
    heard.session = found.session;
    heard.observed = std::move(observed);
    heard.told = std::min(st.have[id], last);
    heard.told_whisper = std::min(st.have_whispers[id], last_whisper);
    self->monitor(found.session);
    st.chats.insert_or_assign(id, std::move(heard));
    catch_up(id, last, [me = *this, id, last_whisper, then]() {
      me.catch_up_whispers(id, last_whisper, then);
    });
  }

  /// Sends the whispers up to `last` that the desk does not have.
  void catch_up_whispers(const chat_id& id,
                         std::uint64_t last,
                         const next_step& then) const {
    const auto heard = self->state.chats.find(id);
    if (heard == self->state.chats.end()
        || heard->second.told_whisper >= last) {
      then();
      return;
    }
    self
      ->request(history,
                limits::request_within,
                read_whispers{config().id, id, heard->second.told_whisper})
      .await(
        [me = *this, id, then](const whispers_read& all) {
          if (all.error) {
            me.give_up("history");
            return;
          }
          me.send_whispers(id, all.whispers);
          then();
        },
        [me = *this](const caf::error&) { me.give_up("history"); });
  }

  void send_whispers(const chat_id& id,
                     const std::vector<chat::chat_whispered>& all) const {
    auto& heard = self->state.chats[id];
    wire::chat_whispers page;
    page.chat = id;
    std::size_t bytes = 0;
    for (const auto& whisper : all) {
      heard.told_whisper = whisper.whisper;
      bytes += whisper.text.size();
      page.whispers.push_back(whisper_view(whisper));
      if (bytes >= limits::lines_frame_bytes_max) {
        send(page);
        page.whispers.clear();
        bytes = 0;
      }
    }
    if (!page.whispers.empty()) {
      send(page);
    }
  }

  void hear(const whisper_pushed& w) const {
    const auto heard = self->state.chats.find(w.chat);
    if (heard == self->state.chats.end()
        || w.whisper <= heard->second.told_whisper) {
      return;
    }
    if (w.whisper == heard->second.told_whisper + 1) {
      heard->second.told_whisper = w.whisper;
      send_frame(w.frame);
      return;
    }
    out_of_order(w.chat);
    catch_up_whispers(w.chat, w.whisper, nothing);
  }

  /// Sends the lines up to `last` that the desk does not have.
  void
  catch_up(const chat_id& id, std::uint64_t last, const next_step& then) const {
    const auto heard = self->state.chats.find(id);
    if (heard == self->state.chats.end() || heard->second.told >= last) {
      then();
      return;
    }
    read_lines r;
    r.company = config().id;
    r.chat = id;
    r.after = heard->second.told;
    r.limit = limits::history_page_max;
    self->request(history, limits::request_within, std::move(r))
      .await(
        [me = *this, id, last, then](const lines_read& page) {
          if (page.error || page.lines.empty()) {
            me.give_up("history");
            return;
          }
          me.send_lines(id, page.lines, last);
          me.catch_up(id, last, then);
        },
        [me = *this](const caf::error&) { me.give_up("history"); });
  }

  /// In frames that never fill an outbox (Z5).
  void send_lines(const chat_id& id,
                  const std::vector<transcript_entry>& lines,
                  std::uint64_t last) const {
    auto& heard = self->state.chats[id];
    wire::chat_lines page;
    page.chat = id;
    std::size_t bytes = 0;
    for (const auto& line : lines) {
      if (line.entry <= heard.told) {
        continue;
      }
      if (line.entry != heard.told + 1) {
        out_of_order(id);
      }
      heard.told = line.entry;
      bytes += line.text.size();
      page.lines.push_back(entry_view(line));
      if (bytes >= limits::lines_frame_bytes_max) {
        page.more = heard.told < last;
        send(page);
        page.lines.clear();
        bytes = 0;
      }
    }
    if (!page.lines.empty()) {
      page.more = heard.told < last;
      send(page);
    }
  }

  void out_of_order(const chat_id& id) const {
    increase(world->counters->broken.order);
    world->log->write(log_level::error,
                      "invariant_broken",
                      {{"invariant", "order"}, {"id", id.value}});
  }

  static void nothing() {}

  void hear(const entry_pushed& e) const {
    auto& st = self->state;
    const auto heard = st.chats.find(e.chat);
    if (heard == st.chats.end() || e.entry <= heard->second.told) {
      return;
    }
    if (e.entry == heard->second.told + 1) {
      heard->second.told = e.entry;
      send_frame(e.frame);
      return;
    }
    out_of_order(e.chat);
    catch_up(e.chat, e.entry, nothing);
  }

  void hear(const say_result& r) const {
    auto& st = self->state;
    if (r.refused) {
      auto m = wire::to_refused(*r.refused, r.ref);
      m.retry_after = r.retry_after;
      m.phase = r.phase;
      m.revision = r.revision;
      send(m);
      return;
    }
    if (r.is_whisper) {
      hear_whispered(r);
      return;
    }
    const auto heard = st.chats.find(r.chat);
    const bool gap
      = heard != st.chats.end() && r.entry > heard->second.told + 1;
    if (heard != st.chats.end() && !gap) {
      // Its own lines are not pushed; an older number is a retry's.
      heard->second.told = std::max(heard->second.told, r.entry);
    }
    wire::said done;
    done.ref = r.ref;
    done.chat = r.chat;
    done.id = r.id;
    done.entry = r.entry;
    done.at = r.at;
    send(done);
    if (gap) {
      out_of_order(r.chat);
      catch_up(r.chat, r.entry, nothing);
    }
  }

  void hear_whispered(const say_result& r) const {
    const auto heard = self->state.chats.find(r.chat);
    const bool hears = heard != self->state.chats.end();
    const bool gap = hears && r.entry > heard->second.told_whisper + 1;
    if (hears && !gap) {
      heard->second.told_whisper
        = std::max(heard->second.told_whisper, r.entry);
    }
    send(wire::whispered{r.ref, r.chat, r.id, r.entry, r.at});
    if (gap) {
      out_of_order(r.chat);
      catch_up_whispers(r.chat, r.entry, nothing);
    }
  }

  // --- Frames of the desk. -------------------------------------------------

  void hear(const agent_frame& f) const {
    ++self->state.frames;
    std::visit([this](const auto& m) { hear(m); }, f.message);
  }

  void hear(const wire::agent_hello& m) const {
    refuse({refusal_code::not_in_this_state, "hello was said"}, m.ref);
    sink->handled();
  }

  void hear(const wire::ping& m) const {
    wire::ok pong;
    pong.ref = m.ref;
    send(pong);
    sink->handled();
  }

  void hear(const wire::agent_say& m) const {
    const auto heard = in_inbox(m.chat);
    if (heard == self->state.chats.end()) {
      refuse(refusal_code::not_your_chat, m.ref);
    } else {
      self->send(heard->second.session, line(m));
    }
    sink->handled();
  }

  /// Not those that are only observed.
  [[nodiscard]] heard_iterator in_inbox(const chat_id& id) const {
    auto& chats = self->state.chats;
    const auto found = chats.find(id);
    return found == chats.end() || found->second.observed ? chats.end() : found;
  }

  template <class Message>
  [[nodiscard]] say line(const Message& m) const {
    say s;
    s.from = handle();
    s.ref = m.ref;
    s.line.from = speaker::agent;
    s.line.kind = entry_kind::text;
    s.line.author = who->agent;
    const auto me = config().agents.find(who->agent);
    if (me != config().agents.end()) {
      s.line.author_name = me->second.name;
    }
    s.line.text = m.text;
    s.line.id = m.id;
    return s;
  }

  void hear(const wire::agent_typing& m) const {
    const auto heard = in_inbox(m.chat);
    if (heard != self->state.chats.end()) {
      self->send(heard->second.session,
                 typing_signal{speaker::agent, who->agent, m.on});
    }
    sink->handled();
  }

  void hear(const wire::agent_seen& m) const {
    const auto heard = in_inbox(m.chat);
    if (heard != self->state.chats.end()) {
      self->send(heard->second.session,
                 seen_signal{speaker::agent, who->agent, m.delivered, m.seen});
    }
    sink->handled();
  }

  void hear(const wire::read_chat& m) const {
    const auto limit = m.limit.value_or(50);
    if (!self->state.chats.contains(m.chat)) {
      refuse(refusal_code::not_your_chat, m.ref);
      sink->handled();
      return;
    }
    if (limit < 1 || limit > limits::history_page_max) {
      refuse({refusal_code::out_of_range, "limit"}, m.ref);
      sink->handled();
      return;
    }
    read_lines r;
    r.company = config().id;
    r.chat = m.chat;
    r.backwards = true;
    r.before = m.before.value_or(0);
    r.limit = limit;
    self->request(history, limits::request_within, std::move(r))
      .then(
        [me = *this, m](const lines_read& page) {
          me.answer(m, page);
          me.sink->handled();
        },
        [me = *this, m](const caf::error&) {
          me.refuse(refusal_code::unavailable, m.ref);
          me.sink->handled();
        });
  }

  /// The newest lines of the page that fit into a frame.
  void answer(const wire::read_chat& m, const lines_read& page) const {
    if (page.error) {
      refuse(refusal_code::unavailable, m.ref);
      return;
    }
    wire::chat_lines lines;
    lines.ref = m.ref;
    lines.chat = m.chat;
    std::size_t bytes = 0;
    for (auto it = page.lines.rbegin();
         it != page.lines.rend() && bytes < limits::lines_frame_bytes_max;
         ++it) {
      bytes += it->text.size();
      lines.lines.push_back(entry_view(*it));
    }
    std::reverse(lines.lines.begin(), lines.lines.end());
    lines.more = !lines.lines.empty() && lines.lines.front().entry > 1;
    send(lines);
  }

  void hear(const act_of_supervisor auto& m) const { ask_to_act(*this, m); }
  void hear(const wire::observe_chat& m) const { ask_to_observe(*this, m); }
  void hear(const wire::explain_routing& m) const { ask_why(*this, m); }
  void hear(const wire::watch_board& m) const { ask_for_board(*this, m); }
  void hear(const wire::whisper_to_chat& m) const {
    say_whisper(*this, m);
    sink->handled();
  }
  void hear(const wire::unobserve_chat& m) const {
    const auto heard = self->state.chats.find(m.chat);
    if (heard != self->state.chats.end() && heard->second.observed) {
      leave(heard);
    }
    done(m.ref, m.chat);
    sink->handled();
  }

  void done(const std::string& ref, std::optional<chat_id> chat = {}) const {
    wire::ok yes;
    yes.ref = ref;
    yes.chat = std::move(chat);
    send(yes);
  }

  void hear(const board_pushed& b) const {
    send_frame(b.frame);
    self->state.board = b.from;
    read_board(*this);
  }

  /// All else is decided by the agent.
  template <class Command>
  void hear(const Command& m) const {
    if (!self->state.has_desk) {
      refuse({refusal_code::not_permitted, std::string{to_string(area::desk)}},
             m.ref);
      sink->handled();
      return;
    }
    self
      ->request(company(), limits::request_within, who->agent, desk_request{m})
      .then(
        [me = *this, ref = m.ref](const desk_answer& a) {
          me.answer(ref, a);
          me.sink->handled();
        },
        [me = *this, ref = m.ref](const caf::error&) {
          me.refuse(refusal_code::unavailable, ref);
          me.sink->handled();
        });
  }

  void answer(const std::string& ref, const desk_answer& a) const {
    if (a.refused) {
      refuse(*a.refused, ref, a.retry_after, a.chat.get());
      return;
    }
    wire::ok done;
    done.ref = ref;
    if (a.chat) {
      done.chat = a.chat->state.id;
      done.revision = a.first_revision.value_or(a.chat->state.revision);
    }
    send(done);
  }

  // --- The end. ------------------------------------------------------------

  void session_gone(const caf::down_msg& down) const {
    auto& st = self->state;
    const auto gone
      = std::find_if(st.chats.begin(), st.chats.end(), [&](const auto& c) {
          return c.second.session == down.source;
        });
    if (gone == st.chats.end()) {
      return;
    }
    st.chats.erase(gone);
    if (down.reason != caf::exit_reason::user_shutdown) {
      // It is restarted from disk: resume there.
      give_up("session");
    }
  }

  void end() const {
    auto& st = self->state;
    for (const auto& [id, heard] : st.chats) {
      self->send(heard.session, unwatch{handle()});
    }
    self->send(company(), unwatch_queue{handle()});
    self->send(company(), who->agent, detach{handle()});
    self->send(company(), connection_gone{who->id});
    self->quit(caf::exit_reason::user_shutdown);
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    inspection i;
    i.kind = "connection";
    i.id = who->id.value;
    i.company = config().id;
    i.phase = st.welcomed ? "live" : "connecting";
    i.owner = "agent " + who->agent.value;
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"frames", std::to_string(st.frames)},
                {"chats", std::to_string(st.chats.size())}};
    for (const auto& [id, heard] : st.chats) {
      i.detail.emplace_back("told " + id.value, std::to_string(heard.told));
    }
    i.last = st.log.since(after);
    return i;
  }
};

connection_actor::behavior_type desk(self_pointer self,
                                     const surroundings* world,
                                     history_actor history,
                                     frame_sink_ptr sink,
                                     admitted_agent who) {
  guard(self, world, "agent_connection");
  const company_view view{who.company.config};
  const desk_shell shell{self,
                         world,
                         std::move(history),
                         std::move(sink),
                         std::make_shared<const admitted_agent>(std::move(who)),
                         view};
  self->set_down_handler(
    [shell](const caf::down_msg& down) { shell.session_gone(down); });
  shell.begin();
  return {
    [shell](const customer_frame&) {
      shell.sink->close(close_code::protocol_error);
    },
    [shell](const agent_frame& f) { shell.hear(f); },
    [shell](const bad_frame& b) {
      increase(shell.world->counters->frames_bad);
      auto m = wire::to_refused(b.why.why, b.why.ref);
      m.retry_after = b.retry_after;
      shell.send(m);
      shell.sink->handled();
    },
    [shell](const socket_closed&) { shell.end(); },
    [shell](const say_result& r) { shell.hear(r); },
    [shell](const entry_pushed& e) { shell.hear(e); },
    [shell](const chat_pushed& c) { shell.show(c.chat, desk_shell::nothing); },
    [shell](const receipt_pushed& r) { shell.send(r.receipt); },
    [shell](const typing_pushed& t) { shell.send(t.typing); },
    [](const position_pushed&) {},
    [shell](const status_pushed& s) { shell.show(s.status); },
    [shell](const frame_pushed& f) { shell.send_frame(f.frame); },
    [shell](const whisper_pushed& w) { shell.hear(w); },
    [shell](const board_pushed& b) { shell.hear(b); },
    [shell](const close_connection& c) { shell.sink->close(c.why); },
    [shell](const reconfigured& r) { shell.reconfigure(r.config); },
    [shell](const wakeup&) { read_board(shell); },
    [shell](const inspect& i) { return shell.describe(i.after); },
  };
}

} // namespace

connection_actor spawn_agent_connection(caf::actor_system& system,
                                        const surroundings* world,
                                        history_actor history,
                                        frame_sink_ptr sink,
                                        admitted_agent who) {
  return system.spawn(
    desk, world, std::move(history), std::move(sink), std::move(who));
}

} // namespace parley::actors
