// Finds contacts by the beginnings of their words, with bounded work (M2). For
// the .cpp files of the CRM only; contacts.hpp says what it promises.
#ifndef PARLEY_STORAGE_CONTACT_SEARCH_HPP
#define PARLEY_STORAGE_CONTACT_SEARCH_HPP

#include "storage/contacts.hpp"

#include <cstddef>
#include <string_view>

namespace parley::storage {

/// @pre `question` has a word, `limit` is above 0
[[nodiscard]] result<contact_page, store_error>
search_index(const contact_rows& rows,
             const parley::company& c,
             std::string_view question,
             std::string_view from,
             std::size_t limit);

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_SEARCH_HPP
