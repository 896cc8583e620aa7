// Contacts with names from small sets, so that words are as common as they are
// among people.
#include "tools/generate/contacts.hpp"

#include "storage/contacts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <vector>

namespace parley::tools {

namespace {

using namespace std::chrono_literals;
using storage::contacts;
using storage::store;
using answer_or_error = result<done, storage::store_error>;

constexpr std::array first_names{"Anna",
                                 "Bj\u00F6rn",
                                 "Chlo\u00E9",
                                 "Dmitri",
                                 "Elif",
                                 "Fatima",
                                 "Giulia",
                                 "Hans",
                                 "In\u00EAs",
                                 "Jos\u00E9",
                                 "Karl",
                                 "L\u00E9a"};
constexpr std::array last_names{"M\u00FCller",
                                "Schmidt",
                                "Garc\u00EDa",
                                "Rossi",
                                "Nowak",
                                "Yilmaz",
                                "Jensen",
                                "O'Connor",
                                "Dubois",
                                "Virtanen",
                                "Horv\u00E1th"};

/// Mixes the bits, so that neighbours are far apart.
std::uint64_t mixed(std::uint64_t n) {
  n = (n + 0x9E3779B97F4A7C15U) * 0xBF58476D1CE4E5B9U;
  return n ^ (n >> 31U);
}

contact contact_of(int i) {
  const auto number = static_cast<std::uint64_t>(i);
  const auto random = mixed(number + 77);
  contact x;
  x.id = generated_contact(i);
  x.account = "A" + std::to_string(i);
  x.first_name = first_names[random % first_names.size()];
  // Half of the surnames are rare.
  x.last_name = random % 2 == 0
                  ? std::string{last_names[random / 64 % last_names.size()]}
                  : "N" + std::to_string(random / 64 % 100'000);
  x.company = "Company " + std::to_string(random / 7 % 5'000);
  x.emails = {"person" + std::to_string(i) + "@example.com"};
  x.phones = {"+49 30 " + std::to_string(10'000'000 + i)};
  x.created = from_unix_ms(1'700'000'000'000);
  x.changed = x.created;
  return x;
}

storage::append session_of(const contact_settings& s, int i) {
  const timestamp begin = from_unix_ms(1'700'000'000'000) + i * 1s;
  chat::chat_started start;
  start.at = begin;
  start.service = service_id{"web"};
  start.customer_name = "Customer " + std::to_string(i);
  chat::entry_written line;
  line.at = begin + 1s;
  line.entry = 1;
  line.text = "Good morning, where is my order?";
  return {{company_id{s.company},
           storage::stream_kind::chat,
           generated_chat(i).value},
          0,
          {chat::event{start},
           chat::event{line},
           chat::event{chat::chat_closed{
             begin + 60s, outcome::handled, cause::agent, {}}}}};
}

class stopwatch {
public:
  [[nodiscard]] double milliseconds() const {
    return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now() - begin_)
      .count();
  }

private:
  std::chrono::steady_clock::time_point begin_
    = std::chrono::steady_clock::now();
};

/// Runs `ask` with each number and prints how long it took.
template <class Ask>
answer_or_error timed(const char* what, Ask ask) {
  std::vector<double> took;
  for (int i = 0; i < 50; ++i) {
    const stopwatch watch;
    auto answer = ask(i);
    if (!answer) {
      return std::move(answer).error();
    }
    took.push_back(watch.milliseconds());
  }
  const double first = took.front();
  std::sort(took.begin(), took.end());
  std::cout << what << ": first " << first << " ms, median "
            << took[took.size() / 2] << " ms, worst " << took.back()
            << " ms of " << took.size() << "\n";
  return done{};
}

} // namespace

contact_id generated_contact(int i) {
  return contact_id{std::to_string(mixed(static_cast<std::uint64_t>(i)))};
}

chat_id generated_chat(int i) {
  return chat_id{"s"
                 + std::to_string(mixed(static_cast<std::uint64_t>(i) + 13))};
}

result<done, storage::store_error>
generate_contacts(store& db, const contact_settings& s) {
  const company_id company{s.company};
  const contacts crm{db};
  stopwatch watch;
  std::vector<contact> some;
  for (int i = 0; i < s.contacts; ++i) {
    some.push_back(contact_of(i));
    if (some.size() == limits::contacts_per_write_max || i + 1 == s.contacts) {
      if (auto written = crm.create_all(company, std::move(some)); !written) {
        return written;
      }
      some.clear();
    }
  }
  std::cout << "wrote " << s.contacts << " contacts in "
            << watch.milliseconds() / 1000 << " s\n";
  watch = {};
  std::vector<storage::append> batch;
  std::vector<contacts::new_link> links;
  for (int i = 0; i < s.sessions; ++i) {
    batch.push_back(session_of(s, i));
    links.push_back({generated_chat(i), generated_contact(i % s.contacts)});
    if (batch.size() < limits::contacts_per_write_max && i + 1 < s.sessions) {
      continue;
    }
    for (const auto& written : db.write(batch)) {
      if (!written) {
        return written.error();
      }
    }
    if (auto linked = crm.link_all(company, links, {}, {}); !linked) {
      return linked;
    }
    batch.clear();
    links.clear();
  }
  std::cout << "wrote and linked " << s.sessions << " sessions in "
            << watch.milliseconds() / 1000 << " s\n";
  return done{};
}

result<done, storage::store_error> measure_contacts(store& db,
                                                    const contact_settings& s) {
  const contacts crm{db};
  parley::company c;
  c.id = company_id{s.company};
  const auto search = [&](const char* what, auto question) {
    return timed(what,
                 [&](int i) { return crm.search(c, question(i), "", 20); });
  };
  const auto any = [&](int i) {
    return static_cast<int>(mixed(static_cast<std::uint64_t>(i) + 5)
                            % static_cast<std::uint64_t>(s.contacts));
  };
  auto ran = search("search of one letter", [](int i) {
    return std::string(1, static_cast<char>('a' + i % 26));
  });
  const auto then = [&](auto next) {
    if (ran) {
      ran = next();
    }
  };
  then([&] {
    return search("search of a name and a surname",
                  [](int) { return std::string{"anna muller"}; });
  });
  then([&] {
    return search("search of an e-mail", [&](int i) {
      return "person" + std::to_string(any(i)) + "@example";
    });
  });
  then([&] {
    return search("search of a phone number", [&](int i) {
      return "030 " + std::to_string(10'000'000 + any(i));
    });
  });
  then([&] {
    return search("search of two common words that never meet",
                  [](int) { return std::string{"anna bjorn"}; });
  });
  // As a desk shows it: the page and the state of each of its sessions.
  then([&] {
    return timed("history of a contact", [&](int i) -> answer_or_error {
      const auto page = crm.history(c.id, generated_contact(any(i)), "", 50);
      if (!page) {
        return page.error();
      }
      for (const auto& session : page.value().sessions) {
        const auto chat = db.load_chat(c.id, session.chat);
        if (!chat) {
          return chat.error();
        }
      }
      return done{};
    });
  });
  return ran;
}

} // namespace parley::tools
