/* The library as a whole: version, logging, memory. Manual: Introduction. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The memory functions for whatever the library hands to the application or takes from it. */

/** Allocates memory that the library will own. For what a callback hands over. A variable, because it once could be
 *  replaced: it is malloc() of the C library, and programs do not change it. It is called with a size in bytes and
 *  returns the memory, or null.
 *  @since 1.0 @see gnutls_free() */
extern gnutls_alloc_function gnutls_malloc;

/** Changes the size of memory that the library shares with the program. A variable, as gnutls_malloc() is: realloc()
 *  of the C library.
 *  @since 1.0 @see gnutls_malloc() */
extern gnutls_realloc_function gnutls_realloc;

/** Allocates memory full of zeros that the library will own. A variable, as gnutls_malloc() is: calloc() of the C
 *  library.
 *  @since 1.0 @see gnutls_malloc() */
extern gnutls_calloc_function gnutls_calloc;

/** Frees what the library has allocated for the program. A variable, as gnutls_malloc() is: free() of the C library.
 *  It is called with the memory, which may be null. A secret in it is the program's to wipe first.
 *  @since 1.0 @see gnutls_memset() */
extern gnutls_free_function gnutls_free;

/** Copies a text into memory that the library will own. A variable, as gnutls_malloc() is: strdup() of the C library.
 *  It is called with a text that ends with NUL and returns the copy, or null.
 *  @since 1.0 @see gnutls_malloc() */
extern char* (*gnutls_strdup)(const char*);

/* The version as numbers, at compile time; at run time too, if the library is newer. */
#define gnutls_check_version_numeric(a, b, c) \
  ((GNUTLS_VERSION_MAJOR >= (a)) &&           \
   ((GNUTLS_VERSION_NUMBER >= (((a) << 16) + ((b) << 8) + (c))) || gnutls_check_version(#a "." #b "." #c)))

/* In a program: keeps the library from initialising itself when it is loaded. */
#define GNUTLS_SKIP_GLOBAL_INIT       \
  int _gnutls_global_init_skip(void); \
  int _gnutls_global_init_skip(void) { return 1; }

/** Prepares the library. Loading it has done so already, unless the environment has GNUTLS_NO_IMPLICIT_INIT=1 or the
 *  program GNUTLS_SKIP_GLOBAL_INIT. Another call costs nothing and answers what the first did. Afterwards the library
 *  opens no more files by itself, so a program may lock itself in.
 *  @returns 0, or what made the preparation fail
 *  @errors GNUTLS_E_UNWANTED_ALGORITHM: the system's policy file makes no sense, and
 *  GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID=1; GNUTLS_E_RANDOM_FAILED: there are no random bytes; GNUTLS_E_MEMORY_ERROR:
 *  no memory is left
 *  @since 1.0 */
int gnutls_global_init(void);

/** Takes one gnutls_global_init() back; the library has done one itself when it was loaded. The last one forgets what
 *  gnutls_ext_register() and gnutls_supplemental_register() registered; all else the library holds until the process ends.
 *  @since 1.0 */
void gnutls_global_deinit(void);

/** Tells the library's version, and whether it is new enough. The version is that of the GnuTLS release whose
 *  interface this is.
 *  @param req_version the oldest version that will do, such as "3.6.0"; null asks for the version only
 *  @returns a static text such as "3.7.9", or null when `req_version` is newer or no version
 *  @since 1.0 */
const char* gnutls_check_version(const char* req_version);

/** Sets where diagnostic lines go.
 *  @param log_func gets the level and a line that ends with a line feed, in any thread; null turns logging off
 *  @since 1.0 @see gnutls_global_set_log_level() */
void gnutls_global_set_log_function(gnutls_log_func log_func);

/** Sets how much is logged.
 *  @param level 0 for nothing, the default unless the environment variable GNUTLS_DEBUG_LEVEL says otherwise; 1 for
 *  what went wrong; 9 for everything
 *  @since 1.0 @see gnutls_global_set_log_function() */
void gnutls_global_set_log_level(int level);

/** Sets where events go that an auditor wants to see.
 *  @param log_func gets the session concerned, or null, and a line; null turns it off
 *  @since 3.0 */
void gnutls_global_set_audit_log_function(gnutls_audit_log_func log_func);

/** Has no effect. It replaced the locks. The library locks with the threads of the platform.
 *  @param init, deinit, lock, unlock anything
 *  @since 2.12.0 */
void gnutls_global_set_mutex(mutex_init_func init, mutex_deinit_func deinit, mutex_lock_func lock,
                             mutex_unlock_func unlock);

/** Replaces time(2), for tests. Every check of a date or a lifetime then asks the program's function. It holds for the
 *  whole process.
 *  @param time_func the function; null is ignored
 *  @since 2.12.0 */
void gnutls_global_set_time_function(gnutls_time_func time_func);

/** Has no effect, as in GnuTLS since 3.3.0. It replaced malloc() and its kin.
 *  @param alloc_func, secure_alloc_func, is_secure_func, realloc_func, free_func anything
 *  @since 1.0 */
void gnutls_global_set_mem_functions(gnutls_alloc_function alloc_func, gnutls_alloc_function secure_alloc_func,
                                     gnutls_is_secure_function is_secure_func, gnutls_realloc_function realloc_func,
                                     gnutls_free_function free_func);

/** Tells where the system's policy file is.
 *  @returns the environment's GNUTLS_SYSTEM_PRIORITY_FILE where that counts, otherwise the built-in path; the text is
 *  static
 *  @since 3.6.9 */
const char* gnutls_get_system_config_file(void);

/** Sets memory, and no compiler removes it. For wiping secrets.
 *  @param data the memory
 *  @param c what each byte becomes
 *  @param size bytes
 *  @since 3.4.0 */
void gnutls_memset(void* data, int c, size_t size);

/** Compares secrets. The time it takes does not depend on where they differ.
 *  @param s1, s2 `n` bytes each
 *  @param n bytes
 *  @returns 0 when they are equal, otherwise 1
 *  @errors none
 *  @since 3.4.0 */
int gnutls_memcmp(const void* s1, const void* s2, size_t n);

#ifdef __cplusplus
}
#endif
