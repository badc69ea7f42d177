/* Which scenarios of a batch share their past, and until when.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Those whose texts differ by projects, levers and names alone (plan_text.h) are a family
 * (experiment/branches.h). What is told of them is as planned: each replication branches
 * off as its delays have it. */
#ifndef SUF_CLI_FAMILIES_H
#define SUF_CLI_FAMILIES_H

#include "cli/batch.h"
#include "experiment/branches.h"

typedef struct suf_family_table {
    const suf_batch *batch;  /* borrowed */
    uint32_t *first;         /* [n]; owned, as the matches */
    suf_plan_match *matches; /* [n][n] */
    suf_families families;   /* of these */
    bool is_any;             /* two scenarios or more share something */
} suf_family_table;

/* Of a batch that was built. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_family_table_init(
    suf_family_table *self, const suf_batch *batch);
void suf_family_table_free(suf_family_table *self);
/* The start of the month in which, as planned, a scenario branches off from the one
 * before it from which it does so last, as a day of the run; 0: it shares no past. *with
 * is that one. */
SUF_MUST_CHECK suf_status suf_family_table_until(
    const suf_family_table *self, uint32_t scenario, uint32_t *with, uint32_t *day);
/* Says on standard error which scenarios share their past, and until when. */
SUF_MUST_CHECK suf_status suf_family_table_tell(const suf_family_table *self);

#endif
