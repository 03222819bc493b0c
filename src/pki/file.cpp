#include "pki/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace handfast::pki {

namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& file) : number_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

std::unexpected<Error> unreadable(const std::filesystem::path& file, std::string_view why) {
  Note expected("a file that can be read: ");
  expected << file.native();
  return fail(Errc::file_error, "file", {}, expected, Note(why));
}

// Fills `out` as far as the file goes; gives how many bytes that were.
Result<std::size_t> read_into(const std::filesystem::path& file, MutableBytes out) {
  const Descriptor descriptor(file);
  std::size_t size = 0;
  while (size < out.size()) {
    const ssize_t got = descriptor.number() < 0 ? -1 : read(descriptor.number(), out.data() + size, out.size() - size);
    if (got < 0 && descriptor.number() >= 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(file, std::generic_category().message(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  return size;
}

// One byte more than is expected tells that the file ends where it should; a pipe tells no size, and gets the limit.
std::size_t room_for(const std::filesystem::path& file, std::size_t limit) {
  std::error_code error;
  const bool regular = std::filesystem::is_regular_file(file, error);
  const std::uintmax_t size = regular ? std::filesystem::file_size(file, error) : limit;
  return (error || size > limit ? limit : static_cast<std::size_t>(size)) + 1;
}

}  // namespace

Result<ByteVector> read_file(const std::filesystem::path& file, std::size_t limit) {
  ByteVector out(room_for(file, limit));
  const Result<std::size_t> size = read_into(file, out);
  if (!size) return std::unexpected(size.error());
  if (*size == out.size()) return unreadable(file, "larger than the limit, or growing");
  out.resize(*size);
  return out;
}

Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t limit) {
  SecretBytes out(room_for(file, limit));
  const Result<std::size_t> size = read_into(file, out.fill());
  if (!size) return std::unexpected(size.error());
  if (*size == out.size()) return unreadable(file, "larger than the limit, or growing");
  return SecretBytes(out.reveal().first(*size));
}

}  // namespace handfast::pki
