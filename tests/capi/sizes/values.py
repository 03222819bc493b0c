"""What generate.py puts into a good call, and what a good call answers. C expressions are of handles.c."""

# By type, for parameters that are not memory with a size.
BY_TYPE = {
    "gnutls_session_t": "client13()",
    "gnutls_certificate_credentials_t": "credentials()",
    "gnutls_priority_t": "priorities()",
    "gnutls_x509_crt_t": "certificate()",
    "gnutls_x509_crl_t": "revocation_list()",
    "gnutls_x509_privkey_t": "x509_key()",
    "gnutls_x509_trust_list_t": "trust_list()",
    "gnutls_privkey_t": "key()",
    "gnutls_pubkey_t": "public_key()",
    "gnutls_pcert_st*": "parsed_certificate()",
    "gnutls_hash_hd_t": "hash()",
    "gnutls_hmac_hd_t": "hmac()",
    "gnutls_cipher_hd_t": "cipher()",
    "gnutls_aead_cipher_hd_t": "aead()",
    "gnutls_packet_t": "packet()",
    "gnutls_buffer_t": "NULL",
    "gnutls_ext_raw_process_func": "ignore_extension",
    "gnutls_verify_output_function": "NULL",
    "gnutls_pin_callback_t": "NULL",
    "gnutls_x509_crt_fmt_t": "GNUTLS_X509_FMT_PEM",
    "gnutls_digest_algorithm_t": "GNUTLS_DIG_SHA256",
    "gnutls_mac_algorithm_t": "GNUTLS_MAC_SHA256",
    "gnutls_cipher_algorithm_t": "GNUTLS_CIPHER_AES_128_GCM",
    "gnutls_sign_algorithm_t": "GNUTLS_SIGN_ECDSA_SHA256",
    "gnutls_channel_binding_t": "GNUTLS_CB_TLS_EXPORTER",
    "gnutls_server_name_type_t": "GNUTLS_NAME_DNS",
    "gnutls_certificate_type_t": "GNUTLS_CRT_X509",
    "gnutls_record_encryption_level_t": "GNUTLS_ENCRYPTION_LEVEL_INITIAL",
    "gnutls_rnd_level_t": "GNUTLS_RND_NONCE",
    "handfast_explain_format_t": "HANDFAST_EXPLAIN_TEXT",
    "const gnutls_range_st*": "range()",
    "const char*": "NULL",
    "void*": "scratch()",
    "unsigned char*": "scratch()",
    "unsigned*": "scratch()",
    "unsigned int*": "scratch()",
    "int": "0",
    "unsigned": "0",
    "unsigned int": "0",
    "size_t": "0",
}

# Handles that a function makes: how they end.
MADE = {
    "gnutls_hmac_hd_t": "gnutls_hmac_deinit({}, NULL)",
    "gnutls_cipher_hd_t": "gnutls_cipher_deinit({})",
    "gnutls_aead_cipher_hd_t": "gnutls_aead_cipher_deinit({})",
    "gnutls_x509_crt_t": "gnutls_x509_crt_deinit({})",
    "gnutls_x509_crt_t*": "(gnutls_x509_crt_deinit({0}[0]), gnutls_free({0}))",  # a list of one
    "gnutls_pcert_st": "gnutls_pcert_deinit(&{})",
}

# By function and parameter.
VALUES = {
    "gnutls_aead_cipher_decrypt": {"tag_size": "16"},
    "gnutls_aead_cipher_encrypt": {"tag_size": "16"},
    "gnutls_aead_cipher_encryptv": {"tag_size": "16"},
    "gnutls_alpn_set_protocols": {"session": "fresh_client()"},
    "gnutls_cipher_add_auth": {"handle": "gcm()"},
    "gnutls_cipher_decrypt3": {"flags": "GNUTLS_CIPHER_PADDING_PKCS7"},
    "gnutls_cipher_encrypt3": {"flags": "GNUTLS_CIPHER_PADDING_PKCS7"},
    "gnutls_cipher_init": {"cipher": "GNUTLS_CIPHER_AES_128_CBC"},
    "gnutls_cipher_tag": {"handle": "gcm()"},
    "gnutls_handshake_set_random": {"session": "fresh_client()"},
    "gnutls_handshake_write": {"session": "message_server()"},
    "gnutls_hmac_set_nonce": {"handle": "gmac()"},
    "gnutls_key_generate": {"key_size": "16"},
    "gnutls_load_file": {"filename": "DATA(\"server.pem\")"},
    "gnutls_memset": {"c": "1"},
    "gnutls_ocsp_status_request_enable_client": {"responder_id": "NULL", "request_extensions": "NULL"},
    "gnutls_pcert_list_import_x509_file": {"file": "DATA(\"server.pem\")"},
    "gnutls_pbkdf2": {"iter_count": "1"},
    "gnutls_prf": {"session": "client12()"},
    "gnutls_prf_early": {"session": "early_server()"},
    "gnutls_prf_raw": {"session": "client12()"},
    "gnutls_pubkey_import": {"format": "GNUTLS_X509_FMT_DER"},
    "gnutls_record_recv_early_data": {"session": "early_server()"},
    "gnutls_record_send2": {"pad": "1"},
    "gnutls_record_send_early_data": {"session": "client_with_ticket()"},
    "gnutls_server_name_get": {"session": "server13()"},
    "gnutls_server_name_set": {"session": "fresh_client()"},
    "gnutls_session_get_data": {"session": "client_with_session()"},
    "gnutls_session_get_data2": {"session": "client_with_session()"},
    "gnutls_session_set_data": {"session": "fresh_client()"},
    "gnutls_session_set_id": {"session": "fresh_client()"},
    "gnutls_session_ticket_enable_server": {"session": "fresh_server()"},
    "gnutls_x509_crt_get_dn_by_oid": {"oid": '"2.5.4.3"'},
    "gnutls_x509_crt_get_issuer_dn_by_oid": {"oid": '"2.5.4.3"'},
}

# Memory with a size: what it holds in a good call, where 16 bytes of anything will not do.
SAMPLES = {
    "gnutls_aead_cipher_decrypt": {"nonce": "nonce12", "ctext": "sealed"},
    "gnutls_aead_cipher_decryptv2": {"nonce": "nonce12", "tag": "tag_of_iovec", "iov": "sealed_iovec", "auth_iov": "auth_iovec"},
    "gnutls_aead_cipher_encrypt": {"nonce": "nonce12"},
    "gnutls_aead_cipher_encryptv": {"nonce": "nonce12"},
    "gnutls_aead_cipher_encryptv2": {"nonce": "nonce12", "tag": "tag16"},
    "gnutls_base64_decode2": {"base64": "base64_text"},
    "gnutls_certificate_set_x509_crl_mem": {"CRL": "list_pem"},
    "gnutls_certificate_set_x509_key_mem": {"cert": "certificate_pem", "key": "key_pem"},
    "gnutls_certificate_set_x509_key_mem2": {"cert": "certificate_pem", "key": "key_pem"},
    "gnutls_certificate_set_x509_trust_mem": {"ca": "certificate_pem"},
    "gnutls_certificate_set_key": {"pcert_list": "given_pcert"},
    "gnutls_certificate_verify_peers": {"data": "demands"},
    "gnutls_cipher_decrypt3": {"ctext": "padded"},
    "gnutls_db_check_entry": {"session_entry": "stored_session"},
    "gnutls_db_check_entry_expire_time": {"entry": "stored_session"},
    "gnutls_db_check_entry_time": {"entry": "stored_session"},
    "gnutls_ext_raw_parse": {"data": "extension_list"},
    "gnutls_handshake_set_random": {"random": "random32"},
    "gnutls_hex2bin": {"hex_data": "hex_text"},
    "gnutls_hex_decode": {"hex_data": "hex_text"},
    "gnutls_hex_decode2": {"hex_data": "hex_text"},
    "gnutls_hmac_set_nonce": {"nonce": "nonce12"},
    "gnutls_pcert_import_x509_raw": {"cert": "certificate_pem"},
    "gnutls_pcert_list_import_x509_raw": {"data": "certificate_pem"},
    "gnutls_pem_base64_decode": {"b64_data": "certificate_pem"},
    "gnutls_pem_base64_decode2": {"b64_data": "certificate_pem"},
    "gnutls_prf_raw": {"seed": "random64"},
    "gnutls_privkey_import_x509_raw": {"data": "key_pem"},
    "gnutls_pubkey_import": {"data": "public_key_der"},
    "gnutls_pubkey_import_x509_raw": {"data": "certificate_pem"},
    "gnutls_pubkey_verify_data2": {"signature": "signature"},
    "gnutls_server_name_set": {"name": "host_name"},
    "gnutls_session_set_data": {"session_data": "stored_session"},
    "gnutls_session_ticket_enable_server": {"key": "ticket_key"},
    "gnutls_x509_crl_import": {"data": "list_pem"},
    "gnutls_x509_crt_import": {"data": "certificate_pem"},
    "gnutls_x509_privkey_import": {"data": "key_pem"},
    "gnutls_x509_privkey_import2": {"data": "key_pem"},
    "gnutls_x509_trust_list_add_trust_mem": {"cas": "certificate_pem", "crls": "list_pem"},
    "gnutls_x509_trust_list_verify_crt2": {"data": "demands"},
    "gnutls_x509_crt_check_ip": {"ip": "address"},
    "gnutls_x509_crt_equals2": {"der": "certificate_der"},
    "gnutls_x509_crt_list_import": {"data": "certificate_pem"},
    "gnutls_x509_crt_list_import2": {"data": "certificate_pem"},
}

# Lists: one entry.
ENTRIES = {
    "gnutls_datum_t": "protocol_entry",
    "gnutls_x509_crt_t": "certificate_entry",
    "gnutls_x509_crl_t": "list_entry",
    "gnutls_pcert_st": "pcert_entry",
    "gnutls_typed_vdata_st": "demands",
    "giovec_t": "iovec_entry",
    "char*": "name_entry",
}

# What looks like memory with a size and is something else: function and parameter, and why.
NO_MEMORY = {
    ("gnutls_x509_trust_list_init", "list"): "the size is a hint for a table",
    ("gnutls_ocsp_status_request_enable_client", "responder_id"): "ignored",
    ("gnutls_ocsp_status_request_enable_client", "request_extensions"): "ignored",
}

# Where a size of 0 stands for another one: that many bytes.
OF_NONE = {
    ("gnutls_aead_cipher_decryptv2", "tag"): 16,  # the cipher's own tag
    ("gnutls_aead_cipher_encryptv2", "tag"): 16,
}

# Names of numbers that are no sizes.
NO_SIZES = {"iter_count", "key_size"}

# Functions that only a function of handles.c can call.
CALLED_BY = {
    "gnutls_buffer_append_data": "append_in_callback(slots)",
    "gnutls_certificate_set_key": "set_key(slots)",
}

# Pointers to gnutls_datum_t that are not const and read all the same.
READ = {
    ("gnutls_db_check_entry_time", "entry"),
    ("gnutls_db_check_entry_expire_time", "entry"),
}

# A list and where its count stands: read there, too.
LIST_IN = {("gnutls_pcert_import_x509_list", "crt")}

# gnutls_datum_t that get a view of the library's memory.
VIEWS = {
    "gnutls_alpn_get_selected_protocol",
    "gnutls_certificate_get_crt_raw",
    "gnutls_ocsp_status_request_get",
    "gnutls_ocsp_status_request_get2",
    "gnutls_packet_get",
    "gnutls_session_get_id2",
    "gnutls_session_get_master_secret",
    "gnutls_session_get_random",
}

# Two pieces of memory with one size, or a size further on: function: (parameters, size).
SHARED = {
    "gnutls_memset": (("data",), "size"),
    "gnutls_memcmp": (("s1", "s2"), "n"),
}

# What a good call answers, where it is an error.
EXPECTED = {
    "handfast_session_explain": "GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE",
    "gnutls_x509_crt_get_issuer_alt_name": "GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE",
    "gnutls_x509_crt_get_issuer_alt_name2": "GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE",
    "gnutls_x509_crt_get_issuer_alt_othername_oid": "GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE",
    "gnutls_x509_crt_get_pk_rsa_raw": "GNUTLS_E_INVALID_REQUEST",
    "gnutls_ocsp_status_request_get": "GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE",
    "gnutls_ocsp_status_request_get2": "GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE",
}

# Functions whose number is no error.
TELLS_NOTHING = {"gnutls_memcmp", "gnutls_db_check_entry"}

# Functions without a query, as in 3.7.9: how much room is needed is known before.
TELLS_NO_SIZE = {"gnutls_aead_cipher_encryptv2", "gnutls_hex_encode", "gnutls_hex_decode", "gnutls_hex2bin"}

# Names in the map that no header declares as a function.
NOT_DECLARED = {
    "_gnutls_global_init_skip": "for programs that define it themselves",
    "gnutls_secure_malloc": "a variable, in no header any more",
}
