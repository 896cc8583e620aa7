// The inside of `event_loop`, for the files of this folder that use Asio.
#pragma once

#include "tools/client/event_loop.hpp"

#include <boost/asio/io_context.hpp>

namespace parley::tools {

struct event_loop::engine {
  boost::asio::io_context io{1};
};

} // namespace parley::tools
