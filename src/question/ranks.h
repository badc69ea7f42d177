/* How many of n replications must be met, so that P is p or more.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For independent replications: the limits of P are those of Clopper and Pearson, so they
 * reach p at binomial ranks. */
#ifndef SUF_QUESTION_RANKS_H
#define SUF_QUESTION_RANKS_H

#include <stdint.h>

/* The least number whose share is p or more. */
uint32_t suf_rank_fits(uint32_t n, double p);
/* The least whose upper limit of P reaches p: with fewer it surely does not hold. */
uint32_t suf_rank_upper(uint32_t n, double p, double confidence);
/* The least whose lower limit does; n + 1: none. */
uint32_t suf_rank_safe(uint32_t n, double p, double confidence);

#endif
