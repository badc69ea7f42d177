/* What suffice slip tells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "cli/print.h"
#include "results/slip_file.h"

enum { PROJECT_WIDTH = 34, DATE_WIDTH = 12, SLACK_WIDTH = 24, MOST_TOLD = 12 };

static const char *const verdicts[] = {"safe", "critical", "undecided"};

static const suf_scenario *
scenario_of(const suf_slip_told *self)
{
    return &self->stage->batch.ordered[0];
}

static const suf_project_row *
project_of(const suf_slip_told *self, uint32_t pair)
{
    return &scenario_of(self)->projects[self->question->pairs[pair].project];
}

/* The planned opening of its last unit. */
static int32_t
planned_day(const suf_project_row *project)
{
    return project->until_day != INT32_MIN ? project->until_day : project->opens_day;
}

static void
date_text(double day, char text[16])
{
    if (isinf(day)) {
        (void) snprintf(text, 16, "%s", day > 0 ? "never" : "-");
    } else if (fabs(day) > 1e6) { /* beyond what a date can say */
        (void) snprintf(text, 16, "?");
    } else {
        suf_date_format((int32_t) day, text);
    }
}

static void
days_text(double days, char text[16])
{
    if (isinf(days)) {
        (void) snprintf(text, 16, "%s", days > 0 ? "any" : "none");
    } else {
        (void) snprintf(text, 16, "%+.0f", days + 0.0);
    }
}

/* --- the table ---------------------------------------------------------------------- */

static void
print_row(const suf_slip_told *self, uint32_t pair)
{
    const suf_slip_row *row = &self->answer->rows[pair];
    const suf_project_row *project = project_of(self, pair);
    char text[64];
    char days[3][16];
    suf_print_left("  ", 2);
    suf_print_left(project->project, PROJECT_WIDTH);
    date_text(planned_day(project), text);
    suf_print_right(text, DATE_WIDTH);
    date_text(planned_day(project) + row->slack, text);
    suf_print_right(text, DATE_WIDTH);
    days_text(row->slack, days[0]);
    days_text(row->low, days[1]);
    days_text(row->high, days[2]);
    (void) snprintf(text, sizeof text, "%s [%s, %s]", days[0], days[1], days[2]);
    suf_print_right(text, SLACK_WIDTH);
    (void) snprintf(
        text, sizeof text, "%.3f [%.3f, %.3f]", row->loss, row->loss_low, row->loss_high);
    suf_print_right(text, SLACK_WIDTH);
    (void) printf("  %s\n", verdicts[row->verdict]);
}

/* The pairs of a target of one verdict, the least slack first, MOST_TOLD at most. */
static void
print_verdict(const suf_slip_told *self, uint32_t target, suf_slip_verdict verdict)
{
    const suf_slip_question *question = self->question;
    double last = -(double) INFINITY;
    uint32_t last_pair = 0;
    uint32_t n_told = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < question->n_pairs; i++) {
        n += question->pairs[i].target == target &&
             self->answer->rows[i].verdict == verdict;
    }
    while (n_told < n && n_told < MOST_TOLD) {
        uint32_t next = SUF_NONE;
        for (uint32_t i = 0; i < question->n_pairs; i++) {
            double slack = self->answer->rows[i].slack;
            bool is_behind =
                n_told == 0 || slack > last || (slack >= last && i > last_pair);
            if (question->pairs[i].target == target &&
                self->answer->rows[i].verdict == verdict && is_behind &&
                (next == SUF_NONE || slack < self->answer->rows[next].slack)) {
                next = i;
            }
        }
        print_row(self, next);
        last = self->answer->rows[next].slack;
        last_pair = next;
        n_told++;
    }
    if (n > n_told) {
        (void) printf("  and %" PRIu32 " more that %s (--csv tells all)\n", n - n_told,
            verdict == SUF_SLIP_SAFE       ? "can slip, by more"
            : verdict == SUF_SLIP_CRITICAL ? "are critical"
                                           : "are undecided");
    }
}

static void
print_target(const suf_slip_told *self, uint32_t t)
{
    const suf_slip_question *question = self->question;
    const suf_target_row *target = &scenario_of(self)->targets[t];
    const suf_slip_target *of = &self->answer->targets[t];
    uint32_t n = 0;
    for (uint32_t i = 0; i < question->n_pairs; i++) {
        n += question->pairs[i].target == t;
    }
    (void) printf("\n%s %s: P(met) %.3f [%.3f, %.3f]", target->target, target->title,
        of->p, of->low, of->high);
    if (n == 0) {
        (void) printf("; no project is counted\n");
        return;
    }
    (void) printf("; counts %" PRIu32 " project%s\n", n, n == 1 ? "" : "s");
    if (of->high < question->p) {
        (void) printf(
            "  misses %.10g as it is planned: nothing of it may slip\n", question->p);
    }
    suf_print_left("  project", PROJECT_WIDTH + 2);
    suf_print_right("planned", DATE_WIDTH);
    suf_print_right("latest", DATE_WIDTH);
    suf_print_right("slack, days [95 %]", SLACK_WIDTH);
    suf_print_right("loss if never", SLACK_WIDTH);
    (void) putchar('\n');
    print_verdict(self, t, SUF_SLIP_CRITICAL);
    print_verdict(self, t, SUF_SLIP_UNDECIDED);
    print_verdict(self, t, SUF_SLIP_SAFE);
}

/* Projects of the scenario that no target that is asked about counts. */
static uint32_t
n_uncounted(const suf_slip_told *self)
{
    uint32_t n = 0;
    for (uint32_t j = 0; j < scenario_of(self)->n_projects; j++) {
        bool is_counted = false;
        for (uint32_t i = 0; i < self->question->n_pairs; i++) {
            is_counted |= self->question->pairs[i].project == j;
        }
        n += !is_counted;
    }
    return n;
}

static uint32_t
count_of(const suf_slip_told *self, suf_slip_verdict verdict)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < self->question->n_pairs; i++) {
        n += self->answer->rows[i].verdict == verdict;
    }
    return n;
}

void
suf_slip_print(const suf_slip_told *self)
{
    const suf_slip_question *question = self->question;
    (void) printf("which projects can slip?  %s, %" PRIu32
                  " replications of what delivers\n\n"
                  "By %.10g days, each alone, with P(met) >= %.10g: of %" PRIu32
                  " pairs of project and target\n%" PRIu32 " are safe, %" PRIu32
                  " critical and %" PRIu32 " undecided.\n",
        self->stage->batch.scenarios[0].name, question->n, question->days, question->p,
        question->n_pairs, count_of(self, SUF_SLIP_SAFE),
        count_of(self, SUF_SLIP_CRITICAL), count_of(self, SUF_SLIP_UNDECIDED));
    for (uint32_t t = 0; t < question->model->delivery.n_targets; t++) {
        print_target(self, t);
    }
    (void) printf(
        "\nlatest: planned opening (of a batch its last) that keeps P(met) >= "
        "%.10g, the project alone\nbeing moved; slack: days from the plan to "
        "that, less than 0: it must open earlier; any: it\nneed not open, none: "
        "P is below that even if it opened at once; loss: of P(met) without it.\n",
        question->p);
    (void) printf("%" PRIu32
                  " of %zu projects are counted by none of these targets: their "
                  "loss is exactly 0.\n",
        n_uncounted(self), scenario_of(self)->n_projects);
    if (self->n_passed_over > 0) {
        (void) printf(
            "%zu more targets rest on people too and are not asked about here.\n",
            self->n_passed_over);
    }
}

void
suf_slip_print_csv(const suf_slip_told *self)
{
    (void) puts("target,project,planned_opening,latest_opening,slack_days,slack_low,"
                "slack_high,verdict,days,p,p_low,p_high,loss,loss_low,loss_high,"
                "p_planned,p_planned_low,p_planned_high,replications");
    for (uint32_t i = 0; i < self->question->n_pairs; i++) {
        const suf_slip_row *row = &self->answer->rows[i];
        const suf_slip_target *of =
            &self->answer->targets[self->question->pairs[i].target];
        const suf_project_row *project = project_of(self, i);
        char planned[16];
        char latest[16];
        date_text(planned_day(project), planned);
        date_text(planned_day(project) + row->slack, latest);
        suf_print_field(
            scenario_of(self)->targets[self->question->pairs[i].target].target);
        suf_print_field(project->project);
        suf_print_field(planned);
        suf_print_field(latest);
        (void) printf("%.10g,%.10g,%.10g,%s,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g,%."
                      "10g,%.10g,%.10g,%" PRIu32 "\n",
            row->slack, row->low, row->high, verdicts[row->verdict], self->question->days,
            row->p, row->p_low, row->p_high, row->loss, row->loss_low, row->loss_high,
            of->p, of->low, of->high, self->question->n);
    }
}

/* --- the file ----------------------------------------------------------------------- */

suf_status
suf_slip_write(const suf_slip_told *self)
{
    const suf_slip_question *question = self->question;
    const suf_scenario *scenario = scenario_of(self);
    uint32_t n_targets = question->model->delivery.n_targets;
    suf_answer_file file = suf_question_answer(self->stage);
    suf_slip_file_row *rows = NULL;
    suf_slip_file_target *targets = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(question->n_pairs, sizeof *rows, &rows));
    SUF_TRY(suf_array_new(n_targets, sizeof *targets, &targets));
    for (uint32_t i = 0; i < question->n_pairs; i++) {
        const suf_slip_row *row = &self->answer->rows[i];
        const suf_project_row *project = project_of(self, i);
        rows[i] = (suf_slip_file_row){
            .target = scenario->targets[question->pairs[i].target].target,
            .project = project->project,
            .verdict = verdicts[row->verdict],
            .planned_opening = planned_day(project),
            .latest_opening = planned_day(project) + row->slack,
            .slack = row->slack,
            .slack_low = row->low,
            .slack_high = row->high,
            .p = row->p,
            .p_low = row->p_low,
            .p_high = row->p_high,
            .loss = row->loss,
            .loss_low = row->loss_low,
            .loss_high = row->loss_high};
    }
    for (uint32_t t = 0; t < n_targets; t++) {
        targets[t] = (suf_slip_file_target){.name = scenario->targets[t].target,
            .title = scenario->targets[t].title,
            .title_zh = scenario->targets[t].title_zh,
            .p = self->answer->targets[t].p,
            .low = self->answer->targets[t].low,
            .high = self->answer->targets[t].high};
    }
    const suf_slip_file content = {.probability = question->p,
        .days = question->days,
        .replications = question->n,
        .projects = (double) scenario->n_projects,
        .uncounted = n_uncounted(self),
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
    return status;
}
