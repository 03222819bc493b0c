// Whole files: their size is known, or is not.
#include "pki/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <thread>

namespace handfast::pki {
namespace {

struct Files : testing::Test {
  Files() {
    std::string pattern = std::filesystem::temp_directory_path() / "handfast-files-XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  ~Files() override { std::filesystem::remove_all(folder); }
  std::filesystem::path write(const std::string& name, const std::string& contents) const {
    std::ofstream(folder / name) << contents;
    return folder / name;
  }
  std::filesystem::path folder;
};

std::string text(std::size_t size) {
  std::string out(size, 'x');
  for (std::size_t i = 0; i < size; i += 100) out[i] = static_cast<char>('a' + i / 100 % 26);
  return out;
}

TEST_F(Files, UpToTheLimit) {
  const auto file = write("file", text(1000));
  EXPECT_EQ(as_text(read_file(file, 1000).value()), text(1000));
  EXPECT_EQ(as_text(read_secret_file(file, 5'000'000'000).value().reveal()), text(1000));
  EXPECT_EQ(read_file(file, 999).error(), Errc::file_error);
  EXPECT_EQ(read_secret_file(file, 999).error(), Errc::file_error);
}

TEST_F(Files, EmptyAndAbsentOnes) {
  EXPECT_TRUE(read_file(write("empty", ""), 10).value().empty());
  EXPECT_EQ(read_file(folder / "none", 10).error(), Errc::file_error);
  EXPECT_EQ(read_file(folder, 10).error(), Errc::file_error);
  EXPECT_TRUE(read_file("/dev/null", 10).value().empty());
}

// A device without end: no more than the limit is held for it.
TEST_F(Files, ADeviceEndsAtTheLimit) { EXPECT_EQ(read_file("/dev/zero", 1'000'000).error(), Errc::file_error); }

TEST_F(Files, APipeTellsNoSize) {
  for (const std::size_t size : {std::size_t{10}, std::size_t{64 * 1024 + 1}, std::size_t{300'000}}) {
    const auto pipe = folder / std::to_string(size);
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    std::thread writer([&] { std::ofstream(pipe) << text(size); });
    const auto contents = read_secret_file(pipe, 300'000);
    writer.join();
    ASSERT_TRUE(contents) << size;
    EXPECT_EQ(as_text(contents->reveal()), text(size));
  }
}

}  // namespace
}  // namespace handfast::pki
