// What the resources of the CRM share: work on threads that may wait for the
// disk, what the store refused as problems, a session as JSON and who sees it.
#ifndef PARLEY_GATEWAY_API_CRM_HPP
#define PARLEY_GATEWAY_API_CRM_HPP

#include "gateway/api/resource.hpp"
#include "protocol/crm_limits.hpp"
#include "storage/contacts.hpp"

#include <optional>
#include <string>
#include <variant>

namespace parley::gateway {

/// A request whose caller is known and may; it outlives its socket.
struct crm_request {
  core& world;
  caller who;
  http_request request;
  respond answer;

  [[nodiscard]] const company_id& company() const { return who.who.company; }
  [[nodiscard]] storage::contacts contacts() const {
    return storage::contacts{*world.store};
  }
  [[nodiscard]] timestamp now() const { return world.world->time->now(); }
  [[nodiscard]] const std::string& part(const char* name) const {
    return request.parts.at(name);
  }
  /// Of the query; empty: not there.
  [[nodiscard]] std::string value(const char* name) const;
  void refuse(const refusal& why) const { answer(problem(why)); }
};

using crm_act = void (*)(const crm_request&);

/// A route that takes a privilege; `act` runs on a thread that may wait.
void add_crm_route(core& c,
                   const char* method,
                   const char* pattern,
                   privilege wanted,
                   area what,
                   crm_act act);

/// What the store said no to, as a problem.
[[nodiscard]] http_response problem_of(const storage::store_error& why);
/// As above, of a page: what it says no to is where the page begins.
[[nodiscard]] http_response problem_of_page(const storage::store_error& why);
/// Of values that are not valid, a sentence each.
[[nodiscard]] http_response
problem_of_values(const std::vector<std::string>& wrong);

struct crm_page {
  std::size_t limit = 0;
  std::string after;
};
/// `limit` (1 to `most`) and `after` of the query, or what is wrong.
[[nodiscard]] std::variant<crm_page, refusal> crm_page_of(const crm_request& r,
                                                          std::size_t most);
/// A time of the query in Unix milliseconds, or what is wrong.
[[nodiscard]] std::variant<std::optional<timestamp>, refusal>
time_of(const crm_request& r, const char* name);

/// Q3: does the caller's profile show this session? Its agent sees it always.
[[nodiscard]] bool shows_session(const caller& who, const chat::state& s);

/// The session of the path if the caller sees it. Answers 404 itself.
[[nodiscard]] std::optional<chat::state> session_of(const crm_request& r);

/// A session as the API shows it. @param contact null: none, or not asked
[[nodiscard]] std::string session_json(const chat::state& s,
                                       const contact_id* of);

/// A page of a contact's sessions that the caller sees, the newest start first.
struct shown_sessions {
  /// JSON objects with commas between.
  std::string items;
  std::size_t count = 0;
  std::string next;
};
[[nodiscard]] result<shown_sessions, storage::store_error>
sessions_of(const crm_request& r, const contact_id& of, const crm_page& p);

/// Answers with a contact and its version.
void show_contact(const crm_request& r, const contact& x, unsigned status);
[[nodiscard]] std::string etag_of(const contact& x);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_CRM_HPP
