// Mails that wait, against a real mail server that takes them, refuses them,
// dies and is silent (M5). Time is the test's.
#include "gateway/mailer.hpp"
#include "protocol/crm_limits.hpp"
#include "storage/memory_store.hpp"
#include "tests/gateway/gateway_world.hpp"
#include "tests/gateway/smtp_fixture.hpp"
#include "tests/storage/samples.hpp"

#include <gtest/gtest.h>

namespace parley::gateway {
namespace {

using namespace std::chrono_literals;
using storage::testing::acme;
using storage::testing::chat_events;
using storage::testing::chat_stream;
using testing::smtp_process;

/// One for all tests, because it takes time to start.
class mails : public ::testing::Test {
protected:
  static void SetUpTestSuite() { server = std::make_unique<smtp_process>(); }
  static void TearDownTestSuite() { server.reset(); }

  void SetUp() override {
    server->set_mode("accept");
    auto whisper = storage::testing::line(2, 2, "nobody must know");
    whisper.from = speaker::supervisor;
    whisper.kind = entry_kind::whisper;
    ASSERT_TRUE(db_
                  .write({{chat_stream("c1"),
                           0,
                           chat_events(storage::testing::started(0),
                                       storage::testing::line(1, 1, "h\u00E9"),
                                       whisper,
                                       storage::testing::closed(3))}})
                  .front());
  }

  mailer make(duration within = 20s) { return make(server->settings, within); }
  mailer make(const smtp_settings& smtp, duration within = 20s) {
    auto c = std::make_shared<company>();
    c->id = acme;
    c->name = "Acme";
    c->mail_sender_name = "S\u00F6hne\r\nBcc: x@y.z";
    return mailer{{&db_,
                   &clock_,
                   &log_,
                   [c] { return std::vector<company_ptr>{c}; },
                   smtp,
                   within}};
  }
  void add(const std::string& id) {
    storage::waiting_mail m;
    m.id = id;
    m.chat = chat_id{"c1"};
    m.to = "zoe@example.com";
    m.by = agent_id{"a1"};
    m.created = clock_.now();
    m.due = clock_.now();
    ASSERT_TRUE(box_.add(acme, m));
  }
  storage::waiting_mail read(const std::string& id) {
    const auto m = box_.read(acme, id);
    EXPECT_TRUE(m);
    return m ? m.value() : storage::waiting_mail{};
  }

  // NOLINTBEGIN: one server for all tests
  static inline std::unique_ptr<smtp_process> server;
  // NOLINTEND
  storage::memory_store db_;
  storage::mail_outbox box_{db_};
  testing::moved_clock clock_;
  testing::kept_log log_;
};

TEST_F(mails, M5_a_transcript_reaches_the_server_without_whispers) {
  const auto before = server->mails().size();
  add("m1");
  auto m = make();
  EXPECT_EQ(m.run_once(), std::nullopt);
  const auto all = server->mails();
  ASSERT_EQ(all.size(), before + 1);
  const auto& mail = all.back();
  EXPECT_TRUE(mail.starts_with("chat@acme.example\nzoe@example.com\n"));
  EXPECT_NE(mail.find("To: <zoe@example.com>\r\n"), std::string::npos);
  EXPECT_NE(mail.find("Message-ID: <m1@acme.example>"), std::string::npos);
  EXPECT_EQ(mail.find("Bcc"), std::string::npos);
  // "hé" is in it and the whisper is not, neither plainly nor in base64.
  EXPECT_EQ(mail.find("nobody"), std::string::npos);
  EXPECT_EQ(mail.find("bm9ib2R5"), std::string::npos);
  EXPECT_NE(mail.find("Content-Transfer-Encoding: base64"), std::string::npos);
  EXPECT_TRUE(box_.list(acme).value().empty());
  EXPECT_EQ(m.sent, 1);
  // No address and no text in the log.
  for (const auto& line : log_.lines()) {
    EXPECT_EQ(line.find("zoe"), std::string::npos);
  }
}

TEST_F(mails, M5_what_is_refused_for_now_is_tried_again_with_pauses) {
  server->set_mode("later");
  add("m1");
  auto m = make();
  const auto due = m.run_once();
  EXPECT_EQ(due, clock_.now() + 30s);
  auto waiting = read("m1");
  EXPECT_EQ(waiting.attempts, 1);
  EXPECT_NE(waiting.trouble.find("451"), std::string::npos) << waiting.trouble;
  // Not before it is due.
  m.run_once();
  EXPECT_EQ(read("m1").attempts, 1);
  clock_.advance(30s);
  EXPECT_EQ(m.run_once(), clock_.now() + 60s);
  server->set_mode("accept");
  clock_.advance(60s);
  const auto before = server->mails().size();
  m.run_once();
  EXPECT_EQ(server->mails().size(), before + 1);
  EXPECT_TRUE(box_.list(acme).value().empty());
}

TEST_F(mails, M5_after_12_tries_a_mail_is_dead_and_stays_to_be_seen) {
  server->set_mode("later");
  add("m1");
  auto m = make();
  for (int i = 0; i < limits::mail_attempts_max; ++i) {
    EXPECT_FALSE(read("m1").dead) << i;
    m.run_once();
    clock_.advance(limits::mail_pause_max);
  }
  EXPECT_TRUE(read("m1").dead);
  EXPECT_EQ(m.run_once(), std::nullopt);
  EXPECT_EQ(read("m1").attempts, limits::mail_attempts_max);
  EXPECT_EQ(m.given_up, 1);
}

TEST_F(mails, M5_what_is_refused_for_good_is_dead_at_once) {
  for (const auto* mode : {"never", "content"}) {
    server->set_mode(mode);
    add(mode);
    auto m = make();
    m.run_once();
    EXPECT_TRUE(read(mode).dead) << mode;
    EXPECT_EQ(read(mode).attempts, 1) << mode;
  }
}

TEST_F(mails, M5_a_server_that_dies_in_the_middle_gets_it_again) {
  server->set_mode("die");
  add("m1");
  auto m = make();
  m.run_once();
  EXPECT_EQ(read("m1").attempts, 1);
  EXPECT_FALSE(read("m1").dead);
  server->set_mode("accept");
  clock_.advance(30s);
  const auto before = server->mails().size();
  m.run_once();
  EXPECT_EQ(server->mails().size(), before + 1);
}

TEST_F(mails, M5_a_server_that_is_silent_costs_a_bounded_time) {
  server->set_mode("slow");
  add("m1");
  auto m = make(300ms);
  m.run_once();
  EXPECT_EQ(read("m1").attempts, 1);
  EXPECT_FALSE(read("m1").dead);
}

TEST_F(mails, M5_a_silent_server_does_not_hold_up_the_end) {
  server->set_mode("slow");
  add("m1");
  auto m = make(1h);
  std::filesystem::remove(server->folder / "asked");
  m.start();
  EXPECT_TRUE(testing::eventually(
    [] { return std::filesystem::exists(server->folder / "asked"); }));
  m.stop();
  // Not counted as a failure: nothing failed.
  EXPECT_EQ(read("m1").attempts, 0);
}

TEST_F(mails, M5_no_server_is_a_failure_for_now) {
  auto nobody = server->settings;
  nobody.port = tools::free_port();
  add("m1");
  auto m = make(nobody);
  m.run_once();
  EXPECT_EQ(read("m1").attempts, 1);
  EXPECT_FALSE(read("m1").dead);
}

TEST_F(mails, M5_without_a_server_in_the_options_nothing_is_tried) {
  add("m1");
  auto m = make(smtp_settings{});
  EXPECT_FALSE(m.is_configured());
  EXPECT_EQ(m.run_once(), std::nullopt);
  EXPECT_EQ(read("m1").attempts, 0);
}

TEST_F(mails, M4_what_was_erased_meanwhile_is_not_sent) {
  add("m1");
  ASSERT_TRUE(db_.erase_texts(acme, {chat_id{"c1"}}));
  const auto before = server->mails().size();
  auto m = make();
  m.run_once();
  EXPECT_EQ(server->mails().size(), before);
  EXPECT_TRUE(box_.list(acme).value().empty());
}

TEST_F(mails, M5_with_STARTTLS_and_a_login_or_not_at_all) {
  const smtp_process safe{true};
  add("m1");
  auto untrusted = safe.settings;
  untrusted.authorities.clear();
  auto m = make(untrusted);
  m.run_once();
  EXPECT_EQ(read("m1").attempts, 1);
  // A server without STARTTLS gets nothing.
  auto demanding = server->settings;
  demanding.security = smtp_security::starttls;
  const auto before = server->mails().size();
  auto plain = make(demanding);
  clock_.advance(1h);
  plain.run_once();
  EXPECT_EQ(read("m1").attempts, 2);
  EXPECT_EQ(server->mails().size(), before);
  // A wrong password is mended by people, not by throwing the mail away.
  auto wrong = safe.settings;
  wrong.password = "wrong";
  auto stranger = make(wrong);
  clock_.advance(1h);
  stranger.run_once();
  EXPECT_EQ(read("m1").attempts, 3);
  EXPECT_FALSE(read("m1").dead);
  auto good = make(safe.settings);
  clock_.advance(1h);
  good.run_once();
  EXPECT_EQ(safe.mails().size(), 1U) << read("m1").trouble;
}

} // namespace
} // namespace parley::gateway
