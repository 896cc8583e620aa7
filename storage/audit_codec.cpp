// Rows of the audit log, member by member.
#include "storage/audit_codec.hpp"

#include "storage/json_fields.hpp"

namespace parley::storage {

namespace {

/// The flat form that is stored.
struct stored_row {
  std::uint64_t number = 0;
  timestamp at;
  agent_id who;
  std::string address;
  std::string act;
  std::string object_kind;
  std::string object;
  std::map<std::string, std::string> details;

  static constexpr auto fields() {
    using t = stored_row;
    return std::tuple{field{"number", &t::number},
                      field{"at", &t::at},
                      field{"who", &t::who},
                      field{"address", &t::address},
                      field{"act", &t::act},
                      field{"object_kind", &t::object_kind},
                      field{"object", &t::object},
                      field{"details", &t::details}};
  }
};

} // namespace

template <>
struct description<audit_head> {
  static constexpr auto fields() {
    using t = audit_head;
    return std::tuple{field{"number", &t::number}, field{"hash", &t::hash}};
  }
};

namespace {

constexpr int row_version = 1;

template <class Row>
std::string encode(const Row& row) {
  std::string out = "{\"version\":";
  append_json(out, row_version);
  out += ",\"row\":";
  append_json(out, row);
  out += '}';
  return out;
}

template <class Row>
result<Row, store_error> decode(std::string_view text) {
  const auto from = nlohmann::json::parse(text, nullptr, false);
  int version = 0;
  const bool sound = from.is_object() && from.contains("version")
                     && from.contains("row")
                     && read_json(from["version"], version);
  if (sound && version > row_version) {
    return store_error{store_errc::unknown_format,
                       "A row of the audit log has version "
                         + std::to_string(version)
                         + ", which a newer version of Parley wrote: use that "
                           "version."};
  }
  Row row;
  if (!sound || version < 1 || !read_json(from["row"], row)) {
    return store_error{store_errc::corrupt_record,
                       "A row of the audit log is not what Parley writes."};
  }
  return row;
}

} // namespace

std::string encode_audit(std::uint64_t number, const audit_entry& e) {
  return encode(stored_row{
    number, e.at, e.who, e.address, e.act, e.object_kind, e.object, e.details});
}

std::string encode_audit_head(const audit_head& h) {
  return encode(h);
}

result<audit_row, store_error> decode_audit(std::string_view text) {
  auto read = decode<stored_row>(text);
  if (!read) {
    return read.error();
  }
  auto& r = read.value();
  return audit_row{r.number,
                   audit_entry{r.at,
                               std::move(r.who),
                               std::move(r.address),
                               std::move(r.act),
                               std::move(r.object_kind),
                               std::move(r.object),
                               std::move(r.details)},
                   {}};
}

result<audit_head, store_error> decode_audit_head(std::string_view text) {
  return decode<audit_head>(text);
}

} // namespace parley::storage
