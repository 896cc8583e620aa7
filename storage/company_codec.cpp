// A company's configuration to JSON text and back.
#include "storage/company_fields.hpp"
#include "storage/event_codec.hpp"

namespace parley::storage {

std::string encode_company(const company& c) {
  std::string out;
  append_json(out, c);
  return out;
}

result<company, store_error> decode_company(std::string_view text) {
  const auto from = nlohmann::json::parse(text, nullptr, false);
  company c;
  if (!from.is_object() || !from.contains("id")) {
    return store_error{store_errc::corrupt_record,
                       "The stored configuration of a company is not what "
                       "Parley writes."};
  }
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
