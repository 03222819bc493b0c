# provider::libcrypto, the static AWS-LC inside our libraries. Only the layer src/crypto/libcrypto may link the target
# provider::headers, which is the sole way to its include directory.

set(HANDFAST_PROVIDER "${PROJECT_SOURCE_DIR}/build/provider")

# The provider is built once by the system's compiler, whatever this tree's compiler is.
function(handfast_build_provider component)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env --unset=CC --unset=CXX --unset=CFLAGS --unset=CXXFLAGS --unset=LDFLAGS
      "${PROJECT_SOURCE_DIR}/scripts/provider.sh" ${component}
    COMMAND_ERROR_IS_FATAL ANY)
endfunction()

handfast_build_provider(libcrypto)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  scripts/provider.sh third_party/provider/Cargo.toml third_party/provider/Cargo.lock)

find_package(Threads REQUIRED)
add_library(provider::libcrypto STATIC IMPORTED)
set_target_properties(provider::libcrypto PROPERTIES
  IMPORTED_LOCATION "${HANDFAST_PROVIDER}/libcrypto/crypto/libcrypto.a"
  INTERFACE_LINK_LIBRARIES Threads::Threads)

add_library(provider::headers INTERFACE IMPORTED)
target_include_directories(provider::headers SYSTEM INTERFACE "${HANDFAST_PROVIDER}/vendor/aws-lc-sys/aws-lc/include")
