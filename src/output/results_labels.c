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
#include "output/h5.h"

static const char *const dimension_names[SUF_N_DIMENSIONS] = {
    [SUF_DIMENSION_SCENARIO] = "scenario",
    [SUF_DIMENSION_REPLICATION] = "replication",
    [SUF_DIMENSION_MONTH] = "month",
    [SUF_DIMENSION_YEAR] = "year",
    [SUF_DIMENSION_DISTRICT] = "district",
    [SUF_DIMENSION_SERVICE] = "service",
    [SUF_DIMENSION_SEX] = "sex",
    [SUF_DIMENSION_AGE_GROUP] = "age_group",
    [SUF_DIMENSION_ASSUMPTION] = "assumption",
    [SUF_DIMENSION_PROJECT] = "project",
    [SUF_DIMENSION_ASSET] = "asset",
    [SUF_DIMENSION_TARGET] = "target",
    [SUF_DIMENSION_QUANTILE] = "quantile",
    [SUF_DIMENSION_CLASS] = "priority",
};

int
suf_dimensions_of(suf_variable_dims dims, suf_dimension_id ids[6])
{
    ids[0] = SUF_DIMENSION_SCENARIO;
    ids[1] = SUF_DIMENSION_REPLICATION;
    switch (dims) {
    case SUF_DIMS_MONTHLY:
        ids[2] = SUF_DIMENSION_MONTH;
        ids[3] = SUF_DIMENSION_DISTRICT;
        ids[4] = SUF_DIMENSION_SERVICE;
        return 5;
    case SUF_DIMS_WAITS_YEAR:
    case SUF_DIMS_WAITS:
        ids[2] = SUF_DIMENSION_YEAR;
        ids[3] = SUF_DIMENSION_DISTRICT;
        ids[4] = SUF_DIMENSION_SERVICE;
        ids[5] = SUF_DIMENSION_QUANTILE;
        return dims == SUF_DIMS_WAITS ? 6 : 5;
    case SUF_DIMS_CLASS:
        ids[2] = SUF_DIMENSION_MONTH;
        ids[3] = SUF_DIMENSION_DISTRICT;
        ids[4] = SUF_DIMENSION_CLASS;
        return 5;
    case SUF_DIMS_CLASS_YEAR:
    case SUF_DIMS_CLASS_WAITS:
        ids[2] = SUF_DIMENSION_YEAR;
        ids[3] = SUF_DIMENSION_DISTRICT;
        ids[4] = SUF_DIMENSION_CLASS;
        ids[5] = SUF_DIMENSION_QUANTILE;
        return dims == SUF_DIMS_CLASS_WAITS ? 6 : 5;
    case SUF_DIMS_POPULATION:
        ids[2] = SUF_DIMENSION_YEAR;
        ids[3] = SUF_DIMENSION_DISTRICT;
        ids[4] = SUF_DIMENSION_SEX;
        ids[5] = SUF_DIMENSION_AGE_GROUP;
        return 6;
    case SUF_DIMS_ASSUMPTION:
        ids[2] = SUF_DIMENSION_ASSUMPTION;
        ids[3] = SUF_DIMENSION_YEAR;
        return 4;
    case SUF_DIMS_PROJECT_YEAR:
        ids[2] = SUF_DIMENSION_PROJECT;
        ids[3] = SUF_DIMENSION_YEAR;
        return 4;
    case SUF_DIMS_PROJECT:
        ids[2] = SUF_DIMENSION_PROJECT;
        return 3;
    case SUF_DIMS_ASSET_YEAR:
        ids[2] = SUF_DIMENSION_ASSET;
        ids[3] = SUF_DIMENSION_YEAR;
        return 4;
    case SUF_DIMS_TARGET:
        ids[2] = SUF_DIMENSION_TARGET;
        return 3;
    case SUF_DIMS_TARGET_DISTRICT:
        ids[2] = SUF_DIMENSION_TARGET;
        ids[3] = SUF_DIMENSION_DISTRICT;
        return 4;
    case SUF_N_DIMS:
        break;
    }
    return 0;
}

hsize_t
suf_dimension_size(const suf_layout *layout, uint32_t n_replications, suf_dimension_id id)
{
    switch (id) {
    case SUF_DIMENSION_SCENARIO:
        return layout->n_scenarios;
    case SUF_DIMENSION_REPLICATION:
        return n_replications;
    case SUF_DIMENSION_MONTH:
        return layout->n_months;
    case SUF_DIMENSION_YEAR:
        return layout->n_years;
    case SUF_DIMENSION_DISTRICT:
        return layout->n_districts;
    case SUF_DIMENSION_SERVICE:
        return layout->n_services;
    case SUF_DIMENSION_SEX:
        return 2;
    case SUF_DIMENSION_AGE_GROUP:
        return SUF_N_AGE_GROUPS;
    case SUF_DIMENSION_ASSUMPTION:
        return layout->n_assumptions;
    case SUF_DIMENSION_PROJECT:
        return layout->n_projects;
    case SUF_DIMENSION_ASSET:
        return layout->n_assets;
    case SUF_DIMENSION_TARGET:
        return layout->n_targets;
    case SUF_DIMENSION_QUANTILE:
        return SUF_N_WAIT_LEVELS;
    case SUF_DIMENSION_CLASS:
        return layout->n_classes;
    case SUF_N_DIMENSIONS:
        break;
    }
    return 0;
}

/* Whole numbers first, first + 1, ... or the layout's months. */
static suf_status
write_numbers(hid_t group, const char *name, const int32_t *values, int32_t first,
    size_t n, hid_t *scale)
{
    int32_t *made = NULL;
    suf_status status = SUF_OK;
    if (values == NULL) {
        SUF_TRY(suf_array_new(n, sizeof *made, &made));
        for (size_t i = 0; i < n; i++) {
            made[i] = first + (int32_t) i;
        }
    }
    SUF_TRY(suf_h5_ints(group, name, values != NULL ? values : made, n, scale));
out:
    free(made);
    return status;
}

/* Which member of a label a coordinate holds. */
typedef enum label_part { PART_NAME, PART_TITLE, PART_TITLE_ZH } label_part;

static suf_status
write_labels(hid_t group, const char *name, const suf_label *labels, size_t n,
    label_part part, hid_t *dataset)
{
    const char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *texts, &texts));
    for (size_t i = 0; i < n; i++) {
        texts[i] = part == PART_NAME    ? labels[i].name
                   : part == PART_TITLE ? labels[i].title
                                        : labels[i].title_zh;
    }
    SUF_TRY(suf_h5_texts(group, name, texts, n, dataset));
out:
    free(texts);
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
    SUF_TRY(write_numbers(
        group, "month", layout->month_start_days, 0, layout->n_months, scale));
    SUF_TRY(suf_h5_text_attribute(*scale, "units", units));
    SUF_TRY(suf_h5_text_attribute(*scale, "calendar", "proleptic_gregorian"));
    SUF_TRY(suf_h5_text_attribute(*scale, "standard_name", "time"));
    SUF_TRY(suf_h5_text_attribute(*scale, "long_name", "first day of the month"));
out:
    return status;
}

static suf_status
write_age_groups(hid_t group, hid_t *scale)
{
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
write_quantiles(hid_t group, hid_t *scale)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_doubles(group, "quantile", suf_wait_levels, SUF_N_WAIT_LEVELS, scale));
    SUF_TRY(suf_h5_text_attribute(*scale, "units", "1"));
    SUF_TRY(suf_h5_text_attribute(
        *scale, "long_name", "share of those who joined in the year"));
out:
    return status;
}

static suf_status
write_assumptions(hid_t group, const suf_layout *layout, hid_t *scale)
{
    const char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_assumptions, sizeof *texts, &texts));
    for (uint32_t i = 0; i < layout->n_assumptions; i++) {
        texts[i] = layout->assumptions[i].name;
    }
    SUF_TRY(suf_h5_texts(group, "assumption", texts, layout->n_assumptions, scale));
out:
    free(texts);
    return status;
}

/* The member of a class's label at this offset, of every class. */
static suf_status
write_class_texts(hid_t group, const char *name, const suf_layout *layout, size_t offset,
    hid_t *dataset)
{
    const char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_classes, sizeof *texts, &texts));
    for (uint32_t i = 0; i < layout->n_classes; i++) {
        memcpy(&texts[i], (const unsigned char *) &layout->classes[i] + offset,
            sizeof texts[i]);
    }
    SUF_TRY(suf_h5_texts(group, name, texts, layout->n_classes, dataset));
out:
    free(texts);
    return status;
}

/* The member of a target's label at this offset, of every target. */
static suf_status
write_target_texts(hid_t group, const char *name, const suf_layout *layout, size_t offset,
    hid_t *dataset)
{
    const char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *texts, &texts));
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        memcpy(&texts[i], (const unsigned char *) &layout->targets[i] + offset,
            sizeof texts[i]);
    }
    SUF_TRY(suf_h5_texts(group, name, texts, layout->n_targets, dataset));
out:
    free(texts);
    return status;
}

static suf_status
write_scale(hid_t group, const suf_layout *layout, const int32_t *replications,
    uint32_t n_replications, suf_dimension_id id, hid_t *scale)
{
    static const char *const sexes[2] = {"female", "male"};
    switch (id) {
    case SUF_DIMENSION_SCENARIO:
        return write_labels(
            group, "scenario", layout->scenarios, layout->n_scenarios, PART_NAME, scale);
    case SUF_DIMENSION_REPLICATION:
        return write_numbers(
            group, "replication", replications, 0, n_replications, scale);
    case SUF_DIMENSION_MONTH:
        return write_month(group, layout, scale);
    case SUF_DIMENSION_YEAR:
        return write_numbers(
            group, "year", NULL, layout->first_year, layout->n_years, scale);
    case SUF_DIMENSION_DISTRICT:
        return write_labels(
            group, "district", layout->districts, layout->n_districts, PART_NAME, scale);
    case SUF_DIMENSION_SERVICE:
        return write_labels(
            group, "service", layout->services, layout->n_services, PART_NAME, scale);
    case SUF_DIMENSION_SEX:
        return suf_h5_texts(group, "sex", sexes, 2, scale);
    case SUF_DIMENSION_AGE_GROUP:
        return write_age_groups(group, scale);
    case SUF_DIMENSION_ASSUMPTION:
        return write_assumptions(group, layout, scale);
    case SUF_DIMENSION_PROJECT:
        return write_labels(
            group, "project", layout->projects, layout->n_projects, PART_NAME, scale);
    case SUF_DIMENSION_ASSET:
        return write_labels(
            group, "asset", layout->assets, layout->n_assets, PART_NAME, scale);
    case SUF_DIMENSION_TARGET:
        return write_target_texts(
            group, "target", layout, offsetof(suf_target_label, name), scale);
    case SUF_DIMENSION_QUANTILE:
        return write_quantiles(group, scale);
    case SUF_DIMENSION_CLASS:
        return write_class_texts(
            group, "priority", layout, offsetof(suf_class_label, name), scale);
    case SUF_N_DIMENSIONS:
        break;
    }
    return SUF_RAISE(SUF_ERROR_HDF5);
}

static suf_status
make_scale(hid_t scale, suf_dimension_id id)
{
    suf_status status = suf_h5_int_attribute(scale, "_Netcdf4Dimid", (int32_t) id);
    /* The analyzer takes entries of a designated initializer for unset.
     * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
    if (status == SUF_OK && H5DSset_scale(scale, dimension_names[id]) < 0) {
        status = SUF_RAISE(SUF_ERROR_HDF5);
    }
    return status;
}

/* Attaches a describing coordinate to its scale, and closes it. */
static suf_status
attach(hid_t *dataset, hid_t scale)
{
    suf_status status =
        H5DSattach_scale(*dataset, scale, 0) < 0 ? SUF_RAISE(SUF_ERROR_HDF5) : SUF_OK;
    return suf_h5_end(dataset, status);
}

/* A describing coordinate along a scale. */
static suf_status
describe(hid_t group, const char *name, const char *const *texts, size_t n, hid_t scale)
{
    hid_t dataset = -1;
    suf_status status = suf_h5_texts(group, name, texts, n, &dataset);
    return status == SUF_OK ? attach(&dataset, scale) : status;
}

static suf_status
describe_labels(hid_t group, const char *name, const suf_label *labels, size_t n,
    label_part part, hid_t scale)
{
    hid_t dataset = -1;
    suf_status status = write_labels(group, name, labels, n, part, &dataset);
    return status == SUF_OK ? attach(&dataset, scale) : status;
}

static suf_status
describe_assumptions(hid_t group, const suf_layout *layout, hid_t scale)
{
    static const char *const names[] = {"assumption_title", "assumption_title_zh",
        "assumption_unit", "assumption_confidence", "assumption_source"};
    enum { N_PARTS = sizeof names / sizeof names[0] };
    const char **texts = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(layout->n_assumptions, sizeof *texts, &texts));
    for (int part = 0; part < N_PARTS; part++) {
        for (uint32_t i = 0; i < layout->n_assumptions; i++) {
            const suf_assumption_label *label = &layout->assumptions[i];
            const char *parts[N_PARTS] = {label->title, label->title_zh, label->unit,
                label->confidence, label->source};
            texts[i] = parts[part];
        }
        SUF_TRY(describe(group, names[part], texts, layout->n_assumptions, scale));
    }
out:
    free(texts);
    return status;
}

/* The texts that describe a target; results_read reads them by the same table. */
const suf_target_text suf_target_texts[SUF_N_TARGET_TEXTS] = {
    {"target_title", offsetof(suf_target_label, title)},
    {"target_title_zh", offsetof(suf_target_label, title_zh)},
    {"target_area", offsetof(suf_target_label, area)},
    {"target_measure", offsetof(suf_target_label, measure)},
    {"target_of", offsetof(suf_target_label, of)},
    {"target_unit", offsetof(suf_target_label, unit)},
    {"target_use", offsetof(suf_target_label, use)},
    {"target_each", offsetof(suf_target_label, each)},
    {"target_comparison", offsetof(suf_target_label, comparison)},
    {"target_basis", offsetof(suf_target_label, basis)},
    {"target_confidence", offsetof(suf_target_label, confidence)},
    {"target_dates", offsetof(suf_target_label, dates)},
    {"target_date", offsetof(suf_target_label, date)},
};

static suf_status
describe_targets(hid_t group, const suf_layout *layout, hid_t scale)
{
    enum { N_NUMBERS = 2 };
    hid_t dataset = -1;
    double *numbers[N_NUMBERS] = {NULL};
    int32_t *soft = NULL;
    static const char *const names[N_NUMBERS] = {"target_required", "target_stretch"};
    suf_status status = SUF_OK;
    for (int i = 0; i < SUF_N_TARGET_TEXTS; i++) {
        SUF_TRY(write_target_texts(group, suf_target_texts[i].name, layout,
            suf_target_texts[i].offset, &dataset));
        SUF_TRY(attach(&dataset, scale));
    }
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *numbers[0], &numbers[0]));
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *numbers[1], &numbers[1]));
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *soft, &soft));
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        numbers[0][i] = layout->targets[i].required;
        numbers[1][i] = layout->targets[i].stretch;
        soft[i] = layout->targets[i].is_soft;
    }
    for (int i = 0; i < N_NUMBERS; i++) {
        SUF_TRY(suf_h5_doubles(group, names[i], numbers[i], layout->n_targets, &dataset));
        SUF_TRY(attach(&dataset, scale));
    }
    SUF_TRY(suf_h5_ints(group, "target_soft", soft, layout->n_targets, &dataset));
    SUF_TRY(attach(&dataset, scale));
out:
    suf_h5_close(&dataset);
    free(numbers[0]);
    free(numbers[1]);
    free(soft);
    return status;
}

/* What the labels of a dimension mean to people, as further coordinates. */
static suf_status
describe_dimension(
    hid_t group, const suf_layout *layout, suf_dimension_id id, hid_t scale)
{
    suf_status status = SUF_OK;
    if (id == SUF_DIMENSION_SCENARIO) {
        SUF_TRY(describe_labels(group, "scenario_title", layout->scenarios,
            layout->n_scenarios, PART_TITLE, scale));
        SUF_TRY(describe_labels(group, "scenario_title_zh", layout->scenarios,
            layout->n_scenarios, PART_TITLE_ZH, scale));
    } else if (id == SUF_DIMENSION_DISTRICT) {
        SUF_TRY(describe_labels(group, "district_title", layout->districts,
            layout->n_districts, PART_TITLE, scale));
        SUF_TRY(describe_labels(group, "district_title_zh", layout->districts,
            layout->n_districts, PART_TITLE_ZH, scale));
    } else if (id == SUF_DIMENSION_SERVICE) {
        SUF_TRY(describe_labels(group, "service_title", layout->services,
            layout->n_services, PART_TITLE, scale));
        SUF_TRY(describe_labels(group, "service_title_zh", layout->services,
            layout->n_services, PART_TITLE_ZH, scale));
    } else if (id == SUF_DIMENSION_ASSUMPTION) {
        SUF_TRY(describe_assumptions(group, layout, scale));
    } else if (id == SUF_DIMENSION_TARGET) {
        SUF_TRY(describe_targets(group, layout, scale));
    } else if (id == SUF_DIMENSION_CLASS) {
        hid_t dataset = -1;
        SUF_TRY(write_class_texts(group, "priority_service", layout,
            offsetof(suf_class_label, service), &dataset));
        SUF_TRY(attach(&dataset, scale));
        SUF_TRY(write_class_texts(
            group, "priority_class", layout, offsetof(suf_class_label, class), &dataset));
        SUF_TRY(attach(&dataset, scale));
    }
out:
    return status;
}

/* The names of the describing coordinates, for the attribute that tells readers of them.
 */
static const char *
description_names(suf_dimension_id id)
{
    if (id == SUF_DIMENSION_SCENARIO) {
        return "scenario_title scenario_title_zh ";
    }
    if (id == SUF_DIMENSION_DISTRICT) {
        return "district_title district_title_zh ";
    }
    if (id == SUF_DIMENSION_SERVICE) {
        return "service_title service_title_zh ";
    }
    if (id == SUF_DIMENSION_CLASS) {
        return "priority_service priority_class ";
    }
    if (id == SUF_DIMENSION_TARGET) {
        return "target_title target_title_zh target_area target_measure target_of "
               "target_unit target_use target_each target_comparison target_basis "
               "target_confidence "
               "target_dates target_date target_required target_stretch target_soft ";
    }
    return id == SUF_DIMENSION_ASSUMPTION
               ? "assumption_title assumption_title_zh assumption_unit "
                 "assumption_confidence assumption_source "
               : "";
}

suf_status
suf_dimensions_write(hid_t group, const suf_layout *layout, const int32_t *replications,
    uint32_t n_replications, const suf_dimension_id *ids, int n_ids, hid_t *scales)
{
    char coordinates[512] = "";
    size_t used = 0;
    suf_status status = SUF_OK;
    for (int i = 0; i < n_ids; i++) {
        scales[i] = -1;
    }
    for (int i = 0; i < n_ids; i++) {
        SUF_TRY(
            write_scale(group, layout, replications, n_replications, ids[i], &scales[i]));
        SUF_TRY(make_scale(scales[i], ids[i]));
        SUF_TRY(describe_dimension(group, layout, ids[i], scales[i]));
        used += (size_t) snprintf(coordinates + used, sizeof coordinates - used, "%s",
            description_names(ids[i]));
    }
    if (used > 0) {
        coordinates[used - 1] = '\0'; /* the last blank */
        SUF_TRY(suf_h5_text_attribute(group, "coordinates", coordinates));
    }
out:
    return status;
}
