#include "gateway/upkeep.hpp"

#include "protocol/crm_limits.hpp"
#include "storage/audit.hpp"

#include <algorithm>
#include <utility>

namespace parley::gateway {

namespace {

using storage::erasure_step;
using storage::store_error;

/// How soon what had to wait is looked at again, and all else.
constexpr auto soon = std::chrono::seconds{5};
constexpr auto seldom = std::chrono::minutes{1};

} // namespace

/// Texts that are gone from what is read and not yet from the files.
struct upkeep::due_rewrite {
  std::vector<std::string> erasures;
  bool retention = false;

  [[nodiscard]] bool any() const { return retention || !erasures.empty(); }
};

timestamp last_night(timestamp now) {
  return std::chrono::floor<std::chrono::days>(now - limits::retention_hour)
         + limits::retention_hour;
}

upkeep::upkeep(upkeep_world world) : world_{std::move(world)} {}

upkeep::~upkeep() {
  stop();
}

storage::erase_more upkeep::also_of(const company_id& company) const {
  if (!world_.erase_more) {
    return {};
  }
  return [this, company](const chat_id& chat) {
    return world_.erase_more(company, chat);
  };
}

result<bool, store_error> upkeep::erase_asked(const company& c,
                                              due_rewrite& rewrite) {
  const storage::erasures all{*world_.store};
  const auto listed = all.list(c.id);
  if (!listed) {
    return listed.error();
  }
  bool later = false;
  for (const auto& x : listed.value()) {
    auto said = x.phase == erasure_phase::finished ? erasure_step::over
                                                   : erasure_step::more;
    while (said == erasure_step::more) {
      if (stopping_) {
        return true;
      }
      const auto step = all.go_on(
        c.id, x.id, world_.time->now() - world_.lingers, also_of(c.id));
      if (!step) {
        return step.error();
      }
      said = step.value();
    }
    later = later || said == erasure_step::later;
    if (said == erasure_step::rewrite) {
      rewrite.erasures.push_back(x.id);
    }
  }
  return later;
}

result<done, store_error> upkeep::apply_rules(const company& c,
                                              due_rewrite& rewrite) {
  const storage::erasures all{*world_.store};
  const auto state = all.retention_of(c.id);
  if (!state) {
    return state.error();
  }
  const auto now = world_.time->now();
  const bool has_rules = !storage::rules_of(state.value(), c).empty();
  const bool under_way = state.value().phase != erasure_phase::finished;
  if (!under_way && (!has_rules || state.value().begun >= last_night(now))) {
    return done{};
  }
  if (auto begun = all.begin_retention(c, now); !begun) {
    return std::move(begun).error();
  }
  auto said = erasure_step::more;
  while (said == erasure_step::more) {
    if (stopping_) {
      return done{};
    }
    const auto step = all.go_on_retention(c.id, also_of(c.id));
    if (!step) {
      return step.error();
    }
    said = step.value();
  }
  rewrite.retention = said == erasure_step::rewrite;
  return done{};
}

result<done, store_error> upkeep::finish(const company& c,
                                         const due_rewrite& rewrite) {
  if (!rewrite.any()) {
    return done{};
  }
  if (auto clean = world_.store->scrub(c.id); !clean) {
    return clean;
  }
  const storage::erasures all{*world_.store};
  const auto now = world_.time->now();
  storage::audit_entry entry;
  entry.at = now;
  for (const auto& id : rewrite.erasures) {
    const auto x = all.read(c.id, id);
    if (!x) {
      return x.error();
    }
    entry.who = x.value().by;
    entry.act = "conversations.deleted";
    entry.object_kind = "contacts";
    entry.object = x.value().contact.value;
    entry.details
      = {{"conversations", std::to_string(x.value().erased)}, {"deletion", id}};
    if (auto kept = storage::record_audit(*world_.store, c.id, entry); !kept) {
      return store_error{kept.error()};
    }
    if (auto ended = all.finish(c.id, id, now); !ended) {
      return std::move(ended).error();
    }
  }
  if (!rewrite.retention) {
    return done{};
  }
  const auto state = all.retention_of(c.id);
  if (!state) {
    return state.error();
  }
  entry.who = {};
  entry.act = "conversations.expired";
  entry.object_kind = "company";
  entry.object = c.id.value;
  entry.details = {{"conversations", std::to_string(state.value().erased)}};
  if (auto kept = storage::record_audit(*world_.store, c.id, entry); !kept) {
    return store_error{kept.error()};
  }
  return all.finish_retention(c.id);
}

bool upkeep::look_after(const company_ptr& c) {
  due_rewrite rewrite;
  const auto failed = [&](const store_error& why) {
    world_.log->write(actors::log_level::error,
                      "upkeep_failed",
                      {{"company", c->id.value}, {"error", why.text}});
    return true;
  };
  const auto asked = erase_asked(*c, rewrite);
  if (!asked) {
    return failed(asked.error());
  }
  if (const auto ruled = apply_rules(*c, rewrite); !ruled) {
    return failed(ruled.error());
  }
  if (stopping_) {
    return true;
  }
  if (const auto finished = finish(*c, rewrite); !finished) {
    return failed(finished.error());
  }
  return asked.value();
}

bool upkeep::run_once() {
  bool later = false;
  for (const auto& c : world_.companies()) {
    if (stopping_) {
      return true;
    }
    later = look_after(c) || later;
  }
  return later;
}

void upkeep::start() {
  thread_ = std::thread{[this] {
    while (!stopping_) {
      const auto pause = run_once()
                           ? std::chrono::duration_cast<duration>(soon)
                           : std::chrono::duration_cast<duration>(seldom);
      std::unique_lock lock{mutex_};
      something_.wait_for(lock, pause, [this] { return poked_ || stopping_; });
      poked_ = false;
    }
  }};
}

void upkeep::poke() {
  {
    const std::lock_guard lock{mutex_};
    poked_ = true;
  }
  something_.notify_one();
}

void upkeep::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  something_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

} // namespace parley::gateway
