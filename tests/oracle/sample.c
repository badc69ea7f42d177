/* Mean and variance of a sample, with their standard errors, for tests against theory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include <math.h>

void
sample_add(sample *self, double value)
{
    if (self->n++ == 0) {
        self->shift = value;
    }
    double power = 1;
    for (int i = 0; i < 4; i++) {
        power *= value - self->shift;
        self->sums[i] += power;
    }
}

double
sample_mean(const sample *self)
{
    return self->shift + self->sums[0] / (double) self->n;
}

double
sample_variance(const sample *self)
{
    double n = (double) self->n;
    return (self->sums[1] - self->sums[0] * self->sums[0] / n) / (n - 1);
}

double
sample_mean_error(const sample *self)
{
    return sqrt(sample_variance(self) / (double) self->n);
}

double
sample_variance_error(const sample *self)
{
    double n = (double) self->n;
    double m = self->sums[0] / n;
    double fourth = self->sums[3] / n - 4 * m * self->sums[2] / n +
                    6 * m * m * self->sums[1] / n - 3 * m * m * m * m;
    double variance = sample_variance(self);
    return sqrt((fourth - variance * variance) / n);
}

bool
sample_count_agrees(uint64_t count, double expected)
{
    return 1 / sqrt(expected) <= SAMPLE_WIDER * 0.01 / 5.5 &&
           fabs((double) count - expected) < SAMPLE_Z_BOUND * sqrt(expected);
}

bool
sample_mean_agrees(const sample *self, double expected, double worth)
{
    double error = sample_mean_error(self);
    if (SAMPLE_PART > 1) { /* of something rare few draws may be all alike */
        error = fmax(error, worth / 5.5);
    }
    return error <= SAMPLE_WIDER * worth / 5.5 &&
           fabs(sample_mean(self) - expected) < SAMPLE_Z_BOUND * error;
}
