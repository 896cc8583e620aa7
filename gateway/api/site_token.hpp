// What a website says of its customer: a JWT that it has signed (W8). Pure but
// for the hash.
#ifndef PARLEY_GATEWAY_API_SITE_TOKEN_HPP
#define PARLEY_GATEWAY_API_SITE_TOKEN_HPP

#include "actors/actors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::gateway {

/// @param keys those of the service; any of them may have signed
/// @param audience the token of the service
/// @returns the claims, or nothing: not signed by us, not for us, too old, good
/// for too long, without a subject, or not a JWT at all.
[[nodiscard]] std::optional<actors::site_claims>
read_site_token(std::string_view text,
                const std::vector<site_key>& keys,
                std::string_view audience,
                timestamp now);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_SITE_TOKEN_HPP
