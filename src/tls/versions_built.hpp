#pragma once
// Which versions this build speaks: HANDFAST_TLS12 and HANDFAST_TLS13 in CMake. The flows of one that is left out are
// reached from nowhere, so the linker drops them and what only they need.
namespace handfast::tls {

#ifdef HANDFAST_WITHOUT_TLS12
inline constexpr bool kTls12Built = false;
#else
inline constexpr bool kTls12Built = true;
#endif

#ifdef HANDFAST_WITHOUT_TLS13
inline constexpr bool kTls13Built = false;
#else
inline constexpr bool kTls13Built = true;
#endif

static_assert(kTls12Built || kTls13Built, "at least one version");

}  // namespace handfast::tls
