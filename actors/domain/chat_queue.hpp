// What waits in one queue: admission, order, positions, estimates,
// announcements (behaviour 5). Pure. It proposes; it never decides who owns a
// chat. A class with methods, not decide/apply: a queue is a view, nothing of
// it is stored, and 10,000 entries are not copied per event.
#ifndef PARLEY_ACTORS_DOMAIN_CHAT_QUEUE_HPP
#define PARLEY_ACTORS_DOMAIN_CHAT_QUEUE_HPP

#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/refusal_code.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::queue {

/// N1. `text` holds `<position>` or `<time>`.
struct announcement {
  /// On the value at entry: the position, or the minutes of the estimate.
  struct bounds {
    std::optional<int> at_least;
    std::optional<int> at_most;
    friend bool operator==(const bounds&, const bounds&) = default;
  };
  std::string text;
  /// Absent: once, after entry.
  std::optional<duration> every;
  /// Absent: always. An estimate that is unknown at entry fulfils none.
  std::optional<bounds> condition = {};
  friend bool operator==(const announcement&, const announcement&) = default;
};

struct settings {
  std::size_t length_max = limits::queue_length_default;
  /// Q1: may wait though nobody is there.
  bool wait_when_nobody = false;
  std::optional<queue::announcement> announcement;
  friend bool operator==(const settings&, const settings&) = default;
};

/// A waiting item. `item` is the id of a chat or a call.
struct entry {
  std::string item;
  parley::channel channel = parley::channel::webchat;
  timestamp enqueued;
  std::string customer_name;
  std::string last_line;
  friend bool operator==(const entry&, const entry&) = default;
};

/// An announcement or position that a waiting customer is to be told.
struct notice {
  std::string item;
  std::size_t position = 0;
  std::optional<duration> estimate;
  /// Filled in; empty: only the position is told.
  std::string announcement;
};

class waiting_list {
public:
  explicit waiting_list(queue::settings s);
  ~waiting_list();
  waiting_list(waiting_list&&) noexcept;
  waiting_list& operator=(waiting_list&&) noexcept;
  waiting_list(const waiting_list&) = delete;
  waiting_list& operator=(const waiting_list&) = delete;

  void change(queue::settings s);

  /// Asks for a place; a yes holds it until `put` or `release` (Q2).
  /// @returns absent, or `queue_full`, `nobody_serves_queue`.
  [[nodiscard]] std::optional<refusal> admit(const std::string& item);
  void release(const std::string& item);

  /// Enters an item at the place of its `enqueued` (T4), or changes one that is
  /// here. Returning items enter also above the maximum: nothing acknowledged
  /// is lost. @returns false if nothing changed.
  bool put(const queue::entry& e, timestamp now);
  /// @returns false if it was not here.
  bool remove(const std::string& item);
  /// N2: an item was answered after waiting so long.
  void answered(duration waited);
  /// How many agents are there (Q2).
  void serving(std::size_t agents);

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] bool contains(const std::string& item) const;
  /// 1 + those served earlier; O(log n). Absent if it is not here.
  [[nodiscard]] std::optional<std::size_t>
  position(const std::string& item) const;
  /// Steps through its order that this list has made so far: how its work grows
  /// with its length.
  [[nodiscard]] std::uint64_t steps() const noexcept;
  /// The first `count` items in order.
  [[nodiscard]] std::vector<entry> head(std::size_t count) const;
  [[nodiscard]] const entry* find(const std::string& item) const;
  /// N2; absent before the first sample.
  [[nodiscard]] std::optional<duration> estimate(const std::string& item,
                                                 timestamp now) const;
  /// N2: of an item that comes now; absent before the first sample.
  [[nodiscard]] std::optional<duration> expected() const;
  /// Q2: who must leave because nobody is there and they may not wait.
  [[nodiscard]] std::vector<std::string> stranded() const;

  /// What is due to be told at `now`: the first right after entry, positions of
  /// the first `positions_told_at_once_max` when they changed, the others every
  /// `position_refresh`, announcements as set (N1).
  [[nodiscard]] std::vector<notice> due(timestamp now);
  [[nodiscard]] std::optional<timestamp> next_deadline() const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace parley::queue

#endif // PARLEY_ACTORS_DOMAIN_CHAT_QUEUE_HPP
