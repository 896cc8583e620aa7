// A company's whole configuration as one document, for operators: to keep it,
// to move it, to write it by hand. It holds secrets of the company (telephony),
// never passwords.
#include "gateway/api/audit.hpp"
#include "gateway/api/resource.hpp"
#include "storage/event_codec.hpp"

namespace parley::gateway {

namespace {

std::optional<actors::directory_entry> company_with(const core& c,
                                                    const http_request& r) {
  const auto published = c.running.companies->now();
  const auto found
    = published->companies.find(company_id{r.parts.at("company")});
  if (found == published->companies.end()) {
    return std::nullopt;
  }
  return found->second;
}

void show_document(const parley::company& c, const respond& answer) {
  auto text = storage::encode_company(c);
  const auto etag = etag_of(text);
  auto response = json_response(std::move(text));
  response.headers.emplace_back("ETag", etag);
  answer(std::move(response));
}

void replace_document(core& c,
                      const actors::directory_entry& company,
                      const http_request& r,
                      const respond& answer) {
  auto read = storage::decode_company(r.body);
  if (!read) {
    answer(problem({refusal_code::invalid_value, read.error().text}));
    return;
  }
  if (read.value().id != company.config->id) {
    answer(
      problem({refusal_code::invalid_value, "id: is not that of the company"}));
    return;
  }
  make_change(
    c,
    company.company,
    [r, next = std::move(read).value()](
      parley::company& now) -> std::optional<refusal> {
      const auto etag = etag_of(storage::encode_company(now));
      if (auto no = check_if_match(r, etag)) {
        return no;
      }
      const auto version = now.version;
      now = next;
      now.version = version;
      return std::nullopt;
    },
    // By an operator, who has no name here.
    [e = entry_of(
       {}, r, "configuration.imported", {"company", company.config->id.value})](
      const parley::company& before, const parley::company& after) {
      auto entry = e;
      entry.details["fields"] = changed_members(storage::encode_company(before),
                                                storage::encode_company(after));
      return entry;
    },
    answer,
    [answer](const parley::company& changed) {
      show_document(changed, answer);
    });
}

} // namespace

void export_company(core& c, const http_request& r, const respond& answer) {
  const auto company = company_with(c, r);
  if (company) {
    show_document(*company->config, answer);
  } else {
    answer(problem({refusal_code::not_found}));
  }
}

void import_document(core& c, const http_request& r, const respond& answer) {
  const auto company = company_with(c, r);
  if (company) {
    replace_document(c, *company, r, answer);
  } else {
    answer(problem({refusal_code::not_found}));
  }
}

} // namespace parley::gateway
