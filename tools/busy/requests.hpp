// What agents and administrators of the demo ask over HTTP.
#ifndef PARLEY_TOOLS_BUSY_REQUESTS_HPP
#define PARLEY_TOOLS_BUSY_REQUESTS_HPP

#include "tools/client/http_client.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace parley::tools::busy {

/// Links a chat to the contact with its customer's e-mail, or makes one of what
/// the customer gave. @returns false if it could not.
bool link_contact(const endpoint& server,
                  const std::string& cookies,
                  const std::string& chat);

/// @returns how many were new, or why not.
[[nodiscard]] result<std::uint64_t, http_failure> import_contacts(
  const endpoint& server, const std::string& cookies, const std::string& csv);

/// @returns whether the company has any contact; nothing if it cannot be told.
[[nodiscard]] std::optional<bool> has_contacts(const endpoint& server,
                                               const std::string& cookies);

} // namespace parley::tools::busy

#endif // PARLEY_TOOLS_BUSY_REQUESTS_HPP
