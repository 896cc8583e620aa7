// One line of a conversation as the machines and the store know it.
#ifndef PARLEY_ACTORS_DOMAIN_TRANSCRIPT_HPP
#define PARLEY_ACTORS_DOMAIN_TRANSCRIPT_HPP

#include "actors/domain/shared_file.hpp"
#include "protocol/field.hpp"
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"
#include "protocol/time.hpp"
#include "protocol/vocabulary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

namespace parley {

/// A line: who said what. `entry` is its number in the chat, gap-free from 1.
struct transcript_entry {
  std::uint64_t entry = 0;
  timestamp at;
  speaker from = speaker::customer;
  entry_kind kind = entry_kind::text;
  std::optional<agent_id> author;
  std::optional<std::string> author_name;
  std::string text;
  std::optional<client_message_id> id;
  /// Of kind `file`; the text is its name.
  std::optional<shared_file> file = {};
  friend bool operator==(const transcript_entry&, const transcript_entry&)
    = default;
};

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_TRANSCRIPT_HPP
