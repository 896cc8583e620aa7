// Port to other servers, for the HTTP node of flows (F2): implemented by the
// gateway, used by chat sessions. Must not know Beast.
#ifndef PARLEY_ACTORS_WEB_REQUESTER_HPP
#define PARLEY_ACTORS_WEB_REQUESTER_HPP

#include "protocol/ids.hpp"
#include "protocol/time.hpp"

#include <functional>
#include <map>
#include <string>

namespace parley::actors {

struct web_request {
  company_id company;
  /// GET, POST, PUT, PATCH or DELETE.
  std::string method;
  std::string url;
  std::map<std::string, std::string> headers;
  std::string body;
  /// For all of it, retries included.
  duration within{};
  int retries = 0;
  /// Variables and where in the JSON of the answer they stand (RFC 6901); what
  /// is not there is empty.
  std::map<std::string, std::string> results;
};

struct web_answer {
  /// Status 200-299, and what was wanted could be read.
  bool good = false;
  std::map<std::string, std::string> found;
  /// One word for the log: refused_address, timeout, too_large, unreachable,
  /// bad_url, bad_method, bad_header, tls, status, not_json, busy, stopped;
  /// empty if good.
  std::string failure;
};

class web_requester {
public:
  virtual ~web_requester() = default;

  /// Asks another server. `then` is called once, from any thread, never before
  /// this returns. Never blocks and never throws.
  virtual void fetch(web_request what, std::function<void(web_answer)> then)
    = 0;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_WEB_REQUESTER_HPP
