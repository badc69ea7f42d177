/* Visits: short, repeated use within opening hours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model.md, "visit". Within a month the people, and so the rate of an hour of the week,
 * are constant; all hours are independent Poisson numbers given the people. So visits of
 * a span of days are drawn as Poisson sums over its hours, which is the same distribution
 * at the cost of the distinct hours of a week: those who are served at home, served by
 * overflow, and refused are independent. A course of days is worked out once for each
 * kind of days that the span has, and again when places change. */
#ifndef SUF_ENGINE_VISIT_H
#define SUF_ENGINE_VISIT_H

#include "engine/core/core.h"

/* After the people, whose number of the month it needs. */
extern const suf_process suf_visit_process;

#endif
