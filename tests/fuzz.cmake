# Fuzz targets: tests/fuzz/<target>_fuzz.cpp on the real provider, tests/fuzz_toy/<target>_fuzz.cpp on the toy provider.
# With libFuzzer (preset asan) each is a fuzzer; otherwise a small main() reads the inputs. As a test either goes through
# tests/fuzz/corpus/<target>.

if(HANDFAST_LIBFUZZER)
  add_custom_target(fuzz_targets)
endif()

set(handfast_cli_fuzz_targets starttls elf)  # what lies above the C layer

function(handfast_fuzz_targets folder provider)
  file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${folder}/*_fuzz.cpp")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    string(REGEX REPLACE "_fuzz$" "" target ${name})
    set(layer capi)
    if(target IN_LIST handfast_cli_fuzz_targets)
      set(layer cli)
    endif()
    if(HANDFAST_LIBFUZZER)
      handfast_test_program(${name} ${layer} ${provider} ${source})
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
      add_dependencies(fuzz_targets ${name})
      set(command ${name} -runs=0)
    else()
      handfast_test_program(${name} ${layer} ${provider} ${source} "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
      set(command ${name})
    endif()
    add_test(NAME replay_${target} COMMAND ${command} "${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${target}")
    set_tests_properties(replay_${target} PROPERTIES TIMEOUT 120)
  endforeach()
endfunction()

handfast_fuzz_targets(fuzz crypto)
if(TARGET handfast_toy_crypto)
  handfast_fuzz_targets(fuzz_toy toy_crypto)
endif()
