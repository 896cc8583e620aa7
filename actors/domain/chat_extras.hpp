// What people add to a chat besides lines: a survey, answers to a script. The
// events and commands; what follows from them: chat_extras.cpp.
#ifndef PARLEY_ACTORS_DOMAIN_CHAT_EXTRAS_HPP
#define PARLEY_ACTORS_DOMAIN_CHAT_EXTRAS_HPP

#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace parley::chat {

/// A name with its value: an own field of the box, an answer to a question.
struct named_value {
  std::string name;
  std::string value;
  static constexpr auto fields() {
    using t = named_value;
    return std::tuple{field{"name", &t::name}, field{"value", &t::value}};
  }
  friend bool operator==(const named_value&, const named_value&) = default;
};

/// What the customer thought of the chat.
struct survey {
  int score = 0;
  std::string comment;
  friend bool operator==(const survey&, const survey&) = default;
};

/// The customer has answered the survey, once.
struct survey_submitted {
  static constexpr std::string_view type = "survey_submitted";
  static constexpr int version = 1;
  timestamp at;
  int score = 0;
  std::string comment;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = survey_submitted;
    return std::tuple{field{"at", &e::at},
                      field{"score", &e::score},
                      field{"comment", &e::comment},
                      field{"command", &e::command}};
  }
  friend bool operator==(const survey_submitted&, const survey_submitted&)
    = default;
};

/// X1: what was asked by a script and answered; replaces earlier answers to the
/// same script. Names stand here as they were then: a script may change.
struct script_answered {
  static constexpr std::string_view type = "script_answered";
  static constexpr int version = 1;
  timestamp at;
  script_id script;
  std::string name;
  agent_id agent;
  /// By `section/question`.
  std::vector<named_value> answers;
  std::optional<command_id> command;
  static constexpr auto fields() {
    using e = script_answered;
    return std::tuple{field{"at", &e::at},
                      field{"script", &e::script},
                      field{"name", &e::name},
                      field{"agent", &e::agent},
                      field{"answers", &e::answers},
                      field{"command", &e::command}};
  }
  friend bool operator==(const script_answered&, const script_answered&)
    = default;
};

/// By the customer, after the end.
struct submit_survey {
  int score = 0;
  std::string comment;
};
/// By the owner. That the answers fit the script is checked before.
struct answer_script {
  agent_id agent;
  script_id script;
  std::string name;
  std::vector<named_value> answers;
};

} // namespace parley::chat

#endif // PARLEY_ACTORS_DOMAIN_CHAT_EXTRAS_HPP
