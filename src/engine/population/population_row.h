/* One district and sex in a month step, for the files of the step alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_POPULATION_ROW_H
#define SUF_ENGINE_POPULATION_ROW_H

#include "engine/population/population_state.h"

typedef struct suf_population_row {
    suf_population *self;
    uint32_t district, sex, index;
    uint32_t youngest; /* cohort born this month */
    uint64_t purpose;
    double days;
    uint64_t block; /* of this month: add BLOCK_... */
    const suf_month_rates *rates;
    const double *births_per_day; /* a woman, by age slot */
} suf_population_row;

#endif
