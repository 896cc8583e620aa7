// Bounds of the CRM's resources: beside limits.hpp, which everything includes.
#ifndef PARLEY_PROTOCOL_CRM_LIMITS_HPP
#define PARLEY_PROTOCOL_CRM_LIMITS_HPP

#include "protocol/limits.hpp"

namespace parley::limits {

/// What one page of sessions may cost: those of a contact, closed ones.
inline constexpr std::size_t contact_sessions_looked_at_max = 500;
inline constexpr std::size_t chat_rows_max = 2'000;
/// Contacts that a customer may be, by what the page said, and the sessions of
/// each that are shown at once (M1).
inline constexpr std::size_t contact_candidates_max = 5;
inline constexpr std::size_t contact_candidate_sessions_max = 10;
/// What an import may bring; imports and exports at the same time, by the whole
/// server; of an export that waits for its reader.
inline constexpr std::size_t import_bytes_max = std::size_t{512} * 1024 * 1024;
inline constexpr std::size_t transfers_at_once_max = 4;
inline constexpr std::size_t export_piece_bytes = std::size_t{64} * 1024;
// Conversations that must go (M4): days that a queue may keep them, those that
// are erased in one write, deletions that a company remembers, the hour (UTC)
// at which the rules of the queues are applied.
inline constexpr int keep_conversations_days_max = 36'500;
inline constexpr std::size_t erased_per_write_max = 50;
inline constexpr std::size_t erasures_kept_max = 100;
inline constexpr duration retention_hour = 2h;
// Transcripts (M5): lines and bytes of one.
inline constexpr std::size_t transcript_lines_max = 10'000;
inline constexpr std::size_t transcript_bytes_max
  = std::size_t{8} * 1024 * 1024;
// Their mails: those of a company that wait, dead ones that are kept, what the
// customer of one chat may ask for; attempts with growing pauses, the time of
// one.
inline constexpr std::size_t mails_waiting_max = 1'000;
inline constexpr std::size_t mails_dead_max = 200;
inline constexpr std::size_t mails_per_chat_max = 3;
inline constexpr int mail_attempts_max = 12;
inline constexpr duration mail_pause_first = 30s;
inline constexpr duration mail_pause_max = 4h;
inline constexpr duration mail_within = 60s;
/// Threads that may wait for the disk for a request, and requests that wait for
/// one of them; more are refused.
inline constexpr std::size_t disk_threads = 2;
inline constexpr std::size_t disk_requests_waiting_max = 1'000;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_CRM_LIMITS_HPP
