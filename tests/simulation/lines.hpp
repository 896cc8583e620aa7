// The lines of one chat as one client knows them, and what it has said: in
// order, without gaps, each once, and none that is not durable (W6, Z2).
#ifndef PARLEY_TESTS_SIMULATION_LINES_HPP
#define PARLEY_TESTS_SIMULATION_LINES_HPP

#include "tests/simulation/stage.hpp"

#include <map>
#include <string>

namespace parley::simulation {

class known_lines {
public:
  /// Number of the newest line that the client has.
  [[nodiscard]] std::uint64_t last() const { return last_; }
  /// What was said and is not answered: text by message id.
  [[nodiscard]] const std::map<std::string, std::string>& unanswered() const {
    return unanswered_;
  }
  /// Message ids that were ticked, with the number of the line.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& ticked() const {
    return ticked_;
  }

  void say(const std::string& id, const std::string& text) {
    unanswered_[id] = text;
  }
  /// The answer was "no".
  void drop(const std::string& id) { unanswered_.erase(id); }
  /// A line came.
  void hear(stage& s, const chat_id& chat, const wire::entry_view& line) {
    const auto* stored = durable(s, chat, line.entry);
    if (stored == nullptr || stored->text != line.text
        || stored->from != line.from || stored->id != line.id) {
      s.notes.wrong("told implies durable: line " + std::to_string(line.entry)
                    + " of " + chat.value + " is not in the store");
    }
    if (line.entry != last_ + 1) {
      s.notes.wrong("Z2: line " + std::to_string(line.entry) + " of "
                    + chat.value + " after " + std::to_string(last_));
    }
    last_ = line.entry;
    if (line.id) {
      unanswered_.erase(line.id->value);
    }
  }
  /// The tick "stored".
  void hear(stage& s, const wire::said& m, speaker by) {
    const auto* stored = durable(s, m.chat, m.entry);
    if (stored == nullptr || stored->id != m.id || stored->from != by) {
      s.notes.wrong("W6: a tick for a line that is not in the store: "
                    + m.id.value + " of " + m.chat.value);
    }
    const auto [before, is_new] = ticked_.emplace(m.id.value, m.entry);
    if (!is_new && before->second != m.entry) {
      s.notes.wrong("W6: two ticks, two lines: " + m.id.value);
    }
    if (m.entry > last_ + 1) {
      s.notes.wrong("Z2: a tick for line " + std::to_string(m.entry) + " of "
                    + m.chat.value + " after " + std::to_string(last_));
    }
    last_ = std::max(last_, m.entry);
    unanswered_.erase(m.id.value);
  }
  /// "Nothing has changed", says a refusal.
  static void check_refused(stage& s,
                            const chat_id& chat,
                            const std::string& id,
                            const std::string& why) {
    const auto* c = s.books.find(chat);
    if (c != nullptr && c->message_ids.contains(id)
        && why != to_string(refusal_code::unavailable)) {
      s.notes.wrong("W6: refused (" + why + ") but stored: " + id);
    }
  }

private:
  static const transcript_entry*
  durable(stage& s, const chat_id& chat, std::uint64_t entry) {
    const auto* c = s.books.find(chat);
    return c == nullptr || entry == 0 || entry > c->lines.size()
             ? nullptr
             : &c->lines[entry - 1];
  }

  std::uint64_t last_ = 0;
  std::map<std::string, std::string> unanswered_;
  std::map<std::string, std::uint64_t> ticked_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_LINES_HPP
