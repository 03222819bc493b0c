#pragma once
// What a handshake message says, taken apart once for the drawing and for JSON. What cannot be read is left out: the
// engine decides about messages, this only shows them.
#include <string>
#include <vector>

#include "base/json.hpp"
#include "tls/config.hpp"

namespace handfast::cli {

struct MessageFact {
  std::string_view key;    // in JSON
  std::string_view label;  // in front of the values in the drawing
  std::vector<std::string> values;
  bool list = false;  // in JSON: an array, even of one
  bool drawn = true;  // false: in JSON only, too long to draw
};

struct CertificateFact {
  std::string subject, issuer, key, until;
};

struct MessageFacts {
  std::string name;    // "ClientHello"
  std::string remark;  // beside the name: an algorithm, an alert
  std::vector<MessageFact> facts;
  std::vector<CertificateFact> certificates;  // leaf first
};

MessageFacts facts_of(const tls::MessageEvent& event);

void add_to(JsonObject& out, const MessageFacts& facts);

// "EC P-256", "RSA 2048", ...
std::string key_text(const crypto::PublicKey& key);
CertificateFact certificate_fact(Bytes der);

}  // namespace handfast::cli
