// What a supervisor's desk asks for beside an agent's: the part of the desk's
// connection that speaks to the company about it (A2, L3). For
// agent_connection.cpp only, whose shell it is given.
#ifndef PARLEY_ACTORS_SUPERVISOR_DESK_HPP
#define PARLEY_ACTORS_SUPERVISOR_DESK_HPP

#include "actors/actors.hpp"
#include "actors/board_views.hpp"

#include <algorithm>

namespace parley::actors {

template <class Desk>
acting_supervisor supervisor_of(const Desk& desk) {
  return {desk.who->agent, desk.who->address};
}

/// Acts on chats and agents: the company decides, records and answers.
template <class Desk, class Act>
void ask_to_act(const Desk& desk, const Act& m) {
  desk.self
    ->request(desk.company(),
              limits::request_within,
              supervisor_request{supervisor_of(desk), m})
    .then(
      [desk, ref = m.ref](const desk_answer& a) {
        desk.answer(ref, a);
        desk.sink->handled();
      },
      [desk, ref = m.ref](const caf::error&) {
        desk.refuse(refusal_code::unavailable, ref);
        desk.sink->handled();
      });
}

template <class Desk>
void ask_to_observe(const Desk& desk, const wire::observe_chat& m) {
  auto& st = desk.self->state;
  const auto heard = st.chats.find(m.chat);
  const auto observed
    = std::count_if(st.chats.begin(), st.chats.end(), [](const auto& c) {
        return c.second.observed != nullptr;
      });
  if (heard != st.chats.end()) {
    // Asked twice, or it is in the inbox.
    if (heard->second.observed) {
      desk.done(m.ref, m.chat);
    } else {
      desk.refuse({refusal_code::not_in_this_state, "it is yours"}, m.ref);
    }
    desk.sink->handled();
    return;
  }
  if (static_cast<std::size_t>(observed) >= limits::observed_chats_max) {
    desk.refuse(refusal_code::too_many_observed, m.ref);
    desk.sink->handled();
    return;
  }
  observe_request o;
  o.by = supervisor_of(desk);
  o.what.chat = m.chat;
  o.what.watcher = desk.handle();
  o.what.role = speaker::supervisor;
  o.what.agent = desk.who->agent;
  desk.self->request(desk.company(), limits::request_within, std::move(o))
    .await(
      [desk, m](const watching& found) {
        desk.sink->handled();
        if (found.refused || !found.session) {
          desk.refuse(found.refused.value_or(refusal{refusal_code::not_found}),
                      m.ref);
          return;
        }
        auto& state = desk.self->state;
        state.have[m.chat] = m.after.value_or(0);
        state.have_whispers[m.chat] = m.after_whisper.value_or(0);
        desk.done(m.ref, m.chat);
        desk.send(wire::chat_observed{desk.view_of(*found.chat)});
        desk.adopt(m.chat, found, found.chat, Desk::nothing);
      },
      [desk, m](const caf::error&) {
        desk.sink->handled();
        desk.refuse(refusal_code::unavailable, m.ref);
      });
}

/// By who owns the chat, or by who observes it.
template <class Desk>
void say_whisper(const Desk& desk, const wire::whisper_to_chat& m) {
  const auto heard = desk.self->state.chats.find(m.chat);
  if (heard == desk.self->state.chats.end()) {
    desk.refuse(refusal_code::not_your_chat, m.ref);
    return;
  }
  auto s = desk.line(m);
  s.line.kind = entry_kind::whisper;
  if (!heard->second.observed) {
    desk.self->send(heard->second.session, std::move(s));
    return;
  }
  s.line.from = speaker::supervisor;
  desk.self->send(desk.company(),
                  whisper_request{supervisor_of(desk), m.chat, std::move(s)});
}

template <class Desk>
void ask_why(const Desk& desk, const wire::explain_routing& m) {
  desk.self
    ->request(desk.company(),
              limits::request_within,
              explain_chat{desk.who->agent, m.chat})
    .then(
      [desk, m](const chat_explained& why) {
        if (why.refused) {
          desk.refuse(*why.refused, m.ref);
        } else {
          wire::chat_routed answer;
          answer.ref = m.ref;
          answer.chat = m.chat;
          for (const auto& r : why.records) {
            answer.records.push_back(routing_view(r));
          }
          desk.send(answer);
        }
        desk.sink->handled();
      },
      [desk, m](const caf::error&) {
        desk.refuse(refusal_code::unavailable, m.ref);
        desk.sink->handled();
      });
}

template <class Desk>
void ask_for_board(const Desk& desk, const wire::watch_board& m) {
  open_board b;
  b.by = desk.who->agent;
  b.id = desk.who->id;
  b.screen = desk.handle();
  b.queues = m.queues.value_or(false);
  b.agents = m.agents.value_or(false);
  b.sessions = m.sessions.value_or(false);
  // `ok` comes before the first view.
  desk.self->request(desk.company(), limits::request_within, std::move(b))
    .await(
      [desk, m](const board_opened& opened) {
        if (opened.refused) {
          desk.refuse(*opened.refused, m.ref);
        } else {
          desk.done(m.ref);
        }
        desk.sink->handled();
      },
      [desk, m](const caf::error&) {
        desk.refuse(refusal_code::unavailable, m.ref);
        desk.sink->handled();
      });
}

/// Z5: the board waits until the socket has taken what it was given.
template <class Desk>
void read_board(const Desk& desk) {
  auto& waiting = desk.self->state.board;
  if (!waiting) {
    return;
  }
  if (desk.sink->backlog() > limits::lines_frame_bytes_max) {
    desk.self->delayed_send(
      desk.self, limits::board_changes_together, wakeup{});
    return;
  }
  desk.self->send(waiting, board_read{desk.handle()});
  waiting = nullptr;
}

} // namespace parley::actors

#endif // PARLEY_ACTORS_SUPERVISOR_DESK_HPP
