// The time zone database of this machine (F4). Hides the library that reads it.
#ifndef PARLEY_STORAGE_TIME_ZONES_HPP
#define PARLEY_STORAGE_TIME_ZONES_HPP

#include "actors/domain/calendar.hpp"

#include <string>

namespace parley::storage {

/// The zones that the IANA database names, old names included: `UTC` and all
/// of the form `Europe/Berlin`. The same for the whole process; zones are
/// loaded when they are asked for and kept.
[[nodiscard]] const time_zones& system_time_zones();
/// Which edition of the database it is: `2024a`.
[[nodiscard]] std::string time_zones_version();

} // namespace parley::storage

#endif // PARLEY_STORAGE_TIME_ZONES_HPP
