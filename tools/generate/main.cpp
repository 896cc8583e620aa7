// parley-generate: fills a data directory with chats through the store, and
// measures what a start reads and how fast appends are. For figures, not for
// production.
#include "storage/rocksdb_store.hpp"
#include "tools/generate/contacts.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

namespace parley::tools {

namespace {

using namespace std::chrono_literals;
using storage::append;
using storage::store;
using storage::stream_kind;

struct settings {
  std::string directory;
  std::string company = "generated";
  int closed = 0;
  int open = 0;
  int lines = 12;
  int appends = 0;
  contact_settings crm;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
    .count();
}

[[noreturn]] void stop(const storage::store_error& error) {
  std::cerr << "parley-generate: " << error.text << "\n";
  std::exit(1);
}

void write(store& db, const std::vector<append>& batch) {
  for (const auto& outcome : db.write(batch)) {
    if (!outcome) {
      stop(outcome.error());
    }
  }
}

chat::entry_written line_of(timestamp at, std::uint64_t number) {
  chat::entry_written e;
  e.at = at;
  e.entry = number;
  e.from = number % 2 == 0 ? speaker::agent : speaker::customer;
  e.text = "Good morning, this is line " + std::to_string(number)
           + " of a conversation about an order that has not come yet.";
  e.id = client_message_id{"m" + std::to_string(number)};
  return e;
}

/// A chat as it comes about: greeted, queued, taken, talked about.
append chat_of(const settings& s, int i, bool closes) {
  const std::string number = std::to_string(i);
  // Ids are random in production: spread over the keys here too.
  const std::string id
    = std::to_string((static_cast<std::uint64_t>(i) * 2'654'435'761U)
                     % 4'294'967'296U)
      + "-" + number;
  const timestamp begin = from_unix_ms(1'700'000'000'000) + i * 1s;
  append a{{company_id{s.company}, stream_kind::chat, id}, 0, {}};
  const auto add = [&](chat::event e) {
    a.events.emplace_back(std::move(e));
  };
  chat::chat_started start;
  start.at = begin;
  start.service = service_id{"web"};
  start.flow = flow_id{"greet"};
  start.flow_version = 1;
  start.node = "hello";
  start.visitor_hash = std::string(64, 'f');
  start.customer_name = "Customer " + number;
  add(start);
  add(chat::chat_queued{begin + 1s, queue_id{"sales"}, {}});
  // Nobody has two active chats; parked ones may be many.
  const bool parked = i % 3 == 0;
  const agent_id agent{"agent-"
                       + std::to_string(closes || parked ? i % 500 : i)};
  add(chat::chat_allocated{begin + 5s, agent, cause::by_hand, {}, {}});
  add(chat::chat_activated{begin + 6s, cause::agent, {}, {}});
  for (int n = 1; n <= s.lines; ++n) {
    add(line_of(begin + 6s + n * 10s, static_cast<std::uint64_t>(n)));
  }
  if (closes) {
    const auto end = begin + 10s + s.lines * 10s;
    add(chat::chat_ended{end, cause::customer, 60s, 3, {}});
    add(chat::chat_closed{end + 30s, outcome::handled, cause::agent, {}});
  } else if (parked) {
    add(chat::chat_parked{begin + 600s, cause::agent, {}});
  }
  return a;
}

void generate(store& db, const settings& s) {
  const auto begin = std::chrono::steady_clock::now();
  const int all = s.closed + s.open;
  std::vector<append> batch;
  for (int i = 0; i < all; ++i) {
    // The open ones are spread evenly among the closed ones.
    const bool open = static_cast<std::int64_t>(i + 1) * s.open / all
                      != static_cast<std::int64_t>(i) * s.open / all;
    batch.push_back(chat_of(s, i, !open));
    if (batch.size() == 50 || i + 1 == all) {
      write(db, batch);
      batch.clear();
    }
  }
  std::cout << "generated " << s.closed << " closed and " << s.open
            << " open chats in " << seconds_since(begin) << " s\n";
}

/// One small event an append, 100 appends a write, over 100 chats.
void measure_appends(store& db, const settings& s) {
  constexpr int chats = 100;
  std::vector<append> batch;
  const std::string run = std::to_string(
    std::chrono::steady_clock::now().time_since_epoch().count());
  for (int i = 0; i < chats; ++i) {
    chat::chat_started start;
    start.at = from_unix_ms(1'700'000'000'000);
    batch.push_back({{company_id{s.company},
                      stream_kind::chat,
                      "run-" + run + "-" + std::to_string(i)},
                     0,
                     {chat::event{start}}});
  }
  write(db, batch);
  const int rounds = s.appends / chats;
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 1; round <= rounds; ++round) {
    for (append& a : batch) {
      const auto number = static_cast<std::uint64_t>(round);
      a.after = number;
      a.events.assign(1, chat::event{line_of({}, number)});
    }
    write(db, batch);
  }
  const double took = seconds_since(begin);
  std::cout << "appended " << rounds * chats << " events in batches of "
            << chats << " in " << took << " s: " << rounds * chats / took
            << " a second\n";
  for (append& a : batch) {
    a.after = static_cast<std::uint64_t>(rounds) + 1;
    a.events.assign(1, chat::event{chat::chat_closed{}});
  }
  write(db, batch);
}

std::unique_ptr<store> open_store(const settings& s) {
  const auto begin = std::chrono::steady_clock::now();
  auto opened = storage::open_rocksdb(s.directory);
  if (!opened) {
    stop(opened.error());
  }
  std::cout << "opened in " << seconds_since(begin) << " s\n";
  return std::move(opened).value();
}

int main_of(int count, char** arguments) {
  settings s;
  CLI::App app{"Fills a Parley data directory with chats and measures it."};
  app.add_option("directory", s.directory, "data directory")->required();
  app.add_option("--company", s.company, "company that the chats belong to")
    ->capture_default_str();
  app.add_option("--closed", s.closed, "closed chats to write");
  app.add_option("--open", s.open, "open chats to write");
  app.add_option("--lines", s.lines, "lines of each chat")
    ->capture_default_str();
  app.add_option("--appends", s.appends, "appends to measure, 100 a write");
  app.add_option("--contacts", s.crm.contacts, "contacts to write");
  app.add_option("--sessions", s.crm.sessions, "sessions of theirs to write");
  app.add_flag("--measure",
               s.crm.measure,
               "measure searches and histories of --contacts contacts that "
               "are there already");
  CLI11_PARSE(app, count, arguments);
  s.crm.company = s.company;
  {
    const auto db = open_store(s);
    if (s.closed + s.open > 0) {
      generate(*db, s);
    }
    if (s.crm.contacts > 0 && !s.crm.measure) {
      if (const auto written = generate_contacts(*db, s.crm); !written) {
        stop(written.error());
      }
    }
    if (s.appends > 0) {
      measure_appends(*db, s);
    }
  }
  // As a server starts: the directory is opened and the open chats are folded.
  const auto db = open_store(s);
  const auto begin = std::chrono::steady_clock::now();
  const auto chats = db->open_chats(company_id{s.company});
  if (!chats) {
    stop(chats.error());
  }
  if (s.crm.contacts > 0) {
    if (const auto measured = measure_contacts(*db, s.crm); !measured) {
      stop(measured.error());
    }
  }
  std::cout << "folded " << chats.value().size() << " open chats in "
            << seconds_since(begin) << " s\n";
  return 0;
}

} // namespace

} // namespace parley::tools

int main(int count, char** arguments) {
  try {
    return parley::tools::main_of(count, arguments);
  } catch (const std::exception& error) {
    std::cerr << "parley-generate: " << error.what() << '\n';
    return 1;
  }
}
