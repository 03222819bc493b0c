/* What a call for data says to records that hold none, one after the other, on a transport that would wait:
     wait_probe CHAIN KEY WHAT
   WHAT is ticket, update, padding or fragment (nothing but a record's beginning). A program that waits in select() calls
   once for each time that the transport is readable. */
#include "pair.h"

static pair_t pair;

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const char* const what = argv[3];
  gnutls_certificate_credentials_t server, client;
  gnutls_datum_t ticket_key;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  gnutls_session_ticket_key_generate(&ticket_key);
  pair_init(&pair, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  if (strcmp(what, "ticket") == 0) gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
  pair_handshake(&pair);
  printf("client %d server %d\n", pair.client.result, pair.server.result);
  const gnutls_range_st hidden = {0, 100};
  if (strcmp(what, "padding") == 0) gnutls_record_send_range(pair.server.session, "", 0, &hidden);
  if (strcmp(what, "update") == 0) gnutls_session_key_update(pair.server.session, 0);
  const size_t before = pair.to_client.end - pair.to_client.begin;
  gnutls_record_send(pair.server.session, "data", 4);
  const int is_part = strcmp(what, "fragment") == 0;
  const size_t end = pair.to_client.end;
  if (is_part) pair.to_client.end = pair.to_client.begin + before + 3;
  for (int i = 0; i < 4; ++i) {
    char room[16];
    const size_t there = pair.to_client.end - pair.to_client.begin;
    const ssize_t got = gnutls_record_recv(pair.client.session, room, sizeof room);
    printf("with %s: %d, pending %zu\n", there != 0 ? "input" : "nothing", (int)got,
           gnutls_record_check_pending(pair.client.session));
    if (is_part && i == 0) {
      memmove(pair.to_client.bytes, pair.to_client.bytes + before + 3, end - before - 3);
      pair.to_client.begin = 0;
      pair.to_client.end = end - before - 3;
    }
    if (got > 0) break;
  }
  pair_deinit(&pair);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
