// The total functions of the errors and the tables of names: nothing is left out, nothing is said twice.
#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>

#include "base/codepoints.hpp"
#include "base/error.hpp"

namespace handfast {
namespace {

constexpr auto kLast = Errc::no_extended_master_secret;  // the last enumerator

template <class F>
void for_each_error(F f) {
  for (unsigned i = 0; i <= static_cast<unsigned>(kLast); ++i) f(static_cast<Errc>(i));
}

TEST(Errc, EveryErrorHasItsName) {
  std::set<std::string_view> names;
  for_each_error([&](Errc error) {
    EXPECT_FALSE(name_of(error).empty()) << static_cast<unsigned>(error);
    EXPECT_TRUE(names.insert(name_of(error)).second) << name_of(error);
  });
  EXPECT_TRUE(name_of(static_cast<Errc>(static_cast<unsigned>(kLast) + 1)).empty()) << "kLast is not the last any more";
}

TEST(Errc, EveryErrorHasASentence) {
  std::set<std::string_view> sentences;
  for_each_error([&](Errc error) {
    const std::string_view cause = cause_of(error);
    ASSERT_FALSE(cause.empty()) << name_of(error);
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(cause.front()))) << cause;
    EXPECT_EQ(cause.back(), '.') << cause;
    EXPECT_TRUE(sentences.insert(cause).second) << cause;
  });
}

// What comes from the transport, from the peer's own end, or from a caller's mistake is not told to the peer; every
// fault of the peer is.
TEST(Errc, EveryFaultOfThePeerHasAnAlert) {
  const Errc last_of_peer = Errc::certificate_rejected;
  for_each_error([&](Errc error) {
    const auto alert = alert_for(error);
    if (error <= last_of_peer) {
      EXPECT_TRUE(alert.has_value()) << name_of(error);
    }
    if (alert) {
      EXPECT_NE(name_of(*alert), "unknown") << name_of(error);
      EXPECT_NE(*alert, Alert::close_notify) << name_of(error);
      EXPECT_EQ(name_of(*alert).find("RESERVED"), std::string_view::npos) << name_of(error);
    }
  });
  for (const Errc error : {Errc::alert_received, Errc::closed_early, Errc::closed_in_handshake, Errc::read_failed,
                           Errc::write_failed, Errc::timed_out, Errc::invalid_request, Errc::session_finished})
    EXPECT_EQ(alert_for(error), std::nullopt) << name_of(error);
}

// The alerts that RFC 8446 names for each.
TEST(Errc, AlertsOfTheRfc) {
  const std::pair<Errc, Alert> rules[] = {
      {Errc::bad_record_mac, Alert::bad_record_mac},                           // 5.2
      {Errc::record_too_long, Alert::record_overflow},                         // 5.1, 5.2
      {Errc::unexpected_message, Alert::unexpected_message},                   // 4
      {Errc::bad_change_cipher_spec, Alert::unexpected_message},               // 5
      {Errc::data_across_key_change, Alert::unexpected_message},               // 5.1
      {Errc::message_truncated, Alert::decode_error},                          // 6.2
      {Errc::trailing_bytes, Alert::decode_error},                             // 6.2
      {Errc::unsolicited_extension, Alert::unsupported_extension},             // 4.2
      {Errc::forbidden_extension, Alert::illegal_parameter},                   // 4.2
      {Errc::missing_extension, Alert::missing_extension},                     // 9.2
      {Errc::wrong_selected_version, Alert::illegal_parameter},                // 4.2.1
      {Errc::no_common_version, Alert::protocol_version},                      // 4.2.1
      {Errc::downgrade_detected, Alert::illegal_parameter},                    // 4.1.3
      {Errc::second_hello_retry, Alert::unexpected_message},                   // 4.1.4
      {Errc::needless_hello_retry, Alert::illegal_parameter},                  // 4.1.4
      {Errc::wrong_group, Alert::illegal_parameter},                           // 4.2.8
      {Errc::bad_signature, Alert::decrypt_error},                             // 4.4.3
      {Errc::bad_finished, Alert::decrypt_error},                              // 4.4.4
      {Errc::certificate_missing, Alert::decode_error},                        // 4.4.2.4
      {Errc::certificate_required, Alert::certificate_required},               // 4.4.2.4
      {Errc::bad_key_update, Alert::illegal_parameter},                        // 4.6.3
      {Errc::no_common_cipher_suite, Alert::handshake_failure},                // 4.1.1
      {Errc::no_common_application_protocol, Alert::no_application_protocol},  // RFC 7301, 3.2
      {Errc::wrong_record_size_limit, Alert::illegal_parameter},               // RFC 8449, 4
      {Errc::certificate_unknown_issuer, Alert::unknown_ca},                   // 6.2
      {Errc::certificate_self_signed, Alert::unknown_ca},                      // 6.2
      {Errc::certificate_no_intermediate, Alert::unknown_ca},                  // 6.2
      {Errc::certificate_expired, Alert::certificate_expired},                 // 6.2
      {Errc::certificate_revoked, Alert::certificate_revoked},                 // 6.2
      {Errc::out_of_memory, Alert::internal_error},                            // 6.2
  };
  for (const auto& [error, alert] : rules) EXPECT_EQ(alert_for(error), alert) << name_of(error);
}

TEST(Names, AreThoseOfTheRegistries) {
  EXPECT_EQ(name_of(CipherSuite::aes_128_gcm_sha256), "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(name_of(CipherSuite::chacha20_poly1305_sha256), "TLS_CHACHA20_POLY1305_SHA256");
  EXPECT_EQ(name_of(NamedGroup::x25519_mlkem768), "X25519MLKEM768");
  EXPECT_EQ(name_of(NamedGroup::secp256r1), "secp256r1");
  EXPECT_EQ(name_of(SignatureScheme::rsa_pss_rsae_sha256), "rsa_pss_rsae_sha256");
  EXPECT_EQ(name_of(ExtensionType::server_name), "server_name");
  EXPECT_EQ(name_of(HandshakeType::client_hello), "client_hello");
  EXPECT_EQ(name_of(ContentType::application_data), "application_data");
  EXPECT_EQ(name_of(Alert::handshake_failure), "handshake_failure");
}

// A value without a name gets none, and no two values share one.
template <class T>
void names_are_distinct(std::size_t at_least) {
  std::set<std::string_view> names;
  constexpr unsigned kMost = sizeof(T) == 1 ? 0xff : 0xffff;
  for (unsigned i = 0; i <= kMost; ++i) {
    const std::string_view name = name_of(static_cast<T>(i));
    if (name.empty() || name == "unknown") continue;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_GE(names.size(), at_least);
  EXPECT_LT(names.size(), std::size_t{kMost});
}

TEST(Names, AreDistinct) {
  names_are_distinct<ContentType>(4);
  names_are_distinct<ProtocolVersion>(5);
  names_are_distinct<HandshakeType>(15);
  names_are_distinct<CipherSuite>(17);
  names_are_distinct<NamedGroup>(13);
  names_are_distinct<SignatureScheme>(16);
  names_are_distinct<ExtensionType>(22);
  names_are_distinct<PskKeyExchangeMode>(2);
  names_are_distinct<ServerNameType>(1);
  names_are_distinct<KeyUpdateRequest>(2);
  names_are_distinct<Alert>(30);
}

TEST(Note, HoldsWhatFits) {
  Note note("expected ");
  note << "at least " << std::uint64_t{18446744073709551615U} << " bytes";
  EXPECT_EQ(note.view(), "expected at least 18446744073709551615 bytes");
  Note full(std::string(200, 'x'));
  EXPECT_EQ(full.view().size(), Note::kCapacity);
  full << "more" << 12;
  EXPECT_EQ(full.view(), std::string(Note::kCapacity, 'x'));
  EXPECT_TRUE(Note().empty());
  EXPECT_EQ(hex_note(0x1301, 4).view(), "0x1301");
  EXPECT_EQ(hex_note(0xf, 2).view(), "0x0f");
}

TEST(Error, ComparesByItsCode) {
  const Result<int> failed = fail(Errc::bad_cookie, "field", "RFC", "a", "b");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error(), Errc::bad_cookie);
  EXPECT_FALSE(failed.error() == Errc::bad_finished);
  EXPECT_EQ(failed.error().expected.view(), "a");
  EXPECT_EQ(failed.error().found.view(), "b");
}

}  // namespace
}  // namespace handfast
