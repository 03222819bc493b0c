// x509-limbo and BetterTLS on the whole verifier. tests/vectors/pki/deviations.tsv lists every case with another
// outcome than theirs, and why; the lists must agree exactly in both directions.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "pki/pem.hpp"
#include "pki/verify.hpp"

namespace handfast::pki {
namespace {

const std::string kFolder = HANDFAST_TESTS_DIR "/vectors/pki/";

std::map<std::string, std::string> deviations(const std::string& suite) {  // id -> reason
  std::map<std::string, std::string> out;
  std::ifstream in(kFolder + "deviations.tsv");
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    std::string of, id, reason;
    std::getline(fields, of, '\t'), std::getline(fields, id, '\t'), std::getline(fields, reason);
    if (of == suite) out[id] = reason;
  }
  return out;
}

std::vector<ByteVector> decode_all(const nlohmann::json& texts) {
  std::vector<ByteVector> out;
  for (const std::string text : texts) {
    const Result<ByteVector> der = decode_pem({"CERTIFICATE", text});
    EXPECT_TRUE(der);
    out.push_back(der ? *der : ByteVector{});
  }
  return out;
}

struct Outcome {
  bool accepted = false;
  std::string reason;
};

Outcome run(const nlohmann::json& test, const std::vector<ByteVector>& certificates) {
  TrustStore store;
  for (const std::size_t index : test["trusted"]) {
    if (const auto added = store.add_der(certificates[index]); !added) return {false, "unusable trust anchor"};
  }
  std::vector<Bytes> chain;
  for (const std::size_t index : test["chain"]) chain.push_back(certificates[index]);
  VerifyOptions options{.now = test["time"], .purpose = test["purpose"] == "server" ? kServerPurpose : kClientPurpose};
  for (const std::string usage : test["extended_key_usage"])
    options.purpose = usage == "serverAuth" ? kServerPurpose : kClientPurpose;
  if (const std::string name = test["name"]; !name.empty()) {
    const Result<ReferenceName> reference = ReferenceName::parse(name);
    if (!reference) return {false, "unusable reference name"};
    options.name = *reference;
  }
  const Verdict verdict = verify_chain(store, chain, options);
  if (verdict.ok()) return {true, "accepted"};
  const Error& error = *verdict.error;
  std::string reason(name_of(error.code));
  for (const std::string_view part : {error.field, error.expected.view(), error.found.view()})
    reason.append("; ").append(part);
  return {false, reason};
}

void run_suite(const std::string& suite, std::size_t least_cases) {
  const nlohmann::json file = nlohmann::json::parse(std::ifstream(kFolder + suite + ".json"));
  const std::vector<ByteVector> certificates = decode_all(file["certificates"]);
  std::map<std::string, std::string> expected_deviations = deviations(suite);
  std::size_t count = 0, agreeing = 0;
  for (const nlohmann::json& test : file["cases"]) {
    const std::string id = test["id"];
    const bool accept = test["accept"];
    const Outcome outcome = run(test, certificates);
    ++count;
    if (outcome.accepted == accept) ++agreeing;
    const bool deviates = expected_deviations.erase(id) > 0;
    EXPECT_EQ(outcome.accepted != accept, deviates) << suite << '\t' << id << '\t' << outcome.reason;
  }
  EXPECT_TRUE(expected_deviations.empty()) << "no such case: " << expected_deviations.begin()->first;
  EXPECT_GE(count, least_cases);
  std::cout << suite << ": " << agreeing << " of " << count << " cases agree\n";
}

TEST(Vectors, Limbo) { run_suite("limbo", 192); }
TEST(Vectors, BetterTlsPathBuilding) { run_suite("bettertls", 81); }

}  // namespace
}  // namespace handfast::pki
