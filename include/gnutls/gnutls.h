/* The C interface of Handfast: the interface of GnuTLS, binary compatible with libgnutls.so.30.

   Everywhere: a function that returns int returns 0 or a positive number on success and a negative GNUTLS_E_ number on
   error. Strings end with NUL. A null handle, or a call in a state that does not allow it, gives
   GNUTLS_E_INVALID_REQUEST where nothing else is said; only the functions of section/transport.h take no null session.
   A session is used by one thread at a time, but one thread may send while another receives; credentials and
   priorities are shared by any number of threads once they are set up. */
#pragma once

/* The release of GnuTLS whose interface this is. */
#define GNUTLS_VERSION "3.7.9"
#define GNUTLS_VERSION_MAJOR 3
#define GNUTLS_VERSION_MINOR 7
#define GNUTLS_VERSION_PATCH 9
#define GNUTLS_VERSION_NUMBER 0x030709

#include <gnutls/section/alert.h>
#include <gnutls/section/algorithms.h>
#include <gnutls/section/application_extension.h>
#include <gnutls/section/certificate.h>
#include <gnutls/section/errors.h>
#include <gnutls/section/extension.h>
#include <gnutls/section/fips140.h>
#include <gnutls/section/global.h>
#include <gnutls/section/handshake.h>
#include <gnutls/section/names.h>
#include <gnutls/section/priority.h>
#include <gnutls/section/quic.h>
#include <gnutls/section/record.h>
#include <gnutls/section/resumption.h>
#include <gnutls/section/session.h>
#include <gnutls/section/status_request.h>
#include <gnutls/section/supplemental.h>
#include <gnutls/section/transport.h>
#include <gnutls/section/types.h>
#include <gnutls/section/utilities.h>

/* Last: it renames what is above. */
#include <gnutls/compat.h>
