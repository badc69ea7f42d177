/* The least value of a lever at which a condition holds with a probability.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of replication r the critical size is the least value of the grid from which the
 * condition is met; P(met at c) is the share of replications whose critical size is c at
 * most, and the answer to P >= p is one of their order statistics. It is found by
 * quickselect: every replication has a bracket (the largest value at which it was seen to
 * miss, the least at which it was seen to meet), and at each round one common value is
 * asked of those alone whose bracket straddles it. Of the others the answer follows. A
 * pilot of a few replications finds a value somewhat below the answer; all are asked
 * there, and from then on only those that miss. The next value is the secant's of the
 * pooled curve on the scale of normal scores and the middle, by turns.
 *
 * Three values are told, each the least of the grid at which something holds: `fits` (the
 * estimate of P reaches p), `safe` (the lower limit of its interval does) and `upper`
 * (the upper limit does: all below are too small). The limits are those of the scorecard
 * (stats/estimate.h); for independent replications safe and upper are order statistics
 * with binomial ranks, for balanced points Woodruff's (1952, JASA 47, 635-646)
 * with the effective number of observations at each value.
 *
 * That more is better is checked, not assumed: the first replications, a tenth of all and
 * 50 at least, are asked at the answer whatever their brackets say. A path that meets at
 * a value and misses at a larger one is a violation. With more than 1 % of the paths that
 * were checked the brackets are given up: all replications are asked at each value, and
 * the answer is read from the isotonic regression of the pooled curve (Barlow et al.
 * 1972).
 *
 * Everything is a function of what is asked and answered: no clock, no threads. */
#ifndef SUF_QUESTION_SIZE_SEARCH_H
#define SUF_QUESTION_SIZE_SEARCH_H

#include "question/size_answer.h"

/* Searches the least value that fits, with its limits; fails as the task's asking does,
 * or when memory is out. The answer is to be freed, also after a failure. */
SUF_MUST_CHECK suf_status suf_size_search(
    const suf_size_task *task, suf_size_answer *answer);

#endif
