/* Prints how keys and parsed certificates of <gnutls/abstract.h> are read, shown and used:
     abstract_probe pcert CHAIN
     abstract_probe pubkey CHAIN
     abstract_probe privkey KEY
     abstract_probe sign KEY [WEAK]     WEAK: with SHA-1
     abstract_probe password CHAIN KEY  which "x" opens, if it is encrypted */
#include <gnutls/abstract.h>

#include "pair.h"

enum { MOST = 8 };

static gnutls_datum_t text = {(unsigned char*)"text", 4};

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

static gnutls_x509_crt_t certificate_of(const gnutls_datum_t* data) {
  gnutls_x509_crt_t out;
  gnutls_x509_crt_init(&out);
  if (gnutls_x509_crt_import(out, data, GNUTLS_X509_FMT_PEM) != 0) exit(2);
  return out;
}

static void print_pcert(const char* label, int result, const gnutls_pcert_st* pcert) {
  printf("%s: %d type %d, %u bytes, key %d\n", label, result, pcert->type, pcert->cert.size, pcert->pubkey != NULL);
}

static void pcerts_of_text(const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format, unsigned room, unsigned flags) {
  gnutls_pcert_st list[MOST];
  unsigned count = room;
  int result = gnutls_pcert_list_import_x509_raw(list, &count, data, format, flags);
  printf("list, room %u, format %d, flags %u: %d, %u\n", room, format, flags, result, count);
  for (unsigned i = 0; result == 0 && i < count; ++i) {
    print_pcert("  ", 0, &list[i]);
    gnutls_pcert_deinit(&list[i]);
    print_pcert("  then", 0, &list[i]);
  }
}

static void pcerts_of_file(const char* name, unsigned room) {
  gnutls_pcert_st list[MOST];
  unsigned count = room;
  int result = gnutls_pcert_list_import_x509_file(list, &count, name, GNUTLS_X509_FMT_PEM, NULL, NULL, 0);
  printf("file, room %u: %d, %u\n", room, result, count);
  for (unsigned i = 0; result == 0 && i < count; ++i) gnutls_pcert_deinit(&list[i]);
}

static void one_pcert(const gnutls_datum_t* data) {
  gnutls_x509_crt_t certificate = certificate_of(data), empty, shown = NULL;
  gnutls_pcert_st pcert;
  memset(&pcert, 0, sizeof pcert);
  gnutls_x509_crt_init(&empty);
  print_pcert("text", gnutls_pcert_import_x509_raw(&pcert, &text, GNUTLS_X509_FMT_PEM, 0), &pcert);
  print_pcert("text as DER", gnutls_pcert_import_x509_raw(&pcert, &text, GNUTLS_X509_FMT_DER, 0), &pcert);
  print_pcert("empty", gnutls_pcert_import_x509(&pcert, empty, 0), &pcert);
  int result = gnutls_pcert_import_x509_raw(&pcert, data, GNUTLS_X509_FMT_PEM, 0);
  print_pcert("PEM", result, &pcert);
  gnutls_pcert_deinit(&pcert);
  result = gnutls_pcert_import_x509(&pcert, certificate, 0);
  print_pcert("certificate", result, &pcert);
  printf("export %d", gnutls_pcert_export_x509(&pcert, &shown));
  printf(" equal %u\n", gnutls_x509_crt_equals(shown, certificate));
  gnutls_x509_crt_deinit(shown);
  pcert.type = GNUTLS_CRT_RAWPK;
  printf("export as another type %d\n", gnutls_pcert_export_x509(&pcert, &shown));
  pcert.type = GNUTLS_CRT_X509;
  gnutls_pcert_deinit(&pcert);
  gnutls_x509_crt_deinit(certificate);
  gnutls_x509_crt_deinit(empty);
}

/* Certificates in the order of the file and in the opposite one. */
static void lists(const gnutls_datum_t* data, unsigned flags) {
  gnutls_pcert_st list[MOST];
  unsigned count = MOST;
  if (gnutls_pcert_list_import_x509_raw(list, &count, data, GNUTLS_X509_FMT_PEM, 0) != 0) exit(2);
  for (int backwards = 0; backwards < 2; ++backwards) {
    gnutls_x509_crt_t certificates[MOST];
    gnutls_pcert_st made[MOST];
    unsigned size = count;
    for (unsigned i = 0; i < count; ++i)
      if (gnutls_pcert_export_x509(&list[backwards ? count - 1 - i : i], &certificates[i]) != 0) exit(2);
    int result = gnutls_pcert_import_x509_list(made, certificates, &size, flags);
    printf("list, flags %u, backwards %d: %d, %u:", flags, backwards, result, size);
    for (unsigned i = 0; result == 0 && i < size; ++i) {
      for (unsigned j = 0; j < count; ++j)
        if (gnutls_x509_crt_equals2(certificates[j], &made[i].cert)) printf(" %u", j);
      gnutls_pcert_deinit(&made[i]);
    }
    printf("\n");
    for (unsigned i = 0; i < count; ++i) gnutls_x509_crt_deinit(certificates[i]);
  }
  for (unsigned i = 0; i < count; ++i) gnutls_pcert_deinit(&list[i]);
}

static void pcert(const char* name) {
  gnutls_datum_t data = file(name), empty = {(unsigned char*)"", 0};
  printf("size %zu\n", sizeof(gnutls_pcert_st));
  pcerts_of_text(&data, GNUTLS_X509_FMT_PEM, MOST, 0);
  pcerts_of_text(&data, GNUTLS_X509_FMT_PEM, 1, 0);
  pcerts_of_text(&data, GNUTLS_X509_FMT_PEM, 0, 0);
  pcerts_of_text(&data, GNUTLS_X509_FMT_PEM, 1, GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED);
  pcerts_of_text(&data, GNUTLS_X509_FMT_PEM, MOST, GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);
  pcerts_of_text(&data, GNUTLS_X509_FMT_DER, MOST, 0);
  pcerts_of_text(&text, GNUTLS_X509_FMT_PEM, MOST, 0);
  pcerts_of_text(&empty, GNUTLS_X509_FMT_PEM, MOST, 0);
  pcerts_of_file(name, MOST);
  pcerts_of_file(name, 1);
  pcerts_of_file("/nonexistent", MOST);
  one_pcert(&data);
  lists(&data, 0);
  lists(&data, GNUTLS_X509_CRT_LIST_SORT);
  gnutls_free(data.data);
}

static void print_key(const char* label, gnutls_pubkey_t key) {
  unsigned bits = 7;
  int algorithm = gnutls_pubkey_get_pk_algorithm(key, &bits);
  printf("%s: algorithm %d, %u bits\n", label, algorithm, bits);
}

static void pubkey(const char* name) {
  gnutls_datum_t data = file(name), shown = {NULL, 0};
  gnutls_x509_crt_t certificate = certificate_of(&data), empty;
  gnutls_pubkey_t key, again;
  unsigned char little[10];
  size_t room = sizeof little;
  gnutls_x509_crt_init(&empty);
  printf("init %d\n", gnutls_pubkey_init(&key));
  gnutls_pubkey_init(&again);
  print_key("empty", key);
  printf("import empty %d\n", gnutls_pubkey_import_x509(key, empty, 0));
  printf("raw text %d", gnutls_pubkey_import_x509_raw(key, &text, GNUTLS_X509_FMT_PEM, 0));
  printf(" raw %d\n", gnutls_pubkey_import_x509_raw(key, &data, GNUTLS_X509_FMT_PEM, 0));
  print_key("raw", key);
  gnutls_pubkey_deinit(key);
  gnutls_pubkey_init(&key);
  printf("import %d\n", gnutls_pubkey_import_x509(key, certificate, 0));
  printf("export, little room %d", gnutls_pubkey_export(key, GNUTLS_X509_FMT_DER, little, &room));
  printf(" needs %zu\n", room);
  for (int format = 0; format < 2; ++format) {
    printf("export %d: %d", format, gnutls_pubkey_export2(key, (gnutls_x509_crt_fmt_t)format, &shown));
    printf(" %u; import %d\n", shown.size, gnutls_pubkey_import(again, &shown, (gnutls_x509_crt_fmt_t)format));
    print_key("again", again);
    gnutls_free(shown.data);
    gnutls_pubkey_deinit(again);
    gnutls_pubkey_init(&again);
  }
  printf("text %d", gnutls_pubkey_import(again, &text, GNUTLS_X509_FMT_PEM));
  printf(" as DER %d\n", gnutls_pubkey_import(again, &text, GNUTLS_X509_FMT_DER));
  gnutls_pubkey_deinit(key);
  gnutls_pubkey_deinit(again);
  gnutls_pubkey_deinit(NULL);
  gnutls_x509_crt_deinit(certificate);
  gnutls_x509_crt_deinit(empty);
  gnutls_free(data.data);
}

static gnutls_privkey_t key_of(const char* name) {
  gnutls_privkey_t out;
  gnutls_datum_t data = file(name);
  gnutls_privkey_init(&out);
  if (gnutls_privkey_import_x509_raw(out, &data, GNUTLS_X509_FMT_PEM, NULL, 0) != 0) exit(2);
  gnutls_free(data.data);
  return out;
}

static void privkey(const char* name) {
  gnutls_datum_t data = file(name);
  gnutls_privkey_t key, other;
  gnutls_x509_privkey_t shown = NULL;
  unsigned bits = 7;
  printf("init %d\n", gnutls_privkey_init(&key));
  printf("text %d", gnutls_privkey_import_x509_raw(key, &text, GNUTLS_X509_FMT_PEM, NULL, 0));
  printf(" as DER %d", gnutls_privkey_import_x509_raw(key, &text, GNUTLS_X509_FMT_DER, NULL, 0));
  printf(" PEM as DER %d\n", gnutls_privkey_import_x509_raw(key, &data, GNUTLS_X509_FMT_DER, NULL, 0));
  printf("import %d", gnutls_privkey_import_x509_raw(key, &data, GNUTLS_X509_FMT_PEM, NULL, 0));
  printf(" algorithm %d", gnutls_privkey_get_pk_algorithm(key, &bits));
  printf(" bits %u type %d\n", bits, gnutls_privkey_get_type(key));
  printf("export %d\n", gnutls_privkey_export_x509(key, &shown));
  gnutls_privkey_init(&other);
  printf("import, released %d", gnutls_privkey_import_x509(other, shown, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE));
  printf(" algorithm %d\n", gnutls_privkey_get_pk_algorithm(other, NULL));
  gnutls_privkey_deinit(other);
  gnutls_privkey_export_x509(key, &shown);
  gnutls_privkey_deinit(key);
  gnutls_privkey_init(&other);
  printf("import, copied %d", gnutls_privkey_import_x509(other, shown, GNUTLS_PRIVKEY_IMPORT_COPY));
  gnutls_x509_privkey_deinit(shown);
  printf(" algorithm %d\n", gnutls_privkey_get_pk_algorithm(other, NULL));
  gnutls_privkey_deinit(other);
  gnutls_privkey_deinit(NULL);
  gnutls_free(data.data);
}

static void print_signature(const char* label, int result, gnutls_datum_t* signature, int sized) {
  printf("%s %d", label, result);
  if (result == 0 && sized) printf(" %u bytes", signature->size);
  printf("\n");
}

static void sign_by_hash(gnutls_privkey_t key, gnutls_digest_algorithm_t hash) {
  static const unsigned flags[] = {0, GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS, GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA};
  int sized = gnutls_privkey_get_pk_algorithm(key, NULL) != GNUTLS_PK_ECDSA;
  for (unsigned i = 0; i < 3; ++i) {
    gnutls_datum_t signature = {NULL, 0};
    int result = gnutls_privkey_sign_data(key, hash, flags[i], &text, &signature);
    printf("hash %d flags %u:", hash, flags[i]);
    print_signature("", result, &signature, sized);
    gnutls_free(signature.data);
  }
}

static void sign_by_algorithm(gnutls_privkey_t key, gnutls_pubkey_t half, gnutls_sign_algorithm_t algorithm) {
  gnutls_datum_t signature = {NULL, 0}, other = {(unsigned char*)"Text", 4};
  int result = gnutls_privkey_sign_data2(key, algorithm, 0, &text, &signature);
  const char* name = gnutls_sign_get_name(algorithm);
  printf("%s: %d", name != NULL ? name : "none", result);
  if (result == 0) {
    printf(" verify %d", gnutls_pubkey_verify_data2(half, algorithm, 0, &text, &signature));
    printf(" other %d", gnutls_pubkey_verify_data2(half, algorithm, 0, &other, &signature));
    signature.data[signature.size - 1] ^= 1;
    printf(" damaged %d", gnutls_pubkey_verify_data2(half, algorithm, 0, &text, &signature));
  }
  printf("\n");
  gnutls_free(signature.data);
}

static void sign(const char* name, int weak) {
  static const gnutls_digest_algorithm_t hashes[] = {GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384, GNUTLS_DIG_SHA512,
                                                     GNUTLS_DIG_UNKNOWN};
  static const gnutls_sign_algorithm_t algorithms[] = {GNUTLS_SIGN_RSA_SHA256,     GNUTLS_SIGN_RSA_SHA512,
                                                       GNUTLS_SIGN_RSA_PSS_SHA256, GNUTLS_SIGN_ECDSA_SHA256,
                                                       GNUTLS_SIGN_ECDSA_SHA384,   GNUTLS_SIGN_RSA_PSS_RSAE_SHA384,
                                                       GNUTLS_SIGN_EDDSA_ED25519,  GNUTLS_SIGN_ECDSA_SECP256R1_SHA256,
                                                       GNUTLS_SIGN_UNKNOWN};
  gnutls_privkey_t key = key_of(name);
  gnutls_pubkey_t half;
  gnutls_pubkey_init(&half);
  printf("public half %d\n", gnutls_pubkey_import_privkey(half, key, 0, 0));
  if (weak) sign_by_hash(key, GNUTLS_DIG_SHA1);
  for (unsigned i = 0; !weak && i < sizeof hashes / sizeof *hashes; ++i) sign_by_hash(key, hashes[i]);
  for (unsigned i = 0; !weak && i < sizeof algorithms / sizeof *algorithms; ++i)
    sign_by_algorithm(key, half, algorithms[i]);
  gnutls_pubkey_deinit(half);
  gnutls_privkey_deinit(key);
}

static const char* known; /* the PIN function's answer */

static int pin(void* data, int attempt, const char* url, const char* label, unsigned flags, char* out, size_t room) {
  printf(" [%s is asked: attempt %d, %s, '%s', flags %u, room %zu]", (char*)data, attempt, url, label, flags, room);
  if (known == NULL) return -1;
  snprintf(out, room, "%s", known);
  return 0;
}

static void open_with(const char* chain, const char* name, const char* password, const char* answer) {
  gnutls_datum_t data = file(name), certificates = file(chain);
  gnutls_privkey_t key;
  gnutls_x509_privkey_t x509;
  gnutls_privkey_init(&key);
  gnutls_x509_privkey_init(&x509);
  known = answer;
  gnutls_privkey_set_pin_function(key, pin, "a key");
  gnutls_x509_privkey_set_pin_function(x509, pin, "an X.509 key");
  printf("password %s, answer %s:", password != NULL ? password : "none", answer != NULL ? answer : "none");
  printf(" %d", gnutls_privkey_import_x509_raw(key, &data, GNUTLS_X509_FMT_PEM, password, 0));
  printf(" %d\n", gnutls_x509_privkey_import2(x509, &data, GNUTLS_X509_FMT_PEM, password, 0));
  gnutls_privkey_deinit(key);
  gnutls_x509_privkey_deinit(x509);
  gnutls_free(data.data);
  gnutls_free(certificates.data);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const char* what = argv[1];
  if (strcmp(what, "pcert") == 0) pcert(argv[2]);
  if (strcmp(what, "pubkey") == 0) pubkey(argv[2]);
  if (strcmp(what, "privkey") == 0) privkey(argv[2]);
  if (strcmp(what, "sign") == 0) sign(argv[2], argc > 3);
  if (strcmp(what, "password") == 0 && argc > 3) {
    open_with(argv[2], argv[3], "x", NULL);
    open_with(argv[2], argv[3], "y", "x");
    open_with(argv[2], argv[3], "", "x");
    open_with(argv[2], argv[3], NULL, "x");
    open_with(argv[2], argv[3], NULL, "y");
    open_with(argv[2], argv[3], NULL, NULL);
  }
  return 0;
}
