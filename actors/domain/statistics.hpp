// K1: one fold over the events of chats, calls and agents into facts per queue,
// agent, flow and company, from which live figures, alerts and reports are
// computed. Pure. It reads what is stored, never what the machines hold, so
// figures of a stored history are those that were live.
#ifndef PARLEY_ACTORS_DOMAIN_STATISTICS_HPP
#define PARLEY_ACTORS_DOMAIN_STATISTICS_HPP

#include "actors/domain/agent.hpp"
#include "actors/domain/call.hpp"
#include "actors/domain/chat_session.hpp"
#include "actors/domain/kpi.hpp"
#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace parley::statistics {

/// Sums in milliseconds are sums; the longest of several is the longest.
struct longest {
  std::int64_t ms = 0;
  longest& operator+=(const longest& other) {
    ms = ms < other.ms ? other.ms : ms;
    return *this;
  }
  friend bool operator==(const longest&, const longest&) = default;
};

/// What adds up member by member.
template <class T>
concept adds_up = requires {
  T::fields();
  typename T::is_sum;
};
template <adds_up T>
T& operator+=(T& to, const T& more) {
  std::apply([&](const auto&... f) { ((to.*f.member += more.*f.member), ...); },
             T::fields());
  return to;
}

// ---------------------------------------------------------------------------
// Facts. Each is booked at the time it happened: an answer at the first
// activation, whenever the item was offered. Times are milliseconds.

/// Of a queue, or of a whole company (there an item counts once, whatever
/// queues it went through).
struct queue_counts {
  using is_sum = void;
  /// Came in; once per queue, however often it came back.
  std::int64_t offered = 0;
  std::int64_t answered = 0;
  std::int64_t in_target = 0;
  /// The customer left unanswered, waiting or while it alerted.
  std::int64_t abandoned = 0;
  /// Of these, within `short_abandon`.
  std::int64_t abandoned_short = 0;
  /// Never came in: the queue was full, or nobody was there.
  std::int64_t refused_full = 0;
  std::int64_t refused_nobody = 0;
  /// Waited, and was sent back to the flow.
  std::int64_t timed_out = 0;
  std::int64_t sent_away = 0;
  std::int64_t moved_in = 0;
  std::int64_t moved_out = 0;
  std::int64_t transferred_in = 0;
  std::int64_t transferred_out = 0;
  /// Came back: put back, returned at logout, not accepted, or by its flow.
  std::int64_t requeued = 0;
  /// The customer left while it waited again after an answer.
  std::int64_t left_after_answer = 0;
  std::int64_t completed = 0;
  std::int64_t failed = 0;
  std::int64_t wait_answered = 0;
  longest wait_answered_longest;
  std::int64_t wait_abandoned = 0;
  longest wait_abandoned_longest;
  std::int64_t first_responses = 0;
  std::int64_t first_response_time = 0;
  std::int64_t responses = 0;
  std::int64_t response_time = 0;
  std::int64_t response_breaches = 0;
  std::int64_t chat_time_breaches = 0;
  std::int64_t messages_in = 0;
  std::int64_t messages_out = 0;
  std::int64_t abusive = 0;
  std::int64_t classified = 0;
  std::int64_t unclassified = 0;
  std::int64_t ended_by_customer = 0;
  std::int64_t ended_by_agent = 0;
  std::int64_t ended_by_inactivity = 0;
  static constexpr auto fields() {
    using t = queue_counts;
    return std::tuple{
      field{"offered", &t::offered},
      field{"answered", &t::answered},
      field{"in_target", &t::in_target},
      field{"abandoned", &t::abandoned},
      field{"abandoned_short", &t::abandoned_short},
      field{"refused_full", &t::refused_full},
      field{"refused_nobody", &t::refused_nobody},
      field{"timed_out", &t::timed_out},
      field{"sent_away", &t::sent_away},
      field{"moved_in", &t::moved_in},
      field{"moved_out", &t::moved_out},
      field{"transferred_in", &t::transferred_in},
      field{"transferred_out", &t::transferred_out},
      field{"requeued", &t::requeued},
      field{"left_after_answer", &t::left_after_answer},
      field{"completed", &t::completed},
      field{"failed", &t::failed},
      field{"wait_answered", &t::wait_answered},
      field{"wait_answered_longest", &t::wait_answered_longest},
      field{"wait_abandoned", &t::wait_abandoned},
      field{"wait_abandoned_longest", &t::wait_abandoned_longest},
      field{"first_responses", &t::first_responses},
      field{"first_response_time", &t::first_response_time},
      field{"responses", &t::responses},
      field{"response_time", &t::response_time},
      field{"response_breaches", &t::response_breaches},
      field{"chat_time_breaches", &t::chat_time_breaches},
      field{"messages_in", &t::messages_in},
      field{"messages_out", &t::messages_out},
      field{"abusive", &t::abusive},
      field{"classified", &t::classified},
      field{"unclassified", &t::unclassified},
      field{"ended_by_customer", &t::ended_by_customer},
      field{"ended_by_agent", &t::ended_by_agent},
      field{"ended_by_inactivity", &t::ended_by_inactivity}};
  }
  friend bool operator==(const queue_counts&, const queue_counts&) = default;
};

/// How long items were in each phase, all together; T1's handling time is
/// `active`.
struct queue_times {
  using is_sum = void;
  std::int64_t waiting = 0;
  std::int64_t alerting = 0;
  std::int64_t active = 0;
  std::int64_t wrapup = 0;
  std::int64_t parked = 0;
  static constexpr auto fields() {
    using t = queue_times;
    return std::tuple{field{"waiting", &t::waiting},
                      field{"alerting", &t::alerting},
                      field{"active", &t::active},
                      field{"wrapup", &t::wrapup},
                      field{"parked", &t::parked}};
  }
  friend bool operator==(const queue_times&, const queue_times&) = default;
};

struct agent_counts {
  using is_sum = void;
  /// By the router, of which not all were accepted.
  std::int64_t allocated = 0;
  std::int64_t taken_by_hand = 0;
  std::int64_t transferred_in = 0;
  /// First opened by this agent.
  std::int64_t activated = 0;
  std::int64_t not_accepted = 0;
  std::int64_t put_back = 0;
  std::int64_t transferred = 0;
  std::int64_t returned_at_logout = 0;
  std::int64_t interrupted = 0;
  std::int64_t completed = 0;
  std::int64_t first_responses = 0;
  std::int64_t first_response_time = 0;
  std::int64_t responses = 0;
  std::int64_t response_time = 0;
  std::int64_t response_breaches = 0;
  std::int64_t chat_time_breaches = 0;
  std::int64_t extensions = 0;
  std::int64_t wrapups_finished = 0;
  std::int64_t wrapups_expired = 0;
  std::int64_t wrapups_logged_out = 0;
  std::int64_t messages_in = 0;
  std::int64_t messages_out = 0;
  std::int64_t classified = 0;
  std::int64_t unclassified = 0;
  static constexpr auto fields() {
    using t = agent_counts;
    return std::tuple{field{"allocated", &t::allocated},
                      field{"taken_by_hand", &t::taken_by_hand},
                      field{"transferred_in", &t::transferred_in},
                      field{"activated", &t::activated},
                      field{"not_accepted", &t::not_accepted},
                      field{"put_back", &t::put_back},
                      field{"transferred", &t::transferred},
                      field{"returned_at_logout", &t::returned_at_logout},
                      field{"interrupted", &t::interrupted},
                      field{"completed", &t::completed},
                      field{"first_responses", &t::first_responses},
                      field{"first_response_time", &t::first_response_time},
                      field{"responses", &t::responses},
                      field{"response_time", &t::response_time},
                      field{"response_breaches", &t::response_breaches},
                      field{"chat_time_breaches", &t::chat_time_breaches},
                      field{"extensions", &t::extensions},
                      field{"wrapups_finished", &t::wrapups_finished},
                      field{"wrapups_expired", &t::wrapups_expired},
                      field{"wrapups_logged_out", &t::wrapups_logged_out},
                      field{"messages_in", &t::messages_in},
                      field{"messages_out", &t::messages_out},
                      field{"classified", &t::classified},
                      field{"unclassified", &t::unclassified}};
  }
  friend bool operator==(const agent_counts&, const agent_counts&) = default;
};

/// `busy`: something is active, a chat, a call or their wrapup; `available`:
/// there, no break and not busy. A break or a lost connection counts as such
/// while nothing is active, so the four add up to `logged_in` of who is.
struct agent_times {
  using is_sum = void;
  std::int64_t logged_in = 0;
  std::int64_t available = 0;
  std::int64_t busy = 0;
  std::int64_t resting = 0;
  /// Of these, on a productive break.
  std::int64_t resting_productive = 0;
  std::int64_t lost = 0;
  std::int64_t active = 0;
  std::int64_t wrapup = 0;
  std::int64_t parked = 0;
  /// Items that were opened and not given away, while busy: concurrency.
  std::int64_t items = 0;
  static constexpr auto fields() {
    using t = agent_times;
    return std::tuple{field{"logged_in", &t::logged_in},
                      field{"available", &t::available},
                      field{"busy", &t::busy},
                      field{"resting", &t::resting},
                      field{"resting_productive", &t::resting_productive},
                      field{"lost", &t::lost},
                      field{"active", &t::active},
                      field{"wrapup", &t::wrapup},
                      field{"parked", &t::parked},
                      field{"items", &t::items}};
  }
  friend bool operator==(const agent_times&, const agent_times&) = default;
};

struct flow_counts {
  using is_sum = void;
  std::int64_t started_by_presence = 0;
  std::int64_t started_by_message = 0;
  /// Ended by the flow, never in a queue.
  std::int64_t answered_by_flow = 0;
  std::int64_t to_queue = 0;
  std::int64_t connected = 0;
  /// A queue was full, or nobody was there.
  std::int64_t limit_reached = 0;
  std::int64_t timed_out = 0;
  std::int64_t left_in_flow = 0;
  std::int64_t errors = 0;
  static constexpr auto fields() {
    using t = flow_counts;
    return std::tuple{field{"started_by_presence", &t::started_by_presence},
                      field{"started_by_message", &t::started_by_message},
                      field{"answered_by_flow", &t::answered_by_flow},
                      field{"to_queue", &t::to_queue},
                      field{"connected", &t::connected},
                      field{"limit_reached", &t::limit_reached},
                      field{"timed_out", &t::timed_out},
                      field{"left_in_flow", &t::left_in_flow},
                      field{"errors", &t::errors}};
  }
  friend bool operator==(const flow_counts&, const flow_counts&) = default;
};

// ---------------------------------------------------------------------------
// Figures: facts of a time, and what they come to.

/// An exact rational; shown as a percentage.
struct ratio {
  std::int64_t part = 0;
  std::int64_t whole = 0;
  friend bool operator==(const ratio&, const ratio&) = default;
};
/// Whole per cent, rounded half to even; `if_nothing` of nothing.
[[nodiscard]] int percent(const ratio& r, int if_nothing);
/// `sum / count` in milliseconds, rounded half to even; absent of nothing.
[[nodiscard]] std::optional<duration> mean(std::int64_t sum,
                                           std::int64_t count);

struct queue_figures {
  queue_counts counts;
  queue_times times;
  std::int64_t peak_waiting = 0;
  /// At the end of the time, now if it is live.
  std::int64_t waiting = 0;
  std::int64_t alerting = 0;
  std::int64_t active = 0;
  std::int64_t wrapup = 0;
  std::int64_t parked = 0;
  friend bool operator==(const queue_figures&, const queue_figures&) = default;
};

struct agent_figures {
  agent_counts counts;
  agent_times times;
  friend bool operator==(const agent_figures&, const agent_figures&) = default;
};

struct flow_figures {
  flow_counts counts;
  /// Time in the flow, of all its chats.
  std::int64_t time = 0;
  std::int64_t in_flow = 0;
  friend bool operator==(const flow_figures&, const flow_figures&) = default;
};

// K1's table.

/// 100 % of nothing.
[[nodiscard]] ratio service_level(const queue_counts& c);
[[nodiscard]] ratio availability(const queue_counts& c);
[[nodiscard]] ratio abandon_rate(const queue_counts& c);
[[nodiscard]] ratio queue_fill(std::int64_t waiting, std::int64_t length_max);
/// ASA.
[[nodiscard]] std::optional<duration> answer_speed(const queue_counts& c);
[[nodiscard]] std::optional<duration> first_response(const queue_counts& c);
[[nodiscard]] std::optional<duration> response(const queue_counts& c);
/// Active and active wrapup time; AHT is per answered item.
[[nodiscard]] duration handle_time(const queue_times& t);
[[nodiscard]] std::optional<duration>
average_handle_time(const queue_figures& f);
[[nodiscard]] ratio occupancy(const agent_times& t);
/// Items at once while busy, as an exact rational.
[[nodiscard]] ratio concurrency(const agent_times& t);

// ---------------------------------------------------------------------------
// Alerts.

enum class kpi : std::uint8_t {
  service_level,
  availability,
  chat_time,
  response_time,
  agents,
  queue_fill,
};

/// What an alert is about: the value is per cent, seconds or agents.
struct kpi_alert {
  statistics::kpi what = kpi::service_level;
  std::int64_t value = 0;
  std::int64_t threshold = 0;
  /// False: it is over.
  bool lasts = true;
  friend bool operator==(const kpi_alert&, const kpi_alert&) = default;
};

/// What of a queue can be alerted about.
struct queue_situation {
  queue_figures figures;
  std::size_t length_max = 0;
  /// There and serving the queue.
  std::int64_t agents = 0;
};

/// When each threshold that is crossed was last told of.
using alert_memory = std::map<kpi, timestamp>;

/// What is to be told: each threshold when it is crossed, again each alert
/// period while that lasts, and when it is over.
/// @param told what this said before; changed
[[nodiscard]] std::vector<kpi_alert> alerts(const kpi_settings& wanted,
                                            const queue_situation& is,
                                            alert_memory& told,
                                            timestamp now);

/// Does anything of a queue alert anybody?
[[nodiscard]] bool may_alert(const kpi_settings& wanted);

// ---------------------------------------------------------------------------
// The fold.

/// Times from which to which, on the borders of buckets.
struct range {
  timestamp from;
  timestamp until;
};

struct settings {
  duration bucket = limits::statistics_bucket;
  /// How long buckets are kept after the newest event; absent: for ever.
  std::optional<duration> keep;
};

/// Events of one chat, call or agent come in their order, those of different
/// ones in any, mixed by up to `statistics_settled_after`; a history that is
/// read stream by stream is held meanwhile. Constant work per event.
class fold {
public:
  explicit fold(const statistics::settings& s);
  ~fold();
  fold(fold&&) noexcept;
  fold& operator=(fold&&) noexcept;
  fold(const fold&) = delete;
  fold& operator=(const fold&) = delete;

  /// The targets that count from now on; a queue that is not named has the
  /// defaults.
  void set_targets(const std::map<queue_id, kpi_settings>& queues);

  /// While it is held nothing is summed up: streams may come one after the
  /// other, whatever their times. Costs 16 bytes a change.
  void hold(bool on);

  void take(const chat_id& chat, const chat::event& e);
  void take(const call_id& call, const call::event& e);
  void take(const agent_id& agent, const agent::event& e);

  // Figures of buckets.

  [[nodiscard]] queue_figures of_queue(const queue_id& queue,
                                       const range& r) const;
  [[nodiscard]] queue_figures of_company(const range& r) const;
  [[nodiscard]] agent_figures of_agent(const agent_id& agent,
                                       const range& r) const;
  [[nodiscard]] flow_figures of_flow(const flow_id& flow, const range& r) const;

  // Figures of the last `window` at `now`, the bucket of `now` included.

  [[nodiscard]] queue_figures
  live_queue(const queue_id& queue, duration window, timestamp now) const;
  [[nodiscard]] queue_figures live_company(duration window,
                                           timestamp now) const;
  [[nodiscard]] agent_figures
  live_agent(const agent_id& agent, duration window, timestamp now) const;
  [[nodiscard]] flow_figures
  live_flow(const flow_id& flow, duration window, timestamp now) const;

  /// Since when the item waits that waits longest in a queue.
  [[nodiscard]] std::optional<timestamp>
  longest_waiting(const queue_id& queue) const;
  /// Logged in and not on a break.
  [[nodiscard]] bool is_there(const agent_id& agent) const;

  [[nodiscard]] std::vector<queue_id> queues() const;
  [[nodiscard]] std::vector<agent_id> agents() const;
  [[nodiscard]] std::vector<flow_id> flows() const;
  [[nodiscard]] duration bucket() const;
  /// Time of the newest event.
  [[nodiscard]] timestamp newest() const;
  /// Changes that came too late for their own time; of a sorted history none.
  [[nodiscard]] std::uint64_t late() const;
  /// Items and buckets in memory.
  [[nodiscard]] std::size_t kept() const;

  struct impl;

private:
  std::unique_ptr<impl> impl_;
};

} // namespace parley::statistics

template <>
inline constexpr auto parley::names_of<parley::statistics::kpi> = std::to_array<
  std::pair<parley::statistics::kpi, std::string_view>>({
  {parley::statistics::kpi::service_level, "service_level"},
  {parley::statistics::kpi::availability, "availability"},
  {parley::statistics::kpi::chat_time, "chat_time"},
  {parley::statistics::kpi::response_time, "response_time"},
  {parley::statistics::kpi::agents, "agents"},
  {parley::statistics::kpi::queue_fill, "queue_fill"},
});

#endif // PARLEY_ACTORS_DOMAIN_STATISTICS_HPP
