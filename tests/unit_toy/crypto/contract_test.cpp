// The toy provider keeps the contract of src/crypto as the real one does: the same tests run on it.
#include "unit/crypto/aead_test.cpp"          // NOLINT: they are the tests
#include "unit/crypto/hash_test.cpp"          // NOLINT
#include "unit/crypto/key_exchange_test.cpp"  // NOLINT
#include "unit/crypto/keys_test.cpp"          // NOLINT
