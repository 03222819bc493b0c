#pragma once
// An application with extensions and supplemental data of its own, where a bit of the input asks for it.
#include "unit/tls/speaker.hpp"

namespace handfast::fuzz {

inline std::shared_ptr<test::Speaker> speaker(std::uint8_t flags) {
  if ((flags & 0x40) == 0) return nullptr;
  auto out = std::make_shared<test::Speaker>();
  for (const tls::Place place : {tls::Place::client_hello, tls::Place::server_hello12, tls::Place::server_hello,
                                 tls::Place::hello_retry_request, tls::Place::encrypted_extensions})
    out->says[place] = "text";
  out->data = {"data"};
  out->awaits_data = true;
  return out;
}

}  // namespace handfast::fuzz
