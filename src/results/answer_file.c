/* The file of a question.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "journal/disk.h"
#include "results/checksum.h"
#include "results/h5.h"

suf_status
suf_answer_put_doubles(hid_t group, const char *name, const double *values, size_t n)
{
    hid_t dataset = -1;
    suf_status status = suf_h5_doubles(group, name, values, n, &dataset);
    return suf_h5_end(&dataset, status);
}

suf_status
suf_answer_put_texts(hid_t group, const char *name, const char *const *items, size_t n)
{
    hid_t dataset = -1;
    suf_status status = suf_h5_texts(group, name, items, n, &dataset);
    return suf_h5_end(&dataset, status);
}

suf_status
suf_answer_put_table(
    hid_t group, const char *name, const double *values, size_t n_rows, size_t n_columns)
{
    const hsize_t shape[2] = {n_rows, n_columns};
    hid_t dataset = -1;
    suf_status status = suf_h5_double_array(group, name, values, 2, shape, &dataset);
    return suf_h5_end(&dataset, status);
}

static const void *
member(const void *rows, size_t row, size_t row_bytes, size_t offset)
{
    return (const unsigned char *) rows + row * row_bytes + offset;
}

suf_status
suf_answer_put_columns(hid_t group, const void *rows, size_t n_rows, size_t row_bytes,
    const suf_answer_column *columns, size_t n_columns)
{
    double *numbers = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_rows, sizeof *numbers, &numbers));
    for (size_t j = 0; j < n_columns; j++) {
        for (size_t i = 0; i < n_rows; i++) {
            numbers[i] = *(const double *) member(rows, i, row_bytes, columns[j].offset);
        }
        SUF_TRY(suf_answer_put_doubles(group, columns[j].name, numbers, n_rows));
    }
out:
    free(numbers);
    return status;
}

suf_status
suf_answer_put_text_columns(hid_t group, const void *rows, size_t n_rows,
    size_t row_bytes, const suf_answer_column *columns, size_t n_columns)
{
    const char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_rows, sizeof *texts, &texts));
    for (size_t j = 0; j < n_columns; j++) {
        for (size_t i = 0; i < n_rows; i++) {
            texts[i] =
                *(const char *const *) member(rows, i, row_bytes, columns[j].offset);
        }
        SUF_TRY(suf_answer_put_texts(group, columns[j].name, texts, n_rows));
    }
out:
    free((void *) texts);
    return status;
}

static suf_status
put_all(hid_t file, const suf_answer_file *self)
{
    hid_t group = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_text_attribute(file, "file_type", SUF_ANSWER_TYPE));
    SUF_TRY(suf_h5_text_attribute(file, "version", self->version));
    SUF_TRY(suf_h5_u64_attribute(file, "fingerprint", self->fingerprint));
    SUF_TRY(suf_h5_u64_attribute(file, "seed", self->seed));
    SUF_TRY(suf_h5_group(file, self->group, &group));
    SUF_TRY(suf_h5_text_attribute(group, "scenario", self->scenario));
    SUF_TRY(suf_h5_text_attribute(group, "scenario_title", self->title));
    SUF_TRY(suf_h5_text_attribute(group, "scenario_title_zh", self->title_zh));
    SUF_TRY(suf_answer_put_texts(group, "scenario_text", &self->scenario_text, 1));
    SUF_TRY(self->put(group, self->context));
out:
    return suf_h5_end(&group, status);
}

static suf_status
write_part(const suf_answer_file *self, const char *part)
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
suf_answer_file_write(const suf_answer_file *self, const char *path, suf_faults *faults)
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
