// One WebSocket: frames in both directions, bounded. Included by listener.cpp
// only, because it costs a minute to compile.
#ifndef PARLEY_GATEWAY_WEBSOCKET_SESSION_HPP
#define PARLEY_GATEWAY_WEBSOCKET_SESSION_HPP

#include "actors/token_bucket.hpp"
#include "gateway/core.hpp"
#include "gateway/secrets.hpp"
#include "gateway/socket_threads.hpp"
#include "protocol/codec.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace parley::gateway {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

using tcp_socket
  = boost::asio::basic_stream_socket<boost::asio::ip::tcp, connection_executor>;
using plain_stream
  = beast::basic_stream<boost::asio::ip::tcp, connection_executor>;
using tls_stream = beast::ssl_stream<plain_stream>;

template <class Stream>
inline constexpr bool is_tls = std::is_same_v<Stream, tls_stream>;

/// The socket under a WebSocket. Without TLS nothing is between them: the
/// WebSocket has timeouts of its own.
inline tcp_socket& socket_under(websocket::stream<tcp_socket, false>& ws) {
  return ws.next_layer();
}
inline tcp_socket& socket_under(websocket::stream<tls_stream, false>& ws) {
  return beast::get_lowest_layer(ws).socket();
}

/// Sockets that are open, for an orderly stop. Safe from any thread.
class open_sockets {
public:
  void add(std::weak_ptr<actors::frame_sink> socket) {
    const std::lock_guard guard{mutex_};
    all_.insert(std::move(socket));
  }
  void remove(const std::weak_ptr<actors::frame_sink>& socket) {
    const std::lock_guard guard{mutex_};
    all_.erase(socket);
  }
  void close_all(close_code why) {
    std::vector<actors::frame_sink_ptr> sockets;
    {
      const std::lock_guard guard{mutex_};
      for (const auto& weak : all_) {
        if (auto socket = weak.lock()) {
          sockets.push_back(std::move(socket));
        }
      }
    }
    for (const auto& socket : sockets) {
      socket->close(why);
    }
  }

private:
  std::mutex mutex_;
  std::set<std::weak_ptr<actors::frame_sink>,
           std::owner_less<std::weak_ptr<actors::frame_sink>>>
    all_;
};

template <class Stream>
class websocket_session final
    : public actors::frame_sink,
      public flushable,
      public beating,
      public std::enable_shared_from_this<websocket_session<Stream>> {
public:
  websocket_session(Stream stream,
                    socket_thread& thread,
                    core& c,
                    admission who,
                    bool visitor,
                    std::shared_ptr<open_sockets> open)
      : ws_{std::move(stream)}, thread_{thread}, core_{c}, who_{std::move(who)},
        visitor_{visitor}, open_{std::move(open)} {
    ++core_.world->counters->connections;
  }
  websocket_session(const websocket_session&) = delete;
  websocket_session& operator=(const websocket_session&) = delete;
  ~websocket_session() override { --core_.world->counters->connections; }

  void accept(http::request<http::string_body> request) {
    websocket::stream_base::timeout limit{};
    limit.handshake_timeout = limits::handshake_within;
    // Who is silent is found by the heartbeat of the thread: a timer for each
    // socket costs more, and pings more often.
    limit.idle_timeout = websocket::stream_base::none();
    ws_.set_option(limit);
    ws_.set_option(
      websocket::stream_base::decorator([](websocket::response_type& r) {
        r.set(http::field::server, "parley");
      }));
    ws_.read_message_max(limits::frame_bytes_max);
    ws_.write_buffer_bytes(1024);
    ws_.auto_fragment(false);
    ws_.text(true);
    auto kept
      = std::make_shared<http::request<http::string_body>>(std::move(request));
    ws_.async_accept(*kept,
                     [me = this->shared_from_this(),
                      kept](beast::error_code error) { me->accepted(error); });
  }

  // --- frame_sink: any thread. ----------------------------------------------

  void send(actors::frame f) override {
    bool overflow = false;
    {
      const std::lock_guard guard{mutex_};
      if (closing_) {
        return;
      }
      waiting_bytes_ += f->size();
      waiting_.push_back(std::move(f));
      overflow = waiting_.size() + writing_ > limits::outbox_frames_max
                 || waiting_bytes_ > limits::outbox_bytes_max;
      if (!overflow) {
        if (flush_posted_) {
          return;
        }
        flush_posted_ = true;
      }
    }
    if (overflow) {
      actors::increase(core_.world->counters->slow_closed);
      close_now(close_code::slow);
      return;
    }
    thread_.flush_soon(this->shared_from_this());
  }

  [[nodiscard]] std::size_t backlog() const override {
    const std::lock_guard guard{mutex_};
    return waiting_bytes_ + writing_bytes_;
  }

  void close(close_code why) override {
    {
      const std::lock_guard guard{mutex_};
      if (closing_) {
        return;
      }
      closing_ = why;
    }
    thread_.flush_soon(this->shared_from_this());
  }

  void handled() override {
    if (unhandled_.fetch_sub(1) == limits::inbox_frames_max) {
      post([](auto& me) {
        if (std::exchange(me.paused_, false)) {
          me.read();
        }
      });
    }
  }

  // --- On the thread of the socket. -----------------------------------------

  void flush() override {
    if (writing_now_ || gone_) {
      return;
    }
    {
      const std::lock_guard guard{mutex_};
      flush_posted_ = false;
      current_.clear();
      current_.swap(waiting_);
      writing_ = current_.size();
      writing_bytes_ = std::exchange(waiting_bytes_, 0);
    }
    next_ = 0;
    write_next();
  }

  void ping() override {
    if (gone_ || std::exchange(pinging_, true)) {
      return;
    }
    ws_.async_ping({}, [me = this->shared_from_this()](beast::error_code) {
      me->pinging_ = false;
    });
  }

  void give_up() override {
    if (paused_) {
      // It is we who do not listen.
      thread_.look_after(this->shared_from_this());
    } else {
      cut();
    }
  }

private:
  template <class Do>
  void post(Do what) {
    boost::asio::post(ws_.get_executor(),
                      [me = this->shared_from_this(), what] { what(*me); });
  }

  /// Drops what is queued: the reader is too slow to get it.
  void close_now(close_code why) {
    {
      const std::lock_guard guard{mutex_};
      if (closing_) {
        return;
      }
      closing_ = why;
      waiting_.clear();
    }
    post([](auto& me) {
      me.write_close();
      me.cut_later();
    });
  }

  void accepted(beast::error_code error) {
    if (error) {
      return;
    }
    open_->add(this->weak_from_this());
    registered_ = true;
    ws_.control_callback(
      [this](websocket::frame_type, beast::string_view) { note_life(); });
    thread_.look_after(this->shared_from_this());
    timer_.emplace(ws_.get_executor());
    timer_->expires_after(limits::hello_within);
    timer_->async_wait([weak = this->weak_from_this()](beast::error_code late) {
      auto me = weak.lock();
      if (!late && me && !me->actor_) {
        me->close(close_code::hello_missing);
      }
    });
    read();
  }

  // --- Reading: on the thread. ----------------------------------------------

  void note_life() { this->sign_of_life(thread_.beat()); }

  void read() {
    if (gone_) {
      return;
    }
    // Piece by piece: a socket that waits for its next frame holds a buffer
    // for one piece, not for what Beast guesses.
    ws_.async_read_some(
      buffer_,
      read_piece,
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        me->got(error);
      });
  }

  void got(beast::error_code error) {
    if (error) {
      finish();
      return;
    }
    note_life();
    if (!ws_.is_message_done()) {
      read();
      return;
    }
    actors::increase(core_.world->counters->frames_in);
    if (!ws_.got_text()) {
      close(close_code::not_text);
      read();
      return;
    }
    const auto data = buffer_.cdata();
    const std::string_view text{static_cast<const char*>(data.data()),
                                data.size()};
    dispatch(text);
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > 4 * read_piece && unhandled_ == 0) {
      buffer_.shrink_to_fit();
    }
    if (unhandled_.load() < limits::inbox_frames_max) {
      read();
    } else {
      paused_ = true;
    }
  }

  void dispatch(std::string_view text) {
    const auto now = core_.world->time->now();
    // Whoever is allowed more lines a second needs the frames for them.
    const auto rate = std::max(limits::frames_per_second_max,
                               core_.options.messages_per_second);
    const auto burst = std::max(limits::frames_burst_max, 2 * rate);
    const auto too_fast = frames_.take(rate, burst, now);
    const auto take = [&](auto m) {
      if (too_fast) {
        flooded(now, *too_fast, m ? ref_of(m.value()) : m.error().ref);
      } else {
        m ? heard(std::move(m).value()) : misheard(std::move(m).error());
      }
    };
    visitor_ ? take(wire::decode_customer(text))
             : take(wire::decode_agent(text));
  }

  /// What the answer carries, so that nobody waits for it in vain.
  template <class Message>
  static std::optional<std::string> ref_of(const Message& m) {
    return std::visit(
      [](const auto& it) -> std::optional<std::string> {
        if constexpr (requires { it.ref; }) {
          return it.ref;
        } else {
          return std::nullopt;
        }
      },
      m);
  }

  void flooded(timestamp now,
               duration retry_after,
               const std::optional<std::string>& ref) {
    actors::increase(core_.world->counters->throttled);
    if (floods_.take(1, limits::frames_burst_max, now)) {
      close(close_code::flooding);
      return;
    }
    refuse({refusal_code::throttled}, ref, retry_after);
  }

  void refuse(const refusal& why,
              const std::optional<std::string>& ref,
              std::optional<duration> retry_after = {}) {
    auto refused = wire::to_refused(why, ref);
    refused.retry_after = retry_after;
    send(std::make_shared<const std::string>(
      wire::encode(wire::server_message{std::move(refused)})));
  }

  void misheard(wire::decode_error why) {
    // More than 20 faulty frames in a minute are not a mistake.
    if (faults_.take(1, 20, core_.world->time->now())) {
      close(close_code::too_many_errors);
      return;
    }
    if (!actor_) {
      actors::increase(core_.world->counters->frames_bad);
      refuse(why.why, why.ref);
      return;
    }
    pass(actors::bad_frame{std::move(why), std::nullopt});
  }

  void heard(wire::customer_message m) {
    if (!actor_) {
      greet(std::get_if<wire::visitor_hello>(&m), ref_of(m));
      return;
    }
    actors::customer_frame f;
    if (const auto* start = std::get_if<wire::start_chat>(&m)) {
      if (auto wait
          = core_.new_sessions->take(who_.address, core_.world->time->now())) {
        actors::increase(core_.world->counters->throttled);
        pass(actors::bad_frame{{{refusal_code::too_many_sessions}, start->ref},
                               wait});
        return;
      }
      auto token = random_token();
      auto hash = sha256_hex(token);
      f.secret = actors::fresh_secret{std::move(token), std::move(hash)};
    }
    f.message = std::move(m);
    pass(std::move(f));
  }

  void heard(wire::agent_message m) {
    if (!actor_) {
      greet(std::get_if<wire::agent_hello>(&m), ref_of(m));
      return;
    }
    pass(actors::agent_frame{std::move(m)});
  }

  /// Credit: the actor gives it back when it has handled the frame.
  template <class Frame>
  void pass(Frame f) {
    ++unhandled_;
    caf::anon_send(actor_, std::move(f));
  }

  template <class Hello>
  void greet(const Hello* hello, const std::optional<std::string>& ref) {
    if (hello == nullptr) {
      refuse({refusal_code::not_authenticated}, ref);
      close(close_code::hello_missing);
      return;
    }
    auto admitted = who_.admit(*hello);
    if (const auto* no = std::get_if<refusal>(&admitted)) {
      refuse(*no, ref);
      close(close_code::refused_hello);
      return;
    }
    timer_.reset();
    spawn(std::get<0>(std::move(admitted)));
  }

  void spawn(actors::admitted_visitor who) {
    actor_ = actors::spawn_visitor_connection(*core_.system,
                                              core_.world,
                                              core_.running.history,
                                              this->shared_from_this(),
                                              std::move(who));
  }
  void spawn(actors::admitted_agent who) {
    core_.desks.join(who_.login, this->weak_from_this());
    // Revoked since the ticket was redeemed: nobody else will close it.
    if (!core_.identity->in_force(who_.login)) {
      close(close_code::logged_out);
      return;
    }
    actor_ = actors::spawn_agent_connection(*core_.system,
                                            core_.world,
                                            core_.running.history,
                                            this->shared_from_this(),
                                            std::move(who));
  }

  // --- Writing: on the thread. ----------------------------------------------

  void write_next() {
    if (next_ == current_.size()) {
      current_.clear();
      bool more = false;
      bool close = false;
      {
        const std::lock_guard guard{mutex_};
        writing_ = 0;
        writing_bytes_ = 0;
        more = !waiting_.empty();
        close = closing_.has_value() && !more;
      }
      if (more) {
        flush();
      } else if (close) {
        write_close();
        cut_later();
      }
      return;
    }
    writing_now_ = true;
    const auto& frame = *current_[next_];
    ws_.async_write(
      boost::asio::buffer(frame),
      [me = this->shared_from_this()](beast::error_code error, std::size_t) {
        me->writing_now_ = false;
        if (error) {
          me->finish();
          return;
        }
        ++me->next_;
        me->write_next();
      });
  }

  void write_close() {
    if (close_sent_ || gone_) {
      return;
    }
    close_sent_ = true;
    const auto& row = describe(*closing_);
    websocket::close_reason reason;
    reason.code = static_cast<std::uint16_t>(row.code);
    reason.reason = std::string{row.name};
    ws_.async_close(reason, [me = this->shared_from_this()](beast::error_code) {
      me->finish();
    });
  }

  /// A peer that does not answer the close is cut.
  void cut_later() {
    if (gone_) {
      return;
    }
    timer_.emplace(ws_.get_executor());
    timer_->expires_after(std::chrono::seconds{2});
    timer_->async_wait([weak = this->weak_from_this()](beast::error_code off) {
      auto me = weak.lock();
      if (!off && me) {
        me->cut();
      }
    });
  }

  void cut() {
    beast::error_code ignored;
    socket_under(ws_).close(ignored);
    finish();
  }

  void finish() {
    if (gone_) {
      return;
    }
    gone_ = true;
    timer_.reset();
    {
      const std::lock_guard guard{mutex_};
      if (!closing_) {
        closing_ = close_code::normal;
      }
      waiting_.clear();
    }
    if (registered_) {
      open_->remove(this->weak_from_this());
    }
    beast::error_code ignored;
    socket_under(ws_).close(ignored);
    if (actor_) {
      caf::anon_send(actor_, actors::socket_closed{});
      actor_ = nullptr;
    }
  }

  /// Bytes. Most frames of a chat are shorter.
  static constexpr std::size_t read_piece = 384;

  websocket::stream<Stream, false> ws_;
  socket_thread& thread_;
  core& core_;
  admission who_;
  bool visitor_;
  bool registered_ = false;
  bool gone_ = false;
  bool writing_now_ = false;
  bool close_sent_ = false;
  bool paused_ = false;
  bool pinging_ = false;
  std::shared_ptr<open_sockets> open_;
  beast::flat_buffer buffer_;
  actors::connection_actor actor_;
  std::optional<connection_timer> timer_;
  actors::token_bucket frames_;
  actors::token_bucket floods_;
  actors::token_bucket faults_;
  std::atomic<std::size_t> unhandled_{0};
  std::vector<actors::frame> current_;
  std::size_t next_ = 0;

  mutable std::mutex mutex_;
  std::vector<actors::frame> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::size_t writing_ = 0;
  std::size_t writing_bytes_ = 0;
  bool flush_posted_ = false;
  std::optional<close_code> closing_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_WEBSOCKET_SESSION_HPP
