/* How long people wait: collected as they leave the lists, reported at the end of the
 * run. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A wait belongs to the calendar year in which the person joined, and to the district of
 * its home. Those who were on a list at the start joined before it, and are left out. The
 * model: stats/incidence.h. */
#ifndef SUF_ENGINE_WAITS_H
#define SUF_ENGINE_WAITS_H

#include "engine/stay/stay_state.h"
#include "stats/incidence.h"

struct suf_waits {
    const suf_model *model; /* borrowed */
    uint32_t n_years;       /* calendar years of the run */
    uint32_t year;          /* the last that was looked for */
    double *year_ends_days; /* [n_years] the last is the run's end */
    uint64_t *n_at_once;    /* [pool][year] admitted without waiting */
    /* [class of the model][district][year] the same, where the class bears on places */
    uint64_t *n_class_at_once;
    suf_wait *items; /* those that have ended; group: pool x n_years + year */
    size_t n, capacity;
    suf_wait *spare; /* scratch: to sort them */
    size_t spare_capacity;
    uint32_t *line; /* scratch: the people of a line */
    size_t line_capacity;
};

/* *waits is owned by the caller. Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_waits_new(const suf_model *model, struct suf_waits **waits);
/* NULL is allowed. */
void suf_waits_free(struct suf_waits *self);
/* Before a replication. */
void suf_waits_clear(struct suf_waits *self);
/* The wait of an entity that has left its line ends now. */
void suf_waits_end(
    suf_stay_state *state, uint32_t line, uint32_t index, suf_wait_end end);
/* At the end of a month, before its counts are cleared. */
void suf_waits_end_month(suf_stay_state *state);
/* At the end of the run: those still waiting, and the quantiles of all. */
void suf_waits_observe(suf_stay_state *state);

#endif
