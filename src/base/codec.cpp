#include "base/codec.hpp"

namespace handfast {

namespace {

Errc errc_for(Fault fault) {
  switch (fault) {
    case Fault::truncated: return Errc::message_truncated;
    case Fault::too_short: return Errc::field_too_short;
    case Fault::too_long: return Errc::field_too_long;
    case Fault::bad_value: return Errc::field_bad_value;
    case Fault::trailing: return Errc::trailing_bytes;
    case Fault::none: break;
  }
  return Errc::internal_error;
}

}  // namespace

Error decode_error(const Reader& in, std::string_view field, std::string_view rfc, std::size_t size, Limits limits) {
  Error error{errc_for(in.fault()), field, rfc, {}, {}};
  switch (in.fault()) {
    case Fault::truncated:
      error.expected << "more bytes";
      error.found << "the end, at offset " << in.offset();
      break;
    case Fault::too_short:
      error.expected << "at least " << limits.least << " bytes";
      error.found << size << " bytes at offset " << in.offset();
      break;
    case Fault::too_long:
      error.expected << "at most " << limits.most << " bytes";
      error.found << size << " bytes at offset " << in.offset();
      break;
    case Fault::bad_value:
      error.expected << "a value that the syntax allows";
      error.found << "another one before offset " << in.offset();
      break;
    case Fault::trailing:
      error.expected << "the end of the message";
      error.found << size << " more bytes at offset " << in.offset();
      break;
    case Fault::none: break;
  }
  return error;
}

}  // namespace handfast
