#include "actors/domain/policy.hpp"

namespace parley {

const std::string& in_language(const localised_text& all,
                               std::string_view language,
                               const std::string& otherwise) {
  while (!language.empty()) {
    const auto found = all.find(std::string{language});
    if (found != all.end()) {
      return found->second;
    }
    const auto dash = language.rfind('-');
    language = dash == std::string_view::npos ? "" : language.substr(0, dash);
  }
  return otherwise;
}

} // namespace parley
