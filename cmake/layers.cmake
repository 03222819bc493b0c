# The layers of ARCHITECTURE.md, each an object library made of every source below its folder. A layer without sources
# yet is left out, and so is what would be made of it.

# handfast_layer(NAME source...): the object library handfast_NAME, if there are sources.
function(handfast_layer name)
  if(NOT ARGN)
    return()
  endif()
  add_library(handfast_${name} OBJECT ${ARGN})
  target_include_directories(handfast_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(handfast_${name} PRIVATE handfast_flags)
endfunction()

# handfast_sources(VARIABLE folder): every source below a folder.
function(handfast_sources variable folder)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# handfast_link(TARGET layer...): links the objects of those layers that exist.
function(handfast_link target)
  foreach(layer IN LISTS ARGN)
    if(TARGET handfast_${layer})
      target_link_libraries(${target} PRIVATE handfast_${layer})
    endif()
  endforeach()
  target_link_libraries(${target} PRIVATE handfast_flags)
endfunction()

foreach(layer IN ITEMS base pki tls cppapi capi)
  handfast_sources(sources src/${layer})
  handfast_layer(${layer} ${sources})
endforeach()

foreach(version IN ITEMS 12 13)
  if(NOT HANDFAST_TLS${version} AND TARGET handfast_tls)
    target_compile_definitions(handfast_tls PRIVATE HANDFAST_WITHOUT_TLS${version})
  endif()
endforeach()

# The seam's own sources serve every provider; the folder below it is the provider that programs get.
file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/crypto/*.cpp")
handfast_layer(crypto_seam ${sources})
handfast_sources(sources src/crypto/libcrypto)
handfast_layer(crypto ${sources})
if(TARGET handfast_crypto)
  target_link_libraries(handfast_crypto PRIVATE provider::headers)
endif()

# The toy provider replaces handfast_crypto in tests and fuzz targets; nothing that is installed may link it.
handfast_sources(sources tests/toy_provider)
handfast_layer(toy_crypto ${sources})
if(TARGET handfast_toy_crypto)
  target_include_directories(handfast_toy_crypto PRIVATE "${PROJECT_SOURCE_DIR}/tests")
endif()

# The command's main() stays apart, so that tests can link the rest.
handfast_sources(sources src/cli)
list(REMOVE_ITEM sources "${PROJECT_SOURCE_DIR}/src/cli/main.cpp")
handfast_layer(cli ${sources})

set(HANDFAST_ENGINE base crypto_seam crypto pki tls)
