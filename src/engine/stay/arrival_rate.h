/* The rate of exogenous arrivals that a scenario gives over time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_ARRIVAL_RATE_H
#define SUF_ENGINE_ARRIVAL_RATE_H

#include "model/model.h"

/* Per day, at a time of the run: of a stream of kind TABLE. */
double suf_arrival_rate(const suf_stream *stream, double time_days);
/* A bound of it over [from_days, to_days]. */
double suf_arrival_rate_bound(const suf_stream *stream, double from_days, double to_days);

#endif
