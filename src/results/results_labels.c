/* Dimensions of a group of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_labels.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "results/coordinates.h"
#include "results/h5.h"

int
suf_dimensions_of(suf_variable_dims dims, suf_dimension_id ids[6])
{
    const suf_variable_dims_info *info = suf_variable_dims_of(dims);
    ids[0] = SUF_DIMENSION_SCENARIO;
    ids[1] = SUF_DIMENSION_REPLICATION;
    memcpy(ids + 2, info->ids, info->n * sizeof *ids);
    return (int) info->n + 2;
}

hsize_t
suf_dimension_size(const suf_layout *layout, uint32_t n_replications, suf_dimension_id id)
{
    return id == SUF_DIMENSION_REPLICATION ? n_replications
                                           : suf_layout_length(layout, id);
}

/* --- coordinates that are members of labels ------------------------------------------
 */

/* The coordinate of every label; *dataset is open after success. */
static suf_status
write_coordinate(
    hid_t group, const suf_layout *layout, const suf_coordinate *of, hid_t *dataset)
{
    static const size_t sizes[] = {[SUF_COORDINATE_TEXT] = sizeof(char *),
        [SUF_COORDINATE_DOUBLE] = sizeof(double),
        [SUF_COORDINATE_INT] = sizeof(int32_t)};
    uint32_t n = suf_layout_length(layout, of->dimension);
    void *items = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizes[of->type], &items));
    for (uint32_t i = 0; i < n; i++) {
        memcpy((unsigned char *) items + i * sizes[of->type],
            suf_coordinate_at(of, layout, i), sizes[of->type]);
    }
    status = of->type == SUF_COORDINATE_TEXT
                 ? suf_h5_texts(group, of->name, items, n, dataset)
             : of->type == SUF_COORDINATE_DOUBLE
                 ? suf_h5_doubles(group, of->name, items, n, dataset)
                 : suf_h5_ints(group, of->name, items, n, dataset);
out:
    free(items);
    return status;
}

/* --- scales that are no labels --------------------------------------------------------
 */

static suf_status
write_years(hid_t group, const suf_layout *layout, hid_t *scale)
{
    int32_t *years = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_years, sizeof *years, &years));
    for (uint32_t i = 0; i < layout->n_years; i++) {
        years[i] = layout->first_year + (int32_t) i;
    }
    SUF_TRY(suf_h5_ints(group, "year", years, layout->n_years, scale));
out:
    free(years);
    return status;
}

static suf_status
write_month(hid_t group, const suf_layout *layout, hid_t *scale)
{
    char date[11];
    char units[64];
    suf_date_format(layout->start_day, date);
    (void) snprintf(units, sizeof units, "days since %s", date);
    suf_status status = SUF_OK;
    SUF_TRY(
        suf_h5_ints(group, "month", layout->month_start_days, layout->n_months, scale));
    SUF_TRY(suf_h5_text_attribute(*scale, "units", units));
    SUF_TRY(suf_h5_text_attribute(*scale, "calendar", "proleptic_gregorian"));
    SUF_TRY(suf_h5_text_attribute(*scale, "standard_name", "time"));
    SUF_TRY(suf_h5_text_attribute(*scale, "long_name", "first day of the month"));
out:
    return status;
}

static suf_status
write_age_groups(hid_t group, const suf_layout *layout, hid_t *scale)
{
    (void) layout;
    char buffers[SUF_N_AGE_GROUPS][16] = {{0}};
    const char *texts[SUF_N_AGE_GROUPS] = {NULL};
    for (int i = 0; i < SUF_N_AGE_GROUPS; i++) {
        (void) snprintf(buffers[i], sizeof buffers[i],
            i + 1 < SUF_N_AGE_GROUPS ? "%d-%d" : "%d+", 5 * i, 5 * i + 4);
        texts[i] = buffers[i];
    }
    return suf_h5_texts(group, "age_group", texts, SUF_N_AGE_GROUPS, scale);
}

static suf_status
write_quantiles(hid_t group, const suf_layout *layout, hid_t *scale)
{
    (void) layout;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_doubles(group, "quantile", suf_wait_levels, SUF_N_WAIT_LEVELS, scale));
    SUF_TRY(suf_h5_text_attribute(*scale, "units", "1"));
    SUF_TRY(suf_h5_text_attribute(
        *scale, "long_name", "share of those who joined in the year"));
out:
    return status;
}

/* The calendar years, and then the whole run. */
static suf_status
write_periods(hid_t group, const suf_layout *layout, hid_t *scale)
{
    enum { ROOM = 12 };
    const char **texts = NULL;
    char *room = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) layout->n_years + 1, sizeof *texts, &texts));
    SUF_TRY(suf_array_new(layout->n_years, ROOM, &room));
    for (uint32_t i = 0; i < layout->n_years; i++) {
        (void) snprintf(room + (size_t) i * ROOM, ROOM, "%d",
            (int) (layout->first_year + (int32_t) i));
        texts[i] = room + (size_t) i * ROOM;
    }
    texts[layout->n_years] = SUF_ALL;
    SUF_TRY(suf_h5_texts(group, "period", texts, (size_t) layout->n_years + 1, scale));
    SUF_TRY(
        suf_h5_text_attribute(*scale, "long_name", "calendar year; all: the whole run"));
out:
    free(texts);
    free(room);
    return status;
}

/* What the districts have, and then the last text, of all of them together. */
static suf_status
write_regions(hid_t group, const suf_layout *layout, const char *name, size_t member,
    const char *last, hid_t *dataset)
{
    const char **texts = NULL;
    size_t n = layout->n_districts;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n + 1, sizeof *texts, &texts));
    for (size_t i = 0; i < n; i++) {
        memcpy(&texts[i], (const unsigned char *) &layout->districts[i] + member,
            sizeof texts[i]);
    }
    texts[n] = last;
    SUF_TRY(suf_h5_texts(group, name, texts, n + 1, dataset));
out:
    free(texts);
    return status;
}

/* Writes a scale that is no label. */
typedef suf_status (*maker)(hid_t group, const suf_layout *layout, hid_t *scale);

static suf_status
write_scale(hid_t group, const suf_layout *layout, const int32_t *replications,
    uint32_t n_replications, suf_dimension_id id, hid_t *scale)
{
    static const char *const sexes[2] = {"female", "male"};
    static const maker makers[SUF_N_DIMENSIONS] = {
        [SUF_DIMENSION_MONTH] = write_month,
        [SUF_DIMENSION_YEAR] = write_years,
        [SUF_DIMENSION_AGE_GROUP] = write_age_groups,
        [SUF_DIMENSION_QUANTILE] = write_quantiles,
        [SUF_DIMENSION_PERIOD] = write_periods,
    };
    size_t n = 0;
    const suf_coordinate *rows = suf_coordinates(&n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].dimension == id) {
            return write_coordinate(group, layout, &rows[i], scale);
        }
    }
    if (id == SUF_DIMENSION_REPLICATION) {
        return suf_h5_ints(group, "replication", replications, n_replications, scale);
    }
    if (id == SUF_DIMENSION_SEX) {
        return suf_h5_texts(group, "sex", sexes, 2, scale);
    }
    if (id == SUF_DIMENSION_RATIO) {
        return suf_h5_texts(
            group, "ratio", suf_ratio_names, SUF_N_RATIOS_RECORDED, scale);
    }
    if (id == SUF_DIMENSION_PART) {
        return suf_h5_texts(group, "part", suf_part_names, SUF_N_COST_PARTS, scale);
    }
    if (id == SUF_DIMENSION_REGION) {
        return write_regions(
            group, layout, "region", offsetof(suf_label, name), SUF_ALL, scale);
    }
    suf_bug_unless(makers[id] != NULL);
    return makers[id](group, layout, scale);
}

static suf_status
make_scale(hid_t scale, suf_dimension_id id)
{
    suf_status status = suf_h5_int_attribute(scale, "_Netcdf4Dimid", (int32_t) id);
    if (status == SUF_OK && H5DSset_scale(scale, suf_dimension_facts_of(id)->name) < 0) {
        status = SUF_RAISE(SUF_ERROR_HDF5);
    }
    return status;
}

/* --- what the labels mean to people ---------------------------------------------------
 */

/* The names of the describing coordinates, for the attribute that tells readers of them.
 */
typedef struct names {
    char text[768];
    size_t used;
} names;

static void
add_name(names *self, const char *name)
{
    self->used += (size_t) snprintf(self->text + self->used,
        sizeof self->text - self->used, "%s%s", self->used > 0 ? " " : "", name);
    suf_bug_unless(self->used < sizeof self->text);
}

/* Attaches a describing coordinate to its scales, and closes it. */
static suf_status
attach(hid_t *dataset, const hid_t *scales, unsigned n)
{
    suf_status status = SUF_OK;
    for (unsigned i = 0; status == SUF_OK && i < n; i++) {
        status = H5DSattach_scale(*dataset, scales[i], i) < 0 ? SUF_RAISE(SUF_ERROR_HDF5)
                                                              : SUF_OK;
    }
    return suf_h5_end(dataset, status);
}

/* What each service is in each scenario: (scenario, service). */
static suf_status
describe_services(
    hid_t group, const suf_layout *layout, const hid_t scales[2], names *told)
{
    const hsize_t shape[2] = {layout->n_scenarios, layout->n_services};
    size_t n = (size_t) layout->n_scenarios * layout->n_services;
    const char **kinds = NULL;
    int32_t *lists = NULL;
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *kinds, &kinds));
    SUF_TRY(suf_array_new(n, sizeof *lists, &lists));
    for (uint32_t i = 0; i < layout->n_scenarios; i++) {
        for (uint32_t j = 0; j < layout->n_services; j++) {
            suf_service_facts facts = suf_layout_service(layout, i, j);
            kinds[(size_t) i * layout->n_services + j] = suf_kind_name(facts.kind);
            lists[(size_t) i * layout->n_services + j] = facts.has_list;
        }
    }
    SUF_TRY(suf_h5_text_table(group, "service_kind", kinds, shape, &dataset));
    SUF_TRY(attach(&dataset, scales, 2));
    SUF_TRY(suf_h5_int_table(group, "service_has_list", lists, shape, &dataset));
    SUF_TRY(attach(&dataset, scales, 2));
    add_name(told, "service_kind");
    add_name(told, "service_has_list");
out:
    suf_h5_close(&dataset);
    free(kinds);
    free(lists);
    return status;
}

/* Caveats of services in each scenario, in files of runs that have any alone. */
static suf_status
describe_caveats(
    hid_t group, const suf_layout *layout, const hid_t scales[2], names *told)
{
    static const char *const columns[2] = {"service_caveat", "service_caveat_zh"};
    const hsize_t shape[2] = {layout->n_scenarios, layout->n_services};
    const char **texts = NULL;
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(shape[0] * shape[1], sizeof *texts, &texts));
    for (int column = 0; column < 2; column++) {
        for (size_t i = 0; i < shape[0] * shape[1]; i++) {
            texts[i] = column == 0 ? layout->caveats[i].text : layout->caveats[i].text_zh;
        }
        SUF_TRY(suf_h5_text_table(group, columns[column], texts, shape, &dataset));
        SUF_TRY(attach(&dataset, scales, 2));
        add_name(told, columns[column]);
    }
out:
    suf_h5_close(&dataset);
    free(texts);
    return status;
}

/* To when it is known which projects have opened, "" where nothing is: a column of the
 * scenarios, that stands in files of runs with such facts alone. */
static suf_status
describe_known(hid_t group, const suf_layout *layout, hid_t scale, names *told)
{
    const char **texts = NULL;
    char(*dates)[11] = NULL;
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_scenarios, sizeof *texts, &texts));
    SUF_TRY(suf_array_new(layout->n_scenarios, sizeof *dates, &dates));
    for (uint32_t i = 0; i < layout->n_scenarios; i++) {
        if (layout->known_days[i] != INT32_MIN) {
            suf_date_format(layout->known_days[i], dates[i]);
        }
        texts[i] = dates[i];
    }
    SUF_TRY(
        suf_h5_texts(group, "scenario_known_at", texts, layout->n_scenarios, &dataset));
    SUF_TRY(attach(&dataset, &scale, 1));
    add_name(told, "scenario_known_at");
out:
    suf_h5_close(&dataset);
    free(texts);
    free(dates);
    return status;
}

/* `scenarios` is the scale of the scenarios, the first of every group. */
static suf_status
describe_dimension(hid_t group, const suf_layout *layout, suf_dimension_id id,
    hid_t scale, hid_t scenarios, names *told)
{
    size_t n = 0;
    const suf_coordinate *rows = suf_coordinates(&n);
    hid_t dataset = -1;
    suf_status status = SUF_OK;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].dimension == id &&
            strcmp(rows[i].name, suf_dimension_facts_of(id)->name) != 0) {
            SUF_TRY(write_coordinate(group, layout, &rows[i], &dataset));
            SUF_TRY(attach(&dataset, &scale, 1));
            add_name(told, rows[i].name);
        }
    }
    if (id == SUF_DIMENSION_SCENARIO && layout->known_days != NULL) {
        SUF_TRY(describe_known(group, layout, scale, told));
    } else if (id == SUF_DIMENSION_SERVICE) {
        const hid_t scales[2] = {scenarios, scale};
        SUF_TRY(describe_services(group, layout, scales, told));
        if (layout->caveats != NULL) {
            SUF_TRY(describe_caveats(group, layout, scales, told));
        }
    } else if (id == SUF_DIMENSION_REGION) {
        SUF_TRY(write_regions(group, layout, "region_title", offsetof(suf_label, title),
            "all districts", &dataset));
        SUF_TRY(attach(&dataset, &scale, 1));
        SUF_TRY(write_regions(group, layout, "region_title_zh",
            offsetof(suf_label, title_zh), "全部区县", &dataset));
        SUF_TRY(attach(&dataset, &scale, 1));
        add_name(told, "region_title");
        add_name(told, "region_title_zh");
    }
out:
    return status;
}

suf_status
suf_dimensions_write(hid_t group, const suf_layout *layout, const int32_t *replications,
    uint32_t n_replications, const suf_dimension_id *ids, int n_ids, hid_t *scales)
{
    names told = {.used = 0};
    suf_status status = SUF_OK;
    for (int i = 0; i < n_ids; i++) {
        scales[i] = -1;
    }
    for (int i = 0; i < n_ids; i++) {
        SUF_TRY(
            write_scale(group, layout, replications, n_replications, ids[i], &scales[i]));
        SUF_TRY(make_scale(scales[i], ids[i]));
        SUF_TRY(describe_dimension(group, layout, ids[i], scales[i], scales[0], &told));
    }
    if (told.used > 0) {
        SUF_TRY(suf_h5_text_attribute(group, "coordinates", told.text));
    }
out:
    return status;
}
