/* Prints what gnutls_ext_raw_parse() makes of lists and hellos. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define LIST "0006000a0002abcd"

static int answer, answer_at = -1, count;

static int print(void* context, unsigned id, const unsigned char* data, unsigned size) {
  printf(" %s%u(%u", (const char*)context, id, size);
  for (unsigned i = 0; i < size; ++i) printf(" %02x", data[i]);
  printf(")");
  return count++ == answer_at ? answer : 0;
}

static void parse(const char* what, const char* hex, unsigned flags) {
  unsigned char bytes[200];
  gnutls_datum_t data = {bytes, 0};
  for (; hex[0] != 0; hex += 2) {
    unsigned byte = 0;
    sscanf(hex, "%2x", &byte);
    bytes[data.size++] = (unsigned char)byte;
  }
  count = 0;
  printf("%s:", what);
  printf(" -> %d\n", gnutls_ext_raw_parse("#", print, &data, flags));
}

static void lists(void) {
  parse("nothing", "", 0);
  parse("empty", "0000", 0);
  parse("no length", "000a0002abcd", 0);
  parse("one", LIST, 0);
  parse("two", "000a000a0002abcd00100000", 0);
  parse("twice", "000a000a0002abcd000a0000", 0);
  parse("one byte more", LIST "00", 0);
  parse("length too small", "0005000a0002abcd", 0);
  parse("length too large", "0007000a0002abcd", 0);
  parse("body too long", "0006000a0003abcd", 0);
  parse("half a number", "0003000a00", 0);
  parse("half a length", "00", 0);
  parse("the second is bad", "000a000a0002abcd00100001", 0);
  for (answer = -20; answer <= 20; answer += 20) {
    answer_at = 0;
    printf("answer %d ", answer);
    parse("to the first", "000a000a0002abcd00100000", 0);
  }
  answer_at = -1;
}

static void hellos(const char* name, const char* version, const char* cookie, unsigned flags) {
  static const struct {
    const char *what, *rest;
  } cases[] = {
      {"with a list", "000213010100" LIST},
      {"without", "000213010100"},
      {"empty list", "0002130101000000"},
      {"one byte more", "000213010100" LIST "00"},
      {"ends early", "00021301"},
      {"list too long", "0002130101000007000a0002abcd"},
      {"no suites", "00000100" LIST},
      {"odd suites", "00031301010100" LIST},
      {"no compression", "0002130100" LIST},
      {"half a length", "00021301010000"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    char hex[400];
    snprintf(hex, sizeof hex, "%s" ZEROS "00%s%s", version, cookie, cases[i].rest);
    printf("%s, ", name);
    parse(cases[i].what, hex, flags);
  }
}

int main(void) {
  lists();
  hellos("TLS", "0303", "", 1);
  hellos("any minor version", "03ff", "", 1);
  hellos("older than TLS", "02ff", "", 1);
  hellos("DTLS in TLS", "fefd", "", 1);
  hellos("DTLS", "fefd", "00", 2);
  hellos("DTLS with a cookie", "feff", "02abcd", 2);
  hellos("TLS in DTLS", "0303", "00", 2);
  hellos("both flags", "0303", "", 3);
  parse("version alone", "0303", 1);
  parse("half a version", "03", 1);
  parse("nothing, of TLS", "", 1);
  parse("nothing, of DTLS", "", 2);
  parse("unknown flag", "0000", 4);
  parse("unknown flag and TLS", "0000", 5);
  return 0;
}
