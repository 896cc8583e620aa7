// What agents wait for when they look for a contact or its history: asked over
// HTTP, one after the other, as a desk asks.
#ifndef PARLEY_TOOLS_BENCH_CONTACTS_HPP
#define PARLEY_TOOLS_BENCH_CONTACTS_HPP

#include "tools/client/http_client.hpp"

#include <string>
#include <vector>

namespace parley::tools {

struct crm_figure {
  std::string what;
  double first_ms = 0;
  double median_ms = 0;
  double worst_ms = 0;
  int count = 0;
};

/// @param contacts how many parley-generate has made for the benchmark's
/// company, with `sessions` sessions
[[nodiscard]] result<std::vector<crm_figure>, http_failure>
ask_for_contacts(const endpoint& server, int contacts, int sessions);

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_CONTACTS_HPP
