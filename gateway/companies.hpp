// Companies that are made at the first start: the demo's two, and files.
#ifndef PARLEY_GATEWAY_COMPANIES_HPP
#define PARLEY_GATEWAY_COMPANIES_HPP

#include "storage/store.hpp"

#include <string>
#include <vector>

namespace parley::gateway {

/// A person who may log in, for the demo's printed list.
struct demo_login {
  std::string login;
  std::string password;
  std::string name;
  /// Of the built-in roles, in words.
  std::string role = "agent";
};

struct demo_company {
  company_id id;
  std::string name;
  std::string token;
  std::string telephony_secret;
  std::vector<demo_login> logins;
};

/// Imports the demo's companies from the documents of `gateway/demo/` unless
/// they exist. The documents leave out what must be secret: passwords, tokens
/// and telephony secrets are drawn here and kept in `<data>/demo.json` (mode
/// 0600), from which they are read later on.
[[nodiscard]] result<std::vector<demo_company>, storage::store_error>
ensure_demo(storage::store& store, const std::string& data);

/// Creates the company of a JSON file unless it exists: the configuration, and
/// `"passwords": {"<agent id>": "<password>"}`.
[[nodiscard]] result<done, storage::store_error>
import_company(storage::store& store, const std::string& file);

/// Writes a file that only its owner may read, synced.
[[nodiscard]] bool write_private_file(const std::string& path,
                                      const std::string& text);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_COMPANIES_HPP
