#include "gateway/transcripts.hpp"

#include "protocol/crm_limits.hpp"
#include "storage/time_zones.hpp"

#include <memory>

namespace parley::gateway {

namespace {

/// Adds what of an event is a line. @returns false: it is full.
class line_adder {
public:
  line_adder(transcript_text& to, bool internal, std::size_t& lines)
      : to_{&to}, internal_{internal}, lines_{&lines} {}

  bool operator()(const chat::entry_written& e) const {
    if (!internal_ && !is_for_customer(e.kind)) {
      return true;
    }
    const bool is_said = is_for_customer(e.kind) && e.kind != entry_kind::file;
    const auto mark
      = is_said ? std::string{} : "(" + std::string{to_string(e.kind)} + ") ";
    return add(e.at, e.from, e.author_name.value_or(""), mark, e.text);
  }
  bool operator()(const chat::chat_whispered& e) const {
    return !internal_
           || add(
             e.at, e.from, e.author_name.value_or(""), "(whisper) ", e.text);
  }
  bool operator()(const chat::chat_classified& e) const {
    return !internal_ || e.note.empty()
           || add(e.at, speaker::agent, "", "(note) ", e.note);
  }
  template <class Other>
  bool operator()(const Other&) const {
    return true;
  }

private:
  [[nodiscard]] bool add(timestamp at,
                         speaker from,
                         const std::string& name,
                         const std::string& mark,
                         const std::string& text) const {
    // Of what was erased nothing is left to show.
    if (text.empty()) {
      return true;
    }
    if (++*lines_ > limits::transcript_lines_max) {
      to_->cut();
      return false;
    }
    return to_->add(at, from, name, mark + text);
  }

  transcript_text* to_;
  bool internal_;
  std::size_t* lines_;
};

} // namespace

bool is_zone(const std::string& name) {
  return name.empty() || storage::system_time_zones().find(name) != nullptr;
}

result<built_transcript, storage::store_error>
build_transcript(const storage::store& from,
                 const company& c,
                 const chat::state& chat,
                 const transcript_wish& wish) {
  const auto zone = wish.zone.empty()
                      ? std::shared_ptr<const time_zone>{}
                      : storage::system_time_zones().find(wish.zone);
  transcript_text text{wish.form,
                       {c.name,
                        chat.customer_name,
                        chat.id,
                        chat.started,
                        zone.get(),
                        zone ? wish.zone : "UTC"},
                       limits::transcript_bytes_max};
  built_transcript built;
  const line_adder add{text, wish.internal, built.lines};
  const storage::stream_id stream{
    c.id, storage::stream_kind::chat, chat.id.value};
  std::uint64_t next = 1;
  bool more = true;
  while (more) {
    const auto events = from.read(stream, next, limits::history_page_max);
    if (!events) {
      return events.error();
    }
    more = events.value().size() == limits::history_page_max;
    next += events.value().size();
    for (const auto& e : events.value()) {
      const auto* one = std::get_if<chat::event>(&e);
      if (one != nullptr && !std::visit(add, *one)) {
        more = false;
        break;
      }
    }
  }
  built.text = std::move(text).finish();
  return built;
}

} // namespace parley::gateway
