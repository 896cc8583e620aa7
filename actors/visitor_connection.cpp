// A customer's page: wire messages <-> its one chat. Holds what the page has
// been told, so that lines come in order, without gaps and once (Z2).
#include "actors/actors.hpp"
#include "actors/domain/company_extras.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"
#include "actors/views.hpp"

namespace parley::actors {

namespace {

struct visitor_state {
  static constexpr const char* name = "visitor_connection";
  /// The chat of this page; null before `chat.start`.
  chat_snapshot_ptr chat;
  chat_session_actor session;
  /// The number of the last line the page was sent, or has sent.
  std::uint64_t told = 0;
  /// Lines and ticks that came while older lines are read from disk.
  std::vector<std::variant<entry_pushed, say_result>> held_back;
  bool reading = false;
  /// Reading goes on when the socket has had time.
  bool paused = false;
  bool starting = false;
  /// Requests that the session has and has not answered.
  std::vector<std::string> asked;
  std::optional<std::uint64_t> position;
  std::uint64_t frames = 0;
  inspection_log log;
  timestamp born;
};

using self_pointer = connection_actor::stateful_pointer<visitor_state>;

/// A `wakeup` that says that the session has ended.
constexpr std::uint64_t session_over = 1;

struct visitor_shell {
  self_pointer self;
  const surroundings* world;
  history_actor history;
  frame_sink_ptr sink;
  std::shared_ptr<const admitted_visitor> who;
  company_view config;

  [[nodiscard]] const company_actor& company() const {
    return who->company.company;
  }

  void send(const wire::server_message& m) const {
    increase(world->counters->frames_out);
    sink->send(make_frame(m));
  }

  void refuse(const refusal& why,
              const std::string& ref,
              std::optional<duration> retry_after = {}) const {
    increase(world->counters->refusals);
    send(refused_view(why, ref, retry_after, self->state.chat.get()));
  }

  [[nodiscard]] wire::customer_chat_view view() const {
    auto v = customer_view(*self->state.chat);
    if (v.phase == customer_phase::waiting) {
      v.position = self->state.position;
    }
    return v;
  }

  // --- Hello. --------------------------------------------------------------

  void begin() const {
    self->state.born = world->time->now();
    self->send(company(),
               connection_opened{who->id, handle(), config->version});
    if (!who->resume) {
      welcome();
      return;
    }
    watch w;
    w.chat = who->resume->first;
    w.watcher = handle();
    w.role = speaker::customer;
    w.visitor_hash = who->resume->second;
    self->request(company(), limits::request_within, std::move(w))
      .await(
        [me = *this](const watching& found) {
          if (!found.refused) {
            me.adopt(found, me.who->hello.after.value_or(0));
          } else if (found.refused->code != refusal_code::not_found) {
            me.refuse(*found.refused, me.who->hello.ref);
            me.sink->close(close_code::refused_hello);
            return;
          }
          me.welcome();
          me.catch_up();
        },
        [me = *this](const caf::error&) {
          me.sink->close(close_code::unavailable);
        });
  }

  [[nodiscard]] connection_actor handle() const {
    return caf::actor_cast<connection_actor>(self);
  }

  void adopt(const watching& found, std::uint64_t told) const {
    auto& st = self->state;
    st.chat = found.chat;
    st.told = std::min(told, found.chat->state.last_entry);
    st.session = found.session;
    if (st.session) {
      self->monitor(st.session);
    }
  }

  void welcome() const {
    wire::visitor_welcome w;
    w.ref = who->hello.ref;
    w.epoch = world->epoch;
    w.now = world->time->now();
    const auto service = config->services.find(who->service);
    if (service != config->services.end()) {
      w.service_name = service->second.name;
    }
    if (self->state.chat) {
      w.chat = view();
    }
    send(w);
  }

  // --- Lines. --------------------------------------------------------------

  /// Sends the lines between what the page has and what the chat had when we
  /// began to watch; live ones wait meanwhile.
  void catch_up() const {
    auto& st = self->state;
    st.reading = st.chat && st.told < st.chat->state.last_entry;
    if (!st.reading) {
      release();
      return;
    }
    if (sink->backlog() > limits::lines_frame_bytes_max) {
      // The page reads what it has first: its outbox is bounded (Z5).
      st.paused = true;
      self->delayed_send(self, limits::catch_up_pause, wakeup{});
      return;
    }
    read_lines r;
    r.company = config->id;
    r.chat = st.chat->state.id;
    r.after = st.told;
    r.limit = limits::catch_up_lines;
    self->request(history, limits::request_within, std::move(r))
      .then(
        [me = *this, chat = st.chat->state.id](const lines_read& page) {
          // The page may have begun another chat meanwhile.
          if (me.is_at(chat)) {
            me.send_page(page);
          }
        },
        [me = *this](const caf::error&) {
          me.sink->close(close_code::unavailable);
        });
  }

  [[nodiscard]] bool is_at(const chat_id& chat) const {
    return self->state.chat && self->state.chat->state.id == chat;
  }

  void send_page(const lines_read& page) const {
    auto& st = self->state;
    if (page.error || page.lines.empty()) {
      world->log->write(log_level::error,
                        "history_failed",
                        {{"chat", st.chat->state.id.value},
                         {"error", page.error ? page.error->text : "empty"}});
      sink->close(close_code::unavailable);
      return;
    }
    wire::chat_lines lines;
    lines.chat = st.chat->state.id;
    for (const auto& line : page.lines) {
      if (line.kind != entry_kind::whisper) {
        lines.lines.push_back(entry_view(line));
      }
      st.told = std::max(st.told, line.entry);
    }
    lines.more = st.told < st.chat->state.last_entry;
    send(lines);
    catch_up();
  }

  void release() const {
    auto& st = self->state;
    for (const auto& next : std::exchange(st.held_back, {})) {
      std::visit([this](const auto& news) { tell(news); }, next);
    }
  }

  void hear(const entry_pushed& e) const {
    auto& st = self->state;
    if (!is_at(e.chat)) {
      return;
    }
    if (st.reading) {
      hold_back(e);
    } else {
      tell(e);
    }
  }

  template <class News>
  void hold_back(const News& news) const {
    auto& st = self->state;
    if (st.held_back.size() >= limits::outbox_frames_max) {
      sink->close(close_code::slow);
    } else {
      st.held_back.push_back(news);
    }
  }

  void tell(const entry_pushed& e) const {
    auto& st = self->state;
    if (e.entry <= st.told) {
      return;
    }
    st.told = e.entry;
    increase(world->counters->frames_out);
    sink->send(e.frame);
  }

  // --- Frames of the page. -------------------------------------------------

  void hear(const wire::visitor_hello& m) const {
    refuse(refusal{refusal_code::not_in_this_state, "hello was said"}, m.ref);
  }

  void hear(const wire::start_chat& m,
            const std::optional<fresh_secret>& secret) const {
    auto& st = self->state;
    const bool open
      = st.chat && customer_view(*st.chat).phase != customer_phase::ended;
    if (open || st.starting) {
      refuse(refusal_code::chat_exists, m.ref);
      return;
    }
    if (!secret) {
      refuse(refusal_code::internal_error, m.ref);
      return;
    }
    const auto& services = config->services;
    const auto service = services.find(who->service);
    if (st.chat && service != services.end()
        && !service->second.reopen_after_close) {
      refuse(refusal_code::chat_closed, m.ref);
      return;
    }
    open_chat o;
    o.service = who->service;
    o.watcher = handle();
    o.visitor_hash = secret->hash;
    introduce(m, o);
    if (service != services.end()) {
      if (service->second.identity == site_identity::required && !who->claims) {
        refuse({refusal_code::signature_invalid, "proof"}, m.ref);
        return;
      }
      if (auto missing = refusal_of(service->second.widget,
                                    o.customer_name,
                                    o.customer_email,
                                    o.customer_fields)) {
        refuse(*missing, m.ref);
        return;
      }
    }
    if (m.text) {
      chat::write_entry line;
      line.text = *m.text;
      line.id = m.id;
      o.line = std::move(line);
    }
    if (st.chat) {
      o.continues = st.chat->state.id;
      leave();
    }
    st.starting = true;
    self->request(company(), limits::request_within, std::move(o))
      .await(
        [me = *this, ref = m.ref, text = secret->text](const watching& begun) {
          me.self->state.starting = false;
          if (begun.refused) {
            me.refuse(*begun.refused, ref);
            return;
          }
          me.self->state.position.reset();
          me.adopt(begun, 0);
          me.send(wire::chat_started{
            ref, begun.chat->state.id.value + "." + text, me.view()});
          me.catch_up();
        },
        [me = *this, ref = m.ref](const caf::error&) {
          me.self->state.starting = false;
          me.refuse(refusal_code::unavailable, ref);
        });
  }

  /// What the customer says, and before it what the website has signed (W8).
  void introduce(const wire::start_chat& m, open_chat& to) const {
    to.customer_name = m.name.value_or("");
    to.customer_email = m.email.value_or("");
    to.customer_page = m.page.value_or("");
    to.customer_locale = who->hello.locale.value_or("");
    for (const auto& one : m.filled) {
      to.customer_fields.push_back({one.name, one.value});
    }
    if (who->claims) {
      to.customer_subject = who->claims->subject;
      if (!who->claims->name.empty()) {
        to.customer_name = who->claims->name;
      }
      if (!who->claims->email.empty()) {
        to.customer_email = who->claims->email;
      }
    }
  }

  /// Stops watching an ended chat.
  void leave() const {
    auto& st = self->state;
    if (st.session) {
      self->demonitor(st.session.address());
      self->send(st.session, unwatch{handle()});
      st.session = nullptr;
    }
    st.chat.reset();
    st.told = 0;
    for (const auto& news : std::exchange(st.held_back, {})) {
      if (const auto* tick = std::get_if<say_result>(&news)) {
        tell(*tick);
      }
    }
    st.reading = false;
    st.paused = false;
  }

  void hear(wire::customer_say& m) const {
    auto& st = self->state;
    if (!st.session) {
      refuse(st.chat ? refusal_code::chat_closed : refusal_code::not_found,
             m.ref);
      return;
    }
    say s;
    s.from = handle();
    s.ref = m.ref;
    s.line.from = speaker::customer;
    s.line.text = std::move(m.text);
    s.line.id = std::move(m.id);
    st.asked.push_back(std::move(m.ref));
    self->send(st.session, std::move(s));
  }

  void hear(const wire::customer_typing& m) const {
    if (self->state.session) {
      self->send(self->state.session,
                 typing_signal{speaker::customer, {}, m.on});
    }
  }

  void hear(const wire::customer_seen& m) const {
    if (self->state.session) {
      self->send(self->state.session,
                 seen_signal{speaker::customer, {}, m.upto, m.upto});
    }
  }

  void hear(const wire::customer_end& m) const {
    auto& st = self->state;
    if (!st.session) {
      refuse(st.chat ? refusal_code::chat_closed : refusal_code::not_found,
             m.ref);
      return;
    }
    chat_request r;
    r.chat = st.chat->state.id;
    r.request.what = chat::end_chat{cause::customer, {}};
    r.request.id = command_id{m.ref};
    ask(st.session, std::move(r), m.ref);
  }

  /// F2.
  void hear(const wire::customer_form& m) const {
    auto& st = self->state;
    if (!st.session) {
      refuse(st.chat ? refusal_code::chat_closed : refusal_code::not_found,
             m.ref);
      return;
    }
    submit_form form{m.name, m.email, {}};
    form.text.text = m.text;
    form.text.id = m.id;
    ask(st.session, std::move(form), m.ref);
  }

  /// What is out of range stays so as an `int`; the session refuses it.
  static int score_of(const wire::customer_survey& m) {
    constexpr auto beyond = std::uint64_t{limits::survey_score_max} + 1;
    return static_cast<int>(std::min(m.score, beyond));
  }

  /// After the end; the session may be gone from memory by then.
  void hear(const wire::customer_survey& m) const {
    auto& st = self->state;
    if (!st.chat) {
      refuse(refusal_code::not_found, m.ref);
      return;
    }
    const auto service = config->services.find(who->service);
    if (service == config->services.end() || !service->second.survey.on) {
      refuse({refusal_code::not_permitted, "survey"}, m.ref);
      return;
    }
    chat_request r;
    r.chat = st.chat->state.id;
    r.request.what = chat::submit_survey{score_of(m), m.comment.value_or("")};
    r.request.id = command_id{m.ref};
    if (st.session) {
      ask(st.session, std::move(r), m.ref);
    } else {
      ask(company(), std::move(r), m.ref);
    }
  }

  /// A request whose answer is `ok` or why not.
  template <class Whom, class Request>
  void ask(const Whom& whom, Request r, const std::string& about) const {
    self->request(whom, limits::request_within, std::move(r))
      .then(
        [me = *this, ref = about](const chat_answer& answer) {
          if (answer.refused) {
            me.refuse(*answer.refused, ref, answer.retry_after);
            return;
          }
          wire::ok done;
          done.ref = ref;
          done.chat = answer.chat->state.id;
          done.revision = answer.chat->state.revision;
          me.send(done);
        },
        [me = *this, ref = about](const caf::error&) {
          me.refuse(refusal_code::unavailable, ref);
        });
  }

  void hear(const wire::ping& m) const {
    wire::ok pong;
    pong.ref = m.ref;
    send(pong);
  }

  void hear(customer_frame&& f) const {
    ++self->state.frames;
    if (const auto* start = std::get_if<wire::start_chat>(&f.message)) {
      hear(*start, f.secret);
    } else {
      std::visit(overloaded{
                   [](wire::start_chat&) {},
                   [this](auto& m) { hear(m); },
                 },
                 f.message);
    }
    sink->handled();
  }

  /// A line that came after the end of its session has an answer, too.
  void refuse_left_over() const {
    for (const auto& ref : std::exchange(self->state.asked, {})) {
      refuse(refusal_code::chat_closed, ref);
    }
  }

  void hear(const say_result& r) const {
    auto& st = self->state;
    std::erase(st.asked, r.ref);
    if (r.refused) {
      increase(world->counters->refusals);
      auto m = wire::to_refused(*r.refused, r.ref);
      m.retry_after = r.retry_after;
      m.phase = r.phase;
      m.revision = r.revision;
      send(m);
      return;
    }
    // A page that has the tick of a line has all lines before it.
    if (st.reading && is_of_this_chat(r)) {
      hold_back(r);
    } else {
      tell(r);
    }
  }

  /// Else the page has begun another one meanwhile.
  [[nodiscard]] bool is_of_this_chat(const say_result& r) const {
    return is_at(r.chat);
  }

  void tell(const say_result& r) const {
    auto& st = self->state;
    if (is_of_this_chat(r)) {
      st.told = std::max(st.told, r.entry);
    }
    wire::said done;
    done.ref = r.ref;
    done.chat = r.chat;
    done.id = r.id;
    done.entry = r.entry;
    done.at = r.at;
    send(done);
  }

  void hear(const chat_pushed& c) const {
    auto& st = self->state;
    if (!st.chat || c.chat->state.id != st.chat->state.id
        || c.chat->state.revision < st.chat->state.revision) {
      return;
    }
    st.chat = c.chat;
    if (chat::name_of(st.chat->state.phase) != phase_name::queued) {
      st.position.reset();
    }
    send(wire::customer_chat_changed{view()});
  }

  void end() const {
    auto& st = self->state;
    if (st.session) {
      self->send(st.session, unwatch{handle()});
    }
    self->send(company(), connection_gone{who->id});
    self->quit(caf::exit_reason::user_shutdown);
  }

  [[nodiscard]] inspection describe(std::uint64_t after) const {
    const auto& st = self->state;
    inspection i;
    i.kind = "connection";
    i.id = who->id.value;
    i.company = config->id;
    i.phase = st.reading ? "catching_up" : "live";
    i.owner = "visitor";
    i.mailbox = mailbox_length(self);
    i.born = st.born;
    i.detail = {{"frames", std::to_string(st.frames)},
                {"chat", st.chat ? st.chat->state.id.value : ""},
                {"told", std::to_string(st.told)}};
    i.last = st.log.since(after);
    return i;
  }
};

connection_actor::behavior_type visitor(self_pointer self,
                                        const surroundings* world,
                                        history_actor history,
                                        frame_sink_ptr sink,
                                        admitted_visitor who) {
  guard(self, world, "visitor_connection");
  // Once for all handlers: there are thousands of these actors.
  const company_view config{who.company.config};
  const auto shell = std::make_shared<const visitor_shell>(
    visitor_shell{self,
                  world,
                  std::move(history),
                  std::move(sink),
                  std::make_shared<const admitted_visitor>(std::move(who)),
                  config});
  self->set_down_handler([shell](const caf::down_msg& down) {
    auto& st = shell->self->state;
    if (!st.session || st.session != down.source) {
      return;
    }
    st.session = nullptr;
    if (down.reason != caf::exit_reason::user_shutdown) {
      // The session failed and is restarted from disk: resume there.
      shell->sink->close(close_code::unavailable);
    } else {
      // Its answers may still be in the mailbox: behind them.
      shell->self->send(shell->self, wakeup{session_over});
    }
  });
  shell->begin();
  return {
    [shell](customer_frame& f) { shell->hear(std::move(f)); },
    [shell](const agent_frame&) {
      shell->sink->close(close_code::protocol_error);
    },
    [shell](const bad_frame& b) {
      increase(shell->world->counters->frames_bad);
      auto m = wire::to_refused(b.why.why, b.why.ref);
      m.retry_after = b.retry_after;
      shell->send(m);
      shell->sink->handled();
    },
    [shell](const socket_closed&) { shell->end(); },
    [shell](const say_result& r) { shell->hear(r); },
    [shell](const entry_pushed& e) { shell->hear(e); },
    [shell](const chat_pushed& c) { shell->hear(c); },
    [shell](const receipt_pushed& r) { shell->send(r.receipt); },
    [shell](const typing_pushed& t) { shell->send(t.typing); },
    [shell](const position_pushed& p) {
      auto& st = shell->self->state;
      if (st.chat && p.chat == st.chat->state.id) {
        st.position = p.position;
        shell->send(wire::queue_position{p.chat, p.position});
      }
    },
    [](const status_pushed&) {},
    [shell](const frame_pushed& f) { shell->sink->send(f.frame); },
    // Never sent to a page (A2).
    [](const whisper_pushed&) {},
    [](const board_pushed&) {},
    [shell](const close_connection& c) { shell->sink->close(c.why); },
    [shell](const reconfigured& r) { shell->config.change(r.config); },
    [shell](const wakeup& w) {
      if (w.generation == session_over) {
        shell->refuse_left_over();
      } else if (std::exchange(shell->self->state.paused, false)) {
        shell->catch_up();
      }
    },
    [shell](const inspect& i) { return shell->describe(i.after); },
  };
}

} // namespace

connection_actor spawn_visitor_connection(caf::actor_system& system,
                                          const surroundings* world,
                                          history_actor history,
                                          frame_sink_ptr sink,
                                          admitted_visitor who) {
  return system.spawn(
    visitor, world, std::move(history), std::move(sink), std::move(who));
}

} // namespace parley::actors
