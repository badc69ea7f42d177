/* The values that a lever may take: from a least to a most, by equal steps.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values are numbers, or dates as day numbers, whose steps may be calendar months (then
 * every value is the same day of its month as the least, which no month may lack). */
#ifndef SUF_BASE_GRID_H
#define SUF_BASE_GRID_H

#include <stdbool.h>
#include <stdint.h>

typedef struct suf_grid {
    double least, most;
    double step;          /* of numbers, or in days; 0: it is in months */
    uint32_t step_months; /* of dates; else 0 */
} suf_grid;

/* How many steps a value lies above the least; whole when it is on the grid. */
double suf_grid_index(const suf_grid *self, double value);
bool suf_grid_has(const suf_grid *self, double value);
/* How many values there are, and the i-th of them, from 0. */
uint32_t suf_grid_n(const suf_grid *self);
double suf_grid_at(const suf_grid *self, uint32_t index);

#endif
