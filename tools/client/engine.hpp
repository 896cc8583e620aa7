// The inside of `event_loop`, for the files of this folder that use Asio.
#ifndef PARLEY_TOOLS_CLIENT_ENGINE_HPP
#define PARLEY_TOOLS_CLIENT_ENGINE_HPP

#include "tools/client/event_loop.hpp"

#include <boost/asio/io_context.hpp>

namespace parley::tools {

struct event_loop::engine {
  boost::asio::io_context io{1};
};

} // namespace parley::tools

#endif // PARLEY_TOOLS_CLIENT_ENGINE_HPP
