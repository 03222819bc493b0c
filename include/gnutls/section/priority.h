/* Which algorithms a session may use, as a string: docs/priorities.md has its grammar. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_PRIORITY_INIT_DEF_APPEND 1
#define GNUTLS_PRIORITY_LIST_INIT_KEYWORDS 1
#define GNUTLS_PRIORITY_LIST_SPECIAL 2

/** Gives the session the default priorities: the system's, else "NORMAL". Returns 0 or an error. */
int gnutls_set_default_priority(gnutls_session_t session);

/** The same with tokens appended, such as "-VERS-TLS1.2". `err_pos` as in gnutls_priority_init(); `flags` is 0. */
int gnutls_set_default_priority_append(gnutls_session_t session, const char* add_prio, const char** err_pos,
                                       unsigned int flags);

/** Gives the session compiled priorities; null for the default. They are shared: the session keeps a reference. */
int gnutls_priority_set(gnutls_session_t session, gnutls_priority_t priority);

/** Compiles `priorities` for this session alone; null for the default. `err_pos` as in gnutls_priority_init(). */
int gnutls_priority_set_direct(gnutls_session_t session, const char* priorities, const char** err_pos);

/** Compiles a priority string for any number of sessions; null for the default. Unless `err_pos` is null it is set to
 *  the token that is wrong, or to the start. Returns 0, GNUTLS_E_INVALID_REQUEST for a wrong token, or
 *  GNUTLS_E_NO_PRIORITIES_WERE_SET when nothing is left to use. The caller frees it with gnutls_priority_deinit(). */
int gnutls_priority_init(gnutls_priority_t* priority_cache, const char* priorities, const char** err_pos);

/** The same; with GNUTLS_PRIORITY_INIT_DEF_APPEND `priorities` is appended to the default. */
int gnutls_priority_init2(gnutls_priority_t* priority_cache, const char* priorities, const char** err_pos,
                          unsigned int flags);

/** Frees compiled priorities once no session uses them. Null is allowed. */
void gnutls_priority_deinit(gnutls_priority_t priority_cache);

/** Stores the enabled protocol versions, most preferred first, in `list`: an array inside `pcache`. Returns how many. */
int gnutls_priority_protocol_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for ciphers. */
int gnutls_priority_cipher_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for MACs. */
int gnutls_priority_mac_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for key exchanges. */
int gnutls_priority_kx_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for groups. */
int gnutls_priority_group_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for the groups that are elliptic curves. */
int gnutls_priority_ecc_curve_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for signature algorithms. */
int gnutls_priority_sign_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for the client's certificate types. */
int gnutls_priority_certificate_type_list(gnutls_priority_t pcache, const unsigned int** list);

/** The same for the certificate types of one side. */
int gnutls_priority_certificate_type_list2(gnutls_priority_t pcache, const unsigned int** list,
                                           gnutls_ctype_target_t target);

/** The same for compression methods: none but GNUTLS_COMP_NULL. */
int gnutls_priority_compression_list(gnutls_priority_t pcache, const unsigned int** list);

/** Stores in `sidx` the number, for gnutls_cipher_suite_info(), of enabled suite `idx` (from 0). Returns 0,
 *  GNUTLS_E_UNKNOWN_CIPHER_SUITE for a combination without a suite, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE after the
 *  last. */
int gnutls_priority_get_cipher_suite_index(gnutls_priority_t pcache, unsigned int idx, unsigned int* sidx);

/** Returns keyword number `iter` (from 0) of those a priority string may begin with
 *  (GNUTLS_PRIORITY_LIST_INIT_KEYWORDS) or of the special ones (GNUTLS_PRIORITY_LIST_SPECIAL); null after the last. */
const char* gnutls_priority_string_list(unsigned int iter, unsigned int flags);

#ifdef __cplusplus
}
#endif
