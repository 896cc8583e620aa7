// Work items go through the machine of a chat without a customer's side: queue,
// inbox, parking, wrapup, return at logout (behaviour 2 and 4).
#include "tests/support/driven_chat.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace parley::testing;

driven_chat filed(chat_policy p = {}) {
  driven_chat c;
  c.policy = std::move(p);
  chat::open_work_item w;
  w.queue = sales;
  w.title = "Return a shoe";
  w.text = "Size 44, brown";
  w.due = beginning + 24h;
  w.priority = 80;
  w.contact = contact_id{"k1"};
  EXPECT_TRUE(c.does(w));
  return c;
}

TEST(work_item, begins_in_its_queue_with_its_text_as_the_first_line) {
  const auto c = filed();
  EXPECT_EQ(c.phase(), phase_name::queued);
  EXPECT_EQ(c.state.channel, channel::work_item);
  EXPECT_EQ(c.state.queue, sales);
  EXPECT_EQ(c.state.enqueued, beginning);
  EXPECT_EQ(c.state.customer_name, "Return a shoe");
  EXPECT_EQ(c.state.last_line, "Size 44, brown");
  EXPECT_EQ(c.state.task, (chat::task{beginning + 24h, 80, contact_id{"k1"}}));
  EXPECT_EQ(c.state, c.folded());
}

TEST(work_item, Z4_its_fields_have_bounds) {
  const auto refusal = [](auto change) {
    chat::open_work_item w;
    w.queue = sales;
    w.title = "t";
    w.text = "t";
    change(w);
    driven_chat c;
    return c.refusal_of(w);
  };
  using item = chat::open_work_item;
  EXPECT_EQ(refusal([](item& w) { w.title = std::string(100, 't'); }),
            std::nullopt);
  EXPECT_EQ(refusal([](item& w) { w.title = std::string(101, 't'); }),
            refusal_code::too_long);
  EXPECT_EQ(refusal([](item& w) { w.title = " "; }), refusal_code::blank_text);
  EXPECT_EQ(refusal([](item& w) { w.text = std::string(4000, 't'); }),
            std::nullopt);
  EXPECT_EQ(refusal([](item& w) { w.text = std::string(4001, 't'); }),
            refusal_code::too_long);
  EXPECT_EQ(refusal([](item& w) { w.text.clear(); }), refusal_code::blank_text);
  EXPECT_EQ(refusal([](item& w) { w.priority = 100; }), std::nullopt);
  EXPECT_EQ(refusal([](item& w) { w.priority = 101; }),
            refusal_code::out_of_range);
  EXPECT_EQ(refusal([](item& w) { w.priority = -1; }),
            refusal_code::out_of_range);
}

TEST(work_item, is_filed_once) {
  auto c = filed();
  EXPECT_EQ(c.refusal_of(chat::open_work_item{}), refusal_code::chat_exists);
}

TEST(work_item, goes_through_inbox_parking_and_wrapup) {
  auto c = filed();
  EXPECT_TRUE(c.does(chat::allocate{ann, cause::automatic}));
  EXPECT_TRUE(c.does(chat::activate{ann}));
  EXPECT_TRUE(c.after(10s).does(chat::park{ann}));
  EXPECT_TRUE(c.after(10s).does(chat::activate{ann}));
  EXPECT_TRUE(c.after(5s).does(chat::end_chat{cause::agent, ann}));
  EXPECT_EQ(c.handled(), duration{15s});
  EXPECT_EQ(c.phase(), phase_name::wrapup);
  EXPECT_TRUE(c.does(chat::finish_wrapup{ann}));
  EXPECT_EQ(c.phase(), phase_name::closed);
}

TEST(work_item, L1_returns_to_its_queue_and_place_at_logout) {
  auto c = filed();
  EXPECT_TRUE(c.does(chat::allocate{ann, cause::by_hand}));
  EXPECT_TRUE(c.after(1min).does(chat::activate{ann}));
  EXPECT_TRUE(c.does(chat::log_agent_out{ann}));
  EXPECT_EQ(c.phase(), phase_name::queued);
  EXPECT_EQ(c.state.queue, sales);
  EXPECT_EQ(c.state.enqueued, beginning);
}

TEST(work_item, has_no_flow_to_go_back_to) {
  chat_policy p;
  p.queue_timeout = 30s;
  auto c = filed(p);
  EXPECT_EQ(c.left(), std::nullopt);
  EXPECT_EQ(c.refusal_of(chat::leave_queue{cause::queue_full, "sorry"}),
            refusal_code::not_in_this_state);
}

TEST(work_item, tells_nobody_and_waits_for_nobody) {
  chat_policy p;
  p.inactivity_timeout = 30s;
  p.interruption_notice = "One moment";
  auto c = filed(p);
  EXPECT_TRUE(c.does(chat::allocate{ann, cause::automatic}));
  EXPECT_TRUE(c.does(chat::activate{ann}));
  EXPECT_EQ(c.left(), std::nullopt);
  const auto lines = c.state.last_entry;
  EXPECT_TRUE(c.does(chat::interrupt{ann}));
  EXPECT_EQ(c.state.last_entry, lines);
}

TEST(work_item, I8_a_call_can_send_an_interrupted_chat_back_with_a_notice) {
  chat_policy p;
  p.interruption_notice = "One moment";
  auto c = driven_chat::in_talk(p);
  const auto lines = c.state.last_entry;
  EXPECT_TRUE(c.after(1min).does(chat::put_back{ann, cause::call}));
  EXPECT_EQ(c.phase(), phase_name::queued);
  EXPECT_EQ(c.state.enqueued, beginning);
  EXPECT_EQ(c.state.last_entry, lines + 1);
  // By the agent's own hand nothing is said.
  EXPECT_TRUE(c.does(chat::allocate{ann, cause::by_hand}));
  EXPECT_TRUE(c.does(chat::put_back{ann}));
  EXPECT_EQ(c.state.last_entry, lines + 1);
}

} // namespace
} // namespace parley
