// A question to the index of contacts.
#include "storage/contact_search.hpp"

#include "storage/contact_codec.hpp"
#include "storage/contact_keys.hpp"
#include "storage/contact_words.hpp"

#include <algorithm>
#include <unordered_set>

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

/// What the index says of one word of a question without a look at contacts.
/// It may have become untrue in between, so who passes is still looked at.
class word_filter {
public:
  word_filter(const contact_rows& rows,
              const company_id& company,
              const beginnings& asked)
      : rows_{&rows}, company_{&company}, asked_{&asked} {}

  /// Reads the rows of the word, if they are few.
  maybe_error count() {
    for (const auto& beginning : *asked_) {
      const auto prefix = key_of(*company_, 'i', beginning);
      auto error = rows_->scan(prefix, prefix, [&](auto key, auto) {
        ids_.insert(id_at_end(key));
        return ids_.size() < counted_max;
      });
      if (error || ids_.size() >= counted_max) {
        return error;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t rows() const { return ids_.size(); }

  /// Of a word with many rows: which words of contacts begin with it.
  maybe_error list() {
    if (rows() < counted_max) {
      return std::nullopt;
    }
    const auto common = key_of(*company_, 'i').size();
    for (const auto& beginning : *asked_) {
      const auto prefix = key_of(*company_, 'i', beginning);
      auto from = prefix;
      while (true) {
        std::string word;
        auto error = rows_->scan(prefix, from, [&](auto key, auto) {
          word = key.substr(0, key.find('\0', common));
          return false;
        });
        if (error) {
          return error;
        }
        if (word.empty()) {
          break;
        }
        if (words_.size() == listed_max) {
          words_.clear();
          return std::nullopt;
        }
        words_.push_back(word + '\0');
        from = word + '\1';
      }
    }
    return std::nullopt;
  }

  /// @returns false: the contact has no such word.
  [[nodiscard]] result<bool, store_error>
  may_have(const std::string& id) const {
    if (rows() < counted_max) {
      return ids_.contains(id);
    }
    for (const auto& word : words_) {
      const auto row = rows_->get(word + id);
      if (!row) {
        return row.error();
      }
      if (row.value()) {
        return true;
      }
    }
    return words_.empty();
  }

private:
  /// Words with more rows than this are all alike.
  static constexpr std::size_t counted_max = 1'000;
  /// To ask for more words costs as much as a look at the contact.
  static constexpr std::size_t listed_max = 8;

  const contact_rows* rows_;
  const company_id* company_;
  const beginnings* asked_;
  std::unordered_set<std::string> ids_;
  /// Keys up to the id; empty: too many.
  std::vector<std::string> words_;
};

/// Walks the rows of the rarest word of a question and looks at the contacts
/// that the rows of its other words let through.
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
    if (!begin.value().empty()) {
      driver_ = static_cast<unsigned char>(begin.value().front());
      at = key_of(*company_, 'i', begin.value().substr(1));
    }
    if (driver_ >= asked_.size()) {
      return store_error{store_errc::refused,
                         "This is not the beginning of a page."};
    }
    if (auto error = prepare(begin.value().empty())) {
      return *std::move(error);
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

  /// Reads what the words say; on a first page takes the one with the fewest
  /// rows to walk.
  maybe_error prepare(bool first_page) {
    if (asked_.size() == 1) {
      return std::nullopt;
    }
    for (const auto& word : asked_) {
      filters_.emplace_back(*rows_, *company_, word);
      if (auto error = filters_.back().count()) {
        return error;
      }
    }
    if (first_page) {
      const auto fewest = std::min_element(
        filters_.begin(), filters_.end(), [](const auto& a, const auto& b) {
          return a.rows() < b.rows();
        });
      driver_ = static_cast<std::size_t>(fewest - filters_.begin());
    }
    filters_.erase(filters_.begin() + static_cast<std::ptrdiff_t>(driver_));
    for (auto& filter : filters_) {
      if (auto error = filter.list()) {
        return error;
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
    const auto id = id_at_end(key);
    for (const auto& filter : filters_) {
      const auto may = filter.may_have(id);
      if (!may) {
        return may.error();
      }
      if (!may.value()) {
        return std::nullopt;
      }
    }
    const auto text = rows_->get(key_of(*company_, 'c', id));
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
  std::vector<word_filter> filters_;
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
