// The wire as data: what messages.hpp says of every message, at run time. The
// reference and asyncapi.yaml are written from it.
#ifndef PARLEY_TESTS_PROTOCOL_WIRE_MODEL_HPP
#define PARLEY_TESTS_PROTOCOL_WIRE_MODEL_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::testing {

enum class field_kind : std::uint8_t {
  boolean,
  integer,
  time,
  duration,
  text,
  id,
  name, ///< one of an enumeration
  part,
};

struct field_model {
  std::string name;
  field_kind kind;
  bool optional;
  bool list;
  /// The enumeration or part.
  std::string of;
  /// Of a text; 0 if nothing is promised.
  std::size_t characters_max;
  std::string about;
};

/// A message or a part of messages.
struct struct_model {
  /// Type of a message, name of a part.
  std::string name;
  std::string about;
  std::vector<field_model> fields;
  /// One frame; empty for parts.
  std::string sample;
};

struct enum_model {
  std::string name;
  std::vector<std::string> names;
};

struct wire_model {
  std::vector<struct_model> customer;
  std::vector<struct_model> agent;
  std::vector<struct_model> server;
  /// In the order in which messages mention them.
  std::vector<struct_model> parts;
  std::vector<enum_model> enums;
};

/// @returns all of it; `characters_max` of clients' texts is what the decoder
/// allows.
wire_model describe_wire();

/// @returns the type of the message that answers a request, besides `refused`;
/// empty if there is no answer.
std::string answer_to(const struct_model& request);

/// Which clients a message of the server goes to.
struct audience {
  bool customer;
  bool agent;
};
audience audience_of(const std::string& server_type);

/// @returns `text` without the numbers of statements of behaviour, which say
/// nothing to a reader of the documents.
std::string without_statements(std::string text);

} // namespace parley::testing

#endif // PARLEY_TESTS_PROTOCOL_WIRE_MODEL_HPP
