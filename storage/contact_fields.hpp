// The members of a contact, each named once: for its row and for APIs. For .cpp
// files of storage only.
#ifndef PARLEY_STORAGE_CONTACT_FIELDS_HPP
#define PARLEY_STORAGE_CONTACT_FIELDS_HPP

#include "actors/domain/contact.hpp"
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

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_FIELDS_HPP
