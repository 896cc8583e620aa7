// The store in memory behind a door that can fail as disks do, and that tells
// what has been written.
#ifndef PARLEY_TESTS_SUPPORT_FAULTY_DISK_HPP
#define PARLEY_TESTS_SUPPORT_FAULTY_DISK_HPP

#include "storage/memory_store.hpp"

#include <functional>
#include <utility>

namespace parley::testing {

class faulty_disk final : public storage::store {
public:
  using store::put_company;

  /// @param written is told of each append that is durable.
  explicit faulty_disk(storage::memory_store& inner,
                       std::function<void(const storage::append&)> written
                       = nullptr)
      : inner_{&inner}, written_{std::move(written)} {}

  /// No space until told otherwise.
  bool full = false;
  /// No space for a batch with an event of which this says yes.
  std::function<bool(const storage::event&)> has_no_room_for;
  /// The next write fails for good; perhaps it is there all the same.
  bool fails = false;
  bool is_there_all_the_same = false;
  /// The process is gone: what still comes in is nobody's.
  bool gone = false;

  [[nodiscard]] std::string identity() const override {
    return inner_->identity();
  }
  [[nodiscard]] std::vector<storage::append_outcome>
  write(const std::vector<storage::append>& batch) override {
    if (!gone && (full || is_too_much(batch))) {
      inner_->fail_next(1, storage::store_errc::full);
    }
    if (fails && !gone && !is_there_all_the_same) {
      inner_->fail_next(1, storage::store_errc::failed);
    }
    auto outcomes = inner_->write(batch);
    for (std::size_t i = 0; i < batch.size() && !gone; ++i) {
      if (outcomes[i] && written_) {
        written_(batch[i]);
      }
    }
    if (fails && !gone && is_there_all_the_same) {
      outcomes.assign(
        batch.size(),
        storage::store_error{storage::store_errc::failed, "The sync failed."});
    }
    fails = false;
    return outcomes;
  }
  [[nodiscard]] result<std::uint64_t, storage::store_error>
  revision(const storage::stream_id& stream) const override {
    return inner_->revision(stream);
  }
  [[nodiscard]] result<std::vector<storage::event>, storage::store_error>
  read(const storage::stream_id& stream,
       std::uint64_t from,
       std::size_t limit) const override {
    return inner_->read(stream, from, limit);
  }
  [[nodiscard]] result<std::vector<transcript_entry>, storage::store_error>
  entries_after(const company_id& company,
                const chat_id& chat,
                std::uint64_t after,
                std::size_t limit) const override {
    return inner_->entries_after(company, chat, after, limit);
  }
  [[nodiscard]] result<std::vector<transcript_entry>, storage::store_error>
  entries_before(const company_id& company,
                 const chat_id& chat,
                 std::uint64_t before,
                 std::size_t limit) const override {
    return inner_->entries_before(company, chat, before, limit);
  }
  [[nodiscard]] result<std::vector<chat::state>, storage::store_error>
  open_chats(const company_id& company) const override {
    return inner_->open_chats(company);
  }
  [[nodiscard]] result<std::vector<call::state>, storage::store_error>
  open_calls(const company_id& company) const override {
    return inner_->open_calls(company);
  }
  [[nodiscard]] result<std::vector<storage::stream_id>, storage::store_error>
  streams_since(const company_id& company, timestamp since) const override {
    return inner_->streams_since(company, since);
  }
  [[nodiscard]] result<chat::state, storage::store_error>
  load_chat(const company_id& company, const chat_id& chat) const override {
    return inner_->load_chat(company, chat);
  }
  [[nodiscard]] result<call::state, storage::store_error>
  load_call(const company_id& company, const call_id& call) const override {
    return inner_->load_call(company, call);
  }
  [[nodiscard]] result<std::vector<storage::history_row>, storage::store_error>
  history(const company_id& company,
          timestamp before,
          std::size_t limit) const override {
    return inner_->history(company, before, limit);
  }
  [[nodiscard]] result<std::vector<company>, storage::store_error>
  companies() const override {
    return inner_->companies();
  }
  [[nodiscard]] result<done, storage::store_error>
  put_company(const company& c, const storage::audit_entry* by) override {
    return inner_->put_company(c, by);
  }
  [[nodiscard]] result<done, storage::store_error>
  put_credential(const company_id& company,
                 const storage::credential& c) override {
    return inner_->put_credential(company, c);
  }
  [[nodiscard]] result<std::optional<storage::credential>, storage::store_error>
  credential_of(const company_id& company,
                const agent_id& agent) const override {
    return inner_->credential_of(company, agent);
  }
  [[nodiscard]] result<done, storage::store_error>
  put_login(const storage::login_session& s) override {
    return inner_->put_login(s);
  }
  [[nodiscard]] result<done, storage::store_error>
  remove_login(const std::string& token_hash) override {
    return inner_->remove_login(token_hash);
  }
  [[nodiscard]] result<std::optional<storage::login_session>,
                       storage::store_error>
  login_of(const std::string& token_hash) const override {
    return inner_->login_of(token_hash);
  }
  [[nodiscard]] result<std::vector<storage::login_session>,
                       storage::store_error>
  logins(const company_id& company) const override {
    return inner_->logins(company);
  }
  [[nodiscard]] storage::contact_rows& contacts() override {
    return inner_->contacts();
  }
  [[nodiscard]] result<std::uint64_t, storage::store_error>
  erase_texts(const company_id& company,
              const std::vector<chat_id>& chats) override {
    return inner_->erase_texts(company, chats);
  }
  [[nodiscard]] result<done, storage::store_error>
  scrub(const company_id& company) override {
    return inner_->scrub(company);
  }

private:
  [[nodiscard]] bool
  is_too_much(const std::vector<storage::append>& batch) const {
    for (const auto& a : batch) {
      for (const auto& e : a.events) {
        if (has_no_room_for && has_no_room_for(e)) {
          return true;
        }
      }
    }
    return false;
  }

  storage::memory_store* inner_;
  std::function<void(const storage::append&)> written_;
};

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_FAULTY_DISK_HPP
