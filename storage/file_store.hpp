// The bytes of files that were sent in chats (W2), beside the database: one
// file each, durable before anybody hears of it. Knows no chat and no right.
#ifndef PARLEY_STORAGE_FILE_STORE_HPP
#define PARLEY_STORAGE_FILE_STORE_HPP

#include "storage/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace parley::storage {

/// Names one file: its place and nothing else.
struct file_place {
  company_id company;
  chat_id chat;
  file_id file;
};

/// A file that is being received. Destroyed before `keep`: nothing is left.
class incoming_file {
public:
  incoming_file(std::filesystem::path incoming,
                std::filesystem::path kept,
                int handle);
  ~incoming_file();
  incoming_file(const incoming_file&) = delete;
  incoming_file& operator=(const incoming_file&) = delete;

  /// `full` if there is no room.
  [[nodiscard]] result<done, store_error> write(std::string_view bytes);
  /// Syncs it and gives it its place; after that it is durable, and marked as
  /// one that nothing refers to until `settle`.
  /// @returns the SHA-256 of its bytes, hexadecimal.
  [[nodiscard]] result<std::string, store_error> keep();
  /// What refers to it is durable.
  void settle();
  /// Nobody knows whether something refers to it: the next start finds out.
  void leave();
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

private:
  struct hash;
  std::filesystem::path incoming_;
  std::filesystem::path kept_;
  int handle_ = -1;
  bool in_place_ = false;
  bool settled_ = false;
  std::uint64_t bytes_ = 0;
  std::unique_ptr<hash> hash_;
};

/// A kept file, opened for reading.
class outgoing_file {
public:
  outgoing_file(int handle, std::uint64_t bytes);
  ~outgoing_file();
  outgoing_file(const outgoing_file&) = delete;
  outgoing_file& operator=(const outgoing_file&) = delete;

  /// The next piece, at most `most` bytes; empty: the end.
  [[nodiscard]] result<std::string, store_error> read(std::size_t most);
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

private:
  int handle_;
  std::uint64_t bytes_;
};

/// All functions block on the disk, and are safe from any thread.
class file_store {
public:
  /// Makes the directories if they are missing.
  [[nodiscard]] static result<std::unique_ptr<file_store>, store_error>
  open(const std::filesystem::path& data);

  /// Begins to receive a file; `full` if there is no room.
  [[nodiscard]] result<std::unique_ptr<incoming_file>, store_error>
  receive(const file_place& at) const;
  /// `not_found` if it is not there.
  [[nodiscard]] result<std::unique_ptr<outgoing_file>, store_error>
  fetch(const file_place& at) const;

  /// Removes all files of a chat (M4). Those that somebody reads at the moment
  /// are gone when they close them.
  [[nodiscard]] result<done, store_error> remove(const company_id& company,
                                                 const chat_id& chat) const;

  /// At the start: what was left by a crash while a file was received, or
  /// before what refers to it was durable.
  /// @param is_referred does a durable event name it?
  /// @returns how many files were removed.
  [[nodiscard]] result<std::size_t, store_error> remove_orphans(
    const std::function<result<bool, store_error>(const file_place&)>&
      is_referred) const;

private:
  explicit file_store(std::filesystem::path root);
  [[nodiscard]] std::filesystem::path path_of(const file_place& at) const;

  std::filesystem::path root_;
};

/// Does a line of the chat name this file?
[[nodiscard]] result<bool, store_error> is_shared(const store& in,
                                                  const file_place& at);
/// @returns what the chat's line says of this file; `not_found`: no line does.
[[nodiscard]] result<shared_file, store_error>
find_shared(const store& in, const file_place& at);

} // namespace parley::storage

#endif // PARLEY_STORAGE_FILE_STORE_HPP
