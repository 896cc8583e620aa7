// Reads from the store on a thread of its own, so that neither the writer nor
// the sessions wait for a disk that seeks. Stateless.
#include "actors/actors.hpp"
#include "actors/guard.hpp"
#include "actors/inspection_log.hpp"

namespace parley::actors {

namespace {

struct history_state {
  static constexpr const char* name = "history";
  std::uint64_t reads = 0;
  timestamp born;
};

/// Whispers are few, and asked for when a chat is shown: its events are looked
/// through, a page at a time.
whispers_read whispers_of(const storage::store& store, const read_whispers& r) {
  const storage::stream_id stream{
    r.company, storage::stream_kind::chat, r.chat.value};
  whispers_read answer;
  // Whisper n is event n or a later one.
  for (std::uint64_t from = r.after + 1;;) {
    auto page = store.read(stream, from, limits::history_page_max);
    if (!page) {
      answer.error = page.error();
      return answer;
    }
    for (auto& e : page.value()) {
      auto* whisper
        = std::get_if<chat::chat_whispered>(&std::get<chat::event>(e));
      if (whisper != nullptr && whisper->whisper > r.after) {
        answer.whispers.push_back(std::move(*whisper));
      }
    }
    if (page.value().size() < limits::history_page_max) {
      return answer;
    }
    from += page.value().size();
  }
}

history_actor::behavior_type
history(history_actor::stateful_pointer<history_state> self,
        const surroundings* world,
        const storage::store* store) {
  guard(self, world, "history");
  self->state.born = world->time->now();
  return {
    [self, store](const read_lines& r) {
      ++self->state.reads;
      const auto limit = std::min(r.limit, limits::history_page_max);
      auto lines = r.backwards
                     ? store->entries_before(r.company, r.chat, r.before, limit)
                     : store->entries_after(r.company, r.chat, r.after, limit);
      lines_read answer;
      if (lines) {
        answer.lines = std::move(lines).value();
      } else {
        answer.error = lines.error();
      }
      return answer;
    },
    [self, store](const read_whispers& r) {
      ++self->state.reads;
      return whispers_of(*store, r);
    },
    [self, store](const load_chat& r) {
      ++self->state.reads;
      auto loaded = store->load_chat(r.company, r.chat);
      chat_loaded answer;
      if (loaded) {
        answer.chat = std::move(loaded).value();
      } else if (loaded.error().code != storage::store_errc::not_found) {
        answer.error = loaded.error();
      }
      return answer;
    },
    [self, store](const load_call& r) {
      ++self->state.reads;
      auto loaded = store->load_call(r.company, r.call);
      call_loaded answer;
      if (loaded) {
        answer.call = std::move(loaded).value();
      } else if (loaded.error().code != storage::store_errc::not_found) {
        answer.error = loaded.error();
      }
      return answer;
    },
    [self, store](const list_streams& l) {
      ++self->state.reads;
      auto found = store->streams_since(l.company, l.since);
      streams_listed answer;
      if (found) {
        answer.streams = std::move(found).value();
      } else {
        answer.error = found.error();
      }
      return answer;
    },
    [self, store](const read_pieces& r) {
      pieces_read answer;
      for (const auto& stream : r.streams) {
        ++self->state.reads;
        auto piece = storage::read_for_figures(*store, stream, r.since);
        if (!piece) {
          answer.error = piece.error();
          break;
        }
        answer.pieces.push_back(std::move(piece).value());
      }
      return answer;
    },
    [self](const inspect&) {
      inspection i;
      i.kind = "history";
      i.id = "history";
      i.phase = "ready";
      i.mailbox = mailbox_length(self);
      i.born = self->state.born;
      i.detail = {{"reads", std::to_string(self->state.reads)}};
      return i;
    },
  };
}

} // namespace

history_actor spawn_history(caf::actor_system& system,
                            const surroundings* world,
                            const storage::store* store) {
  return world->settings.detached
           ? system.spawn<caf::detached>(history, world, store)
           : system.spawn(history, world, store);
}

} // namespace parley::actors
