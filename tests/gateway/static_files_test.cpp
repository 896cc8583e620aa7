// The pages' addresses: files, and places that the desk's page names itself.
#include "gateway/static_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace parley::gateway {
namespace {

namespace fs = std::filesystem;

class static_files_test : public ::testing::Test {
protected:
  static_files_test() {
    root = fs::temp_directory_path()
           / ("parley-pages-" + std::to_string(::getpid()));
    fs::create_directories(root / "desk" / "assets");
    std::ofstream{root / "desk" / "index.html"} << "the desk";
    std::ofstream{root / "desk" / "assets" / "a.js"} << "script";
  }
  ~static_files_test() override { fs::remove_all(root); }

  [[nodiscard]] std::string body_of(const std::string& path) const {
    const static_files pages{root.string(), {}};
    http_request r;
    r.method = "GET";
    r.path = path;
    const auto answer = pages.serve(r);
    return answer ? answer->body : "none";
  }

  fs::path root;
};

TEST_F(static_files_test, places_of_the_desk_are_its_page) {
  for (const auto* place :
       {"/desk/", "/desk/admin", "/desk/admin/users/a.b", "/desk/admin/"}) {
    EXPECT_EQ(body_of(place), "the desk") << place;
  }
  EXPECT_EQ(body_of("/desk/assets/a.js"), "script");
}

TEST_F(static_files_test, a_file_that_is_missing_is_no_place) {
  for (const auto* path :
       {"/desk/assets/old.js", "/desk/x.css", "/desk/../secret", "/other/"}) {
    EXPECT_EQ(body_of(path), "none") << path;
  }
}

} // namespace
} // namespace parley::gateway
