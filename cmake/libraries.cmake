# The two shared libraries. Both carry the provider inside and hide it: an archive's hidden visibility alone is not
# enough, so a version script names what is exported and --exclude-libs drops the rest. The weak hooks of the provider
# must not become dynamic symbols that a program could capture (nodynamic-undefined-weak), and a thread that used the
# provider runs its destructor at exit, so the code must stay mapped after dlclose (nodelete).

# handfast_shared_library(TARGET MAP version-script)
function(handfast_shared_library target map)
  target_link_libraries(${target} PRIVATE provider::libcrypto)
  target_link_options(${target} PRIVATE
    "-Wl,--version-script=${map}" -Wl,--exclude-libs,ALL -Wl,-z,nodynamic-undefined-weak -Wl,-z,nodelete)
  # clang leaves the symbols of the sanitizers' run-time library to the program.
  if(NOT HANDFAST_SANITIZERS)
    target_link_options(${target} PRIVATE -Wl,-z,defs)
  endif()
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${map}")
endfunction()

if(TARGET handfast_cppapi)
  add_library(handfast SHARED)
  handfast_link(handfast ${HANDFAST_ENGINE} cppapi)
  handfast_shared_library(handfast "${PROJECT_SOURCE_DIR}/cmake/libhandfast.map")
  set_target_properties(handfast PROPERTIES SOVERSION ${PROJECT_VERSION_MAJOR} VERSION ${PROJECT_VERSION} LINKER_LANGUAGE CXX)
  target_include_directories(handfast INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(handfast INTERFACE cxx_std_23)
endif()

# Programs written for GnuTLS are C and must not depend on a C++ run-time library, hence the static ones.
file(GLOB gnutls_map CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/capi/libgnutls.map")
if(TARGET handfast_capi AND gnutls_map)
  add_library(gnutls SHARED)
  handfast_link(gnutls ${HANDFAST_ENGINE} capi)
  handfast_shared_library(gnutls "${gnutls_map}")
  target_link_options(gnutls PRIVATE -static-libstdc++ -static-libgcc)
  set_target_properties(gnutls PROPERTIES SOVERSION 30 LINKER_LANGUAGE CXX)
  target_include_directories(gnutls INTERFACE "${PROJECT_SOURCE_DIR}/include")
endif()
