// What pages on other websites may ask over HTTP: by the public token of a
// service, from the origins that it lists (O2, W5).
#ifndef PARLEY_GATEWAY_API_WIDGET_HPP
#define PARLEY_GATEWAY_API_WIDGET_HPP

#include "gateway/core.hpp"

#include <optional>

namespace parley::gateway {

/// The service of a request, in its company.
struct widget_service {
  actors::directory_entry company;
  service_id id;

  [[nodiscard]] const service_config& config() const {
    return company.config->services.at(id);
  }
};

/// Lets the page of `r` read the answers (CORS).
[[nodiscard]] respond readable_by_page(const http_request& r,
                                       const respond& answer);

/// The service of the path's `{token}`. Answers itself if there is none, if
/// the page may not use it or asks too often, and then returns nothing.
[[nodiscard]] std::optional<widget_service>
service_of(core& c, const http_request& r, const respond& answer);

/// Files of a customer; in files.cpp.
void add_file_routes(core& c);
void add_widget_routes(core& c);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_WIDGET_HPP
