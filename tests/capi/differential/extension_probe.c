/* Prints which functions of an application's extensions and supplemental data are called, and what their answers do:
     extension_probe CHAIN KEY STEP...
   A step is a word, mostly with "client" or "server", and numbers. Functions belong to one of some slots, so that several
   extensions can be told apart; what a slot's functions answer is set by steps, too. */
#include "pair.h"

enum { SLOTS = 6, LONGEST = 66000, TURNS = 12 };
enum { WITH_RECEIVE = 1, WITH_SEND = 2, WITH_DATA = 4, WITH_ALL = 7 };

typedef struct {
  int code;
  char text[LONGEST];
} answer_t;

static pair_t pair;
static int alive;
static unsigned id_of[SLOTS];
static answer_t sends[2][SLOTS], data_sends[2];
static int received[2][SLOTS], data_received[2], keeps[2], leaves[2];
static char priority[2][200];
static unsigned flags[2];
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key, session_data;

static int side_of(gnutls_session_t session) { return session == pair.client.session ? 0 : 1; }
static const char* name_of(int side) { return side == 0 ? "client" : "server"; }

/* "x30000" is that many bytes. */
static void set_text(answer_t* answer, const char* text) {
  int count = 0;
  if (sscanf(text, "x%d", &count) == 1 && count < LONGEST) {
    memset(answer->text, 'x', (size_t)count);
    answer->text[count] = 0;
  } else {
    strcpy(answer->text, text);
  }
}

static void print_bytes(const unsigned char* data, size_t size) {
  printf(" %zu %.*s", size, size < 40 ? (int)size : 40, size != 0 ? (const char*)data : "");
}

static void keep(gnutls_session_t session, int slot, const char* what) {
  if (keeps[side_of(session)]) gnutls_ext_set_data(session, id_of[slot], gnutls_strdup(what));
}

static int on_receive(int slot, gnutls_session_t session, const unsigned char* data, size_t size) {
  int side = side_of(session);
  gnutls_ext_priv_data_t kept = NULL;
  printf("  %s receives %d, message %u:", name_of(side), slot, gnutls_ext_get_current_msg(session));
  print_bytes(data, size);
  int found = gnutls_ext_get_data(session, id_of[slot], &kept);
  printf(", data %d %s\n", found, kept != NULL ? (const char*)kept : "none");
  keep(session, slot, "received");
  if (leaves[side]) gnutls_supplemental_send(session, 1);
  if (leaves[side]) gnutls_supplemental_recv(session, 1);
  return received[side][slot];
}

static int on_send(int slot, gnutls_session_t session, gnutls_buffer_t out) {
  int side = side_of(session);
  const answer_t* answer = &sends[side][slot];
  printf("  %s sends %d, message %u\n", name_of(side), slot, gnutls_ext_get_current_msg(session));
  int code = gnutls_buffer_append_data(out, answer->text, strlen(answer->text));
  if (code != 0) printf("append %d\n", code);
  keep(session, slot, "sent");
  return answer->code;
}

static void on_deinit(int slot, gnutls_ext_priv_data_t data) {
  printf("  freed %d %s\n", slot, data != NULL ? (const char*)data : "null");
  gnutls_free(data);
}

static int on_data_receive(int slot, gnutls_session_t session, const unsigned char* data, size_t size) {
  printf("  %s receives data %d:", name_of(side_of(session)), slot);
  print_bytes(data, size);
  printf(", last message %d\n", (int)gnutls_handshake_get_last_in(session));
  return data_received[side_of(session)];
}

static int on_data_send(int slot, gnutls_session_t session, gnutls_buffer_t out) {
  const answer_t* answer = &data_sends[side_of(session)];
  printf("  %s sends data %d\n", name_of(side_of(session)), slot);
  gnutls_buffer_append_data(out, answer->text, strlen(answer->text));
  return answer->code;
}

#define SLOT(n)                                                                                           \
  static int receive_##n(gnutls_session_t session, const unsigned char* data, size_t size) {              \
    return on_receive(n, session, data, size);                                                            \
  }                                                                                                       \
  static int send_##n(gnutls_session_t session, gnutls_buffer_t out) { return on_send(n, session, out); } \
  static void deinit_##n(gnutls_ext_priv_data_t data) { on_deinit(n, data); }                             \
  static int data_receive_##n(gnutls_session_t session, const unsigned char* data, size_t size) {         \
    return on_data_receive(n, session, data, size);                                                       \
  }                                                                                                       \
  static int data_send_##n(gnutls_session_t session, gnutls_buffer_t out) { return on_data_send(n, session, out); }
SLOT(0);
SLOT(1);
SLOT(2);
SLOT(3);
SLOT(4);
SLOT(5);
#define TABLE(of) {of##_0, of##_1, of##_2, of##_3, of##_4, of##_5}
static const gnutls_ext_recv_func receives[] = TABLE(receive);
static const gnutls_ext_send_func senders[] = TABLE(send);
static const gnutls_ext_deinit_data_func deinits[] = TABLE(deinit);
static const gnutls_supp_recv_func data_receivers[] = TABLE(data_receive);
static const gnutls_supp_send_func data_senders[] = TABLE(data_send);

static size_t number(const unsigned char* at, int width) {
  size_t out = 0;
  while (width-- > 0) out = out << 8 | *at++;
  return out;
}

/* Those of the probe itself: what the two libraries send is another matter. */
static int print_extension(void* context, unsigned id, const unsigned char* data, unsigned size) {
  (void)context;
  (void)data;
  for (int slot = 0; slot < SLOTS; ++slot)
    if (id_of[slot] == id) printf(" %u(%u)", id, size);
  return 0;
}

static void print_extensions(unsigned type, const gnutls_datum_t* message) {
  const unsigned char *at = message->data, *end = at + message->size;
  if (type == GNUTLS_HANDSHAKE_CLIENT_HELLO) {
    gnutls_ext_raw_parse(NULL, print_extension, message, GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO);
    return;
  }
  if (type != GNUTLS_HANDSHAKE_ENCRYPTED_EXTENSIONS) at += 34 + 1 + at[34] + 3;
  if (at == end) return;
  gnutls_datum_t list = {(unsigned char*)at, (unsigned)(end - at)};
  gnutls_ext_raw_parse(NULL, print_extension, &list, 0);
}

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)when;
  if (incoming || type == GNUTLS_HANDSHAKE_NEW_SESSION_TICKET) return 0;
  printf("  %s: %s", name_of(side_of(session)), gnutls_handshake_description_get_name(type));
  if (type == GNUTLS_HANDSHAKE_SUPPLEMENTAL)
    printf(" %u, %zu, type %zu", message->size, number(message->data, 3), number(message->data + 3, 2));
  if (type == GNUTLS_HANDSHAKE_CLIENT_HELLO || type == GNUTLS_HANDSHAKE_SERVER_HELLO ||
      type == GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST || type == GNUTLS_HANDSHAKE_ENCRYPTED_EXTENSIONS)
    print_extensions(type, message);
  printf("\n");
  return 0;
}

static int on_hello(gnutls_session_t session) {
  (void)session;
  printf("  post client hello\n");
  return 0;
}

static void begin(void) {
  if (alive) return;
  alive = 1;
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT | flags[0], &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | flags[1], &pair.to_server, &pair.to_client);
  side_t* sides[] = {&pair.client, &pair.server};
  for (int i = 0; i < 2; ++i) {
    if (gnutls_priority_set_direct(sides[i]->session, priority[i], NULL) != 0) printf("priority %s\n", priority[i]);
    gnutls_handshake_set_hook_function(sides[i]->session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_PRE, hook);
    gnutls_credentials_set(sides[i]->session, GNUTLS_CRD_CERTIFICATE, i == 0 ? client : server);
  }
  gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
  gnutls_handshake_set_post_client_hello_function(pair.server.session, on_hello);
  if (session_data.data != NULL) gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
}

static void end(void) {
  if (!alive) return;
  alive = 0;
  printf("deinit\n");
  pair_deinit(&pair);
}

static side_t* find(const char* who) {
  begin();
  return *who == 's' ? &pair.server : &pair.client;
}

static int shake(side_t* side) {
  int result = gnutls_handshake(side->session);
  if (result == GNUTLS_E_AGAIN) return result;
  printf("%s: %d", name_of(side_of(side->session)), result);
  if (result == GNUTLS_E_FATAL_ALERT_RECEIVED) printf(" alert %d", (int)gnutls_alert_get(side->session));
  printf("\n");
  if (result < 0 && gnutls_error_is_fatal(result)) gnutls_alert_send_appropriate(side->session, result);
  return result < 0 && !gnutls_error_is_fatal(result) ? GNUTLS_E_AGAIN : result;
}

static void both(void) {
  side_t* sides[] = {&pair.client, &pair.server};
  pair.client.result = pair.server.result = GNUTLS_E_AGAIN;
  for (int turn = 0; turn < TURNS; ++turn)
    for (int i = 0; i < 2; ++i)
      if (sides[i]->result == GNUTLS_E_AGAIN) sides[i]->result = shake(sides[i]);
  printf("%s%s\n", pair.client.result == GNUTLS_E_AGAIN ? "the client waits " : "",
         pair.server.result == GNUTLS_E_AGAIN ? "the server waits" : "");
  if (pair.client.result == 0)
    printf("resumed %d, %s\n", gnutls_session_is_resumed(pair.client.session),
           gnutls_protocol_get_name(gnutls_protocol_get_version(pair.client.session)));
}

static void rehandshake(void) {
  char room[16];
  gnutls_handshake(pair.client.session);
  printf("server receives %d\n", (int)gnutls_record_recv(pair.server.session, room, sizeof room));
  both();
}

static void save(void) {
  char room[16];
  (void)!gnutls_record_recv(pair.client.session, room, sizeof room);
  printf("saved %d\n", gnutls_session_get_data2(pair.client.session, &session_data));
}

/* register WHO SLOT ID PARSE_POINT [FLAGS [FUNCTIONS]] */
static int enroll(const char* step, const char* who) {
  int slot = 0, id = 0, point = 0, with = WITH_ALL;
  unsigned of = 0;
  sscanf(step, "%*s %*s %d %d %d %u %d", &slot, &id, &point, &of, &with);
  id_of[slot] = (unsigned)id;
  gnutls_ext_recv_func receive = with & WITH_RECEIVE ? receives[slot] : NULL;
  gnutls_ext_send_func send = with & WITH_SEND ? senders[slot] : NULL;
  gnutls_ext_deinit_data_func free_it = with & WITH_DATA ? deinits[slot] : NULL;
  gnutls_ext_parse_type_t parse_point = (gnutls_ext_parse_type_t)point;
  if (*who == 'a') return gnutls_ext_register("of all", id, parse_point, receive, send, free_it, NULL, NULL);
  return gnutls_session_ext_register(find(who)->session, "its own", id, parse_point, receive, send, free_it, NULL, NULL,
                                     of);
}

/* data WHO SLOT TYPE */
static int enroll_data(const char* step, const char* who) {
  int slot = 0, type = 0;
  sscanf(step, "%*s %*s %d %d", &slot, &type);
  gnutls_supplemental_data_format_type_t of = (gnutls_supplemental_data_format_type_t)type;
  if (*who == 'a') return gnutls_supplemental_register("data of all", of, data_receivers[slot], data_senders[slot]);
  return gnutls_session_supplemental_register(find(who)->session, "its data", of, data_receivers[slot],
                                              data_senders[slot], 0);
}

static void print_name(const char* name) { printf("%s\n", name != NULL ? name : "no name"); }

/* Every number that cannot be registered for a new session. */
static void refused_numbers(unsigned of) {
  for (int id = 0; id < 65536; ++id) {
    gnutls_session_t session;
    if (id > 70 && id != 65281 && id != 65535) continue;
    gnutls_init(&session, GNUTLS_CLIENT);
    int code =
        gnutls_session_ext_register(session, "its own", id, GNUTLS_EXT_TLS, receive_0, send_0, NULL, NULL, NULL, of);
    if (code != 0) printf("number %d: %d\n", id, code);
    gnutls_deinit(session);
  }
}

/* How many extensions there may be. */
static void many(const char* who) {
  int code = 0, count = 0;
  for (; code == 0 && count < 1000; ++count)
    code = *who == 'a' ? gnutls_ext_register("of all", 10000 + count, GNUTLS_EXT_TLS, NULL, NULL, NULL, NULL, NULL)
                       : gnutls_session_ext_register(find(who)->session, "its own", 10000 + count, GNUTLS_EXT_TLS, NULL,
                                                     NULL, NULL, NULL, NULL, 0);
  printf("%d, then %d\n", count - 1, code);
}

/* What needs no session. Whether it was one of these. */
static int set(const char* step, const char* word, const char* who) {
  int side = *who == 's', slot = 0, code = 0;
  char text[200] = "";
  if (strcmp(word, "priority") == 0) {
    sscanf(step, "%*s %*s %199s", priority[side]);
  } else if (strcmp(word, "flags") == 0) {
    sscanf(step, "%*s %*s %u", &flags[side]);
  } else if (strcmp(word, "sends") == 0) {
    sscanf(step, "%*s %*s %d %d %199s", &slot, &code, text);
    sends[side][slot].code = code;
    set_text(&sends[side][slot], text);
  } else if (strcmp(word, "takes") == 0) {
    sscanf(step, "%*s %*s %d %d", &slot, &code);
    received[side][slot] = code;
  } else if (strcmp(word, "sends-data") == 0) {
    sscanf(step, "%*s %*s %d %199s", &data_sends[side].code, text);
    set_text(&data_sends[side], text);
  } else if (strcmp(word, "takes-data") == 0) {
    sscanf(step, "%*s %*s %d", &data_received[side]);
  } else if (strcmp(word, "keeps") == 0) {
    keeps[side] = 1;
  } else if (strcmp(word, "agrees") == 0) {
    leaves[side] = 1;
  } else {
    return 0;
  }
  return 1;
}

static int ask(const char* step, const char* word, const char* who) {
  unsigned id = 0, point = 0;
  if (strcmp(word, "name") == 0) {
    sscanf(step, "%*s %u", &id);
    print_name(gnutls_ext_get_name(id));
  } else if (strcmp(word, "its-name") == 0) {
    sscanf(step, "%*s %*s %u %u", &id, &point);
    print_name(gnutls_ext_get_name2(find(who)->session, id, (gnutls_ext_parse_type_t)point));
  } else if (strcmp(word, "names") == 0) {
    for (id = 0; id < 65536; ++id)
      for (point = 0; point < 6; ++point) {
        const char* name = gnutls_ext_get_name2(find(who)->session, id, (gnutls_ext_parse_type_t)point);
        if (name != NULL) printf("%u %u %s\n", id, point, name);
      }
  } else if (strcmp(word, "data-name") == 0) {
    sscanf(step, "%*s %u", &id);
    print_name(gnutls_supplemental_get_name((gnutls_supplemental_data_format_type_t)id));
  } else if (strcmp(word, "refused") == 0) {
    sscanf(step, "%*s %u", &id);
    refused_numbers(id);
  } else if (strcmp(word, "many") == 0) {
    many(who);
  } else {
    return 0;
  }
  return 1;
}

static int keep_or_show(const char* step, const char* word, const char* who) {
  unsigned id = 0;
  char text[200] = "";
  sscanf(step, "%*s %*s %u %199s", &id, text);
  if (strcmp(word, "put") == 0) {
    gnutls_ext_set_data(find(who)->session, id, *text != 0 ? gnutls_strdup(text) : NULL);
  } else if (strcmp(word, "show") == 0) {
    gnutls_ext_priv_data_t data = &id;
    int code = gnutls_ext_get_data(find(who)->session, id, &data);
    printf("%d %s\n", code, data == &id ? "untouched" : data == NULL ? "null" : (const char*)data);
  } else {
    return 0;
  }
  return 1;
}

static int act(const char* step, const char* word, const char* who) {
  if (strcmp(word, "register") == 0) {
    printf("%s: %d\n", step, enroll(step, who));
  } else if (strcmp(word, "data") == 0) {
    printf("%s: %d\n", step, enroll_data(step, who));
  } else if (strcmp(word, "sending") == 0) {
    gnutls_supplemental_send(find(who)->session, 1);
  } else if (strcmp(word, "awaiting") == 0) {
    gnutls_supplemental_recv(find(who)->session, 1);
  } else if (strcmp(word, "mutual") == 0) {
    gnutls_credentials_set(find("client")->session, GNUTLS_CRD_CERTIFICATE, server);
    gnutls_certificate_server_set_request(find("server")->session, GNUTLS_CERT_REQUEST);
  } else if (strcmp(word, "handshake") == 0) {
    begin();
    both();
  } else if (strcmp(word, "again") == 0) {
    rehandshake();
  } else if (strcmp(word, "save") == 0) {
    save();
  } else if (strcmp(word, "end") == 0) {
    end();
  } else if (strcmp(word, "init") == 0) {
    gnutls_global_init();
  } else if (strcmp(word, "deinit") == 0) {
    gnutls_global_deinit();
  } else {
    return 0;
  }
  return 1;
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  gnutls_session_ticket_key_generate(&ticket_key);
  for (int i = 0; i < 2; ++i) strcpy(priority[i], "NORMAL:-GROUP-ALL:+GROUP-SECP256R1");
  for (int i = 3; i < argc; ++i) {
    char word[40] = "", who[40] = "";
    sscanf(argv[i], "%39s %39s", word, who);
    if (!set(argv[i], word, who) && !ask(argv[i], word, who) && !keep_or_show(argv[i], word, who) &&
        !act(argv[i], word, who)) {
      printf("unknown: %s\n", argv[i]);
      return 2;
    }
  }
  end();
  gnutls_free(session_data.data);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
