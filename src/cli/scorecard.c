/* The scorecard: every target of a results file with its probability.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scorecard.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/print.h"
#include "stats/estimate.h"

/* The probability from which on a target counts as secured. */
#define SECURED 0.9

typedef struct score {
    suf_estimate value, shortfall, use, met,
        stretch;      /* shortfall: of the replications that miss it */
    double *met_from; /* [replications]; INFINITY where it is not met */
} score;

typedef struct scorecard {
    suf_results *results;
    score *scores;          /* [target] */
    uint64_t *district_met; /* [target][district] replications in which it meets it */
    uint64_t *district_n;   /* likewise, in which that is decided */
    double *met_from;       /* [target][replication] */
} scorecard;

static void
add_replication(scorecard *self, uint32_t position, double *const values[SUF_N_VARIABLES])
{
    const suf_layout *layout = &self->results->layout;
    const suf_design_spec *design = &layout->design;
    uint32_t r = (uint32_t) self->results->replications[position];
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        score *of = &self->scores[i];
        double value = values[SUF_VARIABLE_TARGET_VALUE][i];
        double met = values[SUF_VARIABLE_TARGET_MET][i];
        double stretch = values[SUF_VARIABLE_TARGET_STRETCH_MET][i];
        suf_estimate_add(&of->value, design, r, value);
        suf_estimate_add(&of->use, design, r, values[SUF_VARIABLE_TARGET_USE][i]);
        suf_estimate_add(&of->met, design, r, met);
        suf_estimate_add(&of->stretch, design, r, stretch);
        if (met <= 0) {
            suf_estimate_add(
                &of->shortfall, design, r, fabs(layout->targets[i].required - value));
        }
        double from = values[SUF_VARIABLE_TARGET_MET_FROM][i];
        of->met_from[position] = isnan(from) ? (double) INFINITY : from;
        for (uint32_t d = 0; d < layout->n_districts; d++) {
            size_t at = (size_t) i * layout->n_districts + d;
            double here = values[SUF_VARIABLE_TARGET_DISTRICT_MET][at];
            self->district_n[at] += isnan(here) ? 0 : 1;
            self->district_met[at] += here > 0;
        }
    }
}

static suf_status
gather(scorecard *self, suf_results *results, uint32_t scenario, suf_faults *faults)
{
    static const suf_variable read[] = {SUF_VARIABLE_TARGET_VALUE,
        SUF_VARIABLE_TARGET_MET, SUF_VARIABLE_TARGET_STRETCH_MET,
        SUF_VARIABLE_TARGET_MET_FROM, SUF_VARIABLE_TARGET_USE,
        SUF_VARIABLE_TARGET_DISTRICT_MET};
    enum { N_READ = sizeof read / sizeof read[0] };
    const suf_layout *layout = &results->layout;
    double *values[SUF_N_VARIABLES] = {NULL};
    size_t n = layout->n_targets;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *self->scores, &self->scores));
    SUF_TRY(suf_array_new(
        n * layout->n_districts, sizeof *self->district_met, &self->district_met));
    SUF_TRY(suf_array_new(
        n * layout->n_districts, sizeof *self->district_n, &self->district_n));
    SUF_TRY(suf_array_new(
        n * results->n_replications, sizeof *self->met_from, &self->met_from));
    for (uint32_t i = 0; i < n; i++) {
        self->scores[i].met_from = self->met_from + (size_t) i * results->n_replications;
    }
    for (int i = 0; i < N_READ; i++) {
        SUF_TRY(suf_array_new(
            suf_layout_size(layout, read[i]), sizeof(double), &values[read[i]]));
    }
    for (uint32_t r = 0; r < results->n_replications; r++) {
        for (int i = 0; i < N_READ; i++) {
            SUF_TRY(
                suf_results_read(results, read[i], scenario, r, values[read[i]], faults));
        }
        add_replication(self, r, values);
    }
out:
    for (int i = 0; i < N_READ; i++) {
        free(values[read[i]]);
    }
    return status;
}

static void
scorecard_free(scorecard *self)
{
    free(self->scores);
    free(self->district_met);
    free(self->district_n);
    free(self->met_from);
}

/* --- what is told of a target ------------------------------------------------------- */

/* The month by which a share SECURED of the replications meet it for good, as 2024-09;
 * "" when that is never so. */
static void
secured_month(const scorecard *self, uint32_t target, char text[11])
{
    const suf_results *results = self->results;
    const score *of = &self->scores[target];
    uint32_t n = results->n_replications;
    gsl_sort(of->met_from, 1, n);
    uint32_t index = (uint32_t) ceil(SECURED * n);
    double days = of->met_from[index > 0 ? index - 1 : 0];
    text[0] = '\0';
    if (days < (double) INFINITY) {
        suf_date_format(results->layout.start_day + (int32_t) days - 1, text);
        text[7] = '\0';
    }
}

/* The district that an `each` target is met in least often; SUF_NONE for others. */
static uint32_t
weakest_district(const scorecard *self, uint32_t target, double *share)
{
    uint32_t n = self->results->layout.n_districts;
    uint32_t weakest = SUF_NONE;
    *share = (double) NAN;
    for (uint32_t d = 0; d < n; d++) {
        size_t at = (size_t) target * n + d;
        if (self->district_n[at] > 0) {
            double here = (double) self->district_met[at] / (double) self->district_n[at];
            if (weakest == SUF_NONE || here < *share) {
                weakest = d;
                *share = here;
            }
        }
    }
    return weakest;
}

static void
format_required(const suf_target_label *label, char text[80])
{
    bool is_at_most = strcmp(label->comparison, "at_most") == 0;
    if (isnan(label->stretch)) {
        (void) snprintf(text, 80, "%s %.6g", is_at_most ? "<=" : ">=", label->required);
    } else {
        (void) snprintf(text, 80, "%s %.6g (%.6g)",
            is_at_most ? "<=" : ">=", label->required, label->stretch);
    }
}

/* "0.93 [0.91, 0.95]", of those decided; "no data" when none is. */
static void
format_probability(const suf_estimate *met, char text[80])
{
    double low = 0;
    double high = 0;
    if (met->tally.n == 0) {
        (void) snprintf(text, 80, "undecidable");
        return;
    }
    suf_estimate_probability(met, 0.95, &low, &high);
    (void) snprintf(text, 80, "%.3f [%.3f, %.3f]", suf_estimate_mean(met), low, high);
}

/* --- text --------------------------------------------------------------------------- */

enum {
    WIDTH_NAME = 7,
    WIDTH_VALUE = 17,
    WIDTH_REQUIRED = 16,
    WIDTH_P = 23,
    WIDTH_MISS = 11,
    WIDTH_MONTH = 9,
    WIDTH_USE = 7
};

static void
print_head(int name_width)
{
    suf_print_left("", name_width);
    suf_print_right("required", WIDTH_REQUIRED);
    suf_print_right("value", WIDTH_VALUE);
    suf_print_right("P(met) [95 %]", WIDTH_P);
    suf_print_right("short by", WIDTH_MISS);
    suf_print_right("secured", WIDTH_MONTH);
    suf_print_right("used", WIDTH_USE);
    (void) printf("  target\n");
}

static void
print_title(const scorecard *self, uint32_t index)
{
    const suf_target_label *label = &self->results->layout.targets[index];
    const score *of = &self->scores[index];
    double share = 0;
    uint32_t weakest = weakest_district(self, index, &share);
    (void) printf("  %s", label->title[0] != '\0' ? label->title : label->of);
    if (strcmp(label->each, "city") != 0) {
        (void) printf(", in each %s", label->each);
    }
    if (strcmp(label->basis, "assumed") == 0) {
        (void) printf(" (assumed)");
    }
    if (strcmp(label->dates, "assumed") == 0) {
        (void) printf(" (dates assumed)");
    }
    if (label->is_soft != 0) {
        (void) printf(" (in principle)");
    }
    if (of->stretch.tally.n > 0) {
        (void) printf("; P(%.6g) %.3f", label->stretch, suf_estimate_mean(&of->stretch));
    }
    if (weakest != SUF_NONE && share < 1) {
        (void) printf(
            "; weakest: %s %.3f", self->results->layout.districts[weakest].name, share);
    }
    (void) printf("\n");
}

static void
print_target(const scorecard *self, uint32_t index, int name_width)
{
    const suf_target_label *label = &self->results->layout.targets[index];
    const score *of = &self->scores[index];
    char text[80];
    char cell[64];
    char month[11];
    suf_print_left(label->name, name_width);
    format_required(label, text);
    suf_print_right(text, WIDTH_REQUIRED);
    suf_print_cell(&of->value, 3, cell);
    suf_print_right(cell, WIDTH_VALUE);
    format_probability(&of->met, text);
    suf_print_right(text, WIDTH_P);
    (void) snprintf(text, sizeof text, of->shortfall.tally.n > 0 ? "%.4g" : "-",
        suf_estimate_mean(&of->shortfall));
    suf_print_right(text, WIDTH_MISS);
    secured_month(self, index, month);
    suf_print_right(month[0] != '\0' ? month : "-", WIDTH_MONTH);
    (void) snprintf(text, sizeof text, of->use.tally.n > 0 ? "%.0f %%" : "-",
        100 * suf_estimate_mean(&of->use));
    suf_print_right(text, WIDTH_USE);
    print_title(self, index);
}

static void
print_text(const scorecard *self)
{
    const suf_layout *layout = &self->results->layout;
    int name_width = WIDTH_NAME;
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        int width = suf_print_width(layout->targets[i].name) + 1;
        name_width = width > name_width ? width : name_width;
    }
    (void) printf("\ntargets\n");
    print_head(name_width);
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        const char *area = layout->targets[i].area;
        if (area[0] != '\0' &&
            (i == 0 || strcmp(area, layout->targets[i - 1].area) != 0)) {
            (void) printf("%s\n", area);
        }
        print_target(self, i, name_width);
    }
    uint32_t n_on_c = suf_layout_targets_of(layout, 'C');
    if (n_on_c > 0) {
        (void) printf("%" PRIu32 " of %" PRIu32
                      " targets rest on inputs of confidence C (assumed)\n",
            n_on_c, layout->n_targets);
    }
    (void) printf("short by: mean of the replications that miss it; secured: month by "
                  "which it is met\nfor good with probability %.1f; used: of the places "
                  "it is about, last 365 days\n",
        SECURED);
}

/* --- CSV ---------------------------------------------------------------------------- */

void
suf_scorecard_csv_head(void)
{
    (void) printf(
        "scenario,target,area,title,measure,of,each,comparison,required,stretch,"
        "unit,date,dates,basis,confidence,soft,replications,decided,met,p_met,p_low,p_"
        "high,"
        "p_stretch,value,value_half_width,shortfall,secured,use,weakest_district,"
        "weakest_p_met\n");
}

/* A number, or nothing when there is none. */
static void
print_number(double value)
{
    (void) printf(isnan(value) ? "," : "%.10g,", value);
}

/* How many replications meet it. */
static uint64_t
n_met(const score *of)
{
    uint64_t n = of->met.tally.n;
    return n > 0 ? (uint64_t) llround(suf_estimate_mean(&of->met) * (double) n) : 0;
}

static void
print_csv(const scorecard *self, uint32_t scenario)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t i = 0; i < layout->n_targets; i++) {
        const suf_target_label *label = &layout->targets[i];
        const score *of = &self->scores[i];
        const char *texts[] = {layout->scenarios[scenario].name, label->name, label->area,
            label->title, label->measure, label->of, label->each, label->comparison};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++) {
            suf_print_field(texts[j]);
        }
        print_number(label->required);
        print_number(label->stretch);
        suf_print_field(label->unit);
        suf_print_field(label->date);
        suf_print_field(label->dates);
        suf_print_field(label->basis);
        suf_print_field(label->confidence);
        (void) printf("%s,%" PRIu32 ",%" PRIu64 ",%" PRIu64 ",",
            label->is_soft != 0 ? "yes" : "no", self->results->n_replications,
            of->met.tally.n, n_met(of));
        double low = (double) NAN;
        double high = (double) NAN;
        if (of->met.tally.n > 0) {
            suf_estimate_probability(&of->met, 0.95, &low, &high);
        }
        print_number(suf_estimate_mean(&of->met));
        print_number(low);
        print_number(high);
        print_number(
            of->stretch.tally.n > 0 ? suf_estimate_mean(&of->stretch) : (double) NAN);
        print_number(suf_estimate_mean(&of->value));
        print_number(suf_estimate_half_width(&of->value, 0.95));
        print_number(suf_estimate_mean(&of->shortfall));
        char month[11];
        secured_month(self, i, month);
        suf_print_field(month);
        print_number(suf_estimate_mean(&of->use));
        double share = 0;
        uint32_t weakest = weakest_district(self, i, &share);
        suf_print_field(weakest != SUF_NONE ? layout->districts[weakest].name : "");
        (void) printf(isnan(share) ? "\n" : "%.10g\n", share);
    }
}

suf_status
suf_scorecard_print(
    suf_results *results, uint32_t scenario, bool is_csv, suf_faults *faults)
{
    if (results->layout.n_targets == 0) {
        return SUF_OK;
    }
    scorecard self = {.results = results};
    suf_status status = gather(&self, results, scenario, faults);
    if (status == SUF_OK && is_csv) {
        print_csv(&self, scenario);
    } else if (status == SUF_OK) {
        print_text(&self);
    }
    scorecard_free(&self);
    return status;
}
