# What is installed: the two libraries, the public headers, the command, and what pkg-config and CMake look for. Never
# the toy provider, test programs, or the provider's headers.
include(CMakePackageConfigHelpers)

# The way from the .pc files to the prefix, so that an installed tree may be moved.
file(RELATIVE_PATH HANDFAST_PREFIX_FROM_PC "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")

# handfast_pkgconfig(NAME): <name>.pc from its template.
function(handfast_pkgconfig name)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()

# Whoever gets the libraries gets the licences of what is inside.
install(FILES LICENSE docs/licensing.md DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/handfast")
install(FILES "${PROJECT_SOURCE_DIR}/build/provider/vendor/aws-lc-sys/aws-lc/LICENSE"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/handfast" RENAME LICENSE.aws-lc)

if(TARGET gnutls)
  install(TARGETS gnutls LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
  install(DIRECTORY include/gnutls DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")
  install(FILES include/handfast/explain.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/handfast")
  file(STRINGS include/gnutls/gnutls.h line REGEX "^#[ \t]*define[ \t]+GNUTLS_VERSION[ \t]")
  string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" HANDFAST_GNUTLS_VERSION "${line}")
  handfast_pkgconfig(gnutls)
endif()

if(TARGET handfast)
  install(TARGETS handfast EXPORT handfast LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
  install(DIRECTORY include/handfast DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")
  install(DIRECTORY examples DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/handfast")
  handfast_pkgconfig(handfast)

  set(package "${CMAKE_INSTALL_LIBDIR}/cmake/handfast")
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/handfastConfigVersion.cmake" COMPATIBILITY ExactVersion)
  install(FILES cmake/handfastConfig.cmake "${PROJECT_BINARY_DIR}/handfastConfigVersion.cmake" DESTINATION "${package}")
  install(EXPORT handfast NAMESPACE handfast:: FILE handfastTargets.cmake DESTINATION "${package}")
endif()

if(TARGET handfast_command)
  install(TARGETS handfast_command RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
