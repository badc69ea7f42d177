/* The share admitted in time, from a story.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "admitted_oracle.h"

#include <math.h>

typedef enum outcome { LEFT_OUT, ADMITTED, NOT_ADMITTED } outcome;

/* What became of the request at `index` within a time: the first thing told of it that
 * ends its wait. */
static outcome
outcome_of(const queue_story *story, size_t index, double within_days)
{
    const suf_trace_event *asked = &story->items[index];
    for (size_t i = index + 1; i < story->n; i++) {
        const suf_trace_event *seen = &story->items[i];
        if (seen->service != asked->service || seen->source != asked->source ||
            seen->name != asked->name) {
            continue;
        }
        if (seen->time_days - asked->time_days > within_days) {
            return NOT_ADMITTED;
        }
        switch ((int) seen->what) {
        case SUF_TRACE_ADMISSION:
            return ADMITTED;
        case SUF_TRACE_RENEGE:
        case SUF_TRACE_AGE_OUT:
            return NOT_ADMITTED;
        case SUF_TRACE_DEATH:
        case SUF_TRACE_MOVE: /* left out of those it is a share of */
        case SUF_TRACE_VOID:
        case SUF_TRACE_BALK:
        case SUF_TRACE_REFUSAL: /* sent away */
            return LEFT_OUT;
        default: /* joined the list */
            break;
        }
    }
    return NOT_ADMITTED;
}

double
admitted_oracle_share(const queue_story *story, uint32_t service, uint32_t district,
    double date_days, double within_days, uint64_t *n_of)
{
    double end = date_days - within_days;
    uint64_t n = 0;
    uint64_t n_admitted = 0;
    for (size_t i = 0; i < story->n; i++) {
        const suf_trace_event *seen = &story->items[i];
        if (seen->what == SUF_TRACE_REQUEST && seen->service == service &&
            (district == SUF_NONE || seen->home == district) && seen->time_days < end &&
            seen->time_days >= end - 365) {
            outcome out = outcome_of(story, i, within_days);
            n += out != LEFT_OUT;
            n_admitted += out == ADMITTED;
        }
    }
    if (n_of != NULL) {
        *n_of = n;
    }
    return n > 0 ? (double) n_admitted / (double) n : (double) NAN;
}
