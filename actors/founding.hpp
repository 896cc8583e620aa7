// How a company is made while the server runs: the switchboard stores it, then
// spawns it, then publishes it.
#ifndef PARLEY_ACTORS_FOUNDING_HPP
#define PARLEY_ACTORS_FOUNDING_HPP

#include "actors/actors.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::actors {

struct found_company {
  company_ptr config;
  /// Written in one piece with it.
  std::shared_ptr<const storage::audit_entry> by;
};
struct company_founded {
  /// As it was stored, if it was.
  company_ptr config;
  std::optional<refusal> refused;
  /// `invalid_value`: what is wrong, a sentence each.
  std::vector<std::string> problems;
};

/// What the switchboard is besides: few ask for it, and `actors.hpp` is read by
/// everybody.
using founding_switchboard_actor = switchboard_actor::extend<
  // There is a new company; answers when it can be used.
  caf::replies_to<found_company>::with<company_founded>>;

[[nodiscard]] inline founding_switchboard_actor founder(const running& r) {
  // `start` spawns nothing else.
  return caf::actor_cast<founding_switchboard_actor>(r.switchboard);
}

/// @returns which service of `c` has a token that another company's has: by
/// its token alone a service is found (O2).
[[nodiscard]] std::vector<std::string> taken_tokens(const directory& all,
                                                    const parley::company& c);

} // namespace parley::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::actors::found_company)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parley::actors::company_founded)

#endif // PARLEY_ACTORS_FOUNDING_HPP
