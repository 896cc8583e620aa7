// One event of each type, and a company, with no field at its default; helpers
// that make streams of them.
#ifndef PARLEY_TESTS_STORAGE_SAMPLES_HPP
#define PARLEY_TESTS_STORAGE_SAMPLES_HPP

#include "storage/store.hpp"

#include <string>
#include <vector>

namespace parley::storage::testing {

inline timestamp at(long long ms) {
  return from_unix_ms(1'700'000'000'000 + ms);
}

inline const company_id acme{"acme"};

inline stream_id chat_stream(std::string id, company_id company = acme) {
  return {std::move(company), stream_kind::chat, std::move(id)};
}
inline stream_id call_stream(std::string id, company_id company = acme) {
  return {std::move(company), stream_kind::call, std::move(id)};
}
inline stream_id agent_stream(std::string id, company_id company = acme) {
  return {std::move(company), stream_kind::agent, std::move(id)};
}

/// One of each type, all fields set, in the order of the variants.
std::vector<event> samples();
/// No field has its default value.
company sample_company();

inline chat::chat_started started(long long ms) {
  chat::chat_started e;
  e.at = at(ms);
  e.service = service_id{"s1"};
  e.flow = flow_id{"f1"};
  e.flow_version = 3;
  e.node = "greet";
  e.visitor_hash = "00ff";
  e.customer_name = "Ann";
  return e;
}

inline chat::entry_written
line(long long ms, std::uint64_t number, std::string text = "hello") {
  chat::entry_written e;
  e.at = at(ms);
  e.entry = number;
  e.text = std::move(text);
  e.id = client_message_id{"m" + std::to_string(number)};
  return e;
}

inline chat::chat_queued queued(long long ms, const char* queue = "sales") {
  return {at(ms), queue_id{queue}, {}};
}
inline chat::chat_allocated allocated(long long ms, const char* agent = "a1") {
  return {at(ms), agent_id{agent}, cause::by_hand, {}, {}};
}
inline chat::chat_returned returned(long long ms) {
  return {at(ms), cause::put_back, {}, {}};
}
inline chat::chat_closed closed(long long ms) {
  return {at(ms), outcome::handled, cause::agent, {}};
}
inline call::call_offered offered(long long ms) {
  return {at(ms), queue_id{"phones"}, "+49 30 1234"};
}

/// Wraps a family's event.
template <class... Es>
std::vector<event> chat_events(Es... es) {
  return {event{chat::event{std::move(es)}}...};
}
template <class... Es>
std::vector<event> call_events(Es... es) {
  return {event{call::event{std::move(es)}}...};
}
template <class... Es>
std::vector<event> agent_events(Es... es) {
  return {event{agent::event{std::move(es)}}...};
}

} // namespace parley::storage::testing

#endif // PARLEY_TESTS_STORAGE_SAMPLES_HPP
