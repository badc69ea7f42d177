/* The file of a question of size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_file.h"

#include <stdlib.h>

#include <hdf5.h>

#include "base/memory.h"
#include "results/answer_file.h"
#include "results/h5.h"

#define COLUMN(text, member)                                                             \
    {                                                                                    \
        text, offsetof(suf_size_row, member)                                             \
    }
static const suf_answer_column columns[] = {COLUMN("least", least), COLUMN("most", most),
    COLUMN("cost", cost), COLUMN("fits", fits), COLUMN("safe", safe),
    COLUMN("upper", upper), COLUMN("p", p), COLUMN("p_low", low), COLUMN("p_high", high),
    COLUMN("fresh_p", fresh_p), COLUMN("fresh_p_low", fresh_low),
    COLUMN("fresh_p_high", fresh_high), COLUMN("fresh_replications", n_fresh),
    COLUMN("evaluations", n_asked), COLUMN("paths_checked", n_checked),
    COLUMN("violations", n_violations), COLUMN("undecided", n_undecided),
    COLUMN("is_date", is_date), COLUMN("is_isotonic", is_pooled)};
static const suf_answer_column texts[] = {COLUMN("lever", lever),
    COLUMN("lever_title", title), COLUMN("lever_title_zh", title_zh),
    COLUMN("unit", unit)};

/* The answers, a row a lever. */
static suf_status
put_rows(hid_t group, const suf_size_file *self)
{
    const size_t row = sizeof *self->rows;
    suf_status status = SUF_OK;
    SUF_TRY(suf_answer_put_text_columns(
        group, self->rows, self->n_rows, row, texts, sizeof texts / sizeof *texts));
    SUF_TRY(suf_answer_put_columns(
        group, self->rows, self->n_rows, row, columns, sizeof columns / sizeof *columns));
out:
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
        SUF_TRY(suf_answer_put_doubles(group, names[j], all[j], n));
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
static const suf_answer_column joint_numbers[] = {JOINT("by_units", by_units),
    JOINT("is_separate", is_separate), JOINT("is_proven", is_proven),
    JOINT("is_exact", is_exact), JOINT("is_whole_plan", is_whole), JOINT("cost", cost),
    JOINT("bound", bound), JOINT("safe_cost", safe_cost), JOINT("upper_cost", upper_cost),
    JOINT("alone_cost", alone_cost), JOINT("alone_p", alone_p),
    JOINT("chosen_for", chosen_for), JOINT("given_up", n_given_up),
    JOINT("nodes", n_nodes), JOINT("services", n_services),
    JOINT("exchanged", n_exchanged), JOINT("first_p", first_p),
    JOINT("first_p_low", first_low), JOINT("first_p_high", first_high),
    JOINT("safe_p", safe_p), JOINT("safe_p_low", safe_low),
    JOINT("safe_p_high", safe_high), JOINT("whole_replications", n_whole),
    JOINT("whole_met", n_whole_met), JOINT("felt_met", n_felt_met)};

/* The group /size/joint: numbers by step, and by row. */
static suf_status
put_joint(hid_t size, const suf_size_file *self)
{
    const suf_size_joint *joint = self->joint;
    hid_t group = -1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_h5_group(size, "joint", &group));
    SUF_TRY(suf_h5_text_attribute(group, "cost_unit", joint->cost_unit));
    SUF_TRY(suf_answer_put_doubles(group, "alone", joint->alone, self->n_rows));
    SUF_TRY(suf_answer_put_doubles(group, "step_cost", joint->step_cost, self->n_rows));
    SUF_TRY(suf_answer_put_doubles(group, "step", joint->step, self->n_rows));
    SUF_TRY(suf_answer_put_doubles(
        group, "condition_step", joint->condition_step, self->n_conditions));
    if (joint->first != NULL) {
        SUF_TRY(suf_answer_put_doubles(group, "first", joint->first, self->n_rows));
    }
    SUF_TRY(suf_answer_put_columns(group, joint, self->n_steps, sizeof *joint,
        joint_numbers, sizeof joint_numbers / sizeof *joint_numbers));
out:
    return suf_h5_end(&group, status);
}

static suf_status
put_group(hid_t group, const void *context)
{
    const suf_size_file *self = context;
    suf_status status = SUF_OK;
    SUF_TRY(
        suf_answer_put_texts(group, "condition", self->conditions, self->n_conditions));
    SUF_TRY(suf_answer_put_texts(
        group, "condition_text", self->condition_texts, self->n_conditions));
    SUF_TRY(suf_answer_put_doubles(group, "probability", &self->probability, 1));
    SUF_TRY(suf_answer_put_doubles(group, "confidence", &self->confidence, 1));
    SUF_TRY(suf_answer_put_doubles(group, "replications", &self->replications, 1));
    SUF_TRY(put_rows(group, self));
    SUF_TRY(put_curves(group, self));
    if (self->joint != NULL) {
        SUF_TRY(put_joint(group, self));
    }
out:
    return status;
}

suf_status
suf_size_file_write(const suf_size_file *self, const char *path, suf_faults *faults)
{
    const suf_answer_file file = {.group = "size",
        .scenario = self->scenario,
        .title = self->title,
        .title_zh = self->title_zh,
        .version = self->version,
        .scenario_text = self->scenario_text,
        .fingerprint = self->fingerprint,
        .seed = self->seed,
        .context = self,
        .put = put_group};
    return suf_answer_file_write(&file, path, faults);
}
