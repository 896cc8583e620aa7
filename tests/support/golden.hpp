// Compares a text with a file that is kept in the repository. With
// PARLEY_UPDATE_GOLDEN=1 in the environment the file is written instead; the
// change is then reviewed as a diff. Never edit golden files by hand.
#ifndef PARLEY_TESTS_SUPPORT_GOLDEN_HPP
#define PARLEY_TESTS_SUPPORT_GOLDEN_HPP

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace parley::testing {

/// @returns the path of a file of the repository.
inline std::filesystem::path source_path(std::string_view name) {
  return std::filesystem::path{PARLEY_SOURCE_DIR} / name;
}

/// @returns the path of a golden file.
inline std::filesystem::path golden_path(std::string_view name) {
  return source_path("tests/golden") / name;
}

inline std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) {
    return std::nullopt;
  }
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

inline bool updates_golden() {
  const char* wish = std::getenv("PARLEY_UPDATE_GOLDEN"); // NOLINT
  return wish != nullptr && std::string_view{wish} == "1";
}

/// @returns success if the file at `path` holds exactly `text`; else the first
/// line that differs.
inline ::testing::AssertionResult
matches_file(const std::filesystem::path& path, std::string_view text) {
  if (updates_golden()) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
    return ::testing::AssertionSuccess();
  }
  const auto kept = read_file(path);
  if (!kept) {
    return ::testing::AssertionFailure()
           << path << " is missing; PARLEY_UPDATE_GOLDEN=1 writes it";
  }
  if (*kept == text) {
    return ::testing::AssertionSuccess();
  }
  const auto line_at = [](std::string_view all, std::size_t at) {
    const auto begin = at == 0 ? 0 : all.rfind('\n', at - 1) + 1;
    return all.substr(begin, all.find('\n', at) - begin);
  };
  std::size_t at = 0;
  std::size_t line = 1;
  while (at < kept->size() && at < text.size() && (*kept)[at] == text[at]) {
    line += text[at] == '\n' ? 1 : 0;
    ++at;
  }
  return ::testing::AssertionFailure()
         << path << ":" << line << " differs\n  kept: " << line_at(*kept, at)
         << "\n  now:  " << line_at(text, at)
         << "\nPARLEY_UPDATE_GOLDEN=1 rewrites it";
}

/// @returns success if tests/golden/<name> holds exactly `text`.
inline ::testing::AssertionResult matches_golden(std::string_view name,
                                                 std::string_view text) {
  return matches_file(golden_path(name), text);
}

} // namespace parley::testing

#endif // PARLEY_TESTS_SUPPORT_GOLDEN_HPP
