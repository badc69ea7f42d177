/* What of a model a replication simulates and measures.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a service that is left out nobody is there at the start, and nobody asks or comes;
 * its places open and close as planned. Draws are by name, so the services that are taken
 * have the paths that they have in the whole model, as long as nothing reaches them from
 * those that are left out (question/felt.h says what can). */
#ifndef SUF_MODEL_SCOPE_H
#define SUF_MODEL_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All borrowed; NULL: all of them. Residents of cohorts that are left out stay as they
 * were at the start, or when their months were over. */
typedef struct suf_scope {
    const bool *services; /* [n_services] */
    const bool *targets;  /* [n_targets + n_conditions] which are measured */
    /* [SUF_N_SEXES][n_cohorts] in so many months of the calendar residents are stepped:
     * in those with a lower index. 0: in none. */
    const uint32_t *cohort_months;
    /* The replication ends when this day begins, once all is measured by then. Its record
     * breaks off: it lacks the month that ends there, and what comes of the whole run.
     * 0: the run is taken to its end, with its record. */
    uint32_t last_day;
} suf_scope;

static inline bool
suf_scope_has_service(const suf_scope *self, uint32_t service)
{
    return self->services == NULL || self->services[service];
}

static inline bool
suf_scope_has_target(const suf_scope *self, uint32_t target)
{
    return self->targets == NULL || self->targets[target];
}

#endif
