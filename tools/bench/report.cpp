// See report.hpp.
#include "tools/bench/report.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>

namespace parley::tools {

struct report::document {
  nlohmann::json results = nlohmann::json::array();
};

namespace {

nlohmann::json to_json(const load_figures& f) {
  return {{"seconds", f.seconds},
          {"delivered", f.delivered},
          {"per_second", f.per_second},
          {"delivery_us",
           {{"p50", f.delivery_p50},
            {"p99", f.delivery_p99},
            {"p99_9", f.delivery_p999}}},
          {"tick_us",
           {{"p50", f.tick_p50}, {"p99", f.tick_p99}, {"p99_9", f.tick_p999}}},
          {"server_cpu_us_per_message", f.cpu_per_message},
          {"server_cores_busy", f.server_cores_busy},
          {"client_cores_busy", f.client_cores_busy},
          {"lost", f.lost},
          {"doubled_or_late", f.doubled_or_late},
          {"gaps", f.gaps},
          {"errors", f.errors}};
}

template <class Member>
double middle(const std::vector<load_figures>& rounds, Member member) {
  std::vector<double> values;
  values.reserve(rounds.size());
  for (const auto& round : rounds) {
    values.push_back(round.*member);
  }
  return median(values);
}

void print_row(const char* name, const load_figures& f) {
  std::printf("  %-12s %9.0f  %7.2f %7.2f %7.2f  %7.2f %7.2f %7.2f  %6.1f  "
              "%5.2f %5.2f  %s\n",
              name,
              f.per_second,
              f.delivery_p50 / 1e3,
              f.delivery_p99 / 1e3,
              f.delivery_p999 / 1e3,
              f.tick_p50 / 1e3,
              f.tick_p99 / 1e3,
              f.tick_p999 / 1e3,
              f.cpu_per_message,
              f.server_cores_busy,
              f.client_cores_busy,
              f.is_sound() ? "0 lost, 0 doubled" : "UNSOUND");
  if (!f.is_sound()) {
    std::printf("    lost %llu, doubled or late %llu, gaps %llu, errors %llu\n",
                static_cast<unsigned long long>(f.lost),
                static_cast<unsigned long long>(f.doubled_or_late),
                static_cast<unsigned long long>(f.gaps),
                static_cast<unsigned long long>(f.errors));
  }
}

load_figures medians(const std::vector<load_figures>& rounds) {
  load_figures f;
  for (const auto member : {&load_figures::per_second,
                            &load_figures::delivery_p50,
                            &load_figures::delivery_p99,
                            &load_figures::delivery_p999,
                            &load_figures::tick_p50,
                            &load_figures::tick_p99,
                            &load_figures::tick_p999,
                            &load_figures::cpu_per_message,
                            &load_figures::server_cores_busy,
                            &load_figures::client_cores_busy}) {
    f.*member = middle(rounds, member);
  }
  for (const auto& round : rounds) {
    f.delivered += round.delivered;
    f.lost += round.lost;
    f.doubled_or_late += round.doubled_or_late;
    f.gaps += round.gaps;
    f.errors += round.errors;
  }
  return f;
}

double kibibytes(const memory_use& after, const memory_use& before, int count) {
  return (static_cast<double>(after.anonymous)
          - static_cast<double>(before.anonymous))
         / 1024.0 / count;
}

nlohmann::json to_json(const memory_use& m) {
  return {{"resident", m.resident}, {"anonymous", m.anonymous}};
}

} // namespace

report::report(bool tables)
    : json_{std::make_unique<document>()}, tables_{tables} {}

report::~report() = default;

void report::add(const comparison& c, std::uint64_t broken) {
  auto json = nlohmann::json{{"mode", "pairs"},
                             {"title", c.title},
                             {"pairs", c.pairs},
                             {"idle_beside", c.beside},
                             {"rate", c.load.rate},
                             {"window", c.load.window},
                             {"bytes", c.load.message_bytes},
                             {"broken_connections", broken}};
  for (const auto& [name, rounds] :
       {std::pair{"product", &c.product}, std::pair{"floor", &c.floor}}) {
    for (const auto& round : *rounds) {
      json["rounds"][name].push_back(to_json(round));
      is_sound_ = is_sound_ && round.is_sound();
    }
    if (!rounds->empty()) {
      json["median"][name] = to_json(medians(*rounds));
    }
  }
  is_sound_ = is_sound_ && broken == 0;
  json_->results.push_back(json);
  if (!tables_) {
    return;
  }
  std::printf("%s: %d pairs, %zu characters, %d idle customers beside, %zu "
              "rounds, medians\n",
              c.title.c_str(),
              c.pairs,
              c.load.message_bytes,
              c.beside,
              std::max(c.product.size(), c.floor.size()));
  std::printf("  %-12s %9s  %-23s  %-23s  %6s  %-11s\n",
              "",
              "msg/s",
              "delivery ms 50/99/99.9",
              "tick ms 50/99/99.9",
              "us/msg",
              "cores s / c");
  if (c.product.empty()) {
    print_row("floor", medians(c.floor));
    return;
  }
  const auto product = medians(c.product);
  print_row("parleyd", product);
  if (!c.floor.empty()) {
    const auto floor = medians(c.floor);
    print_row("floor", floor);
    std::printf("  %-12s %9.2f  %7.2f %7.2f %7.2f  %7.2f %7.2f %7.2f  %6.2f\n",
                "ratio",
                product.per_second / floor.per_second,
                product.delivery_p50 / floor.delivery_p50,
                product.delivery_p99 / floor.delivery_p99,
                product.delivery_p999 / floor.delivery_p999,
                product.tick_p50 / floor.tick_p50,
                product.tick_p99 / floor.tick_p99,
                product.tick_p999 / floor.tick_p999,
                product.cpu_per_message / floor.cpu_per_message);
  }
  std::fflush(stdout);
}

void report::add(const idle_figures& f, std::uint64_t broken) {
  is_sound_ = is_sound_ && broken == 0 && f.load.is_sound();
  const double agent = kibibytes(f.with_agents, f.empty, f.agents);
  const double idle = kibibytes(f.with_customers, f.with_agents, f.customers);
  const double active = kibibytes(f.with_active, f.with_customers, f.active);
  json_->results.push_back({{"mode", "idle"},
                            {"agents", f.agents},
                            {"customers", f.customers},
                            {"active", f.active},
                            {"memory",
                             {{"empty", to_json(f.empty)},
                              {"with_agents", to_json(f.with_agents)},
                              {"with_customers", to_json(f.with_customers)},
                              {"with_active", to_json(f.with_active)}}},
                            {"kib_per_agent", agent},
                            {"kib_per_idle_session", idle},
                            {"kib_per_active_session", active},
                            {"idle_cpu_share", f.cpu_share},
                            {"broken_connections", broken},
                            {"load", to_json(f.load)}});
  if (tables_) {
    std::printf("idle: %d customers and %d agents connected\n"
                "  memory (anonymous): %.1f KiB an agent, %.1f KiB an idle "
                "session, %.1f KiB an active one\n"
                "  resident in all: %.1f MiB; CPU with nobody talking: %.2f %% "
                "of a core; connections broken: %llu\n",
                f.customers,
                f.agents,
                agent,
                idle,
                active,
                static_cast<double>(f.with_active.resident) / 1048576.0,
                f.cpu_share * 100,
                static_cast<unsigned long long>(broken));
    std::fflush(stdout);
  }
}

void report::add(const start_figures& f) {
  json_->results.push_back({{"mode", "start"},
                            {"at_once", f.at_once},
                            {"per_second", f.per_second},
                            {"server_cpu_us_per_start", f.cpu_per_start}});
  if (tables_) {
    std::printf("starts: %.0f chats/s, %d at once, %.0f us of server CPU "
                "each (connect, hello, start, end)\n",
                f.per_second,
                f.at_once,
                f.cpu_per_start);
    std::fflush(stdout);
  }
}

void report::write_json(const std::string& file) const {
  const auto text
    = nlohmann::json{{"results", json_->results}, {"sound", is_sound_}}.dump(2);
  if (file == "-") {
    std::cout << text << '\n';
  } else {
    std::ofstream{file} << text << '\n';
  }
}

} // namespace parley::tools
