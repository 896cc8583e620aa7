// Structured log: one line a fact, `time level what key=value ...`, by spdlog.
// No text and no token of a chat ever goes through here.
#ifndef PARLEY_GATEWAY_LOG_HPP
#define PARLEY_GATEWAY_LOG_HPP

#include "actors/surroundings.hpp"

#include <memory>
#include <string>

namespace parley::gateway {

/// @param level debug, info, warn, error.
/// @param file where to; empty: standard error.
[[nodiscard]] std::unique_ptr<actors::log_port>
make_log(const std::string& level, const std::string& file);

/// Writes what is still in memory.
void flush_log();

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_LOG_HPP
