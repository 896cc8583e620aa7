// A company's configuration changes while it works: checked, stored, told to
// all, and no chat loses anything by it.
#include "tests/support/desk_acts.hpp"

namespace parley::testing {

namespace {

class configuration : public desk_fixture {
protected:
  template <class Change>
  actors::configured change(Change what) {
    const auto made
      = [what](const parley::company& c) -> result<parley::company, refusal> {
      auto next = c;
      what(next);
      return next;
    };
    return ask<actors::configured>(company(), actors::configure{made});
  }
  template <class Change>
  void changes(Change what) {
    const auto answer = change(what);
    EXPECT_FALSE(answer.refused)
      << to_string(answer.refused->code) << " "
      << (answer.problems.empty() ? "" : answer.problems.front());
  }
  [[nodiscard]] parley::company stored_company() const {
    return store.companies().value().at(0);
  }
};

TEST_F(configuration, Z1_a_change_is_on_disk_before_it_is_answered) {
  const auto answer
    = change([](parley::company& c) { c.name = "Acme & Daughters"; });
  ASSERT_FALSE(answer.refused);
  EXPECT_EQ(answer.config->version, 2U);
  EXPECT_EQ(stored_company().name, "Acme & Daughters");
  crash();
  start();
  EXPECT_EQ(
    parley->companies->now()->companies.at(company_id{"acme"}).config->name,
    "Acme & Daughters");
}

TEST_F(configuration, O4_what_is_not_valid_is_refused_with_its_path) {
  const auto answer = change([](parley::company& c) {
    c.queues.at(queue_id{"sales"}).weight = limits::queue_weight_max + 1;
  });
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::invalid_value);
  ASSERT_EQ(answer.problems.size(), 1U);
  EXPECT_EQ(answer.problems.front(), "queues.sales.weight: out of range");
  EXPECT_EQ(stored_company().version, 1U);
}

TEST_F(configuration, Z1_a_full_disk_refuses_a_change_and_keeps_the_old_one) {
  store.fail_next(1, storage::store_errc::full);
  const auto answer = change([](parley::company& c) { c.name = "Other"; });
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::storage_full);
  EXPECT_EQ(answer.config->name, "Acme");
  changes([](parley::company& c) { c.name = "Other"; });
}

TEST_F(configuration, O5_a_queue_with_an_open_chat_is_not_deleted) {
  auto c = customer();
  const auto remove = [](parley::company& all) {
    all.queues.erase(queue_id{"sales"});
    all.services.erase(service_id{"web"});
    all.flows.erase(flow_id{"greet"});
  };
  const auto answer = change(remove);
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::in_use);
  EXPECT_EQ(
    answer.problems,
    (std::vector<std::string>{"queues.sales: has 1 open chats",
                              "flows.greet.versions.1: has 1 open chats"}));
  EXPECT_EQ(phase(c.chat), phase_name::queued);
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  advance(31s);
  changes(remove);
}

TEST_F(configuration, F1_a_version_that_an_open_chat_stands_in_is_kept) {
  auto c = customer();
  const auto publish = [](parley::company& all) {
    auto& versions = all.flows.at(flow_id{"greet"}).versions;
    versions.push_back(versions.back());
    versions.back().version = 2;
  };
  changes(publish);
  const auto drop = [](parley::company& all) {
    auto& versions = all.flows.at(flow_id{"greet"}).versions;
    versions.erase(versions.begin());
  };
  const auto answer = change(drop);
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::in_use);
  EXPECT_EQ(
    answer.problems,
    (std::vector<std::string>{"flows.greet.versions.1: has 1 open chats"}));
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  advance(31s);
  changes(drop);
}

TEST_F(configuration, O5_a_queue_that_a_flow_names_is_not_deleted) {
  const auto answer
    = change([](parley::company& c) { c.queues.erase(queue_id{"sales"}); });
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::invalid_value);
  EXPECT_EQ(answer.problems.front(), "flows.greet.queue: there is no 'sales'");
}

TEST_F(configuration, P4_a_lower_maximum_removes_nothing_and_counts_at_once) {
  auto ann = desk("ann");
  const auto first = taken_by(ann);
  const auto second = taken_by(ann);
  changes([](parley::company& c) {
    c.queues.at(queue_id{"sales"}).webchats_per_agent_max = 1;
  });
  EXPECT_NE(phase(first.chat), phase_name::queued);
  EXPECT_NE(phase(second.chat), phase_name::queued);
  auto third = customer();
  refused<wire::take_chat>(
    ann, third.chat, refusal_code::queue_maximum_reached);
}

TEST_F(configuration, Q1_automatic_allocation_begins_when_it_is_switched_on) {
  auto ann = desk("ann");
  auto c = customer();
  ASSERT_EQ(phase(c.chat), phase_name::queued);
  changes([](parley::company& all) {
    all.queues.at(queue_id{"sales"}).automatic = true;
  });
  EXPECT_EQ(phase(c.chat), phase_name::allocated);
}

TEST_F(configuration, O2_a_new_service_queue_and_agent_work_at_once) {
  changes([](parley::company& c) {
    auto q = c.queues.at(queue_id{"sales"});
    q.id = queue_id{"returns"};
    q.name = "Returns";
    c.queues[q.id] = q;
    auto g = c.flows.at(flow_id{"greet"});
    g.id = flow_id{"returns"};
    g.name = "Returns";
    std::get<flow::enter_queue>(g.versions.back().what.nodes.at("queue")).queue
      = q.id;
    c.flows[g.id] = g;
    auto s = c.services.at(service_id{"web"});
    s.id = service_id{"returns"};
    s.name = "Returns";
    s.token = "token-returns";
    s.flow = g.id;
    c.services[s.id] = s;
    auto a = c.agents.at(agent_id{"ann"});
    a.id = agent_id{"new"};
    a.login = "new";
    a.name = "Newcomer";
    c.agents[a.id] = a;
  });
  auto newcomer = desk("new");
  auto c = customer("token-returns");
  EXPECT_EQ(stored(c.chat).queue, queue_id{"returns"});
  does<wire::take_chat>(newcomer, c.chat);
}

TEST_F(configuration, Q3_a_desk_hears_which_queues_it_may_see_now) {
  auto eve = desk("eve");
  changes([](parley::company& c) {
    c.agents.at(agent_id{"eve"}).queues
      = std::set{queue_id{"sales"}, queue_id{"care"}};
  });
  const auto settings = eve.expect<wire::desk_settings>();
  ASSERT_EQ(settings.queues.size(), 2U);
  EXPECT_EQ(eve.expect<wire::queue_list>().queue, queue_id{"sales"});
  eve.forget();
  changes([](parley::company& c) {
    c.agents.at(agent_id{"eve"}).queues = std::set{queue_id{"care"}};
  });
  EXPECT_EQ(eve.expect<wire::desk_settings>().queues.size(), 1U);
  eve.forget();
  auto c = customer();
  EXPECT_FALSE(eve.has<wire::queue_changed>());
  refused<wire::take_chat>(eve, c.chat, refusal_code::not_found);
}

TEST_F(configuration, A1_the_desk_of_a_deleted_user_is_closed) {
  auto bob = desk("bob");
  changes([](parley::company& c) { c.agents.erase(agent_id{"bob"}); });
  EXPECT_EQ(bob.closed(), close_code::logged_out);
}

TEST_F(configuration, A1_a_user_who_holds_a_chat_is_not_deleted) {
  auto ann = desk("ann");
  const auto c = taken_by(ann);
  const auto answer
    = change([](parley::company& all) { all.agents.erase(agent_id{"ann"}); });
  ASSERT_TRUE(answer.refused);
  EXPECT_EQ(answer.refused->code, refusal_code::in_use);
  EXPECT_FALSE(ann.closed());
}

TEST_F(configuration, Z1_changes_that_come_together_are_all_made) {
  constexpr int count = 20;
  for (int i = 0; i < count; ++i) {
    caf::anon_send(
      company(),
      actors::configure{
        [i](const parley::company& c) -> result<parley::company, refusal> {
          auto next = c;
          const auto id = "g" + std::to_string(i);
          next.groups[group_id{id}] = id;
          return next;
        }});
  }
  settle();
  EXPECT_EQ(stored_company().groups.size(), 1U + count);
  EXPECT_EQ(stored_company().version, 1U + count);
}

TEST_F(configuration, Z1_chats_that_are_open_go_on_over_a_change) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  says(c, "before");
  changes([](parley::company& all) {
    all.agents.at(agent_id{"ann"}).name = "Ann Archer";
    all.queues.at(queue_id{"sales"}).policy.wrapup_time = 10s;
  });
  ann.forget();
  says(c, "after");
  EXPECT_EQ(ann.expect<wire::chat_entry>().line.text, "after");
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  ASSERT_EQ(phase(c.chat), phase_name::wrapup);
  advance(11s);
  EXPECT_EQ(phase(c.chat), phase_name::closed);
}

} // namespace

} // namespace parley::testing
