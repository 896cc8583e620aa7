#include "actors/domain/company.hpp"

#include "actors/domain/company_extras.hpp"
#include "protocol/codec.hpp"
#include "protocol/crm_limits.hpp"

#include <algorithm>

namespace parley {

namespace {

/// The path of a value inside the one at `path`.
std::string inside(const std::string& path, const std::string& name) {
  return path + "." + name;
}

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

/// Collects what is wrong, with the path of the value.
struct checker {
  std::vector<std::string> wrong;

  void says(const std::string& path, const std::string& what) {
    wrong.push_back(path + ": " + what);
  }
  template <class T>
  void range(const std::string& path, const T& value, T low, T high) {
    if (value < low || value > high) {
      says(path, "out of range");
    }
  }
  void id(const std::string& path, const std::string& value) {
    if (!is_valid_id(value)) {
      says(path, quoted(value) + " is not an id");
    }
  }
  void name(const std::string& path, const std::string& value) {
    if (wire::is_blank(value)
        || wire::characters(value) > limits::name_characters_max) {
      says(path, "needs 1-100 characters");
    }
  }
  /// O4: names are unique per company and type.
  template <class Things, class Name>
  void unique(const std::string& path, const Things& things, Name name_of) {
    std::set<std::string> seen;
    for (const auto& [id, thing] : things) {
      if (!seen.insert(name_of(thing)).second) {
        says(inside(path, id.value), "used twice");
      }
    }
  }
  /// The key of a map is the id of what it leads to.
  template <class Id>
  void key(const std::string& path, const Id& key, const Id& own) {
    id(path, key.value);
    if (key != own) {
      says(path, "has the id " + quoted(own.value));
    }
  }
  void refers(const std::string& path, bool found, const std::string& to) {
    if (!found) {
      says(path, "there is no " + quoted(to));
    }
  }
};

void check_description(checker& c,
                       const std::string& at,
                       const std::string& text) {
  if (wire::characters(text) > limits::description_characters_max) {
    c.says(at + ".description", "needs 0-250 characters");
  }
}

/// A line that customers see; empty: none.
void check_line(checker& c, const std::string& at, const std::string& text) {
  if (wire::characters(text) > limits::text_characters_max) {
    c.says(at, "needs 0-4000 characters");
  }
}

void check_policy(checker& c, const std::string& at, const chat_policy& p) {
  c.range(
    at + ".wrapup_time", p.wrapup_time, limits::wrapup_min, limits::wrapup_max);
  c.range(at + ".extension_time",
          p.extension_time,
          limits::wrapup_min,
          limits::wrapup_max);
  c.range(at + ".extensions", p.extensions, 0, limits::extensions_max);
  if (p.alert_timeout) {
    c.range(at + ".alert_timeout",
            *p.alert_timeout,
            limits::alert_timeout_min,
            limits::alert_timeout_max);
  }
  if (p.queue_timeout) {
    c.range(at + ".queue_timeout",
            *p.queue_timeout,
            limits::queue_timeout_min,
            limits::queue_timeout_max);
  }
  if (p.inactivity_timeout) {
    c.range(at + ".inactivity_timeout",
            *p.inactivity_timeout,
            limits::inactivity_min,
            limits::inactivity_max);
  }
  check_line(c, at + ".inactivity_warning", p.inactivity_warning);
  check_line(c, at + ".interruption_notice", p.interruption_notice);
}

/// K1.
void check_kpis(checker& c, const std::string& at, const kpi_settings& k) {
  const auto time = [&](const char* name, duration t) {
    c.range(at + name, t, limits::kpi_target_min, limits::kpi_target_max);
  };
  const auto percentage = [&](const char* name, const std::optional<int>& p) {
    if (p) {
      c.range(at + name, *p, 0, limits::kpi_percent_max);
    }
  };
  c.range(
    at + ".window", k.window, limits::kpi_window_min, limits::kpi_window_max);
  if (k.window % limits::kpi_window_min != duration{0}) {
    c.says(at + ".window", "needs whole minutes");
  }
  time(".answer_target", k.answer_target);
  if (k.chat_time_target) {
    time(".chat_time_target", *k.chat_time_target);
  }
  if (k.response_target) {
    time(".response_target", *k.response_target);
  }
  percentage(".service_level_min", k.service_level_min);
  percentage(".availability_min", k.availability_min);
  percentage(".queue_fill_max", k.queue_fill_max);
  if (k.agents_min) {
    c.range(at + ".agents_min", *k.agents_min, 0, limits::kpi_agents_max);
  }
  c.range(at + ".alert_period",
          k.alert_period,
          limits::alert_period_min,
          limits::alert_period_max);
}

/// N1: position or expected wait, not both.
void check_announcement(checker& c,
                        const std::string& at,
                        const queue::announcement& a) {
  const auto has = [&](std::string_view keyword) {
    return a.text.find(keyword) != std::string::npos;
  };
  if (wire::is_blank(a.text)
      || wire::characters(a.text) > limits::text_characters_max) {
    c.says(at + ".text", "needs 1-4000 characters");
  }
  if (has("<position>") && has("<time>")) {
    c.says(at + ".text", "position or time, not both");
  }
  if (a.every) {
    c.range(at + ".every",
            *a.every,
            limits::announcement_every_min,
            limits::announcement_every_max);
  }
  if (a.condition) {
    const int low = a.condition->at_least.value_or(0);
    const int high
      = a.condition->at_most.value_or(limits::announcement_value_max);
    c.range(at + ".condition.at_least", low, 0, limits::announcement_value_max);
    c.range(at + ".condition.at_most", high, 0, limits::announcement_value_max);
    if (low > high) {
      c.says(at + ".condition", "is never fulfilled");
    }
  }
}

/// O3: only further groups of the queue, and at least one condition.
void check_overflow(checker& c, const std::string& at, const overflow& o) {
  if (!o.length_over && !o.longest_wait_over && !o.expected_wait_over) {
    c.says(at, "needs a condition");
  }
  if (o.length_over) {
    c.range(at + ".length_over",
            *o.length_over,
            0,
            static_cast<int>(limits::queue_length_max));
  }
  const auto wait = [&](const std::string& name,
                        const std::optional<duration>& value) {
    if (value) {
      c.range(
        at + name, *value, duration{0}, duration{limits::overflow_wait_max});
    }
  };
  wait(".longest_wait_over", o.longest_wait_over);
  wait(".expected_wait_over", o.expected_wait_over);
}

void check_overflows(checker& c, const queue_config& q) {
  for (const auto& [group, o] : q.overflows) {
    const auto at = "queues." + q.id.value + ".overflows." + group.value;
    const auto found = std::find(q.groups.begin(), q.groups.end(), group);
    if (found == q.groups.end()) {
      c.says(at, "is no group of the queue");
    } else if (found == q.groups.begin()) {
      c.says(at, "the first group always serves");
    }
    check_overflow(c, at, o);
  }
}

void check_queue(checker& c, const company& all, const queue_config& q) {
  const auto at = "queues." + q.id.value;
  c.name(at + ".name", q.name);
  c.range(at + ".weight", q.weight, 0, limits::queue_weight_max);
  if (q.groups.empty() || q.groups.size() > limits::queue_groups_max) {
    c.says(at + ".groups", "needs 1-5 groups");
  }
  if (std::set(q.groups.begin(), q.groups.end()).size() != q.groups.size()) {
    c.says(at + ".groups", "names a group twice");
  }
  for (const auto& g : q.groups) {
    c.refers(at + ".groups", all.groups.contains(g), g.value);
  }
  check_description(c, at, q.description);
  check_overflows(c, q);
  if (q.webchats_per_agent_max) {
    c.range(at + ".webchats_per_agent_max",
            *q.webchats_per_agent_max,
            1,
            static_cast<int>(limits::webchats_per_agent_max));
  }
  if (q.keep_conversations_days) {
    c.range(at + ".keep_conversations_days",
            *q.keep_conversations_days,
            1,
            limits::keep_conversations_days_max);
  }
  c.range<std::size_t>(at + ".waiting.length_max",
                       q.waiting.length_max,
                       1,
                       limits::queue_length_max);
  if (q.waiting.announcement) {
    check_announcement(
      c, at + ".waiting.announcement", *q.waiting.announcement);
  }
  c.range(at + ".call_wrapup",
          q.call_wrapup,
          duration{0},
          duration{limits::wrapup_max});
  check_policy(c, at + ".policy", q.policy);
  check_kpis(c, at + ".kpis", q.kpis);
  for (const auto& k : q.policy.classifications) {
    c.refers(
      at + ".policy.classifications", all.classifications.contains(k), k.value);
  }
}

void check_agent(checker& c, const company& all, const agent_config& a) {
  const auto at = "agents." + a.id.value;
  c.name(at + ".login", a.login);
  c.name(at + ".name", a.name);
  for (const auto& [group, skill] : a.groups) {
    c.refers(at + ".groups", all.groups.contains(group), group.value);
    c.range(at + ".groups." + group.value, skill, 1, 5);
  }
  if (a.webchats_max) {
    c.range(at + ".webchats_max",
            *a.webchats_max,
            1,
            static_cast<int>(limits::webchats_per_agent_max));
  }
  if (a.queues) {
    for (const auto& q : *a.queues) {
      c.refers(at + ".queues", all.queues.contains(q), q.value);
    }
  }
}

/// A queue, calendar or other object that a node names; a `<value>` is filled
/// in by each service.
struct named_objects {
  checker& c;
  const company& all;
  std::string at;

  void
  queue(const std::string& path, const std::string& id, channel wanted) const {
    if (id.empty() || id.starts_with('<')) {
      return;
    }
    const auto found = all.queues.find(queue_id{id});
    c.refers(path, found != all.queues.end(), id);
    if (found != all.queues.end() && found->second.channel != wanted) {
      c.says(path,
             "is not a queue of channel " + std::string{to_string(wanted)});
    }
  }
  void calendar(const std::string& path, const std::string& id) const {
    if (!id.empty() && !id.starts_with('<')) {
      c.refers(path, all.calendars.contains(calendar_id{id}), id);
    }
  }

  void look_at(const std::string& name, const flow::node& n) const {
    const auto path = inside(at, name);
    std::visit(overloaded{
                 [&](const flow::enter_queue& it) {
                   queue(path, it.queue.value, channel::webchat);
                 },
                 [&](const flow::branch_on_queue& it) {
                   queue(path, it.queue.value, channel::webchat);
                 },
                 [&](const flow::branch_on_time& it) {
                   calendar(path, it.calendar.value);
                 },
                 [&](const flow::offline_form& it) {
                   queue(path, it.queue.value, channel::work_item);
                 },
                 [](const auto&) {},
               },
               n);
  }
};

/// Of the published versions only the newest is looked at: nobody begins with
/// an older one, and who stands in it is told if it cannot go on (F1).
void check_flow(checker& c, const company& all, const flow_config& f) {
  const auto at = "flows." + f.id.value;
  c.name(at + ".name", f.name);
  check_description(c, at, f.description);
  if (f.draft) {
    for (const auto& sentence : flow::validate_draft(*f.draft)) {
      c.says(at + ".draft", sentence);
    }
  }
  if (f.versions.size() > limits::flow_versions_max) {
    c.says(at + ".versions", "has too many");
  }
  std::uint64_t before = 0;
  for (const auto& v : f.versions) {
    if (before != 0 && v.version <= before) {
      c.says(at + ".versions", "are not in order");
    }
    before = v.version;
  }
  if (const auto* newest = f.published()) {
    for (const auto& sentence : flow::validate(newest->what)) {
      c.says(at, sentence);
    }
    const named_objects objects{c, all, at};
    for (const auto& [name, node] : newest->what.nodes) {
      objects.look_at(name, node);
    }
  }
}

/// F3.
void check_values(checker& c, const company& all, const service_config& s) {
  const auto at = "services." + s.id.value + ".values";
  const auto found = all.flows.find(s.flow);
  const auto* newest
    = found == all.flows.end() ? nullptr : found->second.published();
  if (s.values.size() > limits::flow_values_max) {
    c.says(at, "has too many");
  }
  if (newest == nullptr) {
    return;
  }
  for (const auto& sentence : flow::validate_values(newest->what, s.values)) {
    c.says(at, sentence);
  }
  const named_objects objects{c, all, at};
  const auto given = flow::filled_in(newest->what, s.values);
  for (const auto& v : newest->what.values) {
    if (v.kind == flow::value_kind::queue) {
      objects.queue(inside(at, v.name), given.at(v.name), channel::webchat);
    } else if (v.kind == flow::value_kind::calendar) {
      objects.calendar(inside(at, v.name), given.at(v.name));
    }
  }
}

/// O2: `https://www.example.com`, exactly as browsers send it.
bool is_origin(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) {
    return false;
  }
  const auto scheme = text.substr(0, scheme_end);
  const auto host = text.substr(scheme_end + 3);
  return (scheme == "https" || scheme == "http") && !host.empty()
         && host.find_first_of("/?#@ *") == std::string_view::npos
         && std::none_of(host.begin(), host.end(), [](char c) {
              return c >= 'A' && c <= 'Z';
            });
}

void check_service(checker& c, const company& all, const service_config& s) {
  const auto at = "services." + s.id.value;
  c.name(at + ".name", s.name);
  c.refers(at + ".flow", all.flows.contains(s.flow), s.flow.value);
  check_values(c, all, s);
  if (!is_valid_id(s.token)) {
    c.says(at + ".token", "is not an id");
  }
  for (const auto& origin : s.origins) {
    if (!is_origin(origin)) {
      c.says(at + ".origins", quoted(origin) + " is not an origin");
    }
  }
}

void check_roles_of(checker& c, const company& all, const agent_config& a) {
  const auto at = "agents." + a.id.value;
  for (const auto& role : a.roles) {
    c.refers(at + ".roles",
             all.roles.contains(role) || built_in_roles().contains(role),
             role.value);
  }
  std::set<profile_kind> kinds;
  for (const auto& id : a.profiles) {
    const auto found = all.profiles.find(id);
    c.refers(at + ".profiles", found != all.profiles.end(), id.value);
    if (found != all.profiles.end()
        && !kinds.insert(found->second.kind).second) {
      c.says(at + ".profiles", "names two of a kind");
    }
  }
}

void check_role(checker& c, const role_config& r) {
  const auto at = "roles." + r.id.value;
  check_description(c, at, r.description);
  if (built_in_roles().contains(r.id)) {
    c.says(at, "is built in");
  }
}

bool exists(const company& all, profile_kind kind, const std::string& id) {
  switch (kind) {
  case profile_kind::queues:
    return all.queues.contains(queue_id{id});
  case profile_kind::groups:
    return all.groups.contains(group_id{id});
  case profile_kind::users:
    return all.agents.contains(agent_id{id});
  case profile_kind::services:
    return all.services.contains(service_id{id});
  case profile_kind::flows:
    return all.flows.contains(flow_id{id});
  }
  return false;
}

void check_profile(checker& c, const company& all, const profile_config& p) {
  const auto at = "profiles." + p.id.value;
  check_description(c, at, p.description);
  for (const auto& id : p.objects) {
    c.refers(at + ".objects", exists(all, p.kind, id), id);
  }
}

void check_text(checker& c, const std::string& at, const std::string& text) {
  if (wire::is_blank(text)
      || wire::characters(text) > limits::text_characters_max) {
    c.says(at, "needs 1-4000 characters");
  }
}

void check_text_block(checker& c, const company& all, const text_block& t) {
  const auto at = "text_blocks." + t.id.value;
  check_text(c, at + ".text", t.text);
  switch (t.scope) {
  case text_block_scope::company:
    if (!t.owner.empty()) {
      c.says(at + ".owner", "belongs to nobody");
    }
    break;
  case text_block_scope::group:
    c.refers(
      at + ".owner", exists(all, profile_kind::groups, t.owner), t.owner);
    break;
  case text_block_scope::queue:
    c.refers(
      at + ".owner", exists(all, profile_kind::queues, t.owner), t.owner);
    break;
  case text_block_scope::personal:
    c.refers(at + ".owner", exists(all, profile_kind::users, t.owner), t.owner);
    break;
  }
}

void check_question(checker& c,
                    const std::string& at,
                    const script_config::question& q) {
  c.name(at + ".name", q.name);
  check_text(c, at + ".text", q.text);
  if (q.choices.size() > limits::script_choices_max) {
    c.says(at + ".choices", "needs 0-50 choices");
  }
  for (const auto& choice : q.choices) {
    c.name(at + ".choices", choice);
  }
}

void check_script(checker& c, const company& all, const script_config& s) {
  const auto at = "scripts." + s.id.value;
  if (s.sections.empty() || s.sections.size() > limits::script_sections_max) {
    c.says(at + ".sections", "needs 1-50 sections");
  }
  for (std::size_t i = 0; i < s.sections.size(); ++i) {
    const auto& section = s.sections[i];
    const auto here = at + ".sections." + std::to_string(i);
    c.name(here + ".name", section.name);
    if (wire::characters(section.text) > limits::text_characters_max) {
      c.says(here + ".text", "needs 0-4000 characters");
    }
    if (section.questions.size() > limits::script_questions_max) {
      c.says(here + ".questions", "needs 0-50 questions");
    }
    for (std::size_t j = 0; j < section.questions.size(); ++j) {
      check_question(
        c, here + ".questions." + std::to_string(j), section.questions[j]);
    }
  }
  for (const auto& q : s.queues) {
    c.refers(at + ".queues", all.queues.contains(q), q.value);
  }
}

/// I8: each pair once; a call is never interrupted, nothing by its like.
void check_interruptions(checker& c, const company& all) {
  std::set<std::pair<channel, channel>> seen;
  for (const auto& i : all.interruptions) {
    const auto at = "interruptions." + std::string{to_string(i.by)} + "."
                    + std::string{to_string(i.of)};
    if (i.of == channel::call) {
      c.says(at, "a call is never interrupted");
    }
    if (i.by == i.of) {
      c.says(at, "a channel does not interrupt itself");
    }
    if (!seen.emplace(i.by, i.of).second) {
      c.says(at, "used twice");
    }
  }
}

/// P5: nobody can pick a call by hand.
void check_channels(checker& c, const company& all) {
  if (!settings_of(all, channel::call).automatic) {
    c.says("channels.call.automatic", "calls are always allocated");
  }
}

void check_custom_field(checker& c, const custom_field& f) {
  const auto at = "custom_fields." + f.id.value + ".choices";
  if (f.kind != custom_field_kind::list) {
    if (!f.choices.empty()) {
      c.says(at, "belong to a list");
    }
    return;
  }
  if (f.choices.empty() || f.choices.size() > limits::custom_choices_max) {
    c.says(at, "needs 1-100 choices");
  }
  for (const auto& choice : f.choices) {
    c.name(at, choice);
  }
  if (std::set(f.choices.begin(), f.choices.end()).size() != f.choices.size()) {
    c.says(at, "names a choice twice");
  }
}

void check_tag(checker& c, const tag_config& t) {
  const auto& text = t.colour;
  const bool sound
    = text.size() == 7 && text.front() == '#'
      && text.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
  if (!sound) {
    c.says("tags." + t.id.value + ".colour", "is not #rrggbb");
  }
}

void check_contact_settings(checker& c, const company& all) {
  if (all.custom_fields.size() > limits::custom_fields_max) {
    c.says("custom_fields", "needs 0-64 fields");
  }
  if (all.tags.size() > limits::tags_max) {
    c.says("tags", "needs 0-256 tags");
  }
  for (const auto& [id, field] : all.custom_fields) {
    check_custom_field(c, field);
  }
  for (const auto& [id, tag] : all.tags) {
    check_tag(c, tag);
  }
}

/// W2.
void check_files(checker& c, const file_settings& f) {
  c.range<std::size_t>(
    "files.bytes_max", f.bytes_max, 1, limits::file_bytes_max);
  for (const auto& type : f.types) {
    if (!known_file_types().contains(type)) {
      c.says("files.types", quoted(type) + " is not known");
    }
  }
}

void check_settings(checker& c, const company& all) {
  c.id("id", all.id.value);
  c.name("name", all.name);
  c.range("webchats_per_agent_max",
          all.webchats_per_agent_max,
          1,
          static_cast<int>(limits::webchats_per_agent_max));
  c.range("agent_grace",
          all.agent_grace,
          duration{0},
          duration{limits::agent_grace_max});
  c.range("customer_grace",
          all.customer_grace,
          duration{0},
          duration{limits::customer_grace_max});
  c.range(
    "cool_down", all.cool_down, duration{0}, duration{limits::cool_down_max});
  check_interruptions(c, all);
  check_channels(c, all);
  check_files(c, all.files);
  if (wire::characters(all.mail_sender_name) > limits::name_characters_max) {
    c.says("mail_sender_name", "needs 0-100 characters");
  }
  c.range("weights.multiplier",
          all.weights.multiplier,
          duration{0},
          duration{limits::score_multiplier_max});
  for (const auto p : all.weights.priority) {
    c.range("weights.priority", p, 0, limits::channel_priority_max);
  }
}

void check_names(checker& c, const company& all) {
  const auto name = [](const auto& thing) {
    return thing.name;
  };
  c.unique("groups", all.groups, [](const auto& group) { return group; });
  c.unique("queues", all.queues, name);
  c.unique("agents", all.agents, [](const auto& a) { return a.login; });
  c.unique("services", all.services, name);
  c.unique("flows", all.flows, name);
  c.unique("services", all.services, [](const auto& s) { return s.token; });
  c.unique("break_reasons", all.break_reasons, name);
  c.unique("classifications", all.classifications, name);
  c.unique("roles", all.roles, name);
  c.unique("profiles", all.profiles, name);
  c.unique("scripts", all.scripts, name);
  c.unique("custom_fields", all.custom_fields, name);
  c.unique("tags", all.tags, name);
}

/// What only has a key, an id and a name.
template <class Things>
void check_named(checker& c, const std::string& path, const Things& things) {
  for (const auto& [id, thing] : things) {
    c.key(path + "." + id.value, id, thing.id);
    c.name(path + "." + id.value + ".name", thing.name);
  }
}

} // namespace

std::vector<std::string> validate(const company& all) {
  checker c;
  check_settings(c, all);
  check_names(c, all);
  check_named(c, "break_reasons", all.break_reasons);
  check_named(c, "classifications", all.classifications);
  check_named(c, "roles", all.roles);
  check_named(c, "profiles", all.profiles);
  check_named(c, "text_blocks", all.text_blocks);
  check_named(c, "scripts", all.scripts);
  check_named(c, "custom_fields", all.custom_fields);
  check_named(c, "tags", all.tags);
  check_contact_settings(c, all);
  for (auto& sentence : validate_calendars(all)) {
    c.wrong.push_back(std::move(sentence));
  }
  for (const auto& [id, role] : all.roles) {
    check_role(c, role);
  }
  for (const auto& [id, profile] : all.profiles) {
    check_profile(c, all, profile);
  }
  for (const auto& [id, block] : all.text_blocks) {
    check_text_block(c, all, block);
  }
  for (const auto& [id, script] : all.scripts) {
    check_script(c, all, script);
  }
  for (const auto& [id, name] : all.groups) {
    c.id("groups." + id.value, id.value);
    c.name("groups." + id.value, name);
  }
  for (const auto& [id, queue] : all.queues) {
    c.key("queues." + id.value, id, queue.id);
    check_queue(c, all, queue);
  }
  for (const auto& [id, agent] : all.agents) {
    c.key("agents." + id.value, id, agent.id);
    check_agent(c, all, agent);
    check_roles_of(c, all, agent);
  }
  if (all.flows.size() > limits::flows_max) {
    c.says("flows", "has more than " + std::to_string(limits::flows_max));
  }
  for (const auto& [id, flow] : all.flows) {
    c.key("flows." + id.value, id, flow.id);
    check_flow(c, all, flow);
  }
  for (const auto& [id, service] : all.services) {
    c.key("services." + id.value, id, service.id);
    check_service(c, all, service);
  }
  for (const auto& [path, what] : check_extras(all)) {
    c.says(path, what);
  }
  return std::move(c.wrong);
}

const service_config* service_of(const company& c, const std::string& token) {
  const auto found
    = std::find_if(c.services.begin(), c.services.end(), [&](const auto& s) {
        return !token.empty() && s.second.token == token;
      });
  return found == c.services.end() ? nullptr : &found->second;
}

const std::set<std::string>*
shown_by_profile(const company& c, const agent_config& a, profile_kind kind) {
  for (const auto& id : a.profiles) {
    const auto found = c.profiles.find(id);
    if (found != c.profiles.end() && found->second.kind == kind
        && !found->second.all) {
      return &found->second.objects;
    }
  }
  return nullptr;
}

std::optional<std::set<queue_id>> visible_queues(const company& c,
                                                 const agent_config& a) {
  const auto* shown = shown_by_profile(c, a, profile_kind::queues);
  if (shown == nullptr) {
    return a.queues;
  }
  std::set<queue_id> visible;
  for (const auto& id : *shown) {
    const queue_id queue{id};
    if (!a.queues || a.queues->contains(queue)) {
      visible.insert(queue);
    }
  }
  return visible;
}

bool sees(const company& c, const agent_config& a, const queue_id& q) {
  const auto* shown = shown_by_profile(c, a, profile_kind::queues);
  return (!a.queues || a.queues->contains(q))
         && (shown == nullptr || shown->contains(q.value));
}

bool serves(const company& c, const agent_config& a, const queue_config& q) {
  return sees(c, a, q.id)
         && std::any_of(q.groups.begin(), q.groups.end(), [&](const auto& g) {
              return a.groups.contains(g);
            });
}

channel_settings settings_of(const company& c, channel of) {
  const auto found = c.channels.find(of);
  return found == c.channels.end() ? channel_settings{} : found->second;
}

channel_rules rules_of(const company& c, const agent_config& a) {
  channel_rules rules;
  for (const auto& [of, settings] : c.channels) {
    if (settings.exclusive) {
      rules.exclusive.insert(of);
    }
  }
  rules.served = a.channels;
  rules.interruptions = c.interruptions;
  return rules;
}

std::vector<blending::overtaking> overtaking_times(const company& c) {
  std::vector<blending::weighted_queue> queues;
  queues.reserve(c.queues.size());
  for (const auto& [id, q] : c.queues) {
    queues.push_back({q.channel, q.weight});
  }
  return blending::overtaking_times(queues, *blending::make_formula(c.weights));
}

flow_config
published_flow(const flow_id& id, std::string name, flow::graph what) {
  flow_config f;
  f.id = id;
  f.name = std::move(name);
  f.versions.push_back({1, {}, {}, std::move(what)});
  return f;
}

const flow::graph* flow_config::version(std::uint64_t number) const {
  for (const auto& v : versions) {
    if (v.version == number) {
      return &v.what;
    }
  }
  return nullptr;
}

} // namespace parley
