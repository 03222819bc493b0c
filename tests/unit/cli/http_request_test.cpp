#include "cli/http_request.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace handfast::cli {
namespace {

HttpStatus refusal(std::string_view head) {
  const auto request = parse_http_request(head);
  return request ? HttpStatus::ok : request.error();
}

TEST(HttpRequest, ReadsWhatClientsSend) {
  const auto request = parse_http_request("GET /a%20b/c.html?x=1 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->path, "/a b/c.html");
  EXPECT_TRUE(request->keep_alive);
  EXPECT_FALSE(request->head_only);
  EXPECT_TRUE(parse_http_request("HEAD / HTTP/1.1\r\n\r\n")->head_only);
  EXPECT_EQ(parse_http_request("GET https://host/x HTTP/1.1\r\n\r\n")->path, "/x");
  EXPECT_EQ(parse_http_request("GET https://host HTTP/1.1\r\n\r\n")->path, "/");
}

TEST(HttpRequest, KeepsTheConnectionAsAsked) {
  EXPECT_FALSE(parse_http_request("GET / HTTP/1.0\r\n\r\n")->keep_alive);
  EXPECT_TRUE(parse_http_request("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")->keep_alive);
  EXPECT_FALSE(parse_http_request("GET / HTTP/1.1\r\nconnection:close\r\n\r\n")->keep_alive);
}

TEST(HttpRequest, RefusesTheRest) {
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\n\r\n"), HttpStatus::method_not_allowed);
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n"), HttpStatus::method_not_allowed);
  EXPECT_EQ(refusal("GET / HTTP/2\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET /\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET x HTTP/1.1\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET /%0 HTTP/1.1\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET /%00 HTTP/1.1\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nno colon\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nContent-Length : 0\r\n\r\n"), HttpStatus::bad_request);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n"), HttpStatus::content_too_large);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), HttpStatus::content_too_large);
  EXPECT_EQ(refusal("\x16\x03\x01 / HTTP/1.1\r\n\r\n"), HttpStatus::method_not_allowed);
}

TEST(HttpRequest, FoldersHaveASlashBehindThem) {
  EXPECT_EQ(location_of_folder("/d"), "/d/");
  EXPECT_EQ(location_of_folder("//host/d"), "/host/d/");
  EXPECT_EQ(location_of_folder("/a b"), "/a%20b/");
}

class FileOf : public testing::Test {
 protected:
  void SetUp() override {
    outside_ = std::filesystem::canonical(std::filesystem::temp_directory_path()) /
               ("handfast-http-" + std::to_string(::getpid()));
    root_ = outside_ / "root";
    std::filesystem::create_directories(root_ / "folder");
    std::ofstream(outside_ / "secret") << "s";
    std::ofstream(outside_ / "root-but-not-below") << "s";
    std::ofstream(root_ / "file") << "f";
    std::ofstream(root_ / "folder" / "index.html") << "i";
    std::filesystem::create_symlink("../secret", root_ / "way-out");
    std::filesystem::create_symlink("file", root_ / "way-in");
  }
  void TearDown() override { std::filesystem::remove_all(outside_); }

  std::filesystem::path outside_, root_;
};

TEST_F(FileOf, FindsFilesBelowTheRoot) {
  EXPECT_EQ(file_of(root_, "/file"), root_ / "file");
  EXPECT_EQ(file_of(root_, "/folder"), root_ / "folder" / "index.html");
  EXPECT_EQ(file_of(root_, "/folder/../file"), root_ / "file");
  EXPECT_EQ(file_of(root_, "/way-in"), root_ / "file");
}

TEST_F(FileOf, NothingLeadsOut) {
  for (const char* path : {"/../secret", "/folder/../../secret", "/way-out", "//etc/passwd", "/../root-but-not-below",
                           "/", "/none", "/file/"})
    EXPECT_EQ(file_of(root_, path), std::nullopt) << path;
}

TEST_F(FileOf, FoldersAreListedWithoutWaysOut) {
  EXPECT_EQ(folder_of(root_, "/"), root_);
  EXPECT_EQ(folder_of(root_, "/folder"), root_ / "folder");
  for (const char* path : {"/..", "/file", "/none", "/folder/../.."}) EXPECT_EQ(folder_of(root_, path), std::nullopt);
  std::ofstream(root_ / "a <b> & \"c\"") << "x";
  std::filesystem::create_symlink("nowhere", root_ / "dangling");
  const auto page = listing_of(root_, "/", [](const auto& file) { return file.filename() == "way-in"; });
  EXPECT_NE(page.find("<a href=\"/folder/\">folder/</a>"), std::string::npos) << page;
  EXPECT_NE(page.find("<a href=\"/file\">file</a>"), std::string::npos) << page;
  EXPECT_NE(page.find("<a href=\"/a%20%3cb%3e%20%26%20%22c%22\">a &lt;b&gt; &amp; &quot;c&quot;</a>"),
            std::string::npos)
      << page;
  for (const char* hidden : {"way-in", "dangling", "../"}) EXPECT_EQ(page.find(hidden), std::string::npos) << page;
  const auto below = listing_of(root_ / "folder", "/folder", [](const auto&) { return false; });
  EXPECT_NE(below.find("<a href=\"/folder/index.html\">index.html</a>"), std::string::npos) << below;
  EXPECT_NE(below.find("<a href=\"/folder/../\">../</a>"), std::string::npos) << below;
}

}  // namespace
}  // namespace handfast::cli
