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
    return parley::may(config(), user(), wanted, what);
  }
  /// Nobody without the right to change roles touches users who may more.
  [[nodiscard]] bool may_act_on(const agent_config& other) const;
};

/// Finds out who asks. Answers 401, 403 (another site's page) or 429 itself,
/// and then returns nothing.
[[nodiscard]] std::optional<caller>
identify(core& c, const http_request& r, const respond& answer);

/// As above, and answers 403 if the caller has not the privilege.
[[nodiscard]] std::optional<caller> identify(core& c,
                                             const http_request& r,
                                             const respond& answer,
                                             privilege wanted,
                                             area what);

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

// For operators: a company's configuration as one document.
void export_company(core& c, const http_request& r, const respond& answer);
void import_document(core& c, const http_request& r, const respond& answer);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_RESOURCE_HPP
