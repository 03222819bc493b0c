// Handshake messages and their extensions: the first byte chooses the message, the rest is its body. What decodes must encode
// to the same bytes again. The C API's gnutls_ext_raw_parse() sees each body, too, and finds no more in it than there is.
#include <algorithm>
#include <cstdlib>

#include "capi/public_api.hpp"
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
#include "tls/message/supplemental_data.hpp"

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

int add_up(void* sum, unsigned, const unsigned char*, unsigned size) {
  *static_cast<std::size_t*>(sum) += 4 + size;
  return 0;
}

void parse_raw(Bytes body) {
  ByteVector copy(body.begin(), body.end());
  const gnutls_datum_t datum{copy.data(), static_cast<unsigned>(copy.size())};
  for (unsigned flags = 0; flags <= (GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO | GNUTLS_EXT_RAW_FLAG_DTLS_CLIENT_HELLO);
       ++flags) {
    std::size_t sum = 0;
    const int code = gnutls_ext_raw_parse(&sum, &add_up, &datum, flags);
    expect(code <= 0 && sum <= body.size());
  }
}

// What is a ClientHello here is one there.
void client_hello(Bytes body) {
  with_extensions<ClientHello>(body);
  const Result<ClientHello> hello = decode<ClientHello>(body);
  if (!hello || hello->extensions.block.empty()) return;
  if (static_cast<std::uint16_t>(hello->legacy_version) >> 8 != 3 ||
      !check_extensions(hello->extensions.block, Place::client_hello, nullptr))
    return;
  ByteVector copy(body.begin(), body.end());
  const gnutls_datum_t datum{copy.data(), static_cast<unsigned>(copy.size())};
  std::size_t sum = 0;
  expect(gnutls_ext_raw_parse(&sum, &add_up, &datum, GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO) == 0);
  expect(sum == hello->extensions.block.size());
}

// A number of its own, so that the seeds mean what they meant.
constexpr std::uint8_t kSupplementalData = 0xfe;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes body = Bytes(data, size).subspan(1);
  parse_raw(body);
  if (data[0] == kSupplementalData) {
    (void)round_trip<SupplementalData>(body);
    return 0;
  }
  switch (data[0] % 17) {
    case 0: client_hello(body); break;
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
