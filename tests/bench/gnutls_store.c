#include "gnutls_store.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024 };

typedef struct entry {
  struct entry* next;
  gnutls_datum_t key, data;
} entry_t;

struct store {
  entry_t* buckets[BUCKETS];
};

store_t* store_create(void) { return calloc(1, sizeof(store_t)); }

static gnutls_datum_t copy_of(gnutls_datum_t bytes) {
  gnutls_datum_t copy = {gnutls_malloc(bytes.size), bytes.size};
  memcpy(copy.data, bytes.data, bytes.size);
  return copy;
}

/* The place of the key's entry, which has null where there is none. FNV-1a. */
static entry_t** find(store_t* store, gnutls_datum_t key) {
  uint32_t hash = 2166136261;
  for (unsigned i = 0; i < key.size; ++i) hash = (hash ^ key.data[i]) * 16777619;
  entry_t** place = &store->buckets[hash % BUCKETS];
  while (*place != NULL && ((*place)->key.size != key.size || memcmp((*place)->key.data, key.data, key.size) != 0))
    place = &(*place)->next;
  return place;
}

static int forget(void* store, gnutls_datum_t key) {
  entry_t **place = find(store, key), *entry = *place;
  if (entry == NULL) return -1;
  *place = entry->next;
  gnutls_free(entry->key.data);
  gnutls_free(entry->data.data);
  free(entry);
  return 0;
}

static int remember(void* store, gnutls_datum_t key, gnutls_datum_t data) {
  forget(store, key);
  entry_t* entry = malloc(sizeof *entry);
  *entry = (entry_t){NULL, copy_of(key), copy_of(data)};
  *find(store, key) = entry;
  return 0;
}

static gnutls_datum_t retrieve(void* store, gnutls_datum_t key) {
  const entry_t* entry = *find(store, key);
  return entry == NULL ? (gnutls_datum_t){NULL, 0} : copy_of(entry->data);
}

void store_attach(gnutls_session_t session, store_t* store) {
  gnutls_db_set_store_function(session, remember);
  gnutls_db_set_retrieve_function(session, retrieve);
  gnutls_db_set_remove_function(session, forget);
  gnutls_db_set_ptr(session, store);
}

static int add(void* store, time_t expires, const gnutls_datum_t* key, const gnutls_datum_t* data) {
  (void)expires; /* a round is too short for it */
  if (*find(store, *key) != NULL) return GNUTLS_E_DB_ENTRY_EXISTS;
  return remember(store, *key, *data);
}

void store_guard(gnutls_anti_replay_t guard, store_t* store) {
  gnutls_anti_replay_set_add_function(guard, add);
  gnutls_anti_replay_set_ptr(guard, store);
}
