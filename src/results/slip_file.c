/* The file of a question of slips.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_file.h"

#define ROW(text, member)                                                                \
    {                                                                                    \
        text, offsetof(suf_slip_file_row, member)                                        \
    }
#define TARGET(text, member)                                                             \
    {                                                                                    \
        text, offsetof(suf_slip_file_target, member)                                     \
    }

static const suf_answer_column row_texts[] = {
    ROW("target", target), ROW("project", project), ROW("verdict", verdict)};
static const suf_answer_column row_numbers[] = {ROW("planned_opening", planned_opening),
    ROW("latest_opening", latest_opening), ROW("slack", slack),
    ROW("slack_low", slack_low), ROW("slack_high", slack_high), ROW("p", p),
    ROW("p_low", p_low), ROW("p_high", p_high), ROW("loss", loss),
    ROW("loss_low", loss_low), ROW("loss_high", loss_high), ROW("change", change),
    ROW("change_low", change_low), ROW("change_high", change_high),
    ROW("together", together)};
static const suf_answer_column target_texts[] = {TARGET("asked_target", name),
    TARGET("asked_target_title", title), TARGET("asked_target_title_zh", title_zh)};
static const suf_answer_column target_numbers[] = {
    TARGET("met", p), TARGET("met_low", low), TARGET("met_high", high)};

suf_status
suf_slip_file_put(hid_t group, const void *context)
{
    const suf_slip_file *self = context;
    const struct {
        const char *name;
        double value;
    } facts[] = {{"probability", self->probability}, {"days", self->days},
        {"replications", self->replications}, {"projects", self->projects},
        {"projects_uncounted", (double) self->n_uncounted}, {"reversed", self->reversed},
        {"comparisons", self->paired}};
    suf_status status = SUF_OK;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        SUF_TRY(suf_answer_put_doubles(group, facts[i].name, &facts[i].value, 1));
    }
    SUF_TRY(suf_answer_put_texts(
        group, "uncounted_project", self->uncounted, self->n_uncounted));
    SUF_TRY(suf_answer_put_text_columns(group, self->rows, self->n_rows,
        sizeof *self->rows, row_texts, sizeof row_texts / sizeof *row_texts));
    SUF_TRY(suf_answer_put_columns(group, self->rows, self->n_rows, sizeof *self->rows,
        row_numbers, sizeof row_numbers / sizeof *row_numbers));
    SUF_TRY(suf_answer_put_text_columns(group, self->targets, self->n_targets,
        sizeof *self->targets, target_texts, sizeof target_texts / sizeof *target_texts));
    SUF_TRY(suf_answer_put_columns(group, self->targets, self->n_targets,
        sizeof *self->targets, target_numbers,
        sizeof target_numbers / sizeof *target_numbers));
out:
    return status;
}
