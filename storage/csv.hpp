// CSV as RFC 4180 has it: a reader that takes any pieces of a file, and the
// quoting of a field. Knows nothing of contacts.
#ifndef PARLEY_STORAGE_CSV_HPP
#define PARLEY_STORAGE_CSV_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::storage::csv {

struct record {
  /// Of the file, from 1, where the record begins.
  std::uint64_t line = 0;
  std::vector<std::string> fields;
  /// Why the record is not CSV; empty: it is. Its fields count for nothing.
  std::string flaw;
};

/// Takes a file piece by piece; gives its records as they end. A record with a
/// flaw ends at the end of its line.
class reader {
public:
  using take = std::function<void(record)>;

  explicit reader(take to) : to_{std::move(to)} {}

  void feed(std::string_view piece);
  /// The file is over.
  void finish();

private:
  enum class place : std::uint8_t { start, plain, quoted, closing, skipping };

  void step(char c);
  void in_quotes(char c);
  void outside(char c);
  void put(char c);
  void end_field();
  void end_record();
  void flawed(const char* why);

  take to_;
  record now_;
  std::string field_;
  place place_ = place::start;
  std::size_t bytes_ = 0;
  std::uint64_t line_ = 1;
  bool after_return_ = false;
  /// Bytes of a byte order mark that may still come.
  std::size_t mark_ = 0;
};

/// Appends a field to a line; in quotes, if it needs them.
void append_field(std::string& line, std::string_view field);

} // namespace parley::storage::csv

#endif // PARLEY_STORAGE_CSV_HPP
