// E-mails as bytes: nothing of a name or a line becomes a header (M5).
#include "gateway/mime.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace parley::gateway {
namespace {

mail_text sample() {
  mail_text m;
  m.from_name = "Acme";
  m.from = "chat@acme.example";
  m.to = "zoe@example.com";
  m.subject = "Acme transcript";
  m.message_id = "m1@acme.example";
  m.date = from_unix_ms(1'763'936'999'000);
  m.plain = "Hello";
  m.page = "<p>Hello</p>";
  return m;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    EXPECT_EQ(line.back(), '\r') << line;
    line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

/// The names of the headers.
std::vector<std::string> headers_of(const std::string& mime) {
  std::vector<std::string> names;
  for (const auto& line : lines_of(mime)) {
    if (line.empty()) {
      break;
    }
    if (line.front() != ' ') {
      names.push_back(line.substr(0, line.find(':')));
    }
  }
  return names;
}

const std::vector<std::string> all_headers{"From",
                                           "To",
                                           "Subject",
                                           "Date",
                                           "Message-ID",
                                           "MIME-Version",
                                           "Auto-Submitted",
                                           "Content-Type"};

TEST(mime, M5_a_mail_is_text_and_page_in_base64) {
  EXPECT_EQ(to_mime(sample()),
            "From: Acme\r\n <chat@acme.example>\r\n"
            "To: <zoe@example.com>\r\n"
            "Subject: Acme transcript\r\n"
            "Date: Sun, 23 Nov 2025 22:29:59 +0000\r\n"
            "Message-ID: <m1@acme.example>\r\n"
            "MIME-Version: 1.0\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "Content-Type: multipart/alternative; "
            "boundary=\"=_parley_parts\"\r\n"
            "\r\n"
            "--=_parley_parts\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "\r\n"
            "SGVsbG8=\r\n"
            "--=_parley_parts\r\n"
            "Content-Type: text/html; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "\r\n"
            "PHA+SGVsbG88L3A+\r\n"
            "--=_parley_parts--\r\n");
}

TEST(mime, M5_no_name_becomes_a_header) {
  for (const std::string bad : {"Acme\r\nBcc: all@example.com",
                                "Acme\nBcc: all@example.com",
                                "Acme\r\n\r\nbody",
                                "\"Acme\" <x@y.z>, more@example.com",
                                "=?UTF-8?B?QQ==?="}) {
    auto m = sample();
    m.from_name = bad;
    m.subject = bad;
    m.plain = "x\r\nBcc: all@example.com\r\n--=_parley_parts--\r\n";
    const auto mime = to_mime(m);
    EXPECT_EQ(headers_of(mime), all_headers) << bad;
    EXPECT_EQ(mime.find("Bcc"), std::string::npos) << bad;
    EXPECT_EQ(mime.find("more@"), std::string::npos) << bad;
  }
}

TEST(mime, M5_names_in_any_script_are_folded_encoded_words) {
  EXPECT_EQ(encoded_word("Acme Co"), "Acme Co");
  EXPECT_EQ(encoded_word("S\u00F6hne"), "=?UTF-8?B?U8O2aG5l?=");
  std::string name;
  for (int i = 0; i < 100; ++i) {
    name += "\u4E2D";
  }
  for (const auto& line : lines_of(encoded_word(name) + "\r\n")) {
    EXPECT_LE(line.size(), 76U);
    // Whole characters of 3 bytes in each word.
    const auto begin = line.find("?B?") + 3;
    const auto length = line.find("?=", begin) - begin;
    EXPECT_EQ(length % 4, 0U);
    EXPECT_EQ(line[begin + length - 1] == '=', false) << line;
  }
}

TEST(mime, M5_lines_are_as_short_as_servers_want_them) {
  auto m = sample();
  m.plain = std::string(10'000, 'x');
  for (const auto& line : lines_of(to_mime(m))) {
    EXPECT_LE(line.size(), 78U);
  }
}

TEST(mime, M5_an_address_is_one_address) {
  for (const auto* good :
       {"zoe@example.com", "zoe.brown+chat@example.co.uk", "a@b"}) {
    EXPECT_TRUE(is_mail_address(good)) << good;
  }
  for (const std::string bad : {"",
                                "zoe",
                                "@example.com",
                                "zoe@",
                                "a@b@c",
                                "a b@c.d",
                                "a@b.c\r\nRCPT TO:<x@y.z>",
                                "a@b.c\n",
                                "<a@b.c>",
                                "a@b.c,d@e.f",
                                "a@b.c;d@e.f",
                                "\"a\"@b.c",
                                "zo\u00EB@example.com",
                                "a@b.c>"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
  EXPECT_TRUE(is_mail_address(std::string(252, 'a') + "@b"));
  EXPECT_FALSE(is_mail_address(std::string(253, 'a') + "@b"));
}

} // namespace
} // namespace parley::gateway
