// How a chat session runs its flow: goes on with it, keeps what follows, asks
// queues and other servers. A part of the session's shell (`Shell`), for
// chat_session_actor.cpp only.
#ifndef PARLEY_ACTORS_CHAT_SESSION_FLOW_HPP
#define PARLEY_ACTORS_CHAT_SESSION_FLOW_HPP

#include "actors/actors.hpp"
#include "actors/domain/flow_text.hpp"
#include "actors/flow_runner.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace parley::actors {

/// The request to another server that is under way.
struct pending_fetch {
  std::uint64_t n = 0;
  std::string node;
  bool waits = false;
};

template <class Shell>
struct session_flow {
  Shell me;

  [[nodiscard]] const chat::state& machine() const {
    return me.self->state.machine;
  }
  [[nodiscard]] const parley::company& config() const {
    return *me.ports.config;
  }
  [[nodiscard]] bool is_in_flow() const {
    return me.phase() == phase_name::flow;
  }

  /// What follows from `in` where the chat stands.
  /// @param fresh what will be known by then and is not yet
  [[nodiscard]] std::vector<flow::effect>
  step(const flow::input& in, const flow::variables& fresh = {}) const {
    const auto* g = graph_of(config(), machine());
    if (g == nullptr) {
      return {flow::send_line{std::string{flow::apology}, false},
              flow::finish{true}};
    }
    auto around = surroundings_of(config(), machine(), me.now());
    for (const auto& [name, value] : fresh) {
      around.known.insert_or_assign(name, value);
    }
    return within_bounds(flow::step(*g, place_of(machine()), in, around),
                         machine());
  }

  /// Keeps `first` and the effects, then does what the last one asks for.
  template <class Then>
  void run(std::vector<chat::request> first,
           const std::vector<flow::effect>& effects,
           Then then) const {
    auto requests = std::move(first);
    auto more = commands_of(effects);
    std::move(more.begin(), more.end(), std::back_inserter(requests));
    const auto last
      = effects.empty() ? std::optional<flow::effect>{} : effects.back();
    me.run(requests, [*this, last, then](const auto& r) mutable {
      then(r);
      if (!r.refused && last) {
        std::visit([this](const auto& e) { this->goes_on_by(e); }, *last);
      }
    });
  }

  /// Goes on where it stands, because of `in`.
  void go_on(const flow::input& in,
             std::vector<chat::request> first = {}) const {
    run(
      std::move(first), step(in), [*this](const auto& r) { me.look_ahead(r); });
  }

  /// After a restart, or when what could not be stored is tried again. What
  /// waits for the customer waits on, by its old time.
  void resume() const {
    const auto* node = node_of(graph_of(config(), machine()), machine());
    const auto* at = std::get_if<chat::in_flow>(&machine().phase);
    if (at != nullptr && at->time_is_up && me.now() >= *at->time_is_up) {
      go_on(flow::time_is_up{});
    } else if (node != nullptr && listens(*node)) {
      hear();
    } else if (at != nullptr && (at->time_is_up || shows_form(node))) {
      me.arm();
    } else {
      go_on(flow::resumed{});
    }
  }

  /// The customer has written.
  void hear() const {
    const auto* node = node_of(graph_of(config(), machine()), machine());
    if (is_in_flow() && node != nullptr && listens(*node)
        && machine().unheard) {
      go_on(flow::heard{});
    } else {
      me.arm();
    }
  }

  /// @returns whether time was up.
  [[nodiscard]] bool wake_up() const {
    const auto* at = std::get_if<chat::in_flow>(&machine().phase);
    if (at == nullptr || !at->time_is_up || me.now() < *at->time_is_up) {
      return false;
    }
    go_on(flow::time_is_up{});
    return true;
  }

  /// Lines for a customer whom an agent meets with this request (F2).
  [[nodiscard]] std::vector<chat::request>
  greetings(const chat::request& r) const {
    const bool first
      = std::holds_alternative<chat::activate>(r.what)
        && !machine().first_activated && me.phase() == phase_name::allocated
        && !(r.id && chat::find_command(machine(), *r.id) != nullptr);
    return first && machine().channel == channel::webchat
             ? commands_of(step(flow::connected{}))
             : std::vector<chat::request>{};
  }

  // --- The form. -----------------------------------------------------------

  [[nodiscard]] caf::typed_response_promise<chat_answer>
  submit(const submit_form& form) const {
    auto promise = me.self->template make_response_promise<chat_answer>();
    const auto* node = node_of(graph_of(config(), machine()), machine());
    if (!is_in_flow() || !shows_form(node)) {
      const bool sent
        = form.text.id
          && chat::find_message(
            machine(), speaker::customer, std::nullopt, *form.text.id);
      promise.deliver(chat_answer{
        me.snapshot(),
        sent ? std::nullopt
             : std::optional{refusal{refusal_code::not_in_this_state}},
        {},
        {}});
      return promise;
    }
    if (!flow::accepted(flow::answer_kind::email, form.email)) {
      promise.deliver(chat_answer{
        me.snapshot(), refusal{refusal_code::invalid_value, "email"}, {}, {}});
      return promise;
    }
    const auto& queue = std::get<flow::offline_form>(*node).queue;
    if (queue.empty()) {
      keep(form, promise);
      return promise;
    }
    // First the work item: a crash between the two leaves one too many, never
    // one too few.
    file_work_item item;
    item.item.queue = queue_id{flow::resolved(
      queue.value, surroundings_of(config(), machine(), me.now()))};
    item.item.title = wire::first_characters(
      form.name.empty() ? form.email : form.name, limits::name_characters_max);
    item.item.text = wire::first_characters(form.name + " <" + form.email
                                              + ">\n\n" + form.text.text,
                                            limits::text_characters_max);
    me.self->request(me.company, limits::request_within, item)
      .await(
        [*this, form, promise](const work_item_filed& filed) mutable {
          if (filed.refused) {
            promise.deliver(chat_answer{me.snapshot(), filed.refused, {}, {}});
          } else {
            keep(form, promise);
          }
        },
        [*this, promise](const caf::error&) mutable {
          promise.deliver(chat_answer{me.snapshot(),
                                      refusal{refusal_code::unavailable},
                                      limits::retry_after_failure,
                                      {}});
        });
    return promise;
  }

  void keep(const submit_form& form,
            caf::typed_response_promise<chat_answer> promise) const {
    run({{chat::set_variable{"customer_name", form.name}},
         {chat::set_variable{"customer_email", form.email}},
         {form.text}},
        step(flow::form_sent{},
             {{"customer_name", form.name}, {"customer_email", form.email}}),
        [*this, promise](const auto& r) mutable {
          promise.deliver(chat_answer{me.snapshot(), r.refused, {}, {}});
          me.look_ahead(r);
        });
  }

  // --- What the last effect asks for. --------------------------------------

  void goes_on_by(const flow::ask_queue& e) const {
    me.self
      ->request(
        me.company, limits::request_within, admit{e.queue, machine().id})
      .await(
        [*this, queue = e.queue](const admitted& answer) {
          if (!answer.refused) {
            me.run(chat::request{chat::enter_queue{queue}},
                   [*this](const auto& r) { me.look_ahead(r); });
            return;
          }
          switch (answer.refused->code) {
          case refusal_code::queue_full:
            is_refused(queue, cause::queue_full);
            break;
          case refusal_code::nobody_serves_queue:
            is_refused(queue, cause::nobody_there);
            break;
          default:
            fails(queue);
          }
        },
        [*this, queue = e.queue](const caf::error&) { fails(queue); });
  }
  void is_refused(const queue_id& queue, cause because) const {
    go_on(flow::refused_by_queue{}, {{chat::note_refusal{queue, because}}});
  }
  void fails(const queue_id& queue) const {
    go_on(flow::queue_failed{},
          {{chat::note_refusal{queue, cause::internal_error}}});
  }

  void goes_on_by(const flow::look_at_queue& e) const {
    me.self->request(me.company, limits::request_within, look_at_queue{e.queue})
      .await(
        [*this](const queue_looked& q) {
          if (q.refused) {
            go_on(flow::queue_failed{});
          } else {
            go_on(flow::queue_seen{q.agents, q.length, q.expected_wait});
          }
        },
        [*this](const caf::error&) { go_on(flow::queue_failed{}); });
  }

  /// Not awaited: the customer may write or leave meanwhile.
  void goes_on_by(const flow::fetch& e) const {
    auto& pending = me.self->state.fetching;
    pending = {pending.n + 1, e.node, true};
    auto* web = me.ports.world->web;
    if (web == nullptr) {
      me.self->send(me.self, web_answered{pending.n, {}});
      return;
    }
    web->fetch(request_of(e, config().id),
               [to = me.handle(), n = pending.n](web_answer answer) {
                 caf::anon_send(to, web_answered{n, std::move(answer)});
               });
  }
  void hear(const web_answered& a) const {
    auto& pending = me.self->state.fetching;
    if (!pending.waits || a.n != pending.n || !is_in_flow()
        || machine().flow_node != pending.node) {
      return;
    }
    pending.waits = false;
    if (!a.answer.good) {
      me.ports.world->log->write(log_level::info,
                                 "flow_request_failed",
                                 {{"company", config().id.value},
                                  {"flow", machine().flow.value},
                                  {"node", pending.node},
                                  {"why", a.answer.failure}});
    }
    go_on(flow::answered{a.answer.good, a.answer.found});
  }

  template <class Effect>
  void goes_on_by(const Effect& /*unused*/) const {}

private:
  [[nodiscard]] static bool listens(const flow::node& n) {
    return std::holds_alternative<flow::menu>(n)
           || std::holds_alternative<flow::ask>(n)
           || std::holds_alternative<flow::branch_on_chat>(n);
  }
  [[nodiscard]] static bool shows_form(const flow::node* n) {
    return n != nullptr && std::holds_alternative<flow::offline_form>(*n);
  }
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_CHAT_SESSION_FLOW_HPP
