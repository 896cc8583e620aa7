// Messages of supervisors: their acts, what they observe, their board (A2, L3).
#ifndef PARLEY_ACTORS_SUPERVISION_MESSAGES_HPP
#define PARLEY_ACTORS_SUPERVISION_MESSAGES_HPP

#include "actors/messages.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parley::actors {

/// Who acts, and from where: for rights and the audit log.
struct acting_supervisor {
  agent_id id;
  std::string address;
};

/// To the company; answered by `desk_answer`.
struct supervisor_request {
  acting_supervisor by;
  std::variant<wire::take_over_chat,
               wire::move_chat,
               wire::force_status,
               wire::force_log_out>
    what;
};

/// To the company, which passes `what` on to the session.
struct observe_request {
  acting_supervisor by;
  watch what;
};
/// To the company, which passes `what` on to the session; that answers.
struct whisper_request {
  acting_supervisor by;
  chat_id chat;
  say what;
};

/// B4: why was a chat routed so?
struct explain_chat {
  agent_id by;
  chat_id chat;
};
struct chat_explained {
  std::optional<refusal> refused;
  /// As far as the supervisor's profile shows the agents.
  std::vector<routing::decision_record> records;
};

/// A picture of what is live, as far as the profile shows it.
struct ask_live {
  agent_id by;
};
struct live_told {
  std::optional<refusal> refused;
  company_ptr config;
  std::vector<chat_snapshot_ptr> chats;
  std::vector<std::pair<agent_id, agent::state>> agents;
};

// From the company to an agent.

/// An act on this agent, or, of `take_over`, by this agent.
struct supervisor_order {
  struct take_over {
    std::string ref;
    chat_id chat;
    queue_id queue;
    std::optional<std::uint64_t> revision;
  };
  struct log_out {};
  std::variant<take_over, wire::set_status, log_out> what;
  /// What to tell the desk when it is done; of `take_over` nothing.
  wire::supervisor_acted notice;
};
/// An act that has changed what this agent has.
struct supervisor_notice {
  wire::supervisor_acted notice;
};

// The board.

/// A screen watches from now on, or watches something else.
struct open_board {
  agent_id by;
  connection_id id;
  connection_actor screen;
  bool queues = false;
  bool agents = false;
  bool sessions = false;
};
struct board_opened {
  std::optional<refusal> refused;
};
/// The screen watches no more.
struct close_board {
  connection_id id;
};
/// All there is; after it the board hears of every change.
struct board_seed {
  std::vector<chat_snapshot_ptr> chats;
  std::vector<std::pair<agent_id, agent::state>> agents;
};
/// Nobody looks on: the board forgets all and hears nothing.
struct board_rest {};

} // namespace parley::actors

#define PARLEY_MESSAGE(NAME) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::actors::NAME)
PARLEY_MESSAGE(supervisor_request)
PARLEY_MESSAGE(observe_request)
PARLEY_MESSAGE(whisper_request)
PARLEY_MESSAGE(explain_chat)
PARLEY_MESSAGE(chat_explained)
PARLEY_MESSAGE(ask_live)
PARLEY_MESSAGE(live_told)
PARLEY_MESSAGE(supervisor_order)
PARLEY_MESSAGE(supervisor_notice)
PARLEY_MESSAGE(open_board)
PARLEY_MESSAGE(board_opened)
PARLEY_MESSAGE(close_board)
PARLEY_MESSAGE(board_seed)
PARLEY_MESSAGE(board_rest)
#undef PARLEY_MESSAGE

#endif // PARLEY_ACTORS_SUPERVISION_MESSAGES_HPP
