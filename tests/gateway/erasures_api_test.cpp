// Deleting conversations over HTTP (M4): who may, what it takes, and that no
// byte of a text is left in any file.
#include "storage/file_store.hpp"
#include "tests/gateway/crm_fixture.hpp"
#include "tests/gateway/smtp_fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace parley::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

class erasures_api : public crm_api {
protected:
  static void link(const std::string& chat, const std::string& contact) {
    ASSERT_EQ(send("ann",
                   "PUT",
                   "/api/v1/chats/" + chat + "/contact",
                   json{{"contact", contact}}.dump())
                .status,
              200U);
  }
  static reply erase(const std::string& who,
                     const std::string& contact,
                     const std::string& confirm) {
    return send(who,
                "DELETE",
                "/api/v1/contacts/" + contact + "/conversations",
                json{{"confirm", confirm}}.dump());
  }
  /// Puts a file of a chat where the server keeps them.
  static void keep_file(const std::string& chat, const std::string& bytes) {
    const auto files = storage::file_store::open(data / "store");
    ASSERT_TRUE(files);
    auto file = files.value()->receive(
      {company_id{"acme"}, chat_id{chat}, file_id{"f1"}});
    ASSERT_TRUE(file);
    ASSERT_TRUE(file.value()->write(bytes));
    ASSERT_TRUE(file.value()->keep());
    file.value()->settle();
  }
  /// The files of the store that hold `bytes`.
  static std::vector<std::string> holding(const std::string& bytes) {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator{data / "store"}) {
      if (!entry.is_regular_file()) {
        continue;
      }
      std::ifstream file{entry.path(), std::ios::binary};
      const std::string content{std::istreambuf_iterator<char>{file}, {}};
      if (content.find(bytes) != std::string::npos) {
        names.push_back(entry.path().filename());
      }
    }
    return names;
  }
};

TEST_F(erasures_api, M4_conversations_go_with_all_their_bytes) {
  const auto at = made({{"last_name", "Erased"}});
  const auto id = id_of(at);
  link("s1", id);
  link("s2", id);
  link("s7", id);
  // Most of what was written stands compressed in the store, where it would not
  // be found anyway; this part of it is found.
  ASSERT_THAT(holding(unrepeated), Not(IsEmpty()));
  // A file of the chat, as the disk keeps it.
  keep_file("s1", "bytes of a file of s1");
  keep_file("s3", "bytes of a file of s3");
  ASSERT_EQ(holding("bytes of a file of s1").size(), 1U);

  // Who may, and that somebody means it.
  EXPECT_EQ(erase("", id, id).status, 401U);
  EXPECT_EQ(erase("ann", id, id).status, 403U);
  EXPECT_EQ(erase("sue", id, id).status, 403U);
  EXPECT_EQ(erase("other", id, id).status, 404U);
  EXPECT_EQ(erase("adam", "nobody", "nobody").status, 404U);
  EXPECT_EQ(erase("adam", id, "yes").status, 422U);
  EXPECT_EQ(send("adam", "DELETE", at + "/conversations", "{}").status, 422U);
  EXPECT_EQ(send("adam", "DELETE", at + "/conversations").status, 400U);
  EXPECT_EQ(get("ann", "/api/v1/chats/s1").body["note"], "note of s1");

  const auto asked = erase("adam", id, id);
  ASSERT_EQ(asked.status, 202U) << asked.body;
  EXPECT_EQ(asked.location,
            "/api/v1/erasures/" + asked.body["id"].get<std::string>());
  EXPECT_EQ(get("ann", asked.location).status, 403U);
  EXPECT_EQ(get("other", asked.location).status, 404U);
  EXPECT_TRUE(eventually(
    [&] { return get("adam", asked.location).body["phase"] == "finished"; }));
  const auto over = get("adam", asked.location).body;
  EXPECT_EQ(over["erased"], 2);
  EXPECT_EQ(over["open"], 1);
  EXPECT_EQ(over["by"], "adam");
  EXPECT_EQ(get("adam", "/api/v1/erasures").body["items"][0], over);
  EXPECT_TRUE(get("other", "/api/v1/erasures").body["items"].empty());

  for (const auto* gone : {"question of s1",
                           "answer of s1",
                           "whisper of s1",
                           "note of s1",
                           "bytes of a file of s1",
                           "question of s2",
                           unrepeated,
                           "example.com/s1"}) {
    EXPECT_THAT(holding(gone), IsEmpty()) << gone;
  }
  EXPECT_EQ(holding("bytes of a file of s3").size(), 1U);
  // Others stay, counters too, and the log says who asked.
  EXPECT_EQ(get("ann", "/api/v1/chats/s3").body["note"], "note of s3");
  const auto s1 = get("ann", "/api/v1/chats/s1").body;
  EXPECT_EQ(s1["entries"]["all"], 3);
  EXPECT_EQ(s1["note"], "");
  EXPECT_EQ(s1["customer"]["name"], "");
  EXPECT_EQ(s1["last_line"], "");
  const auto log = get("adam", "/api/v1/audit?limit=2").body["items"];
  EXPECT_EQ(log[0]["act"], "conversations.deleted");
  EXPECT_EQ(log[0]["details"]["conversations"], "2");
  EXPECT_EQ(log[1]["act"], "conversations.deletion_asked");
  EXPECT_EQ(log[1]["who"], "adam");
  EXPECT_EQ(get("adam", "/api/v1/erasures/none").status, 404U);
}

TEST_F(erasures_api, M4_the_rule_of_a_queue_is_a_setting_with_bounds) {
  const std::string path = "/api/v1/queues/care";
  for (const auto days : {1, 36'500}) {
    EXPECT_EQ(patch("adam", path, {{"keep_conversations_days", days}}).status,
              200U);
  }
  for (const auto days : {0, 36'501}) {
    EXPECT_EQ(patch("adam", path, {{"keep_conversations_days", days}}).status,
              422U);
  }
  EXPECT_EQ(patch("adam", path, {{"keep_conversations_days", nullptr}}).status,
            200U);
  EXPECT_FALSE(get("adam", path).body.contains("keep_conversations_days"));
}

} // namespace
} // namespace parley::testing
