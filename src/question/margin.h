/* The question margin: asking it, round after round.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_MARGIN_H
#define SUF_QUESTION_MARGIN_H

#include "question/margin_fold.h"

/* Asks. Free the answer after a failure too. */
SUF_MUST_CHECK suf_status suf_margin_ask(const suf_margin_question *self,
    suf_evaluations *evaluations, suf_margin_answer *answer);
/* Releases the arrays; one of zeros is allowed. */
void suf_margin_answer_free(suf_margin_answer *self);

#endif
