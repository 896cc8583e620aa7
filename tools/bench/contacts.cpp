// See contacts.hpp.
#include "tools/bench/contacts.hpp"

#include "tools/bench/company.hpp"
#include "tools/client/event_loop.hpp"
#include "tools/client/login.hpp"
#include "tools/generate/contacts.hpp"

#include <algorithm>
#include <chrono>
#include <functional>

namespace parley::tools {

namespace {

constexpr int questions = 50;

/// Spread over all of them, the same in each run.
int any(int i, int of) {
  return static_cast<int>((static_cast<std::int64_t>(i) * 7'919 + 13) % of);
}

class asking {
public:
  asking(const endpoint& server, std::string cookie)
      : server_{server}, cookie_{std::move(cookie)} {}

  /// Asks for the path of each number.
  result<crm_figure, http_failure>
  run(const std::string& what, const std::function<std::string(int)>& path) {
    std::vector<double> took;
    for (int i = 0; i < questions; ++i) {
      http_request r;
      r.path = path(i);
      r.headers = {{"Cookie", cookie_}};
      const auto begun = monotonic_now();
      const auto answer = ask(server_, r);
      const std::chrono::duration<double, std::milli> time
        = monotonic_now() - begun;
      if (!answer) {
        return answer.error();
      }
      if (answer.value().status != 200) {
        return http_failure{r.path + " was answered with "
                            + std::to_string(answer.value().status) + ": "
                            + answer.value().body};
      }
      took.push_back(time.count());
    }
    crm_figure f{what, took.front(), 0, 0, questions};
    std::sort(took.begin(), took.end());
    f.median_ms = took[took.size() / 2];
    f.worst_ms = took.back();
    return f;
  }

private:
  const endpoint& server_;
  std::string cookie_;
};

} // namespace

result<std::vector<crm_figure>, http_failure>
ask_for_contacts(const endpoint& server, int contacts, int sessions) {
  auto cookie = log_in(server,
                       {std::string{bench_company_id},
                        bench_agent(1),
                        std::string{bench_password},
                        "127.0.0.1"});
  if (!cookie) {
    return http_failure{cookie.error().why};
  }
  asking desk{server, std::move(cookie).value()};
  const std::string list = "/api/v1/contacts?limit=20&search=";
  struct question {
    const char* what;
    std::function<std::string(int)> path;
  };
  const std::vector<question> all{
    {"search of one letter",
     [&](int i) {
       return list + static_cast<char>('a' + i % 26);
     }},
    {"search of a name and a surname",
     [&](int) {
       return list + "anna%20muller";
     }},
    {"search of an e-mail",
     [&](int i) {
       return list + "person" + std::to_string(any(i, contacts)) + "@example";
     }},
    {"search of a phone number",
     [&](int i) {
       return list + "030%20" + std::to_string(10'000'000 + any(i, contacts));
     }},
    {"search of two common words that never meet",
     [&](int) {
       return list + "anna%20bjorn";
     }},
    {"history of a contact",
     [&](int i) {
       return "/api/v1/contacts/" + generated_contact(any(i, contacts)).value
              + "/sessions";
     }},
    {"contact and history of a chat",
     [&](int i) {
       return "/api/v1/chats/" + generated_chat(any(i, sessions)).value
              + "/contact";
     }},
    {"closed sessions, the newest", [](int) {
       return "/api/v1/chats";
     }}};
  std::vector<crm_figure> figures;
  for (const auto& q : all) {
    auto f = desk.run(q.what, q.path);
    if (!f) {
      return std::move(f).error();
    }
    figures.push_back(std::move(f).value());
  }
  return figures;
}

} // namespace parley::tools
