// /metrics: the actors' counters in Prometheus' text format, by prometheus-cpp.
#include "gateway/core.hpp"
#include "gateway/mailer.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <vector>

namespace parley::gateway {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) {
  MetricFamily f;
  f.name = std::move(name);
  f.help = std::move(help);
  f.type = type;
  return f;
}

ClientMetric value_of(MetricType type, double value) {
  ClientMetric m;
  if (type == MetricType::Counter) {
    m.counter.value = value;
  } else {
    m.gauge.value = value;
  }
  return m;
}

template <class Value>
void add(std::vector<MetricFamily>& all,
         std::string name,
         std::string help,
         MetricType type,
         const Value& value) {
  auto f = family(std::move(name), std::move(help), type);
  f.metric.push_back(value_of(type, static_cast<double>(value.load())));
  all.push_back(std::move(f));
}

void add(std::vector<MetricFamily>& all,
         std::string name,
         std::string help,
         const actors::histogram& h,
         double unit) {
  auto f = family(std::move(name), std::move(help), MetricType::Histogram);
  ClientMetric m;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < actors::histogram::buckets; ++i) {
    count += h.count.at(i).load();
    ClientMetric::Bucket b;
    b.cumulative_count = count;
    b.upper_bound = static_cast<double>(std::uint64_t{1} << i) * unit;
    m.histogram.bucket.push_back(b);
  }
  m.histogram.sample_count = count;
  m.histogram.sample_sum = static_cast<double>(h.sum.load()) * unit;
  f.metric.push_back(std::move(m));
  all.push_back(std::move(f));
}

void add_phases(std::vector<MetricFamily>& all, const actors::metrics& m) {
  auto f = family(
    "parley_sessions", "Chat sessions in memory by phase", MetricType::Gauge);
  for (const auto& [phase, name] : names_of<phase_name>) {
    auto metric = value_of(
      MetricType::Gauge,
      static_cast<double>(m.sessions.at(static_cast<std::size_t>(phase))));
    metric.label.push_back({"phase", std::string{name}});
    f.metric.push_back(std::move(metric));
  }
  all.push_back(std::move(f));
}

void add_invariants(std::vector<MetricFamily>& all, const actors::metrics& m) {
  auto f = family("parley_invariants_broken_total",
                  "Broken invariants (Z3); must be 0",
                  MetricType::Counter);
  const auto& b = m.broken;
  for (const auto& [name, count] : {std::pair{"owner", &b.owner},
                                    {"capacity", &b.capacity},
                                    {"one_active", &b.one_active},
                                    {"call_in_wrapup", &b.call_in_wrapup},
                                    {"neglected", &b.neglected},
                                    {"order", &b.order}}) {
    auto metric
      = value_of(MetricType::Counter, static_cast<double>(count->load()));
    metric.label.push_back({"invariant", name});
    f.metric.push_back(std::move(metric));
  }
  all.push_back(std::move(f));
}

void add_counters(std::vector<MetricFamily>& all, const actors::metrics& m) {
  const auto counter
    = [&all](const char* name, const char* help, const actors::counter& value) {
        add(all, name, help, MetricType::Counter, value);
      };
  counter("parley_messages_total", "Lines stored", m.messages);
  counter("parley_refusals_total", "Requests refused", m.refusals);
  counter("parley_commits_total", "Synced writes", m.commits);
  counter("parley_commit_failures_total",
          "Appends that were not stored",
          m.commit_failures);
  counter("parley_sessions_started_total", "Chats begun", m.sessions_started);
  counter("parley_sessions_closed_total", "Chats closed", m.sessions_closed);
  counter("parley_calls_offered_total", "Calls offered", m.calls_offered);
  counter("parley_frames_in_total", "Frames received", m.frames_in);
  counter("parley_frames_out_total", "Frames sent", m.frames_out);
  counter("parley_frames_bad_total", "Frames not understood", m.frames_bad);
  counter("parley_slow_closed_total",
          "Sockets closed because they read too slowly",
          m.slow_closed);
  counter("parley_restarts_total", "Actors started again", m.restarts);
  counter("parley_logins_total", "Logins", m.logins);
  counter("parley_logins_failed_total", "Logins refused", m.logins_failed);
  counter("parley_throttled_total", "Throttled requests", m.throttled);
}

} // namespace

std::string metrics_text(const core& c) {
  constexpr double micro = 1e-6;
  const auto& m = *c.world->counters;
  std::vector<MetricFamily> all;
  add_counters(all, m);
  add(all,
      "parley_connections",
      "WebSockets open",
      MetricType::Gauge,
      m.connections);
  add_phases(all, m);
  add(all,
      "parley_commit_seconds",
      "Time of a synced write",
      m.commit_micros,
      micro);
  add(all,
      "parley_commit_appends",
      "Appends in one synced write",
      m.commit_appends,
      1);
  add(all,
      "parley_say_seconds",
      "From a line's arrival at its session to its tick",
      m.say_micros,
      micro);
  add(all,
      "parley_journal_mailbox",
      "Messages waiting for the journal",
      m.journal_mailbox,
      1);
  add_invariants(all, m);
  if (c.mails) {
    constexpr auto counted = MetricType::Counter;
    add(all, "parley_mails_sent_total", "Mails sent", counted, c.mails->sent);
    add(all,
        "parley_mails_failed_total",
        "Attempts to send a mail that failed",
        counted,
        c.mails->failed);
    add(all,
        "parley_mails_dead_total",
        "Mails that are not tried any more (/admin/v1/mails)",
        counted,
        c.mails->given_up);
  }
  return prometheus::TextSerializer{}.Serialize(all);
}

} // namespace parley::gateway
