# What people read: a man page for each public function, made from the headers' comments, and the Texinfo manual where
# makeinfo is there. Below docs/ of the build tree.
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)
find_program(HANDFAST_MAKEINFO makeinfo)
find_program(HANDFAST_INSTALL_INFO NAMES install-info ginstall-info)

set(docs "${PROJECT_BINARY_DIR}/docs")
file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/*.h")
add_custom_command(OUTPUT "${docs}/man/man1/handfast.1"
  COMMAND ${CMAKE_COMMAND} -E rm -rf "${docs}/man"
  COMMAND ${Python3_EXECUTABLE} scripts/man_pages.py "${docs}/man"
  DEPENDS ${headers} scripts/man_pages.py scripts/c_headers.py docs/manual/handfast.1
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" VERBATIM COMMENT "Making man pages")
set(products "${docs}/man/man1/handfast.1")
install(DIRECTORY "${docs}/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}" COMPONENT documentation)

if(HANDFAST_MAKEINFO)
  file(GLOB_RECURSE chapters CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/docs/manual/*")
  add_custom_command(OUTPUT "${docs}/handfast.info" "${docs}/handfast.html"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${docs}"
    COMMAND bash scripts/manual.sh "${HANDFAST_MAKEINFO}" "${docs}"
    DEPENDS ${chapters} scripts/manual.sh CMakeLists.txt
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" VERBATIM COMMENT "Making the manual")
  list(APPEND products "${docs}/handfast.info")
  install(FILES "${docs}/handfast.info" DESTINATION "${CMAKE_INSTALL_INFODIR}" COMPONENT documentation)
  install(FILES "${docs}/handfast.html" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT documentation)
  install(DIRECTORY docs/manual/examples/ DESTINATION "${CMAKE_INSTALL_DOCDIR}/manual" COMPONENT documentation)
  # The entry in the directory of all manuals, where `info` without a name begins. That directory is every package's:
  # below DESTDIR it would replace the one of the system, so there the entry is left to whoever installs the package.
  if(HANDFAST_INSTALL_INFO)
    install(CODE "
      if(\"\$ENV{DESTDIR}\" STREQUAL \"\")
        set(folder \"${CMAKE_INSTALL_INFODIR}\")
        cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY \"\${CMAKE_INSTALL_PREFIX}\")
        execute_process(COMMAND \"${HANDFAST_INSTALL_INFO}\" \"--info-dir=\${folder}\" \"\${folder}/handfast.info\"
          COMMAND_ERROR_IS_FATAL ANY)
      endif()" COMPONENT documentation)
  endif()
endif()

add_custom_target(manual ALL DEPENDS ${products})
