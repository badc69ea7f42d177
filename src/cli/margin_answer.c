/* What suffice margin tells, for programs: as CSV, and in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "cli/margin_table.h"
#include "cli/print.h"
#include "question/margin_links.h"
#include "results/margin_file.h"

/* --- CSV ---------------------------------------------------------------------------- */

/* Empty where it is not known. */
static void
print_cost_numbers(const suf_margin_effect *of)
{
    const double values[] = {of->mean, of->low, of->high};
    for (int i = 0; i < 3; i++) {
        if (isnan(values[i])) {
            (void) putchar(',');
        } else {
            (void) printf(",%.10g", values[i]);
        }
    }
}

static void
print_numbers(const suf_margin_effect *of)
{
    (void) printf(",%.10g,%.10g,%.10g", of->mean, of->low, of->high);
}

void
suf_margin_print_csv(const suf_margin_told *self)
{
    const suf_margin_question *question = self->question;
    const suf_scenario *ordered = &self->stage->batch.ordered[0];
    (void) printf(
        "service,district,lever,amount,served,served_low,served_high,waiting_days,"
        "waiting_days_low,waiting_days_high,unmet,unmet_low,unmet_high,share,"
        "share_low,share_high,plan_unmet,best,verdict,run,replications,"
        "cost,cost_low,cost_high,cost_of,served_per_million_yuan,"
        "served_per_million_yuan_low,served_per_million_yuan_high");
    for (uint32_t t = 0; t < self->answer->n_targets; t++) {
        const char *name = t < ordered->n_targets
                               ? ordered->targets[t].target
                               : ordered->conditions[t - ordered->n_targets].target;
        (void) printf(",P(%s),P(%s)_low,P(%s)_high", name, name, name);
    }
    (void) putchar('\n');
    for (uint32_t i = 0; i < question->n_options; i++) {
        const suf_margin_option *option = &question->options[i];
        const suf_margin_row *row = &self->answer->rows[i];
        bool is_lever = option->district == SUF_NONE;
        suf_print_field(
            question->layout->services[question->map.services[option->service]].name);
        suf_print_field(is_lever ? "" : suf_margin_option_name(self, option));
        suf_print_field(is_lever ? suf_margin_option_name(self, option) : "");
        (void) printf("%.10g", option->amount);
        for (int q = 0; q < SUF_N_MARGINS; q++) {
            print_numbers(&row->effects[q]);
        }
        print_numbers(&row->share);
        (void) printf(",%.10g,%d,%s,%" PRIu32 ",%" PRIu32, row->unmet, row->is_best,
            suf_margin_verdict_name(self->answer->verdicts[i]), option->run,
            self->answer->n_replications);
        print_cost_numbers(&row->cost);
        (void) printf(",%s", suf_margin_cost_of(row));
        print_cost_numbers(&row->per_million);
        for (uint32_t t = 0; t < self->answer->n_targets; t++) {
            print_numbers(&row->gains[t].change);
        }
        (void) putchar('\n');
    }
}

/* --- the file ----------------------------------------------------------------------- */

static suf_margin_number
number_of(const suf_margin_effect *effect)
{
    return (suf_margin_number){effect->mean, effect->low, effect->high};
}

static suf_margin_file_row
row_of(const suf_margin_told *self, uint32_t i)
{
    const suf_margin_question *question = self->question;
    const suf_margin_option *option = &question->options[i];
    const suf_margin_row *from = &self->answer->rows[i];
    const suf_label *service =
        &question->layout->services[question->map.services[option->service]];
    suf_margin_file_row row = {.service = service->name,
        .service_title = service->title,
        .service_title_zh = service->title_zh,
        .district = "",
        .district_title = "",
        .district_title_zh = "",
        .lever = "",
        .lever_title = "",
        .lever_title_zh = "",
        .verdict = suf_margin_verdict_name(self->answer->verdicts[i]),
        .amount = option->amount,
        .run = option->run,
        .is_best = from->is_best,
        .served = number_of(&from->effects[SUF_MARGIN_SERVED]),
        .waiting_days = number_of(&from->effects[SUF_MARGIN_WAITING]),
        .unmet = number_of(&from->effects[SUF_MARGIN_UNMET]),
        .share = number_of(&from->share),
        .plan_unmet = from->unmet,
        .cost = number_of(&from->cost),
        .per_million = number_of(&from->per_million),
        .cost_of = suf_margin_cost_of(from),
        .is_short = from->is_short};
    if (option->is_of_list) {
        row.district = suf_margin_option_name(self, option);
    } else if (option->district != SUF_NONE) {
        const suf_label *district =
            &question->layout
                 ->districts[suf_layout_district(&question->map, option->district)];
        row.district = district->name;
        row.district_title = district->title;
        row.district_title_zh = district->title_zh;
    } else {
        const suf_lever_spec *lever =
            &self->stage->batch.ordered[0].levers[option->lever];
        row.lever = lever->name;
        row.lever_title = lever->title;
        row.lever_title_zh = lever->title_zh;
    }
    return row;
}

suf_status
suf_margin_write(const suf_margin_told *self)
{
    enum { GAIN, LOW, HIGH, N };
    const suf_margin_question *question = self->question;
    const suf_margin_answer *answer = self->answer;
    const suf_scenario *ordered = &self->stage->batch.ordered[0];
    suf_answer_file file = suf_question_answer(self->stage);
    suf_margin_file_row *rows = NULL;
    double *gains[N] = {NULL};
    const char **targets = NULL;
    char from[11];
    size_t n_gains = (size_t) question->n_options * answer->n_targets;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(question->n_options, sizeof *rows, &rows));
    SUF_TRY(suf_array_new(answer->n_targets, sizeof *targets, &targets));
    for (int j = 0; j < N; j++) {
        SUF_TRY(suf_array_new(n_gains, sizeof *gains[j], &gains[j]));
    }
    for (uint32_t i = 0; i < question->n_options; i++) {
        rows[i] = row_of(self, i);
    }
    for (size_t k = 0; k < n_gains; k++) {
        gains[GAIN][k] = answer->gains[k].change.mean;
        gains[LOW][k] = answer->gains[k].change.low;
        gains[HIGH][k] = answer->gains[k].change.high;
    }
    for (uint32_t t = 0; t < answer->n_targets; t++) {
        targets[t] = t < ordered->n_targets
                         ? ordered->targets[t].target
                         : ordered->conditions[t - ordered->n_targets].target;
    }
    suf_date_format(self->from_day, from);
    const suf_margin_file content = {.by = suf_margin_quantity_name(question->by),
        .from = from,
        .replications = answer->n_replications,
        .rounds = answer->n_looks,
        .most = question->n_most,
        .runs = question->n_runs,
        .is_settled = answer->is_settled,
        .shares_people = suf_links_share_people(question->model),
        .rows = rows,
        .n_rows = question->n_options,
        .targets = targets,
        .gain = gains[GAIN],
        .gain_low = gains[LOW],
        .gain_high = gains[HIGH],
        .n_targets = answer->n_targets};
    file.group = "margin";
    file.context = &content;
    file.put = suf_margin_file_put;
    SUF_TRY(suf_answer_file_write(&file, self->stage->output, self->stage->faults));
out:
    for (int j = 0; j < N; j++) {
        free(gains[j]);
    }
    free(rows);
    free((void *) targets);
    return status;
}
