/* When intakes are held, and when the courses that begin there end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_INTAKE_DATES_H
#define SUF_SCENARIO_INTAKE_DATES_H

#include <stdint.h>

#include "scenario/types/scenario.h"

/* Day of an intake, in days since the start of the run: 0 is the first of the run, those
 * before it are negative. */
double suf_intake_day(
    const suf_scenario *scenario, const suf_intake_spec *spec, int32_t intake);

/* The day on which a course begun at an intake ends: of the later intake that is nearest
 * to its length; of two that are as near, of the earlier. */
double suf_intake_course_end(
    const suf_scenario *scenario, const suf_intake_spec *spec, int32_t intake);

/* Intakes before the run, counted back from it: 1 is the last one. */
typedef struct suf_earlier_intakes {
    uint32_t latest, n; /* latest, latest + 1, ... latest + n - 1 */
} suf_earlier_intakes;

/* Those at which pupils began who are in a year of their course (from 1) at the start:
 * held within that year before the start, day by day of the calendar, and not over by
 * then. A course is over when it has lasted its length and the intake nearest to that is
 * past. */
suf_earlier_intakes suf_intakes_of_year(
    const suf_scenario *scenario, const suf_intake_spec *spec, uint32_t year);

#endif
