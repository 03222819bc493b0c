/* The FIPS 140 mode. This library has none, and the functions answer as they do outside of it. Manual: Introduction. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum gnutls_fips_mode_t {
  GNUTLS_FIPS140_DISABLED = 0,
  GNUTLS_FIPS140_STRICT = 1,
  GNUTLS_FIPS140_SELFTESTS = 2,
  GNUTLS_FIPS140_LAX = 3,
  GNUTLS_FIPS140_LOG = 4,
} gnutls_fips_mode_t;

/* What operations in a context have been. */
typedef enum {
  GNUTLS_FIPS140_OP_INITIAL = 0,
  GNUTLS_FIPS140_OP_APPROVED = 1,
  GNUTLS_FIPS140_OP_NOT_APPROVED = 2,
  GNUTLS_FIPS140_OP_ERROR = 3,
} gnutls_fips140_operation_state_t;

/* For gnutls_fips140_set_mode(): in the calling thread alone. */
#define GNUTLS_FIPS140_SET_MODE_THREAD 1

/* Without the mode there is nothing to relax. */
#define GNUTLS_FIPS140_SET_LAX_MODE() \
  do {                                \
  } while (0)
#define GNUTLS_FIPS140_SET_STRICT_MODE() \
  do {                                   \
  } while (0)

/** Tells whether the FIPS 140 mode is on.
 *  @returns 0: the library has no such mode
 *  @since 3.3.0 */
unsigned int gnutls_fips140_mode_enabled(void);

/** Has no effect. The library has no FIPS 140 mode.
 *  @param mode, flags anything
 *  @since 3.6.2 */
void gnutls_fips140_set_mode(gnutls_fips_mode_t mode, unsigned flags);

/** Makes a context that watches operations. The caller frees it with gnutls_fips140_context_deinit(). Without the mode
 *  there is nothing to watch.
 *  @param context gets it
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `context` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.7.3 @see gnutls_fips140_get_operation_state() */
int gnutls_fips140_context_init(gnutls_fips140_context_t* context);

/** Frees a context.
 *  @param context a context; null is allowed
 *  @since 3.7.3 @see gnutls_fips140_context_init() */
void gnutls_fips140_context_deinit(gnutls_fips140_context_t context);

/** Tells what the operations in a context have been.
 *  @param context a context; null is allowed
 *  @returns GNUTLS_FIPS140_OP_INITIAL: without the mode no operation is judged
 *  @since 3.7.3 @see gnutls_fips140_context_init() */
gnutls_fips140_operation_state_t gnutls_fips140_get_operation_state(gnutls_fips140_context_t context);

/** Begins to watch operations.
 *  @param context a context
 *  @returns GNUTLS_E_INVALID_REQUEST
 *  @errors GNUTLS_E_INVALID_REQUEST: always, as there is no mode
 *  @since 3.7.3 */
int gnutls_fips140_push_context(gnutls_fips140_context_t context);

/** Ends to watch operations.
 *  @returns GNUTLS_E_INVALID_REQUEST
 *  @errors GNUTLS_E_INVALID_REQUEST: always, as there is no mode
 *  @since 3.7.3 */
int gnutls_fips140_pop_context(void);

/** Runs the tests that the mode asks for.
 *  @returns 0: outside of the mode there are none
 *  @errors none
 *  @since 3.7.7 */
int gnutls_fips140_run_self_tests(void);

#ifdef __cplusplus
}
#endif
