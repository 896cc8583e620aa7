// Lock, format and creation of the data directory.
#include "storage/data_directory.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parley::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view format_word = "parley-data ";

store_error unavailable(const fs::path& path,
                        std::string_view doing,
                        const std::error_code& why) {
  return {store_errc::unavailable,
          "The data directory cannot be used: " + std::string{doing} + " \""
            + path.string() + "\" failed (" + why.message()
            + "). Parley needs a directory that it may write to."};
}

std::error_code last_error() {
  return {errno, std::generic_category()};
}

/// A descriptor that is closed at the end of the block.
class descriptor {
public:
  descriptor(const fs::path& path, int flags)
      : fd_{::open(path.c_str(), flags | O_CLOEXEC, 0640)} {} // NOLINT
  ~descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

private:
  int fd_;
};

/// Makes the names in `directory` durable.
result<done, store_error> sync_directory(const fs::path& directory) {
  const descriptor d{directory, O_RDONLY | O_DIRECTORY};
  if (d.get() < 0 || ::fsync(d.get()) != 0) {
    return unavailable(directory, "syncing", last_error());
  }
  return done{};
}

fs::path format_file(const fs::path& database) {
  return database / "parley-format";
}

result<done, store_error> write_format(const fs::path& database) {
  const fs::path path = format_file(database);
  const std::string text
    = std::string{format_word} + std::to_string(data_format) + "\n";
  const descriptor d{path, O_WRONLY | O_CREAT | O_TRUNC};
  if (d.get() < 0
      || ::write(d.get(), text.data(), text.size())
           != static_cast<ssize_t>(text.size())
      || ::fsync(d.get()) != 0) {
    return unavailable(path, "writing", last_error());
  }
  return sync_directory(database);
}

/// @returns what is between the word and the end of the line, as a number.
std::optional<int> parse_format(std::string_view text) {
  if (!text.starts_with(format_word)) {
    return std::nullopt;
  }
  text.remove_prefix(format_word.size());
  int format = 0;
  const auto [end, error]
    = std::from_chars(text.data(), text.data() + text.size(), format);
  if (error != std::errc{} || end == text.data() + text.size()
      || *end != '\n') {
    return std::nullopt;
  }
  return format;
}

std::string owner_of(int lock) {
  std::array<char, 24> text{};
  const auto bytes = ::pread(lock, text.data(), text.size() - 1, 0);
  std::string owner{text.data(),
                    static_cast<std::size_t>(bytes > 0 ? bytes : 0)};
  while (!owner.empty() && owner.back() == '\n') {
    owner.pop_back();
  }
  return owner.empty() ? "another process" : "process " + owner;
}

void write_owner(int lock) {
  const std::string text = std::to_string(::getpid()) + "\n";
  // Only for the sentence that a second process says; so it may fail.
  if (::ftruncate(lock, 0) == 0) {
    const auto written = ::pwrite(lock, text.data(), text.size(), 0);
    static_cast<void>(written);
  }
}

} // namespace

data_directory::data_directory(fs::path path, int lock)
    : path_{std::move(path)}, lock_{lock} {}

data_directory::data_directory(data_directory&& other) noexcept
    : path_{std::move(other.path_)}, lock_{std::exchange(other.lock_, -1)} {}

data_directory::~data_directory() {
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

result<data_directory, store_error>
data_directory::open(const fs::path& directory) {
  std::error_code error;
  const fs::path path = fs::absolute(directory, error);
  if (fs::create_directories(path, error); error) {
    return unavailable(path, "creating", error);
  }
  descriptor lock{path / "lock", O_RDWR | O_CREAT};
  if (lock.get() < 0) {
    return unavailable(path / "lock", "opening", last_error());
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return unavailable(path / "lock", "locking", last_error());
    }
    return store_error{store_errc::locked,
                       "The data directory \"" + path.string()
                         + "\" is open in " + owner_of(lock.get())
                         + ". Only one Parley may use it: stop that one, or "
                           "choose another directory."};
  }
  write_owner(lock.get());
  data_directory opened{path, lock.release()};
  if (opened.has_database()) {
    if (auto checked = opened.check_format(); !checked) {
      return std::move(checked).error();
    }
  }
  return opened;
}

fs::path data_directory::database() const {
  return path_ / "data";
}

bool data_directory::has_database() const {
  std::error_code ignored;
  return fs::exists(database(), ignored);
}

result<done, store_error> data_directory::check_format() const {
  std::ifstream in{format_file(database()), std::ios::binary};
  std::string text(64, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  const auto format = parse_format(text);
  if (!format) {
    return store_error{
      store_errc::corrupt_record,
      "\"" + format_file(database()).string()
        + "\" is missing or damaged, so it is not certain what the directory "
          "holds. Nothing was changed: restore it from a backup."};
  }
  if (*format != data_format) {
    return store_error{
      store_errc::unknown_format,
      "The data in \"" + path_.string() + "\" has format "
        + std::to_string(*format) + "; this version of Parley reads format "
        + std::to_string(data_format)
        + ". Nothing was changed: use the version that wrote it."};
  }
  return done{};
}

result<done, store_error> data_directory::create_database(
  const std::function<result<done, store_error>(const fs::path&)>& fill) const {
  const fs::path beside = path_ / "creating";
  std::error_code error;
  // Left by a crash in the middle of this function; nothing in it was ever
  // acknowledged.
  if (fs::remove_all(beside, error); error) {
    return unavailable(beside, "removing", error);
  }
  if (fs::create_directory(beside, error); error) {
    return unavailable(beside, "creating", error);
  }
  if (auto filled = fill(beside); !filled) {
    return filled;
  }
  if (auto written = write_format(beside); !written) {
    return written;
  }
  if (fs::rename(beside, database(), error); error) {
    return unavailable(database(), "creating", error);
  }
  if (auto synced = sync_directory(path_); !synced) {
    return synced;
  }
  return sync_directory(path_.parent_path());
}

} // namespace parley::storage
