/* Visits: short, repeated use within opening hours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model.md, "visit". Within a month the people, and so the rate of an hour of the week,
 * are constant; all hours are independent Poisson numbers given the people. So visits of
 * a span of days are drawn as Poisson sums over its hours, which is the same law at the
 * cost of the distinct hours of a week: those who are served at home, served elsewhere,
 * and refused are independent. A course of days is worked out once for each kind of days
 * that the span has, and again when places change. */
#ifndef SUF_ENGINE_VISIT_H
#define SUF_ENGINE_VISIT_H

#include "engine/stay/state.h"

struct suf_visits;

SUF_MUST_CHECK suf_status suf_visit_new(
    const suf_model *model, struct suf_visits **visits);
void suf_visit_free(struct suf_visits *self);
void suf_visit_clear(struct suf_visits *self);
/* Draws the visits of a service up to a whole day; before its places or people change.
 * A failure is left in the state's status. */
void suf_visit_flush(suf_state *state, uint32_t index, double until_days);
/* The same for all services of this kind. */
void suf_visit_flush_all(suf_state *state, double until_days);

#endif
