// See login.hpp.
#include "tools/client/login.hpp"

#include <nlohmann/json.hpp>

namespace parley::tools {
namespace {

http_failure refused(const std::string& what, const http_answer& answer) {
  return {what + " was answered with " + std::to_string(answer.status) + ": "
          + answer.body};
}

} // namespace

result<std::string, http_failure> log_in(const endpoint& server,
                                         const agent_login& who) {
  http_request request;
  request.method = "POST";
  request.path = "/api/v1/login";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = nlohmann::json{
    {"company", who.company},
    {"login", who.login},
    {"password",
     who.password}}.dump();
  request.from = who.from;
  auto asked = ask(server, request);
  if (!asked) {
    return asked.error();
  }
  const auto& answer = asked.value();
  if (answer.status / 100 != 2) {
    return refused("login", answer);
  }
  std::string cookies;
  for (const auto& [name, value] : answer.headers) {
    if (name == "Set-Cookie" || name == "set-cookie") {
      cookies
        += (cookies.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    }
  }
  return cookies;
}

result<std::string, http_failure> fetch_ticket(const endpoint& server,
                                               const std::string& cookies) {
  http_request request;
  request.method = "POST";
  request.path = "/api/v1/tickets";
  request.headers = {{"Content-Type", "application/json"}, {"Cookie", cookies}};
  request.body = "{}";
  auto asked = ask(server, request);
  if (!asked) {
    return asked.error();
  }
  const auto& answer = asked.value();
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  if (answer.status / 100 != 2 || !body.is_object()
      || !body.contains("ticket")) {
    return refused("the request for a ticket", answer);
  }
  return body["ticket"].get<std::string>();
}

} // namespace parley::tools
