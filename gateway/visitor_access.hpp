// Customers' pages over HTTP: who they are by their own token, and that their
// site may ask (CORS). The page is another site's, so no cookie is involved.
#ifndef PARLEY_GATEWAY_VISITOR_ACCESS_HPP
#define PARLEY_GATEWAY_VISITOR_ACCESS_HPP

#include "gateway/core.hpp"

#include <optional>

namespace parley::gateway {

/// The service by the public token in the query's `token`, if it is there and
/// lists the page's Origin, or there is none.
struct visited_service {
  actors::directory_entry company;
  service_id service;
};
[[nodiscard]] std::variant<visited_service, refusal>
service_of(const core& c, const http_request& r);

/// Lets the page of the request's Origin read the answer.
void allow_origin(const http_request& r, http_response& to);
/// What a browser asks before a request with a token: answers it.
void answer_preflight(const core& c,
                      const http_request& r,
                      const char* methods,
                      const respond& answer);

/// The chat of `Authorization: Bearer <chat>.<secret>`; reads the store.
[[nodiscard]] std::variant<chat::state, refusal>
visitors_chat(const core& c, const http_request& r, const company_id& of);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_VISITOR_ACCESS_HPP
