// The durable floor: what relaying a message costs at least on this machine if
// it is stored before it is ticked and delivered. One WebSocket relay, one
// RocksDB group commit, no product. parley-bench runs it beside parleyd.
//
// Paths: /customer/<n> and /agent/<n> are a pair. A customer's frame is stored,
// then `tick` goes back to the customer and the frame to the agent.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <condition_variable>
#include <csignal>
#include <deque>
#include <iostream>
#include <memory>
#include <mutex>
#include <sched.h>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

struct session;
using session_ptr = std::shared_ptr<session>;

struct waiting_line {
  session_ptr customer;
  std::string text;
};

/// One thread that stores all that waits with one sync, again and again.
class committer {
public:
  committer(asio::io_context& io, rocksdb::DB& db) : io_{io}, db_{db} {}

  void add(waiting_line line) {
    const std::lock_guard lock{mutex_};
    waiting_.push_back(std::move(line));
    if (waiting_.size() == 1) {
      changed_.notify_one();
    }
  }

  void stop() {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    changed_.notify_one();
  }

  void run();

private:
  asio::io_context& io_;
  rocksdb::DB& db_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<waiting_line> waiting_;
  std::uint64_t stored_ = 0;
  bool stopped_ = false;
};

std::unordered_map<std::string, std::weak_ptr<session>> agents;

struct session : std::enable_shared_from_this<session> {
  session(tcp::socket socket, committer& to)
      : stream{std::move(socket)}, store{to} {}

  void start() {
    beast::http::async_read(
      stream.next_layer(),
      buffer,
      request,
      [self = shared_from_this()](beast::error_code error, std::size_t) {
        if (!error) {
          self->accept();
        }
      });
  }

  void accept() {
    const std::string target{request.target()};
    const auto slash = target.rfind('/');
    pair = target.substr(slash + 1);
    if (target.starts_with("/agent")) {
      agents[pair] = weak_from_this();
    }
    stream.async_accept(request,
                        [self = shared_from_this()](beast::error_code error) {
                          if (!error) {
                            self->buffer.consume(self->buffer.size());
                            self->read();
                          }
                        });
  }

  void read() {
    stream.async_read(
      buffer,
      [self = shared_from_this()](beast::error_code error, std::size_t) {
        if (error) {
          return;
        }
        self->store.add({self, beast::buffers_to_string(self->buffer.data())});
        self->buffer.consume(self->buffer.size());
        self->read();
      });
  }

  void send(std::string text) {
    outbox.push_back(std::move(text));
    if (outbox.size() == 1) {
      write();
    }
  }

  void write() {
    stream.async_write(
      asio::buffer(outbox.front()),
      [self = shared_from_this()](beast::error_code error, std::size_t) {
        if (error) {
          return;
        }
        self->outbox.pop_front();
        if (!self->outbox.empty()) {
          self->write();
        }
      });
  }

  beast::websocket::stream<beast::tcp_stream> stream;
  committer& store;
  beast::flat_buffer buffer;
  beast::http::request<beast::http::empty_body> request;
  std::string pair;
  std::deque<std::string> outbox;
};

void committer::run() {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  for (;;) {
    std::vector<waiting_line> lines;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [&] { return stopped_ || !waiting_.empty(); });
      if (stopped_) {
        return;
      }
      lines.swap(waiting_);
    }
    rocksdb::WriteBatch batch;
    for (const auto& line : lines) {
      batch.Put(line.customer->pair + "/" + std::to_string(++stored_),
                line.text);
    }
    const auto status = db_.Write(synced, &batch);
    if (!status.ok()) {
      std::cerr << "floor: " << status.ToString() << '\n';
      std::_Exit(1);
    }
    asio::post(io_, [lines = std::move(lines)]() mutable {
      for (auto& line : lines) {
        line.customer->send("tick");
        if (const auto agent = agents[line.customer->pair].lock()) {
          agent->send(std::move(line.text));
        }
      }
    });
  }
}

void accept_next(tcp::acceptor& acceptor, committer& store) {
  acceptor.async_accept(
    [&acceptor, &store](beast::error_code error, tcp::socket socket) {
      if (!error) {
        socket.set_option(tcp::no_delay{true});
        std::make_shared<session>(std::move(socket), store)->start();
      }
      accept_next(acceptor, store);
    });
}

int serve(const std::string& folder, std::uint16_t port) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.recycle_log_file_num = 4;
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open(options, folder, &opened);
  if (!status.ok()) {
    std::cerr << "floor: " << status.ToString() << '\n';
    return 1;
  }
  const std::unique_ptr<rocksdb::DB> db{opened};
  // As parleyd does: whoever is woken does not take the core away.
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_BATCH, &none);
  asio::io_context io{1};
  committer store{io, *db};
  tcp::acceptor acceptor{io, {asio::ip::make_address("127.0.0.1"), port}};
  accept_next(acceptor, store);
  std::cout << "listening on " << acceptor.local_endpoint().port() << std::endl;
  std::thread commits{[&] {
    store.run();
  }};
  // The benchmark ends it with a signal; there is nothing to save.
  io.run();
  store.stop();
  commits.join();
  return 0;
}

} // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: floor <empty folder> <port, 0 = any>\n";
    return 2;
  }
  try {
    return serve(arguments[1],
                 static_cast<std::uint16_t>(std::stoi(arguments[2])));
  } catch (const std::exception& error) {
    std::cerr << "floor: " << error.what() << '\n';
    return 1;
  }
}
