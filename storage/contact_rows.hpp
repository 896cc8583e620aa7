// Rows of contacts as text under keys, sorted: what the CRM needs of a store,
// and no more. Two implementations, with the stores.
#ifndef PARLEY_STORAGE_CONTACT_ROWS_HPP
#define PARLEY_STORAGE_CONTACT_ROWS_HPP

#include "storage/store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace parley::storage {

class contact_rows {
public:
  /// What one write puts under a key; nothing: the row goes.
  using changes = std::map<std::string, std::optional<std::string>>;
  /// Takes a key and its text; false: no more, please.
  using take = std::function<bool(std::string_view key, std::string_view text)>;
  /// Looks at what is stored and says what to write, or why not.
  using change = std::function<std::optional<store_error>(changes&)>;

  virtual ~contact_rows() = default;

  // Reads: from any thread; they see what is durable.

  [[nodiscard]] virtual result<std::optional<std::string>, store_error>
  get(const std::string& key) const = 0;
  /// Gives the rows whose keys begin with `prefix`, from `from` on, in order.
  /// @returns what went wrong, if something did.
  [[nodiscard]] virtual std::optional<store_error>
  scan(const std::string& prefix,
       const std::string& from,
       const take& to) const = 0;

  /// Runs `c` while nobody else writes, then writes what it says as a whole,
  /// durable on return. `c` may read, and sees what was stored before.
  [[nodiscard]] virtual result<done, store_error> update(const change& c) = 0;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACT_ROWS_HPP
