/* Measures one row of the benchmark and prints each value on a line with its name.

   usage: PROGRAM name
          PROGRAM handshake|instructions|records|memory|idle|threads
                  [version=1.3] [key=ec] [group=X25519] [aead=AES-128-GCM] [client=0]
                  [resume=no] [early=0] [size=16384] [count=1] [threads=1]

   handshake  "handshake": nanoseconds of one, both sides, from making the sessions to freeing them
   instructions
              nothing: counted_handshakes() makes them after the warm-up, for callgrind to count
   records    "send" and "receive": nanoseconds of one record, received into a buffer for 16384 bytes
   memory     "heap-client", "heap-server": bytes of a connection after its handshake, without the peer's
              certificates; "heap-used-client", "heap-used-server": after a record of 16384 bytes in each direction, too;
              "allocations-client", "allocations-server": of one handshake. Needs heap_count.so.
   idle       "idle-client", "idle-server": bytes for each of `count` connections that stay open, with everything that
              was asked for and not given back: the peer's certificates and the sessions that clients keep, too; each
              client is a new one. Needs heap_count.so.
   threads    "rate": handshakes of all threads in a second of real time; "processor-time": nanoseconds of one, which
              other programs hardly change, but what the threads cost each other does

   With resume=ticket or resume=id every connection but the first goes on from another, or the program dies. In TLS 1.3
   that is the connection before: its server gives one ticket, which the client reads and keeps. In TLS 1.2, where
   nothing new need be given, it is always the first one. With early=N the client sends so many bytes with its first
   flight, which have to reach the server's application.

   The times are the thread's processor time, so that other programs cost it no more than their traces in the caches, and
   medians of batches. */
#include "harness.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "heap_count.h"

enum {
  UNSUPPORTED_EXIT = 3,
  QUEUE_CAPACITY = 1 << 19,
  RECORDS_IN_FLIGHT = 1 << 18, /* bytes of a batch: what the processor's own cache holds */
  MOST_RECORDS = 1024,         /* of a batch */
  HANDSHAKES = 5,              /* of a batch */
  WARM_UP = 3,                 /* handshakes before those that count */
};

typedef struct {
  const options_t* options;
  side_t sides[2];
  queue_t queues[2];
} pair_t;

static int nobody;
static int* heap_owner = &nobody; /* heap_count.so's, if it is there */

_Noreturn void die(const char* what, const char* why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

_Noreturn void unsupported(const char* what) {
  fprintf(stderr, "unsupported: %s\n", what);
  exit(UNSUPPORTED_EXIT);
}

int is_tls12(const options_t* options) { return strcmp(options->version, "1.2") == 0; }

int is_chacha20(const options_t* options) { return strcmp(options->aead, "CHACHA20-POLY1305") == 0; }

int is_resuming(const options_t* options) { return strcmp(options->resume, "no") != 0; }

int uses_tickets(const options_t* options) { return strcmp(options->resume, "ticket") == 0; }

char* file_name(const options_t* options, int side, const char* suffix) {
  char name[64];
  snprintf(name, sizeof name, "%s-%s%s", side == CLIENT ? "client" : "server", options->key, suffix);
  return strdup(name);
}

unsigned char* queue_space(queue_t* queue, size_t size) {
  if (queue->begin == queue->end) queue->begin = queue->end = 0;
  if (size > QUEUE_CAPACITY - queue->end) die("queue", "full");
  return queue->data + queue->end;
}

void queue_added(queue_t* queue, size_t size) { queue->end += size; }

void queue_put(queue_t* queue, const void* data, size_t size) {
  memcpy(queue_space(queue, size), data, size);
  queue_added(queue, size);
}

size_t queue_take(queue_t* queue, void* data, size_t size) {
  const size_t there = queue->end - queue->begin;
  if (size > there) size = there;
  memcpy(data, queue->data + queue->begin, size);
  queue->begin += size;
  return size;
}

static queue_t queue_create(void) { return (queue_t){.data = calloc(1, QUEUE_CAPACITY)}; }

static pair_t* pair_create(const options_t* options) {
  pair_t* pair = calloc(1, sizeof *pair);
  pair->options = options;
  for (int i = 0; i < 2; ++i) pair->queues[i] = queue_create();
  for (int i = 0; i < 2; ++i) {
    pair->sides[i] = (side_t){.which = i, .in = &pair->queues[i], .out = &pair->queues[1 - i]};
    pair->sides[i].early = queue_create();
    driver_attach(&pair->sides[i]);
  }
  return pair;
}

/* What is allocated from now on is this side's. */
static side_t* turn_of(pair_t* pair, int which) {
  *heap_owner = which == CLIENT ? OWNER_CLIENT : OWNER_SERVER;
  return &pair->sides[which];
}

static void nobodys_turn(void) { *heap_owner = OWNER_NONE; }

static void queue_empty(queue_t* queue) { queue->begin = queue->end = 0; }

static void prepare_early_data(pair_t* pair) {
  for (int i = 0; i < 2; ++i) queue_empty(&pair->sides[i].early);
  const size_t size = (size_t)pair->options->early;
  memset(queue_space(&pair->sides[CLIENT].early, size), 'e', size);
  queue_added(&pair->sides[CLIENT].early, size);
}

static void check_resumption(const pair_t* pair) {
  const queue_t *sent = &pair->sides[CLIENT].early, *received = &pair->sides[SERVER].early;
  for (int i = 0; i < 2; ++i)
    if (!driver_resumed(&pair->sides[i])) die("resumption", "a full handshake");
  if (sent->end != received->end || memcmp(sent->data, received->data, sent->end) != 0) die("early data", "differs");
}

static void pair_open(pair_t* pair, const setup_t* setup) {
  const int resumes = pair->sides[CLIENT].session != NULL;
  if (resumes) prepare_early_data(pair);
  for (int i = 0; i < 2; ++i) queue_empty(&pair->queues[i]);
  for (int i = 0; i < 2; ++i) driver_open(turn_of(pair, i), setup);
  int done[2] = {0, 0};
  while (!done[CLIENT] || !done[SERVER])
    for (int i = 0; i < 2; ++i)
      if (!done[i]) done[i] = driver_handshake(turn_of(pair, i));
  if (resumes) check_resumption(pair);
  if (is_resuming(pair->options) && !(resumes && is_tls12(pair->options))) driver_keep(turn_of(pair, CLIENT));
  nobodys_turn();
}

static void pair_close(pair_t* pair) {
  for (int i = 0; i < 2; ++i) driver_close(turn_of(pair, i));
  nobodys_turn();
}

static void repeat_handshakes(pair_t* pair, const setup_t* setup, long count) {
  for (long i = 0; i < count; ++i) {
    pair_open(pair, setup);
    pair_close(pair);
  }
}

static double clock_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double processor_ns(void) { return clock_ns(CLOCK_THREAD_CPUTIME_ID); }

static int ascending(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static double median(double* values, size_t count) {
  qsort(values, count, sizeof *values, ascending);
  return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void measure_handshakes(const options_t* options, const setup_t* setup) {
  pair_t* pair = pair_create(options);
  const long batches = (options->count + HANDSHAKES - 1) / HANDSHAKES;
  double* spent = calloc((size_t)batches, sizeof *spent);
  repeat_handshakes(pair, setup, WARM_UP);
  for (long i = 0; i < batches; ++i) {
    const double start = processor_ns();
    repeat_handshakes(pair, setup, HANDSHAKES);
    spent[i] = (processor_ns() - start) / HANDSHAKES;
  }
  printf("handshake %.0f\n", median(spent, (size_t)batches));
}

/* For callgrind, which is told to count in this function only. */
__attribute__((noipa)) void counted_handshakes(pair_t* pair, const setup_t* setup, long count) {
  repeat_handshakes(pair, setup, count);
}

static void count_instructions(const options_t* options, const setup_t* setup) {
  pair_t* pair = pair_create(options);
  repeat_handshakes(pair, setup, WARM_UP);
  counted_handshakes(pair, setup, options->count);
}

static void measure_records(const options_t* options, const setup_t* setup) {
  static unsigned char data[LARGEST_RECORD];
  const size_t size = (size_t)options->size;
  if (size > LARGEST_RECORD) die("size", "too large");
  pair_t* pair = pair_create(options);
  pair_open(pair, setup);
  const size_t fitting = RECORDS_IN_FLIGHT / size;
  const size_t batch = fitting < MOST_RECORDS ? fitting : MOST_RECORDS;
  double* sending = calloc((size_t)options->count, sizeof *sending);
  double* receiving = calloc((size_t)options->count, sizeof *receiving);
  for (long i = 0; i < options->count; ++i) {
    const double start = processor_ns();
    for (size_t n = 0; n < batch; ++n) driver_send(&pair->sides[CLIENT], data, size);
    const double middle = processor_ns();
    for (size_t n = 0; n < batch; ++n) driver_receive(&pair->sides[SERVER], data, sizeof data, size);
    sending[i] = (middle - start) / (double)batch;
    receiving[i] = (processor_ns() - middle) / (double)batch;
  }
  printf("send %.2f\n", median(sending, (size_t)options->count));
  printf("receive %.2f\n", median(receiving, (size_t)options->count));
}

/* One record of the largest size in each direction. */
static void exchange_records(pair_t* pair) {
  static unsigned char data[LARGEST_RECORD];
  for (int i = 0; i < 2; ++i) {
    driver_send(turn_of(pair, i), data, sizeof data);
    driver_receive(turn_of(pair, 1 - i), data, sizeof data, sizeof data);
  }
  nobodys_turn();
}

static const char* const side_names[2] = {"client", "server"};

/* Counts from now on. */
static heap_count_t* heap_counts(void) {
  heap_count_t* heap = dlsym(RTLD_DEFAULT, HEAP_COUNT_SYMBOL);
  if (heap == NULL) die("memory", "heap_count.so is not there");
  memset(heap, 0, OWNERS * sizeof *heap);
  return heap;
}

static void measure_memory(const options_t* options, const setup_t* setup) {
  pair_t* pair = pair_create(options);
  repeat_handshakes(pair, setup, WARM_UP);
  const heap_count_t* heap = heap_counts();
  pair_open(pair, setup);
  const heap_count_t opened[2] = {heap[OWNER_CLIENT], heap[OWNER_SERVER]};
  exchange_records(pair);
  const heap_count_t used[2] = {heap[OWNER_CLIENT], heap[OWNER_SERVER]};
  for (int i = 0; i < 2; ++i) {
    const long chain = (long)driver_peer_chain(&pair->sides[i]);
    printf("heap-%s %ld\n", side_names[i], opened[i].live - chain);
    printf("heap-used-%s %ld\n", side_names[i], used[i].live - chain);
    printf("allocations-%s %ld\n", side_names[i], opened[i].allocations);
  }
}

static void measure_idle(const options_t* options, const setup_t* setup) {
  pair_t* pair = pair_create(options);
  repeat_handshakes(pair, setup, WARM_UP);
  const heap_count_t* heap = heap_counts();
  for (long i = 0; i < options->count; ++i) {
    pair->sides[CLIENT].session = NULL; /* the client before has it */
    pair_open(pair, setup);
  }
  for (int i = 0; i < 2; ++i)
    printf("idle-%s %.0f\n", side_names[i], (double)heap[OWNER_CLIENT + i].live / (double)options->count);
}

typedef struct {
  const options_t* options;
  const setup_t* setup;
  pthread_barrier_t* start;
} work_t;

static void* work(void* pointer) {
  const work_t* todo = pointer;
  pair_t* pair = pair_create(todo->options);
  repeat_handshakes(pair, todo->setup, WARM_UP);
  pthread_barrier_wait(todo->start);
  repeat_handshakes(pair, todo->setup, todo->options->count);
  return NULL;
}

static void measure_threads(const options_t* options, const setup_t* setup) {
  pthread_barrier_t start;
  pthread_barrier_init(&start, NULL, (unsigned)options->threads + 1);
  work_t todo = {options, setup, &start};
  pthread_t* threads = calloc((size_t)options->threads, sizeof *threads);
  for (int i = 0; i < options->threads; ++i)
    if (pthread_create(&threads[i], NULL, work, &todo) != 0) die("threads", "cannot start");
  pthread_barrier_wait(&start);
  const double before = clock_ns(CLOCK_MONOTONIC), used_before = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < options->threads; ++i) pthread_join(threads[i], NULL);
  const double handshakes = (double)options->count * (double)options->threads;
  printf("rate %.1f\n", handshakes / (clock_ns(CLOCK_MONOTONIC) - before) * 1e9);
  printf("processor-time %.0f\n", (clock_ns(CLOCK_PROCESS_CPUTIME_ID) - used_before) / handshakes);
}

static int has_name(const char* argument, const char* name) {
  const size_t length = strlen(name);
  return strncmp(argument, name, length) == 0 && argument[length] == '=';
}

static void set_option(options_t* options, const char* argument) {
  const struct {
    const char* name;
    const char** value;
  } texts[] = {{"version", &options->version},
               {"key", &options->key},
               {"group", &options->group},
               {"aead", &options->aead},
               {"resume", &options->resume}};
  const struct {
    const char* name;
    long* value;
  } numbers[] = {{"client", &options->client_certificate},
                 {"early", &options->early},
                 {"size", &options->size},
                 {"count", &options->count},
                 {"threads", &options->threads}};
  const char* value = strchr(argument, '=') + 1;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
    if (has_name(argument, texts[i].name)) {
      *texts[i].value = value;
      return;
    }
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i)
    if (has_name(argument, numbers[i].name)) {
      *numbers[i].value = atol(value);
      return;
    }
  die(argument, "unknown option");
}

int main(int argc, char** argv) {
  if (argc < 2) die("usage", "see harness.c");
  const char* mode = argv[1];
  if (strcmp(mode, "name") == 0) return puts(driver_name()) < 0;
  options_t options = {"1.3", "ec", "X25519", "AES-128-GCM", "no", 0, 0, LARGEST_RECORD, 1, 1};
  for (int i = 2; i < argc; ++i) set_option(&options, argv[i]);
  int* owner = dlsym(RTLD_DEFAULT, HEAP_OWNER_SYMBOL);
  if (owner != NULL) heap_owner = owner;
  const setup_t* setup = driver_setup(&options);
  const struct {
    const char* name;
    void (*measure)(const options_t* options, const setup_t* setup);
  } modes[] = {{"handshake", measure_handshakes},
               {"instructions", count_instructions},
               {"records", measure_records},
               {"memory", measure_memory},
               {"idle", measure_idle},
               {"threads", measure_threads}};
  for (size_t i = 0; i < sizeof modes / sizeof *modes; ++i)
    if (strcmp(mode, modes[i].name) == 0) return modes[i].measure(&options, setup), 0;
  die(mode, "unknown row");
}
