// The samples; golden files are made of them, so they are only added to.
#include "tests/storage/samples.hpp"

#include <chrono>

namespace parley::storage::testing {

using namespace std::chrono_literals;

namespace {

const std::optional<command_id> by_command{command_id{"c-42"}};

std::vector<event> chat_samples() {
  chat::chat_started start = started(0);
  start.customer_email = "ann@example.com";
  start.customer_page = "https://www.example.com/?a=\"b\"&c=<d>";
  start.continues = chat_id{"earlier"};
  start.by_message = true;
  start.customer_fields = {{"Order", "4711"}};
  start.customer_subject = "u-7";
  start.customer_locale = "de-AT";
  chat::entry_written entry = line(1, 1, "Grüße, 世界 \U0001F600\n\"\\\t\x01");
  entry.from = speaker::agent;
  entry.kind = entry_kind::whisper;
  entry.author = agent_id{"a1"};
  entry.author_name = "Anna Ágnes";
  entry.file
    = shared_file{file_id{"f-1"}, "Grüße.png", 48'213, "image/png", "00ff"};
  return chat_events(
    start,
    entry,
    chat::flow_advanced{at(2), "ask", 1, at(32), true},
    chat::queue_refused{at(2), queue_id{"sales"}, cause::nobody_there},
    chat::chat_queued{at(3), queue_id{"sales"}, at(60'000)},
    chat::chat_left_queue{at(4), cause::nobody_there, "apologize"},
    chat::chat_allocated{
      at(5), agent_id{"a1"}, cause::automatic, at(20'000), by_command},
    chat::chat_activated{at(6), cause::call_over, at(30'000), by_command, 45s},
    chat::chat_parked{at(7), cause::call, by_command},
    chat::resume_missed{at(8)},
    chat::chat_returned{at(9), cause::logout, at(61'000), by_command},
    chat::chat_requeued{at(10),
                        queue_id{"support"},
                        cause::supervisor,
                        at(3),
                        at(62'000),
                        by_command},
    chat::transfer_offered{at(11), agent_id{"a2"}, at(70'000), by_command},
    chat::transfer_ended{at(12), cause::timer, by_command},
    chat::chat_ended{at(13), cause::customer_lost, 60s, 3, by_command},
    chat::wrapup_extended{at(14), 45s, by_command},
    chat::chat_classified{
      at(15),
      {classification_id{"complaint"}, classification_id{"other"}},
      "calls back \"tomorrow\"",
      true,
      by_command,
      "wanted a tour"},
    chat::survey_submitted{at(15), 4, "quick", by_command},
    chat::script_answered{at(15),
                          script_id{"order"},
                          "Order",
                          agent_id{"a1"},
                          {{"Begin/Number", "A"}},
                          by_command},
    chat::chat_closed{
      at(16), outcome::wrapup_expired, cause::timer, by_command},
    chat::work_item_opened{
      at(17), "Return a shoe", at(90'000), 80, contact_id{"k1"}},
    chat::customer_warned{at(18)},
    chat::flow_variable_set{at(19), "order", "A-1 \"blue\""},
    chat::flow_chose{at(20), "menu", "Sales"},
    chat::chat_whispered{at(19),
                         2,
                         7,
                         speaker::supervisor,
                         agent_id{"s1"},
                         "Zoë S.",
                         "Offer \"free\" shipping\n",
                         client_message_id{"w-1"}});
}

std::vector<event> call_samples() {
  return call_events(offered(20),
                     call::call_alerted{at(21), agent_id{"a1"}, at(30'021)},
                     call::call_returned{at(22), cause::agent_lost},
                     call::call_answered{at(23), agent_id{"a1"}},
                     call::call_ended{at(24), cause::agent, at(30'024)},
                     call::call_closed{at(25)});
}

std::vector<event> agent_samples() {
  const call_id call{"call-1"};
  const queue_id queue{"phones"};
  return agent_events(
    agent::agent_logged_in{at(30)},
    agent::agent_lost{at(31), at(60'031)},
    agent::agent_returned{at(32)},
    agent::agent_logged_out{at(33), cause::agent_lost},
    agent::break_started{at(34), break_reason_id{"lunch"}, true, true},
    agent::break_planned{at(35), break_reason_id{"coffee"}, true, true},
    agent::break_ended{at(36)},
    agent::call_rang{at(37), call, queue, "+44 20 1"},
    agent::call_taken{at(38), call, queue, "+44 20 1", chat_id{"chat-1"}},
    agent::call_not_taken{at(39), call, at(30'039)},
    agent::call_left{at(40), call, at(60'040)},
    agent::call_wrapup_ended{at(41)});
}

queue_config sample_queue() {
  queue_config q;
  q.id = queue_id{"sales"};
  q.name = "Verkauf";
  q.channel = channel::email;
  q.weight = 7;
  q.automatic = true;
  q.groups = {group_id{"g1"}, group_id{"g2"}};
  q.webchats_per_agent_max = 2;
  q.waiting = {55, true, queue::announcement{"You are <position>", 30s}};
  q.policy = {false,
              wrapup_mode::timed,
              61s,
              62s,
              4,
              true,
              {classification_id{"k1"}},
              15s,
              90s,
              "One moment, please",
              240s,
              "Still there?",
              {{"de", "Einen Moment, bitte"}},
              {{"de", "Noch da?"}},
              false,
              true};
  q.waiting.announcement->condition = queue::announcement::bounds{2, 40};
  q.overflows = {{group_id{"g2"}, {7, 31s, 32s}}};
  q.description = "What is sold";
  q.agents_see_status = true;
  q.keep_conversations_days = 90;
  q.call_wrapup = 12s;
  q.kpis = {20min, 25s, 80, 300s, 45s, 90, 3, 75, 10min};
  return q;
}

} // namespace

std::vector<event> samples() {
  std::vector<event> all = chat_samples();
  for (const auto& more : {call_samples(), agent_samples()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

namespace {

/// What agents write with and write down.
void add_words(company& c) {
  const text_block_id hello{"hello"};
  c.text_blocks = {
    {hello,
     {hello, "Hello", "Hello <customer>", text_block_scope::queue, "sales"}}};
  c.scripts = {
    {script_id{"order"},
     {script_id{"order"},
      "Order",
      {{"Begin", "Say hello", {{"Number", "Which order?", true, {"A", "B"}}}}},
      {queue_id{"sales"}}}}};
  const custom_field_id size{"size"};
  c.custom_fields
    = {{size, {size, "Size", custom_field_kind::list, {"small", "large"}}}};
  const tag_id vip{"vip"};
  c.tags = {{vip, {vip, "Important", "#ff8800"}}};
}

/// When somebody is there (F4).
void add_hours(company& c) {
  const holiday_list_id saxony{"saxony"};
  c.holiday_lists = {{saxony,
                      {saxony,
                       "Saxony",
                       "Public holidays",
                       {{"Repentance", {2026, 11, 18}, true}}}}};
  const calendar_id office{"office"};
  c.calendars
    = {{office,
        {office,
         "Office",
         "When somebody is there",
         "Europe/Berlin",
         {{{weekday::monday, weekday::friday}, {510}, {1440}}},
         {{"Stocktaking", {2026, 12, 30}, {2026, 12, 31}, {{{1320}, {90}}}}},
         {saxony}}}};
}

} // namespace

company sample_company() {
  company c;
  c.id = acme;
  c.name = "Acme \"Söhne\" & Co";
  c.version = 1;
  c.groups = {{group_id{"g1"}, "One"}, {group_id{"g2"}, "Two"}};
  c.queues = {{queue_id{"sales"}, sample_queue()}};
  c.agents = {{agent_id{"a1"},
               {agent_id{"a1"},
                "anna",
                "Anna",
                {{group_id{"g1"}, 5}, {group_id{"g2"}, 1}},
                3,
                std::set{queue_id{"sales"}, queue_id{"support"}},
                {role_id{"agent"}, role_id{"auditor"}},
                {profile_id{"p1"}},
                std::set{channel::call, channel::email}}}};
  c.cool_down = 17s;
  c.channels = {{channel::email, {true, false}}};
  c.interruptions
    = {{channel::call, channel::email, interrupted_item::requeue}};
  c.roles = {
    {role_id{"auditor"},
     {role_id{"auditor"},
      "Auditor",
      "Reads the log",
      {{area::audit, privilege::view}, {area::contacts, privilege::modify}}}}};
  c.profiles = {{profile_id{"p1"},
                 {profile_id{"p1"},
                  "Sales only",
                  "What new agents see",
                  profile_kind::queues,
                  true,
                  {"sales"}}}};
  add_words(c);
  add_hours(c);
  c.brand = {"#2f6f4f", "iVBORw0KGgo="};
  c.files = {false, 1'000'000, {"image/png", "text/plain"}};
  c.services = {{service_id{"s1"},
                 {service_id{"s1"},
                  "Shop",
                  "public-token",
                  flow_id{"f1"},
                  {"https://www.example.com", "https://example.org"},
                  false,
                  {{"greeting", "Good day"}}}}};
  auto& service = c.services.begin()->second;
  service.widget = {"Ask us",
                    "#aa0000",
                    widget_position::left,
                    5s,
                    "de",
                    asked::optional,
                    asked::required,
                    {{"Order", true}},
                    false};
  service.survey = {true, "How was it?"};
  service.identity = site_identity::required;
  c.site_keys = {{service_id{"s1"}, {{"k1", "c0ffee", at(0)}}}};
  flow::graph g;
  g.first = "greet";
  g.nodes = {{"greet", flow::say{"Hello", "wait"}},
             {"wait", flow::enter_queue{queue_id{"sales"}, "sorry", "late"}},
             {"sorry", flow::end{}}};
  auto f = published_flow(flow_id{"f1"}, "Welcome", g);
  f.description = "Greets and queues";
  g.nodes["sorry"] = flow::say{"Nobody is there.", "wait", 2s};
  g.values = {{"greeting", "Texts", "How to greet", {}, true, {}, "Hello"}};
  f.draft = g;
  f.versions.front().version = 9;
  f.versions.front().at = at(5);
  f.versions.front().by = agent_id{"a1"};
  c.flows = {{f.id, f}};
  const break_reason_id lunch{"lunch"};
  c.break_reasons = {{lunch, {lunch, "Lunch", true, true, "At noon", 45min}}};
  const classification_id complaint{"complaint"};
  c.classifications
    = {{complaint, {complaint, "Complaint", classification_id{"all"}}}};
  c.mail_sender_name = "S\u00F6hne & Co";
  c.weights = {{9, 8, 7, 6}, 33s};
  c.webchats_per_agent_max = 6;
  c.agent_grace = 11s;
  c.customer_grace = 22s;
  c.resume_at_hang_up = true;
  c.telephony_secret = "c0ffee";
  return c;
}

} // namespace parley::storage::testing
