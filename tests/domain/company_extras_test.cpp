// The configuration of boxes, classifications, breaks and scripts; what
// customers and agents may fill in; names of files.
#include "actors/domain/company_extras.hpp"
#include "actors/domain/file_type.hpp"
#include "protocol/codec.hpp"
#include "protocol/widget_limits.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

company with_service() {
  company c;
  service_config s;
  s.id = service_id{"web"};
  c.services[s.id] = s;
  return c;
}

std::string first_of(const company& c) {
  const auto all = check_extras(c);
  return all.empty() ? "" : all.front().path;
}

/// `change` is made to the box of a service.
template <class Change>
std::string wrong_box(Change change) {
  auto c = with_service();
  change(c.services.begin()->second.widget);
  return first_of(c);
}

TEST(company_extras, W1_the_box_has_bounds) {
  const std::string at = "services.web.widget";
  EXPECT_EQ(wrong_box([](auto&) {}), "");
  EXPECT_EQ(
    wrong_box([](auto& w) { w.auto_open = limits::widget_auto_open_max; }), "");
  EXPECT_EQ(wrong_box([](auto& w) {
              w.auto_open = limits::widget_auto_open_max + 1ms;
            }),
            at + ".auto_open");
  EXPECT_EQ(wrong_box([](auto& w) { w.auto_open = -1ms; }), at + ".auto_open");
  EXPECT_EQ(wrong_box([](auto& w) { w.title.assign(100, 't'); }), "");
  EXPECT_EQ(wrong_box([](auto& w) { w.title.assign(101, 't'); }),
            at + ".title");
  for (const auto* colour : {"red", "#12345", "#12345G", "#ABCDEF"}) {
    EXPECT_EQ(wrong_box([&](auto& w) { w.colour = colour; }), at + ".colour");
  }
  EXPECT_EQ(wrong_box([](auto& w) { w.language = "pt-BR"; }), "");
  for (const auto* language : {"english!", "d", "de-", "\"><script>"}) {
    EXPECT_EQ(wrong_box([&](auto& w) { w.language = language; }),
              at + ".language");
  }
}

TEST(company_extras, W1_own_fields_are_bounded_and_have_names_of_their_own) {
  const auto with = [](std::size_t count) {
    return wrong_box([count](auto& w) {
      for (std::size_t i = 0; i < count; ++i) {
        w.fields.push_back({"field " + std::to_string(i), false});
      }
    });
  };
  EXPECT_EQ(with(limits::widget_fields_max), "");
  EXPECT_EQ(with(limits::widget_fields_max + 1), "services.web.widget.fields");
  EXPECT_NE(wrong_box([](auto& w) {
              w.fields = {{"a", false}, {"a", true}};
            }),
            "");
  EXPECT_NE(wrong_box([](auto& w) { w.fields = {{" ", false}}; }), "");
}

TEST(company_extras, W1_what_is_asked_for_first_must_be_there) {
  widget_settings w;
  EXPECT_FALSE(refusal_of(w, "", "", {}));
  w.ask_name = asked::required;
  w.ask_email = asked::required;
  w.fields = {{"Order", true}, {"Shop", false}};
  EXPECT_EQ(refusal_of(w, " ", "a@b", {})->detail, "name");
  EXPECT_EQ(refusal_of(w, "Zoë", "", {})->detail, "email");
  EXPECT_EQ(refusal_of(w, "Zoë", "a@b", {})->detail, "Order");
  EXPECT_EQ(refusal_of(w, "Zoë", "a@b", {{"Order", " "}})->detail, "Order");
  EXPECT_FALSE(refusal_of(w, "Zoë", "a@b", {{"Order", "4711"}}));
  EXPECT_EQ(refusal_of(w, "Zoë", "a@b", {{"Other", "1"}})->code,
            refusal_code::invalid_value);
  EXPECT_EQ(refusal_of(w, "Zoë", "a@b", {{"Order", "1"}, {"Order", "2"}})->code,
            refusal_code::invalid_value);
  const std::string most(limits::widget_field_characters_max, 'v');
  EXPECT_FALSE(refusal_of(w, "Zoë", "a@b", {{"Order", most}}));
  EXPECT_EQ(refusal_of(w, "Zoë", "a@b", {{"Order", most + "v"}})->code,
            refusal_code::too_long);
}

TEST(company_extras, W8_a_service_has_at_most_two_keys) {
  auto c = with_service();
  auto& keys = c.site_keys[service_id{"web"}];
  keys.assign(limits::site_keys_max, site_key{});
  EXPECT_EQ(first_of(c), "");
  keys.push_back({});
  EXPECT_EQ(first_of(c), "site_keys.web");
  c.services.clear();
  EXPECT_EQ(first_of(c), "site_keys.web");
}

TEST(company_extras, C1_classifications_are_a_tree) {
  company c;
  const auto id = [](std::size_t i) {
    return classification_id{"k" + std::to_string(i)};
  };
  for (std::size_t i = 0; i < limits::classification_depth_max; ++i) {
    c.classifications[id(i)]
      = {id(i), "K", i == 0 ? std::nullopt : std::optional{id(i - 1)}};
  }
  EXPECT_EQ(first_of(c), "");
  const auto deep = limits::classification_depth_max;
  c.classifications[id(deep)] = {id(deep), "K", id(deep - 1)};
  EXPECT_EQ(first_of(c), "classifications." + id(deep).value + ".parent");
  c.classifications.erase(id(deep));
  c.classifications[id(0)].parent = id(1);
  EXPECT_EQ(first_of(c), "classifications.k0.parent");
  c.classifications[id(0)].parent = classification_id{"nowhere"};
  EXPECT_EQ(first_of(c), "classifications.k0.parent");
  c.classifications[id(0)].parent = id(0);
  EXPECT_EQ(first_of(c), "classifications.k0.parent");
}

TEST(company_extras, P9_a_break_has_a_description_and_an_alert) {
  company c;
  auto& lunch = c.break_reasons[break_reason_id{"lunch"}];
  for (const auto good : {limits::break_alert_min, limits::break_alert_max}) {
    lunch.alert_after = good;
    EXPECT_EQ(first_of(c), "");
  }
  for (const auto bad :
       {limits::break_alert_min - 1ms, limits::break_alert_max + 1ms}) {
    lunch.alert_after = bad;
    EXPECT_EQ(first_of(c), "break_reasons.lunch.alert_after");
  }
  lunch.alert_after.reset();
  lunch.description.assign(250, 'd');
  EXPECT_EQ(first_of(c), "");
  lunch.description += 'd';
  EXPECT_EQ(first_of(c), "break_reasons.lunch.description");
}

TEST(company_extras, I6_texts_by_language_are_bounded) {
  company c;
  auto& texts = c.queues[queue_id{"sales"}].policy.interruption_notices;
  for (std::size_t i = 0; i < limits::text_languages_max; ++i) {
    texts["de-" + std::to_string(i)] = "Moment";
  }
  EXPECT_EQ(first_of(c), "");
  texts["fr"] = "Un moment";
  EXPECT_EQ(first_of(c), "queues.sales.policy.interruption_notices");
  texts = {{"no language", "x"}};
  EXPECT_NE(first_of(c), "");
  texts = {{"de", std::string(limits::text_characters_max + 1, 'x')}};
  EXPECT_NE(first_of(c), "");
}

script_config order() {
  script_config s;
  s.id = script_id{"order"};
  s.name = "Order";
  s.sections = {{"First", "", {{"number", "Which?", true, {}}}},
                {"Then", "", {{"size", "Which size?", false, {"S", "L"}}}}};
  return s;
}

TEST(company_extras, X1_answers_fit_the_script) {
  const auto s = order();
  EXPECT_FALSE(refusal_of(s, {{"First/number", "4711"}}));
  EXPECT_FALSE(refusal_of(s, {{"First/number", "4711"}, {"Then/size", "L"}}));
  EXPECT_EQ(refusal_of(s, {})->detail, "First/number");
  EXPECT_EQ(refusal_of(s, {{"First/number", "  "}})->code,
            refusal_code::missing_field);
  EXPECT_EQ(refusal_of(s, {{"First/number", "1"}, {"Then/size", "XL"}})->detail,
            "Then/size");
  EXPECT_EQ(refusal_of(s, {{"First/number", "1"}, {"Last/x", "1"}})->code,
            refusal_code::invalid_value);
  EXPECT_EQ(refusal_of(s, {{"First/number", "1"}, {"First/number", "2"}})->code,
            refusal_code::invalid_value);
  const std::string most(limits::script_answer_characters_max, 'a');
  EXPECT_FALSE(refusal_of(s, {{"First/number", most}}));
  EXPECT_EQ(refusal_of(s, {{"First/number", most + "a"}})->code,
            refusal_code::too_long);
}

TEST(company_extras, X1_a_script_of_a_queue_is_for_who_sees_the_queue) {
  company c;
  agent_config ann;
  ann.queues = std::set{queue_id{"sales"}};
  auto s = order();
  EXPECT_TRUE(may_use(c, ann, s));
  s.queues = {queue_id{"care"}};
  EXPECT_FALSE(may_use(c, ann, s));
  s.queues.insert(queue_id{"sales"});
  EXPECT_TRUE(may_use(c, ann, s));
}

TEST(file_names, W2_what_no_header_and_no_disk_can_carry_is_left_out) {
  EXPECT_EQ(safe_file_name("photo.png"), "photo.png");
  EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name("C:\\Users\\ann\\photo.png"), "photo.png");
  EXPECT_EQ(safe_file_name(".."), "file");
  EXPECT_EQ(safe_file_name(""), "file");
  EXPECT_EQ(safe_file_name("  . . "), "file");
  EXPECT_EQ(safe_file_name(".htaccess"), "htaccess");
  EXPECT_EQ(safe_file_name("a\r\nSet-Cookie: b"), "a__Set-Cookie_ b");
  EXPECT_EQ(safe_file_name(std::string{"a\0b.png", 7}), "a_b.png");
  EXPECT_EQ(safe_file_name("say \"hi\".txt"), "say _hi_.txt");
  EXPECT_EQ(safe_file_name("Grüße 世界.pdf"), "Grüße 世界.pdf");
}

TEST(file_names, W2_a_name_reads_as_what_it_is) {
  // Overrides of the direction make "gpj.exe" look like "exe.jpg".
  for (const auto* hidden : {"\u202E",
                             "\u202A",
                             "\u2066",
                             "\u2069",
                             "\u200E",
                             "\u200B",
                             "\u2028",
                             "\u0085",
                             "\uFEFF",
                             "\u061C"}) {
    EXPECT_EQ(safe_file_name(std::string{"a"} + hidden + "gpj.exe"),
              "a_gpj.exe");
  }
}

TEST(file_names, W2_names_are_cut_at_their_limit) {
  constexpr auto most = limits::file_name_characters_max;
  std::string wide;
  for (std::size_t i = 0; i < most + 1; ++i) {
    wide += "ü";
  }
  EXPECT_EQ(wire::characters(safe_file_name(wide)), most);
  EXPECT_EQ(safe_file_name(std::string(most, 'n')).size(), most);
}

TEST(file_names, W2_whatever_bytes_a_name_has_it_is_safe) {
  std::uint32_t seed = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string name;
    for (int i = 0; i < round % 40; ++i) {
      seed = seed * 1664525U + 1013904223U;
      name += static_cast<char>(seed >> 24U);
    }
    const auto safe = safe_file_name(name);
    EXPECT_FALSE(safe.empty());
    EXPECT_EQ(safe.find_first_of("/\\\r\n\"<>|*?:"), std::string::npos);
    EXPECT_NE(safe.front(), '.');
    (void)is_file_type("text/plain", name);
  }
}

} // namespace
} // namespace parley
