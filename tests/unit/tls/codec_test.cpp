// Every message and every extension: what is made, written and read is the same; what is cut off or has something
// behind it is refused with the field named.
#include <gtest/gtest.h>

#include <set>

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
#include "unit/tls/generator.hpp"

namespace handfast::test {
namespace {

using namespace tls;

template <class M>
concept Hello = std::same_as<M, ClientHello> || std::same_as<M, ServerHello> || std::same_as<M, ServerHello12> ||
                std::same_as<M, HelloRetryRequest>;

// RFC 5246, 7.4.1.2: a hello may end before its extensions, and an empty block is not written.
template <class M>
bool same_encoding(const ByteVector& again, Bytes bytes) {
  if (equal(again, bytes)) return true;
  ByteVector with_empty_block = again;
  with_empty_block.insert(with_empty_block.end(), {0, 0});
  return Hello<M> && equal(with_empty_block, bytes);
}

ExtensionMask everything_asked() {
  ExtensionMask out;
  for (unsigned type = 0; type <= 0xffff; ++type) out.add(static_cast<ExtensionType>(type));
  return out;
}

template <class M>
class Message : public testing::Test {
 protected:
  static constexpr unsigned kRounds = 200;

  // `check` for so many generated messages: the message and its encoding.
  void for_each_message(const std::function<void(const M&, const ByteVector&)>& check) {
    for (unsigned seed = 0; seed < kRounds && !this->HasFailure(); ++seed) {
      Generator generator(seed);
      const M message = generator.make<M>();
      ByteVector bytes;
      ASSERT_TRUE(encode(message, bytes)) << seed;
      check(message, bytes);
    }
  }
};

using Messages =
    testing::Types<ClientHello, ServerHello, HelloRetryRequest, EncryptedExtensions, CertificateRequest, Certificate,
                   CertificateVerify, Finished, NewSessionTicket, KeyUpdate,
                   // of TLS 1.2
                   ServerHello12, Certificate12, CertificateRequest12, CertificateStatusMessage, ServerKeyExchange,
                   ClientKeyExchange, ServerHelloDone,
                   // the bodies of extensions
                   ServerNameList, ServerNameAcknowledgement, SupportedGroups, SignatureAlgorithms,
                   SignatureAlgorithmsCert, ProtocolNameList, RecordSizeLimit, SupportedVersions, SelectedVersion,
                   Cookie, PskKeyExchangeModes, CertificateAuthorities, KeyShareClientHello, KeyShareServerHello,
                   KeyShareHelloRetryRequest, EarlyDataIndication, EarlyDataLimit, OfferedPsks, EcPointFormats,
                   ExtendedMasterSecret, RenegotiationInfo, CertificateStatus, CertificateStatusAcknowledgement>;

struct NameOfMessage {
  template <class M>
  static std::string GetName(int index) {
    return std::string(M::name) + "_" + std::to_string(index);
  }
};
TYPED_TEST_SUITE(Message, Messages, NameOfMessage);

TYPED_TEST(Message, IsReadAsItWasWritten) {
  using M = TypeParam;
  this->for_each_message([](const M&, const ByteVector& bytes) {
    Result<M> read = decode<M>(bytes);
    ASSERT_TRUE(read) << name_of(read.error().code) << " in " << read.error().field;
    ByteVector again;
    ASSERT_TRUE(encode(*read, again));
    EXPECT_EQ(again, bytes);
  });
}

template <class M>
class MessageWithExtensions : public Message<M> {};
using MessagesWithExtensions = testing::Types<ClientHello, ServerHello, ServerHello12, HelloRetryRequest,
                                              EncryptedExtensions, CertificateRequest, NewSessionTicket>;
TYPED_TEST_SUITE(MessageWithExtensions, MessagesWithExtensions, NameOfMessage);

TYPED_TEST(MessageWithExtensions, AreReadAsTheyWereWritten) {
  using M = TypeParam;
  const ExtensionMask asked = everything_asked();
  this->for_each_message([&](const M&, const ByteVector& bytes) {
    M read = decode<M>(bytes).value();
    const auto decoded = decode_extensions(read.extensions, &asked);
    ASSERT_TRUE(decoded) << name_of(decoded.error().code) << " in " << decoded.error().field;
    read.extensions.block = {};  // from here on only what was understood
    ByteVector again;
    ASSERT_TRUE(encode(read, again));
    EXPECT_EQ(again, bytes);
  });
}

TYPED_TEST(Message, EveryBeginningIsRefused) {
  using M = TypeParam;
  this->for_each_message([](const M&, const ByteVector& bytes) {
    for (std::size_t n = 0; n < bytes.size(); ++n) {
      const Bytes beginning = Bytes(bytes).first(n);
      const Result<M> read = decode<M>(beginning);
      if (read) {
        EXPECT_TRUE(Hello<M> || (std::same_as<M, Finished>)) << n << " of " << bytes.size();
        ByteVector again;
        ASSERT_TRUE(encode(*read, again));
        EXPECT_TRUE(same_encoding<M>(again, beginning));
        continue;
      }
      EXPECT_TRUE(read.error() == Errc::message_truncated || read.error() == Errc::field_too_short) << n;
      EXPECT_FALSE(read.error().field.empty()) << n;
      EXPECT_EQ(read.error().reference, M::rfc);
      EXPECT_FALSE(read.error().expected.empty());
      EXPECT_FALSE(read.error().found.empty());
    }
  });
}

TYPED_TEST(Message, BytesBehindItAreRefused) {
  using M = TypeParam;
  this->for_each_message([](const M&, const ByteVector& bytes) {
    ByteVector longer = bytes;
    longer.push_back(0);
    const Result<M> read = decode<M>(longer);
    if constexpr (std::same_as<M, Finished>) {
      EXPECT_TRUE(read);  // its length is checked against the hash
    } else {
      ASSERT_FALSE(read);
      if constexpr (Hello<M>) {
        if (decode<M>(bytes)->extensions.block.empty()) {  // the byte begins an extension block
          EXPECT_EQ(read.error().field, "extensions");
          return;
        }
      }
      EXPECT_EQ(read.error().code, Errc::trailing_bytes);
      EXPECT_EQ(read.error().field, M::name);
    }
  });
}

TYPED_TEST(Message, AnyBitTurnedOverIsReadFaithfullyOrRefused) {
  using M = TypeParam;
  unsigned seeds = 0;
  this->for_each_message([&](const M&, const ByteVector& bytes) {
    if (++seeds > 20) return;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      ByteVector flipped = bytes;
      flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
      Result<M> read = decode<M>(flipped);
      if (!read) {
        EXPECT_FALSE(read.error().field.empty());
        continue;
      }
      ByteVector again;
      ASSERT_TRUE(encode(*read, again));
      EXPECT_TRUE(same_encoding<M>(again, flipped));
    }
  });
}

// ------------------------------------------------------------------------------------------------ the limits ----

struct Limited {
  static constexpr std::string_view name = "limited", rfc = "RFC 0, 1";
  Bytes few{};
  ListView<NamedGroup> groups{};
  static void fields(auto& io, auto& m) {
    io.template opaque<1>(m.few, {2, 4}, "few");
    io.template list<2>(m.groups, {2, 4}, "groups");
  }
};

TEST(Limits, AreThoseOfTheFieldList) {
  const std::tuple<ByteVector, Errc, std::string_view, std::string_view> cases[] = {
      {{1, 9, 0, 2, 0, 1}, Errc::field_too_short, "few", "at least 2 bytes"},
      {{5, 9, 9, 9, 9, 9, 0, 2, 0, 1}, Errc::field_too_long, "few", "at most 4 bytes"},
      {{2, 9, 9, 0, 0}, Errc::field_too_short, "groups", "at least 2 bytes"},
      {{2, 9, 9, 0, 6, 0, 1, 0, 1, 0, 1}, Errc::field_too_long, "groups", "at most 4 bytes"},
      {{2, 9, 9, 0, 3, 0, 1, 0}, Errc::message_truncated, "groups", "more bytes"},
      {{2, 9, 9, 0, 4, 0, 1}, Errc::message_truncated, "groups", "more bytes"},
      {{2, 9}, Errc::message_truncated, "few", "more bytes"},
      {{}, Errc::message_truncated, "few", "more bytes"},
      {{2, 9, 9, 0, 2, 0, 1, 7}, Errc::trailing_bytes, "limited", "the end of the message"},
  };
  for (const auto& [bytes, code, field, expected] : cases) {
    const auto read = decode<Limited>(bytes);
    ASSERT_FALSE(read);
    EXPECT_EQ(name_of(read.error().code), name_of(code));
    EXPECT_EQ(read.error().field, field);
    EXPECT_EQ(read.error().expected.view(), expected);
    EXPECT_EQ(read.error().reference, "RFC 0, 1");
  }
  EXPECT_TRUE(decode<Limited>(ByteVector{4, 1, 2, 3, 4, 0, 4, 0, 1, 0, 2}));
}

// The first fault is the one that is told, even if what follows would fail, too.
TEST(Limits, TheFirstFaultIsTold) {
  const auto read = decode<Limited>(ByteVector{0, 0, 1, 0});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().field, "few");
  EXPECT_EQ(read.error().code, Errc::field_too_short);
}

TEST(Encoding, WhatIsTooLongForItsPrefixIsRefused) {
  const ByteVector big(256);
  ByteVector out;
  EXPECT_FALSE(encode(ProtocolName{big}, out));
  const ByteVector bigger(65536);
  EXPECT_FALSE(encode(Cookie{bigger}, out));
}

TEST(ListView, WalksWhatItHolds) {
  constexpr std::uint8_t bytes[] = {0, 0x1d, 0, 0x17, 0x1a, 0x1a};
  const ListView<NamedGroup> list{Bytes(bytes)};
  std::vector<NamedGroup> found;
  for (const NamedGroup group : list) found.push_back(group);
  EXPECT_EQ(found, (std::vector{NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup{0x1a1a}}));
  EXPECT_TRUE(list.contains(NamedGroup::secp256r1));
  EXPECT_FALSE(list.contains(NamedGroup::secp384r1));
  EXPECT_TRUE(ListView<NamedGroup>().empty());
  EXPECT_TRUE(ListView<NamedGroup>().begin() == ListView<NamedGroup>().end());
}

// ----------------------------------------------------------------------------------------------- the registry ----

// The table of RFC 8446, 4.2, as far as its extensions are known here, with those of later documents.
TEST(Registry, ExtensionsHaveTheirPlaces) {
  using enum ExtensionType;
  using enum Place;
  const std::pair<ExtensionType, std::set<Place>> rows[] = {
      {server_name, {client_hello, encrypted_extensions}},
      {max_fragment_length, {client_hello, encrypted_extensions}},
      {status_request, {client_hello, certificate_request, certificate}},
      {supported_groups, {client_hello, encrypted_extensions}},
      {signature_algorithms, {client_hello, certificate_request}},
      {application_layer_protocol_negotiation, {client_hello, encrypted_extensions}},
      {padding, {client_hello}},
      {key_share, {client_hello, server_hello, hello_retry_request}},
      {pre_shared_key, {client_hello, server_hello}},
      {psk_key_exchange_modes, {client_hello}},
      {early_data, {client_hello, encrypted_extensions, new_session_ticket}},
      {cookie, {client_hello, hello_retry_request}},
      {supported_versions, {client_hello, server_hello, hello_retry_request}},
      {certificate_authorities, {client_hello, certificate_request}},
      {oid_filters, {certificate_request}},
      {post_handshake_auth, {client_hello}},
      {signature_algorithms_cert, {client_hello, certificate_request}},
      {record_size_limit, {client_hello, encrypted_extensions}},
  };
  const ExtensionMask asked = everything_asked();
  for (const auto& [type, places] : rows) {
    ByteVector block;
    ASSERT_TRUE(encode(RawExtension{type, {}}, block));
    for (const Place place : {client_hello, server_hello, hello_retry_request, encrypted_extensions, certificate,
                              certificate_request, new_session_ticket}) {
      const auto checked = check_extensions(block, place, &asked);
      EXPECT_EQ(checked.has_value(), places.contains(place)) << name_of(type) << " in " << static_cast<int>(place);
      if (!checked) {
        EXPECT_EQ(checked.error().code, Errc::forbidden_extension);
        EXPECT_EQ(checked.error().found.view(), name_of(type));
      }
    }
  }
}

// An answer to a question that was not asked is refused, even if nobody knows what it is. CertificateRequest and
// NewSessionTicket are questions and offers: there the unknown is ignored (RFC 8446, 4.2).
TEST(Registry, AnswersNeedQuestions) {
  using enum Place;
  const ExtensionMask nothing;
  for (const ExtensionType type : {ExtensionType::server_name, ExtensionType{0x1a1a}}) {
    ByteVector block;
    ASSERT_TRUE(encode(RawExtension{type, {}}, block));
    for (const Place place : {server_hello, hello_retry_request, encrypted_extensions, certificate}) {
      const auto checked = check_extensions(block, place, &nothing);
      ASSERT_FALSE(checked);
      EXPECT_EQ(checked.error().code, Errc::unsolicited_extension);
    }
  }
  ByteVector unknown;
  ASSERT_TRUE(encode(RawExtension{ExtensionType{0x1a1a}, {}}, unknown));
  for (const Place place : {client_hello, certificate_request, new_session_ticket})
    EXPECT_TRUE(check_extensions(unknown, place, nullptr)) << static_cast<int>(place);
  ByteVector cookie;
  ASSERT_TRUE(encode(RawExtension{ExtensionType::cookie, {}}, cookie));
  EXPECT_TRUE(check_extensions(cookie, hello_retry_request, &nothing)) << "the one answer without a question";
}

}  // namespace
}  // namespace handfast::test
