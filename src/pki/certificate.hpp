#pragma once
// X.509 certificates (RFC 5280, 4): parsed once, strictly, into views over the encoded bytes. Nothing is decided here
// about trust; verify.hpp does that.
#include <iterator>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "crypto/signature.hpp"
#include "pki/der.hpp"

namespace handfast::pki {

inline constexpr std::size_t kMaxCertificateSize = 128 * 1024;  // its message's; some have thousands of names
inline constexpr std::size_t kMaxExtensions = 48;    // real ones have about ten; bounds the search for duplicates
inline constexpr std::size_t kMaxSerialOctets = 20;  // RFC 5280, 4.1.2.2; enforced by verification, not by parsing

struct BasicConstraints {  // RFC 5280, 4.2.1.9
  bool ca = false;
  std::optional<std::uint32_t> path_length{};
};

// Bits of keyUsage (RFC 5280, 4.2.1.3), to be combined.
namespace key_usage {
inline constexpr std::uint16_t digital_signature = 1 << 0, content_commitment = 1 << 1, key_encipherment = 1 << 2,
                               data_encipherment = 1 << 3, key_agreement = 1 << 4, key_cert_sign = 1 << 5,
                               crl_sign = 1 << 6, encipher_only = 1 << 7, decipher_only = 1 << 8;
}  // namespace key_usage

struct Extension {  // RFC 5280, 4.2
  Bytes id{};       // encoded object identifier, without tag and length
  bool critical = false;
  Bytes value{};  // contents of extnValue
};

enum class GeneralNameType : std::uint8_t {  // RFC 5280, 4.2.1.6: the context tag numbers
  other_name = 0,
  email = 1,
  dns = 2,
  x400_address = 3,
  directory_name = 4,
  edi_party_name = 5,
  uri = 6,
  ip_address = 7,
  registered_id = 8,
};
struct GeneralName {
  GeneralNameType type{};
  Bytes value{};  // the name's contents: ASCII for dns, email and uri; 4 or 16 octets for ip_address; DER otherwise
};

struct TlsFeature {  // RFC 7633: the number of a TLS extension
  std::uint32_t number = 0;
  bool operator==(const TlsFeature&) const = default;
};

// A list of encoded T that parse() has already checked; walking it allocates nothing.
template <class T>
class DerListView {
 public:
  DerListView() = default;
  explicit DerListView(Bytes encoded) : encoded_(encoded) {}
  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(Bytes encoded) : in_(encoded) { step(); }
    const T& operator*() const { return item_; }
    const T* operator->() const { return &item_; }
    Iterator& operator++() { return step(), *this; }
    bool operator==(std::default_sentinel_t) const { return end_; }

   private:
    void step() {
      end_ = in_.at_end();
      if (!end_) read_item(in_, item_);
      if (!in_.ok()) end_ = true;
    }
    DerReader in_;
    T item_{};
    bool end_ = false;
  };
  Iterator begin() const { return Iterator(encoded_); }
  std::default_sentinel_t end() const { return {}; }
  bool empty() const { return encoded_.empty(); }

 private:
  Bytes encoded_{};
};
// How one item is read, for DerListView.
void read_item(DerReader& in, Extension& out);
void read_item(DerReader& in, GeneralName& out);
void read_item(DerReader& in, TlsFeature& out);
void read_item(DerReader& in, Bytes& out);  // an object identifier

// What a certificate says, as views over bytes that somebody else owns and keeps.
struct CertificateView {
  Bytes der{};                  // all of it
  Bytes tbs{};                  // TBSCertificate: the bytes that are signed
  unsigned version = 1;         // 1, 2 or 3
  Bytes serial{};               // contents of the INTEGER
  Bytes signature_algorithm{};  // AlgorithmIdentifier in DER
  Bytes signature{};
  Bytes issuer{}, subject{};                   // Name in DER; equal names are equal bytes here
  std::int64_t not_before = 0, not_after = 0;  // seconds since 1970; both inclusive (RFC 5280, 4.1.2.5)
  Bytes spki{};                                // SubjectPublicKeyInfo in DER

  DerListView<Extension> extensions{};
  std::optional<BasicConstraints> basic_constraints{};
  std::optional<std::uint16_t> key_usage{};
  std::optional<DerListView<Bytes>> extended_key_usage{};  // encoded object identifiers
  std::optional<DerListView<GeneralName>> subject_alt_name{};
  std::optional<DerListView<TlsFeature>> tls_features{};
  std::optional<Bytes> name_constraints{};     // not interpreted
  Bytes subject_key_id{}, authority_key_id{};  // empty where absent
  Bytes unknown_critical{};  // the first critical extension that is not interpreted: its object identifier

  // `der` must be one whole certificate and outlive the view. Fails with certificate_malformed.
  static Result<CertificateView> parse(Bytes der);

  bool self_issued() const { return equal(issuer, subject); }
  std::optional<Extension> find_extension(Bytes object_identifier) const;
  bool has_extended_key_usage(Bytes object_identifier) const;  // listed by itself; anyExtendedKeyUsage does not count
  bool has_tls_feature(TlsFeature feature) const;
  std::string subject_text() const;  // RFC 4514, for people: "CN=localhost,O=Example"
  std::string issuer_text() const;
  Result<crypto::PublicKey> public_key() const;  // key_unsupported or key_malformed
};

// A certificate that owns its bytes. Moving keeps every view of it valid.
class Certificate {
 public:
  static Result<Certificate> parse(ByteVector der);
  static Result<Certificate> parse(Bytes der) { return parse(ByteVector(der.begin(), der.end())); }
  Certificate(Certificate&&) noexcept = default;
  Certificate& operator=(Certificate&&) noexcept = default;

  const CertificateView& view() const { return view_; }
  const CertificateView* operator->() const { return &view_; }
  Bytes der() const { return der_; }
  std::string subject_text() const { return view_.subject_text(); }
  std::string issuer_text() const { return view_.issuer_text(); }
  Result<crypto::PublicKey> public_key() const { return view_.public_key(); }

 private:
  Certificate() = default;
  ByteVector der_;
  CertificateView view_;
};

// The names in an extension that has GeneralNames (RFC 5280, 4.2.1.6 and 4.2.1.7). certificate_malformed.
Result<DerListView<GeneralName>> read_general_names(const Extension& extension);

// The subject of a certificate without parsing the rest: what a trust store needs to find it. certificate_malformed.
Result<Bytes> locate_subject(Bytes der);

// The scheme of a certificate's signature, given the AlgorithmIdentifier in DER and the issuer's kind of key
// (RSASSA-PSS signs with plain RSA keys and with PSS keys, RFC 4055). ECDSA may pair any curve with any hash (RFC
// 5758, 3.2): the scheme says the hash. Fails with certificate_insecure_signature: SHA-1 or MD5; and with
// certificate_unsupported: unknown, or not for this kind of key.
Result<SignatureScheme> signature_scheme(Bytes algorithm_identifier, crypto::KeyType issuer_key);

}  // namespace handfast::pki
