#include "tests/simulation/pbx.hpp"

#include <algorithm>

namespace parley::simulation {

namespace {

using namespace std::chrono_literals;
using kind = actors::telephony_event::kind_t;

constexpr std::size_t calls_at_once = 3;

std::string name_of(kind k) {
  switch (k) {
  case kind::offered:
    return "offers";
  case kind::answered:
    return "answers";
  case kind::refused:
    return "refuses";
  case kind::ended:
    break;
  }
  return "ends";
}

} // namespace

pbx::pbx(stage& s, const parley::company& where)
    : stage_{&s}, company_{&where} {}

actors::company_actor pbx::company() const {
  return stage_->parley.parley->companies->now()
    ->companies.at(company_->id)
    .company;
}

void pbx::attach(caf::actor aide) {
  aide_ = std::move(aide);
  life_ = std::make_shared<life>(life{this});
  poll();
}

void pbx::crash() {
  if (life_) {
    life_->owner = nullptr;
  }
  life_.reset();
  aide_ = nullptr;
  // Where it rings is told again by the server's next life.
  for (auto& [id, l] : lines_) {
    l.rings_at = {};
  }
}

void pbx::poll() {
  caf::anon_send(
    aide_,
    errand{[l = life_, to = company(), after = last_order_](
             caf::event_based_actor* self) {
      self->request(to, caf::infinite, actors::poll_orders{after, 5s})
        .then(
          [l](const actors::orders_polled& answer) {
            if (l->owner == nullptr) {
              return;
            }
            for (const auto& o : answer.orders) {
              l->owner->obey(o);
            }
            l->owner->last_order_ = answer.last;
            l->owner->poll();
          },
          [](const caf::error&) {});
    }});
}

void pbx::obey(const actors::telephony_order& o) {
  stage_->notes.note("pbx of " + company_->id.value + " is to "
                     + (o.ring ? "ring " : "withdraw ") + o.call.value + " at "
                     + o.agent.value);
  auto& l = lines_[o.call];
  if (o.ring) {
    l.rings_at = o.agent;
  } else if (l.rings_at == o.agent) {
    l.rings_at = {};
  }
}

void pbx::tell(kind k, const call_id& call, const agent_id& agent) {
  actors::telephony_event e;
  e.kind = k;
  e.call = call;
  e.queue = lines_[call].queue;
  e.caller = "+49 " + call.value;
  e.agent = agent;
  stage_->notes.note("pbx of " + company_->id.value + " " + name_of(k) + " "
                     + call.value + " " + agent.value);
  caf::anon_send(aide_, errand{[e, to = company()](caf::event_based_actor* s) {
                   s->request(to, 20s, e)
                     .then([](const actors::telephony_answer&) {},
                           [](const caf::error&) {});
                 }});
}

void pbx::offer() {
  std::vector<queue_id> queues;
  for (const auto& [id, q] : company_->queues) {
    if (q.channel == channel::call) {
      queues.push_back(id);
    }
  }
  const call_id id{stage_->fresh("call")};
  lines_[id].queue = stage_->luck.pick(queues);
  tell(kind::offered, id, {});
}

std::size_t pbx::open_calls() const {
  return static_cast<std::size_t>(
    std::count_if(lines_.begin(), lines_.end(), [](const auto& l) {
      return !l.second.over;
    }));
}

void pbx::act() {
  auto& luck = stage_->luck;
  if (open_calls() < calls_at_once && luck.one_in(4)) {
    offer();
    return;
  }
  std::vector<call_id> open;
  for (const auto& [id, l] : lines_) {
    if (!l.over || luck.one_in(20)) {
      open.push_back(id);
    }
  }
  if (open.empty()) {
    return;
  }
  const auto id = luck.pick(open);
  auto& l = lines_.at(id);
  switch (luck.weighted({8, 2, 2, 1})) {
  case 0:
    if (!l.rings_at.empty()) {
      tell(kind::answered, id, l.rings_at);
    }
    break;
  case 1:
    if (!l.rings_at.empty()) {
      tell(kind::refused, id, l.rings_at);
    }
    break;
  case 2:
    l.over = true;
    tell(kind::ended, id, {});
    break;
  default:
    if (!l.over) {
      tell(kind::offered, id, {});
    }
    break;
  }
}

bool pbx::finish() {
  bool all = true;
  for (auto& [id, l] : lines_) {
    const auto& calls = stage_->books.calls();
    const auto found = calls.find({company_->id, id});
    if (found != calls.end()
        && !std::holds_alternative<call::closed>(found->second.phase)) {
      l.over = true;
      tell(kind::ended, id, {});
      all = false;
    }
  }
  return all;
}

void pbx::check_at_rest() {
  for (const auto& [key, c] : stage_->books.calls()) {
    if (key.first != company_->id) {
      continue;
    }
    const auto* rings = std::get_if<call::alerting>(&c.phase);
    const auto known = lines_.find(c.id);
    const auto at = known == lines_.end() ? agent_id{} : known->second.rings_at;
    if (rings != nullptr && at != rings->agent) {
      stage_->notes.wrong("4.18: the PBX does not know that " + c.id.value
                          + " is to ring at " + rings->agent.value);
    }
    if (std::holds_alternative<call::queued>(c.phase) && !at.empty()) {
      stage_->notes.wrong("4.18: the PBX does not know that " + c.id.value
                          + " is to ring no more");
    }
  }
}

} // namespace parley::simulation
