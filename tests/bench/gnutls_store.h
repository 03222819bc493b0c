/* What a program with GnuTLS's interface has to bring itself: a table of byte strings by their keys. */
#pragma once
#include <gnutls/gnutls.h>

typedef struct store store_t;

store_t* store_create(void);
/* The server's sessions are found by their ids from now on. */
void store_attach(gnutls_session_t session, store_t* store);
/* Early data that came before is known from now on. */
void store_guard(gnutls_anti_replay_t guard, store_t* store);
