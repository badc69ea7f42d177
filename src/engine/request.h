/* Requests to come: candidates of every stream, a day or a month at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Poisson process on time x mark, the mark a rate a day; what lies below the rate at
 * its time is a request (thinning: Lewis and Shedler 1979, doi:10.1002/nav.3800260304).
 * The candidates of a period are made in order of their marks: number 0 upwards, each an
 * exponential gap above the one before, at a uniform time, until a mark passes the
 * highest rate of the period. Marks never depend on the rate, so a higher rate adds
 * candidates and changes none, and (period, number) names a candidate in every scenario.
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
/* The candidate of a request event's index. */
const suf_candidate *suf_request_candidate(const suf_state *state, uint32_t index);

#endif
