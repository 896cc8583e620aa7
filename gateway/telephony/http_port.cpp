// The telephony port over HTTP (architecture 4.18): a PBX says what happens to
// calls and asks what it is to do. Every request is signed with the company's
// secret; events are idempotent by call id, so a replay changes nothing.
#include "gateway/core.hpp"
#include "gateway/secrets.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace parley::gateway {

namespace {

using nlohmann::json;
using kind_t = actors::telephony_event::kind_t;

std::optional<long long> number(const std::string& text) {
  long long value = 0;
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || at != end) {
    return std::nullopt;
  }
  return value;
}

/// The company whose PBX signed this, if one did.
std::optional<actors::directory_entry> signed_by(const core& c,
                                                 const http_request& r) {
  const auto published = c.running.companies->now();
  const auto& all = published->companies;
  const auto company = all.find(company_id{r.header("x-parley-company")});
  const auto stamp = number(r.header("x-parley-timestamp"));
  if (company == all.end() || !stamp
      || company->second.config->telephony_secret.empty()) {
    return std::nullopt;
  }
  const auto sent = from_unix_ms(*stamp * 1000);
  const auto now = c.world->time->now();
  if (sent > now + limits::telephony_clock_skew
      || now > sent + limits::telephony_clock_skew) {
    return std::nullopt;
  }
  const auto text = r.header("x-parley-timestamp") + "\n" + r.method + "\n"
                    + r.target + "\n" + r.body;
  const auto wanted
    = hmac_sha256_hex(company->second.config->telephony_secret, text);
  if (!same_secret(wanted, r.header("x-parley-signature"))) {
    return std::nullopt;
  }
  return company->second;
}

std::optional<kind_t> kind_of(const std::string& name) {
  if (name == "offered") {
    return kind_t::offered;
  }
  if (name == "answered") {
    return kind_t::answered;
  }
  if (name == "refused") {
    return kind_t::refused;
  }
  if (name == "ended") {
    return kind_t::ended;
  }
  return std::nullopt;
}

/// Reads a text field; leaves `to` as it is if it is absent.
std::optional<refusal> read_text(const json& body,
                                 const char* name,
                                 std::size_t most,
                                 std::string& to) {
  const auto found = body.find(name);
  if (found == body.end()) {
    return std::nullopt;
  }
  if (!found->is_string()) {
    return refusal{refusal_code::wrong_type, name};
  }
  to = found->get<std::string>();
  if (wire::characters(to) > most) {
    return refusal{refusal_code::too_long, name};
  }
  return std::nullopt;
}

/// A PBX with a wrong secret or clock would else be silent to everybody. Those
/// above the limit are not logged, so that nobody can fill the log.
void refuse_unsigned(core& c, const http_request& r, const respond& answer) {
  if (!c.unsigned_words.take(r.address, c.world->time->now())) {
    const auto claimed = r.header("x-parley-company");
    const bool known
      = c.running.companies->now()->companies.contains(company_id{claimed});
    c.world->log->write(
      actors::log_level::warn,
      "telephony_refused",
      {{"company", known ? claimed : ""}, {"address", r.address}});
  }
  answer(problem({refusal_code::signature_invalid}));
}

std::variant<actors::telephony_event, refusal> read(const std::string& text) {
  const auto body = json::parse(text, nullptr, false);
  if (!body.is_object()) {
    return refusal{refusal_code::malformed};
  }
  std::string event;
  actors::telephony_event e;
  for (const auto& [name, to] : {std::pair{"event", &event},
                                 {"call", &e.call.value},
                                 {"queue", &e.queue.value},
                                 {"caller", &e.caller},
                                 {"agent", &e.agent.value}}) {
    if (auto wrong = read_text(body, name, limits::name_characters_max, *to)) {
      return *std::move(wrong);
    }
  }
  const auto kind = kind_of(event);
  if (!kind) {
    return refusal{event.empty() ? refusal_code::missing_field
                                 : refusal_code::out_of_range,
                   "event"};
  }
  if (!is_valid_id(e.call.value)) {
    return refusal{refusal_code::invalid_id, "call"};
  }
  e.kind = *kind;
  return e;
}

void hear(core& c, const http_request& r, const respond& answer) {
  const auto company = signed_by(c, r);
  if (!company) {
    refuse_unsigned(c, r, answer);
    return;
  }
  auto event = read(r.body);
  if (const auto* wrong = std::get_if<refusal>(&event)) {
    answer(problem(*wrong));
    return;
  }
  auto& e = std::get<actors::telephony_event>(event);
  const auto call = e.call.value;
  ask<actors::telephony_answer>(
    *c.system,
    company->company,
    limits::request_within,
    [answer, call](const actors::telephony_answer& a) {
      if (a.refused) {
        answer(problem(*a.refused));
        return;
      }
      http_response done;
      done.body = json{{"call", call},
                       {"phase", to_string(a.phase)},
                       {"agent", a.agent.value}}
                    .dump();
      answer(std::move(done));
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    std::move(e));
}

void poll(core& c, const http_request& r, const respond& answer) {
  const auto company = signed_by(c, r);
  if (!company) {
    refuse_unsigned(c, r, answer);
    return;
  }
  const auto value = [&r](const char* name) {
    const auto found = r.query.find(name);
    return found == r.query.end() ? std::optional<long long>{0}
                                  : number(found->second);
  };
  const auto after = value("after");
  const auto wait = value("wait");
  if (!after || *after < 0 || !wait || *wait < 0) {
    answer(problem({refusal_code::out_of_range, "after, wait"}));
    return;
  }
  actors::poll_orders p;
  p.after = static_cast<std::uint64_t>(*after);
  p.wait = std::min<duration>(std::chrono::seconds{std::min(*wait, 3600LL)},
                              limits::long_poll_max);
  ask<actors::orders_polled>(
    *c.system,
    company->company,
    limits::long_poll_max + limits::request_within,
    [answer](const actors::orders_polled& polled) {
      json orders = json::array();
      for (const auto& o : polled.orders) {
        orders.push_back({{"n", o.n},
                          {"order", o.ring ? "ring" : "withdraw"},
                          {"call", o.call.value},
                          {"agent", o.agent.value}});
      }
      http_response done;
      done.body = json{{"orders", orders}, {"last", polled.last}}.dump();
      answer(std::move(done));
    },
    [answer] { answer(problem({refusal_code::unavailable})); },
    p);
}

} // namespace

void add_telephony_routes(core& c) {
  c.public_routes.add(
    "POST",
    "/api/v1/telephony/events",
    [&c](const auto& r, const auto& answer) { hear(c, r, answer); });
  c.public_routes.add(
    "GET", "/api/v1/telephony/orders", [&c](const auto& r, const auto& answer) {
      poll(c, r, answer);
    });
}

} // namespace parley::gateway
