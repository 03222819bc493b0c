#include "cli/socket.hpp"

#include <gtest/gtest.h>
#include <netdb.h>

#include "cli/exit_status.hpp"

namespace handfast::cli {
namespace {

std::string endpoint(std::string_view text) {
  const auto parsed = parse_endpoint(text, "443");
  return parsed ? parsed->host + "|" + parsed->port : "none";
}

TEST(Endpoint, FormsThatPeopleType) {
  EXPECT_EQ(endpoint("localhost"), "localhost|443");
  EXPECT_EQ(endpoint("localhost:4433"), "localhost|4433");
  if (::getservbyname("https", "tcp") != nullptr) {  // a small system knows no services
    EXPECT_EQ(endpoint("localhost:https"), "localhost|https");
  }
  EXPECT_EQ(endpoint("[::1]:4433"), "::1|4433");
  EXPECT_EQ(endpoint("[::1]"), "::1|443");
  EXPECT_EQ(endpoint("2001:db8::1"), "2001:db8::1|443");
  EXPECT_EQ(endpoint("[fe80::1%eth0]:1"), "fe80::1%eth0|1");
  EXPECT_EQ(endpoint("localhost:65535"), "localhost|65535");
}

TEST(Endpoint, RefusesTheRest) {
  for (const char* text : {"",
                           ":443",
                           "localhost:",
                           "[::1",
                           "[::1]x",
                           "https://localhost",
                           "a b",
                           "localhost:4 4",
                           "localhost:0",
                           "localhost:65536",
                           "localhost:99999",
                           "localhost:99999999999999999999",
                           "localhost:-1",
                           "localhost:-",
                           "localhost:4433:4433",
                           "[localhost]:1",
                           "[]:1",
                           "me@localhost",
                           "localhost:1e3",
                           "localhost:0x3000",
                           "localhost:no-such-service"})
    EXPECT_EQ(endpoint(text), "none") << text;
}

TEST(Endpoint, WhereToListen) {
  EXPECT_EQ(parse_listen_address("4433")->text(), "localhost:4433");
  EXPECT_EQ(parse_listen_address("*:4433")->text(), "*:4433");
  EXPECT_EQ(parse_listen_address("[::1]:0")->text(), "[::1]:0");
  EXPECT_EQ(parse_listen_address("65535")->text(), "localhost:65535");
  for (const char* text : {"host:", "99999", "host:65536", "*:99999", "-1", "4433.5", "::1", "no-such-service", "1e3"})
    EXPECT_FALSE(parse_listen_address(text)) << text;
  EXPECT_FALSE(parse_listen_address(""));
}

TEST(Sockets, AFreePortIsToldAndCanBeReached) {
  const auto listener = listen_tcp({"localhost", "0"});
  ASSERT_TRUE(listener) << listener.error();
  EXPECT_NE(listener->port, "0");
  const auto connection = connect_tcp({"localhost", listener->port}, Deadline::after(std::chrono::seconds(5)));
  ASSERT_TRUE(connection);
  const auto taken = listen_tcp({"localhost", listener->port});
  EXPECT_FALSE(taken);
}

TEST(ExitStatus, SaysWhatFailed) {
  tls::Failure failure;
  const auto status = [&](Errc code, bool established) {
    failure.error.code = code;
    return exit_status_of(failure, established);
  };
  EXPECT_EQ(status(Errc::certificate_expired, false), ExitStatus::certificate_refused);
  EXPECT_EQ(status(Errc::not_tls, false), ExitStatus::not_tls);
  EXPECT_EQ(status(Errc::no_common_group, false), ExitStatus::handshake_failed);
  EXPECT_EQ(status(Errc::closed_early, false), ExitStatus::handshake_failed);
  EXPECT_EQ(status(Errc::closed_early, true), ExitStatus::broken);
  EXPECT_EQ(status(Errc::timed_out, false), ExitStatus::timed_out);
  EXPECT_EQ(status(Errc::timed_out, true), ExitStatus::timed_out);
  failure.alert_received = Alert::certificate_required;
  EXPECT_EQ(status(Errc::alert_received, true), ExitStatus::handshake_failed);
  failure.alert_received = Alert::internal_error;
  EXPECT_EQ(status(Errc::alert_received, true), ExitStatus::broken);
  failure.certificate_subject = "CN=small";
  EXPECT_EQ(status(Errc::key_too_small, false), ExitStatus::certificate_refused);
}

}  // namespace
}  // namespace handfast::cli
