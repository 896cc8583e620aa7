// What all sockets and resources share. Knows no Beast.
#ifndef PARLEY_GATEWAY_CORE_HPP
#define PARLEY_GATEWAY_CORE_HPP

#include "actors/actors.hpp"
#include "gateway/desk_sockets.hpp"
#include "gateway/file_transfers.hpp"
#include "gateway/http.hpp"
#include "gateway/identity.hpp"
#include "gateway/options.hpp"
#include "gateway/static_files.hpp"
#include "gateway/throttle.hpp"
#include "protocol/widget_limits.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <variant>

namespace parley::gateway {

class mailer;
class upkeep;
class worker_threads;

struct core {
  gateway::options options;
  storage::store* store = nullptr;
  actors::surroundings* world = nullptr;
  caf::actor_system* system = nullptr;
  actors::running running;
  std::unique_ptr<gateway::identity> identity;
  std::unique_ptr<static_files> files;
  std::unique_ptr<throttle> new_sessions;
  /// What is logged of requests that no PBX of ours has signed.
  throttle unsigned_words{limits::logins_per_minute_max,
                          std::chrono::minutes{1}};
  /// Per login (E2).
  throttle api_requests{limits::api_requests_per_minute_max,
                        std::chrono::minutes{1}};
  /// Of pages on other websites, per address.
  throttle widget_requests{limits::widget_requests_per_minute_max,
                           std::chrono::minutes{1}};
  std::unique_ptr<file_transfers> transfers;
  desk_sockets desks;
  /// For requests that wait for the disk.
  std::shared_ptr<worker_threads> disk_threads;
  /// For what takes all contacts in or out, and how many do.
  std::shared_ptr<worker_threads> transfer_threads;
  std::atomic<std::size_t> contact_transfers{0};
  std::shared_ptr<gateway::upkeep> upkeep;
  std::shared_ptr<mailer> mails;
  http_router public_routes;
  http_router admin_routes;
  std::string admin_token;
  bool secure = false;
  /// A piece of a body that goes piece by piece must be through by then.
  duration piece_within = limits::file_piece_within;
  std::atomic<bool> stopping{false};
};

/// Asks an actor and answers on one of CAF's threads; never blocks.
template <class Answer, class Handle, class Done, class Failed, class... Ts>
void ask(caf::actor_system& system,
         const Handle& to,
         duration within,
         Done done,
         Failed failed,
         Ts... message) {
  system.spawn([=](caf::event_based_actor* self) {
    self->request(to, within, message...)
      .then([done](const Answer& a) { done(a); },
            [failed](const caf::error&) { failed(); });
  });
}

/// May this hello come in, and as whom? Pure but for the ticket it redeems.
struct admission {
  core& world;
  std::string address;
  std::string origin;
  /// `Host` of the upgrade.
  std::string host;
  /// Of an admitted agent: the login that opened the desk.
  std::string login;

  [[nodiscard]] std::variant<actors::admitted_visitor, refusal>
  admit(const wire::visitor_hello& hello) const;
  [[nodiscard]] std::variant<actors::admitted_agent, refusal>
  admit(const wire::agent_hello& hello);
  /// Is it a page of a website that the service lists?
  [[nodiscard]] bool may_use(const service_config& service) const;

private:
  /// The demo's website is served by Parley itself, under whatever name and
  /// port a browser reaches it; so no list of origins can know it.
  [[nodiscard]] bool is_demo_page() const;
  /// Reads what the website has signed. @returns why they may not come in.
  [[nodiscard]] std::optional<refusal>
  introduce(const wire::visitor_hello& hello,
            actors::admitted_visitor& who) const;
};

/// @returns true if a request with this Origin comes from this host's own pages
/// or from no page at all.
[[nodiscard]] bool same_origin(const std::string& origin,
                               const std::string& host);

/// RFC 9457. @param status if it is not the usual one of `why`
[[nodiscard]] http_response problem(const refusal& why,
                                    std::optional<duration> retry_after = {},
                                    std::optional<unsigned> status = {});

void add_login_routes(core& c);
void add_configuration_routes(core& c);
void add_calendar_routes(core& c);
void add_flow_routes(core& c);
void add_password_routes(core& c);
void add_second_factor_routes(core& c);
void add_api_token_routes(core& c);
void add_audit_routes(core& c);
void add_supervision_routes(core& c);
void add_user_login_routes(core& c);
/// Before the routes of contacts.
void add_contact_transfer_routes(core& c);
void add_contact_routes(core& c);
void add_erasure_routes(core& c);
void add_transcript_routes(core& c);
void add_chat_routes(core& c);
/// Settings of boxes, files of customers and agents (W1, W2).
void add_widget_routes(core& c);
/// Keys of websites (W8).
void add_site_key_routes(core& c);
void add_telephony_routes(core& c);
void add_document_routes(core& c);
void add_admin_routes(core& c);
void add_health_routes(core& c);
// For operators: mails that wait or are dead (M5).
void list_mails(core& c, const http_request& r, const respond& answer);
void retry_mail(core& c, const http_request& r, const respond& answer);
void drop_mail(core& c, const http_request& r, const respond& answer);
/// Live figures of one company or all (K1).
void show_figures(const core& c, const http_request& r, const respond& answer);
/// Prometheus text.
[[nodiscard]] std::string metrics_text(const core& c);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_CORE_HPP
