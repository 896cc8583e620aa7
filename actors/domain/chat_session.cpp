#include "actors/domain/chat_session.hpp"

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

#include <algorithm>

namespace parley::chat {

namespace {

/// Q1: when an active chat that stays silent is warned of resp. ended.
timestamp silent_until(const active& a) {
  const auto limit = a.idle_limit.value_or(duration{0});
  return a.silent_since
         + (a.warned ? limit
                     : limit * limits::inactivity_warning_percent / 100);
}

/// The outcomes that a row of the table may have; one verb each.
struct rules {
  const state& s;
  const request& r;
  const chat_policy& p;
  timestamp now;

  static decision nothing() { return events{}; }
  static decision refuse(refusal_code why) { return refusal{why}; }
  [[nodiscard]] decision not_now() const {
    return refusal{refusal_code::not_in_this_state,
                   std::string{to_string(name_of(s.phase))}};
  }
  template <class... Es>
  static decision happens(Es... e) {
    events all;
    all.reserve(sizeof...(e));
    (all.emplace_back(std::move(e)), ...);
    return all;
  }

  [[nodiscard]] bool owns(const agent_id& who) const {
    return !who.empty() && who == s.agent;
  }
  /// Only the owner may; others are told so.
  template <class Do>
  [[nodiscard]] decision by_owner(const agent_id& who, Do what) const {
    return owns(who) ? what() : refuse(refusal_code::not_your_chat);
  }
  /// What concerns another owner is no news.
  template <class Do>
  [[nodiscard]] decision if_owner(const agent_id& who, Do what) const {
    return owns(who) ? what() : nothing();
  }

  /// A work item has no flow that could go on.
  [[nodiscard]] std::optional<timestamp> queue_timeout() const {
    if (!p.queue_timeout || s.channel == channel::work_item) {
      return std::nullopt;
    }
    return now + *p.queue_timeout;
  }

  // --- Flow and queue. -----------------------------------------------------

  [[nodiscard]] decision starts(const start& c) const {
    if (s.revision != 0) {
      return refuse(refusal_code::chat_exists);
    }
    return happens(chat_started{now,
                                c.service,
                                c.flow,
                                c.flow_version,
                                c.node,
                                c.visitor_hash,
                                c.customer_name,
                                c.customer_email,
                                c.customer_page,
                                c.continues,
                                c.by_message,
                                c.customer_fields,
                                c.customer_subject,
                                c.customer_locale});
  }
  [[nodiscard]] decision opens(const open_work_item& c) const {
    if (s.revision != 0) {
      return refuse(refusal_code::chat_exists);
    }
    if (auto wrong = refusal_of(c)) {
      return *std::move(wrong);
    }
    entry_written text;
    text.at = now;
    text.entry = 1;
    text.text = c.text;
    return happens(work_item_opened{now, c.title, c.due, c.priority, c.contact},
                   std::move(text),
                   chat_queued{now, c.queue, std::nullopt});
  }
  [[nodiscard]] decision advances(const advance_flow& c) const {
    return happens(
      flow_advanced{now,
                    c.node,
                    c.tries,
                    c.within ? std::optional{now + *c.within} : std::nullopt,
                    c.keeps_line});
  }
  [[nodiscard]] decision remembers(const set_variable& c) const {
    const auto found = s.variables.find(c.name);
    if (found != s.variables.end() && found->second == c.text) {
      return nothing();
    }
    if (found == s.variables.end()
        && s.variables.size() >= limits::flow_variables_max) {
      return refusal{refusal_code::out_of_range, c.name};
    }
    return happens(flow_variable_set{now, c.name, c.text});
  }
  [[nodiscard]] decision chooses(const note_choice& c) const {
    return happens(flow_chose{now, c.node, c.what});
  }
  [[nodiscard]] decision is_refused(const note_refusal& c) const {
    return happens(queue_refused{now, c.queue, c.because});
  }
  [[nodiscard]] decision queues(const enter_queue& c) const {
    return happens(chat_queued{now, c.queue, queue_timeout()});
  }
  [[nodiscard]] decision leaves(const leave_queue& c) const {
    if (s.channel == channel::work_item) {
      return not_now();
    }
    return happens(chat_left_queue{now, c.because, c.node});
  }
  [[nodiscard]] decision moves(const move& c) const {
    if (c.queue == s.queue) {
      return nothing();
    }
    return happens(chat_requeued{
      now, c.queue, cause::supervisor, s.enqueued, queue_timeout(), r.id});
  }

  /// A2: whoever has it, it goes to the supervisor, who opens it at once.
  [[nodiscard]] decision is_taken_over(const take_over& c) const {
    if (c.agent.empty() || owns(c.agent)) {
      return not_now();
    }
    const auto limit
      = s.channel == channel::webchat ? p.inactivity_timeout : std::nullopt;
    return happens(
      chat_allocated{now, c.agent, cause::supervisor, std::nullopt, r.id},
      chat_activated{
        now, cause::supervisor, std::nullopt, std::nullopt, limit});
  }

  // --- Inbox. --------------------------------------------------------------

  [[nodiscard]] decision allocates(const allocate& c) const {
    const bool alerts = c.because == cause::automatic && p.alert_timeout;
    return happens(chat_allocated{now,
                                  c.agent,
                                  c.because,
                                  alerts ? std::optional{now + *p.alert_timeout}
                                         : std::nullopt,
                                  r.id});
  }
  [[nodiscard]] decision activates(cause because) const {
    const auto limit
      = s.channel == channel::webchat ? p.inactivity_timeout : std::nullopt;
    return happens(chat_activated{now, because, std::nullopt, r.id, limit});
  }
  /// T1: the timer goes on from where it was.
  [[nodiscard]] decision goes_on(const wrapup_parked& w, cause because) const {
    const auto deadline
      = w.time_left ? std::optional{now + *w.time_left} : std::nullopt;
    return happens(chat_activated{now, because, deadline, r.id});
  }
  [[nodiscard]] decision parks() const {
    return happens(chat_parked{now, cause::agent, r.id});
  }
  /// I4, I6.
  [[nodiscard]] decision is_interrupted(bool tell) const {
    events all;
    all.emplace_back(chat_parked{now, cause::call, r.id});
    if (tell) {
      notify(text_for(p.interruption_notices, p.interruption_notice), all);
    }
    return all;
  }
  /// I6: in the customer's language, if it is there.
  [[nodiscard]] const std::string&
  text_for(const localised_text& all, const std::string& otherwise) const {
    return in_language(all, s.customer_locale, otherwise);
  }
  /// A line that the customer is to read, unless there is none.
  void notify(const std::string& text, events& all) const {
    if (text.empty() || s.channel == channel::work_item) {
      return;
    }
    entry_written notice;
    notice.at = now;
    notice.entry = s.last_entry + 1;
    notice.from = speaker::flow;
    notice.kind = entry_kind::notice;
    notice.text = text;
    all.emplace_back(std::move(notice));
  }
  /// I8: a call can send it back, too.
  [[nodiscard]] decision returns(const put_back& c) const {
    events all;
    all.emplace_back(chat_returned{now, c.because, queue_timeout(), r.id});
    if (c.because == cause::call) {
      notify(text_for(p.interruption_notices, p.interruption_notice), all);
    }
    return all;
  }
  template <class Parked>
  [[nodiscard]] decision resumes(const Parked& k,
                                 const call_finished& c) const {
    if (!owns(c.agent) || !k.resume_after_call) {
      return nothing();
    }
    if (c.busy) {
      return happens(resume_missed{now});
    }
    if constexpr (std::is_same_v<Parked, wrapup_parked>) {
      return goes_on(k, cause::call_over);
    } else {
      return activates(cause::call_over);
    }
  }
  [[nodiscard]] decision returns(cause because) const {
    return happens(chat_returned{now, because, queue_timeout(), r.id});
  }
  [[nodiscard]] decision transfers(const transfer_to_queue& c) const {
    return happens(
      chat_requeued{now, c.queue, cause::transfer, now, queue_timeout(), r.id});
  }
  [[nodiscard]] decision offers(const offer_transfer& c) const {
    if (c.to == s.agent || c.to.empty()) {
      return refuse(refusal_code::agent_not_available);
    }
    return happens(
      transfer_offered{now, c.to, now + limits::transfer_offer_life, r.id});
  }
  [[nodiscard]] decision accepts(const accept_transfer& c) const {
    if (!s.offered || s.offered->to != c.agent || now >= s.offered->until) {
      return refuse(refusal_code::no_such_transfer);
    }
    return happens(
      chat_allocated{now, c.agent, cause::transfer, std::nullopt, r.id});
  }
  [[nodiscard]] decision declines(const decline_transfer& c) const {
    if (!s.offered || (s.offered->to != c.agent && !owns(c.agent))) {
      return refuse(refusal_code::no_such_transfer);
    }
    return happens(transfer_ended{now, cause::agent, r.id});
  }
  [[nodiscard]] decision offer_expires() const {
    if (!s.offered || now < s.offered->until) {
      return nothing();
    }
    return happens(transfer_ended{now, cause::timer, std::nullopt});
  }
  /// Q1: first the warning, then the end.
  [[nodiscard]] decision falls_silent(const active& a) const {
    if (!a.idle_limit || now < silent_until(a)) {
      return offer_expires();
    }
    if (a.warned) {
      return ends({cause::inactivity, {}});
    }
    events all;
    all.emplace_back(customer_warned{now});
    notify(text_for(p.inactivity_warnings, p.inactivity_warning), all);
    return all;
  }
  [[nodiscard]] decision alert_expires(const allocated& a) const {
    if (!a.alert_until || now < *a.alert_until) {
      return nothing();
    }
    return happens(
      chat_returned{now, cause::alert_timeout, queue_timeout(), std::nullopt});
  }

  // --- End and wrapup. -----------------------------------------------------

  [[nodiscard]] decision closes(outcome how, cause because) const {
    return happens(chat_closed{now, how, because, r.id});
  }
  [[nodiscard]] decision ends(const end_chat& c) const {
    if (!p.wrapup_on || p.mode == wrapup_mode::on_request) {
      return closes(outcome::handled, c.because);
    }
    const bool timed = p.mode != wrapup_mode::until_done;
    return happens(
      chat_ended{now,
                 c.because,
                 timed ? std::optional{p.wrapup_time} : std::nullopt,
                 timed ? p.extensions : 0,
                 r.id});
  }
  /// An agent ends only what is the agent's.
  [[nodiscard]] bool may_end(const end_chat& c) const {
    return c.because != cause::agent || owns(c.agent);
  }
  [[nodiscard]] decision ends_if_allowed(const end_chat& c) const {
    return may_end(c) ? ends(c) : refuse(refusal_code::not_your_chat);
  }
  [[nodiscard]] decision abandons(const end_chat& c, outcome how) const {
    return c.because == cause::agent ? not_now() : closes(how, c.because);
  }
  [[nodiscard]] decision is_over(const end_chat& c) const {
    return c.because == cause::agent ? not_now()
                                     : refuse(refusal_code::chat_closed);
  }
  [[nodiscard]] decision extends(const wrapup& w) const {
    if (!w.deadline) {
      return refuse(refusal_code::extension_not_allowed);
    }
    if (w.extensions_left <= 0) {
      return refuse(refusal_code::no_extensions_left);
    }
    return happens(wrapup_extended{now, p.extension_time, r.id});
  }
  /// @param timed without a timer it can always be finished: the mode may have
  /// changed since it was granted.
  [[nodiscard]] decision finishes(bool timed) const {
    if (timed && p.mode == wrapup_mode::timed_no_early_exit) {
      return refuse(refusal_code::finish_not_allowed);
    }
    if (p.classification_required && s.classifications.empty()
        && wire::is_blank(s.classification_text)) {
      return refuse(refusal_code::classification_required);
    }
    return closes(outcome::handled, cause::agent);
  }
  [[nodiscard]] decision expires(const wrapup& w) const {
    if (!w.deadline || now < *w.deadline) {
      return nothing();
    }
    return happens(
      chat_closed{now, outcome::wrapup_expired, cause::timer, std::nullopt});
  }
  [[nodiscard]] decision files(const classify& c) const {
    return decide_classification(c, p, r.id, now);
  }

  // --- Lines. --------------------------------------------------------------

  [[nodiscard]] decision whispers(const write_entry& c) const {
    if (c.id && find_whisper(s, c.author, *c.id) != nullptr) {
      return nothing();
    }
    if (auto refused = line_refusal(s, c)) {
      return *std::move(refused);
    }
    if (s.last_whisper >= limits::whispers_per_chat_max) {
      return refuse(refusal_code::too_many_whispers);
    }
    return happens(chat_whispered{now,
                                  s.last_whisper + 1,
                                  s.last_entry,
                                  c.from,
                                  c.author,
                                  c.author_name,
                                  c.text,
                                  c.id});
  }
  [[nodiscard]] decision writes(const write_entry& c) const {
    if (c.kind == entry_kind::whisper && c.from != speaker::customer) {
      return whispers(c);
    }
    if (c.id && find_message(s, c.from, c.author, *c.id) != nullptr) {
      return nothing();
    }
    if (auto refused = line_refusal(s, c)) {
      return *std::move(refused);
    }
    return happens(entry_written{now,
                                 s.last_entry + 1,
                                 c.from,
                                 c.kind,
                                 c.author,
                                 c.author_name,
                                 c.text,
                                 c.id,
                                 c.file});
  }

  // --- The table (behaviour 2). --------------------------------------------

  // NOLINTNEXTLINE(readability-function-size): the table is one thing to read.
  [[nodiscard]] decision table() const {
    return std::visit(
      overloaded{
        // The flow talks; nobody is asked yet.
        [&](const in_flow&, const advance_flow& c) { return advances(c); },
        [&](const in_flow&, const note_refusal& c) { return is_refused(c); },
        [&](const in_flow&, const enter_queue& c) { return queues(c); },
        [&](const in_flow&, const end_flow& c) {
          return closes(outcome::flow_ended,
                        c.failed ? cause::internal_error : cause::flow);
        },
        [&](const in_flow&, const note_choice& c) { return chooses(c); },
        [&](const in_flow&, const end_chat& c) {
          return abandons(c, outcome::left_in_flow);
        },

        // It waits; nobody owns it but its queue.
        [&](const queued&, const allocate& c) { return allocates(c); },
        [&](const queued&, const leave_queue& c) { return leaves(c); },
        [&](const queued&, const move& c) { return moves(c); },
        [&](const queued&, const take_over& c) { return is_taken_over(c); },
        [&](const queued&, const end_chat& c) {
          return abandons(c, outcome::abandoned);
        },

        // It waits in the inbox of an agent.
        [&](const allocated&, const activate& c) {
          return by_owner(c.agent, [&] { return activates(cause::agent); });
        },
        [&](const allocated&, const end_chat& c) {
          return abandons(c, outcome::abandoned);
        },
        [&](const allocated&, const put_back& c) {
          return by_owner(c.agent, [&] { return returns(c); });
        },
        [&](const allocated&, const log_agent_out& c) {
          return if_owner(c.agent, [&] { return returns(c.because); });
        },
        [&](const allocated& a, const deadline_reached&) {
          return alert_expires(a);
        },
        [&](const allocated&, const move& c) { return moves(c); },
        [&](const allocated&, const take_over& c) { return is_taken_over(c); },

        // Agent and customer talk.
        [&](const active&, const park& c) {
          return by_owner(c.agent, [&] { return parks(); });
        },
        [&](const active&, const interrupt& c) {
          return if_owner(c.agent, [&] { return is_interrupted(true); });
        },
        [&](const active&, const end_chat& c) { return ends_if_allowed(c); },
        [&](const active&, const put_back& c) {
          return by_owner(c.agent, [&] { return returns(c); });
        },
        [&](const active&, const log_agent_out& c) {
          return if_owner(c.agent, [&] { return returns(c.because); });
        },
        [&](const active&, const transfer_to_queue& c) {
          return by_owner(c.agent, [&] { return transfers(c); });
        },
        [&](const active&, const offer_transfer& c) {
          return by_owner(c.agent, [&] { return offers(c); });
        },
        [&](const active&, const accept_transfer& c) { return accepts(c); },
        [&](const active&, const decline_transfer& c) { return declines(c); },
        [&](const active&, const take_over& c) { return is_taken_over(c); },
        [&](const active&, const classify& c) {
          return by_owner(c.agent, [&] { return files(c); });
        },
        [&](const active& a, const deadline_reached&) {
          return falls_silent(a);
        },

        // The agent keeps it and does something else.
        [&](const parked&, const activate& c) {
          return by_owner(c.agent, [&] { return activates(cause::agent); });
        },
        [&](const parked& k, const call_finished& c) { return resumes(k, c); },
        [&](const parked&, const end_chat& c) { return ends_if_allowed(c); },
        [&](const parked&, const put_back& c) {
          return by_owner(c.agent, [&] { return returns(c); });
        },
        [&](const parked&, const log_agent_out& c) {
          return if_owner(c.agent, [&] { return returns(c.because); });
        },
        [&](const parked&, const classify& c) {
          return by_owner(c.agent, [&] { return files(c); });
        },
        [&](const parked&, const take_over& c) { return is_taken_over(c); },

        // The customer is gone; the agent writes up.
        [&](const wrapup&, const park& c) {
          return by_owner(c.agent, [&] { return parks(); });
        },
        [&](const wrapup&, const interrupt& c) {
          // I3 forbids it, but a call can connect in the instant in which the
          // customer leaves.
          return if_owner(c.agent, [&] { return is_interrupted(false); });
        },
        [&](const wrapup& w, const extend_wrapup& c) {
          return by_owner(c.agent, [&] { return extends(w); });
        },
        [&](const wrapup& w, const finish_wrapup& c) {
          return by_owner(c.agent,
                          [&] { return finishes(w.deadline.has_value()); });
        },
        [&](const wrapup&, const classify& c) {
          return by_owner(c.agent, [&] { return files(c); });
        },
        [&](const wrapup&, const log_agent_out& c) {
          return if_owner(
            c.agent, [&] { return closes(outcome::logged_out, c.because); });
        },
        [&](const wrapup& w, const deadline_reached&) { return expires(w); },

        // The write-up is parked; its clock stands still.
        [&](const wrapup_parked& w, const activate& c) {
          return by_owner(c.agent, [&] { return goes_on(w, cause::agent); });
        },
        [&](const wrapup_parked& w, const call_finished& c) {
          return resumes(w, c);
        },
        [&](const wrapup_parked& w, const finish_wrapup& c) {
          return by_owner(c.agent,
                          [&] { return finishes(w.time_left.has_value()); });
        },
        [&](const wrapup_parked&, const classify& c) {
          return by_owner(c.agent, [&] { return files(c); });
        },
        [&](const wrapup_parked&, const log_agent_out& c) {
          return if_owner(
            c.agent, [&] { return closes(outcome::logged_out, c.because); });
        },

        // What people add to it, in the phases that chat_extras.cpp names.
        [&](const auto&, const submit_survey& c) {
          return decide_survey(s, c, r.id, now);
        },
        [&](const auto&, const answer_script& c) {
          return decide_script(s, c, r.id, now);
        },

        // Over; for the customer it was over with the wrapup already.
        [&](const auto&, const end_chat& c) { return is_over(c); },
        [&](const closed&, const abort&) { return nothing(); },

        // Somebody else was faster (T2).
        [&](const auto&, const allocate&) {
          return in_inbox(s) ? refuse(refusal_code::chat_taken) : not_now();
        },

        // In every phase.
        [&](const closed&, const set_variable&) { return not_now(); },
        [&](const auto&, const set_variable& c) { return remembers(c); },
        [&](const auto&, const start& c) { return starts(c); },
        [&](const auto&, const open_work_item& c) { return opens(c); },
        [&](const auto&, const write_entry& c) { return writes(c); },
        [&](const auto&, const abort&) {
          return closes(outcome::failed, cause::internal_error);
        },

        // Late timers, and calls and logouts that concern nobody here.
        [&](const auto&, const deadline_reached&) { return nothing(); },
        [&](const auto&, const call_finished&) { return nothing(); },
        [&](const auto&, const interrupt&) { return nothing(); },
        [&](const auto&, const log_agent_out&) { return nothing(); },
        // T2: what cannot be done by anybody now is still said to belong to
        // another, if it does; a transfer that is over belongs to nobody.
        [&](const auto&, const accept_transfer&) { return not_now(); },
        [&](const auto&, const take_over&) { return not_now(); },
        [&](const auto&, const decline_transfer&) { return not_now(); },
        [&](const auto&, const auto& c) {
          if constexpr (requires { owns(c.agent); }) {
            if (in_inbox(s) && !owns(c.agent)) {
              return refuse(refusal_code::not_your_chat);
            }
          }
          return not_now();
        },
      },
      s.phase,
      r.what);
  }
};

/// No id has a slash, so no line is like it.
std::string whisper_key(const std::optional<agent_id>& author,
                        const client_message_id& id) {
  return (author ? author->value : std::string{}) + "/w/" + id.value;
}

/// No id has a slash.
std::string message_key(speaker from,
                        const std::optional<agent_id>& author,
                        const client_message_id& id) {
  if (from == speaker::customer) {
    return id.value;
  }
  return (author ? author->value : std::string{}) + "/" + id.value;
}

duration passed(timestamp from, timestamp to) {
  return std::max(duration{0}, to - from);
}

/// Changes the state by one event; the phase it leaves is still in `s.phase`.
struct applier {
  state& s;

  void enter(phase p, timestamp at) const {
    settle(at);
    s.phase = std::move(p);
    s.phase_since = at;
    s.offered.reset();
  }
  /// Books the time of the phase that ends (T1).
  void settle(timestamp at) const {
    if (const auto* a = std::get_if<active>(&s.phase)) {
      s.handled += passed(a->since, at);
    } else if (std::holds_alternative<wrapup>(s.phase)) {
      s.wrapped_up += passed(s.phase_since, at);
    }
  }
  void release() const { s.agent = {}; }

  void operator()(const chat_started& e) const {
    s.service = e.service;
    s.flow = e.flow;
    s.flow_version = e.flow_version;
    s.flow_node = e.node;
    s.visitor_hash = e.visitor_hash;
    s.customer_name = e.customer_name;
    s.customer_email = e.customer_email;
    s.customer_page = e.customer_page;
    s.customer_fields = e.customer_fields;
    s.customer_subject = e.customer_subject;
    s.customer_locale = e.customer_locale;
    s.started = e.at;
    s.phase_since = e.at;
    s.phase = in_flow{e.node};
  }
  void operator()(const work_item_opened& e) const {
    s.channel = channel::work_item;
    s.customer_name = e.title;
    s.task = task{e.due, e.priority, e.contact};
    s.started = e.at;
    s.phase_since = e.at;
  }
  void operator()(const customer_warned& /*unused*/) const {
    if (auto* a = std::get_if<active>(&s.phase)) {
      a->warned = true;
    }
  }
  void operator()(const entry_written& e) const {
    s.last_entry = e.entry;
    auto* talk = std::get_if<active>(&s.phase);
    const bool by_people
      = e.from == speaker::customer || e.from == speaker::agent;
    if (talk != nullptr && by_people && e.kind != entry_kind::whisper) {
      talk->silent_since = e.at;
      talk->warned = false;
    }
    if (e.from == speaker::flow && e.kind == entry_kind::automated) {
      ++s.flow_entries;
    }
    s.files += e.file ? 1U : 0U;
    if (e.from == speaker::customer) {
      ++s.customer_entries;
      if (std::holds_alternative<in_flow>(s.phase)) {
        s.unheard = e.text;
      }
      s.last_line
        = wire::first_characters(e.text, limits::preview_characters_max);
    } else if (e.from == speaker::agent
               && (e.kind == entry_kind::text || e.kind == entry_kind::file)) {
      ++s.agent_entries;
    }
    if (e.id) {
      s.messages.add({message_key(e.from, e.author, *e.id), e.entry, e.at});
    }
  }
  void operator()(const chat_whispered& e) const {
    s.last_whisper = e.whisper;
    if (e.id) {
      s.messages.add({whisper_key(e.author, *e.id), e.whisper, e.at});
    }
  }
  void operator()(const flow_advanced& e) const {
    s.flow_node = e.node;
    s.phase = in_flow{e.node, e.tries, e.time_is_up};
    if (!e.keeps_line) {
      s.unheard.reset();
    }
  }
  void operator()(const flow_variable_set& e) const {
    s.variables[e.name] = e.text;
    // What the flow has asked is what agents see.
    if (e.name == "customer_name") {
      s.customer_name = e.text;
    } else if (e.name == "customer_email") {
      s.customer_email = e.text;
    }
  }
  void operator()(const flow_chose& /*unused*/) const {}
  void operator()(const queue_refused& /*unused*/) const {}
  void operator()(const chat_queued& e) const {
    s.queue = e.queue;
    s.enqueued = e.at;
    s.unheard.reset();
    enter(queued{e.timeout_at}, e.at);
  }
  void operator()(const chat_left_queue& e) const {
    s.flow_node = e.node;
    s.queue = {};
    enter(in_flow{e.node}, e.at);
  }
  void operator()(const chat_allocated& e) const {
    enter(allocated{e.because, e.alert_until}, e.at);
    s.agent = e.agent;
  }
  void operator()(const chat_activated& e) const {
    if (const auto* w = std::get_if<wrapup_parked>(&s.phase)) {
      enter(wrapup{e.deadline, w->extensions_left}, e.at);
      return;
    }
    if (!s.first_activated) {
      s.first_activated = e.at;
    }
    enter(active{e.at, e.idle_limit, e.at, false}, e.at);
  }
  void operator()(const chat_parked& e) const {
    const bool marked = e.because == cause::call;
    if (const auto* w = std::get_if<wrapup>(&s.phase)) {
      // A wrapup may be parked after its deadline but before its timer.
      const auto left = w->deadline ? std::optional{passed(e.at, *w->deadline)}
                                    : std::nullopt;
      enter(wrapup_parked{left, w->extensions_left, marked, false}, e.at);
      return;
    }
    enter(parked{marked, false}, e.at);
  }
  void operator()(const resume_missed& /*unused*/) const {
    if (auto* k = std::get_if<parked>(&s.phase)) {
      *k = parked{false, true};
    } else if (auto* w = std::get_if<wrapup_parked>(&s.phase)) {
      w->resume_after_call = false;
      w->resume_missed = true;
    }
  }
  void operator()(const chat_returned& e) const {
    enter(queued{e.timeout_at}, e.at);
    release();
  }
  void operator()(const chat_requeued& e) const {
    enter(queued{e.timeout_at}, e.at);
    s.queue = e.queue;
    s.enqueued = e.enqueued;
    release();
  }
  void operator()(const transfer_offered& e) const {
    s.offered = offer{e.to, e.until};
  }
  void operator()(const transfer_ended& /*unused*/) const { s.offered.reset(); }
  void operator()(const chat_ended& e) const {
    if (const auto* k = std::get_if<parked>(&s.phase)) {
      // I5: the full wrapup time, and the mark stays.
      enter(
        wrapup_parked{
          e.granted, e.extensions, k->resume_after_call, k->resume_missed},
        e.at);
      return;
    }
    const auto deadline
      = e.granted ? std::optional{e.at + *e.granted} : std::nullopt;
    enter(wrapup{deadline, e.extensions}, e.at);
  }
  void operator()(const wrapup_extended& e) const {
    if (auto* w = std::get_if<wrapup>(&s.phase)) {
      if (w->deadline) {
        *w->deadline += e.by;
      }
      w->extensions_left = std::max(0, w->extensions_left - 1);
    }
  }
  void operator()(const chat_classified& e) const {
    s.classifications = e.classifications;
    s.note = e.note;
    s.abusive = e.abusive;
    s.classification_text = e.text;
  }
  void operator()(const survey_submitted& e) const { keep(s, e); }
  void operator()(const script_answered& e) const { keep(s, e); }
  void operator()(const chat_closed& e) const {
    enter(closed{e.at, e.how}, e.at);
    s.closed_by = s.agent;
    release();
  }
};

/// The id of the command that caused an event, if it had one.
std::optional<command_id> command_of(const event& e) {
  return std::visit(
    [](const auto& it) -> std::optional<command_id> {
      if constexpr (requires { it.command; }) {
        return it.command;
      } else {
        return std::nullopt;
      }
    },
    e);
}

} // namespace

decision
decide(const state& s, const request& r, const chat_policy& p, timestamp now) {
  if (r.id && find_command(s, *r.id) != nullptr) {
    return events{};
  }
  if (r.seen_revision && *r.seen_revision < s.state_revision) {
    return refusal{refusal_code::stale_revision,
                   std::string{to_string(name_of(s.phase))}};
  }
  if (s.revision == 0 && !std::holds_alternative<start>(r.what)
      && !std::holds_alternative<open_work_item>(r.what)) {
    return refusal{refusal_code::not_found};
  }
  return rules{s, r, p, std::max(now, s.last_at)}.table();
}

state apply(state s, const event& e) {
  std::visit(applier{s}, e);
  ++s.revision;
  s.last_at = std::max(s.last_at, time_of(e));
  if (!is_line(e)) {
    s.state_revision = s.revision;
  }
  if (auto id = command_of(e)) {
    if (find_command(s, *id) == nullptr) {
      s.commands.add({std::move(id->value), s.revision, time_of(e)});
    }
  }
  return s;
}

std::optional<timestamp> next_deadline(const state& s) {
  return std::visit(
    overloaded{
      [](const in_flow& p) { return p.time_is_up; },
      [](const queued& p) { return p.timeout_at; },
      [](const allocated& p) { return p.alert_until; },
      [&s](const active& a) {
        auto next = s.offered ? std::optional{s.offered->until} : std::nullopt;
        if (a.idle_limit) {
          const auto silent = silent_until(a);
          next = next ? std::min(*next, silent) : silent;
        }
        return next;
      },
      [](const wrapup& p) { return p.deadline; },
      [](const auto&) -> std::optional<timestamp> { return std::nullopt; },
    },
    s.phase);
}

const remembered* find_command(const state& s, const command_id& id) {
  return s.commands.find(id.value);
}

const remembered* find_message(const state& s,
                               speaker from,
                               const std::optional<agent_id>& author,
                               const client_message_id& id) {
  return s.messages.find(message_key(from, author, id));
}

const remembered* find_whisper(const state& s,
                               const std::optional<agent_id>& author,
                               const client_message_id& id) {
  return s.messages.find(whisper_key(author, id));
}

} // namespace parley::chat
