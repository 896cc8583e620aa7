// Zones by ICU, whose database is newer than a compiler and needs no files of
// ours.
#include "storage/time_zones.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

namespace parley::storage {

namespace {

UDate to_icu(timestamp t) {
  return static_cast<UDate>(to_unix_ms(t));
}

// ICU's own kind of truth is a number.
constexpr UBool is_utc = 0;
constexpr UBool after_it = 0;

bool failed(UErrorCode status) {
  return U_FAILURE(status) != 0;
}

class icu_zone final : public time_zone {
public:
  explicit icu_zone(std::unique_ptr<icu::BasicTimeZone> zone)
      : zone_{std::move(zone)} {}

  [[nodiscard]] duration offset_at(timestamp t) const override {
    std::int32_t standard = 0;
    std::int32_t summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->getOffset(to_icu(t), is_utc, standard, summer, status);
    return failed(status) ? duration{0} : duration{standard + summer};
  }

  [[nodiscard]] std::optional<timestamp>
  next_offset_change(timestamp t) const override {
    icu::TimeZoneTransition next;
    if (zone_->getNextTransition(to_icu(t), after_it, next) == 0) {
      return std::nullopt;
    }
    return from_unix_ms(static_cast<long long>(next.getTime()));
  }

private:
  std::unique_ptr<icu::BasicTimeZone> zone_;
};

/// ICU also knows names of its own (`PST`, `SystemV/PST8`) and makes zones from
/// any `GMT+5`; only what IANA names goes into a configuration.
bool is_iana_form(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name == "UTC") {
    return true;
  }
  return name.size() <= longest && name.find('/') != std::string_view::npos
         && !name.starts_with("SystemV/") && name != "Etc/Unknown"
         && std::all_of(name.begin(), name.end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                     || (c >= '0' && c <= '9') || c == '/' || c == '_'
                     || c == '-' || c == '+';
            });
}

class icu_zones final : public time_zones {
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
    const auto id = icu::UnicodeString::fromUTF8(
      icu::StringPiece{name.data(), static_cast<std::int32_t>(name.size())});
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString canonical;
    UBool is_of_the_database = 0;
    icu::TimeZone::getCanonicalID(id, canonical, is_of_the_database, status);
    if (failed(status) || is_of_the_database == 0) {
      return nullptr;
    }
    std::unique_ptr<icu::TimeZone> made{icu::TimeZone::createTimeZone(id)};
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(made.get());
    if (basic == nullptr || *made == icu::TimeZone::getUnknown()) {
      return nullptr;
    }
    // Now owned as what it is.
    static_cast<void>(made.release());
    return std::make_shared<const icu_zone>(
      std::unique_ptr<icu::BasicTimeZone>{basic});
  }

  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const time_zone>, std::less<>>
    loaded_;
};

} // namespace

const time_zones& system_time_zones() {
  static const icu_zones all;
  return all;
}

std::string time_zones_version() {
  UErrorCode status = U_ZERO_ERROR;
  const char* version = icu::TimeZone::getTZDataVersion(status);
  return failed(status) ? "unknown" : version;
}

} // namespace parley::storage
