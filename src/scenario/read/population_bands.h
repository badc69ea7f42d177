/* The residents at the start by single years, where the table tells of bands of ages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_POPULATION_BANDS_H
#define SUF_SCENARIO_POPULATION_BANDS_H

#include "scenario/read/reader.h"

/* Puts rows of single years, by district, sex and age, in the place of the rows of
 * population.start where any of them is of a band (graduation.h), and warns of what its
 * rule does not fit. The scenario has been checked without fault, and nothing asks for
 * rows of this table by number any more. Of a band that was measured (A) the years are
 * estimated (B). */
void suf_spread_bands(suf_reader *self);

#endif
