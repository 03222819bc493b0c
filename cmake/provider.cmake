# provider::libcrypto, the static AWS-LC inside our libraries. Only the layer src/crypto/libcrypto may link the target
# provider::headers, which is the sole way to its include directory.

set(HANDFAST_PROVIDER_DIR "$ENV{HANDFAST_PROVIDER_DIR}" CACHE PATH
  "A folder that scripts/provider.sh has filled, here or elsewhere; with it nothing is downloaded")
if(HANDFAST_PROVIDER_DIR)
  set(HANDFAST_PROVIDER "${HANDFAST_PROVIDER_DIR}")
else()
  set(HANDFAST_PROVIDER "${PROJECT_SOURCE_DIR}/build/provider")
endif()

# The provider is built once by the system's compiler, whatever this tree's compiler is, and once for each foreign
# processor with the toolchain file that is given here.
set(toolchain --unset=CMAKE_TOOLCHAIN_FILE)
set(HANDFAST_PROVIDER_LIBRARY libcrypto)
if(CMAKE_CROSSCOMPILING)
  set(toolchain "CMAKE_TOOLCHAIN_FILE=${CMAKE_TOOLCHAIN_FILE}" "HANDFAST_PROVIDER_TARGET=${CMAKE_SYSTEM_PROCESSOR}")
  set(HANDFAST_PROVIDER_LIBRARY libcrypto-${CMAKE_SYSTEM_PROCESSOR})
endif()
execute_process(
  COMMAND "${CMAKE_COMMAND}" -E env --unset=CC --unset=CXX --unset=CFLAGS --unset=CXXFLAGS --unset=LDFLAGS ${toolchain}
    "HANDFAST_PROVIDER_DIR=${HANDFAST_PROVIDER_DIR}" "${PROJECT_SOURCE_DIR}/scripts/provider.sh" libcrypto
  COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  scripts/provider.sh third_party/provider/Cargo.toml third_party/provider/Cargo.lock)

find_package(Threads REQUIRED)
add_library(provider::libcrypto STATIC IMPORTED)
set_target_properties(provider::libcrypto PROPERTIES
  IMPORTED_LOCATION "${HANDFAST_PROVIDER}/${HANDFAST_PROVIDER_LIBRARY}/crypto/libcrypto.a"
  INTERFACE_LINK_LIBRARIES Threads::Threads)

add_library(provider::headers INTERFACE IMPORTED)
target_include_directories(provider::headers SYSTEM INTERFACE "${HANDFAST_PROVIDER}/vendor/aws-lc-sys/aws-lc/include")
