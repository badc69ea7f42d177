/* How unequal a ratio is between districts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "inequality.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>

#include "base/memory.h"

suf_status
suf_unequal_init(suf_unequal *self, uint32_t n_most)
{
    *self = (suf_unequal){.n_most = n_most};
    suf_status status = suf_array_new(n_most, sizeof *self->ratios, &self->ratios);
    if (status == SUF_OK) {
        status = suf_array_new(n_most, sizeof *self->weights, &self->weights);
    }
    return status;
}

void
suf_unequal_free(suf_unequal *self)
{
    free(self->ratios);
    free(self->weights);
    *self = (suf_unequal){0};
}

void
suf_unequal_clear(suf_unequal *self)
{
    self->n = 0;
    self->top = self->base = 0;
}

bool
suf_unequal_add(suf_unequal *self, double top, double base)
{
    if (base <= 0) {
        return false;
    }
    suf_bug_unless(self->n < self->n_most);
    self->ratios[self->n] = top / base;
    self->weights[self->n++] = base;
    self->top += top;
    self->base += base;
    return true;
}

double
suf_unequal_overall(const suf_unequal *self)
{
    return self->n > 0 ? self->top / self->base : (double) NAN;
}

/* Twice the area between the Lorenz curve and equality. What each has above the least is
 * summed, so that equal ratios give 0 to the last bit. */
static double
gini(const suf_unequal *self)
{
    double sum = 0;
    double below = 0;
    for (uint32_t i = 0; i < self->n; i++) {
        double above = self->base - below - self->weights[i];
        sum += self->weights[i] * (self->ratios[i] - self->ratios[0]) * (below - above);
        below += self->weights[i];
    }
    return sum / (self->base * self->top);
}

static double
variation(const suf_unequal *self, double mean)
{
    double sum = 0;
    for (uint32_t i = 0; i < self->n; i++) {
        double from_mean = self->ratios[i] - mean;
        sum += self->weights[i] * from_mean * from_mean;
    }
    return sqrt(sum / self->base) / mean;
}

/* Never below 0 (Jensen); rounding may say so. */
static double
theil(const suf_unequal *self, double mean)
{
    double sum = 0;
    for (uint32_t i = 0; i < self->n; i++) {
        double x = self->ratios[i] / mean;
        sum += x > 0 ? self->weights[i] * x * log(x) : 0;
    }
    return fmax(0, sum / self->base);
}

double
suf_unequal_index(suf_unequal *self, suf_inequality index)
{
    double mean = suf_unequal_overall(self);
    if (!(mean > 0)) {
        return (double) NAN;
    }
    gsl_sort2(self->ratios, 1, self->weights, 1, self->n);
    double least = self->ratios[0];
    double greatest = self->ratios[self->n - 1];
    bool is_equal = least >= greatest;
    switch (index) {
    case SUF_INEQUALITY_WORST_TO_BEST:
        return is_equal ? 1 : least / greatest;
    case SUF_INEQUALITY_VARIATION:
        return is_equal ? 0 : variation(self, mean);
    case SUF_INEQUALITY_GINI:
        return is_equal ? 0 : gini(self);
    case SUF_INEQUALITY_THEIL:
        return is_equal ? 0 : theil(self, mean);
    case SUF_INEQUALITY_NONE:
        break;
    }
    return (double) NAN;
}
