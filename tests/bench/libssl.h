/* Where OpenSSL and AWS-LC's libssl go different ways. */
#pragma once
#include <openssl/ssl.h>

#include "harness.h"

void check(const char* what, int good); /* libssl_bench.c */

/* libssl_openssl.c and libssl_awslc.c */
void allow_early_data(SSL_CTX* ctx, const options_t* options, int side);
void send_early_data(side_t* side); /* a client's, before its handshake */
/* What SSL_do_handshake() returns in the end; a server's early data is read before. */
int advance_handshake(side_t* side);
