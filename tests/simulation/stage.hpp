// What all who play in a simulation share, and the socket ends they hold.
#ifndef PARLEY_TESTS_SIMULATION_STAGE_HPP
#define PARLEY_TESTS_SIMULATION_STAGE_HPP

#include "tests/simulation/chance.hpp"
#include "tests/simulation/diary.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/support/actor_fixture.hpp"

#include <memory>
#include <string>
#include <utility>

namespace parley::simulation {

struct stage {
  testing::whole_parley& parley;
  chance luck;
  diary notes;
  ledger books;

  stage(testing::whole_parley& p,
        std::uint64_t seed,
        std::vector<company> companies)
      : parley{p}, luck{seed}, notes{p.clock}, books{std::move(companies),
                                                     notes} {}

  /// An id that nobody else has.
  [[nodiscard]] std::string fresh(const std::string& prefix) {
    return prefix + std::to_string(++ids_);
  }

private:
  std::uint64_t ids_ = 0;
};

/// The far end of a WebSocket: hands each frame to its owner at once, while the
/// actor that sent it still runs.
template <class Owner>
class socket_end final : public actors::frame_sink {
public:
  explicit socket_end(Owner& owner) : owner_{&owner} {}

  void send(actors::frame f) override {
    if (owner_ == nullptr) {
      return;
    }
    auto decoded = wire::decode_server(*f);
    if (decoded) {
      owner_->hear(std::move(decoded).value());
    } else {
      owner_->hear_garbage(*f);
    }
  }
  [[nodiscard]] std::size_t backlog() const override { return 0; }
  void close(close_code why) override {
    if (owner_ != nullptr) {
      std::exchange(owner_, nullptr)->closed(why);
    }
  }
  void handled() override {}
  /// The cable is cut.
  void cut() { owner_ = nullptr; }

private:
  Owner* owner_;
};

} // namespace parley::simulation

#endif // PARLEY_TESTS_SIMULATION_STAGE_HPP
