/* Which units and changes of places of two models are the same.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of two scenarios that differ by their projects and by the values of their levers alone.
 * Units are found by project and number, batches of works by works and number, changes
 * of places by unit and step, and those of no unit by their place in the order. What one
 * of the two does not have is alone.
 *
 * Invariant: what is called the same is so in everything that is written of it; what
 * comes of it may differ all the same, by a lever or by what it comes after. */
#ifndef SUF_MODEL_PLAN_MATCH_H
#define SUF_MODEL_PLAN_MATCH_H

#include "base/status.h"
#include "model/model.h"

typedef struct suf_plan_match {
    const suf_model *own, *other; /* borrowed */
    uint32_t *units;              /* [n_units of own] of the other; SUF_NONE: alone */
    bool *is_same;                /* [n_units of own] */
    uint32_t *changes;            /* [n_changes of own] of the other; SUF_NONE: alone */
    uint32_t *lone_units, *lone_changes; /* of the other */
    uint32_t n_lone_units, n_lone_changes;
    bool is_alike;   /* in all else that a copy of the state rests on */
    bool has_levers; /* the same ones, whatever their values */
} suf_plan_match;

/* projects: [n_projects of own] the one of the same name in the other, or SUF_NONE;
 * is_same: likewise, whether all that is written of both is the same. The models are
 * borrowed, the arrays are not. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_plan_match_init(suf_plan_match *self, const suf_model *own,
    const suf_model *other, const uint32_t *projects, const bool *is_same);
void suf_plan_match_free(suf_plan_match *self);

#endif
