/* Inequality by the definitions as they stand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "inequality.h"

#include <math.h>

double
inequality_by_definition(
    suf_inequality index, const double *x, const double *w, uint32_t n)
{
    double people = 0;
    double mean = 0;
    double least = (double) INFINITY;
    double greatest = 0;
    for (uint32_t i = 0; i < n; i++) {
        people += w[i];
        mean += w[i] * x[i];
        least = fmin(least, x[i]);
        greatest = fmax(greatest, x[i]);
    }
    mean /= people;
    double pairs = 0;
    double squares = 0;
    double logs = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            pairs += w[i] * w[j] * fabs(x[i] - x[j]);
        }
        squares += w[i] * (x[i] - mean) * (x[i] - mean);
        logs += x[i] > 0 ? w[i] / people * x[i] / mean * log(x[i] / mean) : 0;
    }
    return index == SUF_INEQUALITY_WORST_TO_BEST ? least / greatest
           : index == SUF_INEQUALITY_VARIATION   ? sqrt(squares / people) / mean
           : index == SUF_INEQUALITY_GINI        ? pairs / (2 * mean * people * people)
                                                 : logs;
}
