/* Nobody looks at a certificate again when a session goes on: so it goes on only under the settings under which the
   certificate was judged. Every pair of settings, of a client that comes back and of a server that takes tickets with its
   clients' certificates: the same settings resume, others end in a full handshake, which may refuse the certificate. */
#include <gnutls/x509.h>

#include "check.h"
#include "differential/pair.h"

/* Who judges: the library by default. */
typedef enum { BY_REQUEST, BY_FUNCTION, BY_FUNCTION_OF_CREDENTIALS, BY_NOBODY } judge_t;

typedef struct {
  const char *name, *priority; /* what the string says beside the version */
  judge_t judge;
  int more_trust, has_list;
  unsigned credentials_flags, depth, flags;
  const char *host, *email, *address;
  int purpose;
} setting_t;

static const setting_t settings[] = {
    {.name = "the plain one"},
    {.name = "one more authority", .more_trust = 1},
    {.name = "a revocation list", .has_list = 1},
    {.name = "verify flags of the credentials", .credentials_flags = GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS},
    {.name = "others of them", .credentials_flags = GNUTLS_VERIFY_DO_NOT_ALLOW_SAME},
    {.name = "a limit of the chain", .depth = 7},
    {.name = "verify flags of the session", .flags = GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS},
    {.name = "others of these", .flags = GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS},
    {.name = "a host", .host = "localhost"},
    {.name = "a host and flags", .host = "localhost", .flags = GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS},
    {.name = "another host", .host = "other.example"},
    {.name = "an address", .address = "\x7f\x00\x00\x01"},
    {.name = "an e-mail address", .email = "a@example.com"},
    {.name = "a purpose", .purpose = 1},
    {.name = "a purpose and a host", .purpose = 1, .host = "localhost"},
    {.name = "a profile", .priority = ":%PROFILE_MEDIUM"},
    {.name = "another profile", .priority = ":%PROFILE_HIGH"},
    {.name = "verify flags of the priorities", .priority = ":%VERIFY_DISABLE_CRL_CHECKS"},
    {.name = "others of them", .priority = ":%DISABLE_WILDCARDS"},
    {.name = "a function", .judge = BY_FUNCTION},
    {.name = "a function of the credentials", .judge = BY_FUNCTION_OF_CREDENTIALS},
    {.name = "a function, one more authority", .judge = BY_FUNCTION, .more_trust = 1},
    {.name = "nobody", .judge = BY_NOBODY},
};
enum { SETTINGS = sizeof settings / sizeof settings[0] };

static pair_t pair;
static gnutls_datum_t ticket_key;
static int on_server; /* whose settings they are */
static const char* version;

static int accept_all(gnutls_session_t session) {
  (void)session;
  return 0;
}

static gnutls_certificate_credentials_t own_credentials(int is_server) {
  gnutls_certificate_credentials_t out;
  CHECK_IS(gnutls_certificate_allocate_credentials(&out), 0);
  CHECK_IS(
      gnutls_certificate_set_x509_key_file(out, is_server ? DATA("server.pem") : DATA("client.pem"),
                                           is_server ? DATA("server.key") : DATA("client.key"), GNUTLS_X509_FMT_PEM),
      0);
  return out;
}

static void trust_by(gnutls_certificate_credentials_t credentials, const setting_t* setting) {
  CHECK_IS(gnutls_certificate_set_x509_trust_file(credentials, DATA("authority.pem"), GNUTLS_X509_FMT_PEM), 1);
  if (setting->more_trust)
    CHECK_IS(gnutls_certificate_set_x509_trust_file(credentials, DATA("other_authority.pem"), GNUTLS_X509_FMT_PEM), 1);
  if (setting->has_list)
    CHECK_IS(gnutls_certificate_set_x509_crl_file(credentials, DATA("revocation_list.pem"), GNUTLS_X509_FMT_PEM), 1);
  gnutls_certificate_set_verify_flags(credentials, setting->credentials_flags);
  if (setting->depth != 0) gnutls_certificate_set_verify_limits(credentials, 8192, setting->depth);
  if (setting->judge == BY_FUNCTION_OF_CREDENTIALS) gnutls_certificate_set_verify_function(credentials, accept_all);
}

static void demand_by(gnutls_session_t session, const setting_t* setting) {
  gnutls_typed_vdata_st demands[4];
  unsigned count = 0;
  char* purpose = on_server ? GNUTLS_KP_TLS_WWW_CLIENT : GNUTLS_KP_TLS_WWW_SERVER;
  if (setting->judge == BY_FUNCTION) gnutls_session_set_verify_function(session, accept_all);
  if (setting->judge != BY_REQUEST) return;
  if (setting->host != NULL)
    demands[count++] = (gnutls_typed_vdata_st){GNUTLS_DT_DNS_HOSTNAME, (unsigned char*)setting->host, 0};
  if (setting->email != NULL)
    demands[count++] = (gnutls_typed_vdata_st){GNUTLS_DT_RFC822NAME, (unsigned char*)setting->email, 0};
  if (setting->address != NULL)
    demands[count++] = (gnutls_typed_vdata_st){GNUTLS_DT_IP_ADDRESS, (unsigned char*)setting->address, 4};
  if (setting->purpose)
    demands[count++] = (gnutls_typed_vdata_st){GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char*)purpose, 0};
  gnutls_session_set_verify_cert2(session, demands, count, setting->flags);
}

/* A handshake of the side under these settings with one that does not care. */
static void shake(const setting_t* setting, gnutls_datum_t session_data) {
  char priority[128];
  gnutls_certificate_credentials_t server = own_credentials(1), client = own_credentials(0);
  pair_init(&pair, version);
  side_t* const side = on_server ? &pair.server : &pair.client;
  snprintf(priority, sizeof priority, "%s%s", version, setting->priority == NULL ? "" : setting->priority);
  CHECK_IS(gnutls_priority_set_direct(side->session, priority, NULL), 0);
  trust_by(on_server ? server : client, setting);
  demand_by(side->session, setting);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  CHECK_IS(gnutls_session_ticket_enable_server(pair.server.session, &ticket_key), 0);
  if (on_server) gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUIRE);
  if (session_data.size != 0)
    CHECK_IS(gnutls_session_set_data(pair.client.session, session_data.data, session_data.size), 0);
  pair_handshake(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
}

static int is_accepted(void) {
  const int result = on_server ? pair.server.result : pair.client.result;
  if (result == 0) return 1;
  CHECK_IS(result, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  CHECK(!gnutls_session_is_resumed(pair.client.session) && !gnutls_session_is_resumed(pair.server.session));
  return 0;
}

/* Functions of the program judge always alike, and where nobody judges nothing has to be the same (docs/sessions.md). */
static int goes_on(const setting_t* before, const setting_t* now) {
  const int functions = before->judge != BY_REQUEST && before->judge != BY_NOBODY && now->judge != BY_REQUEST;
  if (now->judge == BY_NOBODY || before == now) return 1;
  return functions && before->more_trust == now->more_trust;
}

static void come_back(const setting_t* before, const setting_t* now, gnutls_datum_t data) {
  shake(now, data);
  if (is_accepted()) {
    const int resumed = gnutls_session_is_resumed(pair.client.session);
    if (resumed != goes_on(before, now))
      fprintf(stderr, "%s, %s: made under %s, offered under %s\n", version, on_server ? "server" : "client",
              before->name, now->name);
    CHECK_IS(resumed, goes_on(before, now));
    CHECK_IS(gnutls_session_is_resumed(pair.server.session), resumed);
  }
  pair_deinit(&pair);
}

/* Whether there was a session under these settings: not every certificate fulfils them. */
static int made_under(const setting_t* setting) {
  const gnutls_datum_t nothing = {NULL, 0};
  gnutls_datum_t data = {NULL, 0};
  char text[4];
  shake(setting, nothing);
  const int accepted = is_accepted();
  if (accepted) {
    CHECK_IS(gnutls_record_send(pair.server.session, "x", 1), 1);
    while (gnutls_record_recv(pair.client.session, text, sizeof text) == GNUTLS_E_AGAIN) continue; /* behind tickets */
    CHECK_IS(gnutls_session_get_data2(pair.client.session, &data), 0);
  }
  pair_deinit(&pair);
  for (int now = 0; accepted && now < SETTINGS; ++now) come_back(setting, &settings[now], data);
  gnutls_free(data.data);
  return accepted;
}

int main(void) {
  static const char* const versions[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);
  for (int i = 0; i < 2; ++i)
    for (on_server = 0; on_server < 2; ++on_server) {
      int made = 0;
      version = versions[i];
      for (int before = 0; before < SETTINGS; ++before) made += made_under(&settings[before]);
      printf("%s, %s: sessions under %d of %d settings\n", version, on_server ? "server" : "client", made, SETTINGS);
      CHECK(made >= SETTINGS - 3); /* e-mail address, another host; a client's certificate has no address either */
    }
  gnutls_free(ticket_key.data);
  return 0;
}
