// The company that tests talk to. Queues `sales` (manual), `care` (automatic),
// `phone` (calls); agents `ann`, `bob` (all queues), `eve` (only `care`);
// service `web` (token `token-web`), whose flow greets and queues in `sales`;
// service `auto` (token `token-auto`), which queues in `care`.
#ifndef PARLEY_TESTS_SUPPORT_SAMPLE_COMPANY_HPP
#define PARLEY_TESTS_SUPPORT_SAMPLE_COMPANY_HPP

#include "actors/domain/company.hpp"

namespace parley::testing {

[[nodiscard]] company sample_company();

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_SAMPLE_COMPANY_HPP
