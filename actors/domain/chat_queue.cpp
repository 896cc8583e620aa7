#include "actors/domain/chat_queue.hpp"

#include "actors/domain/expected_wait.hpp"

#include <algorithm>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace parley::queue {

namespace {

/// Place in the queue: T4's original time, then the id.
using place = std::pair<timestamp, std::string>;

/// Compares two places, and counts it.
struct counted_less {
  std::uint64_t* steps = nullptr;
  bool operator()(const place& a, const place& b) const {
    ++*steps;
    return a < b;
  }
};

/// A red-black tree that knows the rank of each node.
using ranked_places
  = __gnu_pbds::tree<place,
                     __gnu_pbds::null_type,
                     counted_less,
                     __gnu_pbds::rb_tree_tag,
                     __gnu_pbds::tree_order_statistics_node_update>;

struct waiting {
  queue::entry entry;
  /// When its position or announcement is due next.
  std::optional<timestamp> due;
  std::optional<timestamp> announce_at;
  std::size_t told_position = 0;
};

void replace_all(std::string& text,
                 std::string_view what,
                 const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

} // namespace

struct waiting_list::impl {
  queue::settings settings;
  std::uint64_t steps = 0;
  ranked_places places{counted_less{&steps}};
  std::unordered_map<std::string, waiting> items;
  std::set<std::pair<timestamp, std::string>> timers;
  std::unordered_set<std::string> reserved;
  std::size_t agents = 0;
  queue::expected_wait expected;

  void schedule(waiting& w, std::optional<timestamp> at) {
    if (w.due) {
      timers.erase({*w.due, w.entry.item});
    }
    w.due = at;
    if (at) {
      timers.insert({*at, w.entry.item});
    }
  }

  /// The first customers learn at once that their position changed. "At once":
  /// before any time that `due` is asked for.
  void wake_head() {
    std::size_t n = 0;
    for (auto it = places.begin();
         it != places.end() && n < limits::positions_told_at_once_max;
         ++it, ++n) {
      auto& w = items.at(it->second);
      if (w.told_position != n + 1 && w.entry.channel == channel::webchat) {
        schedule(w, timestamp{});
      }
    }
  }
  /// Tells those at `rank` and behind, as far as they belong to the first.
  void wake_behind(std::size_t rank) {
    if (rank <= limits::positions_told_at_once_max && rank <= items.size()) {
      wake_head();
    }
  }

  /// What an item is to be told at `now`, and when next.
  notice tell(waiting& w, timestamp now) const {
    notice n;
    n.item = w.entry.item;
    n.position = rank(w.entry);
    n.estimate = estimate(w.entry, now);
    if (w.announce_at && *w.announce_at <= now) {
      n.announcement = announce(n);
      w.announce_at = next_announcement(now);
    }
    return n;
  }
  [[nodiscard]] std::string announce(const notice& n) const {
    const auto& set = settings.announcement;
    const auto value = set ? value_of(n) : std::nullopt;
    if (!value) {
      return {};
    }
    auto text = set->text;
    replace_all(text, "<position>", std::to_string(*value));
    replace_all(text, "<time>", std::to_string(*value));
    return text;
  }
  /// What is announced: the position, or minutes, rounded up; absent: unknown.
  [[nodiscard]] std::optional<long long> value_of(const notice& n) const {
    if (settings.announcement->text.find("<time>") == std::string::npos) {
      return static_cast<long long>(n.position);
    }
    if (!n.estimate) {
      return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::minutes>(*n.estimate).count();
  }
  /// N1: does the value at entry fulfil the condition?
  [[nodiscard]] bool announces(const queue::entry& e, timestamp now) const {
    if (!settings.announcement) {
      return false;
    }
    const auto& wanted = settings.announcement->condition;
    if (!wanted) {
      return true;
    }
    notice n;
    n.position = rank(e);
    n.estimate = estimate(e, now);
    const auto value = value_of(n);
    return value && (!wanted->at_least || *value >= *wanted->at_least)
           && (!wanted->at_most || *value <= *wanted->at_most);
  }
  [[nodiscard]] std::optional<timestamp>
  next_announcement(timestamp now) const {
    const auto& set = settings.announcement;
    if (!set || !set->every) {
      return std::nullopt;
    }
    // Never sooner than now: `due` goes on until nothing is due.
    return now + std::max(*set->every, limits::announcement_every_min);
  }
  [[nodiscard]] std::optional<duration> estimate(const queue::entry& e,
                                                 timestamp now) const {
    return expected.after(now - e.enqueued);
  }

  [[nodiscard]] std::size_t rank(const queue::entry& e) const {
    return places.order_of_key({e.enqueued, e.item}) + 1;
  }
};

waiting_list::waiting_list(queue::settings s) : impl_{new impl} {
  impl_->settings = std::move(s);
}
waiting_list::~waiting_list() = default;
waiting_list::waiting_list(waiting_list&&) noexcept = default;
waiting_list& waiting_list::operator=(waiting_list&&) noexcept = default;

void waiting_list::change(queue::settings s) {
  impl_->settings = std::move(s);
}

std::optional<refusal> waiting_list::admit(const std::string& item) {
  auto& q = *impl_;
  if (q.items.contains(item) || q.reserved.contains(item)) {
    return std::nullopt;
  }
  if (q.agents == 0 && !q.settings.wait_when_nobody) {
    return refusal{refusal_code::nobody_serves_queue};
  }
  if (q.items.size() + q.reserved.size() >= q.settings.length_max) {
    return refusal{refusal_code::queue_full,
                   std::to_string(q.settings.length_max)};
  }
  q.reserved.insert(item);
  return std::nullopt;
}

void waiting_list::release(const std::string& item) {
  impl_->reserved.erase(item);
}

bool waiting_list::put(const queue::entry& e, timestamp now) {
  auto& q = *impl_;
  q.reserved.erase(e.item);
  const auto known = q.items.find(e.item);
  if (known != q.items.end()) {
    auto& w = known->second;
    if (w.entry == e) {
      return false;
    }
    const auto before = q.rank(w.entry);
    const bool elsewhere = w.entry.enqueued != e.enqueued;
    if (elsewhere) {
      q.places.erase({w.entry.enqueued, e.item});
      q.places.insert({e.enqueued, e.item});
    }
    w.entry = e;
    if (elsewhere) {
      q.wake_behind(std::min(before, q.rank(e)));
    }
    return true;
  }
  auto& w = q.items[e.item];
  w.entry = e;
  q.places.insert({e.enqueued, e.item});
  if (e.channel == channel::webchat) {
    // N1: first right after entry.
    if (q.announces(e, now)) {
      w.announce_at = now;
    }
    q.schedule(w, now);
  }
  // T4: one that returns stands before those who came later.
  q.wake_behind(q.rank(e) + 1);
  return true;
}

bool waiting_list::remove(const std::string& item) {
  auto& q = *impl_;
  q.reserved.erase(item);
  const auto known = q.items.find(item);
  if (known == q.items.end()) {
    return false;
  }
  const auto rank = q.rank(known->second.entry);
  q.schedule(known->second, std::nullopt);
  q.places.erase({known->second.entry.enqueued, item});
  q.items.erase(known);
  q.wake_behind(rank);
  return true;
}

void waiting_list::answered(duration waited) {
  impl_->expected.answered(waited);
}

void waiting_list::serving(std::size_t agents) {
  impl_->agents = agents;
}

std::size_t waiting_list::size() const noexcept {
  return impl_->items.size();
}

bool waiting_list::contains(const std::string& item) const {
  return impl_->items.contains(item);
}

std::optional<std::size_t>
waiting_list::position(const std::string& item) const {
  const auto known = impl_->items.find(item);
  if (known == impl_->items.end()) {
    return std::nullopt;
  }
  return impl_->rank(known->second.entry);
}

std::uint64_t waiting_list::steps() const noexcept {
  return impl_->steps;
}

std::vector<entry> waiting_list::head(std::size_t count) const {
  std::vector<entry> result;
  result.reserve(std::min(count, impl_->items.size()));
  for (const auto& p : impl_->places) {
    if (result.size() >= count) {
      break;
    }
    result.push_back(impl_->items.at(p.second).entry);
  }
  return result;
}

const entry* waiting_list::find(const std::string& item) const {
  const auto known = impl_->items.find(item);
  return known == impl_->items.end() ? nullptr : &known->second.entry;
}

std::optional<duration> waiting_list::estimate(const std::string& item,
                                               timestamp now) const {
  const auto known = impl_->items.find(item);
  if (known == impl_->items.end()) {
    return std::nullopt;
  }
  return impl_->estimate(known->second.entry, now);
}

std::optional<duration> waiting_list::expected() const {
  return impl_->expected.after(duration{0});
}

std::vector<std::string> waiting_list::stranded() const {
  std::vector<std::string> result;
  if (impl_->agents > 0 || impl_->settings.wait_when_nobody) {
    return result;
  }
  for (const auto& p : impl_->places) {
    result.push_back(p.second);
  }
  return result;
}

std::vector<notice> waiting_list::due(timestamp now) {
  auto& q = *impl_;
  std::vector<notice> notices;
  while (!q.timers.empty() && q.timers.begin()->first <= now) {
    auto& w = q.items.at(q.timers.begin()->second);
    auto n = q.tell(w, now);
    const bool is_news
      = n.position != w.told_position || !n.announcement.empty();
    w.told_position = n.position;
    auto next = now + limits::position_refresh;
    if (w.announce_at) {
      next = std::min(next, *w.announce_at);
    }
    q.schedule(w, next);
    if (is_news) {
      notices.push_back(std::move(n));
    }
  }
  return notices;
}

std::optional<timestamp> waiting_list::next_deadline() const {
  if (impl_->timers.empty()) {
    return std::nullopt;
  }
  return impl_->timers.begin()->first;
}

} // namespace parley::queue
