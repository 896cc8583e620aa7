// A server whose store has sessions already: closed ones and one that waits,
// of two companies.
#ifndef PARLEY_TESTS_GATEWAY_CRM_FIXTURE_HPP
#define PARLEY_TESTS_GATEWAY_CRM_FIXTURE_HPP

#include "storage/rocksdb_store.hpp"
#include "tests/gateway/api_fixture.hpp"

namespace parley::testing {

/// What a session of a test is about.
struct told_session {
  std::string id;
  std::string queue;
  std::string agent;
  std::string name;
  std::string email;
  timestamp started;
  bool is_closed = true;
};

class crm_api : public api {
protected:
  static constexpr timestamp long_ago = from_unix_ms(1'700'000'000'000);
  /// Part of the question of s2: no compression can shorten it, so that it
  /// stands in a file as it was written.
  static constexpr const char* unrepeated = "q7#Vz!Kd0^eW8u&Lx5~Tg";

  static void SetUpTestSuite() {
    before_start = fill;
    api::SetUpTestSuite();
  }

  static storage::append story(const std::string& company,
                               const told_session& s) {
    using namespace std::chrono_literals;
    storage::append a{
      {company_id{company}, storage::stream_kind::chat, s.id}, 0, {}};
    const auto add = [&](chat::event e) {
      a.events.emplace_back(std::move(e));
    };
    chat::chat_started start;
    start.at = s.started;
    start.service = service_id{"web"};
    start.flow = flow_id{"greet"};
    start.flow_version = 1;
    start.node = "greet";
    start.visitor_hash = std::string(64, 'f');
    start.customer_name = s.name;
    start.customer_email = s.email;
    start.customer_page = "https://example.com/" + s.id;
    add(start);
    std::uint64_t lines = 0;
    const auto line = [&](speaker from, entry_kind kind, std::string text) {
      chat::entry_written e;
      e.at = s.started + 1s;
      e.entry = ++lines;
      e.from = from;
      e.kind = kind;
      e.text = std::move(text);
      if (from != speaker::customer) {
        e.author = agent_id{s.agent};
        e.author_name = "Ann";
      }
      add(e);
    };
    line(speaker::customer,
         entry_kind::text,
         "question of " + s.id
           + (s.id == "s2" ? std::string{" "} + unrepeated : ""));
    if (!s.queue.empty()) {
      add(chat::chat_queued{s.started + 2s, queue_id{s.queue}, {}});
    }
    if (!s.is_closed) {
      return a;
    }
    if (!s.agent.empty()) {
      add(chat::chat_allocated{
        s.started + 3s, agent_id{s.agent}, cause::by_hand, {}, {}});
      add(chat::chat_activated{s.started + 4s, cause::agent, {}, {}});
      line(speaker::supervisor, entry_kind::whisper, "whisper of " + s.id);
      line(speaker::agent, entry_kind::text, "answer of " + s.id);
      add(chat::chat_ended{s.started + 50s, cause::customer, 60s, 3, {}});
      add(chat::chat_classified{s.started + 51s,
                                {classification_id{"sale"}},
                                "note of " + s.id,
                                false,
                                {}});
    }
    add(chat::chat_closed{s.started + 60s, outcome::handled, cause::agent, {}});
    return a;
  }

  /// Sales and care, by Ann and by Eve; s7 waits.
  static std::vector<told_session> sessions() {
    using namespace std::chrono_literals;
    std::vector<told_session> all;
    for (int i = 0; i < 6; ++i) {
      const bool even = i % 2 == 0;
      all.push_back({"s" + std::to_string(i + 1),
                     even ? "sales" : "care",
                     even ? "ann" : "bob",
                     "Zo\u00EB Brown",
                     "zoe@example.com",
                     long_ago + i * 1h});
    }
    all.push_back({"s7",
                   "sales",
                   "",
                   "Zo\u00EB Brown",
                   "ZOE@example.com",
                   long_ago + 10h,
                   false});
    all.push_back({"s8", "", "", "", "", long_ago + 11h});
    return all;
  }

  static void fill(gateway::options& o) {
    auto opened = storage::open_rocksdb(o.data);
    ASSERT_TRUE(opened) << opened.error().text;
    auto& db = *opened.value();
    for (const auto& s : sessions()) {
      for (const auto& written : db.write({story("acme", s)})) {
        ASSERT_TRUE(written) << written.error().text;
      }
    }
    told_session theirs{
      "foreign", "sales", "ann", "Zo\u00EB", "zoe@example.com", long_ago};
    for (const auto& written : db.write({story("other", theirs)})) {
      ASSERT_TRUE(written) << written.error().text;
    }
  }

  static reply post(const std::string& who,
                    const std::string& path,
                    const json& body,
                    const headers& more = {}) {
    return send(who, "POST", path, body.dump(), more);
  }
  /// A new contact; its path.
  static std::string made(const json& contact) {
    const auto answer = post("ann", "/api/v1/contacts", contact);
    EXPECT_EQ(answer.status, 201U) << answer.body;
    return answer.location;
  }
  static std::string id_of(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
  }
  static std::vector<std::string> ids(const json& page) {
    std::vector<std::string> all;
    for (const auto& item : page["items"]) {
      all.push_back(item["id"].get<std::string>());
    }
    return all;
  }
};

} // namespace parley::testing

#endif // PARLEY_TESTS_GATEWAY_CRM_FIXTURE_HPP
