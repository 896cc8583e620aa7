// Z1, W2: kill -9 while files come. What was acknowledged is there afterwards
// with its bytes; of what was not, there is a whole file with its line, or
// nothing at all.
#include "tests/crash/server_fixture.hpp"
#include "tests/gateway/raw_client.hpp"
#include "tools/bench/company.hpp"
#include "tools/client/http_client.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <map>
#include <thread>

namespace parley::crash {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr int lives = 12;

class kill_nine_of_files : public server_fixture {
protected:
  void SetUp() override {
    make_company(1);
    ASSERT_TRUE(start());
    customers.push_back(std::make_unique<customer>(loop, "c1"));
    customers.front()->connect(server->address);
    ASSERT_TRUE(run_until([this] {
      return customers.front()->phase() == customer_phase::waiting;
    }));
    visitor_ = customers.front()->visitor_token();
  }

  void kill_and_start() {
    kill();
    lose_connections();
    ASSERT_TRUE(start());
  }

  [[nodiscard]] static std::string path() {
    return "/api/v1/widget/" + std::string{tools::pairs_token} + "/files";
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>>
  of_page() const {
    return {{"Authorization", "Bearer " + visitor_},
            {"Content-Type", "text/plain"},
            {"Origin", std::string{tools::bench_origin}}};
  }

  /// @returns the file's id if the server has acknowledged it.
  [[nodiscard]] std::string upload(const std::string& id,
                                   const std::string& bytes) const {
    tools::http_request r;
    r.method = "POST";
    r.path = path() + "?name=a.txt&id=" + id;
    r.headers = of_page();
    r.body = bytes;
    const auto answer = tools::ask(server->address, r);
    if (!answer || answer.value().status != 201) {
      return {};
    }
    return nlohmann::json::parse(answer.value().body)["file"];
  }

  [[nodiscard]] std::string fetch(const std::string& file) const {
    tools::http_request r;
    r.path = path() + "/" + file;
    r.headers = of_page();
    const auto answer = tools::ask(server->address, r);
    return answer && answer.value().status == 200 ? answer.value().body : "";
  }

  /// Files of the chat by the id of their line, as a page reads them.
  std::map<std::string, std::string> lines() {
    std::map<std::string, std::string> files;
    const auto all = read_all(loop, server->address, visitor_);
    EXPECT_TRUE(all);
    if (all) {
      for (const auto& line : *all) {
        if (line.file) {
          EXPECT_TRUE(
            files.emplace(line.id->value, line.file->file.value).second)
            << line.id->value << " is there twice";
        }
      }
    }
    return files;
  }

  /// Whatever lies where files are kept or received.
  [[nodiscard]] std::size_t files_on_disk() const {
    std::size_t count = 0;
    for (const auto& entry :
         fs::recursive_directory_iterator{data() + "/files"}) {
      count += entry.is_regular_file() ? 1U : 0U;
    }
    return count;
  }

  /// Different for each, and long enough to come in several pieces.
  [[nodiscard]] static std::string bytes_of(int i) {
    std::string bytes;
    while (bytes.size() < 200'000) {
      bytes += "This is file " + std::to_string(i) + ". ";
    }
    return bytes;
  }

  std::string visitor_;
};

TEST_F(kill_nine_of_files, Z1_W2_an_acknowledged_file_is_there_after_a_kill) {
  for (int i = 0; i < 3; ++i) {
    const auto id = "m-" + std::to_string(i);
    const auto file = upload(id, bytes_of(i));
    kill_and_start();
    ASSERT_NE(file, "");
    EXPECT_EQ(lines()[id], file);
    EXPECT_TRUE(fetch(file) == bytes_of(i)) << "other bytes";
  }
  EXPECT_EQ(files_on_disk(), 3U);
}

TEST_F(kill_nine_of_files, Z1_W2_half_a_file_leaves_nothing) {
  ASSERT_EQ(files_on_disk(), 0U);
  testing::raw_client sender{server->address.port};
  const auto bytes = bytes_of(1);
  std::string head
    = "POST " + path() + "?name=a.txt&id=m-1 HTTP/1.1\r\nHost: "
      + "localhost\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n";
  for (const auto& [name, value] : of_page()) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
  ASSERT_TRUE(sender.send(head + "\r\n" + bytes.substr(0, bytes.size() / 2)));
  ASSERT_TRUE(run_until([this] { return files_on_disk() > 0; }));
  kill_and_start();
  EXPECT_EQ(files_on_disk(), 0U);
  EXPECT_TRUE(lines().empty());
  // The same message can be sent again, as a page does.
  const auto file = upload("m-1", bytes);
  ASSERT_NE(file, "");
  EXPECT_TRUE(fetch(file) == bytes) << "other bytes";
}

TEST_F(kill_nine_of_files,
       Z1_W2_files_and_lines_agree_after_kills_at_any_time) {
  std::map<std::string, std::string> acknowledged;
  int sent = 0;
  for (int life = 0; life < lives && !HasFailure(); ++life) {
    SCOPED_TRACE("life " + std::to_string(life));
    const int first = sent;
    // Ends by itself when the server is gone.
    std::thread sender{[&] {
      while (true) {
        const auto id = "m-" + std::to_string(sent);
        const auto file = upload(id, bytes_of(sent));
        ++sent;
        if (file.empty()) {
          return;
        }
        acknowledged.emplace(id, file);
      }
    }};
    std::this_thread::sleep_for(
      std::chrono::microseconds{5'000 + chance() % 150'000});
    server->server.signal(SIGKILL);
    sender.join();
    kill_and_start();
    const auto told = lines();
    for (const auto& [id, file] : acknowledged) {
      ASSERT_TRUE(told.contains(id)) << id << " was acknowledged and is lost";
      EXPECT_EQ(told.at(id), file) << id;
    }
    EXPECT_EQ(files_on_disk(), told.size());
    for (int i = first; i < sent; ++i) {
      const auto line = told.find("m-" + std::to_string(i));
      if (line != told.end()) {
        EXPECT_TRUE(fetch(line->second) == bytes_of(i)) << line->first;
      }
    }
  }
  // Else nothing was under way.
  EXPECT_GT(acknowledged.size(), static_cast<std::size_t>(lives) / 2);
  RecordProperty("acknowledged", std::to_string(acknowledged.size()));
}

} // namespace
} // namespace parley::crash
