#include "cli/http_request.hpp"

#include <algorithm>
#include <array>

#include "base/hex.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kMaxListed = 1000;  // entries of a folder: more are no page to read

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Cuts off and returns what stands before `end`; all of it when `end` is missing.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = text.find(end);
  const std::string_view out = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// RFC 3986, 2.1. No control characters: no file name that anyone wants has them.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    out += c;
  }
  return out;
}

// The path of a request target in origin-form or absolute-form (RFC 9112, 3.2).
std::optional<std::string> path_of(std::string_view target) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t slash = target.find('/');
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  if (!target.starts_with('/')) return std::nullopt;
  return percent_decoded(target.substr(0, target.find_first_of("?#")));
}

std::optional<HttpStatus> read_header(std::string_view line, HttpRequest& request) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return HttpStatus::bad_request;
  const std::string_view name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
  if (name.find_first_of(" \t") != std::string_view::npos) return HttpStatus::bad_request;  // RFC 9112, 5.1
  if (equal_ignoring_case(name, "connection")) {
    if (equal_ignoring_case(value, "close")) request.keep_alive = false;
    if (equal_ignoring_case(value, "keep-alive")) request.keep_alive = true;
  }
  // A request with a body is not what a file server is asked; not reading it would take it for the next request.
  if (equal_ignoring_case(name, "transfer-encoding")) return HttpStatus::content_too_large;
  if (equal_ignoring_case(name, "content-length") && value != "0") return HttpStatus::content_too_large;
  return std::nullopt;
}

bool is_below(const std::filesystem::path& root, const std::filesystem::path& file) {
  return std::ranges::mismatch(root, file).in1 == root.end();
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

// A path in a URL: what is not unreserved (RFC 3986, 2.3) as hexadecimal pairs.
std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out;
  for (const char c : path) {
    std::array<std::uint8_t, 2> digits{};
    write_hex(as_bytes({&c, 1}), digits);
    const bool plain = kPlain.find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : "%" + std::string(as_text(digits));
  }
  return out;
}

struct ContentType {
  std::string_view suffix, type;
};
constexpr ContentType kContentTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css"},
    {".js", "text/javascript"},
    {".txt", "text/plain; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".xml", "application/xml"},
};

}  // namespace

std::string_view reason_of(HttpStatus status) {
  switch (status) {
    case HttpStatus::ok: return "OK";
    case HttpStatus::moved_permanently: return "Moved Permanently";
    case HttpStatus::bad_request: return "Bad Request";
    case HttpStatus::forbidden: return "Forbidden";
    case HttpStatus::not_found: return "Not Found";
    case HttpStatus::method_not_allowed: return "Method Not Allowed";
    case HttpStatus::content_too_large: return "Content Too Large";
    case HttpStatus::header_fields_too_large: return "Request Header Fields Too Large";
  }
  return {};
}

std::expected<HttpRequest, HttpStatus> parse_http_request(std::string_view head) {
  HttpRequest out;
  std::string_view line = take_until(head, "\r\n");
  const std::string_view method = take_until(line, " "), target = take_until(line, " "), version = line;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return std::unexpected(HttpStatus::bad_request);
  out.keep_alive = version == "HTTP/1.1";
  out.head_only = method == "HEAD";
  if (method != "GET" && method != "HEAD") return std::unexpected(HttpStatus::method_not_allowed);
  while (!head.starts_with("\r\n") && !head.empty())
    if (const auto refused = read_header(take_until(head, "\r\n"), out)) return std::unexpected(*refused);
  auto path = path_of(target);
  if (!path) return std::unexpected(HttpStatus::bad_request);
  out.path = std::move(*path);
  return out;
}

std::optional<std::filesystem::path> file_of(const std::filesystem::path& root, std::string_view path) {
  std::error_code error;
  std::filesystem::path file = std::filesystem::canonical(root / path.substr(1), error);
  if (!error && std::filesystem::is_directory(file, error))
    file = std::filesystem::canonical(file / "index.html", error);
  if (error || !std::filesystem::is_regular_file(file, error) || error || !is_below(root, file)) return std::nullopt;
  return file;
}

std::optional<std::filesystem::path> folder_of(const std::filesystem::path& root, std::string_view path) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::canonical(root / path.substr(1), error);
  if (error || !std::filesystem::is_directory(folder, error) || error || !is_below(root, folder)) return std::nullopt;
  return folder;
}

std::string listing_of(const std::filesystem::path& folder, std::string_view path,
                       const std::function<bool(const std::filesystem::path&)>& hidden) {
  const std::string base = std::string(path) + (path.ends_with('/') ? "" : "/");
  std::vector<std::string> folders, files;
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    std::error_code gone;  // a dangling link is neither
    if (entries->is_directory(gone)) folders.push_back(entries->path().filename().string() + "/");
    if (entries->is_regular_file(gone) && !hidden(entries->path()))
      files.push_back(entries->path().filename().string());
    if (folders.size() + files.size() == kMaxListed) break;
  }
  std::ranges::sort(folders);
  std::ranges::sort(files);
  if (base != "/") folders.insert(folders.begin(), "../");
  const std::string title = "Files in " + html_text(base);
  std::string out =
      "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"><title>" + title + "</title></head>\n<body>\n";
  out += "<h1>" + title + "</h1>\n<ul>\n";
  for (const auto* names : {&folders, &files})
    for (const std::string& name : *names)
      out += "<li><a href=\"" + percent_encoded(base + name) + "\">" + html_text(name) + "</a></li>\n";
  return out + "</ul>\n</body>\n</html>\n";
}

std::string location_of_folder(std::string_view path) {
  const std::size_t first = std::min(path.find_first_not_of('/'), path.size());
  return percent_encoded("/" + std::string(path.substr(first)) + "/");  // two slashes in front would name a host
}

std::string_view content_type_of(const std::filesystem::path& file) {
  for (const ContentType& known : kContentTypes)
    if (file.extension() == known.suffix) return known.type;
  return "application/octet-stream";
}

}  // namespace handfast::cli
