/* Prints what the text encodings and other small functions give:  utilities_probe PART FILE
   PART is hex, base64, encode, room, decode, lenient, urls or other; FILE is there and holds "hello". */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096 };
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static char room[ROOM];

static gnutls_datum_t text(const char* string) {
  gnutls_datum_t out = {(unsigned char*)string, (unsigned)strlen(string)};
  return out;
}

static void show(const char* label, int result, gnutls_datum_t* datum) {
  printf("%s: %d", label, result);
  if (result == 0) {
    printf(" %u \"", datum->size);
    for (unsigned i = 0; i < datum->size; ++i) {
      if (datum->data[i] >= ' ' && datum->data[i] < 0x7f)
        putchar(datum->data[i]);
      else
        printf("\\%02x", datum->data[i]);
    }
    printf("\"");
    gnutls_free(datum->data);
  }
  printf("\n");
  datum->data = NULL;
}

static void hex(void) {
  const char* texts[] = {"0001abff", "0001ABFF", "",     "0",    "001", "0g",  "00 01",
                         "00:01",    " 00",      "00\n", "0x01", "g",   "a:b:"};
  const gnutls_datum_t raw = {(unsigned char*)"\x00\x01\xab\xff", 4}, digits = text("0001abff"), empty = text("");
  gnutls_datum_t out = {NULL, 0};
  for (size_t size = 0; size <= 10; ++size) {
    size_t encoded = size, decoded = size, lenient = size;
    printf("room %zu: %d", size, gnutls_hex_encode(&raw, room, &encoded));
    printf(" %zu %.8s;", encoded, encoded == 9 ? room : "");
    printf(" %d", gnutls_hex_decode(&digits, room, &decoded));
    printf(" %zu; %d", decoded, gnutls_hex2bin("0001abff", 8, room, &lenient));
    printf(" %zu\n", lenient);
  }
  show("encode2", gnutls_hex_encode2(&raw, &out), &out);
  show("encode2 of nothing", gnutls_hex_encode2(&empty, &out), &out);
  for (size_t i = 0; i < COUNT(texts); ++i) {
    gnutls_datum_t in = text(texts[i]);
    size_t decoded = ROOM, lenient = ROOM;
    printf("%s: %d", texts[i], gnutls_hex_decode(&in, room, &decoded));
    printf(" %zu; %d", decoded, gnutls_hex2bin(texts[i], strlen(texts[i]), room, &lenient));
    printf(" %zu\n", lenient);
    show("decode2", gnutls_hex_decode2(&in, &out), &out);
  }
}

static void base64(void) {
  const char* texts[] = {"",       "YQ==",  "YWI=",  "YWJj",   "YWJjZA==",       "YQ",       "YQ=",  "Y",
                         "YQ==\n", " YQ==", "YW Jj", "YW\nJj", "YWJj====",       "YQ==YQ==", "@@@@", "YR==",
                         "YWK=",   "=",     "====",  "YWJj!",  "YWJj\r\n\tYWJj", " ",        "\n",   " \r\n\t "};
  gnutls_datum_t out = {NULL, 0};
  for (size_t i = 0; i < COUNT(texts); ++i) {
    gnutls_datum_t in = text(texts[i]);
    show(texts[i], gnutls_base64_decode2(&in, &out), &out);
  }
}

static void encode(void) {
  const char *labels[] = {NULL, "", "X", "CERTIFICATE", "A B"}, *texts[] = {"", "a", "ab", "abc"};
  char long_label[52] = {0}, long_text[100];
  gnutls_datum_t out = {NULL, 0}, in = {(unsigned char*)long_text, sizeof long_text};
  memset(long_label, 'h', sizeof long_label - 1);
  memset(long_text, 'A', sizeof long_text);
  show("long, base64", gnutls_base64_encode2(&in, &out), &out);
  show("long, PEM", gnutls_pem_base64_encode2("X", &in, &out), &out);
  in.size = 48;
  show("a whole line", gnutls_pem_base64_encode2("X", &in, &out), &out);
  show("label of 51", gnutls_pem_base64_encode2(long_label, &in, &out), &out);
  show("label of 50", gnutls_pem_base64_encode2(long_label + 1, &in, &out), &out);
  for (size_t i = 0; i < COUNT(labels) * COUNT(texts); ++i) {
    size_t full = ROOM, none = 0;
    const char* label = labels[i / COUNT(texts)];
    in = text(texts[i % COUNT(texts)]);
    show("encode2", gnutls_pem_base64_encode2(label, &in, &out), &out);
    printf("encode: %d", gnutls_pem_base64_encode(label, &in, room, &full));
    printf(" %zu; null: %d", full, gnutls_pem_base64_encode(label, &in, NULL, &none));
    printf(" %zu\n", none);
    size_t more = full + 1, less = full - 1;
    if (full == 0) continue;
    printf("  one more: %d", gnutls_pem_base64_encode(label, &in, room, &more));
    printf(" %zu; one less: %d", more, gnutls_pem_base64_encode(label, &in, room, &less));
    printf(" %zu\n", less);
  }
}

static void exact_room(void) {
  gnutls_datum_t in = text("abc");
  size_t size = 39; /* without the NUL */
  printf("%d", gnutls_pem_base64_encode("X", &in, room, &size));
  printf(" %zu\n", size);
}

static void decode_each(const char* const* texts, size_t count) {
  const char* labels[] = {NULL, "X", "Z"};
  for (size_t i = 0; i < count * COUNT(labels); ++i) {
    const char* label = labels[i % COUNT(labels)];
    gnutls_datum_t in = text(texts[i / COUNT(labels)]), out = {NULL, 0};
    size_t enough = ROOM, little = 2;
    printf("%zu %s: %d", i / COUNT(labels), label != NULL ? label : "any",
           gnutls_pem_base64_decode(label, &in, (unsigned char*)room, &enough));
    printf(" %zu; %d", enough, gnutls_pem_base64_decode(label, &in, (unsigned char*)room, &little));
    printf(" %zu\n", little);
    show("decode2", gnutls_pem_base64_decode2(label, &in, &out), &out);
  }
}

static void decode(void) {
  const char* texts[] = {
      "-----BEGIN X-----\nYWJj\n-----END X-----\n",
      "-----BEGIN X-----\nYWJj\n-----END X-----",
      "text\n-----BEGIN X-----\nYWJj\n-----END X-----\ntext",
      "-----BEGIN X-----YWJj-----END X-----",
      "-----BEGIN X-----\nYWJj\n",
      "-----BEGIN X-----\n-----END X-----\n",
      "-----BEGIN Y-----\nYWJj\n-----END Y-----\n-----BEGIN X-----\nZGVm\n-----END X-----\n",
      "-----BEGIN XY-----\nYWJj\n-----END XY-----\n",
      "-----BEGIN X-----\r\nYWJj\r\nYWJj\r\n-----END X-----\r\n",
      "-----BEGIN X-----\nY@Jj\n-----END X-----\n",
      "-----BEGIN X-----\nYQ\n-----END X-----\n",
      "YWJj",
      "",
      "-----BEGIN ",
      "-----BEGIN X",
      "-----BEGIN X-----",
  };
  decode_each(texts, COUNT(texts));
}

static void lenient(void) {
  const char* texts[] = {
      "-----BEGIN X-----\nYWJj\n-----END Y-----\n",
      "-----BEGIN X-----\nName: value\n\nYWJj\n-----END X-----\n",
      "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nYWJj\n-----END X-----\n",
  };
  decode_each(texts, COUNT(texts));
}

static void urls(const char* const* list, size_t count) {
  for (size_t i = 0; i < count; ++i) printf("%s: %u\n", list[i], gnutls_url_is_supported(list[i]));
}

static void fingerprints(void) {
  const gnutls_digest_algorithm_t hashes[] = {GNUTLS_DIG_UNKNOWN, GNUTLS_DIG_NULL,     GNUTLS_DIG_MD5,
                                              GNUTLS_DIG_SHA1,    GNUTLS_DIG_SHA256,   GNUTLS_DIG_SHA384,
                                              GNUTLS_DIG_SHA512,  GNUTLS_DIG_SHA3_256, (gnutls_digest_algorithm_t)99};
  const gnutls_datum_t in = text("abc");
  for (size_t i = 0; i < COUNT(hashes) * 3; ++i) {
    const size_t rooms[] = {ROOM, 5, 0};
    size_t size = rooms[i % 3];
    memset(room, 0, 2);
    printf("fingerprint %zu: %d", i, gnutls_fingerprint(hashes[i / 3], &in, size != 0 ? room : NULL, &size));
    printf(" %zu %02x\n", size, (unsigned char)room[0]);
  }
}

static void fips140(void) {
  gnutls_fips140_context_t context = NULL;
  printf("context %d", gnutls_fips140_context_init(&context));
  for (int mode = 0; mode < 6; ++mode) gnutls_fips140_set_mode((gnutls_fips_mode_t)mode, 0);
  printf(" push %d pop %d", gnutls_fips140_push_context(context), gnutls_fips140_pop_context());
  printf(" state %d tests %d mode %u\n", gnutls_fips140_get_operation_state(context), gnutls_fips140_run_self_tests(),
         gnutls_fips140_mode_enabled());
  gnutls_fips140_context_deinit(context);
  gnutls_fips140_context_deinit(NULL);
}

static void other(const char* file) {
  const char *list[] = {"", "file:x", "tpmkey:x", "system:x", "http://x", "pkcs11"},
             *files[] = {"/nonexistent", "/tmp", "/dev/null", file};
  gnutls_datum_t out = {NULL, 0};
  urls(list, COUNT(list));
  for (size_t i = 0; i < COUNT(files); ++i) show("file", gnutls_load_file(files[i], &out), &out);
  const unsigned sizes[] = {0, 1, 16, 100000};
  for (size_t i = 0; i < COUNT(sizes); ++i) {
    printf("key: %d", gnutls_key_generate(&out, sizes[i]));
    printf(" %u\n", out.size);
    gnutls_free(out.data);
  }
  fingerprints();
  fips140();
  for (const gnutls_library_config_st* entry = gnutls_get_library_config(); entry->name != NULL; ++entry)
    if (strcmp(entry->name, "libgnutls-soname") == 0) printf("soname %s\n", entry->value);
}

int main(int argc, char** argv) {
  const char* tokens[] = {"pkcs11:x", "PKCS11:x"};
  if (argc != 3) return 2;
  const char* part = argv[1];
  if (strcmp(part, "hex") == 0) hex();
  if (strcmp(part, "base64") == 0) base64();
  if (strcmp(part, "encode") == 0) encode();
  if (strcmp(part, "room") == 0) exact_room();
  if (strcmp(part, "decode") == 0) decode();
  if (strcmp(part, "lenient") == 0) lenient();
  if (strcmp(part, "urls") == 0) urls(tokens, COUNT(tokens));
  if (strcmp(part, "other") == 0) other(argv[2]);
  return 0;
}
