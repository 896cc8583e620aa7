#include "gateway/companies.hpp"

#include "gateway/secrets.hpp"
#include "storage/event_codec.hpp"
#include "storage/time_zones.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::store_errc;
using storage::store_error;

queue_config make_queue(std::string id, std::string name, channel c) {
  queue_config q;
  q.id = queue_id{std::move(id)};
  q.name = std::move(name);
  q.channel = c;
  q.weight = c == channel::call ? 10 : 5;
  q.groups = {group_id{"team"}};
  q.waiting.wait_when_nobody = true;
  q.policy.interruption_notice
    = "Your agent has to take a call and will be back in a moment.";
  return q;
}

agent_config&
add_user(company& c, const std::string& login, const std::string& name) {
  const agent_id id{login};
  auto& a = c.agents[id];
  a.id = id;
  a.login = login;
  a.name = name;
  return a;
}

void add_agent(company& c, const std::string& login, const std::string& name) {
  auto& a = add_user(c, login, name);
  a.groups[group_id{"team"}] = 3;
  a.roles = {role_id{"agent"}};
}

flow::graph make_flow(const std::string& greeting, const std::string& queue) {
  flow::graph g;
  g.id = flow_id{"welcome"};
  g.first = "greet";
  g.nodes["greet"] = flow::say{greeting, "queue"};
  g.nodes["queue"] = flow::enter_queue{queue_id{queue}, "nobody", "too_long"};
  g.nodes["nobody"] = flow::say{
    "Nobody can answer at the moment. Please try again later.", "end"};
  g.nodes["too_long"] = flow::say{
    "We are sorry to let you wait this long. Please try later.", "end"};
  g.nodes["end"] = flow::end{};
  return g;
}

void add_classification(company& c, const std::string& id, std::string name) {
  const classification_id key{id};
  c.classifications[key] = {key, std::move(name)};
  for (auto& [queue, config] : c.queues) {
    if (config.channel == channel::webchat) {
      config.policy.classifications.push_back(key);
    }
  }
}

company make_demo(const std::string& id, const std::string& name) {
  company c;
  c.id = company_id{id};
  c.name = name;
  c.version = 1;
  c.groups[group_id{"team"}] = "Team";
  auto sales = make_queue("sales", "Sales", channel::webchat);
  sales.waiting.announcement = queue::announcement{
    "You are number <position> in the queue.", std::chrono::seconds{60}};
  auto support = make_queue("support", "Support", channel::webchat);
  support.automatic = true;
  for (const auto& q :
       {sales, support, make_queue("phone", "Phone", channel::call)}) {
    c.queues[q.id] = q;
  }
  add_classification(c, "question", "Question");
  add_classification(c, "order", "Order");
  add_classification(c, "complaint", "Complaint");
  for (const auto& [reason, productive] :
       {std::pair{"Lunch", false}, {"Coffee", false}, {"Training", true}}) {
    break_reason b;
    std::string key{reason};
    std::transform(key.begin(), key.end(), key.begin(), [](char ch) {
      return static_cast<char>(ch | 0x20);
    });
    b.id = break_reason_id{key};
    b.name = reason;
    b.productive = productive;
    c.break_reasons[b.id] = b;
  }
  const auto flow = make_flow(
    "Welcome to " + name + "! Somebody will be with you soon.", "sales");
  c.flows[flow.id] = flow;
  service_config s;
  s.id = service_id{"website"};
  s.name = name;
  s.token = random_hex(12);
  s.flow = flow.id;
  s.origins = {"https://www." + id + ".example"};
  c.services[s.id] = s;
  c.telephony_secret = random_hex(32);
  return c;
}

result<done, store_error> add_passwords(storage::store& store,
                                        const company_id& id,
                                        const std::vector<demo_login>& all) {
  for (const auto& l : all) {
    auto stored = store.put_credential(
      id, {agent_id{l.login}, hash_password(l.password)});
    if (!stored) {
      return stored;
    }
  }
  return done{};
}

std::string read_file(const std::string& path) {
  const std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

json to_json(const std::vector<demo_company>& all) {
  json companies = json::array();
  for (const auto& c : all) {
    json logins = json::array();
    for (const auto& l : c.logins) {
      logins.push_back({{"login", l.login},
                        {"password", l.password},
                        {"name", l.name},
                        {"role", l.role}});
    }
    companies.push_back({{"id", c.id.value},
                         {"name", c.name},
                         {"token", c.token},
                         {"telephony_secret", c.telephony_secret},
                         {"logins", logins}});
  }
  return {{"companies", companies}};
}

std::vector<demo_company> read_demo(const std::string& path) {
  std::vector<demo_company> all;
  const auto parsed = json::parse(read_file(path), nullptr, false);
  if (parsed.is_discarded()) {
    return all;
  }
  for (const auto& c : parsed.value("companies", json::array())) {
    demo_company d;
    d.id = company_id{c.value("id", "")};
    d.name = c.value("name", "");
    d.token = c.value("token", "");
    d.telephony_secret = c.value("telephony_secret", "");
    for (const auto& l : c.value("logins", json::array())) {
      d.logins.push_back({l.value("login", ""),
                          l.value("password", ""),
                          l.value("name", ""),
                          l.value("role", "agent")});
    }
    all.push_back(std::move(d));
  }
  return all;
}

} // namespace

bool write_private_file(const std::string& path, const std::string& text) {
  const auto file
    = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) {
    return false;
  }
  const auto written = ::write(file, text.data(), text.size());
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  return synced && written == static_cast<ssize_t>(text.size());
}

result<std::vector<demo_company>, store_error>
ensure_demo(storage::store& store, const std::string& data) {
  const auto file = data + "/demo.json";
  auto existing = store.companies();
  if (!existing) {
    return existing.error();
  }
  auto known = read_demo(file);
  if (!known.empty()) {
    return known;
  }
  std::vector<demo_company> all;
  const auto add
    = [&](const company& c,
          std::vector<demo_login> logins) -> result<done, store_error> {
    if (auto stored = store.put_company(c); !stored) {
      return stored;
    }
    auto passwords = add_passwords(store, c.id, logins);
    all.push_back({c.id,
                   c.name,
                   c.services.begin()->second.token,
                   c.telephony_secret,
                   std::move(logins)});
    return passwords;
  };
  auto acme = make_demo("acme", "Acme Garden Tools");
  add_agent(acme, "ann", "Ann Archer");
  add_agent(acme, "bob", "Bob Baker");
  add_agent(acme, "sue", "Sue Summers");
  acme.agents.at(agent_id{"sue"}).roles = {role_id{"supervisor"}};
  add_user(acme, "admin", "Ada Adams").roles = {role_id{"administrator"}};
  auto other = make_demo("globex", "Globex Travel");
  add_agent(other, "zoe", "Zoe Zimmer");
  const auto login = [](const std::string& id,
                        const std::string& name,
                        const std::string& role = "agent") {
    return demo_login{id, random_token().substr(0, 12), name, role};
  };
  if (auto made = add(acme,
                      {login("ann", "Ann Archer"),
                       login("bob", "Bob Baker"),
                       login("sue", "Sue Summers", "supervisor"),
                       login("admin", "Ada Adams", "administrator")});
      !made) {
    return made.error();
  }
  if (auto made = add(other, {login("zoe", "Zoe Zimmer")}); !made) {
    return made.error();
  }
  if (!write_private_file(file, to_json(all).dump(2) + "\n")) {
    return store_error{store_errc::unavailable, "cannot write " + file};
  }
  return all;
}

result<done, store_error> import_company(storage::store& store,
                                         const std::string& file) {
  const auto text = read_file(file);
  const auto parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object()) {
    return store_error{store_errc::unavailable, file + " is not a JSON object"};
  }
  auto company = storage::decode_company(text);
  if (!company) {
    return store_error{store_errc::unavailable,
                       file + ": " + company.error().text};
  }
  auto existing = store.companies();
  if (!existing) {
    return existing.error();
  }
  for (const auto& c : existing.value()) {
    if (c.id == company.value().id) {
      return done{};
    }
  }
  company.value().version = 1;
  auto wrong = validate(company.value());
  for (auto& sentence :
       validate_zones(company.value(), storage::system_time_zones())) {
    wrong.push_back(std::move(sentence));
  }
  if (!wrong.empty()) {
    return store_error{store_errc::unavailable, file + ": " + wrong.front()};
  }
  if (auto stored = store.put_company(company.value()); !stored) {
    return stored;
  }
  const auto passwords = parsed.value("passwords", json::object());
  for (const auto& [agent, password] : passwords.items()) {
    auto stored = store.put_credential(
      company.value().id,
      {agent_id{agent}, hash_password(password.get<std::string>())});
    if (!stored) {
      return stored;
    }
  }
  return done{};
}

} // namespace parley::gateway
