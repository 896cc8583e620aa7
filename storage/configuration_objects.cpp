#include "storage/configuration_objects.hpp"

#include "storage/company_fields.hpp"
#include "storage/flow_objects.hpp"
#include "storage/json_objects.hpp"
#include "storage/json_schema.hpp"

#include <algorithm>
#include <array>

namespace parley::storage {

namespace {

using nlohmann::json;

/// Objects that are only a name in the configuration.
struct named_object {
  group_id id;
  std::string name;
};

} // namespace

template <>
struct description<named_object> {
  static constexpr auto fields() {
    using t = named_object;
    return std::tuple{field{"id", &t::id}, field{"name", &t::name}};
  }
};

namespace {

/// The map of one kind, which `Member` points to.
template <auto Member>
struct kind_of_objects {
  using map = std::remove_cvref_t<decltype(std::declval<company>().*Member)>;
  using id_type = typename map::key_type;
  using object = typename map::mapped_type;

  static std::vector<listed_object> list(const company& c) {
    std::vector<listed_object> all;
    all.reserve((c.*Member).size());
    for (const auto& [id, o] : c.*Member) {
      all.push_back({id.value, o.name});
    }
    return all;
  }
  static std::optional<std::string> find(const company& c,
                                         const std::string& id) {
    const auto found = (c.*Member).find(id_type{id});
    if (found == (c.*Member).end()) {
      return std::nullopt;
    }
    return encode_object(found->second);
  }
  static std::optional<object_error> put(company& c,
                                         const std::string& id,
                                         std::string_view text,
                                         write_mode how) {
    json given;
    if (auto wrong = parse_object(text, given)) {
      return wrong;
    }
    given["id"] = id;
    object made;
    made.id = id_type{id};
    const auto was = find(c, id).value_or(encode_object(made));
    if (auto wrong = read_object(given, was, how, made)) {
      return wrong;
    }
    (c.*Member).insert_or_assign(id_type{id}, std::move(made));
    return std::nullopt;
  }
  static bool erase(company& c, const std::string& id) {
    if constexpr (std::is_same_v<id_type, service_id>) {
      c.site_keys.erase(id_type{id});
    }
    return (c.*Member).erase(id_type{id}) > 0;
  }
  static std::string schema() { return schema_of<object>().dump(); }

  static constexpr object_kind
  make(std::string_view name, std::string_view noun, area rights) {
    return {name, noun, rights, list, find, put, erase, schema, find};
  }
};

/// Groups are a name each.
struct kind_of_groups {
  static std::vector<listed_object> list(const company& c) {
    std::vector<listed_object> all;
    all.reserve(c.groups.size());
    for (const auto& [id, name] : c.groups) {
      all.push_back({id.value, name});
    }
    return all;
  }
  static std::optional<std::string> find(const company& c,
                                         const std::string& id) {
    const auto found = c.groups.find(group_id{id});
    if (found == c.groups.end()) {
      return std::nullopt;
    }
    return encode_object(named_object{found->first, found->second});
  }
  static std::optional<object_error> put(company& c,
                                         const std::string& id,
                                         std::string_view text,
                                         write_mode how) {
    json given;
    if (auto wrong = parse_object(text, given)) {
      return wrong;
    }
    given["id"] = id;
    named_object made;
    const auto was = find(c, id).value_or(encode_object(made));
    if (auto wrong = read_object(given, was, how, made)) {
      return wrong;
    }
    c.groups.insert_or_assign(group_id{id}, std::move(made.name));
    return std::nullopt;
  }
  static bool erase(company& c, const std::string& id) {
    return c.groups.erase(group_id{id}) > 0;
  }
  static std::string schema() { return schema_of<named_object>().dump(); }
};

constexpr auto kinds = std::to_array<object_kind>({
  kind_of_objects<&company::break_reasons>::make(
    "break_reasons", "break reason", area::break_reasons),
  kind_of_objects<&company::calendars>::make(
    "calendars", "calendar", area::calendars),
  kind_of_objects<&company::classifications>::make(
    "classifications", "classification", area::classifications),
  kind_of_objects<&company::custom_fields>::make(
    "custom_fields", "custom field", area::company),
  {"flows",
   "flow",
   area::flows,
   flow_objects::list,
   flow_objects::find,
   flow_objects::put,
   flow_objects::erase,
   flow_objects::schema,
   flow_objects::to_copy},
  {"groups",
   "group",
   area::groups,
   kind_of_groups::list,
   kind_of_groups::find,
   kind_of_groups::put,
   kind_of_groups::erase,
   kind_of_groups::schema,
   kind_of_groups::find},
  kind_of_objects<&company::holiday_lists>::make(
    "holiday_lists", "holiday list", area::calendars),
  kind_of_objects<&company::profiles>::make("profiles", "profile", area::roles),
  kind_of_objects<&company::queues>::make("queues", "queue", area::queues),
  kind_of_objects<&company::roles>::make("roles", "role", area::roles),
  kind_of_objects<&company::scripts>::make("scripts", "script", area::scripts),
  kind_of_objects<&company::services>::make(
    "services", "service", area::services),
  kind_of_objects<&company::tags>::make("tags", "tag", area::company),
  kind_of_objects<&company::text_blocks>::make(
    "text_blocks", "text block", area::text_blocks),
  kind_of_objects<&company::agents>::make("users", "user", area::users),
});

/// Members of a company that are no settings.
constexpr auto not_settings = std::to_array<std::string_view>(
  {"id", "version", "telephony_secret", "site_keys", "agents"});

bool is_setting(std::string_view name) {
  return std::find(not_settings.begin(), not_settings.end(), name)
           == not_settings.end()
         && object_kind_named(name) == nullptr;
}

void copy_settings(const company& from, company& to) {
  std::apply(
    [&](const auto&... f) {
      ((is_setting(f.name) ? void(to.*f.member = from.*f.member) : void()),
       ...);
    },
    description<company>::fields());
}

} // namespace

std::span<const object_kind> object_kinds() {
  return kinds;
}

const object_kind* object_kind_named(std::string_view name) {
  const auto* found
    = std::find_if(kinds.begin(), kinds.end(), [&](const object_kind& k) {
        return k.name == name;
      });
  return found == kinds.end() ? nullptr : found;
}

std::string encode_settings(const company& c) {
  // The objects are left out before they are written.
  company bare;
  copy_settings(c, bare);
  auto all = json::parse(encode_object(bare), nullptr, false);
  for (auto it = all.begin(); it != all.end();) {
    it = is_setting(it.key()) ? std::next(it) : all.erase(it);
  }
  return all.dump();
}

std::optional<object_error> merge_settings(company& c, std::string_view text) {
  json given;
  if (auto wrong = parse_object(text, given)) {
    return wrong;
  }
  for (const auto& [name, value] : given.items()) {
    if (!is_setting(name)) {
      return object_error{name, "is not a setting"};
    }
  }
  auto whole = json::parse(encode_settings(c), nullptr, false);
  whole.merge_patch(given);
  drop_nulls(whole);
  company read;
  const auto wrong = json_value<company>::wrong_member(whole, read);
  if (!wrong.empty()) {
    return object_error{std::string{wrong}, "is not what it should be"};
  }
  const auto written = json::parse(encode_settings(read), nullptr, false);
  if (auto path = unknown_member(whole, written, {})) {
    return object_error{*std::move(path), "is not known"};
  }
  copy_settings(read, c);
  return std::nullopt;
}

std::string settings_schema() {
  auto whole = schema_of<company>();
  auto& properties = whole["properties"];
  for (auto it = properties.begin(); it != properties.end();) {
    it = is_setting(it.key()) ? std::next(it) : properties.erase(it);
  }
  return whole.dump();
}

} // namespace parley::storage
