#pragma once
// TLS over a stream of Boost.Asio (Boost 1.74 or newer): boost_asio::stream<NextLayer> stands where
// boost::asio::ssl::stream would. All that asio.hpp says is true of it, too. One source file includes one of
// the two: Asio and Boost.Asio do not stand beside each other in every release.
//
//     using tcp_socket = boost::asio::use_awaitable_t<>::as_default_on_t<boost::asio::ip::tcp::socket>;
//     handfast::boost_asio::stream<tcp_socket> tls(std::move(socket), config);
//
// Errors are boost::system::error_code: boost::asio::error::eof after the other side's close_notify, Boost's own from the
// next layer, otherwise one that compares equal to an ErrorKind.
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/wait_traits.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include "handfast/stream.hpp"

namespace handfast {

namespace boost_asio {

// error_category() in Boost's terms. Boost's base has no virtual destructor: nothing is ever destroyed through it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
inline const boost::system::error_category& error_category() noexcept {
  class Category final : public boost::system::error_category {
    const char* name() const noexcept override { return handfast::error_category().name(); }
    std::string message(int kind) const override { return handfast::error_category().message(kind); }
  };
  static const Category category;
  return category;
}
#pragma GCC diagnostic pop

struct Names {
  using error_code = boost::system::error_code;
  using system_error = boost::system::system_error;
  static error_code code_of(ErrorKind kind) { return {static_cast<int>(kind), error_category()}; }
  HANDFAST_ASIO_NAMES(::boost::asio)
};

template <class NextLayer>
using stream = basic_stream<NextLayer, Names>;

}  // namespace boost_asio

inline boost::system::error_condition make_error_condition(ErrorKind kind) noexcept {
  return {static_cast<int>(kind), boost_asio::error_category()};
}

// Newer releases of Boost (1.83) would take ErrorKind for one of the standard library's error codes, which it is, too, and
// whose category is another.
inline bool operator==(const boost::system::error_code& error, ErrorKind kind) noexcept {
  return error.category() == boost_asio::error_category() && error.value() == static_cast<int>(kind);
}

}  // namespace handfast

template <>
struct boost::system::is_error_condition_enum<handfast::ErrorKind> {
  static constexpr bool value = true;
};
