// See table.hpp.
#include "tools/parleyctl/table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace parley::tools {
namespace {

/// Bytes that begin a character of UTF-8.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
    std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

template <class... Values>
std::string print(const char* format, Values... values) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

} // namespace

std::string to_text(const table& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      text.append(widths[i] - width(row[i]) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

std::string readable_age(long long milliseconds) {
  constexpr long long minute = 60;
  constexpr long long hour = 60 * minute;
  constexpr long long day = 24 * hour;
  const auto seconds = milliseconds / 1000;
  if (seconds < minute) {
    return print("%.1f s", static_cast<double>(milliseconds) / 1000.0);
  }
  if (seconds < hour) {
    return print("%lld:%02lld", seconds / minute, seconds % minute);
  }
  if (seconds < 2 * day) {
    return print("%lld:%02lld:%02lld",
                 seconds / hour,
                 seconds % hour / minute,
                 seconds % minute);
  }
  return print("%lld d", seconds / day);
}

std::string readable_time(long long unix_milliseconds) {
  const std::time_t seconds = unix_milliseconds / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
  return text.data() + print(".%03lld", unix_milliseconds % 1000);
}

} // namespace parley::tools
