// Rows of the CRM, member by member.
#include "storage/contact_codec.hpp"

#include "storage/contact_fields.hpp"
#include "storage/json_row.hpp"

namespace parley::storage {

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

std::string encode_contact(const contact& x) {
  return encode_versioned(x);
}
std::string encode_link(const session_link& x) {
  return encode_versioned(x);
}
std::string encode_merge(const contact_merge& x) {
  return encode_versioned(x);
}

result<contact, store_error> decode_contact(std::string_view text) {
  return decode_versioned<contact>(text, "A contact");
}
result<session_link, store_error> decode_link(std::string_view text) {
  return decode_versioned<session_link>(text,
                                        "The link of a session to a contact");
}
result<contact_merge, store_error> decode_merge(std::string_view text) {
  return decode_versioned<contact_merge>(text, "The merge of two contacts");
}

} // namespace parley::storage
