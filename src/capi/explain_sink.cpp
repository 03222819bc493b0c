#include "capi/explain_sink.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <system_error>

#include "base/bytes.hpp"
#include "capi/log.hpp"

namespace handfast::capi {

namespace {

constexpr std::string_view kFilePrefix = ",file:";

struct Identity {  // of what a descriptor stands for
  dev_t device = 0;
  ino_t inode = 0;
  mode_t mode = 0;

  friend bool operator==(const Identity&, const Identity&) = default;
};

Identity identity_of(int descriptor) {
  struct stat status{};
  if (fstat(descriptor, &status) != 0) return {};
  return {status.st_dev, status.st_ino, status.st_mode & S_IFMT};
}

// Nobody reads a closed pipe: for the program that must look as if nothing had been written.
class WithoutSigpipe {
 public:
  WithoutSigpipe() {
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    was_pending_ = sigismember(&waiting, SIGPIPE) == 1;
    blocked_ = pthread_sigmask(SIG_BLOCK, &pipe_, &before_) == 0;
  }
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
  ~WithoutSigpipe() {
    if (!blocked_) return;
    constexpr timespec at_once{};
    if (!was_pending_)
      while (sigtimedwait(&pipe_, nullptr, &at_once) < 0 && errno == EINTR) continue;
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{}, before_{};
  bool was_pending_ = false, blocked_ = false;
};

class KeptErrno {
 public:
  KeptErrno() : kept_(errno) {}
  KeptErrno(const KeptErrno&) = delete;
  KeptErrno& operator=(const KeptErrno&) = delete;
  ~KeptErrno() { errno = kept_; }

 private:
  int kept_;
};

int write_all(int descriptor, std::string_view text) {  // 0, or an errno
  Bytes left = as_bytes(text);
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor, left.data(), left.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) left = left.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

class Sink {
 public:
  Sink() {
    const char* value = secure_getenv(kExplainVariable);
    if (value == nullptr) return;
    const auto request = parse_explain_request(value);
    if (!request) {
      complain(std::string(value) + " is not understood; 1 or json is, and ,file:PATH behind");
      return;
    }
    form_ = request->form;
    if (form_ != ExplainForm::off && !request->path.empty()) use_file(request->path);
    identity_ = identity_of(path_.empty() ? STDERR_FILENO : descriptor_);
  }

  ExplainForm form() const { return form_; }

  void write(std::string_view text) const {
    const KeptErrno kept;
    const WithoutSigpipe quiet;
    const int error = path_.empty() ? write_to_standard_error(text) : write_to_file(text);
    if (error != 0) log(1, "HANDFAST_EXPLAIN: an explanation could not be written");
  }

 private:
  static void complain(const std::string& what) {
    const KeptErrno kept;
    const WithoutSigpipe quiet;
    if (write_all(STDERR_FILENO, "handfast: " + std::string(kExplainVariable) + ": " + what + "\n") != 0)
      log(1, "HANDFAST_EXPLAIN cannot be used, and standard error neither");
  }

  void use_file(const std::string& path) {
    std::error_code error;
    path_ = std::filesystem::absolute(path, error);  // daemons change their folder
    descriptor_ = error ? -1 : open_file();
    if (descriptor_ >= 0) return;
    complain(path + ": " + (error ? error : std::error_code(errno, std::generic_category())).message());
    form_ = ExplainForm::off;
  }

  int open_file() const { return open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600); }

  // A daemon may have closed the number and got a connection with it: nothing of ours may end up there.
  int write_to_standard_error(std::string_view text) const {
    const Identity now = identity_of(STDERR_FILENO);
    if (now != identity_ && S_ISSOCK(now.mode)) return ENOTSOCK;
    return write_all(STDERR_FILENO, text);
  }

  // The file stays open because a program in a sandbox cannot open it; one that closed all descriptors still can.
  int write_to_file(std::string_view text) const {
    if (identity_of(descriptor_) == identity_) return write_all(descriptor_, text);
    const int again = open_file();
    if (again < 0) return errno;
    const int error = write_all(again, text);
    ::close(again);
    return error;
  }

  ExplainForm form_ = ExplainForm::off;
  std::filesystem::path path_;
  int descriptor_ = -1;
  Identity identity_;
};

const Sink& sink() {
  static const Sink instance;
  return instance;
}

}  // namespace

std::optional<ExplainRequest> parse_explain_request(std::string_view value) {
  ExplainRequest out;
  const std::size_t comma = std::min(value.find(','), value.size());
  const std::string_view form = value.substr(0, comma), rest = value.substr(comma);
  if (!rest.empty() && (!rest.starts_with(kFilePrefix) || rest == kFilePrefix)) return std::nullopt;
  if (!rest.empty()) out.path = rest.substr(kFilePrefix.size());
  if (form == "1" || form == "text")
    out.form = ExplainForm::text;
  else if (form == "json")
    out.form = ExplainForm::json;
  else if (!form.empty() && form != "0")
    return std::nullopt;
  return out;
}

ExplainForm explain_form() { return sink().form(); }

void write_explanation(std::string_view text) { sink().write(text); }

}  // namespace handfast::capi
