# The programs link the engine itself rather than a shared library, so that they run from wherever they are put.

# handfast_program(TARGET NAME source...): an executable on the whole engine.
function(handfast_program target name)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/include")
  handfast_link(${target} ${HANDFAST_ENGINE})
  target_link_libraries(${target} PRIVATE provider::libcrypto)
endfunction()

file(GLOB command_main CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/cli/main.cpp")
find_package(CLI11 REQUIRED)
find_path(IDN2_INCLUDE_DIR idn2.h REQUIRED)
find_library(IDN2_LIBRARY idn2 REQUIRED)
if(TARGET handfast_cli)
  target_link_libraries(handfast_cli PRIVATE CLI11::CLI11 INTERFACE "${IDN2_LIBRARY}")
  target_include_directories(handfast_cli SYSTEM PRIVATE "${IDN2_INCLUDE_DIR}")
  target_compile_definitions(handfast_cli PRIVATE HANDFAST_VERSION="${PROJECT_VERSION}")
  # Where the installed command finds the drop-in, from its own folder: an installed tree may be moved.
  file(RELATIVE_PATH drop_in "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}/handfast")
  set_source_files_properties("${PROJECT_SOURCE_DIR}/src/cli/run.cpp" PROPERTIES
    COMPILE_DEFINITIONS "HANDFAST_DROP_IN_FOLDER=\"${drop_in}\";HANDFAST_MULTIARCH=\"${CMAKE_LIBRARY_ARCHITECTURE}\"")
endif()
if(TARGET handfast_tls AND command_main)
  handfast_program(handfast_command handfast ${command_main})
  # The command explains GnuTLS's error numbers and reads priority strings, hence the C layer; what it does not use of
  # it is dropped when linking.
  handfast_link(handfast_command capi cli)
  target_link_libraries(handfast_command PRIVATE CLI11::CLI11)
endif()

# The shim that BoringSSL's test runner drives; it is a test and not installed.
handfast_sources(bogo_shim tests/bogo)
if(HANDFAST_TESTS AND TARGET handfast_tls AND bogo_shim)
  handfast_program(handfast_bogo_shim handfast-bogo-shim ${bogo_shim})
  target_include_directories(handfast_bogo_shim PRIVATE "${PROJECT_SOURCE_DIR}/tests")
endif()
