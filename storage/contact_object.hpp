// A contact as JSON for APIs: read, written, described. Knows no rights and no
// HTTP; how a contact is stored is another matter (contact_codec.hpp).
#ifndef PARLEY_STORAGE_CONTACT_OBJECT_HPP
#define PARLEY_STORAGE_CONTACT_OBJECT_HPP

#include "actors/domain/contact.hpp"
#include "storage/configuration_objects.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace parley::storage {

[[nodiscard]] std::string contact_json(const contact& x);

/// Enters or changes what a person may: not the id, the revision, the times
/// and what was merged, which stay. A note that `x` has already stays whose it
/// is; every other one is of `by`, now. Not yet validated.
[[nodiscard]] std::optional<object_error> put_contact(contact& x,
                                                      std::string_view json,
                                                      write_mode how,
                                                      timestamp now,
                                                      const agent_id& by);

/// JSON Schema (draft 2020-12).
[[nodiscard]] std::string contact_schema();

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_OBJECT_HPP
