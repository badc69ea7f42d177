/* The file of a question of margins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin_file.h"

#define TEXT(member)                                                                     \
    {                                                                                    \
#member, offsetof(suf_margin_file_row, member)                                   \
    }
#define NUMBER(text, member)                                                             \
    {                                                                                    \
        text, offsetof(suf_margin_file_row, member)                                      \
    }
/* Texts that are joined and members cannot stand in parentheses.
 * NOLINTBEGIN(bugprone-macro-parentheses) */
#define INTERVAL(text, member)                                                           \
    NUMBER(text, member.mean), NUMBER(text "_low", member.low),                          \
        NUMBER(text "_high", member.high)
/* NOLINTEND(bugprone-macro-parentheses) */

static const suf_answer_column texts[] = {TEXT(service), TEXT(service_title),
    TEXT(service_title_zh), TEXT(district), TEXT(district_title), TEXT(district_title_zh),
    TEXT(lever), TEXT(lever_title), TEXT(lever_title_zh), TEXT(verdict), TEXT(cost_of)};
static const suf_answer_column numbers[] = {NUMBER("amount", amount), NUMBER("run", run),
    NUMBER("is_best", is_best), NUMBER("is_short", is_short), INTERVAL("served", served),
    INTERVAL("waiting_days", waiting_days), INTERVAL("unmet", unmet),
    INTERVAL("share", share), NUMBER("plan_unmet", plan_unmet), INTERVAL("cost", cost),
    INTERVAL("per_million", per_million)};

suf_status
suf_margin_file_put(hid_t group, const void *context)
{
    const suf_margin_file *self = context;
    const size_t row = sizeof *self->rows;
    const struct {
        const char *name;
        double value;
    } facts[] = {{"replications", self->replications}, {"rounds", self->rounds},
        {"most_replications", self->most}, {"runs", self->runs},
        {"is_settled", self->is_settled}, {"shares_people", self->shares_people}};
    const struct {
        const char *name;
        const double *values;
    } gains[] = {{"gain", self->gain}, {"gain_low", self->gain_low},
        {"gain_high", self->gain_high}};
    suf_status status = SUF_OK;
    SUF_TRY(suf_answer_put_texts(group, "by", &self->by, 1));
    SUF_TRY(suf_answer_put_texts(group, "from", &self->from, 1));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        SUF_TRY(suf_answer_put_doubles(group, facts[i].name, &facts[i].value, 1));
    }
    SUF_TRY(suf_answer_put_text_columns(
        group, self->rows, self->n_rows, row, texts, sizeof texts / sizeof *texts));
    SUF_TRY(suf_answer_put_columns(
        group, self->rows, self->n_rows, row, numbers, sizeof numbers / sizeof *numbers));
    SUF_TRY(suf_answer_put_texts(group, "target", self->targets, self->n_targets));
    for (size_t i = 0; i < sizeof gains / sizeof *gains; i++) {
        SUF_TRY(suf_answer_put_table(
            group, gains[i].name, gains[i].values, self->n_rows, self->n_targets));
    }
out:
    return status;
}
