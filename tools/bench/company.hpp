// The company that load is put on: one agent per pair, limits out of the way.
#ifndef PARLEY_TOOLS_BENCH_COMPANY_HPP
#define PARLEY_TOOLS_BENCH_COMPANY_HPP

#include "actors/domain/company.hpp"

#include <string>
#include <string_view>

namespace parley::tools {

/// Service tokens of the company: chats of the first are taken by agents,
/// those of the second wait in a queue that no desk shows.
inline constexpr std::string_view pairs_token = "bench-pairs-token";
inline constexpr std::string_view crowd_token = "bench-crowd-token";
inline constexpr std::string_view bench_origin = "https://bench.example";
inline constexpr std::string_view bench_company_id = "bench";
inline constexpr std::string_view bench_password = "only for benchmarks";

/// @returns the id and login of agent number `i`, from 1.
[[nodiscard]] std::string bench_agent(int i);

/// @returns a company of so many agents, who take webchats by hand.
[[nodiscard]] company bench_company(int agents);

/// @returns it as a file that `parleyd --company` reads.
[[nodiscard]] std::string company_file(const company& c);

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_COMPANY_HPP
