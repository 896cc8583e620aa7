// The company that tests talk to. Queues `sales` (manual), `care` (automatic),
// `phone` (calls); agents `ann`, `bob` (all queues), `eve` (only `care`);
// service `web` (token `token-web`), whose flow greets and queues in `sales`;
// service `auto` (token `token-auto`), which queues in `care`.
#pragma once

#include "actors/domain/company.hpp"

namespace parley::testing {

[[nodiscard]] company sample_company();

} // namespace parley::testing
