/* Inequality by the definitions as they stand, over all pairs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ORACLE_INEQUALITY_H
#define SUF_ORACLE_INEQUALITY_H

#include <stdint.h>

#include "base/terms.h"

/* Of ratios x[n], not all 0, with weights w[n] above 0. */
double inequality_by_definition(
    suf_inequality index, const double *x, const double *w, uint32_t n);

#endif
