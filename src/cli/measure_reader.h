/* The measures of one replication of a results file, over the whole run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_MEASURE_READER_H
#define SUF_CLI_MEASURE_READER_H

#include "results/results_read.h"
#include "stats/measures.h"

typedef struct suf_measure_reader {
    suf_results *results;           /* borrowed */
    uint32_t scenario;              /* of the replication that was read */
    double *values[SUF_N_MEASURES]; /* of each from SUF_FIRST_MEASURE on; owned */
} suf_measure_reader;

/* Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_measure_reader_init(
    suf_measure_reader *self, suf_results *results);
void suf_measure_reader_free(suf_measure_reader *self);
/* `position` counts along the dimension replication. */
SUF_MUST_CHECK suf_status suf_measure_reader_read(
    suf_measure_reader *self, uint32_t scenario, uint32_t position, suf_faults *faults);
/* Of a region: a district, or behind them all of them together. `service` may be a class.
 * NAN where there is nothing that it could be of. */
double suf_measure_value(const suf_measure_reader *self, suf_variable measure,
    uint32_t service, uint32_t region);
/* The measures that a kind of service has, or a class of priority, in order; returns how
 * many. `in_table`: those that tables for people have room for. */
enum { SUF_KIND_OF_CLASS = -2 };
uint32_t suf_measures_of(
    int32_t kind, bool in_table, suf_variable measures[SUF_N_MEASURES]);

#endif
