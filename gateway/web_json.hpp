// What is taken out of another server's JSON (F2). Pure.
#ifndef PARLEY_GATEWAY_WEB_JSON_HPP
#define PARLEY_GATEWAY_WEB_JSON_HPP

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace parley::gateway {

/// @param wanted variables and where they stand (RFC 6901)
/// @returns each with the text, number or truth that stands there, and empty
/// where nothing of that kind does; nothing if `body` is not JSON.
[[nodiscard]] std::optional<std::map<std::string, std::string>>
found_in(std::string_view body,
         const std::map<std::string, std::string>& wanted);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_WEB_JSON_HPP
