#include "gateway/first_start.hpp"

#include "gateway/second_factor.hpp"
#include "gateway/secrets.hpp"
#include "storage/identity_rows.hpp"

namespace parley::gateway {

namespace {

company first_company(const std::string& id) {
  company c;
  c.id = company_id{id};
  c.name = id;
  c.version = 1;
  c.telephony_secret = random_hex(32);
  agent_config admin;
  admin.id = agent_id{"admin"};
  admin.login = "admin";
  admin.name = "Administrator";
  admin.roles = {role_id{"administrator"}};
  c.agents[admin.id] = admin;
  return c;
}

} // namespace

result<std::optional<first_administrator>, storage::store_error>
make_first_company(storage::store& store, const std::string& id) {
  const auto existing = store.companies();
  if (!existing) {
    return existing.error();
  }
  if (!existing.value().empty()) {
    return std::optional<first_administrator>{};
  }
  const auto made = first_company(id);
  const auto wrong = validate(made);
  if (!wrong.empty()) {
    return storage::store_error{storage::store_errc::unavailable,
                                "The first company: " + wrong.front()};
  }
  const auto password = one_time_password();
  const agent_id admin{"admin"};
  const storage::credential credential{admin, hash_password(password)};
  // The company last: after a crash before it the next start begins anew.
  const auto marked = storage::identity_rows{store}.put_one_time(
    made.id, {admin, digest_of(credential)});
  if (!marked) {
    return marked.error();
  }
  if (const auto put = store.put_credential(made.id, credential); !put) {
    return put.error();
  }
  if (const auto put = store.put_company(made); !put) {
    return put.error();
  }
  return std::optional{first_administrator{made.id, "admin", password}};
}

} // namespace parley::gateway
