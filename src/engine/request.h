/* Requests to come: candidates of every stream, a day or a month at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thinning (Lewis and Shedler 1979, doi:10.1002/nav.3800260304) of a Poisson process on
 * time x mark. The mark, a rate, is cut into layers by rule: of height 2
 * up to 16, above that every octave in eighths, in requests a day (rare services: a
 * month). A period's candidates are made layer by layer, a count and then uniform times
 * and marks; those whose mark is below the rate at their time come as events. The mark
 * never depends on the rate, so a higher rate adds candidates and changes none, and
 * (layer, period, number) names a candidate in every scenario.
 *
 * Requests of the population have the rate r x P, P the people of the band (of all
 * cohorts that touch its ages this month) at the month's start, with a little room for
 * those who move in later. Each candidate is given one of the P: a cell and a position in
 * it. When its time comes it asks if that position is below the number of people then
 * exposed, and its age lies within the band: the rate per exposed person is r exactly, at
 * every moment. */
#ifndef SUF_ENGINE_REQUEST_H
#define SUF_ENGINE_REQUEST_H

#include "engine/state.h"

typedef struct suf_request_maker suf_request_maker;

SUF_MUST_CHECK suf_status suf_request_maker_new(
    const suf_model *model, suf_request_maker **out);
/* NULL is allowed. */
void suf_request_maker_free(suf_request_maker *self);

/* Looks at the population after the month's step, and makes the month's candidates of the
 * monthly streams. state->month is the month, state->now_days its start. */
void suf_request_begin_month(suf_state *state);
/* Makes the candidates of the daily streams of the day that begins at state->now_days. */
void suf_request_make_day(suf_state *state);
/* The candidate of a request event. */
const suf_candidate *suf_request_candidate(
    const suf_state *state, const suf_event *event);

#endif
