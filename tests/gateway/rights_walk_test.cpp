// Every operation of openapi.yaml against every kind of caller (A1, O1): what
// `x-right` says and `may` decides is what the server answers. A route that is
// added is walked because openapi_test.cpp wants it in the document.
#include "tests/gateway/api_fixture.hpp"
#include "tests/gateway/operations.hpp"

#include <set>

namespace parley::testing {
namespace {

constexpr const char* secret = "correct horse";
constexpr const char* only_here = "only-here";
constexpr const char* nowhere = "no-where";
/// May all but keep a desk; sees one object of each kind that profiles know.
constexpr const char* blinkered = "blinkered";

class rights_walk : public api {
protected:
  static void SetUpTestSuite() {
    data = std::filesystem::path{::testing::TempDir()}
           / ("parley-walk-" + std::to_string(::getpid()));
    std::filesystem::remove_all(data);
    std::filesystem::create_directories(data);
    gateway::options o;
    o.data = (data / "store").string();
    o.port = 0;
    o.admin_port = 0;
    o.log_level = "error";
    o.companies = {write_walkers(), write_company("other")};
    server = std::make_unique<gateway::server>(o);
    ASSERT_EQ(server->start(), "");
    cookies["other"] = enter("other", "adam");
    for (const auto& [id, user] : acme.agents) {
      if (user.groups.empty() || id == agent_id{"adam"}) {
        cookies[id.value] = enter("acme", id.value);
      }
    }
  }

  /// From an address of its own each: no throttle is in the way.
  static std::string enter(const std::string& company, const std::string& who) {
    static int addresses = 0;
    ++addresses;
    auto cookie = tools::log_in(
      address(),
      {company, who, secret, "127.1.0." + std::to_string(addresses)});
    if (!cookie) {
      ADD_FAILURE() << cookie.error().why;
      return {};
    }
    return cookie.value();
  }

  static void add_walker(const std::string& id, const role_id& role) {
    agent_config a;
    a.id = agent_id{id};
    a.login = id;
    a.name = id;
    a.roles = {role};
    acme.agents[a.id] = a;
  }

  /// One user for each built-in role, one with a role that gives nothing, one
  /// for each privilege alone.
  static std::string write_walkers() {
    auto file = write_company("acme");
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    acme = storage::decode_company(text.str()).value();
    for (const auto& [role, config] : built_in_roles()) {
      add_walker("is-" + role.value, role);
    }
    const role_id nothing{"nothing"};
    acme.roles[nothing] = {nothing, "Nothing", {}, {}};
    add_walker("is-nothing", nothing);
    for (const auto& [what, name] : names_of<area>) {
      for (const auto how : {privilege::view, privilege::modify}) {
        const auto id = std::string{to_string(how)}.append("-").append(name);
        acme.roles[role_id{id}] = {role_id{id}, id, {}, {{what, how}}};
        add_walker(id, role_id{id});
      }
    }
    add_blinkered();
    json passwords = json::object();
    for (const auto& [id, user] : acme.agents) {
      if (user.groups.empty() || id == agent_id{"adam"}) {
        passwords[id.value] = secret;
      }
    }
    auto document = storage::encode_company(acme);
    document.pop_back();
    std::ofstream{file} << document << R"(,"passwords":)" << passwords << "}";
    return file;
  }

  static void add_blinkered() {
    add_walker(blinkered, role_id{"administrator"});
    auto& user = acme.agents.at(agent_id{blinkered});
    for (const auto& [kind, name] : names_of<profile_kind>) {
      profile_config p;
      p.id = profile_id{"narrow-" + std::string{name}};
      p.name = p.id.value;
      p.kind = kind;
      p.all = false;
      if (kind == profile_kind::users) {
        p.objects = {blinkered};
      }
      acme.profiles[p.id] = p;
      user.profiles.insert(p.id);
    }
  }

  static std::string configuration() {
    return operate(*server, data, "GET", "/admin/v1/configuration/acme")
      .body.dump();
  }

  /// One right of `x-right`, for a user who is logged in.
  // NOLINTNEXTLINE(misc-no-recursion): of the parts.
  static bool gives(const std::string& right, const agent_config& who) {
    const auto plus = right.find('+');
    if (plus != std::string::npos) {
      return gives(right.substr(0, plus), who)
             && gives(right.substr(plus + 1), who);
    }
    if (right == "public" || right == "login") {
      return true;
    }
    const auto colon = right.find(':');
    if (colon == std::string::npos) {
      // Another kind of caller: a visitor, a PBX, an operator.
      return false;
    }
    return may(acme,
               who,
               *from_name<privilege>(right.substr(colon + 1)),
               *from_name<area>(right.substr(0, colon)));
  }

  static std::string visit(const std::string& who, const operation& o) {
    const auto answer
      = send(who, o.method, with_parts(o.path, nowhere), body_of(who, o));
    return judged(o, answer.status, acme.agents.find(agent_id{who}));
  }

  static std::string body_of(const std::string& who, const operation& o) {
    if (o.id == "addTextBlock") {
      // X1: who sees blocks may add personal ones. This one has no name.
      return json{{"scope", "personal"}, {"owner", who}}.dump();
    }
    return o.method == "GET" || o.method == "DELETE" ? "" : "{}";
  }

  using who_it_was = std::map<agent_id, agent_config>::const_iterator;

  /// @returns what is wrong with an answer, or nothing.
  static std::string
  judged(const operation& o, unsigned status, const who_it_was& who) {
    std::set<unsigned> wanted;
    const bool open = o.rights.contains("public");
    const bool known = who != acme.agents.end();
    const bool given
      = open
        || (known
            && std::any_of(
              o.rights.begin(), o.rights.end(), [&](const auto& r) {
                return gives(r, who->second);
              }));
    if (o.rights.contains("operator")) {
      // There is no such path beyond the operators' address.
      wanted = {404, 405};
    } else if (given) {
      return status == 401 || status == 403 || status >= 500
               ? "was answered with " + std::to_string(status)
               : "";
    } else if (o.rights.contains("visitor")) {
      // Without a service's token there is nothing to ask for.
      wanted = {400, 401, 403, 404};
    } else if (!known || o.rights.contains("telephony")) {
      wanted = {401};
    } else {
      wanted = {403};
    }
    return wanted.contains(status)
             ? ""
             : "was answered with " + std::to_string(status);
  }

  /// All operations, the one last that ends a login.
  static std::vector<operation> operations() {
    auto all = read_operations();
    std::stable_partition(all.begin(), all.end(), [](const operation& o) {
      return o.path != "/api/v1/logout";
    });
    return all;
  }

  static void walk(const std::string& name, const std::string& who) {
    for (const auto& o : operations()) {
      EXPECT_EQ(visit(who, o), "") << name << ": " << o.id;
    }
  }

  // NOLINTNEXTLINE: as the fixture has it
  static inline company acme;
};

TEST_F(rights_walk, A1_every_operation_says_which_right_it_takes) {
  const std::set<std::string> kinds{
    "public", "login", "visitor", "telephony", "operator"};
  for (const auto& o : read_operations()) {
    EXPECT_FALSE(o.rights.empty()) << o.id;
    for (const auto& right : o.rights) {
      std::istringstream parts{right};
      for (std::string part; std::getline(parts, part, '+');) {
        const auto colon = part.find(':');
        const bool good = colon == std::string::npos
                            ? kinds.contains(part)
                            : from_name<area>(part.substr(0, colon))
                                && from_name<privilege>(part.substr(colon + 1))
                                     > privilege::none;
        EXPECT_TRUE(good) << o.id << ": " << right;
      }
      EXPECT_EQ(right == "operator",
                (o.path.starts_with("/admin/") || o.path == "/metrics"))
        << o.id;
    }
  }
}

TEST_F(rights_walk, A1_every_route_obeys_may_for_every_user) {
  const auto before = configuration();
  int walked = 0;
  for (const auto& [id, user] : acme.agents) {
    if (user.groups.empty()) {
      walk(id.value, id.value);
      ++walked;
    }
  }
  // Three roles, nothing, and each privilege of each area.
  // And one whom profiles narrow, which takes no privilege away.
  EXPECT_EQ(walked, 5 + 2 * static_cast<int>(names_of<area>.size()));
  EXPECT_EQ(configuration(), before);
}

TEST_F(rights_walk, A1_nobody_gets_in_without_a_login_or_with_one_that_ended) {
  walk("nobody", "");
  cookies["forged"] = "parley=" + std::string(43, 'A');
  walk("forged", "forged");
  const std::string path = "/api/v1/logins";
  const auto before = get("adam", path).body["items"];
  cookies["revoked"] = enter("acme", "adam");
  int ended = 0;
  const auto after = get("revoked", path).body["items"];
  for (const auto& l : after) {
    if (std::find(before.begin(), before.end(), l) == before.end()) {
      const auto one = path + "/" + l["login"].get<std::string>();
      EXPECT_EQ(send("revoked", "DELETE", one).status, 200U);
      ++ended;
    }
  }
  EXPECT_EQ(ended, 1);
  walk("revoked", "revoked");
}

TEST_F(rights_walk, A1_the_operators_address_takes_no_login) {
  for (const auto& o : read_operations()) {
    if (!o.rights.contains("operator")) {
      continue;
    }
    for (const auto* with : {"", "other"}) {
      tools::http_request r;
      r.method = o.method;
      r.path = with_parts(o.path, nowhere);
      if (*with != '\0') {
        r.headers.emplace_back("Cookie", cookies.at(with));
        r.headers.emplace_back("Authorization",
                               "Bearer " + std::string(43, 'A'));
      }
      const auto answered = tools::ask({"127.0.0.1", server->admin_port()}, r);
      ASSERT_TRUE(answered);
      EXPECT_EQ(answered.value().status, 401U) << o.id;
    }
  }
}

/// What a token gives of one right.
// NOLINTNEXTLINE(misc-no-recursion): of the parts.
bool scope_gives(const std::string& right, area what, privilege level) {
  const auto plus = right.find('+');
  if (plus != std::string::npos) {
    return scope_gives(right.substr(0, plus), what, level)
           && scope_gives(right.substr(plus + 1), what, level);
  }
  const auto colon = right.find(':');
  return right == "login"
         || (colon != std::string::npos
             && from_name<area>(right.substr(0, colon)) == what
             && from_name<privilege>(right.substr(colon + 1)) <= level);
}

TEST_F(rights_walk, A1_a_program_may_what_its_token_is_for) {
  const auto before = configuration();
  int walked = 0;
  for (const auto& known : names_of<area>) {
    const auto what = known.first;
    const auto name = known.second;
    if (what == area::desk) {
      // Adam has none to give.
      continue;
    }
    for (const auto level : {privilege::view, privilege::modify}) {
      const auto until = std::chrono::system_clock::now().time_since_epoch()
                         + std::chrono::hours{1};
      const json wanted{
        {"name", name},
        {"expires",
         std::chrono::duration_cast<std::chrono::milliseconds>(until).count()},
        {"scopes", {{name, to_string(level)}}}};
      const auto made
        = send("adam", "POST", "/api/v1/me/tokens", wanted.dump());
      ASSERT_EQ(made.status, 201U) << made.body;
      cookies["program"] = "Bearer " + made.body["token"].get<std::string>();
      for (const auto& o : operations()) {
        if (o.rights.contains("public") || o.rights.contains("operator")
            || o.rights.contains("visitor") || o.rights.contains("telephony")) {
          continue;
        }
        const auto given
          = o.by_token
            && std::any_of(o.rights.begin(), o.rights.end(), [&](auto& r) {
                 return scope_gives(r, what, level)
                        && gives(r, acme.agents.at(agent_id{"adam"}));
               });
        const auto status = send("program",
                                 o.method,
                                 with_parts(o.path, nowhere),
                                 body_of("adam", o))
                              .status;
        const bool refused = status == 403 || status == 401 || status >= 500;
        EXPECT_EQ(refused, !given)
          << name << ":" << to_string(level) << " " << o.id << " " << status;
        ++walked;
      }
      const auto id = made.body["id"].get<std::string>();
      EXPECT_EQ(send("adam", "DELETE", "/api/v1/me/tokens/" + id).status, 200U);
      EXPECT_EQ(get("program", "/api/v1/me").status, 401U);
    }
  }
  EXPECT_GT(walked, 5'000);
  EXPECT_EQ(configuration(), before);
}

TEST_F(rights_walk, A1_what_a_profile_hides_is_as_if_it_were_not_there) {
  const std::map<std::string, profile_kind> kinds{
    {"queues", profile_kind::queues},
    {"groups", profile_kind::groups},
    {"users", profile_kind::users},
    {"agents", profile_kind::users},
    {"services", profile_kind::services},
    {"flows", profile_kind::flows}};
  const auto kind_in = [&](const std::string& path) {
    const auto from = std::string_view{"/api/v1/"}.size();
    const auto to = path.find("/{id}");
    return to == std::string::npos || !path.starts_with("/api/v1/")
             ? kinds.end()
             : kinds.find(path.substr(from, to - from));
  };
  const std::map<profile_kind, std::string> hidden{
    {profile_kind::queues, acme.queues.begin()->first.value},
    {profile_kind::groups, acme.groups.begin()->first.value},
    {profile_kind::users, "adam"},
    {profile_kind::services, acme.services.begin()->first.value},
    {profile_kind::flows, acme.flows.begin()->first.value}};
  const auto before = configuration();
  std::set<std::string> walked;
  // The walk of all users has logged everybody out.
  cookies[blinkered] = enter("acme", blinkered);
  for (const auto& o : operations()) {
    const auto kind = kind_in(o.path);
    if (kind == kinds.end()) {
      continue;
    }
    const auto ask = [&](const std::string& id) {
      auto r = send(blinkered,
                    o.method,
                    with_parts(o.path, id),
                    body_of(blinkered, o),
                    {{"If-Match", "*"}});
      auto text = r.body.dump();
      for (auto at = text.find(id); at != std::string::npos;
           at = text.find(id)) {
        text.replace(at, id.size(), "<id>");
      }
      return std::pair{r.status, text};
    };
    const auto theirs = ask(hidden.at(kind->second));
    EXPECT_EQ(theirs, ask(nowhere)) << o.id;
    EXPECT_EQ(theirs.first / 100, 4U) << o.id;
    EXPECT_NE(theirs.first, 401U) << o.id;
    walked.insert(o.id);
  }
  for (const auto* one : {"getGroup",
                          "deleteUser",
                          "listTokensOfUser",
                          "givePassword",
                          "removeSecondFactorOfUser",
                          "addSiteKey",
                          "copyService",
                          "publishFlow",
                          "getFlowVersion",
                          "forceStatus",
                          "forceLogOut"}) {
    EXPECT_TRUE(walked.contains(one)) << one;
  }
  EXPECT_EQ(configuration(), before);
}

TEST_F(rights_walk, A1_lists_show_what_the_profile_shows) {
  cookies[blinkered] = enter("acme", blinkered);
  for (const auto* kind : {"queues", "groups", "services", "flows"}) {
    const auto path = std::string{"/api/v1/"} + kind;
    EXPECT_GT(get("adam", path).body["items"].size(), 0U) << kind;
    EXPECT_EQ(get(blinkered, path).body["items"], json::array()) << kind;
  }
  const auto users = get(blinkered, "/api/v1/users").body["items"];
  ASSERT_EQ(users.size(), 1U);
  EXPECT_EQ(users[0]["id"], blinkered);
  for (const auto* live : {"queues", "sessions"}) {
    EXPECT_EQ(get(blinkered, std::string{"/api/v1/live/"} + live).body["items"],
              json::array());
  }
  // No group is shown, so nobody of a group is.
  EXPECT_EQ(get(blinkered, "/api/v1/live/agents").body["items"], json::array());
}

/// Adds one object of every kind that only the first company has.
void add_marked_objects(
  const std::function<reply(const std::string& path, const json& body)>& copy) {
  for (const auto& kind : storage::object_kinds()) {
    json changes{{"id", only_here}, {"name", "Only here"}};
    if (kind.rights == area::users) {
      changes["login"] = only_here;
    } else if (kind.rights == area::services) {
      changes["token"] = std::string{"token-"} + only_here;
    }
    const auto done = copy(std::string{kind.name}, changes);
    EXPECT_EQ(done.status, 201U) << kind.name << done.body.dump();
  }
}

TEST_F(rights_walk, O1_what_another_company_has_is_as_if_it_were_not_there) {
  add_marked_objects([](const std::string& kind, const json& changes) {
    auto path = "/api/v1/" + kind;
    std::replace(path.begin(), path.end(), '_', '-');
    const auto first = get("adam", path).body["items"][0];
    return send("adam",
                "POST",
                path + "/" + first["id"].get<std::string>() + "/copy",
                changes.dump());
  });
  const auto before = configuration();
  for (const auto& o : operations()) {
    if (o.rights.contains("operator") || o.rights.contains("public")) {
      continue;
    }
    if (o.path.find('{') == std::string::npos) {
      if (o.method == "GET") {
        EXPECT_EQ(send("other", "GET", o.path).body.dump().find(only_here),
                  std::string::npos)
          << o.id;
      }
      continue;
    }
    // The same words for what others have and for what nobody has.
    const auto ask = [&](const char* id) {
      auto r = send("other",
                    o.method,
                    with_parts(o.path, id),
                    body_of("other", o),
                    {{"If-Match", "*"}});
      auto text = r.body.dump();
      for (auto at = text.find(id); at != std::string::npos;
           at = text.find(id)) {
        text.replace(at, std::string_view{id}.size(), "<id>");
      }
      return std::pair{r.status, text};
    };
    const auto theirs = ask(only_here);
    EXPECT_EQ(theirs, ask(nowhere)) << o.id;
    EXPECT_EQ(theirs.first / 100, 4U) << o.id;
  }
  EXPECT_EQ(configuration(), before);
}

} // namespace
} // namespace parley::testing
