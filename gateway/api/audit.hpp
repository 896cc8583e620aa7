// What resources record of administrative acts (A3).
#ifndef PARLEY_GATEWAY_API_AUDIT_HPP
#define PARLEY_GATEWAY_API_AUDIT_HPP

#include "gateway/core.hpp"
#include "storage/audit_entry.hpp"

#include <string>

namespace parley::gateway {

/// Whom and what an act is about.
struct audit_object {
  std::string kind;
  std::string id;
};

/// An entry without details, cut to what the log takes.
/// @param who empty: nobody is known, or an operator
[[nodiscard]] storage::audit_entry entry_of(const agent_id& who,
                                            const http_request& r,
                                            const std::string& act,
                                            const audit_object& of);

/// The names of the members that are not the same in two JSON objects, cut to
/// what a detail takes. Values stay out of the log: they may be secret.
[[nodiscard]] std::string changed_members(const std::string& before,
                                          const std::string& after);

/// Writes an entry, durable on return, before the act is done. @returns why it
/// could not be written; the act must not be done then.
[[nodiscard]] std::optional<refusal>
record(core& c, const company_id& company, storage::audit_entry e);

/// A wrong password or code of a known user, and that it locked the account.
/// What cannot be recorded is refused as well.
void record_wrong_login(core& c,
                        const company_id& company,
                        const agent_id& user,
                        const http_request& r,
                        const login_outcome& o);

// For operators: a company's log, and whether it is whole.
void show_audit(core& c, const http_request& r, const respond& answer);
void check_audit(core& c, const http_request& r, const respond& answer);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_AUDIT_HPP
