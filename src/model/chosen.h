/* Levers: what a replication takes of the model as chosen.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Projects, changes of places and works with the values of the levers in them, as if the
 * scenario had those constants: in the same order, and with the names that their random
 * numbers go by. Part of the block of parameters (parameters.h). A model without levers
 * is lent as it is. */
#ifndef SUF_MODEL_CHOSEN_H
#define SUF_MODEL_CHOSEN_H

#include "base/status.h"
#include "model/model.h"

typedef struct suf_chosen {
    const suf_model *model; /* borrowed */
    double *values;         /* [n_levers] in hand; owned */
    bool is_set;
    const suf_capacity_change *changes; /* [n_changes], as of the model */
    const suf_delivery_unit *units;     /* [n_units] likewise */
    const suf_works *works;             /* [n_works] likewise */
    suf_capacity_change *own_changes;   /* NULL: those of the model; owned */
    suf_delivery_unit *own_units;
    suf_works *own_works;
} suf_chosen;

/* With the values of the scenario. */
SUF_MUST_CHECK suf_status suf_chosen_init(suf_chosen *self, const suf_model *model);
void suf_chosen_free(suf_chosen *self);
/* Sets the levers ([n_levers], copied; each on its grid), or back to the scenario's with
 * NULL. */
void suf_chosen_set(suf_chosen *self, const double *values);

/* The index in the model of a change: levers of dates put them in another order. */
static inline uint32_t
suf_chosen_origin(const suf_chosen *self, uint32_t change)
{
    return self->own_changes != NULL ? self->own_changes[change].origin : change;
}

/* The order of changes of places: time, service, district, opening before closing. */
void suf_changes_sort(suf_capacity_change *changes, uint32_t n);
/* The planned opening of a unit of a batch of n: evenly from the first to the last. */
double suf_batch_opening(
    double first_days, double span_days, uint32_t number, uint32_t n);

#endif
