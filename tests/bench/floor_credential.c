#include <openssl/ecdsa.h>
#include <openssl/nid.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

struct credential {
  EVP_PKEY *key, *authority;
  uint8_t* public_key; /* as it stands in the certificate: a point, or an RSAPublicKey */
  size_t public_key_size;
  uint8_t* signed_part; /* of the certificate, which the authority's signature is for */
  size_t signed_size, certificate_size;
  const ASN1_BIT_STRING* signature;
  X509* certificate; /* has the signature */
};

static X509* read_certificate(const char* name) {
  BIO* file = BIO_new_file(name, "r");
  X509* certificate = file == NULL ? NULL : PEM_read_bio_X509(file, NULL, NULL, NULL);
  check(name, certificate != NULL);
  BIO_free(file);
  return certificate;
}

static EVP_PKEY* read_key(const char* name) {
  BIO* file = BIO_new_file(name, "r");
  EVP_PKEY* key = file == NULL ? NULL : PEM_read_bio_PrivateKey(file, NULL, NULL, NULL);
  check(name, key != NULL);
  BIO_free(file);
  return key;
}

static void write_public_key(credential_t* own) {
  const EC_KEY* ec = EVP_PKEY_get0_EC_KEY(own->key);
  if (ec != NULL)
    own->public_key_size = EC_KEY_key2buf(ec, POINT_CONVERSION_UNCOMPRESSED, &own->public_key, NULL);
  else
    check("public key", RSA_public_key_to_bytes(&own->public_key, &own->public_key_size, EVP_PKEY_get0_RSA(own->key)));
}

credential_t* credential_load(const options_t* options, int side) {
  credential_t* own = calloc(1, sizeof *own);
  char *certificate = file_name(options, side, ".pem"), *key = file_name(options, side, ".key");
  own->certificate = read_certificate(certificate);
  own->key = read_key(key);
  own->authority = X509_get_pubkey(read_certificate(TRUST_FILE));
  own->certificate_size = (size_t)i2d_X509(own->certificate, NULL);
  own->signed_size = (size_t)i2d_X509_tbs(own->certificate, &own->signed_part);
  X509_get0_signature(&own->signature, NULL, own->certificate);
  write_public_key(own);
  free(certificate);
  free(key);
  return own;
}

size_t credential_size(const credential_t* own) { return own->certificate_size; }

/* What is signed does not matter for the time, only its size does. */
static void digest_content(size_t content, uint8_t* digest) {
  static const uint8_t nothing[1024];
  check("content", content <= sizeof nothing);
  SHA256(nothing, content, digest);
}

size_t credential_sign(const credential_t* own, size_t content, uint8_t* signature) {
  uint8_t digest[DIGEST_SIZE];
  digest_content(content, digest);
  EC_KEY* ec = EVP_PKEY_get0_EC_KEY(own->key);
  if (ec != NULL) {
    unsigned size = 0;
    check("sign", ECDSA_sign(0, digest, sizeof digest, signature, &size, ec));
    return size;
  }
  size_t size = 0;
  check("sign", RSA_sign_pss_mgf1(EVP_PKEY_get0_RSA(own->key), &size, signature, SIGNATURE_MOST, digest, sizeof digest,
                                  EVP_sha256(), EVP_sha256(), RSA_PSS_SALTLEN_DIGEST));
  return size;
}

static void verify_certificate(const credential_t* peer) {
  uint8_t digest[DIGEST_SIZE];
  SHA256(peer->signed_part, peer->signed_size, digest);
  check("certificate",
        ECDSA_verify(0, digest, sizeof digest, ASN1_STRING_get0_data(peer->signature),
                     (size_t)ASN1_STRING_length(peer->signature), EVP_PKEY_get0_EC_KEY(peer->authority)));
}

static void verify_ecdsa(const credential_t* peer, const uint8_t* digest, const uint8_t* signature, size_t size) {
  EC_KEY* key = EC_KEY_new();
  const EC_GROUP* group = EC_group_p256();
  check("group", key != NULL && EC_KEY_set_group(key, group));
  EC_POINT* point = EC_POINT_new(group);
  check("point", EC_POINT_oct2point(group, point, peer->public_key, peer->public_key_size, NULL) &&
                     EC_KEY_set_public_key(key, point));
  check("verify", ECDSA_verify(0, digest, DIGEST_SIZE, signature, size, key));
  EC_POINT_free(point);
  EC_KEY_free(key);
}

static void verify_rsa(const credential_t* peer, const uint8_t* digest, const uint8_t* signature, size_t size) {
  RSA* key = RSA_public_key_from_bytes(peer->public_key, peer->public_key_size);
  check("verify", RSA_verify_pss_mgf1(key, digest, DIGEST_SIZE, EVP_sha256(), EVP_sha256(), RSA_PSS_SALTLEN_DIGEST,
                                      signature, size));
  RSA_free(key);
}

void credential_verify(const credential_t* peer, size_t content, const uint8_t* signature, size_t size) {
  verify_certificate(peer);
  uint8_t digest[DIGEST_SIZE];
  digest_content(content, digest);
  if (EVP_PKEY_get0_EC_KEY(peer->key) != NULL)
    verify_ecdsa(peer, digest, signature, size);
  else
    verify_rsa(peer, digest, signature, size);
}
