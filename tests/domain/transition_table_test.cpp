// Every phase of a chat session against every command, as the table that a
// reviewer reads. A change in behaviour is a diff in the golden file.
#include "tests/support/driven_chat.hpp"
#include "tests/support/golden.hpp"

#include <sstream>
#include <string_view>
#include <vector>

namespace parley::testing {

namespace {

/// `*` resumes after the call, `!` missed to, `?` is offered to a colleague.
std::string row_name(const chat::state& s) {
  std::string name{to_string(name_of(s.phase))};
  if (name == "wrapup_parked") {
    name = "w_parked";
  }
  const auto marks = [&name](const auto& k) {
    name += k.resume_after_call ? "*" : "";
    name += k.resume_missed ? "!" : "";
  };
  if (const auto* k = std::get_if<chat::parked>(&s.phase)) {
    marks(*k);
  } else if (const auto* w = std::get_if<chat::wrapup_parked>(&s.phase)) {
    marks(*w);
  }
  return name + (s.offered ? "?" : "");
}

std::vector<driven_chat> rows() {
  std::vector<driven_chat> all{driven_chat::in_flow(),
                               driven_chat::in_queue(),
                               driven_chat::in_inbox(),
                               driven_chat::in_talk()};
  const auto add = [&all](driven_chat c, std::vector<chat::command> then) {
    for (auto& one : then) {
      EXPECT_TRUE(c.does(one));
    }
    all.push_back(std::move(c));
  };
  const auto talk = driven_chat::in_talk();
  const auto wrapup = driven_chat::in_wrapup();
  add(talk, {chat::offer_transfer{ann, bob}});
  add(talk, {chat::park{ann}});
  add(talk, {chat::interrupt{ann}});
  add(talk, {chat::interrupt{ann}, chat::call_finished{ann, true}});
  add(wrapup, {});
  add(wrapup, {chat::park{ann}});
  add(wrapup, {chat::interrupt{ann}});
  add(wrapup, {chat::interrupt{ann}, chat::call_finished{ann, true}});
  add(wrapup, {chat::finish_wrapup{ann}});
  return all;
}

chat::command whisper_of(speaker from, const agent_id& who) {
  chat::write_entry w;
  w.from = from;
  w.kind = entry_kind::whisper;
  w.author = who;
  w.text = "psst";
  return w;
}

struct column {
  std::string_view name;
  chat::command what;
};

struct block {
  std::string_view title;
  std::vector<column> columns;
};

std::vector<block> blocks(const agent_id& who) {
  using namespace chat;
  return {
    {"flow, queue and time",
     {{"start", start{}},
      {"advance", advance_flow{"menu"}},
      {"refused", note_refusal{sales, cause::queue_full}},
      {"enter_queue", enter_queue{sales}},
      {"leave_queue", leave_queue{cause::queue_timeout, "sorry"}},
      {"end_flow", end_flow{}},
      {"move", chat::move{support}},
      {"allocate", allocate{bob, cause::by_hand}},
      {"take_over", take_over{bob}},
      {"deadline", deadline_reached{}},
      {"abort", chat::abort{}}}},
    {"inbox, calls and the end",
     {{"activate", activate{who}},
      {"park", park{who}},
      {"interrupt", interrupt{who}},
      {"call_over", call_finished{who, false}},
      {"over_busy", call_finished{who, true}},
      {"put_back", put_back{who}},
      {"log_out", log_agent_out{who, cause::logout}},
      {"customer_ends", end_chat{cause::customer, {}}},
      {"agent_ends", end_chat{cause::agent, who}}}},
    {"transfer, wrapup and lines",
     {{"to_queue", transfer_to_queue{who, support}},
      {"offer", offer_transfer{who, bob}},
      {"accept", accept_transfer{bob}},
      {"decline", decline_transfer{bob}},
      {"extend", extend_wrapup{who}},
      {"finish", finish_wrapup{who}},
      {"classify", classify{who, {}, "note", false}},
      {"customer_line", line_of_customer("hi")},
      {"agent_line", line_of_agent(who, "hello")},
      {"whisper", whisper_of(speaker::agent, who)},
      {"supervisor", whisper_of(speaker::supervisor, agent_id{"sue"})}}},
  };
}

/// `.` not in this state, `=` nothing happens, a number: another refusal.
std::string cell(const driven_chat& from, const chat::command& c) {
  auto chat = from;
  if (std::holds_alternative<chat::deadline_reached>(c)) {
    // Late enough for every deadline.
    chat.after(1h);
  }
  const auto decided = chat.asks(c);
  if (!decided) {
    EXPECT_EQ(chat.state, from.state);
    const auto code = decided.error().code;
    return code == refusal_code::not_in_this_state
             ? "."
             : std::to_string(static_cast<int>(code));
  }
  return decided.value().empty() ? "=" : row_name(chat.state);
}

void write_padded(std::ostream& out, std::string_view text, std::size_t width) {
  out << text;
  for (auto at = text.size(); at < width; ++at) {
    out << ' ';
  }
}

void write_line(std::ostream& out, const std::vector<std::string>& cells) {
  constexpr std::size_t first_width = 11;
  constexpr std::size_t width = 14;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const bool last = at + 1 == cells.size();
    write_padded(out, cells[at], last ? 0 : (at == 0 ? first_width : width));
  }
  out << '\n';
}

void write_blocks(std::ostream& out, const std::vector<block>& some) {
  const auto all = rows();
  for (const auto& [title, columns] : some) {
    out << "\n# " << title << '\n';
    std::vector<std::string> line{""};
    for (const auto& c : columns) {
      line.emplace_back(c.name);
    }
    write_line(out, line);
    for (const auto& row : all) {
      line = {row_name(row.state)};
      for (const auto& c : columns) {
        line.push_back(cell(row, c.what));
      }
      write_line(out, line);
    }
  }
}

} // namespace

TEST(transition_table, T2_every_phase_answers_every_command_as_specified) {
  std::ostringstream out;
  out << "# A chat session: what follows from a command (columns) in a phase "
         "(rows).\n"
         "# A name is the phase after it, = means that nothing happens, . is "
         "\"not in this\n"
         "# state\", a number is another refusal. * resumes after the call, ! "
         "missed to,\n"
         "# ? is offered to a colleague.\n";
  write_blocks(out, blocks(ann));
  EXPECT_TRUE(matches_golden("chat_session_transitions.txt", out.str()));
}

TEST(transition_table, T2_somebody_elses_commands_are_refused_or_no_news) {
  std::ostringstream out;
  out << "# The same table when an agent acts who does not own the chat.\n";
  auto some = blocks(agent_id{"mallory"});
  // The first block is not by an agent.
  some.erase(some.begin());
  write_blocks(out, some);
  EXPECT_TRUE(
    matches_golden("chat_session_transitions_stranger.txt", out.str()));
}

TEST(transition_table, T2_no_command_can_be_given_to_a_chat_that_never_began) {
  for (const auto& [title, columns] : blocks(ann)) {
    for (const auto& c : columns) {
      driven_chat chat;
      const auto refused = chat.refusal_of(c.what);
      if (std::holds_alternative<chat::start>(c.what)) {
        EXPECT_EQ(refused, std::nullopt);
      } else {
        EXPECT_EQ(refused, refusal_code::not_found) << title << ' ' << c.name;
      }
    }
  }
}

} // namespace parley::testing
