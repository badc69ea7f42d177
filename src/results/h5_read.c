/* Small steps of reading HDF5.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "h5_read.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "results/h5.h"

bool
suf_h5_read_number(hid_t object, const char *name, hid_t type, void *value)
{
    bool is_read = false;
    if (H5Aexists(object, name) <= 0) {
        return false;
    }
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    hid_t space = attribute >= 0 ? H5Aget_space(attribute) : -1;
    if (space >= 0 && H5Sget_simple_extent_npoints(space) == 1) {
        is_read = H5Aread(attribute, type, value) >= 0;
    }
    suf_h5_close(&space);
    suf_h5_close(&attribute);
    return is_read;
}

suf_status
suf_h5_read_text(hid_t object, const char *name, char **text)
{
    enum { LONGEST = 4096 };
    suf_status status = SUF_OK;
    *text = NULL;
    if (H5Aexists(object, name) <= 0) {
        return SUF_OK;
    }
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    hid_t type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    size_t size = type >= 0 ? H5Tget_size(type) : 0;
    if (type >= 0 && H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 &&
        size > 0 && size <= LONGEST) {
        status = suf_array_new(size + 1, 1, text);
        if (status == SUF_OK && H5Aread(attribute, type, *text) < 0) {
            free(*text);
            *text = NULL;
        }
    }
    suf_h5_close(&type);
    suf_h5_close(&attribute);
    return status;
}

int64_t
suf_h5_vector_length(hid_t dataset)
{
    hid_t space = H5Dget_space(dataset);
    int64_t n = -1;
    if (space >= 0 && H5Sget_simple_extent_ndims(space) == 1) {
        n = H5Sget_simple_extent_npoints(space);
    }
    suf_h5_close(&space);
    return n;
}

/* Number of values of a dataset of any shape, or -1. */
static int64_t
points_of(hid_t dataset)
{
    hid_t space = H5Dget_space(dataset);
    int64_t n = space >= 0 ? (int64_t) H5Sget_simple_extent_npoints(space) : -1;
    suf_h5_close(&space);
    return n;
}

suf_status
suf_h5_read_texts(hid_t file, const char *name, char ***texts, uint32_t *n)
{
    char **raw = NULL;
    hid_t type = -1;
    hid_t space = -1;
    suf_status status = SUF_OK;
    *texts = NULL;
    hid_t dataset =
        H5Lexists(file, name, H5P_DEFAULT) > 0 ? H5Dopen2(file, name, H5P_DEFAULT) : -1;
    int64_t length = dataset < 0 ? *n
                     : *n > 0    ? points_of(dataset)
                                 : suf_h5_vector_length(dataset);
    if (length < 0 || length >= UINT32_MAX || (*n != 0 && length != *n)) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
        goto out;
    }
    *n = (uint32_t) length;
    SUF_TRY(suf_array_new(*n, sizeof **texts, texts));
    SUF_TRY(suf_array_new(*n, sizeof *raw, &raw));
    if (dataset >= 0) {
        type = H5Dget_type(dataset);
        space = H5Dget_space(dataset);
        if (type < 0 || space < 0 || H5Tis_variable_str(type) <= 0 ||
            H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw) < 0) {
            status = SUF_RAISE(SUF_ERROR_CORRUPT);
            goto out;
        }
    }
    for (uint32_t i = 0; i < *n; i++) {
        SUF_TRY(suf_text_copy(raw[i] != NULL ? raw[i] : "", &(*texts)[i]));
    }
out:
    if (type >= 0 && space >= 0) {
        (void) H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
    }
    free(raw);
    suf_h5_close(&space);
    suf_h5_close(&type);
    suf_h5_close(&dataset);
    return status;
}

void
suf_h5_texts_free(char **texts, uint32_t n)
{
    for (uint32_t i = 0; texts != NULL && i < n; i++) {
        free(texts[i]);
    }
    free(texts);
}

suf_status
suf_h5_read_numbers(hid_t file, const char *name, hid_t type, uint32_t n, void *values)
{
    suf_status status = SUF_RAISE(SUF_ERROR_CORRUPT);
    hid_t dataset =
        H5Lexists(file, name, H5P_DEFAULT) > 0 ? H5Dopen2(file, name, H5P_DEFAULT) : -1;
    if (dataset >= 0 && points_of(dataset) == n &&
        H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0) {
        status = SUF_OK;
    }
    suf_h5_close(&dataset);
    return status;
}
