/* The very fact in which two runs differ that were to be one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_JOURNAL_DIFFERENCE_H
#define SUF_JOURNAL_DIFFERENCE_H

#include <stddef.h>

#include "journal/journal_file.h"
#include "journal/provenance.h"

/* Room for a difference, its NUL included; a longer one is cut. */
enum { SUF_DIFFERENCE_BYTES = 256 };

/* Tells the first fact of `found` that is not as in `expected`: seed, scenarios, build,
 * as "its seed is 3, not 5". */
void suf_difference_tell(const suf_provenance *found, const suf_provenance *expected,
    char text[SUF_DIFFERENCE_BYTES]);
/* The same of a journal whose head was read, and of an open one (from its descriptor); of
 * a results file: results_difference.h. */
void suf_difference_of_journal(const suf_journal_file *found,
    const suf_provenance *expected, char text[SUF_DIFFERENCE_BYTES]);
void suf_difference_of_file(int file, const char *path, const suf_provenance *expected,
    char text[SUF_DIFFERENCE_BYTES]);

#endif
