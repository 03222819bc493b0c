#include "tls/extension/registry.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "tls/extension/application_extensions.hpp"

namespace handfast::tls {

namespace {

constexpr std::uint8_t operator|(Place a, Place b) {
  return static_cast<std::uint8_t>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr std::uint8_t operator|(std::uint8_t a, Place b) {
  return static_cast<std::uint8_t>(a | static_cast<std::uint8_t>(b));
}
constexpr std::uint8_t only(Place a) { return static_cast<std::uint8_t>(a); }

using enum Place;
struct Row {
  ExtensionType type;
  std::uint8_t places;
};
// RFC 8446, 4.2, and each extension's own document. A row more: CONTRIBUTING.md, "Adding an extension".
constexpr std::array kRegistry{
    Row{ExtensionType::server_name, client_hello | encrypted_extensions | server_hello12},
    Row{ExtensionType::max_fragment_length, client_hello | encrypted_extensions | server_hello12},
    Row{ExtensionType::status_request, client_hello | certificate_request | certificate | server_hello12},
    // Some servers send supported_groups in TLS 1.2; it has no meaning there (RFC 8422, 5.2).
    Row{ExtensionType::supported_groups, client_hello | encrypted_extensions | server_hello12},
    Row{ExtensionType::ec_point_formats, client_hello | server_hello12},
    Row{ExtensionType::signature_algorithms, client_hello | certificate_request},
    Row{ExtensionType::application_layer_protocol_negotiation, client_hello | encrypted_extensions | server_hello12},
    Row{ExtensionType::padding, only(client_hello)},
    Row{ExtensionType::extended_master_secret, client_hello | server_hello12},
    Row{ExtensionType::record_size_limit, client_hello | encrypted_extensions | server_hello12},
    Row{ExtensionType::session_ticket, client_hello | server_hello12},
    Row{ExtensionType::pre_shared_key, client_hello | server_hello},
    Row{ExtensionType::early_data, client_hello | encrypted_extensions | new_session_ticket},
    Row{ExtensionType::supported_versions, client_hello | server_hello | hello_retry_request},
    Row{ExtensionType::cookie, client_hello | hello_retry_request},
    Row{ExtensionType::psk_key_exchange_modes, only(client_hello)},
    Row{ExtensionType::certificate_authorities, client_hello | certificate_request},
    Row{ExtensionType::oid_filters, only(certificate_request)},
    Row{ExtensionType::post_handshake_auth, only(client_hello)},
    Row{ExtensionType::signature_algorithms_cert, client_hello | certificate_request},
    Row{ExtensionType::key_share, client_hello | server_hello | hello_retry_request},
    Row{ExtensionType::renegotiation_info, client_hello | server_hello12},
};
static_assert(kRegistry.size() <= 32, "ExtensionMask has 32 bits");

std::size_t row_of(ExtensionType type) {
  std::size_t i = 0;
  while (i < kRegistry.size() && kRegistry[i].type != type) ++i;
  return i;
}

std::string_view text_of(ExtensionType type) {
  const std::string_view name = name_of(type);
  return name.empty() ? "an extension without a name" : name;
}

// Answers: what may stand in them was asked for by the other side, but for cookie (RFC 8446, 4.2).
bool answers(Place place) {
  return place == server_hello || place == hello_retry_request || place == encrypted_extensions ||
         place == certificate || place == server_hello12;
}

bool was_asked(ExtensionType type, Place place, const ExtensionMask* asked) {
  if (asked == nullptr) return false;
  return asked->has(type) || (asked->application != nullptr && asked->application->expects(type, place));
}

std::unexpected<Error> duplicate(ExtensionType type) {
  return fail(Errc::duplicate_extension, "extensions", "RFC 8446, 4.2", "each extension once", text_of(type));
}

// Which extensions of a block came already. Those without a row may be thousands: they are compared at the end.
class Seen {
 public:
  Result<void> add(ExtensionType type) {
    const std::size_t row = row_of(type);
    if (row == kRegistry.size()) {
      others_.push_back(type);
      return {};
    }
    if ((rows_ >> row & 1U) != 0) return duplicate(type);
    rows_ |= 1U << row;
    return {};
  }
  Result<void> compare_others() {
    std::ranges::sort(others_);
    const auto twice = std::ranges::adjacent_find(others_);
    return twice == others_.end() ? Result<void>() : duplicate(*twice);
  }

 private:
  std::vector<ExtensionType> others_;
  std::uint32_t rows_ = 0;
};

Result<void> check_syntax(Bytes block) {
  Reader in(block);
  while (in.left() > 0) {
    RawExtension raw;
    Decoder each(in, "RFC 8446, 4.2");
    RawExtension::fields(each, raw);
    if (!in.ok()) return std::unexpected(each.error());
  }
  return {};
}

Result<void> check_place(ExtensionType type, Place place, const ExtensionMask* asked) {
  const std::size_t row = row_of(type);
  const bool known = row < kRegistry.size();
  // RFC 8446, 4.2: "unsupported_extension" for an answer without a question ...
  const bool free_answer = place == hello_retry_request && type == ExtensionType::cookie;
  if (answers(place) && !free_answer && !was_asked(type, place, asked))
    return fail(Errc::unsolicited_extension, "extensions", "RFC 8446, 4.2", "an extension that was asked for",
                text_of(type));
  // ... and "illegal_parameter" for one that is not specified for its message.
  if (known && (kRegistry[row].places & static_cast<std::uint8_t>(place)) == 0)
    return fail(Errc::forbidden_extension, "extensions", "RFC 8446, 4.2", "an extension of this message",
                text_of(type));
  return {};
}

}  // namespace

void ExtensionMask::add(ExtensionType type) {
  if (const std::size_t row = row_of(type); row < kRegistry.size()) bits_ |= 1U << row;
}

bool ExtensionMask::has(ExtensionType type) const {
  const std::size_t row = row_of(type);
  return row < kRegistry.size() && (bits_ >> row & 1U) != 0;
}

// Padding it only keeps from wrong places.
bool knows_extension(ExtensionType type) { return type != ExtensionType::padding && row_of(type) < kRegistry.size(); }

bool holds_extension(Bytes block, ExtensionType type) {
  for (const RawExtension& raw : ListView<RawExtension>(block))
    if (raw.type == type) return true;
  return false;
}

Result<ListView<RawExtension>> check_extensions(Bytes block, Place place, const ExtensionMask* asked) {
  if (const auto syntax = check_syntax(block); !syntax) return std::unexpected(syntax.error());
  const ListView<RawExtension> list(block);
  Seen seen;
  bool after_psk = false;
  for (const RawExtension& raw : list) {
    if (after_psk && place == client_hello)  // RFC 8446, 4.2.11: otherwise "fail ... with an "illegal_parameter" alert"
      return fail(Errc::forbidden_extension, "pre_shared_key", "RFC 8446, 4.2.11", "the last extension",
                  "one before the last");
    after_psk = raw.type == ExtensionType::pre_shared_key;
    if (const auto once = seen.add(raw.type); !once) return std::unexpected(once.error());
    if (const auto allowed = check_place(raw.type, place, asked); !allowed) return std::unexpected(allowed.error());
  }
  if (const auto once = seen.compare_others(); !once) return std::unexpected(once.error());
  return list;
}

}  // namespace handfast::tls
