#include "storage/stream_index.hpp"

#include "storage/record.hpp"

#include <algorithm>

namespace parley::storage {

namespace {

/// The times of chats, reversed, begin with greater bytes.
constexpr char closed_call = 'c';
/// Nothing is later.
constexpr timestamp end_of_time = from_unix_ms(1LL << 53U);

/// The chats or calls of a company that were closed at `since` or later.
result<done, store_error> add_closed(const database& db,
                                     const company_id& company,
                                     stream_kind kind,
                                     timestamp since,
                                     std::vector<stream_id>& to) {
  std::string prefix;
  append_company_key(prefix, company);
  if (kind == stream_kind::call) {
    prefix += closed_call;
  }
  std::string from = prefix;
  append_number(from, reversed(end_of_time));
  const auto last = reversed(since);
  auto error = db.scan(
    table::history,
    prefix,
    from,
    [&](std::string_view key,
        std::string_view value) -> result<bool, store_error> {
      const auto sealed = open_sealed(key, value, "The history");
      if (!sealed) {
        return sealed.error();
      }
      key.remove_prefix(prefix.size());
      if (key.size() <= sizeof last
          || number_at_end(key.substr(0, sizeof last)) > last) {
        return false;
      }
      to.push_back({company, kind, std::string{key.substr(sizeof last)}});
      return true;
    });
  if (error) {
    return *std::move(error);
  }
  return done{};
}

/// The open chats and calls of a company.
result<done, store_error> add_open(const database& db,
                                   const company_id& company,
                                   std::vector<stream_id>& to) {
  std::string prefix;
  append_company_key(prefix, company);
  auto error
    = db.scan(table::open,
              prefix,
              prefix,
              [&](std::string_view key,
                  std::string_view value) -> result<bool, store_error> {
                const auto sealed
                  = open_sealed(key, value, "The index of open chats");
                if (!sealed) {
                  return sealed.error();
                }
                key.remove_prefix(prefix.size());
                const auto kind = static_cast<stream_kind>(key.front());
                key.remove_prefix(1);
                key.remove_suffix(1);
                to.push_back({company, kind, std::string{key}});
                return true;
              });
  if (error) {
    return *std::move(error);
  }
  return done{};
}

} // namespace

std::uint64_t reversed(timestamp t) {
  constexpr auto sign = std::uint64_t{1} << 63U;
  return ~(static_cast<std::uint64_t>(to_unix_ms(t)) ^ sign);
}

void append_closed_call_key(std::string& out,
                            const stream_id& call,
                            timestamp closed) {
  append_company_key(out, call.company);
  out += closed_call;
  append_number(out, reversed(closed));
  out += call.id;
}

result<std::vector<stream_id>, store_error>
streams_since(const database& db, const company_id& company, timestamp since) {
  std::vector<stream_id> found;
  if (auto read = add_open(db, company, found); !read) {
    return std::move(read).error();
  }
  for (const auto kind : {stream_kind::chat, stream_kind::call}) {
    if (auto read = add_closed(db, company, kind, since, found); !read) {
      return std::move(read).error();
    }
  }
  std::sort(found.begin(), found.end());
  // Closed between the two scans.
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

} // namespace parley::storage
