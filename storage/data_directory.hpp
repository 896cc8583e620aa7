// The data directory as such: one process at a time, one known format, created
// whole or not at all. Knows nothing of what the database keeps in it.
#ifndef PARLEY_STORAGE_DATA_DIRECTORY_HPP
#define PARLEY_STORAGE_DATA_DIRECTORY_HPP

#include "storage/store.hpp"

#include <filesystem>
#include <functional>

namespace parley::storage {

/// What `<directory>/data/parley-format` says.
inline constexpr int data_format = 1;

class data_directory {
public:
  /// Creates the directory if it is missing, takes its lock, checks its format.
  [[nodiscard]] static result<data_directory, store_error>
  open(const std::filesystem::path& directory);

  ~data_directory();
  data_directory(data_directory&& other) noexcept;
  data_directory& operator=(data_directory&&) = delete;
  data_directory(const data_directory&) = delete;
  data_directory& operator=(const data_directory&) = delete;

  /// Where the database is, or will be.
  [[nodiscard]] std::filesystem::path database() const;
  [[nodiscard]] bool has_database() const;

  /// Lets `fill` make a database in a directory beside and moves it to its
  /// place in one step: a crash leaves either none or a whole one.
  [[nodiscard]] result<done, store_error>
  create_database(const std::function<result<done, store_error>(
                    const std::filesystem::path&)>& fill) const;

private:
  data_directory(std::filesystem::path path, int lock);
  [[nodiscard]] result<done, store_error> check_format() const;

  std::filesystem::path path_;
  int lock_ = -1;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_DATA_DIRECTORY_HPP
