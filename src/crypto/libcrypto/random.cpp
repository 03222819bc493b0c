#include "crypto/random.hpp"

#include <openssl/rand.h>

namespace handfast::crypto {

bool random_bytes(MutableBytes out) { return RAND_bytes(out.data(), out.size()) == 1; }

}  // namespace handfast::crypto
