// Every typed actor interface but the two that messages themselves name
// (connection and chat session: messages.hpp), and how each is spawned.
#ifndef PARLEY_ACTORS_ACTORS_HPP
#define PARLEY_ACTORS_ACTORS_HPP

#include "actors/company_view.hpp"
#include "actors/messages.hpp"
#include "actors/supervision_messages.hpp"
#include "actors/surroundings.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::actors {

/// The JOURNAL: the only writer; group commit. Fail-stop (R10).
using journal_actor = caf::typed_actor<
  // Answers when the events are durable, or why they are not.
  caf::replies_to<storage::append>::with<append_answer>,
  // Writes a version of a company's configuration.
  caf::replies_to<store_configuration>::with<configuration_stored>,
  // Writes a row of the audit log.
  caf::replies_to<record_act>::with<act_recorded>,
  // Who counts what is written.
  caf::replies_to<listen>::with<listening>,
  // Private: write what has come together.
  caf::reacts_to<flush>,
  caf::replies_to<inspect>::with<inspection>>;

/// The HISTORY: reads, and never blocks the writer.
using history_actor
  = caf::typed_actor<caf::replies_to<read_lines>::with<lines_read>,
                     caf::replies_to<read_whispers>::with<whispers_read>,
                     caf::replies_to<load_chat>::with<chat_loaded>,
                     caf::replies_to<load_call>::with<call_loaded>,
                     caf::replies_to<list_streams>::with<streams_listed>,
                     caf::replies_to<read_pieces>::with<pieces_read>,
                     caf::replies_to<inspect>::with<inspection>>;

/// One CHAT QUEUE: what waits, in which order, who looks on.
using chat_queue_actor = caf::typed_actor<
  // May this chat come in? Holds the place until `put_item`.
  caf::replies_to<admit>::with<admitted>,
  // What does it look like (F2)?
  caf::replies_to<look_at_queue>::with<queue_looked>,
  caf::reacts_to<put_item>,
  caf::reacts_to<remove_item>,
  // How many agents are there (Q2).
  caf::reacts_to<serving>,
  caf::reacts_to<watch_queue>,
  caf::reacts_to<unwatch_queue>,
  caf::reacts_to<reconfigured>,
  caf::reacts_to<wakeup>,
  caf::replies_to<inspect>::with<inspection>>;

/// One AGENT: presence, inbox, capacity; commands its chats.
using agent_actor = caf::typed_actor<
  // A desk connects; an older one is told and closed (P8).
  caf::replies_to<attach>::with<attached>,
  caf::reacts_to<detach>,
  // The agent's own acts.
  caf::replies_to<desk_request>::with<desk_answer>,
  // The router's offers (P5, I2).
  caf::replies_to<offer_chat>::with<offer_answer>,
  caf::replies_to<offer_call>::with<offer_answer>,
  // News of chats and calls that concern this agent.
  caf::reacts_to<inbox_told>,
  caf::reacts_to<agents_call_told>,
  caf::reacts_to<force_log_out>,
  // A supervisor acts on this agent, or this agent as a supervisor (A2, L3).
  caf::replies_to<supervisor_order>::with<desk_answer>,
  caf::reacts_to<supervisor_notice>,
  caf::reacts_to<reconfigured>,
  caf::reacts_to<wakeup>,
  caf::replies_to<inspect>::with<inspection>>;

/// One CALL.
using call_actor
  = caf::typed_actor<caf::replies_to<call_request>::with<call_answer>,
                     caf::reacts_to<reconfigured>,
                     caf::reacts_to<wakeup>,
                     caf::replies_to<inspect>::with<inspection>>;

/// The ROUTER of a company: offers waiting items to agents (B3).
using router_actor
  = caf::typed_actor<caf::reacts_to<router_put_item>,
                     caf::reacts_to<router_remove_item>,
                     caf::reacts_to<router_put_agent>,
                     caf::reacts_to<router_remove_agent>,
                     caf::reacts_to<router_cool_down>,
                     caf::reacts_to<reconfigured>,
                     caf::replies_to<why_routed>::with<routed_because>,
                     caf::reacts_to<wakeup>,
                     caf::replies_to<inspect>::with<inspection>>;

/// The STATISTICS of a company: live figures and alerts (K1).
using statistics_actor = caf::typed_actor<
  // From the journal.
  caf::reacts_to<events_told>,
  caf::replies_to<ask_figures>::with<live_figures>,
  caf::reacts_to<watch_figures>,
  caf::reacts_to<unwatch_figures>,
  caf::reacts_to<reconfigured>,
  caf::reacts_to<wakeup>,
  caf::replies_to<inspect>::with<inspection>>;

/// The BOARD of a company: what supervisors see live (A2). Hears nothing while
/// nobody looks on; tells changes together, and only what changed.
using board_actor
  = caf::typed_actor<caf::reacts_to<board_seed>,
                     caf::reacts_to<board_rest>,
                     caf::reacts_to<open_board>,
                     caf::reacts_to<close_board>,
                     caf::reacts_to<chat_told>,
                     caf::reacts_to<agent_told>,
                     caf::reacts_to<figures_pushed>,
                     caf::reacts_to<alert_pushed>,
                     caf::reacts_to<board_read>,
                     caf::reacts_to<reconfigured>,
                     caf::reacts_to<wakeup>,
                     caf::replies_to<inspect>::with<inspection>>;

/// One COMPANY: finds or spawns its queues, agents, sessions and calls, and
/// passes on what they tell. The one place through which all changes of phase
/// go, hence all observers see them in one order.
using company_actor = caf::typed_actor<
  // A customer begins a chat; the answer comes from the new session.
  caf::replies_to<open_chat>::with<watching>,
  // A work item enters its queue, if that has room.
  caf::replies_to<file_work_item>::with<work_item_filed>,
  // Passed on to the session; closed ones are read from disk.
  caf::replies_to<watch>::with<watching>,
  caf::replies_to<chat_request>::with<chat_answer>,
  caf::replies_to<locate_chat>::with<chat_located>,
  // Passed on to the queue.
  caf::replies_to<admit>::with<admitted>,
  caf::replies_to<look_at_queue>::with<queue_looked>,
  caf::reacts_to<watch_queue>,
  caf::reacts_to<unwatch_queue>,
  // From a queue, for one of its sessions (N1, Q2).
  caf::reacts_to<chat_id, queue_notice>,
  caf::reacts_to<chat_id, queue_sends_away>,
  // A desk connects, acts, or goes: passed on to its agent (by id).
  caf::replies_to<agent_id, attach>::with<attached>,
  caf::replies_to<agent_id, desk_request>::with<desk_answer>,
  caf::reacts_to<agent_id, detach>,
  caf::reacts_to<agent_id, force_log_out>,
  // The router's offers: passed on to the agent.
  caf::replies_to<agent_id, offer_chat>::with<offer_answer>,
  caf::replies_to<agent_id, offer_call>::with<offer_answer>,
  caf::reacts_to<router_cool_down>,
  // What its children tell.
  caf::reacts_to<chat_told>,
  caf::reacts_to<agent_told>,
  caf::reacts_to<call_told>,
  caf::reacts_to<connection_opened>,
  caf::reacts_to<connection_gone>,
  // Telephony port.
  caf::replies_to<telephony_event>::with<telephony_answer>,
  caf::replies_to<call_request>::with<call_answer>,
  caf::replies_to<poll_orders>::with<orders_polled>,
  caf::replies_to<why_routed>::with<routed_because>,
  // Passed on to the statistics.
  caf::replies_to<ask_figures>::with<live_figures>,
  caf::reacts_to<watch_figures>,
  caf::reacts_to<unwatch_figures>,
  // Supervisors (A2, L3): checked, recorded, done.
  caf::replies_to<supervisor_request>::with<desk_answer>,
  caf::replies_to<observe_request>::with<watching>,
  caf::reacts_to<whisper_request>,
  caf::replies_to<explain_chat>::with<chat_explained>,
  caf::replies_to<ask_live>::with<live_told>,
  caf::replies_to<open_board>::with<board_opened>,
  caf::reacts_to<close_board>,
  // A change of the configuration: checked, stored, then told to all.
  caf::replies_to<configure>::with<configured>,
  caf::reacts_to<wakeup>,
  // Operators.
  caf::replies_to<inspect_all>::with<inspections>>;

/// The SWITCHBOARD: root; recovers, restarts, stops in order.
using switchboard_actor = caf::typed_actor<
  // Ends all actors in order; answers when the journal has flushed.
  caf::replies_to<stop>::with<stopped>,
  caf::replies_to<inspect_all>::with<inspections>>;

/// A company as the gateway finds it. Immutable, shared.
struct directory_entry {
  company_ptr config;
  company_actor company;
};

/// Companies by id and services by public token; published by the switchboard.
struct directory {
  std::map<company_id, directory_entry> companies;
  std::map<std::string, std::pair<company_id, service_id>> services;
};
using directory_ptr = std::shared_ptr<const directory>;

/// The directory of this moment: companies publish their new versions, any
/// thread reads.
class published_directory {
public:
  [[nodiscard]] directory_ptr now() const;
  void publish(const company_ptr& config, const company_actor& company);

private:
  mutable std::mutex mutex_;
  directory_ptr newest_ = std::make_shared<const directory>();
};
using published_directory_ptr = std::shared_ptr<published_directory>;

// ---------------------------------------------------------------------------
// Spawning. `world` outlives the system.

/// @param on_fatal called once, from the journal's thread, when the disk
/// failed: the process must end (R10).
journal_actor
spawn_journal(caf::actor_system& system,
              const surroundings* world,
              storage::store* store,
              std::function<void(const storage::store_error&)> on_fatal);

history_actor spawn_history(caf::actor_system& system,
                            const surroundings* world,
                            const storage::store* store);

/// What all actors of one company share.
struct company_ports {
  const surroundings* world = nullptr;
  company_view config;
  journal_actor journal;
  history_actor history;
  published_directory_ptr companies;

  /// What an actor of its own keeps.
  [[nodiscard]] company_ports own() const {
    auto mine = *this;
    mine.config = config.fork();
    return mine;
  }
};

/// @param recovered the chat's fold; revision 0: a new one, which is started by
/// its first `chat_request{start}`.
chat_session_actor spawn_chat_session(caf::local_actor& parent,
                                      const company_ports& ports,
                                      company_actor company,
                                      chat::state recovered);

/// @param inbox recovered chats that name this agent.
agent_actor spawn_agent(caf::local_actor& parent,
                        const company_ports& ports,
                        company_actor company,
                        const agent_id& id,
                        std::vector<chat_snapshot_ptr> inbox);

chat_queue_actor spawn_chat_queue(caf::local_actor& parent,
                                  const company_ports& ports,
                                  company_actor company,
                                  const queue_id& id);

call_actor spawn_call(caf::local_actor& parent,
                      const company_ports& ports,
                      company_actor company,
                      call::state recovered);

router_actor spawn_router(caf::local_actor& parent,
                          const company_ports& ports,
                          company_actor company);

/// Reads the stored events of its window first.
statistics_actor spawn_statistics(caf::local_actor& parent,
                                  const company_ports& ports);

board_actor spawn_board(caf::local_actor& parent,
                        const company_ports& ports,
                        company_actor company);

company_actor spawn_company(caf::actor_system& system,
                            const company_ports& ports,
                            std::vector<chat::state> chats,
                            std::vector<call::state> calls);

/// A customer's page after an admitted hello: the gateway has checked service,
/// origin and throttles, and hashed the visitor's token.
/// W8: what a website has signed.
struct site_claims {
  std::string subject;
  std::string name;
  std::string email;
};
struct admitted_visitor {
  directory_entry company;
  service_id service;
  wire::visitor_hello hello;
  /// From the visitor's token: chat and hash of the secret.
  std::optional<std::pair<chat_id, std::string>> resume;
  connection_id id;
  std::optional<site_claims> claims = {};
};
connection_actor spawn_visitor_connection(caf::actor_system& system,
                                          const surroundings* world,
                                          history_actor history,
                                          frame_sink_ptr sink,
                                          admitted_visitor who);

/// A desk after an admitted hello: the gateway has redeemed the ticket.
struct admitted_agent {
  directory_entry company;
  agent_id agent;
  wire::agent_hello hello;
  connection_id id;
  /// Of the socket's other end, for the audit log.
  std::string address = {};
};
connection_actor spawn_agent_connection(caf::actor_system& system,
                                        const surroundings* world,
                                        history_actor history,
                                        frame_sink_ptr sink,
                                        admitted_agent who);

/// Everything that runs: built by `start`, used by the gateway.
struct running {
  switchboard_actor switchboard;
  history_actor history;
  published_directory_ptr companies;
};

/// Reads the companies and their open chats and calls from the store, and
/// spawns all actors.
[[nodiscard]] result<running, storage::store_error>
start(caf::actor_system& system,
      const surroundings* world,
      storage::store* store,
      std::function<void(const storage::store_error&)> on_fatal);

} // namespace parley::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::agent_id)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::chat_id)

#endif // PARLEY_ACTORS_ACTORS_HPP
