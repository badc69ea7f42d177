/* The Poisson distribution of one mean, tabulated.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "poisson_table.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

void
suf_poisson_table_free(suf_poisson_table *self)
{
    free(self->cumulative);
    *self = (suf_poisson_table){0};
}

suf_status
suf_poisson_table_set(suf_poisson_table *self, double mean)
{
    if (!(mean > 0 && mean < 0x1p30)) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    double sd = sqrt(mean);
    double least = floor(mean - 9 * sd - 2);
    self->least = least > 0 ? (uint32_t) least : 0;
    self->n = (uint32_t) (mean + 9 * sd + 24) - self->least + 1;
    suf_status status = suf_array_grow(
        &self->cumulative, &self->capacity, self->n, sizeof *self->cumulative);
    if (status != SUF_OK) {
        return status;
    }
    /* In units of the mode's probability, outwards from it; then summed. */
    double *sum = self->cumulative;
    uint32_t mode = (uint32_t) mean - self->least;
    double per_mean = 1 / mean;
    sum[mode] = 1;
    for (uint32_t i = mode; i > 0; i--) {
        sum[i - 1] = sum[i] * (i + self->least) * per_mean;
    }
    for (uint32_t i = mode + 1; i < self->n; i++) {
        sum[i] = sum[i - 1] * (mean / (i + self->least));
    }
    for (uint32_t i = 1; i < self->n; i++) {
        sum[i] += sum[i - 1];
    }
    double scale = 1 / sum[self->n - 1];
    uint32_t place = 0;
    for (uint32_t i = 0; i < self->n; i++) {
        sum[i] *= scale;
        while (place < SUF_POISSON_GUIDE && sum[i] * SUF_POISSON_GUIDE >= place) {
            self->guide[place++] = i;
        }
    }
    sum[self->n - 1] = 1;
    while (place < SUF_POISSON_GUIDE) {
        self->guide[place++] = self->n - 1;
    }
    return SUF_OK;
}
