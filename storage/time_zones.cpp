// Zones of the database that the system keeps up to date (tzdata): what a
// library brings with it is as old as the library.
#include "storage/time_zones.hpp"

#include <algorithm>
#include <chrono>
#include <date/tz.h>
#include <exception>
#include <fstream>
#include <map>
#include <mutex>

namespace parley::storage {

namespace {

constexpr const char* database = "/usr/share/zoneinfo/tzdata.zi";

date::sys_seconds second_of(timestamp t) {
  return std::chrono::floor<std::chrono::seconds>(
    date::sys_time<std::chrono::milliseconds>{
      std::chrono::milliseconds{to_unix_ms(t)}});
}

class iana_zone final : public time_zone {
public:
  explicit iana_zone(const date::time_zone* zone) : zone_{zone} {}

  [[nodiscard]] duration offset_at(timestamp t) const override {
    return zone_->get_info(second_of(t)).offset;
  }

  [[nodiscard]] std::optional<timestamp>
  next_offset_change(timestamp t) const override {
    // What comes after the last change has an end of thousands of years.
    constexpr auto no_end = date::sys_days{date::year{3000} / 1 / 1};
    const auto end = zone_->get_info(second_of(t)).end;
    if (end >= no_end) {
      return std::nullopt;
    }
    return from_unix_ms(
      std::chrono::milliseconds{end.time_since_epoch()}.count());
  }

private:
  const date::time_zone* zone_;
};

/// The database also has names of systems (`EST5EDT`, `posix/UTC`); only what
/// IANA names goes into a configuration.
bool is_iana_form(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name == "UTC") {
    return true;
  }
  return name.size() <= longest && name.find('/') != std::string_view::npos
         && !name.starts_with("posix/") && !name.starts_with("right/")
         && std::all_of(name.begin(), name.end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                     || (c >= '0' && c <= '9') || c == '/' || c == '_'
                     || c == '-' || c == '+';
            });
}

class iana_zones final : public time_zones {
public:
  [[nodiscard]] std::shared_ptr<const time_zone>
  find(std::string_view name) const override {
    const std::scoped_lock lock{mutex_};
    const auto known = loaded_.find(name);
    if (known != loaded_.end()) {
      return known->second;
    }
    auto zone = load(name);
    if (zone) {
      // There are only so many names, so this is bounded.
      loaded_.emplace(name, zone);
    }
    return zone;
  }

private:
  static std::shared_ptr<const time_zone> load(std::string_view name) {
    if (!is_iana_form(name)) {
      return nullptr;
    }
    try {
      return std::make_shared<const iana_zone>(
        date::locate_zone(std::string{name}));
    } catch (const std::exception&) {
      // The library's way of saying that there is none.
      return nullptr;
    }
  }

  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const time_zone>, std::less<>>
    loaded_;
};

} // namespace

const time_zones& system_time_zones() {
  static const iana_zones all;
  return all;
}

std::string time_zones_version() {
  // Its first line: `# version 2025b`.
  std::ifstream file{database};
  std::string sign;
  std::string word;
  std::string version;
  file >> sign >> word >> version;
  return word == "version" ? version : "unknown";
}

} // namespace parley::storage
