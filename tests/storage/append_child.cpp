// A process that appends and can be killed. It tells on its standard output
// what was acknowledged, one line per batch, each in one write.
//
//   append_child run <directory> <seed>    until it is killed or refused
//   append_child full <directory>          on a small disk: fill it, free it
#include "storage/rocksdb_store.hpp"
#include "tests/storage/workload.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unistd.h>

namespace parley::storage::testing {

namespace {

namespace fs = std::filesystem;

void say(const std::string& text) {
  if (::write(STDOUT_FILENO, text.data(), text.size())
      != static_cast<ssize_t>(text.size())) {
    std::_Exit(9);
  }
}

[[noreturn]] void fail(const std::string& text) {
  std::cerr << text << "\n";
  std::_Exit(1);
}

std::unique_ptr<store> open_store(const char* directory) {
  // Little memory, so that tables are written and logs are recycled.
  auto opened = open_rocksdb(directory, {std::size_t{256} << 10U, {}});
  if (!opened) {
    fail(opened.error().text);
  }
  return std::move(opened).value();
}

/// After a refusal nothing may be acknowledged any more (R10).
int expect_refusals(store& db, workload& work) {
  for (int i = 0; i < 20; ++i) {
    for (const auto& outcome : db.write(work.next_batch())) {
      say(outcome
            ? "late\n"
            : "no " + std::string{to_string(outcome.error().code)} + "\n");
    }
    if (db.put_credential(acme, {agent_id{"a"}, "h"})) {
      say("late\n");
    }
  }
  return 3;
}

int run(const char* directory, std::uint64_t seed) {
  const auto db = open_store(directory);
  workload work{*db, seed};
  say("open\n");
  for (;;) {
    const auto batch = work.next_batch();
    const auto outcomes = db->write(batch);
    std::string text = "ok";
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!outcomes[i]) {
        say("no " + std::string{to_string(outcomes[i].error().code)} + "\n");
        return expect_refusals(*db, work);
      }
      text
        += " " + batch[i].stream.id + " " + std::to_string(outcomes[i].value());
    }
    say(text + "\n");
  }
}

/// Fills what is free on the disk with a file, which may be there already.
void fill_disk(const fs::path& ballast) {
  std::ofstream out{ballast, std::ios::binary | std::ios::app};
  const std::string block(16 * 1024, 'x');
  while (out.write(block.data(), static_cast<std::streamsize>(block.size()))
           .flush()) {
  }
}

void check(const store& db, const progress& acknowledged, const char* when) {
  std::string wrong;
  const progress found = inspect(db, wrong);
  if (!wrong.empty()) {
    fail(std::string{when} + ": " + wrong);
  }
  if (found != acknowledged) {
    fail(std::string{when} + ": not exactly what was acknowledged is there");
  }
}

/// One write; what is acknowledged is noted.
/// @returns true if it was acknowledged.
bool write_once(store& db,
                const std::vector<append>& batch,
                progress& acknowledged) {
  const auto outcomes = db.write(batch);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (outcomes[i]) {
      acknowledged[batch[i].stream.id] = outcomes[i].value();
    } else if (outcomes[i].error().code != store_errc::full) {
      fail("not full, but: " + outcomes[i].error().text);
    } else if (outcomes[0]) {
      fail("a part of a batch was refused as full");
    }
  }
  return outcomes.front().has_value();
}

/// Appends on a disk that is filled again and again, because RocksDB frees a
/// little at times, until ten were refused.
/// @returns the batch that was refused last.
std::vector<append> write_until_refused(store& db,
                                        workload& work,
                                        const fs::path& ballast,
                                        progress& acknowledged) {
  auto batch = work.next_batch();
  for (int refused = 0; refused < 10;) {
    fill_disk(ballast);
    if (write_once(db, batch, acknowledged)) {
      batch = work.next_batch();
    } else {
      ++refused;
    }
  }
  return batch;
}

/// R11, once: nothing is stored on a full disk, all can be read, and when there
/// is space again the service returns by itself.
void fill_and_free(store& db, const fs::path& ballast, progress& acknowledged) {
  static std::uint64_t seed = 0;
  workload work{db, ++seed};
  for (int i = 0; i < 200; ++i) {
    if (!write_once(db, work.next_batch(), acknowledged)) {
      fail("full though there is space");
    }
  }
  const auto batch = write_until_refused(db, work, ballast, acknowledged);
  check(db, acknowledged, "on the full disk");
  const auto row = db.put_credential(acme, {agent_id{"a"}, "h"});
  if (!row && row.error().code != store_errc::full) {
    fail("a row was refused for another reason: " + row.error().text);
  }
  fs::remove(ballast);
  if (!write_once(db, batch, acknowledged)) {
    fail("still full though there is space again");
  }
  check(db, acknowledged, "after the disk was freed");
}

int run_full(const fs::path& directory) {
  progress acknowledged;
  for (int round = 0; round < 3; ++round) {
    const auto db = open_store((directory / "store").c_str());
    check(*db, acknowledged, "after a restart");
    for (int times = 0; times < 3; ++times) {
      fill_and_free(*db, directory / "ballast", acknowledged);
    }
  }
  say("fine\n");
  return 0;
}

int main_of(int count, char** arguments) {
  const std::string mode = count > 2 ? arguments[1] : "";
  if (mode == "run" && count == 4) {
    return run(arguments[2], std::strtoull(arguments[3], nullptr, 10));
  }
  if (mode == "full" && count == 3) {
    return run_full(arguments[2]);
  }
  std::cerr
    << "usage: append_child run <directory> <seed> | full <directory>\n";
  return 2;
}

} // namespace

} // namespace parley::storage::testing

int main(int count, char** arguments) {
  return parley::storage::testing::main_of(count, arguments);
}
