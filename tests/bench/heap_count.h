/* What a program that was started with heap_count.so loaded before everything else finds there by dlsym(). */
#pragma once

enum { OWNER_NONE, OWNER_CLIENT, OWNER_SERVER, OWNERS };

typedef struct {
  long live;        /* bytes asked for and not given back */
  long allocations; /* calls of malloc and its like */
} heap_count_t;

#define HEAP_OWNER_SYMBOL "bench_heap_owner" /* int: whose the memory is that is asked for from now on */
#define HEAP_COUNT_SYMBOL "bench_heap_count" /* heap_count_t[OWNERS] */
