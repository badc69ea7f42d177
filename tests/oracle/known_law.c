/* The law of a project's delay given what it shares.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle/known_law.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

double
law_sigma(void)
{
    return sqrt(2 * log(LAW_MEAN / LAW_MEDIAN));
}

double
law_by(double x, double s, double own)
{
    return x > 0 ? gsl_cdf_ugaussian_P((log(x / LAW_MEDIAN) / law_sigma() - s) / own) : 0;
}

double
law_at(double x, double s, double own)
{
    return gsl_ran_ugaussian_pdf((log(x / LAW_MEDIAN) / law_sigma() - s) / own) /
           (x * law_sigma() * own);
}

double
law_node(int i)
{
    return -8 + 16.0 * i / (LAW_N_GRID - 1);
}

double
law_weight(int i)
{
    return gsl_ran_ugaussian_pdf(law_node(i));
}

double
law_multiple(const ready *self, uint32_t unit, double days)
{
    const suf_delivery_unit *of = &self->model.delivery.units[unit];
    return (days - of->starts_days) / of->duration_days;
}
