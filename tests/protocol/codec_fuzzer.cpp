// libFuzzer target (cmake -DPARLEY_FUZZ=ON with clang). Its corpus to begin
// with is tests/golden/frames; every input is read as a frame of each speaker.
#include "tests/support/frame_check.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string frame{data, data + size};
  for (const auto who : {parley::testing::frame_from::customer,
                         parley::testing::frame_from::agent,
                         parley::testing::frame_from::server}) {
    const auto wrong = parley::testing::check_frame(who, frame).wrong;
    if (!wrong.empty()) {
      std::fprintf(stderr, "%s\n", wrong.c_str());
      std::abort();
    }
  }
  return 0;
}
