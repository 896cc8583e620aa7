// See requests.hpp.
#include "tools/busy/requests.hpp"

#include <nlohmann/json.hpp>

namespace parley::tools::busy {
namespace {

using nlohmann::json;

result<json, http_failure> exchange(const endpoint& server,
                                    const std::string& cookies,
                                    const char* method,
                                    const std::string& path,
                                    const std::string& body = "",
                                    const char* type = "application/json") {
  http_request request;
  request.method = method;
  request.path = path;
  request.headers = {{"Cookie", cookies}, {"Content-Type", type}};
  request.body = body;
  const auto asked = ask(server, request);
  if (!asked) {
    return asked.error();
  }
  const auto& answer = asked.value();
  auto parsed = json::parse(answer.body, nullptr, false);
  if (answer.status / 100 != 2 || parsed.is_discarded()) {
    return http_failure{path + ": " + std::to_string(answer.status) + " "
                        + answer.body};
  }
  return parsed;
}

} // namespace

bool link_contact(const endpoint& server,
                  const std::string& cookies,
                  const std::string& chat) {
  const auto path = "/api/v1/chats/" + chat + "/contact";
  const auto known = exchange(server, cookies, "GET", path);
  if (!known) {
    return false;
  }
  if (known.value().contains("contact")) {
    return true;
  }
  const auto candidates = known.value().value("candidates", json::array());
  if (candidates.empty()) {
    return bool{exchange(server, cookies, "POST", path, "{}")};
  }
  const json link{{"contact", candidates[0]["contact"]["id"]}};
  return bool{exchange(server, cookies, "PUT", path, link.dump())};
}

result<std::uint64_t, http_failure> import_contacts(const endpoint& server,
                                                    const std::string& cookies,
                                                    const std::string& csv) {
  const auto report = exchange(
    server, cookies, "POST", "/api/v1/contacts/import", csv, "text/csv");
  if (!report) {
    return report.error();
  }
  if (report.value().value("refused", 0) != 0) {
    return http_failure{"contacts were refused: "
                        + report.value()["rows"].dump()};
  }
  return report.value().value("created", std::uint64_t{0});
}

std::optional<bool> has_contacts(const endpoint& server,
                                 const std::string& cookies) {
  const auto page
    = exchange(server, cookies, "GET", "/api/v1/contacts?limit=1");
  if (!page) {
    return std::nullopt;
  }
  return !page.value().value("items", json::array()).empty();
}

} // namespace parley::tools::busy
