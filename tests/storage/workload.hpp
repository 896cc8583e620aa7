// Appends that can be checked by anybody who knows the stream's name and
// revision: what event stands where is fixed. For tests that kill the writer.
#ifndef PARLEY_TESTS_STORAGE_WORKLOAD_HPP
#define PARLEY_TESTS_STORAGE_WORKLOAD_HPP

#include "storage/store.hpp"
#include "tests/storage/samples.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace parley::storage::testing {

/// Events of one chat of the workload; the last one closes it.
inline constexpr std::uint64_t events_per_chat = 30;
inline constexpr int chats_at_once = 8;

/// The event that stands at `revision` of the chat `id`.
inline event event_at(const std::string& id, std::uint64_t revision) {
  const auto ms = static_cast<long long>(revision);
  if (revision == 1) {
    return chat::event{started(ms)};
  }
  if (revision == events_per_chat) {
    return chat::event{closed(ms)};
  }
  std::string text = id + ":" + std::to_string(revision) + " ";
  text.resize(300, '.');
  return chat::event{line(ms, revision - 1, std::move(text))};
}

/// The chat number `k` of place `place`.
inline std::string chat_name(int place, int k) {
  return "c" + std::to_string(place) + "-" + std::to_string(k);
}

/// Where each chat stands; how far the writer came.
using progress = std::map<std::string, std::uint64_t>;

/// Goes on where the store stands, with random batches.
class workload {
public:
  workload(const store& db, std::uint64_t seed) : random_{seed} {
    for (int place = 0; place < chats_at_once; ++place) {
      position p{place, 0, 0};
      while ((p.revision = revision_in(db, p)) == events_per_chat) {
        ++p.chat;
      }
      positions_.push_back(p);
    }
  }

  /// @returns 1 to 12 appends of 1 to 3 events.
  std::vector<append> next_batch() {
    std::vector<append> batch;
    const auto size = 1 + random_() % 12;
    while (batch.size() < size) {
      auto& p = positions_[random_() % positions_.size()];
      append a{chat_stream(chat_name(p.place, p.chat)), p.revision, {}};
      const auto count = std::min<std::uint64_t>(1 + random_() % 3,
                                                 events_per_chat - p.revision);
      for (std::uint64_t i = 0; i < count; ++i) {
        a.events.push_back(event_at(a.stream.id, ++p.revision));
      }
      batch.push_back(std::move(a));
      if (p.revision == events_per_chat) {
        p = {p.place, p.chat + 1, 0};
      }
    }
    return batch;
  }

private:
  struct position {
    int place;
    int chat;
    std::uint64_t revision;
  };

  static std::uint64_t revision_in(const store& db, const position& p) {
    const auto found = db.revision(chat_stream(chat_name(p.place, p.chat)));
    return found ? found.value() : 0;
  }

  std::mt19937_64 random_;
  std::vector<position> positions_;
};

/// The chats that a store holds, by how far they are.
struct inventory {
  progress all;
  std::vector<std::string> open;
  std::size_t finished = 0;
};

/// Reads one chat, event by event. @returns false if it is not there.
inline bool take_stock(const store& db,
                       const std::string& id,
                       inventory& found,
                       std::string& wrong) {
  const auto events = db.read(chat_stream(id), 1, 10'000);
  if (!events) {
    wrong = id + ": " + events.error().text;
    return false;
  }
  const auto count = events.value().size();
  for (std::uint64_t r = 1; r <= count; ++r) {
    if (!(events.value()[r - 1] == event_at(id, r))) {
      wrong = id + " has another event at " + std::to_string(r);
    }
  }
  if (count == 0) {
    return false;
  }
  found.all[id] = count;
  if (count < events_per_chat) {
    found.open.push_back(id);
  } else {
    ++found.finished;
  }
  return true;
}

/// Compares what a store derives from its events with them.
inline void
check_views(const store& db, const inventory& found, std::string& wrong) {
  const auto chats = db.open_chats(acme);
  const auto rows = db.history(acme, at(1'000'000), 1'000'000);
  if (!chats || !rows) {
    wrong = "the views cannot be read";
    return;
  }
  std::vector<std::string> indexed;
  indexed.reserve(chats.value().size());
  for (const auto& c : chats.value()) {
    indexed.push_back(c.id.value);
  }
  if (indexed != found.open) {
    wrong = "the index of open chats is not what the events say";
  }
  if (rows.value().size() != found.finished) {
    wrong = "the history is not what the events say";
  }
  for (const auto& row : rows.value()) {
    if (row.entries != events_per_chat - 2) {
      wrong = "a row of the history has other lines";
    }
  }
}

/// What a store holds of the workload, checked event by event.
/// @returns where each chat stands; `wrong` says what is not as it should be.
inline progress inspect(const store& db, std::string& wrong) {
  inventory found;
  for (int place = 0; place < chats_at_once; ++place) {
    for (int k = 0; take_stock(db, chat_name(place, k), found, wrong); ++k) {
    }
  }
  std::sort(found.open.begin(), found.open.end());
  if (wrong.empty()) {
    check_views(db, found, wrong);
  }
  return found.all;
}

} // namespace parley::storage::testing

#endif // PARLEY_TESTS_STORAGE_WORKLOAD_HPP
