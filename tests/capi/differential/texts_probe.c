/* Prints what the library says without a session: texts of verification bits, versions, the neutral answers. */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>

static void print_status(unsigned status, gnutls_certificate_type_t type) {
  gnutls_datum_t text = {NULL, 0};
  int result = gnutls_certificate_verification_status_print(status, type, &text, 0);
  printf("status 0x%x type %d: %d %u %zu \"%s\"\n", status, (int)type, result, text.size, strlen((char*)text.data),
         (char*)text.data);
  gnutls_free(text.data);
}

static void print_version(const char* wanted) {
  const char* answer = gnutls_check_version(wanted);
  printf("check_version %s: %s\n", wanted, answer != NULL ? "yes" : "no");
}

int main(void) {
  for (int type = 0; type <= GNUTLS_CRT_RAWPK; ++type) {
    print_status(0, (gnutls_certificate_type_t)type);
    for (int bit = 0; bit < 32; ++bit) print_status(1U << bit, (gnutls_certificate_type_t)type);
  }
  const unsigned usual[] = {0x22, 0x42, 0x202, 0x402, 0x442, 0x4002, 0x4042, 0x4402, 0x10082, 0x40002, 0xffffffff};
  for (size_t i = 0; i < sizeof usual / sizeof *usual; ++i) print_status(usual[i], GNUTLS_CRT_X509);

  const char* versions[] = {"3", "3.7", "3.7.9", "3.7.8", "2.99.99", "99", "99.0.0", "garbage", "3.x"};
  for (size_t i = 0; i < sizeof versions / sizeof *versions; ++i) print_version(versions[i]);

  unsigned char random[64] = {0};
  int sum = 0;
  printf("rnd: %d", gnutls_rnd(GNUTLS_RND_NONCE, random, sizeof random));
  for (size_t i = 0; i < sizeof random; ++i) sum += random[i];
  printf(" %s; %d %d\n", sum != 0 ? "random" : "zero", gnutls_rnd(GNUTLS_RND_KEY, random, 0),
         gnutls_rnd((gnutls_rnd_level_t)99, random, sizeof random));
  printf("memcmp: %d %d\n", gnutls_memcmp("same", "same", 4) == 0, gnutls_memcmp("same", "sane", 4) != 0);
  gnutls_memset(random, 7, sizeof random);
  printf("memset: %d %d\n", random[0], random[63]);
  printf("fips: %u init: %d\n", gnutls_fips140_mode_enabled(), gnutls_global_init());
  char* copy = gnutls_strdup("copied");
  printf("strdup: %s\n", copy);
  gnutls_free(copy);
  void* memory = gnutls_calloc(2, 8);
  memory = gnutls_realloc(memory, 32);
  printf("memory: %d\n", memory != NULL);
  gnutls_free(memory);
  gnutls_global_deinit();
  return 0;
}
