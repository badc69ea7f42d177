/* The weights that tables of a scenario take, given what was seen, and how they say so.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where observations weigh the replications of a scenario, and the weights hold
 * (stats/weights.h), every table is given what was seen; otherwise, and with --prior, it
 * is as thought before. Where all replications weigh the same nothing was learned, and
 * nothing is said. */
#ifndef SUF_CLI_GIVEN_H
#define SUF_CLI_GIVEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "results/results_read.h"
#include "stats/weights.h"

typedef struct suf_given {
    suf_weights weights;
    bool has_any;     /* observations make replications differ in weight */
    bool is_weighted; /* and they are used */
    bool is_prior;    /* they are not, as was asked for */
    bool is_table;    /* the run's points are those of a table */
    bool is_of_file;  /* some scenario of the file has observations */
} suf_given;

/* Reads the weights of a scenario. Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_given_init(suf_given *self, suf_results *results,
    uint32_t scenario, bool is_prior, suf_faults *faults);
void suf_given_free(suf_given *self);
/* What the replications without weights are: as thought before, or as a table of points
 * draws, which may be far from that. Static. */
const char *suf_given_as_drawn(const suf_results *results);
/* Of the replication at a position of the file, and behind it of those that follow; NULL:
 * all weigh the same. */
const double *suf_given_weight(const suf_given *self, uint32_t position);
/* Prints ", given what was seen (effective sample of 741)", or that it is as drawn
 * and why; nothing where nothing was seen. */
void suf_given_print(const suf_given *self);
/* Ends a line of CSV: where the file has observations by the column of the effective
 * sample size, which is empty where a row is as thought before. */
void suf_given_csv_head(const suf_results *results);
void suf_given_csv(const suf_given *self);

#endif
