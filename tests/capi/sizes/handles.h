/* Handles, and contents of memory, for good calls. What a function here makes goes with clean_up(). */
#pragma once

#include <handfast/explain.h>

#include "../check.h"
#include "sizes.h"

/* Sessions: before their handshake, and after one with data waiting for the client. */
gnutls_session_t fresh_client(void);
gnutls_session_t fresh_server(void);
gnutls_session_t client_with_ticket(void);
gnutls_session_t client_with_session(void); /* that it can give out, after its data */
gnutls_session_t client13(void);
gnutls_session_t server13(void);
gnutls_session_t client12(void);
gnutls_session_t early_server(void);   /* that has taken early data */
gnutls_session_t message_server(void); /* without records */
gnutls_packet_t packet(void);
const gnutls_range_st* range(void);

gnutls_certificate_credentials_t credentials(void);
gnutls_priority_t priorities(void);
gnutls_x509_crt_t certificate(void);
gnutls_x509_crl_t revocation_list(void);
gnutls_x509_privkey_t x509_key(void);
gnutls_x509_trust_list_t trust_list(void);
gnutls_privkey_t key(void);
gnutls_pubkey_t public_key(void);
gnutls_pcert_st* parsed_certificate(void);

gnutls_hash_hd_t hash(void);
gnutls_hmac_hd_t hmac(void);
gnutls_hmac_hd_t gmac(void);     /* without a nonce */
gnutls_cipher_hd_t cipher(void); /* AES-CBC */
gnutls_cipher_hd_t gcm(void);
gnutls_aead_cipher_hd_t aead(void);

void* scratch(void); /* for what has a fixed size */
size_t smaller(size_t a, size_t b);
int ignore_extension(void* context, unsigned type, const unsigned char* data, unsigned size);

/* Contents. */
gnutls_datum_t anything(void); /* 16 bytes */
gnutls_datum_t plenty(void);
gnutls_datum_t nonce12(void);
gnutls_datum_t tag16(void);
gnutls_datum_t tag_of_iovec(void);
gnutls_datum_t sealed(void); /* with nonce12() and anything() beside it, as those lists have it */
gnutls_datum_t padded(void); /* what cipher() decrypts to bytes with padding */
gnutls_datum_t random32(void);
gnutls_datum_t random64(void);
gnutls_datum_t base64_text(void);
gnutls_datum_t hex_text(void);
gnutls_datum_t host_name(void);
gnutls_datum_t address(void);
gnutls_datum_t certificate_pem(void);
gnutls_datum_t certificate_der(void);
gnutls_datum_t key_pem(void);
gnutls_datum_t list_pem(void);
gnutls_datum_t public_key_der(void);
gnutls_datum_t signature(void);
gnutls_datum_t extension_list(void);
gnutls_datum_t stored_session(void);
gnutls_datum_t ticket_key(void);

/* Lists of one entry. */
gnutls_datum_t protocol_entry(void);
gnutls_datum_t name_entry(void);
gnutls_datum_t certificate_entry(void);
gnutls_datum_t list_entry(void);
gnutls_datum_t pcert_entry(void); /* room for one */
gnutls_datum_t given_pcert(void);
gnutls_datum_t demands(void);
gnutls_datum_t iovec_entry(void);
gnutls_datum_t auth_iovec(void);
gnutls_datum_t sealed_iovec(void);

void end_pcerts(slot_t* slot);
void end_certificates(slot_t* slot);

/* Calls that need their surroundings. */
long append_in_callback(slot_t* slots);
long set_key(slot_t* slots);
