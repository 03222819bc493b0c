#include "cli/services.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>

#include "base/secret.hpp"
#include "cli/http_request.hpp"
#include "pki/key_file.hpp"

namespace handfast::cli {

namespace {

using Outcome = Channel::Outcome;

constexpr std::size_t kChunk = 16 * 1024;  // one record of the largest size

Deadline idle_end(const ServiceContext& context) {
  return context.idle.count() == 0 ? Deadline::never() : Deadline::after(context.idle);
}

// Gives each piece that arrives to `use`, until that or the connection ends.
template <class Use>
Outcome for_each_piece(const ServiceContext& context, Use use) {
  std::array<std::uint8_t, kChunk> data{};
  while (true) {
    const Channel::Received received = context.channel.receive(data, idle_end(context));
    if (received.outcome != Outcome::ready) return received.outcome;
    const Outcome used = use(Bytes(data).first(received.size));
    if (used != Outcome::ready) return used;
  }
}

// A private key in DER, encrypted or not, or PKCS#12, which is made to hold one.
bool is_private_key(Bytes contents) {
  if (pki::is_pkcs12(contents)) return true;
  const auto key = pki::read_private_key(contents);
  return key || key.error() == Errc::key_encrypted;
}

// Whether there is a private key in a file: that of an authority may lie beside this server's, and this server's once more
// in another form. One that cannot be looked into counts as such.
bool holds_private_key(int file) {
  constexpr std::string_view kEndOfLabel = "PRIVATE KEY-----";  // RFC 7468, 10 and 11, and those by custom
  SecretBytes piece(pki::kMaxKeyFileSize);
  std::size_t kept = 0;  // of the piece before: a label may lie on the border
  for (off_t at = 0;;) {
    const ssize_t n = ::pread(file, piece.fill().data() + kept, piece.fill().size() - kept, at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n < 0;
    const Bytes read = piece.reveal().first(kept + static_cast<std::size_t>(n));
    if (as_text(read).find(kEndOfLabel) != std::string_view::npos) return true;
    if (at == 0 && is_private_key(read)) return true;
    at += n;
    kept = std::min(read.size(), kEndOfLabel.size() - 1);
    std::ranges::copy(read.last(kept), piece.fill().begin());
  }
}

class HttpConnection {
 public:
  HttpConnection(const ServiceContext& context, const std::filesystem::path& root, const SecretFiles& secrets)
      : context_(context), root_(root), secrets_(secrets) {}

  Outcome run() {
    while (true) {
      const std::size_t end = buffer_.find(kHeadEnd);
      if (end == std::string::npos) {
        if (buffer_.size() > kMaxRequestHead) return refuse(HttpStatus::header_fields_too_large);
        if (const Outcome outcome = receive(); outcome != Outcome::ready) return between_requests(outcome);
        continue;
      }
      const auto request = parse_http_request(std::string_view(buffer_).substr(0, end + kHeadEnd.size()));
      if (!request) return refuse(request.error());
      buffer_.erase(0, end + kHeadEnd.size());
      if (const Outcome outcome = answer(*request); outcome != Outcome::ready) return outcome;
      answered_ = true;
      if (!request->keep_alive) return Outcome::closed;
    }
  }

 private:
  static constexpr std::string_view kHeadEnd = "\r\n\r\n";

  Outcome receive() {
    std::array<std::uint8_t, kChunk> data{};
    const Channel::Received received = context_.channel.receive(data, idle_end(context_));
    if (received.outcome == Outcome::ready) buffer_ += as_text(Bytes(data).first(received.size));
    return received.outcome;
  }

  // Many clients go without close_notify when they have what they asked for, or do not ask again: nothing is lost by it.
  Outcome between_requests(Outcome outcome) const {
    const tls::Failure* failure = context_.channel.failure();
    if (outcome != Outcome::failed || failure == nullptr || !answered_ || !buffer_.empty()) return outcome;
    return failure->error == Errc::closed_early || failure->error == Errc::timed_out ? Outcome::closed : outcome;
  }

  Outcome send(std::string_view text) { return context_.channel.send(text, idle_end(context_)); }

  Outcome send_head(HttpStatus status, std::string_view type, std::uint64_t size, bool keep_alive,
                    std::string_view location = {}) {
    std::string head = "HTTP/1.1 " + std::to_string(static_cast<int>(status)) + " " + std::string(reason_of(status));
    head += "\r\nServer: handfast\r\nContent-Type: " + std::string(type);
    head += "\r\nContent-Length: " + std::to_string(size);
    if (status == HttpStatus::method_not_allowed) head += "\r\nAllow: GET, HEAD";  // RFC 9110, 15.5.6
    if (!location.empty()) head += "\r\nLocation: " + std::string(location);
    head += keep_alive ? "" : "\r\nConnection: close";
    return send(head + std::string(kHeadEnd));
  }

  Outcome send_status(HttpStatus status, bool head_only, bool keep_alive) {
    const std::string text = std::string(reason_of(status)) + "\n";
    const Outcome outcome = send_head(status, "text/plain", text.size(), keep_alive);
    return outcome != Outcome::ready || head_only ? outcome : send(text);
  }

  Outcome refuse(HttpStatus status) {
    const Outcome outcome = send_status(status, false, false);
    return outcome == Outcome::ready ? Outcome::closed : outcome;
  }

  // Relative links of a folder's page count from the folder.
  Outcome redirect(const HttpRequest& request) {
    const std::string location = location_of_folder(request.path), text = "It is at " + location + "\n";
    const Outcome outcome =
        send_head(HttpStatus::moved_permanently, "text/plain", text.size(), request.keep_alive, location);
    return outcome != Outcome::ready || request.head_only ? outcome : send(text);
  }

  Outcome answer(const HttpRequest& request) {
    if (!request.path.ends_with('/') && folder_of(root_, request.path)) return redirect(request);
    const auto path = file_of(root_, request.path);
    if (!path) return list(request);
    const Descriptor file(::open(path->c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat status{};
    const bool readable = file.open() && ::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode);
    if (!readable) return send_status(HttpStatus::not_found, request.head_only, request.keep_alive);
    if (secrets_.contains(status) || holds_private_key(file.number()))
      return send_status(HttpStatus::forbidden, request.head_only, request.keep_alive);
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const Outcome outcome = send_head(HttpStatus::ok, content_type_of(*path), size, request.keep_alive);
    return outcome != Outcome::ready || request.head_only ? outcome : send_file(file.number(), size);
  }

  Outcome list(const HttpRequest& request) {
    const auto folder = folder_of(root_, request.path);
    if (!folder) return send_status(HttpStatus::not_found, request.head_only, request.keep_alive);
    const auto hidden = [&](const std::filesystem::path& file) {
      struct stat status{};
      return ::stat(file.c_str(), &status) != 0 || secrets_.contains(status);
    };
    const std::string page = listing_of(*folder, request.path, hidden);
    const Outcome outcome = send_head(HttpStatus::ok, content_type_of("index.html"), page.size(), request.keep_alive);
    return outcome != Outcome::ready || request.head_only ? outcome : send(page);
  }

  // Exactly `size` bytes. A file that shrinks meanwhile ends the connection without close_notify, so that nobody takes
  // what came for the whole.
  Outcome send_file(int file, std::uint64_t size) {
    std::array<std::uint8_t, kChunk> data{};
    while (size > 0) {
      const ssize_t n = ::read(file, data.data(), std::min<std::uint64_t>(data.size(), size));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return Outcome::failed;
      const Bytes piece = Bytes(data).first(static_cast<std::size_t>(n));
      if (const Outcome outcome = context_.channel.send(piece, idle_end(context_)); outcome != Outcome::ready)
        return outcome;
      size -= piece.size();
    }
    return Outcome::ready;
  }

  const ServiceContext& context_;
  const std::filesystem::path& root_;
  const SecretFiles& secrets_;
  std::string buffer_;     // at most kMaxRequestHead and one piece
  bool answered_ = false;  // at least one request
};

}  // namespace

Service echo_service() {
  return [](const ServiceContext& context) {
    return for_each_piece(context, [&](Bytes piece) { return context.channel.send(piece, idle_end(context)); });
  };
}

Service print_service() {
  return [output = std::make_shared<std::mutex>()](const ServiceContext& context) {
    return for_each_piece(context, [&](Bytes piece) {
      const std::scoped_lock lock(*output);
      return write_all(STDOUT_FILENO, as_text(piece)) ? Outcome::ready : Outcome::stopped;
    });
  };
}

Service file_service(const std::filesystem::path& root, SecretFiles secrets) {
  return [root, secrets = std::move(secrets)](const ServiceContext& context) {
    return HttpConnection(context, root, secrets).run();
  };
}

void SecretFiles::add(const std::string& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0) files_.emplace_back(status.st_dev, status.st_ino);
}

bool SecretFiles::contains(const struct stat& status) const {
  return std::ranges::find(files_, std::pair<std::uint64_t, std::uint64_t>(status.st_dev, status.st_ino)) !=
         files_.end();
}

}  // namespace handfast::cli
