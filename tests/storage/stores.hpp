// Makes the stores that the contract is checked on, each on data of its own
// that is gone after the test.
#ifndef PARLEY_TESTS_STORAGE_STORES_HPP
#define PARLEY_TESTS_STORAGE_STORES_HPP

#include "storage/memory_store.hpp"
#include "storage/rocksdb_store.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace parley::storage::testing {

/// A new, empty directory that is removed at the end.
class temporary_directory {
public:
  temporary_directory() {
    std::string name
      = (std::filesystem::temp_directory_path() / "parley-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      std::abort();
    }
    path_ = name;
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// @returns the store in `directory`; a failure to open fails the test.
inline std::unique_ptr<store>
open_or_fail(const std::filesystem::path& directory) {
  auto opened = open_rocksdb(directory);
  if (!opened) {
    ADD_FAILURE() << opened.error().text;
    return nullptr;
  }
  return std::move(opened).value();
}

/// @returns the text of the error of opening `directory`, with its code before.
inline store_error error_of(const std::filesystem::path& directory) {
  auto opened = open_rocksdb(directory);
  EXPECT_FALSE(opened) << "opened though it should not";
  return opened ? store_error{store_errc::not_found, {}} : opened.error();
}

/// What a contract test needs of an implementation.
class store_factory {
public:
  virtual ~store_factory() = default;
  [[nodiscard]] virtual store& get() = 0;
  /// As after a restart; a store in memory stays as it is.
  virtual void reopen() = 0;
};

class memory_factory final : public store_factory {
public:
  [[nodiscard]] store& get() override { return store_; }
  void reopen() override {}

private:
  memory_store store_;
};

class rocksdb_factory final : public store_factory {
public:
  [[nodiscard]] store& get() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = open_or_fail(directory_.path());
  }

private:
  temporary_directory directory_;
  std::unique_ptr<store> store_ = open_or_fail(directory_.path());
};

} // namespace parley::storage::testing

#endif // PARLEY_TESTS_STORAGE_STORES_HPP
