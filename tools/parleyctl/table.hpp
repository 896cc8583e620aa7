// Text in columns for a terminal. Pure.
#ifndef PARLEY_TOOLS_PARLEYCTL_TABLE_HPP
#define PARLEY_TOOLS_PARLEYCTL_TABLE_HPP

#include <string>
#include <vector>

namespace parley::tools {

/// Rows of cells; the first is the heading.
using table = std::vector<std::vector<std::string>>;

/// @returns the rows with each column as wide as its widest cell, counted in
/// characters, and no blanks at the end of a line.
[[nodiscard]] std::string to_text(const table& rows);

/// @returns a duration as people read it: `3.2 s`, `4:05`, `2:04:05`, `3 d`.
[[nodiscard]] std::string readable_age(long long milliseconds);

/// @returns a time of UTC milliseconds as `2026-01-05 14:03:09.250`.
[[nodiscard]] std::string readable_time(long long unix_milliseconds);

} // namespace parley::tools

#endif // PARLEY_TOOLS_PARLEYCTL_TABLE_HPP
