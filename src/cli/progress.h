/* How far a run is: a live line on a terminal, a plain line a minute elsewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_PROGRESS_H
#define SUF_CLI_PROGRESS_H

#include <stdbool.h>

#include "experiment/runner.h"

typedef struct suf_progress {
    bool is_terminal, is_quiet;
    double every_seconds;               /* between two lines */
    double start_seconds, last_seconds; /* of the monotonic clock */
} suf_progress;

/* `plain_seconds` are between two lines where standard error is no terminal; 0: 60. */
void suf_progress_init(suf_progress *self, bool is_quiet, double plain_seconds);
/* Fits suf_run.progress, with a suf_progress as context; always true. */
bool suf_progress_watch(void *context, const suf_run_progress *progress);
/* Clears the live line. */
void suf_progress_end(suf_progress *self);
/* Seconds of the monotonic clock. */
double suf_progress_clock(void);

#endif
