/* A results file that is open: its blocks, as they are in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_file.h"

#include <math.h>
#include <string.h>

#include <hdf5.h>

#include "journal/chunk.h"
#include "results/h5.h"
#include "results/h5_read.h"

/* The texts of a file, as HDF5 holds them while they are read. */
enum { TEXT_BYTES = 8 << 20 };

suf_status
suf_results_refuse(
    const suf_results *self, suf_status status, const char *what, suf_faults *faults)
{
    suf_fault_place place = {.file = self->path};
    suf_faults_add(faults, &place, "%s", what);
    return status;
}

suf_status
suf_results_block(suf_results *self, suf_variable variable, uint32_t scenario,
    uint32_t replication, double *values, suf_faults *faults)
{
    size_t n = suf_layout_size(&self->layout, variable);
    if (self->variables[variable] < 0) {
        for (size_t i = 0; i < n; i++) {
            values[i] = (double) NAN;
        }
        return SUF_OK;
    }
    suf_status status = suf_h5_reserve(
        4 * n * sizeof *values, self->path, "the results cannot be read", faults);
    if (status != SUF_OK) {
        return status;
    }
    const hsize_t length = n;
    hsize_t offset[H5S_MAX_RANK] = {scenario, replication};
    hsize_t count[H5S_MAX_RANK] = {1, 1};
    uint32_t shape[4] = {0};
    uint32_t n_dims = suf_layout_shape(&self->layout, variable, shape);
    for (uint32_t i = 0; i < n_dims; i++) {
        count[i + 2] = shape[i];
    }
    hid_t space = H5Dget_space(self->variables[variable]);
    hid_t memory = H5Screate_simple(1, &length, NULL);
    bool is_read =
        space >= 0 && memory >= 0 &&
        H5Sselect_hyperslab(space, H5S_SELECT_SET, offset, NULL, count, NULL) >= 0 &&
        H5Dread(self->variables[variable], H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT,
            values) >= 0;
    suf_h5_close(&memory);
    suf_h5_close(&space);
    if (!is_read) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_CORRUPT),
            "a block of results cannot be read: the file is damaged", faults);
    }
    return SUF_OK;
}

/* The chunk of a block, as a position in the dataset. */
static void
chunk_offset(uint32_t scenario, uint32_t position, hsize_t offset[H5S_MAX_RANK])
{
    memset(offset, 0, H5S_MAX_RANK * sizeof *offset);
    offset[0] = scenario;
    offset[1] = position;
}

suf_status
suf_results_chunk_bytes(suf_results *self, suf_variable variable, uint32_t scenario,
    uint32_t position, size_t *bytes, suf_faults *faults)
{
    hsize_t offset[H5S_MAX_RANK];
    hsize_t size = 0;
    *bytes = 0;
    if (self->variables[variable] < 0) {
        return SUF_OK;
    }
    chunk_offset(scenario, position, offset);
    if (H5Dget_chunk_storage_size(self->variables[variable], offset, &size) < 0 ||
        size == 0) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_CORRUPT),
            "a block of results cannot be read: the file is damaged", faults);
    }
    *bytes = (size_t) size;
    return SUF_OK;
}

suf_status
suf_results_chunk(suf_results *self, suf_variable variable, uint32_t scenario,
    uint32_t position, unsigned char *chunk, size_t chunk_bytes, suf_faults *faults)
{
    hsize_t offset[H5S_MAX_RANK];
    uint32_t filters = 0;
    suf_status status =
        suf_h5_reserve(2 * chunk_bytes, self->path, "the results cannot be read", faults);
    if (status != SUF_OK) {
        return status;
    }
    chunk_offset(scenario, position, offset);
    if (H5Dread_chunk(self->variables[variable], H5P_DEFAULT, offset, &filters, chunk) <
            0 ||
        filters != 0 || !suf_chunk_is_whole(chunk, chunk_bytes)) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_CORRUPT),
            "a block of results cannot be read: the file is damaged", faults);
    }
    return SUF_OK;
}

suf_status
suf_results_texts(suf_results *self, char ***texts, uint32_t *n, suf_faults *faults)
{
    *n = self->layout.n_scenarios;
    suf_status status = suf_h5_reserve(
        TEXT_BYTES, self->path, "the scenario text cannot be read", faults);
    if (status != SUF_OK) {
        return status;
    }
    status = H5Lexists(self->file, "run", H5P_DEFAULT) > 0
                 ? suf_h5_read_texts(self->file, "run/scenario_text", texts, n)
                 : SUF_RAISE(SUF_ERROR_CORRUPT);
    if (status == SUF_ERROR_CORRUPT) {
        return suf_results_refuse(
            self, status, "holds no scenario text that can be read", faults);
    }
    return status;
}
