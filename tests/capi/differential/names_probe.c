/* Prints what the functions of <gnutls/x509.h> read out of a certificate, or whom it is for:
     names_probe contents|hosts|odd-hosts|mail FILE */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/x509.h>

enum { ROOM = 4096, MOST_ITEMS = 50 };

static const char* const identifiers[] = {
    "2.5.4.3", "2.5.4.6", "2.5.4.10", "2.5.4.11", "1.2.3.4", "1.2.840.113549.1.9.1", "2.5.4", "text", ""};
static unsigned char room[ROOM];

static void print_bytes(const unsigned char* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i)
    if (bytes[i] >= 0x20 && bytes[i] < 0x7f && bytes[i] != '\\')
      putchar(bytes[i]);
    else
      printf("\\x%02x", bytes[i]);
}

/* One function that copies to a caller's buffer, asked with the size `size`; what stands in the buffer after it is part
   of the answer. */
typedef int getter_t(gnutls_x509_crt_t certificate, unsigned index, const void* which, void* out, size_t* size);

static void print_one(getter_t* get, gnutls_x509_crt_t certificate, unsigned index, const void* which, void* out,
                      size_t room_size) {
  size_t size = room_size;
  memset(room, '~', sizeof room);
  int code = get(certificate, index, which, out, &size);
  printf(" [%d %zu", code, size);
  if (code >= 0 && out != NULL) {
    putchar(' ');
    print_bytes(room, size + 1); /* with the octet behind it: is it a NUL? */
  }
  printf("]");
}

static int print_sizes(getter_t* get, gnutls_x509_crt_t certificate, unsigned index, const void* which) {
  size_t needed = ROOM;
  const int code = get(certificate, index, which, room, &needed);
  print_one(get, certificate, index, which, room, ROOM - 1);
  print_one(get, certificate, index, which, NULL, 0);
  print_one(get, certificate, index, which, room, 0);
  if (code >= 0)
    for (int more = -1; more < 3; ++more)
      if (needed + (size_t)more < ROOM) print_one(get, certificate, index, which, room, needed + (size_t)more);
  printf("\n");
  return code;
}

static void print_list(const char* label, getter_t* get, gnutls_x509_crt_t certificate, const void* which) {
  for (unsigned i = 0; i < MOST_ITEMS; ++i) {
    printf("  %s %u:", label, i);
    if (print_sizes(get, certificate, i, which) < 0) return;
  }
}

static int dn(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  (void)which;
  return index == 0 ? gnutls_x509_crt_get_dn(c, out, size) : gnutls_x509_crt_get_issuer_dn(c, out, size);
}

static int dn_oid(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  (void)which;
  return gnutls_x509_crt_get_dn_oid(c, index, out, size);
}

static int issuer_dn_oid(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  (void)which;
  return gnutls_x509_crt_get_issuer_dn_oid(c, index, out, size);
}

static int by_oid(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  return gnutls_x509_crt_get_dn_by_oid(c, which, index, 0, out, size);
}

static int by_oid_raw(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  return gnutls_x509_crt_get_dn_by_oid(c, which, index, 1, out, size);
}

static int issuer_by_oid(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  return gnutls_x509_crt_get_issuer_dn_by_oid(c, which, index, 0, out, size);
}

static int issuer_by_oid_raw(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  return gnutls_x509_crt_get_issuer_dn_by_oid(c, which, index, 1, out, size);
}

static int alternative(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  unsigned critical, type = 99; /* 3.7.9 leaves `critical` as it is, whatever its manual says */
  (void)which;
  int first = gnutls_x509_crt_get_subject_alt_name(c, index, out, &(size_t){*size}, &critical);
  int code = gnutls_x509_crt_get_subject_alt_name2(c, index, out, size, &type, &critical);
  if (first != code) printf(" first %d", first);
  printf(" type %u", type);
  return code;
}

static int issuer_alternative(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  unsigned critical, type = 99;
  (void)which;
  int first = gnutls_x509_crt_get_issuer_alt_name(c, index, out, &(size_t){*size}, &critical);
  int code = gnutls_x509_crt_get_issuer_alt_name2(c, index, out, size, &type, &critical);
  if (first != code) printf(" first %d", first);
  printf(" type %u", type);
  return code;
}

static int other_name(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  (void)which;
  return gnutls_x509_crt_get_subject_alt_othername_oid(c, index, out, size);
}

static int issuer_other_name(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  (void)which;
  return gnutls_x509_crt_get_issuer_alt_othername_oid(c, index, out, size);
}

static int purpose(gnutls_x509_crt_t c, unsigned index, const void* which, void* out, size_t* size) {
  unsigned critical = 9;
  (void)which;
  int code = gnutls_x509_crt_get_key_purpose_oid(c, index, out, size, &critical);
  printf(" critical %u", critical);
  return code;
}

static void print_datum(const char* label, int code, gnutls_datum_t* datum) {
  printf("  %s: %d", label, code);
  if (code == 0) {
    printf(" %u ", datum->size);
    print_bytes(datum->data, datum->size + 1);
  }
  printf("\n");
  if (code == 0) gnutls_free(datum->data);
  datum->data = NULL;
  datum->size = 0;
}

static void print_names(gnutls_x509_crt_t c) {
  gnutls_datum_t text = {NULL, 0};
  printf("  subject:");
  print_sizes(dn, c, 0, NULL);
  printf("  issuer:");
  print_sizes(dn, c, 1, NULL);
  print_datum("subject 2", gnutls_x509_crt_get_dn2(c, &text), &text);
  print_datum("issuer 2", gnutls_x509_crt_get_issuer_dn2(c, &text), &text);
  for (unsigned flags = 0; flags < 3; ++flags) {
    print_datum("subject 3", gnutls_x509_crt_get_dn3(c, &text, flags), &text);
    print_datum("issuer 3", gnutls_x509_crt_get_issuer_dn3(c, &text, flags), &text);
  }
  print_list("subject's identifier", dn_oid, c, NULL);
  print_list("issuer's identifier", issuer_dn_oid, c, NULL);
  for (size_t i = 0; i < sizeof identifiers / sizeof *identifiers; ++i) {
    printf("  of %s\n", identifiers[i]);
    print_list("subject's", by_oid, c, identifiers[i]);
    print_list("subject's raw", by_oid_raw, c, identifiers[i]);
    print_list("issuer's", issuer_by_oid, c, identifiers[i]);
    print_list("issuer's raw", issuer_by_oid_raw, c, identifiers[i]);
  }
}

static void print_alternatives(gnutls_x509_crt_t c) {
  print_list("alternative", alternative, c, NULL);
  print_list("issuer's alternative", issuer_alternative, c, NULL);
  for (unsigned i = 0; i < 5; ++i) {
    printf("  other name %u:", i);
    print_sizes(other_name, c, i, NULL);
    printf("  issuer's other name %u:", i);
    print_sizes(issuer_other_name, c, i, NULL);
  }
}

static void print_rest(gnutls_x509_crt_t c) {
  unsigned critical = 9, authority = 9, usage = 9, bits = 9;
  int length = 9, code = gnutls_x509_crt_get_basic_constraints(c, &critical, &authority, &length);
  printf("  basic constraints %d critical %u authority %u length %d", code, critical, authority, length);
  printf(" without %d\n", gnutls_x509_crt_get_basic_constraints(c, NULL, NULL, NULL));
  critical = authority = 9;
  code = gnutls_x509_crt_get_ca_status(c, &critical);
  printf("  status %d critical %u without %d\n", code, critical, gnutls_x509_crt_get_ca_status(c, NULL));
  critical = 9;
  code = gnutls_x509_crt_get_key_usage(c, &usage, &critical);
  printf("  usage %d %u critical %u without %d\n", code, usage, critical,
         gnutls_x509_crt_get_key_usage(c, &usage, NULL));
  print_list("purpose", purpose, c, NULL);
  code = gnutls_x509_crt_get_pk_algorithm(c, &bits);
  printf("  key %d bits %u without %d", code, bits, gnutls_x509_crt_get_pk_algorithm(c, NULL));
  printf(" signature %d\n", gnutls_x509_crt_get_signature_algorithm(c));
  gnutls_datum_t modulus = {NULL, 0}, exponent = {NULL, 0};
  code = gnutls_x509_crt_get_pk_rsa_raw(c, &modulus, &exponent);
  printf("  RSA %d", code);
  if (code == 0) printf(" %u %02x %02x %u", modulus.size, modulus.data[0], modulus.data[1], exponent.size);
  printf("\n");
  if (code != 0) return;
  gnutls_free(modulus.data);
  gnutls_free(exponent.data);
}

typedef enum { CONTENTS, HOSTS, ODD_HOSTS, MAIL } what_t;

static void check_host(gnutls_x509_crt_t c, const char* host) {
  static const unsigned flags[] = {0, GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES, GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS};
  printf("  host %s: %u", host, gnutls_x509_crt_check_hostname(c, host));
  for (size_t i = 0; i < sizeof flags / sizeof *flags; ++i)
    printf(" %u", gnutls_x509_crt_check_hostname2(c, host, flags[i]));
  printf("\n");
}

static void check_hosts(gnutls_x509_crt_t c) {
  static const char* const hosts[] = {"localhost",
                                      "LOCALHOST",
                                      "a.example.com",
                                      "b.a.example.com",
                                      "example.com",
                                      "www.example.org",
                                      "127.0.0.1",
                                      "::1",
                                      "127.1",
                                      "0:0:0:0:0:0:0:1",
                                      "a.com",
                                      "com",
                                      "*",
                                      "www.com",
                                      "w.example.com",
                                      "wx.example.com",
                                      "",
                                      ".",
                                      "xn--bcher-kva.example",
                                      "a",
                                      "a b",
                                      "a.b.example.net",
                                      "example.org",
                                      "_a.example.com",
                                      "2130706433",
                                      "127.0.0.1."};
  static const unsigned char addresses[][16] = {{127, 0, 0, 1}, {[15] = 1}, {127, 0, 0, 2}};
  static const unsigned sizes[] = {0, 3, 4, 5, 16};
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; ++i) check_host(c, hosts[i]);
  for (size_t i = 0; i < sizeof addresses / sizeof *addresses; ++i)
    for (size_t j = 0; j < sizeof sizes / sizeof *sizes; ++j)
      printf("  address %zu %u: %u\n", i, sizes[j], gnutls_x509_crt_check_ip(c, addresses[i], sizes[j], 0));
}

/* Internationalised names, dots at the ends, asterisks, and names that stand in the subject alone. */
static void check_odd_hosts(gnutls_x509_crt_t c) {
  static const char* const hosts[] = {"plain",          "localhost.",       "[::1]",
                                      "bücher.example", "a.bücher.example", "*.example.com",
                                      ".example.com",   "dot.example",      "dot.example."};
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; ++i) check_host(c, hosts[i]);
}

static void check_mail(gnutls_x509_crt_t c) {
  static const char* const mails[] = {"a@example.org", "a@EXAMPLE.org",  "B@example.org",
                                      "c@example.org", "bü@example.org", "",
                                      "example.org",   "@example.org"};
  for (size_t i = 0; i < sizeof mails / sizeof *mails; ++i)
    printf("  mail %s: %u\n", mails[i], gnutls_x509_crt_check_email(c, mails[i], 0));
}

static void print_certificate(const char* file, what_t mode) {
  gnutls_x509_crt_t certificate;
  gnutls_datum_t data;
  if (gnutls_load_file(file, &data) != 0 || gnutls_x509_crt_init(&certificate) != 0) exit(2);
  int code = gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_PEM);
  gnutls_free(data.data);
  printf("import %d\n", code);
  if (code == 0 && mode == CONTENTS) {
    print_names(certificate);
    print_alternatives(certificate);
    print_rest(certificate);
  }
  if (code == 0 && mode == HOSTS) check_hosts(certificate);
  if (code == 0 && mode == ODD_HOSTS) check_odd_hosts(certificate);
  if (code == 0 && mode == MAIL) check_mail(certificate);
  gnutls_x509_crt_deinit(certificate);
}

int main(int argc, char** argv) {
  static const char* const modes[] = {"contents", "hosts", "odd-hosts", "mail"};
  if (argc != 3) return 2;
  for (unsigned mode = CONTENTS; mode <= MAIL; ++mode)
    if (strcmp(argv[1], modes[mode]) == 0) print_certificate(argv[2], (what_t)mode);
  return 0;
}
