// Values for every wire message, made from its fields(): one realistic sample
// each for golden frames and documents, and random ones from a seed.
#ifndef PARLEY_TESTS_SUPPORT_WIRE_VALUES_HPP
#define PARLEY_TESTS_SUPPORT_WIRE_VALUES_HPP

#include "protocol/codec.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace parley::testing {

template <class T>
concept described = requires {
  T::fields();
};

/// Calls `f` with a default value of each message of a variant.
template <class Variant, class F>
void for_each_message(F&& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (f(std::variant_alternative_t<I, Variant>{}), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>{});
}

/// Calls `f` with each field of a described struct.
template <described Struct, class F>
void for_each_field(F&& f) {
  std::apply([&](const auto&... each) { (f(each), ...); }, Struct::fields());
}

// ---------------------------------------------------------------------------
// Samples.

/// What a field of this name holds in samples; fields that mean the same have
/// the same name everywhere.
inline std::string sample_text(std::string_view name) {
  struct row {
    std::string_view name;
    std::string_view text;
  };
  static constexpr auto rows = std::to_array<row>({
    {"ref", "r-17"},
    {"chat", "c-8f3k2m"},
    {"id", "m-0042"},
    {"queue", "sales"},
    {"agent", "ann"},
    {"transfer_to", "bob"},
    {"active", "c-8f3k2m"},
    {"call", "call-7"},
    {"item", "c-8f3k2m"},
    {"removed", "c-77aa10"},
    {"classifications", "order"},
    {"reason", "lunch"},
    {"epoch", "e-19f2c"},
    {"token", "demo-shop"},
    {"visitor", "c-8f3k2m.Yb2m1nUu3kQ9rT0wXz5aCe7gHi4jLo6pDs8vFq1tKxM"},
    {"ticket", "q7Zr0bNn2uJ5yG8sKf1xWc4mTd6vPh3e"},
    {"locale", "en-GB"},
    {"text", "Is the red one in stock?"},
    {"last_line", "Is the red one in stock?"},
    {"name", "Ann Lee"},
    {"agent_name", "Ann Lee"},
    {"customer_name", "Zoë Smith"},
    {"email", "zoe@example.com"},
    {"customer_email", "zoe@example.com"},
    {"page", "https://shop.example/red"},
    {"customer_page", "https://shop.example/red"},
    {"queue_name", "Sales"},
    {"service_name", "Demo Shop"},
    {"company_name", "Demo Shop Ltd"},
    {"caller", "+44 20 7946 0018"},
    {"note", "Wants it gift-wrapped."},
    {"file", "f-5d41402abc4b2a76"},
    {"media_type", "image/png"},
    {"value", "Red"},
    {"script", "order"},
    {"parent", "sales"},
    {"proof", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1LTcifQ.c2lnbmF0dXJl"},
    {"comment", "Quick and friendly."},
    {"classification_text", "Asked for a tour of the shop."},
    {"customer_subject", "u-7"},
    {"customer_locale", "en-GB"},
    {"description", "Half an hour at noon."},
    {"detail", "text"},
    {"service", "shop"},
    {"chosen", "ann"},
    {"why", "chosen"},
    {"because", "closed"},
    {"by", "Sue Wood"},
    {"alerts", "service_level"},
    {"privileges", "supervision:modify"},
    {"queues_gone", "returns"},
    {"agents_gone", "bob"},
    {"sessions_gone", "c-77aa10"},
  });
  for (const auto& r : rows) {
    if (r.name == name) {
      return std::string{r.text};
    }
  }
  return std::string{name};
}

inline std::uint64_t sample_number(std::string_view name) {
  struct row {
    std::string_view name;
    std::uint64_t number;
  };
  static constexpr auto rows = std::to_array<row>({
    {"after", 11},
    {"previous", 6},
    {"revision", 7},
    {"position", 2},
    {"last_entry", 12},
    {"entry", 12},
    {"delivered", 12},
    {"seen", 11},
    {"upto", 11},
    {"before", 12},
    {"limit", 50},
    {"unread", 1},
    {"held", 2},
    {"maximum", 4},
    {"webchats_per_agent_max", 4},
    {"length", 3},
    {"extensions_left", 3},
    {"handled", 93'500},
    {"time_left", 41'000},
    {"whisper", 3},
    {"after_whisper", 2},
    {"last_whisper", 3},
    {"waiting", 3},
    {"length_max", 100},
    {"alerting", 1},
    {"parked", 2},
    {"window", 900'000},
    {"offered", 50},
    {"answered", 44},
    {"abandoned", 4},
    {"service_level", 75},
    {"availability", 88},
    {"abandon_rate", 8},
    {"queue_fill", 3},
    {"answer_speed", 21'000},
    {"first_response", 9'500},
    {"response", 14'000},
    {"average_handle_time", 240'000},
    {"agents_total", 12},
    {"sessions_total", 31},
    {"score", 540},
    {"bytes", 48'213},
    {"score", 5},
    {"survey_score", 5},
    {"alert_after", 1'800'000},
  });
  for (const auto& r : rows) {
    if (r.name == name) {
      return r.number;
    }
  }
  return 1;
}

inline timestamp sample_time(std::string_view name) {
  constexpr long long nine_o_clock = 1'767'603'600'000;
  const long long minutes = name == "started"    ? 0
                            : name == "enqueued" ? 1
                            : name == "deadline" ? 9
                            : name == "now"      ? 8
                                                 : 5;
  return from_unix_ms(nine_o_clock + (minutes * 60'000));
}

template <class T>
void fill_sample(std::string_view name, T& out) {
  if constexpr (std::same_as<T, bool>) {
    out = name == "on" || name == "can_finish" || name == "customer_present";
  } else if constexpr (std::integral<T>) {
    out = static_cast<T>(sample_number(name));
  } else if constexpr (std::same_as<T, std::string>) {
    out = sample_text(name);
  } else if constexpr (std::same_as<T, timestamp>) {
    out = sample_time(name);
  } else if constexpr (std::same_as<T, duration>) {
    out = duration{sample_number(name)};
  } else if constexpr (requires { out.has_value(); }) {
    fill_sample(name, out.emplace());
  } else if constexpr (requires { out.emplace_back(); }) {
    fill_sample(name, out.emplace_back());
  } else if constexpr (named_enum<T>) {
    out = names_of<T>.at(names_of<T>.size() / 2).first;
  } else if constexpr (described<T>) {
    for_each_field<T>(
      [&](const auto& f) { fill_sample(f.name, out.*f.member); });
  } else {
    out.value = sample_text(name);
  }
}

// Where names do not tell enough.
inline void improve(auto& /*message*/) {}
inline void improve(wire::customer_chat_view& v) {
  v.phase = customer_phase::waiting;
  v.agent_name.reset();
  v.interrupted.reset();
  v.surveyed.reset();
}
inline void improve(wire::entry_view& v) {
  v.from = speaker::customer;
  v.kind = entry_kind::text;
  v.name.reset();
  v.file.reset();
}
inline void improve(wire::desk_chat_view& v) {
  v.phase = phase_name::wrapup;
  v.channel = channel::webchat;
  v.time_left.reset();
  v.transfer_to.reset();
  v.note.reset();
  v.classification_text.reset();
  v.survey_score.reset();
}
inline void improve(wire::queue_view& v) {
  v.name = "Sales";
  v.channel = channel::webchat;
}
inline void improve(wire::visitor_hello& m) {
  m.ref = "r-1";
}
inline void improve(wire::start_chat& m) {
  m.name = "Zoë Smith";
}
inline void improve(wire::transfer_chat& m) {
  m.agent.reset();
  m.queue = queue_id{"support"};
}
inline void improve(wire::set_status& m) {
  m.after_current_work = true;
}
inline void improve(wire::refused& m) {
  m = wire::to_refused({refusal_code::stale_revision, "revision"}, "r-17");
  m.phase = phase_name::parked;
  m.revision = 8;
}
inline void improve(wire::visitor_welcome& m) {
  improve(*m.chat);
}
inline void improve(wire::chat_started& m) {
  improve(m.chat);
}
inline void improve(wire::chat_entry& m) {
  improve(m.line);
}
inline void improve(wire::chat_lines& m) {
  improve(m.lines.front());
  auto answer = m.lines.front();
  answer.entry += 1;
  answer.from = speaker::agent;
  answer.name = "Ann Lee";
  answer.text = "Yes, two of them.";
  answer.id.reset();
  m.lines.push_back(answer);
  answer.entry += 1;
  answer.kind = entry_kind::file;
  answer.text = "red.png";
  fill_sample("file", answer.file.emplace());
  answer.file->name = answer.text;
  m.lines.push_back(answer);
  m.ref.reset();
}
inline void improve(wire::chat_receipt& m) {
  m.by = speaker::agent;
}
inline void improve(wire::typing& m) {
  m.by = speaker::agent;
}
inline void improve(wire::customer_chat_changed& m) {
  improve(m.chat);
}
inline void improve(wire::agent_welcome& m) {
  improve(m.queues.front());
  m.break_reasons.front() = {"lunch", "Lunch", "At noon.", false, true, {}};
  m.colleagues = {{"bob", "Bob Ray"}};
  m.classifications
    = {{"sales", "Sales", {}}, {"order", "Order", classification_id{"sales"}}};
}
inline void improve(wire::status_changed& m) {
  m.status = agent_status::on_call;
  m.call->phase = call_phase::connected;
  m.active.reset();
  m.reason.reset();
}
inline void improve(wire::desk_chat_changed& m) {
  improve(m.chat);
}
inline void improve(wire::queue_list& m) {
  m.items.front().channel = channel::webchat;
  m.length = 1;
}
inline void improve(wire::queue_changed& m) {
  m.put.front().channel = channel::webchat;
}
inline void improve(wire::take_over_chat& m) {
  m.note = "He is my neighbour.";
}
inline void improve(wire::move_chat& m) {
  m.queue = queue_id{"support"};
  m.note.reset();
}
inline void improve(wire::force_status& m) {
  m.channels = std::vector{channel::call, channel::webchat};
  m.note = "You wanted a pause.";
  m.after_current_work = true;
}
inline void improve(wire::force_log_out& m) {
  m.note = "Your shift is over.";
}
inline void improve(wire::whisper_to_chat& m) {
  m.text = "Offer free shipping.";
}
inline void improve(wire::board_queue& q) {
  q.name = "Sales";
  q.channel = channel::webchat;
}
inline void improve(wire::board_agent& a) {
  a.status = agent_status::handling_webchat;
  a.reason.reset();
  a.call.reset();
  a.channels.clear();
  a.items.front().channel = channel::webchat;
  a.items.front().phase = phase_name::active;
}
inline void improve(wire::board_session& s) {
  s.channel = channel::webchat;
  s.phase = phase_name::active;
  s.customer_present = true;
  s.transfer_to.reset();
}
template <class Board>
void improve_board(Board& m) {
  improve(m.queues.front());
  improve(m.agents.front());
  improve(m.sessions.front());
}
inline void improve(wire::board_view& m) {
  improve_board(m);
}
inline void improve(wire::board_changed& m) {
  improve_board(m);
}
inline void improve(wire::chat_whispers& m) {
  auto& one = m.whispers.front();
  one.from = speaker::supervisor;
  one.name = "Sue Wood";
  one.text = "Offer free shipping.";
}
inline void improve(wire::chat_observed& m) {
  improve(m.chat);
}
inline void improve(wire::chat_routed& m) {
  auto& one = m.records.front();
  one.channel = channel::webchat;
  one.candidates.push_back({agent_id{"bob"}, "holds more"});
}
inline void improve(wire::supervisor_acted& m) {
  m.act = supervisor_act::take_over;
  m.text = "Sue Wood has taken over a chat of yours.";
  m.note = "He is my neighbour.";
}

/// @returns the sample of a message: every field that makes sense is there.
template <described Message>
Message sample() {
  Message m;
  fill_sample("", m);
  improve(m);
  return m;
}

// ---------------------------------------------------------------------------
// Random values.

using random_source = std::mt19937_64;

inline std::uint64_t below(random_source& random, std::uint64_t bound) {
  return random() % bound;
}

/// @returns a valid text of up to `characters_max` characters with all that is
/// hard to write: quotes, control characters, four-byte characters.
inline std::string random_text(random_source& random,
                               std::size_t characters_max) {
  static constexpr auto pieces = std::to_array<std::string_view>({
    "a",      "Z",      "7",    " ",      "\"", "\\",         "/", "\n",
    "\t",     "\x01",   "\x1f", "\x7f",   "<",  "&",          "ä", "ß",
    "\u2028", "\u00a0", "€",    "\uffff", "😀",  "\U0010ffff",
  });
  std::string text;
  const auto count = below(random, characters_max + 1);
  for (std::uint64_t i = 0; i < count; ++i) {
    text += pieces.at(below(random, pieces.size()));
  }
  return text;
}

inline std::string random_id(random_source& random) {
  static constexpr std::string_view letters = "abcXYZ019_.-";
  std::string id;
  const auto count = 1 + below(random, limits::id_characters_max);
  for (std::uint64_t i = 0; i < count; ++i) {
    id += letters.at(below(random, letters.size()));
  }
  return id;
}

inline std::uint64_t random_number(random_source& random) {
  switch (below(random, 4)) {
  case 0:
    return below(random, 100);
  case 1:
    return limits::integer_max - below(random, 2);
  default:
    return random() & limits::integer_max;
  }
}

template <class T>
void fill_random(random_source& random,
                 std::string_view name,
                 std::size_t characters_max,
                 T& out) {
  if constexpr (std::same_as<T, bool>) {
    out = below(random, 2) == 0;
  } else if constexpr (std::integral<T>) {
    out = static_cast<T>(random_number(random));
  } else if constexpr (std::same_as<T, std::string>) {
    const std::size_t most
      = characters_max == 0 ? limits::name_characters_max : characters_max;
    out = name == "ref"
            ? random_id(random)
            : random_text(random, below(random, 8) == 0 ? most : 20);
  } else if constexpr (std::same_as<T, timestamp>) {
    out = from_unix_ms(static_cast<long long>(random_number(random)));
  } else if constexpr (std::same_as<T, duration>) {
    out = duration{random_number(random)};
  } else if constexpr (requires { out.has_value(); }) {
    if (below(random, 2) == 0) {
      fill_random(random, name, characters_max, out.emplace());
    }
  } else if constexpr (requires { out.emplace_back(); }) {
    for (auto n = below(random, 4); n > 0; --n) {
      fill_random(random, name, characters_max, out.emplace_back());
    }
  } else if constexpr (named_enum<T>) {
    out = names_of<T>.at(below(random, names_of<T>.size())).first;
  } else if constexpr (described<T>) {
    for_each_field<T>([&](const auto& f) {
      fill_random(random, f.name, f.characters_max, out.*f.member);
    });
  } else {
    out.value = random_id(random);
  }
}

// Rules between fields that random values would break.
inline void repair(auto& /*message*/) {}
inline void repair(wire::customer_say& m) {
  m.text = wire::is_blank(m.text) ? "x" : m.text;
}
inline void repair(wire::customer_form& m) {
  m.text = wire::is_blank(m.text) ? "x" : m.text;
}
inline void repair(wire::agent_say& m) {
  m.text = wire::is_blank(m.text) ? "x" : m.text;
}
inline void repair(wire::start_chat& m) {
  if (m.text && (!m.id || wire::is_blank(*m.text))) {
    m.text.reset();
  }
}
inline void repair(wire::read_chat& m) {
  if (m.limit) {
    m.limit = 1 + (*m.limit % limits::history_page_max);
  }
}
inline void repair(wire::transfer_chat& m) {
  if (m.queue) {
    m.agent.reset();
  } else if (!m.agent) {
    m.queue = queue_id{"q"};
  }
}
inline void repair(wire::set_status& m) {
  m.available = m.available || !m.reason;
}
inline void repair(wire::whisper_to_chat& m) {
  m.text = wire::is_blank(m.text) ? "x" : m.text;
}
inline void repair(wire::force_status& m) {
  if (!m.channels || m.available) {
    m.available = m.available.value_or(true) || !m.reason;
  }
}

/// @returns a message with random members that its speaker may send.
template <described Message>
Message random_message(random_source& random) {
  Message m;
  fill_random(random, "", 0, m);
  repair(m);
  return m;
}

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_WIRE_VALUES_HPP
