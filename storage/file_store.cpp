#include "storage/file_store.hpp"

#include <sodium.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace parley::storage {

namespace fs = std::filesystem;

namespace {

constexpr mode_t only_ours = 0600;
/// Between the parts of a name in `incoming`; no id has it.
constexpr char separator = '~';

store_error trouble(const char* what, const fs::path& path, int error) {
  const auto code = error == ENOSPC || error == EDQUOT ? store_errc::full
                    : error == ENOENT                  ? store_errc::not_found
                                      : store_errc::unavailable;
  return {code,
          std::string{"Cannot "} + what + " " + path.string() + ": "
            + std::generic_category().message(error)
            + (code == store_errc::full ? ". Make room on this disk." : ".")};
}

/// Names in a directory are durable once it is synced.
result<done, store_error> sync_directory(const fs::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) {
    return trouble("open", path, errno);
  }
  const int error = ::fsync(handle) == 0 ? 0 : errno;
  ::close(handle);
  if (error != 0) {
    return trouble("sync", path, error);
  }
  return done{};
}

/// Makes `path` below `root`, and all of it durable.
result<done, store_error> make_directory(const fs::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) {
      return done{};
    }
    return trouble("make", path, errno);
  }
  return sync_directory(path.parent_path());
}

std::optional<file_place> place_of(const std::string& name) {
  const auto first = name.find(separator);
  const auto second = first == std::string::npos
                        ? std::string::npos
                        : name.find(separator, first + 1);
  if (second == std::string::npos) {
    return std::nullopt;
  }
  file_place at{company_id{name.substr(0, first)},
                chat_id{name.substr(first + 1, second - first - 1)},
                file_id{name.substr(second + 1)}};
  if (!is_valid_id(at.company.value) || !is_valid_id(at.chat.value)
      || !is_valid_id(at.file.value)) {
    return std::nullopt;
  }
  return at;
}

/// An id may be one or two dots, and those are other directories.
std::string as_name(const std::string& id) {
  return id.front() == '.' ? '=' + id : id;
}

} // namespace

// --- Receiving. --------------------------------------------------------------

struct incoming_file::hash {
  crypto_hash_sha256_state state{};
};

incoming_file::incoming_file(fs::path incoming, fs::path kept, int handle)
    : incoming_{std::move(incoming)}, kept_{std::move(kept)}, handle_{handle},
      hash_{std::make_unique<hash>()} {
  crypto_hash_sha256_init(&hash_->state);
}

incoming_file::~incoming_file() {
  if (handle_ >= 0) {
    ::close(handle_);
  }
  if (!settled_) {
    if (in_place_) {
      ::unlink(kept_.c_str());
    }
    ::unlink(incoming_.c_str());
  }
}

result<done, store_error> incoming_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(handle_, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) {
        continue;
      }
      return trouble("write", incoming_, errno);
    }
    const auto count = static_cast<std::size_t>(n);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    crypto_hash_sha256_update(&hash_->state, data, count);
    bytes_ += count;
    bytes.remove_prefix(count);
  }
  return done{};
}

result<std::string, store_error> incoming_file::keep() {
  const int synced = ::fsync(handle_) == 0 ? 0 : errno;
  ::close(handle_);
  handle_ = -1;
  if (synced != 0) {
    return trouble("sync", incoming_, synced);
  }
  const auto chat = kept_.parent_path();
  for (const auto& directory : {chat.parent_path(), chat}) {
    if (auto made = make_directory(directory); !made) {
      return made.error();
    }
  }
  // The name in `incoming` is durable before the one in its place, and stays
  // as the mark of a file that nothing refers to yet.
  if (auto marked = sync_directory(incoming_.parent_path()); !marked) {
    return marked.error();
  }
  if (::link(incoming_.c_str(), kept_.c_str()) != 0) {
    return trouble("keep", kept_, errno);
  }
  in_place_ = true;
  if (auto placed = sync_directory(chat); !placed) {
    return placed.error();
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
  crypto_hash_sha256_final(&hash_->state, sum.data());
  std::string text(sum.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), sum.data(), sum.size());
  text.pop_back();
  return text;
}

void incoming_file::settle() {
  settled_ = true;
  // If this is lost in a crash, the next start finds that an event refers to
  // the file.
  ::unlink(incoming_.c_str());
}

void incoming_file::leave() {
  settled_ = true;
}

// --- Fetching. ---------------------------------------------------------------

outgoing_file::outgoing_file(int handle, std::uint64_t bytes)
    : handle_{handle}, bytes_{bytes} {}

outgoing_file::~outgoing_file() {
  ::close(handle_);
}

result<std::string, store_error> outgoing_file::read(std::size_t most) {
  std::string piece(most, '\0');
  std::size_t have = 0;
  while (have < most) {
    const auto n = ::read(handle_, piece.data() + have, most - have);
    if (n == 0) {
      break;
    }
    if (n > 0) {
      have += static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      return trouble("read", "a file of a chat", errno);
    }
  }
  piece.resize(have);
  return piece;
}

// --- The store. --------------------------------------------------------------

file_store::file_store(fs::path root) : root_{std::move(root)} {}

result<std::unique_ptr<file_store>, store_error>
file_store::open(const fs::path& data) {
  const auto root = data / "files";
  for (const auto& directory : {root, root / "incoming", root / "kept"}) {
    if (auto made = make_directory(directory); !made) {
      return made.error();
    }
  }
  // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the constructor is private
  return std::unique_ptr<file_store>{new file_store{root}};
}

fs::path file_store::path_of(const file_place& at) const {
  return root_ / "kept" / as_name(at.company.value) / as_name(at.chat.value)
         / as_name(at.file.value);
}

result<std::unique_ptr<incoming_file>, store_error>
file_store::receive(const file_place& at) const {
  const auto name
    = at.company.value + separator + at.chat.value + separator + at.file.value;
  const auto path = root_ / "incoming" / name;
  const int handle
    = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, only_ours);
  if (handle < 0) {
    return trouble("make", path, errno);
  }
  return std::make_unique<incoming_file>(path, path_of(at), handle);
}

result<std::unique_ptr<outgoing_file>, store_error>
file_store::fetch(const file_place& at) const {
  const auto path = path_of(at);
  const int handle = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (handle < 0) {
    return trouble("open", path, errno);
  }
  struct stat facts {};
  if (::fstat(handle, &facts) != 0) {
    const int error = errno;
    ::close(handle);
    return trouble("open", path, error);
  }
  return std::make_unique<outgoing_file>(
    handle, static_cast<std::uint64_t>(facts.st_size));
}

result<done, store_error> file_store::remove(const company_id& company,
                                             const chat_id& chat) const {
  const auto path
    = root_ / "kept" / as_name(company.value) / as_name(chat.value);
  std::error_code error;
  fs::remove_all(path, error);
  if (error) {
    return trouble("remove", path, error.value());
  }
  // A company that never had a file has no directory.
  if (fs::exists(path.parent_path(), error)) {
    return sync_directory(path.parent_path());
  }
  return done{};
}

result<std::size_t, store_error> file_store::remove_orphans(
  const std::function<result<bool, store_error>(const file_place&)>&
    is_referred) const {
  std::size_t removed = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{root_ / "incoming", error}) {
    const auto at = place_of(entry.path().filename().string());
    if (at) {
      const auto referred = is_referred(*at);
      if (!referred) {
        return referred.error();
      }
      if (!referred.value()) {
        ::unlink(path_of(*at).c_str());
        ++removed;
      }
    }
    ::unlink(entry.path().c_str());
  }
  if (error) {
    return trouble("read", root_ / "incoming", error.value());
  }
  return removed;
}

// --- What chats say of files. ------------------------------------------------

result<shared_file, store_error> find_shared(const store& in,
                                             const file_place& at) {
  std::uint64_t after = 0;
  while (true) {
    const auto lines
      = in.entries_after(at.company, at.chat, after, limits::history_page_max);
    if (!lines) {
      return lines.error();
    }
    for (const auto& line : lines.value()) {
      after = line.entry;
      if (line.file && line.file->id == at.file) {
        return *line.file;
      }
    }
    if (lines.value().empty()) {
      return store_error{store_errc::not_found,
                         "No line of the chat \"" + at.chat.value
                           + "\" names the file \"" + at.file.value + "\"."};
    }
  }
}

result<bool, store_error> is_shared(const store& in, const file_place& at) {
  const auto found = find_shared(in, at);
  if (found) {
    return true;
  }
  if (found.error().code == store_errc::not_found) {
    return false;
  }
  return found.error();
}

} // namespace parley::storage
