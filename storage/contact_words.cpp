// Folding by ICU.
#include "storage/contact_words.hpp"

#include "protocol/limits.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>
#include <array>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace parley::storage {

namespace {

/// Letters that have an accent for a reader and none for Unicode.
struct plain_letter {
  UChar32 letter;
  std::string_view plain;
};
constexpr std::array<plain_letter, 9> plain_letters{{{0xE6, "ae"},
                                                     {0xF0, "d"},
                                                     {0xF8, "o"},
                                                     {0xFE, "th"},
                                                     {0x111, "d"},
                                                     {0x127, "h"},
                                                     {0x131, "i"},
                                                     {0x142, "l"},
                                                     {0x153, "oe"}}};

void append_point(std::string& out, UChar32 point) {
  const auto* found = std::find_if(plain_letters.begin(),
                                   plain_letters.end(),
                                   [&](auto& p) { return p.letter == point; });
  if (found != plain_letters.end()) {
    out += found->plain;
    return;
  }
  icu::UnicodeString{point}.toUTF8String(out);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string folded_ascii(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

icu::UnicodeString decomposed(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString out = form->normalize(text, status);
  return U_SUCCESS(status) != 0 ? out : text;
}

/// The first characters of a folded word, as many as count.
std::string cut(std::string word) {
  std::size_t end = 0;
  for (std::size_t n = 0;
       n < limits::search_word_characters_max && end < word.size();
       ++n) {
    end += utf8::next(word, end).bytes;
  }
  word.resize(std::min(end, word.size()));
  return word;
}

bool is_of_a_phone(char c) {
  return std::string_view{"+ ()-/."}.find(c) != std::string_view::npos
         || (c >= '0' && c <= '9');
}

class word_set {
public:
  void add(std::string word) {
    if (!word.empty() && words_.size() < limits::contact_words_max) {
      words_.insert(std::move(word));
    }
  }
  void add_all(std::string_view text) {
    for (auto& word : words_of(text)) {
      add(std::move(word));
    }
  }
  /// Also without the country's code, which has one to three digits: a number
  /// is asked for as one dials it at home.
  void add_phone(std::string_view text) {
    add_all(text);
    const auto digits = phone_digits(text);
    for (std::size_t skip = 0; skip <= 3 && skip < digits.size(); ++skip) {
      add(cut(phone_digits(std::string_view{digits}.substr(skip))));
    }
  }
  std::set<std::string> done() && { return std::move(words_); }

private:
  std::set<std::string> words_;
};

} // namespace

std::string folded(std::string_view text) {
  if (is_ascii(text)) {
    return folded_ascii(text);
  }
  auto wide = icu::UnicodeString::fromUTF8(
    icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
  wide = decomposed(decomposed(wide).foldCase());
  std::string out;
  for (std::int32_t i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) {
    const UChar32 point = wide.char32At(i);
    if ((U_GET_GC_MASK(point) & U_GC_M_MASK) == 0) {
      append_point(out, point);
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string all = folded(text);
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) {
      words.push_back(cut(std::exchange(word, {})));
    }
  };
  for (std::size_t at = 0; at < all.size();) {
    const auto step = utf8::next(all, at);
    if (u_isalnum(static_cast<UChar32>(step.point)) != 0) {
      word.append(all, at, step.bytes);
    } else {
      end_word();
    }
    at += step.bytes;
  }
  end_word();
  return words;
}

std::string phone_digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !(digits.empty() && c == '0')) {
      digits += c;
    }
  }
  return digits;
}

std::string word_of(const tag_id& tag) {
  // Neither mark is of a word or of an id.
  return "#" + tag.value + "/";
}

std::set<std::string> words_of(const contact& x) {
  word_set words;
  // What identifies a person first: a very long contact keeps it.
  for (const auto& phone : x.phones) {
    words.add_phone(phone);
  }
  for (const auto& email : x.emails) {
    words.add_all(email);
  }
  for (const auto& tag : x.tags) {
    words.add(word_of(tag));
  }
  for (const auto* text :
       {&x.account, &x.first_name, &x.last_name, &x.company, &x.address}) {
    words.add_all(*text);
  }
  for (const auto& [id, value] : x.fields) {
    words.add_all(value);
  }
  for (const auto& note : x.notes) {
    words.add_all(note.text);
  }
  return std::move(words).done();
}

std::vector<std::string> question_words(std::string_view text) {
  std::vector<std::string> words;
  const bool phone = std::all_of(text.begin(), text.end(), is_of_a_phone)
                     && phone_digits(text).size() >= limits::phone_digits_min;
  if (phone) {
    words.push_back(cut(phone_digits(text)));
  } else {
    words = words_of(text);
  }
  if (words.size() > limits::search_words_max) {
    words.resize(limits::search_words_max);
  }
  return words;
}

} // namespace parley::storage
