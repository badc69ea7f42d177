/* What a results file says of its own shape.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_layout_read.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "results/coordinates.h"
#include "results/former_results.h"
#include "results/h5.h"
#include "results/h5_read.h"

/* The groups that labels are read from; NULL: the root, as of dimensions that stand in
 * many groups. */
static const char *const groups[SUF_N_DIMENSIONS] = {
    [SUF_DIMENSION_ASSUMPTION] = "assumptions",
    [SUF_DIMENSION_PROJECT] = "delivery",
    [SUF_DIMENSION_ASSET] = "delivery",
    [SUF_DIMENSION_TARGET] = "targets",
    [SUF_DIMENSION_CLASS] = "classes",
    [SUF_DIMENSION_FUND] = "costs",
    [SUF_DIMENSION_OBSERVATION] = "observations",
    [SUF_DIMENSION_POLICY] = "policies",
    [SUF_DIMENSION_ZONE] = "zones",
};

/* One text of every label. The scale, which comes first, makes room for the labels. A
 * coordinate that the file does not have, an older one, gives "". */
static suf_status
read_texts(hid_t file, const char *path, const suf_coordinate *of, bool is_scale,
    suf_layout *layout)
{
    uint32_t n_here = is_scale ? 0 : suf_layout_length(layout, of->dimension);
    char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_read_texts(file, path, &texts, &n_here));
    if (is_scale) {
        unsigned char *labels = NULL;
        SUF_TRY(suf_array_new(n_here, of->label_size, &labels));
        memcpy((unsigned char *) layout + of->labels, &labels, sizeof labels);
        memcpy((unsigned char *) layout + suf_dimension_facts_of(of->dimension)->count,
            &n_here, sizeof n_here);
    }
    for (uint32_t i = 0; i < n_here; i++) {
        memcpy(suf_coordinate_at(of, layout, i), &texts[i], sizeof texts[i]);
        texts[i] = NULL;
    }
out:
    suf_h5_texts_free(texts, n_here);
    return status;
}

static suf_status
read_numbers(hid_t file, const char *path, const suf_coordinate *of, suf_layout *layout)
{
    uint32_t n = suf_layout_length(layout, of->dimension);
    bool is_double = of->type == SUF_COORDINATE_DOUBLE;
    size_t size = is_double ? sizeof(double) : sizeof(int32_t);
    unsigned char *values = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, size, &values));
    SUF_TRY(suf_h5_read_numbers(
        file, path, is_double ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT32, n, values));
    for (uint32_t i = 0; i < n; i++) {
        memcpy(suf_coordinate_at(of, layout, i), values + i * size, size);
    }
out:
    free(values);
    return status;
}

/* Everything of the table of coordinates that the file has. */
static suf_status
read_coordinates(hid_t file, suf_layout *layout)
{
    size_t n = 0;
    const suf_coordinate *rows = suf_coordinates(&n);
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < n; i++) {
        const char *group = groups[rows[i].dimension];
        bool is_scale =
            strcmp(rows[i].name, suf_dimension_facts_of(rows[i].dimension)->name) == 0;
        char path[80];
        (void) snprintf(path, sizeof path, "%s%s%s", group != NULL ? group : "",
            group != NULL ? "/" : "", rows[i].name);
        if (group != NULL && H5Lexists(file, group, H5P_DEFAULT) <= 0) {
            continue;
        }
        const char *former = suf_former_coordinate(rows[i].name);
        if (former != NULL && H5Lexists(file, path, H5P_DEFAULT) <= 0) {
            (void) snprintf(path, sizeof path, "%s/%s", group, former);
        }
        status = rows[i].type == SUF_COORDINATE_TEXT
                     ? read_texts(file, path, &rows[i], is_scale, layout)
                     : read_numbers(file, path, &rows[i], layout);
    }
    return status;
}

/* What each service is in each scenario; nothing before format 1.4. */
static suf_status
read_services(hid_t file, suf_layout *layout)
{
    uint32_t n = layout->n_scenarios * layout->n_services;
    char **kinds = NULL;
    int32_t *lists = NULL;
    suf_status status = SUF_OK;
    if (n == 0 || H5Lexists(file, "service_kind", H5P_DEFAULT) <= 0) {
        return SUF_OK;
    }
    SUF_TRY(suf_h5_read_texts(file, "service_kind", &kinds, &n));
    SUF_TRY(suf_array_new(n, sizeof *lists, &lists));
    SUF_TRY(suf_h5_read_numbers(file, "service_has_list", H5T_NATIVE_INT32, n, lists));
    SUF_TRY(suf_array_new(n, sizeof *layout->service_facts, &layout->service_facts));
    for (uint32_t i = 0; i < n; i++) {
        layout->service_facts[i] =
            (suf_service_facts){suf_kind_of(kinds[i]), lists[i] != 0};
    }
out:
    suf_h5_texts_free(kinds, n);
    free(lists);
    return status;
}

/* The caveats of services by scenario; nothing in files without any. */
static suf_status
read_caveats(hid_t file, suf_layout *layout)
{
    uint32_t n = layout->n_scenarios * layout->n_services;
    char **texts[2] = {NULL, NULL};
    suf_status status = SUF_OK;
    if (n == 0 || H5Lexists(file, "service_caveat", H5P_DEFAULT) <= 0) {
        return SUF_OK;
    }
    SUF_TRY(suf_h5_read_texts(file, "service_caveat", &texts[0], &n));
    SUF_TRY(suf_h5_read_texts(file, "service_caveat_zh", &texts[1], &n));
    SUF_TRY(suf_array_new(n, sizeof *layout->caveats, &layout->caveats));
    for (uint32_t i = 0; i < n; i++) {
        layout->caveats[i] = (suf_caveat){texts[0][i], texts[1][i]};
        texts[0][i] = texts[1][i] = NULL;
    }
out:
    suf_h5_texts_free(texts[0], n);
    suf_h5_texts_free(texts[1], n);
    return status;
}

/* To when projects are known in each scenario; nothing in files without such facts. */
static suf_status
read_known(hid_t file, suf_layout *layout)
{
    uint32_t n = layout->n_scenarios;
    char **dates = NULL;
    suf_status status = SUF_OK;
    if (H5Lexists(file, "scenario_known_at", H5P_DEFAULT) <= 0) {
        return SUF_OK;
    }
    SUF_TRY(suf_h5_read_texts(file, "scenario_known_at", &dates, &n));
    SUF_TRY(suf_array_new(n, sizeof *layout->known_days, &layout->known_days));
    for (uint32_t i = 0; i < n; i++) {
        layout->known_days[i] = INT32_MIN;
        if (dates[i][0] != '\0' && !suf_date_parse(dates[i], &layout->known_days[i])) {
            status = SUF_RAISE(SUF_ERROR_CORRUPT);
        }
    }
out:
    suf_h5_texts_free(dates, n);
    return status;
}

/* Whose prices costs are in. */
static suf_status
read_prices(hid_t file, suf_layout *layout)
{
    hid_t group = layout->n_funds > 0 ? H5Gopen2(file, "costs", H5P_DEFAULT) : -1;
    suf_status status = SUF_OK;
    if (layout->n_funds == 0) {
        return SUF_OK;
    }
    if (group < 0 ||
        !suf_h5_read_number(group, "price_year", H5T_NATIVE_INT32, &layout->price_year)) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    if (status == SUF_OK) {
        status = suf_h5_read_text(group, "price_basis", &layout->price_basis);
    }
    return suf_h5_end(&group, status);
}

/* The first of the months and their number; dates from the attributes. */
static suf_status
read_time(suf_results *self)
{
    suf_layout *layout = &self->layout;
    char *start = NULL;
    char *end = NULL;
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_read_text(self->file, "start", &start));
    SUF_TRY(suf_h5_read_text(self->file, "end", &end));
    if (start == NULL || end == NULL || !suf_date_parse(start, &layout->start_day) ||
        !suf_date_parse(end, &layout->end_day) || layout->end_day <= layout->start_day) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
        goto out;
    }
    int32_t first = suf_month_of_day(layout->start_day);
    int32_t last = suf_month_of_day(layout->end_day) - 1;
    layout->first_year = first / 12;
    layout->n_years = (uint32_t) (last / 12 - first / 12 + 1);
    layout->n_months = (uint32_t) (last - first + 1);
    dataset = H5Dopen2(self->file, "month", H5P_DEFAULT);
    if (dataset < 0 || suf_h5_vector_length(dataset) != layout->n_months) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
        goto out;
    }
    SUF_TRY(suf_array_new(
        layout->n_months, sizeof *layout->month_start_days, &layout->month_start_days));
    if (H5Dread(dataset, H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT,
            layout->month_start_days) < 0) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
    }
out:
    suf_h5_close(&dataset);
    free(start);
    free(end);
    return status;
}

/* The numbers of the replications, which must rise. */
static suf_status
read_replications(suf_results *self)
{
    hid_t dataset = H5Lexists(self->file, "replication", H5P_DEFAULT) > 0
                        ? H5Dopen2(self->file, "replication", H5P_DEFAULT)
                        : -1;
    int64_t n = dataset >= 0 ? suf_h5_vector_length(dataset) : -1;
    suf_h5_close(&dataset);
    if (n < 1 || n >= INT32_MAX) {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    self->n_replications = (uint32_t) n;
    suf_status status =
        suf_array_new((size_t) n, sizeof *self->replications, &self->replications);
    if (status == SUF_OK) {
        status = suf_h5_read_numbers(self->file, "replication", H5T_NATIVE_INT32,
            self->n_replications, self->replications);
    }
    for (int64_t i = 0; status == SUF_OK && i < n; i++) {
        if (self->replications[i] < 0 || self->replications[i] == INT32_MAX ||
            (i > 0 && self->replications[i] <= self->replications[i - 1])) {
            status = SUF_RAISE(SUF_ERROR_CORRUPT);
        }
    }
    return status;
}

suf_status
suf_results_read_layout(suf_results *self)
{
    suf_layout *layout = &self->layout;
    suf_status status = SUF_OK;
    SUF_TRY(read_time(self));
    SUF_TRY(read_coordinates(self->file, layout));
    SUF_TRY(read_known(self->file, layout));
    SUF_TRY(read_services(self->file, layout));
    SUF_TRY(read_caveats(self->file, layout));
    SUF_TRY(read_prices(self->file, layout));
    SUF_TRY(read_replications(self));
    SUF_TRY(suf_layout_order(layout));
    SUF_TRY(suf_layout_seal(layout));
out:
    return status;
}
