// A company's whole configuration as one document, on the operators' address.
#ifndef PARLEY_GATEWAY_API_COMPANY_DOCUMENT_HPP
#define PARLEY_GATEWAY_API_COMPANY_DOCUMENT_HPP

#include "gateway/core.hpp"

namespace parley::gateway {

void export_company(core& c, const http_request& r, const respond& answer);
/// Replaces a company's, or makes a company.
void receive_company(core& c,
                     const http_request& r,
                     const respond& answer,
                     const accept_body& accept);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_API_COMPANY_DOCUMENT_HPP
