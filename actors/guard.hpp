// First line of every behaviour: what must hold for all our actors whatever
// message comes (C2-C6).
#ifndef PARLEY_ACTORS_GUARD_HPP
#define PARLEY_ACTORS_GUARD_HPP

#include "actors/surroundings.hpp"

#include <caf/all.hpp>

#include <exception>
#include <string>

namespace parley::actors {

/// Errors that arrive as messages are logged and never end the actor; an
/// exception ends it (a bug: the parent restarts it) and is logged.
template <class Self>
void guard(Self* self, const surroundings* world, std::string_view kind) {
  self->set_error_handler(
    [world, kind](caf::scheduled_actor*, caf::error& why) {
      world->log->write(log_level::warn,
                        "unexpected_error_message",
                        {{"actor", kind}, {"error", caf::to_string(why)}});
    });
  self->set_exception_handler(
    [world, kind](caf::scheduled_actor*, std::exception_ptr& what) {
      std::string text = "unknown";
      try {
        std::rethrow_exception(what);
      } catch (const std::exception& e) {
        text = e.what();
      } catch (...) { // NOLINT(bugprone-empty-catch)
      }
      world->log->write(
        log_level::error, "actor_failed", {{"actor", kind}, {"error", text}});
      return caf::make_error(caf::sec::runtime_error, text);
    });
}

} // namespace parley::actors

#endif // PARLEY_ACTORS_GUARD_HPP
