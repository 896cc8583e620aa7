// Damaged, torn, foreign and unusable data directories: found, said in words,
// never served, never deleted (R12, Z1).
#include "storage/data_directory.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/stores.hpp"
#include "tests/storage/workload.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <cstdint>
#include <fstream>
#include <set>

namespace parley::storage::testing {

namespace {

namespace fs = std::filesystem;
using parley::testing::read_file;

/// A directory with 200 batches of one append, of which it is known where in
/// the log each ends.
class damaged_store : public ::testing::Test {
protected:
  static constexpr std::uint64_t batches = 200;

  static stream_id stream() { return chat_stream("c1"); }

  static event event_number(std::uint64_t n) {
    const auto ms = static_cast<long long>(n);
    std::string text(700, static_cast<char>('a' + n % 26));
    return chat::event{line(ms, n, std::move(text))};
  }

  /// Writes the batches and copies the directory as a crash would leave it.
  void SetUp() override {
    const auto db = open_or_fail(original_.path());
    for (std::uint64_t n = 1; n <= batches; ++n) {
      ASSERT_TRUE(db->write({{stream(), n - 1, {event_number(n)}}}).front());
      ends_.push_back(read_file(log_in(original_.path()))->size());
    }
    copy(original_.path(), crashed_.path());
  }

  static void copy(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
  }

  /// The log that holds the batches: the largest one.
  static fs::path log_in(const fs::path& directory) {
    fs::path found;
    for (const auto& entry : fs::directory_iterator{directory / "data"}) {
      if (entry.path().extension() == ".log"
          && (found.empty() || entry.file_size() > fs::file_size(found))) {
        found = entry.path();
      }
    }
    return found;
  }

  /// The files of a kind, by name.
  static std::vector<fs::path> files_in(const fs::path& directory,
                                        std::string_view part) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator{directory / "data"}) {
      if (entry.path().filename().string().find(part) != std::string::npos) {
        found.push_back(entry.path());
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  static void flip(const fs::path& file, std::size_t at, int bit) {
    std::string bytes = *read_file(file);
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
    std::ofstream{file, std::ios::binary} << bytes;
  }

  /// How many batches are there; all of them must be what was written.
  static std::uint64_t count_in(const fs::path& directory) {
    const auto db = open_or_fail(directory);
    if (!db) {
      return 0;
    }
    const auto events = db->read(stream(), 1, 10'000);
    EXPECT_TRUE(events);
    for (std::uint64_t n = 1; events && n <= events.value().size(); ++n) {
      EXPECT_EQ(events.value()[n - 1], event_number(n));
    }
    return events ? events.value().size() : 0;
  }

  /// Names and contents of all files of the database that hold data.
  static std::set<std::pair<std::string, std::string>>
  snapshot(const fs::path& directory) {
    std::set<std::pair<std::string, std::string>> all;
    for (const auto& entry : fs::directory_iterator{directory / "data"}) {
      const auto name = entry.path().filename().string();
      if (name != "LOCK" && !name.starts_with("OPTIONS")) {
        all.emplace(name, *read_file(entry.path()));
      }
    }
    return all;
  }

  temporary_directory original_;
  temporary_directory crashed_;
  /// Where in the log each batch ends.
  std::vector<std::size_t> ends_;
};

TEST_F(damaged_store, Z1_a_log_torn_at_any_byte_loses_only_what_was_torn) {
  const temporary_directory torn;
  const auto size = ends_.back();
  for (std::size_t i = 0; i < 60; ++i) {
    // All over the log, and byte by byte at its end.
    const std::size_t at = i < 40 ? size * i / 40 : size - (i - 40) * 45;
    copy(crashed_.path(), torn.path());
    fs::resize_file(log_in(torn.path()), at);
    const auto whole = static_cast<std::uint64_t>(
      std::upper_bound(ends_.begin(), ends_.end(), at) - ends_.begin());
    EXPECT_EQ(count_in(torn.path()), whole) << "torn at " << at;
  }
}

TEST_F(damaged_store, Z1_a_torn_log_goes_on_after_its_last_whole_batch) {
  fs::resize_file(log_in(crashed_.path()), ends_.back() - 10);
  {
    const auto db = open_or_fail(crashed_.path());
    ASSERT_EQ(db->revision(stream()).value(), batches - 1);
    ASSERT_TRUE(
      db->write({{stream(), batches - 1, {event_number(batches)}}}).front());
  }
  EXPECT_EQ(count_in(crashed_.path()), batches);
}

TEST_F(damaged_store, R12_a_flipped_bit_before_the_last_write_is_found) {
  const temporary_directory flipped;
  // Not in the last batch, whose damage looks like a torn write.
  const auto size = ends_[batches - 2];
  for (std::size_t i = 0; i < 80; ++i) {
    // All over the log, and in each byte of a header.
    const std::size_t at = i < 60 ? size * i / 60 : ends_[i] + (i - 60);
    copy(crashed_.path(), flipped.path());
    flip(log_in(flipped.path()), at, static_cast<int>(i % 8));
    const auto before = snapshot(flipped.path());
    const auto error = error_of(flipped.path());
    EXPECT_EQ(error.code, store_errc::corrupt_record) << "flipped at " << at;
    EXPECT_NE(error.text.find("damaged"), std::string::npos) << error.text;
    EXPECT_TRUE(snapshot(flipped.path()) == before)
      << "the evidence was changed";
  }
}

TEST_F(damaged_store, R12_zeroed_pages_of_a_log_are_found) {
  const auto log = log_in(crashed_.path());
  std::string bytes = *read_file(log);
  std::fill_n(bytes.begin() + 4096, 2 * 4096, '\0');
  std::ofstream{log, std::ios::binary} << bytes;
  EXPECT_EQ(error_of(crashed_.path()).code, store_errc::corrupt_record);
}

TEST_F(damaged_store, R12_a_damaged_table_is_never_served_as_if_it_were_sound) {
  // Opening writes what was in the log to tables.
  EXPECT_EQ(count_in(crashed_.path()), batches);
  std::vector<event> all;
  for (std::uint64_t n = 1; n <= batches; ++n) {
    all.push_back(event_number(n));
  }
  std::size_t found = 0;
  const temporary_directory flipped;
  const auto tables = files_in(crashed_.path(), ".sst");
  ASSERT_FALSE(tables.empty());
  for (const auto& table : tables) {
    const auto size = fs::file_size(table);
    for (std::size_t i = 0; i < 20; ++i) {
      copy(crashed_.path(), flipped.path());
      const auto file = flipped.path() / "data" / table.filename();
      flip(file, size * i / 20, static_cast<int>(i % 8));
      const auto before = *read_file(file);
      const auto opened = open_rocksdb(flipped.path());
      if (!opened) {
        EXPECT_EQ(opened.error().code, store_errc::corrupt_record)
          << opened.error().text;
        ++found;
      } else if (const auto events = opened.value()->read(stream(), 1, 10'000);
                 !events) {
        EXPECT_EQ(events.error().code, store_errc::corrupt_record);
        ++found;
      } else {
        // Damage in a part that this read does not need.
        EXPECT_EQ(events.value(), all);
      }
      EXPECT_TRUE(read_file(file) == before) << "the evidence was changed";
    }
  }
  EXPECT_GT(found, 10U);
}

TEST_F(damaged_store, R12_a_flipped_bit_in_the_list_of_tables_loses_nothing) {
  // Little memory, so that the list grows while the store is open.
  const temporary_directory grown;
  const temporary_directory kept;
  auto db = std::move(open_rocksdb(grown.path(), {std::size_t{64} << 10U, {}}))
              .value();
  std::uint64_t written = 0;
  while (fs::file_size(files_in(grown.path(), "MANIFEST").front()) < 2'500) {
    ++written;
    ASSERT_TRUE(
      db->write({{stream(), written - 1, {event_number(written)}}}).front());
  }
  // Not while it works: tables that it takes away would be missing in the copy.
  db.reset();
  copy(grown.path(), kept.path());
  const auto list = files_in(kept.path(), "MANIFEST").front();
  const auto size = fs::file_size(list);
  const temporary_directory flipped;
  std::size_t found = 0;
  for (std::size_t at = 0; at < size; at += at + 150 < size ? 17 : 1) {
    copy(kept.path(), flipped.path());
    flip(
      flipped.path() / "data" / list.filename(), at, static_cast<int>(at % 8));
    const auto before = snapshot(flipped.path());
    const auto opened = open_rocksdb(flipped.path());
    if (opened) {
      EXPECT_EQ(opened.value()->revision(stream()).value(), written)
        << "flipped at " << at << " of " << size;
      continue;
    }
    ++found;
    EXPECT_EQ(opened.error().code, store_errc::corrupt_record)
      << "flipped at " << at << ": " << opened.error().text;
    EXPECT_TRUE(snapshot(flipped.path()) == before)
      << "the evidence was changed at " << at;
  }
  EXPECT_GT(found, 100U);
}

TEST_F(damaged_store, R12_missing_files_are_found_and_nothing_is_made_anew) {
  EXPECT_EQ(count_in(crashed_.path()), batches);
  const temporary_directory missing;
  for (const std::string part :
       {"CURRENT", "MANIFEST", ".sst", "parley-format"}) {
    copy(crashed_.path(), missing.path());
    for (const auto& file : files_in(missing.path(), part)) {
      fs::remove(file);
    }
    const auto before = snapshot(missing.path());
    EXPECT_EQ(error_of(missing.path()).code, store_errc::corrupt_record)
      << part;
    EXPECT_TRUE(snapshot(missing.path()) == before) << part;
  }
}

TEST(data_directory, R16_an_unknown_format_is_refused_in_words) {
  const temporary_directory directory;
  ASSERT_TRUE(open_or_fail(directory.path()));
  std::ofstream{directory.path() / "data" / "parley-format"}
    << "parley-data 2\n";
  const auto error = error_of(directory.path());
  EXPECT_EQ(error.code, store_errc::unknown_format);
  EXPECT_NE(error.text.find("format 2"), std::string::npos) << error.text;
  std::ofstream{directory.path() / "data" / "parley-format"} << "?";
  EXPECT_EQ(error_of(directory.path()).code, store_errc::corrupt_record);
}

TEST(data_directory, R16_tables_of_a_newer_version_are_refused_in_words) {
  const temporary_directory directory;
  ASSERT_TRUE(open_or_fail(directory.path()));
  const auto data = (directory.path() / "data").string();
  {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, data, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> tables;
    tables.reserve(names.size());
    for (const auto& name : names) {
      tables.emplace_back(name, rocksdb::ColumnFamilyOptions{});
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, data, tables, &handles, &db).ok());
    rocksdb::ColumnFamilyHandle* added = nullptr;
    ASSERT_TRUE(db->CreateColumnFamily({}, "of_tomorrow", &added).ok());
    handles.push_back(added);
    for (auto* handle : handles) {
      db->DestroyColumnFamilyHandle(handle);
    }
    delete db;
  }
  EXPECT_EQ(error_of(directory.path()).code, store_errc::unknown_format);
}

TEST(data_directory, Z1_a_place_that_is_no_directory_is_refused_in_words) {
  const temporary_directory directory;
  const auto file = directory.path() / "file";
  std::ofstream{file} << "mine";
  for (const auto& place : {file, file / "below"}) {
    const auto error = error_of(place);
    EXPECT_EQ(error.code, store_errc::unavailable);
    EXPECT_NE(error.text.find(place.string()), std::string::npos) << error.text;
  }
  EXPECT_EQ(read_file(file), "mine");
}

TEST(data_directory, Z1_a_directory_that_cannot_be_written_is_refused) {
  const temporary_directory directory;
  // Rights do not hold root back; a disk that is mounted to be read does.
  const std::string script = "mount -t tmpfs -o ro none '"
                             + directory.path().string() + "' && exec '"
                             + PARLEY_APPEND_CHILD + "' run '"
                             + directory.path().string() + "' 1 2>&1";
  child_process child{
    {"unshare", ::geteuid() == 0 ? "-m" : "-rm", "sh", "-c", script}};
  const auto text = child.line();
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("The data directory cannot be used"), std::string::npos)
    << *text;
  EXPECT_NE(text->find("Read-only"), std::string::npos) << *text;
  EXPECT_EQ(child.wait(), 1);
}

TEST(data_directory, Z1_the_same_process_cannot_open_it_twice) {
  const temporary_directory directory;
  const auto first = open_or_fail(directory.path());
  EXPECT_EQ(error_of(directory.path()).code, store_errc::locked);
}

TEST(data_directory, a_directory_is_made_with_all_above_it) {
  const temporary_directory directory;
  EXPECT_TRUE(open_or_fail(directory.path() / "a" / "b"));
  EXPECT_TRUE(fs::exists(directory.path() / "a" / "b" / "data" / "CURRENT"));
}

TEST(data_directory, R11_no_log_beside_the_data_can_fill_with_its_disk) {
  const temporary_directory directory;
  EXPECT_TRUE(open_or_fail(directory.path()));
  EXPECT_FALSE(fs::exists(directory.path() / "data" / "LOG"));
}

TEST(data_directory, files_of_others_in_the_directory_are_left_alone) {
  const temporary_directory directory;
  std::ofstream{directory.path() / "parley.toml"} << "x";
  EXPECT_TRUE(open_or_fail(directory.path()));
  EXPECT_EQ(read_file(directory.path() / "parley.toml"), "x");
}

} // namespace

} // namespace parley::storage::testing
