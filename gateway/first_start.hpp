// The first start without companies: one is made, with one administrator, whose
// password is good for one log-in and stands on the terminal alone.
#ifndef PARLEY_GATEWAY_FIRST_START_HPP
#define PARLEY_GATEWAY_FIRST_START_HPP

#include "storage/store.hpp"

#include <optional>
#include <string>

namespace parley::gateway {

struct first_administrator {
  company_id company;
  std::string login;
  std::string password;
};

/// Makes the company `id` with the user `admin`, unless the store has a
/// company. @returns nothing then.
[[nodiscard]] result<std::optional<first_administrator>, storage::store_error>
make_first_company(storage::store& store, const std::string& id);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_FIRST_START_HPP
