// parleyctl: what operators see of a running parleyd, and a PBX to try calls
// with. Reads options; the work is in admin.cpp and telephony.cpp.
#include "tools/parleyctl/admin.hpp"
#include "tools/parleyctl/telephony.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>

namespace {

using namespace parley::tools;
using nlohmann::json;

struct options {
  std::string admin = "127.0.0.1:8081";
  std::string api = "127.0.0.1:8080";
  std::string data = "data";
  /// Absent: the one that parleyd wrote.
  std::optional<std::string> token;
  std::string company;
  std::string secret;
  bool as_json = false;
  std::string name;
  std::string login;
  call_event event;
  double answer_after = 2;
  double hang_up_after = 20;
};

endpoint endpoint_of(const std::string& text) {
  const auto parsed = parse_endpoint(text);
  if (!parsed) {
    throw control_failure{parsed.error().why};
  }
  return parsed.value();
}

admin_access admin_of(const options& o) {
  admin_access access{
    endpoint_of(o.admin), o.token.value_or(""), o.as_json, o.company};
  if (!o.token) {
    const auto file = o.data + "/admin-token";
    std::ifstream{file} >> access.token;
    if (access.token.empty()) {
      throw control_failure{
        "no admin token: give --token or PARLEY_ADMIN_TOKEN, or --data with "
        "the folder of parleyd ("
        + file + " cannot be read)"};
    }
  }
  return access;
}

/// Company and secret, from the options or from what `parleyd --demo` wrote.
telephony_access telephony_of(const options& o) {
  telephony_access access{endpoint_of(o.api), o.company, o.secret, o.as_json};
  if (!access.secret.empty() && !access.company.empty()) {
    return access;
  }
  const auto file = o.data + "/demo.json";
  std::ifstream in{file};
  const auto demo = json::parse(in, nullptr, false);
  if (!demo.is_object() || !demo.contains("companies")) {
    throw control_failure{
      "give --company and --secret, or --data with the folder of "
      "parleyd --demo ("
      + file + " cannot be read)"};
  }
  for (const auto& each : demo["companies"]) {
    if (access.company.empty() || each.value("id", "") == access.company) {
      access.company = each.value("id", "");
      access.secret = each.value("telephony_secret", "");
      return access;
    }
  }
  throw control_failure{"the demo has no company '" + o.company + "'"};
}

std::string new_call_id() {
  std::random_device chance;
  return "call-" + std::to_string(chance());
}

std::chrono::milliseconds milliseconds_of(double seconds) {
  return std::chrono::milliseconds{
    static_cast<std::chrono::milliseconds::rep>(seconds * 1000)};
}

void print(const options& o, const std::string& call, const call_state& state) {
  if (o.as_json) {
    std::cout << json{{"call", call},
                      {"phase", state.phase},
                      {"agent", state.agent}}
                   .dump()
              << '\n';
  } else {
    std::cout << call << ": " << state.phase
              << (state.agent.empty() ? "" : " " + state.agent) << '\n';
  }
}

void send(options o, const std::string& event) {
  const auto access = telephony_of(o);
  o.event.event = event;
  if (o.event.call.empty()) {
    o.event.call = new_call_id();
  }
  // The PBX knows whom it rings; here the orders do.
  if ((event == "answered" || event == "refused") && o.event.agent.empty()) {
    const auto agent = ringing_agent(access, o.event.call);
    if (!agent) {
      throw control_failure{"the call rings nowhere; give --agent"};
    }
    o.event.agent = *agent;
  }
  print(o, o.event.call, tell(access, o.event));
}

bool play(const options& o) {
  call_plot plot;
  plot.call = o.event.call.empty() ? new_call_id() : o.event.call;
  plot.queue = o.event.queue;
  plot.caller = o.event.caller;
  plot.answer_after = milliseconds_of(o.answer_after);
  plot.hang_up_after = milliseconds_of(o.hang_up_after);
  return play_call(telephony_of(o), plot, std::cout);
}

using action = std::function<int()>;

void add_admin_commands(CLI::App& app, options& o, action& chosen) {
  const auto command = [&](const char* name, const char* about, auto what) {
    auto* sub = app.add_subcommand(name, about);
    sub->callback([&chosen, what] { chosen = what; });
    return sub;
  };
  for (const auto& [name, about] :
       {std::pair{"companies", "Companies and what they hold"},
        std::pair{"queues", "Queues and how many wait in them"},
        std::pair{"agents", "Agents and what they do"},
        std::pair{"sessions", "Chats: open, and closed a moment ago"},
        std::pair{"calls", "Calls: open, and closed a moment ago"},
        std::pair{"connections", "WebSockets of customers and agents"},
        std::pair{"actors", "The inside: journal, router and so on"}}) {
    command(name, about, [&o, list = std::string{name}] {
      list_actors(admin_of(o), list, std::cout);
      return 0;
    });
  }
  const auto with_name
    = [&](const char* name, const char* about, const char* of, auto what) {
        auto* sub = command(name, about, [&o, what] {
          what(admin_of(o), o.name, std::cout);
          return 0;
        });
        sub->add_option("id", o.name, of)->required();
      };
  with_name(
    "show", "One of them, with its last events", "Id or kind/id", show_actor);
  with_name("follow",
            "One of them, live; Ctrl-C ends it",
            "Id or kind/id",
            follow_actor);
  with_name("journal",
            "What is stored of a chat, open or closed",
            "Id of the chat",
            show_journal);
  command("figures", "Live KPIs of the queues, over their windows", [&o] {
    show_figures(admin_of(o), std::cout);
    return 0;
  });
  command("invariants",
          "What must never be (Z3); exit code 1 if it ever was",
          [&o] { return show_invariants(admin_of(o), std::cout) ? 0 : 1; });
}

std::string read_file(const std::string& path) {
  const std::ifstream in{path, std::ios::binary};
  if (!in) {
    throw control_failure{"cannot read " + path};
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void add_company_commands(CLI::App& app, options& o, action& chosen) {
  auto* company
    = app.add_subcommand("company", "A configuration as a document");
  company->require_subcommand(1);
  auto* out = company->add_subcommand("export", "Print it as JSON");
  out->add_option("id", o.name, "Id of the company")->required();
  out->callback([&chosen, &o] {
    chosen = [&o] {
      export_company(admin_of(o), o.name, std::cout);
      return 0;
    };
  });
  auto* in = company->add_subcommand(
    "import", "Replace it by a document; it takes effect at once");
  in->add_option("file", o.name, "As export printed it")->required();
  in->callback([&chosen, &o] {
    chosen = [&o] {
      import_company(admin_of(o), read_file(o.name), std::cout);
      return 0;
    };
  });
}

void add_login_commands(CLI::App& app, options& o, action& chosen) {
  const auto of_user = [&](const char* name, const char* about, auto what) {
    auto* sub = app.add_subcommand(name, about);
    sub->add_option("company", o.name, "Id of the company")->required();
    sub->add_option("login", o.login, "Login of the user")->required();
    sub->callback([&chosen, &o, what] {
      chosen = [&o, what] {
        what(admin_of(o), o.name, o.login, std::cout);
        return 0;
      };
    });
  };
  of_user("password",
          "Print a new password, good for one log-in; ends the user's logins",
          give_password);
  of_user("second-factor",
          "Remove the second factor of a user who lost it",
          remove_second_factor);
}

void add_audit_commands(CLI::App& app, options& o, action& chosen) {
  auto* audit = app.add_subcommand("audit", "Who changed what, when");
  audit->require_subcommand(1);
  auto* list = audit->add_subcommand("list", "The newest 200 rows");
  list->add_option("company", o.name, "Id of the company")->required();
  list->callback([&chosen, &o] {
    chosen = [&o] {
      list_audit(admin_of(o), o.name, std::cout);
      return 0;
    };
  });
  auto* verify = audit->add_subcommand(
    "verify", "Reads the whole log; exit code 1 if a row is not what it was");
  verify->add_option("company", o.name, "Id of the company")->required();
  verify->callback([&chosen, &o] {
    chosen = [&o] {
      return verify_audit(admin_of(o), o.name, std::cout) ? 0 : 1;
    };
  });
}

/// Seconds of a played call. @returns what is wrong, as CLI11 wants it.
std::string is_pause(const std::string& text) {
  double seconds = -1;
  // Not a number is below nothing and above nothing.
  return CLI::detail::lexical_cast(text, seconds) && seconds >= 0
             && seconds <= 86'400
           ? std::string{}
           : "'" + text + "' is not a number of seconds from 0 to 86400";
}

void add_call_commands(CLI::App& app, options& o, action& chosen) {
  auto* call = app.add_subcommand("call", "Play a telephone system");
  call->require_subcommand(1);
  call->add_option("--api", o.api, "HTTP address of parleyd")
    ->envname("PARLEY_API")
    ->capture_default_str();
  call->add_option("--secret", o.secret, "Telephony secret of the company")
    ->envname("PARLEY_TELEPHONY_SECRET");
  const auto command = [&](const char* name, const char* about, auto what) {
    auto* sub = call->add_subcommand(name, about);
    sub->callback([&chosen, what] { chosen = what; });
    return sub;
  };
  const auto event
    = [&](const char* name, const char* about, const char* sent) {
        return command(name, about, [&o, sent] {
          send(o, sent);
          return 0;
        });
      };
  const auto offer_options = [&](CLI::App* sub) {
    sub->add_option("--queue", o.event.queue, "Queue of calls")->required();
    sub->add_option("--caller", o.event.caller, "Who calls")
      ->default_val("+44 20 7946 0000");
    sub->add_option("--call", o.event.call, "Id; default: a new one");
  };
  const auto call_option = [&](CLI::App* sub) {
    sub->add_option("call", o.event.call, "Id of the call")->required();
  };
  const auto agent_option = [&](CLI::App* sub) {
    sub->add_option("--agent", o.event.agent, "Default: who is rung");
  };
  offer_options(event("start", "A call comes in", "offered"));
  auto* answer = event("answer", "The agent who is rung answers", "answered");
  call_option(answer);
  agent_option(answer);
  auto* refuse = event("refuse", "The agent who is rung refuses", "refused");
  call_option(refuse);
  agent_option(refuse);
  call_option(event("hangup", "Caller or agent hang up", "ended"));
  auto* whole = command("play",
                        "A whole call: comes in, is answered, ends",
                        [&o] { return play(o) ? 0 : 1; });
  offer_options(whole);
  whole->add_option("--answer-after", o.answer_after, "Seconds of ringing")
    ->check(is_pause)
    ->capture_default_str();
  whole->add_option("--hang-up-after", o.hang_up_after, "Seconds of talking")
    ->check(is_pause)
    ->capture_default_str();
}

int control(int count, char** arguments) {
  options o;
  action chosen;
  CLI::App app{"Shows what a running parleyd does, and plays calls."};
  app.fallthrough();
  app.require_subcommand(1);
  app.add_option("--admin", o.admin, "Admin address of parleyd")
    ->envname("PARLEY_ADMIN")
    ->capture_default_str();
  app.add_option("--data", o.data, "Data folder of parleyd, for its secrets")
    ->envname("PARLEY_DATA")
    ->capture_default_str();
  app.add_option("--token", o.token, "Admin token; default: the one in --data")
    ->envname("PARLEY_ADMIN_TOKEN");
  app.add_option("--company", o.company, "Only this company");
  app.add_flag("--json", o.as_json, "JSON instead of tables");
  add_admin_commands(app, o, chosen);
  add_company_commands(app, o, chosen);
  add_audit_commands(app, o, chosen);
  add_login_commands(app, o, chosen);
  add_call_commands(app, o, chosen);
  CLI11_PARSE(app, count, arguments);
  return chosen();
}

} // namespace

int main(int count, char** arguments) {
  try {
    return control(count, arguments);
  } catch (const std::exception& error) {
    std::cerr << "parleyctl: " << error.what() << '\n';
    return 2;
  }
}
