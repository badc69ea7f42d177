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

/* Cells in the order of u: number `rank` of them, and whether t falls as u rises. */
enum { HALF = SUF_QUANTILE_OCTAVES * SUF_QUANTILE_CELLS };

static uint32_t
cell_of_rank(uint32_t rank)
{
    /* Lower half: the octaves from the last, their cells from the first. Upper half: the
     * octaves from the first, their cells from the last. */
    uint32_t half = rank / HALF;
    uint32_t octave = rank % HALF / SUF_QUANTILE_CELLS;
    uint32_t cell = rank % SUF_QUANTILE_CELLS;
    return half == 0 ? (SUF_QUANTILE_OCTAVES - 1 - octave) * SUF_QUANTILE_CELLS + cell
                     : HALF + octave * SUF_QUANTILE_CELLS + SUF_QUANTILE_CELLS - 1 - cell;
}

static double
value_at(const suf_quantile_cell *cell, double t)
{
    return cell->c[0] + t * (cell->c[1] + t * (cell->c[2] + t * cell->c[3]));
}

static void
set_starts(suf_quantile_table *self)
{
    for (uint32_t rank = 0; rank < 2 * HALF; rank++) {
        self->starts[rank] =
            value_at(&self->cells[cell_of_rank(rank)], rank < HALF ? 0 : 1);
    }
}

suf_status
suf_quantile_table_init(suf_quantile_table *self,
    double (*quantile)(void *context, double tail, int is_upper), void *context)
{
    *self = (suf_quantile_table){0};
    suf_status status =
        suf_array_new((size_t) 2 * SUF_QUANTILE_OCTAVES * SUF_QUANTILE_CELLS,
            sizeof *self->cells, &self->cells);
    if (status == SUF_OK) {
        status = suf_array_new((size_t) 2 * HALF, sizeof *self->starts, &self->starts);
    }
    if (status != SUF_OK) {
        suf_quantile_table_free(self);
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
    set_starts(self);
    return SUF_OK;
}

void
suf_quantile_table_free(suf_quantile_table *self)
{
    free(self->cells);
    free(self->starts);
    *self = (suf_quantile_table){0};
}

double
suf_quantile_table_inverse(const suf_quantile_table *self, double x)
{
    if (x >= value_at(&self->cells[cell_of_rank(2 * HALF - 1)], 0)) {
        return 1; /* the end of the last cell: as most are */
    }
    /* The last cell that begins at x or below, without a branch that could not be
     * foretold; the first, if none does. */
    uint32_t low = 0;
    for (uint32_t n = 2 * HALF; n > 1;) {
        uint32_t half = n / 2;
        uint32_t is_beyond = self->starts[low + half] <= x;
        low += half & -is_beyond;
        n = half + (n & is_beyond);
    }
    uint32_t index = cell_of_rank(low);
    const suf_quantile_cell *cell = &self->cells[index];
    double at_0 = value_at(cell, 0);
    double at_1 = value_at(cell, 1);
    double t = at_1 > at_0 || at_1 < at_0 ? (x - at_0) / (at_1 - at_0) : 0;
    for (int i = 0; i < 4; i++) { /* Newton's; a cell is nearly straight */
        double slope = cell->c[1] + t * (2 * cell->c[2] + t * 3 * cell->c[3]);
        double next = slope > 0 || slope < 0 ? t - (value_at(cell, t) - x) / slope : t;
        t = fmin(fmax(next, 0), 1);
    }
    double low_tail = ldexp(1, -2 - (int) (index % HALF / SUF_QUANTILE_CELLS));
    double tail = low_tail * (1 + (index % SUF_QUANTILE_CELLS + t) / SUF_QUANTILE_CELLS);
    double last = ldexp(1, -1 - SUF_QUANTILE_OCTAVES);
    if (index < HALF) {
        return tail > last ? tail : 0;
    }
    return tail > last ? 1 - tail : 1;
}
