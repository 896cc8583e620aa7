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
/// Threads that may wait for the disk for a request, and requests that wait for
/// one of them; more are refused.
inline constexpr std::size_t disk_threads = 2;
inline constexpr std::size_t disk_requests_waiting_max = 1'000;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_CRM_LIMITS_HPP
