// Every bound of the product, each with its reason or its statement number.
// A bound is inclusive; tests cover the bound and one beyond
// (architecture 4.1).
#ifndef PARLEY_PROTOCOL_LIMITS_HPP
#define PARLEY_PROTOCOL_LIMITS_HPP

#include "protocol/time.hpp"

#include <cstddef>
#include <cstdint>

namespace parley::limits {

using namespace std::chrono_literals;

// Wire.
/// A frame that a client may send; 4000 characters of 4 bytes, escaped, fit.
inline constexpr std::size_t frame_bytes_max = std::size_t{64} * 1024;
/// Frames read from a socket and not yet handled by its actor (Z5).
inline constexpr std::size_t inbox_frames_max = 16;
/// Frames and bytes waiting for a slow client before its socket is closed (Z5).
inline constexpr std::size_t outbox_frames_max = 256;
inline constexpr std::size_t outbox_bytes_max = std::size_t{1024} * 1024;
/// Nesting of JSON that is still read; our deepest message needs 4.
inline constexpr std::size_t json_depth_max = 16;
/// Elements of a JSON list in a client's message.
inline constexpr std::size_t list_items_max = 256;
/// The largest integer on the wire: what JavaScript holds exactly.
inline constexpr std::uint64_t integer_max = (1ULL << 53U) - 1;
/// A request id, command id or client message id, in characters.
inline constexpr std::size_t id_characters_max = 64;
/// Silence after which a peer is pinged resp. given up (L2: found within 15 s).
inline constexpr duration ping_after = 9s;
inline constexpr duration dead_after = 14s;
/// A new socket must say hello within this time.
inline constexpr duration hello_within = 10s;
/// A closing handshake or an HTTP request must finish within this time.
inline constexpr duration handshake_within = 10s;
/// A one-time ticket for an agent's WebSocket (figures.md 4).
inline constexpr duration ticket_life = 30s;
inline constexpr std::size_t tickets_open_max = 16;

// Text.
/// W7.
inline constexpr std::size_t text_characters_max = 4000;
/// O4.
inline constexpr std::size_t name_characters_max = 100;
inline constexpr std::size_t description_characters_max = 250;
// Scripts of agents (X1): sections, questions of one, choices of one.
inline constexpr std::size_t script_sections_max = 50;
inline constexpr std::size_t script_questions_max = 50;
inline constexpr std::size_t script_choices_max = 50;
inline constexpr std::size_t note_characters_max = 4000;
// Contacts (M2): of one contact.
inline constexpr std::size_t account_characters_max = 64;
inline constexpr std::size_t contact_emails_max = 16;
inline constexpr std::size_t contact_phones_max = 16;
inline constexpr std::size_t phone_characters_max = 32;
inline constexpr std::size_t phone_digits_min = 3;
inline constexpr std::size_t phone_digits_max = 20;
inline constexpr std::size_t address_characters_max = 500;
inline constexpr std::size_t custom_value_characters_max = 500;
inline constexpr std::size_t contact_tags_max = 32;
inline constexpr std::size_t contact_notes_max = 100;
/// Contacts that were merged into one; a history is read from all of them.
inline constexpr std::size_t contact_merges_max = 16;
// Contacts (M2): of a company.
inline constexpr std::size_t custom_fields_max = 64;
inline constexpr std::size_t custom_choices_max = 100;
inline constexpr std::size_t tags_max = 256;
// Search for contacts (M2): characters of a word that count, words of a
// contact and of a question, contacts of a page, rows that one page may cost.
inline constexpr std::size_t search_word_characters_max = 32;
inline constexpr std::size_t contact_words_max = 512;
inline constexpr std::size_t search_words_max = 8;
inline constexpr std::size_t contact_page_max = 100;
inline constexpr std::size_t search_rows_max = 2'000;
/// Sessions of a page of a contact's history (M1).
inline constexpr std::size_t contact_sessions_page_max = 50;
/// Contacts that are stored in one write.
inline constexpr std::size_t contacts_per_write_max = 1'000;
// CSV (M3).
inline constexpr std::size_t csv_record_bytes_max = std::size_t{1024} * 1024;
inline constexpr std::size_t csv_columns_max = 256;
inline constexpr std::size_t csv_refusals_max = 1'000;
inline constexpr std::size_t url_characters_max = 2000;
inline constexpr std::size_t email_characters_max = 254;
inline constexpr std::size_t password_characters_min = 8;
inline constexpr std::size_t password_characters_max = 256;
/// The last line shown in lists.
inline constexpr std::size_t preview_characters_max = 120;

// Chat session.
/// W7: new sessions per address.
inline constexpr std::size_t sessions_per_address_max = 5;
inline constexpr duration sessions_per_address_window = 10min;
/// W7: messages of one session.
inline constexpr std::size_t messages_per_second_max = 10;
inline constexpr std::size_t messages_burst_max = 20;
/// Other frames of one connection (typing, seen, commands).
inline constexpr std::size_t frames_per_second_max = 50;
inline constexpr std::size_t frames_burst_max = 100;
/// Logins tried per address and per account.
inline constexpr std::size_t logins_per_minute_max = 10;
/// One after another (A1); then the account is locked for a while.
inline constexpr std::size_t wrong_passwords_max = 10;
inline constexpr auto locked_out_for = std::chrono::minutes{15};
/// Requests of one login to the resources of /api/v1.
inline constexpr std::size_t api_requests_per_minute_max = 1'200;
/// Objects in one answer of a list.
inline constexpr std::size_t page_objects_default = 50;
inline constexpr std::size_t page_objects_max = 200;
/// Command ids and client message ids remembered per chat (T2, W6).
inline constexpr std::size_t remembered_ids_max = 64;
/// Entries in one answer to a history question.
inline constexpr std::size_t history_page_max = 200;
/// Browser tabs and other onlookers of one chat at the same time.
inline constexpr std::size_t watchers_per_chat_max = 32;
/// Commands and messages waiting for a chat's append in flight.
inline constexpr std::size_t events_per_append_max = 64;
/// W6: lost for longer = ended by the customer.
inline constexpr duration customer_grace_default = 60s;
inline constexpr duration customer_grace_max = 600s;
/// A closed chat stays in memory this long, for late readers.
inline constexpr duration closed_chat_lingers = 30s;
/// Classifications filed on one chat.
inline constexpr std::size_t classifications_per_chat_max = 25;

// Queue (Q1).
inline constexpr std::size_t queue_length_default = 100;
inline constexpr std::size_t queue_length_max = 10'000;
inline constexpr std::size_t queue_groups_max = 5;
inline constexpr std::size_t webchats_per_agent_default = 4;
inline constexpr std::size_t webchats_per_agent_max = 25;
inline constexpr duration wrapup_default = 60s;
inline constexpr duration wrapup_min = 1s;
inline constexpr duration wrapup_max = 3600s;
inline constexpr duration extension_default = 60s;
inline constexpr int extensions_default = 3;
inline constexpr int extensions_max = 99;
inline constexpr duration alert_timeout_min = 5s;
inline constexpr duration alert_timeout_max = 600s;
inline constexpr duration queue_timeout_min = 1s;
inline constexpr duration queue_timeout_max = 86'400s;
/// A customer who says nothing; told so at this part of the time.
inline constexpr duration inactivity_min = 30s;
inline constexpr duration inactivity_max = 86'400s;
inline constexpr int inactivity_warning_percent = 80;
/// O3: when a further group helps out; lengths are those of a queue.
inline constexpr duration overflow_wait_max = 86'400s;
/// N1: the condition of an announcement: a position, or minutes.
inline constexpr int announcement_value_max = 10'000;
/// What who files a work item may say of it.
inline constexpr int work_item_priority_max = 100;
/// N1: how often a position is announced.
inline constexpr duration announcement_every_min = 10s;
inline constexpr duration announcement_every_max = 3600s;
/// Heads of a queue whose positions are told at once when one leaves; the
/// others learn theirs by the clock (never an O(n) broadcast).
inline constexpr std::size_t positions_told_at_once_max = 20;
inline constexpr duration position_refresh = 10s;
/// Waiting items of a queue that an agent's desk is shown.
inline constexpr std::size_t queue_list_items_max = 500;
/// B1.
inline constexpr int channel_priority_max = 100;
inline constexpr int queue_weight_max = 100;
inline constexpr duration score_multiplier_default = 60s;
inline constexpr duration score_multiplier_max = 86'400s;

// KPIs (K1).
inline constexpr duration kpi_window_default = 15min;
inline constexpr duration kpi_window_min = 1min;
inline constexpr duration kpi_window_max = 180min;
/// Service level: answered within this time counts.
inline constexpr duration answer_target_default = 30s;
inline constexpr duration kpi_target_min = 1s;
inline constexpr duration kpi_target_max = 86'400s;
inline constexpr int kpi_percent_max = 100;
inline constexpr int kpi_agents_max = 1000;
/// How often an alert comes again while it lasts.
inline constexpr duration alert_period_default = 5min;
inline constexpr duration alert_period_min = 1min;
inline constexpr duration alert_period_max = 1440min;
/// Who leaves a queue sooner did not really wait.
inline constexpr duration short_abandon = 5s;
/// The step in which a live window slides; a whole number of them is a window.
inline constexpr duration statistics_bucket = 15s;
/// Levels older than this are summed up; an event that is told later still
/// counts, with its times moved to here.
inline constexpr duration statistics_settled_after = 60s;
/// Changes of one queue or agent that are not summed up yet; above it the older
/// half is, however young.
inline constexpr std::size_t statistics_changes_max = 4096;
/// Live figures are told to those who look on at most this often.
inline constexpr duration figures_every = 1s;

// Agent.
/// L2.
inline constexpr duration agent_grace_default = 60s;
inline constexpr duration agent_grace_max = 3600s;
/// P6: after a decline or an alert timeout, unless the company says otherwise.
inline constexpr duration decline_cool_down = 30s;
inline constexpr duration cool_down_max = 3600s;
/// A ringing phone that nobody answers is withdrawn.
inline constexpr duration call_alert_timeout = 30s;
inline constexpr duration call_wrapup_default = 0s;
/// A transfer to an agent who does not react is off (7).
inline constexpr duration transfer_offer_life = 60s;

// Supervisors (A2).
/// Changes of a board within this time go to its screens together.
inline constexpr duration board_changes_together = 250ms;
/// Rows of a kind in one frame of a board; what is left comes with the next.
inline constexpr std::size_t board_frame_rows_max = 100;
/// Agents resp. sessions that one board shows; the totals say how many there
/// are.
inline constexpr std::size_t board_rows_max = 500;
/// Screens that watch the board of one company.
inline constexpr std::size_t boards_per_company_max = 64;
/// Supervisors who observe one chat, beside its other watchers.
inline constexpr std::size_t observers_per_chat_max = 8;
/// Chats that one screen observes.
inline constexpr std::size_t observed_chats_max = 32;
/// A chat takes no more whispers than this.
inline constexpr std::size_t whispers_per_chat_max = 1'000;
/// Attempts at what somebody may not do are recorded once in this time, each
/// kind by itself: nobody fills the audit log with them.
inline constexpr duration attempt_recorded_every = 60s;

// Calendars (F4): of a company; of one calendar its weekly ranges, its dates
// with hours of their own, the ranges of such a date, its holiday lists; of a
// list its holidays.
inline constexpr std::size_t calendars_max = 500;
inline constexpr std::size_t holiday_lists_max = 500;
inline constexpr std::size_t calendar_weekly_max = 100;
inline constexpr std::size_t calendar_dates_max = 400;
inline constexpr std::size_t calendar_date_ranges_max = 24;
inline constexpr std::size_t calendar_holiday_lists_max = 16;
inline constexpr std::size_t holidays_max = 1'000;
/// Years that a calendar may name.
inline constexpr int calendar_year_min = 2000;
inline constexpr int calendar_year_max = 2199;
/// Days of one preview.
inline constexpr std::size_t calendar_preview_default = 14;
inline constexpr std::size_t calendar_preview_max = 62;
/// How far ahead the next change is looked for; a year with its holidays fits.
inline constexpr int calendar_horizon_days = 400;

// Flows (F1-F3).
inline constexpr std::size_t flows_max = 500;
/// Of one flow; a person still sees through so many.
inline constexpr std::size_t flow_nodes_max = 200;
/// Published versions that are kept, besides those that chats stand in.
inline constexpr std::size_t flow_versions_max = 20;
/// Nodes that one input may lead through before the flow has failed.
inline constexpr int flow_steps_max = 100;
/// Lines that a flow may write in one chat.
inline constexpr std::uint64_t flow_lines_max = 500;
inline constexpr std::size_t flow_matches_max = 30;
inline constexpr std::size_t flow_label_characters_max = 100;
/// How far a customer's word may be from the one that is looked for.
inline constexpr int flow_difference_max = 10;
/// Characters of a line that a branch looks at.
inline constexpr std::size_t flow_looked_at_max = 500;
inline constexpr int flow_retries_max = 10;
/// How long a menu or a question waits for its answer.
inline constexpr duration flow_wait_min = 5s;
inline constexpr duration flow_wait_max = 86'400s;
inline constexpr duration flow_delay_max = 60s;
/// Of one chat.
inline constexpr std::size_t flow_variables_max = 64;
inline constexpr std::size_t flow_variable_characters_max = 1'000;
/// What a flow lets a service fill in (F3), and the choices of one.
inline constexpr std::size_t flow_values_max = 64;
inline constexpr std::size_t flow_choices_max = 30;
/// Of a flow's question to another server.
inline constexpr duration flow_request_within_min = 1s;
inline constexpr duration flow_request_within_max = 30s;
inline constexpr int flow_request_retries_max = 3;
inline constexpr std::size_t flow_url_characters_max = 2'000;
inline constexpr std::size_t flow_headers_max = 20;
inline constexpr std::size_t flow_results_max = 20;
/// Inputs of one dry run, and the lines that it answers with.
inline constexpr std::size_t flow_rehearsal_steps_max = 200;
inline constexpr std::size_t flow_rehearsal_lines_max = 500;

// Requests of flows to other servers (F2).
inline constexpr std::size_t web_answer_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t web_answer_header_bytes_max
  = std::size_t{16} * 1024;
/// Of a request, with all names replaced.
inline constexpr std::size_t web_url_bytes_max = std::size_t{8} * 1024;
inline constexpr std::size_t web_header_value_bytes_max = std::size_t{8} * 1024;
inline constexpr std::size_t web_body_bytes_max = std::size_t{64} * 1024;
/// At once, by the whole server and by one company.
inline constexpr std::size_t web_requests_max = 32;
inline constexpr std::size_t web_requests_per_company_max = 4;
/// Those that wait for their turn.
inline constexpr std::size_t web_requests_waiting_max = 1'000;
inline constexpr std::size_t web_requests_waiting_per_company_max = 100;
/// Addresses of a host that are tried, one after the other.
inline constexpr std::size_t web_addresses_max = 4;
/// Before each further try, and longer each time.
inline constexpr duration web_retry_pause = 250ms;

// Files of chats (W2).
/// Of one file: unless the company says otherwise, and at most.
inline constexpr std::size_t file_bytes_default = std::size_t{25} * 1024 * 1024;
inline constexpr std::size_t file_bytes_max = std::size_t{100} * 1024 * 1024;
inline constexpr std::size_t file_name_characters_max = 200;
/// Of one chat, those that are being sent included.
inline constexpr std::size_t files_per_chat_max = 100;
/// A browser's read from the socket that goes to the disk in one piece.
inline constexpr std::size_t file_piece_bytes = std::size_t{64} * 1024;
/// Files that are received at the same time, by the whole server and from one
/// address.
inline constexpr std::size_t uploads_at_once_max = 64;
inline constexpr std::size_t uploads_per_address_max = 4;
/// A peer that neither sends nor takes a piece of a file for this long is cut.
inline constexpr duration file_piece_within = 30s;

// Actors.
/// Questions between actors; longer is a failure, not a slow answer.
inline constexpr duration request_within = 10s;
/// An actor that does not say what it does within this time is shown as such.
inline constexpr duration inspection_within = 1s;
/// Last events kept per actor for operators.
inline constexpr std::size_t inspected_events_max = 16;
/// What could not be stored or delivered is tried again after this pause.
inline constexpr duration retry_after_failure = 1s;
/// Changes of a queue's list within this time go to the desks together, so
/// that their number does not grow with the load (G9).
inline constexpr duration queue_changes_together = 50ms;
/// An agent who refused an offer by what the router did not know yet is not
/// asked again for the item before the news has arrived.
inline constexpr duration offer_refused_pause = 500ms;
/// Decisions of the router kept for "why" (B4).
inline constexpr std::size_t decision_records_max = 256;
/// Bytes of conversation in one `chat.lines`; a page never fills an outbox.
/// Lines that a page is sent at once after a hello, and how long the rest waits
/// while the socket is busy; 40 of the longest lines fit into the outbox.
inline constexpr std::size_t catch_up_lines = 40;
inline constexpr duration catch_up_pause = 10ms;
inline constexpr std::size_t lines_frame_bytes_max = std::size_t{256} * 1024;
/// Restarts of one actor within a minute (architecture 4.8).
inline constexpr int restarts_per_minute_max = 3;
/// Orderly stop (R17).
inline constexpr duration stop_within = 5s;

// Telephony.
/// A signed request older or newer than this is refused (replay).
inline constexpr duration telephony_clock_skew = 300s;
inline constexpr std::size_t telephony_orders_kept_max = 1000;
inline constexpr duration long_poll_max = 25s;

// HTTP.
inline constexpr std::size_t http_body_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t http_header_bytes_max = std::size_t{16} * 1024;
inline constexpr std::size_t connections_max = 18'000;
/// Argon2id runs at the same time (figures.md 3).
inline constexpr std::size_t password_checks_at_once_max = 2;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_LIMITS_HPP
