#pragma once
// Names as people write them, in the form in which DNS, TLS and certificates have them.
#include <expected>
#include <string>
#include <string_view>

namespace handfast::cli {

// A host name or an IP address; what is not ASCII becomes A-labels (RFC 5891; UTF-8, with the mappings of UTS #46):
// "bücher.example" is "xn--bcher-kva.example". On failure why not, for people: "an empty label ...".
std::expected<std::string, std::string> host_name(std::string_view text);

// The same for a certificate, where the left-most label may be "*" (RFC 9525, 6.3).
std::expected<std::string, std::string> certificate_host_name(std::string_view text);

// What is wrong with a name that is not a host's, of an authority or a person; empty: nothing.
std::string trouble_with_common_name(std::string_view text);

}  // namespace handfast::cli
