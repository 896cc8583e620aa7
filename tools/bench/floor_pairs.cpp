// See floor_pairs.hpp.
#include "tools/bench/floor_pairs.hpp"

#include <algorithm>

namespace parley::tools {
namespace {

class floor_pair final : public talking_pair {
public:
  floor_pair(event_loop& loop, const endpoint& server, int number)
      : customer_{*this}, agent_{*this} {
    const auto name = std::to_string(number);
    // The agent first: what the customer sends must find it.
    agent_.socket
      = open_web_socket(loop, {server, "/agent/" + name, "", ""}, agent_);
    customer_.socket
      = open_web_socket(loop, {server, "/customer/" + name, "", ""}, customer_);
  }

  ~floor_pair() override {
    agent_.socket->abort();
    customer_.socket->abort();
  }

  floor_pair(const floor_pair&) = delete;
  floor_pair& operator=(const floor_pair&) = delete;
  floor_pair(floor_pair&&) = delete;
  floor_pair& operator=(floor_pair&&) = delete;

  void begin() override { ticks_ = 0; }
  void send(std::uint64_t, std::string text) override {
    customer_.socket->send(std::move(text));
  }
  [[nodiscard]] std::uint64_t errors() const override { return errors_; }
  [[nodiscard]] bool is_open() const {
    return agent_.is_open && customer_.is_open;
  }

private:
  struct side : web_socket_listener {
    explicit side(floor_pair& owner) : pair{owner} {}
    void opened() override { is_open = true; }
    void closed(std::uint16_t, const std::string&) override {
      is_open = false;
      ++pair.errors_;
    }
    floor_pair& pair;
    std::shared_ptr<web_socket> socket;
    bool is_open = false;
  };
  struct customer_side final : side {
    using side::side;
    void received(std::string_view) override {
      if (pair.on_tick) {
        pair.on_tick(++pair.ticks_);
      }
    }
  };
  struct agent_side final : side {
    using side::side;
    void received(std::string_view frame) override {
      if (pair.on_delivery) {
        pair.on_delivery(frame);
      }
    }
  };

  customer_side customer_;
  agent_side agent_;
  std::uint64_t ticks_ = 0;
  std::uint64_t errors_ = 0;
};

} // namespace

talking_pairs connect_floor_pairs(event_loop& loop,
                                  const endpoint& server,
                                  int count,
                                  nanoseconds within) {
  talking_pairs pairs;
  std::vector<const floor_pair*> opening;
  for (int i = 0; i < count; ++i) {
    auto pair = std::make_unique<floor_pair>(loop, server, i);
    opening.push_back(pair.get());
    pairs.push_back(std::move(pair));
  }
  const auto all_open = [&] {
    return std::all_of(opening.begin(), opening.end(), [](const auto* pair) {
      return pair->is_open();
    });
  };
  if (!loop.run_until(all_open, within)) {
    pairs.clear();
  }
  return pairs;
}

} // namespace parley::tools
