// Files beside the database: whole or not at all, and gone when nothing refers
// to them, over kill -9 at any place.
#include "storage/file_store.hpp"
#include "storage/memory_store.hpp"
#include "tests/storage/samples.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace parley::storage::testing {

namespace {

namespace fs = std::filesystem;

class file_store_test : public ::testing::Test {
protected:
  void SetUp() override {
    data = fs::path{::testing::TempDir()}
           / ("parley-files-" + std::to_string(::getpid()));
    fs::remove_all(data);
    fs::create_directories(data);
    open();
  }
  void TearDown() override { fs::remove_all(data); }

  void open() {
    auto opened = file_store::open(data);
    ASSERT_TRUE(opened) << opened.error().text;
    files = std::move(opened).value();
  }

  [[nodiscard]] static file_place place(const std::string& file = "f-1",
                                        const std::string& chat = "c-1") {
    return {acme, chat_id{chat}, file_id{file}};
  }

  /// Files of any kind that are there.
  [[nodiscard]] std::size_t count() const {
    std::size_t n = 0;
    for (const auto& entry : fs::recursive_directory_iterator{data}) {
      n += entry.is_regular_file() ? 1U : 0U;
    }
    return n;
  }

  std::unique_ptr<incoming_file> received(const file_place& at,
                                          const std::string& bytes) {
    auto file = files->receive(at);
    EXPECT_TRUE(file) << file.error().text;
    auto f = std::move(file).value();
    EXPECT_TRUE(f->write(bytes));
    return f;
  }

  [[nodiscard]] std::string fetched(const file_place& at) const {
    auto file = files->fetch(at);
    if (!file) {
      return std::string{"error: "} + std::string{to_string(file.error().code)};
    }
    std::string all;
    while (true) {
      auto piece = file.value()->read(3);
      EXPECT_TRUE(piece);
      if (piece.value().empty()) {
        EXPECT_EQ(file.value()->bytes(), all.size());
        return all;
      }
      all += piece.value();
    }
  }

  [[nodiscard]] std::size_t remove_orphans(bool referred) const {
    const auto removed = files->remove_orphans(
      [&](const file_place&) -> result<bool, store_error> { return referred; });
    EXPECT_TRUE(removed);
    return removed.value();
  }

  fs::path data;
  std::unique_ptr<file_store> files;
};

TEST_F(file_store_test, W2_what_is_kept_comes_back_with_its_hash) {
  {
    auto f = received(place(), "a");
    EXPECT_TRUE(f->write("bc"));
    EXPECT_EQ(f->bytes(), 3U);
    const auto hash = f->keep();
    ASSERT_TRUE(hash) << hash.error().text;
    // FIPS 180-2, the sample of one block.
    EXPECT_EQ(
      hash.value(),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    f->settle();
  }
  EXPECT_EQ(fetched(place()), "abc");
  EXPECT_EQ(count(), 1U);
  open();
  EXPECT_EQ(remove_orphans(false), 0U);
  EXPECT_EQ(fetched(place()), "abc");
}

TEST_F(file_store_test, W2_what_is_not_kept_leaves_nothing) {
  received(place(), "half of it");
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(fetched(place()), "error: not_found");
}

TEST_F(file_store_test, W2_what_is_refused_after_all_leaves_nothing) {
  ASSERT_TRUE(received(place(), "whole")->keep());
  EXPECT_EQ(count(), 0U);
}

TEST_F(file_store_test, Z1_what_nobody_knows_of_is_decided_at_the_start) {
  {
    auto f = received(place(), "whole");
    ASSERT_TRUE(f->keep());
    f->leave();
  }
  EXPECT_EQ(fetched(place()), "whole");
  open();
  EXPECT_EQ(remove_orphans(true), 0U);
  EXPECT_EQ(fetched(place()), "whole");
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(remove_orphans(false), 0U);
  EXPECT_EQ(fetched(place()), "whole");
}

/// Does `what` in a process that is killed right after it.
template <class What>
void in_a_process_that_is_killed(What what) {
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    what();
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(WTERMSIG(status), SIGKILL);
}

TEST_F(file_store_test, Z1_a_crash_while_it_comes_leaves_nothing) {
  std::unique_ptr<incoming_file> f;
  in_a_process_that_is_killed([&] { f = received(place(), "half"); });
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(remove_orphans(false), 1U);
  EXPECT_EQ(count(), 0U);
}

TEST_F(file_store_test, Z1_a_crash_between_file_and_line_leaves_nothing) {
  std::unique_ptr<incoming_file> f;
  in_a_process_that_is_killed([&] {
    f = received(place(), "whole");
    (void)f->keep();
  });
  EXPECT_EQ(count(), 2U);
  EXPECT_EQ(remove_orphans(false), 1U);
  EXPECT_EQ(count(), 0U);
}

TEST_F(file_store_test, Z1_a_crash_after_the_line_loses_nothing) {
  std::unique_ptr<incoming_file> f;
  in_a_process_that_is_killed([&] {
    f = received(place(), "whole");
    (void)f->keep();
  });
  EXPECT_EQ(remove_orphans(true), 0U);
  EXPECT_EQ(fetched(place()), "whole");
  EXPECT_EQ(count(), 1U);
}

TEST_F(file_store_test, Z1_an_unreadable_journal_removes_nothing) {
  std::unique_ptr<incoming_file> f;
  in_a_process_that_is_killed([&] {
    f = received(place(), "whole");
    (void)f->keep();
  });
  const auto removed
    = files->remove_orphans([](const file_place&) -> result<bool, store_error> {
        return store_error{store_errc::corrupt_record, "damaged"};
      });
  ASSERT_FALSE(removed);
  EXPECT_EQ(fetched(place()), "whole");
}

TEST_F(file_store_test, R11_a_full_disk_is_said_in_words) {
  // Always full, on every Linux.
  fs::create_symlink("/dev/full", data / "full");
  const int handle = ::open((data / "full").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(handle, 0);
  incoming_file f{data / "in", data / "kept", handle};
  const auto written = f.write("abc");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, store_errc::full);
  EXPECT_NE(written.error().text.find("Make room"), std::string::npos);
}

TEST_F(file_store_test, M4_the_files_of_a_chat_go_with_it) {
  for (const auto* chat : {"c-1", "c-2"}) {
    for (const auto* file : {"f-1", "f-2"}) {
      auto f = received(place(file, chat), "abc");
      ASSERT_TRUE(f->keep());
      f->settle();
    }
  }
  ASSERT_TRUE(files->remove(acme, chat_id{"c-1"}));
  EXPECT_EQ(fetched(place("f-1", "c-1")), "error: not_found");
  EXPECT_EQ(fetched(place("f-2", "c-1")), "error: not_found");
  EXPECT_EQ(fetched(place("f-1", "c-2")), "abc");
  // Again, of a chat without files, and of a company that never had one.
  EXPECT_TRUE(files->remove(acme, chat_id{"c-1"}));
  EXPECT_TRUE(files->remove(company_id{"other"}, chat_id{"c-1"}));
}

TEST_F(file_store_test, Z4_ids_that_are_dots_stay_inside) {
  for (const auto* dots : {".", "..", "..."}) {
    const file_place at{company_id{dots}, chat_id{dots}, file_id{dots}};
    auto f = received(at, dots);
    const auto kept = f->keep();
    ASSERT_TRUE(kept) << kept.error().text;
    f->settle();
    EXPECT_EQ(fetched(at), dots);
  }
  EXPECT_EQ(count(), 3U);
}

TEST_F(file_store_test, Z4_the_same_file_is_not_received_twice_at_once) {
  const auto first = received(place(), "abc");
  EXPECT_FALSE(files->receive(place()));
}

TEST_F(file_store_test, W2_a_line_says_what_a_file_is) {
  memory_store store;
  auto shared = line(2, 2, "red.png");
  shared.kind = entry_kind::file;
  shared.file = shared_file{file_id{"f-1"}, "red.png", 3, "image/png", "00"};
  append a;
  a.stream = chat_stream("c-1");
  a.after = 0;
  a.events = chat_events(started(0), line(1, 1), shared);
  ASSERT_TRUE(store.write({a}).front());
  const auto found = find_shared(store, place());
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found.value(), *shared.file);
  EXPECT_TRUE(is_shared(store, place()).value());
  EXPECT_FALSE(is_shared(store, place("f-2")).value());
  EXPECT_FALSE(is_shared(store, place("f-1", "c-2")).value());
}

} // namespace

} // namespace parley::storage::testing
