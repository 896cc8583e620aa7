// See pbx.hpp.
#include "tools/busy/pbx.hpp"

#include "tools/parleyctl/admin.hpp"

namespace parley::tools::busy {
namespace {

constexpr const char* phone_queue = "phone";
constexpr std::size_t calls_max = 2;

} // namespace

pbx::pbx(stage& on, telephony_access to, double per_minute)
    : on_{on}, to_{std::move(to)},
      per_minute_{per_minute}, run_{std::to_string(std::random_device{}())} {
  next_ = monotonic_now() + on_.time.seconds(10, 20);
}

bool pbx::tell_parley(const call_event& what) {
  try {
    tell(to_, what);
    return true;
  } catch (const control_failure&) {
    // Meanwhile withdrawn, or the server is away: the next look says.
    return false;
  }
}

void pbx::offer() {
  call c;
  c.id = "busy-" + run_ + "-" + std::to_string(++count_);
  c.gives_up = monotonic_now() + on_.time.seconds(60, 120);
  const auto& caller = people()[on_.time.one_of(people().size())];
  if (tell_parley(
        {"offered", c.id, phone_queue, std::string{caller.phone}, ""})) {
    calls_.push_back(std::move(c));
  }
}

void pbx::hear_orders() {
  std::vector<call_order> orders;
  try {
    orders = orders_after(to_, after_, 0);
  } catch (const control_failure&) {
    return;
  }
  for (const auto& order : orders) {
    const auto it = std::find_if(calls_.begin(), calls_.end(), [&](auto& each) {
      return each.id == order.call;
    });
    if (it == calls_.end() || it->is_answered) {
      continue;
    }
    if (order.order == "ring") {
      it->agent = order.agent;
      it->due = monotonic_now() + on_.time.seconds(3, 8);
    } else if (it->agent == order.agent) {
      it->agent.clear();
    }
  }
}

bool pbx::go_on(call& c) {
  const auto now = monotonic_now();
  if (c.is_answered) {
    if (now < c.due) {
      return true;
    }
    tell_parley({"ended", c.id, "", "", ""});
    return false;
  }
  if (now >= c.gives_up) {
    ++on_.seen.calls_lost;
    tell_parley({"ended", c.id, "", "", ""});
    return false;
  }
  if (!c.agent.empty() && now >= c.due) {
    if (tell_parley({"answered", c.id, "", "", c.agent})) {
      c.is_answered = true;
      c.due = now + on_.time.seconds(15, 40);
      ++on_.seen.calls_answered;
    } else {
      c.agent.clear();
    }
  }
  return true;
}

void pbx::tick() {
  if (per_minute_ <= 0) {
    return;
  }
  const auto now = monotonic_now();
  if (now >= next_ && calls_.size() < calls_max) {
    offer();
    next_ = now + on_.time.seconds(30 / per_minute_, 90 / per_minute_);
  }
  if (calls_.empty() || now < next_look_) {
    return;
  }
  next_look_ = now + on_.time.seconds(0.9, 1.1);
  hear_orders();
  std::erase_if(calls_, [this](call& each) { return !go_on(each); });
}

void pbx::close() {
  for (const auto& each : calls_) {
    tell_parley({"ended", each.id, "", "", ""});
  }
  calls_.clear();
}

} // namespace parley::tools::busy
