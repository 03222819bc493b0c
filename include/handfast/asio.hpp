#pragma once
// TLS over a stream of Asio (standalone, 1.22 or newer): stream<NextLayer> stands where asio::ssl::stream would.
// boost_asio.hpp is the same over Boost.Asio.
//
//     using tcp_socket = asio::use_awaitable_t<>::as_default_on_t<asio::ip::tcp::socket>;
//     handfast::stream<tcp_socket> tls(std::move(socket), config);
//     tls.set_server_name("example.org");
//     co_await tls.async_handshake(handfast::stream_base::client);
//
// What differs from asio::ssl::stream: a Config in the place of a context; the name is set once and is both sent and
// checked; certificates are checked unless the Config says otherwise; failure() explains an error. As there, one read
// and one write may be outstanding at a time, both in one strand, and nothing beside a handshake or a shutdown; many
// small buffers of one write share a record.
//
// Errors: asio::error::eof after the other side's close_notify; Asio's own from the next layer; an ErrorKind otherwise.
#include <asio/async_result.hpp>
#include <asio/basic_waitable_timer.hpp>
#include <asio/buffer.hpp>
#include <asio/compose.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/wait_traits.hpp>
#include <asio/write.hpp>

#include "handfast/stream.hpp"

namespace handfast {

namespace detail {

struct StandaloneAsio {
  using error_code = std::error_code;
  using system_error = std::system_error;
  static error_code code_of(ErrorKind kind) { return kind; }
  HANDFAST_ASIO_NAMES(::asio)
};

}  // namespace detail

template <class NextLayer>
using stream = basic_stream<NextLayer, detail::StandaloneAsio>;

}  // namespace handfast
