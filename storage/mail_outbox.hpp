// Transcripts that are to leave by e-mail (M5): rows that survive a restart.
// They name a chat and hold no text of it, so that what is erased meanwhile is
// not sent.
#ifndef PARLEY_STORAGE_MAIL_OUTBOX_HPP
#define PARLEY_STORAGE_MAIL_OUTBOX_HPP

#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::storage {

struct waiting_mail {
  /// Also in its Message-ID: who gets it twice can tell.
  std::string id;
  chat_id chat;
  std::string to;
  /// Empty: the customer asked for it.
  agent_id by;
  /// An IANA name: in which times are written.
  std::string zone;
  timestamp created;
  /// Tries that failed, and when the next one is due.
  int attempts = 0;
  timestamp due;
  /// Why the last one failed, in the words of the server.
  std::string trouble;
  /// It is not tried any more; operators decide.
  bool dead = false;
  friend bool operator==(const waiting_mail&, const waiting_mail&) = default;
};

class mail_outbox {
public:
  explicit mail_outbox(store& of) : store_{&of} {}

  /// Durable on return. `unavailable` if `mails_waiting_max` wait already,
  /// `refused` if the chat has had `mails_per_chat_max` of its customer, or the
  /// id is there.
  [[nodiscard]] result<done, store_error> add(const company_id& company,
                                              const waiting_mail& m) const;
  /// All of a company, the oldest first.
  [[nodiscard]] result<std::vector<waiting_mail>, store_error>
  list(const company_id& company) const;
  [[nodiscard]] result<waiting_mail, store_error>
  read(const company_id& company, const std::string& id) const;
  /// It was sent, or nobody wants it any more; also if it is not there.
  [[nodiscard]] result<done, store_error> remove(const company_id& company,
                                                 const std::string& id) const;
  /// Puts a mail in the place of the one with its id. Of the dead the oldest
  /// makes room if there are more than `mails_dead_max`.
  [[nodiscard]] result<done, store_error> put(const company_id& company,
                                              const waiting_mail& m) const;

private:
  store* store_;
};

/// After so many failures: when is it tried again? Absent: it is dead.
[[nodiscard]] std::optional<duration> mail_pause(int attempts);

[[nodiscard]] std::string encode_mail(const waiting_mail& m);
[[nodiscard]] result<waiting_mail, store_error>
decode_mail(std::string_view text);

} // namespace parley::storage

#endif // PARLEY_STORAGE_MAIL_OUTBOX_HPP
