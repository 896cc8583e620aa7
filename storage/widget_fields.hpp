// The settings of the box, member by member. For .cpp files of storage only.
#ifndef PARLEY_STORAGE_WIDGET_FIELDS_HPP
#define PARLEY_STORAGE_WIDGET_FIELDS_HPP

#include "actors/domain/widget.hpp"
#include "storage/json_fields.hpp"

namespace parley::storage {

template <>
struct description<own_field> {
  static constexpr auto fields() {
    using t = own_field;
    return std::tuple{field{"name", &t::name}, field{"required", &t::required}};
  }
};

template <>
struct description<widget_settings> {
  static constexpr auto fields() {
    using t = widget_settings;
    return std::tuple{field{"title", &t::title},
                      field{"colour", &t::colour},
                      field{"position", &t::position},
                      field{"auto_open", &t::auto_open},
                      field{"language", &t::language},
                      field{"ask_name", &t::ask_name},
                      field{"ask_email", &t::ask_email},
                      field{"fields", &t::fields},
                      field{"files", &t::files}};
  }
};

template <>
struct description<survey_settings> {
  static constexpr auto fields() {
    using t = survey_settings;
    return std::tuple{field{"on", &t::on}, field{"question", &t::question}};
  }
};

template <>
struct description<site_key> {
  static constexpr auto fields() {
    using t = site_key;
    return std::tuple{field{"id", &t::id},
                      field{"secret", &t::secret},
                      field{"made", &t::made}};
  }
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_WIDGET_FIELDS_HPP
