// How a struct describes its own members, so that codecs, reference tables,
// sample frames and tests are derived from one place (architecture 4.10).
#ifndef PARLEY_PROTOCOL_FIELD_HPP
#define PARLEY_PROTOCOL_FIELD_HPP

#include <string_view>

namespace parley {

/// One member of a described struct.
template <class Struct, class Member>
struct field {
  std::string_view name;
  Member Struct::*member;
  /// One sentence for the reference; may be empty in stored events.
  std::string_view about = {};
  /// Longest text in characters (code points); 0 means the limit of an id for
  /// ids and `limits::name_characters_max` for other strings.
  std::size_t characters_max = 0;
};

template <class Struct, class Member>
field(std::string_view, Member Struct::*) -> field<Struct, Member>;
template <class Struct, class Member>
field(std::string_view, Member Struct::*, std::string_view)
  -> field<Struct, Member>;
template <class Struct, class Member>
field(std::string_view, Member Struct::*, std::string_view, std::size_t)
  -> field<Struct, Member>;

} // namespace parley

#endif // PARLEY_PROTOCOL_FIELD_HPP
