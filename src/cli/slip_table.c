/* What suffice slip tells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "cli/print.h"
#include "scenario/types/project_facts.h"

enum {
    PROJECT_WIDTH = 34,
    DATE_WIDTH = 12,
    SLACK_WIDTH = 24,
    CHANGE_WIDTH = 26,
    MOST_TOLD = 12
};

static const suf_scenario *
scenario_of(const suf_slip_told *self)
{
    return &self->stage->batch.ordered[0];
}

/* Whether runs tell of a pair, and not openings. */
static bool
is_of_use(const suf_slip_told *self, uint32_t pair)
{
    return pair >= self->question->n_counted;
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

/* Of a pair of use: P with the project later, and the change. */
static void
print_row_of_use(const suf_slip_told *self, uint32_t pair)
{
    const suf_slip_row *row = &self->answer->rows[pair];
    const suf_project_row *project = suf_slip_told_project(self, pair);
    char text[64];
    suf_print_left("  ", 2);
    suf_print_left(project->project, PROJECT_WIDTH);
    suf_slip_date(suf_slip_planned_day(project), text);
    suf_print_right(text, DATE_WIDTH);
    (void) snprintf(text, sizeof text, "%" PRIu32, row->n_together);
    suf_print_right(text, DATE_WIDTH);
    (void) snprintf(text, sizeof text, isnan(row->p) ? "-" : "%.3f [%.3f, %.3f]", row->p,
        row->p_low, row->p_high);
    suf_print_right(text, SLACK_WIDTH);
    (void) snprintf(text, sizeof text, isnan(row->change) ? "-" : "%+.3f [%+.3f, %+.3f]",
        row->change + 0.0, row->change_low + 0.0, row->change_high + 0.0);
    suf_print_right(text, CHANGE_WIDTH);
    (void) printf("  %s\n", suf_slip_verdict_name(row->verdict));
}

static void
print_row(const suf_slip_told *self, uint32_t pair)
{
    const suf_slip_row *row = &self->answer->rows[pair];
    const suf_project_row *project = suf_slip_told_project(self, pair);
    char text[64];
    char days[3][16];
    suf_print_left("  ", 2);
    suf_print_left(project->project, PROJECT_WIDTH);
    suf_slip_date(suf_slip_planned_day(project), text);
    suf_print_right(text, DATE_WIDTH);
    suf_slip_date(suf_slip_planned_day(project) + row->slack, text);
    suf_print_right(text, DATE_WIDTH);
    days_text(row->slack, days[0]);
    days_text(row->low, days[1]);
    days_text(row->high, days[2]);
    (void) snprintf(text, sizeof text, "%s [%s, %s]", days[0], days[1], days[2]);
    suf_print_right(text, SLACK_WIDTH);
    (void) snprintf(
        text, sizeof text, "%.3f [%.3f, %.3f]", row->loss, row->loss_low, row->loss_high);
    suf_print_right(text, SLACK_WIDTH);
    (void) printf("  %s\n", suf_slip_verdict_name(row->verdict));
}

/* What the rows of a target are told by, the worst first. */
static double
rank_of(const suf_slip_told *self, uint32_t pair)
{
    const suf_slip_row *row = &self->answer->rows[pair];
    double rank = is_of_use(self, pair) ? row->change : row->slack;
    return isnan(rank) ? (double) INFINITY : rank; /* decided nowhere: last */
}

/* The pairs of a target of one verdict, the least slack or the greatest loss first,
 * MOST_TOLD at most. */
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
            double slack = rank_of(self, i);
            bool is_behind =
                n_told == 0 || slack > last || (slack >= last && i > last_pair);
            if (question->pairs[i].target == target &&
                self->answer->rows[i].verdict == verdict && is_behind &&
                (next == SUF_NONE || slack < rank_of(self, next))) {
                next = i;
            }
        }
        if (is_of_use(self, next)) {
            print_row_of_use(self, next);
        } else {
            print_row(self, next);
        }
        last = rank_of(self, next);
        last_pair = next;
        n_told++;
    }
    if (n > n_told) {
        (void) printf("  and %" PRIu32 " more that %s (--csv tells all)\n", n - n_told,
            verdict == SUF_SLIP_SAFE
                ? is_of_use(self, last_pair) ? "can slip" : "can slip, by more"
            : verdict == SUF_SLIP_CRITICAL ? "are critical"
                                           : "are undecided");
    }
}

static void
print_target(const suf_slip_told *self, uint32_t t)
{
    const suf_slip_question *question = self->question;
    const suf_target_row *target = suf_slip_told_target(self, t);
    const suf_slip_target *of = &self->answer->targets[t];
    uint32_t n = 0;
    bool is_use = false;
    for (uint32_t i = 0; i < question->n_pairs; i++) {
        n += question->pairs[i].target == t;
        is_use = is_use || (question->pairs[i].target == t && is_of_use(self, i));
    }
    bool has_title = strcmp(target->target, target->title) != 0;
    (void) printf("\n%s%s%s: ", target->target, has_title ? " " : "",
        has_title ? target->title : "");
    if (isnan(of->p)) {
        (void) fputs("cannot be decided", stdout);
    } else {
        (void) printf("P(met) %.3f [%.3f, %.3f]", of->p, of->low, of->high);
    }
    if (n == 0) {
        (void) printf(
            "; no project is counted%s\n", self->choice->has_use ? " or felt" : "");
        return;
    }
    (void) printf("; %s %" PRIu32 " project%s\n", is_use ? "feels" : "counts", n,
        n == 1 ? "" : "s");
    if (of->high < question->p) {
        (void) printf(
            "  misses %.10g as it is planned: nothing of it may slip\n", question->p);
    }
    suf_print_left("  project", PROJECT_WIDTH + 2);
    suf_print_right("planned", DATE_WIDTH);
    suf_print_right(is_use ? "together" : "latest", DATE_WIDTH);
    suf_print_right(is_use ? "P if later [95 %]" : "slack, days [95 %]", SLACK_WIDTH);
    suf_print_right(
        is_use ? "change of P" : "loss if never", is_use ? CHANGE_WIDTH : SLACK_WIDTH);
    (void) putchar('\n');
    print_verdict(self, t, SUF_SLIP_CRITICAL);
    print_verdict(self, t, SUF_SLIP_UNDECIDED);
    print_verdict(self, t, SUF_SLIP_SAFE);
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

/* What the columns mean. */
static void
print_notes(const suf_slip_told *self)
{
    const suf_slip_question *question = self->question;
    if (question->n_counted > 0) {
        (void) printf(
            "\nlatest: planned opening (of a batch its last) that keeps P(met) >= "
            "%.10g, the project alone\nbeing moved; slack: days from the plan to "
            "that, less than 0: it must open earlier; any: it\nneed not open, none: "
            "P is below that even if it opened at once; loss: of P(met) without it.\n",
            question->p);
    }
    if (self->choice->has_use) {
        (void) printf(
            "\ntogether: projects of the group that P and its change are of, all "
            "%.10g days later;\n1: the project alone. Alone none loses more than "
            "its group does.\n"
            "%" PRIu64 " runs of groups of %" PRIu32 " replications; %" PRIu64
            " of %" PRIu64 " comparisons went the other way\n(later was better "
            "there).\n",
            question->days, self->answer->n_runs, question->n, self->answer->n_reversed,
            self->answer->n_paired);
        if (!self->choice->felt.is_exact) {
            (void) printf(
                "Services that these targets cannot feel were left out: the law "
                "is that of a run, single\nreplications are not.\n");
        }
    }
    (void) printf("%" PRIu32 " of %zu projects are %s by none of these targets: their "
                  "loss is exactly 0.\n",
        suf_slip_told_uncounted(self, false), scenario_of(self)->n_projects,
        self->choice->has_use ? "counted or felt" : "counted");
    if (suf_slip_told_uncounted(self, true) > 0) {
        (void) printf("%" PRIu32
                      " more are known to be open, or given up: they cannot slip.\n",
            suf_slip_told_uncounted(self, true));
    }
    if (self->choice->n_passed_over > 0) {
        (void) printf("%zu more targets rest on people too and are not asked about here "
                      "(--use does).\n",
            self->choice->n_passed_over);
    }
}

void
suf_slip_print(const suf_slip_told *self)
{
    const suf_slip_question *question = self->question;
    int32_t known_day = suf_scenario_known_day(scenario_of(self));
    char known[11] = "";
    if (known_day != INT32_MIN) {
        suf_date_format(known_day, known);
    }
    (void) printf("which projects can slip?  %s, %" PRIu32 " replications of %s%s%s\n\n"
                  "By %.10g days, each alone, with P(met) >= %.10g: of %" PRIu32
                  " pairs of project and target\n%" PRIu32 " are safe, %" PRIu32
                  " critical and %" PRIu32 " undecided.\n",
        self->stage->batch.scenarios[0].name, question->n,
        self->choice->has_use ? "the plan" : "what delivers",
        known[0] != '\0' ? ", given what is known at " : "", known, question->days,
        question->p, question->n_pairs, count_of(self, SUF_SLIP_SAFE),
        count_of(self, SUF_SLIP_CRITICAL), count_of(self, SUF_SLIP_UNDECIDED));
    for (uint32_t t = 0; t < suf_trials_n_asked(question->model); t++) {
        if (self->choice->is_asked[t]) {
            print_target(self, t);
        }
    }
    print_notes(self);
}
