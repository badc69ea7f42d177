/* What resolving parameters is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_PARAMETERS_PARTS_H
#define SUF_MODEL_PARAMETERS_PARTS_H

#include "model/parameters.h"

/* A number that must lie in [0, most]; SUF_ERROR_PARAMETER otherwise. */
SUF_MUST_CHECK suf_status suf_parameters_take(
    const suf_parameters *self, const suf_number *number, double most, double *value);
/* The same of a calendar year, without an upper limit. */
SUF_MUST_CHECK suf_status suf_parameters_take_in(
    const suf_parameters *self, const suf_number *number, int32_t year, double *value);
/* The factors on the population's rates, and whether its flows can be as drawn. */
SUF_MUST_CHECK suf_status suf_parameters_resolve_population(suf_parameters *self);
/* Deaths per person-year at an age in the year of the counts, before the factor on all:
 * of districts that differ the mean over their people at the start. */
double suf_parameters_start_mortality(
    const suf_parameters *self, uint32_t sex, uint32_t age);

#endif
