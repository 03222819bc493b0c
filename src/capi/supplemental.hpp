#pragma once
// Supplemental data of the application (RFC 4680): what is registered, for a session or for all, and when it is exchanged.
#include <memory>
#include <string>
#include <vector>

#include "capi/public_api.hpp"
#include "tls/message/supplemental_data.hpp"

namespace handfast::capi {

struct RegisteredSupplemental {
  std::string name;
  std::uint16_t type = 0;
  gnutls_supp_recv_func receive = nullptr;
  gnutls_supp_send_func send = nullptr;
};

class SessionSupplemental final : public tls::SupplementalExchange {
 public:
  explicit SessionSupplemental(gnutls_session_t session) : session_(session) {}

  bool awaits() const override { return awaits_; }
  Result<ByteVector> make() override;
  Result<void> receive(const ListView<tls::SupplementalDataEntry>& entries) override;

  void add(std::shared_ptr<const RegisteredSupplemental> registered) { registered_.push_back(std::move(registered)); }
  void adopt_global();  // what was registered for all sessions and is not here yet
  void set_awaits(bool awaits) { awaits_ = awaits; }
  void set_sends(bool sends) { sends_ = sends; }
  bool in_use() const { return awaits_ || sends_; }
  bool forbids_tls13() const { return !registered_.empty(); }

 private:
  Result<void> receive_one(const tls::SupplementalDataEntry& entry);

  gnutls_session_t session_;
  std::vector<std::shared_ptr<const RegisteredSupplemental>> registered_;
  bool awaits_ = false, sends_ = false;
};

// Of all sessions. Once something was registered there is no TLS 1.3 in this process, as in 3.7.9.
bool has_global_supplemental();
void forget_global_supplemental();

}  // namespace handfast::capi
