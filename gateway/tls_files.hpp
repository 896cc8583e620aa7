// TLS 1.3 by certificate files, read again when they change.
#ifndef PARLEY_GATEWAY_TLS_FILES_HPP
#define PARLEY_GATEWAY_TLS_FILES_HPP

#include "actors/surroundings.hpp"

#include <boost/asio/ssl.hpp>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace parley::gateway {

class tls_files {
public:
  tls_files(std::string certificate,
            std::string key,
            const actors::clock* time,
            actors::log_port* log);

  /// The context for a new connection; null if there never was a usable pair.
  /// Looks at the files at most once a second.
  [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> context();
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

private:
  void load();

  std::string certificate_;
  std::string key_;
  const actors::clock* time_;
  actors::log_port* log_;
  std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::string trouble_;
  /// When both files were written that are in use, or that are unusable.
  std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>
    loaded_;
  std::uint64_t looked_ = 0;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_TLS_FILES_HPP
