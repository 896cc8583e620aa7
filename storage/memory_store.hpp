// The store in memory: for tests, the simulator, and as the measure that the
// RocksDB store is compared with. Obeys the same contract and can fail on
// demand.
#ifndef PARLEY_STORAGE_MEMORY_STORE_HPP
#define PARLEY_STORAGE_MEMORY_STORE_HPP

#include "storage/store.hpp"

#include <memory>

namespace parley::storage {

class memory_store final : public store {
public:
  using store::put_company;

  memory_store();
  ~memory_store() override;

  /// The next `n` writes answer with `code` and write nothing.
  void fail_next(int n, store_errc code);
  /// From now on writes are not durable until `sync_now`; `drop_unsynced` is
  /// the crash that loses them.
  void hold_syncs(bool on);
  void sync_now();
  void drop_unsynced();
  /// How many batches were written.
  [[nodiscard]] std::uint64_t batches() const;

  [[nodiscard]] std::string identity() const override;
  [[nodiscard]] std::vector<append_outcome>
  write(const std::vector<append>& batch) override;
  [[nodiscard]] result<std::uint64_t, store_error>
  revision(const stream_id& stream) const override;
  [[nodiscard]] result<std::vector<event>, store_error>
  read(const stream_id& stream,
       std::uint64_t from,
       std::size_t limit) const override;
  [[nodiscard]] result<std::vector<transcript_entry>, store_error>
  entries_after(const company_id& company,
                const chat_id& chat,
                std::uint64_t after,
                std::size_t limit) const override;
  [[nodiscard]] result<std::vector<transcript_entry>, store_error>
  entries_before(const company_id& company,
                 const chat_id& chat,
                 std::uint64_t before,
                 std::size_t limit) const override;
  [[nodiscard]] result<std::vector<chat::state>, store_error>
  open_chats(const company_id& company) const override;
  [[nodiscard]] result<std::vector<call::state>, store_error>
  open_calls(const company_id& company) const override;
  [[nodiscard]] result<std::vector<stream_id>, store_error>
  streams_since(const company_id& company, timestamp since) const override;
  [[nodiscard]] result<chat::state, store_error>
  load_chat(const company_id& company, const chat_id& chat) const override;
  [[nodiscard]] result<call::state, store_error>
  load_call(const company_id& company, const call_id& call) const override;
  [[nodiscard]] result<std::vector<history_row>, store_error>
  history(const company_id& company,
          timestamp before,
          std::size_t limit) const override;
  [[nodiscard]] result<std::vector<company>, store_error>
  companies() const override;
  [[nodiscard]] result<done, store_error>
  put_company(const company& c, const audit_entry* by) override;
  [[nodiscard]] result<done, store_error>
  put_credential(const company_id& company, const credential& c) override;
  [[nodiscard]] result<std::optional<credential>, store_error>
  credential_of(const company_id& company,
                const agent_id& agent) const override;
  [[nodiscard]] result<done, store_error>
  put_login(const login_session& s) override;
  [[nodiscard]] result<done, store_error>
  remove_login(const std::string& token_hash) override;
  [[nodiscard]] result<std::optional<login_session>, store_error>
  login_of(const std::string& token_hash) const override;
  [[nodiscard]] result<std::vector<login_session>, store_error>
  logins(const company_id& company) const override;
  [[nodiscard]] contact_rows& contacts() override;
  [[nodiscard]] result<std::uint64_t, store_error>
  erase_texts(const company_id& company,
              const std::vector<chat_id>& chats) override;
  [[nodiscard]] result<done, store_error>
  scrub(const company_id& company) override;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace parley::storage

#endif // PARLEY_STORAGE_MEMORY_STORE_HPP
