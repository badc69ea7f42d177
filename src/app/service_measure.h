/* What people ask of a service in one number: demand, places, waiting, ... by district.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each kind of service has a table of columns, and classes of priority have one. A column
 * makes one number of the months of a replication, for a district or for all of them
 * together. */
#ifndef SUF_APP_SERVICE_MEASURE_H
#define SUF_APP_SERVICE_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/terms.h"
#include "output/results_read.h"

/* How the months, and districts, of a variable become one number. */
typedef enum suf_fold {
    SUF_FOLD_A_YEAR, /* sum, per year of 365.25 days */
    SUF_FOLD_MEAN,   /* mean over time, summed over districts */
    SUF_FOLD_START,  /* of the first month */
    SUF_FOLD_END,    /* of the last month */
    SUF_FOLD_SHARE,  /* per cent: of the variable `of`, both as sums over time */
    SUF_FOLD_WAIT    /* mean of a mean, weighted by `of` */
} suf_fold;

enum { SUF_MOST_COLUMNS = 9, SUF_MOST_TERMS = 6 };

typedef struct suf_service_column {
    const char *head, *unit, *name;
    int width;
    suf_fold how;
    suf_variable terms[SUF_MOST_TERMS]; /* added up */
    int n_terms;
    suf_variable of; /* SHARE, WAIT */
} suf_service_column;

/* The columns of a kind of service, SUF_MOST_COLUMNS at most; static storage. */
const suf_service_column *suf_service_columns(suf_service_kind kind, size_t *n);

/* The columns of a class of priority, likewise. */
const suf_service_column *suf_class_columns(size_t *n);

/* One replication of a scenario, with the variables that the columns need. */
typedef struct suf_service_reader {
    suf_results *results;            /* borrowed */
    double *values[SUF_N_VARIABLES]; /* NULL: not needed; owned */
} suf_service_reader;

SUF_MUST_CHECK suf_status suf_service_reader_init(
    suf_service_reader *self, suf_results *results);
/* The same, with the variables of the columns of classes only. */
SUF_MUST_CHECK suf_status suf_service_reader_init_classes(
    suf_service_reader *self, suf_results *results);
void suf_service_reader_free(suf_service_reader *self);
/* `position` counts along the dimension replication. */
SUF_MUST_CHECK suf_status suf_service_reader_read(
    suf_service_reader *self, uint32_t scenario, uint32_t position, suf_faults *faults);
/* What kind a service is, by which of its variables are there. */
suf_service_kind suf_service_reader_kind(
    const suf_service_reader *self, uint32_t service);
/* One column over the districts [from, to) of a service (of a class, by its index in the
 * layout, if the column is one of classes); NAN when there is nothing that
 * it could be of. Places and hours of a share are weighted with time where they are means
 * over it. */
double suf_service_measure(const suf_service_reader *self, const suf_service_column *of,
    uint32_t service, uint32_t from, uint32_t to);

#endif
