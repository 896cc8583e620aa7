// Live figures as tables for a terminal. Pure.
#ifndef PARLEY_TOOLS_PARLEYCTL_FIGURES_HPP
#define PARLEY_TOOLS_PARLEYCTL_FIGURES_HPP

#include <string>
#include <string_view>

namespace parley::tools {

/// @param answer what `/admin/v1/figures` said
/// @returns a line per queue and agent, with a heading per company.
[[nodiscard]] std::string figures_in_words(std::string_view answer);

} // namespace parley::tools

#endif // PARLEY_TOOLS_PARLEYCTL_FIGURES_HPP
