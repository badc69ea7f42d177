/* Equality of a results file: the values of a replication, by period.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_EQUALITY_READER_H
#define SUF_CLI_EQUALITY_READER_H

#include "results/results_read.h"
#include "stats/equality.h"

/* What is told of a ratio: its value over all districts, how many districts it is of, and
 * the indices. */
enum { SUF_N_EQUALITIES = SUF_N_INEQUALITIES + 2, SUF_EQUALITY_GINI = 3 };

typedef struct suf_equality_reader {
    suf_results *results;             /* borrowed */
    double *values[SUF_N_EQUALITIES]; /* owned */
} suf_equality_reader;

/* The variable that stands at a place, and what people call it. Static storage. */
suf_variable suf_equality_quantity(int quantity);
const char *suf_equality_title(int quantity);
/* As "places per 1000 of those whom the service is for". Static storage. */
const char *suf_equality_ratio_title(suf_ratio ratio);

/* Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_equality_reader_init(
    suf_equality_reader *self, suf_results *results);
void suf_equality_reader_free(suf_equality_reader *self);
/* `position` counts along the dimension replication. */
SUF_MUST_CHECK suf_status suf_equality_reader_read(
    suf_equality_reader *self, uint32_t scenario, uint32_t position, suf_faults *faults);
/* NAN where there is none, in files without equality too. */
double suf_equality_value(const suf_equality_reader *self, int quantity, uint32_t period,
    suf_ratio ratio, uint32_t service);

#endif
