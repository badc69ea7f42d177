/* What suffice margin tells: as a table, as CSV, and in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_MARGIN_TABLE_H
#define SUF_CLI_MARGIN_TABLE_H

#include "cli/question_stage.h"
#include "question/margin.h"

typedef struct suf_margin_told {
    const suf_question_stage *stage;
    const suf_margin_question *question;
    const suf_margin_answer *answer;
    int32_t from_day; /* of the places */
} suf_margin_told;

/* "served", "waiting" or "unmet": what is best is told by. Static storage. */
const char *suf_margin_quantity_name(suf_margin_quantity quantity);
/* What it is called: a district, "all" of a list of the city, or a lever. Borrowed. */
const char *suf_margin_option_name(
    const suf_margin_told *self, const suf_margin_option *option);
/* "told", "open", "only", "none" or "unknown". Static storage. */
const char *suf_margin_verdict_name(suf_margin_verdict verdict);
/* "capital", "running", "capital and running", or "": no cost is given. Static storage.
 */
const char *suf_margin_cost_of(const suf_margin_row *row);
/* The answer as tables for people, on stdout. */
void suf_margin_print(const suf_margin_told *self);
/* One row an option, on stdout, with a head; gains of targets behind. */
void suf_margin_print_csv(const suf_margin_told *self);
/* The file of the answer, put at the stage's output when it is whole. */
SUF_MUST_CHECK suf_status suf_margin_write(const suf_margin_told *self);

#endif
