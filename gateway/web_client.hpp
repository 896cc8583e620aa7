// Asks other servers for flows (F2), on a thread of its own: only such of the
// open Internet, only so many at once, only so long and so much.
#ifndef PARLEY_GATEWAY_WEB_CLIENT_HPP
#define PARLEY_GATEWAY_WEB_CLIENT_HPP

#include "actors/web_requester.hpp"
#include "gateway/web_address.hpp"

#include <memory>
#include <string>
#include <vector>

namespace parley::gateway {

struct web_client_settings {
  /// Hosts that may be asked even where the Internet does not reach.
  std::vector<web_host> allowed;
  /// PEM file of authorities to trust besides the system's; may be empty.
  std::string authorities;
};

class web_client final : public actors::web_requester {
public:
  explicit web_client(web_client_settings settings);
  web_client(const web_client&) = delete;
  web_client& operator=(const web_client&) = delete;
  /// As `stop`.
  ~web_client() override;

  void fetch(actors::web_request what,
             std::function<void(actors::web_answer)> then) override;

  /// Ends all requests, each with an answer; later ones have none.
  void stop();

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_WEB_CLIENT_HPP
