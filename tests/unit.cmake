# Unit tests: tests/unit on the real provider, tests/unit_toy on the toy provider, tests/capi on the shared library.

find_package(GTest REQUIRED)

# What tests of the engine share: two endpoints over memory, certificates.
handfast_sources(sources tests/support)
handfast_layer(test_support ${sources})
if(TARGET handfast_test_support)
  target_include_directories(handfast_test_support PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(handfast_test_support PRIVATE HANDFAST_TESTS_DIR="${PROJECT_SOURCE_DIR}/tests")
endif()

# handfast_layers_up_to(VARIABLE layer provider): the layers from base up to the one named, with the given provider.
function(handfast_layers_up_to variable layer provider)
  set(base base)
  set(crypto ${base} crypto_seam ${provider})
  set(pki ${crypto} pki)
  set(tls ${pki} tls test_support)
  set(cppapi ${tls} cppapi)
  set(capi ${tls} capi)
  set(cli ${capi} cli)
  if(NOT DEFINED ${layer})
    message(FATAL_ERROR "tests: there is no layer called ${layer}")
  endif()
  set(${variable} ${${layer}} PARENT_SCOPE)
endfunction()

# handfast_test_program(NAME layer provider source...): a program on the layers up to the one named.
function(handfast_test_program name layer provider)
  handfast_layers_up_to(layers ${layer} ${provider})
  add_executable(${name} ${ARGN})
  target_include_directories(${name} PRIVATE
    "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE HANDFAST_TESTS_DIR="${PROJECT_SOURCE_DIR}/tests")
  handfast_link(${name} ${layers})
  if(provider STREQUAL "crypto")
    target_link_libraries(${name} PRIVATE provider::libcrypto)
  endif()
endfunction()

# One test program for each folder <kind>/<layer>. A program that skipped any of its tests counts as skipped, so that a
# skip is seen.
function(handfast_unit_tests kind provider)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${kind}/*/*.cpp")
  set(layers)
  foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(GET folder FILENAME layer)
    list(APPEND layers ${layer})
    list(APPEND sources_${layer} ${source})
  endforeach()
  list(REMOVE_DUPLICATES layers)
  foreach(layer IN LISTS layers)
    set(name ${kind}_${layer})
    handfast_test_program(${name} ${layer} ${provider} ${sources_${layer}})
    target_link_libraries(${name} PRIVATE GTest::gtest_main)
    # The tests' own code: compiling takes longer than running it. What is tested keeps the preset's flags.
    target_compile_options(${name} PRIVATE -O0 -U_FORTIFY_SOURCE)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")  # which Asio 1.22 and Boost 1.74 know with older coroutines only
      target_compile_definitions(${name} PRIVATE ASIO_HAS_CO_AWAIT=1 ASIO_HAS_STD_COROUTINE=1
        BOOST_ASIO_HAS_CO_AWAIT=1 BOOST_ASIO_HAS_STD_COROUTINE=1)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
  endforeach()
endfunction()

handfast_unit_tests(unit crypto)
if(TARGET handfast_toy_crypto)
  handfast_unit_tests(unit_toy toy_crypto)
endif()

# handfast_c_tests(KIND library...): each tests/KIND/*.c is a program and a test, exit status 77 is a skip. The
# libraries' folder is in HANDFAST_LIB.
function(handfast_c_tests kind)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${kind}/*.c")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    string(REGEX REPLACE "_test$" "" name ${kind}_${name})
    add_executable(${name} ${source})
    target_compile_definitions(${name} PRIVATE HANDFAST_TESTS_DIR="${PROJECT_SOURCE_DIR}/tests")
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/include")
    target_link_libraries(${name} PRIVATE ${ARGN} handfast_flags Threads::Threads ${CMAKE_DL_LIBS})
    add_dependencies(${name} gnutls)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 120 SKIP_RETURN_CODE 77
      ENVIRONMENT "HANDFAST_LIB=${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
  endforeach()
endfunction()

# C programs against the public headers and the library as users get it; those of abi load it themselves, with dlopen.
if(TARGET gnutls)
  handfast_c_tests(capi gnutls)
  handfast_c_tests(abi)

  # What several threads do at once: `ctest -L threads` after building thread_tests, for TSan where time is short.
  set(handfast_thread_tests capi_stress capi_threads abi_dlopen_cycle)
  add_custom_target(thread_tests DEPENDS ${handfast_thread_tests})
  set_property(TEST ${handfast_thread_tests} APPEND PROPERTY LABELS threads)

  # Calls of every function that takes memory with its size, made from the headers.
  find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
  file(GLOB sizes CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/capi/sizes/*.*")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/*.h")
  add_custom_command(OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/capi_sizes_calls.c"
    COMMAND ${Python3_EXECUTABLE} "${PROJECT_SOURCE_DIR}/tests/capi/sizes/generate.py"
      "${CMAKE_CURRENT_BINARY_DIR}/capi_sizes_calls.c"
    DEPENDS ${sizes} ${headers} "${PROJECT_SOURCE_DIR}/src/capi/libgnutls.map"
      "${PROJECT_SOURCE_DIR}/scripts/c_headers.py"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" VERBATIM)
  add_executable(capi_sizes capi/sizes/main.c capi/sizes/handles.c "${CMAKE_CURRENT_BINARY_DIR}/capi_sizes_calls.c")
  target_include_directories(capi_sizes PRIVATE capi/sizes)
  target_compile_definitions(capi_sizes PRIVATE HANDFAST_TESTS_DIR="${PROJECT_SOURCE_DIR}/tests")
  target_compile_options(capi_sizes PRIVATE -Wno-unused-function)
  target_link_libraries(capi_sizes PRIVATE gnutls handfast_flags)
  add_test(NAME capi_sizes COMMAND capi_sizes)
  set_tests_properties(capi_sizes PROPERTIES TIMEOUT 300)

  # Not a test by itself: tests/explain starts it on the library.
  add_executable(explain_program explain/program.c)
  target_link_libraries(explain_program PRIVATE gnutls handfast_flags)
endif()
