/* What a condition can feel: the services that must be simulated to decide it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They are the service that is measured; those it takes its people from, or sends them to
 * (`from`, `then`); those whose places are converted to its places; and, where one is an
 * intake of residents, all such intakes, as a child has one seat. All districts are
 * simulated, so whoever overflows is.
 *
 * Of the residents those cohorts are simulated that matter: who may ask for a felt
 * service during the run, or is counted by what is asked; and, when some of them are born
 * in it, all who may be their mothers. Cohorts bear on each other in no other way. So
 * each is simulated as long as it matters: until it is older than any of these, and a
 * mother until the last of those births. Nothing is simulated after the last date of what
 * is asked, as a measure looks back only. What
 * is left out reaches them in one way only: who stays somewhere dies and moves by draws
 * of its own, and not with the others of its cohort. The law of the residents is the same
 * (population.h), the path may not be. So felt services have the path of the whole model,
 * byte for byte, when no service with stays that is left out takes residents of the
 * cohorts that matter. `is_exact` says whether this is so. Where it is not, a search
 * takes other paths of the same law; its answer is validated on the whole plan. */
#ifndef SUF_QUESTION_FELT_H
#define SUF_QUESTION_FELT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "model/model.h"
#include "model/scope.h"

typedef struct suf_felt {
    bool *services; /* [n_services]; owned */
    bool *targets;  /* [n_targets + n_conditions] those asked about, and all conditions
                       that the same services decide; owned */
    /* [SUF_N_SEXES][n_cohorts] months of the calendar in which its residents matter, from
     * the first on; 0: in none. Owned. */
    uint32_t *cohort_months;
    uint32_t last_day;   /* at whose start the last of `targets` is measured */
    uint32_t n_services; /* that are felt */
    bool is_exact;
    uint32_t number; /* that tells scopes of a model apart; 0: the whole model */
} suf_felt;

/* Of conditions by their number among targets and conditions. To be freed, also after a
 * failure. */
SUF_MUST_CHECK suf_status suf_felt_find(suf_felt *self, const suf_model *model,
    const uint32_t *conditions, uint32_t n_conditions);
void suf_felt_free(suf_felt *self);

/* Whether service `a` must be simulated where `b` is. */
bool suf_felt_is_needed(const suf_model *model, uint32_t a, uint32_t b);

/* Adds to services [n_services] those that must be simulated where these are. Whether one
 * of them is of residents. */
bool suf_felt_close(const suf_model *model, bool *services);

/* Lends the arrays. */
static inline suf_scope
suf_felt_scope(const suf_felt *self)
{
    return (suf_scope){
        self->services, self->targets, self->cohort_months, self->last_day};
}

/* The service whose working a target measures; SUF_NONE: it measures what is built. */
uint32_t suf_target_service(const suf_target *target);

#endif
