// Texts of flows: names in them, comparison, and what an answer looks like.
// Pure.
#ifndef PARLEY_ACTORS_DOMAIN_FLOW_TEXT_HPP
#define PARLEY_ACTORS_DOMAIN_FLOW_TEXT_HPP

#include "actors/domain/flow.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::flow {

/// Is this the name of a variable: a letter, then letters, digits and `_`; in
/// lower case, at most 32?
[[nodiscard]] bool is_name(std::string_view text);
/// Variables that every chat has.
[[nodiscard]] bool is_built_in(std::string_view name);

/// The names that stand in `<>` in a text.
[[nodiscard]] std::vector<std::string> names_in(std::string_view text);
/// The text with each `<name>` replaced; what has no value becomes nothing.
[[nodiscard]] std::string
expanded(std::string_view text,
         const std::function<std::string(const std::string&)>& value_of);

/// A value inside a URL: all but letters, digits and `-._~` as `%XX`.
[[nodiscard]] std::string url_encoded(std::string_view text);
/// A value between the quotation marks of a JSON text.
[[nodiscard]] std::string json_escaped(std::string_view text);

/// The least number of characters to insert, remove or replace to make `a` of
/// `b`.
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b);
/// The same to make some part of `text` of `part`.
[[nodiscard]] std::size_t distance_inside(std::string_view part,
                                          std::string_view text);
/// Both folded already.
[[nodiscard]] bool
matches(const match& m, std::string_view wanted, std::string_view text);

/// The answer as it is kept, or nothing: it does not look like one.
[[nodiscard]] std::optional<std::string> accepted(answer_kind kind,
                                                  std::string_view answer);

/// The option that was chosen by number or label, or nothing.
[[nodiscard]] std::optional<std::size_t>
chosen(const menu& m,
       std::string_view answer,
       const std::function<std::string(std::string_view)>& fold);

} // namespace parley::flow

#endif // PARLEY_ACTORS_DOMAIN_FLOW_TEXT_HPP
