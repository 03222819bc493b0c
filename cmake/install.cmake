# What is installed, in four components that may be installed apart:
#
#   library        libhandfast.so, the C++ API, for pkg-config and find_package
#   drop-in        libgnutls.so.30 with its headers and gnutls.pc, in folders of their own: neither the loader nor a
#                  compiler finds them by itself, so that nothing changes for programs that use GnuTLS
#   command        the handfast command
#   documentation  man pages, the manual, and the examples (cmake/manual.cmake)
#
# Never the toy provider, test programs, or the provider's headers.
include(CMakePackageConfigHelpers)

set(HANDFAST_DROP_IN_LIBDIR "${CMAKE_INSTALL_LIBDIR}/handfast")
set(HANDFAST_DROP_IN_INCLUDEDIR "${CMAKE_INSTALL_INCLUDEDIR}/handfast-gnutls")

# handfast_pkgconfig(NAME folder component): <name>.pc from its template. It says the way from itself to the prefix, so
# that an installed tree may be moved.
function(handfast_pkgconfig name folder component)
  set(prefix "${CMAKE_INSTALL_PREFIX}")
  if(IS_ABSOLUTE "${folder}")
    file(RELATIVE_PATH HANDFAST_PREFIX_FROM_PC "${folder}/pkgconfig" "${prefix}")
  else()
    file(RELATIVE_PATH HANDFAST_PREFIX_FROM_PC "${prefix}/${folder}/pkgconfig" "${prefix}")
  endif()
  foreach(variable IN ITEMS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR HANDFAST_DROP_IN_LIBDIR HANDFAST_DROP_IN_INCLUDEDIR)
    cmake_path(ABSOLUTE_PATH ${variable} BASE_DIRECTORY "\${prefix}" OUTPUT_VARIABLE PC_${variable})
  endforeach()
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${folder}/pkgconfig" COMPONENT ${component})
endfunction()

# Whoever gets a part gets the licences of what is inside.
foreach(component IN ITEMS library drop-in command)
  install(FILES LICENSE docs/licensing.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT ${component})
  install(FILES "${HANDFAST_PROVIDER}/vendor/aws-lc-sys/aws-lc/LICENSE"
    DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME LICENSE.aws-lc COMPONENT ${component})
endforeach()

if(TARGET gnutls)
  install(TARGETS gnutls LIBRARY DESTINATION "${HANDFAST_DROP_IN_LIBDIR}" COMPONENT drop-in)
  install(DIRECTORY include/gnutls DESTINATION "${HANDFAST_DROP_IN_INCLUDEDIR}" COMPONENT drop-in
    FILES_MATCHING PATTERN "*.h")
  install(FILES include/handfast/explain.h DESTINATION "${HANDFAST_DROP_IN_INCLUDEDIR}/handfast" COMPONENT drop-in)
  file(STRINGS include/gnutls/gnutls.h line REGEX "^#[ \t]*define[ \t]+GNUTLS_VERSION[ \t]")
  string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" HANDFAST_GNUTLS_VERSION "${line}")
  handfast_pkgconfig(gnutls "${HANDFAST_DROP_IN_LIBDIR}" drop-in)
endif()

if(TARGET handfast)
  install(TARGETS handfast EXPORT handfast LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library)
  install(DIRECTORY include/handfast DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT library
    FILES_MATCHING PATTERN "*.hpp")
  install(DIRECTORY examples DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT documentation)
  handfast_pkgconfig(handfast "${CMAKE_INSTALL_LIBDIR}" library)

  # Before version 1 each second number is an interface of its own.
  set(package "${CMAKE_INSTALL_LIBDIR}/cmake/handfast")
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/handfastConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
  install(FILES cmake/handfastConfig.cmake "${PROJECT_BINARY_DIR}/handfastConfigVersion.cmake" DESTINATION "${package}"
    COMPONENT library)
  install(EXPORT handfast NAMESPACE handfast:: FILE handfastTargets.cmake DESTINATION "${package}" COMPONENT library)
endif()

if(TARGET handfast_command)
  install(TARGETS handfast_command RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT command)
endif()
