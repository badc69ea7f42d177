/* The encodings that texts come in from spreadsheets and editors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_ENCODING_H
#define SUF_SCENARIO_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/* Converts a text that is not UTF-8 from GB18030, which Chinese spreadsheets save, when
 * its bytes look like it: nearly all pairs must be of GB2312, so that accented letters of
 * Latin encodings and Big5 are not taken for it. *out is in the arena, or NULL when the
 * text is something else, or this system cannot convert it. */
SUF_MUST_CHECK suf_status suf_encoding_read_gb18030(
    suf_arena *arena, const char *bytes, size_t n, char **out, size_t *n_out);

/* The name of an encoding that the first bytes give away ("UTF-16"), or NULL. */
const char *suf_encoding_of_mark(const char *bytes, size_t n);

/* What is odd about a name and cannot be seen: "which ends with a no-break space", for a
 * message; NULL when nothing is. */
const char *suf_encoding_oddity(const char *name);

#endif
