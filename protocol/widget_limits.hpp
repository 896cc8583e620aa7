// Bounds of what websites, customers and agents add to a chat besides lines.
// Inclusive, like those of limits.hpp.
#ifndef PARLEY_PROTOCOL_WIDGET_LIMITS_HPP
#define PARLEY_PROTOCOL_WIDGET_LIMITS_HPP

#include "protocol/time.hpp"

#include <chrono>
#include <cstddef>

namespace parley::limits {

// Settings of the box (W1).
inline constexpr duration widget_auto_open_max = std::chrono::seconds{3600};
/// Own fields that a customer is asked for before the chat.
inline constexpr std::size_t widget_fields_max = 10;
inline constexpr std::size_t widget_field_characters_max = 200;
/// How long a browser may keep the settings of a service.
inline constexpr duration widget_settings_fresh = std::chrono::seconds{60};
/// Requests of pages on other websites from one address: an office has one.
inline constexpr std::size_t widget_requests_per_minute_max = 600;

/// A company's mark is shown at 64 pixels; every change of a setting carries
/// it.
inline constexpr std::size_t logo_bytes_max = std::size_t{16} * 1024;

// What a website says of its customer (W8).
/// Keys of a service: the one that signs and the one before or after it.
inline constexpr std::size_t site_keys_max = 2;
inline constexpr std::size_t site_token_characters_max = 2'000;
inline constexpr duration site_token_life_max = std::chrono::minutes{5};
/// How far the clock of a website may be off.
inline constexpr duration site_token_skew = std::chrono::seconds{30};

// Survey after a chat.
inline constexpr int survey_score_min = 1;
inline constexpr int survey_score_max = 5;
inline constexpr std::size_t survey_comment_characters_max = 1'000;

// Answers to scripts (X1): scripts of one chat, answers of one script.
inline constexpr std::size_t chat_scripts_max = 10;
inline constexpr std::size_t script_answers_max = 200;
inline constexpr std::size_t script_answer_characters_max = 1'000;

// Classifications (C1).
inline constexpr std::size_t classification_depth_max = 6;
inline constexpr std::size_t classification_text_characters_max = 250;

// Breaks (P9): after which the agent is reminded, hh:mm.
inline constexpr duration break_alert_min = std::chrono::minutes{1};
inline constexpr duration break_alert_max = std::chrono::minutes{24 * 60 - 1};

/// Languages that one text of a queue is written in.
inline constexpr std::size_t text_languages_max = 16;

} // namespace parley::limits

#endif // PARLEY_PROTOCOL_WIDGET_LIMITS_HPP
