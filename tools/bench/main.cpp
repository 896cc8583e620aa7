// parley-bench: real WebSockets from a process of its own against a parleyd
// that it starts, measured and checked; optionally beside the durable floor.
#include "tools/bench/company.hpp"
#include "tools/bench/contacts.hpp"
#include "tools/bench/floor_pairs.hpp"
#include "tools/bench/report.hpp"
#include "tools/bench/stage.hpp"
#include "tools/client/parleyd.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace {

namespace fs = std::filesystem;
using namespace parley::tools;
using std::chrono::seconds;

struct options {
  std::string mode = "pairs";
  std::string parleyd = "build/parleyd";
  std::string floor;
  std::string data;
  std::string json;
  int pairs = 100;
  int agents = 500;
  int idle = 9000;
  int beside = 0;
  int rounds = 1;
  int at_once = 50;
  std::string directory;
  int contacts = 10'000;
  int sessions = 50'000;
  double rate = 0;
  int window = 1;
  double time = 5;
  double warm_up = 1;
  std::size_t bytes = 200;
  bool pin = true;
  std::vector<std::string> server_options;
};

/// What cannot go on is said where it was noticed, once.
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class Result>
auto value_or_throw(Result result) {
  if (!result) {
    throw failure{result.error().why};
  }
  return std::move(result.value());
}

load_options load_of(const options& o) {
  load_options load;
  load.rate = o.rate;
  load.window = o.window;
  load.message_bytes = o.bytes;
  load.time = nanoseconds{static_cast<nanoseconds::rep>(o.time * 1e9)};
  load.warm_up = nanoseconds{static_cast<nanoseconds::rep>(o.warm_up * 1e9)};
  return load;
}

/// A folder for data on the disk that is measured, gone at the end.
class folder {
public:
  explicit folder(const std::string& where) {
    std::string name
      = (fs::path{where.empty() ? "." : where} / "bench-data-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw failure{"cannot make a folder like " + name};
    }
    path_ = fs::absolute(name);
  }
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  folder(folder&&) = delete;
  folder& operator=(folder&&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }

private:
  fs::path path_;
};

std::optional<int> server_core(const options& o) {
  return o.pin ? std::optional{0} : std::nullopt;
}

/// Server and clients on one core would measure each other.
void check_cores(const options& o, const process& server) {
  if (o.pin && server.shares_a_core()) {
    throw failure{"the server is not on a core of its own"};
  }
}

parleyd start_product(const options& o, const folder& place, int agents) {
  {
    std::ofstream file{place / "company.json"};
    file << company_file(bench_company(agents));
  }
  parleyd_options start;
  start.program = o.parleyd;
  start.data = place / "data";
  start.companies = {place / "company.json"};
  start.extra
    = {"--sessions-per-address", "1000000", "--messages-per-second", "1000000"};
  start.extra.insert(
    start.extra.end(), o.server_options.begin(), o.server_options.end());
  start.core = server_core(o);
  start.log = place / "log";
  auto product = value_or_throw(start_parleyd(start));
  check_cores(o, product.server);
  return product;
}

struct floor_server {
  process server;
  endpoint address;
};

floor_server start_floor(const options& o, const folder& place) {
  floor_server it;
  it.address.port = free_port();
  process_options start;
  start.command = {o.floor, place / "floor", std::to_string(it.address.port)};
  start.core = server_core(o);
  start.log = place / "floor.log";
  it.server = value_or_throw(process::start(start));
  return it;
}

/// @returns the pairs as soon as the floor listens.
talking_pairs
floor_pairs(const options& o, event_loop& loop, floor_server& floor) {
  for (int i = 0; i < 100; ++i) {
    auto pairs = connect_floor_pairs(
      loop, floor.address, 1, std::chrono::milliseconds{200});
    if (!pairs.empty()) {
      break;
    }
    loop.run_for(std::chrono::milliseconds{50});
  }
  auto pairs = connect_floor_pairs(
    loop, floor.address, o.pairs, std::chrono::seconds{20});
  if (pairs.empty()) {
    throw failure{"the floor program does not answer"};
  }
  check_cores(o, floor.server);
  return pairs;
}

void run_pairs(const options& o, const std::string& title, report& out) {
  event_loop loop;
  const folder place{o.data};
  auto product = start_product(o, place, o.pairs);
  stage people{loop, product.address};
  auto pairs = value_or_throw(people.make_pairs(o.pairs));
  if (o.beside > 0) {
    value_or_throw(people.add_crowd(o.beside));
  }
  std::optional<floor_server> floor;
  talking_pairs lower;
  if (!o.floor.empty()) {
    floor = start_floor(o, place);
    lower = floor_pairs(o, loop, *floor);
  }
  const auto load = load_of(o);
  comparison rounds{title, o.pairs, o.beside, load, {}, {}};
  for (int i = 0; i < o.rounds; ++i) {
    rounds.product.push_back(run_load(loop, pairs, product.server, load));
    if (floor) {
      rounds.floor.push_back(run_load(loop, lower, floor->server, load));
    }
  }
  out.add(rounds, people.broken());
}

void run_floor(const options& o, report& out) {
  event_loop loop;
  const folder place{o.data};
  auto floor = start_floor(o, place);
  auto pairs = floor_pairs(o, loop, floor);
  comparison rounds{"floor alone", o.pairs, 0, load_of(o), {}, {}};
  for (int i = 0; i < o.rounds; ++i) {
    rounds.floor.push_back(run_load(loop, pairs, floor.server, rounds.load));
  }
  out.add(rounds, 0);
}

void run_idle(const options& o, report& out) {
  event_loop loop;
  const folder place{o.data};
  auto product = start_product(o, place, o.agents);
  stage people{loop, product.address};
  idle_figures f;
  const auto time = load_of(o).time;
  const auto settle = [&] {
    loop.run_for(time * 3 / 5);
    return product.server.memory();
  };
  f.empty = settle();
  value_or_throw(people.add_agents(o.agents));
  f.agents = o.agents;
  f.with_agents = settle();
  value_or_throw(people.add_crowd(o.idle));
  f.customers = o.idle;
  f.with_customers = settle();
  const auto cpu = product.server.cpu_time();
  const auto begun = monotonic_now();
  loop.run_for(4 * time);
  f.cpu_share = std::chrono::duration<double>(product.server.cpu_time() - cpu)
                / std::chrono::duration<double>(monotonic_now() - begun);
  // Active ones: every agent has a chat with a line in it.
  const int active = std::min(o.agents, 200);
  auto pairs = value_or_throw(people.make_pairs(active));
  load_options light;
  light.rate = active;
  light.warm_up = seconds{1};
  light.time = time;
  f.active = active;
  f.load = run_load(loop, pairs, product.server, light);
  f.with_active = settle();
  out.add(f, people.broken());
}

void run_starts(const options& o, report& out) {
  event_loop loop;
  const folder place{o.data};
  auto product = start_product(o, place, 1);
  stage people{loop, product.address};
  start_figures f;
  f.at_once = o.at_once;
  f.per_second = value_or_throw(people.start_chats(
    o.at_once, load_of(o).time, product.server, f.cpu_per_start));
  out.add(f);
}

/// On data that parley-generate has made, which stay.
void run_contacts(const options& o) {
  if (o.directory.empty()) {
    throw failure{"--directory is missing: what parley-generate has filled "
                  "with --company bench"};
  }
  const folder place{o.data};
  {
    std::ofstream file{place / "company.json"};
    file << company_file(bench_company(1));
  }
  parleyd_options start;
  start.program = o.parleyd;
  start.data = o.directory;
  start.companies = {place / "company.json"};
  start.core = server_core(o);
  start.log = place / "log";
  start.ready_within = std::chrono::minutes{5};
  auto product = value_or_throw(start_parleyd(start));
  std::cout << o.contacts << " contacts, " << o.sessions
            << " sessions; milliseconds over HTTP: first, median, worst\n";
  for (const auto& f : value_or_throw(
         ask_for_contacts(product.address, o.contacts, o.sessions))) {
    std::cout << f.what << ": " << f.first_ms << ", " << f.median_ms << ", "
              << f.worst_ms << " of " << f.count << "\n";
  }
}

void run_all(options o, report& out) {
  run_pairs(o, "closed loop", out);
  options slow = o;
  slow.rate = 500;
  run_pairs(slow, "open loop, 500/s", out);
  options one = o;
  one.pairs = 1;
  run_pairs(one, "one pair", out);
  options crowded = o;
  crowded.beside = o.idle;
  crowded.floor.clear();
  run_pairs(crowded, "closed loop beside idle customers", out);
  run_idle(o, out);
  run_starts(o, out);
}

void run(options o, report& out) {
  raise_file_limit();
  // Asked once: from here on, this process has one core only.
  o.pin = o.pin && cores_available() > 1;
  if (o.pin) {
    pin_to(1);
  }
  if (o.mode == "pairs") {
    run_pairs(o, o.rate > 0 ? "open loop" : "closed loop", out);
  } else if (o.mode == "floor") {
    run_floor(o, out);
  } else if (o.mode == "idle") {
    run_idle(o, out);
  } else if (o.mode == "start") {
    run_starts(o, out);
  } else if (o.mode == "contacts") {
    run_contacts(o);
  } else {
    run_all(o, out);
  }
}

void describe(CLI::App& app, options& o) {
  app
    .add_option("mode",
                o.mode,
                "What to measure: pairs of customer and "
                "agent that talk, idle sessions, starts of "
                "chats, or all of it")
    ->check(
      CLI::IsMember({"pairs", "idle", "start", "all", "floor", "contacts"}))
    ->capture_default_str();
  app.add_option("--parleyd", o.parleyd, "Program to measure")
    ->capture_default_str();
  app.add_option("--floor", o.floor, "Floor program to measure beside it")
    ->check(CLI::ExistingFile);
  app.add_option("--rounds", o.rounds, "Rounds, product and floor in turn")
    ->check(CLI::Range(1, 100))
    ->capture_default_str();
  app.add_option("--pairs", o.pairs, "Pairs of a customer and an agent")
    ->check(CLI::Range(1, 5000))
    ->capture_default_str();
  app
    .add_option("--rate",
                o.rate,
                "Messages a second over all pairs; 0: as "
                "fast as they are ticked")
    ->check(CLI::Range(0.0, 1e6))
    ->capture_default_str();
  app
    .add_option("--window",
                o.window,
                "Messages of a pair under way, if rate "
                "is 0")
    ->check(CLI::Range(1, 15))
    ->capture_default_str();
  app.add_option("--bytes", o.bytes, "Characters of a message")
    ->check(CLI::Range(40, 4000))
    ->capture_default_str();
  app.add_option("--time", o.time, "Seconds that a round measures")
    ->capture_default_str();
  app.add_option("--warm-up", o.warm_up, "Seconds before it measures")
    ->capture_default_str();
  app.add_option("--beside", o.beside, "Idle customers beside the pairs")
    ->check(CLI::Range(0, 9500))
    ->capture_default_str();
  app.add_option("--idle", o.idle, "Customers of idle")
    ->check(CLI::Range(1, 9500))
    ->capture_default_str();
  app.add_option("--agents", o.agents, "Agents of idle")
    ->check(CLI::Range(1, 5000))
    ->capture_default_str();
  app
    .add_option("--at-once", o.at_once, "Customers who start at the same time")
    ->capture_default_str();
  app.add_option("--data", o.data, "Where to put data; default: here")
    ->check(CLI::ExistingDirectory);
  app
    .add_option("--directory",
                o.directory,
                "Data of parley-generate, made with --company bench; of "
                "contacts")
    ->check(CLI::ExistingDirectory);
  app.add_option("--contacts", o.contacts, "How many contacts are in it")
    ->check(CLI::Range(1, 100'000'000))
    ->capture_default_str();
  app.add_option("--sessions", o.sessions, "How many sessions are in it")
    ->check(CLI::Range(1, 1'000'000'000))
    ->capture_default_str();
  app.add_option("--json",
                 o.json,
                 "File for the figures as JSON; - is "
                 "standard output");
  app.add_flag("!--no-pin", o.pin, "Let server and clients share all cores");
  app.add_option("--server-option",
                 o.server_options,
                 "One more word for the "
                 "server's command line");
}

int measure(int count, char** arguments) {
  options o;
  CLI::App app{"Puts load on parleyd and checks that nothing is lost, doubled "
               "or out of order."};
  describe(app, o);
  CLI11_PARSE(app, count, arguments);
  report out{o.json != "-"};
  run(o, out);
  if (!o.json.empty()) {
    out.write_json(o.json);
  }
  return out.is_sound() ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
  try {
    return measure(count, arguments);
  } catch (const std::exception& error) {
    std::cerr << "parley-bench: " << error.what() << '\n';
    return 2;
  }
}
