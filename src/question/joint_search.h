/* The least costly values of several levers at which all conditions hold together with a
 * probability. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each lever answers for its own part of what is asked (joint_links.h), and every
 * replication has a bracket of the critical size of each lever: as for one lever
 * (size_search.h), but the levers of a replication are moved in the same trial, each at a
 * value of its own. So several levers cost about what one costs. A pilot halves all its
 * brackets and finds where to begin; all are tried there; and from then on those only
 * that may be needed: which may lie above the m-th smallest critical size of a lever,
 * where m is the least number met that the interval allows. What lies below is met at
 * any answer.
 *
 * Which replications to give up is then chosen exactly (joint_choice.h), for the estimate
 * of P and for its lower limit (`safe`); the limits are binomial ranks. The answer is
 * tried: by the first replications, a tenth of all and 50 at least, and by all of them
 * where levers are linked or one disagrees. A critical size holds for the values that the
 * other levers had. Where a replication does not do what its sizes say, it is a
 * violation, is counted, and its bracket is found again with the others at the answer;
 * this goes on until the answer stays. Of linked levers the answer is then improved by
 * exchange: one less of a lever, if need be for one more of a cheaper one, as long as
 * enough replications are met. That is no proof: `bound` is then of levers that do
 * nothing for each other.
 *
 * Everything is a function of what is asked and answered: no clock, no threads. */
#ifndef SUF_QUESTION_JOINT_SEARCH_H
#define SUF_QUESTION_JOINT_SEARCH_H

#include "question/joint_answer.h"

/* Fails as asking does, or when memory is out. The answer is to be freed, also after a
 * failure. */
SUF_MUST_CHECK suf_status suf_joint_search(
    const suf_joint_task *task, suf_joint_answer *answer);

#endif
