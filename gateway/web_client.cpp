#include "gateway/web_client.hpp"

#include "gateway/web_json.hpp"
#include "protocol/limits.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>

namespace parley::gateway {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using error_code = boost::system::error_code;
using actors::web_answer;
using actors::web_request;

/// The system's resolver blocks; a company has so few requests at once that it
/// cannot hold up all of these.
constexpr std::size_t lookup_threads = 2 * limits::web_requests_per_company_max;

std::string lower(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return result;
}

/// What frames a request is ours.
bool is_ours(const std::string& name) {
  constexpr auto ours = std::to_array<std::string_view>({"accept-encoding",
                                                         "connection",
                                                         "content-length",
                                                         "expect",
                                                         "host",
                                                         "http2-settings",
                                                         "keep-alive",
                                                         "proxy-connection",
                                                         "te",
                                                         "trailer",
                                                         "transfer-encoding",
                                                         "upgrade"});
  return std::binary_search(ours.begin(), ours.end(), lower(name));
}

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view value) {
  return value.size() <= limits::web_header_value_bytes_max
         && std::none_of(value.begin(), value.end(), [](char c) {
              const auto byte = static_cast<unsigned char>(c);
              return (byte < 0x20 && c != '\t') || byte == 0x7f;
            });
}

using wire_request = http::request<http::string_body>;

/// @returns the request as it is sent, or the word for what is wrong with it.
std::variant<wire_request, std::string_view> written(const web_request& what,
                                                     const web_url& url) {
  wire_request r;
  r.version(11);
  const auto method = http::string_to_verb(what.method);
  constexpr auto known = std::to_array<http::verb>({http::verb::get,
                                                    http::verb::post,
                                                    http::verb::put,
                                                    http::verb::patch,
                                                    http::verb::delete_});
  if (std::find(known.begin(), known.end(), method) == known.end()) {
    return "bad_method";
  }
  r.method(method);
  if (url.target.size() > limits::web_url_bytes_max) {
    return "bad_url";
  }
  if (what.body.size() > limits::web_body_bytes_max) {
    return "too_large";
  }
  r.target(url.target);
  r.set(http::field::user_agent, "Parley");
  r.set(http::field::accept, "application/json");
  if (!what.body.empty()) {
    r.set(http::field::content_type, "application/json");
  }
  for (const auto& [name, value] : what.headers) {
    if (!is_token(name) || is_ours(name) || !is_header_value(value)) {
      return "bad_header";
    }
    r.set(name, value);
  }
  r.set(http::field::host, url.authority());
  r.set(http::field::accept_encoding, "identity");
  r.set(http::field::connection, "close");
  if (r.method() != http::verb::get || !what.body.empty()) {
    r.body() = what.body;
    r.prepare_payload();
  }
  return r;
}

web_answer failed(std::string_view why) {
  return {false, {}, std::string{why}};
}

} // namespace

class web_client::impl {
public:
  explicit impl(web_client_settings settings)
      : settings_{std::move(settings)}, work_{io_.get_executor()} {
    error_code ignored;
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
    (void)tls_.set_default_verify_paths(ignored);
    if (!settings_.authorities.empty()) {
      (void)tls_.load_verify_file(settings_.authorities, ignored);
    }
    (void)tls_.set_verify_mode(asio::ssl::verify_peer, ignored);
  }

  void start() {
    thread_ = std::thread{[this] {
      io_.run();
    }};
  }

  void take(web_request what, std::function<void(web_answer)> then);
  void stop();

private:
  class exchange;
  using exchange_ptr = std::shared_ptr<exchange>;

  void admit(const exchange_ptr& e);
  void start_waiting();
  /// An exchange that had begun needs its place no more.
  void release(const company_id& company);
  void forget(const exchange_ptr& e);
  [[nodiscard]] bool has_room(const company_id& company) const;
  [[nodiscard]] bool is_allowed(const web_url& url) const {
    return std::any_of(settings_.allowed.begin(),
                       settings_.allowed.end(),
                       [&](const web_host& h) { return h.covers(url); });
  }

  web_client_settings settings_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::thread_pool lookups_{lookup_threads};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  std::deque<exchange_ptr> waiting_;
  std::vector<exchange_ptr> open_;
  /// Places that are taken; a name that is still looked up keeps its place
  /// after the answer.
  std::map<company_id, std::size_t> taken_;
  std::size_t taken_by_all_ = 0;
  bool stopping_ = false;
  std::mutex stop_once_;
  std::thread thread_;
};

/// One request, from its place in the line to its answer. On the thread of the
/// client.
class web_client::impl::exchange
    : public std::enable_shared_from_this<exchange> {
public:
  exchange(impl& client, web_request what, std::function<void(web_answer)> then)
      : client_{client}, what_{std::move(what)}, then_{std::move(then)},
        patience_{client.io_}, pause_{client.io_}, socket_{client.io_} {}

  [[nodiscard]] const company_id& company() const { return what_.company; }
  [[nodiscard]] bool is_over() const { return !then_; }

  /// From now on time runs, in the line as well.
  void wait() {
    patience_.expires_after(what_.within);
    patience_.async_wait([me = shared_from_this()](error_code error) {
      if (!error) {
        me->finish(failed("timeout"));
      }
    });
  }

  void take_place() { has_place_ = true; }

  /// Its turn has come.
  void begin() {
    auto url = parse_web_url(what_.url);
    if (!url) {
      finish(failed("bad_url"));
      return;
    }
    url_ = *std::move(url);
    auto made = written(what_, url_);
    if (const auto* wrong = std::get_if<std::string_view>(&made)) {
      finish(failed(*wrong));
      return;
    }
    request_ = std::get<wire_request>(std::move(made));
    look_up();
  }

  void finish(web_answer answer) {
    if (is_over()) {
      return;
    }
    const auto me = shared_from_this();
    const auto then = std::exchange(then_, nullptr);
    patience_.cancel();
    pause_.cancel();
    close();
    client_.forget(me);
    give_back();
    then(std::move(answer));
  }

private:
  void give_back() {
    if (is_over() && has_place_ && !looking_up_) {
      has_place_ = false;
      client_.release(what_.company);
    }
  }

  void close() {
    error_code ignored;
    (void)socket_.close(ignored);
  }

  template <class Act>
  void on_stream(Act act) {
    if (url_.secure) {
      act(*tls_);
    } else {
      act(socket_);
    }
  }

  // --- To a server. --------------------------------------------------------

  void look_up() {
    looking_up_ = true;
    asio::post(client_.lookups_, [me = shared_from_this(), host = url_.host] {
      error_code error;
      // Never asked to do anything by itself: it only blocks this thread.
      asio::io_context here;
      tcp::resolver resolver{here};
      const auto found = resolver.resolve(host, "", error);
      std::vector<asio::ip::address> addresses;
      for (const auto& entry : found) {
        addresses.push_back(entry.endpoint().address());
      }
      asio::post(me->client_.io_, [me, addresses = std::move(addresses)] {
        me->looking_up_ = false;
        me->give_back();
        if (!me->is_over()) {
          me->choose(addresses);
        }
      });
    });
  }

  /// What is connected to is what was looked at: names are not asked again.
  void choose(const std::vector<asio::ip::address>& found) {
    const bool anywhere = client_.is_allowed(url_);
    addresses_.clear();
    for (const auto& a : found) {
      if ((anywhere || is_public(a))
          && std::find(addresses_.begin(), addresses_.end(), a)
               == addresses_.end()
          && addresses_.size() < limits::web_addresses_max) {
        addresses_.push_back(a);
      }
    }
    if (addresses_.empty()) {
      finish(failed(found.empty() ? "unreachable" : "refused_address"));
      return;
    }
    connect(0);
  }

  void connect(std::size_t nth) {
    if (nth == addresses_.size()) {
      try_again("unreachable");
      return;
    }
    tls_.reset();
    socket_ = tcp::socket{client_.io_};
    socket_.async_connect(tcp::endpoint{addresses_[nth], url_.port},
                          [me = shared_from_this(), nth](error_code error) {
                            if (me->is_over()) {
                              return;
                            }
                            if (error) {
                              me->connect(nth + 1);
                            } else if (me->url_.secure) {
                              me->shake_hands();
                            } else {
                              me->write();
                            }
                          });
  }

  void shake_hands() {
    tls_.emplace(socket_, client_.tls_);
    if (!url_.is_address()) {
      SSL_set_tlsext_host_name(tls_->native_handle(), url_.host.c_str());
    }
    error_code ignored;
    (void)tls_->set_verify_callback(
      asio::ssl::host_name_verification{url_.host}, ignored);
    tls_->async_handshake(asio::ssl::stream_base::client,
                          [me = shared_from_this()](error_code error) {
                            if (me->is_over()) {
                              return;
                            }
                            if (error) {
                              me->finish(failed("tls"));
                            } else {
                              me->write();
                            }
                          });
  }

  // --- The request and its answer. -----------------------------------------

  void write() {
    on_stream([this](auto& stream) {
      http::async_write(
        stream,
        request_,
        [me = shared_from_this()](error_code error, std::size_t) {
          if (me->is_over()) {
            return;
          }
          if (error) {
            me->finish(failed("unreachable"));
          } else {
            me->read();
          }
        });
    });
  }

  void read() {
    buffer_.clear();
    answer_.emplace();
    answer_->header_limit(
      static_cast<std::uint32_t>(limits::web_answer_header_bytes_max));
    answer_->body_limit(limits::web_answer_bytes_max);
    on_stream([this](auto& stream) {
      http::async_read_header(
        stream,
        buffer_,
        *answer_,
        [me = shared_from_this()](error_code error, std::size_t) {
          if (!me->is_over()) {
            me->header_read(error);
          }
        });
    });
  }

  void header_read(error_code error) {
    if (error) {
      finish(failed(word_for(error)));
      return;
    }
    const auto status = answer_->get().result_int();
    if (status >= 500) {
      try_again("status");
    } else if (status < 200 || status > 299) {
      // Redirects among them: the next address would be another's choice.
      finish(failed("status"));
    } else if (what_.results.empty()) {
      finish({true, {}, {}});
    } else {
      read_body();
    }
  }

  void read_body() {
    on_stream([this](auto& stream) {
      http::async_read(
        stream,
        buffer_,
        *answer_,
        [me = shared_from_this()](error_code error, std::size_t) {
          if (!me->is_over()) {
            me->body_read(error);
          }
        });
    });
  }

  void body_read(error_code error) {
    if (error) {
      finish(failed(word_for(error)));
      return;
    }
    auto found = found_in(answer_->get().body(), what_.results);
    finish(found ? web_answer{true, *std::move(found), {}}
                 : failed("not_json"));
  }

  static std::string_view word_for(error_code error) {
    return error == http::error::body_limit
               || error == http::error::header_limit
               || error == http::error::buffer_overflow
             ? "too_large"
             : "unreachable";
  }

  void try_again(std::string_view why) {
    close();
    if (tries_ >= what_.retries) {
      finish(failed(why));
      return;
    }
    pause_.expires_after(limits::web_retry_pause * ++tries_);
    pause_.async_wait([me = shared_from_this()](error_code error) {
      if (!error && !me->is_over()) {
        me->look_up();
      }
    });
  }

  impl& client_;
  web_request what_;
  std::function<void(web_answer)> then_;
  bool has_place_ = false;
  bool looking_up_ = false;
  int tries_ = 0;
  web_url url_;
  wire_request request_;
  std::vector<asio::ip::address> addresses_;
  asio::steady_timer patience_;
  asio::steady_timer pause_;
  tcp::socket socket_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
  beast::flat_buffer buffer_{limits::web_answer_bytes_max};
  std::optional<http::response_parser<http::string_body>> answer_;
};

void web_client::impl::take(web_request what,
                            std::function<void(web_answer)> then) {
  auto e = std::make_shared<exchange>(*this, std::move(what), std::move(then));
  asio::post(io_, [this, e = std::move(e)] { admit(e); });
}

void web_client::impl::admit(const exchange_ptr& e) {
  if (stopping_) {
    e->finish(failed("stopped"));
    return;
  }
  const auto of_company = static_cast<std::size_t>(
    std::count_if(waiting_.begin(), waiting_.end(), [&](const auto& other) {
      return other->company() == e->company();
    }));
  if (!has_room(e->company())
      && (waiting_.size() >= limits::web_requests_waiting_max
          || of_company >= limits::web_requests_waiting_per_company_max)) {
    e->finish(failed("busy"));
    return;
  }
  waiting_.push_back(e);
  e->wait();
  start_waiting();
}

bool web_client::impl::has_room(const company_id& company) const {
  const auto found = taken_.find(company);
  return taken_by_all_ < limits::web_requests_max
         && (found == taken_.end()
             || found->second < limits::web_requests_per_company_max);
}

void web_client::impl::start_waiting() {
  for (auto at = waiting_.begin();
       at != waiting_.end() && taken_by_all_ < limits::web_requests_max;) {
    if (!has_room((*at)->company())) {
      ++at;
      continue;
    }
    const auto e = *at;
    at = waiting_.erase(at);
    ++taken_[e->company()];
    ++taken_by_all_;
    e->take_place();
    open_.push_back(e);
    // Not at once: what ends at once would change the line meanwhile.
    asio::post(io_, [e] {
      if (!e->is_over()) {
        e->begin();
      }
    });
  }
}

void web_client::impl::release(const company_id& company) {
  const auto found = taken_.find(company);
  if (--found->second == 0) {
    taken_.erase(found);
  }
  --taken_by_all_;
  start_waiting();
}

void web_client::impl::forget(const exchange_ptr& e) {
  std::erase(waiting_, e);
  std::erase(open_, e);
}

void web_client::impl::stop() {
  const std::lock_guard guard{stop_once_};
  if (!thread_.joinable()) {
    return;
  }
  asio::post(io_, [this] {
    stopping_ = true;
    auto all = open_;
    all.insert(all.end(), waiting_.begin(), waiting_.end());
    for (const auto& e : all) {
      e->finish(failed("stopped"));
    }
    work_.reset();
  });
  thread_.join();
  lookups_.stop();
  lookups_.join();
}

web_client::web_client(web_client_settings settings)
    : impl_{std::make_unique<impl>(std::move(settings))} {
  impl_->start();
}

web_client::~web_client() {
  stop();
}

void web_client::fetch(web_request what, std::function<void(web_answer)> then) {
  impl_->take(std::move(what), std::move(then));
}

void web_client::stop() {
  impl_->stop();
}

} // namespace parley::gateway
