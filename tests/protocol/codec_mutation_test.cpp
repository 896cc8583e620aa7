// R18, Z4: a million damaged frames. Seeded, so a failure is repeated by its
// number; the same check runs under libFuzzer (codec_fuzzer.cpp).
#include "tests/support/frame_check.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/wire_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace parley::testing {
namespace {

struct frame {
  frame_from who;
  std::string bytes;
};

std::vector<frame> golden_frames() {
  std::vector<frame> all;
  for (const auto& file :
       std::filesystem::directory_iterator{golden_path("frames")}) {
    const auto name = file.path().filename().string();
    const auto who = name.starts_with("customer") ? frame_from::customer
                     : name.starts_with("agent")  ? frame_from::agent
                                                  : frame_from::server;
    all.push_back({who, read_file(file.path()).value()});
  }
  // The order of a directory is not the same everywhere.
  std::sort(all.begin(), all.end(), [](const frame& a, const frame& b) {
    return std::tie(a.who, a.bytes) < std::tie(b.who, b.bytes);
  });
  return all;
}

/// Damages frames; every choice comes from the seed.
class mutator {
public:
  mutator(const std::vector<frame>& corpus, std::uint64_t seed)
      : corpus_{corpus}, random_{seed} {}

  frame next() {
    frame f = any_frame();
    for (auto n = 1 + pick(4); n > 0; --n) {
      damage(f.bytes);
    }
    constexpr std::size_t plenty = 4096;
    if (f.bytes.size() > plenty) {
      f.bytes.resize(plenty);
    }
    // Now and then a frame of one speaker arrives at another's socket.
    if (pick(16) == 0) {
      f.who = static_cast<frame_from>(pick(3));
    }
    return f;
  }

private:
  std::size_t pick(std::size_t bound) {
    return static_cast<std::size_t>(below(random_, bound));
  }
  const frame& any_frame() { return corpus_[pick(corpus_.size())]; }
  std::size_t place(const std::string& s) { return pick(s.size() + 1); }

  void damage(std::string& s) {
    switch (pick(9)) {
    case 0:
      flip_bit(s);
      break;
    case 1:
      set_byte(s);
      break;
    case 2:
      splice(s);
      break;
    case 3:
      s.resize(place(s));
      break;
    case 4:
      repeat(s);
      break;
    case 5:
      s.insert(place(s), number());
      break;
    case 6:
      replace_value(s);
      break;
    case 7:
      s.insert(place(s), nesting());
      break;
    default:
      s.insert(place(s), token());
      break;
    }
  }

  void flip_bit(std::string& s) {
    if (!s.empty()) {
      auto& c = s[pick(s.size())];
      c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << pick(8)));
    }
  }

  void set_byte(std::string& s) {
    if (!s.empty()) {
      s[pick(s.size())] = static_cast<char>(pick(256));
    }
  }

  /// The beginning of this one, the end of another one.
  void splice(std::string& s) {
    const auto& other = any_frame().bytes;
    s.resize(place(s));
    s += other.substr(place(other));
  }

  void repeat(std::string& s) {
    const auto at = place(s);
    const auto piece = s.substr(at, pick(40));
    std::string many;
    for (auto n = pick(50); n > 0; --n) {
      many += piece;
    }
    s.insert(at, many);
  }

  /// Keeps the structure: what stands behind a colon is something else.
  void replace_value(std::string& s) {
    const auto colon = s.find(':', place(s));
    if (colon == std::string::npos) {
      return;
    }
    const auto end = s.find_first_of(",}", colon);
    if (end != std::string::npos) {
      s.replace(colon + 1, end - colon - 1, pick(2) == 0 ? number() : token());
    }
  }

  std::string number() {
    static constexpr auto numbers = std::to_array<std::string_view>({
      "0",
      "-0",
      "-1",
      "1.5",
      "1e5",
      "1E+400",
      "-1e-400",
      "9007199254740991",
      "9007199254740992",
      "18446744073709551615",
      "18446744073709551616",
      "-9223372036854775808",
      "-9223372036854775809",
      "00",
      "1e",
      "0x10",
    });
    if (pick(4) == 0) {
      std::string digits;
      digits.resize(pick(400), static_cast<char>('0' + pick(10)));
      return digits;
    }
    return std::string{numbers.at(pick(numbers.size()))};
  }

  std::string nesting() {
    static constexpr auto openings
      = std::to_array<std::string_view>({"[", R"({"a":)", R"([{"a":[)", "]"});
    const auto piece = openings.at(pick(openings.size()));
    std::string all;
    for (auto n = pick(pick(8) == 0 ? 2000 : 20); n > 0; --n) {
      all += piece;
    }
    return all;
  }

  std::string token() {
    static constexpr auto tokens = std::to_array<std::string_view>({
      "\xff",
      "\xc0\xaf",
      "\xed\xa0\x80",
      "\xf0\x9f\x98",
      "\xef\xbb\xbf",
      "\xe2\x80\xa8",
      "\xf4\x90\x80\x80",
      R"("\u0000")",
      R"("\ud800")",
      R"("\udbff\udfff")",
      R"("\u00)",
      R"(")",
      R"(\)",
      R"(\")",
      "null",
      "true",
      "false",
      "{}",
      "[]",
      ",",
      ":",
      R"("type":)",
      R"("ref":"r",)",
      R"("")",
      R"(" ")",
      "NaN",
      "//",
      "\n",
      R"("chat.say")",
      R"("x")",
    });
    return std::string{tokens.at(pick(tokens.size()))};
  }

  const std::vector<frame>& corpus_;
  random_source random_;
};

/// Runs `count` inputs of one seed; @returns how many were understood.
int run(std::uint64_t seed, int count) {
  const auto corpus = golden_frames();
  mutator m{corpus, seed};
  int understood = 0;
  for (int i = 0; i < count; ++i) {
    const auto f = m.next();
    const auto outcome = check_frame(f.who, f.bytes);
    if (!outcome.wrong.empty()) {
      ADD_FAILURE() << "seed " << seed << ", input " << i << ": "
                    << outcome.wrong << "\ninput: " << f.bytes;
      return understood;
    }
    understood += outcome.understood ? 1 : 0;
  }
  return understood;
}

TEST(codec_mutation, Z4_a_million_damaged_frames_get_an_answer) {
  constexpr int seeds = 10;
  constexpr int inputs = 100'000;
  int understood = 0;
  for (std::uint64_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
    understood += run(seed, inputs);
  }
  // If hardly anything decoded, or all of it, nothing was tried.
  EXPECT_GT(understood, seeds * inputs / 50);
  EXPECT_LT(understood, seeds * inputs / 2);
}

} // namespace
} // namespace parley::testing
