// The fold: each event changes what is known of its item, books what happened
// at its time, and moves levels. What an item needs to be remembered for ends
// with it.
#include "actors/domain/statistics_cells.hpp"

namespace parley::statistics {

namespace {

std::int64_t ms_between(timestamp from, timestamp to) {
  return std::max<std::int64_t>(0, (to - from).count());
}

std::optional<queue_level> queue_level_of(phase_name p) {
  switch (p) {
  case phase_name::queued:
    return waiting;
  case phase_name::allocated:
    return alerting;
  case phase_name::active:
    return active;
  case phase_name::wrapup:
    return wrapup;
  case phase_name::parked:
  case phase_name::wrapup_parked:
    return parked;
  case phase_name::flow:
  case phase_name::closed:
    break;
  }
  return std::nullopt;
}

std::optional<agent_level> agent_level_of(phase_name p) {
  switch (p) {
  case phase_name::active:
    return handling;
  case phase_name::wrapup:
    return writing_up;
  case phase_name::parked:
  case phase_name::wrapup_parked:
    return set_aside;
  default:
    return std::nullopt;
  }
}

/// One event of one item.
struct booking {
  fold::impl& all;
  item& it;
  const std::string& id;
  timestamp at;

  // --- Counters. -----------------------------------------------------------

  /// Calls `count` with the counters of the queue and of the company.
  template <class Count>
  void in_queue(Count count) const {
    if (it.queue != nullptr) {
      count(it.queue->counts.at(at));
    }
    count(all.company.counts.at(at));
  }
  template <class Count>
  void in_agent(Count count) const {
    if (it.agent != nullptr) {
      count(it.agent->counts.at(at));
    }
  }
  template <class Count>
  void in_flow(Count count) const {
    if (it.flow != nullptr) {
      count(it.flow->counts.at(at));
    }
  }

  // --- Levels. -------------------------------------------------------------

  void shift(int by) const {
    if (it.phase == phase_name::flow && it.flow != nullptr) {
      all.change(it.flow->levels, at, 0, by);
    }
    if (const auto level = queue_level_of(it.phase);
        level && it.queue != nullptr) {
      all.change(it.queue->levels, at, *level, by);
      all.change(all.company.levels, at, *level, by);
    }
    if (const auto level = agent_level_of(it.phase);
        level && it.agent != nullptr) {
      all.change(it.agent->levels, at, *level, by);
    }
  }
  void line(bool in) const {
    if (it.phase != phase_name::queued || it.queue == nullptr) {
      return;
    }
    if (in) {
      it.queue->line.emplace(it.enqueued, id);
    } else {
      it.queue->line.erase({it.enqueued, id});
    }
  }

  /// Before the item's queue, agent or time of entry change.
  void leave() const {
    line(false);
    shift(-1);
    if (it.phase == phase_name::active) {
      it.active_ms += ms_between(it.since, at);
    }
  }
  void enter(phase_name p) const {
    it.phase = p;
    it.since = at;
    if (p != phase_name::closed) {
      shift(1);
      line(true);
    }
  }
  void change_to(phase_name p) const {
    leave();
    enter(p);
  }
  void open() const {
    if (!it.is_opened && it.agent != nullptr) {
      it.is_opened = true;
      all.change(it.agent->levels, at, opened, 1);
    }
  }
  /// The agent has it no longer. @pre it has left its phase
  void release() const {
    if (it.is_opened) {
      all.change(it.agent->levels, at, opened, -1);
      it.is_opened = false;
    }
    it.agent = nullptr;
  }

  // --- Queues. -------------------------------------------------------------

  [[nodiscard]] visit* here() const {
    const auto found
      = std::find_if(it.visits.begin(), it.visits.end(), [&](const visit& v) {
          return v.queue == it.queue;
        });
    return found == it.visits.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool is_answered_here() const {
    const auto* v = here();
    return v != nullptr && v->answered;
  }

  /// Offered once per queue, and once per company.
  void comes_in(const queue_id& queue, timestamp enqueued) const {
    it.queue = &all.queue(queue);
    it.enqueued = enqueued;
    it.activated.reset();
    it.responded = false;
    auto& counts = it.queue->counts.at(at);
    if (here() == nullptr) {
      it.visits.push_back({it.queue, false});
      ++counts.offered;
    } else {
      ++counts.requeued;
    }
    if (!it.offered) {
      it.offered = true;
      ++all.company.counts.at(at).offered;
      in_flow([](flow_counts& f) { ++f.to_queue; });
    }
    enter(phase_name::queued);
  }
  void comes_back() const {
    leave();
    release();
    in_queue([](queue_counts& q) { ++q.requeued; });
    enter(phase_name::queued);
  }

  void book_answer(queue_counts& q) const {
    const auto wait = ms_between(it.enqueued, at);
    ++q.answered;
    q.in_target += duration{wait} <= it.queue->targets.answer_target ? 1 : 0;
    q.wait_answered += wait;
    q.wait_answered_longest += longest{wait};
  }
  /// First activation: that is an answer, and nothing automated ever is.
  void is_activated() const {
    if (it.queue == nullptr) {
      return;
    }
    if (!it.activated) {
      it.activated = at;
    }
    if (auto* v = here(); v != nullptr && !v->answered) {
      v->answered = true;
      book_answer(it.queue->counts.at(at));
    }
    if (!it.answered) {
      it.answered = true;
      book_answer(all.company.counts.at(at));
      in_flow([](flow_counts& f) { ++f.connected; });
    }
  }

  void book_abandon(queue_counts& q, bool was_answered) const {
    if (was_answered) {
      ++q.left_after_answer;
      return;
    }
    const auto wait = ms_between(it.enqueued, at);
    ++q.abandoned;
    q.abandoned_short += duration{wait} < limits::short_abandon ? 1 : 0;
    q.wait_abandoned += wait;
    q.wait_abandoned_longest += longest{wait};
  }
  void is_abandoned() const {
    if (it.queue != nullptr) {
      book_abandon(it.queue->counts.at(at), is_answered_here());
    }
    book_abandon(all.company.counts.at(at), it.answered);
  }

  // --- Ends. ---------------------------------------------------------------

  /// The conversation is over; wrapup may follow.
  void conversation_ends(cause because) const {
    in_queue([&](queue_counts& q) {
      switch (because) {
      case cause::customer:
        ++q.ended_by_customer;
        break;
      case cause::agent:
        ++q.ended_by_agent;
        break;
      default:
        ++q.ended_by_inactivity;
        break;
      }
    });
    if (it.queue == nullptr || !it.queue->targets.chat_time_target) {
      return;
    }
    if (duration{it.active_ms} > *it.queue->targets.chat_time_target) {
      in_queue([](queue_counts& q) { ++q.chat_time_breaches; });
      in_agent([](agent_counts& a) { ++a.chat_time_breaches; });
    }
  }
  void completes() const {
    const bool classified = it.classified;
    const bool abusive = it.abusive;
    in_queue([&](queue_counts& q) {
      ++q.completed;
      ++(classified ? q.classified : q.unclassified);
      q.abusive += abusive ? 1 : 0;
    });
    in_agent([&](agent_counts& a) {
      ++a.completed;
      ++(classified ? a.classified : a.unclassified);
    });
  }
};

bool is_wrapup(phase_name p) {
  return p == phase_name::wrapup || p == phase_name::wrapup_parked;
}

/// The events of a chat.
struct chat_booking : booking {
  void operator()(const chat::chat_started& e) const {
    it.flow = &cell_of(all.flows, e.flow, all.is.bucket);
    in_flow([&](flow_counts& f) {
      ++(e.by_message ? f.started_by_message : f.started_by_presence);
    });
    enter(phase_name::flow);
  }

  void operator()(const chat::entry_written& e) const {
    if (e.from == speaker::customer) {
      in_queue([](queue_counts& q) { ++q.messages_in; });
      in_agent([](agent_counts& a) { ++a.messages_in; });
      if (!it.unanswered) {
        it.unanswered = at;
      }
    } else if (e.from == speaker::agent
               && (e.kind == entry_kind::text || e.kind == entry_kind::file)) {
      in_queue([](queue_counts& q) { ++q.messages_out; });
      in_agent([](agent_counts& a) { ++a.messages_out; });
      responds();
    }
  }
  void responds() const {
    if (it.activated && !it.responded) {
      it.responded = true;
      const auto first = ms_between(*it.activated, at);
      const auto book = [first](auto& c) {
        ++c.first_responses;
        c.first_response_time += first;
      };
      in_queue(book);
      in_agent(book);
    }
    if (it.unanswered) {
      const auto took = ms_between(*it.unanswered, at);
      it.unanswered.reset();
      const auto target = it.queue != nullptr
                            ? it.queue->targets.response_target
                            : std::optional<duration>{};
      const auto book = [&](auto& c) {
        ++c.responses;
        c.response_time += took;
        c.response_breaches += target && duration{took} > *target ? 1 : 0;
      };
      in_queue(book);
      in_agent(book);
    }
  }

  void operator()(const chat::flow_advanced& /*unused*/) const {}
  void operator()(const chat::flow_variable_set& /*unused*/) const {}
  void operator()(const chat::flow_chose& /*unused*/) const {}
  void operator()(const chat::work_item_opened& /*unused*/) const {}
  void operator()(const chat::customer_warned& /*unused*/) const {}
  /// No answer, and no message (A2).
  void operator()(const chat::chat_whispered& /*unused*/) const {}
  void operator()(const chat::survey_submitted& /*unused*/) const {}
  void operator()(const chat::script_answered& /*unused*/) const {}
  void operator()(const chat::queue_refused& e) const {
    if (e.because == cause::internal_error) {
      in_flow([](flow_counts& f) { ++f.errors; });
      return;
    }
    const auto book = [&](queue_counts& q) {
      ++(e.because == cause::queue_full ? q.refused_full : q.refused_nobody);
    };
    book(all.queue(e.queue).counts.at(at));
    book(all.company.counts.at(at));
    in_flow([](flow_counts& f) { ++f.limit_reached; });
  }
  void operator()(const chat::chat_queued& e) const {
    leave();
    comes_in(e.queue, at);
  }
  void operator()(const chat::chat_left_queue& e) const {
    leave();
    const bool late = e.because == cause::queue_timeout;
    in_queue([&](queue_counts& q) { ++(late ? q.timed_out : q.sent_away); });
    in_flow([&](flow_counts& f) { ++(late ? f.timed_out : f.limit_reached); });
    it.queue = nullptr;
    enter(phase_name::flow);
  }

  void operator()(const chat::chat_allocated& e) const {
    leave();
    const bool from_colleague = it.agent != nullptr;
    if (from_colleague) {
      in_agent([](agent_counts& a) { ++a.transferred; });
    }
    release();
    it.agent = &cell_of(all.agents, e.agent, all.is.bucket);
    in_agent([&](agent_counts& a) {
      switch (e.because) {
      case cause::by_hand:
        ++a.taken_by_hand;
        break;
      case cause::transfer:
        ++a.transferred_in;
        break;
      case cause::supervisor:
        // A2: from a colleague it is a transfer, from a queue by hand.
        ++(from_colleague ? a.transferred_in : a.taken_by_hand);
        break;
      default:
        ++a.allocated;
        break;
      }
    });
    enter(phase_name::allocated);
  }
  void operator()(const chat::chat_activated& /*unused*/) const {
    if (is_wrapup(it.phase)) {
      change_to(phase_name::wrapup);
      return;
    }
    if (!it.is_opened) {
      in_agent([](agent_counts& a) { ++a.activated; });
    }
    open();
    change_to(phase_name::active);
    is_activated();
  }
  void operator()(const chat::chat_parked& e) const {
    if (e.because == cause::call) {
      in_agent([](agent_counts& a) { ++a.interrupted; });
    }
    change_to(is_wrapup(it.phase) ? phase_name::wrapup_parked
                                  : phase_name::parked);
  }
  void operator()(const chat::resume_missed& /*unused*/) const {}
  void operator()(const chat::chat_returned& e) const {
    in_agent([&](agent_counts& a) {
      switch (e.because) {
      case cause::put_back:
        ++a.put_back;
        break;
      case cause::alert_timeout:
        ++a.not_accepted;
        break;
      default:
        ++a.returned_at_logout;
        break;
      }
    });
    comes_back();
  }
  void operator()(const chat::chat_requeued& e) const {
    leave();
    const bool transferred = e.because == cause::transfer;
    in_queue([&](queue_counts& q) {
      ++(transferred ? q.transferred_out : q.moved_out);
    });
    if (transferred) {
      in_agent([](agent_counts& a) { ++a.transferred; });
    }
    release();
    comes_in(e.queue, e.enqueued);
    in_queue([&](queue_counts& q) {
      ++(transferred ? q.transferred_in : q.moved_in);
    });
  }
  void operator()(const chat::transfer_offered& /*unused*/) const {}
  void operator()(const chat::transfer_ended& /*unused*/) const {}

  void operator()(const chat::chat_ended& e) const {
    change_to(it.phase == phase_name::parked ? phase_name::wrapup_parked
                                             : phase_name::wrapup);
    conversation_ends(e.because);
  }
  void operator()(const chat::wrapup_extended& /*unused*/) const {
    in_agent([](agent_counts& a) { ++a.extensions; });
  }
  void operator()(const chat::chat_classified& e) const {
    it.classified = !e.classifications.empty() || !e.text.empty();
    it.abusive = e.abusive;
  }
  void operator()(const chat::chat_closed& e) const {
    const auto was = it.phase;
    change_to(phase_name::closed);
    switch (e.how) {
    case outcome::abandoned:
      is_abandoned();
      break;
    case outcome::left_in_flow:
      in_flow([](flow_counts& f) { ++f.left_in_flow; });
      break;
    case outcome::flow_ended:
      if (!it.offered) {
        in_flow([](flow_counts& f) { ++f.answered_by_flow; });
      }
      break;
    case outcome::failed:
      fails(was);
      break;
    case outcome::handled:
    case outcome::wrapup_expired:
    case outcome::logged_out:
      closes_handled(was, e);
      break;
    }
    release();
  }
  void fails(phase_name was) const {
    in_queue([](queue_counts& q) { ++q.failed; });
    if (was == phase_name::flow) {
      in_flow([](flow_counts& f) { ++f.errors; });
    }
  }
  void closes_handled(phase_name was, const chat::chat_closed& e) const {
    if (!is_wrapup(was)) {
      conversation_ends(e.because);
    } else {
      in_agent([&](agent_counts& a) {
        ++(e.how == outcome::handled          ? a.wrapups_finished
           : e.how == outcome::wrapup_expired ? a.wrapups_expired
                                              : a.wrapups_logged_out);
      });
    }
    completes();
  }
};

/// The events of a call, whose agent's time they are as well.
struct call_booking : booking {
  void operator()(const call::call_offered& e) const { comes_in(e.queue, at); }
  void operator()(const call::call_alerted& e) const {
    leave();
    release();
    it.agent = &cell_of(all.agents, e.agent, all.is.bucket);
    in_agent([](agent_counts& a) { ++a.allocated; });
    enter(phase_name::allocated);
  }
  void operator()(const call::call_returned& /*unused*/) const {
    in_agent([](agent_counts& a) { ++a.not_accepted; });
    comes_back();
  }
  void operator()(const call::call_answered& e) const {
    leave();
    release();
    it.agent = &cell_of(all.agents, e.agent, all.is.bucket);
    in_agent([](agent_counts& a) { ++a.activated; });
    open();
    enter(phase_name::active);
    is_activated();
  }
  void operator()(const call::call_ended& e) const {
    if (it.phase != phase_name::active) {
      change_to(phase_name::closed);
      is_abandoned();
      release();
      return;
    }
    change_to(e.wrapup_until ? phase_name::wrapup : phase_name::closed);
    conversation_ends(e.because);
    if (!e.wrapup_until) {
      completes();
      release();
    }
  }
  void operator()(const call::call_closed& /*unused*/) const {
    change_to(phase_name::closed);
    completes();
    release();
  }
};

/// The facts of an agent.
struct agent_booking {
  fold::impl& all;
  agent_cell& cell;
  timestamp at;

  void set(agent_level level, bool on) const {
    const auto is = cell.levels.now()[level];
    const auto wanted = on ? 1 : 0;
    if (is != wanted) {
      all.change(cell.levels, at, level, wanted - is);
    }
  }
  void rest(bool on, bool productive) const {
    set(resting, on);
    set(resting_well, on && productive);
  }

  void operator()(const agent::agent_logged_in& /*unused*/) const {
    set(present, true);
    set(away, false);
    rest(false, false);
  }
  void operator()(const agent::agent_lost& /*unused*/) const {
    set(present, false);
    set(away, true);
  }
  void operator()(const agent::agent_returned& /*unused*/) const {
    set(present, true);
    set(away, false);
  }
  void operator()(const agent::agent_logged_out& /*unused*/) const {
    set(present, false);
    set(away, false);
    rest(false, false);
  }
  void operator()(const agent::break_started& e) const {
    rest(true, e.productive);
  }
  void operator()(const agent::break_ended& /*unused*/) const {
    rest(false, false);
  }
  // Calls count by their own events.
  template <class Other>
  void operator()(const Other& /*unused*/) const {}
};

} // namespace

fold::fold(const statistics::settings& s) : impl_{std::make_unique<impl>(s)} {}
fold::~fold() = default;
fold::fold(fold&&) noexcept = default;
fold& fold::operator=(fold&&) noexcept = default;

void fold::set_targets(const std::map<queue_id, kpi_settings>& queues) {
  for (auto& [id, cell] : impl_->queues) {
    cell.targets = {};
  }
  for (const auto& [id, wanted] : queues) {
    impl_->queue(id).targets = wanted;
  }
}

void fold::hold(bool on) {
  impl_->holding = on;
  if (!on) {
    impl_->sweep();
  }
}

void fold::take(const chat_id& chat, const chat::event& e) {
  const auto at = chat::time_of(e);
  impl_->sees(at);
  const auto known = impl_->chats.try_emplace(chat).first;
  std::visit(chat_booking{{*impl_, known->second, known->first.value, at}}, e);
  if (std::holds_alternative<chat::chat_closed>(e)) {
    impl_->chats.erase(known);
  }
}

void fold::take(const call_id& call, const call::event& e) {
  const auto at = call::time_of(e);
  impl_->sees(at);
  const auto known = impl_->calls.try_emplace(call).first;
  std::visit(call_booking{{*impl_, known->second, known->first.value, at}}, e);
  if (known->second.phase == phase_name::closed) {
    impl_->calls.erase(known);
  }
}

void fold::take(const agent_id& agent, const agent::event& e) {
  const auto at = agent::time_of(e);
  impl_->sees(at);
  auto& cell = cell_of(impl_->agents, agent, impl_->is.bucket);
  std::visit(agent_booking{*impl_, cell, at}, e);
}

} // namespace parley::statistics
