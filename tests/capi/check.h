/* Tests stop at the first thing that is not as it should be. */
#pragma once
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

#define CHECK_IS(expression, wanted)                                                                   \
  do {                                                                                                 \
    const long value_ = (long)(expression);                                                            \
    if (value_ != (long)(wanted)) {                                                                    \
      fprintf(stderr, "%s:%d: %s is %ld, not %s\n", __FILE__, __LINE__, #expression, value_, #wanted); \
      exit(1);                                                                                         \
    }                                                                                                  \
  } while (0)

#define DATA(name) HANDFAST_TESTS_DIR "/capi/data/" name
