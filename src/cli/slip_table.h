/* What suffice slip tells: as a table, as CSV, and in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SLIP_TABLE_H
#define SUF_CLI_SLIP_TABLE_H

#include "cli/question_stage.h"
#include "cli/slip_choice.h"
#include "question/slip.h"

typedef struct suf_slip_told {
    const suf_question_stage *stage; /* its ordered scenario is that of the model */
    const suf_slip_question *question;
    const suf_slip_answer *answer;
    const suf_slip_choice *choice;
} suf_slip_told;

/* "safe", "critical" or "undecided". Static storage. */
const char *suf_slip_verdict_name(suf_slip_verdict verdict);
/* The target or condition of a number among both; the project of a pair; borrowed. */
const suf_target_row *suf_slip_told_target(const suf_slip_told *self, uint32_t target);
const suf_project_row *suf_slip_told_project(const suf_slip_told *self, uint32_t pair);
/* Projects of the scenario that no target that is asked about counts or feels, of those
 * that are known to be open or given up, or of the others. */
uint32_t suf_slip_told_uncounted(const suf_slip_told *self, bool settled);
/* The planned opening of a project's last unit, in days since 1970-01-01. */
int32_t suf_slip_planned_day(const suf_project_row *project);
/* A day as a date; "never" of INFINITY, "-" of -INFINITY, empty of NAN. */
void suf_slip_date(double day, char text[16]);

/* The answer as tables for people, on stdout. */
void suf_slip_print(const suf_slip_told *self);
/* One row a pair, on stdout, with a head. */
void suf_slip_print_csv(const suf_slip_told *self);
/* The file of the answer, put at the stage's output when it is whole. */
SUF_MUST_CHECK suf_status suf_slip_write(const suf_slip_told *self);

#endif
