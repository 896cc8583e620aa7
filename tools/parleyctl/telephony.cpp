// See telephony.hpp.
#include "tools/parleyctl/telephony.hpp"

#include "tools/parleyctl/admin.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <ostream>
#include <thread>

namespace parley::tools {
namespace {

using nlohmann::json;

constexpr const char* events_path = "/api/v1/telephony/events";
/// Seconds that a question for orders may wait; less than the server's most.
constexpr int poll_seconds = 20;

std::string text_of(const json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>()
                                               : std::string{};
}

json exchange(const telephony_access& to,
              const std::string& method,
              const std::string& path,
              const std::string& body) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
    std::chrono::system_clock::now().time_since_epoch());
  const auto timestamp = std::to_string(now.count());
  http_request request;
  request.method = method;
  request.path = path;
  request.body = body;
  request.headers
    = {{"X-Parley-Company", to.company},
       {"X-Parley-Timestamp", timestamp},
       {"X-Parley-Signature", sign(to.secret, timestamp, method, path, body)}};
  if (!body.empty()) {
    request.headers.emplace_back("Content-Type", "application/json");
  }
  request.within = std::chrono::seconds{poll_seconds + 10};
  const auto asked = ask(to.server, request);
  if (!asked) {
    throw control_failure{asked.error().why};
  }
  const auto& answer = asked.value();
  auto parsed = json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !parsed.is_object()) {
    auto why = parsed.is_object() ? text_of(parsed, "title") : answer.body;
    if (const auto detail = text_of(parsed, "detail"); !detail.empty()) {
      why += " (" + detail + ")";
    }
    throw control_failure{"telephony: " + std::to_string(answer.status) + " "
                          + why};
  }
  return parsed;
}

/// Follows the orders of one call, wherever it rings.
class ring_watch {
public:
  ring_watch(const telephony_access& to, std::string call)
      : to_{to}, call_{std::move(call)} {}

  /// Waits up to `wait` seconds for news. @returns who is rung now.
  const std::optional<std::string>& look(int wait) {
    for (const auto& order : orders_after(to_, after_, wait)) {
      if (order.call != call_) {
        continue;
      }
      if (order.order == "ring") {
        agent_ = order.agent;
      } else if (agent_ == order.agent) {
        agent_.reset();
      }
    }
    return agent_;
  }

private:
  const telephony_access& to_;
  std::string call_;
  std::uint64_t after_ = 0;
  std::optional<std::string> agent_;
};

} // namespace

std::string sign(const std::string& secret,
                 const std::string& timestamp,
                 const std::string& method,
                 const std::string& path,
                 const std::string& body) {
  const auto text = timestamp + "\n" + method + "\n" + path + "\n" + body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  // OpenSSL counts in unsigned char what we count in char.
  ::HMAC(::EVP_sha256(),
         secret.data(),
         static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()),
         text.size(),
         digest.data(),
         &size);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 0xFU];
  }
  return hex;
}

call_state tell(const telephony_access& to, const call_event& what) {
  json body{{"event", what.event}, {"call", what.call}};
  for (const auto& [name, value] : {std::pair{"queue", &what.queue},
                                    std::pair{"caller", &what.caller},
                                    std::pair{"agent", &what.agent}}) {
    if (!value->empty()) {
      body[name] = *value;
    }
  }
  const auto answer = exchange(to, "POST", events_path, body.dump());
  return {text_of(answer, "phase"), text_of(answer, "agent")};
}

std::vector<call_order>
orders_after(const telephony_access& to, std::uint64_t& after, int wait) {
  const auto answer
    = exchange(to,
               "GET",
               "/api/v1/telephony/orders?after=" + std::to_string(after)
                 + "&wait=" + std::to_string(wait),
               "");
  std::vector<call_order> orders;
  for (const auto& each : answer.value("orders", json::array())) {
    orders.push_back({each.value("n", std::uint64_t{0}),
                      text_of(each, "order"),
                      text_of(each, "call"),
                      text_of(each, "agent")});
  }
  after = answer.value("last", after);
  return orders;
}

std::optional<std::string> ringing_agent(const telephony_access& to,
                                         const std::string& call) {
  ring_watch watch{to, call};
  return watch.look(0);
}

bool play_call(const telephony_access& to,
               const call_plot& plot,
               std::ostream& out) {
  using clock = std::chrono::steady_clock;
  ring_watch watch{to, plot.call};
  const auto offered
    = tell(to, {"offered", plot.call, plot.queue, plot.caller, ""});
  out << "call " << plot.call << " from " << plot.caller << ": offered to "
      << plot.queue << ", now " << offered.phase << std::endl;
  const auto deadline = clock::now() + plot.patience;
  while (clock::now() < deadline) {
    const auto agent = watch.look(poll_seconds);
    if (!agent) {
      continue;
    }
    out << "rings at " << *agent << std::endl;
    std::this_thread::sleep_for(plot.answer_after);
    if (watch.look(0) != agent) {
      out << "withdrawn from " << *agent << std::endl;
      continue;
    }
    const auto answered = tell(to, {"answered", plot.call, "", "", *agent});
    out << *agent << " has answered, now " << answered.phase << std::endl;
    std::this_thread::sleep_for(plot.hang_up_after);
    const auto ended = tell(to, {"ended", plot.call, "", "", ""});
    out << "hung up, now " << ended.phase << std::endl;
    return true;
  }
  tell(to, {"ended", plot.call, "", "", ""});
  out << "nobody answered; hung up" << std::endl;
  return false;
}

} // namespace parley::tools
