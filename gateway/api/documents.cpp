// The documents that describe Parley to programs, as they were when it was
// built.
#include "gateway/documents.hpp"

#include "gateway/core.hpp"

namespace parley::gateway {

void add_document_routes(core& c) {
  const auto serve = [](std::string_view text) {
    return [text](const http_request&, const respond& answer) {
      http_response r;
      r.content_type = "application/yaml";
      // Readers of documents run in browsers, on sites of their own.
      r.headers.emplace_back("Access-Control-Allow-Origin", "*");
      r.body = text;
      answer(std::move(r));
    };
  };
  c.public_routes.add("GET", "/api/v1/openapi.yaml", serve(documents::openapi));
  c.public_routes.add(
    "GET", "/api/v1/asyncapi.yaml", serve(documents::asyncapi));
}

} // namespace parley::gateway
