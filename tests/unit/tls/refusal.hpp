#pragma once
// What must be true of every refused connection, whatever was wrong.
#include <gtest/gtest.h>

#include "unit/tls/endpoints.hpp"
#include "unit/tls/forge.hpp"

namespace handfast::test {

struct Refusal {
  Errc error{};
  std::string_view field{};
  std::string_view step{};       // empty: any that says something
  std::optional<Alert> alert{};  // where TLS 1.2 has another one for the error
};

inline void expect_refused(tls::Connection& connection, const Refusal& wanted) {
  const tls::Failure* failure = connection.failure();
  ASSERT_NE(failure, nullptr) << "nothing was refused";
  EXPECT_EQ(name_of(failure->error.code), name_of(wanted.error)) << why(connection);
  EXPECT_EQ(failure->error.field, wanted.field) << why(connection);
  if (wanted.step.empty())
    EXPECT_FALSE(failure->step.empty());
  else
    EXPECT_EQ(failure->step, wanted.step);
  EXPECT_EQ(failure->alert_sent, wanted.alert ? wanted.alert : alert_for(wanted.error));
  EXPECT_EQ(failure->is_client, connection.role() == tls::Role::client);
  EXPECT_FALSE(failure->alert_held);

  // A failure is final, and the first one stays.
  std::array<std::uint8_t, 4> buffer{};
  const tls::Step again = connection.handshake();
  EXPECT_EQ(again.kind, tls::Step::Kind::failed);
  EXPECT_EQ(again.error, wanted.error);
  while (connection.readable() > 0) EXPECT_EQ(connection.read(buffer).kind, tls::Read::Kind::data);
  const tls::Read read = connection.read(buffer);
  EXPECT_EQ(read.kind, tls::Read::Kind::failed);
  EXPECT_EQ(read.error, wanted.error);
  const auto written = connection.write(as_bytes("x"));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::session_finished);
  EXPECT_EQ(connection.failure(), failure);
}

// The alert is the last record of the output: in the clear as long as the connection has no keys to send with.
inline void expect_alert(tls::Connection& connection, Errc error) {
  const ByteVector output = taken_output(connection);
  const auto alert = alert_for(error);
  ASSERT_TRUE(alert);
  ASSERT_FALSE(output.empty());
  const ByteVector last = split_records(output).back();
  if (last.front() == static_cast<std::uint8_t>(ContentType::application_data)) {
    constexpr std::size_t kSealedAlert = 5 + 2 + 1 + 16;  // header, alert, inner content type, tag
    EXPECT_EQ(last.size(), kSealedAlert);
  } else {
    EXPECT_EQ(last, plain_alert(AlertLevel::fatal, *alert));
  }
}

}  // namespace handfast::test
