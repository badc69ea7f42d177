/* What each cause has to answer for, of a number that several causes make together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cause_split.h"

/* Orders in which a cause comes right behind a given set of so many others. */
static const double orders[SUF_N_CAUSES] = {6, 2, 2, 6};

static int
size_of(uint32_t mask)
{
    int n = 0;
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        n += suf_cause_is_in(mask, cause);
    }
    return n;
}

void
suf_cause_split(const double values[SUF_N_COMBINATIONS], double parts[SUF_N_PARTS])
{
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        uint32_t bit = 1U << (unsigned) cause;
        parts[cause] = 0;
        for (uint32_t mask = 0; mask < SUF_N_COMBINATIONS; mask++) {
            if ((mask & bit) == 0) {
                parts[cause] +=
                    orders[size_of(mask)] * (values[mask] - values[mask | bit]);
            }
        }
    }
    parts[SUF_TOO_FEW] = SUF_CAUSE_ORDERS * values[SUF_N_COMBINATIONS - 1];
}
