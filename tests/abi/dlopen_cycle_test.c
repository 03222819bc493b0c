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

typedef struct {
  void* (*load)(void);
  void (*use)(void* library);
} Subject;

typedef struct {
  const Subject* subject;
  void* library;
} Use;

static void* use_from_thread(void* argument) {
  const Use* use = argument;
  use->subject->use(use->library);
  pthread_barrier_wait(&used);
  pthread_barrier_wait(&closed);
  return NULL; /* the thread's destructors run after the library was closed */
}

static void cycle(const Subject* subject) {
  pthread_t thread;
  Use use = {subject, subject->load()};
  CHECK(pthread_create(&thread, NULL, use_from_thread, &use) == 0);
  pthread_barrier_wait(&used);
  CHECK(dlclose(use.library) == 0);
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

typedef struct {
  long heap; /* bytes */
  long pages;
} Growth;

static Growth growth_of(const Subject* subject) {
  for (int i = 0; i < kWarmUp; ++i) cycle(subject);
  const long heap_before = (long)mallinfo2().uordblks;
  const long pages_before = resident_pages();
  for (int i = 0; i < kCycles; ++i) cycle(subject);
  const Growth growth = {(long)mallinfo2().uordblks - heap_before, resident_pages() - pages_before};
  return growth;
}

static void* load_under_test(void) { return load_library(RTLD_NOW | RTLD_LOCAL); }

/* The same cycles with a library that leaves nothing behind show what they cost by themselves: nothing, but
 * ThreadSanitizer keeps two pages at each dlopen(), whatever is loaded. */
static void* load_inert(void) {
  void* library = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
  CHECK(library != NULL);
  return library;
}
static void use_inert(void* library) { CHECK(dlsym(library, "sqrt") != NULL); }

int main(void) {
  static const Subject inert = {load_inert, use_inert}, under_test = {load_under_test, use_library};
  CHECK(pthread_barrier_init(&used, NULL, 2) == 0 && pthread_barrier_init(&closed, NULL, 2) == 0);
  const Growth of_inert = growth_of(&inert);
  const Growth growth = growth_of(&under_test);
  printf("%d cycles: heap %+ld bytes, resident %+ld pages (%+ld with libm)\n", kCycles, growth.heap, growth.pages,
         of_inert.pages);
  CHECK(growth.heap < kAllowedHeapGrowth);
  CHECK(growth.pages - of_inert.pages < kAllowedPageGrowth);
  return 0;
}
