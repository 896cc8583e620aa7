// What a company's configuration says of boxes, classifications, breaks and
// scripts: whether it makes sense, and what follows from it. Pure.
#ifndef PARLEY_ACTORS_DOMAIN_COMPANY_EXTRAS_HPP
#define PARLEY_ACTORS_DOMAIN_COMPANY_EXTRAS_HPP

#include "actors/domain/chat_extras.hpp"
#include "actors/domain/company.hpp"
#include "protocol/refusal_code.hpp"

#include <optional>
#include <string>
#include <vector>

namespace parley {

/// What is wrong with a value of a configuration.
struct finding {
  std::string path;
  std::string what;
};

/// A part of `validate`.
[[nodiscard]] std::vector<finding> check_extras(const company& c);

/// X1: what an answer to this question is filed under.
[[nodiscard]] std::string script_key(const script_config::section& section,
                                     const script_config::question& question);
/// X1: why these answers do not fit the script, or nothing. Required questions
/// are answered, choices are among those offered, nothing is answered twice.
[[nodiscard]] std::optional<refusal>
refusal_of(const script_config& s, const std::vector<chat::named_value>& all);

/// X1: is this script one that the agent may use? By the queues it is for.
[[nodiscard]] bool
may_use(const company& c, const agent_config& who, const script_config& s);

/// W1: why a chat cannot begin with what the customer filled in, or nothing.
[[nodiscard]] std::optional<refusal>
refusal_of(const widget_settings& w,
           const std::string& name,
           const std::string& email,
           const std::vector<chat::named_value>& fields);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_COMPANY_EXTRAS_HPP
