// Records of something else before a handshake message, and between its fragments. RFC 8446, 5.1: "if a handshake message is
// split over two or more records, there MUST NOT be any other records between them". RFC 5246, 6.2.1, lets content types
// be interleaved; in TLS 1.2 warnings alone are.
#include "unit/tls/tampering.hpp"

namespace handfast::test {
namespace {

using namespace tls;

struct Intruder {
  const char* name;
  Piece record;
  std::optional<Refusal> before, within;  // none: it is let pass

  friend void PrintTo(const Intruder& intruder, std::ostream* out) { *out << intruder.name; }
};
std::string name_of_intruder(const testing::TestParamInfo<Intruder>& param) { return param.param.name; }

constexpr std::uint8_t code(Alert alert) { return static_cast<std::uint8_t>(alert); }
const Piece kData{ContentType::application_data, {1}};
const Piece kNothing{ContentType::handshake, {}};
const Piece kChange{ContentType::change_cipher_spec, {1}};
const Piece kOddChange{ContentType::change_cipher_spec, {2}};
const Piece kFatal{ContentType::alert, {2, code(Alert::handshake_failure)}};
const Piece kWarning{ContentType::alert, {1, code(Alert::unrecognized_name)}};
const Piece kCanceled{ContentType::alert, {1, code(Alert::user_canceled)}};
const Piece kClose{ContentType::alert, {1, code(Alert::close_notify)}};
const Piece kHalfAlert{ContentType::alert, {2}};
Piece in_the_clear(Piece piece) {
  piece.in_the_clear = true;
  return piece;
}

constexpr Refusal kUnexpected{Errc::unexpected_record, "record.type"};
constexpr Refusal kBadChange{Errc::bad_change_cipher_spec, "change_cipher_spec"};
constexpr Refusal kEmpty{Errc::empty_record, "record"};
constexpr Refusal kAlert{Errc::alert_received, "alert.description"};
constexpr Refusal kBadAlert{Errc::bad_alert, "alert"};
constexpr Refusal kClosed{Errc::closed_in_handshake, "alert"};
constexpr Refusal kUnknownType{Errc::unknown_record_type, "record.type"};

// `flight` with the intruder `offset` bytes into its message `index`.
Pieces with_intruder(const Messages& flight, const Piece& intruder, std::size_t index, std::size_t offset) {
  const auto before = flight.begin() + static_cast<std::ptrdiff_t>(index);
  ByteVector first = joined({flight.begin(), before}), second = joined({before, flight.end()});
  append(first, Bytes(second).first(offset));
  second.erase(second.begin(), second.begin() + static_cast<std::ptrdiff_t>(offset));
  Pieces out = in_records({first});
  out.push_back(intruder);
  for (Piece& piece : in_records({second})) out.push_back(std::move(piece));
  return out;
}

// Bytes into a message: before it, in its header, behind that, in its body, before its last byte.
std::vector<std::size_t> places_in(const ByteVector& message) {
  std::vector<std::size_t> out{0, 1, 3};
  for (const std::size_t place : {kMessageHeader, message.size() / 2 + 1, message.size() - 1})
    if (place > out.back() && place < message.size()) out.push_back(place);
  return out;
}

// At all those places of each message of a flight.
template <class Flights>
class Everywhere {
 public:
  using Tamper = void (Flights::*)(const Edit&);
  Everywhere(const Intruder& intruder, Tamper tamper, Connection Endpoints::* refusing)
      : intruder_(intruder), tamper_(tamper), refusing_(refusing) {}

  void go() {
    for (std::size_t index = 0; index < messages_; ++index)
      for (std::size_t place = 0; place < places_; ++place) try_it(index, place);
    EXPECT_GT(messages_, 1U);
  }

 private:
  void try_it(std::size_t index, std::size_t place) {
    SCOPED_TRACE(testing::Message() << "message " << index << ", place " << place);
    Flights flights(mutual_client(), mutual_server());
    (flights.*tamper_)([&](const Messages& flight) {
      messages_ = flight.size();
      places_ = places_in(flight[index]).size();
      return with_intruder(flight, intruder_.record, index, places_in(flight[index])[place]);
    });
    const std::optional<Refusal>& refusal = place == 0 ? intruder_.before : intruder_.within;
    if (!refusal) {
      EXPECT_TRUE(flights.ends.link.handshake().ok()) << why(flights.ends.client) << why(flights.ends.server);
      return;
    }
    expect_refused(flights.ends.*refusing_, *refusal);
    if (alert_for(refusal->error)) expect_alert(flights.ends.*refusing_, refusal->error);
  }

  const Intruder& intruder_;
  Tamper tamper_;
  Connection Endpoints::* refusing_;
  std::size_t messages_ = 1, places_ = 1;
};

// ------------------------------------------------------------------------------ TLS 1.3, the protected flights ----

const Intruder kIntruders13[] = {
    {"data", kData, kUnexpected, kUnexpected},
    {"nothing", kNothing, kEmpty, kEmpty},
    {"padding_alone", {ContentType::invalid, {0, 0}}, kUnexpected, kUnexpected},
    {"an_unknown_type", {ContentType{99}, {1}}, kUnknownType, kUnexpected},
    {"change_cipher_spec", in_the_clear(kChange), {}, kUnexpected},  // RFC 8446, 5: "MUST simply drop it"
    {"change_cipher_spec_of_2", in_the_clear(kOddChange), kBadChange, kUnexpected},
    {"a_protected_change_cipher_spec", kChange, kBadChange, kUnexpected},
    {"a_fatal_alert", kFatal, kAlert, kAlert},
    {"another_warning", kWarning, kAlert, kAlert},  // which is none: RFC 8446, 6
    {"user_canceled", kCanceled, {}, kUnexpected},
    {"close_notify", kClose, kClosed, kClosed},
    {"half_an_alert", kHalfAlert, kBadAlert, kBadAlert},
    {"two_alerts", {ContentType::alert, {1, 90, 1, 90}}, kBadAlert, kBadAlert},
};

class Interleaved13 : public testing::TestWithParam<Intruder> {};
INSTANTIATE_TEST_SUITE_P(Each, Interleaved13, testing::ValuesIn(kIntruders13), name_of_intruder);

TEST_P(Interleaved13, FlightOfTheServer) {
  Everywhere<Tampering>(GetParam(), &Tampering::tamper_with_server, &Endpoints::client).go();
}
TEST_P(Interleaved13, FlightOfTheClient) {
  Everywhere<Tampering>(GetParam(), &Tampering::tamper_with_client, &Endpoints::server).go();
}

// ----------------------------------------------------------------------------------------------------- TLS 1.2 ----

const Intruder kIntruders12[] = {
    {"data", kData, kUnexpected, kUnexpected},
    {"nothing", kNothing, kEmpty, kEmpty},
    {"change_cipher_spec", kChange, kBadChange, kUnexpected},
    {"change_cipher_spec_of_2", kOddChange, kBadChange, kUnexpected},
    {"a_fatal_alert", kFatal, kAlert, kAlert},
    {"a_warning", kWarning, {}, {}},
    {"close_notify", kClose, kClosed, kClosed},
    {"half_an_alert", kHalfAlert, kBadAlert, kBadAlert},
};

class Interleaved12 : public testing::TestWithParam<Intruder> {};
INSTANTIATE_TEST_SUITE_P(Each, Interleaved12, testing::ValuesIn(kIntruders12), name_of_intruder);

TEST_P(Interleaved12, FlightOfTheServer) {
  Everywhere<Tampering12>(GetParam(), &Tampering12::tamper_with_server, &Endpoints::client).go();
}
TEST_P(Interleaved12, FlightOfTheClient) {
  Everywhere<Tampering12>(GetParam(), &Tampering12::tamper_with_client, &Endpoints::server).go();
}

// ----------------------------------------------------------------------- hellos, of which no version is known yet ----

const Intruder kInHellos[] = {
    // within alone; what comes before them is in bad_record_test.cpp
    {"data", kData, kUnexpected, kUnexpected},
    {"nothing", kNothing, kEmpty, kEmpty},
    {"an_unknown_type", {ContentType{99}, {1}}, {}, kUnknownType},
    {"change_cipher_spec", kChange, {}, kUnexpected},
    {"a_fatal_alert", kFatal, kAlert, kAlert},
    {"a_warning", kWarning, {}, {}},
    {"close_notify", kClose, kClosed, kClosed},
    {"half_an_alert", kHalfAlert, kBadAlert, kBadAlert},
};

class InterleavedHello : public testing::TestWithParam<Intruder> {};
INSTANTIATE_TEST_SUITE_P(Each, InterleavedHello, testing::ValuesIn(kInHellos), name_of_intruder);

// The first message of `flight` with the intruder in it; what is behind its record goes as it is.
void deliver(const ByteVector& flight, Connection& to, const Piece& intruder, std::size_t offset) {
  const auto records = split_records(flight);
  const Messages hello = split_messages(content_of_first_record(records[0]));
  for (const Piece& piece : with_intruder(hello, intruder, 0, offset))
    ASSERT_TRUE(to.feed(plain_record(piece.type, piece.content)));
  for (std::size_t i = 1; i < records.size(); ++i) ASSERT_TRUE(to.feed(records[i]));
  (void)to.handshake();
}

void expect(Endpoints& ends, Connection& receiving, const std::optional<Refusal>& refusal) {
  if (refusal)
    expect_refused(receiving, *refusal);
  else
    EXPECT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
}

constexpr std::size_t kPlaces[] = {1, 3, 4, 5, 40};

TEST_P(InterleavedHello, OfTheClient) {
  for (const std::size_t offset : kPlaces) {
    SCOPED_TRACE(offset);
    Endpoints ends(ordinary_client(), ordinary_server());
    (void)ends.client.handshake();
    deliver(taken_output(ends.client), ends.server, GetParam().record, offset);
    expect(ends, ends.server, GetParam().within);
  }
}

TEST_P(InterleavedHello, OfTheServer) {
  for (const std::size_t offset : kPlaces) {
    SCOPED_TRACE(offset);
    Endpoints ends(ordinary_client(), ordinary_server());
    (void)ends.client.handshake();
    ASSERT_TRUE(ends.server.feed(taken_output(ends.client)));
    (void)ends.server.handshake();
    deliver(taken_output(ends.server), ends.client, GetParam().record, offset);
    expect(ends, ends.client, GetParam().within);
  }
}

// ---------------------------------------------------------------------------------- change_cipher_spec in TLS 1.3 ----

// RFC 8446, 5: "at any time after the first ClientHello message has been sent or received and before the peer's Finished
// message has been received". Before each record of a handshake with HelloRetryRequest and client certificate, in
// either direction.
TEST(ChangeCipherSpec13, IsDroppedBetweenClientHelloAndFinished) {
  const ByteVector change = plain_record(ContentType::change_cipher_spec, ByteVector{1});
  unsigned places = 0;
  for (std::size_t place = 0;; ++place) {
    Options server_side = mutual_server();
    server_side.cookie_always = true;
    Endpoints ends(mutual_client(), std::move(server_side));
    std::size_t seen = 0;
    const auto pass = [&](Connection& from, Connection& to) {
      (void)from.handshake();
      for (const ByteVector& record : split_records(taken_output(from))) {
        if (seen++ == place) {
          ASSERT_TRUE(to.feed(change));
        }
        (void)to.handshake();
        ASSERT_TRUE(to.feed(record));
        (void)to.handshake();
      }
    };
    for (int flight = 0; flight < 4; ++flight) {
      pass(ends.client, ends.server);
      pass(ends.server, ends.client);
    }
    if (seen <= place) break;
    ++places;
    if (place == 0) {
      expect_refused(ends.server, {Errc::bad_change_cipher_spec, "change_cipher_spec", "await client_hello"});
    } else {
      EXPECT_TRUE(ends.client.established() && ends.server.established())
          << place << why(ends.client) << why(ends.server);
    }
  }
  EXPECT_GE(places, 8U);
}

TEST(ChangeCipherSpec13, IsRefusedAfterFinished) {
  for (Connection Endpoints::* side : {&Endpoints::client, &Endpoints::server}) {
    Endpoints ends(ordinary_client(), ordinary_server());
    ASSERT_TRUE(ends.link.handshake().ok());
    ASSERT_TRUE((ends.*side).feed(plain_record(ContentType::change_cipher_spec, ByteVector{1})));
    std::array<std::uint8_t, 4> buffer{};
    EXPECT_EQ((ends.*side).read(buffer).error, Errc::bad_change_cipher_spec);
    expect_refused(ends.*side, kBadChange);
  }
}

// ------------------------------------------------------------------------------------------------ ways to cut ----

// A ClientHello and a ServerHello in single bytes, in either version.
TEST(CutHello, InSingleBytesIsRight) {
  for (const ProtocolVersion version : {ProtocolVersion::tls13, ProtocolVersion::tls12}) {
    Policy policy;
    policy.versions = {version};
    Options client_side = ordinary_client();
    client_side.policy = std::make_shared<const Policy>(policy);
    Endpoints ends(std::move(client_side), ordinary_server());
    const auto pass = [](Connection& from, Connection& to) {
      (void)from.handshake();
      const auto records = split_records(taken_output(from));
      for (const std::uint8_t byte : content_of_first_record(records[0]))
        ASSERT_TRUE(to.feed(plain_record(ContentType::handshake, ByteVector{byte})));
      for (std::size_t i = 1; i < records.size(); ++i) ASSERT_TRUE(to.feed(records[i]));
      (void)to.handshake();
    };
    pass(ends.client, ends.server);
    pass(ends.server, ends.client);
    EXPECT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
  }
}

}  // namespace
}  // namespace handfast::test
