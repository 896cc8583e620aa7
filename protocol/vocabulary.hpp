// Enumerations that the machines, the store and the wire share, with the names
// under which they are stored and sent. Names are never changed or reused.
#ifndef PARLEY_PROTOCOL_VOCABULARY_HPP
#define PARLEY_PROTOCOL_VOCABULARY_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace parley {

/// Names of an enumeration; specialised below for each.
template <class Enum>
inline constexpr std::array<std::pair<Enum, std::string_view>, 0> names_of{};

template <class Enum>
concept named_enum = (names_of<Enum>.size() > 0);

template <named_enum Enum>
[[nodiscard]] constexpr std::string_view to_string(Enum value) noexcept {
  for (const auto& [key, name] : names_of<Enum>) {
    if (key == value) {
      return name;
    }
  }
  return "?";
}

template <named_enum Enum>
[[nodiscard]] constexpr std::optional<Enum>
from_name(std::string_view text) noexcept {
  for (const auto& [key, name] : names_of<Enum>) {
    if (name == text) {
      return key;
    }
  }
  return std::nullopt;
}

/// What kind of work an item is (B1).
enum class channel : std::uint8_t { call, webchat, email, work_item };
template <>
inline constexpr auto
  names_of<channel> = std::to_array<std::pair<channel, std::string_view>>({
    {channel::call, "call"},
    {channel::webchat, "webchat"},
    {channel::email, "email"},
    {channel::work_item, "work_item"},
  });

/// Who wrote a line. `flow`: automated messages of flow and queue.
enum class speaker : std::uint8_t { customer, agent, flow, supervisor };
template <>
inline constexpr auto
  names_of<speaker> = std::to_array<std::pair<speaker, std::string_view>>({
    {speaker::customer, "customer"},
    {speaker::agent, "agent"},
    {speaker::flow, "flow"},
    {speaker::supervisor, "supervisor"},
  });

/// What a line of a transcript is.
enum class entry_kind : std::uint8_t {
  text,         ///< somebody wrote it
  automated,    ///< greeting, menu, apology: sent by the flow
  announcement, ///< N1
  notice,       ///< I6, "the chat has ended": about the session
  whisper,      ///< never shown to the customer
  file,         ///< W2; the text is its name
};
template <>
inline constexpr auto
  names_of<entry_kind> = std::to_array<std::pair<entry_kind, std::string_view>>(
    {
      {entry_kind::text, "text"},
      {entry_kind::automated, "automated"},
      {entry_kind::announcement, "announcement"},
      {entry_kind::notice, "notice"},
      {entry_kind::whisper, "whisper"},
      {entry_kind::file, "file"},
    });

/// The states of behaviour 2.
enum class phase_name : std::uint8_t {
  flow,
  queued,
  allocated,
  active,
  parked,
  wrapup,
  wrapup_parked,
  closed,
};
template <>
inline constexpr auto
  names_of<phase_name> = std::to_array<std::pair<phase_name, std::string_view>>(
    {
      {phase_name::flow, "flow"},
      {phase_name::queued, "queued"},
      {phase_name::allocated, "allocated"},
      {phase_name::active, "active"},
      {phase_name::parked, "parked"},
      {phase_name::wrapup, "wrapup"},
      {phase_name::wrapup_parked, "wrapup_parked"},
      {phase_name::closed, "closed"},
    });

/// What the customer's page is told of the phase; nobody's inbox is its
/// business.
enum class customer_phase : std::uint8_t { starting, waiting, open, ended };
template <>
inline constexpr auto names_of<customer_phase> = std::to_array<
  std::pair<customer_phase, std::string_view>>({
  {customer_phase::starting, "starting"},
  {customer_phase::waiting, "waiting"},
  {customer_phase::open, "open"},
  {customer_phase::ended, "ended"},
});

/// Who or what caused a change of a session.
enum class cause : std::uint8_t {
  customer,
  customer_lost, ///< W6: away for longer than the grace
  agent,
  call,      ///< I4
  call_over, ///< I5
  automatic, ///< allocation by the router
  by_hand,   ///< taken from the queue by an agent
  transfer,
  put_back,
  logout,     ///< L1
  agent_lost, ///< L2
  alert_timeout,
  queue_timeout,
  queue_full,
  nobody_there,
  flow,
  timer,
  supervisor,
  wrapup_off,
  internal_error,
  inactivity, ///< Q1
};
template <>
inline constexpr auto
  names_of<cause> = std::to_array<std::pair<cause, std::string_view>>({
    {cause::customer, "customer"},
    {cause::customer_lost, "customer_lost"},
    {cause::agent, "agent"},
    {cause::call, "call"},
    {cause::call_over, "call_over"},
    {cause::automatic, "automatic"},
    {cause::by_hand, "by_hand"},
    {cause::transfer, "transfer"},
    {cause::put_back, "put_back"},
    {cause::logout, "logout"},
    {cause::agent_lost, "agent_lost"},
    {cause::alert_timeout, "alert_timeout"},
    {cause::queue_timeout, "queue_timeout"},
    {cause::queue_full, "queue_full"},
    {cause::nobody_there, "nobody_there"},
    {cause::flow, "flow"},
    {cause::timer, "timer"},
    {cause::supervisor, "supervisor"},
    {cause::wrapup_off, "wrapup_off"},
    {cause::internal_error, "internal_error"},
    {cause::inactivity, "inactivity"},
  });

/// How a closed session ended, for history and figures.
enum class outcome : std::uint8_t {
  left_in_flow,   ///< the customer left before a queue
  flow_ended,     ///< the flow said goodbye
  abandoned,      ///< left while queued or alerting
  handled,        ///< wrapup finished by the agent, or wrapup is off
  wrapup_expired, ///< wrapup ended by its timer
  logged_out,     ///< wrapup ended by its owner's logout
  failed,         ///< closed by the server after repeated failures
};
template <>
inline constexpr auto
  names_of<outcome> = std::to_array<std::pair<outcome, std::string_view>>({
    {outcome::left_in_flow, "left_in_flow"},
    {outcome::flow_ended, "flow_ended"},
    {outcome::abandoned, "abandoned"},
    {outcome::handled, "handled"},
    {outcome::wrapup_expired, "wrapup_expired"},
    {outcome::logged_out, "logged_out"},
    {outcome::failed, "failed"},
  });

/// The state an agent is shown in (behaviour 3); the first that applies, from
/// the top: logged_out, unavailable, then the order below.
enum class agent_status : std::uint8_t {
  logged_out,
  unavailable,
  on_call,
  call_wrapup,
  alerting,
  handling_webchat,
  webchat_wrapup,
  on_break,
  available,
};
template <>
inline constexpr auto names_of<agent_status> = std::to_array<
  std::pair<agent_status, std::string_view>>({
  {agent_status::logged_out, "logged_out"},
  {agent_status::unavailable, "unavailable"},
  {agent_status::on_call, "on_call"},
  {agent_status::call_wrapup, "call_wrapup"},
  {agent_status::alerting, "alerting"},
  {agent_status::handling_webchat, "handling_webchat"},
  {agent_status::webchat_wrapup, "webchat_wrapup"},
  {agent_status::on_break, "on_break"},
  {agent_status::available, "available"},
});

/// The states of a call.
enum class call_phase : std::uint8_t {
  queued,
  alerting,
  connected,
  wrapup,
  closed,
};
template <>
inline constexpr auto
  names_of<call_phase> = std::to_array<std::pair<call_phase, std::string_view>>(
    {
      {call_phase::queued, "queued"},
      {call_phase::alerting, "alerting"},
      {call_phase::connected, "connected"},
      {call_phase::wrapup, "wrapup"},
      {call_phase::closed, "closed"},
    });

/// A2, L3: what a supervisor does to a chat or an agent.
enum class supervisor_act : std::uint8_t {
  observe,
  whisper,
  take_over,
  move,
  force_status,
  force_log_out,
};
template <>
inline constexpr auto names_of<supervisor_act> = std::to_array<
  std::pair<supervisor_act, std::string_view>>({
  {supervisor_act::observe, "observe"},
  {supervisor_act::whisper, "whisper"},
  {supervisor_act::take_over, "take_over"},
  {supervisor_act::move, "move"},
  {supervisor_act::force_status, "force_status"},
  {supervisor_act::force_log_out, "force_log_out"},
});

/// Q1: how a queue's wrapup ends.
enum class wrapup_mode : std::uint8_t {
  optional,            ///< timer; the agent may finish earlier
  until_done,          ///< no timer; the agent finishes
  timed,               ///< timer; may be extended and finished earlier
  timed_no_early_exit, ///< timer only
  on_request,          ///< none, unless the agent asks for it while active
};
template <>
inline constexpr auto names_of<wrapup_mode> = std::to_array<
  std::pair<wrapup_mode, std::string_view>>({
  {wrapup_mode::optional, "optional"},
  {wrapup_mode::until_done, "until_done"},
  {wrapup_mode::timed, "timed"},
  {wrapup_mode::timed_no_early_exit, "timed_no_early_exit"},
  {wrapup_mode::on_request, "on_request"},
});

} // namespace parley

#endif // PARLEY_PROTOCOL_VOCABULARY_HPP
