#pragma once
// What `handfast serve` does with a connection once the handshake is over.
#include <filesystem>

#include "cli/channel.hpp"

namespace handfast::cli {

struct ServiceContext {
  Channel& channel;
  std::chrono::seconds idle;  // how long the other side may be silent; zero: for ever
};

// Each runs until it or the other side has nothing more to say (`closed`), the server stops, or something fails; then the
// connection must end without close_notify, so that what was sent is not taken for the whole.
using Service = std::function<Channel::Outcome(const ServiceContext&)>;

Service echo_service();                                   // sends back what comes
Service print_service();                                  // to standard output, whole pieces even with many connections
Service file_service(const std::filesystem::path& root);  // HTTP/1.1; `root` is a real path

}  // namespace handfast::cli
