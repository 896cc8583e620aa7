#include "gateway/companies_passwords.hpp"

#include <nlohmann/json.hpp>

namespace parley::gateway {

result<std::map<agent_id, std::string>, std::string>
passwords_in(const std::string& document) {
  const auto parsed = nlohmann::json::parse(document, nullptr, false);
  if (!parsed.is_object()) {
    return std::string{"is not a JSON object"};
  }
  std::map<agent_id, std::string> passwords;
  const auto listed = parsed.find("passwords");
  if (listed == parsed.end()) {
    return passwords;
  }
  if (!listed->is_object()) {
    return std::string{"passwords: is not an object"};
  }
  for (const auto& [agent, password] : listed->items()) {
    if (!password.is_string()) {
      return "passwords." + agent + ": is not a text";
    }
    passwords.emplace(agent_id{agent}, password.get<std::string>());
  }
  return passwords;
}

} // namespace parley::gateway
