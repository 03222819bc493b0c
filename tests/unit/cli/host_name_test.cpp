#include "cli/host_name.hpp"

#include <gtest/gtest.h>

#include "cli/identity.hpp"

namespace handfast::cli {
namespace {

std::string converted(std::string_view text) { return host_name(text).value_or("refused"); }
std::string in_certificate(std::string_view text) { return certificate_host_name(text).value_or("refused"); }

TEST(HostName, InternationalNamesBecomeALabels) {
  EXPECT_EQ(converted("bücher.example"), "xn--bcher-kva.example");
  EXPECT_EQ(converted("BÜCHER.example"), "xn--bcher-kva.example");
  EXPECT_EQ(converted("faß.example"), "xn--fa-hia.example");  // nontransitional (UTS #46, 4)
  EXPECT_EQ(converted("例え.テスト"), "xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(in_certificate("*.bücher.example"), "*.xn--bcher-kva.example");
}

TEST(HostName, OthersStayAsTheyAre) {
  for (const char* name : {"localhost", "www.example.org", "_service.example", "192.0.2.1", "2001:db8::1",
                           "xn--bcher-kva.example", "Example.ORG"})
    EXPECT_EQ(converted(name), name);
  EXPECT_EQ(in_certificate("*.example.org"), "*.example.org");
}

TEST(HostName, WhatIsNoneIsRefused) {
  for (const std::string& name :
       {std::string(), std::string("a b"), std::string("a..b"), std::string(".a"), std::string("https://a"),
        std::string("me@a"), std::string("*.example.org"), std::string("192.0.2.256"), std::string(64, 'a') + ".b",
        std::string("b\xc3"), std::string("a\0b", 3), std::string("-ü-.x"), std::string("a,b")})
    EXPECT_EQ(converted(name), "refused") << name;
  for (const char* name : {"*", "*.", "*.org", "a*.example.org", "*.*.example.org", "*.192.0.2.1", "www.*.org"})
    EXPECT_EQ(in_certificate(name), "refused") << name;
}

TEST(HostName, CertificatesKeepToTheRulesForHosts) {
  EXPECT_EQ(in_certificate("host."), "host");
  EXPECT_EQ(in_certificate("*.example.org."), "*.example.org");
  EXPECT_EQ(in_certificate("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(in_certificate("xn--bcher-kva.example"), "xn--bcher-kva.example");
  EXPECT_EQ(in_certificate("XN--BCHER-KVA.example"), "XN--BCHER-KVA.example");
  EXPECT_EQ(in_certificate("r3---sn.example"), "r3---sn.example");
  for (const char* name : {"-a.example", "a-.example", "a.-b.example", "*.-a.example", "xn--", "xn--zzzzzz",
                           "xn--zzzzzz.example", "xn--abc-.example"})
    EXPECT_EQ(in_certificate(name), "refused") << name;
  EXPECT_EQ(converted("-a.example"), "-a.example");  // to connect to: DNS may have it
}

TEST(HostName, RefusalsSayWhy) {
  EXPECT_EQ(host_name("").error(), "it is empty");
  EXPECT_EQ(host_name("https://a").error(), "it is a URL; the host name in it is meant");
  EXPECT_NE(host_name("b\xc3").error(), "");
}

TEST(CommonName, IsReadable) {
  EXPECT_EQ(trouble_with_common_name("Müller & Söhne"), "");
  EXPECT_EQ(trouble_with_common_name(std::string(64, 'x')), "");
  EXPECT_EQ(trouble_with_common_name(""), "it is empty");
  EXPECT_EQ(trouble_with_common_name(" "), "it has nothing but blanks");
  EXPECT_EQ(trouble_with_common_name("a\nb"), "it has a control character");
  EXPECT_EQ(trouble_with_common_name("a\xff"), "it is not UTF-8");
  EXPECT_EQ(trouble_with_common_name(std::string(65, 'x')), "it has more than 64 characters");
}

TEST(Fingerprint, ReadsWhatItWrites) {
  const std::string text = fingerprint_text(as_bytes("abc"));  // FIPS 180-2, B.1
  EXPECT_TRUE(text.starts_with("ba:78:16:bf:")) << text;
  EXPECT_EQ(parse_fingerprint(text), text);
  std::string shouted(text);
  std::erase(shouted, ':');
  std::ranges::transform(shouted, shouted.begin(),
                         [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
  EXPECT_EQ(parse_fingerprint(shouted), text);
  for (const std::string& other :
       {std::string(), text.substr(2), text + ":00", std::string(64, 'g'), std::string(64, ' ')})
    EXPECT_EQ(parse_fingerprint(other), std::nullopt) << other;
}

}  // namespace
}  // namespace handfast::cli
