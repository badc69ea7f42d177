/* The results file, written whole from a journal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hdf5_hl.h>

#include "journal/chunk.h"
#include "journal/disk.h"
#include "results/checksum.h"
#include "results/h5.h"
#include "results/results_head.h"
#include "results/results_labels.h"
#include "results/why_group.h"
#include "stats/measures.h"

enum { MAX_DIMS = 6 };

/* A file in the making. */
typedef struct writer {
    const char *path; /* of the file while it is unfinished */
    suf_store *store;
    const suf_layout *layout;
    const int32_t *replications; /* [n_replications] */
    uint32_t n_replications;
    bool (*goes_on)(void *context); /* NULL: it does */
    void *context;
    int error_number; /* the system's, of the step of HDF5 that failed; 0: none */
    hid_t file;
    hid_t variables[SUF_N_VARIABLES];
} writer;

/* The outcome of a step: keeps the system's error number of a failed one before clearing
 * up changes it, and forgets what a step that worked has left. */
static suf_status
done(writer *self, suf_status status)
{
    if (status == SUF_ERROR_HDF5 && self->error_number == 0) {
        self->error_number = errno;
    }
    errno = 0;
    return status;
}

static suf_status
create_file(writer *self, const char *path)
{
    suf_status status = SUF_ERROR_HDF5;
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t properties = H5Pcreate(H5P_FILE_CREATE);
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    /* The structures of HDF5 1.10 have checksums; those before it do not. */
    if (properties >= 0 && access >= 0 &&
        H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110) >= 0 &&
        H5Pset_obj_track_times(properties, false) >= 0 &&
        H5Pset_link_creation_order(properties, order) >= 0 &&
        H5Pset_attr_creation_order(properties, order) >= 0) {
        self->file = H5Fcreate(path, H5F_ACC_TRUNC, properties, access);
        status = self->file >= 0 ? SUF_OK : status;
    }
    suf_h5_close(&access);
    suf_h5_close(&properties);
    return status;
}

/* One variable with its attributes, attached to the scales of its group. */
static suf_status
create_variable(writer *self, hid_t group, suf_variable variable, const hid_t *scales,
    const suf_dimension_id *ids, int n_dims)
{
    const suf_variable_info *info = suf_variable_info_of(variable);
    hid_t *dataset = &self->variables[variable];
    hsize_t shape[MAX_DIMS];
    suf_status status = SUF_OK;
    for (int i = 0; i < n_dims; i++) {
        shape[i] = suf_dimension_size(self->layout, self->n_replications, ids[i]);
    }
    SUF_TRY(suf_h5_blocks(
        group, info->name, n_dims, shape, SUF_CHUNK_DEFLATE_LEVEL, dataset));
    SUF_TRY(suf_h5_text_attribute(*dataset, "long_name", info->long_name));
    if ((int) variable >= SUF_FIRST_MEASURE) {
        SUF_TRY(suf_h5_text_attribute(
            *dataset, "long_name_zh", suf_measure_of(variable)->title_zh));
    }
    SUF_TRY(suf_h5_text_attribute(*dataset, "units", info->units));
    SUF_TRY(suf_h5_text_attribute(*dataset, "cell_methods", info->cell_methods));
    for (int i = 0; i < n_dims; i++) {
        if (H5DSattach_scale(*dataset, scales[i], (unsigned) i) < 0) {
            status = SUF_RAISE(SUF_ERROR_HDF5);
            goto out;
        }
    }
out:
    return status;
}

/* The dimensions of all variables of a group that are not empty, each once, in the order
 * of their ids; returns how many. */
static int
dimensions_of_group(
    const writer *self, const char *name, suf_dimension_id ids[SUF_N_DIMENSIONS])
{
    bool is_used[SUF_N_DIMENSIONS] = {false};
    for (int dims = 0; dims < SUF_N_DIMS; dims++) {
        suf_dimension_id of[MAX_DIMS];
        int n_dims = suf_dimensions_of((suf_variable_dims) dims, of);
        bool is_here = strcmp(suf_variable_group((suf_variable_dims) dims), name) == 0 &&
                       suf_layout_has(self->layout, (suf_variable_dims) dims);
        for (int i = 0; is_here && i < n_dims; i++) {
            is_used[of[i]] = true;
        }
    }
    int n = 0;
    for (int id = 0; id < SUF_N_DIMENSIONS; id++) {
        if (is_used[id]) {
            ids[n++] = (suf_dimension_id) id;
        }
    }
    return n;
}

/* A group with its scales and all its variables, but those of which a dimension is empty;
 * none when all are. */
static suf_status
create_group(writer *self, const char *name)
{
    suf_dimension_id ids[SUF_N_DIMENSIONS];
    hid_t scales[SUF_N_DIMENSIONS];
    hid_t group = -1;
    suf_status status = SUF_OK;
    int n_ids = dimensions_of_group(self, name, ids);
    for (int i = 0; i < SUF_N_DIMENSIONS; i++) {
        scales[i] = -1;
    }
    if (n_ids == 0) {
        return SUF_OK;
    }
    if (strcmp(name, "/") == 0) {
        group = H5Gopen2(self->file, "/", H5P_DEFAULT);
        status = group >= 0 ? SUF_OK : SUF_RAISE(SUF_ERROR_HDF5);
    } else {
        status = suf_h5_group(self->file, name, &group);
    }
    SUF_TRY(status);
    SUF_TRY(suf_dimensions_write(group, self->layout, self->replications,
        self->n_replications, ids, n_ids, scales));
    if (strcmp(name, "costs") == 0) {
        const char *basis = self->layout->price_basis;
        SUF_TRY(suf_h5_int_attribute(group, "price_year", self->layout->price_year));
        SUF_TRY(suf_h5_text_attribute(group, "price_basis", basis != NULL ? basis : ""));
    }
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        suf_dimension_id of[MAX_DIMS];
        hid_t of_scales[MAX_DIMS];
        suf_variable_dims dims = suf_variable_info_of((suf_variable) v)->dims;
        int n_dims = suf_dimensions_of(dims, of);
        if (strcmp(suf_variable_group(dims), name) != 0 ||
            !suf_layout_has(self->layout, dims)) {
            continue;
        }
        for (int i = 0; i < n_dims; i++) {
            int at = 0;
            while (ids[at] != of[i]) {
                at++;
            }
            of_scales[i] = scales[at];
        }
        SUF_TRY(create_variable(self, group, (suf_variable) v, of_scales, of, n_dims));
    }
out:
    for (int i = 0; i < SUF_N_DIMENSIONS; i++) {
        status = suf_h5_end(&scales[i], status);
    }
    return suf_h5_end(&group, status);
}

/* /run: the resolved scenarios, from which the run can be repeated. */
static suf_status
write_run_group(const writer *self)
{
    const suf_provenance *provenance = self->store->provenance;
    const suf_dimension_id id = SUF_DIMENSION_SCENARIO;
    hid_t group = -1;
    hid_t scale = -1;
    hid_t texts = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_group(self->file, "run", &group));
    SUF_TRY(suf_dimensions_write(
        group, self->layout, self->replications, self->n_replications, &id, 1, &scale));
    SUF_TRY(suf_h5_texts(group, "scenario_text", provenance->scenario_texts,
        provenance->n_scenarios, &texts));
    SUF_TRY(suf_h5_text_attribute(
        texts, "long_name", "resolved scenario: every value, default and table"));
    if (H5DSattach_scale(texts, scale, 0) < 0) {
        status = SUF_RAISE(SUF_ERROR_HDF5);
        goto out;
    }
    SUF_TRY(suf_h5_text_attribute(group, "code_version", provenance->build.version));
    SUF_TRY(suf_h5_text_attribute(group, "code_commit", provenance->build.commit));
    SUF_TRY(suf_h5_text_attribute(group, "compiler", provenance->build.compiler));
    SUF_TRY(suf_h5_text_attribute(group, "compiler_flags", provenance->build.flags));
    SUF_TRY(suf_h5_text_attribute(group, "gsl_version", provenance->build.gsl_version));
    SUF_TRY(suf_h5_text_attribute(group, "hdf5_version", provenance->build.hdf5_version));
    SUF_TRY(suf_h5_text_attribute(group, "zlib_version", provenance->build.zlib_release));
    SUF_TRY(suf_h5_int_attribute(group, "targets", (int32_t) self->layout->n_targets));
    SUF_TRY(suf_h5_int_attribute(group, "targets_on_evidence_c",
        (int32_t) suf_layout_targets_of(self->layout, 'C')));
    SUF_TRY(suf_h5_u64_attribute(group, "seed", provenance->seed));
out:
    status = suf_h5_end(&texts, status);
    status = suf_h5_end(&scale, status);
    return suf_h5_end(&group, status);
}

/* The chunks of one record, as they were packed. */
static suf_status
write_record(writer *self, uint32_t scenario, uint32_t position, const suf_record *record)
{
    const hsize_t offset[MAX_DIMS] = {scenario, position};
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        if (self->variables[v] >= 0 && record->chunk[v] != NULL &&
            H5Dwrite_chunk(self->variables[v], H5P_DEFAULT, 0, offset,
                record->chunk_bytes[v], record->chunk[v]) < 0) {
            return SUF_RAISE(SUF_ERROR_HDF5);
        }
    }
    return SUF_OK;
}

static suf_status
write_records(writer *self)
{
    suf_record record = {0};
    suf_status status = SUF_OK;
    for (uint32_t s = 0; s < self->layout->n_scenarios; s++) {
        for (uint32_t i = 0; i < self->n_replications; i++) {
            if (self->goes_on != NULL && !self->goes_on(self->context)) {
                status = SUF_RAISE(SUF_ERROR_INTERRUPTED);
                goto out;
            }
            SUF_TRY(done(self, suf_store_read(self->store, s,
                                   (uint32_t) self->replications[i], &record)));
            SUF_TRY(suf_h5_reserve(2 * record.frame.payload_bytes, self->path,
                "the results file cannot be written", self->store->faults));
            SUF_TRY(done(self, write_record(self, s, i, &record)));
        }
    }
out:
    suf_record_free(&record);
    return status;
}

/* Closes the file after everything in it; what fails to close would not be written. */
static suf_status
close_file(writer *self)
{
    suf_status status = SUF_OK;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        status = suf_h5_end(&self->variables[v], status);
    }
    /* Nothing but the file itself is open. */
    if (status == SUF_OK && (H5Fget_obj_count(self->file, H5F_OBJ_ALL) != 1 ||
                                H5Fflush(self->file, H5F_SCOPE_GLOBAL) < 0)) {
        status = SUF_RAISE(SUF_ERROR_HDF5);
    }
    if (status == SUF_OK) {
        herr_t closed = H5Fclose(self->file);
        self->file = -1;
        status = closed >= 0 ? SUF_OK : SUF_RAISE(SUF_ERROR_HDF5);
    }
    return status;
}

/* What HDF5 holds while a file is written: of each chunk its place, of texts copies. */
static size_t
bytes_of_structure(const writer *self)
{
    enum { CHUNK_BYTES = 32, TEXT_COPIES = 3 };
    const suf_provenance *provenance = self->store->provenance;
    size_t bytes = (size_t) self->layout->n_scenarios * self->n_replications *
                   SUF_N_VARIABLES * CHUNK_BYTES;
    for (size_t i = 0; i < provenance->n_scenarios; i++) {
        bytes += TEXT_COPIES * strlen(provenance->scenario_texts[i]);
    }
    return bytes;
}

/* Everything up to the closed file. */
static suf_status
write_file(writer *self, const char *path)
{
    suf_status status = SUF_OK;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        self->variables[v] = -1;
    }
    self->path = path;
    SUF_TRY(suf_h5_reserve(bytes_of_structure(self), path,
        "the results file cannot be written", self->store->faults));
    suf_h5_begin();
    errno = 0;
    SUF_TRY(done(self, create_file(self, path)));
    SUF_TRY(done(
        self, suf_results_head_write(self->file, self->layout, self->store->provenance)));
    for (int dims = 0; dims < SUF_N_DIMS; dims++) {
        const char *name = suf_variable_group((suf_variable_dims) dims);
        bool is_first =
            dims == 0 ||
            strcmp(suf_variable_group((suf_variable_dims) (dims - 1)), name) != 0;
        if (is_first) {
            SUF_TRY(done(self, create_group(self, name)));
        }
    }
    SUF_TRY(done(self, write_run_group(self)));
    SUF_TRY(write_records(self));
    SUF_TRY(
        done(self, suf_why_group_write(self->file, path, self->store, self->replications,
                       self->n_replications, self->goes_on, self->context)));
    SUF_TRY(done(self, close_file(self)));
out:
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        suf_h5_close(&self->variables[v]);
    }
    suf_h5_close(&self->file);
    return status;
}

/* Why the file could not be written, unless that was told where it was found. */
static void
tell(const char *path, suf_status status, int error_number, suf_faults *faults)
{
    suf_fault_place place = {.file = path};
    int error = status == SUF_ERROR_MEMORY ? ENOMEM : error_number;
    if (error != 0) {
        suf_faults_add_system(faults, path, error, "the results file cannot be written");
    } else {
        suf_faults_add(faults, &place, "the results file cannot be written: %s",
            suf_status_text(status));
    }
}

suf_status
suf_results_write(suf_store *store, const char *output, const int32_t *replications,
    uint32_t n_replications, bool (*goes_on)(void *context), void *context,
    suf_faults *faults)
{
    writer self = {.store = store,
        .layout = store->layout,
        .replications = replications,
        .n_replications = n_replications,
        .goes_on = goes_on,
        .context = context,
        .file = -1};
    size_t n_told = faults->n + faults->n_dropped;
    char *part = NULL;
    int error = 0;
    suf_status status = suf_disk_path(output, ".part", &part);
    if (status != SUF_OK) {
        return status;
    }
    status = write_file(&self, part);
    if (status != SUF_OK) {
        if (status != SUF_ERROR_INTERRUPTED && faults->n + faults->n_dropped == n_told) {
            tell(part, status, self.error_number, faults);
        }
        goto out;
    }
    status = suf_checksum_append(part, &error);
    if (status != SUF_OK) {
        tell(part, status, error, faults);
        goto out;
    }
    error = suf_disk_sync(part);
    if (error == 0 && rename(part, output) != 0) {
        error = errno;
    }
    if (error == 0) {
        error = suf_disk_sync_folder(output);
    }
    if (error != 0) {
        suf_faults_add_system(
            faults, output, error, "the results file cannot be put in place");
        status = SUF_RAISE(SUF_ERROR_WRITE);
    }
out:
    if (status != SUF_OK) {
        (void) unlink(part);
    }
    free(part);
    return status;
}
