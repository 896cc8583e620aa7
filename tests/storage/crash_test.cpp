// What is acknowledged survives: kill -9 at any moment, a failed sync, a full
// disk. The writer is another process, tests/storage/append_child.cpp.
#include "tests/storage/child_process.hpp"
#include "tests/storage/stores.hpp"
#include "tests/storage/workload.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

namespace parley::storage::testing {

namespace {

namespace fs = std::filesystem;

constexpr const char* append_child = PARLEY_APPEND_CHILD;

/// Takes a line `ok <chat> <revision> ...` into account.
void note(const std::string& text, progress& acknowledged) {
  std::istringstream words{text};
  std::string word;
  words >> word;
  std::uint64_t revision = 0;
  while (words >> word >> revision) {
    acknowledged[word] = revision;
  }
}

bool is_acknowledgement(const std::string& text) {
  return text.starts_with("ok ");
}

/// Lets a child append until it acknowledged `count` batches; then it dies.
/// With 0 it dies while it opens the store: at the latest when it says so.
void append_and_kill(const fs::path& directory,
                     std::uint64_t seed,
                     std::size_t count,
                     progress& acknowledged) {
  child_process child{
    {append_child, "run", directory.string(), std::to_string(seed)}};
  if (count == 0) {
    // A number of looks at the directory stands for a moment of time.
    for (std::uint64_t looks = 0; looks < 200 * (seed % 50); ++looks) {
      std::error_code ignored;
      (void)fs::exists(directory / "data", ignored);
    }
  }
  for (std::size_t seen = 0; seen < count;) {
    const auto text = child.line();
    ASSERT_TRUE(text) << "the child ended by itself";
    if (is_acknowledgement(*text)) {
      note(*text, acknowledged);
      ++seen;
    }
  }
  child.kill();
  // What it said before it died counts as well.
  while (const auto text = child.line()) {
    if (is_acknowledgement(*text)) {
      note(*text, acknowledged);
    }
  }
  EXPECT_EQ(child.wait(), 128 + SIGKILL);
}

/// Is all there, gap-free, as it was written, and at most one batch more?
/// @param found where the chats stand now
void expect_survived(const fs::path& directory,
                     const progress& acknowledged,
                     progress& found) {
  const auto db = open_or_fail(directory);
  ASSERT_TRUE(db);
  std::string wrong;
  found = inspect(*db, wrong);
  ASSERT_TRUE(wrong.empty()) << wrong;
  std::uint64_t more = 0;
  for (const auto& [id, revision] : found) {
    const auto known = acknowledged.find(id);
    const auto told = known == acknowledged.end() ? 0 : known->second;
    ASSERT_GE(revision, told) << id << " lost acknowledged events";
    more += revision - told;
  }
  for (const auto& [id, revision] : acknowledged) {
    ASSERT_TRUE(found.contains(id)) << id << " is lost";
  }
  // The batch that was being written: 12 appends of 3 events.
  EXPECT_LE(more, 36U);
}

TEST(store_crash, Z1_R1_nothing_acknowledged_is_lost_over_sixty_kills) {
  const temporary_directory directory;
  progress acknowledged;
  std::mt19937_64 random{20'251};
  for (std::uint64_t kill = 0; kill < 60; ++kill) {
    const std::size_t count = kill % 4 == 0 ? 0 : random() % 120;
    append_and_kill(directory.path(), random(), count, acknowledged);
    ASSERT_FALSE(HasFatalFailure()) << "kill " << kill;
    progress found;
    expect_survived(directory.path(), acknowledged, found);
    ASSERT_FALSE(HasFailure()) << "kill " << kill;
    // What the last batch brought beyond is there now and must stay.
    acknowledged = found;
  }
  EXPECT_GT(acknowledged.size(), 100U) << "too little was written";
}

TEST(store_crash, R1_a_store_whose_creation_was_killed_is_created_again) {
  for (std::uint64_t kill = 0; kill < 20; ++kill) {
    const temporary_directory directory;
    {
      child_process child{
        {append_child, "run", directory.path().string(), "1"}};
      // Each time a little later in the creation.
      for (std::uint64_t looks = 0; looks < kill * 150;) {
        std::error_code ignored;
        looks += fs::exists(directory.path() / "creating", ignored)
                     || fs::exists(directory.path() / "data", ignored)
                   ? 1
                   : 0;
      }
      child.kill();
    }
    EXPECT_TRUE(open_or_fail(directory.path())) << "kill " << kill;
  }
}

/// Runs the child under strace, which makes one sync of its writer fail.
struct failed_sync {
  progress acknowledged;
  std::size_t acknowledgements = 0;
  std::vector<std::string> after;
  int code = 0;
};

failed_sync run_with_failing_sync(const fs::path& directory, int which) {
  child_process child{
    {"strace",
     "-f",
     "-qq",
     "-o",
     "/dev/null",
     "-e",
     "trace=fdatasync",
     "-e",
     "inject=fdatasync:error=EIO:when=" + std::to_string(which),
     append_child,
     "run",
     directory.string(),
     "7"}};
  failed_sync run;
  while (const auto text = child.line()) {
    if (is_acknowledgement(*text)) {
      note(*text, run.acknowledged);
      ++run.acknowledgements;
    } else if (*text != "open") {
      run.after.push_back(*text);
    }
  }
  run.code = child.wait();
  return run;
}

TEST(store_crash, R10_after_a_failed_sync_nothing_is_acknowledged) {
  for (const int which : {40, 41, 77}) {
    const temporary_directory directory;
    const auto run = run_with_failing_sync(directory.path(), which);
    ASSERT_EQ(run.code, 3) << "strace must be able to inject errors here";
    EXPECT_GT(run.acknowledgements, 10U);
    EXPECT_GT(run.after.size(), 20U);
    for (const auto& text : run.after) {
      EXPECT_EQ(text, "no failed");
    }
    progress found;
    expect_survived(directory.path(), run.acknowledged, found);
  }
}

TEST(store_crash, R10_a_store_that_cannot_be_synced_is_not_opened) {
  const temporary_directory directory;
  const auto run = run_with_failing_sync(directory.path(), 1);
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.acknowledgements, 0U);
  EXPECT_TRUE(open_or_fail(directory.path()));
}

/// What the main thread of the child wrote and synced, in order.
std::string trace_of(const fs::path& directory, const fs::path& traces) {
  child_process child{{"strace",
                       "-ff",
                       "-qq",
                       "-y",
                       "-o",
                       (traces / "trace").string(),
                       "-e",
                       "trace=write,fdatasync",
                       append_child,
                       "run",
                       directory.string(),
                       "9"}};
  for (int seen = 0; seen < 200;) {
    const auto text = child.line();
    if (!text) {
      break;
    }
    seen += is_acknowledgement(*text) ? 1 : 0;
  }
  child.kill();
  (void)child.wait();
  for (const auto& entry : fs::directory_iterator{traces}) {
    std::ifstream in{entry.path()};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (text.find("\"ok ") != std::string::npos) {
      return text;
    }
  }
  return {};
}

TEST(store_crash, R1_an_acknowledgement_leaves_only_after_the_log_is_synced) {
  const temporary_directory directory;
  const temporary_directory traces;
  std::istringstream trace{trace_of(directory.path(), traces.path())};
  std::size_t acknowledgements = 0;
  std::size_t writes = 0;
  bool synced = true;
  for (std::string call; std::getline(trace, call);) {
    const bool of_log = call.find(".log>") != std::string::npos;
    if (of_log && call.starts_with("write(")) {
      synced = false;
      ++writes;
    } else if (of_log && call.starts_with("fdatasync(")
               && call.ends_with("= 0")) {
      synced = true;
    } else if (call.find("\"ok ") != std::string::npos) {
      ++acknowledgements;
      EXPECT_TRUE(synced) << call;
    }
  }
  EXPECT_GE(acknowledgements, 200U) << "strace must be able to trace here";
  EXPECT_GE(writes, acknowledgements);
}

TEST(store_crash, R11_a_full_disk_refuses_in_words_and_returns_by_itself) {
  const temporary_directory directory;
  // A small disk of its own; it is gone with the process.
  const std::string script = "mount -t tmpfs -o size=24m none '"
                             + directory.path().string() + "' && exec '"
                             + append_child + "' full '"
                             + directory.path().string() + "'";
  const std::string flags = ::geteuid() == 0 ? "-m" : "-rm";
  child_process child{{"unshare", flags, "sh", "-c", script}};
  EXPECT_EQ(child.line(), "fine");
  EXPECT_EQ(child.wait(), 0) << "needs the right to mount a tmpfs";
}

TEST(store_crash, Z1_a_second_process_is_turned_away_in_words) {
  const temporary_directory directory;
  child_process child{{append_child, "run", directory.path().string(), "1"}};
  ASSERT_EQ(child.line(), "open");
  const auto error = error_of(directory.path());
  EXPECT_EQ(error.code, store_errc::locked);
  EXPECT_NE(error.text.find("process"), std::string::npos) << error.text;
  // The first one goes on.
  for (int i = 0; i < 50; ++i) {
    const auto text = child.line();
    ASSERT_TRUE(text);
    EXPECT_TRUE(is_acknowledgement(*text)) << *text;
  }
}

} // namespace

} // namespace parley::storage::testing
