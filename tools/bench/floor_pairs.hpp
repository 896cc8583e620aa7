// Pairs on the floor program (tools/floor), for the comparison in one run.
#ifndef PARLEY_TOOLS_BENCH_FLOOR_PAIRS_HPP
#define PARLEY_TOOLS_BENCH_FLOOR_PAIRS_HPP

#include "protocol/result.hpp"
#include "tools/bench/load.hpp"
#include "tools/client/web_socket.hpp"

namespace parley::tools {

/// Connects `count` pairs. @returns none of them if one cannot connect `within`
/// that time.
[[nodiscard]] talking_pairs connect_floor_pairs(event_loop& loop,
                                                const endpoint& server,
                                                int count,
                                                nanoseconds within);

} // namespace parley::tools

#endif // PARLEY_TOOLS_BENCH_FLOOR_PAIRS_HPP
