# find_package(handfast) gives the target handfast::handfast, the C++ library.
include("${CMAKE_CURRENT_LIST_DIR}/handfastTargets.cmake")
