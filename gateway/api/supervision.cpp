// What supervisors see and do, for scripts: live pictures, acts on chats and
// agents, and why something was routed so (A2, L3, B4). The bodies of acts are
// those of the WebSocket's messages; the company decides and records.
#include "actors/board_views.hpp"
#include "gateway/api/resource.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace parley::gateway {

namespace {

using nlohmann::json;

/// Rows as the wire writes them.
json rows_of(const wire::board_view& view, const char* name) {
  return json::parse(wire::encode(wire::server_message{view}), nullptr, false)
    .at(name);
}

/// A part of `all`, which is in the order of its ids. @param id_of the member
template <class Row, class IdOf>
std::optional<std::string>
cut(std::vector<Row>& all, const page& p, IdOf id_of) {
  std::erase_if(all, [&](const Row& row) { return id_of(row) <= p.after; });
  if (all.size() <= p.limit) {
    return std::nullopt;
  }
  all.resize(p.limit);
  return id_of(all.back());
}

void answer_page(const respond& answer,
                 json items,
                 const std::optional<std::string>& next) {
  json body{{"items", std::move(items)}};
  if (next) {
    body["next"] = *next;
  }
  answer(json_response(body.dump()));
}

/// Answers 400 itself.
std::optional<page> asked_page(const http_request& r, const respond& answer) {
  const auto asked = page_of(r);
  if (const auto* wrong = std::get_if<refusal>(&asked)) {
    answer(problem(*wrong));
    return std::nullopt;
  }
  return std::get<page>(asked);
}

template <class Show>
void with_live(core& c, const caller& who, const respond& answer, Show show) {
  ask<actors::live_told>(
    *c.system,
    who.company.company,
    limits::request_within,
    [answer, show, by = who.who.agent](const actors::live_told& live) {
      if (live.refused) {
        answer(problem(*live.refused));
      } else {
        show(live, live.config->agents.at(by));
      }
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    actors::ask_live{who.who.agent});
}

void show_sessions(core& c, const caller& who, const page& p, respond answer) {
  with_live(
    c,
    who,
    answer,
    [answer, p](const actors::live_told& live, const agent_config& by) {
      wire::board_view view;
      for (const auto& chat : live.chats) {
        view.sessions.push_back(actors::board_row(*chat, *live.config, by));
      }
      std::sort(view.sessions.begin(),
                view.sessions.end(),
                [](const auto& a, const auto& b) {
                  return a.chat.value < b.chat.value;
                });
      const auto next = cut(view.sessions, p, [](const wire::board_session& s) {
        return s.chat.value;
      });
      answer_page(answer, rows_of(view, "sessions"), next);
    });
}

void show_agents(core& c, const caller& who, const page& p, respond answer) {
  with_live(
    c,
    who,
    answer,
    [answer, p](const actors::live_told& live, const agent_config& by) {
      wire::board_view view;
      for (const auto& [id, state] : live.agents) {
        view.agents.push_back(actors::board_row(id, state, *live.config, by));
      }
      const auto next = cut(view.agents, p, [](const wire::board_agent& a) {
        return a.agent.value;
      });
      answer_page(answer, rows_of(view, "agents"), next);
    });
}

void show_queues(core& c,
                 const caller& who,
                 const page& p,
                 const respond& answer) {
  ask<actors::live_figures>(
    *c.system,
    who.company.company,
    limits::request_within,
    [answer, p, config = who.company.config, by = who.who.agent](
      const actors::live_figures& live) {
      const auto& user = config->agents.at(by);
      wire::board_view view;
      for (const auto& q : live.queues) {
        const auto queue = config->queues.find(q.id);
        if (queue != config->queues.end() && sees(*config, user, q.id)) {
          view.queues.push_back(actors::board_row(q, queue->second));
        }
      }
      std::sort(view.queues.begin(),
                view.queues.end(),
                [](const auto& a, const auto& b) {
                  return a.queue.value < b.queue.value;
                });
      const auto next = cut(view.queues, p, [](const wire::board_queue& q) {
        return q.queue.value;
      });
      answer_page(answer, rows_of(view, "queues"), next);
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    actors::ask_figures{});
}

void show_why(core& c,
              const caller& who,
              const http_request& r,
              const respond& answer) {
  const chat_id chat{r.parts.at("id")};
  ask<actors::chat_explained>(
    *c.system,
    who.company.company,
    limits::request_within,
    [answer, chat](const actors::chat_explained& why) {
      if (why.refused) {
        answer(problem(*why.refused));
        return;
      }
      wire::chat_routed routed;
      routed.chat = chat;
      for (const auto& record : why.records) {
        routed.records.push_back(actors::routing_view(record));
      }
      const auto body = json::parse(
        wire::encode(wire::server_message{routed}), nullptr, false);
      answer(json_response(json{{"items", body.at("records")}}.dump()));
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    actors::explain_chat{who.who.agent, chat});
}

/// What was done to a chat leads to the chat as it is then.
json outcome_of(const actors::desk_answer& a) {
  json body = json::object();
  if (a.chat) {
    const auto& s = a.chat->state;
    body = {{"chat", s.id.value},
            {"phase", to_string(chat::name_of(s.phase))},
            {"revision", a.first_revision.value_or(s.revision)}};
    if (!s.queue.empty()) {
      body["queue"] = s.queue.value;
    }
    if (!s.agent.empty()) {
      body["agent"] = s.agent.value;
    }
  }
  return body;
}

/// T2: the key of a repeated request is the identity of the act.
std::string ref_of(const core& c, const http_request& r) {
  const auto key = r.header("idempotency-key");
  return is_valid_id(key) ? std::string{key}
                          : "api-" + std::to_string(c.world->time->unique());
}

/// An act whose body is the message `Act` without its type, ref and object.
template <class Act>
void act(core& c,
         const http_request& r,
         const respond& answer,
         const char* object,
         area what) {
  const auto who = identify(c, r, answer, privilege::modify, what);
  if (!who) {
    return;
  }
  // The company asks for both rights; only here is known what a token is for.
  if (what == area::take_over && !who->may(privilege::modify, area::desk)) {
    answer(problem({refusal_code::not_permitted, "desk"}));
    return;
  }
  auto body
    = r.body.empty() ? json::object() : json::parse(r.body, nullptr, false);
  if (!body.is_object()) {
    answer(problem({refusal_code::malformed}));
    return;
  }
  body["type"] = Act::type;
  body["ref"] = ref_of(c, r);
  body[object] = r.parts.at("id");
  const auto read = wire::decode_agent(
    body.dump(-1, ' ', false, json::error_handler_t::replace));
  if (!read) {
    // An id that cannot be one names nothing.
    const bool unknown = read.error().why.detail == object;
    answer(
      problem(unknown ? refusal{refusal_code::not_found} : read.error().why));
    return;
  }
  actors::supervisor_request request;
  request.by = {who->who.agent, r.address};
  request.what = std::get<Act>(read.value());
  ask<actors::desk_answer>(
    *c.system,
    who->company.company,
    limits::request_within * 2,
    [answer](const actors::desk_answer& a) {
      if (a.refused) {
        answer(problem(*a.refused, a.retry_after));
      } else {
        answer(json_response(outcome_of(a).dump()));
      }
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    std::move(request));
}

} // namespace

void add_supervision_routes(core& c) {
  auto& routes = c.public_routes;
  const auto live = [&](const char* what, auto show) {
    routes.add("GET",
               std::string{"/api/v1/live/"} + what,
               [&c, show](const auto& r, const auto& answer) {
                 const auto who
                   = identify(c, r, answer, privilege::view, area::supervision);
                 const auto page = who ? asked_page(r, answer) : std::nullopt;
                 if (page) {
                   show(c, *who, *page, answer);
                 }
               });
  };
  live("queues", show_queues);
  live("agents", show_agents);
  live("sessions", show_sessions);
  routes.add(
    "GET", "/api/v1/chats/{id}/why", [&c](const auto& r, const auto& answer) {
      const auto who
        = identify(c, r, answer, privilege::view, area::supervision);
      if (who) {
        show_why(c, *who, r, answer);
      }
    });
  routes.add(
    "POST", "/api/v1/chats/{id}/move", [&c](const auto& r, const auto& answer) {
      act<wire::move_chat>(c, r, answer, "chat", area::move);
    });
  routes.add("POST",
             "/api/v1/chats/{id}/take-over",
             [&c](const auto& r, const auto& answer) {
               act<wire::take_over_chat>(c, r, answer, "chat", area::take_over);
             });
  routes.add("POST",
             "/api/v1/agents/{id}/status",
             [&c](const auto& r, const auto& answer) {
               act<wire::force_status>(
                 c, r, answer, "agent", area::force_status);
             });
  routes.add("POST",
             "/api/v1/agents/{id}/logout",
             [&c](const auto& r, const auto& answer) {
               act<wire::force_log_out>(
                 c, r, answer, "agent", area::force_status);
             });
}

} // namespace parley::gateway
