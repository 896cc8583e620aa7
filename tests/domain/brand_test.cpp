// What a company looks like.
#include "actors/domain/brand.hpp"
#include "actors/domain/company.hpp"
#include "protocol/widget_limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr std::string_view png_head = "iVBORw0KGgo";

/// Base64 of a PNG's beginning and zeros, `bytes` long in all; a multiple of 3.
std::string png_of(std::size_t bytes) {
  return "iVBORw0KGgoA" + std::string(bytes / 3 * 4 - 12, 'A');
}

std::vector<std::string> says(const std::string& colour,
                              const std::string& logo) {
  company c;
  c.id = company_id{"acme"};
  c.name = "Acme";
  c.brand = {colour, logo};
  return validate(c);
}

TEST(brand, a_logo_is_a_png_or_a_jpeg_by_its_first_bytes) {
  EXPECT_EQ(logo_type(std::string{png_head} + "="), "image/png");
  EXPECT_EQ(logo_type("/9j/"), "image/jpeg");
  // GIF89a, <svg>, and a text that only says so.
  for (const auto* other : {"R0lGODlh", "PHN2Zz4=", "aW1hZ2UvcG5n", ""}) {
    EXPECT_EQ(logo_type(other), "") << other;
  }
}

TEST(brand, a_logo_is_base64_in_its_one_form) {
  EXPECT_EQ(logo_bytes("TWFu"), "Man");
  EXPECT_EQ(logo_bytes("TWE="), "Ma");
  EXPECT_EQ(logo_bytes("TQ=="), "M");
  const std::string head{png_head};
  EXPECT_EQ(logo_type(head), "") << "no padding";
  EXPECT_EQ(logo_type(head.substr(0, 10) + "p="), "") << "bits that are lost";
  EXPECT_EQ(logo_type("iVBORw0K Ggo"), "");
  EXPECT_EQ(logo_type("iVBORw0KGg=="), "") << "not the whole head";
}

TEST(brand, a_logo_has_at_most_16_kib) {
  constexpr auto most = limits::logo_bytes_max;
  auto fits = png_of(most - 1);
  fits += "AA==";
  EXPECT_EQ(logo_bytes(fits).size(), most);
  EXPECT_EQ(logo_type(fits), "image/png");
  auto beyond = png_of(most - 1);
  beyond += "AAA=";
  EXPECT_EQ(logo_bytes(beyond).size(), most + 1);
  EXPECT_EQ(logo_type(beyond), "");
}

TEST(brand, a_company_with_another_one_is_refused) {
  EXPECT_TRUE(says("", "").empty());
  EXPECT_TRUE(says("#00aa88", "/9j/").empty());
  EXPECT_THAT(says("green", ""), Contains(HasSubstr("brand.colour")));
  EXPECT_THAT(says("#00aa88", "PHN2Zz4="), Contains(HasSubstr("brand.logo")));
}

TEST(brand, pages_get_the_logo_as_an_address) {
  EXPECT_EQ(logo_address({"", ""}), "");
  EXPECT_EQ(logo_address({"", "/9j/"}), "data:image/jpeg;base64,/9j/");
}

} // namespace
} // namespace parley
