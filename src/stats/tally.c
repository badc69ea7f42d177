/* Mean and variance of observations taken one at a time.
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
    double deviation = value - self->mean;
    self->mean += deviation / (double) self->n;
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
