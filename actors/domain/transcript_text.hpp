// A conversation as a text or a page for people (M5). Pure. What the customer
// gets holds what the customer saw: no whisper, no note.
#ifndef PARLEY_ACTORS_DOMAIN_TRANSCRIPT_TEXT_HPP
#define PARLEY_ACTORS_DOMAIN_TRANSCRIPT_TEXT_HPP

#include "actors/domain/calendar.hpp"
#include "actors/domain/chat_session.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace parley {

/// Is such a line part of what the customer sees?
[[nodiscard]] bool is_for_customer(entry_kind k);

struct transcript_head {
  /// Of the company.
  std::string title;
  /// The customer's; empty: nobody knows it.
  std::string customer;
  chat_id chat;
  timestamp started;
  /// In which times are written, and its name.
  const time_zone* zone = nullptr;
  std::string zone_name;
};

/// Builds it line by line, up to a bound.
class transcript_text {
public:
  enum class form : std::uint8_t { plain, page };

  transcript_text(form f, transcript_head head, std::size_t bytes_max);

  /// @returns false: it has as many bytes as it may, and says so.
  bool add(timestamp at,
           speaker from,
           const std::string& name,
           std::string_view text);
  /// As above, of a line.
  bool add(const transcript_entry& e);
  /// The rest is left out.
  void cut();
  [[nodiscard]] std::string finish() &&;

private:
  [[nodiscard]] std::string when(timestamp t) const;
  [[nodiscard]] std::string name_of(speaker from,
                                    const std::string& name) const;

  form form_;
  transcript_head head_;
  std::size_t bytes_max_;
  bool is_cut_ = false;
  std::string text_;
};

/// `text` for the body of an HTML page.
[[nodiscard]] std::string html_escaped(std::string_view text);

} // namespace parley

#endif // PARLEY_ACTORS_DOMAIN_TRANSCRIPT_TEXT_HPP
