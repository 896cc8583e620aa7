#include "storage/stream_piece.hpp"

#include "storage/event_codec.hpp"

#include <algorithm>
#include <iterator>

namespace parley::storage {

namespace {

constexpr std::size_t page = 500;

timestamp time_of(const event& e) {
  return std::visit(
    [](const auto& family) {
      return std::visit([](const auto& it) { return it.at; }, family);
    },
    e);
}

/// From here on it is known whether the agent is there.
bool says_presence(const event& e) {
  const auto* fact = std::get_if<agent::event>(&e);
  return fact != nullptr
         && (std::holds_alternative<agent::agent_logged_in>(*fact)
             || std::holds_alternative<agent::agent_logged_out>(*fact));
}

void forget_text(event& e) {
  if (auto* chat = std::get_if<chat::event>(&e)) {
    if (auto* line = std::get_if<chat::entry_written>(chat)) {
      line->text = {};
      line->id.reset();
      line->file.reset();
    } else if (auto* value = std::get_if<chat::flow_variable_set>(chat)) {
      value->text = {};
    } else if (auto* whisper = std::get_if<chat::chat_whispered>(chat)) {
      whisper->text = {};
      whisper->id.reset();
    }
  }
}

result<stream_piece, store_error> read_whole(const store& from,
                                             const stream_id& stream) {
  stream_piece piece{stream, 1, {}};
  for (;;) {
    auto more = from.read(stream, piece.events.size() + 1, page);
    if (!more) {
      return std::move(more).error();
    }
    const auto count = more.value().size();
    std::for_each(more.value().begin(), more.value().end(), forget_text);
    std::move(more.value().begin(),
              more.value().end(),
              std::back_inserter(piece.events));
    if (count < page) {
      return piece;
    }
  }
}

/// An agent's stream never ends; it is read from its end back.
result<stream_piece, store_error>
read_end(const store& from, const stream_id& stream, timestamp since) {
  const auto revision = from.revision(stream);
  if (!revision) {
    return revision.error();
  }
  stream_piece piece{stream, revision.value() + 1, {}};
  // Most often the last login is near.
  for (std::uint64_t size = 16; piece.first > 1; size *= 4) {
    const auto count = std::min(size, piece.first - 1);
    auto more = from.read(stream, piece.first - count, count);
    if (!more) {
      return std::move(more).error();
    }
    auto& events = more.value();
    piece.first -= events.size();
    std::move(
      piece.events.begin(), piece.events.end(), std::back_inserter(events));
    piece.events = std::move(events);
    const auto known
      = std::find_if(piece.events.begin(), piece.events.end(), says_presence);
    if (known != piece.events.end() && time_of(*known) < since) {
      break;
    }
  }
  return piece;
}

} // namespace

result<stream_piece, store_error>
read_for_figures(const store& from, const stream_id& stream, timestamp since) {
  return stream.kind == stream_kind::agent ? read_end(from, stream, since)
                                           : read_whole(from, stream);
}

void give(statistics::fold& to,
          const stream_id& stream,
          const std::vector<event>& events,
          std::size_t skipped) {
  const chat_id chat{stream.id};
  const call_id call{stream.id};
  const agent_id agent{stream.id};
  for (auto i = skipped; i < events.size(); ++i) {
    std::visit(overloaded{
                 [&](const chat::event& e) { to.take(chat, e); },
                 [&](const call::event& e) { to.take(call, e); },
                 [&](const agent::event& e) { to.take(agent, e); },
               },
               events[i]);
  }
}

} // namespace parley::storage
