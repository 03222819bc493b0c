#pragma once
// A session's extensions that the application makes and understands: those registered for it, and those for all sessions.
#include <memory>
#include <string>
#include <vector>

#include "capi/supplemental.hpp"
#include "tls/extension/application_extensions.hpp"

namespace handfast::capi {

struct RegisteredExtension {
  std::string name;
  ExtensionType type{};
  gnutls_ext_parse_type_t parse_point{};
  gnutls_ext_recv_func receive = nullptr;
  gnutls_ext_send_func send = nullptr;
  gnutls_ext_deinit_data_func deinit = nullptr;
  unsigned messages = 0;  // where it may stand: GNUTLS_EXT_FLAG_CLIENT_HELLO and its like; 0: never in TLS
  bool unasked = false;   // it answers nothing: sent, and taken, without a question
};

class SessionExtensions final : public tls::ApplicationExtensions {
 public:
  explicit SessionExtensions(gnutls_session_t session) : supplemental_data(session), session_(session) {}
  ~SessionExtensions() override;
  SessionExtensions(const SessionExtensions&) = delete;
  SessionExtensions& operator=(const SessionExtensions&) = delete;

  Result<ByteVector> make(tls::Place place, bool resumed) override;
  bool expects(ExtensionType type, tls::Place place) const override;
  Result<void> receive(tls::Place place, tls::Telling when, const ListView<tls::RawExtension>& extensions) override;
  tls::SupplementalExchange* supplemental() override {
    return supplemental_data.in_use() ? &supplemental_data : nullptr;
  }

  int add(std::shared_ptr<const RegisteredExtension> extension);  // for this session
  void adopt_global();                                            // what was registered for all and is not here yet
  const RegisteredExtension* find(ExtensionType type) const;
  void set_data(ExtensionType type, gnutls_ext_priv_data_t data);
  bool get_data(ExtensionType type, gnutls_ext_priv_data_t& data) const;
  unsigned current_message() const { return current_message_; }

  SessionSupplemental supplemental_data;

 private:
  struct Slot {
    std::shared_ptr<const RegisteredExtension> extension;
    bool global = false;
    bool asked = false;     // client: in its last hello
    bool received = false;  // server: in the client's last hello
    bool has_data = false;
    gnutls_ext_priv_data_t data = nullptr;
  };
  static constexpr std::size_t kNone = ~std::size_t{0};

  std::size_t slot_of(ExtensionType type) const;
  bool is_due(const Slot& slot, tls::Place place, bool resumed) const;
  Result<void> make_one(std::size_t index, tls::Place place, ByteVector& out);
  Result<void> receive_phase(gnutls_ext_parse_type_t phase, tls::Place place,
                             const ListView<tls::RawExtension>& extensions);
  Result<void> receive_one(std::size_t index, tls::Place place, Bytes body);
  static void drop_data(Slot& slot);

  gnutls_session_t session_;
  std::vector<Slot> slots_;  // a callback may add to them
  unsigned current_message_ = 0;
};

// The session's own, made when it is first needed. Throws std::bad_alloc.
SessionExtensions& extensions_of(gnutls_session_int& session);

// Before a handshake: what was registered for all sessions counts from here on. Throws std::bad_alloc.
void adopt_global_registrations(gnutls_session_int& session);

// gnutls_global_deinit(): nothing is registered any more; sessions keep what they have.
void forget_global_registrations();

// What a callback of the application answered, as the engine's error. `code` comes out of gnutls_handshake().
std::unexpected<Error> callback_error(gnutls_session_int& session, int code, std::string_view callback);

}  // namespace handfast::capi
