/* Sizes of linked levers made cheaper by exchange.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step less of a lever, for none or for one more of a cheaper one, as long as enough
 * replications are met: the first that saves is taken, until none does. A replication
 * that is met at the sizes in hand is tried at new ones only when one of its critical
 * sizes is within a few steps of them; one that is missed, only when a lever is raised.
 */
#ifndef SUF_QUESTION_JOINT_EXCHANGE_H
#define SUF_QUESTION_JOINT_EXCHANGE_H

#include "question/joint_brackets.h"

/* Changes the sizes and the cost of answer->fits, after all replications were tried there
 * (self->is_met); counts in answer->n_exchanged. */
SUF_MUST_CHECK suf_status suf_joint_exchange(suf_joint_brackets *self);

#endif
