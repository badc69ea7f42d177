/* A results file opened for reading.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hdf5.h>

#include "base/memory.h"
#include "journal/provenance.h"
#include "results/answer_file.h"
#include "results/checksum.h"
#include "results/former_results.h"
#include "results/h5.h"
#include "results/h5_read.h"
#include "results/older.h"
#include "results/results_labels.h"
#include "results/results_layout_read.h"
#include "stats/estimate.h"

/* Labels and texts of a file, as HDF5 holds them while they are read. */
enum { OPEN_BYTES = 8 << 20 };

_Static_assert(sizeof(hid_t) == sizeof(int64_t), "suf_results keeps HDF5 handles");

/* The path of a variable that is there, by its name of today or its former one. */
static bool
find_variable(const suf_results *self, suf_variable variable, char path[128])
{
    const suf_variable_info *info = suf_variable_info_of(variable);
    const char *group = suf_variable_group(info->dims);
    const char *names[] = {info->name, suf_former_variable(variable)};
    bool is_root = strcmp(group, "/") == 0;
    bool has_group = is_root || H5Lexists(self->file, group, H5P_DEFAULT) > 0;
    for (int i = 0; has_group && i < 2 && names[i] != NULL; i++) {
        (void) snprintf(
            path, 128, "%s%s%s", is_root ? "" : group, is_root ? "" : "/", names[i]);
        if (H5Lexists(self->file, path, H5P_DEFAULT) > 0) {
            return true;
        }
    }
    return false;
}

/* Opens the variables that are there, with the shape that the layout says. */
static suf_status
open_variables(suf_results *self)
{
    /* A block is one chunk and read once: nothing is kept of it, as HDF5 would a MiB of
     * every variable. */
    hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
    if (access < 0 || H5Pset_chunk_cache(access, 0, 0, 1) < 0) {
        suf_h5_close(&access);
        return SUF_RAISE(SUF_ERROR_HDF5);
    }
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        char name[128];
        if (!find_variable(self, (suf_variable) v, name)) {
            continue;
        }
        self->variables[v] = H5Dopen2(self->file, name, access);
        hid_t space = self->variables[v] >= 0 ? H5Dget_space(self->variables[v]) : -1;
        hsize_t shape[H5S_MAX_RANK] = {0};
        int n_dims = space >= 0 ? H5Sget_simple_extent_dims(space, shape, NULL) : -1;
        suf_h5_close(&space);
        suf_dimension_id ids[6];
        bool is_right = n_dims == suf_dimensions_of(
                                      suf_variable_info_of((suf_variable) v)->dims, ids);
        for (int i = 0; is_right && i < n_dims; i++) {
            is_right = shape[i] ==
                       suf_dimension_size(&self->layout, self->n_replications, ids[i]);
        }
        if (!is_right) {
            suf_h5_close(&access);
            return SUF_RAISE(SUF_ERROR_CORRUPT);
        }
    }
    suf_h5_close(&access);
    return SUF_OK;
}

/* Type and major version first, so that a newer file is told as such, not as damaged. */
static suf_status
check_type(suf_results *self, suf_faults *faults)
{
    char *type = NULL;
    suf_status status = suf_h5_read_text(self->file, "file_type", &type);
    if (status != SUF_OK) {
        return status;
    }
    bool is_ours = type != NULL && strcmp(type, SUF_FILE_TYPE) == 0;
    bool is_answer = type != NULL && strcmp(type, SUF_ANSWER_TYPE) == 0;
    free(type);
    if (is_answer) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_FORMAT),
            "the answer of a question, not the results of a run; a report takes it "
            "beside "
            "those: suffice report RESULTS.h5 --answer ANSWER.h5",
            faults);
    }
    if (!is_ours ||
        !suf_h5_read_number(
            self->file, "format_major", H5T_NATIVE_INT32, &self->format_major) ||
        !suf_h5_read_number(
            self->file, "format_minor", H5T_NATIVE_INT32, &self->format_minor)) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_FORMAT),
            "an HDF5 file, but not a results file of suffice", faults);
    }
    if (self->format_major != SUF_FORMAT_MAJOR) {
        suf_fault_place place = {.file = self->path};
        suf_faults_add(faults, &place,
            "found format version %d.%d, expected %d.x: written by %s program",
            self->format_major, self->format_minor, SUF_FORMAT_MAJOR,
            self->format_major > SUF_FORMAT_MAJOR ? "a newer" : "an older");
        return SUF_RAISE(SUF_ERROR_FORMAT);
    }
    return SUF_OK;
}

/* How the replications were drawn; a file without it is of independent ones. Intervals
 * of balanced points need the number of groups, which is a constant of the program, and
 * what was drawn by another rule has other draws: it does not pair with this one's. */
static suf_status
read_design(suf_results *self, suf_faults *faults)
{
    suf_design_spec *design = &self->layout.design;
    int32_t inner = 1;
    int32_t points = 0;
    int32_t groups = 1;
    bool is_known = false;
    char *word = NULL;
    suf_status status = suf_h5_read_text(self->file, "design", &word);
    *design = (suf_design_spec){SUF_DESIGN_FIXED, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    for (int i = 0; word != NULL && i < SUF_N_DESIGNS; i++) {
        if (strcmp(word, suf_design_word((suf_design_kind) i)) == 0) {
            design->kind = (suf_design_kind) i;
            is_known = true;
        }
    }
    if (word != NULL &&
        suf_h5_read_number(self->file, "design_inner", H5T_NATIVE_INT32, &inner) &&
        inner > 1) {
        design->inner = (uint32_t) inner;
    }
    if (word != NULL &&
        suf_h5_read_number(self->file, "design_points", H5T_NATIVE_INT32, &points) &&
        points > 0) {
        if (design->kind == SUF_DESIGN_TABLE) {
            design->n_rows = (uint32_t) points;
        } else {
            design->n_points = (uint32_t) points;
        }
    }
    (void) suf_h5_read_number(self->file, "design_scrambles", H5T_NATIVE_INT32, &groups);
    bool is_sobol = word != NULL && strcmp(word, "sobol") == 0;
    bool is_other = design->kind == SUF_DESIGN_BALANCED && groups != SUF_DESIGN_GROUPS;
    if (is_sobol || is_other || (word != NULL && !is_known)) {
        suf_fault_place place = {.file = self->path};
        suf_faults_add(faults, &place,
            "found %.40s of %d %s, expected %d groups of balanced points, or another "
            "design of this program: another version of the program wrote it; simulate "
            "it again, or open it with the Python package",
            is_sobol   ? "Sobol' points"
            : is_other ? "balanced points"
                       : word,
            groups, is_sobol ? "scrambles" : "groups", SUF_DESIGN_GROUPS);
        status = SUF_RAISE(SUF_ERROR_FORMAT);
    }
    free(word);
    return status;
}

static bool
parse_hex(const char *text, uint64_t *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtoull(text, &end, 16);
    return errno == 0 && end != text && *end == '\0';
}

/* Seed and fingerprint. */
static suf_status
read_fingerprint(suf_results *self)
{
    char *text = NULL;
    suf_status status = suf_h5_read_text(self->file, "fingerprint", &text);
    if (status == SUF_OK &&
        (text == NULL || !parse_hex(text, &self->fingerprint) ||
            !suf_h5_read_number(self->file, "seed", H5T_NATIVE_UINT64, &self->seed))) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    free(text);
    return status;
}

/* Opens the HDF5 file, whose bytes are as they were written if it has checksums. */
static suf_status
open_file(suf_results *self, suf_faults *faults)
{
    errno = 0;
    htri_t is_hdf5 = H5Fis_hdf5(self->path);
    self->file = is_hdf5 > 0 ? H5Fopen(self->path, H5F_ACC_RDONLY, H5P_DEFAULT) : -1;
    int error = errno;
    if (self->file >= 0) {
        return SUF_OK;
    }
    if (error == EMFILE || error == ENFILE || error == ENOMEM || error == EACCES) {
        suf_faults_add_system(faults, self->path, error, "cannot be opened");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    if (is_hdf5 <= 0) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_FORMAT),
            "not an HDF5 file, so not a results file", faults);
    }
    return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_CORRUPT),
        "an HDF5 file that cannot be opened: cut short, or damaged", faults);
}

/* Files have checksums from format 1.2 on. */
static suf_status
check_checksums(suf_results *self, suf_faults *faults)
{
    if (self->format_minor >= SUF_FIRST_MINOR_WITH_CHECKSUMS && !self->has_checksums) {
        return suf_results_refuse(self, SUF_RAISE(SUF_ERROR_CORRUPT),
            "has no checksums at its end: it is damaged, cut short, or was changed by "
            "another program",
            faults);
    }
    return SUF_OK;
}

suf_status
suf_results_open(suf_results *self, const char *path, suf_faults *faults)
{
    *self = (suf_results){.file = -1};
    suf_status status = SUF_OK;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        self->variables[v] = -1;
    }
    SUF_TRY(suf_text_copy(path, &self->path));
    suf_h5_begin();
    SUF_TRY(suf_checksum_verify(path, &self->has_checksums, faults));
    SUF_TRY(suf_h5_reserve(OPEN_BYTES, path, "the results cannot be read", faults));
    SUF_TRY(open_file(self, faults));
    SUF_TRY(check_type(self, faults));
    SUF_TRY(check_checksums(self, faults));
    status = suf_results_read_layout(self);
    if (status == SUF_OK) {
        status = open_variables(self);
    }
    if (status == SUF_OK) {
        status = suf_h5_read_text(self->file, "code_version", &self->version);
    }
    if (status == SUF_OK) {
        status = suf_h5_read_text(self->file, "code_commit", &self->commit);
    }
    if (status == SUF_OK) {
        status = read_fingerprint(self);
    }
    if (status == SUF_OK) {
        status = read_design(self, faults);
    }
    if (status == SUF_OK && self->layout.service_facts == NULL) {
        status = suf_older_open(self, faults);
    }
    if (status == SUF_ERROR_CORRUPT) {
        status =
            suf_results_refuse(self, status, "a results file that is damaged", faults);
    }
out:
    if (status != SUF_OK) {
        suf_results_close(self);
    }
    return status;
}

void
suf_results_close(suf_results *self)
{
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        suf_h5_close(&self->variables[v]);
    }
    suf_h5_close(&self->file);
    suf_older_free(self->older);
    suf_layout_free(&self->layout);
    free(self->replications);
    free(self->path);
    free(self->version);
    free(self->commit);
    *self = (suf_results){.file = -1};
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        self->variables[v] = -1;
    }
}

suf_status
suf_results_read(suf_results *self, suf_variable variable, uint32_t scenario,
    uint32_t replication, double *values, suf_faults *faults)
{
    return self->older != NULL && (int) variable >= SUF_FIRST_MEASURE
               ? suf_older_measure(self, variable, scenario, replication, values, faults)
               : suf_results_block(self, variable, scenario, replication, values, faults);
}
