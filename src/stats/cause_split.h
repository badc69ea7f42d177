/* What each cause has to answer for, of a number that several causes make together.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of each combination of causes taken away the number is known. Taking a cause away
 * changes it by an amount that depends on which others are gone already; its Shapley
 * value is the mean of that over all orders in which the four can be taken away (Shapley
 * 1953, "A value for n-person games", Contributions to the Theory of Games 2, 307-317).
 * It is the only split that adds up, treats causes alike, gives a cause that changes
 * nothing nothing, and is additive over services, districts and years. */
#ifndef SUF_STATS_CAUSE_SPLIT_H
#define SUF_STATS_CAUSE_SPLIT_H

#include "base/cause.h"

/* Orders of the four causes: every part times it is a sum of whole multiples of values,
 * so that whole values give whole numbers, which add up without rounding. */
enum { SUF_CAUSE_ORDERS = 24 };

/* values[mask] is the number with the causes of the mask taken away. Sets parts[part],
 * each times SUF_CAUSE_ORDERS: of each cause, and of SUF_TOO_FEW what remains without
 * them; their sum is SUF_CAUSE_ORDERS x values[0]. A part is below 0 where a cause makes
 * the number smaller. NaN where a value is. */
void suf_cause_split(const double values[SUF_N_COMBINATIONS], double parts[SUF_N_PARTS]);

#endif
