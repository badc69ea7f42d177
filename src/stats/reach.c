/* The value that enough replications reach.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reach.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

#define CONFIDENCE 0.95

typedef struct reaching {
    const double *values;
    const int32_t *replications;
    const double *weights;
    uint32_t n;
    const suf_design_spec *design;
    double p;
    double *sorted; /* [n_sorted] rising; owned */
    uint32_t n_sorted;
} reaching;

/* Which of P's estimate and limits. */
typedef enum side { ESTIMATE, LOW, HIGH } side;

static bool
reaches(const reaching *self, double value, side of)
{
    suf_estimate met = {0};
    double p[3];
    for (uint32_t i = 0; i < self->n; i++) {
        double here = self->values[i];
        uint32_t r = self->replications != NULL ? (uint32_t) self->replications[i] : i;
        const double *weight = self->weights != NULL ? &self->weights[i] : NULL;
        suf_estimate_add_weighted(
            &met, self->design, r, weight, isnan(here) ? here : here >= value);
    }
    p[ESTIMATE] = suf_estimate_mean(&met);
    suf_estimate_probability(&met, CONFIDENCE, &p[LOW], &p[HIGH]);
    /* A share of n counts within rounding: 0.9 of 10 are 9. */
    return p[of] >= self->p - 1e-12;
}

/* The greatest of the values at which P, or a limit of it, reaches p. */
static double
greatest(const reaching *self, side of)
{
    uint32_t enough = 0; /* sorted[0 .. enough - 1] reach it, those from `over` do not */
    uint32_t over = self->n_sorted;
    while (enough < over) {
        uint32_t middle = enough + (over - enough) / 2;
        if (reaches(self, self->sorted[middle], of)) {
            enough = middle + 1;
        } else {
            over = middle;
        }
    }
    return enough > 0 ? self->sorted[enough - 1] : -(double) INFINITY;
}

static int
compare(const void *left, const void *right)
{
    double a = *(const double *) left;
    double b = *(const double *) right;
    return (a > b) - (a < b);
}

suf_status
suf_reach_of(const double *values, const int32_t *replications, const double *weights,
    uint32_t n, const suf_design_spec *design, double p, suf_reach *out)
{
    reaching self = {.values = values,
        .replications = replications,
        .weights = weights,
        .n = n,
        .design = design,
        .p = p};
    *out = (suf_reach){(double) NAN, (double) NAN, (double) NAN};
    suf_status status = suf_array_new(n, sizeof *self.sorted, &self.sorted);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!isnan(values[i])) {
            self.sorted[self.n_sorted++] = values[i];
        }
    }
    if (self.n_sorted > 0) {
        qsort(self.sorted, self.n_sorted, sizeof *self.sorted, compare);
        *out = (suf_reach){
            greatest(&self, ESTIMATE), greatest(&self, LOW), greatest(&self, HIGH)};
    }
    free(self.sorted);
    return SUF_OK;
}
