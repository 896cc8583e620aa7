// See theatre.hpp.
#include "tools/busy/theatre.hpp"

#include "tools/busy/requests.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>

namespace parley::tools::busy {
namespace {

using nlohmann::json;

/// The people of the demo who are played; the others are for real ones.
constexpr std::array<std::string_view, 3> played{"carl", "dana", "emil"};
constexpr const char* demo_company = "acme";
constexpr const char* administrator_login = "admin";

/// Everybody comes from an address of their own: the limits of parleyd hold for
/// each, as they do for customers at home.
std::string address_of(std::uint64_t number) {
  return "127.77." + std::to_string(number / 250 % 250) + '.'
         + std::to_string(number % 250 + 1);
}

std::optional<std::size_t> plot_for(const person& whom, pace& time) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < plots().size(); ++i) {
    if (plots()[i].language == whom.language) {
      fitting.push_back(i);
    }
  }
  return fitting.empty() ? std::nullopt
                         : std::optional{fitting[time.one_of(fitting.size())]};
}

} // namespace

theatre::theatre(event_loop& loop, const options& how)
    : how_{how}, stage_{loop, how.server, demo_company, "", pace{how.seed}} {
  const auto file = how.data + "/demo.json";
  std::ifstream in{file};
  const auto demo = json::parse(in, nullptr, false);
  const auto all
    = demo.is_object() ? demo.value("companies", json::array()) : json::array();
  for (const auto& company : all) {
    if (company.value("id", "") != demo_company) {
      continue;
    }
    stage_.token = company.value("token", "");
    telephone_.emplace(stage_,
                       telephony_access{how.server,
                                        demo_company,
                                        company.value("telephony_secret", "")},
                       how.calls_per_minute);
    for (const auto& each : company.value("logins", json::array())) {
      const agent_login who{
        demo_company, each.value("login", ""), each.value("password", ""), ""};
      if (who.login == administrator_login) {
        administrator_ = who;
      } else if (std::find(played.begin(), played.end(), who.login)
                 != played.end()) {
        agents_.emplace_back(stage_, who);
      }
    }
  }
  if (!telephone_ || administrator_.login.empty() || agents_.empty()) {
    trouble_ = file
               + " is not that of a demo: start parleyd --demo first, and "
                 "with a --data of its own if this one is of an older "
                 "Parley.";
  }
}

std::string theatre::fill_contacts() {
  const auto cookies = log_in(how_.server, administrator_);
  if (!cookies) {
    return cookies.error().why;
  }
  const auto any = has_contacts(how_.server, cookies.value());
  if (!any) {
    return "The contacts cannot be read.";
  }
  if (*any) {
    return {};
  }
  const auto made
    = import_contacts(how_.server, cookies.value(), contacts_csv());
  return made ? std::string{} : made.error().why;
}

std::size_t theatre::agents() const {
  return static_cast<std::size_t>(
    std::count_if(agents_.begin(), agents_.end(), [](const agent& each) {
      return each.is_there();
    }));
}

void theatre::let_in() {
  const auto& whom = people()[stage_.time.one_of(people().size())];
  const auto same = [&](const auto& each) {
    return each.second.whom == &whom;
  };
  const auto plot = plot_for(whom, stage_.time);
  if (!plot || std::any_of(stage_.parts.begin(), stage_.parts.end(), same)) {
    return; // Already here; somebody else comes next time.
  }
  const auto number = stage_.time.one_of(60'000);
  auto& one = customers_.emplace_back(
    stage_, part{&plots()[*plot], &whom}, address_of(number));
  one.begin();
}

void theatre::tick() {
  const auto now = monotonic_now();
  customers_.remove_if([](const customer& each) { return each.is_done(); });
  if (how_.customers_per_minute > 0 && now >= next_customer_
      && customers_.size() < how_.customers_max) {
    let_in();
    const auto rate = how_.customers_per_minute;
    next_customer_ = now + stage_.time.seconds(30 / rate, 90 / rate);
  }
  for (auto& each : agents_) {
    each.tick();
  }
  telephone_->tick();
}

void theatre::play(double speed, const std::function<bool()>& done) {
  stage_.time.set_speed(speed);
  next_customer_ = {};
  if (!has_begun_) {
    has_begun_ = true;
    for (auto& each : agents_) {
      each.begin();
    }
  }
  const nanoseconds beat = std::max<nanoseconds>(std::chrono::milliseconds{5},
                                                 stage_.time.seconds(0.2, 0.2));
  while (!done()) {
    stage_.loop.run_for(beat);
    tick();
  }
}

void theatre::close() {
  telephone_->close();
  for (auto& each : agents_) {
    each.log_out();
  }
  stage_.loop.run_for(std::chrono::milliseconds{300});
}

} // namespace parley::tools::busy
