// The configuration of a company as one actor sees it. It changes between two
// messages of that actor only, so what a handler refers to stays while it runs.
#ifndef PARLEY_ACTORS_COMPANY_VIEW_HPP
#define PARLEY_ACTORS_COMPANY_VIEW_HPP

#include "actors/domain/company.hpp"

#include <memory>
#include <utility>

namespace parley::actors {

/// Copies share one view: those that the handlers of an actor hold. An actor
/// that is spawned with the ports of another takes a view of its own (`fork`).
class company_view {
public:
  company_view() : company_view{std::make_shared<const parley::company>()} {}
  // NOLINTNEXTLINE(google-explicit-constructor): a view of this configuration.
  company_view(company_ptr c)
      : cell_{std::make_shared<company_ptr>(std::move(c))} {}

  [[nodiscard]] const parley::company& operator*() const { return **cell_; }
  [[nodiscard]] const parley::company* operator->() const {
    return cell_->get();
  }
  /// The immutable value, to be passed on.
  [[nodiscard]] const company_ptr& value() const { return *cell_; }
  [[nodiscard]] company_view fork() const { return {*cell_}; }
  /// Takes a new version for all copies. @pre called by the actor itself
  void change(company_ptr c) const { *cell_ = std::move(c); }

private:
  std::shared_ptr<company_ptr> cell_;
};

} // namespace parley::actors

#endif // PARLEY_ACTORS_COMPANY_VIEW_HPP
