// Bodies piece by piece over real sockets: at the pace of the slower side, with
// bounds, and without harm to the next request.
#include "gateway/core.hpp"
#include "gateway/http_body.hpp"
#include "gateway/listener.hpp"
#include "tests/gateway/raw_client.hpp"

#include <condition_variable>
#include <mutex>

namespace parley::testing {

namespace {

using namespace std::chrono_literals;
using gateway::http_request;
using gateway::respond;

constexpr std::size_t body_max = 200'000;

/// What happened to one body, told across threads.
class record {
public:
  void add(std::string_view piece) {
    const std::lock_guard guard{mutex_};
    text_ += piece;
    changed_.notify_all();
  }
  void end(std::string how) {
    const std::lock_guard guard{mutex_};
    end_ = std::move(how);
    changed_.notify_all();
  }
  void hold(std::function<void()> more) {
    const std::lock_guard guard{mutex_};
    more_ = std::move(more);
    changed_.notify_all();
  }
  std::size_t wait_for(std::size_t bytes) {
    std::unique_lock guard{mutex_};
    changed_.wait_for(guard, 20s, [&] { return text_.size() >= bytes; });
    return text_.size();
  }
  std::string wait_for_end() {
    std::unique_lock guard{mutex_};
    changed_.wait_for(guard, 20s, [&] { return !end_.empty(); });
    return end_;
  }
  std::function<void()> wait_for_more() {
    std::unique_lock guard{mutex_};
    changed_.wait_for(guard, 20s, [&] { return more_ != nullptr; });
    return std::exchange(more_, nullptr);
  }
  std::string text() {
    const std::lock_guard guard{mutex_};
    return text_;
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
  std::string end_;
  std::function<void()> more_;
};

enum class manner { eager, held, refuses };

class recording_sink : public gateway::body_sink {
public:
  recording_sink(record& to, respond answer, manner how)
      : to_{to}, answer_{std::move(answer)}, how_{how} {}

  [[nodiscard]] std::uint64_t bytes_max() const override { return body_max; }
  void take(std::string piece, std::function<void()> more) override {
    EXPECT_FALSE(piece.empty());
    EXPECT_LE(piece.size(), limits::file_piece_bytes);
    to_.add(piece);
    switch (how_) {
    case manner::eager:
      more();
      break;
    case manner::held:
      to_.hold(std::move(more));
      break;
    case manner::refuses:
      answer_(gateway::problem({refusal_code::invalid_value, "body"}));
      to_.end("refused");
      break;
    }
  }
  void finish() override {
    to_.end("finished");
    gateway::http_response r;
    r.body = std::to_string(to_.text().size());
    answer_(std::move(r));
  }
  void abort() override { to_.end("aborted"); }

private:
  record& to_;
  respond answer_;
  manner how_;
};

/// Gives `pieces` of 64 KiB, and then ends well or not.
class numbered_source : public gateway::body_source {
public:
  numbered_source(record& to, std::size_t pieces, bool breaks)
      : to_{to}, left_{pieces}, breaks_{breaks} {}
  ~numbered_source() override { to_.end("destroyed"); }
  void next(std::function<void(std::optional<std::string>)> given) override {
    if (left_ == 0) {
      given(breaks_ ? std::nullopt : std::optional<std::string>{""});
      return;
    }
    --left_;
    std::string piece(limits::file_piece_bytes, 'x');
    to_.add(piece);
    given(std::move(piece));
  }

private:
  record& to_;
  std::size_t left_;
  bool breaks_;
};

class http_body : public ::testing::Test {
protected:
  void SetUp() override {
    for (const auto& [path, how] : {std::pair{"/eager", manner::eager},
                                    {"/held", manner::held},
                                    {"/refuses", manner::refuses}}) {
      shared.public_routes.add_stream(
        "POST",
        path,
        [this, manners = how](const http_request&,
                              const respond& answer,
                              const gateway::accept_body& accept) {
          accept(std::make_shared<recording_sink>(in, answer, manners));
        });
    }
    shared.public_routes.add_stream(
      "POST",
      "/never/{id}",
      [](const http_request& r, const respond& answer, const auto&) {
        answer(gateway::problem({refusal_code::not_found, r.parts.at("id")}));
      });
    shared.public_routes.add(
      "POST", "/whole", [](const http_request& r, const respond& answer) {
        gateway::http_response response;
        response.body = std::to_string(r.body.size());
        answer(std::move(response));
      });
    add_source("/chunks", 3, false, false);
    add_source("/length", 3, true, false);
    add_source("/broken", 3, false, true);
    add_source("/short", 3, true, true);
    add_source("/much", 4'000, true, false);
  }
  void TearDown() override {
    front->close();
    threads.wind_up();
    threads.join();
    front.reset();
  }

  void
  add_source(const char* path, std::size_t pieces, bool length, bool breaks) {
    shared.public_routes.add(
      "GET", path, [=, this](const http_request&, const respond& answer) {
        gateway::http_response r;
        r.content_type = "application/octet-stream";
        r.source = std::make_shared<numbered_source>(out, pieces, breaks);
        if (length) {
          r.length = pieces * limits::file_piece_bytes;
        }
        answer(std::move(r));
      });
  }

  std::uint16_t listen() {
    front = std::make_unique<gateway::listener>(threads, shared, true);
    EXPECT_EQ(front->open("127.0.0.1", 0), "");
    threads.start();
    return front->port();
  }

  static std::string head(const std::string& path, const std::string& more) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
  }
  static std::string with_length(const std::string& path, std::size_t n) {
    return head(path, "Content-Length: " + std::to_string(n) + "\r\n");
  }
  /// Nothing of an earlier request is taken for a part of this one.
  static void expect_alive(raw_client& c) {
    c.send(with_length("/whole", 5) + "hello");
    const auto answer = c.read_answer();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n5")) << answer;
  }
  static void expect_status(const std::string& answer, int status) {
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(status)))
      << answer.substr(0, 300);
  }

  record in;
  record out;
  gateway::core shared;
  gateway::socket_threads threads{1};
  std::unique_ptr<gateway::listener> front;
};

TEST_F(http_body, Z5_a_body_comes_in_pieces_and_the_connection_lives_on) {
  raw_client c{listen()};
  const std::string body(body_max, 'a');
  c.send(with_length("/eager", body.size()) + body);
  const auto answer = c.read_answer();
  expect_status(answer, 200);
  EXPECT_TRUE(answer.ends_with("\r\n200000")) << answer;
  EXPECT_EQ(in.text(), body);
  EXPECT_EQ(in.wait_for_end(), "finished");
  expect_alive(c);
}

TEST_F(http_body, Z4_one_byte_beyond_its_limit_is_refused_before_it_comes) {
  raw_client c{listen()};
  c.send(with_length("/eager", body_max + 1));
  expect_status(c.read_answer(), 413);
  EXPECT_EQ(in.wait_for_end(), "aborted");
  EXPECT_EQ(in.text(), "");
  // The answer is not lost though the body is on its way, and nothing of it is
  // taken for a request.
  c.send(std::string(body_max + 1, 'a'));
  c.stop_sending();
  EXPECT_EQ(c.read_all(), "");
}

TEST_F(http_body, Z4_chunks_are_bounded_too) {
  raw_client c{listen()};
  const auto chunk = [](std::size_t n) {
    std::array<char, 32> size{};
    const auto length = std::snprintf(size.data(), size.size(), "%zx\r\n", n);
    return std::string(size.data(), static_cast<std::size_t>(length))
           + std::string(n, 'b') + "\r\n";
  };
  c.send(head("/eager", "Transfer-Encoding: chunked\r\n") + chunk(body_max - 1)
         + chunk(1) + "0\r\n\r\n");
  const auto answer = c.read_answer();
  expect_status(answer, 200);
  EXPECT_TRUE(answer.ends_with("\r\n200000")) << answer;
  expect_alive(c);

  c.send(head("/eager", "Transfer-Encoding: chunked\r\n") + chunk(body_max)
         + chunk(1) + "0\r\n\r\n");
  expect_status(c.read_answer(), 413);
}

TEST_F(http_body, Z4_a_chunk_that_is_none_is_refused) {
  raw_client c{listen()};
  c.send(head("/eager", "Transfer-Encoding: chunked\r\n") + "zz\r\nabc\r\n");
  expect_status(c.read_answer(), 400);
  EXPECT_EQ(in.wait_for_end(), "aborted");
}

TEST_F(http_body, Z5_a_slow_sender_is_served_as_it_sends) {
  raw_client c{listen()};
  c.send(with_length("/eager", limits::file_piece_bytes * 2));
  c.send(std::string(limits::file_piece_bytes, 'a'));
  // The first piece is there while the second is not even sent.
  EXPECT_EQ(in.wait_for(limits::file_piece_bytes), limits::file_piece_bytes);
  c.send(std::string(limits::file_piece_bytes, 'a'));
  expect_status(c.read_answer(), 200);
  expect_alive(c);
}

TEST_F(http_body, Z5_nothing_is_read_before_the_last_piece_is_dealt_with) {
  raw_client c{listen()};
  c.send(with_length("/held", body_max));
  c.send(std::string(body_max, 'a'));
  std::size_t got = 0;
  while (got < body_max) {
    const auto more = in.wait_for_more();
    ASSERT_TRUE(more);
    const auto now = in.text().size();
    EXPECT_LE(now, got + limits::file_piece_bytes);
    got = now;
    more();
  }
  expect_status(c.read_answer(), 200);
  expect_alive(c);
}

TEST_F(http_body, Z5_a_sender_that_stops_is_cut) {
  shared.piece_within = 200ms;
  raw_client c{listen()};
  c.send(with_length("/eager", 1000) + "only this");
  EXPECT_EQ(in.wait_for_end(), "aborted");
  EXPECT_EQ(c.receive(), "");
}

TEST_F(http_body, Z5_a_sender_that_leaves_is_noticed) {
  raw_client c{listen()};
  c.send(with_length("/eager", 1000) + "only this");
  c.leave();
  EXPECT_EQ(in.wait_for_end(), "aborted");
}

TEST_F(http_body, Z4_an_answer_before_the_end_arrives_and_ends_it) {
  raw_client c{listen()};
  c.send(with_length("/refuses", body_max)
         + std::string(limits::file_piece_bytes, 'a'));
  expect_status(c.read_answer(), 422);
  EXPECT_EQ(in.wait_for_end(), "refused");
  c.send(std::string(body_max - limits::file_piece_bytes, 'a'));
  c.stop_sending();
  EXPECT_EQ(c.read_all(), "");
}

TEST_F(http_body, Z4_what_is_refused_by_its_head_is_never_read) {
  raw_client c{listen()};
  c.send(with_length("/never/abc", body_max));
  const auto answer = c.read_answer();
  expect_status(answer, 404);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
}

TEST_F(http_body, Z4_without_a_body_it_is_over_at_once) {
  raw_client c{listen()};
  c.send(head("/eager", "Content-Length: 0\r\n"));
  EXPECT_TRUE(c.read_answer().ends_with("\r\n0"));
  c.send(head("/never/abc", ""));
  expect_status(c.read_answer(), 404);
  expect_alive(c);
}

TEST_F(http_body, E2_who_asks_before_sending_is_told_to_go_on) {
  raw_client c{listen()};
  const std::string expects = "Expect: 100-continue\r\n";
  for (const auto* path : {"/eager", "/whole"}) {
    c.send(head(path, "Content-Length: 5\r\n" + expects));
    EXPECT_EQ(c.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    c.send("hello");
    EXPECT_TRUE(c.read_answer().ends_with("\r\n5"));
  }
  // Who would be refused is told so at once.
  c.send(head("/eager", "Content-Length: 200001\r\n" + expects));
  expect_status(c.read_answer(), 413);
}

TEST_F(http_body, E2_other_expectations_are_refused) {
  raw_client c{listen()};
  c.send(head("/eager", "Content-Length: 5\r\nExpect: a-miracle\r\n"));
  expect_status(c.read_answer(), 417);
}

TEST_F(http_body, Z4_whole_bodies_keep_their_bound) {
  const auto port = listen();
  raw_client good{port};
  good.send(with_length("/whole", limits::http_body_bytes_max)
            + std::string(limits::http_body_bytes_max, 'a'));
  expect_status(good.read_answer(), 200);
  expect_alive(good);
  good.send(with_length("/whole", limits::http_body_bytes_max + 1));
  expect_status(good.read_answer(), 413);
}

TEST_F(http_body, Z5_an_answer_in_pieces_of_known_length) {
  raw_client c{listen()};
  c.send("GET /length HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = c.read_answer();
  EXPECT_NE(answer.find("Content-Length: 196608\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with(std::string(196'608, 'x')));
  EXPECT_EQ(out.wait_for_end(), "destroyed");
  expect_alive(c);
}

TEST_F(http_body, Z5_an_answer_in_chunks) {
  raw_client c{listen()};
  c.send("GET /chunks HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = c.read_until("\r\n0\r\n\r\n");
  EXPECT_NE(answer.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  const std::string chunk
    = "10000\r\n" + std::string(limits::file_piece_bytes, 'x') + "\r\n";
  EXPECT_TRUE(
    answer.ends_with("\r\n\r\n" + chunk + chunk + chunk + "0\r\n\r\n"));
  expect_alive(c);
}

TEST_F(http_body, E2_a_head_alone_has_the_same_fields) {
  raw_client c{listen()};
  c.send("HEAD /length HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = c.read_until("\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 196608\r\n"), std::string::npos);
  expect_alive(c);
}

TEST_F(http_body, Z4_an_old_client_gets_chunks_without_their_marks) {
  raw_client c{listen()};
  c.send("GET /chunks HTTP/1.0\r\n\r\n");
  const auto answer = c.read_all();
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + std::string(196'608, 'x')));
}

TEST_F(http_body, Z4_an_answer_that_cannot_go_on_does_not_look_whole) {
  const auto port = listen();
  raw_client chunks{port};
  chunks.send("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_FALSE(chunks.read_all().ends_with("0\r\n\r\n"));
}

TEST_F(http_body, Z5_a_reader_that_stops_is_cut_and_costs_a_piece) {
  shared.piece_within = 300ms;
  raw_client c{listen(), 4096};
  c.send("GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(out.wait_for_end(), "destroyed");
  // Some megabytes fit into the system's buffers; not 250.
  EXPECT_LT(out.text().size(), std::size_t{32} * 1024 * 1024);
}

} // namespace

} // namespace parley::testing
