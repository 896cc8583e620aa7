// Bytes of keys and records.
#include "storage/record.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <zlib.h>

namespace parley::storage {

namespace {

constexpr char end_of_part = '\0';
/// Of event records; a value that is not known is a newer Parley's.
constexpr unsigned char record_format = 1;
constexpr std::size_t checksum_bytes = 4;
/// Checksum, format, version (2 bytes), length of the type.
constexpr std::size_t header_bytes = checksum_bytes + 4;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::uint32_t checksum(std::string_view key, std::string_view rest) {
  // The key is part of it: a record at a wrong place is as bad as a wrong one.
  const auto start = crc32_z(0, bytes_of(key), key.size());
  return static_cast<std::uint32_t>(
    crc32_z(start, bytes_of(rest), rest.size()));
}

void put_checksum(char* to, std::uint32_t sum) {
  for (std::size_t i = 0; i < checksum_bytes; ++i) {
    to[i] = static_cast<char>((sum >> (8 * i)) & 0xffU);
  }
}

std::uint32_t get_checksum(std::string_view value) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < checksum_bytes; ++i) {
    sum |= static_cast<std::uint32_t>(static_cast<unsigned char>(value[i]))
           << (8 * i);
  }
  return sum;
}

/// Writes the checksum over all that follows it, from `begin` on.
void seal(std::string& out, std::size_t begin, std::string_view key) {
  const auto rest = std::string_view{out}.substr(begin + checksum_bytes);
  put_checksum(out.data() + begin, checksum(key, rest));
}

bool is_sound(std::string_view key, std::string_view value) {
  return value.size() >= checksum_bytes
         && get_checksum(value) == checksum(key, value.substr(checksum_bytes));
}

store_error damaged(const std::string& what) {
  return {store_errc::corrupt_record,
          what
            + " is damaged on disk (its checksum is wrong). Nothing of it is "
              "served and nothing was deleted: check the disk and restore the "
              "data directory from a backup."};
}

std::string name_of(const stream_id& stream, std::string_view key) {
  const char* kind = stream.kind == stream_kind::chat   ? "chat "
                     : stream.kind == stream_kind::call ? "call "
                                                        : "agent ";
  std::string name = "Event ";
  name += std::to_string(number_at_end(key));
  name += " of ";
  name += kind;
  name += stream.id;
  name += " of company ";
  name += stream.company.value;
  return name;
}

} // namespace

void append_company_key(std::string& out, const company_id& company) {
  out += static_cast<char>(shard_of(company));
  out += company.value;
  out += end_of_part;
}

void append_stream_key(std::string& out, const stream_id& stream) {
  append_company_key(out, stream.company);
  out += static_cast<char>(stream.kind);
  out += stream.id;
  out += end_of_part;
}

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>((number >> (56 - 8 * i)) & 0xffU);
  }
  out.append(bytes.data(), bytes.size());
}

std::uint64_t number_at_end(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes.substr(bytes.size() - 8)) {
    number = (number << 8U) | static_cast<unsigned char>(c);
  }
  return number;
}

std::string end_of(std::string_view prefix) {
  std::string end{prefix};
  // A prefix ends with the byte that ends a part, or with a kind: never 0xff.
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

bool is_valid_key_part(std::string_view part) {
  return !part.empty()
         && part.size() <= std::numeric_limits<std::uint8_t>::max()
         && part.find(end_of_part) == std::string_view::npos;
}

void append_event_record(std::string& out,
                         std::string_view key,
                         const event& e) {
  const auto begin = out.size();
  const std::string_view type = type_of(e);
  const int version = version_of(e);
  out.append(checksum_bytes, '\0');
  out += static_cast<char>(record_format);
  out += static_cast<char>(version & 0xff);
  out += static_cast<char>((version >> 8) & 0xff);
  out += static_cast<char>(type.size());
  out += type;
  encode_event_to(e, out);
  seal(out, begin, key);
}

result<event_record, store_error> open_event_record(std::string_view key,
                                                    std::string_view value,
                                                    const stream_id& where) {
  if (value.size() < header_bytes || !is_sound(key, value)) {
    return damaged(name_of(where, key));
  }
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(value[checksum_bytes + i]);
  };
  if (byte(0) != record_format) {
    return store_error{store_errc::unknown_format,
                       name_of(where, key) + " has record format "
                         + std::to_string(byte(0))
                         + ", which a newer version of Parley wrote: use that "
                           "version."};
  }
  event_record record;
  record.version = byte(1) | (byte(2) << 8);
  const std::size_t type_bytes = byte(3);
  if (value.size() < header_bytes + type_bytes) {
    return damaged(name_of(where, key));
  }
  record.type = value.substr(header_bytes, type_bytes);
  record.json = value.substr(header_bytes + type_bytes);
  return record;
}

void append_sealed(std::string& out,
                   std::string_view key,
                   std::string_view text) {
  const auto begin = out.size();
  out.append(checksum_bytes, '\0');
  out += text;
  seal(out, begin, key);
}

result<std::string_view, store_error>
open_sealed(std::string_view key, std::string_view value, const char* what) {
  if (!is_sound(key, value)) {
    return damaged(what);
  }
  return value.substr(checksum_bytes);
}

} // namespace parley::storage
