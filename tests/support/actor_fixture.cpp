#include "tests/support/actor_fixture.hpp"

namespace parley::testing {

// --- manual_clock -----------------------------------------------------------

void manual_clock::follow(caf::scheduler::test_coordinator* scheduler) {
  scheduler_ = scheduler;
  anchor_ = scheduler->clock().now();
}

timestamp manual_clock::now() const {
  if (scheduler_ == nullptr) {
    return base_;
  }
  return base_
         + std::chrono::duration_cast<duration>(scheduler_->clock().now()
                                                - anchor_);
}

std::uint64_t manual_clock::micros() const {
  return static_cast<std::uint64_t>(to_unix_ms(now())) * 1000;
}

void manual_clock::pause() {
  base_ = now();
  scheduler_ = nullptr;
}

// --- recording --------------------------------------------------------------

void recording_log::write(actors::log_level /*level*/,
                          std::string_view what,
                          std::initializer_list<actors::log_field> fields) {
  std::string line{what};
  for (const auto& [key, value] : fields) {
    line.append(" ").append(key).append("=").append(value);
  }
  lines.push_back(std::move(line));
}

void recording_sink::send(actors::frame f) {
  if (closed) {
    return;
  }
  auto decoded = wire::decode_server(*f);
  if (!decoded) {
    ADD_FAILURE() << "undecodable frame: " << *f;
    return;
  }
  unread.push_back(std::move(decoded).value());
}

void recording_sink::close(close_code why) {
  if (!closed) {
    closed = why;
  }
}

// --- client -----------------------------------------------------------------

client::client(whole_parley& fixture, std::shared_ptr<recording_sink> s)
    : world{&fixture}, sink{std::move(s)} {}

void client::say_raw(wire::customer_message m) const {
  actors::customer_frame f;
  if (std::holds_alternative<wire::start_chat>(m)) {
    const auto secret = "secret" + world->next_ref();
    f.secret = actors::fresh_secret{secret, "hash-" + secret};
  }
  f.message = std::move(m);
  caf::anon_send(actor, std::move(f));
  world->settle();
}

void client::say_raw(wire::agent_message m) const {
  caf::anon_send(actor, actors::agent_frame{std::move(m)});
  world->settle();
}

void client::drop() {
  sink->close(close_code::normal);
  caf::anon_send(actor, actors::socket_closed{});
  world->settle();
}

// --- fixture ----------------------------------------------------------------

whole_parley::whole_parley(const std::vector<parley::company>& companies) {
  for (const auto& c : companies) {
    const auto stored = store.put_company(c);
    if (!stored) {
      ADD_FAILURE() << stored.error().text;
    }
  }
}

whole_parley::~whole_parley() {
  end_system();
}

void whole_parley::start() {
  boot();
  settle();
}

void whole_parley::boot() {
  end_system();
  ++lives_;
  counters = std::make_unique<actors::metrics>();
  world.time = &clock;
  world.counters = counters.get();
  world.log = &log;
  world.settings.detached = false;
  world.epoch = store.identity() + "-" + std::to_string(lives_);
  config = std::make_unique<caf::actor_system_config>();
  config->set("scheduler.policy", caf::atom("testing"));
  system = std::make_unique<caf::actor_system>(*config);
  scheduler
    = &dynamic_cast<caf::scheduler::test_coordinator&>(system->scheduler());
  clock.follow(scheduler);
  auto started = actors::start(
    *system, &world, disk, [this](const auto& why) { fatal = why; });
  ASSERT_TRUE(started) << started.error().text;
  parley = std::move(started).value();
}

void whole_parley::crash() {
  store.hold_syncs(true);
  end_system();
  store.drop_unsynced();
  store.hold_syncs(false);
}

void whole_parley::stop() {
  end_system();
}

void whole_parley::end_system() {
  if (!system) {
    return;
  }
  const auto kill = [](const auto& handle) {
    caf::anon_send_exit(handle, caf::exit_reason::kill);
  };
  for (const auto& c : connections_) {
    kill(c);
  }
  connections_.clear();
  if (parley) {
    caf::anon_send(parley->switchboard, actors::stop{});
  }
  scheduler->run();
  for (int i = 0; i < 100 && system->registry().running() > 0; ++i) {
    scheduler->advance_time(60s);
    scheduler->run();
  }
  // Saying what is left beats a test that hangs.
  if (system->registry().running() > 0 && parley) {
    const auto left = ask<actors::inspections>(
      company(), actors::inspect_all{actors::actor_kind::company, {}, 0});
    for (const auto& i : left.items) {
      for (const auto& [key, value] : i.detail) {
        ADD_FAILURE() << "left after the stop: " << i.phase << " " << key << " "
                      << value;
      }
    }
  }
  EXPECT_EQ(system->registry().running(), 0U) << "actors are left";
  parley.reset();
  scheduler->clock().cancel_all();
  clock.pause();
  scheduler = nullptr;
  system.reset();
  config.reset();
}

void whole_parley::settle() const {
  scheduler->run();
}

void whole_parley::advance(duration d) const {
  scheduler->advance_time(d);
  settle();
}

std::string whole_parley::next_ref() {
  return "r" + std::to_string(++refs_);
}

actors::company_actor whole_parley::company() const {
  return parley->companies->now()->companies.at(company_id{"acme"}).company;
}

actors::admitted_visitor whole_parley::visitor(const std::string& token,
                                               const std::string& resume,
                                               std::uint64_t after) {
  const auto service = parley->companies->now()->services.at(token);
  actors::admitted_visitor who;
  who.company = parley->companies->now()->companies.at(service.first);
  who.service = service.second;
  who.hello.ref = next_ref();
  who.hello.token = token;
  who.hello.after = after;
  if (!resume.empty()) {
    const auto dot = resume.find('.');
    who.resume = std::pair{chat_id{resume.substr(0, dot)},
                           "hash-" + resume.substr(dot + 1)};
  }
  who.id = connection_id{"con" + next_ref()};
  return who;
}

actors::admitted_agent
whole_parley::agent(const company_id& company,
                    const agent_id& agent,
                    std::vector<wire::chat_position> have) {
  actors::admitted_agent who;
  who.company = parley->companies->now()->companies.at(company);
  who.agent = agent;
  who.hello.ref = next_ref();
  who.hello.have = std::move(have);
  who.id = connection_id{"con" + next_ref()};
  return who;
}

actors::connection_actor whole_parley::connect(actors::frame_sink_ptr sink,
                                               actors::admitted_visitor who) {
  connections_.push_back(actors::spawn_visitor_connection(
    *system, &world, parley->history, std::move(sink), std::move(who)));
  return connections_.back();
}

actors::connection_actor whole_parley::connect(actors::frame_sink_ptr sink,
                                               actors::admitted_agent who) {
  connections_.push_back(actors::spawn_agent_connection(
    *system, &world, parley->history, std::move(sink), std::move(who)));
  return connections_.back();
}

client whole_parley::page(const std::string& service_token,
                          const std::string& visitor_token,
                          std::uint64_t after) {
  client c{*this, std::make_shared<recording_sink>()};
  auto who = visitor(service_token, visitor_token, after);
  if (who.resume) {
    c.token = visitor_token;
    c.chat = who.resume->first;
  }
  c.actor = connect(c.sink, std::move(who));
  settle();
  return c;
}

client whole_parley::customer(const std::string& service_token,
                              const std::string& text) {
  auto c = page(service_token);
  wire::start_chat start;
  start.ref = next_ref();
  start.name = "Carla";
  if (!text.empty()) {
    start.text = text;
    start.id = client_message_id{"m" + start.ref};
  }
  c.say_raw(wire::customer_message{std::move(start)});
  const auto started = c.expect<wire::chat_started>();
  c.token = started.visitor;
  c.chat = started.chat.chat;
  return c;
}

client whole_parley::desk(const std::string& agent_name,
                          std::vector<wire::chat_position> have) {
  client c{*this, std::make_shared<recording_sink>()};
  c.actor = connect(
    c.sink, agent(company_id{"acme"}, agent_id{agent_name}, std::move(have)));
  settle();
  return c;
}

std::uint64_t whole_parley::says(client& who, const std::string& text) {
  wire::customer_say say;
  say.ref = next_ref();
  say.id = client_message_id{"m" + say.ref};
  say.text = text;
  who.say_raw(wire::customer_message{std::move(say)});
  return who.expect<wire::said>().entry;
}

actors::telephony_answer
whole_parley::phone(actors::telephony_event::kind_t kind,
                    const std::string& call,
                    const std::string& agent) {
  actors::telephony_event e;
  e.kind = kind;
  e.call = call_id{call};
  e.queue = queue_id{"phone"};
  e.caller = "+44 1";
  e.agent = agent_id{agent};
  return ask<actors::telephony_answer>(company(), e);
}

chat::state whole_parley::stored(const chat_id& chat) const {
  auto loaded = store.load_chat(company_id{"acme"}, chat);
  if (!loaded) {
    ADD_FAILURE() << "no such chat: " << loaded.error().text;
    return {};
  }
  return std::move(loaded).value();
}

phase_name whole_parley::phase(const chat_id& chat) const {
  return chat::name_of(stored(chat).phase);
}

std::uint64_t whole_parley::broken_invariants() const {
  const auto& b = counters->broken;
  return b.owner + b.capacity + b.one_active + b.call_in_wrapup + b.neglected
         + b.order;
}

} // namespace parley::testing
