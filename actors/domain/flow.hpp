// A flow: a graph of nodes that talks to a customer before an agent does
// (F1-F3), and its interpreter: step(graph, place, input) -> effects. Pure: who
// runs it sends the lines, asks the queues and keeps the time.
#ifndef PARLEY_ACTORS_DOMAIN_FLOW_HPP
#define PARLEY_ACTORS_DOMAIN_FLOW_HPP

#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley::flow {

/// How a text is compared, without regard to case and accents.
enum class comparison : std::uint8_t { equals, contains };

/// What an answer must look like.
enum class answer_kind : std::uint8_t { text, email, phone, number, date };

/// What a service fills in (F3).
enum class value_kind : std::uint8_t { text, number, queue, calendar };

enum class http_method : std::uint8_t { get, post, put, patch, del };

} // namespace parley::flow

namespace parley {

template <>
inline constexpr auto names_of<flow::comparison> = std::to_array<
  std::pair<flow::comparison, std::string_view>>({
  {flow::comparison::equals, "equals"},
  {flow::comparison::contains, "contains"},
});
template <>
inline constexpr auto names_of<flow::answer_kind> = std::to_array<
  std::pair<flow::answer_kind, std::string_view>>({
  {flow::answer_kind::text, "text"},
  {flow::answer_kind::email, "email"},
  {flow::answer_kind::phone, "phone"},
  {flow::answer_kind::number, "number"},
  {flow::answer_kind::date, "date"},
});
template <>
inline constexpr auto names_of<flow::value_kind> = std::to_array<
  std::pair<flow::value_kind, std::string_view>>({
  {flow::value_kind::text, "text"},
  {flow::value_kind::number, "number"},
  {flow::value_kind::queue, "queue"},
  {flow::value_kind::calendar, "calendar"},
});
template <>
inline constexpr auto names_of<flow::http_method> = std::to_array<
  std::pair<flow::http_method, std::string_view>>({
  {flow::http_method::get, "GET"},
  {flow::http_method::post, "POST"},
  {flow::http_method::put, "PUT"},
  {flow::http_method::patch, "PATCH"},
  {flow::http_method::del, "DELETE"},
});

} // namespace parley

namespace parley::flow {

#define PARLEY_FLOW_EQ(NAME)                                                   \
  friend bool operator==(const NAME&, const NAME&) = default

// ---------------------------------------------------------------------------
// Nodes (F2). Members that name a node are its branches; in texts `<name>`
// stands for a variable or a value of the service.

/// How the chat came: the customer wrote, or opened the box.
struct arrived {
  std::string by_message;
  std::string by_presence;
  PARLEY_FLOW_EQ(arrived);
};
/// Sends an automated line, after a while if there is a delay.
struct say {
  std::string text;
  std::string next;
  duration delay{};
  PARLEY_FLOW_EQ(say);
};
/// A line that agents read and the customer does not.
struct whisper {
  std::string text;
  std::string next;
  PARLEY_FLOW_EQ(whisper);
};
struct match {
  comparison how = comparison::contains;
  std::string text;
  /// Levenshtein distance that still counts.
  int difference_max = 0;
  std::string next;
  PARLEY_FLOW_EQ(match);
};
/// Compares the customer's line, the first match counts; waits for one if there
/// is none that no node has looked at yet.
struct branch_on_chat {
  std::vector<match> matches;
  std::string no_match;
  PARLEY_FLOW_EQ(branch_on_chat);
};
struct option {
  std::string label;
  std::string next;
  PARLEY_FLOW_EQ(option);
};
/// Asks to choose by number or label.
struct menu {
  std::string text;
  std::vector<option> options;
  /// How often it asks again.
  int retries = 2;
  std::string retry_text;
  std::string no_choice;
  /// Off: absent.
  std::optional<duration> wait;
  std::string timeout;
  PARLEY_FLOW_EQ(menu);
};
/// Asks for something and keeps the answer.
struct ask {
  std::string text;
  std::string variable;
  answer_kind answer = answer_kind::text;
  int retries = 2;
  std::string retry_text;
  std::string next;
  std::string no_answer;
  std::optional<duration> wait;
  std::string timeout;
  PARLEY_FLOW_EQ(ask);
};
struct set_variable {
  std::string variable;
  std::string value;
  std::string next;
  PARLEY_FLOW_EQ(set_variable);
};
struct branch_on_variable {
  std::string variable;
  std::vector<match> matches;
  std::string no_match;
  PARLEY_FLOW_EQ(branch_on_variable);
};
/// F4. A calendar that cannot be asked counts as closed.
struct branch_on_time {
  calendar_id calendar;
  std::string open;
  std::string closed;
  PARLEY_FLOW_EQ(branch_on_time);
};
/// Looks at a queue; it goes to `holds` if one of the conditions does.
struct branch_on_queue {
  queue_id queue;
  std::optional<int> agents_below;
  std::optional<int> length_over;
  std::optional<duration> wait_over;
  std::string holds;
  std::string otherwise;
  PARLEY_FLOW_EQ(branch_on_queue);
};
/// Asks a queue for a place.
struct enter_queue {
  queue_id queue;
  std::string limit_reached; ///< full, or nobody there (Q2)
  std::string timeout;
  /// The queue cannot be asked; empty: as `limit_reached`.
  std::string error = {};
  /// An agent has opened the chat: lines to send then; empty: none.
  std::string connected = {};
  PARLEY_FLOW_EQ(enter_queue);
};
/// Asks another server.
struct http_request {
  http_method method = http_method::get;
  std::string url;
  std::map<std::string, std::string> headers;
  std::string body;
  duration within = std::chrono::seconds{10};
  int retries = 0;
  /// Variables and where in the JSON of the answer they stand (RFC 6901).
  std::map<std::string, std::string> results;
  std::string next;   ///< status 200-299
  std::string failed; ///< any other status, or none
  PARLEY_FLOW_EQ(http_request);
};
/// Shows a form for name, e-mail and text; the text becomes a line.
struct offline_form {
  std::string text;
  /// Of work items: where what was sent is filed; empty: nowhere.
  queue_id queue;
  std::string sent;
  PARLEY_FLOW_EQ(offline_form);
};
struct end {
  PARLEY_FLOW_EQ(end);
};
using node = std::variant<say,
                          enter_queue,
                          end,
                          arrived,
                          whisper,
                          branch_on_chat,
                          menu,
                          ask,
                          set_variable,
                          branch_on_variable,
                          branch_on_time,
                          branch_on_queue,
                          http_request,
                          offline_form>;

/// F3: something that each service of the flow fills in.
struct value_declaration {
  std::string name;
  std::string section;
  std::string description;
  value_kind kind = value_kind::text;
  bool required = false;
  /// Empty: any.
  std::vector<std::string> choices = {};
  std::string initial = {};
  PARLEY_FLOW_EQ(value_declaration);
};

/// What a flow does. A published one is never changed.
struct graph {
  std::string first;
  std::map<std::string, node> nodes;
  std::vector<value_declaration> values;
  PARLEY_FLOW_EQ(graph);
};

/// A version; a session keeps the one that it began with.
struct published_graph {
  std::uint64_t version = 0;
  timestamp at;
  agent_id by;
  graph what;
  PARLEY_FLOW_EQ(published_graph);
};

#undef PARLEY_FLOW_EQ

/// Variables by their names.
using variables = std::map<std::string, std::string>;

// ---------------------------------------------------------------------------
// The interpreter.

/// Where a flow stands, and how often it has asked there already.
struct place {
  std::string node;
  int tries = 0;
  friend bool operator==(const place&, const place&) = default;
};

// What makes it go on.
struct begun {
  bool by_message = false;
};
/// The customer has written (again, while it waited for that).
struct heard {};
/// A menu or question has waited long enough, a delay is over.
struct time_is_up {};
struct refused_by_queue {};
struct queue_failed {};
struct timed_out {};
/// What a queue looks like.
struct queue_seen {
  std::size_t agents = 0;
  std::size_t length = 0;
  /// N2; absent: not known yet.
  std::optional<duration> wait;
};
/// Another server's answer.
struct answered {
  bool good = false;
  variables found;
};
struct form_sent {};
/// An agent has opened the chat.
struct connected {};
/// The same again, after a restart.
struct resumed {};
using input = std::variant<begun,
                           heard,
                           time_is_up,
                           refused_by_queue,
                           queue_failed,
                           timed_out,
                           queue_seen,
                           answered,
                           form_sent,
                           connected,
                           resumed>;

/// What a step may look at.
struct surroundings {
  /// Of the chat, then of the service; the first that has a name counts.
  variables known;
  variables values;
  /// The customer's line that no node has looked at yet.
  std::optional<std::string> line;
  /// Absent: there is no such calendar.
  std::function<std::optional<bool>(const calendar_id&)> is_open;
  /// Without case and accents.
  std::function<std::string(std::string_view)> fold;
};

// What the session is to do, in order; the last one says where it stands.
struct send_line {
  std::string text;
  bool to_agents = false;
};
struct remember {
  std::string variable;
  std::string value;
};
/// A menu's or a branch's outcome, for figures.
struct chose {
  std::string node;
  std::string what;
};
/// Stands at a node until the customer writes, or until time is up.
struct wait_for_line {
  place at;
  std::optional<duration> within;
};
// With `keeps_line` the customer's line is for a later node.
struct pause {
  place at;
  duration during{};
  bool keeps_line = false;
};
struct ask_queue {
  queue_id queue;
  std::string node;
  bool keeps_line = false;
};
struct look_at_queue {
  queue_id queue;
  std::string node;
  bool keeps_line = false;
};
struct fetch {
  http_request what; ///< with all names replaced
  std::string node;
  bool keeps_line = false;
};
struct show_form {
  std::string node;
};
struct finish {
  bool failed = false;
};
using effect = std::variant<send_line,
                            remember,
                            chose,
                            wait_for_line,
                            pause,
                            ask_queue,
                            look_at_queue,
                            fetch,
                            show_form,
                            finish>;

/// The customer's line is still for a later node.
[[nodiscard]] bool keeps_line(const effect& e);
/// The place that an effect names, if it is one at which the flow stands.
[[nodiscard]] std::optional<place> stands_at(const effect& e);

/// F1: what the customer is told when a flow fails at run time.
inline constexpr std::string_view apology
  = "We are sorry, something went wrong. Please try again later.";

/// Goes on from `at` until something must be waited for; at most
/// `limits::flow_steps_max` nodes, then it fails: a flow can never spin. With
/// `connected` only lines follow, and no place.
[[nodiscard]] std::vector<effect> step(const graph& g,
                                       const place& at,
                                       const input& in,
                                       const surroundings& around);

/// @returns what is wrong with `g`, a sentence each that names the node and its
/// branch or member; empty: it may be published.
[[nodiscard]] std::vector<std::string> validate(const graph& g);
/// What is wrong even with a draft: its sizes.
[[nodiscard]] std::vector<std::string> validate_draft(const graph& g);
/// What is wrong with a service's values for a flow.
[[nodiscard]] std::vector<std::string> validate_values(const graph& g,
                                                       const variables& given);
/// The given values, and the initial ones of those that are not.
[[nodiscard]] variables filled_in(const graph& g, const variables& given);
/// The labels of a menu as the customer is shown them.
[[nodiscard]] std::vector<std::string> labels_of(const menu& m);

/// Queue or calendar of a node: an id, or a value of the service in `<>`.
[[nodiscard]] std::string resolved(std::string_view text,
                                   const surroundings& around);

} // namespace parley::flow

#endif // PARLEY_ACTORS_DOMAIN_FLOW_HPP
