/* The story of a replication, a line an event, as text or as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_STORY_H
#define SUF_CLI_STORY_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/trace.h"
#include "engine/delivery/delivery.h"
#include "engine/stay/stay.h"
#include "model/build.h"
#include "scenario/types/scenario.h"

/* One line. Texts may be ""; waited and number NAN where there is none. Borrowed while it
 * is told. */
typedef struct suf_story_line {
    double time_days;
    const char *event, *service, *home, *site, *person, *detail, *class;
    double waited, number;
} suf_story_line;

typedef struct suf_story {
    const suf_scenario *scenario;
    const suf_model *model;
    const suf_delivery *delivery;
    const suf_stay_state *stays; /* of the replication, borrowed */
    uint32_t service;            /* SUF_NONE: all */
    const char *person;
    bool is_csv;
    double until_days;
    uint32_t n_told; /* units of the delivery */
    /* Told of each line instead of printing it; NULL: it is printed. */
    void (*take)(void *taker, const char *date, const suf_story_line *line);
    void *taker;
} suf_story;

/* Tells of an event; context is the story. Fits suf_observer.see. */
void suf_story_see(void *context, const suf_trace_event *seen);
/* Tells of projects and works that have opened before a time. */
void suf_story_tell_openings(suf_story *self, double now_days);

#endif
