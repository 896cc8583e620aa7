#include "gateway/server.hpp"

#include "gateway/companies.hpp"
#include "gateway/core.hpp"
#include "gateway/first_start.hpp"
#include "gateway/listener.hpp"
#include "gateway/log.hpp"
#include "gateway/mailer.hpp"
#include "gateway/secrets.hpp"
#include "gateway/upkeep.hpp"
#include "gateway/web_client.hpp"
#include "gateway/worker_threads.hpp"
#include "protocol/crm_limits.hpp"
#include "storage/rocksdb_store.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sys/resource.h>

namespace parley::gateway {

namespace {

namespace asio = boost::asio;

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

bool is_loopback(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  return !error && parsed.is_loopback();
}

/// Where the pages are if nobody said so: beside the source, or installed.
std::string default_web_root() {
  std::error_code error;
  const auto exe = std::filesystem::read_symlink("/proc/self/exe", error);
  for (const auto& path : {exe.parent_path() / "../gateway/web/dist",
                           exe.parent_path() / "../share/parley/web"}) {
    if (std::filesystem::is_directory(path, error)) {
      return path.lexically_normal().string();
    }
  }
  return {};
}

} // namespace

struct server::impl {
  explicit impl(options o) : sockets{o.io_threads} {
    shared.options = std::move(o);
  }

  core shared;
  actors::surroundings world;
  actors::metrics counters;
  std::unique_ptr<actors::clock> time;
  std::unique_ptr<actors::log_port> log;
  std::unique_ptr<storage::store> store;
  std::unique_ptr<web_client> web;
  caf::actor_system_config config;
  std::unique_ptr<caf::actor_system> system;
  socket_threads sockets;
  std::unique_ptr<listener> front;
  std::unique_ptr<listener> back;
  std::vector<demo_company> demo;
  std::optional<first_administrator> first;
  bool stopped = false;

  [[nodiscard]] std::string check_tls() const {
    const auto& o = shared.options;
    if (o.certificate.empty() && !o.insecure_plain && !is_loopback(o.address)) {
      return "Without a certificate Parley listens on loopback only. Give "
             "--certificate and --private-key, or --insecure-plain behind a "
             "proxy that does TLS.";
    }
    return {};
  }

  [[nodiscard]] std::string open_store() {
    storage::rocksdb_settings settings;
    settings.warn = [this](const std::string& line) {
      log->write(actors::log_level::warn, "store", {{"warning", line}});
    };
    auto opened = storage::open_rocksdb(shared.options.data, settings);
    if (!opened) {
      return opened.error().text;
    }
    store = std::move(opened).value();
    shared.store = store.get();
    return {};
  }

  /// W2: what a crash has left of files is removed before anybody asks.
  [[nodiscard]] std::string open_files() {
    auto opened = storage::file_store::open(shared.options.data);
    if (!opened) {
      return opened.error().text;
    }
    const auto& files = *opened.value();
    const auto removed = files.remove_orphans(
      [this](const auto& at) { return storage::is_shared(*store, at); });
    if (!removed) {
      return removed.error().text;
    }
    if (removed.value() > 0) {
      log->write(actors::log_level::info,
                 "files_removed",
                 {{"count", std::to_string(removed.value())}});
    }
    shared.transfers
      = std::make_unique<file_transfers>(std::move(opened).value());
    return {};
  }

  [[nodiscard]] std::string admin_token() {
    const auto file = shared.options.data + "/admin-token";
    std::ifstream in{file};
    if (!(in >> shared.admin_token) || shared.admin_token.size() < 32) {
      shared.admin_token = random_token();
      if (!write_private_file(file, shared.admin_token + "\n")) {
        return "Cannot write " + file + ".";
      }
    }
    return {};
  }

  [[nodiscard]] std::string url() const {
    const auto& o = shared.options;
    return std::string{shared.secure ? "https" : "http"} + "://"
           + (o.address == "0.0.0.0" ? "127.0.0.1" : o.address) + ":"
           + std::to_string(front->port());
  }

  [[nodiscard]] std::string make_companies() {
    for (const auto& file : shared.options.companies) {
      if (auto made = import_company(*store, file); !made) {
        return made.error().text;
      }
    }
    if (shared.options.demo) {
      auto made = ensure_demo(*store, shared.options.data);
      if (!made) {
        return made.error().text;
      }
      demo = std::move(made).value();
      return {};
    }
    auto made = make_first_company(*store, shared.options.first_company);
    if (!made) {
      return made.error().text;
    }
    first = std::move(made).value();
    return {};
  }

  void open_web() {
    web_client_settings settings;
    for (const auto& text : shared.options.allow_web) {
      if (auto host = parse_web_host(text)) {
        settings.allowed.push_back(*std::move(host));
      }
    }
    web = std::make_unique<web_client>(std::move(settings));
    world.web = web.get();
  }

  [[nodiscard]] std::string start_actors() {
    open_web();
    world.time = time.get();
    world.counters = &counters;
    world.log = log.get();
    world.settings.messages_per_second = shared.options.messages_per_second;
    world.settings.messages_burst = shared.options.messages_per_second * 2;
    world.epoch = store->identity() + "-" + random_hex(4);
    shared.world = &world;
    // Nothing polls: a sleeping server must not heat the room (G7).
    config.set("scheduler.policy", caf::atom("sharing"));
    config.set("scheduler.max-threads",
               static_cast<std::size_t>(shared.options.workers));
    system = std::make_unique<caf::actor_system>(config);
    shared.system = system.get();
    auto started = actors::start(
      *system, &world, store.get(), [this](const auto& why) { die(why); });
    if (!started) {
      return started.error().text;
    }
    shared.running = std::move(started).value();
    return {};
  }

  /// R10: after a failed sync nothing may be acknowledged any more.
  void die(const storage::store_error& why) const {
    log->write(actors::log_level::error,
               "fatal_storage_failure",
               {{"error", why.text},
                {"advice", "check the disk, then start Parley again"}});
    flush_log();
    std::_Exit(2);
  }

  [[nodiscard]] std::string listen() {
    const auto& o = shared.options;
    front = std::make_unique<listener>(sockets, shared, true);
    back = std::make_unique<listener>(sockets, shared, false);
    if (auto trouble = front->open(o.address, o.port); !trouble.empty()) {
      return trouble;
    }
    return back->open(o.admin_address, o.admin_port);
  }

  [[nodiscard]] std::vector<company_ptr> companies() const {
    std::vector<company_ptr> all;
    for (const auto& [id, entry] : shared.running.companies->now()->companies) {
      all.push_back(entry.config);
    }
    return all;
  }

  void start_helpers() {
    shared.disk_threads = std::make_shared<worker_threads>(
      limits::disk_threads, limits::disk_requests_waiting_max);
    shared.transfer_threads = std::make_shared<worker_threads>(
      limits::disk_threads, limits::disk_requests_waiting_max);
    const auto now = [this] {
      return companies();
    };
    upkeep_world work;
    work.store = store.get();
    work.time = time.get();
    work.log = log.get();
    work.companies = now;
    work.lingers = world.settings.closed_chat_lingers;
    work.erase_more = [this](const company_id& company, const chat_id& chat) {
      return shared.transfers->files().remove(company, chat);
    };
    shared.upkeep = std::make_shared<upkeep>(work);
    shared.upkeep->start();
    shared.mails = std::make_shared<mailer>(mailer_world{store.get(),
                                                         time.get(),
                                                         log.get(),
                                                         now,
                                                         shared.options.smtp,
                                                         limits::mail_within});
    shared.mails->start();
  }

  void stop_helpers() {
    if (shared.mails) {
      shared.mails->stop();
      shared.upkeep->stop();
      shared.transfer_threads->stop();
      shared.disk_threads->stop();
    }
  }

  void serve_files() {
    std::map<std::string, std::string> words;
    if (!demo.empty()) {
      words["demo_token"] = demo.front().token;
      words["demo_company"] = demo.front().name;
    }
    const auto& chosen = shared.options.web_root;
    shared.files = std::make_unique<static_files>(
      chosen.empty() ? default_web_root() : chosen, words);
  }
};

server::server(options o) : impl_{std::make_unique<impl>(std::move(o))} {}

server::~server() {
  stop();
}

std::string server::start() {
  auto& s = *impl_;
  raise_descriptor_limit();
  if (!prepare_secrets()) {
    return "The random generator of this machine does not work.";
  }
  s.shared.secure = !s.shared.options.certificate.empty();
  s.log = make_log(s.shared.options.log_level, s.shared.options.log_file);
  s.time = actors::system_clock();
  for (const auto step : {&impl::check_tls}) {
    if (auto trouble = (s.*step)(); !trouble.empty()) {
      return trouble;
    }
  }
  for (const auto step : {&impl::open_store,
                          &impl::open_files,
                          &impl::admin_token,
                          &impl::make_companies,
                          &impl::start_actors}) {
    if (auto trouble = (s.*step)(); !trouble.empty()) {
      return trouble;
    }
  }
  s.shared.identity = std::make_unique<identity>(s.store.get(), s.time.get());
  s.shared.new_sessions = std::make_unique<throttle>(
    s.shared.options.sessions_per_address, limits::sessions_per_address_window);
  s.start_helpers();
  s.serve_files();
  add_login_routes(s.shared);
  add_configuration_routes(s.shared);
  add_calendar_routes(s.shared);
  add_flow_routes(s.shared);
  add_password_routes(s.shared);
  add_second_factor_routes(s.shared);
  add_api_token_routes(s.shared);
  add_audit_routes(s.shared);
  add_supervision_routes(s.shared);
  add_user_login_routes(s.shared);
  add_contact_transfer_routes(s.shared);
  add_contact_routes(s.shared);
  add_erasure_routes(s.shared);
  add_transcript_routes(s.shared);
  add_chat_routes(s.shared);
  add_widget_routes(s.shared);
  add_site_key_routes(s.shared);
  add_telephony_routes(s.shared);
  add_admin_routes(s.shared);
  add_health_routes(s.shared);
  add_document_routes(s.shared);
  if (auto trouble = s.listen(); !trouble.empty()) {
    return trouble;
  }
  s.sockets.start();
  s.log->write(
    actors::log_level::info,
    "started",
    {{"url", s.url()},
     {"companies",
      std::to_string(s.shared.running.companies->now()->companies.size())}});
  return {};
}

std::string server::greeting() const {
  const auto& s = *impl_;
  std::string text = "Parley runs.\n\n";
  text += "  Agents' desk   " + s.url() + "/desk/\n";
  if (!s.demo.empty()) {
    text += "  Demo website   " + s.url() + "/demo/\n";
  }
  text += "  Operators      http://" + s.shared.options.admin_address + ":"
          + std::to_string(s.back->port()) + "  (token in "
          + s.shared.options.data + "/admin-token)\n";
  if (s.first) {
    text += "\n  First login, shown this once; it asks for a password of your "
            "own:\n    company "
            + s.first->company.value + "   login " + s.first->login
            + "   password " + s.first->password + "\n";
  }
  for (const auto& c : s.demo) {
    text += "\n  " + c.name + "  (company: " + c.id.value + ")\n";
    for (const auto& l : c.logins) {
      text += "    login " + l.login + "   password " + l.password + "   ("
              + l.role + ")\n";
    }
  }
  return text + "\nCtrl-C stops it in order.\n";
}

std::uint16_t server::port() const {
  return impl_->front->port();
}
std::uint16_t server::admin_port() const {
  return impl_->back->port();
}

int server::run() {
  asio::io_context signals_io;
  asio::signal_set signals{signals_io, SIGINT, SIGTERM};
  signals.async_wait([](const boost::system::error_code&, int) {});
  signals_io.run();
  impl_->log->write(actors::log_level::info, "stopping", {});
  // A second signal ends it at once: nothing acknowledged can be lost.
  signals.clear();
  stop();
  return 0;
}

void server::stop() {
  auto& s = *impl_;
  if (s.stopped || !s.system) {
    return;
  }
  s.stopped = true;
  s.shared.stopping = true;
  if (s.front) {
    s.front->close();
  }
  if (s.back) {
    s.back->close();
  }
  {
    caf::scoped_actor self{*s.system};
    self
      ->request(
        s.shared.running.switchboard, limits::stop_within, actors::stop{})
      .receive([](const actors::stopped&) {},
               [&s](const caf::error& why) {
                 s.log->write(actors::log_level::error,
                              "stop_incomplete",
                              {{"error", caf::to_string(why)}});
                 flush_log();
                 std::_Exit(3);
               });
  }
  // Its answers are for actors; none may come after them.
  s.world.web = nullptr;
  s.web.reset();
  if (s.shared.identity) {
    s.shared.identity->stop();
  }
  s.stop_helpers();
  s.sockets.wind_up();
  // Peers that do not answer the close are cut after two seconds.
  s.sockets.join();
  // Before the actors and the store that its jobs ask.
  if (s.shared.transfers) {
    s.shared.transfers->stop();
  }
  s.front.reset();
  s.back.reset();
  s.shared.running = {};
  s.system.reset();
  // What was posted too late belongs to sockets, which are still there.
  s.shared.transfers.reset();
  s.store.reset();
  s.log->write(actors::log_level::info, "stopped", {});
  flush_log();
}

} // namespace parley::gateway
