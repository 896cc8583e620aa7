// Contacts in and out over real sockets (M3), one person's data (M4): bodies of
// any length in bounded memory.
#include "protocol/crm_limits.hpp"
#include "tests/gateway/crm_fixture.hpp"
#include "tests/gateway/raw_client.hpp"
#include "tests/gateway/smtp_fixture.hpp"

#include <gmock/gmock.h>

namespace parley::testing {
namespace {

using ::testing::StartsWith;

const std::string import_path = "/api/v1/contacts/import";
const std::string export_path = "/api/v1/contacts/export";

class transfer_api : public crm_api {
protected:
  static reply import_csv(const std::string& who,
                          const std::string& text,
                          const std::string& query = {},
                          const std::string& type = "text/csv") {
    return send(
      who, "POST", import_path + query, text, {{"Content-Type", type}});
  }
  /// Answers with the text as it is, and lets long ones take their time.
  static tools::http_answer raw(const std::string& who,
                                const std::string& method,
                                const std::string& path,
                                std::string body = {}) {
    tools::http_request r;
    r.method = method;
    r.path = path;
    r.headers = {{"Cookie", cookies.at(who)}, {"Content-Type", "text/csv"}};
    r.body = std::move(body);
    r.within = std::chrono::minutes{5};
    auto answered = tools::ask(address(), r);
    EXPECT_TRUE(answered) << (answered ? std::string{} : answered.error().why);
    return answered ? std::move(answered).value() : tools::http_answer{};
  }
  static std::string said(const std::string& bytes) {
    raw_client client{server->port()};
    client.send(bytes);
    return client.read_answer();
  }
  static std::vector<std::string> newest_acts(std::size_t count) {
    std::vector<std::string> acts;
    const auto log
      = get("adam", "/api/v1/audit?limit=" + std::to_string(count));
    for (const auto& row : log.body["items"]) {
      acts.push_back(row["act"]);
    }
    return acts;
  }
};

TEST_F(transfer_api, M3_a_file_makes_contacts_and_reports_refused_rows) {
  const std::string text = "account,last_name,emails,fields.size\r\n"
                           "T-1,Imported,one@import.example,7\r\n"
                           "T-2,Imported,no mail,7\r\n"
                           "T-3,\"Imported, too\",,big\r\n"
                           "T-4,Imported\r\n"
                           "T-5,Imported,,\r\n";
  const auto preview = import_csv("adam", text, "?dry_run=true");
  ASSERT_EQ(preview.status, 200U) << preview.body;
  EXPECT_EQ(preview.body["dry_run"], true);
  EXPECT_EQ(preview.body["created"], 2);
  EXPECT_EQ(preview.body["refused"], 3);
  EXPECT_TRUE(
    get("adam", "/api/v1/contacts?search=imported").body["items"].empty());

  const auto report = import_csv("adam", text);
  ASSERT_EQ(report.status, 200U) << report.body;
  EXPECT_EQ(report.body["dry_run"], false);
  EXPECT_EQ(report.body["created"], 2);
  EXPECT_EQ(report.body["updated"], 0);
  ASSERT_EQ(report.body["rows"].size(), 3U);
  EXPECT_EQ(report.body["rows"][0]["line"], 3);
  EXPECT_EQ(report.body["rows"][1]["line"], 4);
  EXPECT_EQ(report.body["rows"][2]["line"], 5);
  EXPECT_NE(report.body["rows"][0]["reason"], "");
  EXPECT_EQ(
    get("adam", "/api/v1/contacts?search=imported").body["items"].size(), 2U);
  EXPECT_EQ(newest_acts(2),
            (std::vector<std::string>{"contacts.import_ended",
                                      "contacts.import_begun"}));
  const auto again = import_csv("adam", text);
  EXPECT_EQ(again.body["updated"], 2);
  EXPECT_EQ(again.body["created"], 0);
}

TEST_F(transfer_api, A1_transfers_take_their_own_privilege) {
  const std::string text = "account\nX-1\n";
  for (const auto* who : {"ann", "sue", "rita"}) {
    EXPECT_EQ(import_csv(who, text).status, 403U) << who;
    EXPECT_EQ(get(who, export_path).status, 403U) << who;
    EXPECT_EQ(get(who, "/api/v1/contacts/any/export").status, 403U) << who;
  }
  EXPECT_EQ(import_csv("", text).status, 401U);
  EXPECT_EQ(get("", export_path).status, 401U);
  const auto at = made({{"last_name", "Mine"}});
  EXPECT_EQ(get("other", at + "/export").status, 404U);
  EXPECT_EQ(raw("other", "GET", export_path).body.find("Mine"),
            std::string::npos);
  EXPECT_EQ(remove("ann", at).status, 204U);
}

TEST_F(transfer_api, Z4_what_is_no_such_file_is_refused) {
  EXPECT_EQ(import_csv("adam", "account\n", {}, "application/json").status,
            422U);
  EXPECT_EQ(import_csv("adam", "account\n", "?dry_run=maybe").status, 422U);
  EXPECT_EQ(import_csv("adam", "surname\nx\n").status, 422U);
  EXPECT_EQ(import_csv("adam", "").status, 422U);
}

TEST_F(transfer_api, Z4_a_body_has_its_limit_and_its_answer_arrives) {
  const auto head = [](const std::string& more) {
    return "POST " + import_path
           + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookies.at("adam")
           + "\r\nContent-Type: text/csv\r\n" + more + "\r\n";
  };
  const auto limit = limits::import_bytes_max;
  EXPECT_THAT(
    said(head("Content-Length: " + std::to_string(limit + 1) + "\r\n")),
    StartsWith("HTTP/1.1 413"));
  // What is refused early says so, though more is on the way.
  EXPECT_THAT(said(head("Content-Length: " + std::to_string(limit) + "\r\n")
                   + "surname\nx\n" + std::string(200'000, 'x')),
              StartsWith("HTTP/1.1 422"));
  // In chunks, without a length.
  EXPECT_THAT(said(head("Transfer-Encoding: chunked\r\n")
                   + "8\r\naccount\n\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
}

TEST_F(transfer_api, M3_an_import_that_breaks_off_is_recorded_as_such) {
  {
    raw_client client{server->port()};
    client.send("POST " + import_path
                + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
                + cookies.at("adam")
                + "\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n"
                  "\r\naccount,last_name\n");
    std::string rows;
    for (int i = 0; i < 16'000; ++i) {
      rows += "B-" + std::to_string(i) + "\n";
    }
    client.send(rows + "B-last,Broken\n");
  }
  const auto ended = [] {
    const auto row = get("adam", "/api/v1/audit?limit=1").body["items"][0];
    return row["act"] == "contacts.import_ended"
           && row["details"]["whole"] == "no";
  };
  EXPECT_TRUE(eventually(ended));
}

TEST_F(transfer_api, M3_an_export_comes_back_as_it_went) {
  ASSERT_EQ(import_csv("adam",
                       "account,last_name,address\nE-1,\"Ex \"\"p\"\"\","
                       "\"1\n2\"\n")
              .status,
            200U);
  const auto all = raw("adam", "GET", export_path);
  EXPECT_EQ(all.status, 200U);
  EXPECT_TRUE(all.header("content-type").starts_with("text/csv"));
  EXPECT_TRUE(all.header("content-disposition").starts_with("attachment"));
  EXPECT_TRUE(all.body.starts_with("account,first_name,last_name"));
  EXPECT_NE(all.body.find("E-1,,\"Ex \"\"p\"\"\""), std::string::npos)
    << all.body;
  EXPECT_EQ(newest_acts(1).front(), "contacts.exported");
  const auto back = import_csv("adam", all.body, "?dry_run=true");
  EXPECT_EQ(back.body["refused"], 0) << back.body;
  EXPECT_EQ(back.body["created"], 0);
}

TEST_F(transfer_api, M4_one_person_leaves_as_one_document) {
  const auto at = made({{"last_name", "Person"}});
  for (const auto* chat : {"s1", "s7"}) {
    ASSERT_EQ(send("ann",
                   "PUT",
                   std::string{"/api/v1/chats/"} + chat + "/contact",
                   json{{"contact", id_of(at)}}.dump())
                .status,
              200U);
  }
  const auto all = raw("adam", "GET", at + "/export");
  ASSERT_EQ(all.status, 200U);
  const auto person = json::parse(all.body, nullptr, false);
  ASSERT_TRUE(person.is_object()) << all.body;
  EXPECT_EQ(person["contact"]["row"]["last_name"], "Person");
  EXPECT_EQ(person["sessions"].size(), 2U);
  EXPECT_NE(all.body.find("answer of s1"), std::string::npos);
  EXPECT_EQ(newest_acts(1).front(), "contact.exported");
  EXPECT_EQ(get("adam", "/api/v1/contacts/nobody/export").status, 404U);
}

TEST_F(transfer_api, M3_100000_rows_are_taken_while_they_come) {
  // Far more than a body that is read as a whole may have. A preview, so that
  // the time goes into reading and not into the disk.
  constexpr int rows = 100'000;
  std::string text = "account,last_name\n";
  for (int i = 0; i < rows; ++i) {
    text += "L-" + std::to_string(i) + ",Long\n";
  }
  EXPECT_GT(text.size(), 4 * limits::http_body_bytes_max);
  const auto answer
    = raw("adam", "POST", import_path + "?dry_run=true", std::move(text));
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(json::parse(answer.body, nullptr, false)["created"], rows);
}

} // namespace
} // namespace parley::testing
