// Handshake messages and their extensions: the first byte chooses the message, the rest is its body. What decodes must encode
// to the same bytes again.
#include <algorithm>
#include <cstdlib>

#include "tls/message/certificate.hpp"
#include "tls/message/certificate12.hpp"
#include "tls/message/certificate_request.hpp"
#include "tls/message/certificate_request12.hpp"
#include "tls/message/certificate_status.hpp"
#include "tls/message/certificate_verify.hpp"
#include "tls/message/client_hello.hpp"
#include "tls/message/client_key_exchange.hpp"
#include "tls/message/encrypted_extensions.hpp"
#include "tls/message/finished.hpp"
#include "tls/message/key_update.hpp"
#include "tls/message/new_session_ticket.hpp"
#include "tls/message/server_hello.hpp"
#include "tls/message/server_hello_done.hpp"
#include "tls/message/server_key_exchange.hpp"

using namespace handfast;
using namespace handfast::tls;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

template <class M>
Result<M> round_trip(Bytes body) {
  const Result<M> message = decode<M>(body);
  if (!message) {
    expect(!message.error().field.empty());
    return message;
  }
  ByteVector again;
  expect(encode(*message, again));
  // Hellos may end before their extensions (RFC 5246, 7.4.1.2), and an empty block is not written.
  expect(again.size() == body.size() || again.size() + 2 == body.size());
  expect(std::equal(again.begin(), again.end(), body.begin()));
  return message;
}

template <class M>
void with_extensions(Bytes body) {
  Result<M> message = round_trip<M>(body);
  if (!message) return;
  const ExtensionMask asked = mask_of(ClientHelloExtensions{.server_name = ServerNameList{},
                                                            .supported_groups = SupportedGroups{},
                                                            .application_protocols = ProtocolNameList{},
                                                            .record_size_limit = RecordSizeLimit{},
                                                            .supported_versions = SupportedVersions{},
                                                            .key_share = KeyShareClientHello{}});
  (void)decode_extensions(message->extensions, &asked);
}

void certificate(Bytes body) {
  const Result<Certificate> message = round_trip<Certificate>(body);
  if (!message) return;
  for (const CertificateEntry& entry : message->certificate_list) {
    CertificateEntryExtensions extensions = entry.extensions;
    const ExtensionMask asked;
    (void)decode_extensions(extensions, &asked);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes body = Bytes(data, size).subspan(1);
  switch (data[0] % 17) {
    case 0: with_extensions<ClientHello>(body); break;
    case 1: with_extensions<ServerHello>(body); break;
    case 2: with_extensions<HelloRetryRequest>(body); break;
    case 3: with_extensions<EncryptedExtensions>(body); break;
    case 4: with_extensions<CertificateRequest>(body); break;
    case 5: with_extensions<NewSessionTicket>(body); break;
    case 6: certificate(body); break;
    case 7: (void)round_trip<CertificateVerify>(body); break;
    case 8: (void)round_trip<Finished>(body); break;
    case 9: (void)round_trip<KeyUpdate>(body); break;
    case 10: with_extensions<ServerHello12>(body); break;
    case 11: (void)round_trip<Certificate12>(body); break;
    case 12: (void)round_trip<CertificateRequest12>(body); break;
    case 13: (void)round_trip<CertificateStatusMessage>(body); break;
    case 14: (void)round_trip<ServerKeyExchange>(body); break;
    case 15: (void)round_trip<ClientKeyExchange>(body); break;
    case 16: (void)round_trip<ServerHelloDone>(body); break;
  }
  return 0;
}
