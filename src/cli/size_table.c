/* What suffice size tells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "size_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "experiment/design.h"
#include "scenario/types/keys.h"

enum { MOST_VIOLATIONS_TOLD = 5 };

static const suf_lever_spec *
lever_of(const suf_size_question *question)
{
    return &question->scenario->levers[question->lever];
}

/* The value of a number of the search; "-": not bounded. */
static void
value_text(const suf_size_question *question, uint32_t at, char text[SUF_VALUE_BYTES])
{
    if (at == SUF_NONE) {
        (void) snprintf(text, SUF_VALUE_BYTES, "-");
    } else {
        suf_size_value_text(lever_of(question), suf_size_value(question, at), text);
    }
}

const suf_target_row *
suf_condition_row(const suf_scenario *ordered, uint32_t condition)
{
    return condition < ordered->n_targets
               ? &ordered->targets[condition]
               : &ordered->conditions[condition - ordered->n_targets];
}

void
suf_condition_text(const suf_target_row *row, char text[SUF_CONDITION_BYTES])
{
    const suf_choices *measures = suf_choices_get(SUF_CHOICE_MEASURE);
    const char *measure = "";
    char date[11];
    char window[60] = "";
    for (size_t i = 0; i < measures->n; i++) {
        measure = measures->items[i].value == (int) row->measure ? measures->items[i].word
                                                                 : measure;
    }
    suf_date_format(row->date_day, date);
    if (row->measure == SUF_MEASURE_WAITING) {
        (void) snprintf(window, sizeof window, ", mean of %.10g days", row->window_days);
    }
    bool is_city = strcmp(row->each, "city") == 0;
    (void) snprintf(text, SUF_CONDITION_BYTES,
        "%s of %.80s%s%.40s%s to %s: %s %.10g %.40s", measure, row->of,
        is_city ? "" : ", each: ", is_city ? "" : row->each, window, date,
        row->is_at_most ? "at most" : "at least", row->value, row->measure_unit);
    size_t n = strlen(text);
    if (n > 0 && text[n - 1] == ' ') {
        text[n - 1] = '\0';
    }
}

static const suf_size_point *
point_of(const suf_size_result *result)
{
    return suf_size_find_point(&result->answer, result->answer.fits);
}

void
suf_size_print_fresh(uint32_t n, double p, double low, double high)
{
    if (n > 0) {
        (void) printf("%" PRIu32 ",%.10g,%.10g,%.10g,", n, p, low, high);
    } else {
        (void) printf("0,,,,");
    }
}

void
suf_size_print_unvalidated(const suf_design_spec *design, bool is_asked, uint32_t wanted)
{
    if (!is_asked) {
        (void) printf("  validated  not: --no-validation was given\n");
    } else {
        (void) printf("  validated  not: that takes %" PRIu32
                      " replications, and the design has %" PRIu32 "\n",
            wanted, suf_design_most_replications(design));
    }
}

void
suf_size_print_refuted(double high, double p)
{
    if (high < p) {
        (void) printf(
            "  refuted    even its upper limit is below %.10g: what fits in the "
            "search does not suffice;\n             take what is safe, or search "
            "with more replications\n",
            p);
    }
}

/* --- the table --------------------------------------------------------------------- */

static void
print_lever(const suf_size_told *self, uint32_t i)
{
    const suf_size_question *question = &self->questions[i];
    const suf_size_result *result = &self->results[i];
    const suf_lever_spec *lever = lever_of(question);
    const suf_size_point *point = point_of(result);
    const char *unit = lever->unit;
    char fits[SUF_VALUE_BYTES];
    char safe[SUF_VALUE_BYTES];
    char upper[SUF_VALUE_BYTES];
    value_text(question, result->answer.fits, fits);
    value_text(question, result->answer.safe, safe);
    value_text(question, result->answer.upper, upper);
    (void) printf(
        "\n%s%s%s\n", lever->name, lever->title[0] != '\0' ? ": " : "", lever->title);
    if (result->answer.upper == 0) {
        (void) printf("  too small  none that may be chosen\n");
    } else {
        (void) printf("  too small  %s %s %s\n", lever->is_date ? "later than" : "below",
            upper, unit);
    }
    (void) printf("  fits       %s %s  P(met) %.3f [%.3f, %.3f]%s\n", fits, unit,
        point->p, point->low, point->high,
        result->answer.fits == 0 ? "; that is the least which may be chosen" : "");
    if (result->answer.safe == SUF_NONE) {
        (void) printf(
            "  safe       not bounded by %" PRIu32 " replications\n", question->n);
    } else {
        (void) printf("  safe       %s %s\n", safe, unit);
    }
    if (!isnan(lever->cost)) {
        double more = suf_size_value(question, result->answer.fits) - lever->grid.least;
        (void) printf("  cost       %.10g %s (fits, above the least)\n",
            more * lever->cost, lever->cost_unit);
    }
    if (result->n_validation > 0) {
        (void) printf("  validated  P(met) %.3f [%.3f, %.3f] in %" PRIu32
                      " fresh replications of the whole plan at %s\n",
            result->p, result->low, result->high, result->n_validation, fits);
        suf_size_print_refuted(result->high, question->p);
    } else {
        suf_size_print_unvalidated(
            &question->model->design, question->is_validated, 2 * question->n);
    }
}

static void
print_effort(const suf_size_told *self, uint32_t i)
{
    const suf_size_question *question = &self->questions[i];
    const suf_size_answer *answer = &self->results[i].answer;
    double values = suf_grid_n(&lever_of(question)->grid);
    (void) printf("  effort     %" PRIu64
                  " replications of the whole plan; each at every "
                  "of %.0f values: %.0f\n",
        answer->n_asked, values, values * question->n);
    (void) printf("  monotone   %" PRIu32 " of %" PRIu32
                  " paths meet at a value and miss at a larger one%s\n",
        answer->n_violations, answer->n_checked,
        answer->is_pooled ? ": read from the pooled curve, made isotonic" : "");
    for (uint32_t j = 0; j < answer->n_violations && j < MOST_VIOLATIONS_TOLD; j++) {
        const suf_size_violation *violation = &answer->violations[j];
        char met[SUF_VALUE_BYTES];
        char missed[SUF_VALUE_BYTES];
        value_text(question, violation->met_at, met);
        value_text(question, violation->missed_at, missed);
        (void) printf("             replication %" PRIu32 ": met at %s, missed at %s\n",
            violation->replication, met, missed);
    }
    if (self->results[i].n_undecided > 0) {
        (void) printf("  undecided  %" PRIu64 " answers, taken as missed\n",
            self->results[i].n_undecided);
    }
}

static void
print_curve(const suf_size_told *self, uint32_t i)
{
    const suf_size_answer *answer = &self->results[i].answer;
    (void) printf("  %12s  %-22s  %s\n", "value", "P(met) [95 %]", "asked");
    for (uint32_t j = 0; j < answer->n_points; j++) {
        const suf_size_point *point = &answer->points[j];
        char value[SUF_VALUE_BYTES];
        value_text(&self->questions[i], point->at, value);
        (void) printf("  %12s  %.3f [%.3f, %.3f]    %" PRIu32 "\n", value, point->p,
            point->low, point->high, point->n_asked);
    }
}

void
suf_size_print(const suf_size_told *self)
{
    const suf_size_question *question = &self->questions[0];
    (void) printf("how much, so that P(met) >= %.10g?  %s, %" PRIu32 " replications\n",
        question->p, self->scenario->name, question->n);
    for (uint32_t i = 0; i < question->n_conditions; i++) {
        const suf_target_row *row =
            suf_condition_row(self->ordered, question->conditions[i]);
        char text[SUF_CONDITION_BYTES];
        suf_condition_text(row, text);
        (void) printf("met: %s: %s\n", row->target, text);
    }
    for (uint32_t i = 0; i < self->n; i++) {
        print_lever(self, i);
        print_effort(self, i);
        print_curve(self, i);
    }
    (void) printf("\nfits: the least value whose estimate reaches it; safe: whose lower "
                  "limit does;\ntoo small: whose upper limit does not\n");
}

void
suf_size_print_csv(const suf_size_told *self)
{
    (void) printf("lever,unit,probability,replications,too_small_below,fits,safe,p,p_low,"
                  "p_high,fresh_replications,fresh_p,fresh_p_low,fresh_p_high,"
                  "evaluations,paths_checked,violations,isotonic\n");
    for (uint32_t i = 0; i < self->n; i++) {
        const suf_size_question *question = &self->questions[i];
        const suf_size_result *result = &self->results[i];
        const suf_size_point *point = point_of(result);
        char text[3][SUF_VALUE_BYTES];
        const uint32_t at[3] = {
            result->answer.upper, result->answer.fits, result->answer.safe};
        for (int j = 0; j < 3; j++) {
            value_text(question, at[j], text[j]);
            if (at[j] == SUF_NONE) {
                text[j][0] = '\0';
            }
        }
        (void) printf("%s,%s,%.10g,%" PRIu32 ",%s,%s,%s,%.10g,%.10g,%.10g,",
            lever_of(question)->name, lever_of(question)->unit, question->p, question->n,
            text[0], text[1], text[2], point->p, point->low, point->high);
        suf_size_print_fresh(result->n_validation, result->p, result->low, result->high);
        (void) printf("%" PRIu64 ",%" PRIu32 ",%" PRIu32 ",%d\n", result->answer.n_asked,
            result->answer.n_checked, result->answer.n_violations,
            result->answer.is_pooled);
    }
}

/* --- the file ---------------------------------------------------------------------- */

static double
value_of(const suf_size_question *question, uint32_t at)
{
    return at == SUF_NONE ? (double) NAN : suf_size_value(question, at);
}

/* A row, whose curve is the caller's to free. */
static suf_status
make_row(const suf_size_question *question, const suf_size_result *result,
    suf_size_row *row, double *curve[5])
{
    const suf_lever_spec *lever = lever_of(question);
    const suf_size_answer *answer = &result->answer;
    const suf_size_point *point = point_of(result);
    suf_status status = SUF_OK;
    for (int j = 0; j < 5; j++) {
        SUF_TRY(suf_array_new(answer->n_points, sizeof(double), &curve[j]));
    }
    for (uint32_t k = 0; k < answer->n_points; k++) {
        curve[0][k] = suf_size_value(question, answer->points[k].at);
        curve[1][k] = answer->points[k].p;
        curve[2][k] = answer->points[k].low;
        curve[3][k] = answer->points[k].high;
        curve[4][k] = answer->points[k].n_asked;
    }
    *row = (suf_size_row){.lever = lever->name,
        .title = lever->title,
        .title_zh = lever->title_zh,
        .unit = lever->unit,
        .is_date = lever->is_date,
        .least = lever->grid.least,
        .most = lever->grid.most,
        .cost = lever->cost,
        .fits = value_of(question, answer->fits),
        .safe = value_of(question, answer->safe),
        .upper = value_of(question, answer->upper),
        .p = point->p,
        .low = point->low,
        .high = point->high,
        .fresh_p = result->n_validation > 0 ? result->p : (double) NAN,
        .fresh_low = result->n_validation > 0 ? result->low : (double) NAN,
        .fresh_high = result->n_validation > 0 ? result->high : (double) NAN,
        .n_fresh = result->n_validation,
        .n_asked = (double) answer->n_asked,
        .n_checked = answer->n_checked,
        .n_violations = answer->n_violations,
        .n_undecided = (double) result->n_undecided,
        .is_pooled = answer->is_pooled,
        .n_points = answer->n_points,
        .values = curve[0],
        .point_p = curve[1],
        .point_low = curve[2],
        .point_high = curve[3],
        .point_asked = curve[4]};
out:
    return status;
}

suf_status
suf_size_write(const suf_size_told *self, const char *path, suf_faults *faults)
{
    const suf_size_question *question = &self->questions[0];
    uint32_t n_conditions = question->n_conditions;
    suf_size_row *rows = NULL;
    double *(*curves)[5] = NULL;
    char(*texts)[SUF_CONDITION_BYTES] = NULL;
    const char **names = NULL;
    const char **told = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n, sizeof *rows, &rows));
    SUF_TRY(suf_array_new(self->n, sizeof *curves, &curves));
    SUF_TRY(suf_array_new(n_conditions, sizeof *texts, &texts));
    SUF_TRY(suf_array_new(n_conditions, sizeof *names, &names));
    SUF_TRY(suf_array_new(n_conditions, sizeof *told, &told));
    for (uint32_t i = 0; i < n_conditions; i++) {
        const suf_target_row *row =
            suf_condition_row(self->ordered, question->conditions[i]);
        suf_condition_text(row, texts[i]);
        names[i] = row->target;
        told[i] = texts[i];
    }
    for (uint32_t i = 0; i < self->n; i++) {
        SUF_TRY(make_row(&self->questions[i], &self->results[i], &rows[i], curves[i]));
    }
    const suf_size_file file = {.scenario = self->scenario->name,
        .title = self->scenario->title,
        .title_zh = self->scenario->title_zh,
        .conditions = names,
        .condition_texts = told,
        .n_conditions = n_conditions,
        .probability = question->p,
        .confidence = question->confidence,
        .replications = question->n,
        .fingerprint = self->rule->fingerprint,
        .seed = self->rule->seed,
        .version = self->rule->build.version,
        .scenario_text = self->scenario->resolved,
        .rows = rows,
        .n_rows = self->n};
    SUF_TRY(suf_size_file_write(&file, path, faults));
out:
    for (uint32_t i = 0; curves != NULL && i < self->n; i++) {
        for (int j = 0; j < 5; j++) {
            free(curves[i][j]);
        }
    }
    free(curves);
    free(rows);
    free(texts);
    free((void *) names);
    free((void *) told);
    return status;
}
