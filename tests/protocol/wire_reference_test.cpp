// protocol/README.md: its prose is written by hand, its tables are written from
// the code. PARLEY_UPDATE_GOLDEN=1 rewrites the tables.
#include "protocol/close_code.hpp"
#include "protocol/limits.hpp"
#include "protocol/sign_in_refusals.hpp"
#include "tests/protocol/wire_model.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <set>
#include <sstream>

namespace parley::testing {
namespace {

std::string type_text(const field_model& f) {
  const auto one = [&]() -> std::string {
    switch (f.kind) {
    case field_kind::boolean:
      return "boolean";
    case field_kind::integer:
      return "integer";
    case field_kind::time:
      return "time";
    case field_kind::duration:
      return "duration";
    case field_kind::id:
      return "id";
    case field_kind::name:
      return "[" + f.of + "](#enum-" + f.of + ")";
    case field_kind::part:
      return "[" + f.of + "](#part-" + f.of + ")";
    case field_kind::text:
      break;
    }
    return f.characters_max == 0
             ? "text"
             : "text, at most " + std::to_string(f.characters_max);
  }();
  return (f.list ? "list of " : "") + one + (f.optional ? ", optional" : "");
}

void write_fields(std::ostream& out, const struct_model& s) {
  if (s.fields.empty()) {
    return;
  }
  out << "| field | type | meaning |\n|---|---|---|\n";
  for (const auto& f : s.fields) {
    out << "| `" << f.name << "` | " << type_text(f) << " | " << f.about
        << " |\n";
  }
  out << "\n";
}

void write_message(std::ostream& out,
                   const std::string& speaker,
                   const struct_model& m,
                   const std::string& note) {
  out << "#### <a id=\"" << speaker << "-" << m.name << "\"></a>`" << m.name
      << "`\n\n"
      << m.about << " " << note << "\n\n";
  write_fields(out, m);
  out << "```json\n" << m.sample << "\n```\n\n";
}

std::string client_messages(const std::string& speaker,
                            const std::vector<struct_model>& all) {
  std::ostringstream out;
  for (const auto& m : all) {
    const auto answer = answer_to(m);
    write_message(out,
                  speaker,
                  m,
                  answer.empty()
                    ? "Not answered."
                    : "Answer: [`" + answer + "`](#server-" + answer + ").");
  }
  return out.str();
}

std::string server_messages(const std::vector<struct_model>& all) {
  std::ostringstream out;
  for (const auto& m : all) {
    const auto to = audience_of(m.name);
    write_message(out,
                  "server",
                  m,
                  to.customer && to.agent ? "Sent to pages and desks."
                  : to.customer           ? "Sent to customers' pages."
                                          : "Sent to agents' desks.");
  }
  return out.str();
}

std::string parts(const wire_model& wire) {
  std::ostringstream out;
  for (const auto& p : wire.parts) {
    out << "#### <a id=\"part-" << p.name << "\"></a>" << p.name << "\n\n"
        << p.about << "\n\n";
    write_fields(out, p);
  }
  return out.str();
}

std::string enumerations(const wire_model& wire) {
  std::ostringstream out;
  out << "| enumeration | names |\n|---|---|\n";
  for (const auto& e : wire.enums) {
    out << "| <a id=\"enum-" << e.name << "\"></a>" << e.name << " | ";
    const char* between = "";
    for (const auto& n : e.names) {
      out << between << "`" << n << "`";
      between = ", ";
    }
    out << " |\n";
  }
  return out.str();
}

/// Those of the wire, or those that HTTP alone answers.
template <class Table>
std::string refusals(const Table& table) {
  std::ostringstream out;
  out << "| code | name | text | the same request may succeed later |\n"
         "|---|---|---|---|\n";
  for (const auto& row : table) {
    out << "| " << static_cast<int>(row.code) << " | `" << row.name << "` | "
        << row.sentence << " | " << (row.retry ? "yes" : "no") << " |\n";
  }
  return out.str();
}

std::string close_codes() {
  std::ostringstream out;
  out << "| code | name | meaning | reconnect |\n|---|---|---|---|\n";
  for (const auto& row : close_table) {
    out << "| " << static_cast<int>(row.code) << " | `" << row.name << "` | "
        << row.sentence << " | " << (row.reconnect ? "yes" : "no") << " |\n";
  }
  return out.str();
}

std::string seconds(duration d) {
  return std::to_string(d.count() / 1000) + " s";
}

std::string wire_limits() {
  struct row {
    std::string what;
    std::string value;
  };
  const auto n = [](std::size_t number) {
    return std::to_string(number);
  };
  const auto rows = std::to_array<row>({
    {"bytes of a frame that a client sends", n(limits::frame_bytes_max)},
    {"nesting of JSON", n(limits::json_depth_max)},
    {"items of a list that a client sends", n(limits::list_items_max)},
    {"largest integer", std::to_string(limits::integer_max)},
    {"characters of an id or `ref`", n(limits::id_characters_max)},
    {"characters of a line", n(limits::text_characters_max)},
    {"characters of a text without a limit of its own in the tables",
     n(limits::name_characters_max)},
    {"lines of a `chat.lines` frame", n(limits::history_page_max)},
    {"classifications of a chat", n(limits::classifications_per_chat_max)},
    {"items named in `queue.list`", n(limits::queue_list_items_max)},
    {"time to say hello", seconds(limits::hello_within)},
    {"life of an agent's ticket", seconds(limits::ticket_life)},
    {"silence after which the server pings", seconds(limits::ping_after)},
    {"silence after which the server gives up", seconds(limits::dead_after)},
    {"frames of a connection, a second, and at once",
     n(limits::frames_per_second_max) + ", " + n(limits::frames_burst_max)},
    {"lines of a chat, a second, and at once",
     n(limits::messages_per_second_max) + ", " + n(limits::messages_burst_max)},
    {"new chats of one address",
     n(limits::sessions_per_address_max) + " in "
       + seconds(limits::sessions_per_address_window)},
    {"ids remembered per chat to recognise retries",
     n(limits::remembered_ids_max)},
    {"connections that watch one chat", n(limits::watchers_per_chat_max)},
    {"frames, and bytes, that wait for a slow reader",
     n(limits::outbox_frames_max) + ", " + n(limits::outbox_bytes_max)},
    {"time a lost customer may take to resume, by default",
     seconds(limits::customer_grace_default)},
    {"time a lost agent may take to resume, by default",
     seconds(limits::agent_grace_default)},
  });
  std::ostringstream out;
  out << "| limit | value |\n|---|---|\n";
  for (const auto& r : rows) {
    out << "| " << r.what << " | " << r.value << " |\n";
  }
  return out.str();
}

/// Puts `text` between the markers of section `name`.
void replace_section(std::string& document,
                     const std::string& name,
                     const std::string& text) {
  const auto begin_mark = "<!-- generated: " + name + " -->\n";
  const auto end_mark = "<!-- end of " + name + " -->";
  const auto begin = document.find(begin_mark);
  const auto end = document.find(end_mark);
  ASSERT_NE(begin, std::string::npos) << begin_mark;
  ASSERT_NE(end, std::string::npos) << end_mark;
  const auto from = begin + begin_mark.size();
  document.replace(from, end - from, "\n" + text + "\n");
}

TEST(wire_reference, its_tables_are_what_the_code_says) {
  const auto path = source_path("protocol/README.md");
  auto document = read_file(path).value_or("");
  const auto wire = describe_wire();
  replace_section(
    document, "customer", client_messages("customer", wire.customer));
  replace_section(document, "agent", client_messages("agent", wire.agent));
  replace_section(document, "server", server_messages(wire.server));
  replace_section(document, "parts", parts(wire));
  replace_section(document, "enumerations", enumerations(wire));
  replace_section(document, "refusals", refusals(refusal_table));
  replace_section(
    document, "refusals of log-ins", refusals(sign_in::refusal_table));
  replace_section(document, "close codes", close_codes());
  replace_section(document, "limits", wire_limits());
  ASSERT_FALSE(HasFatalFailure());
  EXPECT_TRUE(matches_file(path, document));
}

/// @returns the anchor that a heading gets: lower case, blanks as hyphens,
/// punctuation left out.
std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    if (c == ' ' || c == '-') {
      anchor += '-';
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return anchor;
}

std::set<std::string> anchors(const std::string& document) {
  std::set<std::string> all;
  std::istringstream lines{document};
  constexpr std::string_view id = "<a id=\"";
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ") || line.starts_with("### ")) {
      all.insert(anchor_of(line.substr(line.find(' ') + 1)));
    }
    if (const auto at = line.find(id); at != std::string::npos) {
      const auto from = at + id.size();
      all.insert(line.substr(from, line.find('"', from) - from));
    }
  }
  return all;
}

TEST(wire_reference, every_link_inside_it_leads_somewhere) {
  const auto document
    = read_file(source_path("protocol/README.md")).value_or("");
  const auto there = anchors(document);
  std::size_t links = 0;
  for (auto at = document.find("](#"); at != std::string::npos;
       at = document.find("](#", at + 1)) {
    const auto target
      = document.substr(at + 3, document.find(')', at) - at - 3);
    EXPECT_TRUE(there.contains(target)) << target;
    ++links;
  }
  EXPECT_GT(links, 40U);
}

TEST(wire_reference, every_field_of_every_message_is_explained) {
  const auto wire = describe_wire();
  for (const auto* all :
       {&wire.customer, &wire.agent, &wire.server, &wire.parts}) {
    for (const auto& s : *all) {
      EXPECT_TRUE(s.about.ends_with('.')) << s.name;
      for (const auto& f : s.fields) {
        EXPECT_TRUE(f.about.ends_with('.')) << s.name << "." << f.name;
        EXPECT_GT(f.about.size(), 5U) << s.name << "." << f.name;
      }
    }
  }
}

} // namespace
} // namespace parley::testing
