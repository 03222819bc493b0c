#pragma once
#include <openssl/digest.h>

#include "crypto/message_digest.hpp"

namespace handfast::crypto {

const EVP_MD* evp_digest(DigestAlgorithm algorithm);

}  // namespace handfast::crypto
