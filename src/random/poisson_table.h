/* The Poisson distribution of one mean, tabulated so that many counts can be drawn by
 * inversion. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inversion is monotone: the count of a uniform grows with the mean. So two scenarios
 * that draw the same uniform at different rates differ by as few people as can be. The
 * table holds the counts within nine standard deviations of the mean; the rest, less than
 * 1e-18, is given to its two ends. A guide (Chen and Asau 1974) leads to within a step or
 * two of the count. */
#ifndef SUF_RANDOM_POISSON_TABLE_H
#define SUF_RANDOM_POISSON_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { SUF_POISSON_GUIDE = 64 };

typedef struct suf_poisson_table {
    double *cumulative; /* [n] P(count <= least + i), the last is 1; owned */
    size_t capacity;
    uint32_t least, n;
    uint32_t guide[SUF_POISSON_GUIDE]; /* the first i with cumulative >= place / all */
} suf_poisson_table;

/* A zeroed table is legal to set and to free. */
void suf_poisson_table_free(suf_poisson_table *self);
/* Tabulates a mean above 0 and below 2^30. */
SUF_MUST_CHECK suf_status suf_poisson_table_set(suf_poisson_table *self, double mean);

/* The least count whose cumulative probability reaches u in (0, 1). */
static inline uint32_t
suf_poisson_table_quantile(const suf_poisson_table *self, double u)
{
    uint32_t at = self->guide[(uint32_t) (u * SUF_POISSON_GUIDE)];
    while (self->cumulative[at] < u) {
        at++;
    }
    return self->least + at;
}

#endif
