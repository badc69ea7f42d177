/* The law of a project's delay given what it shares, for tests of what is known of them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Coded apart from the program: given the shocks, units are independent, a multiplier is
 * lognormal with median 1.07 and mean 1.15, and P(M <= x | s) = Phi((ln(x / median) /
 * sigma - s) / own), with s what is shared and own the root of the rest. Whatever is
 * known multiplies the normal density of the shocks by its probability (or density) given
 * them; the integrals over the shocks are sums over even grids, which for these smooth
 * densities are exact to more digits than any sample tells. */
#ifndef SUF_ORACLE_KNOWN_LAW_H
#define SUF_ORACLE_KNOWN_LAW_H

#include "oracle/ready.h"

#define LAW_MEDIAN 1.07
#define LAW_MEAN   1.15

enum { LAW_N_GRID = 401 };

double law_sigma(void);
/* P(M <= x | s). */
double law_by(double x, double s, double own);
/* The density of M at x, given s. */
double law_at(double x, double s, double own);
/* Point i of the grid of a shock, and its density there. */
double law_node(int i);
double law_weight(int i);
/* Days since the start as a multiple of a unit's planned duration since its begin. */
double law_multiple(const ready *self, uint32_t unit, double days);

#endif
