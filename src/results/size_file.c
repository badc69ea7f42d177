/* The file of a question of size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <hdf5.h>

#include "base/memory.h"
#include "journal/disk.h"
#include "results/checksum.h"
#include "results/h5.h"

/* A number of every row, by where it is in the row. */
typedef struct column {
    const char *name;
    size_t offset;
} column;

#define COLUMN(text, member)                                                             \
    {                                                                                    \
        text, offsetof(suf_size_row, member)                                             \
    }
static const column columns[] = {COLUMN("least", least), COLUMN("most", most),
    COLUMN("cost", cost), COLUMN("fits", fits), COLUMN("safe", safe),
    COLUMN("upper", upper), COLUMN("p", p), COLUMN("p_low", low), COLUMN("p_high", high),
    COLUMN("fresh_p", fresh_p), COLUMN("fresh_p_low", fresh_low),
    COLUMN("fresh_p_high", fresh_high), COLUMN("fresh_replications", n_fresh),
    COLUMN("evaluations", n_asked), COLUMN("paths_checked", n_checked),
    COLUMN("violations", n_violations), COLUMN("undecided", n_undecided)};
static const column texts[] = {COLUMN("lever", lever), COLUMN("lever_title", title),
    COLUMN("lever_title_zh", title_zh), COLUMN("unit", unit)};

static const void *
member(const suf_size_row *row, size_t offset)
{
    return (const unsigned char *) row + offset;
}

static suf_status
put_doubles(hid_t group, const char *name, const double *values, size_t n)
{
    hid_t dataset = -1;
    suf_status status = suf_h5_doubles(group, name, values, n, &dataset);
    return suf_h5_end(&dataset, status);
}

static suf_status
put_texts(hid_t group, const char *name, const char *const *items, size_t n)
{
    hid_t dataset = -1;
    suf_status status = suf_h5_texts(group, name, items, n, &dataset);
    return suf_h5_end(&dataset, status);
}

/* The answers, a row a lever. */
static suf_status
put_rows(hid_t group, const suf_size_file *self)
{
    double *numbers = NULL;
    const char **words = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n_rows, sizeof *numbers, &numbers));
    SUF_TRY(suf_array_new(self->n_rows, sizeof *words, &words));
    for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
        for (size_t i = 0; i < self->n_rows; i++) {
            words[i] = *(const char *const *) member(&self->rows[i], texts[j].offset);
        }
        SUF_TRY(put_texts(group, texts[j].name, words, self->n_rows));
    }
    for (size_t j = 0; j < sizeof columns / sizeof *columns; j++) {
        for (size_t i = 0; i < self->n_rows; i++) {
            numbers[i] = *(const double *) member(&self->rows[i], columns[j].offset);
        }
        SUF_TRY(put_doubles(group, columns[j].name, numbers, self->n_rows));
    }
    for (size_t i = 0; i < self->n_rows; i++) {
        numbers[i] = self->rows[i].is_date;
    }
    SUF_TRY(put_doubles(group, "is_date", numbers, self->n_rows));
    for (size_t i = 0; i < self->n_rows; i++) {
        numbers[i] = self->rows[i].is_pooled;
    }
    SUF_TRY(put_doubles(group, "is_isotonic", numbers, self->n_rows));
out:
    free(numbers);
    free((void *) words);
    return status;
}

/* The curves, one behind the other; which lever each point is of. */
static suf_status
put_curves(hid_t group, const suf_size_file *self)
{
    enum { LEVER, VALUE, P, LOW, HIGH, ASKED, N };
    static const char *const names[N] = {"curve_lever", "curve_value", "curve_p",
        "curve_p_low", "curve_p_high", "curve_evaluations"};
    double *all[N] = {NULL};
    size_t n = 0;
    size_t at = 0;
    suf_status status = SUF_OK;
    for (size_t i = 0; i < self->n_rows; i++) {
        n += self->rows[i].n_points;
    }
    for (size_t j = 0; j < N; j++) {
        SUF_TRY(suf_array_new(n, sizeof *all[j], &all[j]));
    }
    for (size_t i = 0; i < self->n_rows; i++) {
        const suf_size_row *row = &self->rows[i];
        for (size_t k = 0; k < row->n_points; k++) {
            all[LEVER][at] = (double) i;
            all[VALUE][at] = row->values[k];
            all[P][at] = row->point_p[k];
            all[LOW][at] = row->point_low[k];
            all[HIGH][at] = row->point_high[k];
            all[ASKED][at++] = row->point_asked[k];
        }
    }
    for (size_t j = 0; j < N; j++) {
        SUF_TRY(put_doubles(group, names[j], all[j], n));
    }
out:
    for (size_t j = 0; j < N; j++) {
        free(all[j]);
    }
    return status;
}

#define JOINT(text, member)                                                              \
    {                                                                                    \
        text, offsetof(suf_size_joint, member)                                           \
    }
static const column joint_numbers[] = {JOINT("by_units", by_units),
    JOINT("is_separate", is_separate), JOINT("is_proven", is_proven),
    JOINT("is_exact", is_exact), JOINT("is_whole_plan", is_whole), JOINT("cost", cost),
    JOINT("bound", bound), JOINT("safe_cost", safe_cost), JOINT("upper_cost", upper_cost),
    JOINT("alone_cost", alone_cost), JOINT("alone_p", alone_p),
    JOINT("chosen_for", chosen_for), JOINT("given_up", n_given_up),
    JOINT("nodes", n_nodes), JOINT("services", n_services),
    JOINT("exchanged", n_exchanged), JOINT("first_p", first_p),
    JOINT("first_p_low", first_low), JOINT("first_p_high", first_high)};

/* The group /size/joint: numbers by step, and by row. */
static suf_status
put_joint(hid_t size, const suf_size_file *self)
{
    const suf_size_joint *joint = self->joint;
    hid_t group = -1;
    double *numbers = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n_steps, sizeof *numbers, &numbers));
    SUF_TRY(suf_h5_group(size, "joint", &group));
    SUF_TRY(suf_h5_text_attribute(group, "cost_unit", joint->cost_unit));
    SUF_TRY(put_doubles(group, "alone", joint->alone, self->n_rows));
    SUF_TRY(put_doubles(group, "step_cost", joint->step_cost, self->n_rows));
    SUF_TRY(put_doubles(group, "step", joint->step, self->n_rows));
    SUF_TRY(
        put_doubles(group, "condition_step", joint->condition_step, self->n_conditions));
    if (joint->first != NULL) {
        SUF_TRY(put_doubles(group, "first", joint->first, self->n_rows));
    }
    for (size_t i = 0; i < sizeof joint_numbers / sizeof *joint_numbers; i++) {
        for (size_t j = 0; j < self->n_steps; j++) {
            numbers[j] =
                *(const double *) (const void *) ((const unsigned char *) &joint[j] +
                                                  joint_numbers[i].offset);
        }
        SUF_TRY(put_doubles(group, joint_numbers[i].name, numbers, self->n_steps));
    }
out:
    free(numbers);
    return suf_h5_end(&group, status);
}

static suf_status
put_all(hid_t file, const suf_size_file *self)
{
    hid_t group = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_text_attribute(file, "file_type", "suffice answer"));
    SUF_TRY(suf_h5_text_attribute(file, "version", self->version));
    SUF_TRY(suf_h5_u64_attribute(file, "fingerprint", self->fingerprint));
    SUF_TRY(suf_h5_u64_attribute(file, "seed", self->seed));
    SUF_TRY(suf_h5_group(file, "size", &group));
    SUF_TRY(suf_h5_text_attribute(group, "scenario", self->scenario));
    SUF_TRY(suf_h5_text_attribute(group, "scenario_title", self->title));
    SUF_TRY(suf_h5_text_attribute(group, "scenario_title_zh", self->title_zh));
    SUF_TRY(put_texts(group, "scenario_text", &self->scenario_text, 1));
    SUF_TRY(put_texts(group, "condition", self->conditions, self->n_conditions));
    SUF_TRY(
        put_texts(group, "condition_text", self->condition_texts, self->n_conditions));
    SUF_TRY(put_doubles(group, "probability", &self->probability, 1));
    SUF_TRY(put_doubles(group, "confidence", &self->confidence, 1));
    SUF_TRY(put_doubles(group, "replications", &self->replications, 1));
    SUF_TRY(put_rows(group, self));
    SUF_TRY(put_curves(group, self));
    if (self->joint != NULL) {
        SUF_TRY(put_joint(group, self));
    }
out:
    return suf_h5_end(&group, status);
}

static suf_status
write_part(const suf_size_file *self, const char *part)
{
    hid_t file = -1;
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    suf_status status = SUF_OK;
    errno = 0;
    if (creation >= 0 && access >= 0 &&
        H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110) >= 0 &&
        H5Pset_obj_track_times(creation, false) >= 0 &&
        H5Pset_link_creation_order(creation, order) >= 0 &&
        H5Pset_attr_creation_order(creation, order) >= 0) {
        file = H5Fcreate(part, H5F_ACC_TRUNC, creation, access);
    }
    status = file >= 0 ? SUF_OK : SUF_RAISE(SUF_ERROR_WRITE);
    SUF_TRY(status);
    SUF_TRY(put_all(file, self));
out:
    suf_h5_close(&creation);
    suf_h5_close(&access);
    return suf_h5_end(&file, status);
}

suf_status
suf_size_file_write(const suf_size_file *self, const char *path, suf_faults *faults)
{
    char *part = NULL;
    int error = 0;
    suf_status status =
        suf_h5_reserve(SUF_H5_BYTES, path, "the answer cannot be written", faults);
    if (status != SUF_OK) {
        return status;
    }
    SUF_TRY(suf_disk_path(path, ".part", &part));
    status = write_part(self, part);
    if (status == SUF_OK) {
        status = suf_checksum_append(part, &error);
    }
    if (status == SUF_OK) {
        error = suf_disk_sync(part);
        error = error == 0 && rename(part, path) != 0 ? errno : error;
        error = error == 0 ? suf_disk_sync_folder(path) : error;
        status = error == 0 ? SUF_OK : SUF_RAISE(SUF_ERROR_WRITE);
    }
    if (status != SUF_OK) {
        suf_faults_add_system(
            faults, path, error != 0 ? error : errno, "the answer cannot be written");
        (void) unlink(part);
    }
out:
    free(part);
    return status;
}
