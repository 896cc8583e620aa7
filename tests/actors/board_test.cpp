// The live board of supervisors (A2): a view, then only what changed, several
// changes together, and only what the profile shows.
#include "tests/support/supervision_fixture.hpp"

namespace parley::testing {

namespace {

/// A board as a screen puts it together from its frames.
struct shown_board {
  std::map<std::string, wire::board_queue> queues;
  std::map<std::string, wire::board_agent> agents;
  std::map<std::string, wire::board_session> sessions;
  std::uint64_t revision = 0;
  std::uint64_t sessions_total = 0;
  std::size_t frames = 0;
  std::size_t rows_max = 0;

  void take(const client& who) {
    for (const auto& m : who.sink->unread) {
      if (const auto* view = std::get_if<wire::board_view>(&m)) {
        *this = {};
        put(*view);
      } else if (const auto* news = std::get_if<wire::board_changed>(&m)) {
        EXPECT_EQ(news->previous, revision);
        for (const auto& id : news->queues_gone) {
          EXPECT_EQ(queues.erase(id.value), 1U);
        }
        for (const auto& id : news->agents_gone) {
          EXPECT_EQ(agents.erase(id.value), 1U);
        }
        for (const auto& id : news->sessions_gone) {
          sessions.erase(id.value);
        }
        put(*news);
      }
    }
    who.sink->unread.clear();
  }

private:
  template <class Frame>
  void put(const Frame& f) {
    ++frames;
    revision = f.revision;
    sessions_total = f.sessions_total;
    for (const auto& q : f.queues) {
      queues[q.queue.value] = q;
    }
    for (const auto& a : f.agents) {
      agents[a.agent.value] = a;
    }
    for (const auto& s : f.sessions) {
      sessions[s.chat.value] = s;
    }
    rows_max = std::max({rows_max, f.agents.size(), f.sessions.size()});
  }
};

class board_test : public supervision_fixture {
public:
  /// What the board does, as operators see it.
  std::string inspected_board() {
    auto all = ask<actors::inspections>(
      company(), actors::inspect_all{actors::actor_kind::internal, {}, 0});
    for (const auto& i : all.items) {
      if (i.kind == "board") {
        return i.phase;
      }
    }
    return "missing";
  }
};

TEST_F(board_test, A2_a_board_shows_queues_agents_and_sessions) {
  auto ann = desk("ann");
  auto c = customer("token-web", "hello");
  does<wire::take_chat>(ann, c.chat);
  auto d = customer();
  auto sue = desk("sue");
  done(sue, board(true, true, true));
  advance(2s);
  shown_board b;
  b.take(sue);
  ASSERT_TRUE(b.sessions.contains(c.chat.value));
  const auto& session = b.sessions[c.chat.value];
  EXPECT_EQ(session.phase, phase_name::active);
  EXPECT_EQ(session.agent, agent_id{"ann"});
  EXPECT_EQ(session.queue, queue_id{"sales"});
  EXPECT_EQ(session.customer_name, "Carla");
  EXPECT_EQ(b.sessions[d.chat.value].phase, phase_name::queued);
  EXPECT_EQ(b.sessions_total, 2U);
  const auto& agent = b.agents["ann"];
  EXPECT_EQ(agent.status, agent_status::handling_webchat);
  ASSERT_EQ(agent.items.size(), 1U);
  EXPECT_EQ(agent.items[0].chat, c.chat);
  EXPECT_EQ(b.agents["bob"].status, agent_status::logged_out);
  EXPECT_FALSE(b.agents["bob"].since.has_value());
  EXPECT_EQ(b.queues["sales"].waiting, 1U);
  EXPECT_EQ(b.queues["sales"].offered, 2U);
  EXPECT_EQ(b.queues["sales"].answered, 1U);
  EXPECT_EQ(b.queues.size(), 4U);
}

TEST_F(board_test, A2_changes_come_together_and_only_what_changed) {
  auto ann = desk("ann");
  auto sue = desk("sue");
  done(sue, board(false, true, true));
  shown_board b;
  b.take(sue);
  advance(1s);
  b.take(sue);
  const auto before = b.frames;
  auto c = customer();
  does<wire::take_chat>(ann, c.chat);
  does<wire::park_chat>(ann, c.chat);
  does<wire::activate_chat>(ann, c.chat);
  EXPECT_EQ(sue.count<wire::board_changed>(), 0U);
  advance(limits::board_changes_together);
  ASSERT_EQ(sue.count<wire::board_changed>(), 1U);
  const auto news = std::get<wire::board_changed>(sue.sink->unread.back());
  EXPECT_EQ(news.sessions.size(), 1U);
  ASSERT_EQ(news.agents.size(), 1U);
  EXPECT_EQ(news.agents[0].agent, agent_id{"ann"});
  EXPECT_TRUE(news.queues.empty());
  EXPECT_FALSE(news.more);
  b.take(sue);
  EXPECT_EQ(b.frames, before + 1);
  // Nothing happens, nothing comes.
  advance(1min);
  EXPECT_EQ(sue.count<wire::board_changed>(), 0U);
}

TEST_F(board_test, A2_what_is_over_leaves_the_board) {
  auto sue = desk("sue");
  auto c = customer();
  done(sue, board(false, false, true));
  shown_board b;
  b.take(sue);
  ASSERT_TRUE(b.sessions.contains(c.chat.value));
  wire::customer_end end;
  end.ref = next_ref();
  c.say_raw(wire::customer_message{end});
  advance(1s);
  b.take(sue);
  EXPECT_FALSE(b.sessions.contains(c.chat.value));
  EXPECT_EQ(b.sessions_total, 0U);
}

TEST_F(board_test, Q3_a_board_shows_what_the_profile_shows) {
  auto ann = desk("ann");
  auto c = taken_by(ann);
  auto d = customer("token-auto");
  auto mo = desk("mo");
  done(mo, board(true, true, true));
  advance(2s);
  shown_board b;
  b.take(mo);
  EXPECT_FALSE(b.sessions.contains(c.chat.value));
  EXPECT_TRUE(b.sessions.contains(d.chat.value));
  EXPECT_EQ(b.queues.size(), 1U);
  EXPECT_TRUE(b.queues.contains("care"));
  for (const auto& item : b.agents["ann"].items) {
    EXPECT_NE(item.chat, c.chat);
  }
  // It comes into sight by a move, and goes out of it.
  auto sue = desk("sue");
  auto e = customer();
  done(sue, move(e.chat, "care"));
  advance(1s);
  b.take(mo);
  EXPECT_TRUE(b.sessions.contains(e.chat.value));
}

TEST_F(board_test, Q3_another_profile_is_another_board) {
  auto sue = desk("sue");
  auto c = customer();
  auto d = customer("token-auto");
  done(sue, board(true, false, true));
  advance(2s);
  sue.forget();
  const auto changed = ask<actors::configured>(
    company(),
    actors::configure{
      [](const parley::company& before) -> result<parley::company, refusal> {
        auto next = before;
        next.agents.at(agent_id{"sue"}).profiles = {profile_id{"care"}};
        return next;
      }});
  EXPECT_FALSE(changed.refused.has_value());
  advance(2s);
  shown_board b;
  b.take(sue);
  EXPECT_FALSE(b.sessions.contains(c.chat.value));
  EXPECT_TRUE(b.sessions.contains(d.chat.value));
  EXPECT_EQ(b.queues.size(), 1U);
}

TEST_F(board_test, A2_a_board_is_closed_by_wish_and_with_its_screen) {
  auto sue = desk("sue");
  done(sue, board(true, true, true));
  EXPECT_EQ(inspected_board(), "telling");
  done(sue, board(false, false, false));
  EXPECT_EQ(inspected_board(), "resting");
  sue.forget();
  auto c = customer();
  advance(2s);
  EXPECT_FALSE(sue.has<wire::board_changed>());
  done(sue, board(false, false, true));
  sue.drop();
  settle();
  EXPECT_EQ(inspected_board(), "resting");
}

TEST_F(board_test, A2_large_boards_come_in_bounded_frames) {
  std::vector<client> all;
  const auto many = limits::board_frame_rows_max + 20;
  ask<actors::configured>(
    company(),
    actors::configure{
      [](const parley::company& before) -> result<parley::company, refusal> {
        auto next = before;
        next.queues.at(queue_id{"sales"}).waiting.length_max = many * 2;
        return next;
      }});
  for (std::size_t i = 0; i < many; ++i) {
    all.push_back(customer());
  }
  auto sue = desk("sue");
  done(sue, board(false, false, true));
  advance(2s);
  shown_board b;
  b.take(sue);
  EXPECT_EQ(b.sessions.size(), many);
  EXPECT_EQ(b.sessions_total, many);
  EXPECT_LE(b.rows_max, limits::board_frame_rows_max);
}

TEST_F(board_test, A2_a_company_has_64_boards_and_no_more) {
  std::vector<client> all;
  for (std::size_t i = 0; i < limits::boards_per_company_max; ++i) {
    all.push_back(desk("adam"));
    done(all.back(), board(false, true, false));
  }
  auto late = desk("adam");
  refused_as(late, board(false, true, false), refusal_code::too_many_boards);
  // One that is open may show something else.
  done(all.back(), board(true, true, true));
  all.front().drop();
  done(late, board(false, true, false));
}

} // namespace

} // namespace parley::testing
