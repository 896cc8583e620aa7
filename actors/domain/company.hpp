// The configuration of a company as one immutable value with a version (4.18),
// its validation, and who may see what. Pure.
#ifndef PARLEY_ACTORS_DOMAIN_COMPANY_HPP
#define PARLEY_ACTORS_DOMAIN_COMPANY_HPP

#include "actors/domain/allocation.hpp"
#include "actors/domain/blending.hpp"
#include "actors/domain/brand.hpp"
#include "actors/domain/calendar.hpp"
#include "actors/domain/chat_queue.hpp"
#include "actors/domain/file_type.hpp"
#include "actors/domain/flow.hpp"
#include "actors/domain/kpi.hpp"
#include "actors/domain/policy.hpp"
#include "actors/domain/rights.hpp"
#include "actors/domain/widget.hpp"
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley {

/// What a profile lists.
enum class profile_kind : std::uint8_t {
  queues,
  groups,
  users,
  services,
  flows
};
template <>
inline constexpr auto names_of<profile_kind> = std::to_array<
  std::pair<profile_kind, std::string_view>>({
  {profile_kind::queues, "queues"},
  {profile_kind::groups, "groups"},
  {profile_kind::users, "users"},
  {profile_kind::services, "services"},
  {profile_kind::flows, "flows"},
});

/// Who may use a text block.
enum class text_block_scope : std::uint8_t { company, group, queue, personal };
template <>
inline constexpr auto names_of<text_block_scope> = std::to_array<
  std::pair<text_block_scope, std::string_view>>({
  {text_block_scope::company, "company"},
  {text_block_scope::group, "group"},
  {text_block_scope::queue, "queue"},
  {text_block_scope::personal, "personal"},
});

struct queue_config {
  queue_id id;
  std::string name;
  parley::channel channel = parley::channel::webchat;
  int weight = 5;
  bool automatic = false;
  /// O3: the first one always serves; a further one without conditions, too.
  std::vector<group_id> groups;
  std::map<group_id, overflow> overflows;
  /// P4; absent: the company's counts.
  std::optional<int> webchats_per_agent_max;
  queue::settings waiting;
  chat_policy policy;
  /// Of calls of this queue.
  duration call_wrapup = limits::call_wrapup_default;
  kpi_settings kpis;
  /// O4.
  std::string description;
  /// Q1: agents see its length and waiting times, not only its items.
  bool agents_see_status = false;
  /// M4: how many days its closed conversations are kept; absent: for ever.
  std::optional<int> keep_conversations_days = {};
  friend bool operator==(const queue_config&, const queue_config&) = default;
};

struct agent_config {
  agent_id id;
  /// What the person types to log in; unique in the company.
  std::string login;
  std::string name;
  /// Skill 1-5 per group.
  std::map<group_id, int> groups;
  std::optional<int> webchats_max;
  /// Q3: absent: all queues; a profile for queues narrows it further.
  std::optional<std::set<queue_id>> queues;
  /// A1; none: an agent.
  std::set<role_id> roles;
  /// At most one of a kind; a kind without one shows all objects.
  std::set<profile_id> profiles;
  /// I7: absent: all.
  std::optional<std::set<channel>> channels = {};
  friend bool operator==(const agent_config&, const agent_config&) = default;
};

/// A flow with its versions (F1).
struct flow_config {
  flow_id id;
  std::string name;
  std::string description;
  /// What is being worked on; absent: nothing since it was published.
  std::optional<flow::graph> draft = {};
  /// The newest last, at most `limits::flow_versions_max`.
  std::vector<flow::published_graph> versions = {};

  /// @returns the newest published version, or null.
  [[nodiscard]] const flow::published_graph* published() const {
    return versions.empty() ? nullptr : &versions.back();
  }
  /// @returns that version, or null: it is not kept any more.
  [[nodiscard]] const flow::graph* version(std::uint64_t number) const;
  friend bool operator==(const flow_config&, const flow_config&) = default;
};

/// A flow with one version, number 1.
[[nodiscard]] flow_config
published_flow(const flow_id& id, std::string name, flow::graph what);

struct service_config {
  service_id id;
  std::string name;
  /// O2: public, in the page's snippet.
  std::string token;
  flow_id flow;
  /// Exact origins (`https://www.example.com`); W5. Empty: none.
  std::vector<std::string> origins;
  /// T5: text after closing starts a new, linked session; else it is refused.
  bool reopen_after_close = true;
  /// F3: what the flow lets a service fill in.
  flow::variables values = {};
  /// W1.
  widget_settings widget = {};
  survey_settings survey = {};
  /// W8: `required`: nobody chats whom the website has not signed for.
  site_identity identity = site_identity::optional;
  friend bool operator==(const service_config&, const service_config&)
    = default;
};

struct break_reason {
  break_reason_id id;
  std::string name;
  bool productive = false;
  bool interruptible = false;
  std::string description = {};
  /// P9: the agent is reminded after it; absent: never.
  std::optional<duration> alert_after = {};
  friend bool operator==(const break_reason&, const break_reason&) = default;
};

struct classification {
  classification_id id;
  std::string name;
  /// C1: what it is a kind of; absent: nothing.
  std::optional<classification_id> parent = {};
  friend bool operator==(const classification&, const classification&)
    = default;
};

/// Which objects of a kind a user may see (A1, Q3).
struct profile_config {
  profile_id id;
  std::string name;
  std::string description;
  profile_kind kind = profile_kind::queues;
  bool all = false;
  /// Ids; of no effect with `all`.
  std::set<std::string> objects;
  friend bool operator==(const profile_config&, const profile_config&)
    = default;
};

/// X1: what an agent writes often; `<agent>`, `<customer>` and `<queue>` are
/// filled in on the desk.
struct text_block {
  text_block_id id;
  std::string name;
  std::string text;
  text_block_scope scope = text_block_scope::company;
  /// Id of the group, queue or user; empty with `company`.
  std::string owner;
  friend bool operator==(const text_block&, const text_block&) = default;
};

/// X1: what an agent is to ask, section by section; answers are stored with
/// the chat.
struct script_config {
  struct question {
    std::string name;
    std::string text;
    bool required = false;
    /// Empty: any text.
    std::vector<std::string> choices;
    friend bool operator==(const question&, const question&) = default;
  };
  struct section {
    std::string name;
    std::string text;
    std::vector<question> questions;
    friend bool operator==(const section&, const section&) = default;
  };
  script_id id;
  std::string name;
  std::vector<section> sections;
  /// Where it is offered; empty: everywhere.
  std::set<queue_id> queues;
  friend bool operator==(const script_config&, const script_config&) = default;
};

/// What a custom field of contacts holds (M2).
enum class custom_field_kind : std::uint8_t {
  text,
  number,
  date,
  list,
  yes_no
};
template <>
inline constexpr auto names_of<custom_field_kind> = std::to_array<
  std::pair<custom_field_kind, std::string_view>>({
  {custom_field_kind::text, "text"},
  {custom_field_kind::number, "number"},
  {custom_field_kind::date, "date"},
  {custom_field_kind::list, "list"},
  {custom_field_kind::yes_no, "yes_no"},
});

struct custom_field {
  custom_field_id id;
  std::string name;
  custom_field_kind kind = custom_field_kind::text;
  /// Of a list; else empty.
  std::vector<std::string> choices;
  friend bool operator==(const custom_field&, const custom_field&) = default;
};

/// W2: what may be sent as a file in a chat.
struct file_settings {
  /// Off: nobody sends any.
  bool on = true;
  std::size_t bytes_max = limits::file_bytes_default;
  /// Kinds by their media types; each is one that Parley can tell by its
  /// content.
  std::set<std::string> types = default_file_types();
  friend bool operator==(const file_settings&, const file_settings&) = default;
};

/// A mark of contacts.
struct tag_config {
  tag_id id;
  std::string name;
  /// `#rrggbb`, lower case.
  std::string colour;
  friend bool operator==(const tag_config&, const tag_config&) = default;
};

struct company {
  company_id id;
  std::string name;
  std::uint64_t version = 0;
  std::map<group_id, std::string> groups;
  std::map<queue_id, queue_config> queues;
  std::map<agent_id, agent_config> agents;
  std::map<service_id, service_config> services;
  std::map<flow_id, flow_config> flows;
  std::map<break_reason_id, break_reason> break_reasons;
  std::map<classification_id, classification> classifications;
  std::map<role_id, role_config> roles;
  std::map<profile_id, profile_config> profiles;
  std::map<text_block_id, text_block> text_blocks;
  std::map<script_id, script_config> scripts;
  /// Of contacts (M2).
  std::map<custom_field_id, custom_field> custom_fields;
  std::map<tag_id, tag_config> tags;
  /// F4.
  std::map<calendar_id, calendar_config> calendars;
  std::map<holiday_list_id, holiday_list> holiday_lists;
  /// W2.
  file_settings files;
  /// On the boxes and at the desk.
  brand_settings brand;
  /// M5: the name beside the server's address; empty: the company's.
  std::string mail_sender_name;
  blending::weights weights;
  int webchats_per_agent_max = limits::webchats_per_agent_default;
  duration agent_grace = limits::agent_grace_default;
  duration customer_grace = limits::customer_grace_default;
  /// P6.
  duration cool_down = limits::decline_cool_down;
  /// I7, P5; a channel that is not here has the defaults.
  std::map<channel, channel_settings> channels;
  /// I8.
  std::vector<interruption> interruptions = default_interruptions();
  /// I5: resume at hang-up already, not after the call's wrapup.
  bool resume_at_hang_up = false;
  /// W8: the live keys of services, newest last. No part of the services: who
  /// may look at one must not learn them.
  std::map<service_id, std::vector<site_key>> site_keys = {};
  /// Secret of the telephony port (HMAC-SHA256 key), hexadecimal.
  std::string telephony_secret;
  friend bool operator==(const company&, const company&) = default;
};

using company_ptr = std::shared_ptr<const company>;

/// @returns what is wrong, a sentence each, with the path of the value.
[[nodiscard]] std::vector<std::string> validate(const company& c);

/// @returns the service of a public token, or null.
[[nodiscard]] const service_config* service_of(const company& c,
                                               const std::string& token);
/// Q3: what of a kind the user's profile shows; absent: all.
[[nodiscard]] const std::set<std::string>*
shown_by_profile(const company& c, const agent_config& a, profile_kind kind);
/// Q3: the queues that the user sees; absent: all.
[[nodiscard]] std::optional<std::set<queue_id>>
visible_queues(const company& c, const agent_config& a);
/// Q3: does the agent's profile show this queue, and may the agent serve it?
[[nodiscard]] bool
sees(const company& c, const agent_config& a, const queue_id& q);
[[nodiscard]] bool
serves(const company& c, const agent_config& a, const queue_config& q);

/// I7: of a channel, the defaults included.
[[nodiscard]] channel_settings settings_of(const company& c, channel of);
/// I7, I8: what holds for this agent.
[[nodiscard]] channel_rules rules_of(const company& c, const agent_config& a);
/// B2: when items of one channel overtake new ones of another, over all queues
/// of the company.
[[nodiscard]] std::vector<blending::overtaking>
overtaking_times(const company& c);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_COMPANY_HPP
