# Tests that are scripts: checks of the sources, of the built libraries, and against other programs. Exit status 77 is a
# skip, whose reason the script prints.

# Peers that take minutes to build or hundreds of megabytes to install: only `ctest -C check-all` runs them.
set(handfast_check_all_tests interop_chromium interop_pairs interop_rust interop_sessions_rust)
set(handfast_check_all_timeout 900)

function(handfast_script_test name timeout)
  set(restriction)
  if(name IN_LIST handfast_check_all_tests)
    set(restriction CONFIGURATIONS check-all)
    set(timeout ${handfast_check_all_timeout})
  endif()
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" ${restriction})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${timeout} SKIP_RETURN_CODE 77 ENVIRONMENT
    "HANDFAST=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/handfast;HANDFAST_LIB=${CMAKE_LIBRARY_OUTPUT_DIRECTORY}")
  if(name MATCHES "^explain_")
    set_tests_properties(${name} PROPERTIES LABELS explain)
  endif()
  if(restriction)
    set_tests_properties(${name} PROPERTIES LABELS check-all)
  endif()
endfunction()

find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)

handfast_script_test(check_layering 60 ${Python3_EXECUTABLE} scripts/check-layering.py)
handfast_script_test(check_size 60 ${Python3_EXECUTABLE} scripts/check-size.py)
handfast_script_test(check_lint 60 ${Python3_EXECUTABLE} scripts/check-lint.py)
handfast_script_test(check_contract 60 ${Python3_EXECUTABLE} scripts/check-contract.py)
handfast_script_test(check_api_docs 60 ${Python3_EXECUTABLE} scripts/check-api-docs.py)
handfast_script_test(check_bogo 60 ${Python3_EXECUTABLE} scripts/check-bogo.py)

# handfast_script_tests(FOLDER): <folder>/<name>_test.py or .sh is the test <folder>_<name>.
function(handfast_script_tests folder)
  file(GLOB scripts CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${folder}/*_test.*")
  foreach(script IN LISTS scripts)
    cmake_path(GET script EXTENSION extension)
    cmake_path(GET script STEM name)
    string(REGEX REPLACE "_test$" "" name ${name})
    if("${folder}_${name}" MATCHES "^interop_sessions" AND
       (NOT TARGET gnutls OR HANDFAST_SANITIZERS OR HANDFAST_COVERAGE))
      continue()  # its program is on libgnutls and knows nothing of sanitizers
    endif()
    if(extension STREQUAL ".py")
      handfast_script_test(${folder}_${name} 900 ${Python3_EXECUTABLE} "${script}")
    elseif(extension STREQUAL ".sh")
      handfast_script_test(${folder}_${name} 900 bash "${script}")
    endif()
  endforeach()
endfunction()

if(TARGET handfast_command)
  handfast_script_tests(cli)
  handfast_script_tests(interop)
endif()

# What an ordinary build exports and needs, and programs that know nothing of sanitizers, whose run-time libraries would
# have to be loaded first.
if(NOT HANDFAST_SANITIZERS AND NOT HANDFAST_COVERAGE)
  if(TARGET gnutls)
    handfast_script_test(abi_libgnutls 60 ${Python3_EXECUTABLE} tests/abi/abi_test.py libgnutls.so.30)
    handfast_script_tests(capi)
    handfast_script_tests(apt)
    handfast_script_tests(programs)
    if(TARGET handfast_command)
      handfast_script_tests(manual)
      handfast_script_tests(explain)
    endif()
  endif()
  if(TARGET handfast)
    handfast_script_test(abi_libhandfast 60 ${Python3_EXECUTABLE} tests/abi/abi_test.py libhandfast.so.0)
    handfast_script_test(install_examples 300 ${Python3_EXECUTABLE} tests/install/examples_test.py
      "${PROJECT_BINARY_DIR}")
  endif()
  if(TARGET gnutls AND TARGET handfast_command)
    handfast_script_test(install_help 300 ${Python3_EXECUTABLE} tests/install/help_test.py)
    handfast_script_test(install_run 300 ${Python3_EXECUTABLE} tests/install/run_test.py)
    handfast_script_test(install_layout 300 ${Python3_EXECUTABLE} tests/install/layout_test.py "${PROJECT_BINARY_DIR}")
    handfast_script_test(install_make_install 300 ${Python3_EXECUTABLE} tests/install/make_install_test.py
      "${PROJECT_BINARY_DIR}")
    handfast_script_test(install_documentation 300 ${Python3_EXECUTABLE} tests/install/documentation_test.py
      "${PROJECT_BINARY_DIR}")
  endif()
endif()
