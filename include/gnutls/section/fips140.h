/* The FIPS 140 mode. This library has none, and the functions answer as they do outside of it. */
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

/** Returns 0: this library has no FIPS 140 mode. */
unsigned int gnutls_fips140_mode_enabled(void);

/** Has no effect. Since 3.6.2. */
void gnutls_fips140_set_mode(gnutls_fips_mode_t mode, unsigned flags);

/** Makes a context, which the caller frees with gnutls_fips140_context_deinit(). Returns 0 or GNUTLS_E_MEMORY_ERROR. Since
 *  3.7.3. */
int gnutls_fips140_context_init(gnutls_fips140_context_t* context);

/** Frees a context. Null is allowed. Since 3.7.3. */
void gnutls_fips140_context_deinit(gnutls_fips140_context_t context);

/** Returns GNUTLS_FIPS140_OP_INITIAL: without the mode no operation is judged. Since 3.7.3. */
gnutls_fips140_operation_state_t gnutls_fips140_get_operation_state(gnutls_fips140_context_t context);

/** Returns GNUTLS_E_INVALID_REQUEST, as there is no mode whose operations a context could watch. Since 3.7.3. */
int gnutls_fips140_push_context(gnutls_fips140_context_t context);

/** Returns GNUTLS_E_INVALID_REQUEST. Since 3.7.3. */
int gnutls_fips140_pop_context(void);

/** Returns 0: outside of the mode there are no tests to run. Since 3.7.7. */
int gnutls_fips140_run_self_tests(void);

#ifdef __cplusplus
}
#endif
