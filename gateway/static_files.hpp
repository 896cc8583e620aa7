// Serves the built pages: widget, desk, demo site. Read once at the start.
#ifndef PARLEY_GATEWAY_STATIC_FILES_HPP
#define PARLEY_GATEWAY_STATIC_FILES_HPP

#include "gateway/http.hpp"

#include <map>
#include <optional>
#include <string>

namespace parley::gateway {

class static_files {
public:
  /// @param substitutions `{{name}}` in HTML pages is replaced by its value.
  static_files(const std::string& root,
               const std::map<std::string, std::string>& substitutions);

  /// @returns absent if there is no such file.
  [[nodiscard]] std::optional<http_response>
  serve(const http_request& request) const;

  [[nodiscard]] std::size_t size() const { return files_.size(); }

private:
  struct file {
    std::string body;
    std::string type;
    std::string etag;
  };
  std::map<std::string, file> files_;
};

} // namespace parley::gateway

#endif // PARLEY_GATEWAY_STATIC_FILES_HPP
