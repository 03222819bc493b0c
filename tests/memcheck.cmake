# Secrets under valgrind's memcheck: tests/memcheck. The program's references to some functions go to the ones in
# public_results.cpp, which say what is public of their results.

set(handfast_secrets_program)
find_path(HANDFAST_VALGRIND_HEADERS valgrind/memcheck.h)
mark_as_advanced(HANDFAST_VALGRIND_HEADERS)
if(HANDFAST_VALGRIND_HEADERS AND NOT HANDFAST_SANITIZERS AND NOT HANDFAST_COVERAGE AND HANDFAST_TLS12 AND HANDFAST_TLS13)
  set(bytes "St4spanIKhLm18446744073709551615EE")
  handfast_test_program(memcheck_secrets tls crypto memcheck/secrets.cpp memcheck/public_results.cpp)
  target_include_directories(memcheck_secrets SYSTEM PRIVATE "${HANDFAST_VALGRIND_HEADERS}")
  foreach(function IN ITEMS
      CRYPTO_memcmp
      _ZN8handfast19constant_time_equalE${bytes}S2_
      _ZN8handfast6crypto11hkdf_expandERKNS0_7HmacKeyE${bytes}S4_IhLm18446744073709551615EE
      _ZNK8handfast6crypto4Aead4openERKSt5arrayIhLm12EE${bytes}S8_S6_IhLm18446744073709551615EE
      _ZNK8handfast6crypto4Aead4sealERKSt5arrayIhLm12EE${bytes}S8_S8_S6_IhLm18446744073709551615EE
      _ZNK8handfast6crypto10PrivateKey4signENS_15SignatureSchemeE${bytes}
      _ZNK8handfast6crypto9PublicKey6verifyENS_15SignatureSchemeE${bytes}S5_
      _ZNK8handfast3tls10TicketKeys4openE${bytes}m
      _ZNK8handfast6crypto11KeyExchange5agreeE${bytes}
      _ZN8handfast6crypto11encapsulateENS_10NamedGroupE${bytes})
    target_link_options(memcheck_secrets PRIVATE "-Wl,--wrap=${function}")
  endforeach()
  set(handfast_secrets_program "$<TARGET_FILE:memcheck_secrets>")
endif()
if(NOT HANDFAST_SANITIZERS AND NOT HANDFAST_COVERAGE)
  handfast_script_test(memcheck_secrets 300 ${Python3_EXECUTABLE} tests/memcheck/secrets_test.py
    ${handfast_secrets_program})
endif()

# A session that is ended in its own callbacks. AddressSanitizer judges the same program in its builds.
find_program(HANDFAST_VALGRIND valgrind)
mark_as_advanced(HANDFAST_VALGRIND)
if(HANDFAST_VALGRIND AND TARGET capi_deinit AND NOT HANDFAST_SANITIZERS AND NOT HANDFAST_COVERAGE)
  handfast_script_test(memcheck_deinit 300 "${HANDFAST_VALGRIND}" --quiet --error-exitcode=9 --leak-check=full
    $<TARGET_FILE:capi_deinit>)
endif()

# Work that grows with its input, counted in instructions.
if(HANDFAST_VALGRIND AND TARGET gnutls AND NOT HANDFAST_SANITIZERS AND NOT HANDFAST_COVERAGE AND HANDFAST_TLS13)
  add_executable(growth_program growth/program.c)
  target_compile_definitions(growth_program PRIVATE HANDFAST_TESTS_DIR="${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(growth_program PRIVATE gnutls handfast_flags)
  handfast_script_test(growth 300 ${Python3_EXECUTABLE} tests/growth/growth_test.py $<TARGET_FILE:growth_program>)
endif()
