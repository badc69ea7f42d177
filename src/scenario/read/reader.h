/* What the parts of one reading of a scenario share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_READER_H
#define SUF_SCENARIO_READER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/status.h"
#include "base/text.h"
#include "scenario/read/document.h"
#include "scenario/types/keys.h"
#include "scenario/types/names.h"
#include "scenario/types/scenario.h"
#include "scenario/types/source.h"

/* Rows of a table, from one on, that come from one source. */
typedef struct suf_rows_origin {
    const void *table; /* address of the member that points to the rows */
    size_t first_row;
    const suf_source *source;
} suf_rows_origin;

/* A row that an overlay changes: where it stands, and where it is changed. */
typedef struct suf_touch {
    suf_place below, above;
} suf_touch;

typedef struct suf_touches {
    suf_touch *items; /* on the heap */
    size_t n, capacity;
} suf_touches;

typedef struct suf_reader {
    suf_scenario *scenario;
    suf_arena *arena;
    suf_faults *faults;
    suf_status status; /* of memory: once it is no longer SUF_OK all work ends */
    const suf_node *root;
    suf_text path; /* of the field at hand, as "services.nursery.stay" */
    suf_names assumptions, levers, districts, services;
    const suf_node *const *layers; /* [n_layers] what was merged, the lowest first */
    size_t n_layers;
    bool has_dimension; /* the parameters of the assumption at hand have a dimension */
    suf_places_row *places; /* of services.*.places, on the heap */
    size_t n_places, place_capacity;
    suf_rows_origin *origins;
    size_t n_origins, origin_capacity;
    suf_touches touches;
    /* The text is a resolved one, which writes out every default: what is without effect,
     * or excluded by another key, is no fault. */
    bool is_older; /* a text of an older program, which wrote every cell, given or not */
    bool is_resolved;
    /* The latest end that an overlay shortens: of a batch that goes on beyond the run, or
     * works that begin there, dates before it are no faults. INT32_MIN: none. */
    int32_t furthest_day;
    size_t n_faults_before; /* in the list when the reading began */
    /* Causes that were told, each once: a name that is misspelt in one place is unknown
     * in all others, and a column that is wrong is so in every row. */
    suf_names causes;
    struct suf_cause *told; /* by number of the cause, on the heap */
    size_t told_capacity;
    size_t n_repeated;  /* faults that are only counted at one told before */
    suf_names referred; /* "district X", "service X": found where something names them */
} suf_reader;

/* What is told of one cause. */
typedef struct suf_cause {
    size_t fault;             /* the last that was told */
    size_t n;                 /* told so far */
    const suf_source *source; /* of the first */
    bool is_of_several;       /* others are in another source */
} suf_cause;

/* scenario and faults are borrowed; what is read goes into one, what is wrong into the
 * other. */
void suf_reader_init(suf_reader *self, suf_scenario *scenario, suf_faults *faults);
/* Releases what is needed while reading, not the scenario. */
void suf_reader_free(suf_reader *self);

/* Keeps the first failure. */
static inline bool
suf_reader_ok(suf_reader *self, suf_status status)
{
    if (self->status == SUF_OK) {
        self->status = status;
    }
    return status == SUF_OK;
}

/* True as long as this reading has told of no fault: what is missing then was never
 * there.
 */
static inline bool
suf_reader_is_clean(const suf_reader *self)
{
    return self->faults->n + self->faults->n_dropped == self->n_faults_before;
}

/* True when the list holds all it can: further faults are only counted, so that nothing
 * need be looked up for them. */
static inline bool
suf_reader_is_full(const suf_reader *self)
{
    return self->faults->n >= SUF_MAX_FAULTS;
}
/* Faults found so far, also those that are only counted: more of them after a step than
 * before say that it told of something. */
static inline size_t
suf_reader_n_faults(const suf_reader *self)
{
    return self->faults->n + self->faults->n_dropped + self->n_repeated;
}
/* True when a name that is none of its kind ("service") was told of before: it is then
 * counted there, and nothing more need be said. */
bool suf_reader_knows(
    suf_reader *self, const char *kind, const char *name, const suf_source *source);
/* Notes that something names one that there is. */
void suf_reader_refer(suf_reader *self, const char *kind, const char *name);
/* True when a fault was told in a file that a table was read from: what seems to be
 * missing may be in a row of it. */
bool suf_reader_is_faulty(const suf_reader *self, const void *table);

/* The name nearest to a misspelt one, for a fault; NULL when none is near, or the list is
 * full. */
const char *suf_reader_near(
    const suf_reader *self, const suf_names *names, const char *text);

/* Steps into a field; returns what suf_reader_leave takes. */
size_t suf_reader_enter(suf_reader *self, const char *name);
void suf_reader_leave(suf_reader *self, size_t mark);

/* Makes a text `message` of what a function was called with, from its `format` on. */
enum { SUF_MOST_MESSAGE = 700 };
#define SUF_FORMAT_MESSAGE(format)                                                       \
    char message[SUF_MOST_MESSAGE];                                                      \
    va_list arguments;                                                                   \
    va_start(arguments, format);                                                         \
    (void) vsnprintf(message, sizeof message, format, arguments);                        \
    va_end(arguments)

/* Adds a fault about the field at hand. */
void suf_reader_fault(suf_reader *self, const suf_place *place, const char *hint,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same with "did you mean 'near'?" as hint, unless near is NULL. */
void suf_reader_fault_near(suf_reader *self, const suf_place *place, const char *near,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Adds a warning to the scenario, if there is one, likewise. */
void suf_reader_warn_near(
    suf_reader *self, const suf_place *place, const char *near, const char *message);
/* Adds a fault about the field with this path, as "services.nursery.balk", at the place
 * where it, or the nearest part of the path that was written, stands. */
void suf_reader_fault_at(suf_reader *self, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a fault about a row of a table, by the address of the member that points to the
 * rows, the row's number, its line, and the column that it is about; NULL: the row. */
void suf_reader_fault_row(suf_reader *self, const void *table, size_t row, uint32_t line,
    const char *column, const char *format, ...) __attribute__((format(printf, 6, 7)));
/* Adds a fault about a table as a whole: at its file, or where the scenario names it. */
void suf_reader_fault_table(suf_reader *self, const void *table, const char *path,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same of a source that is known; NULL, or no table: where the scenario names it. */
void suf_reader_fault_in(suf_reader *self, const suf_source *source, const char *path,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The source that a row of a table comes from; NULL when it is not known. */
const suf_source *suf_reader_source_of(
    const suf_reader *self, const void *table, size_t row);
/* Notes that the rows of a table from first_row on come from this source. */
void suf_reader_note_rows(
    suf_reader *self, const void *table, size_t first_row, const suf_source *source);
/* Notes that an overlay changes a row. */
void suf_reader_note_touch(
    suf_reader *self, const suf_place *below, const suf_place *above);

#endif
