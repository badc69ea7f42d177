/* What suffice slip tells: as a table, as CSV, and in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SLIP_TABLE_H
#define SUF_CLI_SLIP_TABLE_H

#include "cli/question_stage.h"
#include "question/slip.h"

typedef struct suf_slip_told {
    const suf_question_stage *stage; /* its ordered scenario is the reduced one */
    const suf_slip_question *question;
    const suf_slip_answer *answer;
    size_t n_passed_over; /* targets that use decides, which are not asked about */
} suf_slip_told;

/* The answer as tables for people, on stdout. */
void suf_slip_print(const suf_slip_told *self);
/* One row a pair, on stdout, with a head. */
void suf_slip_print_csv(const suf_slip_told *self);
/* The file of the answer, put at the stage's output when it is whole. */
SUF_MUST_CHECK suf_status suf_slip_write(const suf_slip_told *self);

#endif
