// The numbers and sizes that programs have compiled in. All of it is decided at compile time.
#include <gtest/gtest.h>

#include "capi/public_api.hpp"

namespace {

#define CONSTANT(name, value) static_assert(static_cast<long long>(name) == (value), #name);
#define SIZE(type, value) static_assert(sizeof(type) == (value), #type);
#include "data/gnutls-constants.inc"
#undef SIZE
#undef CONSTANT

#define CONSTANT(name, value) +1
#define SIZE(type, value) +1
constexpr int checked = 0
#include "data/gnutls-constants.inc"
    ;

TEST(Constants, AreThoseThatProgramsHaveCompiledIn) { EXPECT_GT(checked, 700); }

TEST(Constants, TheVersionIsOne) {
  EXPECT_EQ(GNUTLS_VERSION_NUMBER, GNUTLS_VERSION_MAJOR << 16 | GNUTLS_VERSION_MINOR << 8 | GNUTLS_VERSION_PATCH);
  EXPECT_EQ(std::string(GNUTLS_VERSION), std::to_string(GNUTLS_VERSION_MAJOR) + "." +
                                             std::to_string(GNUTLS_VERSION_MINOR) + "." +
                                             std::to_string(GNUTLS_VERSION_PATCH));
}

}  // namespace
