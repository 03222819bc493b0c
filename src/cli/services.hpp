#pragma once
// What `handfast serve` does with a connection once the handshake is over.
#include <sys/stat.h>

#include <filesystem>
#include <vector>

#include "cli/channel.hpp"

namespace handfast::cli {

struct ServiceContext {
  Channel& channel;
  std::chrono::seconds idle;  // how long the other side may be silent; zero: for ever
};

// Files that nobody is given, whatever they are called and wherever they are linked.
class SecretFiles {
 public:
  void add(const std::string& file);  // one that does not exist is nobody's secret
  bool contains(const struct stat& status) const;

 private:
  std::vector<std::pair<std::uint64_t, std::uint64_t>> files_;  // device and inode
};

// Each runs until it or the other side has nothing more to say (`closed`), the server stops, or something fails; then the
// connection must end without close_notify, so that what was sent is not taken for the whole.
using Service = std::function<Channel::Outcome(const ServiceContext&)>;

Service echo_service();   // sends back what comes
Service print_service();  // to standard output, whole pieces even with many connections
// HTTP/1.1: files and folders below `root`, a real path. Never one of `secrets`, which this server uses, nor any other
// file with a private key: in PEM anywhere in it, or in DER or PKCS#12 in what a key file may have.
Service file_service(const std::filesystem::path& root, SecretFiles secrets);

}  // namespace handfast::cli
