#include "gateway/file_transfers.hpp"

#include "gateway/http_body.hpp"

#include <boost/asio/post.hpp>

#include <array>

namespace parley::gateway {

namespace {

/// The disk is one; two threads keep it busy while one of them computes.
constexpr std::size_t threads = 2;

class file_source : public body_source,
                    public std::enable_shared_from_this<file_source> {
public:
  file_source(file_transfers& of, std::unique_ptr<storage::outgoing_file> bytes)
      : of_{of}, bytes_{std::move(bytes)} {}

  void next(std::function<void(std::optional<std::string>)> given) override {
    of_.run([me = shared_from_this(), given = std::move(given)] {
      auto piece = me->bytes_->read(limits::file_piece_bytes);
      given(piece ? std::optional{std::move(piece).value()} : std::nullopt);
    });
  }

private:
  file_transfers& of_;
  std::unique_ptr<storage::outgoing_file> bytes_;
};

void release(std::map<std::string, std::size_t>& of, const std::string& key) {
  const auto found = of.find(key);
  if (found != of.end() && --found->second == 0) {
    of.erase(found);
  }
}

std::size_t count(const std::map<std::string, std::size_t>& of,
                  const std::string& key) {
  const auto found = of.find(key);
  return found == of.end() ? 0 : found->second;
}

} // namespace

file_transfers::file_transfers(std::unique_ptr<storage::file_store> files)
    : files_{std::move(files)}, threads_{threads} {}

file_transfers::place::place(std::shared_ptr<counts> of,
                             std::string address,
                             std::string chat)
    : of_{std::move(of)}, address_{std::move(address)}, chat_{std::move(chat)} {
}

file_transfers::place::~place() {
  const std::lock_guard guard{of_->mutex};
  --of_->all;
  release(of_->by_address, address_);
  release(of_->by_chat, chat_);
}

std::variant<std::shared_ptr<file_transfers::place>, refusal>
file_transfers::admit(const std::string& address,
                      const chat_id& chat,
                      std::uint64_t files) {
  auto& now = *counts_;
  const std::lock_guard guard{now.mutex};
  if (files + count(now.by_chat, chat.value) >= limits::files_per_chat_max) {
    return refusal{refusal_code::too_many_files};
  }
  if (now.all >= limits::uploads_at_once_max
      || count(now.by_address, address) >= limits::uploads_per_address_max) {
    return refusal{refusal_code::throttled, "files"};
  }
  ++now.all;
  ++now.by_address[address];
  ++now.by_chat[chat.value];
  return std::make_shared<place>(counts_, address, chat.value);
}

void file_transfers::run(std::function<void()> job) {
  boost::asio::post(threads_, std::move(job));
}

void file_transfers::stop() {
  threads_.join();
}

http_response file_response(file_transfers& of,
                            const shared_file& facts,
                            std::unique_ptr<storage::outgoing_file> bytes) {
  http_response r;
  r.content_type = facts.media_type;
  r.length = bytes->bytes();
  r.source = std::make_shared<file_source>(of, std::move(bytes));
  r.headers = {{"Content-Disposition", disposition_of(facts.name)},
               {"Content-Security-Policy", "default-src 'none'; sandbox"},
               {"Cross-Origin-Resource-Policy", "same-origin"},
               {"Cache-Control", "private, no-store"}};
  return r;
}

std::string disposition_of(const std::string& name) {
  constexpr std::string_view plain
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string ascii;
  std::string escaped;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos) {
      ascii += c;
      escaped += c;
      continue;
    }
    // One mark for each character, not for each of its bytes.
    if ((byte & 0xC0U) != 0x80U) {
      ascii += c == ' ' ? ' ' : '_';
    }
    escaped += '%';
    escaped += digits[byte >> 4U];
    escaped += digits[byte & 0xFU];
  }
  return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + escaped;
}

} // namespace parley::gateway
