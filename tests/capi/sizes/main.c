/* Goes through the calls that generate.py has written, each function in a process of its own:
     capi_sizes [FUNCTION]
   A good call must work. Memory that cannot be (a size without an address, or one that no object has) must be refused, nothing
   is touched outside of what is there, and where a size is asked for it is the one that a call then needs. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sizes.h"

enum { FENCED = 1 << 16, WORDS = 512, SECONDS = 100 };

#define IMPOSSIBLE ((size_t)PTRDIFF_MAX + 1)

static char* now; /* what is being called, shared with the process that reports */
static int failures;

static void fail(const char* what, long got) {
  fprintf(stderr, "%s: %s (%ld)\n", now, what, got);
  ++failures;
}

void* fenced(size_t size) {
  static unsigned char* areas[MAX_SLOTS];
  static unsigned next;
  unsigned char** area = &areas[next++ % MAX_SLOTS];
  if (*area == NULL) {
    *area = mmap(NULL, FENCED * 2, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (*area == MAP_FAILED || mprotect(*area, FENCED, PROT_READ | PROT_WRITE) != 0 || size > FENCED) abort();
  }
  return *area + FENCED - size;
}

static void* copy_of(gnutls_datum_t contents) {
  void* out = fenced(contents.size);
  if (contents.data != NULL) memcpy(out, contents.data, contents.size);
  return out;
}

/* How a program names memory: the name of the way, whether there is such memory, and what the function gets. */
typedef struct {
  const char* name;
  int impossible;
} way_t;

static const way_t no_more = {NULL, 0};

static way_t memory(slot_t* slot, const parameter_t* parameter, gnutls_datum_t valid, unsigned way) {
  unsigned char* data = copy_of(valid);
  const struct {
    way_t way;
    void* data;
    size_t size;
  } ways[] = {
      {{"good", 0}, data, valid.size},
      {{"null, 0", 0}, NULL, 0},
      {{"null, 1", 1}, NULL, 1},
      {{"null, SIZE_MAX", 1}, NULL, SIZE_MAX},
      {{"0 bytes", 0}, data + valid.size - parameter->of_none, 0},
      {{"1 byte", 0}, data + valid.size - 1, 1},
      {{"SIZE_MAX", 1}, data, SIZE_MAX},
      {{"PTRDIFF_MAX + 1", 1}, data, IMPOSSIBLE},
  };
  const size_t of_small_type = 2; /* a size of another type than size_t says none of the last */
  if (way >= sizeof ways / sizeof *ways - (parameter->most == LLONG_MAX ? 0 : of_small_type)) return no_more;
  slot->data = ways[way].data;
  slot->size = ways[way].size;
  return ways[way].way;
}

static way_t room(slot_t* slot, const parameter_t* parameter, gnutls_datum_t valid, unsigned way) {
  unsigned char* data = fenced(valid.size);
  const struct {
    way_t way;
    void* data;
    size_t size;
    int has_size;
  } ways[] = {
      {{"good", 0}, data, valid.size, 1},
      {{"a query", 0}, NULL, 0, 1},
      {{"null, SIZE_MAX", 0}, NULL, SIZE_MAX, 1},
      {{"room for 0", 0}, data + valid.size - parameter->of_none, 0, 1},
      {{"room for 1", 0}, data + valid.size - 1, 1, 1},
      {{"room for SIZE_MAX", 0}, data, SIZE_MAX, 1},
      {{"null, no size", 1}, NULL, 0, 0},
      {{"no size", 1}, data, 0, 0},
  };
  if (way >= sizeof ways / sizeof *ways) return no_more;
  slot->data = ways[way].data;
  slot->size = ways[way].size;
  slot->size_at = ways[way].has_size ? &slot->size : NULL;
  return ways[way].way;
}

static way_t datum(slot_t* slot, gnutls_datum_t valid, unsigned way) {
  unsigned char* data = copy_of(valid);
  const struct {
    way_t way;
    gnutls_datum_t datum;
    int is_null;
  } ways[] = {
      {{"good", 0}, {data, valid.size}, 0},
      {{"null", 0}, {NULL, 0}, 1},
      {{"null, 0", 0}, {NULL, 0}, 0},
      {{"null, 1", 1}, {NULL, 1}, 0},
      {{"null, UINT_MAX", 1}, {NULL, UINT_MAX}, 0},
      {{"0 bytes", 0}, {data + valid.size, 0}, 0},
      {{"1 byte", 0}, {data + valid.size - 1, 1}, 0},
  };
  if (way >= sizeof ways / sizeof *ways) return no_more;
  slot->datum = ways[way].datum;
  slot->datum_at = ways[way].is_null ? NULL : &slot->datum;
  return ways[way].way;
}

static way_t datum_out(slot_t* slot, unsigned way) {
  slot->datum = (gnutls_datum_t){NULL, 0};
  slot->datum_at = way == 0 ? &slot->datum : NULL;
  return way == 0 ? (way_t){"good", 0} : way == 1 ? (way_t){"null", 0} : no_more;
}

static way_t list(slot_t* slot, const parameter_t* parameter, gnutls_datum_t valid, unsigned way) {
  unsigned char* data = copy_of(valid);
  static unsigned char nothing[256];
  const size_t most = parameter->most == LLONG_MAX ? SIZE_MAX : (size_t)parameter->most;
  const struct {
    way_t way;
    void* data;
    size_t size;
  } ways[] = {
      {{"good", 0}, data, valid.size / parameter->entry},
      {{"null, 0", 0}, NULL, 0},
      {{"null, 1", 1}, NULL, 1},
      {{"null, the most", 1}, NULL, most},
      {{"none", 0}, data + valid.size, 0},
      {{"an empty entry", 0}, nothing, 1},
      {{"the most", 1}, data, most},
      {{"-1", 1}, data, (size_t)-1},
  };
  if (way >= sizeof ways / sizeof *ways - (parameter->is_signed ? 0 : 1)) return no_more;
  slot->data = ways[way].data;
  slot->size = ways[way].size;
  slot->count = (unsigned)slot->size;
  slot->count_at = &slot->count;
  return ways[way].way;
}

static way_t list_room(slot_t* slot, gnutls_datum_t valid, const parameter_t* parameter, unsigned way) {
  unsigned char* data = copy_of(valid);
  const struct {
    way_t way;
    void* data;
    unsigned count;
    int has_count;
  } ways[] = {
      {{"good", 0}, data, (unsigned)(valid.size / parameter->entry), 1},
      {{"room for none", 0}, data + valid.size, 0, 1},
      {{"room for UINT_MAX", 0}, data, UINT_MAX, 1},
      {{"null, 0", 0}, NULL, 0, 1},
      {{"null, 1", 1}, NULL, 1, 1},
      {{"no count", 1}, data, 0, 0},
  };
  if (way >= sizeof ways / sizeof *ways) return no_more;
  slot->data = ways[way].data;
  slot->count = ways[way].count;
  slot->count_at = ways[way].has_count ? &slot->count : NULL;
  return ways[way].way;
}

static way_t set(slot_t* slot, const parameter_t* parameter, unsigned way) {
  const gnutls_datum_t valid = parameter->valid();
  memset(slot, 0, sizeof *slot);
  switch (parameter->kind) {
    case BYTES: return memory(slot, parameter, valid, way);
    case ROOM: return room(slot, parameter, valid, way);
    case DATUM: return datum(slot, valid, way);
    case DATUM_OUT: return datum_out(slot, way);
    case LIST: return list(slot, parameter, valid, way);
    case LIST_ROOM: return list_room(slot, valid, parameter, way);
  }
  return no_more;
}

static void end(const call_t* call, slot_t* slots, long result) {
  for (int i = 0; i < call->slots; ++i) {
    const parameter_t* parameter = &call->parameters[i];
    if (parameter->kind == DATUM_OUT && !parameter->is_view) gnutls_free(slots[i].datum.data);
    if (parameter->end != NULL && result >= 0) parameter->end(&slots[i]);
  }
  clean_up();
}

/* The call with these ways. What it has made is in the slots afterwards, for end(). */
static void attempt(const call_t* call, const unsigned* ways, slot_t* slots, long* result) {
  int impossible = 0, is_query = 0;
  size_t length = (size_t)snprintf(now, WORDS, "%s", call->name);
  for (int i = 0; i < call->slots; ++i) {
    const parameter_t* parameter = &call->parameters[i];
    const way_t way = set(&slots[i], parameter, ways[i]);
    if (length < WORDS) length += (size_t)snprintf(now + length, WORDS - length, ", %s: %s", parameter->name, way.name);
    impossible |= way.impossible;
    is_query |= parameter->kind == ROOM && ways[i] != 0;
  }
  *result = call->call(slots);
  if (call->tells && impossible && !is_query && *result >= 0) fail("is not refused", *result);
  for (int i = 0; i < call->slots; ++i)
    if (call->parameters[i].kind == ROOM && ways[i] == 0 && *result >= 0 && slots[i].size > FENCED)
      fail("a size that does not fit", (long)slots[i].size);
}

/* The next ways, like the digits of a number; 0: there are none. */
static int next(const call_t* call, unsigned* ways, const unsigned* all) {
  for (int i = 0; i < call->slots; ++i) {
    if (++ways[i] < all[i]) return 1;
    ways[i] = 0;
  }
  return 0;
}

static unsigned count_ways(const parameter_t* parameter) {
  slot_t slot;
  unsigned out = 0;
  while (set(&slot, parameter, out).name != NULL) ++out;
  return out;
}

/* A query, then a call with as much room as it says, and with less. */
static void ask(const call_t* call, int place) {
  slot_t slots[MAX_SLOTS];
  unsigned ways[MAX_SLOTS] = {0};
  long result = 0;
  ways[place] = 1;
  attempt(call, ways, slots, &result);
  const size_t told = slots[place].size;
  end(call, slots, result);
  if (call->expected < 0 || call->may_not_say) return;
  if (result < 0 && result != GNUTLS_E_SHORT_MEMORY_BUFFER) fail("a query fails", result);
  for (size_t less = 0; less < 2 && told > less; ++less) {
    for (int i = 0; i < call->slots; ++i) set(&slots[i], &call->parameters[i], 0);
    slots[place].data = fenced(told - less);
    slots[place].size = told - less;
    snprintf(now, WORDS, "%s, %s: what the query says, less %zu", call->name, call->parameters[place].name, less);
    result = call->call(slots);
    if (less == 0 ? result < 0 : result != GNUTLS_E_SHORT_MEMORY_BUFFER)
      fail("the query has told another size", result);
    end(call, slots, result);
  }
}

static void go_through(const call_t* call) {
  slot_t slots[MAX_SLOTS];
  unsigned ways[MAX_SLOTS] = {0}, all[MAX_SLOTS];
  long result = 0;
  for (int i = 0; i < call->slots; ++i) all[i] = count_ways(&call->parameters[i]);
  clean_up();
  attempt(call, ways, slots, &result);
  if (call->expected < 0 ? result != call->expected : (call->tells && result < 0)) fail("a good call fails", result);
  end(call, slots, result);
  while (next(call, ways, all)) {
    attempt(call, ways, slots, &result);
    end(call, slots, result);
  }
  for (int i = 0; i < call->slots; ++i)
    if (call->parameters[i].kind == ROOM) ask(call, i);
}

static int in_a_process(const call_t* call) {
  fflush(stderr);
  const pid_t child = fork();
  if (child == 0) {
    alarm(SECONDS);
    prepare();
    go_through(call);
    exit(failures != 0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) abort();
  if (WIFSIGNALED(status)) fprintf(stderr, "%s: ends with signal %d\n", now, WTERMSIG(status));
  if (WIFEXITED(status) && WEXITSTATUS(status) > 1) fprintf(stderr, "%s: ends with %d\n", now, WEXITSTATUS(status));
  return status != 0;
}

int main(int argc, char** argv) {
  int bad = 0, found = argc < 2;
  now = mmap(NULL, WORDS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (now == MAP_FAILED) return 2;
  for (const char* const* reason = uncallable; *reason != NULL; ++reason, ++bad)
    fprintf(stderr, "%s (tests/capi/sizes/values.py)\n", *reason);
  for (size_t i = 0; i < call_count; ++i) {
    if (argc > 1 && strcmp(argv[1], calls[i].name) != 0) continue;
    found = 1;
    bad += in_a_process(&calls[i]);
  }
  printf("%zu functions, %d with faults\n", call_count, bad);
  return bad != 0 || !found;
}
