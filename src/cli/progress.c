/* How far a run is.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define TERMINAL_SECONDS 0.2
#define PLAIN_SECONDS    60.0

double
suf_progress_clock(void)
{
    struct timespec now = {0};
    (void) clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

void
suf_progress_init(suf_progress *self, bool is_quiet, double plain_seconds)
{
    *self = (suf_progress){.is_terminal = isatty(STDERR_FILENO) == 1,
        .is_quiet = is_quiet,
        .start_seconds = suf_progress_clock()};
    self->every_seconds = plain_seconds > 0 ? plain_seconds : PLAIN_SECONDS;
    if (self->is_terminal) {
        self->every_seconds = TERMINAL_SECONDS;
    }
    self->last_seconds = self->start_seconds;
}

static void
format_time(double seconds, char text[32])
{
    long whole = (long) (seconds + 0.5);
    if (whole < 3600) {
        (void) snprintf(text, 32, "%ld:%02ld", whole / 60, whole % 60);
    } else {
        (void) snprintf(
            text, 32, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    }
}

bool
suf_progress_watch(void *context, const suf_run_progress *progress)
{
    suf_progress *self = context;
    double now = suf_progress_clock();
    if (self->is_quiet || now - self->last_seconds < self->every_seconds) {
        return true;
    }
    self->last_seconds = now;
    double spent = now - self->start_seconds;
    uint64_t n_new = progress->n_done - progress->n_found;
    double left = n_new > 0 ? spent * (double) (progress->n_total - progress->n_done) /
                                  (double) n_new
                            : 0;
    char left_text[32];
    char speed[64] = ""; /* of trials for questions the events are not counted */
    format_time(left, left_text);
    if (progress->n_events > 0) {
        (void) snprintf(speed, sizeof speed, ", %.1f million events a second",
            (double) progress->n_events / spent / 1e6);
    }
    (void) fprintf(stderr, "%s%llu of %llu replications (%.0f %%)%s, %s left%s",
        self->is_terminal ? "\r\033[K" : "suffice: ",
        (unsigned long long) progress->n_done, (unsigned long long) progress->n_total,
        100 * (double) progress->n_done / (double) progress->n_total, speed, left_text,
        self->is_terminal ? "" : "\n");
    (void) fflush(stderr);
    return true;
}

void
suf_progress_end(suf_progress *self)
{
    if (self->is_terminal && !self->is_quiet) {
        (void) fputs("\r\033[K", stderr);
    }
}
