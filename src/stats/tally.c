/* Mean, variance and skewness of observations taken one at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tally.h"

#include <math.h>

void
suf_tally_add(suf_tally *self, double value)
{
    if (isnan(value)) {
        return;
    }
    self->n++;
    double n = (double) self->n;
    double deviation = value - self->mean;
    double step = deviation / n;
    self->cubes += deviation * step * step * (n - 1) * (n - 2) - 3 * step * self->squares;
    self->mean += deviation / n;
    self->squares += deviation * (value - self->mean);
}

double
suf_tally_mean(const suf_tally *self)
{
    return self->n > 0 ? self->mean : (double) NAN;
}

double
suf_tally_variance(const suf_tally *self)
{
    return self->n > 1 ? self->squares / (double) (self->n - 1) : (double) NAN;
}

double
suf_tally_skewness(const suf_tally *self)
{
    double n = (double) self->n;
    if (self->n < 3 || !(self->squares > 0)) {
        return (double) NAN;
    }
    double moment = self->cubes / n / pow(self->squares / n, 1.5);
    return sqrt(n * (n - 1)) / (n - 2) * moment;
}
