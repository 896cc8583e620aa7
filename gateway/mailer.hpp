// Sends the mails that wait (M5): one thread, one mail after the other, each
// until a server has it, tried again with growing pauses.
#ifndef PARLEY_GATEWAY_MAILER_HPP
#define PARLEY_GATEWAY_MAILER_HPP

#include "actors/surroundings.hpp"
#include "gateway/smtp.hpp"
#include "storage/mail_outbox.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace parley::gateway {

struct mailer_world {
  storage::store* store = nullptr;
  const actors::clock* time = nullptr;
  actors::log_port* log = nullptr;
  /// As they are at this moment.
  std::function<std::vector<company_ptr>()> companies;
  smtp_settings smtp;
  duration within;
};

class mailer {
public:
  explicit mailer(mailer_world world);
  ~mailer();
  mailer(const mailer&) = delete;
  mailer& operator=(const mailer&) = delete;

  /// Is there a server to give mails to?
  [[nodiscard]] bool is_configured() const { return !world_.smtp.host.empty(); }
  /// Tries all that are due. @returns when the next one is, if one waits.
  std::optional<timestamp> run_once();

  void start();
  /// There is a mail. Safe from any thread.
  void poke();
  /// Ends at once; what is under way is tried again after the next start.
  void stop();

  /// Since the start, for /metrics.
  std::atomic<std::int64_t> sent{0};
  std::atomic<std::int64_t> failed{0};
  std::atomic<std::int64_t> given_up{0};

private:
  [[nodiscard]] result<std::optional<timestamp>, storage::store_error>
  serve(const company& c);
  [[nodiscard]] result<done, storage::store_error>
  deliver(const company& c, storage::waiting_mail m);

  mailer_world world_;
  std::mutex mutex_;
  std::condition_variable something_;
  bool poked_ = false;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_MAILER_HPP
