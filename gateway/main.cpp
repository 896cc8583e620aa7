// parleyd.
#include "gateway/server.hpp"

#include <iostream>
#include <sys/stat.h>

int main(int argc, char** argv) {
  const auto parsed = parley::gateway::parse_options(argc, argv);
  if (parsed.exit_code >= 0) {
    (parsed.exit_code == 0 ? std::cout : std::cerr) << parsed.text;
    return parsed.exit_code;
  }
  // What is stored and logged is for nobody else on this machine.
  ::umask(0077);
  parley::gateway::server server{parsed.chosen};
  const auto trouble = server.start();
  if (!trouble.empty()) {
    std::cerr << "parleyd: " << trouble << '\n';
    return 1;
  }
  std::cout << server.greeting() << std::flush;
  return server.run();
}
