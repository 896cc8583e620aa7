// The words by which a contact is found, and those of a question: folded, so
// that accents and case make no difference (M2). Hides ICU.
#ifndef PARLEY_STORAGE_CONTACT_WORDS_HPP
#define PARLEY_STORAGE_CONTACT_WORDS_HPP

#include "actors/domain/contact.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::storage {

/// @returns `text` without accents and case; broken UTF-8 becomes U+FFFD.
[[nodiscard]] std::string folded(std::string_view text);
/// @returns the runs of letters and digits of `text`, folded, each cut to the
/// length that counts.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
/// @returns the digits of `text` without the zeros in front.
[[nodiscard]] std::string phone_digits(std::string_view text);

/// @returns under which words a contact stands in the index.
[[nodiscard]] std::set<std::string> words_of(const contact& x);
/// The word of a tag; no other word begins with it.
[[nodiscard]] std::string word_of(const tag_id& tag);

/// @returns the words of a question; a phone number is one word, whatever
/// stands between its digits.
[[nodiscard]] std::vector<std::string> question_words(std::string_view text);

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_WORDS_HPP
