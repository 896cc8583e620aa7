// Files of chats on their way between sockets and the disk (W2): threads that
// may wait for the disk, and how many are received at once. Knows no rights.
#ifndef PARLEY_GATEWAY_FILE_TRANSFERS_HPP
#define PARLEY_GATEWAY_FILE_TRANSFERS_HPP

#include "gateway/http.hpp"
#include "protocol/limits.hpp"
#include "protocol/refusal_code.hpp"
#include "storage/file_store.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

namespace parley::gateway {

class file_transfers {
public:
  /// @pre `files` is open
  explicit file_transfers(std::unique_ptr<storage::file_store> files);

  /// What is being received now.
  struct counts {
    std::mutex mutex;
    std::size_t all = 0;
    std::map<std::string, std::size_t> by_address;
    std::map<std::string, std::size_t> by_chat;
  };

  /// Room for one file that is being received; free again when destroyed,
  /// which may be after everything else.
  class place {
  public:
    place(std::shared_ptr<counts> of, std::string address, std::string chat);
    ~place();
    place(const place&) = delete;
    place& operator=(const place&) = delete;

  private:
    std::shared_ptr<counts> of_;
    std::string address_;
    std::string chat_;
  };

  /// @param files how many the chat has already
  /// @returns room, or why there is none.
  [[nodiscard]] std::variant<std::shared_ptr<place>, refusal>
  admit(const std::string& address, const chat_id& chat, std::uint64_t files);

  /// Runs `job` on a thread that may wait for the disk.
  void run(std::function<void()> job);
  [[nodiscard]] const storage::file_store& files() const { return *files_; }
  /// Finishes what was posted. Nothing may be posted any more.
  void stop();

private:
  std::unique_ptr<storage::file_store> files_;
  std::shared_ptr<counts> counts_ = std::make_shared<counts>();
  boost::asio::thread_pool threads_;
};

/// Answers with the bytes of a file, piece by piece.
[[nodiscard]] http_response
file_response(file_transfers& of,
              const shared_file& facts,
              std::unique_ptr<storage::outgoing_file> bytes);

/// `attachment` with a name that every browser reads as it is (RFC 6266).
[[nodiscard]] std::string disposition_of(const std::string& name);

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_FILE_TRANSFERS_HPP
