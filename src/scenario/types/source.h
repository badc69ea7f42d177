/* The texts a scenario is read from: its files, its tables, values of the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A source keeps its whole text while the scenario is read, so that a fault can show the
 * line it is about. */
#ifndef SUF_SCENARIO_SOURCE_H
#define SUF_SCENARIO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/status.h"

enum { SUF_MOST_YAML_BYTES = 8 << 20, SUF_MOST_TABLE_BYTES = 64 << 20 };

typedef struct suf_source {
    const char *name;      /* as the user named it */
    const char *directory; /* in front of relative paths written in it: "" or "a/b/" */
    char *bytes;           /* n of them, and a NUL */
    size_t n;
    uint64_t device, inode; /* what file it is; 0 of the command line */
    bool is_ours;           /* written by this program: its size has no limit */
    bool is_gb18030;        /* its file was not in UTF-8: converted */
    bool is_table;          /* CSV: what is wrong in a row may be so in many */
} suf_source;

/* A place in a source; line 0: the source as a whole. */
typedef struct suf_place {
    const suf_source *source;
    uint32_t line, column;
} suf_place;

/* Reads a regular file of at most `most` bytes of UTF-8 without NUL (a byte order mark is
 * taken off, GB18030 converted); both the source and
 * its text live in the arena. What is wrong with the file is told in *faults, at `place`
 * when it has a source (the value that names the file), and *out is then NULL: only lack
 * of memory is a failure. */
SUF_MUST_CHECK suf_status suf_source_read(suf_arena *arena, const char *path, size_t most,
    const suf_place *place, const char *field, suf_faults *faults, suf_source **out);
/* A source of a text of the command line. */
SUF_MUST_CHECK suf_status suf_source_text(
    suf_arena *arena, const char *name, const char *text, suf_source **out);
/* `path`, behind the directory of the source unless absolute; in the arena. */
SUF_MUST_CHECK suf_status suf_source_beside(
    suf_arena *arena, const suf_source *source, const char *path, char **out);

/* Adds a fault at a place, with its line; field and hint may be NULL. */
void suf_source_fault(suf_faults *faults, const suf_place *place, const char *field,
    const char *hint, const char *message);

#endif
