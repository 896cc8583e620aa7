// Rows of the CRM, member by member.
#include "storage/contact_codec.hpp"

#include "storage/json_fields.hpp"

namespace parley::storage {

template <>
struct description<contact_note> {
  static constexpr auto fields() {
    using t = contact_note;
    return std::tuple{field{"at", &t::at},
                      field{"author", &t::author},
                      field{"text", &t::text}};
  }
};

template <>
struct description<contact> {
  static constexpr auto fields() {
    using t = contact;
    return std::tuple{field{"id", &t::id},
                      field{"revision", &t::revision},
                      field{"account", &t::account},
                      field{"first_name", &t::first_name},
                      field{"last_name", &t::last_name},
                      field{"company", &t::company},
                      field{"emails", &t::emails},
                      field{"phones", &t::phones},
                      field{"address", &t::address},
                      field{"fields", &t::fields},
                      field{"tags", &t::tags},
                      field{"notes", &t::notes},
                      field{"created", &t::created},
                      field{"changed", &t::changed},
                      field{"merged", &t::merged}};
  }
};

template <>
struct description<session_link> {
  static constexpr auto fields() {
    using t = session_link;
    return std::tuple{field{"chat", &t::chat},
                      field{"contact", &t::contact},
                      field{"started", &t::started},
                      field{"linked", &t::linked},
                      field{"by", &t::by}};
  }
};

template <>
struct description<contact_merge> {
  static constexpr auto fields() {
    using t = contact_merge;
    return std::tuple{field{"into", &t::into},
                      field{"before", &t::before},
                      field{"from", &t::from},
                      field{"at", &t::at},
                      field{"by", &t::by}};
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
result<Row, store_error> decode(std::string_view text, const char* what) {
  const auto from = nlohmann::json::parse(text, nullptr, false);
  int version = 0;
  const bool sound = from.is_object() && from.contains("version")
                     && from.contains("row")
                     && read_json(from["version"], version);
  if (sound && version > row_version) {
    return store_error{store_errc::unknown_format,
                       std::string{what} + " has version "
                         + std::to_string(version)
                         + ", which a newer version of Parley wrote: use that "
                           "version."};
  }
  Row row;
  if (!sound || version < 1 || !read_json(from["row"], row)) {
    return store_error{store_errc::corrupt_record,
                       std::string{what}
                         + " is not what Parley writes; restore the data "
                           "directory from a backup."};
  }
  return row;
}

} // namespace

std::string encode_contact(const contact& x) {
  return encode(x);
}
std::string encode_link(const session_link& x) {
  return encode(x);
}
std::string encode_merge(const contact_merge& x) {
  return encode(x);
}

result<contact, store_error> decode_contact(std::string_view text) {
  return decode<contact>(text, "A contact");
}
result<session_link, store_error> decode_link(std::string_view text) {
  return decode<session_link>(text, "The link of a session to a contact");
}
result<contact_merge, store_error> decode_merge(std::string_view text) {
  return decode<contact_merge>(text, "The merge of two contacts");
}

} // namespace parley::storage
