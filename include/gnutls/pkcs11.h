/* Tokens (PKCS #11). There are none here; the function that programs set for their PINs is kept. Manual: Credentials. */
#pragma once

#include <gnutls/gnutls.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Sets the function that is asked for the PIN of a token. No token is ever opened: the function is kept for
 *  gnutls_pkcs11_get_pin_function(), and never called.
 *  @param fn the function; null: none
 *  @param userdata what it gets; must live as long as it is set
 *  @since 2.12.0 @see gnutls_certificate_set_pin_function() */
void gnutls_pkcs11_set_pin_function(gnutls_pin_callback_t fn, void* userdata);

/** Tells which function gnutls_pkcs11_set_pin_function() set last.
 *  @param userdata gets what the function gets, null for none; may be null
 *  @returns the function, null for none
 *  @since 3.1.0 @see gnutls_pkcs11_set_pin_function() */
gnutls_pin_callback_t gnutls_pkcs11_get_pin_function(void** userdata);

#ifdef __cplusplus
}
#endif
