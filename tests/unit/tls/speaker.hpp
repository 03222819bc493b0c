#pragma once
// An application that has extensions and supplemental data of its own, and writes down what it hears.
#include <map>
#include <string>
#include <vector>

#include "tls/extension/application_extensions.hpp"
#include "tls/message/supplemental_data.hpp"

namespace handfast::test {

inline constexpr auto kOurs = ExtensionType{0xff10};
inline constexpr std::uint16_t kOurData = 0x4002;

class Speaker final : public tls::ApplicationExtensions, public tls::SupplementalExchange {
 public:
  using Place = tls::Place;

  Result<ByteVector> make(Place place, bool resumed) override {
    if (fails_to_make == place) return fail(Errc::callback_failed, "make");
    ByteVector out;
    if (resumed && !speaks_of_resumed) return out;
    const auto found = says.find(place);
    if (found == says.end()) return out;
    if (place != Place::client_hello && !heard_hello && !speaks_unasked) return out;
    if (!encode(tls::RawExtension{kOurs, as_bytes(found->second)}, out)) return fail(Errc::message_too_long, "make");
    if (place == Place::client_hello && !says_next.empty()) found->second = says_next;
    return out;
  }
  bool expects(ExtensionType type, Place place) const override {
    return type == kOurs && says.contains(Place::client_hello) && place != deaf_to;
  }
  Result<void> receive(Place place, tls::Telling when, const ListView<tls::RawExtension>& extensions) override {
    if (place == Place::client_hello && when == tls::Telling::early) heard_hello = false;
    for (const tls::RawExtension& raw : extensions) {
      if (raw.type != kOurs) continue;
      if (fails_to_receive == place) return fail(Errc::callback_failed, "receive");
      if (when == tls::Telling::early) early.emplace_back(as_text(raw.body));
      if (when == tls::Telling::late) heard.emplace_back(place, as_text(raw.body));
      heard_hello |= place == Place::client_hello;
    }
    return {};
  }
  tls::SupplementalExchange* supplemental() override { return data.empty() && !awaits_data ? nullptr : this; }

  bool awaits() const override { return awaits_data; }
  Result<ByteVector> make() override {
    ByteVector out;
    for (const std::string& each : data)
      if (!encode(tls::SupplementalDataEntry{kOurData, as_bytes(each)}, out))
        return fail(Errc::message_too_long, "make");
    return out;
  }
  Result<void> receive(const ListView<tls::SupplementalDataEntry>& entries) override {
    if (refuses_data) return fail(Errc::wrong_supplemental_data, "supplemental_data.supp_data_type", "RFC 4680, 3");
    for (const tls::SupplementalDataEntry& entry : entries) heard_data.emplace_back(as_text(entry.data));
    return {};
  }

  std::map<Place, std::string> says;
  std::string says_next;  // in the second ClientHello, if that is to differ
  std::vector<std::pair<Place, std::string>> heard;
  std::vector<std::string> early, data, heard_data;
  std::optional<Place> fails_to_make, fails_to_receive, deaf_to;
  bool speaks_unasked = false, speaks_of_resumed = true, heard_hello = false;
  bool awaits_data = false, refuses_data = false;
};

}  // namespace handfast::test
