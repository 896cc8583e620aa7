// Reads of one stream.
#include "storage/stream_reader.hpp"

#include "storage/record.hpp"

#include <algorithm>
#include <utility>

namespace parley::storage {

store_error missing_events(const stream_id& stream, std::uint64_t revision) {
  return {store_errc::corrupt_record,
          "Event " + std::to_string(revision) + " of \"" + stream.id
            + "\" of company " + stream.company.value
            + " is missing, though later ones are there. Restore the data "
              "directory from a backup."};
}

std::string stream_key(const stream_id& stream) {
  std::string key;
  append_stream_key(key, stream);
  return key;
}

namespace {

/// Gives `take` the sound records of a stream from a revision on.
template <class Take>
std::optional<store_error> scan_events(const database& db,
                                       const stream_id& stream,
                                       std::uint64_t from,
                                       Take take) {
  const std::string prefix = stream_key(stream);
  std::string start = prefix;
  append_number(start, from);
  return db.scan(table::events,
                 prefix,
                 start,
                 [&](std::string_view key,
                     std::string_view value) -> result<bool, store_error> {
                   const auto revision = number_at_end(key);
                   if (revision != from) {
                     return missing_events(stream, from);
                   }
                   ++from;
                   const auto record = open_event_record(key, value, stream);
                   if (!record) {
                     return record.error();
                   }
                   return take(record.value());
                 });
}

result<event, store_error> decode(const stream_id& stream,
                                  const event_record& r) {
  return decode_event(stream.kind, r.type, r.version, r.json);
}

bool is_entry(const event_record& r) {
  return r.type == chat::entry_written::type;
}

result<transcript_entry, store_error> decode_entry(const stream_id& stream,
                                                   const event_record& r) {
  auto e = decode(stream, r);
  if (!e) {
    return std::move(e).error();
  }
  return to_entry(
    std::get<chat::entry_written>(std::get<chat::event>(e.value())));
}

} // namespace

result<std::vector<event>, store_error> read_events(const database& db,
                                                    const stream_id& stream,
                                                    std::uint64_t from,
                                                    std::size_t limit) {
  std::vector<event> events;
  if (limit == 0) {
    return events;
  }
  auto error
    = scan_events(db,
                  stream,
                  std::max<std::uint64_t>(from, 1),
                  [&](const event_record& r) -> result<bool, store_error> {
                    auto e = decode(stream, r);
                    if (!e) {
                      return std::move(e).error();
                    }
                    events.push_back(std::move(e).value());
                    return events.size() < limit;
                  });
  if (error) {
    return *std::move(error);
  }
  return events;
}

result<std::uint64_t, store_error> revision_of(const database& db,
                                               const std::string& prefix) {
  std::uint64_t revision = 0;
  auto error = db.scan_back(
    table::events,
    prefix,
    [&](std::string_view key, std::string_view) -> result<bool, store_error> {
      revision = number_at_end(key);
      return false;
    });
  if (error) {
    return *std::move(error);
  }
  return revision;
}

entries_result entries_between(const database& db,
                               const stream_id& stream,
                               std::uint64_t first,
                               std::uint64_t last,
                               std::size_t limit) {
  std::vector<transcript_entry> found;
  if (limit == 0 || first > last) {
    return found;
  }
  // Line n is event n or a later one: what comes before need not be read.
  auto error = scan_events(
    db, stream, first, [&](const event_record& r) -> result<bool, store_error> {
      if (!is_entry(r)) {
        return true;
      }
      auto entry = decode_entry(stream, r);
      if (!entry) {
        return std::move(entry).error();
      }
      const auto number = entry.value().entry;
      if (number >= first && number <= last) {
        found.push_back(std::move(entry).value());
      }
      return number < last && found.size() < limit;
    });
  if (error) {
    return *std::move(error);
  }
  return found;
}

entries_result
newest_entries(const database& db, const stream_id& stream, std::size_t limit) {
  std::vector<transcript_entry> found;
  if (limit == 0) {
    return found;
  }
  auto error
    = db.scan_back(table::events,
                   stream_key(stream),
                   [&](std::string_view key,
                       std::string_view value) -> result<bool, store_error> {
                     const auto record = open_event_record(key, value, stream);
                     if (!record) {
                       return record.error();
                     }
                     if (!is_entry(record.value())) {
                       return true;
                     }
                     auto entry = decode_entry(stream, record.value());
                     if (!entry) {
                       return std::move(entry).error();
                     }
                     found.push_back(std::move(entry).value());
                     return found.size() < limit;
                   });
  if (error) {
    return *std::move(error);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

// Lines are counted, not decoded.
result<chat_summary, store_error> summary_of(const database& db,
                                             const stream_id& stream) {
  chat_summary summary;
  auto error = scan_events(
    db, stream, 1, [&](const event_record& r) -> result<bool, store_error> {
      if (is_entry(r)) {
        ++summary.entries;
        return true;
      }
      auto e = decode(stream, r);
      if (!e) {
        return std::move(e).error();
      }
      summary.take(std::get<chat::event>(e.value()));
      return true;
    });
  if (error) {
    return *std::move(error);
  }
  return summary;
}

result<std::map<std::uint64_t, event>, store_error>
events_without_texts(const database& db, const stream_id& stream) {
  const auto events = read_events(db, stream, 1, no_limit);
  if (!events) {
    return events.error();
  }
  std::map<std::uint64_t, event> blank;
  std::uint64_t revision = 0;
  for (const event& e : events.value()) {
    ++revision;
    if (auto without = without_texts(e)) {
      blank.emplace(revision, *std::move(without));
    }
  }
  return blank;
}

} // namespace parley::storage
