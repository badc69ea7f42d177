/* Writes trees of a scenario as YAML, line by line: the one writer of its resolved text
 * and of what is shown, with the origin of each value behind it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WRITER_H
#define SUF_SCENARIO_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "scenario/types/node.h"
#include "scenario/types/scenario.h"
#include "scenario/types/source.h"

typedef struct suf_writer {
    const suf_scenario *scenario; /* borrowed */
    suf_text text;                /* a failure is kept in it */
    bool has_origins;             /* where each value comes from is told behind it */
    unsigned depth;               /* of the line at hand */
    size_t line_start;
    suf_service_kind kind; /* of the service at hand */
    const suf_node *given; /* the value at hand as written; NULL: it is not shown
                                     as written, or was not */
} suf_writer;

/* Where a mapping that is being written begins, and its content. */
typedef struct suf_writer_mark {
    size_t start, behind_key, inside;
} suf_writer_mark;

/* Writes a text plain where that is safe, else in quotes. */
void suf_writer_word(suf_writer *self, const char *text);
/* Writes a scalar as it was written: in quotes where it needs them. */
void suf_writer_given(suf_writer *self, const suf_node *node);
/* Likewise, a space in front. */
void suf_writer_scalar(suf_writer *self, const suf_node *node);
/* Begins a line with a key and a colon; with NULL, the line alone. */
void suf_writer_begin(suf_writer *self, const char *key);
/* Ends it, with the origin of its value where origins are told; NULL: a default. */
void suf_writer_end(suf_writer *self, const suf_place *place);
/* Ends it as the head of a mapping, whose keys come next. */
suf_writer_mark suf_writer_open(suf_writer *self);
/* Behind the last key. True when there was none: only the head is there. */
bool suf_writer_close(suf_writer *self, const suf_writer_mark *mark);

#endif
