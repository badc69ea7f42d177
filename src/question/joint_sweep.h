/* Levers swept forward in time: which of them is sized for which condition.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions in the order of their dates, those of one date together, are the steps of a
 * sweep. A lever belongs to the first step that feels it and before whose date it can
 * act: the planned opening of what it builds, or the least value of a date. So the first
 * year is sized for its condition, and the second given the first. */
#ifndef SUF_QUESTION_JOINT_SWEEP_H
#define SUF_QUESTION_JOINT_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "model/model.h"

typedef struct suf_sweep_step {
    double date_days;
    uint32_t *levers, *conditions; /* [n_levers], [n_conditions]; owned */
    uint32_t n_levers, n_conditions;
} suf_sweep_step;

typedef struct suf_sweep {
    suf_sweep_step *steps; /* [n_steps] by date; owned */
    uint32_t n_steps;
    uint32_t left; /* a lever that belongs to no step; SUF_NONE: none */
} suf_sweep;

/* To be freed, also after a failure. */
SUF_MUST_CHECK suf_status suf_sweep_plan(suf_sweep *self, const suf_model *model,
    const uint32_t *levers, uint32_t n_levers, const uint32_t *conditions,
    uint32_t n_conditions);
/* Whether a lever can act only on the day of the last of these conditions or after it, so
 * that none can feel it. False where its first day is not known: of what has a date that
 * is a lever, of what a policy begins or something is known of, and of levers of other
 * things. */
bool suf_sweep_is_too_late(const suf_model *model, uint32_t lever,
    const uint32_t *conditions, uint32_t n_conditions);
void suf_sweep_free(suf_sweep *self);

#endif
