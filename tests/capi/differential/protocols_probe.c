/* Prints what becomes of a handshake whose sides know application protocols, and may insist on a common one:
 * protocols_probe CHAIN KEY PRIORITY */
#include "pair.h"

static pair_t pair;

/* `name`: of the side's only protocol; null: it knows none. */
static void set(gnutls_session_t session, const char* name, unsigned flags) {
  if (name == NULL) return;
  gnutls_datum_t protocol = {(unsigned char*)name, (unsigned)strlen(name)};
  printf(" %d", gnutls_alpn_set_protocols(session, &protocol, 1, flags));
}

int main(int argc, char** argv) {
  static const char* names[] = {NULL, "h2", "http/1.1"};
  gnutls_certificate_credentials_t server, client;
  if (argc != 4) return 2;
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_allocate_credentials(&server);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) < 0) return 2;
  for (int i = 0; i < 3 * 3 * 2 * 2; ++i) {
    const char *of_client = names[i % 3], *of_server = names[i / 3 % 3];
    unsigned client_flags = i / 9 % 2 ? GNUTLS_ALPN_MANDATORY : 0, server_flags = i / 18 ? GNUTLS_ALPN_MANDATORY : 0;
    pair_init(&pair, argv[3]);
    gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
    gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
    printf("client %s, flags %u; server %s, flags %u:", of_client ? of_client : "none", client_flags,
           of_server ? of_server : "none", server_flags);
    set(pair.client.session, of_client, client_flags);
    set(pair.server.session, of_server, server_flags);
    pair_handshake(&pair);
    printf(" client %d, server %d\n", pair.client.result, pair.server.result);
    pair_deinit(&pair);
  }
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
