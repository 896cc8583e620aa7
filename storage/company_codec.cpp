// A company's configuration to JSON text and back.
#include "storage/company_fields.hpp"
#include "storage/event_codec.hpp"

namespace parley::storage {

namespace {

/// Before flows had versions, one was its only graph: `{id, version, first,
/// nodes}`.
void raise_flows(nlohmann::json& company) {
  const auto flows = company.find("flows");
  if (flows == company.end() || !flows->is_object()) {
    return;
  }
  for (auto& [id, flow] : flows->items()) {
    if (!flow.is_object() || !flow.contains("nodes")) {
      continue;
    }
    nlohmann::json graph{{"nodes", flow["nodes"]}};
    if (flow.contains("first")) {
      graph["first"] = flow["first"];
    }
    flow = {{"id", flow.value("id", nlohmann::json(id))},
            {"name", id},
            {"versions",
             {{{"version", flow.value("version", nlohmann::json(1))},
               {"what", std::move(graph)}}}}};
  }
}

} // namespace

std::string encode_company(const company& c) {
  std::string out;
  append_json(out, c);
  return out;
}

result<company, store_error> decode_company(std::string_view text) {
  auto from = nlohmann::json::parse(text, nullptr, false);
  company c;
  if (!from.is_object() || !from.contains("id")) {
    return store_error{store_errc::corrupt_record,
                       "The stored configuration of a company is not what "
                       "Parley writes."};
  }
  raise_flows(from);
  const auto wrong = json_value<company>::wrong_member(from, c);
  if (!wrong.empty()) {
    return store_error{store_errc::corrupt_record,
                       "The stored configuration of company \"" + c.id.value
                         + "\" has a damaged field \"" + std::string{wrong}
                         + "\"."};
  }
  return c;
}

} // namespace parley::storage
