/* What went wrong, told to a person: one list for faults of a scenario and of files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reader adds every fault it finds and goes on, so that one pass reports them all. The
 * list keeps the first SUF_MAX_FAULTS and counts the rest. Adding never fails: when
 * memory is out the fault is counted as dropped, and of the first of them the text kept.
 */
#ifndef SUF_BASE_FAULT_H
#define SUF_BASE_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SUF_MAX_FAULTS = 100, SUF_SCARCE_ROOM = 512 };

typedef struct suf_fault {
    char *file;        /* as the user named it; NULL: not about a file */
    uint32_t line;     /* from 1; 0: about the file as a whole */
    uint32_t column;   /* from 1, in characters; 0: about the line as a whole */
    char *path;        /* field path as "services.nursery.stay.mean", or NULL */
    char *message;     /* what was found and what was expected */
    char *source_line; /* the line of the file it is about, or NULL */
    char *hint;        /* a suggestion as "did you mean 'stay'?", or NULL */
    size_t n_more;     /* further ones of the same cause, which are not in the list */
} suf_fault;

typedef struct suf_faults {
    suf_fault *items;
    size_t n;
    size_t capacity;
    size_t n_dropped;
    char scarce[SUF_SCARCE_ROOM]; /* the first dropped for want of memory, or "" */
    const char
        *task; /* what is being done, as "reading the scenarios"; static, or NULL */
} suf_faults;

/* Where a fault is; any member may be NULL or 0. All texts are copied when it is added.
 */
typedef struct suf_fault_place {
    const char *file;
    uint32_t line, column;
    const char *path;
    const char *source_line;
    const char *hint;
} suf_fault_place;

/* An empty list, which owns nothing yet. */
void suf_faults_init(suf_faults *self);
/* Releases the texts; the list is empty then, and may be used again. */
void suf_faults_free(suf_faults *self);
/* True when a fault of the same words at the same place is among them. */
bool suf_faults_have(const suf_faults *self, const suf_fault *fault);
/* Adds a fault; the message is formatted as by printf. */
void suf_faults_add(suf_faults *self, const suf_fault_place *place, const char *format,
    ...) __attribute__((format(printf, 3, 4)));
/* Puts the last fault in the place of fault `index`, which is forgotten; the last then is
 * no more. */
void suf_faults_move_last(suf_faults *self, size_t index);
/* Adds a fault about a file, with the text of the system's error number when not 0. */
void suf_faults_add_system(
    suf_faults *self, const char *file, int error_number, const char *what);

#endif
