/* Bands of ages spread over single years, with their totals kept to the person.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The people of a band are shared out in proportion to weights of its years, in whole
 * people: rounded down, and those left over go to the years with the largest remainders,
 * of equal ones to the younger. The weights are:
 *
 * - of four or more five-year groups in a row (0-4, 5-9, ... 95-99), each told by a band
 *   or by parts of it, the values of Sprague's multipliers (T. B. Sprague 1880; H. S.
 *   Shryock and J. S. Siegel, The Methods and Materials of Demography, appendix C). They
 *   reproduce every polynomial of the third degree. A value below zero counts as zero,
 *   and the others of its group keep the total.
 * - of an open band, as 85+, the square of 101 less the age: a parabola that falls to
 *   nobody at 101.
 * - of all other bands one alike. */
#ifndef SUF_SCENARIO_GRADUATION_H
#define SUF_SCENARIO_GRADUATION_H

#include <stddef.h>
#include <stdint.h>

#include "scenario/types/scenario_rows.h"

enum { SUF_N_YEARS_OF_AGE = 101 };

typedef struct suf_age_band {
    suf_ages ages;
    uint32_t count; /* people of them in all, at most 1e9 */
} suf_age_band;

/* What a user should know: the first band of its kind, SUF_NONE: there is none. */
typedef struct suf_graduation {
    uint32_t evenly;     /* spread evenly, as it is no part of four five-year groups */
    uint32_t below_zero; /* with a value of Sprague's multipliers that is below zero */
} suf_graduation;

/* Sets counts[age] for all ages of the bands, which must not overlap, and 0 for others.
 */
void suf_graduate(const suf_age_band *bands, size_t n,
    uint32_t counts[SUF_N_YEARS_OF_AGE], suf_graduation *told);

#endif
