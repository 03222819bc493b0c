/* The library as a whole: version, logging, memory. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The memory functions for whatever the library hands to the application or takes from it: malloc() and its kin.
 *  They are variables because they once could be replaced. */
extern gnutls_alloc_function gnutls_malloc;
extern gnutls_realloc_function gnutls_realloc;
extern gnutls_calloc_function gnutls_calloc;
extern gnutls_free_function gnutls_free;
extern char* (*gnutls_strdup)(const char*);

/* The version as numbers, at compile time; at run time too, if the library is newer. */
#define gnutls_check_version_numeric(a, b, c) \
  ((GNUTLS_VERSION_MAJOR >= (a)) &&           \
   ((GNUTLS_VERSION_NUMBER >= (((a) << 16) + ((b) << 8) + (c))) || gnutls_check_version(#a "." #b "." #c)))

/* In a program: keeps the library from initialising itself when it is loaded. */
#define GNUTLS_SKIP_GLOBAL_INIT       \
  int _gnutls_global_init_skip(void); \
  int _gnutls_global_init_skip(void) { return 1; }

/** Prepares the library; loading it has done so already (unless the environment has GNUTLS_NO_IMPLICIT_INIT=1 or the
 *  program GNUTLS_SKIP_GLOBAL_INIT), and a second call costs nothing. Returns 0, or what made the preparation fail. */
int gnutls_global_init(void);

/** Has no effect: what the library holds it holds until the process ends. */
void gnutls_global_deinit(void);

/** Returns this library's version, such as "3.7.9", or null when `req_version` is newer. A null `req_version` asks for
 *  the version only. */
const char* gnutls_check_version(const char* req_version);

/** Sets where diagnostic lines go: `log_func(level, text)`, from any thread. Null turns them off. */
void gnutls_global_set_log_function(gnutls_log_func log_func);

/** Sets how much is logged: 0 nothing, the default unless the environment variable GNUTLS_DEBUG_LEVEL says otherwise; 1 what
 *  went wrong; 9 everything. */
void gnutls_global_set_log_level(int level);

/** Sets where events of interest to an auditor go, with the session concerned or null. */
void gnutls_global_set_audit_log_function(gnutls_audit_log_func log_func);

/** Replaces the locks. The library locks with the threads of the platform; the functions are kept and not called. */
void gnutls_global_set_mutex(mutex_init_func init, mutex_deinit_func deinit, mutex_lock_func lock,
                             mutex_unlock_func unlock);

/** Replaces time(2), for tests: every check of a date or a lifetime uses `time_func`. Null is ignored. */
void gnutls_global_set_time_function(gnutls_time_func time_func);

/** Was a way to replace malloc and its kin; has no effect since 3.3.0, and none here. */
void gnutls_global_set_mem_functions(gnutls_alloc_function alloc_func, gnutls_alloc_function secure_alloc_func,
                                     gnutls_is_secure_function is_secure_func, gnutls_realloc_function realloc_func,
                                     gnutls_free_function free_func);

/** Returns the path of the system's policy file: GNUTLS_SYSTEM_PRIORITY_FILE when set, otherwise the built-in path. */
const char* gnutls_get_system_config_file(void);

/** memset() that no compiler removes, for wiping secrets. */
void gnutls_memset(void* data, int c, size_t size);

/** Compares `n` bytes in a time that does not depend on where they differ. Returns 0 when they are equal. */
int gnutls_memcmp(const void* s1, const void* s2, size_t n);

#ifdef __cplusplus
}
#endif
