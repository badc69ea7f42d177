/* Small steps of reading HDF5: every handle closed, every return checked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is read may be any file: lengths and types are looked at before memory is filled.
 */
#ifndef SUF_RESULTS_H5_READ_H
#define SUF_RESULTS_H5_READ_H

#include <stdbool.h>
#include <stdint.h>

#include <hdf5.h>

#include "base/status.h"

/* A whole-number attribute; false when it is not there or no single number. */
bool suf_h5_read_number(hid_t object, const char *name, hid_t type, void *value);
/* A fixed-length text attribute, owned by the caller; NULL in *text when it is not there.
 */
SUF_MUST_CHECK suf_status suf_h5_read_text(hid_t object, const char *name, char **text);
/* Length of a one-dimensional dataset, or -1. */
int64_t suf_h5_vector_length(hid_t dataset);
/* The texts of a dataset; *texts and each text owned by the caller. n is set when it is 0
 * (of one dimension then), else it must be the number of its values. A dataset that is
 * not there gives "".
 */
SUF_MUST_CHECK suf_status suf_h5_read_texts(
    hid_t file, const char *name, char ***texts, uint32_t *n);
void suf_h5_texts_free(char **texts, uint32_t n);
/* The n numbers of a dataset; type as in memory. */
SUF_MUST_CHECK suf_status suf_h5_read_numbers(
    hid_t file, const char *name, hid_t type, uint32_t n, void *values);

#endif
