/* The file of a question: an HDF5 file with one group, beside those of runs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A function of the rule and the question alone: no clock, no threads. Texts are UTF-8.
 * NaN: not known. */
#ifndef SUF_RESULTS_ANSWER_FILE_H
#define SUF_RESULTS_ANSWER_FILE_H

#include <stddef.h>
#include <stdint.h>

#include <hdf5.h>

#include "base/fault.h"
#include "base/status.h"

#define SUF_ANSWER_TYPE "suffice answer" /* its attribute file_type */

/* What every answer tells of itself; texts borrowed. */
typedef struct suf_answer_file {
    const char *group;                       /* "size" */
    const char *scenario, *title, *title_zh; /* of the scenario */
    const char *version, *scenario_text;
    uint64_t fingerprint, seed; /* fingerprint of the rule */
    const void *context;
    /* Fills the group, behind the above. */
    suf_status (*put)(hid_t group, const void *context);
} suf_answer_file;

/* Writes it by way of PATH.part; on failure an older one is untouched. */
SUF_MUST_CHECK suf_status suf_answer_file_write(
    const suf_answer_file *self, const char *path, suf_faults *faults);

/* Datasets of a group: n numbers, n texts, a table of numbers row by row. */
SUF_MUST_CHECK suf_status suf_answer_put_doubles(
    hid_t group, const char *name, const double *values, size_t n);
SUF_MUST_CHECK suf_status suf_answer_put_texts(
    hid_t group, const char *name, const char *const *items, size_t n);
SUF_MUST_CHECK suf_status suf_answer_put_table(
    hid_t group, const char *name, const double *values, size_t n_rows, size_t n_columns);

/* A member of every row of an array, by where it is in the row. */
typedef struct suf_answer_column {
    const char *name;
    size_t offset;
} suf_answer_column;

/* Of n rows of so many bytes each: columns of doubles, and of texts. */
SUF_MUST_CHECK suf_status suf_answer_put_columns(hid_t group, const void *rows,
    size_t n_rows, size_t row_bytes, const suf_answer_column *columns, size_t n_columns);
SUF_MUST_CHECK suf_status suf_answer_put_text_columns(hid_t group, const void *rows,
    size_t n_rows, size_t row_bytes, const suf_answer_column *columns, size_t n_columns);

#endif
