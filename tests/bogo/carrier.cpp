#include "bogo/carrier.hpp"

#include <algorithm>
#include <cerrno>

namespace handfast::bogo {

void RecordCarrier::flush(tls::Connection& connection, std::size_t at_most) {
  while (at_most > 0 && !connection.output().empty()) {
    const Bytes output = connection.output();
    const long size = transport_.send(output.first(std::min(output.size(), at_most)));
    // The peer may have said why before it closed: that is in the input.
    const std::size_t taken = size < 0 ? output.size() : static_cast<std::size_t>(size);
    connection.output_taken(taken);
    at_most -= std::min(at_most, taken);
  }
}

Result<void> RecordCarrier::receive(tls::Connection& connection) {
  const MutableBytes space = connection.input_space(connection.bytes_wanted());
  const long size = transport_.receive(space);
  if (size > 0) connection.input_added(static_cast<std::size_t>(size));
  if (size == 0) connection.input_ended();
  if (size < 0) connection.transport_failed(Errc::read_failed, errno);
  return {};
}

}  // namespace handfast::bogo
