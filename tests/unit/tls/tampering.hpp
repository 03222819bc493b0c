#pragma once
// Client and server up to the flight of one of them, which an edit changes before the other one sees it.
#include "unit/tls/flight_edit.hpp"

namespace handfast::test {

// TLS 1.3, by somebody who has the keys.
struct Tampering {
  Tampering(tls::Options client_side, tls::Options server_side);
  void tamper_with_server(const Edit& edit);
  void tamper_with_client(const Edit& edit);

  // What is in the clear goes as it is; the rest is opened, edited, sealed anew and delivered.
  void deliver(const ByteVector& flight, tls::Connection& to, const char* secret, const Edit& edit);

  std::shared_ptr<Secrets> secrets = std::make_shared<Secrets>();
  Endpoints ends;
};

// TLS 1.2, where the flights are in the clear up to ChangeCipherSpec.
struct Tampering12 {
  Tampering12(tls::Options client_side, tls::Options server_side);
  void tamper_with_server(const Edit& edit);
  void tamper_with_client(const Edit& edit);
  // The last two records of the client, or of the server: ChangeCipherSpec and Finished.
  using Records = std::vector<ByteVector>;
  void tamper_with_client_end(const std::function<void(Records&)>& edit);
  void tamper_with_server_end(const std::function<void(Records&)>& edit);

  // What is in the clear is edited; ChangeCipherSpec and what comes behind go as they are.
  void deliver(const ByteVector& flight, tls::Connection& to, const Edit& edit);

  Endpoints ends;
};

// That `refusing` has told the other side why, and that it understands.
void expect_told(tls::Connection& refusing, tls::Connection& other);

}  // namespace handfast::test
