#include "gateway/static_files.hpp"

#include "gateway/secrets.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace parley::gateway {

namespace {

namespace fs = std::filesystem;

constexpr auto no_type = "application/octet-stream";

std::string type_of(const fs::path& path) {
  static const std::map<std::string, std::string> types{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".yaml", "application/yaml"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".map", "application/json"},
  };
  const auto found = types.find(path.extension().string());
  return found == types.end() ? no_type : found->second;
}

std::string read(const fs::path& path) {
  const std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void substitute(std::string& text,
                const std::map<std::string, std::string>& by) {
  for (const auto& [name, value] : by) {
    const auto what = "{{" + name + "}}";
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + value.size())) {
      text.replace(at, what.size(), value);
    }
  }
}

/// The desk's page names its places itself; they are not files.
bool is_desk_place(const std::string& path) {
  return path.starts_with("/desk/") && path.find("/.") == std::string::npos
         && type_of(path) == no_type;
}

} // namespace

static_files::static_files(
  const std::string& root,
  const std::map<std::string, std::string>& substitutions) {
  std::error_code error;
  if (root.empty() || !fs::is_directory(root, error)) {
    return;
  }
  for (const auto& entry : fs::recursive_directory_iterator{root, error}) {
    if (!entry.is_regular_file(error)) {
      continue;
    }
    file f;
    f.body = read(entry.path());
    f.type = type_of(entry.path());
    if (f.type.starts_with("text/html")) {
      substitute(f.body, substitutions);
    }
    f.etag = '"' + sha256_hex(f.body).substr(0, 32) + '"';
    const auto name = fs::relative(entry.path(), root, error).generic_string();
    files_["/" + name] = std::move(f);
  }
}

std::optional<http_response>
static_files::serve(const http_request& request) const {
  auto path = request.path;
  if (path == "/") {
    http_response go;
    go.status = 302;
    go.headers.emplace_back("Location", "/demo/");
    return go;
  }
  if (path == "/desk" || path == "/demo") {
    http_response go;
    go.status = 302;
    go.headers.emplace_back("Location", path + "/");
    return go;
  }
  // The demo site is built into site/.
  if (path.starts_with("/demo/")) {
    path = "/site/" + path.substr(6);
  }
  if (path.back() == '/') {
    path += "index.html";
  }
  auto found = files_.find(path);
  if (found == files_.end() && is_desk_place(request.path)) {
    path = "/desk/index.html";
    found = files_.find(path);
  }
  if (found == files_.end()) {
    return std::nullopt;
  }
  const auto& f = found->second;
  http_response r;
  r.content_type = f.type;
  r.headers.emplace_back("ETag", f.etag);
  const bool hashed = path.find("/assets/") != std::string::npos;
  r.headers.emplace_back("Cache-Control",
                         hashed ? "public, max-age=31536000, immutable"
                                : "no-cache");
  if (path.starts_with("/desk/")) {
    r.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; "
      "style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
      "form-action 'self'");
  }
  if (path == "/widget.js" || path.starts_with("/widget/")) {
    r.headers.emplace_back("Access-Control-Allow-Origin", "*");
    r.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
  }
  if (request.header("if-none-match") == f.etag) {
    r.status = 304;
    return r;
  }
  r.body = f.body;
  return r;
}

} // namespace parley::gateway
