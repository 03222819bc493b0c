/* Counts the heap for one owner at a time: a library for LD_PRELOAD, the same for every program, whatever language it is
   written in. Each block carries its owner, so that memory is given back to whoever asked for it. It is for programs
   of one thread. */
#include "heap_count.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* glibc's own, which serve what is replaced here. */
extern void* __libc_malloc(size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* block);

int bench_heap_owner = OWNER_NONE;
heap_count_t bench_heap_count[OWNERS];

/* Stands directly before each block. */
typedef struct {
  void* start; /* of glibc's block */
  size_t size;
  size_t owner;
  size_t unused; /* keeps the block behind it aligned to 16 bytes */
} label_t;

static label_t* label_of(void* block) { return (label_t*)block - 1; }

static void* note(char* start, size_t lead, size_t size) {
  if (start == NULL) return NULL;
  void* block = start + lead;
  *label_of(block) = (label_t){start, size, (size_t)bench_heap_owner, 0};
  bench_heap_count[bench_heap_owner].live += (long)size;
  ++bench_heap_count[bench_heap_owner].allocations;
  return block;
}

static void* aligned(size_t alignment, size_t size) {
  const size_t lead = alignment > sizeof(label_t) ? alignment : sizeof(label_t);
  return size > PTRDIFF_MAX - lead ? NULL : note(__libc_memalign(alignment, size + lead), lead, size);
}

void* malloc(size_t size) {
  if (size > PTRDIFF_MAX - sizeof(label_t)) return NULL;
  return note(__libc_malloc(size + sizeof(label_t)), sizeof(label_t), size);
}

void free(void* block) {
  if (block == NULL) return;
  const label_t* label = label_of(block);
  bench_heap_count[label->owner].live -= (long)label->size;
  __libc_free(label->start);
}

void* calloc(size_t count, size_t size) {
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) return NULL;
  void* block = malloc(total);
  return block == NULL ? NULL : memset(block, 0, total);
}

void* realloc(void* block, size_t size) {
  if (block == NULL) return malloc(size);
  const size_t old = label_of(block)->size;
  void* moved = malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, old < size ? old : size);
  free(block);
  return moved;
}

void* memalign(size_t alignment, size_t size) { return aligned(alignment, size); }

void* aligned_alloc(size_t alignment, size_t size) { return aligned(alignment, size); }

int posix_memalign(void** block, size_t alignment, size_t size) {
  void* got = aligned(alignment, size);
  if (got == NULL) return ENOMEM;
  *block = got;
  return 0;
}

size_t malloc_usable_size(void* block) { return block == NULL ? 0 : label_of(block)->size; }
