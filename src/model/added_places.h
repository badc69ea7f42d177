/* Places that a question adds to a model: how would it be with a few more here?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each addition is a lever (chosen.h) behind those of the scenario, at 0, and a change of
 * places that it is the size of. At 0 a replication is that of the model without it, bit
 * for bit, so that all additions of a question can stand in one model, and a replication
 * takes those that it is asked with. The places are usable from their day on. At the
 * start nobody is in them yet: who is there at the start is as in the plan (`is_added`).
 */
#ifndef SUF_MODEL_ADDED_PLACES_H
#define SUF_MODEL_ADDED_PLACES_H

#include "base/status.h"
#include "model/model.h"

typedef struct suf_added_places {
    uint32_t service, district; /* of the model */
    double most;                /* whole places that the lever may be set to */
} suf_added_places;

/* Adds n of them from a day on, 0 <= from_days < model->end_days; *first_lever is the
 * number of the first one's lever, the others follow. Before anything borrows the model's
 * levers or changes; after a failure it is as it was. */
SUF_MUST_CHECK suf_status suf_model_add_places(suf_model *model,
    const suf_added_places *added, uint32_t n, double from_days, uint32_t *first_lever);

#endif
