// A question to the index of contacts.
#include "storage/contact_search.hpp"

#include "storage/contact_codec.hpp"
#include "storage/contact_keys.hpp"
#include "storage/contact_words.hpp"

#include <algorithm>

namespace parley::storage {

namespace {

using maybe_error = std::optional<store_error>;

/// One word of a question: beginnings of words, in their order.
using beginnings = std::vector<std::string>;

bool begins(const beginnings& all, std::string_view word) {
  return std::any_of(
    all.begin(), all.end(), [&](const auto& b) { return word.starts_with(b); });
}

std::vector<beginnings> beginnings_of(const parley::company& c,
                                      std::string_view question) {
  std::vector<beginnings> all;
  for (const auto& word : question_words(question)) {
    beginnings b{word};
    for (const auto& [id, tag] : c.tags) {
      if (begins({word}, folded(tag.name))
          || std::ranges::any_of(words_of(tag.name), [&](const auto& w) {
               return w.starts_with(word);
             })) {
        b.push_back(word_of(id));
      }
    }
    std::sort(b.begin(), b.end());
    all.push_back(std::move(b));
  }
  return all;
}

/// Walks the rows of the rarest word of a question and looks at each contact.
class search_run {
public:
  search_run(const contact_rows& rows,
             const company_id& company,
             std::vector<beginnings> asked,
             std::size_t limit)
      : rows_{&rows}, company_{&company}, asked_{std::move(asked)}, limit_{
                                                                      limit} {}

  result<contact_page, store_error> run(std::string_view from) {
    auto begin = bytes_of(from);
    if (!begin) {
      return std::move(begin).error();
    }
    std::string at;
    if (begin.value().empty()) {
      if (auto error = choose()) {
        return *std::move(error);
      }
    } else {
      driver_ = static_cast<unsigned char>(begin.value().front());
      at = key_of(*company_, 'i', begin.value().substr(1));
    }
    if (driver_ >= asked_.size()) {
      return store_error{store_errc::refused,
                         "This is not the beginning of a page."};
    }
    for (const auto& beginning : asked_[driver_]) {
      if (auto error = walk(key_of(*company_, 'i', beginning), at)) {
        return *std::move(error);
      }
      if (!page_.next.empty()) {
        break;
      }
    }
    return std::move(page_);
  }

private:
  /// Few keys at a time: a page is often full soon.
  static constexpr std::size_t keys_together = 64;
  /// Words with more rows than this are all alike.
  static constexpr std::size_t counted_max = 256;

  /// Takes the word with the fewest rows.
  maybe_error choose() {
    std::size_t fewest = counted_max + 1;
    for (std::size_t i = 0; i < asked_.size() && asked_.size() > 1; ++i) {
      std::size_t count = 0;
      for (const auto& beginning : asked_[i]) {
        const auto prefix = key_of(*company_, 'i', beginning);
        auto error = rows_->scan(
          prefix, prefix, [&](auto, auto) { return ++count < counted_max; });
        if (error) {
          return error;
        }
      }
      if (count < fewest) {
        fewest = count;
        driver_ = i;
      }
    }
    return std::nullopt;
  }

  maybe_error walk(const std::string& prefix, std::string from) {
    std::vector<std::string> keys;
    do {
      keys.clear();
      auto error = rows_->scan(prefix, from, [&](std::string_view key, auto) {
        keys.emplace_back(key);
        return keys.size() < keys_together;
      });
      for (std::size_t i = 0; i < keys.size() && !error; ++i) {
        if (page_.contacts.size() == limit_ || looked_at_ == most_) {
          stop_before(keys[i]);
          return std::nullopt;
        }
        error = look_at(keys[i]);
      }
      if (error) {
        return error;
      }
      if (!keys.empty()) {
        from = after(keys.back());
      }
    } while (keys.size() == keys_together);
    return std::nullopt;
  }

  void stop_before(const std::string& key) {
    const auto common = key_of(*company_, 'i').size();
    std::string next(1, static_cast<char>(driver_));
    next += key.substr(common);
    page_.next = hexadecimal(next);
  }

  maybe_error look_at(const std::string& key) {
    ++looked_at_;
    const auto common = key_of(*company_, 'i').size();
    const auto word = key.substr(common, key.find('\0', common) - common);
    const auto text = rows_->get(key_of(*company_, 'c', id_at_end(key)));
    if (!text) {
      return text.error();
    }
    // Somebody may have removed it in between.
    if (!text.value()) {
      return std::nullopt;
    }
    auto found = decode_contact(*text.value());
    if (!found) {
      return std::move(found).error();
    }
    if (fits(found.value(), word)) {
      page_.contacts.push_back(std::move(found).value());
    }
    return std::nullopt;
  }

  /// Found at the first of its words that fits, so that it is found once.
  [[nodiscard]] bool fits(const contact& x, const std::string& word) const {
    const auto words = words_of(x);
    const auto first
      = std::find_if(words.begin(), words.end(), [&](const auto& w) {
          return begins(asked_[driver_], w);
        });
    return first != words.end() && *first == word
           && std::all_of(asked_.begin(), asked_.end(), [&](const auto& b) {
                return std::any_of(words.begin(),
                                   words.end(),
                                   [&](const auto& w) { return begins(b, w); });
              });
  }

  const contact_rows* rows_;
  const company_id* company_;
  std::vector<beginnings> asked_;
  std::size_t limit_;
  std::size_t most_ = limits::search_rows_max;
  std::size_t driver_ = 0;
  std::size_t looked_at_ = 0;
  contact_page page_;
};

} // namespace

result<contact_page, store_error> search_index(const contact_rows& rows,
                                               const parley::company& c,
                                               std::string_view question,
                                               std::string_view from,
                                               std::size_t limit) {
  return search_run{rows, c.id, beginnings_of(c, question), limit}.run(from);
}

} // namespace parley::storage
