// The passwords that the document of a company brings; the configuration itself
// has none.
#ifndef PARLEY_GATEWAY_COMPANIES_PASSWORDS_HPP
#define PARLEY_GATEWAY_COMPANIES_PASSWORDS_HPP

#include "protocol/ids.hpp"
#include "protocol/result.hpp"

#include <map>
#include <string>

namespace parley::gateway {

/// @returns the passwords by user, or what is wrong with them.
[[nodiscard]] result<std::map<agent_id, std::string>, std::string>
passwords_in(const std::string& document);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_COMPANIES_PASSWORDS_HPP
