// What a company makes of news that come late, and what it tells a PBX over
// restarts.
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class company_actor : public desk_fixture {};

TEST_F(company_actor, Z1_a_stop_ends_though_news_of_a_gone_call_come_late) {
  phone(event_kind::offered, "k1");
  phone(event_kind::ended, "k1");
  const auto over = store.load_call(company_id{"acme"}, call_id{"k1"});
  ASSERT_TRUE(over);
  advance(31s);
  caf::anon_send(company(), actors::call_told{over.value()});
  settle();
  stop();
}

TEST_F(company_actor, Z1_a_stop_ends_though_news_of_a_gone_session_come_late) {
  auto c = customer();
  actors::watch w;
  w.chat = c.chat;
  w.watcher = c.actor;
  w.visitor_hash = stored(c.chat).visitor_hash;
  const auto found = ask<actors::watching>(company(), w);
  ASSERT_TRUE(found.session);
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  advance(31s);
  caf::anon_send(company(), actors::chat_told{found.chat, found.session});
  settle();
  stop();
}

TEST_F(company_actor, Z1_orders_for_the_pbx_are_not_missed_over_a_restart) {
  auto ann = desk("ann");
  for (const auto* call : {"k1", "k2", "k3"}) {
    phone(event_kind::offered, call);
    phone(event_kind::ended, call);
  }
  const auto before
    = ask<actors::orders_polled>(company(), actors::poll_orders{});
  ASSERT_FALSE(before.orders.empty());
  crash();
  start();
  advance(1s);
  auto again = desk("ann");
  phone(event_kind::offered, "k4");
  const auto after
    = ask<actors::orders_polled>(company(), actors::poll_orders{before.last});
  ASSERT_EQ(after.orders.size(), 1U);
  EXPECT_EQ(after.orders.front().call, call_id{"k4"});
  EXPECT_TRUE(after.orders.front().ring);
}

TEST_F(company_actor, P8_a_desk_never_gets_an_older_status_after_a_newer_one) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  phone(event_kind::offered, "k1");
  phone(event_kind::answered, "k1");
  crash();
  start();
  phone(event_kind::ended, "k1");
  crash();
  start();
  auto again = desk("ann");
  EXPECT_EQ(phase(c.chat), phase_name::active);
  std::uint64_t newest = 0;
  for (const auto& m : again.sink->unread) {
    if (const auto* s = std::get_if<wire::status_changed>(&m)) {
      EXPECT_GT(s->revision, newest);
      newest = s->revision;
    }
  }
}

TEST_F(company_actor, T2_a_line_that_meets_the_end_of_its_session_is_answered) {
  auto c = customer();
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  // The session goes while the page still has its address.
  scheduler->advance_time(31s);
  wire::customer_say m;
  m.ref = next_ref();
  m.id = client_message_id{"late"};
  m.text = "Late";
  caf::anon_send(c.actor, actors::customer_frame{m, {}});
  // The page first, the session next.
  std::reverse(scheduler->jobs.begin(), scheduler->jobs.end());
  settle();
  EXPECT_EQ(c.last<wire::refused>().name, "chat_closed");
}

} // namespace

} // namespace parley::testing
