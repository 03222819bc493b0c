/* priorities STRING: what a session with this priority string may use, or what
   is wrong with it. */
#include <gnutls/gnutls.h>
#include <stdio.h>

static void show(const char* title, int count, const unsigned* list,
                 const char* (*name)(unsigned)) {
  printf("%s:", title);
  for (int i = 0; i < count; ++i) printf(" %s", name(list[i]));
  putchar('\n');
}

static const char* version(unsigned id) {
  return gnutls_protocol_get_name((gnutls_protocol_t)id);
}
static const char* group(unsigned id) {
  return gnutls_group_get_name((gnutls_group_t)id);
}

static void show_suites(gnutls_priority_t priority) {
  puts("cipher suites:");
  for (unsigned i = 0, index;; ++i) {
    int code = gnutls_priority_get_cipher_suite_index(priority, i, &index);
    if (code == GNUTLS_E_UNKNOWN_CIPHER_SUITE)
      continue; /* a combination that has no suite */
    if (code < 0) return;
    printf("  %s\n",
           gnutls_cipher_suite_info(index, NULL, NULL, NULL, NULL, NULL));
  }
}

int main(int argc, char** argv) {
  gnutls_priority_t priority;
  const char *string = argc == 2 ? argv[1] : NULL, *wrong;
  int code = gnutls_priority_init(&priority, string, &wrong);
  if (code == GNUTLS_E_INVALID_REQUEST)
    return printf("not understood from here on: %s\n", wrong), 1;
  if (code < 0) return printf("%s\n", gnutls_strerror(code)), 1;

  const unsigned* list;
  int count = gnutls_priority_protocol_list(priority, &list);
  show("versions", count, list, version);
  count = gnutls_priority_group_list(priority, &list);
  show("groups", count, list, group);
  show_suites(priority);
  gnutls_priority_deinit(priority);
  return 0;
}
