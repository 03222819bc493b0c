#pragma once
// The public C headers, with their symbols visible: the libraries are built with hidden visibility. Every source of
// src/capi includes this file instead of <gnutls/...>.
#pragma GCC visibility push(default)
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs11.h>
#include <gnutls/x509.h>
#include <handfast/explain.h>
#pragma GCC visibility pop
