#pragma once
// The little of HTTP/1.1 (RFC 9112) that a file server needs: the head of a request, and which file it asks for.
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace handfast::cli {

inline constexpr std::size_t kMaxRequestHead = 16 * 1024;  // browsers with many cookies send up to 8 KB

struct HttpRequest {
  bool head_only = false;  // HEAD instead of GET
  bool keep_alive = true;
  std::string path;  // decoded, begins with "/", without query
};

enum class HttpStatus : int {
  ok = 200,
  moved_permanently = 301,
  bad_request = 400,
  forbidden = 403,
  not_found = 404,
  method_not_allowed = 405,
  content_too_large = 413,
  header_fields_too_large = 431,
};
std::string_view reason_of(HttpStatus status);

// `head`: from the request line to the empty line, both included. The status to refuse it with otherwise.
std::expected<HttpRequest, HttpStatus> parse_http_request(std::string_view head);

// The regular file below `root` (a real path) that the request's path means; "index.html" of a folder. Nothing when there
// is none, or when ".." or a symbolic link leads out of `root`.
std::optional<std::filesystem::path> file_of(const std::filesystem::path& root, std::string_view path);

// The folder below `root` that the path means.
std::optional<std::filesystem::path> folder_of(const std::filesystem::path& root, std::string_view path);

// A page that lists a folder: what can be opened in it, folders first. `path`: of the request. `hidden` says what is left
// out.
std::string listing_of(const std::filesystem::path& folder, std::string_view path,
                       const std::function<bool(const std::filesystem::path&)>& hidden);

// Where a folder's own links are right: its path with the slash behind it, for a Location field.
std::string location_of_folder(std::string_view path);

std::string_view content_type_of(const std::filesystem::path& file);

}  // namespace handfast::cli
