/* The question slip: asking it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_SLIP_ASK_H
#define SUF_QUESTION_SLIP_ASK_H

#include "question/slip.h"

/* Asks replications 0 .. n - 1 of the plan, and of groups of projects that are later.
 * Free the answer after a failure too. */
SUF_MUST_CHECK suf_status suf_slip_ask(
    const suf_slip_question *self, suf_evaluations *evaluations, suf_slip_answer *answer);

#endif
