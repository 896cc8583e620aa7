// A conversation as people read it (M5).
#include "actors/domain/transcript_text.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

/// An hour ahead of UTC.
class some_zone final : public time_zone {
public:
  [[nodiscard]] duration offset_at(timestamp) const override { return 1h; }
  [[nodiscard]] std::optional<timestamp>
  next_offset_change(timestamp) const override {
    return std::nullopt;
  }
};

constexpr timestamp start = from_unix_ms(1'763'936'999'000);

transcript_head head(std::string customer = "Zo\u00EB") {
  transcript_head h;
  h.title = "Acme <&> Co";
  h.customer = std::move(customer);
  h.chat = chat_id{"c1"};
  h.started = start;
  return h;
}

transcript_entry line(speaker from, std::string text) {
  transcript_entry e;
  e.at = start + 61s;
  e.from = from;
  e.text = std::move(text);
  return e;
}

TEST(transcript_text, M5_a_plain_one_names_who_said_what_when) {
  transcript_text t{transcript_text::form::plain, head(), 1000};
  EXPECT_TRUE(t.add(line(speaker::customer, "Hello\nthere")));
  auto answer = line(speaker::agent, "Good morning");
  answer.author_name = "Ann";
  EXPECT_TRUE(t.add(answer));
  EXPECT_TRUE(t.add(line(speaker::flow, "Welcome")));
  EXPECT_EQ(std::move(t).finish(),
            "Acme <&> Co\n2025-11-23 22:29:59\nc1\n\n"
            "[2025-11-23 22:31:00] Zo\u00EB: Hello\n    there\n"
            "[2025-11-23 22:31:00] Ann: Good morning\n"
            "[2025-11-23 22:31:00] Acme <&> Co: Welcome\n");
}

TEST(transcript_text, M5_times_are_of_the_zone_that_is_asked_for) {
  const some_zone zone;
  auto h = head("");
  h.zone = &zone;
  h.zone_name = "Europe/Berlin";
  transcript_text t{transcript_text::form::plain, h, 1000};
  t.add(line(speaker::customer, "Hi"));
  const auto text = std::move(t).finish();
  EXPECT_NE(text.find("2025-11-23 23:29:59 (Europe/Berlin)"),
            std::string::npos);
  EXPECT_NE(text.find("[2025-11-23 23:31:00] Customer: Hi"), std::string::npos);
}

TEST(transcript_text, M5_nothing_of_a_text_is_markup_of_the_page) {
  transcript_text t{transcript_text::form::page, head("<i>\"'"), 2000};
  t.add(line(speaker::customer, "<script>alert(1)</script> & more"));
  const auto text = std::move(t).finish();
  EXPECT_EQ(text.find("<script"), std::string::npos);
  EXPECT_EQ(text.find("<i>"), std::string::npos);
  EXPECT_NE(text.find("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"),
            std::string::npos);
  EXPECT_NE(text.find("&lt;i&gt;&quot;&#39;"), std::string::npos);
}

TEST(transcript_text, M5_it_has_so_many_bytes_and_says_that_more_is_missing) {
  const auto whole = [](std::size_t most) {
    transcript_text t{transcript_text::form::plain, head(), most};
    t.add(line(speaker::customer, "1234567890"));
    return std::move(t).finish();
  };
  const auto all = whole(10'000);
  EXPECT_EQ(all.find("left out"), std::string::npos);
  EXPECT_EQ(whole(all.size()), all);
  const auto less = whole(all.size() - 1);
  EXPECT_EQ(less.find("1234567890"), std::string::npos);
  EXPECT_NE(less.find("The rest is left out."), std::string::npos);
}

TEST(transcript_text, M5_whispers_are_not_for_the_customer) {
  EXPECT_TRUE(is_for_customer(entry_kind::text));
  EXPECT_TRUE(is_for_customer(entry_kind::automated));
  EXPECT_TRUE(is_for_customer(entry_kind::announcement));
  EXPECT_TRUE(is_for_customer(entry_kind::notice));
  EXPECT_TRUE(is_for_customer(entry_kind::file));
  EXPECT_FALSE(is_for_customer(entry_kind::whisper));
}

} // namespace
} // namespace parley
