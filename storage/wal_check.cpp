// Walks the fragments of RocksDB's logs. Their form (32 KiB blocks; header:
// masked CRC-32C, length, type) is fixed by RocksDB's own promise
// to read its old files.
#include "storage/wal_check.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block_bytes = 32'768;
/// Checksum, length, type.
constexpr std::size_t header_bytes = 4 + 2 + 1;

// Types of fragments in logs that are not recycled.
constexpr unsigned char whole = 1;
constexpr unsigned char first = 2;
constexpr unsigned char last = 4;

/// CRC-32C by tables of eight bytes a step: logs may be 200 MB.
constexpr auto crc_tables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82f63b78U : 0U);
    }
    tables[0][i] = crc;
  }
  for (std::size_t t = 1; t < tables.size(); ++t) {
    for (std::size_t i = 0; i < 256; ++i) {
      const auto before = tables[t - 1][i];
      tables[t][i] = (before >> 8U) ^ tables[0][before & 0xffU];
    }
  }
  return tables;
}();

std::uint32_t crc32c(std::string_view text) {
  std::uint32_t crc = 0xffffffffU;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    word ^= crc;
    crc = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      crc ^= crc_tables[7 - i][(word >> (8 * i)) & 0xffU];
    }
  }
  for (const char c : text) {
    crc = (crc >> 8U)
          ^ crc_tables[0][(crc ^ static_cast<unsigned char>(c)) & 0xffU];
  }
  return ~crc;
}

/// Logs hold checksums in this form.
std::uint32_t masked(std::uint32_t crc) {
  return ((crc >> 15U) | (crc << 17U)) + 0xa282ead8U;
}

template <class Integer>
Integer integer_at(std::string_view bytes, std::size_t at) {
  Integer value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

struct fragment {
  unsigned char type = 0;
  std::size_t bytes = 0;
};

/// @returns the sound fragment at `at`, if there is one.
std::optional<fragment> fragment_at(std::string_view block, std::size_t at) {
  if (at + header_bytes > block.size()) {
    return std::nullopt;
  }
  const auto type = static_cast<unsigned char>(block[at + 6]);
  const std::size_t bytes
    = header_bytes + integer_at<std::uint16_t>(block, at + 4);
  if (type < whole || type > last || at + bytes > block.size()
      || integer_at<std::uint32_t>(block, at)
           != masked(crc32c(block.substr(at + 6, bytes - 6)))) {
    return std::nullopt;
  }
  return fragment{type, bytes};
}

bool begins_write(const fragment& f) {
  return f.type == whole || f.type == first;
}

/// One log, block by block.
class log_walk {
public:
  /// @returns false if a write begins after damage.
  bool take(std::string_view block) {
    std::size_t at = 0;
    while (at + header_bytes <= block.size()) {
      const auto f = fragment_at(block, at);
      if (!f) {
        // The end of the log, or damage: what comes after tells which.
        note_hole(offset_ + at);
        ++at;
        continue;
      }
      if (begins_write(*f) && (hole_ != none || open_)) {
        note_hole(offset_ + at);
        return false;
      }
      open_ = f->type != whole && f->type != last;
      at += f->bytes;
    }
    offset_ += block.size();
    return true;
  }

  /// Where the damage begins. @pre `take` was false
  [[nodiscard]] std::uint64_t hole() const { return hole_; }

private:
  static constexpr auto none = std::numeric_limits<std::uint64_t>::max();

  void note_hole(std::uint64_t at) { hole_ = std::min(hole_, at); }

  std::uint64_t offset_ = 0;
  /// The first byte that is not of a sound fragment.
  std::uint64_t hole_ = none;
  /// A write began and has not ended.
  bool open_ = false;
};

store_error damaged(const fs::path& log, std::uint64_t where) {
  std::string text = "The log \"";
  text += log.string();
  text += "\" is damaged at byte ";
  text += std::to_string(where);
  text += ", before writes that were acknowledged. Nothing was changed: check "
          "the disk and restore the data directory from a backup.";
  return {store_errc::corrupt_record, std::move(text)};
}

result<done, store_error> check_log(const fs::path& log) {
  std::ifstream in{log, std::ios::binary};
  log_walk walk;
  std::string block(block_bytes, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto bytes = static_cast<std::size_t>(in.gcount());
    if (!walk.take(std::string_view{block}.substr(0, bytes))) {
      return damaged(log, walk.hole());
    }
  }
  if (!in.eof()) {
    return store_error{store_errc::unavailable,
                       "The log \"" + log.string() + "\" cannot be read."};
  }
  return done{};
}

/// @returns the number of a log of RocksDB; nothing for other files.
std::optional<std::uint32_t> log_number(const fs::path& path) {
  const std::string name = path.stem().string();
  std::uint64_t number = 0;
  const auto [end, error]
    = std::from_chars(name.data(), name.data() + name.size(), number);
  if (path.extension() != ".log" || error != std::errc{}
      || end != name.data() + name.size()) {
    return std::nullopt;
  }
  // Fragments carry the lower half.
  return static_cast<std::uint32_t>(number);
}

} // namespace

result<done, store_error> check_logs(const fs::path& database) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{database, error}) {
    files.push_back(entry.path());
  }
  if (error) {
    return store_error{store_errc::unavailable,
                       "The directory \"" + database.string()
                         + "\" cannot be read (" + error.message() + ")."};
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) {
    if (log_number(path)) {
      if (auto checked = check_log(path); !checked) {
        return checked;
      }
    }
  }
  return done{};
}

} // namespace parley::storage
