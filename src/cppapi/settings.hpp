#pragma once
// What a Config holds: the options that each of its connections starts with.
#include "handfast/config.hpp"
#include "tls/config.hpp"

namespace handfast {

struct Config::Settings {
  tls::Options options;
  std::shared_ptr<const tls::Services> services = std::make_shared<const tls::Services>();
};

}  // namespace handfast
