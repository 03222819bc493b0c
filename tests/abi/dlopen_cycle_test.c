/* Load, use from a thread, close while the thread lives, let the thread end: a thousand times. What the library left in
 * the thread must not call code that is gone, and memory must not grow. */
#include "library_under_test.h" /* first: it chooses the features */

#include <malloc.h>
#include <pthread.h>

enum { kWarmUp = 100, kCycles = 1000, kAllowedHeapGrowth = 64 * 1024, kAllowedPageGrowth = 512 };

/* AddressSanitizer keeps freed blocks back, which would count as growth. */
__attribute__((visibility("default"))) const char* __asan_default_options(void) {
  return "quarantine_size_mb=0:thread_local_quarantine_size_kb=0";
}

static pthread_barrier_t used, closed;

static void* use_from_thread(void* library) {
  use_library(library);
  pthread_barrier_wait(&used);
  pthread_barrier_wait(&closed);
  return NULL; /* the thread's destructors run after the library was closed */
}

static void cycle(void) {
  pthread_t thread;
  void* library = load_library(RTLD_NOW | RTLD_LOCAL);
  CHECK(pthread_create(&thread, NULL, use_from_thread, library) == 0);
  pthread_barrier_wait(&used);
  CHECK(dlclose(library) == 0);
  pthread_barrier_wait(&closed);
  CHECK(pthread_join(thread, NULL) == 0);
}

static long resident_pages(void) {
  long total = 0, resident = 0;
  FILE* file = fopen("/proc/self/statm", "r");
  CHECK(file != NULL && fscanf(file, "%ld %ld", &total, &resident) == 2);
  fclose(file);
  return resident;
}

int main(void) {
  CHECK(pthread_barrier_init(&used, NULL, 2) == 0 && pthread_barrier_init(&closed, NULL, 2) == 0);
  for (int i = 0; i < kWarmUp; ++i) cycle();
  const size_t heap_before = mallinfo2().uordblks;
  const long pages_before = resident_pages();
  for (int i = 0; i < kCycles; ++i) cycle();
  const long heap_growth = (long)mallinfo2().uordblks - (long)heap_before;
  const long page_growth = resident_pages() - pages_before;
  printf("%d cycles: heap %+ld bytes, resident %+ld pages\n", kCycles, heap_growth, page_growth);
  CHECK(heap_growth < kAllowedHeapGrowth);
  CHECK(page_growth < kAllowedPageGrowth);
  return 0;
}
