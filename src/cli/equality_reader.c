/* Equality of a results file: the values of a replication, by period.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "equality_reader.h"

#include <stdlib.h>

#include "base/memory.h"

static const struct {
    suf_variable variable;
    const char *title;
} quantities[SUF_N_EQUALITIES] = {{SUF_VARIABLE_EQUALITY_OVERALL, "all districts"},
    {SUF_VARIABLE_EQUALITY_WORST_TO_BEST, "worst over best"},
    {SUF_VARIABLE_EQUALITY_VARIATION, "coefficient of variation"},
    {SUF_VARIABLE_EQUALITY_GINI, "Gini coefficient"},
    {SUF_VARIABLE_EQUALITY_THEIL, "Theil's T"},
    {SUF_VARIABLE_EQUALITY_DISTRICTS, "districts"}};

suf_variable
suf_equality_quantity(int quantity)
{
    return quantities[quantity].variable;
}

const char *
suf_equality_title(int quantity)
{
    return quantities[quantity].title;
}

const char *
suf_equality_ratio_title(suf_ratio ratio)
{
    return ratio == SUF_RATIO_PLACES
               ? "places per 1000 of those whom the service is for, at the end"
               : "served per 100 who asked and were served or went without";
}

suf_status
suf_equality_reader_init(suf_equality_reader *self, suf_results *results)
{
    *self = (suf_equality_reader){.results = results};
    suf_status status = SUF_OK;
    for (int i = 0; status == SUF_OK && i < SUF_N_EQUALITIES; i++) {
        status =
            suf_array_new(suf_layout_size(&results->layout, suf_equality_quantity(i)),
                sizeof *self->values[i], &self->values[i]);
    }
    return status;
}

void
suf_equality_reader_free(suf_equality_reader *self)
{
    for (int i = 0; i < SUF_N_EQUALITIES; i++) {
        free(self->values[i]);
    }
    *self = (suf_equality_reader){0};
}

suf_status
suf_equality_reader_read(
    suf_equality_reader *self, uint32_t scenario, uint32_t position, suf_faults *faults)
{
    suf_status status = SUF_OK;
    for (int i = 0; status == SUF_OK && i < SUF_N_EQUALITIES; i++) {
        suf_variable variable = suf_equality_quantity(i);
        if (suf_layout_size(&self->results->layout, variable) > 0) {
            status = suf_results_read(
                self->results, variable, scenario, position, self->values[i], faults);
        }
    }
    return status;
}

double
suf_equality_value(const suf_equality_reader *self, int quantity, uint32_t period,
    suf_ratio ratio, uint32_t service)
{
    return self->values[quantity]
                       [suf_equality_at(&self->results->layout, period, ratio, service)];
}
