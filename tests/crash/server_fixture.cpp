// See server_fixture.hpp.
#include "tests/crash/server_fixture.hpp"

#include "tools/bench/company.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace parley::crash {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

} // namespace

server_fixture::server_fixture() {
  auto name = (fs::temp_directory_path() / "parley-crash-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error{"cannot make " + name};
  }
  folder_ = name;
  data_parent = folder_;
  const char* chosen = std::getenv("PARLEY_SEED");
  seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 20260105;
  chance.seed(seed);
  RecordProperty("seed", std::to_string(seed));
}

server_fixture::~server_fixture() {
  // The clients first: they must not see the server go.
  customers.clear();
  agents.clear();
  server.reset();
  if (HasFailure()) {
    ADD_FAILURE() << "PARLEY_SEED=" << seed << " repeats it. The end of "
                  << "parleyd's log:\n"
                  << log();
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string server_fixture::data() const {
  return data_parent + "/data";
}

std::string server_fixture::log() const {
  constexpr std::streamoff shown = 4000;
  std::ifstream file{folder_ + "/log", std::ios::ate};
  const auto size = static_cast<std::streamoff>(file.tellg());
  if (size <= 0) {
    return "(empty)";
  }
  file.seekg(std::max<std::streamoff>(0, size - shown));
  return {std::istreambuf_iterator<char>{file}, {}};
}

void server_fixture::make_company(int agents_wanted) {
  auto company = tools::bench_company(agents_wanted);
  // Long enough to still run when the last test looks at it.
  auto& policy = company.queues.at(queue_id{"pairs"}).policy;
  policy.wrapup_on = true;
  policy.wrapup_time = 1h;
  std::ofstream{folder_ + "/company.json"} << tools::company_file(company);
}

tools::parleyd_options server_fixture::options() const {
  tools::parleyd_options o;
  o.program = PARLEYD_PATH;
  o.data = data();
  o.companies = {folder_ + "/company.json"};
  o.extra
    = {"--sessions-per-address", "1000000", "--messages-per-second", "100000"};
  o.log = folder_ + "/log";
  return o;
}

bool server_fixture::start(const std::vector<std::string>& wrapper) {
  auto o = options();
  o.wrapper = wrapper;
  auto started = tools::start_parleyd(o);
  if (!started) {
    ADD_FAILURE() << started.error().why;
    return false;
  }
  server = std::make_unique<tools::parleyd>(std::move(started.value()));
  return true;
}

void server_fixture::kill() {
  server->server.signal(SIGKILL);
  EXPECT_TRUE(server->server.wait(10s));
  server.reset();
}

void server_fixture::start_and_kill(tools::nanoseconds after) {
  auto o = options();
  tools::process_options start;
  start.command = {o.program,
                   "--data",
                   o.data,
                   "--port",
                   "0",
                   "--admin-port",
                   "0",
                   "--company",
                   o.companies.front()};
  start.log = o.log;
  auto started = tools::process::start(start);
  ASSERT_TRUE(started) << started.error().why;
  loop.run_for(after);
  started.value().signal(SIGKILL);
  EXPECT_TRUE(started.value().wait(10s));
}

void server_fixture::lose_connections() {
  for (auto& c : customers) {
    c->lose_connection();
  }
  for (auto& a : agents) {
    a->lose_connection();
  }
}

void server_fixture::reconnect() {
  for (auto& a : agents) {
    EXPECT_TRUE(a->connect(server->address)) << a->problem();
  }
  for (auto& c : customers) {
    c->connect(server->address);
  }
}

bool server_fixture::all_are_back() {
  const auto back = [&] {
    for (const auto& c : customers) {
      if (!c->is_back()) {
        return false;
      }
    }
    for (const auto& a : agents) {
      if (!a->is_back()) {
        return false;
      }
    }
    return true;
  };
  if (run_until(back)) {
    return true;
  }
  for (const auto& c : customers) {
    EXPECT_TRUE(c->is_back()) << c->name() << " is not back";
  }
  for (const auto& a : agents) {
    EXPECT_TRUE(a->is_back()) << a->login() << " is not back: " << a->problem();
  }
  return false;
}

bool server_fixture::open_chats(std::size_t customers_wanted,
                                std::size_t agents_wanted) {
  for (std::size_t i = 0; i < agents_wanted; ++i) {
    agents.push_back(std::make_unique<agent>(
      loop, tools::bench_agent(static_cast<int>(i) + 1)));
  }
  for (std::size_t i = 0; i < customers_wanted; ++i) {
    customers.push_back(
      std::make_unique<customer>(loop, "c" + std::to_string(i + 1)));
  }
  reconnect();
  for (std::size_t i = 0; i < customers_wanted; ++i) {
    auto& c = *customers[i];
    auto& a = *agents[i % agents_wanted];
    if (!run_until([&] { return c.phase() == customer_phase::waiting; })) {
      ADD_FAILURE() << c.name() << " does not get into the queue";
      return false;
    }
    // The desk takes what its queue list shows; it may take a moment.
    for (int attempt = 0; attempt < 100; ++attempt) {
      a.take(c.chat());
      run_until([&] { return a.is_idle(); });
      if (a.expected().contains(c.chat())) {
        break;
      }
      loop.run_for(10ms);
    }
    if (!a.expected().contains(c.chat())) {
      ADD_FAILURE() << a.login() << " cannot take a chat: " << a.problem();
      return false;
    }
  }
  return true;
}

void server_fixture::expect_nothing_lost() {
  for (auto& c : customers) {
    const auto lines = read_all(loop, server->address, c->visitor_token());
    ASSERT_TRUE(lines) << c->name() << " cannot read the chat any more";
    std::uint64_t last = 0;
    std::map<std::string, std::uint64_t> found;
    for (const auto& line : *lines) {
      EXPECT_EQ(line.entry, last + 1) << c->name() << ": a gap";
      last = line.entry;
      if (line.id) {
        EXPECT_TRUE(found.emplace(line.id->value, line.entry).second)
          << line.id->value << " is there twice";
      }
      const auto heard = c->heard().lines().find(line.entry);
      if (heard != c->heard().lines().end()) {
        EXPECT_EQ(heard->second.text, line.text)
          << c->name() << ": line " << line.entry << " has changed";
      }
    }
    EXPECT_GE(last, c->heard().last()) << c->name() << " has heard more";
    for (const auto& [id, entry] : c->heard().ticks()) {
      const auto it = found.find(id);
      ASSERT_NE(it, found.end()) << id << " was acknowledged and is lost";
      EXPECT_EQ(it->second, entry) << id << " has moved";
    }
    EXPECT_EQ(c->heard().complaints(), std::vector<std::string>{});
  }
  for (auto& a : agents) {
    EXPECT_EQ(a->complaints(), std::vector<std::string>{});
  }
}

} // namespace parley::crash
