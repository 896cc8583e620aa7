// A dry run of a flow: what would be said if a customer, queues and other
// servers did this and that. Pure; nothing of it is stored or sent.
#ifndef PARLEY_ACTORS_DOMAIN_FLOW_REHEARSAL_HPP
#define PARLEY_ACTORS_DOMAIN_FLOW_REHEARSAL_HPP

#include "actors/domain/flow.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::flow {

/// What a queue says in a rehearsal.
enum class queue_word : std::uint8_t {
  accepts,
  refuses,
  fails,
  /// After it had accepted.
  times_out,
  /// An agent opens the chat.
  connects,
};
/// What comes next in a rehearsal.
enum class act_kind : std::uint8_t {
  customer_writes,
  time_passes,
  queue_says,
  queue_shows,
  server_answers,
  form_is_sent,
};
/// Who speaks in a rehearsal; `note` says what happens without words.
enum class rehearsal_voice : std::uint8_t { customer, flow, whisper, note };

} // namespace parley::flow

namespace parley {

template <>
inline constexpr auto names_of<flow::queue_word> = std::to_array<
  std::pair<flow::queue_word, std::string_view>>({
  {flow::queue_word::accepts, "accepts"},
  {flow::queue_word::refuses, "refuses"},
  {flow::queue_word::fails, "fails"},
  {flow::queue_word::times_out, "times_out"},
  {flow::queue_word::connects, "connects"},
});
template <>
inline constexpr auto names_of<flow::act_kind> = std::to_array<
  std::pair<flow::act_kind, std::string_view>>({
  {flow::act_kind::customer_writes, "customer_writes"},
  {flow::act_kind::time_passes, "time_passes"},
  {flow::act_kind::queue_says, "queue_says"},
  {flow::act_kind::queue_shows, "queue_shows"},
  {flow::act_kind::server_answers, "server_answers"},
  {flow::act_kind::form_is_sent, "form_is_sent"},
});
template <>
inline constexpr auto names_of<flow::rehearsal_voice> = std::to_array<
  std::pair<flow::rehearsal_voice, std::string_view>>({
  {flow::rehearsal_voice::customer, "customer"},
  {flow::rehearsal_voice::flow, "flow"},
  {flow::rehearsal_voice::whisper, "whisper"},
  {flow::rehearsal_voice::note, "note"},
});

} // namespace parley

namespace parley::flow {

/// One act; of its members those count that its kind needs.
struct act {
  act_kind kind = act_kind::customer_writes;
  std::string text;
  std::string name;
  std::string email;
  duration by{};
  queue_word word = queue_word::accepts;
  int agents = 0;
  int length = 0;
  std::optional<duration> wait;
  bool good = true;
  variables found;
  friend bool operator==(const act&, const act&) = default;
};

struct rehearsal_script {
  /// The first line, or absent: the box is opened.
  std::optional<std::string> first_line;
  std::string customer_name;
  std::string customer_email;
  std::string page;
  timestamp at;
  /// Of the service (F3).
  variables values;
  std::vector<act> acts;
};

struct rehearsal_line {
  rehearsal_voice voice = rehearsal_voice::note;
  std::string text;
  /// Where the flow stood or went.
  std::string node;
  /// Since the beginning.
  duration after{};
  friend bool operator==(const rehearsal_line&, const rehearsal_line&)
    = default;
};

struct rehearsal {
  std::vector<rehearsal_line> lines;
  /// Where it stands; empty: it is over.
  std::string node;
  bool failed = false;
  variables known;
};

/// What a rehearsal may look at besides its script.
struct rehearsal_world {
  std::function<std::optional<bool>(const calendar_id&, timestamp)> is_open;
  std::function<std::string(std::string_view)> fold;
};

/// Runs `g`, a draft with faults as well, until the script or the flow ends;
/// at most `limits::flow_rehearsal_lines_max` lines.
[[nodiscard]] rehearsal rehearse(const graph& g,
                                 const rehearsal_script& script,
                                 const rehearsal_world& world);

} // namespace parley::flow

#endif // PARLEY_ACTORS_DOMAIN_FLOW_REHEARSAL_HPP
