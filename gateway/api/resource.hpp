// What the resources of /api/v1 share: who asks, with which rights, and the
// form of answers (E2). Knows no Beast.
#ifndef PARLEY_GATEWAY_API_RESOURCE_HPP
#define PARLEY_GATEWAY_API_RESOURCE_HPP

#include "actors/domain/rights.hpp"
#include "gateway/core.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace parley::gateway {

/// The cookie's name; over TLS one that only this host can have set.
[[nodiscard]] std::string cookie_name(const core& c);

/// A change by cookie must come from our own pages (CSRF).
[[nodiscard]] bool from_own_page(const http_request& r);

/// The newest configuration of a company, or null.
[[nodiscard]] company_ptr company_of(const core& c, const company_id& id);

/// A user who asks, as the configuration of this moment knows them.
struct caller {
  person who;
  actors::directory_entry company;

  [[nodiscard]] const parley::company& config() const {
    return *company.config;
  }
  [[nodiscard]] const agent_config& user() const {
    return config().agents.at(who.agent);
  }
  [[nodiscard]] bool may(privilege wanted, area what) const {
    return may(config(), wanted, what);
  }
  /// As above, in another version of the configuration. A program may what its
  /// token is for and its user may, whichever is less.
  [[nodiscard]] bool
  may(const parley::company& now, privilege wanted, area what) const;
  /// Does the profile show this user? What it hides is not there (Q3).
  [[nodiscard]] bool sees_user(const agent_id& other) const;
  /// A program that acts for the user, by an API token.
  [[nodiscard]] bool is_program() const { return who.scopes.has_value(); }
  /// Nobody without the right to change roles touches users who may more.
  [[nodiscard]] bool may_act_on(const agent_config& other) const;
};

/// Finds out who asks, by cookie or API token. Answers 401, 403 (another site's
/// page, or a step of signing in that is still to be done) or 429 itself, and
/// then returns nothing.
[[nodiscard]] std::optional<caller>
identify(core& c, const http_request& r, const respond& answer);

/// As above, and answers 403 to programs: for what a user does in person.
[[nodiscard]] std::optional<caller>
identify_in_person(core& c, const http_request& r, const respond& answer);

/// As above, also with steps of signing in still to be done: for those steps.
[[nodiscard]] std::optional<caller>
identify_signing_in(core& c, const http_request& r, const respond& answer);

/// As above, and answers 403 if the caller has not the privilege.
[[nodiscard]] std::optional<caller> identify(core& c,
                                             const http_request& r,
                                             const respond& answer,
                                             privilege wanted,
                                             area what);

/// The user whom `{id}` of the path names. Answers 404 itself, also for one
/// whom the profile hides (Q3), and 403 if they may more than who wants to
/// change something.
[[nodiscard]] std::optional<person>
user_in_path(const caller& who, const http_request& r, const respond& answer);

/// As `identify_in_person`, and answers 403 if the caller has not the
/// privilege.
[[nodiscard]] std::optional<caller> identify_in_person(core& c,
                                                       const http_request& r,
                                                       const respond& answer,
                                                       privilege wanted,
                                                       area what);

/// The user of a company who has this login.
[[nodiscard]] std::optional<agent_id> agent_with(const company_ptr& company,
                                                 const std::string& login);

/// The user whose `login` an operator's body names. Answers 400 and 404 itself.
[[nodiscard]] std::optional<agent_id> agent_in_body(const company_ptr& company,
                                                    const http_request& r,
                                                    const respond& answer);

/// 200 with a JSON text.
[[nodiscard]] http_response json_response(std::string text);

/// The version of a resource that has this JSON text.
[[nodiscard]] std::string etag_of(const std::string& json);

/// May a change be made of what has this ETag? Absent: yes.
[[nodiscard]] std::optional<refusal> check_if_match(const http_request& r,
                                                    const std::string& etag);

/// Part of a list.
struct page {
  std::size_t limit = 0;
  /// Only what comes after it; empty: from the beginning.
  std::string after;
  /// In lower case; empty: all.
  std::string search;
};

/// @returns the page that the query names, or what is wrong with it.
[[nodiscard]] std::variant<page, refusal> page_of(const http_request& r);

/// A change of the configuration on its newest version.
using edit = std::function<std::optional<refusal>(parley::company&)>;

/// Lets the company make a change; answers problems itself.
/// @param record what the audit log keeps of it, in one piece with the change
/// @param then what to answer with the configuration that it led to
void make_change(core& c,
                 const actors::company_actor& company,
                 edit what,
                 actors::configuration_record record,
                 const respond& answer,
                 std::function<void(const parley::company&)> then);

/// The user is gone: who gets the same id later must not get in by what this
/// one had. `then` comes from another thread, also if it could not be stored,
/// which is logged.
void forget_user(core& c,
                 const company_id& company,
                 const agent_id& user,
                 std::function<void()> then);

// For operators: a password for one log-in, which the answer shows.
void reset_password(core& c, const http_request& r, const respond& answer);
/// For operators: takes the second factor of a user away.
void reset_second_factor(core& c, const http_request& r, const respond& answer);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_RESOURCE_HPP
