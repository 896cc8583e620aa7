// The duties of a queue's shell: lists and changes that a desk can follow, told
// seldom enough; admission; positions for the customers.
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class chat_queue_actor : public desk_fixture {
public:
  /// The list of a queue as a desk has it after all it was sent.
  struct followed_list {
    std::uint64_t revision = 0;
    std::uint64_t length = 0;
    std::map<std::string, wire::waiting_item> items;
    int changes = 0;
    bool broken = false;
  };

  static void follow(followed_list& list,
                     client& who,
                     const queue_id& queue = queue_id{"sales"}) {
    for (const auto& m : who.sink->unread) {
      if (const auto* whole = std::get_if<wire::queue_list>(&m);
          whole != nullptr && whole->queue == queue) {
        list.revision = whole->revision;
        list.length = whole->length;
        list.items.clear();
        for (const auto& i : whole->items) {
          list.items[i.item] = i;
        }
      }
      if (const auto* change = std::get_if<wire::queue_changed>(&m);
          change != nullptr && change->queue == queue) {
        list.broken = list.broken || change->previous != list.revision
                      || change->revision <= change->previous;
        list.revision = change->revision;
        list.length = change->length;
        for (const auto& i : change->put) {
          list.items[i.item] = i;
        }
        for (const auto& i : change->removed) {
          list.items.erase(i);
        }
        ++list.changes;
      }
    }
    who.forget();
  }
};

TEST_F(chat_queue_actor, Q4_a_desk_gets_the_list_and_then_the_changes) {
  const auto first = customer();
  auto ann = desk("ann");
  followed_list list;
  follow(list, ann);
  ASSERT_EQ(list.items.size(), 1U);
  const auto& item = list.items.at(first.chat.value);
  EXPECT_EQ(item.customer_name, "Carla");
  EXPECT_EQ(item.position, 1U);
  EXPECT_EQ(item.enqueued, stored(first.chat).enqueued);

  auto second = customer();
  advance(50ms);
  says(second, "is anybody there?");
  advance(50ms);
  follow(list, ann);
  does<wire::take_chat>(ann, first.chat);
  advance(50ms);
  follow(list, ann);
  EXPECT_FALSE(list.broken);
  ASSERT_EQ(list.items.size(), 1U);
  EXPECT_EQ(list.length, 1U);
  EXPECT_EQ(list.items.at(second.chat.value).last_line, "is anybody there?");
}

TEST_F(chat_queue_actor, Q4_a_new_desk_follows_from_the_same_revision) {
  auto ann = desk("ann");
  customer();
  auto bob = desk("bob");
  customer();
  customer();
  advance(1s);
  followed_list a;
  followed_list b;
  follow(a, ann);
  follow(b, bob);
  EXPECT_FALSE(a.broken);
  EXPECT_FALSE(b.broken);
  EXPECT_EQ(a.revision, b.revision);
  EXPECT_EQ(a.items.size(), 3U);
  EXPECT_EQ(b.items.size(), 3U);
}

TEST_F(chat_queue_actor, Q4_many_changes_within_a_moment_are_told_together) {
  auto ann = desk("ann");
  followed_list list;
  follow(list, ann);
  for (int i = 0; i < 20; ++i) {
    customer();
  }
  follow(list, ann);
  // The first one at once, the others not yet.
  EXPECT_EQ(list.changes, 1);
  EXPECT_EQ(list.items.size(), 1U);
  advance(50ms);
  follow(list, ann);
  EXPECT_EQ(list.changes, 2);
  EXPECT_EQ(list.items.size(), 20U);
  EXPECT_FALSE(list.broken);
}

TEST_F(chat_queue_actor, Q4_what_came_and_went_within_a_moment_is_not_told) {
  auto ann = desk("ann");
  customer();
  ann.forget();
  auto c = customer();
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  advance(1s);
  EXPECT_FALSE(ann.has<wire::queue_changed>());
}

TEST_F(chat_queue_actor, Q4_the_list_names_the_first_500) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"sales"}].waiting.length_max = 1000;
  });
  std::vector<client> all;
  for (int i = 0; i < 502; ++i) {
    all.push_back(customer());
    advance(duration{1});
  }
  auto ann = desk("ann");
  followed_list list;
  follow(list, ann);
  EXPECT_EQ(list.length, 502U);
  EXPECT_EQ(list.items.size(), 500U);
  EXPECT_FALSE(list.items.contains(all[500].chat.value));
  // The first leaves: the next one comes into sight.
  does<wire::take_chat>(ann, all[0].chat);
  advance(50ms);
  follow(list, ann);
  EXPECT_EQ(list.length, 501U);
  EXPECT_EQ(list.items.size(), 500U);
  EXPECT_TRUE(list.items.contains(all[500].chat.value));
  EXPECT_FALSE(list.broken);
}

TEST_F(chat_queue_actor, Q3_a_desk_sees_the_queues_of_its_profile_only) {
  customer();
  auto eve = desk("eve");
  const auto welcome = eve.expect<wire::agent_welcome>();
  ASSERT_EQ(welcome.queues.size(), 1U);
  EXPECT_EQ(welcome.queues[0].queue, queue_id{"care"});
  customer();
  advance(1s);
  while (eve.has<wire::queue_list>()) {
    EXPECT_EQ(eve.expect<wire::queue_list>().queue, queue_id{"care"});
  }
  EXPECT_FALSE(eve.has<wire::queue_changed>());
}

TEST_F(chat_queue_actor, Q1_agents_see_how_a_queue_does_only_if_they_may) {
  const auto may_see = [&](bool may) {
    const auto changed = ask<actors::configured>(
      company(),
      actors::configure{
        [may](const parley::company& now) -> result<parley::company, refusal> {
          auto next = now;
          next.queues.at(queue_id{"sales"}).agents_see_status = may;
          return next;
        }});
    EXPECT_FALSE(changed.refused.has_value());
  };
  auto ann = desk("ann");
  customer();
  advance(50ms);
  EXPECT_FALSE(ann.last<wire::queue_changed>().agents.has_value());
  may_see(true);
  {
    // Who comes is counted as soon as that is written.
    auto bob = desk("bob");
    advance(50ms);
  }
  auto bob = desk("bob");
  const auto lists = bob.sink->unread;
  std::optional<std::uint64_t> seen;
  for (const auto& m : lists) {
    if (const auto* list = std::get_if<wire::queue_list>(&m);
        list != nullptr && list->queue == queue_id{"sales"}) {
      seen = list->agents;
    }
  }
  EXPECT_EQ(seen, 2U);
  customer();
  advance(50ms);
  EXPECT_EQ(ann.last<wire::queue_changed>().agents, 2U);
  may_see(false);
  customer();
  advance(50ms);
  EXPECT_FALSE(ann.last<wire::queue_changed>().agents.has_value());
}

TEST_F(chat_queue_actor, Q2_a_full_queue_sends_to_the_flows_branch) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"sales"}].waiting.length_max = 2;
  });
  const auto a = customer();
  const auto b = customer();
  const auto c = customer();
  EXPECT_EQ(phase(a.chat), phase_name::queued);
  EXPECT_EQ(phase(b.chat), phase_name::queued);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(chat_queue_actor, Q2_a_returning_chat_enters_a_full_queue_too) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"sales"}].waiting.length_max = 1;
  });
  auto ann = desk("ann");
  const auto a = taken_by(ann);
  const auto b = customer();
  EXPECT_EQ(phase(b.chat), phase_name::queued);
  does<wire::put_back_chat>(ann, a.chat);
  EXPECT_EQ(phase(a.chat), phase_name::queued);
}

TEST_F(chat_queue_actor, Q2_who_waits_when_the_last_agent_leaves_is_told) {
  restart_with([](parley::company& c) {
    c.queues[queue_id{"sales"}].waiting.wait_when_nobody = false;
  });
  const auto nobody = customer();
  EXPECT_EQ(phase(nobody.chat), phase_name::closed);
  auto ann = desk("ann");
  const auto c = customer();
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  log_out(ann);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

TEST_F(chat_queue_actor, N1_a_customer_learns_the_position_and_its_change) {
  auto first = customer();
  auto second = customer();
  advance(50ms);
  EXPECT_EQ(second.last<wire::queue_position>().position, 2U);
  wire::customer_end end;
  end.ref = next_ref();
  first.say_raw(wire::customer_message{end});
  advance(50ms);
  EXPECT_EQ(second.last<wire::queue_position>().position, 1U);
}

TEST_F(chat_queue_actor, Z1_a_restart_brings_everybody_back_to_the_old_place) {
  const auto first = customer();
  advance(10s);
  const auto second = customer();
  crash();
  start();
  auto ann = desk("ann");
  followed_list list;
  follow(list, ann);
  ASSERT_EQ(list.items.size(), 2U);
  EXPECT_EQ(list.items.at(first.chat.value).position, 1U);
  EXPECT_EQ(list.items.at(second.chat.value).position, 2U);
}

std::string detail(const actors::inspection& i, const std::string& name) {
  for (const auto& [key, value] : i.detail) {
    if (key == name) {
      return value;
    }
  }
  return "none";
}

TEST_F(chat_queue_actor, Z5_a_desk_that_is_gone_hears_nothing_more) {
  auto ann = desk("ann");
  const auto sales = [this] {
    return inspected(actors::actor_kind::queue, "sales");
  };
  EXPECT_EQ(detail(sales(), "watchers"), "1");
  ann.drop();
  EXPECT_EQ(detail(sales(), "watchers"), "0");
}

TEST_F(chat_queue_actor, Q1_operators_see_of_which_channel_it_is) {
  EXPECT_EQ(detail(inspected(actors::actor_kind::queue, "sales"), "channel"),
            "webchat");
  EXPECT_EQ(detail(inspected(actors::actor_kind::queue, "phone"), "channel"),
            "call");
}

} // namespace

} // namespace parley::testing
