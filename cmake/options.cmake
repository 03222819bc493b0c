option(HANDFAST_TESTS "Build the tests" ON)
set(HANDFAST_SANITIZERS "" CACHE STRING "Argument of -fsanitize for all of Handfast, e.g. address,undefined")
option(HANDFAST_LIBFUZZER "Build the fuzz targets with libFuzzer (clang only)" OFF)
option(HANDFAST_COVERAGE "Instrument for gcov" OFF)
