/* A program that also has the system's libcrypto, in the same process: neither library may reach into the other,
 * whichever comes first and whether or not their symbols are global. Each combination runs in a process of its own. */
#include "library_under_test.h" /* first: it chooses the features */

#include <sys/wait.h>
#include <unistd.h>

#define SYSTEM_LIBCRYPTO "libcrypto.so.3"

typedef unsigned char* (*sha256_function)(const unsigned char* data, size_t size, unsigned char* out);
typedef int (*rand_function)(unsigned char* out, int size);
typedef void* (*keygen_function)(void* library_context, const char* property_query, const char* type, ...);
typedef void (*free_function)(void* key);

/* The program's own calls must end in the system's library and work. */
static void use_libcrypto(void* library) {
  static const unsigned char of_abc[4] = {0xba, 0x78, 0x16, 0xbf};
  sha256_function sha256;
  rand_function random_bytes;
  keygen_function keygen;
  free_function free_key;
  unsigned char digest[32], number[32] = {0};
  Dl_info where;
  find_function(library, "SHA256", &sha256, sizeof sha256);
  find_function(library, "RAND_bytes", &random_bytes, sizeof random_bytes);
  find_function(library, "EVP_PKEY_Q_keygen", &keygen, sizeof keygen);
  find_function(library, "EVP_PKEY_free", &free_key, sizeof free_key);
  CHECK(dladdr(dlsym(library, "RAND_bytes"), &where) != 0 && strstr(where.dli_fname, "libcrypto") != NULL);
  CHECK(sha256((const unsigned char*)"abc", 3, digest) == digest && memcmp(digest, of_abc, sizeof of_abc) == 0);
  CHECK(random_bytes(number, sizeof number) == 1);
  void* key = keygen(NULL, NULL, "X25519");
  CHECK(key != NULL);
  free_key(key);
}

static void run(int libcrypto_first, int flags) {
  void *libcrypto = NULL, *library = NULL;
  if (libcrypto_first) {
    libcrypto = dlopen(SYSTEM_LIBCRYPTO, flags);
    CHECK(libcrypto != NULL);
    use_libcrypto(libcrypto);
  }
  library = load_library(flags);
  use_library(library);
  if (!libcrypto_first) libcrypto = dlopen(SYSTEM_LIBCRYPTO, flags);
  CHECK(libcrypto != NULL);
  for (int i = 0; i < 3; ++i) {
    use_libcrypto(libcrypto);
    use_library(library);
  }
  CHECK(dlsym(library, "RAND_bytes") == NULL); /* the provider inside is not to be seen */
}

int main(void) {
  void* present = dlopen(SYSTEM_LIBCRYPTO, RTLD_LAZY | RTLD_LOCAL);
  if (present == NULL) {
    printf("skipped: the system has no %s\n", SYSTEM_LIBCRYPTO);
    return 77;
  }
  dlclose(present);
  for (int combination = 0; combination < 4; ++combination) {
    fflush(stdout); /* or both processes print it */
    const pid_t child = fork();
    int status = -1;
    CHECK(child >= 0);
    if (child == 0) {
      run(combination & 1, RTLD_NOW | (combination & 2 ? RTLD_GLOBAL : RTLD_LOCAL));
      exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    printf("%s first, %s: %s\n", combination & 1 ? "libcrypto" : "libgnutls",
           combination & 2 ? "RTLD_GLOBAL" : "RTLD_LOCAL", status == 0 ? "ok" : "failed");
    CHECK(status == 0);
  }
  return 0;
}
