// Every operation of openapi.yaml that changes something, done once with
// success: the audit log has what `x-audit` says, and nothing else (A3). An
// operation that is added needs its `x-audit`, and a call here.
#include "gateway/secrets.hpp"
#include "gateway/totp.hpp"
#include "storage/configuration_objects.hpp"
#include "tests/gateway/chat_fixture.hpp"
#include "tests/gateway/operations.hpp"
#include "tests/gateway/sign_in_fixture.hpp"

#include <map>

namespace parley::testing {
namespace {

constexpr const char* secret = "correct horse";

/// A request that will succeed, because all that it needs is there.
struct call {
  std::string method;
  std::string path;
  std::string body = {};
  headers with = {};
  bool to_operators = false;
};

class audit_walk : public chat_api {
protected:
  void tune(company& c) override {
    // Bob supervises, and has a desk.
    c.agents.at(agent_id{"bob"}).roles = {role_id{"supervisor"}};
    c.telephony_secret = telephony;
    // Ann keeps all of the chats that are begun here.
    c.webchats_per_agent_max = limits::webchats_per_agent_max;
    c.queues.at(queue_id{"sales"}).webchats_per_agent_max
      = limits::webchats_per_agent_max;
    c.files.on = true;
    const role_id role{"role"};
    c.roles[role] = {role, "Role", {}, {{area::queues, privilege::view}}};
    const profile_id profile{"profile"};
    c.profiles[profile]
      = {profile, "Profile", {}, profile_kind::queues, false, {"care"}};
    const text_block_id block{"block"};
    c.text_blocks[block]
      = {block, "Block", "Hello", text_block_scope::company, {}};
    const custom_field_id size{"size"};
    c.custom_fields[size] = {size, "Size", custom_field_kind::number, {}};
    const tag_id vip{"vip"};
    c.tags[vip] = {vip, "VIP", "#aa0000"};
    const holiday_list_id feasts{"feasts"};
    c.holiday_lists[feasts]
      = {feasts, "Feasts", {}, {{"New Year", {2026, 1, 1}, true}}};
    const calendar_id office{"office"};
    c.calendars[office] = {office,
                           "Office",
                           {},
                           "Europe/Berlin",
                           {{{weekday::thursday}, {540}, {1020}}},
                           {},
                           {}};
    const script_id order{"order"};
    c.scripts[order] = {order, "Order", {{"First", "", {}}}, {}};
  }
  void choose(gateway::options& o) override {
    // Nobody listens: mails wait.
    o.smtp.host = "127.0.0.1";
    o.smtp.port = 9;
    o.smtp.from = "parley@example.com";
    o.smtp.security = gateway::smtp_security::off;
  }

  // --- Asking. ---------------------------------------------------------------

  [[nodiscard]] std::string operators_token() const {
    std::string token;
    std::ifstream{data / "store" / "admin-token"} >> token;
    return token;
  }
  static std::string next_address() {
    static int n = 0;
    ++n;
    return "127.5." + std::to_string(n / 200) + "."
           + std::to_string(n % 200 + 1);
  }
  [[nodiscard]] tools::http_answer ask(const call& c) const {
    tools::http_request r;
    r.method = c.method;
    r.path = c.path;
    r.body = c.body;
    r.headers = c.with;
    // No throttle of an address is in the way.
    r.from = next_address();
    if (c.to_operators) {
      r.headers.emplace_back("Authorization", "Bearer " + operators_token());
    }
    const auto to = c.to_operators
                      ? tools::endpoint{"127.0.0.1", server->admin_port()}
                      : address();
    auto answered = tools::ask(to, r);
    EXPECT_TRUE(answered) << c.path;
    return answered ? std::move(answered).value() : tools::http_answer{};
  }
  /// Of a log-in that there is once for each user.
  const std::string& cookie_of(const std::string& who) {
    auto& kept = cookies_[who];
    if (kept.empty()) {
      auto made
        = tools::log_in(address(), {"acme", who, secret, next_address()});
      EXPECT_TRUE(made) << who;
      kept = made ? made.value() : "";
    }
    return kept;
  }
  call as(const std::string& who,
          const std::string& method,
          const std::string& path,
          const json& body = nullptr,
          headers more = {}) {
    more.emplace_back("Cookie", cookie_of(who));
    return {method, path, body.is_null() ? "" : body.dump(), std::move(more)};
  }
  static call by_operator(const std::string& method,
                          const std::string& path,
                          const json& body = nullptr,
                          headers more = {}) {
    return {
      method, path, body.is_null() ? "" : body.dump(), std::move(more), true};
  }
  /// What a step of preparation answers; it must succeed.
  json done(const call& c) {
    const auto a = ask(c);
    EXPECT_EQ(a.status / 100, 2U) << c.method << " " << c.path << " " << a.body;
    auto body = json::parse(a.body, nullptr, false);
    if (body.is_object()) {
      body["etag"] = std::string{a.header("etag")};
    }
    return body;
  }
  /// With the version that is there now.
  call seen(call c, const std::string& of = {}) {
    const auto there = ask(as("adam", "GET", of.empty() ? c.path : of));
    const auto is = there.header("etag");
    c.with.emplace_back("If-Match",
                        std::string{is.empty() ? std::string_view{"*"} : is});
    return c;
  }
  json rows_after(long long number) {
    json rows = json::array();
    const auto page = done(by_operator("GET", "/admin/v1/audit/acme?limit=10"));
    for (const auto& row : page["items"]) {
      // What a deletion of before has led to meanwhile.
      if (row["number"].get<long long>() > number
          && row["act"] != "conversations.deleted") {
        rows.insert(rows.begin(), row);
      }
    }
    return rows;
  }
  long long newest() {
    const auto page = done(by_operator("GET", "/admin/v1/audit/acme?limit=1"));
    return page["items"].empty() ? 0
                                 : page["items"][0]["number"].get<long long>();
  }

  // --- Objects of the configuration, all kinds alike. ------------------------

  static std::string path_of(const storage::object_kind& kind) {
    std::string name{kind.name};
    std::replace(name.begin(), name.end(), '_', '-');
    return "/api/v1/" + name;
  }
  /// A copy that nothing refers to.
  std::string fresh(const storage::object_kind& kind) {
    const auto path = path_of(kind);
    const auto all = done(as("adam", "GET", path))["items"];
    std::string first;
    for (const auto& one : all) {
      // Built-in roles can be copied as well.
      first = one["id"].get<std::string>();
      break;
    }
    auto wanted = changed(kind);
    wanted["id"] = "fresh-" + std::to_string(++made_);
    done(as("adam", "POST", path + "/" + first + "/copy", wanted));
    return path + "/" + wanted["id"].get<std::string>();
  }
  /// What tells a copy from its original.
  json changed(const storage::object_kind& kind) {
    const auto name = "Fresh " + std::to_string(++made_);
    json o{{"name", name}};
    if (kind.name == "users") {
      o["login"] = "login-" + std::to_string(made_);
    } else if (kind.name == "services") {
      o["token"] = "token-" + std::to_string(made_);
    }
    return o;
  }
  /// @returns absent: it is no operation on an object
  std::optional<call> on_object(const operation& o) {
    for (const auto& kind : storage::object_kinds()) {
      const auto path = path_of(kind);
      if (o.path == path) {
        auto body = done(as("adam", "GET", fresh(kind)));
        body.erase("etag");
        body.update(changed(kind));
        body["id"] = "added-" + std::to_string(made_);
        return as("adam", o.method, path, body);
      }
      if (o.path == path + "/{id}/copy") {
        return as("adam", o.method, fresh(kind) + "/copy", changed(kind));
      }
      if (o.path != path + "/{id}") {
        continue;
      }
      const auto one = fresh(kind);
      json body;
      if (o.method == "PATCH") {
        body = {{"name", "Changed " + std::to_string(made_)}};
      } else if (o.method == "PUT") {
        body = done(as("adam", "GET", one));
        body.erase("etag");
        body["name"] = "Replaced " + std::to_string(made_);
      }
      return seen(as("adam", o.method, one, body));
    }
    return std::nullopt;
  }

  // --- What the others need. -------------------------------------------------

  /// A user with a password, who is logged in.
  std::string somebody(const std::string& role = "administrator") {
    const auto id = "some-" + std::to_string(++made_);
    done(as("adam",
            "POST",
            "/api/v1/users",
            {{"id", id}, {"login", id}, {"name", id}, {"roles", {role}}}));
    done(as("adam",
            "POST",
            "/api/v1/users/" + id + "/password",
            {{"password", secret}}));
    return id;
  }
  authenticator begun_app(const std::string& user) {
    const auto begun
      = done(as(user, "POST", "/api/v1/me/totp", {{"password", secret}}));
    return authenticator{begun["secret"].get<std::string>()};
  }
  authenticator app_of(const std::string& user) {
    auto app = begun_app(user);
    done(as(user, "POST", "/api/v1/me/totp/confirm", {{"code", app.next()}}));
    return app;
  }
  std::string token_of(const std::string& user) {
    return done(as(user, "POST", "/api/v1/me/tokens", new_token()))["id"]
      .get<std::string>();
  }
  static json new_token() {
    const auto until = std::chrono::system_clock::now().time_since_epoch()
                       + std::chrono::hours{1};
    return {
      {"name", "Walk"},
      {"expires",
       std::chrono::duration_cast<std::chrono::milliseconds>(until).count()},
      {"scopes", {{"queues", "view"}}}};
  }
  std::string login_of(const std::string& user) {
    return done(as(user, "GET", "/api/v1/logins"))["items"][0]["login"]
      .get<std::string>();
  }
  std::string contact() {
    return done(as(
      "adam", "POST", "/api/v1/contacts", {{"last_name", "Brown"}}))["id"]
      .get<std::string>();
  }
  /// A chat that waits in the queue of sales. @returns its path
  std::string waiting_chat() {
    pages_.push_back(page());
    visitor_ = begin(pages_.back());
    const auto is_queued = [&] {
      const auto all = done(as("bob", "GET", "/api/v1/live/sessions"))["items"];
      return std::any_of(all.begin(), all.end(), [&](const auto& s) {
        return s["chat"] == chat.value && s["phase"] == "queued";
      });
    };
    eventually(is_queued);
    return "/api/v1/chats/" + chat.value;
  }
  /// A chat that Ann has.
  std::string taken_chat() {
    auto path = waiting_chat();
    if (!ann_) {
      ann_ = desk("ann");
    }
    take(*ann_, false);
    return path;
  }
  [[nodiscard]] headers of_page(const std::string& kind = {}) const {
    headers all{{"Authorization", "Bearer " + visitor_}, {"Origin", website}};
    if (!kind.empty()) {
      all.emplace_back("Content-Type", kind);
    }
    return all;
  }
  /// A flow with a draft. @returns its path
  std::string flow() {
    const auto id = "flow-" + std::to_string(++made_);
    const auto greet
      = done(as("adam", "GET", "/api/v1/flows/greet/versions/1"));
    done(as("adam",
            "POST",
            "/api/v1/flows",
            {{"id", id}, {"name", id}, {"draft", greet["graph"]}}));
    return "/api/v1/flows/" + id;
  }
  std::string waiting_mail() {
    const auto path = taken_chat() + "/transcript/mail";
    done(as("ann",
            "POST",
            path,
            {{"to", "zoe@example.com"}, {"zone", "Europe/Berlin"}}));
    const auto all = done(by_operator("GET", "/admin/v1/mails"))["items"];
    EXPECT_FALSE(all.empty());
    return "/admin/v1/mails/acme/" + all.back()["id"].get<std::string>();
  }
  call log_in_as(const std::string& who) const {
    return {
      "POST",
      "/api/v1/login",
      json{{"company", "acme"}, {"login", who}, {"password", secret}}.dump()};
  }
  /// Signed as a PBX does.
  static call from_pbx(const std::string& path, const json& body) {
    const auto now
      = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count());
    const auto text = body.dump();
    return {"POST",
            path,
            text,
            {{"X-Parley-Company", "acme"},
             {"X-Parley-Timestamp", now},
             {"X-Parley-Signature",
              gateway::hmac_sha256_hex(
                telephony, now + "\nPOST\n" + path + "\n" + text)}}};
  }

  using prepare = std::function<call()>;
  std::map<std::string, prepare> calls();
  void add_logins(std::map<std::string, prepare>& to);
  void add_factors(std::map<std::string, prepare>& to);
  void add_operators(std::map<std::string, prepare>& to);
  void add_chats(std::map<std::string, prepare>& to);
  void add_contacts(std::map<std::string, prepare>& to);
  void add_flows(std::map<std::string, prepare>& to);

  static constexpr const char* telephony = "a secret of telephony";
  std::map<std::string, std::string> cookies_;
  std::deque<talker> pages_;
  std::optional<talker> ann_;
  std::optional<talker> bob_;
  std::optional<talker> eve_;
  std::string visitor_;
  int made_ = 0;
};

void audit_walk::add_logins(std::map<std::string, prepare>& to) {
  to["logIn"] = [&] {
    return log_in_as(somebody());
  };
  to["logOut"] = [&] {
    return as(somebody(), "POST", "/api/v1/logout");
  };
  to["makeTicket"] = [&] {
    return as("adam", "POST", "/api/v1/tickets");
  };
  to["revokeLogin"] = [&] {
    const auto id = somebody();
    return as(id, "DELETE", "/api/v1/logins/" + login_of(id));
  };
  to["revokeLoginOfUser"] = [&] {
    const auto id = somebody();
    return as(
      "adam", "DELETE", "/api/v1/users/" + id + "/logins/" + login_of(id));
  };
  to["givePassword"] = [&] {
    return as("adam",
              "POST",
              "/api/v1/users/" + somebody() + "/password",
              {{"password", "another horse"}, {"once", true}});
  };
  to["changePassword"] = [&] {
    return as(somebody(),
              "POST",
              "/api/v1/me/password",
              {{"present", secret}, {"password", "another horse"}});
  };
  to["makeToken"] = [&] {
    return as(somebody(), "POST", "/api/v1/me/tokens", new_token());
  };
  to["revokeToken"] = [&] {
    const auto id = somebody();
    return as(id, "DELETE", "/api/v1/me/tokens/" + token_of(id));
  };
  to["revokeTokenOfUser"] = [&] {
    const auto id = somebody();
    return as(
      "adam", "DELETE", "/api/v1/users/" + id + "/tokens/" + token_of(id));
  };
}

void audit_walk::add_factors(std::map<std::string, prepare>& to) {
  to["beginSecondFactor"] = [&] {
    return as(somebody(), "POST", "/api/v1/me/totp", {{"password", secret}});
  };
  to["confirmSecondFactor"] = [&] {
    const auto id = somebody();
    auto app = begun_app(id);
    return as(id, "POST", "/api/v1/me/totp/confirm", {{"code", app.next()}});
  };
  to["removeSecondFactor"] = [&] {
    const auto id = somebody();
    auto app = app_of(id);
    return as(id,
              "POST",
              "/api/v1/me/totp/remove",
              {{"password", secret}, {"code", app.next()}});
  };
  to["removeSecondFactorOfUser"] = [&] {
    const auto id = somebody();
    app_of(id);
    return as("adam", "DELETE", "/api/v1/users/" + id + "/totp");
  };
  to["changeSignInRules"] = [&] {
    return seen(as("adam",
                   "PUT",
                   "/api/v1/sign-in-rules",
                   {{"second_factor_for", {"role"}}}));
  };
  to["resetSecondFactor"] = [&] {
    const auto id = somebody();
    app_of(id);
    return by_operator(
      "POST", "/admin/v1/second-factors/acme/removal", {{"login", id}});
  };
  to["resetPassword"] = [&] {
    return by_operator(
      "POST", "/admin/v1/passwords/acme", {{"login", somebody()}});
  };
}

void audit_walk::add_operators(std::map<std::string, prepare>& to) {
  to["importCompany"] = [&] {
    auto all = done(by_operator("GET", "/admin/v1/configuration/acme"));
    all.erase("etag");
    all["name"] = "Acme again";
    return by_operator(
      "PUT", "/admin/v1/configuration/acme", all, {{"If-Match", "*"}});
  };
  to["retryMail"] = [&] {
    return by_operator("POST", waiting_mail() + "/retry");
  };
  to["dropMail"] = [&] {
    return by_operator("DELETE", waiting_mail());
  };
  to["tellCallEvent"] = [&] {
    return from_pbx("/api/v1/telephony/events",
                    {{"event", "offered"},
                     {"call", "walk"},
                     {"queue", "phone"},
                     {"caller", "+44 20 7946 0000"}});
  };
  to["changeSettings"] = [&] {
    return seen(as("adam", "PATCH", "/api/v1/company", {{"name", "Acme 2"}}));
  };
}

void audit_walk::add_chats(std::map<std::string, prepare>& to) {
  to["moveChat"] = [&] {
    return as("bob", "POST", waiting_chat() + "/move", {{"queue", "care"}});
  };
  to["takeOverChat"] = [&] {
    static_cast<void>(taken_chat());
    if (!bob_) {
      bob_ = desk("bob");
    }
    return as("bob",
              "POST",
              "/api/v1/chats/" + chat.value + "/take-over",
              json::object());
  };
  to["forceStatus"] = [&] {
    eve_ = desk("eve");
    return as("bob",
              "POST",
              "/api/v1/agents/eve/status",
              {{"available", false}, {"reason", "lunch"}});
  };
  to["forceLogOut"] = [&] {
    bob_ = desk("bob");
    return as("adam", "POST", "/api/v1/agents/bob/logout", json::object());
  };
  to["sendAgentFile"] = [&] {
    auto c = as("ann", "POST", taken_chat() + "/files?name=a.txt&id=m-1");
    c.body = "Two for one.";
    c.with.emplace_back("Content-Type", "text/plain");
    return c;
  };
  to["sendCustomerFile"] = [&] {
    static_cast<void>(taken_chat());
    return call{"POST",
                "/api/v1/widget/token-web-acme/files?name=a.txt&id=m-2",
                "Two for one.",
                of_page("text/plain")};
  };
  to["mailTranscript"] = [&] {
    return as("ann",
              "POST",
              taken_chat() + "/transcript/mail",
              {{"to", "zoe@example.com"}, {"zone", "Europe/Berlin"}});
  };
  to["mailVisitorTranscript"] = [&] {
    static_cast<void>(taken_chat());
    return call{"POST",
                "/api/v1/visitor/transcript/mail?token=token-web-acme",
                json{{"to", "zoe@example.com"}}.dump(),
                of_page()};
  };
}

void audit_walk::add_contacts(std::map<std::string, prepare>& to) {
  const std::string all = "/api/v1/contacts";
  to["addContact"] = [this, all] {
    return as("adam", "POST", all, {{"last_name", "Green"}});
  };
  to["replaceContact"] = [this, all] {
    return seen(
      as("adam", "PUT", all + "/" + contact(), {{"last_name", "White"}}));
  };
  to["changeContact"] = [this, all] {
    return seen(
      as("adam", "PATCH", all + "/" + contact(), {{"last_name", "White"}}));
  };
  to["deleteContact"] = [this, all] {
    return seen(as("adam", "DELETE", all + "/" + contact()));
  };
  to["mergeContacts"] = [this, all] {
    const auto into = all + "/" + contact();
    return seen(as("adam", "POST", into + "/merge", {{"from", contact()}}),
                into);
  };
  to["undoMerge"] = [this, all] {
    const auto into = all + "/" + contact();
    const json from{{"from", contact()}};
    done(seen(as("adam", "POST", into + "/merge", from), into));
    return seen(as("adam", "POST", into + "/undo-merge", from), into);
  };
  to["importContacts"] = [this, all] {
    auto c = as("adam", "POST", all + "/import");
    c.body = "account,last_name\nA-1,Brown\n";
    c.with.emplace_back("Content-Type", "text/csv");
    return c;
  };
  to["deleteConversations"] = [this, all] {
    const auto id = contact();
    return as(
      "adam", "DELETE", all + "/" + id + "/conversations", {{"confirm", id}});
  };
  to["linkChat"] = [this] {
    return as(
      "ann", "PUT", taken_chat() + "/contact", {{"contact", contact()}});
  };
  to["addContactOfChat"] = [this] {
    return as(
      "ann", "POST", taken_chat() + "/contact", {{"last_name", "Chatty"}});
  };
  to["unlinkChat"] = [this] {
    const auto path = taken_chat() + "/contact";
    done(as("ann", "PUT", path, {{"contact", contact()}}));
    return as("ann", "DELETE", path);
  };
}

void audit_walk::add_flows(std::map<std::string, prepare>& to) {
  to["validateFlow"] = [&] {
    return as("adam", "POST", flow() + "/validate");
  };
  to["publishFlow"] = [&] {
    const auto path = flow();
    return seen(as("adam", "POST", path + "/publish"), path);
  };
  to["restoreFlow"] = [&] {
    const auto path = flow();
    done(seen(as("adam", "POST", path + "/publish"), path));
    return seen(as("adam", "POST", path + "/restore", {{"version", 1}}), path);
  };
  to["simulateFlow"] = [&] {
    return as("adam", "POST", flow() + "/simulate", {{"first_line", "Hello"}});
  };
  to["addSiteKey"] = [&] {
    return as("adam", "POST", "/api/v1/services/web/site-keys");
  };
  to["deleteSiteKey"] = [&] {
    const std::string path = "/api/v1/services/auto/site-keys";
    const auto made = done(as("adam", "POST", path));
    return as("adam", "DELETE", path + "/" + made["id"].get<std::string>());
  };
}

std::map<std::string, audit_walk::prepare> audit_walk::calls() {
  std::map<std::string, prepare> all;
  add_logins(all);
  add_factors(all);
  add_operators(all);
  add_chats(all);
  add_contacts(all);
  add_flows(all);
  return all;
}

TEST_F(audit_walk, A3_every_change_is_in_the_log_once) {
  const auto all = calls();
  std::size_t walked = 0;
  for (const auto& o : read_operations()) {
    if (!o.changes()) {
      EXPECT_TRUE(o.audits.empty()) << o.id;
      continue;
    }
    ++walked;
    ASSERT_FALSE(o.audits.empty()) << o.id << " has no x-audit";
    auto wanted = o.audits;
    if (wanted == std::vector<std::string>{"none"}) {
      wanted.clear();
    }
    const auto known = all.find(o.id);
    std::optional<call> c;
    if (known != all.end()) {
      c = known->second();
    } else {
      c = on_object(o);
    }
    ASSERT_TRUE(c) << o.id << " has no call here";
    EXPECT_EQ(c->method, o.method) << o.id;
    const auto before = newest();
    const auto answered = ask(*c);
    EXPECT_EQ(answered.status / 100, 2U)
      << o.id << ": " << answered.status << " " << answered.body;
    std::vector<std::string> acts;
    for (const auto& row : rows_after(before)) {
      acts.push_back(row["act"].get<std::string>());
    }
    EXPECT_EQ(acts, wanted) << o.id;
  }
  EXPECT_GT(walked, 120U);
  const auto verdict = done(by_operator("GET", "/admin/v1/audit/acme/verdict"));
  EXPECT_EQ(verdict["sound"], true);
}

} // namespace
} // namespace parley::testing
