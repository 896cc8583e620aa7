// Which files may go through a chat, told by their first bytes and never by
// their name or what the sender says (W2). Pure.
#ifndef PARLEY_ACTORS_DOMAIN_FILE_TYPE_HPP
#define PARLEY_ACTORS_DOMAIN_FILE_TYPE_HPP

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace parley {

/// As many first bytes as it takes to tell any type.
inline constexpr std::size_t file_head_bytes = 512;

/// All media types that Parley can tell, `image/png` and so on.
[[nodiscard]] const std::set<std::string>& known_file_types();
/// What a company allows unless it says otherwise: none that a browser or an
/// office program would run.
[[nodiscard]] const std::set<std::string>& default_file_types();

/// W2: is this the beginning of a file of this type? Types with the same
/// beginning (those of Office are all ZIP files) are told apart by what the
/// sender says.
/// @param head the first `file_head_bytes` bytes, or all if there are fewer
[[nodiscard]] bool is_file_type(std::string_view type, std::string_view head);

/// @returns the last part of `name` without what no file system and no header
/// can carry; `file` if nothing is left. Never longer than the limit.
[[nodiscard]] std::string safe_file_name(std::string_view name);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_FILE_TYPE_HPP
