// The duties of a desk's connection: welcome, lines in order and once over
// reconnects, only of chats that are the agent's, credit for each frame.
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class agent_connection : public desk_fixture {
public:
  /// Numbers of the lines of a chat in the order in which they came.
  static std::vector<std::uint64_t> lines(const client& who,
                                          const chat_id& chat) {
    std::vector<std::uint64_t> numbers;
    for (const auto& m : who.sink->unread) {
      if (const auto* page = std::get_if<wire::chat_lines>(&m);
          page != nullptr && page->chat == chat) {
        for (const auto& l : page->lines) {
          numbers.push_back(l.entry);
        }
      }
      if (const auto* one = std::get_if<wire::chat_entry>(&m);
          one != nullptr && one->chat == chat) {
        numbers.push_back(one->line.entry);
      }
    }
    return numbers;
  }

  static std::vector<std::uint64_t> from_to(std::uint64_t first,
                                            std::uint64_t last) {
    std::vector<std::uint64_t> numbers;
    for (auto n = first; n <= last; ++n) {
      numbers.push_back(n);
    }
    return numbers;
  }

  wire::agent_say line(const chat_id& chat, const std::string& text) {
    wire::agent_say say;
    say.ref = next_ref();
    say.chat = chat;
    say.id = client_message_id{"m" + say.ref};
    say.text = text;
    return say;
  }
};

TEST_F(agent_connection, A1_the_welcome_says_who_and_where) {
  auto ann = desk("ann");
  const auto w = ann.expect<wire::agent_welcome>();
  EXPECT_EQ(w.agent, agent_id{"ann"});
  EXPECT_EQ(w.name, "Ann");
  EXPECT_EQ(w.company_name, "Acme");
  EXPECT_EQ(w.epoch, world.epoch);
  EXPECT_EQ(w.queues.size(), 3U);
  EXPECT_EQ(w.colleagues.size(), 2U);
  ASSERT_EQ(w.break_reasons.size(), 1U);
  EXPECT_EQ(w.break_reasons[0].name, "Lunch");
  EXPECT_EQ(ann.expect<wire::status_changed>().status, agent_status::available);
}

TEST_F(agent_connection, W6_a_taken_chat_comes_with_all_its_lines) {
  auto ann = desk("ann");
  auto c = customer("token-web", "hello");
  says(c, "anybody?");
  const auto last = stored(c.chat).last_entry;
  ann.forget();
  post(ann, about<wire::take_chat>(c.chat));
  settle();
  EXPECT_EQ(lines(ann, c.chat), from_to(1, last));
  says(c, "live");
  EXPECT_EQ(lines(ann, c.chat), from_to(1, last + 1));
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_connection, Z2_a_desk_that_comes_back_gets_exactly_the_rest) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  const auto had = says(c, "before");
  ann.drop();
  says(c, "while away");
  const auto last = says(c, "and more");
  auto again = desk("ann", {{c.chat, had}});
  EXPECT_EQ(lines(again, c.chat), from_to(had + 1, last));
  says(c, "live");
  EXPECT_EQ(lines(again, c.chat), from_to(had + 1, last + 1));
}

TEST_F(agent_connection, Z2_a_desk_that_claims_too_much_misses_nothing) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  ann.drop();
  const auto last = stored(c.chat).last_entry;
  auto again = desk("ann", {{c.chat, last + 1000}});
  says(c, "live");
  EXPECT_EQ(lines(again, c.chat), from_to(last + 1, last + 1));
}

TEST_F(agent_connection, Z2_long_chats_come_in_pages_in_order) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  ann.drop();
  std::uint64_t last = 0;
  for (int i = 0; i < 450; ++i) {
    last = says(c, "line");
    advance(1s);
    if (i % 50 == 0) {
      desk("ann").drop();
    }
  }
  auto again = desk("ann");
  EXPECT_EQ(lines(again, c.chat), from_to(1, last));
  std::vector<bool> more;
  while (again.has<wire::chat_lines>()) {
    more.push_back(again.expect<wire::chat_lines>().more);
  }
  ASSERT_EQ(more.size(), 3U);
  EXPECT_TRUE(more[0]);
  EXPECT_FALSE(more[2]);
}

TEST_F(agent_connection, Z5_pages_of_long_lines_never_fill_an_outbox) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  std::uint64_t last = 0;
  const std::string text(4000, 'x');
  for (int i = 0; i < 150; ++i) {
    last = says(c, text);
    advance(1s);
  }
  ann.drop();
  auto again = desk("ann");
  EXPECT_EQ(lines(again, c.chat), from_to(1, last));
  EXPECT_GE(again.count<wire::chat_lines>(), 3U);
}

TEST_F(agent_connection, W6_an_agents_line_is_ticked_and_told_to_the_customer) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  c.forget();
  send(ann, line(c.chat, "How can I help?"));
  const auto said = ann.expect<wire::said>();
  const auto told = c.expect<wire::chat_entry>().line;
  EXPECT_EQ(told.entry, said.entry);
  EXPECT_EQ(told.from, speaker::agent);
  EXPECT_EQ(told.name, "Ann");
  // Her own line is not pushed to her; the next one follows without a gap.
  says(c, "thanks");
  EXPECT_EQ(lines(ann, c.chat), from_to(said.entry + 1, said.entry + 1));
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_connection, W6_a_retried_line_is_ticked_with_its_old_number) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto say = line(c.chat, "once");
  send(ann, say);
  const auto first = ann.expect<wire::said>().entry;
  says(c, "between");
  say.ref = next_ref();
  send(ann, say);
  EXPECT_EQ(ann.expect<wire::said>().entry, first);
  says(c, "after");
  EXPECT_EQ(lines(ann, c.chat), from_to(first + 2, first + 2));
  EXPECT_EQ(broken_invariants(), 0U);
}

TEST_F(agent_connection, Z4_lines_of_other_peoples_chats_stay_theirs) {
  auto ann = desk("ann");
  auto bob = desk("bob");
  auto c = taken_by(ann);
  bob.forget();
  says(c, "secret");
  EXPECT_TRUE(lines(bob, c.chat).empty());
  send(bob, line(c.chat, "me too"));
  EXPECT_EQ(bob.expect<wire::refused>().name, "not_your_chat");
  wire::read_chat read;
  read.ref = next_ref();
  read.chat = c.chat;
  send(bob, read);
  EXPECT_EQ(bob.expect<wire::refused>().name, "not_your_chat");
}

TEST_F(agent_connection, P7_a_chat_that_left_is_not_heard_any_more) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  does<wire::put_back_chat>(ann, c.chat);
  ann.forget();
  says(c, "still waiting");
  EXPECT_TRUE(lines(ann, c.chat).empty());
  // When it comes back, exactly what was missed follows.
  const auto last = stored(c.chat).last_entry;
  post(ann, about<wire::take_chat>(c.chat));
  settle();
  EXPECT_EQ(lines(ann, c.chat), from_to(last, last));
}

TEST_F(agent_connection, M1_older_lines_are_read_backwards) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  std::uint64_t last = 0;
  for (int i = 0; i < 10; ++i) {
    last = says(c, "line");
    advance(1s);
  }
  wire::read_chat read;
  read.ref = next_ref();
  read.chat = c.chat;
  read.before = last;
  read.limit = 3;
  send(ann, read);
  const auto page = ann.expect<wire::chat_lines>();
  EXPECT_EQ(page.ref, read.ref);
  ASSERT_EQ(page.lines.size(), 3U);
  EXPECT_EQ(page.lines[0].entry, last - 3);
  EXPECT_EQ(page.lines[2].entry, last - 1);
  EXPECT_TRUE(page.more);
  read.limit = 201;
  send(ann, read);
  EXPECT_EQ(ann.expect<wire::refused>().name, "out_of_range");
}

TEST_F(agent_connection, T3_a_parked_chat_goes_on_being_heard) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  does<wire::park_chat>(ann, c.chat);
  ann.forget();
  says(c, "hello?");
  EXPECT_EQ(lines(ann, c.chat).size(), 1U);
}

TEST_F(agent_connection, W2_typing_and_ticks_go_both_ways) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  const auto entry = says(c, "hello");
  c.forget();
  wire::agent_seen seen;
  seen.chat = c.chat;
  seen.delivered = entry;
  seen.seen = entry;
  send(ann, seen);
  EXPECT_EQ(c.expect<wire::chat_receipt>().seen, entry);
  wire::agent_typing typing;
  typing.chat = c.chat;
  send(ann, typing);
  EXPECT_EQ(c.expect<wire::typing>().by, speaker::agent);
  wire::customer_typing back;
  c.say_raw(wire::customer_message{back});
  EXPECT_EQ(ann.expect<wire::typing>().by, speaker::customer);
}

TEST_F(agent_connection, Z5_each_frame_is_given_back_as_credit_once) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  const auto before = ann.sink->credits;
  send(ann, line(c.chat, "one"));
  wire::ping ping;
  ping.ref = next_ref();
  send(ann, ping);
  EXPECT_TRUE(ann.has<wire::ok>());
  wire::agent_hello again;
  again.ref = next_ref();
  send(ann, again);
  EXPECT_EQ(ann.expect<wire::refused>().name, "not_in_this_state");
  act<wire::park_chat>(ann, c.chat);
  caf::anon_send(ann.actor,
                 actors::bad_frame{{refusal{refusal_code::malformed}, {}}, {}});
  settle();
  EXPECT_EQ(ann.expect<wire::refused>().name, "malformed");
  EXPECT_EQ(ann.sink->credits, before + 5);
}

TEST_F(agent_connection, Z1_when_a_session_fails_the_desk_resumes) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  actors::watch w;
  w.chat = c.chat;
  w.watcher = ann.actor;
  w.role = speaker::agent;
  w.agent = agent_id{"ann"};
  const auto found = ask<actors::watching>(company(), w);
  ASSERT_TRUE(found.session);
  caf::anon_send_exit(found.session, caf::exit_reason::unhandled_exception);
  settle();
  EXPECT_EQ(ann.closed(), close_code::unavailable);
  ann.drop();
  auto again = desk("ann");
  EXPECT_EQ(again.expect<wire::desk_chat_changed>().chat.phase,
            phase_name::active);
  send(again, line(c.chat, "still here"));
  EXPECT_TRUE(again.has<wire::said>());
}

TEST_F(agent_connection, O1_a_closed_socket_leaves_nothing_behind) {
  auto ann = desk("ann");
  const auto count = [&] {
    return ask<actors::inspections>(
             company(),
             actors::inspect_all{actors::actor_kind::connection, {}, 0})
      .items.size();
  };
  EXPECT_EQ(count(), 1U);
  ann.drop();
  EXPECT_EQ(count(), 0U);
}

TEST_F(agent_connection, Z2_lines_are_heard_of_a_chat_that_came_anew) {
  restart_with([](parley::company& c) {
    c.queues.at(queue_id{"care"}).policy.alert_timeout = 5s;
  });
  auto ann = desk("ann");
  auto c = customer("token-auto");
  ASSERT_EQ(owner(c.chat), agent_id{"ann"});
  // Its alert is over while the agent takes it: the agent's answer overtakes
  // the news that it had gone.
  scheduler->advance_time(5s);
  post(ann, about<wire::take_chat>(c.chat));
  settle();
  ASSERT_EQ(owner(c.chat), agent_id{"ann"});
  ann.forget();
  says(c, "still there?");
  EXPECT_EQ(ann.expect<wire::chat_entry>().line.text, "still there?");
}

} // namespace

} // namespace parley::testing
