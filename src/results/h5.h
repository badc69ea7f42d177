/* Small steps of writing HDF5: every handle closed, every return checked.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every object of a results file has in common: attributes in creation order, no
 * times, so that netCDF-4 readers open it and equal content gives equal bytes. */
#ifndef SUF_RESULTS_H5_H
#define SUF_RESULTS_H5_H

#include <stddef.h>
#include <stdint.h>

#include <hdf5.h>

#include "base/fault.h"
#include "base/status.h"

/* Before anything of HDF5 is used: its messages are switched off, and so is its clearing
 * up when the program ends, which crashes after a failed write (HDF5 1.10.8). */
void suf_h5_begin(void);
/* Bytes that a call of HDF5 may need besides what it is given. HDF5 1.10 crashes inside
 * itself when an allocation fails, so this and what it is given must be there before. */
enum { SUF_H5_BYTES = 8 << 20 };
/* SUF_ERROR_MEMORY unless HDF5 may be called with so many bytes of data; the reason is
 * told in *faults: what cannot be done with the file, for want of how much. */
SUF_MUST_CHECK suf_status suf_h5_reserve(
    size_t bytes, const char *path, const char *what, suf_faults *faults);
/* Closes a handle of any kind, if there is one, and forgets it: for what is read, and
 * after a failure. */
void suf_h5_close(hid_t *handle);
/* The same for what was written, as closing may write what is still in memory: `status`,
 * or when it was SUF_OK the failure to close. */
SUF_MUST_CHECK suf_status suf_h5_end(hid_t *handle, suf_status status);
/* Text and whole number attributes of an object. */
SUF_MUST_CHECK suf_status suf_h5_text_attribute(
    hid_t object, const char *name, const char *text);
SUF_MUST_CHECK suf_status suf_h5_int_attribute(
    hid_t object, const char *name, int32_t value);
SUF_MUST_CHECK suf_status suf_h5_u64_attribute(
    hid_t object, const char *name, uint64_t value);
/* A group below a location. */
SUF_MUST_CHECK suf_status suf_h5_group(hid_t location, const char *name, hid_t *group);
/* A one-dimensional dataset with its values; numbers are one chunk with a checksum. */
SUF_MUST_CHECK suf_status suf_h5_ints(
    hid_t location, const char *name, const int32_t *values, size_t n, hid_t *dataset);
SUF_MUST_CHECK suf_status suf_h5_doubles(
    hid_t location, const char *name, const double *values, size_t n, hid_t *dataset);
SUF_MUST_CHECK suf_status suf_h5_texts(
    hid_t location, const char *name, const char *const *texts, size_t n, hid_t *dataset);
/* The same of two dimensions, row by row. */
SUF_MUST_CHECK suf_status suf_h5_int_table(hid_t location, const char *name,
    const int32_t *values, const hsize_t shape[2], hid_t *dataset);
SUF_MUST_CHECK suf_status suf_h5_text_table(hid_t location, const char *name,
    const char *const *texts, const hsize_t shape[2], hid_t *dataset);
/* The same of any number of dimensions. */
SUF_MUST_CHECK suf_status suf_h5_double_array(hid_t location, const char *name,
    const double *values, int n_dims, const hsize_t *shape, hid_t *dataset);
SUF_MUST_CHECK suf_status suf_h5_text_array(hid_t location, const char *name,
    const char *const *texts, int n_dims, const hsize_t *shape, hid_t *dataset);
/* An empty dataset of doubles, one chunk a block of all but the first two dimensions,
 * shuffled, deflated and with a checksum. */
SUF_MUST_CHECK suf_status suf_h5_blocks(hid_t location, const char *name, int n_dims,
    const hsize_t *shape, int deflate_level, hid_t *dataset);

#endif
