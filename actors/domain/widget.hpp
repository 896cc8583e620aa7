// How the box on a website looks and what it asks (W1), what a website may say
// of its customers (W8). Pure values.
#ifndef PARLEY_ACTORS_DOMAIN_WIDGET_HPP
#define PARLEY_ACTORS_DOMAIN_WIDGET_HPP

#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {

/// In which corner of the page.
enum class widget_position : std::uint8_t { right, left };
template <>
inline constexpr auto names_of<widget_position> = std::to_array<
  std::pair<widget_position, std::string_view>>({
  {widget_position::right, "right"},
  {widget_position::left, "left"},
});

/// Before the chat: not asked, may be left empty, must be filled in.
enum class asked : std::uint8_t { no, optional, required };
template <>
inline constexpr auto
  names_of<asked> = std::to_array<std::pair<asked, std::string_view>>({
    {asked::no, "no"},
    {asked::optional, "optional"},
    {asked::required, "required"},
  });

/// W8: whether a website says whom it knows.
enum class site_identity : std::uint8_t { optional, required };
template <>
inline constexpr auto names_of<site_identity> = std::to_array<
  std::pair<site_identity, std::string_view>>({
  {site_identity::optional, "optional"},
  {site_identity::required, "required"},
});

/// What a customer is asked for besides name and email.
struct own_field {
  std::string name;
  bool required = false;
  friend bool operator==(const own_field&, const own_field&) = default;
};

struct widget_settings {
  /// Over the box; empty: the name of the service.
  std::string title;
  /// `#rrggbb`, lower case; empty: the company's.
  std::string colour;
  widget_position position = widget_position::right;
  /// The box opens by itself after this time, once a page view; 0: never.
  duration auto_open{};
  /// `de`; empty: the language of the page.
  std::string language;
  asked ask_name = asked::no;
  asked ask_email = asked::no;
  std::vector<own_field> fields;
  /// W2: customers may send files, if the company lets anybody.
  bool files = true;
  friend bool operator==(const widget_settings&, const widget_settings&)
    = default;
};

/// After the chat: one question, answered with 1 to 5 and a comment.
struct survey_settings {
  bool on = false;
  /// Empty: the box asks in its own words.
  std::string question;
  friend bool operator==(const survey_settings&, const survey_settings&)
    = default;
};

/// Signs what a website says of its customers (HS256).
struct site_key {
  std::string id;
  /// Hexadecimal; of no effect but to those who know it.
  std::string secret;
  timestamp made;
  friend bool operator==(const site_key&, const site_key&) = default;
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_WIDGET_HPP
