#include "gateway/companies.hpp"

#include "gateway/companies_passwords.hpp"
#include "gateway/documents.hpp"
#include "gateway/secrets.hpp"
#include "storage/event_codec.hpp"
#include "storage/time_zones.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace parley::gateway {

namespace {

using nlohmann::json;
using storage::store_errc;
using storage::store_error;

store_error cannot(std::string why) {
  return {store_errc::unavailable, std::move(why)};
}

/// What every import does: checks the whole company, stores it as version 1,
/// then the passwords by agent. `source` names it in errors.
result<done, store_error>
add_company(storage::store& store,
            company made,
            const std::map<agent_id, std::string>& passwords,
            const std::string& source) {
  made.version = 1;
  auto wrong = validate(made);
  for (auto& sentence : validate_zones(made, storage::system_time_zones())) {
    wrong.push_back(std::move(sentence));
  }
  if (!wrong.empty()) {
    return cannot(source + ": " + wrong.front());
  }
  if (auto stored = store.put_company(made); !stored) {
    return stored;
  }
  for (const auto& [agent, password] : passwords) {
    auto stored
      = store.put_credential(made.id, {agent, hash_password(password)});
    if (!stored) {
      return stored;
    }
  }
  return done{};
}

/// The secrets that a document of the demo leaves out.
void fill_secrets(company& c) {
  for (auto& [id, service] : c.services) {
    service.token = random_hex(12);
  }
  c.telephony_secret = random_hex(32);
}

std::vector<demo_login> make_logins(const company& c) {
  std::vector<demo_login> all;
  all.reserve(c.agents.size());
  for (const auto& [id, agent] : c.agents) {
    all.push_back({agent.login,
                   random_token().substr(0, 12),
                   agent.name,
                   agent.roles.begin()->value});
  }
  return all;
}

result<demo_company, store_error> add_demo(storage::store& store,
                                           std::string_view document) {
  auto read = storage::decode_company(document);
  if (!read) {
    return cannot("demo: " + read.error().text);
  }
  auto& c = read.value();
  fill_secrets(c);
  auto logins = make_logins(c);
  std::map<agent_id, std::string> passwords;
  for (const auto& l : logins) {
    passwords.emplace(agent_id{l.login}, l.password);
  }
  if (auto added = add_company(store, c, passwords, "demo"); !added) {
    return added.error();
  }
  return demo_company{c.id,
                      c.name,
                      c.services.begin()->second.token,
                      c.telephony_secret,
                      std::move(logins)};
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
  for (const auto document : {documents::acme, documents::globex}) {
    auto made = add_demo(store, document);
    if (!made) {
      return made.error();
    }
    all.push_back(std::move(made).value());
  }
  if (!write_private_file(file, to_json(all).dump(2) + "\n")) {
    return cannot("cannot write " + file);
  }
  return all;
}

result<done, store_error> import_company(storage::store& store,
                                         const std::string& file) {
  const auto text = read_file(file);
  const auto passwords = passwords_in(text);
  if (!passwords) {
    return cannot(file + ": " + passwords.error());
  }
  auto company = storage::decode_company(text);
  if (!company) {
    return cannot(file + ": " + company.error().text);
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
  return add_company(
    store, std::move(company).value(), passwords.value(), file);
}

} // namespace parley::gateway
