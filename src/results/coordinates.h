/* The one table of what is written beside the dimensions of a results file: scales and
 * describing coordinates that are members of the layout's labels.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The writer and the reader walk it. Months, years, sexes, age groups, quantiles, periods
 * and regions are no labels: results_labels.c makes them. */
#ifndef SUF_RESULTS_COORDINATES_H
#define SUF_RESULTS_COORDINATES_H

#include <stddef.h>
#include <stdint.h>

#include "stats/metrics.h"

typedef enum suf_coordinate_type {
    SUF_COORDINATE_TEXT,   /* char * */
    SUF_COORDINATE_DOUBLE, /* double */
    SUF_COORDINATE_INT     /* int32_t */
} suf_coordinate_type;

typedef struct suf_coordinate {
    suf_dimension_id dimension;
    suf_coordinate_type type;
    const char *name; /* of the dimension itself: its scale */
    size_t labels; /* where the layout keeps the array of labels: offset of a pointer */
    size_t label_size; /* bytes of one label */
    size_t member;     /* offset within a label */
} suf_coordinate;

/* All of them, those of a dimension together and its scale first; static storage. */
const suf_coordinate *suf_coordinates(size_t *n);
/* The member of label i: of a text the address of its pointer. */
void *suf_coordinate_at(const suf_coordinate *self, const suf_layout *layout, uint32_t i);

#endif
