#include "capi/names/extensions.hpp"

namespace handfast::capi {
namespace {

constexpr ExtensionName table[] = {
    {0, "Server Name Indication", GNUTLS_EXT_MANDATORY},
    {1, "Maximum Record Size", GNUTLS_EXT_TLS},
    {5, "OCSP Status Request", GNUTLS_EXT_ANY},
    {10, "Supported Groups", GNUTLS_EXT_TLS},
    {11, "Supported EC Point Formats", GNUTLS_EXT_TLS},
    {12, "SRP", GNUTLS_EXT_TLS},
    {13, "Signature Algorithms", GNUTLS_EXT_TLS},
    {14, "SRTP", GNUTLS_EXT_APPLICATION},
    {15, "Heartbeat", GNUTLS_EXT_TLS},
    {16, "ALPN", GNUTLS_EXT_MANDATORY},
    {19, "Client Certificate Type", GNUTLS_EXT_TLS},
    {20, "Server Certificate Type", GNUTLS_EXT_TLS},
    {21, "ClientHello Padding", GNUTLS_EXT_APPLICATION, true},
    {22, "Encrypt-then-MAC", GNUTLS_EXT_MANDATORY},
    {23, "Extended Master Secret", GNUTLS_EXT_MANDATORY},
    {27, "Compress Certificate", GNUTLS_EXT_TLS, true},
    {28, "Record Size Limit", GNUTLS_EXT_MANDATORY},
    {35, "Session Ticket", GNUTLS_EXT_MANDATORY},
    {41, "Pre Shared Key", GNUTLS_EXT_TLS},
    {42, "Early Data", GNUTLS_EXT_MANDATORY},
    {43, "Supported Versions", GNUTLS_EXT_VERSION_NEG},
    {44, "Cookie", GNUTLS_EXT_MANDATORY},
    {45, "PSK Key Exchange Modes", GNUTLS_EXT_TLS},
    {49, "Post Handshake Auth", GNUTLS_EXT_TLS},
    {51, "Key Share", GNUTLS_EXT_ANY},
    {65281, "Safe Renegotiation", GNUTLS_EXT_MANDATORY},
};

}  // namespace

std::span<const ExtensionName> extensions() { return table; }

}  // namespace handfast::capi
