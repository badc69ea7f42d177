/* A quantile function in a table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "quantile_table.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Coefficients of the cubic through y at t = 0, 1/3, 2/3, 1. */
static suf_quantile_cell
cubic_through(const double y[4])
{
    double d1 = y[1] - y[0];
    double d2 = y[2] - y[0];
    double d3 = y[3] - y[0];
    return (suf_quantile_cell){{y[0], 9 * d1 - 4.5 * d2 + d3,
        -22.5 * d1 + 18 * d2 - 4.5 * d3, 13.5 * d1 - 13.5 * d2 + 4.5 * d3}};
}

suf_status
suf_quantile_table_init(suf_quantile_table *self,
    double (*quantile)(const void *context, double tail, int is_upper),
    const void *context)
{
    *self = (suf_quantile_table){0};
    suf_status status =
        suf_array_new((size_t) 2 * SUF_QUANTILE_OCTAVES * SUF_QUANTILE_CELLS,
            sizeof *self->cells, &self->cells);
    if (status != SUF_OK) {
        return status;
    }
    suf_quantile_cell *cell = self->cells;
    for (int is_upper = 0; is_upper < 2; is_upper++) {
        for (int octave = 0; octave < SUF_QUANTILE_OCTAVES; octave++) {
            double low = ldexp(1, -2 - octave);
            double width = low / SUF_QUANTILE_CELLS;
            double last = quantile(context, low, is_upper);
            for (int i = 0; i < SUF_QUANTILE_CELLS; i++, cell++) {
                double y[4] = {last, 0, 0, 0};
                for (int j = 1; j < 4; j++) {
                    y[j] = quantile(context, low + width * (i + j / 3.0), is_upper);
                }
                last = y[3];
                for (int j = 0; j < 4; j++) {
                    if (!isfinite(y[j])) {
                        suf_quantile_table_free(self);
                        return SUF_RAISE(SUF_ERROR_GSL);
                    }
                }
                *cell = cubic_through(y);
            }
        }
    }
    return SUF_OK;
}

void
suf_quantile_table_free(suf_quantile_table *self)
{
    free(self->cells);
    *self = (suf_quantile_table){0};
}
