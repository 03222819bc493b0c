/* Loads libgnutls.so.30 from the folder in HANDFAST_LIB, as a program that knows it only by name would. */
#pragma once
#define _GNU_SOURCE /* dladdr */

#include <dlfcn.h>
#include <gnutls/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

typedef int (*global_init_function)(void);
typedef int (*rnd_function)(gnutls_rnd_level_t level, void* data, size_t size);

static void* load_library(int flags) {
  const char* folder = getenv("HANDFAST_LIB");
  char path[4096];
  CHECK(folder != NULL);
  CHECK(snprintf(path, sizeof path, "%s/libgnutls.so.30", folder) < (int)sizeof path);
  void* library = dlopen(path, flags);
  if (library == NULL) fprintf(stderr, "%s\n", dlerror());
  CHECK(library != NULL);
  return library;
}

/* C has no cast from an object's address to a function's. */
static void find_function(void* library, const char* name, void* function, size_t size) {
  void* address = dlsym(library, name);
  if (address == NULL) fprintf(stderr, "%s is missing\n", name);
  CHECK(address != NULL && size == sizeof address);
  memcpy(function, &address, size);
}

/* Uses the library's provider: its generator, in this thread. */
static void use_library(void* library) {
  global_init_function global_init;
  rnd_function rnd;
  unsigned char first[32] = {0}, second[32] = {0};
  find_function(library, "gnutls_global_init", &global_init, sizeof global_init);
  find_function(library, "gnutls_rnd", &rnd, sizeof rnd);
  CHECK(global_init() == 0);
  CHECK(rnd(GNUTLS_RND_NONCE, first, sizeof first) == 0);
  CHECK(rnd(GNUTLS_RND_KEY, second, sizeof second) == 0);
  CHECK(memcmp(first, second, sizeof first) != 0);
}
