#include "gateway/smtp.hpp"

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <memory>
#include <string_view>

namespace parley::gateway {

namespace {

struct easy_end {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
};
struct list_end {
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};

/// Of libcurl, once in the process.
bool is_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

std::size_t give(char* to, std::size_t size, std::size_t count, void* user) {
  auto& left = *static_cast<std::string_view*>(user);
  const auto length = std::min(size * count, left.size());
  left.copy(to, length);
  left.remove_prefix(length);
  return length;
}

int should_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return *static_cast<const std::atomic<bool>*>(user) ? 1 : 0;
}

std::string url_of(const smtp_settings& s) {
  const bool is_v6 = s.host.find(':') != std::string::npos;
  return std::string{s.security == smtp_security::tls ? "smtps" : "smtp"}
         + "://" + (is_v6 ? "[" + s.host + "]" : s.host) + ":"
         + std::to_string(s.port);
}

/// RFC 5321 4.2.1: 5xx is for good. Not if it is about our login or the server
/// as a whole, which somebody can mend.
bool is_final(CURLcode code, long reply, curl_off_t sent) {
  constexpr std::array about_us{421L, 503L, 530L, 534L, 535L, 538L, 554L};
  if (reply < 500 || reply > 599) {
    return false;
  }
  const bool after_data = code != CURLE_SEND_ERROR && sent > 0;
  return after_data
         || (code == CURLE_SEND_ERROR
             && std::find(about_us.begin(), about_us.end(), reply)
                  == about_us.end());
}

} // namespace

// NOLINTBEGIN(cppcoreguidelines-pro-type-vararg,hicpp-vararg): C library.
result<done, smtp_failure> send_mail(const smtp_settings& s,
                                     const std::string& to,
                                     const std::string& mime,
                                     duration within,
                                     const std::atomic<bool>& stop) {
  const std::unique_ptr<CURL, easy_end> easy{is_ready() ? curl_easy_init()
                                                        : nullptr};
  const std::unique_ptr<curl_slist, list_end> receivers{
    curl_slist_append(nullptr, ("<" + to + ">").c_str())};
  if (!easy || !receivers) {
    return smtp_failure{false, "libcurl cannot be used"};
  }
  auto* c = easy.get();
  std::string_view left{mime};
  const auto sender = "<" + s.from + ">";
  std::array<char, CURL_ERROR_SIZE> words{};
  curl_easy_setopt(c, CURLOPT_URL, url_of(s).c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(c, CURLOPT_PROXY, "");
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_ERRORBUFFER, words.data());
  curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, static_cast<long>(within.count()));
  curl_easy_setopt(
    c, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(within.count()));
  curl_easy_setopt(c,
                   CURLOPT_USE_SSL,
                   static_cast<long>(s.security == smtp_security::off
                                       ? CURLUSESSL_NONE
                                       : CURLUSESSL_ALL));
  if (!s.authorities.empty()) {
    curl_easy_setopt(c, CURLOPT_CAINFO, s.authorities.c_str());
  }
  if (!s.user.empty()) {
    curl_easy_setopt(c, CURLOPT_USERNAME, s.user.c_str());
    curl_easy_setopt(c, CURLOPT_PASSWORD, s.password.c_str());
  }
  curl_easy_setopt(c, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(c, CURLOPT_MAIL_RCPT, receivers.get());
  curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(c, CURLOPT_READDATA, &left);
  curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, should_stop);
  curl_easy_setopt(c, CURLOPT_XFERINFODATA, &stop);
  const auto code = curl_easy_perform(c);
  if (code == CURLE_OK) {
    return done{};
  }
  long reply = 0;
  curl_off_t sent = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &reply);
  curl_easy_getinfo(c, CURLINFO_SIZE_UPLOAD_T, &sent);
  std::string why{words.data()};
  if (why.empty()) {
    why = curl_easy_strerror(code);
  }
  return smtp_failure{is_final(code, reply, sent), std::move(why)};
}
// NOLINTEND(cppcoreguidelines-pro-type-vararg,hicpp-vararg)

} // namespace parley::gateway
