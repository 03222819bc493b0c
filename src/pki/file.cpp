#include "pki/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "base/copy.hpp"

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

// Fills `out` from `size` on, as far as the file goes; gives how many bytes it holds then.
Result<std::size_t> read_into(const std::filesystem::path& file, const Descriptor& descriptor, MutableBytes out,
                              std::size_t size) {
  while (size < out.size()) {
    const ssize_t got = descriptor.number() < 0 ? -1 : read(descriptor.number(), out.data() + size, out.size() - size);
    if (got < 0 && descriptor.number() >= 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(file, std::generic_category().message(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  return size;
}

// One byte more than is expected tells that the file ends where it should; a pipe and a device tell no size.
std::size_t first_room(const std::filesystem::path& file, std::size_t limit) {
  constexpr std::size_t kUnknownSize = 64 * 1024;
  std::error_code error;
  const bool regular = std::filesystem::is_regular_file(file, error);
  const std::uintmax_t size = regular ? std::filesystem::file_size(file, error) : kUnknownSize;
  return (error || size > limit ? std::min(limit, kUnknownSize) : static_cast<std::size_t>(size)) + 1;
}

MutableBytes all_of(ByteVector& bytes) { return bytes; }
MutableBytes all_of(SecretBytes& bytes) { return bytes.fill(); }

ByteVector first_of(ByteVector bytes, std::size_t size) {
  bytes.resize(size);
  return bytes;
}
SecretBytes first_of(const SecretBytes& bytes, std::size_t size) { return SecretBytes(bytes.reveal().first(size)); }

template <class Contents>
Result<Contents> read_all(const std::filesystem::path& file, std::size_t limit) {
  const Descriptor descriptor(file);
  Contents out(first_room(file, limit));
  for (std::size_t before = 0;;) {
    const Result<std::size_t> size = read_into(file, descriptor, all_of(out), before);
    if (!size) return std::unexpected(size.error());
    if (*size < out.size()) return first_of(std::move(out), *size);
    if (*size > limit) return unreadable(file, "larger than the limit, or growing");
    Contents larger(std::min(2 * out.size(), limit + 1));
    copy_bytes(all_of(out), all_of(larger).first(out.size()));
    out = std::move(larger);
    before = *size;
  }
}

}  // namespace

Result<ByteVector> read_file(const std::filesystem::path& file, std::size_t limit) {
  return read_all<ByteVector>(file, limit);
}

Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t limit) {
  return read_all<SecretBytes>(file, limit);
}

}  // namespace handfast::pki
