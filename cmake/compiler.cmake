# Language level, warnings, hardening and instrumentation of everything that is built here.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# The flags of a release are chosen here, the same for both compilers, in place of CMake's own; assertions belong to the
# other configurations. They stand first: CFLAGS, CXXFLAGS and a toolchain file have the last word.
set(cmake_release_flags "-O3 -DNDEBUG")
foreach(language IN ITEMS C CXX)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND CMAKE_${language}_FLAGS_RELEASE STREQUAL cmake_release_flags)
    set(CMAKE_${language}_FLAGS_RELEASE "")
    string(PREPEND CMAKE_${language}_FLAGS "-O2 -g -DNDEBUG ")
  endif()
endforeach()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

add_library(handfast_flags INTERFACE)
# What is installed does not know where it was built; from the project's root, debuggers find the sources by these names.
target_compile_options(handfast_flags INTERFACE
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=." "-ffile-prefix-map=${PROJECT_BINARY_DIR}=./build"
  -Wall -Wextra -Wconversion -Wundef -Wvla
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi>
  -ffunction-sections -fdata-sections -fstack-protector-strong -fno-semantic-interposition)
# Sections that nobody refers to are dropped; this is what keeps the unused part of the provider out.
target_link_options(handfast_flags INTERFACE -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(handfast_flags INTERFACE
    -Wshadow=local $<$<COMPILE_LANGUAGE:CXX>:-Wsuggest-override>)
else()
  # valgrind 3.19 (Debian 12) gives up at what clang writes as DWARF 5.
  target_compile_options(handfast_flags INTERFACE -Wno-unused-command-line-argument -fdebug-default-version=4)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  if(NOT CMAKE_CXX_FLAGS MATCHES "_FORTIFY_SOURCE") # a distribution may want more of it
    target_compile_options(handfast_flags INTERFACE -D_FORTIFY_SOURCE=2)
  endif()
else()
  target_compile_definitions(handfast_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
endif()

if(HANDFAST_SANITIZERS)
  set(sanitize -fsanitize=${HANDFAST_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # Programs in C pass any int as an enumeration of the C API, the only ones here without a type of their own; both
  # compilers define the read of such a value (-fno-strict-enums, their default).
  list(APPEND sanitize -fno-sanitize=enum)
  if(HANDFAST_LIBFUZZER)
    list(APPEND sanitize -fsanitize=fuzzer-no-link)
  endif()
  target_compile_options(handfast_flags INTERFACE ${sanitize})
  target_link_options(handfast_flags INTERFACE ${sanitize})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")  # which leaves out of C programs what checks the library's virtual calls
    target_link_options(handfast_flags INTERFACE -fsanitize-link-c++-runtime)
    target_link_libraries(handfast_flags INTERFACE stdc++)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 takes the checks that it has added itself for uses of uninitialised variants.
    target_compile_options(handfast_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

if(HANDFAST_COVERAGE)
  target_compile_options(handfast_flags INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(handfast_flags INTERFACE --coverage)
endif()
