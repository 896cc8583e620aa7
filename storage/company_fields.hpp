// A company's configuration, member by member: each is named once, here; one
// that is missing is found by tests/storage. For .cpp files of storage only.
#ifndef PARLEY_STORAGE_COMPANY_FIELDS_HPP
#define PARLEY_STORAGE_COMPANY_FIELDS_HPP

#include "actors/domain/company.hpp"
#include "storage/flow_fields.hpp"
#include "storage/json_fields.hpp"
#include "storage/widget_fields.hpp"

namespace parley::storage {

/// `2026-12-24`.
template <>
struct json_value<local_date> {
  static void write(std::string& out, const local_date& value) {
    json::append_string(out, to_text(value));
  }
  static bool read(const nlohmann::json& from, local_date& to) {
    const auto* text = from.get_ptr<const std::string*>();
    const auto date = text != nullptr ? parse_date(*text) : std::nullopt;
    to = date.value_or(local_date{});
    return date.has_value();
  }
};

/// `08:30`; `24:00` ends a day.
template <>
struct json_value<local_time> {
  static void write(std::string& out, local_time value) {
    json::append_string(out, to_text(value));
  }
  static bool read(const nlohmann::json& from, local_time& to) {
    const auto* text = from.get_ptr<const std::string*>();
    const auto time = text != nullptr ? parse_time(*text) : std::nullopt;
    to = time.value_or(local_time{});
    return time.has_value();
  }
};

template <>
struct description<local_range> {
  static constexpr auto fields() {
    using t = local_range;
    return std::tuple{field{"from", &t::from}, field{"until", &t::until}};
  }
};

template <>
struct description<weekly_hours> {
  static constexpr auto fields() {
    using t = weekly_hours;
    return std::tuple{field{"days", &t::days},
                      field{"from", &t::from},
                      field{"until", &t::until}};
  }
};

template <>
struct description<date_hours> {
  static constexpr auto fields() {
    using t = date_hours;
    return std::tuple{field{"name", &t::name},
                      field{"first", &t::first},
                      field{"last", &t::last},
                      field{"open", &t::open}};
  }
};

template <>
struct description<holiday> {
  static constexpr auto fields() {
    using t = holiday;
    return std::tuple{field{"name", &t::name},
                      field{"date", &t::date},
                      field{"yearly", &t::yearly}};
  }
};

template <>
struct description<holiday_list> {
  static constexpr auto fields() {
    using t = holiday_list;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"description", &t::description},
                      field{"holidays", &t::holidays}};
  }
};

template <>
struct description<calendar_config> {
  static constexpr auto fields() {
    using t = calendar_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"description", &t::description},
                      field{"zone", &t::zone},
                      field{"weekly", &t::weekly},
                      field{"dates", &t::dates},
                      field{"holiday_lists", &t::holiday_lists}};
  }
};

template <>
struct description<brand_settings> {
  static constexpr auto fields() {
    using t = brand_settings;
    return std::tuple{field{"colour", &t::colour}, field{"logo", &t::logo}};
  }
};

template <>
struct description<file_settings> {
  static constexpr auto fields() {
    using t = file_settings;
    return std::tuple{field{"on", &t::on},
                      field{"bytes_max", &t::bytes_max},
                      field{"types", &t::types}};
  }
};

template <>
struct description<queue::announcement::bounds> {
  static constexpr auto fields() {
    using t = queue::announcement::bounds;
    return std::tuple{field{"at_least", &t::at_least},
                      field{"at_most", &t::at_most}};
  }
};

template <>
struct description<queue::announcement> {
  static constexpr auto fields() {
    using t = queue::announcement;
    return std::tuple{field{"text", &t::text},
                      field{"every", &t::every},
                      field{"condition", &t::condition}};
  }
};

template <>
struct description<overflow> {
  static constexpr auto fields() {
    using t = overflow;
    return std::tuple{field{"length_over", &t::length_over},
                      field{"longest_wait_over", &t::longest_wait_over},
                      field{"expected_wait_over", &t::expected_wait_over}};
  }
};

template <>
struct description<channel_settings> {
  static constexpr auto fields() {
    using t = channel_settings;
    return std::tuple{field{"exclusive", &t::exclusive},
                      field{"automatic", &t::automatic}};
  }
};

template <>
struct description<interruption> {
  static constexpr auto fields() {
    using t = interruption;
    return std::tuple{
      field{"by", &t::by}, field{"of", &t::of}, field{"then", &t::then}};
  }
};

template <>
struct description<queue::settings> {
  static constexpr auto fields() {
    using t = queue::settings;
    return std::tuple{field{"length_max", &t::length_max},
                      field{"wait_when_nobody", &t::wait_when_nobody},
                      field{"announcement", &t::announcement}};
  }
};

template <>
struct description<chat_policy> {
  static constexpr auto fields() {
    using t = chat_policy;
    return std::tuple{
      field{"wrapup_on", &t::wrapup_on},
      field{"mode", &t::mode},
      field{"wrapup_time", &t::wrapup_time},
      field{"extension_time", &t::extension_time},
      field{"extensions", &t::extensions},
      field{"classification_required", &t::classification_required},
      field{"classifications", &t::classifications},
      field{"alert_timeout", &t::alert_timeout},
      field{"queue_timeout", &t::queue_timeout},
      field{"interruption_notice", &t::interruption_notice},
      field{"inactivity_timeout", &t::inactivity_timeout},
      field{"inactivity_warning", &t::inactivity_warning},
      field{"interruption_notices", &t::interruption_notices},
      field{"inactivity_warnings", &t::inactivity_warnings},
      field{"classification_several", &t::classification_several},
      field{"classification_text", &t::classification_text}};
  }
};

template <>
struct description<kpi_settings> {
  static constexpr auto fields() {
    using t = kpi_settings;
    return std::tuple{field{"window", &t::window},
                      field{"answer_target", &t::answer_target},
                      field{"service_level_min", &t::service_level_min},
                      field{"chat_time_target", &t::chat_time_target},
                      field{"response_target", &t::response_target},
                      field{"availability_min", &t::availability_min},
                      field{"agents_min", &t::agents_min},
                      field{"queue_fill_max", &t::queue_fill_max},
                      field{"alert_period", &t::alert_period}};
  }
};

template <>
struct description<queue_config> {
  static constexpr auto fields() {
    using t = queue_config;
    return std::tuple{
      field{"id", &t::id},
      field{"name", &t::name},
      field{"channel", &t::channel},
      field{"weight", &t::weight},
      field{"automatic", &t::automatic},
      field{"groups", &t::groups},
      field{"overflows", &t::overflows},
      field{"webchats_per_agent_max", &t::webchats_per_agent_max},
      field{"waiting", &t::waiting},
      field{"policy", &t::policy},
      field{"call_wrapup", &t::call_wrapup},
      field{"kpis", &t::kpis},
      field{"description", &t::description},
      field{"agents_see_status", &t::agents_see_status},
      field{"keep_conversations_days", &t::keep_conversations_days}};
  }
};

template <>
struct description<agent_config> {
  static constexpr auto fields() {
    using t = agent_config;
    return std::tuple{field{"id", &t::id},
                      field{"login", &t::login},
                      field{"name", &t::name},
                      field{"groups", &t::groups},
                      field{"webchats_max", &t::webchats_max},
                      field{"queues", &t::queues},
                      field{"roles", &t::roles},
                      field{"profiles", &t::profiles},
                      field{"channels", &t::channels}};
  }
};

template <>
struct description<service_config> {
  static constexpr auto fields() {
    using t = service_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"token", &t::token},
                      field{"flow", &t::flow},
                      field{"origins", &t::origins},
                      field{"reopen_after_close", &t::reopen_after_close},
                      field{"values", &t::values},
                      field{"widget", &t::widget},
                      field{"survey", &t::survey},
                      field{"identity", &t::identity}};
  }
};

template <>
struct description<break_reason> {
  static constexpr auto fields() {
    using t = break_reason;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"productive", &t::productive},
                      field{"interruptible", &t::interruptible},
                      field{"description", &t::description},
                      field{"alert_after", &t::alert_after}};
  }
};

template <>
struct description<classification> {
  static constexpr auto fields() {
    using t = classification;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"parent", &t::parent}};
  }
};

template <>
struct description<role_config> {
  static constexpr auto fields() {
    using t = role_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"description", &t::description},
                      field{"privileges", &t::privileges}};
  }
};

template <>
struct description<profile_config> {
  static constexpr auto fields() {
    using t = profile_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"description", &t::description},
                      field{"kind", &t::kind},
                      field{"all", &t::all},
                      field{"objects", &t::objects}};
  }
};

template <>
struct description<text_block> {
  static constexpr auto fields() {
    using t = text_block;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"text", &t::text},
                      field{"scope", &t::scope},
                      field{"owner", &t::owner}};
  }
};

template <>
struct description<script_config::question> {
  static constexpr auto fields() {
    using t = script_config::question;
    return std::tuple{field{"name", &t::name},
                      field{"text", &t::text},
                      field{"required", &t::required},
                      field{"choices", &t::choices}};
  }
};

template <>
struct description<script_config::section> {
  static constexpr auto fields() {
    using t = script_config::section;
    return std::tuple{field{"name", &t::name},
                      field{"text", &t::text},
                      field{"questions", &t::questions}};
  }
};

template <>
struct description<script_config> {
  static constexpr auto fields() {
    using t = script_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"sections", &t::sections},
                      field{"queues", &t::queues}};
  }
};

template <>
struct description<custom_field> {
  static constexpr auto fields() {
    using t = custom_field;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"kind", &t::kind},
                      field{"choices", &t::choices}};
  }
};

template <>
struct description<tag_config> {
  static constexpr auto fields() {
    using t = tag_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"colour", &t::colour}};
  }
};

template <>
struct description<blending::weights> {
  static constexpr auto fields() {
    using t = blending::weights;
    return std::tuple{field{"priority", &t::priority},
                      field{"multiplier", &t::multiplier}};
  }
};

template <>
struct description<flow_config> {
  static constexpr auto fields() {
    using t = flow_config;
    return std::tuple{field{"id", &t::id},
                      field{"name", &t::name},
                      field{"description", &t::description},
                      field{"draft", &t::draft},
                      field{"versions", &t::versions}};
  }
};

template <>
struct description<company> {
  static constexpr auto fields() {
    using t = company;
    return std::tuple{
      field{"id", &t::id},
      field{"name", &t::name},
      field{"version", &t::version},
      field{"groups", &t::groups},
      field{"queues", &t::queues},
      field{"agents", &t::agents},
      field{"services", &t::services},
      field{"flows", &t::flows},
      field{"break_reasons", &t::break_reasons},
      field{"classifications", &t::classifications},
      field{"roles", &t::roles},
      field{"profiles", &t::profiles},
      field{"text_blocks", &t::text_blocks},
      field{"scripts", &t::scripts},
      field{"custom_fields", &t::custom_fields},
      field{"tags", &t::tags},
      field{"calendars", &t::calendars},
      field{"holiday_lists", &t::holiday_lists},
      field{"files", &t::files},
      field{"brand", &t::brand},
      field{"mail_sender_name", &t::mail_sender_name},
      field{"weights", &t::weights},
      field{"webchats_per_agent_max", &t::webchats_per_agent_max},
      field{"agent_grace", &t::agent_grace},
      field{"customer_grace", &t::customer_grace},
      field{"cool_down", &t::cool_down},
      field{"channels", &t::channels},
      field{"interruptions", &t::interruptions},
      field{"resume_at_hang_up", &t::resume_at_hang_up},
      field{"site_keys", &t::site_keys},
      field{"telephony_secret", &t::telephony_secret}};
  }
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_COMPANY_FIELDS_HPP
