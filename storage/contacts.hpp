// The CRM of a store: contacts, their index, the sessions linked to them,
// merges (M1, M2). On the rows of any store; README.md says how they lie.
#ifndef PARLEY_STORAGE_CONTACTS_HPP
#define PARLEY_STORAGE_CONTACTS_HPP

#include "actors/domain/contact.hpp"
#include "storage/contact_rows.hpp"
#include "storage/store.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::storage {

/// A session of a contact.
struct session_link {
  chat_id chat;
  contact_id contact;
  timestamp started;
  timestamp linked;
  /// Empty: not by a person.
  agent_id by;
  friend bool operator==(const session_link&, const session_link&) = default;
};

/// What a merge was, for its undo.
struct contact_merge {
  contact_id into;
  contact before;
  contact from;
  timestamp at;
  agent_id by;
  friend bool operator==(const contact_merge&, const contact_merge&) = default;
};

/// A page, and where the next one begins; empty: there is none.
struct contact_page {
  std::vector<contact> contacts;
  std::string next;
};
struct session_page {
  std::vector<session_link> sessions;
  std::string next;
};

/// By which of its values a contact is looked up.
enum class contact_key : char { account = 'a', email = 'e', phone = 'p' };

/// All functions may be called from any thread. Each write is atomic and
/// durable on return; it says `stale_revision`, `not_found` or `refused` and
/// changes nothing if it does not fit what is stored. Contacts are valid
/// (`parley::validate`): who calls has asked.
class contacts {
public:
  explicit contacts(store& of) : store_{&of}, rows_{&of.contacts()} {}

  /// A new contact with revision 1; `refused` if its id or its account is
  /// there.
  [[nodiscard]] result<contact, store_error> create(const company_id& company,
                                                    contact x) const;
  /// As `create`, all or none, at most `contacts_per_write_max`.
  [[nodiscard]] result<done, store_error>
  create_all(const company_id& company, std::vector<contact> all) const;
  /// @returns the contact; of one that was merged: what it was merged into.
  [[nodiscard]] result<contact, store_error> read(const company_id& company,
                                                  const contact_id& id) const;
  /// Writes `x` if its revision is the stored one. When it was created and
  /// what was merged into it are not changed by this.
  [[nodiscard]] result<contact, store_error> update(const company_id& company,
                                                    contact x) const;
  /// Takes the contact away, and what was merged into it; its sessions stay,
  /// unlinked.
  [[nodiscard]] result<done, store_error> remove(const company_id& company,
                                                 const contact_id& id,
                                                 std::uint64_t revision) const;

  /// The contacts of which each word of `question` begins a word, tags by
  /// their names; in the order of words. `from` is the `next` of the page
  /// before. A page may be shorter than `limit`, even empty, though there is a
  /// next one: work per page is bounded.
  [[nodiscard]] result<contact_page, store_error>
  search(const parley::company& c,
         std::string_view question,
         std::string_view from,
         std::size_t limit) const;
  /// All contacts, by id; `from` as in `search`.
  [[nodiscard]] result<contact_page, store_error> list(
    const company_id& company, std::string_view from, std::size_t limit) const;
  /// The contacts with exactly this account, e-mail or phone, folded; at most
  /// `contact_page_max`.
  [[nodiscard]] result<std::vector<contact_id>, store_error>
  find(const company_id& company, contact_key by, std::string_view value) const;

  // Sessions (M1).

  /// Links a chat, open or closed; one that is linked already is moved.
  [[nodiscard]] result<session_link, store_error>
  link(const company_id& company,
       const chat_id& chat,
       const contact_id& to,
       timestamp now,
       const agent_id& by) const;
  /// A chat and the contact that it is of.
  struct new_link {
    chat_id chat;
    contact_id to;
  };
  /// As `link`, all or none, at most `contacts_per_write_max`; a chat once.
  [[nodiscard]] result<done, store_error>
  link_all(const company_id& company,
           const std::vector<new_link>& links,
           timestamp now,
           const agent_id& by) const;
  /// Afterwards the chat is under no contact; also if it was not before.
  [[nodiscard]] result<done, store_error> unlink(const company_id& company,
                                                 const chat_id& chat) const;
  /// @returns the contact of a chat, if it is linked.
  [[nodiscard]] result<std::optional<contact_id>, store_error>
  contact_of(const company_id& company, const chat_id& chat) const;
  /// A new contact with the name and e-mail that the customer gave, and the
  /// chat linked to it, in one write.
  [[nodiscard]] result<contact, store_error>
  create_from_chat(const company_id& company,
                   const chat_id& chat,
                   const contact_id& id,
                   timestamp now,
                   const agent_id& by) const;
  /// The sessions of a contact, the newest start first, with those of the
  /// contacts that were merged into it.
  [[nodiscard]] result<session_page, store_error>
  history(const company_id& company,
          const contact_id& id,
          std::string_view from,
          std::size_t limit) const;

  // Merge (M2).

  /// `into` gets what `from` has and it has not, and all sessions; `from` is
  /// found as `into` from now on. What both have and differs stays as `into`
  /// has it; the values of `from` are kept for the undo.
  [[nodiscard]] result<contact, store_error> merge(const parley::company& c,
                                                   const contact& into,
                                                   const contact& from,
                                                   timestamp now,
                                                   const agent_id& by) const;
  /// Undoes the merge of `from`: it has its values and sessions back; what was
  /// changed or linked since then stays where it is.
  /// @returns `from`.
  [[nodiscard]] result<contact, store_error> undo_merge(
    const company_id& company, const contact_id& from, timestamp now) const;
  /// @returns what `from` was merged into, and its values then, if it was.
  [[nodiscard]] result<std::optional<contact_merge>, store_error>
  merge_of(const company_id& company, const contact_id& from) const;

private:
  store* store_;
  contact_rows* rows_;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_CONTACTS_HPP
