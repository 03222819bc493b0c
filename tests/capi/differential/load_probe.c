/* Prints how the library takes the files of a folder:
     load_probe trust|dir|crl|crl-verified FILE FORMAT [TRUST]
     load_probe key CERTIFICATES KEY FORMAT */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int load(gnutls_certificate_credentials_t credentials, int argc, char** argv) {
  gnutls_x509_crt_fmt_t format = strcmp(argv[argc - 1], "der") == 0 ? GNUTLS_X509_FMT_DER : GNUTLS_X509_FMT_PEM;
  const char *what = argv[1], *file = argv[2];
  if (strcmp(what, "trust") == 0) return gnutls_certificate_set_x509_trust_file(credentials, file, format);
  if (strcmp(what, "dir") == 0) return gnutls_certificate_set_x509_trust_dir(credentials, file, format);
  if (strcmp(what, "crl") == 0) return gnutls_certificate_set_x509_crl_file(credentials, file, format);
  if (strcmp(what, "crl-verified") == 0) {
    gnutls_certificate_set_flags(credentials, GNUTLS_CERTIFICATE_VERIFY_CRLS);
    if (gnutls_certificate_set_x509_trust_file(credentials, argv[3], format) < 0) return -9999;
    return gnutls_certificate_set_x509_crl_file(credentials, file, format);
  }
  if (strcmp(what, "key") == 0) return gnutls_certificate_set_x509_key_file(credentials, file, argv[3], format);
  return -9999;
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  gnutls_certificate_credentials_t credentials;
  if (gnutls_certificate_allocate_credentials(&credentials) != 0) return 2;
  int first = load(credentials, argc, argv);
  printf("%d\n", first);
  gnutls_certificate_set_flags(credentials, GNUTLS_CERTIFICATE_API_V2 | GNUTLS_CERTIFICATE_VERIFY_CRLS);
  printf("again: %d\n", load(credentials, argc, argv));
  for (unsigned place = 0; place < 4; ++place) {
    gnutls_datum_t certificate = {NULL, 0};
    printf("certificate %u of %u: %d", place % 2, place / 2,
           gnutls_certificate_get_crt_raw(credentials, place / 2, place % 2, &certificate));
    printf(" %u bytes\n", certificate.size);
  }
  gnutls_certificate_free_keys(credentials);
  gnutls_certificate_free_cas(credentials);
  gnutls_certificate_free_crls(credentials);
  gnutls_certificate_free_ca_names(credentials);
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
