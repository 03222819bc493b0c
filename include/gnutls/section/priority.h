/* Which algorithms a session may use, as a string: docs/priorities.md has its grammar. Manual: Priority strings. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_PRIORITY_INIT_DEF_APPEND 1
#define GNUTLS_PRIORITY_LIST_INIT_KEYWORDS 1
#define GNUTLS_PRIORITY_LIST_SPECIAL 2

/** Gives a session the default priorities. They are what the system's policy file says, otherwise "NORMAL".
 *  @param session a session
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session, or a policy file with a default that makes no sense;
 *  GNUTLS_E_NO_PRIORITIES_WERE_SET: the policy leaves nothing to use; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.1.4 @see gnutls_set_default_priority_append() */
int gnutls_set_default_priority(gnutls_session_t session);

/** Gives a session the default priorities with changes. The best choice for a program that only wants to leave
 *  something out: what the administrator decided stays.
 *  @param session a session
 *  @param add_prio tokens, such as "-VERS-TLS1.2"; null for none
 *  @param err_pos gets where `add_prio` goes wrong, as in gnutls_priority_init(); may be null
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors those of gnutls_priority_init()
 *  @since 3.6.3 @see gnutls_set_default_priority() */
int gnutls_set_default_priority_append(gnutls_session_t session, const char* add_prio, const char** err_pos,
                                       unsigned int flags);

/** Gives a session compiled priorities. They are shared: the session keeps what it needs, and the handle may be freed.
 *  @param session a session
 *  @param priority of gnutls_priority_init(); null for the default
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session; those of gnutls_set_default_priority(): for a null handle
 *  @since 2.1.7 @see gnutls_priority_init() */
int gnutls_priority_set(gnutls_session_t session, gnutls_priority_t priority);

/** Gives a session the priorities of a string. It is compiled for this session alone: servers use
 *  gnutls_priority_init().
 *  @param session a session
 *  @param priorities the string; null for the default
 *  @param err_pos gets where it goes wrong, as in gnutls_priority_init(); may be null
 *  @returns 0, or an error
 *  @errors those of gnutls_priority_init()
 *  @since 2.1.7 @see gnutls_priority_set() */
int gnutls_priority_set_direct(gnutls_session_t session, const char* priorities, const char** err_pos);

/** Compiles a priority string for any number of sessions. The caller frees it with gnutls_priority_deinit().
 *  @param priority_cache gets the compiled priorities
 *  @param priorities the string; null for the default
 *  @param err_pos gets the token that is wrong, or the start of the string; null for a null string; may itself be null
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or a wrong token; GNUTLS_E_NO_PRIORITIES_WERE_SET: nothing is
 *  left to use; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.1.7 @see gnutls_priority_set() */
int gnutls_priority_init(gnutls_priority_t* priority_cache, const char* priorities, const char** err_pos);

/** Compiles a priority string, or changes of the default.
 *  @param priority_cache gets the compiled priorities
 *  @param priorities the string, not null with a flag
 *  @param err_pos as in gnutls_priority_init()
 *  @param flags GNUTLS_PRIORITY_INIT_DEF_APPEND when the string is to be appended to the default, otherwise 0
 *  @returns 0, or an error
 *  @errors those of gnutls_priority_init()
 *  @since 3.6.3 @see gnutls_set_default_priority_append() */
int gnutls_priority_init2(gnutls_priority_t* priority_cache, const char* priorities, const char** err_pos,
                          unsigned int flags);

/** Frees compiled priorities. Sessions that were given them keep what they need.
 *  @param priority_cache priorities; null is allowed
 *  @since 2.1.7 @see gnutls_priority_init() */
void gnutls_priority_deinit(gnutls_priority_t priority_cache);

/** Lists the enabled protocol versions.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_protocol_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.0 @see gnutls_protocol_get_name() */
int gnutls_priority_protocol_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled ciphers.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_cipher_algorithm_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.2.3 @see gnutls_cipher_get_name() */
int gnutls_priority_cipher_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled MACs.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_mac_algorithm_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.2.3 @see gnutls_mac_get_name() */
int gnutls_priority_mac_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled key exchanges. They are for versions before TLS 1.3.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_kx_algorithm_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.2.3 @see gnutls_kx_get_name() */
int gnutls_priority_kx_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled groups.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_group_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.6.0 @see gnutls_group_get_name() */
int gnutls_priority_group_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled groups that are elliptic curves.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_ecc_curve_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.0 @see gnutls_priority_group_list() */
int gnutls_priority_ecc_curve_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled signature algorithms.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_sign_algorithm_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.0 @see gnutls_sign_get_name() */
int gnutls_priority_sign_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the types that a client's certificate may have.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_certificate_type_t, the best first
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.0 @see gnutls_priority_certificate_type_list2() */
int gnutls_priority_certificate_type_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the types that the certificate of one side may have.
 *  @param pcache compiled priorities
 *  @param list gets an array inside of them, of gnutls_certificate_type_t, the best first
 *  @param target GNUTLS_CTYPE_CLIENT or GNUTLS_CTYPE_SERVER
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or another target
 *  @since 3.6.4 @see RFC 7250 */
int gnutls_priority_certificate_type_list2(gnutls_priority_t pcache, const unsigned int** list,
                                           gnutls_ctype_target_t target);

/** Lists the enabled compression methods: none but GNUTLS_COMP_NULL.
 *  @param pcache compiled priorities
 *  @param list gets a static array of gnutls_compression_method_t
 *  @returns 1, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.0 @see RFC 8446, 4.1.2 */
int gnutls_priority_compression_list(gnutls_priority_t pcache, const unsigned int** list);

/** Lists the enabled cipher suites.
 *  @param pcache compiled priorities
 *  @param idx which one, from 0
 *  @param sidx gets its number for gnutls_cipher_suite_info()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0.9 @see gnutls_cipher_suite_info() */
int gnutls_priority_get_cipher_suite_index(gnutls_priority_t pcache, unsigned int idx, unsigned int* sidx);

/** Lists words of priority strings.
 *  @param iter which one, from 0
 *  @param flags GNUTLS_PRIORITY_LIST_INIT_KEYWORDS for those that a string may begin with,
 *  GNUTLS_PRIORITY_LIST_SPECIAL for those behind a percent sign, without it
 *  @returns a static text, or null after the last
 *  @since 3.4.0 */
const char* gnutls_priority_string_list(unsigned int iter, unsigned int flags);

#ifdef __cplusplus
}
#endif
