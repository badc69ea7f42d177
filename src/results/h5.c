/* Small steps of writing HDF5.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "h5.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"

void
suf_h5_begin(void)
{
    /* Both can only fail when HDF5 is running already, as it then was begun before. */
    (void) H5dont_atexit();
    (void) H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

suf_status
suf_h5_reserve(size_t bytes, const char *path, const char *what, suf_faults *faults)
{
    suf_fault_place place = {.file = path};
    if (bytes <= SIZE_MAX / 2 && suf_memory_can_have(SUF_H5_BYTES + bytes)) {
        return SUF_OK;
    }
    suf_faults_add(faults, &place, "%s: out of memory: %.1f MiB more are needed", what,
        (SUF_H5_BYTES + (double) bytes) / (1 << 20));
    return SUF_RAISE(SUF_ERROR_MEMORY);
}

void
suf_h5_close(hid_t *handle)
{
    if (*handle >= 0) {
        (void) H5Idec_ref(*handle);
    }
    *handle = -1;
}

suf_status
suf_h5_end(hid_t *handle, suf_status status)
{
    bool is_closed = *handle < 0 || H5Idec_ref(*handle) >= 0;
    *handle = -1;
    return status == SUF_OK && !is_closed ? SUF_RAISE(SUF_ERROR_HDF5) : status;
}

static suf_status
add_attribute(hid_t object, const char *name, hid_t type, hid_t space, const void *value)
{
    suf_status status = SUF_ERROR_HDF5;
    hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute >= 0 && H5Awrite(attribute, type, value) >= 0) {
        status = SUF_OK;
    }
    return suf_h5_end(&attribute, status);
}

suf_status
suf_h5_text_attribute(hid_t object, const char *name, const char *text)
{
    suf_status status = SUF_ERROR_HDF5;
    size_t size = strlen(text) > 0 ? strlen(text) : 1;
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t type = H5Tcopy(H5T_C_S1);
    if (space >= 0 && type >= 0 && H5Tset_size(type, size) >= 0 &&
        H5Tset_strpad(type, H5T_STR_NULLPAD) >= 0 &&
        H5Tset_cset(type, H5T_CSET_UTF8) >= 0) {
        status = add_attribute(object, name, type, space, text);
    }
    suf_h5_close(&type);
    suf_h5_close(&space);
    return status;
}

static suf_status
number_attribute(hid_t object, const char *name, hid_t type, const void *value)
{
    const hsize_t one = 1;
    suf_status status = SUF_ERROR_HDF5;
    hid_t space = H5Screate_simple(1, &one, NULL);
    if (space >= 0) {
        status = add_attribute(object, name, type, space, value);
    }
    suf_h5_close(&space);
    return status;
}

suf_status
suf_h5_int_attribute(hid_t object, const char *name, int32_t value)
{
    return number_attribute(object, name, H5T_NATIVE_INT32, &value);
}

suf_status
suf_h5_u64_attribute(hid_t object, const char *name, uint64_t value)
{
    return number_attribute(object, name, H5T_NATIVE_UINT64, &value);
}

static suf_status
fill_attribute(hid_t object)
{
    const double fill = (double) NAN;
    return number_attribute(object, "_FillValue", H5T_NATIVE_DOUBLE, &fill);
}

suf_status
suf_h5_group(hid_t location, const char *name, hid_t *group)
{
    suf_status status = SUF_ERROR_HDF5;
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t properties = H5Pcreate(H5P_GROUP_CREATE);
    *group = -1;
    if (properties >= 0 && H5Pset_obj_track_times(properties, false) >= 0 &&
        H5Pset_link_creation_order(properties, order) >= 0 &&
        H5Pset_attr_creation_order(properties, order) >= 0) {
        *group = H5Gcreate2(location, name, H5P_DEFAULT, properties, H5P_DEFAULT);
        status = *group >= 0 ? SUF_OK : status;
    }
    suf_h5_close(&properties);
    return status;
}

/* Creation properties that every dataset has. */
static hid_t
dataset_properties(void)
{
    const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    if (properties >= 0 && (H5Pset_obj_track_times(properties, false) < 0 ||
                               H5Pset_attr_creation_order(properties, order) < 0)) {
        suf_h5_close(&properties);
    }
    return properties;
}

/* A dataset of a type, of one dimension or more, with its values. */
static suf_status
write_values(hid_t location, const char *name, hid_t type, const void *values, int n_dims,
    const hsize_t *shape, hid_t *dataset)
{
    enum { MOST_ROOM = 1 << 20 }; /* what HDF5 takes by itself */
    suf_status status = SUF_ERROR_HDF5;
    size_t n = 1;
    for (int i = 0; i < n_dims; i++) {
        n *= shape[i];
    }
    hid_t space = H5Screate_simple(n_dims, shape, NULL);
    hid_t properties = dataset_properties();
    hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    /* HDF5 clears a whole MiB twice to convert one label, unless it is told how much is
     * needed: up to 16 bytes a value. */
    size_t room = n < MOST_ROOM / 16 ? n * 16 + 16 : MOST_ROOM;
    *dataset = -1;
    /* A filter needs a chunk. Of texts it would see their addresses only. */
    bool is_checked = n > 0 && H5Tis_variable_str(type) == 0;
    if (space >= 0 && properties >= 0 && transfer >= 0 &&
        (!is_checked || (H5Pset_chunk(properties, n_dims, shape) >= 0 &&
                            H5Pset_fletcher32(properties) >= 0)) &&
        H5Pset_buffer(transfer, room, NULL, NULL) >= 0) {
        *dataset =
            H5Dcreate2(location, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
        if (*dataset >= 0 &&
            H5Dwrite(*dataset, type, H5S_ALL, H5S_ALL, transfer, values) >= 0) {
            status = SUF_OK;
        }
    }
    suf_h5_close(&transfer);
    suf_h5_close(&properties);
    suf_h5_close(&space);
    if (status != SUF_OK) {
        suf_h5_close(dataset);
    }
    return status;
}

suf_status
suf_h5_ints(
    hid_t location, const char *name, const int32_t *values, size_t n, hid_t *dataset)
{
    const hsize_t shape = n;
    return write_values(location, name, H5T_NATIVE_INT32, values, 1, &shape, dataset);
}

suf_status
suf_h5_int_table(hid_t location, const char *name, const int32_t *values,
    const hsize_t shape[2], hid_t *dataset)
{
    return write_values(location, name, H5T_NATIVE_INT32, values, 2, shape, dataset);
}

suf_status
suf_h5_doubles(
    hid_t location, const char *name, const double *values, size_t n, hid_t *dataset)
{
    const hsize_t shape = n;
    return write_values(location, name, H5T_NATIVE_DOUBLE, values, 1, &shape, dataset);
}

suf_status
suf_h5_double_array(hid_t location, const char *name, const double *values, int n_dims,
    const hsize_t *shape, hid_t *dataset)
{
    return write_values(
        location, name, H5T_NATIVE_DOUBLE, values, n_dims, shape, dataset);
}

static suf_status
write_texts(hid_t location, const char *name, const char *const *texts, int n_dims,
    const hsize_t *shape, hid_t *dataset)
{
    suf_status status = SUF_ERROR_HDF5;
    hid_t type = H5Tcopy(H5T_C_S1);
    *dataset = -1;
    if (type >= 0 && H5Tset_size(type, H5T_VARIABLE) >= 0 &&
        H5Tset_cset(type, H5T_CSET_UTF8) >= 0) {
        status = write_values(location, name, type, texts, n_dims, shape, dataset);
    }
    suf_h5_close(&type);
    return status;
}

suf_status
suf_h5_texts(
    hid_t location, const char *name, const char *const *texts, size_t n, hid_t *dataset)
{
    const hsize_t shape = n;
    return write_texts(location, name, texts, 1, &shape, dataset);
}

suf_status
suf_h5_text_table(hid_t location, const char *name, const char *const *texts,
    const hsize_t shape[2], hid_t *dataset)
{
    return write_texts(location, name, texts, 2, shape, dataset);
}

suf_status
suf_h5_text_array(hid_t location, const char *name, const char *const *texts, int n_dims,
    const hsize_t *shape, hid_t *dataset)
{
    return write_texts(location, name, texts, n_dims, shape, dataset);
}

suf_status
suf_h5_blocks(hid_t location, const char *name, int n_dims, const hsize_t *shape,
    int deflate_level, hid_t *dataset)
{
    suf_status status = SUF_ERROR_HDF5;
    const double fill = (double) NAN;
    hsize_t chunk[H5S_MAX_RANK] = {1, 1};
    for (int i = 2; i < n_dims; i++) {
        chunk[i] = shape[i];
    }
    hid_t space = H5Screate_simple(n_dims, shape, NULL);
    hid_t properties = dataset_properties();
    *dataset = -1;
    if (space >= 0 && properties >= 0 && H5Pset_chunk(properties, n_dims, chunk) >= 0 &&
        H5Pset_shuffle(properties) >= 0 &&
        H5Pset_deflate(properties, (unsigned) deflate_level) >= 0 &&
        H5Pset_fletcher32(properties) >= 0 &&
        H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &fill) >= 0) {
        *dataset = H5Dcreate2(location, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT,
            properties, H5P_DEFAULT);
        status = *dataset >= 0 ? fill_attribute(*dataset) : status;
    }
    suf_h5_close(&properties);
    suf_h5_close(&space);
    if (status != SUF_OK) {
        suf_h5_close(dataset);
    }
    return status;
}
