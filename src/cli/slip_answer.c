/* What suffice slip tells, for programs: as CSV, and in its file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "cli/print.h"
#include "cli/slip_table.h"
#include "results/slip_file.h"

const char *
suf_slip_verdict_name(suf_slip_verdict verdict)
{
    static const char *const names[] = {"safe", "critical", "undecided"};
    return names[verdict];
}

const suf_target_row *
suf_slip_told_target(const suf_slip_told *self, uint32_t target)
{
    const suf_scenario *scenario = &self->stage->batch.ordered[0];
    return target < scenario->n_targets
               ? &scenario->targets[target]
               : &scenario->conditions[target - scenario->n_targets];
}

const suf_project_row *
suf_slip_told_project(const suf_slip_told *self, uint32_t pair)
{
    const suf_scenario *scenario = &self->stage->batch.ordered[0];
    return &scenario->projects[self->question->pairs[pair].project];
}

/* Whether all units of a project are known to be open, or given up. */
static bool
is_settled(const suf_slip_told *self, uint32_t project)
{
    const suf_delivery_model *delivery = &self->question->model->delivery;
    bool is_all = true;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        is_all = is_all && (delivery->units[i].project != project ||
                               suf_unit_is_settled(&delivery->units[i]));
    }
    return is_all;
}

uint32_t
suf_slip_told_uncounted(const suf_slip_told *self, bool settled)
{
    uint32_t n = 0;
    for (uint32_t j = 0; j < self->stage->batch.ordered[0].n_projects; j++) {
        n += !self->choice->is_linked[j] && is_settled(self, j) == settled;
    }
    return n;
}

/* The planned opening of its last unit. */
int32_t
suf_slip_planned_day(const suf_project_row *project)
{
    return project->until_day != INT32_MIN ? project->until_day : project->opens_day;
}

void
suf_slip_date(double day, char text[16])
{
    if (isnan(day)) {
        text[0] = '\0';
    } else if (isinf(day)) {
        (void) snprintf(text, 16, "%s", day > 0 ? "never" : "-");
    } else if (fabs(day) > 1e6) { /* beyond what a date can say */
        (void) snprintf(text, 16, "?");
    } else {
        suf_date_format((int32_t) day, text);
    }
}

/* --- CSV ---------------------------------------------------------------------------- */

/* Each with its comma; what is not known is empty. */
static void
print_numbers(const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i])) {
            (void) putchar(',');
        } else {
            (void) printf("%.10g,", values[i]);
        }
    }
}

void
suf_slip_print_csv(const suf_slip_told *self)
{
    (void) puts("target,project,planned_opening,latest_opening,slack_days,slack_low,"
                "slack_high,verdict,days,p,p_low,p_high,loss,loss_low,loss_high,"
                "p_planned,p_planned_low,p_planned_high,replications,change,change_low,"
                "change_high,together");
    for (uint32_t i = 0; i < self->question->n_pairs; i++) {
        const suf_slip_row *row = &self->answer->rows[i];
        const suf_slip_target *of =
            &self->answer->targets[self->question->pairs[i].target];
        const suf_project_row *project = suf_slip_told_project(self, i);
        char planned[16];
        char latest[16];
        suf_slip_date(suf_slip_planned_day(project), planned);
        suf_slip_date(suf_slip_planned_day(project) + row->slack, latest);
        suf_print_field(
            suf_slip_told_target(self, self->question->pairs[i].target)->target);
        suf_print_field(project->project);
        suf_print_field(planned);
        suf_print_field(latest);
        const double before[] = {row->slack, row->low, row->high};
        const double behind[] = {self->question->days, row->p, row->p_low, row->p_high,
            row->loss, row->loss_low, row->loss_high, of->p, of->low, of->high,
            self->question->n, row->change, row->change_low, row->change_high};
        print_numbers(before, sizeof before / sizeof *before);
        (void) printf("%s,", suf_slip_verdict_name(row->verdict));
        print_numbers(behind, sizeof behind / sizeof *behind);
        (void) printf("%" PRIu32 "\n", row->n_together);
    }
}

/* --- the file ----------------------------------------------------------------------- */

suf_status
suf_slip_write(const suf_slip_told *self)
{
    const suf_slip_question *question = self->question;
    const suf_scenario *scenario = &self->stage->batch.ordered[0];
    uint32_t n_targets = 0;
    uint32_t n_uncounted = 0;
    suf_answer_file file = suf_question_answer(self->stage);
    suf_slip_file_row *rows = NULL;
    suf_slip_file_target *targets = NULL;
    const char **uncounted = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(question->n_pairs, sizeof *rows, &rows));
    SUF_TRY(suf_array_new(self->choice->n_asked, sizeof *targets, &targets));
    SUF_TRY(suf_array_new(scenario->n_projects, sizeof *uncounted, &uncounted));
    for (uint32_t i = 0; i < question->n_pairs; i++) {
        const suf_slip_row *row = &self->answer->rows[i];
        const suf_project_row *project = suf_slip_told_project(self, i);
        rows[i] = (suf_slip_file_row){
            .target = suf_slip_told_target(self, question->pairs[i].target)->target,
            .project = project->project,
            .verdict = suf_slip_verdict_name(row->verdict),
            .planned_opening = suf_slip_planned_day(project),
            .latest_opening = suf_slip_planned_day(project) + row->slack,
            .slack = row->slack,
            .slack_low = row->low,
            .slack_high = row->high,
            .p = row->p,
            .p_low = row->p_low,
            .p_high = row->p_high,
            .loss = row->loss,
            .loss_low = row->loss_low,
            .loss_high = row->loss_high,
            .change = row->change,
            .change_low = row->change_low,
            .change_high = row->change_high,
            .together = row->n_together};
    }
    for (uint32_t t = 0; t < suf_trials_n_asked(question->model); t++) {
        const suf_target_row *target = suf_slip_told_target(self, t);
        const suf_slip_target *of = &self->answer->targets[t];
        if (self->choice->is_asked[t]) {
            targets[n_targets++] = (suf_slip_file_target){target->target, target->title,
                target->title_zh, of->p, of->low, of->high};
        }
    }
    for (uint32_t j = 0; j < scenario->n_projects; j++) {
        if (!self->choice->is_linked[j]) {
            uncounted[n_uncounted++] = scenario->projects[j].project;
        }
    }
    const suf_slip_file content = {.probability = question->p,
        .days = question->days,
        .replications = question->n,
        .projects = (double) scenario->n_projects,
        .reversed = (double) self->answer->n_reversed,
        .paired = (double) self->answer->n_paired,
        .uncounted = uncounted,
        .n_uncounted = n_uncounted,
        .rows = rows,
        .n_rows = question->n_pairs,
        .targets = targets,
        .n_targets = n_targets};
    file.group = "slip";
    file.context = &content;
    file.put = suf_slip_file_put;
    SUF_TRY(suf_answer_file_write(&file, self->stage->output, self->stage->faults));
out:
    free(rows);
    free(targets);
    free((void *) uncounted);
    return status;
}
