/* Calls of every exported function that takes memory with its size (or a list with its count), for each of the ways in which
   a program may say it: what they have in common. generate.py writes the calls, handles.c makes what they need besides, and
   main.c goes through them. */
#pragma once

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_SLOTS = 6 };

typedef enum {
  BYTES,     /* memory that is read, written or both, and its size */
  ROOM,      /* memory that is written, and where its size stands */
  DATUM,     /* a gnutls_datum_t that is read */
  DATUM_OUT, /* one that gets memory */
  LIST,      /* a list of objects and their count */
  LIST_ROOM, /* a list that is written, and where its room stands */
} kind_t;

/* What one function is told of one piece of memory. */
typedef struct {
  void* data;
  size_t size; /* or a count; for ROOM and LIST_ROOM it stands here */
  size_t* size_at;
  unsigned count, *count_at;
  gnutls_datum_t datum, *datum_at;
} slot_t;

typedef struct {
  const char* name;
  kind_t kind;
  gnutls_datum_t (*valid)(void); /* the contents of a good call; for what is written, as many bytes of room */
  size_t entry;                  /* LIST: the size of one */
  long long most;                /* BYTES, LIST: the largest that the type of size or count holds; size_t: LLONG_MAX */
  int is_signed;                 /* LIST: a count may be negative */
  int is_view;                   /* DATUM_OUT: the memory stays the library's */
  unsigned of_none;              /* BYTES, ROOM: how many bytes a size of 0 stands for */
  void (*end)(slot_t*);          /* for what a good call has put there */
} parameter_t;

typedef struct {
  const char* name;
  long (*call)(slot_t*);
  int tells;       /* returns an error where there is one */
  long expected;   /* of a good call: negative, or 0 for anything that is no error */
  int may_not_say; /* a query does not tell the size */
  int slots;
  parameter_t parameters[MAX_SLOTS];
} call_t;

extern const call_t calls[];
extern const size_t call_count;
extern const char* const uncallable[]; /* reasons, up to a null pointer */

void prepare(void);  /* once, before the first call */
void clean_up(void); /* after each: what the makers have made goes */

/* Memory whose end is the end of what may be touched. */
void* fenced(size_t size);
