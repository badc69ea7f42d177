/* What a results file says of its own shape.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_layout_read.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "output/h5.h"
#include "output/h5_read.h"
#include "output/results_labels.h"

/* Labels of a dimension with their titles; title names may be NULL. */
static suf_status
read_labels(hid_t file, const char *name, const char *title, const char *title_zh,
    suf_label **labels, uint32_t *n)
{
    char **names = NULL;
    char **titles = NULL;
    char **titles_zh = NULL;
    suf_status status = SUF_OK;
    *n = 0;
    SUF_TRY(suf_h5_read_texts(file, name, &names, n));
    SUF_TRY(suf_array_new(*n, sizeof **labels, labels));
    uint32_t n_titles = *n;
    SUF_TRY(suf_h5_read_texts(file, title, &titles, &n_titles));
    SUF_TRY(suf_h5_read_texts(file, title_zh, &titles_zh, &n_titles));
    suf_bug_unless(names != NULL && titles != NULL && titles_zh != NULL);
    for (uint32_t i = 0; i < *n; i++) {
        (*labels)[i] = (suf_label){names[i], titles[i], titles_zh[i]};
        names[i] = NULL;
        titles[i] = NULL;
        titles_zh[i] = NULL;
    }
out:
    suf_h5_texts_free(names, *n);
    suf_h5_texts_free(titles, *n);
    suf_h5_texts_free(titles_zh, *n);
    return status;
}

static suf_status
read_assumptions(hid_t file, suf_layout *layout)
{
    static const char *const names[] = {"assumptions/assumption",
        "assumptions/assumption_title", "assumptions/assumption_title_zh",
        "assumptions/assumption_unit", "assumptions/assumption_source",
        "assumptions/assumption_confidence"};
    enum { N_PARTS = sizeof names / sizeof names[0] };
    char **parts[N_PARTS] = {NULL};
    suf_status status = SUF_OK;
    uint32_t n = 0;
    if (H5Lexists(file, "assumptions", H5P_DEFAULT) <= 0) {
        return SUF_OK;
    }
    for (int part = 0; part < N_PARTS; part++) {
        SUF_TRY(suf_h5_read_texts(file, names[part], &parts[part], &n));
    }
    SUF_TRY(suf_array_new(n, sizeof *layout->assumptions, &layout->assumptions));
    layout->n_assumptions = n;
    for (uint32_t i = 0; i < n; i++) {
        suf_assumption_label *label = &layout->assumptions[i];
        *label = (suf_assumption_label){.name = parts[0][i],
            .title = parts[1][i],
            .title_zh = parts[2][i],
            .unit = parts[3][i],
            .source = parts[4][i]};
        label->confidence[0] = parts[5][i][0];
        for (int part = 0; part < N_PARTS - 1; part++) {
            parts[part][i] = NULL;
        }
    }
out:
    for (int part = 0; part < N_PARTS; part++) {
        suf_h5_texts_free(parts[part], n);
    }
    return status;
}

/* One text of every target, into its member of the labels. */
static suf_status
read_target_texts(hid_t file, const char *name, size_t offset, suf_layout *layout)
{
    char path[80];
    char **texts = NULL;
    uint32_t n = layout->n_targets;
    (void) snprintf(path, sizeof path, "targets/%s", name);
    suf_status status = suf_h5_read_texts(file, path, &texts, &n);
    for (uint32_t i = 0; status == SUF_OK && i < n; i++) {
        memcpy(
            (unsigned char *) &layout->targets[i] + offset, &texts[i], sizeof texts[i]);
        texts[i] = NULL;
    }
    suf_h5_texts_free(texts, n);
    return status;
}

static suf_status
read_targets(hid_t file, suf_layout *layout)
{
    double *required = NULL;
    double *stretch = NULL;
    int32_t *soft = NULL;
    suf_status status = SUF_OK;
    if (H5Lexists(file, "targets", H5P_DEFAULT) <= 0) {
        return SUF_OK;
    }
    char **names = NULL;
    uint32_t n = 0;
    SUF_TRY(suf_h5_read_texts(file, "targets/target", &names, &n));
    SUF_TRY(suf_array_new(n, sizeof *layout->targets, &layout->targets));
    layout->n_targets = n;
    for (uint32_t i = 0; i < n; i++) {
        layout->targets[i].name = names[i];
        names[i] = NULL;
    }
    for (int i = 0; i < SUF_N_TARGET_TEXTS; i++) {
        SUF_TRY(read_target_texts(
            file, suf_target_texts[i].name, suf_target_texts[i].offset, layout));
    }
    SUF_TRY(suf_array_new(n, sizeof *required, &required));
    SUF_TRY(suf_array_new(n, sizeof *stretch, &stretch));
    SUF_TRY(suf_array_new(n, sizeof *soft, &soft));
    SUF_TRY(suf_h5_read_numbers(
        file, "targets/target_required", H5T_NATIVE_DOUBLE, n, required));
    SUF_TRY(suf_h5_read_numbers(
        file, "targets/target_stretch", H5T_NATIVE_DOUBLE, n, stretch));
    SUF_TRY(suf_h5_read_numbers(file, "targets/target_soft", H5T_NATIVE_INT32, n, soft));
    for (uint32_t i = 0; i < n; i++) {
        layout->targets[i].required = required[i];
        layout->targets[i].stretch = stretch[i];
        layout->targets[i].is_soft = soft[i];
    }
out:
    suf_h5_texts_free(names, n);
    free(required);
    free(stretch);
    free(soft);
    return status;
}

/* Classes of priority: none in files of formats before 1.3. */
static suf_status
read_classes(hid_t file, suf_layout *layout)
{
    static const char *const names[] = {
        "classes/priority", "classes/priority_service", "classes/priority_class"};
    enum { N_PARTS = sizeof names / sizeof names[0] };
    char **parts[N_PARTS] = {NULL};
    suf_status status = SUF_OK;
    uint32_t n = 0;
    if (H5Lexists(file, "classes", H5P_DEFAULT) <= 0) {
        return SUF_OK;
    }
    for (int part = 0; part < N_PARTS; part++) {
        SUF_TRY(suf_h5_read_texts(file, names[part], &parts[part], &n));
    }
    SUF_TRY(suf_array_new(n, sizeof *layout->classes, &layout->classes));
    layout->n_classes = n;
    for (uint32_t i = 0; i < n; i++) {
        layout->classes[i] = (suf_class_label){parts[0][i], parts[1][i], parts[2][i]};
        for (int part = 0; part < N_PARTS; part++) {
            parts[part][i] = NULL;
        }
    }
out:
    for (int part = 0; part < N_PARTS; part++) {
        suf_h5_texts_free(parts[part], n);
    }
    return status;
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
    SUF_TRY(read_labels(self->file, "scenario", "scenario_title", "scenario_title_zh",
        &layout->scenarios, &layout->n_scenarios));
    SUF_TRY(read_labels(self->file, "district", "district_title", "district_title_zh",
        &layout->districts, &layout->n_districts));
    SUF_TRY(read_labels(self->file, "service", "service_title", "service_title_zh",
        &layout->services, &layout->n_services));
    SUF_TRY(read_assumptions(self->file, layout));
    if (H5Lexists(self->file, "delivery", H5P_DEFAULT) > 0) {
        SUF_TRY(read_labels(self->file, "delivery/project", "delivery/project_title",
            "delivery/project_title", &layout->projects, &layout->n_projects));
        SUF_TRY(read_labels(self->file, "delivery/asset", "delivery/asset_title",
            "delivery/asset_title", &layout->assets, &layout->n_assets));
    }
    SUF_TRY(read_targets(self->file, layout));
    SUF_TRY(read_classes(self->file, layout));
    SUF_TRY(read_replications(self));
    SUF_TRY(suf_layout_seal(layout));
out:
    return status;
}
